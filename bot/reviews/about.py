"""What a review is about: all that its page says of show, season and episodes, weighed together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.episodes import EpisodeSpan
from bot.reviews.blocks import Block, Page, Shape, glance, is_prose, plain
from bot.reviews.evidence import BAR, Finding, Source, settle
from bot.reviews.marks import find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.presenting import about_poll, about_prose, mentioned
from bot.reviews.slugs import about_address
from bot.reviews.titles import About, read_title

_LEAD = 3
_LONGEST_LEAD = 5_000
_LONGEST_TITLE = 150
_ECHO = 0.6
"""How sure a number is that a text calls an episode, where a title bears it without saying so."""
_ROUND_UP = re.compile(
    r"\bweek(?:ly)?\s?#?\d|\bweek\s(?:one|two|three|in\sreview)|\bround-?ups?\b|\b(?:winter|spring|summer|fall|autumn)"
    r"\s(?:\w+\s)?(?:19|20)\d\d\b|\bweekly\b|\b(?:19|20)\d\d\s(?:winter|spring|summer|fall|autumn)\b",
    re.IGNORECASE,
)
_SPECIAL_IN_TEXT = re.compile(
    r"\b(?:this|the)\s(?:\w+\s)?(?:ova|oad|special\sepisode|movie|film|special)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a review is about, with how it was known; a finding may be below the bar."""

    kind: ReviewKind
    show: Finding[str] | None
    season: Finding[int] | None
    span: Finding[EpisodeSpan | None] | None
    is_final: bool


def find_subject(page: Page, title: str | None, blocks: Sequence[Block], url: str | None) -> Subject:
    """Weigh what title, address, headings, front matter and text say of the review's show, season and episodes.

    `blocks` are the review's own; the page's may hold a line of the site that names show and episode.
    """
    readings = [(source, about) for source, about in _readings(page, title, blocks, url) if about != About()]
    show = settle([Finding(a.show, source, a.show_sureness) for source, a in readings if a.show], _same_name)
    if show is not None:
        show = _narrowed(show, [a.show for _, a in readings if a.show])
        readings = [(s, a) for s, a in readings if a.show is None or _same_name(a.show, show.value)]
    spans = [Finding(a.span, source, a.span_sureness) for source, a in readings if a.span or _is_of_an_episode(a)]
    span = settle(_echoed(spans, blocks), lambda one, other: one == other)
    if (
        show
        and not show.is_sure
        and span
        and span.is_sure
        and any(a.show == show.value and a.span for _, a in readings)
    ):
        show = replace(show, sureness=span.sureness)  # the number was in doubt, and with it where the name ends
    season = settle(
        [Finding(a.season, source, 0.9) for source, a in readings if a.season is not None],
        lambda one, other: one == other,
    )
    kind = _kind(readings, span, _is_round_up(page, title), blocks, show.value if show else None)
    if kind in (ReviewKind.MULTI, ReviewKind.SEASON, ReviewKind.SPECIAL):
        span = None
    return Subject(kind, show, season, span, any(about.is_final for _, about in readings))


def _readings(page: Page, title: str | None, blocks: Sequence[Block], url: str | None) -> list[tuple[Source, About]]:
    readings = [(Source.FRONT_MATTER, stated(page.facts))] if page.facts else []
    if title:
        readings.append((Source.TITLE, read_title(title)))
    readings += [(Source.PAGE, read_title(plain(other))) for other in page.other_titles]
    if url:
        readings.append((Source.ADDRESS, about_address(url)))
    readings += [
        (Source.HEADING, replace(read, show_sureness=0.8, span_sureness=0.8))
        for block in blocks[:_LEAD]
        if block.shape is Shape.HEADING
        for read in (read_title(block.text, bare=False),)
    ]
    readings += [(Source.TEXT, about_poll([glance(block.text) for block in page.blocks[:12]]))]
    readings += [(Source.TEXT, about_prose(plain(b.text))) for b in blocks[:_LEAD] if len(b.text) < _LONGEST_LEAD]
    return readings


