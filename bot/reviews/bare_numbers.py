"""Numbers of episodes that stand in a title without a mark of their own, where release names and blogs put them."""

from __future__ import annotations

import re

from bot.reviews.blocks import words
from bot.reviews.labels import REVIEW_WORDS
from bot.reviews.marks import DASH, Mark, span_of

_RANGE = rf"(?P<before>[^\s\d]\S{{0,40}})\s(?P<first>\d{{1,3}})\s?(?:{DASH}|[&+])\s?(?P<last>\d{{1,3}})"
_RANGE_AT_THE_END = re.compile(rf"{_RANGE}(?=\s?(?:\[[^\]]{{0,40}}\])?$|\s{REVIEW_WORDS}\b)", re.IGNORECASE)
_RANGE_BEFORE_A_HEADLINE = re.compile(rf"{_RANGE}(?=:\s)")
_LONGEST_BARE = 12
_LISTED = re.compile(r"[^\W\d]\s\d{1,3},\s[^\W\d].{0,80}\s\d{1,3}$")
"""Several shows with a number each: `Copper Tide 8, Low Orbit 35`."""
_LAST = r"(?:\s(?:final|fin|end))?"
_BARE = (
    re.compile(rf"(?<=[^\W\d]\s)(?P<first>0[1-9])(?=(?:\s{DASH}|:)\s[^\W\d])"),
    re.compile(rf"(?P<before>\S{{0,40}}[^\W\d])\s(?P<first>0[1-9])(?=\s{REVIEW_WORDS}\b)", re.IGNORECASE),
    re.compile(rf"(?<=\s){DASH}\s(?P<first>0[1-9])(?=\s{REVIEW_WORDS}\b)", re.IGNORECASE),
    re.compile(rf"(?<=\s){DASH}\s(?P<first>\d{{1,3}})(?:v\d)?(?=\s?[(\[]|\s{DASH}\s|{_LAST}$)", re.IGNORECASE),
    re.compile(
        rf"(?P<before>\S{{0,40}}(?:[^\W\d]|[!?]))\s(?P<first>0[1-9]|[1-7]\d)(?:v\d)?"
        rf"(?={_LAST}\s?(?:\[[^\]]{{0,40}}\]\s?){{0,4}}$)",
        re.IGNORECASE,
    ),
    re.compile(r"\s(?P<mark>\[)(?P<first>0[1-9]|[1-7]\d)\]$"),
)
_COUNTED = words(
    "no nr top best part season series vol volume chapter ch cour winter spring summer fall autumn week day year "
    "since temporada saison staffel partie parte teil woche semaine semana issue tome tomo band round rd chapters "
    "saisons temporadas staffeln stagioni "
    "volumes seasons weeks episode episodes eps episoden folgen episodios épisodes episódios episodi capítulos rank "
    "score rating review reviews recap of the page ps windows area type level round act arc stage "
    "in for and a an to from my"
)
_BEFORE_A_TITLE = re.compile(rf"(?P<before>\S{{0,40}}[^\W\d])\s(?:{DASH}\s)?(?P<first>0[1-9])(?=\s[A-Z])")
"""`Copper Tide 05 The Bell`"""
_UNITS = re.compile(
    r"\s(?P<mark>(?:act|turn|mission|case|lesson|phase|step|track|file|night|scene|log)\s)#?(?P<first>\d{1,3})"
    r"(?=\s?[:|(–—-]|\s(?:anime\s)?(?:review|recap|impressions)s?\b|\s?$)",
    re.IGNORECASE,
)
"""What some shows call their episodes; a text must say so."""
_IN_BRACKETS = re.compile(r"\breview\b.{3,80}[^\W\d]\s(?P<mark>\()(?P<first>\d{1,3})\)$", re.IGNORECASE)
# A number that ends a title, or ends what stands before a dash, colon or bracket: it may be the show's own.
_WEAK = re.compile(
    r"(?P<before>[^\s\d]\S{0,40})\s(?:[-–—:]\s)?(?P<first>(?!(?:19|20)\d\d)\d{1,4})"
    r"(?=\s?(?:\[[^\]]{0,40}\]\s?){0,4}$|\s?[:|(]\s?|\s[-–—]\s|\s(?:anime\s)?(?:review|recap|impressions"
    r"|reaction)s?\b)",
    re.IGNORECASE,
)
LIKELY = 0.6
"""How sure a number is that stands bare as a show's own seldom does, until the text speaks of an episode: before a dash
and a title (`Copper Tide 12 – The Bell`), or of three digits (`Copper Tide 326 Review`)."""
_TITLE_AFTER = re.compile(
    rf"(?:\s{DASH}\s|:\s?)(?!(?:an?\s|the\s|anime\s|my\s)?(?:reviews?|recap|impressions|thoughts|reaction|season|movie"
    rf"|film)\b)[^\W\d]",
    re.IGNORECASE,
)
_LEAST_OF_NO_SEQUEL = 4
_ENDS_NAMES = frozenset({88, *range(100, 1000, 100)})


def find_bare(text: str) -> Mark | None:
    """Return the number in a title, or the range, that may be an episode's; how sure that is depends on its place."""
    text = text[:500]
    if lists_several(text):
        return None
    ends = _RANGE_AT_THE_END.search(text)
    range_ = ends or _RANGE_BEFORE_A_HEADLINE.search(text)
    if range_ and range_["last"].startswith("0") > range_["first"].startswith("0"):
        range_ = None  # `Copper Tide 2 – 05`: the first number is the show's
    if range_ and 0 < int(range_["last"]) - int(range_["first"]) <= _LONGEST_BARE:
        return None if _is_counted(range_) else _as_mark(range_, 0.8 if ends else LIKELY)
    if unit := _UNITS.search(text):
        return _as_mark(unit, 0.5)
    for pattern in _BARE:
        matches = [match for match in pattern.finditer(text) if not _is_counted(match)]
        if len(matches) == 1 and matches[0].start("first") > 1:
            return _as_mark(matches[0], 0.85)
    if bracketed := _IN_BRACKETS.search(text):
        return _as_mark(bracketed, 0.5)
    titled = _BEFORE_A_TITLE.search(text)
    if titled and not _is_counted(titled):
        return _as_mark(titled, LIKELY)
    for weak in _WEAK.finditer(text):
        if not _is_counted(weak):
            return _as_mark(weak, LIKELY if _is_likely(text, weak) else 0.5)
    return None


def lists_several(text: str) -> bool:
    """Tell whether a title lists several shows, each with the bare number of an episode."""
    return _LISTED.search(text[:500]) is not None


def _is_counted(match: re.Match[str]) -> bool:
    return (match.groupdict().get("before") or "").strip(".:(").lower() in _COUNTED


def _as_mark(match: re.Match[str], sureness: float) -> Mark:
    groups = match.groupdict()
    numbers = [groups["first"], *([groups["last"]] if groups.get("last") else [])]
    start = match.start("mark" if groups.get("mark") else "first")
    return Mark(start, match.end(), None, span_of(numbers), sureness=sureness)


def _is_likely(text: str, weak: re.Match[str]) -> bool:
    number = int(weak["first"])
    return number not in _ENDS_NAMES and (
        number > 100 or (number >= _LEAST_OF_NO_SEQUEL and _TITLE_AFTER.match(text, weak.end()) is not None)
    )
