"""Work for the process apart: functions that can be found by name there."""

from __future__ import annotations

import importlib
import os
import sys
import time

from bot.errors import FeedUnreadable


def add(first: int, second: int) -> int:
    """Return a sum, as work that goes well does."""
    return first + second


def size(data: bytes) -> int:
    """Return how many bytes came over."""
    return len(data)


def loop_for_ever() -> None:
    """Hold the interpreter, as a monstrous feed does."""
    while True:
        pass


def not_listening() -> None:
    """Wait for something that never comes."""
    time.sleep(3600)


def die() -> None:
    """Die without a word, as a crash in a library written in C does."""
    os._exit(3)


def process_id() -> int:
    """Return which process this is."""
    return os.getpid()


def refuse() -> None:
    """Raise an error of the project."""
    raise FeedUnreadable("There is no feed in the drawer.")


def err() -> None:
    """Raise an error that is none of the project's."""
    raise ZeroDivisionError("a slip")


class Unfit(Exception):
    """An error that is pickled, and can't be made again from that."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def err_unfit() -> None:
    """Raise an error that does not come over."""
    raise Unfit("a", "b")


def loaded(*names: str) -> list[str]:
    """Return which of these modules are loaded here after the readers have been."""
    for reader in ("articles", "discovery", "reading"):
        importlib.import_module(f"bot.feeds.{reader}")
    return [name for name in names if name in sys.modules]
