"""Where a text names an episode: the patterns, and what they say.

Names of shows hold numbers (`86`, `91 Days`, `Mob Psycho 100`, `Kaiju No. 8`), so a number counts only with a mark
of its own, or standing where release names and blogs put a bare one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import NotAnEpisode
from bot.reviews.numerals import ORDINAL, WORD, cardinal, ordinal

_N = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?(?![\d/])|{WORD}\b)"
_SMALL = rf"(?:\d{{1,2}}(?!\d)|{WORD}\b)"
_DASH = r"[-‐‑‒–—―~〜]"
_TO = rf"\s?(?:{_DASH}|&|\+|,|/|\band\b|\bto\b|\bthrough\b|,?\s&|,\sand\b)\s?(?:(?:episode|ep|e)\.?\s?)?#?"
_WORD = r"(?<![A-Za-z])(?:episodes?|epi?s?(?![A-Za-z]))\.?\s?(?:no\.?\s?|number\s)?#?\s?"
_SEASON = rf"(?:(?:season|series|s)\s?(?P<season>{_SMALL})|(?P<nth>{ORDINAL})\sseason)"
_RANGE = rf"(?P<first>{_N})(?P<rest>(?:{_TO}(?!(?:19|20)\d\d\b){_N}){{0,6}})"

_TIERS = tuple(
    tuple(re.compile(pattern, re.IGNORECASE) for pattern in tier)
    for tier in (
        (
            rf"\bs(?P<season>\d{{1,2}})\s?[.x]?\s?ep?\.?\s?(?P<first>\d{{1,4}}(?:\.5)?)(?P<rest>(?:{_TO}\d{{1,4}})?)(?!\d)",
            r"\b(?P<season>\d{1,2})x(?P<first>\d{2,3})(?P<rest>)\b",
            rf"\b{_SEASON}\s?(?:[,:(]|{_DASH})?\s?{_WORD}{_RANGE}",
            rf"{_WORD}{_RANGE}\s?(?:,|of|\()\s?(?:the\s)?{_SEASON}",
        ),
        (
            rf"{_WORD}{_RANGE}(?P<of>\sof\s\d{{1,3}}(?!\d))?",
            rf"{_WORD}(?P<first>\d{{1,3}})(?P<rest>)(?P<of>/\d{{1,3}}(?!\d))",
            r"(?<![A-Za-z0-9])E(?:\.\s?|(?=\d))(?P<first>\d{1,3})(?P<rest>)(?!\d)",
            rf"第(?P<first>\d{{1,4}})(?P<rest>(?:{_DASH}\d{{1,4}})?)[話话回]",
            r"(?<!\d)(?P<first>\d{1,4})(?P<rest>)[話话](?!\w)",
            r"\bfirst\s(?P<opening>two|three|four|five)\sepisodes\b(?P<first>)(?P<rest>)",
            r"\bfinal(?:e|\sepisode)\s?\((?P<first>\d{1,3})\)(?P<rest>)",
        ),
        (rf"(?<!\w)#(?P<first>\d{{1,3}}(?:\.\d)?)(?P<rest>(?:\s?(?:{_DASH}|&|\band\b)\s?#?\d{{1,3}})?)(?![\d.]\d|\w)",),
    )
)
_BARE = (
    re.compile(
        rf"(?<=\s){_DASH}\s(?P<first>\d{{1,3}})(?:v\d)?(?=\s?(?:\((?:fin|end|final)\)|\[)|\s{_DASH}\s|$)", re.IGNORECASE
    ),
    re.compile(
        r"(?<=[^\W\d]\s)(?<!\bno\s)(?<!no\.\s)(?<!top\s)(?<!best\s)(?<!part\s)(?<!season\s)(?<!series\s)(?<!vol\s)(?<!chapter\s)"
        r"(?<!winter\s)(?<!spring\s)(?<!summer\s)(?<!fall\s)(?<!volume\s)(?<!cour\s)"
        r"(?P<first>0[1-9]|[1-7]\d)(?:v\d)?(?=\s?(?:\[[^\]]{0,40}\]\s?){0,4}$)",
        re.IGNORECASE,
    ),
)
_THROUGH = re.compile(rf"{_DASH}|to|through", re.IGNORECASE)
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
    is_word: bool = True


def find_marks(text: str, *, bare: bool = False) -> list[Mark]:
    """Return the marks of a line, of the clearest sort that it has; `bare` also takes numbers without a mark."""
    text = text[:500]
    for place, tier in enumerate(_TIERS):
        found: list[Mark] = []
        for pattern in tier:
            for match in pattern.finditer(text):
                if not any(match.start() < mark.end and mark.start < match.end() for mark in found):
                    found.append(_mark(match, text, is_word=place < 2))
        if found:
            return sorted(found, key=lambda mark: mark.start)
    for pattern in _BARE if bare else ():
        matches = list(pattern.finditer(text))
        if len(matches) == 1 and matches[0].start() > 1:
            return [Mark(matches[0].start(), matches[0].end(), None, _span([matches[0]["first"]]), is_word=False)]
    return []


def _mark(match: re.Match[str], text: str, *, is_word: bool) -> Mark:
    groups = match.groupdict()
    season = groups.get("season")
    number = int(cardinal(season)) if season else ordinal(groups["nth"]) if groups.get("nth") else None
    if groups.get("opening"):
        numbers = ["1", cardinal(groups["opening"])]
        return Mark(match.start(), match.end(), number, _span(numbers))
    rest = re.findall(rf"\d{{1,4}}(?:\.\d{{1,2}})?|\b{WORD}\b", groups["rest"], re.IGNORECASE)
    numbers = [cardinal(n) for n in [groups["first"], *rest]]
    end = match.end()
    span = _span(numbers)
    plural = re.match(r"(?:episodes|eps)\b", match.group(), re.IGNORECASE)
    of = groups.get("of") or ""
    if len(numbers) > 1 and not _is_range(groups["rest"], numbers, text[end : end + 30], plural=bool(plural)):
        span = None
    if of.startswith("/") and (plural or int(of[1:]) == int(groups["first"]) + 1):
        span = None  # "6/7" may be the sixth of seven, or two episodes
    return Mark(match.start(), end, number, span, _same(of, numbers), is_word)


def _is_range(rest: str, numbers: list[str], after: str, *, plural: bool) -> bool:
    """Tell whether numbers after a mark are surely episodes: "Episode 6 – 7 Reasons to Watch" is a headline."""
    if not plural and not _AFTER_RANGE.match(after):
        return False
    if any("." in number for number in numbers):
        return plural
    distance = int(numbers[-1]) - int(numbers[0])
    if _THROUGH.search(rest) and len(numbers) == 2:
        return 0 < distance <= (60 if plural else 6)
    return distance == len(numbers) - 1


def _same(of: str, numbers: list[str]) -> bool:
    total = re.sub(r"\D", "", of)
    return bool(total) and numbers[-1].lstrip("0") == total and int(total) > 5 and int(total) not in (10, 100)


def _span(numbers: list[str]) -> EpisodeSpan | None:
    try:
        parsed = [EpisodeNumber.parse(number) for number in numbers]
    except NotAnEpisode:
        return None
    first, last = parsed[0], parsed[-1]
    if last < first or (len(parsed) > 1 and first == last):
        return None
    return EpisodeSpan(first, last)
