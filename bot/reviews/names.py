"""The name of the show in a line that names an episode or a season, and what clings to it there."""

from __future__ import annotations

import re

from bot.numerals import ORDINAL, WORD, cardinal, ordinal
from bot.reviews.blocks import folded

_NUMBERED_SEASON = (
    rf"(?:(?:season|series|staffel|temporada|saison)\s(?P<n>\d{{1,2}}|{WORD})|s(?P<s>\d{{1,2}})"
    rf"|(?P<nth>{ORDINAL})\sseason)"
)
SEASON = re.compile(
    rf"(?:\s?[-–—:,(\[]?\s?)\b{_NUMBERED_SEASON}\b[)\]]?(?:[\s,:–-]{{1,3}}(?:part|cour)\s\d)?\s?$", re.IGNORECASE
)
REVIEW_WORDS = (
    r"(?:(?:anime|episode|weekly|series|tv|full|spoiler(?:y|s)?)\s)?"
    r"(?:reviews?|recaps?|(?:first\s)?impressions?|(?:final\s|some\s)?thoughts|reactions?|analysis|discussion|summary"
    r"|blog|kritik|reseña|análisis|critique|resumen)"
)
LEADING = re.compile(
    rf"^(?:\[[^\]]{{1,40}}\]\s?|【[^】]{{1,20}}】\s?|(?:day|week)\s\d{{1,3}}\s?[:–—|-]\s|{REVIEW_WORDS}(?:\s(?:&|and|\+|/)\s{REVIEW_WORDS})?\s?(?:[:–—|~-]|of\b|on\b|for\b|de\b)\s?"
    r"|(?:a|an|my|some|the)\s(?:\w{1,12}\s){0,2}(?:reviews?|recap|analysis|thoughts|look|impressions?)\s(?:of|on"
    r"|for|at|into)\s"
    r"|(?:thoughts|impressions|reflections|notes)\son\s|(?:final|last)\sepisode\sof\s|(?:anime|watching"
    r"|rewatch(?:ing)?|tv|spoilers?)\s?[:–—|-]\s?)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"(?:\s?[-–—:|,(\[~]\s?|\s)(?:{REVIEW_WORDS}(?:\s(?:&|and|\+|/)\s{REVIEW_WORDS})?|anime|the|series\sfinale|season\sfinale"
    rf"|finale|final|tv|von|of)[)\]]?$",
    re.IGNORECASE,
)
_EDGE = " \t-‐‑‒–—―|:,;/~•·"
_BREAK = re.compile(r"\s[|»•·]\s")
_CLAUSE = re.compile(r"\s[-–—|»•·~]\s|\s?[(\[]")
_OF_SHOW = re.compile(r"^\s(?:of|from|von|de)\s(?!season|series|the\sseason)(?P<show>\S.{0,100})", re.IGNORECASE)
_AFTER = re.compile(r"^\s?[-–—|:•·]\s(?P<show>\S.{0,120})")
REVIEWS = re.compile(rf"\b{REVIEW_WORDS}\b", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:(?:anime|tv|first|new|week|weekly|the|my|final|manga|blog|home|season|series|episode|reviews?|recaps?|finale"
    r"|impressions|thoughts|spoilers?|discussion|winter|spring|summer|fall|autumn|(?:19|20)\d\d|week\s\d{1,2}|of|in|ratings?|rankings?|news|category|archives?|tag|seasonal|watch(?:es)?"
    r"|round\s?ups?|rundown)\s?){0,8}",
)


def show_around(before: str, after: str) -> tuple[str | None, int | None, float]:
    """Return the show that stands before an episode's mark or after it, its season, and how sure the name is."""
    season: int | None = None
    for head in reversed(_BREAK.split(before.rstrip(_EDGE))):
        for _ in range(4):
            head = LEADING.sub("", head.strip(_EDGE)).strip(_EDGE + "([")
            match = SEASON.search(head)
            if match:
                season = ordinal(match["nth"]) if match["nth"] else int(cardinal(match["n"] or match["s"]))
                head = head[: match.start()]
            head = _TRAILING.sub("", head)
        show = cleaned(head)
        if show is not None:
            return show, season, 0.85 if _CLAUSE.search(show) else 0.95
    match = _OF_SHOW.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        # Behind a colon may stand a part of the name, or the headline.
        name, _, headline = rest.partition(": ")
        return cleaned(_TRAILING.sub("", name)), season, 0.7 if headline else 0.85
    match = _AFTER.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        return cleaned(_TRAILING.sub("", rest)), season, 0.4
    return None, season, 0.0


def cleaned(name: str) -> str | None:
    """Return a show's name without what clings to it, or None if nothing or no name is left."""
    name = name.strip(_EDGE)
    pairs = {"“": "”", '"': '"', "‘": "’", "'": "'", "*": "*", "_": "_", "(": ")", "「": "」", "『": "』", "[": "]"}
    while len(name) > 2 and pairs.get(name[0]) == name[-1]:
        name = name[1:-1].strip(_EDGE)
    name = name.strip('*_"“”')
    if not any(c.isalnum() for c in name) or len(name) > 120 or _NO_NAME.fullmatch(folded(name)):
        return None
    return name
