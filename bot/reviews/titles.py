"""Which show, season and episodes one line names: a title, a heading, or a sentence that presents a review."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from bot.episodes import EpisodeSpan
from bot.numerals import ORDINAL, WORD, cardinal, ordinal
from bot.reviews.blocks import folded
from bot.reviews.evidence import BAR, Finding, Source
from bot.reviews.marks import Mark, find_marks
from bot.reviews.model import ReviewKind


@dataclass(frozen=True, slots=True)
class About:
    """What a review is about, as far as one line says it; how sure name and number are is told from 0 to 1."""

    show: str | None = None
    season: int | None = None
    span: EpisodeSpan | None = None
    is_final: bool = False
    kind: ReviewKind = ReviewKind.UNKNOWN
    show_sureness: float = field(default=0.95, compare=False)
    span_sureness: float = field(default=0.95, compare=False)


_SCORE = re.compile(r"[-–—(\[|:,]?\s?(?<![\w/])\d{1,3}(?:\.\d{1,2})?\s?/\s?(?:5|10|100)(?![\d/])\s?[)\]]?")
_FINAL = re.compile(
    r"\b(?:series|season|show)\sfinale\b|\bfinale\b|\b(?:final|last)\sepisode\b|\((?:fin|end|final)\)|\[(?:fin|end)\]"
    r"|[-–—]\s?fin\s?$|(?-i:\b(?:FINAL|FIN|END)\s?$)|最終[回話]",
    re.IGNORECASE,
)
_NOT_FINAL = re.compile(
    r"\b(?:penultimate|pre-?final|semi-?final|before\sthe|mid-?season|until\sthe|road\sto|cour\sfinale)\b",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"\b(?:ovas?|oads?|(?<!\ba\s)special(?:\sepisode)?s?|movie|film)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:anime|series|season|full|complete|final)\s(?:[^\W\d]{1,12}\s)?reviews?\b"
    r"|\b(?:full|whole|entire|complete)[- ](?:season|series)\b",
    re.IGNORECASE,
)
_NUMBERED_SEASON = (
    rf"(?:(?:season|series|staffel|temporada|saison)\s(?P<n>\d{{1,2}}|{WORD})|s(?P<s>\d{{1,2}})"
    rf"|(?P<nth>{ORDINAL})\sseason)"
)
_SEASON = re.compile(
    rf"(?:\s?[-–—:,(\[]?\s?)\b{_NUMBERED_SEASON}\b[)\]]?(?:[\s,:–-]{{1,3}}(?:part|cour)\s\d)?\s?$", re.IGNORECASE
)
_WORDS = (
    r"(?:(?:anime|episode|weekly|series|tv|full|spoiler(?:y|s)?)\s)?"
    r"(?:reviews?|recaps?|(?:first\s)?impressions?|(?:final\s|some\s)?thoughts|reactions?|analysis|discussion|summary"
    r"|blog|kritik|reseña|análisis|critique|resumen)"
)
_LEADING = re.compile(
    rf"^(?:\[[^\]]{{1,40}}\]\s?|【[^】]{{1,20}}】\s?|(?:day|week)\s\d{{1,3}}\s?[:–—|-]\s|{_WORDS}(?:\s(?:&|and|\+|/)\s{_WORDS})?\s?(?:[:–—|~-]|of\b|on\b|for\b|de\b)\s?"
    r"|(?:a|an|my|some|the)\s(?:\w{1,12}\s){0,2}(?:reviews?|recap|analysis|thoughts|look|impressions?)\s(?:of|on"
    r"|for|at|into)\s"
    r"|(?:thoughts|impressions|reflections|notes)\son\s|(?:final|last)\sepisode\sof\s|(?:anime|watching"
    r"|rewatch(?:ing)?|tv|spoilers?)\s?[:–—|-]\s?)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"(?:\s?[-–—:|,(\[~]\s?|\s)(?:{_WORDS}(?:\s(?:&|and|\+|/)\s{_WORDS})?|anime|the|series\sfinale|season\sfinale"
    rf"|finale|final|tv|von|of)[)\]]?$",
    re.IGNORECASE,
)
_EDGE = " \t-‐‑‒–—―|:,;/~•·"
_BREAK = re.compile(r"\s[|»•·]\s")
_CLAUSE = re.compile(r"\s[-–—|»•·~]\s|\s?[(\[]")
_OF_SHOW = re.compile(r"^\s(?:of|from|von|de)\s(?!season|series|the\sseason)(?P<show>\S.{0,100})", re.IGNORECASE)
_AFTER = re.compile(r"^\s?[-–—|:•·]\s(?P<show>\S.{0,120})")
_REVIEWS = re.compile(rf"\b{_WORDS}\b", re.IGNORECASE)
_FRONT = re.compile(rf"^{_WORDS}\s?[:–—|-]", re.IGNORECASE)
_QUOTED = re.compile(
    r"^\s?[-–—:,|(]?\s?(?:[“«「『](?P<a>[^”»」』]{2,120})[”»」』]|\"(?P<b>[^\"]{2,120})\"|(?<=\s)['‘](?P<c>[^'’]{2,120})['’](?!\w))"
)
_NUMBER_OR_NAME = 0.7
"""How sure a name is where the number behind it may belong to it."""
_NO_NAME = re.compile(
    r"(?:(?:anime|tv|first|new|week|weekly|the|my|final|manga|blog|home|season|series|episode|reviews?|recaps?|finale"
    r"|impressions|thoughts|spoilers?|discussion|winter|spring|summer|fall|autumn|(?:19|20)\d\d|week\s\d{1,2}|of|in|ratings?|rankings?|news|category|archives?|tag|seasonal|watch(?:es)?"
    r"|round\s?ups?|rundown)\s?){0,8}",
)


def read_title(text: str, *, bare: bool = True) -> About:
    """Read one line for show, season, episodes and kind; what it does not surely say stays None or is not sure.

    `bare` also takes a number without a mark (`Log Horizon 05`), as a title may have and a heading may not.
    """
    line = _straightened(text)
    marks = find_marks(line)
    if not marks and bare:
        line = _SCORE.sub(" ", line)
        marks = find_marks(line, bare=True)
    if not marks:
        return _without_number(_SCORE.sub(" ", line))
    mark = marks[0]
    special = _SPECIAL.search(line[: mark.end]) is not None and not _fractional(mark)
    agree = all(other.span == mark.span and (other.season or mark.season) == mark.season for other in marks[1:])
    span = mark.span if agree and not special else None
    before, after = line[: mark.start], line[mark.end :]
    show, season, sureness = _show_around(before, after)
    if special and show:
        show = _cleaned(_SPECIAL.sub("", show))
    final = bool(span) and (mark.is_last_of or _says_final(_SCORE.sub(" ", line)))
    kind = ReviewKind.SPECIAL if special else _kind(span)
    known = mark.sureness
    if known <= 0.5 and _FRONT.match(line):
        known = 0.85 if line.lower().startswith("episode") else 0.7
    if known < BAR:
        sureness = min(sureness, _NUMBER_OR_NAME)
    return About(show, mark.season or season, span, final, kind, sureness, known)


def episode_title(text: str) -> Finding[str] | None:
    """Return the episode's own title that stands behind its number in a review's title.

    In quotation marks it is one; without a sign between them it mostly is. What follows a dash or colon may be the
    author's headline.
    """
    line = _straightened(text)
    marks = find_marks(line)
    if len(marks) != 1 or marks[0].span is None:
        return None
    after = line[marks[0].end :]
    match = _QUOTED.match(after)
    if match:
        return Finding((match["a"] or match["b"] or match["c"]).strip(" ,."), Source.TITLE, 0.9)
    bare = re.match(r"\s(?P<title>[A-Z][^|()\[\]–—:]{8,80})$", after)
    if bare and len(bare["title"].split()) >= 3 and not _REVIEWS.search(after) and not _FINAL.search(after):
        return Finding(bare["title"], Source.TITLE, 0.78)
    return None


def _straightened(text: str) -> str:
    """Return a line with single spaces and narrow digits and letters; typographic signs stay as they are."""
    wide = "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text[:500])
    return " ".join(wide.split())


def _fractional(mark: Mark) -> bool:
    return mark.span is not None and mark.span.first.hundredths % 100 != 0


def _kind(span: EpisodeSpan | None) -> ReviewKind:
    if span is None:
        return ReviewKind.EPISODE
    return ReviewKind.EPISODE if span.first == span.last else ReviewKind.RANGE


def _says_final(line: str) -> bool:
    return _FINAL.search(line) is not None and _NOT_FINAL.search(line) is None


def _without_number(line: str) -> About:
    """Read a line that names no episode: what kind it is of, and the show it seems to name."""
    if line.startswith("(") and line.endswith(")"):
        return About(
            kind=ReviewKind.SPECIAL if _SPECIAL.search(line) else ReviewKind.UNKNOWN
        )  # words in place of a title
    special = _SPECIAL.search(line)
    if special:
        after = _REVIEWS.sub("", line[special.end() :]).lstrip(" )]")
        show, season, sureness = _show_around(line[: special.start()].rstrip(" ([-–—:|"), after)
        return About(show, season, kind=ReviewKind.SPECIAL, show_sureness=min(sureness, 0.85))
    if _says_final(line) and (match := re.search(r"\b(?:episode|finale)\b", line, re.IGNORECASE)):
        match = _FINAL.search(line) or match
        show, season, sureness = _show_around(line[: match.start()], line[match.end() :])
        kind = ReviewKind.EPISODE
        return About(show, season, is_final=True, kind=kind, show_sureness=min(sureness, 0.85), span_sureness=0.2)
    if not _REVIEWS.search(line) and not _SEASON.search(line):
        return About()
    whole = _WHOLE.search(line)
    line = _LEADING.sub("", line) or line
    words = [match for match in _REVIEWS.finditer(line) if match.start() > 0]
    named = _WHOLE.search(line)
    head = line[: min(named.start() if named else len(line), words[0].start() if words else len(line))]
    show, season, sureness = _show_around(head, "")
    if show is None and not words:
        return About()
    kind = ReviewKind.SEASON if season is not None or whole else ReviewKind.UNKNOWN
    return About(show, season, kind=kind, show_sureness=min(sureness, 0.88))


def _show_around(before: str, after: str) -> tuple[str | None, int | None, float]:
    """Return the show that stands before an episode's mark or after it, its season, and how sure the name is."""
    season: int | None = None
    for head in reversed(_BREAK.split(before.rstrip(_EDGE))):
        for _ in range(4):
            head = _LEADING.sub("", head.strip(_EDGE)).strip(_EDGE + "([")
            match = _SEASON.search(head)
            if match:
                season = ordinal(match["nth"]) if match["nth"] else int(cardinal(match["n"] or match["s"]))
                head = head[: match.start()]
            head = _TRAILING.sub("", head)
        show = _cleaned(head)
        if show is not None:
            return show, season, 0.85 if _CLAUSE.search(show) else 0.95
    match = _OF_SHOW.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        # Behind a colon may stand a part of the name, or the headline.
        name, _, headline = rest.partition(": ")
        return _cleaned(_TRAILING.sub("", name)), season, 0.7 if headline else 0.85
    match = _AFTER.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        return _cleaned(_TRAILING.sub("", rest)), season, 0.4
    return None, season, 0.0


def _cleaned(name: str) -> str | None:
    """Return a show's name without what clings to it, or None if nothing or no name is left."""
    name = name.strip(_EDGE)
    pairs = {"“": "”", '"': '"', "‘": "’", "'": "'", "*": "*", "_": "_", "(": ")", "「": "」", "『": "』", "[": "]"}
    while len(name) > 2 and pairs.get(name[0]) == name[-1]:
        name = name[1:-1].strip(_EDGE)
    name = name.strip('*_"“”')
    if not any(c.isalnum() for c in name) or len(name) > 120 or _NO_NAME.fullmatch(folded(name)):
        return None
    return name
