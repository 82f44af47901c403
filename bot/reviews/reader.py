"""A file's bytes to a review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from bot.errors import UnreadableReview
from bot.reviews.about import find_subject
from bot.reviews.addresses import canonical_address
from bot.reviews.blocks import MOST_BLOCKS, Page, Shape, glance, is_prose
from bot.reviews.decoding import MAX_BYTES, decode
from bot.reviews.episode_titles import told_title
from bot.reviews.evidence import Finding, sure
from bot.reviews.finality import says_final
from bot.reviews.furniture import without_furniture
from bot.reviews.head import read_head
from bot.reviews.language import find_language
from bot.reviews.lines import read_lines
from bot.reviews.loose_ends import find_loose_ends
from bot.reviews.model import Image, Review, ReviewKind
from bot.reviews.names import same_words, without_title
from bot.reviews.pages import looks_like_html, read_html
from bot.reviews.parts import how_parted, sections_of
from bot.reviews.scores import find_score
from bot.reviews.sentences import LONGEST_PARAGRAPH, MOST_READ
from bot.reviews.titles import episode_title, headline_of

__all__ = ["MAX_BYTES", "read_review", "what_is_missing"]

MOST_IMAGES = 50
_LOOKED_INTO = 40
"""Blocks whose words tell the language."""


def read_review(data: bytes, *, url: str | None = None, title: str | None = None) -> Review:
    """Read a review from plain text, Markdown or HTML, told apart by their content.

    `url` is where the text was found and `title` what it is called there, as a feed knows them; they outweigh what a
    page says of itself.

    Raises:
        UnreadableReview: the file is too large, empty, no text, or holds no review; the text says which.
    """
    text = decode(data)
    page = read_html(text) if looks_like_html(text) else read_lines(text)
    if len(page.blocks) > MOST_BLOCKS:
        raise UnreadableReview(f"The file has more than {MOST_BLOCKS:,} paragraphs, as no review has.")
    if title and (name := " ".join(title.split())):
        page.other_titles = [other for other in (page.title, *page.other_titles) if other and other != name]
        page.title = name
    address = canonical_address(url) or canonical_address(page.facts.get("url"))
    head = read_head(page, address)
    blocks = without_furniture(head.blocks)
    if not any(is_prose(glance(block.text)) for block in blocks if block.shape is not Shape.HEADING):
        raise UnreadableReview("There is no review in the file: it has no paragraph of prose.")
    subject = find_subject(page, head.title, blocks, address)
    named = subject.show
    own_title = head.episode_title or (episode_title(head.title) if head.title else None)
    if own_title is None or (named and named.is_sure and same_words(own_title.value, named.value)):
        own_title = told_title(blocks, sure(subject.span))
    if named and own_title is not None and own_title.is_sure:
        named = without_title(named, own_title.value)
    show = sure(named)
    language = find_language("\n".join(block.text for block in blocks[:_LOOKED_INTO]), page.facts.get("language"))
    sections = sections_of(blocks, head.title)
    review = Review(
        kind=subject.kind,
        show=show,
        season=sure(subject.season),
        span=sure(subject.span),
        title=headline_of(head.title) if head.title else None,
        episode_title=sure(own_title),
        author=head.author,
        published=head.published,
        url=address,
        language=sure(language),
        parts=tuple(section.as_part() for section in sections),
        images=_images(page, address),
        findings=_found(
            show=named,
            season=subject.season,
            episodes=subject.span,
            title=head.findings.get("title"),
            episode_title=own_title,
            author=head.findings.get("author"),
            published=head.findings.get("published"),
            language=language,
            parts=how_parted(sections),
        ),
        digest=sha256(text.encode()).hexdigest(),
    )
    if subject.kind is ReviewKind.MULTI:
        return review  # what belongs to which can't be told
    paragraphs = _within(
        block.text for block in blocks if block.shape is not Shape.QUOTE and len(block.text) <= LONGEST_PARAGRAPH
    )
    score = find_score(_lines(paragraphs), title=head.title, stated=page.facts.get("score"))
    return replace(
        review,
        is_final=subject.is_final or says_final(paragraphs, show),
        score=sure(score),
        loose_ends=find_loose_ends(sections, show),
        findings={**review.findings, **_found(score=score)},
    )


def _found(**findings: Finding[Any] | None) -> dict[str, Finding[Any]]:
    return {name: finding for name, finding in findings.items() if finding is not None and finding.value is not None}


def what_is_missing(review: Review) -> list[str]:
    """Return what a review lacks to be filed under an episode, in words that go after "it says no"."""
    missing = []
    if review.show is None:
        missing.append("show")
    if review.span is None:
        missing.append("episode number")
    return missing


def _images(page: Page, base: str | None) -> tuple[Image, ...]:
    found: dict[str, Image] = {}
    for image in page.images:
        url = canonical_address(image.url, base=base)
        if url and url not in found:
            found[url] = Image(url, image.alt)
    return tuple(found.values())[:MOST_IMAGES]


def _within(paragraphs: Iterable[str]) -> list[str]:
    """Return the paragraphs that are looked into: all, but of a monstrous text the last, where a verdict stands."""
    kept: list[str] = []
    left = MOST_READ
    for paragraph in reversed(list(paragraphs)):
        left -= len(paragraph)
        if left < 0:
            break
        kept.append(paragraph)
    return kept[::-1]


def _lines(paragraphs: Iterable[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in paragraph.split("\n")]
