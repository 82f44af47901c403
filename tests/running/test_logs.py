"""The log: readable or JSON, and never more of the libraries than is safe."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logging
from bot.settings import LogFormat, LogLevel


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Put the log back as the test found it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_line_of_json_holds_what_happened_where_and_when() -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.INFO, LogFormat.JSON, stream)
    try:
        raise ValueError("so")
    except ValueError:
        logging.getLogger("bot.test").exception("It\nfailed")
    (line,) = stream.getvalue().splitlines()
    read = json.loads(line)
    assert (read["level"], read["logger"], read["message"]) == ("ERROR", "bot.test", "It\nfailed")
    assert read["time"].endswith("+00:00")
    assert "ValueError: so" in read["error"]


def test_a_line_of_text_is_for_reading() -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.INFO, LogFormat.TEXT, stream)
    logging.getLogger("bot.test").info("Ready in %d servers", 2)
    assert stream.getvalue().endswith("INFO    bot.test: Ready in 2 servers\n")


@pytest.mark.parametrize(
    "name", ["discord.http", "discord.gateway", "discord.webhook.async_", "aiosqlite", "markdown_it"]
)
def test_libraries_never_log_payloads(name: str) -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.DEBUG, LogFormat.TEXT, stream)
    logging.getLogger(name).debug("POST with {'content': 'what a member wrote'}")
    logging.getLogger("bot.test").debug("of our own")
    assert "a member wrote" not in stream.getvalue()
    assert "of our own" in stream.getvalue()


def test_a_higher_level_holds_for_libraries_too() -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.ERROR, LogFormat.TEXT, stream)
    logging.getLogger("discord").warning("no matter")
    assert stream.getvalue() == ""
