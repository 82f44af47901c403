"""An item's text, and the page behind it, to a review."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.errors import UnreadableReview
from bot.feeds.articles import LONGEST_PAGE, read_article, read_item
from bot.reviews.model import PartKind, Review
from tests.feeds.samples import CLOSE, JAPANESE, RECAP, TALK, WHOLE

URL = "https://lamplight.example/episode-3/"
TITLE = "Saltglass Harbor Episode 3 Review"
HEAD = (
    f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{TITLE} – Lamplight</title>"
    f"<meta property='og:title' content='{TITLE}'><meta name='author' content='Odile Marsh'>"
    "<meta property='article:published_time' content='2026-10-15T10:00:00+00:00'></head>"
)
MENU = "<nav><ul><li><a href='/'>Home</a></li></ul></nav>"
COMMENTS = "<p>I gave it 4/10 myself, for why did nobody mention the goose in the market scene?</p>"
BOLD = WHOLE.replace("<h2>", "<p><strong>").replace("</h2>", "</strong></p>")
LINES = BOLD.replace("<p>", "").replace("</p>", "<br><br>").replace("strong>", "b>")

PAGES = {
    "WordPress": f"<main><article><h1>{TITLE}</h1><div class='entry-content'>{WHOLE}<div class='sharedaddy'><h3>Share "
    f"this:</h3></div></div></article><div id='comments'>{COMMENTS}</div></main><aside class='widget-area'><h2>About me"
    "</h2><p>I write about cartoons from a lighthouse, with tea.</p></aside>",
    "bold headings": f"<article class='post'><h1>{TITLE}</h1><div class='entry-content'>{BOLD}</div></article>",
    "blocks": f"<main><h1 class='wp-block-post-title'>{TITLE}</h1><div class='entry-content wp-block-post-content'>"
    f"{WHOLE}</div><div class='wp-block-comments'>{COMMENTS}</div></main>",
    "Blogspot": f"<div class='post hentry'><h3 class='post-title entry-title'>{TITLE}</h3><div class='post-body "
    f"entry-content'>{LINES}</div></div><div class='comments' id='comments'><h4>1 comment:</h4>{COMMENTS}</div>",
    "Ghost": f"<main><article class='gh-article'><h1>{TITLE}</h1><section class='gh-content'>{WHOLE}</section>"
    "</article><section><h2>Read more</h2><article><h3>Winter Preview</h3><p>Ten shows.</p></article></section></main>",
    "Squarespace": f"<main><article class='sections'><h1 class='entry-title'>{TITLE}</h1><div class='blog-item-content "
    f"e-content'><div class='sqs-block'>{WHOLE}</div></div><div class='item-pagination'><a href='/p'>Next</a></div>"
    "</article></main>",
    "Substack": f"<div id='entry'><article class='typography newsletter-post post'><h1 class='post-title'>{TITLE}</h1>"
    f"<div class='available-content'><div class='body markup'>{WHOLE}<div class='subscription-widget'><p>Thanks for "
    f"reading! Subscribe for free to get new posts.</p></div></div></div></article></div><div>{COMMENTS}</div>",
    "plain": f"<h1>{TITLE}</h1>{WHOLE}",
    "table": f"<table><tr><td><a href='/'>Home</a></td><td><h2>{TITLE}</h2>{BOLD}</td></tr></table>",
    "nameless": f"<div id='__next'><div class='css-1'><h1 class='css-h'>{TITLE}</h1><div class='css-b'>{WHOLE}"
    "</div></div></div>",
    "cookies": f"<article><h1>{TITLE}</h1>{WHOLE}</article><div class='cookie-consent' role='dialog'><p>We use cookies "
    "to make this site work, and ask you whether that is all right with you.</p></div>",
}


def texts(review: Review) -> str:
    """Return all that a review's parts say."""
    return "\n\n".join(part.text for part in review.parts)


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_articles_on_pages_of_every_kind(body: str) -> None:
    review = read_article(f"{HEAD}<body>{MENU}{body}<footer>©</footer></body></html>".encode(), url=URL, title=None)
    assert [part.kind for part in review.parts] == [PartKind.RECAP, PartKind.DISCUSSION, PartKind.CLOSING]
    assert [words in texts(review) for words in (RECAP, TALK, CLOSE)] == [True] * 3
    assert (review.show, str(review.span), review.title) == ("Saltglass Harbor", "3", TITLE)
    assert (review.author, review.published, review.url) == ("Odile Marsh", date(2026, 10, 15), URL)
    assert review.score is not None
    assert review.score.value == "8"
    assert "goose" not in texts(review)
    assert "cookies" not in texts(review)
    assert "Subscribe" not in texts(review)


def test_what_the_feed_knows_fills_what_the_text_does_not_say() -> None:
    when = datetime(2026, 10, 15, 22, tzinfo=UTC)
    review = read_item(WHOLE, url=URL, title=TITLE, author="Odile Marsh", published=when)
    assert (review.title, review.author, review.published) == (TITLE, "Odile Marsh", when.date())
    page = f"{HEAD}<body><article>{WHOLE}</article></body></html>".encode()
    said = read_article(page, url=URL, title=TITLE, author="Someone Else", published=datetime(2020, 1, 1, tzinfo=UTC))
    assert (said.author, said.published) == ("Odile Marsh", date(2026, 10, 15))


def test_an_item_of_plain_text_or_of_few_tags() -> None:
    assert texts(read_item(f"{RECAP}\n\n{TALK}", url=URL, title=TITLE)) == f"{RECAP}\n\n{TALK}"
    assert texts(read_item(f"{RECAP}<br><br>{TALK} <i>So</i>.", url=URL, title=TITLE)) == f"{RECAP}\n\n{TALK} *So*."


def test_a_page_that_carries_more_than_a_review_may_have() -> None:
    script = f"<script>let state = '{'x' * 1_200_000}'</script>"
    page = f"{HEAD}<body>{MENU}{script}{PAGES['WordPress']}</body></html>".encode()
    review = read_article(page, url=URL, title=None)
    assert [part.kind for part in review.parts] == [PartKind.RECAP, PartKind.DISCUSSION, PartKind.CLOSING]
    assert (review.author, review.published) == ("Odile Marsh", date(2026, 10, 15))


def test_a_page_of_another_encoding() -> None:
    page = f"<html><head><title>x</title></head><body><article><p>{JAPANESE * 5}</p></article></body></html>"
    assert JAPANESE in texts(read_article(page.encode("cp932"), url=URL, title=TITLE))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (b"", "empty"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no paragraph"),
        (b"<div>" * 100_000 + RECAP.encode(), "500 tags"),
        (b"x" * (LONGEST_PAGE + 1), "2,000,001 bytes"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_a_page_without_a_review_is_refused(page: bytes, says: str) -> None:
    with pytest.raises(UnreadableReview, match=says):
        read_article(page, url=URL, title=TITLE)


def test_an_item_without_a_text_is_refused() -> None:
    with pytest.raises(UnreadableReview):
        read_item("", url=URL, title=TITLE)
    with pytest.raises(UnreadableReview):
        read_item("<img src='/a.png'>", url=URL, title=TITLE)