def stated(facts: dict[str, str]) -> About:
    """Return what front matter says."""
    marks = find_marks(f"episodes {facts['episode']}") if "episode" in facts else []
    span = marks[0].span if len(marks) == 1 else None
    season = facts.get("season", "")
    kind = ReviewKind.UNKNOWN
    if span:
        kind = ReviewKind.EPISODE if span.first == span.last else ReviewKind.RANGE
    return About(facts.get("show"), int(season) if season.isdecimal() and len(season) < 3 else None, span, kind=kind)


def _is_of_an_episode(about: About) -> bool:
    return about.kind in (ReviewKind.EPISODE, ReviewKind.RANGE)


def _echoed(spans: Sequence[Finding[EpisodeSpan | None]], blocks: Sequence[Block]) -> list[Finding[EpisodeSpan | None]]:
    """Return the findings, with the text as a witness for numbers that may be part of a name."""
    unsure = {finding.value for finding in spans if finding.value and not finding.is_sure}
    if not unsure:
        return list(spans)
    named = mentioned(blocks)
    witnesses: list[Finding[EpisodeSpan | None]] = [Finding(s, Source.TEXT, _ECHO) for s in unsure if s in named]
    return [*spans, *witnesses]


def _same_name(one: str, other: str) -> bool:
    """Tell whether two names may mean one show: letters and digits alike, or one being a part of the other."""
    a, b = (" ".join(_words(name)) for name in (one, other))
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) > 1 and f" {longer} ".find(f" {shorter} ") >= 0


def _words(name: str) -> list[str]:
    bare = re.sub(r"[’'`]", "", name.casefold())
    return re.findall(r"[^\W_]+", bare)


def _narrowed(show: Finding[str], names: Sequence[str]) -> Finding[str]:
    """Return the name without a blog's that a dash parts from it, where another place names the show alone."""
    pieces = re.split(r"\s[-–—|]\s|:\s", show.value)
    if len(pieces) < 2:
        return show
    for name in names:
        for piece in pieces:
            if _words(piece) == _words(name):
                return replace(show, value=piece)
    return show


def _kind(
    readings: Sequence[tuple[Source, About]],
    span: Finding[EpisodeSpan | None] | None,
    round_up: bool,
    blocks: Sequence[Block],
    show: str | None,
) -> ReviewKind:
    known = span.value if span is not None and span.is_sure else None
    if _several(blocks, show, known, at_least=1 if round_up else 2) or (round_up and (known is None or show is None)):
        return ReviewKind.MULTI
    kinds = [about.kind for _, about in readings]
    if known is not None:
        return ReviewKind.EPISODE if known.first == known.last else ReviewKind.RANGE
    if ReviewKind.SPECIAL in kinds:
        return ReviewKind.SPECIAL
    if ReviewKind.SEASON in kinds:
        return ReviewKind.SEASON
    if any(kind in (ReviewKind.EPISODE, ReviewKind.RANGE) for kind in kinds):
        return next(kind for kind in kinds if kind in (ReviewKind.EPISODE, ReviewKind.RANGE))
    if any(_SPECIAL_IN_TEXT.search(plain(block.text[:3000])) for block in blocks[:5]):
        return ReviewKind.SPECIAL
    return ReviewKind.UNKNOWN


def _is_round_up(page: Page, title: str | None) -> bool:
    lines = [title or "", *(glance(block.text) for block in page.blocks[:_LEAD])]
    return any(_ROUND_UP.search(line) for line in lines if len(line) <= _LONGEST_TITLE)


def _several(blocks: Sequence[Block], show: str | None, span: EpisodeSpan | None, *, at_least: int) -> bool:
    """Tell whether a page holds posts on several episodes or shows: lines that name them, each with prose below it.

    `at_least` so many lines must name other shows; one may compare.
    """
    own: set[EpisodeSpan] = {span} if span else set()
    others: set[tuple[str, EpisodeSpan]] = set()
    for block, following in pairwise(blocks):
        line = glance(block.text)
        if (
            len(line) > _LONGEST_TITLE
            or block.shape is Shape.ITEM
            or not is_prose(glance(following.text))
            or (is_prose(line) and line.endswith((".", "!", "?")))
        ):
            continue
        read = read_title(line)
        if not (read.span and read.show and read.span_sureness >= BAR):
            continue
        if show is not None and _same_name(read.show, show):
            own.add(read.span)
        else:
            others.add((" ".join(_words(read.show)), read.span))
    return len(own) > 1 or len(others) >= at_least
