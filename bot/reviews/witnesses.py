"""What a text itself says for names and numbers that its title leaves in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.episodes import EpisodeSpan
from bot.reviews.bare_numbers import LIKELY
from bot.reviews.blocks import Block, Shape, folded, plain
from bot.reviews.evidence import BAR, Finding, Source
from bot.reviews.names import words_of
from bot.reviews.presenting import mentioned
from bot.reviews.told import About

_LEAD = 3
_LOOKED_INTO = 12
_LONGEST = 3_000
_ECHO = 0.6
"""How sure a number is that a text calls an episode, or a name that it names, where a title leaves it in doubt."""
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


def of_names(readings: Readings, blocks: Sequence[Block], title: str | None) -> list[Finding[str]]:
    """Return the names in doubt that the text names too: neither a column's nor a headline is named so there."""
    unsure = [
        (source, a) for source, a in readings if a.show and a.show_sureness < BAR and source is not Source.ADDRESS
    ]
    if not unsure:
        return []
    told = _words(" ".join(prose_of(blocks, title)))
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


def _words(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _times(about: About, told: str) -> int:
    return told.count(f" {' '.join(words_of(about.show))} ") if about.show else 0


def _is_named(about: About, told: str) -> bool:
    """Tell whether a text's words hold the name with its number, as they do where the number is the show's own."""
    return f" {' '.join(words_of(f'{about.show} {about.span}'))} " in told
