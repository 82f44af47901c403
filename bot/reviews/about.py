"""What a review is about: all that its page says of show, season and episodes, weighed together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.episodes import EpisodeSpan
from bot.known_names import compared, known_names
from bot.reviews.blocks import Block, Page, Shape, glance, is_prose, opening, plain
from bot.reviews.calling import named_by_text
from bot.reviews.counting import counted, first_one, season_beside
from bot.reviews.evidence import BAR, Finding, Source, settle
from bot.reviews.marks import find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.names import may_hold_a_column, same_name, words_of
from bot.reviews.presenting import about_lines, about_poll, about_prose
from bot.reviews.recognising import recognised
from bot.reviews.round_ups import is_below_a_round_ups_name, is_of_something_else, is_round_up, posts_on, scores_several
from bot.reviews.slugs import about_address, is_of_a_list
from bot.reviews.titles import read_title
from bot.reviews.told import NUMBER_OR_NAME, About
from bot.reviews.wholes import is_on_a_whole
from bot.reviews.witnesses import of_names, of_numbers, prose_of, read_names, read_number

_LEAD = 3
_LONGEST_LEAD = 5_000
_IN_DOUBT = 0.7
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
    prose = list(prose_of(blocks, title))
    readings = [(source, about) for source, about in _readings(page, title, blocks, url, prose) if about != About()]
    shows = [Finding(a.show, source, a.show_sureness) for source, a in readings if a.show]
    show = settle([*shows, *of_names(readings, prose)], same_name)
    if show is not None:
        show = _narrowed(show, [a.show for _, a in readings if a.show], " ".join(prose))
        if may_hold_a_column(show.value):
            show = replace(show, sureness=min(show.sureness, _IN_DOUBT))
        readings = [(s, a) for s, a in readings if a.show is None or same_name(a.show, show.value)]
    spans = [Finding(a.span, source, a.span_sureness) for source, a in readings if a.span or _is_of_an_episode(a)]
    span = settle([*spans, *of_numbers(readings, blocks)], lambda one, other: one == other)
    if (
        show
        and NUMBER_OR_NAME <= show.sureness < BAR
        and span
        and span.is_sure
        and any(a.show == show.value and a.span and a.span_sureness < BAR for _, a in readings)
    ):
        show = replace(show, sureness=span.sureness)  # the number was in doubt, and with it where the name ends
    season = settle(
        [Finding(a.season, source, 0.9) for source, a in readings if a.season is not None],
        lambda one, other: one == other,
    )
    if span and season is None and (parted := _parted(span.value, blocks)):
        season, span = parted
    if span and span.value and season is None:
        season = season_beside(span.value, blocks)
    if is_of_something_else(title, blocks):
        return Subject(ReviewKind.UNKNOWN, None, None, None, is_final=False)
    known = span.value if span is not None and span.is_sure else None
    round_up = is_round_up(page, title)
    own, others = posts_on(blocks, show.value if show else None, known)
    several_shows = others >= (1 if round_up or (url and is_of_a_list(url)) else 2)
    if several_shows or is_below_a_round_ups_name(page, title):
        return Subject(ReviewKind.MULTI, None, None, None, is_final=False)
    if own > 1:
        return Subject(ReviewKind.MULTI, show, season, None, is_final=False)
    if (round_up or scores_several(blocks)) and (known is None or show is None or not show.is_sure):
        return Subject(ReviewKind.MULTI, None, None, None, is_final=False)
    kind = _kind(readings, known, blocks)
    if kind is ReviewKind.UNKNOWN and is_on_a_whole(blocks):
        kind = ReviewKind.SEASON
    if kind in (ReviewKind.SEASON, ReviewKind.SPECIAL):
        span = None
    return Subject(kind, show, season, span, any(about.is_final for _, about in readings))


def _readings(
    page: Page, title: str | None, blocks: Sequence[Block], url: str | None, prose: Sequence[str]
) -> list[tuple[Source, About]]:
    readings = [(Source.FRONT_MATTER, stated(page.facts))] if page.facts else []
    told = compared(" ".join(text.removeprefix(title or "") for text in prose))
    if title:
        read = recognised(read_title(title), title, told)
        readings.append((Source.TITLE, named_by_text(read, title, blocks)))
    readings += [(Source.PAGE, read_title(plain(other))) for other in page.other_titles]
    if url:
        by_address = about_address(url)
        readings.append((Source.ADDRESS, recognised(by_address, by_address.show or "", told)))
    readings += [
        (Source.HEADING, replace(read, show_sureness=min(read.show_sureness, 0.8), span_sureness=0.8))
        for block in blocks[:_LEAD]
        if block.shape is Shape.HEADING
        for read in (read_title(block.text, bare=False),)
    ]
    if not any(about.span for _, about in readings):
        lines = [glance(block.text) for block in blocks]
        if any(about.kind is ReviewKind.SEASON for _, about in readings):
            lines = list(takewhile(lambda line: not is_prose(line), lines))
        below = about_lines(lines)
        if below.span and not below.show:
            readings = [(source, _doubted(about)) for source, about in readings]
        readings += [(Source.HEADING, below)]
    readings += [(Source.TEXT, about_poll([glance(block.text) for block in page.blocks[:12]]))]
    readings += [(Source.TEXT, about_prose(plain(b.text))) for b in opening(blocks) if len(b.text) < _LONGEST_LEAD]
    if not any(about.span for _, about in readings):
        readings += [(Source.TEXT, read(blocks, title or "")) for read in (counted, first_one)]
    if not any(about.span for _, about in readings):
        readings += [(Source.TEXT, read_number(blocks))]
    if not any(about.show for _, about in readings):
        readings += [(Source.TEXT, read_names(blocks, title or ""))]
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


def _doubted(about: About) -> About:
    """Return a title's reading where the number stands elsewhere: behind a colon may stand the episode's title."""
    if about.show and about.show not in known_names() and re.search(r":\s|\s[–—-]\s", about.show):
        return replace(about, show_sureness=min(about.show_sureness, _IN_DOUBT))
    return about


def _is_of_an_episode(about: About) -> bool:
    return about.kind in (ReviewKind.EPISODE, ReviewKind.RANGE)


def _parted(
    span: EpisodeSpan | None, blocks: Sequence[Block]
) -> tuple[Finding[int], Finding[EpisodeSpan | None]] | None:
    """Return season and episode of a number that runs both together, such as 807, where the text says them apart."""
    if span is None or span.first != span.last:
        return None
    for mark in (mark for block in blocks[:_LEAD] for mark in find_marks(plain(block.text[:3000]))):
        if mark.season and mark.span and span.first.hundredths == mark.season * 10_000 + mark.span.first.hundredths:
            return Finding(mark.season, Source.TEXT, 0.9), Finding(mark.span, Source.TEXT, 0.9)
    return None


def _narrowed(show: Finding[str], names: Sequence[str], told: str) -> Finding[str]:
    """Return the name without a blog's that a dash parts from it, where another place names the show alone.

    A known name loses an episode's title behind a colon so, where the text does not have the two as one.
    """
    pieces = re.split(r"\s[-–—|]\s|:\s", show.value)
    if len(pieces) < 2:
        return show
    if ": " in show.value and (pieces[0] not in known_names() or show.value in told or show.value in known_names()):
        pieces = pieces[1:]  # before a colon stands the name that a longer one begins with
    for name in names:
        for piece in pieces:
            if words_of(piece) == words_of(name):
                return replace(show, value=piece)
    return show


def _kind(readings: Sequence[tuple[Source, About]], known: EpisodeSpan | None, blocks: Sequence[Block]) -> ReviewKind:
    kinds = [about.kind for _, about in readings]
    if known is not None:
        return ReviewKind.EPISODE if known.first == known.last else ReviewKind.RANGE
    if ReviewKind.SPECIAL in kinds:
        return ReviewKind.SPECIAL
    if ReviewKind.SEASON in kinds:
        return ReviewKind.SEASON
    of_episodes = [a.kind for _, a in readings if _is_of_an_episode(a) and (a.span is None or a.span_sureness >= BAR)]
    if of_episodes:
        return of_episodes[0]
    if any(_SPECIAL_IN_TEXT.search(plain(block.text[:3000])) for block in blocks[:5]):
        return ReviewKind.SPECIAL
    return ReviewKind.UNKNOWN
