"""The lines above a review: its title, who wrote it, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.reviews.blocks import Block, Page, Shape, folded, glance, is_prose, plain
from bot.reviews.dates import WRITTEN, date_in_url, read_date
from bot.reviews.furniture import is_furniture
from bot.reviews.model import ReviewKind
from bot.reviews.titles import read_title

_NAME = r"(?P<name>[^\W\d_][^\d,|•·:;!?()]{1,50}?)"
_BYLINE = re.compile(
    rf"(?:(?:(?:written|posted|reviewed|published|review|words)\s)?by:?|author:|reviewer:)\s{_NAME}"
    rf"(?:\s?[,|•·–—-]?\s?(?:on\s|posted\s|published\s)?(?P<date>{WRITTEN}).{{0,40}}|\s?[,|•·].{{0,60}}|\.)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"(?:(?:posted|published|written|date|updated)(?:\son)?:?\s)?(?:\w{{3,9}},\s)?(?P<date>{WRITTEN})"
    rf"(?:,?\s(?:at\s)?\d{{1,2}}:\d\d.{{0,10}})?(?:\s?[,|•·–—-]?\s?by\s{_NAME}[,.]?)?",
    re.IGNORECASE,
)
_ABOVE = 8


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a review, and the blocks below it."""

    title: str | None
    author: str | None
    published: date | None
    blocks: list[Block]


def read_head(page: Page, url: str | None) -> Head:
    """Take title, byline and date off a page's blocks. What the page says of itself outweighs its lines."""
    lead = _lead(page.blocks)
    author = _author(page.facts.get("author"))
    published = read_date(page.facts.get("published", ""))
    taken: set[int] = set()
    for place, block in enumerate(page.blocks[:lead]):
        line = glance(block.text)
        match = (_BYLINE.fullmatch(line) or _DATED.fullmatch(line)) if block.shape is not Shape.ITEM else None
        if match:
            taken.add(place)
            author = author or _author(match["name"])
            published = published or read_date(match["date"] or "")
    title, place_of_title = _title(page, lead, taken)
    if place_of_title is not None:
        taken |= {place for place in range(place_of_title) if not is_prose(page.blocks[place].text)}
        taken.add(place_of_title)
    if published is None and url:
        published = date_in_url(url)
    kept = [block for place, block in enumerate(page.blocks) if place not in taken]
    return Head(title, author, published, kept)


def _lead(blocks: list[Block]) -> int:
    """Return how many blocks stand above the first paragraph of prose."""
    for place, block in enumerate(blocks[:_ABOVE]):
        text = glance(block.text)
        runs_on = is_prose(text) and text.rstrip('"”’)]*').endswith((".", "!", "?", "…", "。"))
        if block.shape in (Shape.QUOTE, Shape.ITEM) or (
            runs_on and block.shape is not Shape.HEADING and len(text) > 60
        ):
            return place
    return min(len(blocks), _ABOVE)


def _title(page: Page, lead: int, taken: set[int]) -> tuple[str | None, int | None]:
    """Return the title and, if a block of the lead is it, that block's place."""
    lines = [(place, glance(page.blocks[place].text)) for place in range(lead) if place not in taken]
    if page.title:
        title = plain(page.title)
        names = {folded(title), *(folded(other) for other in page.other_titles)}
        for place, line in lines:
            if folded(line) in names:
                return _best(title, page.other_titles), place
        return _best(title, page.other_titles), None
    usable = [(p, line) for p, line in lines if 2 < len(line) <= 200 and not is_furniture(page.blocks[p])]
    for place, line in usable:
        about = read_title(line)
        if about.show and (about.span or about.kind is not ReviewKind.UNKNOWN):
            return line, place
    for place, line in usable:
        if read_title(line).span or page.blocks[place].level == 1:
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


def _best(title: str, others: list[str]) -> str:
    """Return the first of a page's titles that names show and episode, else the first."""
    for candidate in [title, *(plain(other) for other in others)]:
        about = read_title(candidate)
        if about.show and about.span:
            return candidate
    return title


def _author(name: str | None) -> str | None:
    if not name:
        return None
    name = re.sub(r"^by\s", "", plain(name), flags=re.IGNORECASE).strip(" ,.-–—")
    return name if 1 < len(name) <= 60 and len(name.split()) <= 6 and any(c.isalpha() for c in name) else None
