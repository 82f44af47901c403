"""Which show, season and episodes a review is about, from its title and, where that is silent, from elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from bot.episodes import EpisodeSpan
from bot.reviews.blocks import folded
from bot.reviews.marks import Mark, find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.numerals import ORDINAL, WORD, cardinal, ordinal
from bot.reviews.sentences import sentences


@dataclass(frozen=True, slots=True)
class About:
    """What a review is about, as far as one line says it."""

    show: str | None = None
    season: int | None = None
    span: EpisodeSpan | None = None
    is_final: bool = False
    kind: ReviewKind = ReviewKind.UNKNOWN


_SCORE = re.compile(r"[-–—(\[|:,]?\s?(?<![\w/])\d{1,3}(?:\.\d{1,2})?\s?/\s?(?:5|10|100)(?![\d/])\s?[)\]]?")
_FINAL = re.compile(
    r"\b(?:series|season|show)\sfinale\b|\bfinale\b|\b(?:final|last)\sepisode\b|\((?:fin|end|final)\)|\[(?:fin|end)\]"
    r"|[-–—]\s?fin\s?$|最終[回話]",
    re.IGNORECASE,
)
_NOT_FINAL = re.compile(
    r"\b(?:penultimate|pre-?final|semi-?final|before\sthe|mid-?season|until\sthe|road\sto)\b", re.IGNORECASE
)
_SPECIAL = re.compile(r"\b(?:ova|oad|special(?:\sepisode)?|movie|film)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:anime|series|season|full|complete|final)\s(?:\w{1,12}\s)?review\b|\bfirst\simpressions?\b", re.IGNORECASE
)
_SEASON = re.compile(
    rf"(?:\s?[-–—:,(\[]?\s?)\b(?:(?:season|series)\s(?P<n>\d{{1,2}}|{WORD})|s(?P<s>\d{{1,2}})"
    rf"|(?P<nth>{ORDINAL})\sseason)\b[)\]]?\s?$",
    re.IGNORECASE,
)
_WORDS = (
    r"(?:(?:anime|episode|weekly|series|tv|spoiler(?:y|s)?)\s)?"
    r"(?:reviews?|recaps?|impressions?|thoughts|reaction|analysis|discussion|summary)"
)
_LEADING = re.compile(
    rf"^(?:\[[^\]]{{1,40}}\]\s?|{_WORDS}(?:\s(?:&|and|\+)\s{_WORDS})?\s?(?:[:–—|-]|of\b|on\b|for\b)\s?"
    r"|(?:a|an|my|some|the)\s(?:\w{1,12}\s){0,2}(?:reviews?|recap|analysis|thoughts|look|impressions?)\s(?:of|on"
    r"|for|at|into)\s"
    r"|(?:thoughts|impressions|reflections|notes)\son\s|(?:final|last)\sepisode\sof\s|(?:anime|watching"
    r"|rewatching)\s?[:–—|-]\s?)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"(?:\s?[-–—:|,(\[]\s?|\s)(?:{_WORDS}(?:\s(?:&|and|\+)\s{_WORDS})?|anime|the|series\sfinale|season\sfinale"
    rf"|finale|final)[)\]]?$",
    re.IGNORECASE,
)
_EDGE = " \t-‐‑‒–—―|:,;/~"
_OF_SHOW = re.compile(r"^\s(?:of|from)\s(?!season|series|the\sseason)(?P<show>\S.{0,100})", re.IGNORECASE)
_IN_PROSE = re.compile(
    r"\b(?:reviews?|recap|thoughts|impressions|discussion|look|analysis|takes?)\s(?:\w+\s)?(?:for|of|on|at"
    r"|about)\s(?P<show>[^\s].{0,80}?)"
    r",?\s(?:season\s\d{1,2},?\s)?(?:episodes?|ep\.?)\s?#?\d",
    re.IGNORECASE,
)
_SLUG = re.compile(
    r"(?:^|/)(?P<show>[a-z0-9][a-z0-9-]{0,80}?)(?:-|/)(?:(?:season|s)-?(?P<season>\d{1,2})-)?(?:episode"
    r"|ep)-?(?P<first>\d{1,3})(?![\d])"
    r"(?!-(?:\d|and-\d|to-\d))",
    re.IGNORECASE,
)


def read_title(text: str, *, bare: bool = True) -> About:
    """Read one line for show, season, episodes and kind; what it does not surely say stays None.

    `bare` also takes a number without a mark (`Log Horizon 05`), as a title may have and a heading may not.
    """
    line = _straightened(text)
    marks = find_marks(line, bare=bare)
    if not marks:
        return _without_number(_SCORE.sub(" ", line))
    mark = marks[0]
    special = _SPECIAL.search(line[: mark.end]) is not None and not _fractional(mark)
    agree = all(other.span == mark.span and (other.season or mark.season) == mark.season for other in marks[1:])
    span = mark.span if agree and not special else None
    before, after = line[: mark.start], line[mark.end :]
    show, season = _show_around(before, after)
    if special and show:
        show = _cleaned(_SPECIAL.sub("", show))
    final = bool(span) and (mark.is_last_of or _says_final(_SCORE.sub(" ", line)))
    kind = ReviewKind.SPECIAL if special else _kind(span)
    return About(show, mark.season or season, span, final, kind)


def about_prose(paragraph: str) -> About:
    """Read the sentence of a paragraph that presents the review: `my review for Metallic Rouge episode 13`."""
    for sentence in sentences(paragraph[:3000]):
        match = _IN_PROSE.search(sentence.text[:400]) if not sentence.quoted else None
        if match is None or not match["show"][0].isalnum() or match["show"][0].islower():
            continue
        marks = find_marks(sentence.text[match.start("show") :])
        if len(marks) == 1 and marks[0].span is not None:
            season = _SEASON.search(match["show"])
            show = _cleaned(match["show"][: season.start()] if season else match["show"])
            return About(show, marks[0].season, marks[0].span, kind=_kind(marks[0].span))
    return About()


def about_address(url: str) -> About:
    """Read an address whose path names show and episode in words: `/metallic-rouge-episode-13-review/`."""
    match = _SLUG.search(unquote(urlsplit(url).path)[:300])
    if match is None:
        return About()
    words = re.sub(r"^(?:review|recap)-", "", match["show"].lower()).split("-")
    show = " ".join(word.capitalize() for word in words if word)
    if folded(show) in {"", "review", "reviews", "anime", "blog", "post", "recap", "final", "the"}:
        show = ""
    marks = find_marks(f"episode {match['first']}")
    span = marks[0].span if marks else None
    return About(show or None, int(match["season"]) if match["season"] else None, span, kind=_kind(span))


def settle(readings: Sequence[About]) -> About:
    """Put readings together, the weightiest first: each fills what those before left open.

    A later reading is only heard about the show, or about the episode, where it does not contradict an earlier one.
    """
    result = readings[0] if readings else About()
    for other in readings[1:]:
        if result.kind in (ReviewKind.RANGE, ReviewKind.EPISODE) and result.span is None:
            break
        same_show = result.show is None or other.show is None or folded(result.show) == folded(other.show)
        same_span = result.span is None or other.span is None or result.span == other.span
        if not (same_show and same_span):
            continue
        silent = result.kind is ReviewKind.UNKNOWN
        result = replace(
            result,
            show=result.show or other.show,
            season=result.season if result.season is not None else other.season,
            span=other.span if silent else result.span,
            is_final=result.is_final or other.is_final,
            kind=other.kind if silent else result.kind,
        )
    return result


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
    if _SPECIAL.search(line):
        match = _SPECIAL.search(line)
        show, season = _show_around(line[: match.start()] if match else "", "")
        return About(show, season, kind=ReviewKind.SPECIAL)
    if _says_final(line) and re.search(r"\bepisode\b|\bfinale\b", line, re.IGNORECASE):
        match = _FINAL.search(line)
        show, season = _show_around(line[: match.start()] if match else "", "")
        return About(show, season, is_final=True, kind=ReviewKind.UNKNOWN)
    if _WHOLE.search(line) or re.search(r"\breview\b", line, re.IGNORECASE):
        head = re.split(
            r"\b(?:anime|series|season|full|complete)?\s?(?:\w{1,12}\s)?review\b", line, maxsplit=1, flags=re.IGNORECASE
        )[0]
        show, season = _show_around(head, "")
        if season is not None or _WHOLE.search(line):
            return About(show, season, kind=ReviewKind.SEASON)
    return About()


def _show_around(before: str, after: str) -> tuple[str | None, int | None]:
    """Return the show that stands before an episode's mark, or right after it as in `Episode 3 of …`, and a season."""
    head = re.split(r"\s[|»]\s", before.rstrip(_EDGE))[-1]
    season: int | None = None
    for _ in range(4):
        head = _LEADING.sub("", head.strip(_EDGE)).strip(_EDGE + "([")
        match = _SEASON.search(head)
        if match:
            season = ordinal(match["nth"]) if match["nth"] else int(cardinal(match["n"] or match["s"]))
            head = head[: match.start()]
        head = _TRAILING.sub("", head)
    show = _cleaned(head)
    if show is None:
        match = _OF_SHOW.match(after)
        if match:
            rest = re.split(r"\s[-–—|]\s|\s?\(", match["show"], maxsplit=1)[0]
            show = _cleaned(_TRAILING.sub("", rest)) if ": " not in rest else None  # a subtitle, or the headline's
    return show, season


def _cleaned(name: str) -> str | None:
    """Return a show's name without what clings to it, or None if nothing or no name is left."""
    name = name.strip(_EDGE)
    while len(name) > 2 and (name[0], name[-1]) in {
        ("“", "”"),
        ('"', '"'),
        ("‘", "’"),
        ("'", "'"),
        ("*", "*"),
        ("_", "_"),
        ("(", ")"),
    }:
        name = name[1:-1].strip(_EDGE)
    name = name.strip('*_"“”')
    if not any(c.isalnum() for c in name) or len(name) > 120:
        return None
    if folded(name) in {
        "review",
        "recap",
        "anime",
        "anime review",
        "episode",
        "final",
        "the final",
        "the",
        "finale",
        "my",
    }:
        return None
    return name
