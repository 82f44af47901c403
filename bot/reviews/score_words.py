"""What the forms of scores have in common: the words that announce one, and numbers with their halves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.numerals import cardinal
from bot.reviews.model import Score

UNKNOWN_SCALE = ""
LETTERS = "letters"
WORDS = "words"

LABEL = (
    r"(?:rating(?:\(s\))?|score|grade|verdict|standing|rank(?:ing)?|rated|note|nota|puntuaci[oó]n|(?:gesamt)?(?:be)?wertung"
    r"|punktzahl"
    r"|gesamtnote|calificaci[oó]n|valoraci[oó]n|voto|valutazione|punteggio|avalia[cç][aã]o|pontua[cç][aã]o|評価|点数"
    r"|満足度)"
)
"""A pattern for the words that announce a score, to be used without regard to case."""

HALF = r"(?:\sand\sa\shalf|\s?½|\s1/2(?![\d/]))"
DIGITS = rf"\d{{1,3}}(?:[.,]\d{{1,2}}|{HALF})?"
VALUE = rf"(?<![\w.,/-])(?P<value>{DIGITS})"


@dataclass(frozen=True, slots=True)
class Written:
    """A score as it stands in a line, from `start` to `end`."""

    score: Score
    start: int
    end: int


def value_of(digits: str | None, word: str | None) -> str | None:
    """Return a value as digits with a point, such as `7.5`, from digits or else from words; None from neither."""
    text = digits or word
    if not text:
        return None
    half = re.search(rf"{HALF}\Z", text, re.IGNORECASE)
    number = text[: half.start()] if half else text
    if not digits:
        number = cardinal(number)
    whole, _, part = number.replace(",", ".").partition(".")
    part = "5" if half else part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))
