"""Where a text names an episode: the patterns, and what they say.

Names of shows hold numbers (`86`, `91 Days`, `Mob Psycho 100`, `Kaiju No. 8`), so a number counts only with a mark
of its own; `bare_numbers` has those that stand without one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import NotAnEpisode
from bot.numerals import KANJI, ORDINAL, WORD, cardinal, kanji, ordinal

_N = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?(?!\d|\.\d|/\s?\d|s\b)|{WORD}\b)"
_SMALL = rf"(?:\d{{1,2}}(?!\d)|{WORD}\b)"
DASH = r"[-‐‑‒–—―~〜]"
_TO = rf"\s?(?:{DASH}|&|\+|,|/|\band\b|\bto\b|\bthrough\b|\bà\b|\bbis\b|,?\s&|,\sand\b)\s?(?:(?:episode|ep|e)\.?\s?)?#?"
# After a small letter a capital begins a word too: pages run a label and a title together.
_START = r"(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))"
_WORD = (
    rf"{_START}(?:[eé]pisodes?|epi?s?(?![A-Za-z])|episodios?|cap[ií]tulos?|folgen?)\.?\s?"
    r"(?:no\.?\s?|n[º°]\s?|№\s?|number\s)?#?\s?"
)
_SEASON = (
    rf"(?:(?:season|series|staffel|temporada|saison|se?)\s?(?P<season>{_SMALL})|(?P<nth>{ORDINAL})\s(?:season|series))"
)
_RANGE = rf"(?P<first>{_N})(?P<rest>(?:{_TO}(?!(?:19|20)\d\d\b){_N}){{0,6}})"

# What is counted with a `#` and is no episode: `Week #5`.
_NUMBERED = r"week woche semana semaine issue round part vol vol\. volume chapter top day screenshot image photo"
_NOT_COUNTED = "".join(rf"(?<!\b{word}\s)" for word in _NUMBERED.split(" "))

_TIERS = tuple(
    tuple(re.compile(pattern, re.IGNORECASE) for pattern in tier)
    for tier in (
        (
            r"\bs(?P<season>\d{1,2})\s?[.x:,-]?\s?ep?\.?\s?(?P<first>\d{1,4}(?:\.5)?)"
            rf"(?P<rest>(?:{_TO}\d{{1,4}})?)(?!\d)",
            r"\bs(?P<season>\d{1,2})\.(?P<first>\d\d)(?P<rest>)(?![\d.])",
            r"\b(?P<season>\d{1,2})[x×](?P<first>\d{2,3})(?P<rest>)\b",
            rf"{_WORD}(?P<season>\d{{1,2}})\.(?P<first>(?!25|50|75)\d\d)(?P<rest>)(?![\d.])",
            rf"{_START}{_SEASON}\s?(?:[,:(|/]|{DASH})?\s?(?:(?:part|cour)\s\d\s?[,:(–-]?\s?)?{_WORD}{_RANGE}",
            rf"{_WORD}{_RANGE}\s?(?:,|of|\()\s?(?:the\s)?{_SEASON}",
            r"(?<=[^\W\d][\s”\"’])\s?(?P<season>[1-9])\.(?P<first>\d{1,2})(?P<rest>)(?=:?\s[“\"‘])",
            r"(?<![\d.])(?P<season>(?!1\.)\d{1,2})\.(?P<first>0[1-9]|(?<=[1-9]\d\.)\d\d)(?P<rest>)"
            r"(?=\s(?:re)?(?:cap|views?)\b|\s[-–—|]\s|:\s|\s?$)",
            r"(?<=[^\W\d]\s)(?P<season>[2-9])\.(?P<first>1\d|2[0-6])(?P<rest>)(?=\s[-–—]\s[^\W\d])",
        ),
        (
            rf"{_WORD}{_RANGE}(?P<of>\sof\s\d{{1,3}}(?!\d))?",
            rf"{_WORD}(?P<first>\d{{1,3}})(?P<rest>)(?P<of>/\d{{1,3}}(?!\d))",
            r"(?<![A-Za-z0-9])E(?:\.\s?|(?=\d))(?P<first>\d{1,3})(?P<rest>)(?!\d)",
            rf"第(?P<first>\d{{1,4}})(?P<rest>(?:{DASH}\d{{1,4}})?)[話话回]",
            rf"第(?P<first>[{KANJI}]{{1,5}})(?P<rest>)[話话回]",
            r"(?<!\d)(?P<first>\d{1,4})(?P<rest>)[話话](?:(?!\w)|(?=ネタバレ|感想|あらすじ|レビュー|考察|評価))",
            rf"\b(?P<ordinal>{ORDINAL})\s(?:and\s(?:final|last)\s)?ep(?:isode)?\b(?P<first>)(?P<rest>)",
            r"\bfirst\s(?P<opening>two|three|four|five)\sepisodes\b(?P<first>)(?P<rest>)",
            r"\bfinal(?:e|\sepisode)\s?\((?P<first>\d{1,3})\)(?P<rest>)",
        ),
        (
            rf"{_NOT_COUNTED}(?<!\w)#(?P<first>\d{{1,3}}(?:\.\d)?)(?P<rest>(?:\s?(?:{DASH}|&"
            rf"|\band\b)\s?#?\d{{1,3}})?)(?![\d.]\d|\w)",
        ),
    )
)
_THROUGH = re.compile(rf"{DASH}|to|through|à|bis", re.IGNORECASE)
_COMPLETE = re.compile(r"\scomplete\b", re.IGNORECASE)
_AFTER_RANGE = re.compile(
    r"\s?(?:$|[\[(:|,;.!]|[-‐‑‒–—―]\s|(?:anime|review|recap|impressions?|thoughts|reaction|discussion|fin)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a text names an episode, and which. `span` is None where it names several without saying which."""

    start: int
    end: int
    season: int | None
    span: EpisodeSpan | None
    is_last_of: bool = False
    sureness: float = 0.95


