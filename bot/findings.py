"""What a look at the bot's surroundings finds: a line for each thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How a thing stands; with a `NOTE` the bot runs, and does less or will mend it itself."""

    WELL = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands; where it is not well, the text says what to do."""

    subject: str
    grade: Grade
    text: str


def well(subject: str, text: str) -> Finding:
    """Return that a thing is as it should be."""
    return Finding(subject, Grade.WELL, text)


def note(subject: str, text: str) -> Finding:
    """Return that a thing can stay as it is."""
    return Finding(subject, Grade.NOTE, text)


def wrong(subject: str, text: str) -> Finding:
    """Return that a thing is to be mended."""
    return Finding(subject, Grade.WRONG, text)


def printable(text: str, longest: int = 100) -> str:
    """Return what a stranger named, as it can stand in a line on a terminal."""
    shown = "".join(character if character.isprintable() else "�" for character in text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
