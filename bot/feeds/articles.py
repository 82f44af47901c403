"""An item's text, or the page that it leads to, to a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.errors import UnreadableReview
from bot.feeds.words import has_tags
from bot.reviews.bylines import as_name
from bot.reviews.model import Review
from bot.reviews.reader import read_review

LONGEST_PAGE = 2_000_000
"""Bytes; pages of blogs have some 100,000, those that carry their data with them a million."""


def read_item(
    body: str, *, url: str | None, title: str | None, author: str | None = None, published: datetime | None = None
) -> Review:
    """Read the body of a feed's item; author and date are the item's, for a text that says neither.

    Raises:
        UnreadableReview: there is no review in it.
    """
    page = f"<article>{body}</article>" if has_tags(body) else body
    return filled(read_review(page.encode("utf-8", "replace"), url=url, title=title), author, _day(published))


def read_article(
    page: bytes, *, url: str | None, title: str | None, author: str | None = None, published: datetime | None = None
) -> Review:
    """Read the page that an item leads to; author and date are the item's, for a page that says neither.

    The project's own reader goes first: measured on pages of thirteen kinds it kept headings and scores on all that it
    could read, and trafilatura lost them where a page does not mark its article. Where the reader finds nothing,
    trafilatura does.

    Raises:
        UnreadableReview: there is no review on it.
    """
    if len(page) > LONGEST_PAGE:
        raise UnreadableReview(f"The page has {len(page):,} bytes; one of more than {LONGEST_PAGE:,} is not read.")
    try:
        review = read_review(page, url=url, title=title)
    except UnreadableReview as refusal:
        article = _article(page, url)
        if article is None:
            raise refusal from None
        try:
            review = read_review(article.encode("utf-8", "replace"), url=url, title=title)
        except UnreadableReview:
            raise refusal from None
    return filled(review, author, _day(published))


def _article(page: bytes, url: str | None) -> str | None:
    from trafilatura import extract  # 38 MB and a fifth of a second, for few pages

    return extract(
        page,
        url=url,
        output_format="html",
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
    )


def filled(review: Review, author: str | None, published: date | None) -> Review:
    """Return a review with the author and the day of its item where the text names neither."""
    return replace(review, author=review.author or as_name(author), published=review.published or published)


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else instant.date()
