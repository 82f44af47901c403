"""A file's bytes to a review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from bot.errors import UnreadableReview
from bot.reviews.blocks import Block, Page, Shape, glance, is_prose, plain
from bot.reviews.decoding import MAX_BYTES, decode
from bot.reviews.finality import says_final
from bot.reviews.furniture import without_furniture
from bot.reviews.head import read_head
from bot.reviews.lines import read_lines
from bot.reviews.loose_ends import find_loose_ends
from bot.reviews.marks import find_marks
from bot.reviews.model import Review, ReviewKind
from bot.reviews.pages import looks_like_html, read_html
from bot.reviews.parts import sections_of
from bot.reviews.scores import find_score
from bot.reviews.sentences import LONGEST_PARAGRAPH
from bot.reviews.titles import About, about_address, about_prose, read_title, settle

__all__ = ["MAX_BYTES", "MOST_BLOCKS", "read_review", "what_is_missing"]

MOST_BLOCKS = 3_000
"""Paragraphs, headings and list items; more than this is a log or a table, and the longest reviews have some 300."""


def read_review(data: bytes, *, url: str | None = None) -> Review:
    """Read a review from plain text, Markdown or HTML, told apart by their content.

    `url` is where the text was found, if that is known; it outweighs the address that a page gives itself.

    Raises:
        UnreadableReview: the file is too large, empty, no text, or holds no review; the text says which.
    """
    text = decode(data)
    page = read_html(text) if looks_like_html(text) else read_lines(text)
    if len(page.blocks) > MOST_BLOCKS:
        raise UnreadableReview(f"The file has {len(page.blocks):,} paragraphs; a review has at most {MOST_BLOCKS:,}.")
    address = _http(url) or _http(page.facts.get("url"))
    head = read_head(page, address)
    blocks = without_furniture(head.blocks)
    if not any(is_prose(glance(block.text)) for block in blocks if block.shape is not Shape.HEADING):
        raise UnreadableReview("There is no review in the file: it has no paragraph of prose.")
    about = _about(page, head.title, blocks, address)
    several = _several(blocks, about)
    sections = sections_of(blocks, head.title)
    review = Review(
        kind=about.kind,
        show=about.show,
        season=about.season,
        span=about.span,
        title=head.title,
        author=head.author,
        published=head.published,
        url=address,
        parts=tuple(section.as_part() for section in sections),
    )
    if several:
        return replace(review, kind=ReviewKind.MULTI, span=None)  # what belongs to which can't be told
    paragraphs = [
        block.text for block in blocks if block.shape is not Shape.QUOTE and len(block.text) <= LONGEST_PARAGRAPH
    ]
    return replace(
        review,
        is_final=about.is_final or says_final(paragraphs, about.show),
        score=find_score(_lines(paragraphs), title=head.title, stated=page.facts.get("score")),
        loose_ends=find_loose_ends(sections, about.show),
    )


def what_is_missing(review: Review) -> list[str]:
    """Return what a review lacks to be filed under an episode, in words that go after "it says no"."""
    missing = []
    if review.show is None:
        missing.append("show")
    if review.span is None:
        missing.append("episode number")
    return missing


def _about(page: Page, title: str | None, blocks: Sequence[Block], url: str | None) -> About:
    readings = [_stated(page)] if page.facts else []
    if title:
        readings.append(read_title(title))
    readings += [read_title(plain(other)) for other in page.other_titles]
    readings += [read_title(b.text, bare=False) for b in blocks[:3] if b.shape is Shape.HEADING]
    if url:
        readings.append(about_address(url))
    readings += [about_prose(plain(block.text)) for block in blocks[:3] if len(block.text) < 5000]
    told = [reading for reading in readings if reading != About()]
    stated = _stated(page)
    if stated.span and title and (named := read_title(title)).span and named.span != stated.span:
        return About(stated.show or named.show, stated.season or named.season, kind=named.kind)  # it contradicts itself
    return settle(told)


def _stated(page: Page) -> About:
    """Return what front matter says."""
    marks = find_marks(f"episodes {page.facts['episode']}") if "episode" in page.facts else []
    span = marks[0].span if len(marks) == 1 else None
    season = page.facts.get("season", "")
    kind = ReviewKind.UNKNOWN
    if span:
        kind = ReviewKind.EPISODE if span.first == span.last else ReviewKind.RANGE
    return About(
        page.facts.get("show"), int(season) if season.isdecimal() and len(season) < 3 else None, span, kind=kind
    )


def _several(blocks: Sequence[Block], about: About) -> bool:
    """Tell whether a page holds posts on several episodes: titles of the same show, each with prose below it."""
    if about.show is None:
        return False
    titled: set[object] = {about.span} if about.span else set()
    for block, following in pairwise(blocks):
        line = glance(block.text)
        if (
            len(line) > 150
            or block.shape is Shape.ITEM
            or not is_prose(glance(following.text))
            or (is_prose(line) and line.endswith((".", "!", "?")))
        ):
            continue
        other = read_title(line, bare=False)
        if other.span and other.show and other.show.casefold() == about.show.casefold():
            titled.add(other.span)
    return len(titled) > 1


def _lines(paragraphs: Iterable[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in paragraph.split("\n")]


def _http(url: str | None) -> str | None:
    if not url or len(url) > 2000 or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
