"""Whether a sentence of a review says that the story left something open.

A question mark is not enough: reviews quote, joke, and ask their readers. A question counts when it asks about the
story, a statement when it says that something in it is unexplained or unknown and names what.
"""

from __future__ import annotations

import re

from bot.reviews.blocks import plain
from bot.reviews.open_english import (
    ABOUT_THE_WORK,
    ANNOUNCED,
    ANSWERED,
    ASKING,
    CHARACTERS,
    DIRECT,
    EMPTY,
    FRONTED,
    LEFT_OPEN,
    NAMED,
    NOT_THE_STORY,
    OF_US,
    PRODUCTION,
    REPROACH,
    RHETORICAL,
    SAYINGS,
    SETTLED,
    STATED,
    TAG,
    TAGLINE,
    TO_READER,
)
from bot.reviews.open_german import GERMAN
from bot.reviews.open_japanese import JAPANESE
from bot.reviews.open_romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from bot.reviews.open_wordings import Wordings
from bot.reviews.sentences import Sentence
from bot.reviews.tongues import tongue_of

_PRONOUN = r"(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|this|that|these|those)"
_POINTING_WORD = re.compile(rf"\b{_PRONOUN}\b(?!\s(?:is|was|be)\sa\b)", re.IGNORECASE)
NOUN = re.compile(
    r"(?<!^)(?<![.!?]\s)\b(?!(?:I|I’m|I'm)\b)[A-Z][\w’'-]+|\b(?:the|an?|any|every|both)\s(?!same\b|other\b)[a-z]\w+"
)
_PLAIN_SUBJECT = re.compile(
    r"^(?:The|A|An|No|Most|Many|Some|Every|All)\s[a-z]\w+|^(?!(?:I|We|It|He|She|They|This|That|There|These|Those"
    r"|You)\b)[A-Z][\w’'-]+\s(?:is|was|has|never|still|remains)\b"
)
_THING = re.compile(
    r"\b(?:his|her|their|its|my|our|this|that|these|those|some(?:one|body|thing))\s?[a-z]{3,}", re.IGNORECASE
)

_TELLING = re.compile(r"[^\W\d_]{5,}")
_WONDERING = re.compile(r"makes?\syou\s(?:\w+\s)?(?:wonder|ask)", re.IGNORECASE)

_LATER = re.compile(
    r"\b(?:until|for)\s(?:(?:the\s)?next\sseason|season\s\w+)\b"
    r"|\b(?:in\s)?(?:season\s(?:two|three|\d)|(?:the\s)?(?:next|second|third)\sseason)(?=\W*$)",
    re.IGNORECASE,
)
"""When the story may tell it; elsewhere a season to come is talk of the trade."""
_WANTED = re.compile(
    r"(?:what|all)\s(?:i|we)\s(?:(?:\w+\s)?(?:want|need|wanted)\sto\sknow|don[’']t\s(?:yet\s)?know(?:\syet)?)\sis\s",
    re.IGNORECASE,
)

_OUTRIGHT = 0.9
_ASKED_WHAT = 0.85
_ASKED_WHETHER = 0.8
_POINTING = 0.76


_ELSEWHERE: dict[str, Wordings] = {
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "pt": PORTUGUESE,
    "it": ITALIAN,
    "ja": JAPANESE,
}


def asks(sentence: str, after: Sentence | None, *, carried: bool = False) -> float:
    """Return how surely a question asks what the story left open; 0 is not at all.

    `after` may answer it; `carried` says that the sentence before names what it asks about.
    """
    line = plain(sentence)
    if not any(mark in line[-4:] for mark in "?？"):
        return 0.0
    elsewhere = _ELSEWHERE.get(tongue_of(line))
    if elsewhere:
        return _ASKED_WHETHER if elsewhere.ask(line) else 0.0
    if len(line.split()) < 3 or not any(c.isalpha() for c in line):
        return 0.0
    word = ASKING.match(line)
    if word is None:
        return states(sentence)
    if any(pattern.match(line) for pattern in (RHETORICAL, OF_US)) or any(
        pattern.search(line) for pattern in (TO_READER, TAG, REPROACH, PRODUCTION, ABOUT_THE_WORK, SAYINGS)
    ):
        return 0.0
    if after is not None and not after.is_question and ANSWERED.match(plain(after.text)):
        return 0.0
    direct = DIRECT.fullmatch(word["word"].split()[0]) is not None
    if not NOUN.search(line) and not _THING.search(line):
        return _POINTING if (carried and direct) or len(_TELLING.findall(line)) > 1 else 0.0
    return _ASKED_WHAT if direct else _ASKED_WHETHER


def states(sentence: str) -> float:
    """Return how surely a statement says that something in the story stays open, and what; 0 is not at all."""
    line = _WANTED.sub("I want to know ", _LATER.sub("later", _WONDERING.sub("makes one wonder", plain(sentence))))
    elsewhere = _ELSEWHERE.get(tongue_of(line))
    if elsewhere:
        return _OUTRIGHT if elsewhere.state(line) else 0.0
    if not (STATED.search(line) or _is_fronted(line)) or RHETORICAL.match(line):
        return 0.0
    if any(pattern.search(line) for pattern in (TO_READER, SETTLED, PRODUCTION, NOT_THE_STORY, TAGLINE, CHARACTERS)):
        return 0.0
    return _OUTRIGHT if NAMED.search(line) or not EMPTY.search(line) else 0.0


def _is_fronted(line: str) -> bool:
    """Tell whether what is open comes first, and that it is so after it."""
    fronted = FRONTED.search(line)
    return fronted is not None and LEFT_OPEN.search(line, fronted.end()) is not None


def announces_talk(sentence: str) -> bool:
    """Tell whether a statement says that the questions before it are what the text will talk about."""
    return ANNOUNCED.search(plain(sentence)) is not None


def points_back(sentence: str) -> bool:
    """Tell whether a sentence points at something before it names anything."""
    line = plain(sentence)
    pointing = _POINTING_WORD.search(line)
    if pointing is None or _PLAIN_SUBJECT.match(line):
        return False
    if re.match(r"it(?:[’']s|\sis|\sremains|\sisn[’']t)\s(?:still\s|also\s)?(?:not\s|un)", line, re.IGNORECASE):
        pointing = _POINTING_WORD.search(line, 3)
        if pointing is None:
            return False
    noun = NOUN.search(line)
    return noun is None or pointing.start() < noun.start()
