"""Sentences of a paragraph, and whether they are someone else's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_PARAGRAPH = 20_000
"""A longer paragraph is not written by a person with a loose end in mind; it is kept, and not looked into."""

MOST_READ = 150_000
"""Characters of a text whose sentences are looked into; the longest reviews have some 60,000."""

_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"”’')\]*_]*+(?:\s+|\Z)"
    r"|(?<![。！？])[。！？]++[」』”’）]*+"
    r"|\n+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|ep|eps|no|vol|ch|jr|sr|etc|e\.g|i\.e|a\.k\.a|approx|feat)|\b(?-i:[A-HJ-Z]))\.\Z",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"(?:\(?\d{1,2}\)|[#•–-])\s+")
_ANY_QUOTE = re.compile('[“”«»「」『』„"]')
_OPENING = frozenset("“«「『„")
_CLOSING = frozenset("”»」』")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written; `quoted` says that it begins or ends inside quotation marks."""

    text: str
    quoted: bool

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark, closing brackets aside."""
        return self.text.rstrip("\"”’')]*_ ").endswith(("?", "？", "?!", "?…"))


def sentences(paragraph: str) -> list[Sentence]:
    """Part a paragraph into sentences; one over `LONGEST_PARAGRAPH` characters gives none."""
    if len(paragraph) > LONGEST_PARAGRAPH:
        return []
    inside = _inside_quotes(paragraph)
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(paragraph):
        end = match.end()
        stop = match.group()[0]
        if stop in ".!?…" and paragraph[end : end + 1].islower():
            continue
        if stop == "." and not _ends(paragraph, start, match.start(), end):
            continue
        _add(found, paragraph, start, end, inside)
        start = end
    _add(found, paragraph, start, len(paragraph), inside)
    return found


def _ends(paragraph: str, start: int, stop: int, after: int) -> bool:
    following = paragraph[after : after + 1]
    if stop - start <= 2 and paragraph[start:stop].isdigit():
        return False  # "1." counts, and ends nothing
    if following.isdigit() and paragraph[max(0, stop - 3) : stop].lower().endswith(("ep", "no")):
        return False
    head = paragraph[max(0, stop - 12) : stop + 1]
    return not _ABBREVIATION.search(head) or following == ""


def _add(found: list[Sentence], paragraph: str, start: int, end: int, inside: list[bool]) -> None:
    piece = paragraph[start:end]
    text = piece.strip()
    if not any(c.isalnum() for c in text):
        return
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip().rstrip("\"”’')]*_»」』 ")) - 1
    marker = _ENUMERATED.match(text)
    if marker:
        text = text[marker.end() :]
    found.append(Sentence(text, inside[first] or inside[max(first, last)]))


def _inside_quotes(text: str) -> list[bool]:
    """Tell for each character whether quotation marks are open around it; an opening mark itself is outside."""
    if not _ANY_QUOTE.search(text):
        return [False] * len(text)
    result: list[bool] = []
    depth = 0
    straight = False
    for c in text:
        if c in _CLOSING:
            depth = max(0, depth - 1)
        result.append(depth > 0 or straight)
        if c in _OPENING:
            depth += 1
        elif c == '"':
            straight = not straight
    return result
