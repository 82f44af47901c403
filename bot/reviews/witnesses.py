"""What a text itself says for names and numbers that its title leaves in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.episodes import EpisodeSpan
from bot.known_names import known_names
from bot.reviews.bare_numbers import LIKELY
from bot.reviews.blocks import Block, Shape, folded, glance, plain
from bot.reviews.evidence import BAR, Finding, Source
from bot.reviews.marks import find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.names import words_of
from bot.reviews.presenting import mentioned
from bot.reviews.recognising import LEAST_LETTERS, MOST_IN_TITLE, is_apart, is_beside
from bot.reviews.told import About

_LEAD = 3
_LOOKED_INTO = 12
_LONGEST = 3_000
_ECHO = 0.6
"""How sure a number is that a text calls an episode, or a name that it names, where a title leaves it in doubt."""
_MOST_LINES = 20
_OPENING = 3
_LEAST_TIMES = 3
_BESIDE = 0.8
_OFTEN = 0.78
_ANIME = re.compile(r"(?:アニメ|\banime\s)\W?$", re.IGNORECASE)
_THIS_EPISODE = re.compile(r"\b(?:this|the|an|my)\s(?:\w+\s)?(?:episode|finale)\b", re.IGNORECASE)

Readings = Sequence[tuple[Source, About]]


def of_numbers(readings: Readings, blocks: Sequence[Block]) -> list[Finding[EpisodeSpan | None]]:
    """Return what the text says for numbers that may be part of a name: that it calls an episode so, or is on one."""
    unsure = [(source, a) for source, a in readings if a.span and a.span_sureness < BAR]
    if not unsure:
        return []
    named = set(mentioned(blocks))
    lead = " ".join(plain(block.text[:_LONGEST]) for block in blocks[:_LOOKED_INTO])
    if _THIS_EPISODE.search(lead):
        told = _words(lead)
        named |= {
            a.span
            for source, a in unsure
            if a.span
            and source is Source.TITLE
            and (a.span_sureness >= LIKELY or _times(a, told))
            and not _is_named(a, told)
        }
    return [Finding(span, Source.TEXT, _ECHO) for span in dict.fromkeys(a.span for _, a in unsure) if span in named]


def of_names(readings: Readings, prose: Sequence[str]) -> list[Finding[str]]:
    """Return the names in doubt that the text names too: neither a column's nor a headline is named so there."""
    unsure = [
        (source, a) for source, a in readings if a.show and a.show_sureness < BAR and source is not Source.ADDRESS
    ]
    if not unsure:
        return []
    told = _words(" ".join(prose))
    found = []
    for _, about in unsure:
        if about.span and about.span_sureness < BAR and _is_named(about, told):
            continue
        if _times(about, told) >= (1 if len(words_of(about.show or "")) > 1 else 2):
            found.append(Finding(about.show or "", Source.TEXT, _ECHO))
    return found


def prose_of(blocks: Sequence[Block], title: str | None) -> Iterator[str]:
    """Return what the first paragraphs say, without lines that only give the title again."""
    names = folded(title or "")
    for block in blocks[:_LOOKED_INTO]:
        text = plain(block.text[:_LONGEST])
        if block.shape is not Shape.HEADING and not (len(text) < 200 and folded(text) in names):
            yield text


def read_names(blocks: Sequence[Block], title: str) -> About:
    """Read the known name that a text, whose title has none, puts beside an episode or has again and again."""
    if len(known_names().in_line(title)) > MOST_IN_TITLE:
        return About()
    names: Counter[str] = Counter()
    beside: set[str] = set()
    for line in (glance(block.text) for block in blocks[:_MOST_LINES]):
        marks = find_marks(line)
        for known in known_names().in_line(line):
            if len(known.name) < LEAST_LETTERS:
                continue
            names[known.name] += 1
            if is_apart(known, line) and (_ANIME.search(line, 0, known.start) or is_beside(known, marks, line)):
                beside.add(known.name)
    (first, times), (_, others) = (*names.most_common(2), ("", 0), ("", 0))[:2]
    if times == others:
        return About()
    if beside == {first}:
        return About(first, show_sureness=_BESIDE)
    return About(first, show_sureness=_OFTEN) if times >= _LEAST_TIMES + 2 * others else About()


def read_number(blocks: Sequence[Block]) -> About:
    """Read the one episode that a text mentions, where its opening puts it beside a known name."""
    told = mentioned(blocks)
    for line in (glance(block.text) for block in blocks[:_OPENING]):
        for mark in find_marks(line):
            beside = any(is_beside(known, [mark], line) for known in known_names().in_line(line))
            if beside and told == {mark.span}:
                return About(None, mark.season, mark.span, kind=ReviewKind.EPISODE, span_sureness=_BESIDE)
    return About()


def _words(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _times(about: About, told: str) -> int:
    return told.count(f" {' '.join(words_of(about.show))} ") if about.show else 0


def _is_named(about: About, told: str) -> bool:
    """Tell whether a text's words hold the name with its number, as they do where the number is the show's own."""
    return f" {' '.join(words_of(f'{about.show} {about.span}'))} " in told
