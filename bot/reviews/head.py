"""The lines above a review: its title, who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from bot.reviews.blocks import Block, Page, Shape, folded, glance, is_prose, plain
from bot.reviews.bylines import as_name, author_in_text, in_line, reviewer_in
from bot.reviews.dates import date_in_url, read_date
from bot.reviews.episode_titles import title_above
from bot.reviews.evidence import BAR, Finding, Source, sure
from bot.reviews.furniture import is_furniture
from bot.reviews.marks import find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.titles import read_title

_ABOVE = 8
_FARTHEST = 15
"""Blocks among which a page's title is looked for."""
_LONGEST_TITLE = 200
_SENTENCE = 8
"""Words of a line that is no title when a full stop ends it."""
_LONGEST_SENTENCES = 80
_TWO_SENTENCES = re.compile(r"[a-z]{2}[.!?…]\s[A-Z\[“]")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a review, how it was known, and the blocks below it."""

    title: str | None
    author: str | None
    published: date | None
    blocks: list[Block]
    episode_title: Finding[str] | None = None
    findings: Mapping[str, Finding[Any]] = field(default_factory=dict)


def read_head(page: Page, url: str | None) -> Head:
    """Take title, byline and date off a page's blocks. What the page says of itself outweighs its lines."""
    above = _above_title(page)
    page.blocks = page.blocks[above:]
    lead = _lead(page)
    author = _finding(as_name(page.facts.get("author")), Source.PAGE, 0.95)
    published = _finding(read_date(page.facts.get("published", "")), Source.PAGE, 0.95)
    taken: set[int] = set()
    for place, block in enumerate(page.blocks[:lead]):
        line = glance(block.text)
        match = in_line(line) if block.shape is not Shape.ITEM else None
        if match:
            taken.add(place)
            told = match.groupdict()
            author = author or _finding(as_name(told["name"]), Source.BYLINE, 0.9)
            if not told.get("updated"):
                published = published or _finding(read_date(told.get("date") or ""), Source.BYLINE, 0.9)
    title, place_of_title = _title(page, lead, taken)
    if place_of_title is not None:
        taken |= {place for place in range(place_of_title) if not is_prose(page.blocks[place].text)}
        taken.add(place_of_title)
    if published is None and url:
        published = _finding(date_in_url(url), Source.ADDRESS, 0.9)
    below = min(taken, default=-1) if title else -1
    places = [place for place in range(lead) if place not in taken and place > below]
    own_title, place_of_own = title_above(page.blocks, places, title)
    if place_of_own is not None:
        taken.add(place_of_own)
    kept = [block for place, block in enumerate(page.blocks) if place not in taken]
    reviewers = [name for block in page.blocks[:_ABOVE] if (name := reviewer_in(glance(block.text)))]
    named = reviewers[0] if reviewers else None if author else author_in_text(kept)
    author = _finding(as_name(named), Source.TEXT, 0.8) or author
    source = Source.PAGE if page.title else Source.TITLE
    found = {"title": _finding(title, source, 0.95), "author": author, "published": published}
    findings = {name: finding for name, finding in found.items() if finding is not None}
    return Head(title, sure(author), sure(published), kept, own_title, findings)


def _finding(value: T | None, source: Source, sureness: float) -> Finding[T] | None:
    return None if value is None else Finding(value, source, sureness)


def _above_title(page: Page) -> int:
    """Return how many blocks of a site's own stand above the title that the page says it has."""
    names = {folded(name) for name in (page.title, *page.other_titles) if name}
    lines = [glance(block.text) for block in page.blocks[:_FARTHEST]]
    place = next((place for place, line in enumerate(lines) if _ends_title(line, names)), 0)
    return place if place >= _ABOVE or any(is_prose(line) for line in lines[:place]) else 0


def _ends_title(line: str, names: set[str]) -> bool:
    """Tell whether a line is a title, or the last of a title's lines: an episode's number below the show's name."""
    if len(line) > _LONGEST_TITLE:
        return False
    told, marks = folded(line), find_marks(line)
    is_number = bool(marks) and (marks[0].start, marks[0].end) == (0, len(line))
    return told in names or (is_number and any(name.endswith(f" {told}") for name in names))


def _lead(page: Page) -> int:
    """Return how many blocks stand above the first paragraph of prose; a title may end as a sentence does."""
    names = {folded(name) for name in (page.title, *page.other_titles) if name}
    for place, block in enumerate(page.blocks[:_ABOVE]):
        text = glance(block.text)
        if len(text) <= _LONGEST_TITLE and folded(text) in names:
            continue
        runs_on = is_prose(text) and text.rstrip('"”’)]*').endswith((".", "!", "?", "…", "。"))
        if block.shape in (Shape.QUOTE, Shape.ITEM) or (
            runs_on and block.shape is not Shape.HEADING and len(text) > 60
        ):
            return place
    return min(len(page.blocks), _ABOVE)


def _title(page: Page, lead: int, taken: set[int]) -> tuple[str | None, int | None]:
    """Return the title and, if a block of the lead is it, that block's place."""
    lines = [(place, glance(page.blocks[place].text)) for place in range(lead) if place not in taken]
    if page.title:
        title = plain(page.title)
        names = {folded(title), *(folded(other) for other in page.other_titles)}
        for place, line in lines:
            if _ends_title(line, names):
                return _best(title, page.other_titles), place
        return _best(title, page.other_titles), None
    usable = [
        (place, line)
        for place, line in lines
        if 2 < len(line) <= _LONGEST_TITLE and not is_furniture(page.blocks[place]) and not _is_sentence(line)
    ]
    usable = [(place, line) for place, line in usable if not _is_a_trail(line, [other for _, other in usable])]
    # A caption may name as much as the title does, without a capital.
    for place, line in sorted(usable, key=lambda each: each[1].islower()):
        about = read_title(line)
        if about.show and (about.span or about.kind is not ReviewKind.UNKNOWN):
            return line, place
    for place, line in usable:
        about = read_title(line)
        if (about.span and about.span_sureness >= BAR) or page.blocks[place].level == 1:
            return line, place
    if (
        usable
        and usable[0][0] == min(p for p, _ in lines)
        and len(page.blocks) > 1
        and not usable[0][1].startswith("[")
    ):
        place, line = usable[0]
        if not line.endswith((".", "!", ":", "?")) and len(line.split()) <= 25:
            return line, place
    return None, None


def _is_a_trail(line: str, lines: list[str]) -> bool:
    """Tell whether a line is another, a title, with the site's places before it: `Home Copper Tide Episode 7`."""
    told = folded(line)
    titles = [folded(other) for other in lines if read_title(other).show]
    return any(told != title and told.endswith(title) for title in titles)


def _is_sentence(line: str) -> bool:
    if len(line) > _LONGEST_SENTENCES and _TWO_SENTENCES.search(line):
        return True
    return line.endswith((".", "…")) and len(line.split()) >= _SENTENCE


def _best(title: str, others: list[str]) -> str:
    """Return the first of a page's titles that names show and episode, else the first."""
    for candidate in [title, *(plain(other) for other in others)]:
        about = read_title(candidate)
        if about.show and about.span:
            return candidate
    return title