def find_marks(text: str) -> list[Mark]:
    """Return the marks of a line, of the clearest sort that it has."""
    text = text[:500]
    for place, tier in enumerate(_TIERS):
        found: list[Mark] = []
        for pattern in tier:
            for match in pattern.finditer(text):
                if not any(match.start() < mark.end and mark.start < match.end() for mark in found):
                    found.append(_mark(match, text, 0.9 if place == 2 else 0.95))
        if found:
            return sorted(found, key=lambda mark: mark.start)
    return []


def _mark(match: re.Match[str], text: str, sureness: float) -> Mark:
    groups = match.groupdict()
    season = groups.get("season")
    number = int(cardinal(season)) if season else ordinal(groups["nth"]) if groups.get("nth") else None
    if groups.get("opening"):
        numbers = ["1", cardinal(groups["opening"])]
        return Mark(match.start(), match.end(), number, span_of(numbers))
    if groups.get("ordinal"):
        return Mark(match.start(), match.end(), number, span_of([str(ordinal(groups["ordinal"]))]), sureness=0.85)
    rest = re.findall(rf"\d{{1,4}}(?:\.\d{{1,2}})?|\b{WORD}\b", groups["rest"], re.IGNORECASE)
    numbers = [cardinal(n) for n in [groups["first"], *rest]]
    is_worded = len(numbers) == 2 and numbers[0].isdecimal() and not rest[0][0].isdecimal()
    if is_worded and int(numbers[1]) < int(numbers[0]):  # `7 - One Step Closer`
        return Mark(match.start(), match.end("first"), number, span_of(numbers[:1]), sureness=sureness)
    if numbers[0][:1] in KANJI and numbers[0]:
        numbers[0] = kanji(numbers[0])
    end = match.end()
    span = span_of(numbers)
    plural = re.match(r"(?:episodes|eps)\b", match.group(), re.IGNORECASE) or _COMPLETE.match(text, end)
    of = groups.get("of") or ""
    if len(numbers) > 1 and not _is_range(groups["rest"], numbers, text[end : end + 30], plural=bool(plural)):
        span = None
    if of.startswith("/") and (plural or int(of[1:]) == int(groups["first"]) + 1):
        span = None  # "6/7" may be the sixth of seven, or two episodes
    return Mark(match.start(), end, number, span, _same(of, numbers), sureness)


def _is_range(rest: str, numbers: list[str], after: str, *, plural: bool) -> bool:
    """Tell whether numbers after a mark are surely episodes: "Episode 6 – 7 Reasons to Watch" is a headline."""
    if not plural and " " in rest and not _AFTER_RANGE.match(after):
        return False
    if any("." in number for number in numbers):
        return plural
    distance = int(numbers[-1]) - int(numbers[0])
    if _THROUGH.search(rest) and len(numbers) == 2:
        is_from_the_first = int(numbers[0]) == 1 and _AFTER_RANGE.match(after) is not None
        return 0 < distance <= (60 if plural or is_from_the_first else 6)
    return distance == len(numbers) - 1


def _same(of: str, numbers: list[str]) -> bool:
    total = re.sub(r"\D", "", of)
    return bool(total) and numbers[-1].lstrip("0") == total and int(total) > 5 and int(total) not in (10, 100)


def span_of(numbers: list[str]) -> EpisodeSpan | None:
    """Return the episodes from the first to the last of some numbers, or None where they are none."""
    try:
        parsed = [EpisodeNumber.parse(number) for number in numbers]
    except NotAnEpisode:
        return None
    first, last = parsed[0], parsed[-1]
    if last < first or (len(parsed) > 1 and first == last):
        return None
    return EpisodeSpan(first, last)
