"""An episode's own title, as the text of a review tells it: `The episode is titled “The Bell Below”`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.episodes import EpisodeSpan
from bot.reviews.blocks import Block, Shape, plain
from bot.reviews.evidence import Finding, Source
from bot.reviews.marks import find_marks
from bot.reviews.sentences import sentences
from bot.reviews.wordings import in_english

_LEAD = 3
_MOST = 12
_LONGEST = 400
_SIGNS = (*'“"«„「', " is the ", " was the ")
_QUOTED = (
    r"(?:“(?P<a>[^”“]{2,90})”|\"(?P<b>[^\"]{2,90})\"|«(?P<c>[^»]{2,90})»|„(?P<d>[^“”]{2,90})[“”]"
    r"|「(?P<e>[^」]{2,60})」)"
)
_EPISODE = re.compile(
    r"\b(?:episode|instal?lment|chapter|finale|premiere|folge|cap[ií]tulo|epis[oó]dio|puntata)\b", re.IGNORECASE
)
_CALLED = re.compile(
    rf"""\b(?:
      (?:titled|entitled|(?<!so-)called|named|also\sknown\sas)
    | (?:mit\sdem\s|den\s|unter\sdem\s)titel | betitelt | titel(?:t)?
    | titulad[oa] | llamad[oa] | lleva\s(?:por|como|el)\s(?:nombre|t[ií]tulo)(?:\sde)? | se\s(?:titula|llama)
    | intitulad[oa] | chamad[oa]
    | (?:s[’'])?intitulée? | (?:porte|a\spour)\s(?:le\s)?titre | titrée?
    | intitolat[oa] | dal\stitolo | (?:si\s)?intitola
    )[,:]?\s{_QUOTED}""",
    re.IGNORECASE | re.VERBOSE,
)
_BESIDE = re.compile(rf"[,:]?\s?[-–—(]?\s?{_QUOTED}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_QUOTED}\s?[,–—-]?\s(?:is\s)?the\s\Z", re.IGNORECASE)
"""`“The Bell Below,” the` before `fifth episode`."""
_SUBJECT = re.compile(r"(?P<title>(?!(?:It|This|That|Here|There)\b)[A-Z][\w’' ]{2,60}?)\s(?:is|was)\sthe\s")
_ANOTHER = re.compile(
    r"\b(?:next|last|previous|coming|upcoming|first|earlier|nächste|letzte|próximo|anterior|prochain|précédent"
    r"|prossim)\w*"
    r"|次回|前回",
    re.IGNORECASE,
)


def told_title(blocks: Sequence[Block], span: EpisodeSpan | None) -> Finding[str] | None:
    """Return the title in quotation marks that a text's first paragraphs give the episode it is about.

    It stands where the text says what the episode is called, or right behind the number that the review has; farther
    below it must say both.
    """
    if span is None or span.first != span.last:
        return None
    for place, block in enumerate(blocks[:_MOST]):
        if block.shape is Shape.HEADING or not any(mark in block.text for mark in _SIGNS):
            continue
        for sentence in sentences(plain(block.text[:3000]))[:4]:
            line = sentence.text
            if place >= _LEAD and not _CALLED.search(line):
                continue
            if len(line) <= _LONGEST and (title := _in_sentence(in_english(line), span, numbered=place >= _LEAD)):
                return Finding(title.strip(" ,."), Source.TEXT, 0.8)
    return None


def _in_sentence(line: str, span: EpisodeSpan, *, numbered: bool) -> str | None:
    marks = find_marks(line)
    for mark in marks:
        beside = _BESIDE.match(line, mark.end) or _BEFORE.search(line, 0, mark.start)
        if mark.span == span and beside:
            return _text_of(beside)
        subject = _SUBJECT.match(line)
        if subject and mark.span == span and subject.end() == mark.start:
            return subject["title"]
    if any(mark.span != span for mark in marks):
        return None
    called = _CALLED.search(line)
    if called is None or not (marks or (not numbered and _EPISODE.search(line, 0, called.start()))):
        return None
    return None if _ANOTHER.search(line, 0, called.start()) else _text_of(called)


def _text_of(match: re.Match[str]) -> str:
    return next(match[name] for name in "abcde" if match[name])
