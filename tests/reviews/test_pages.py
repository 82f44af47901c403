"""HTML: the article alone, its inline marks as Markdown, and what the page says of itself."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reviews.model import ReviewKind
from bot.reviews.pages import looks_like_html
from tests.reviews.test_parts import FOUR, TEXTS
from tests.reviews.texts import CLOSING, DISCUSSION, INTRO, NAMES, RECAP, TITLE, kinds, read


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>A blog</title>{head}</head><body>{body}</body></html>"


def article(body: str) -> str:
    return page(f"<article><h1>{TITLE}</h1><p>{RECAP[0]}</p>{body}</article>")


def text(body: str) -> str:
    whole = read(article(body)).parts[0].text
    return whole.removeprefix(RECAP[0]).strip()


@pytest.mark.parametrize("between", ["", "<hr>", "<p>&nbsp;</p>", "<h2>{}</h2>"])
def test_the_shape_of_the_first_review(between: str) -> None:
    listed = "".join(f"<li>{name}</li>" for name in NAMES)
    sections = [
        between.format(name) + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        for name, paragraphs in zip(NAMES, (RECAP, DISCUSSION, CLOSING), strict=True)
    ]
    review = read(page(f"<article><h1>{TITLE}</h1><p>{INTRO}</p><ol>{listed}</ol>{''.join(sections)}</article>"))
    assert [(p.kind, p.heading, p.text) for p in review.parts] == list(zip(FOUR, [None, *NAMES], TEXTS, strict=True))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <strong>bold </strong>word</p>", "a **bold** word"),
        ("<p>an <em>odd</em> <i>one</i></p>", "an *odd* *one*"),
        ("<p>once <b><strong>twice</strong></b></p>", "once **twice**"),
        ("<p>see <a href='https://b.example/x_(y)'>there</a></p>", "see [there](https://b.example/x_%28y%29)"),
        ("<p><a href='javascript:alert(1)'>no</a> <a href='/x'>home</a></p>", "no home"),
        ("<p><a href='https://b.example/'>https://b.example/</a></p>", "https://b.example/"),
        ("<p><a href='https://b.example/'>https://c.example/</a></p>", "https://c.example/"),
        ("<p>fish &amp; chips &lt;3</p>", "fish & chips <3"),
        ("<p>2*3*4 and _x_ and a||b</p>", "2\\*3\\*4 and \\_x\\_ and a\\||b"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol><li>the one</li><li>the two</li></ol>", "1. the one\n2. the two"),
        ("<blockquote><p>said</p></blockquote>", "> said"),
        ("<p>a</p><script>b</script><style>c</style><p>d</p><!-- e -->", "a\n\nd"),
        ("<p>a</p><nav>b</nav><form>c</form><aside>d</aside><footer>e</footer>", "a"),
        ("<p>a</p><div class='sharedaddy'>b</div><div id='comments'>c</div><div class='related-posts'>d</div>", "a"),
        ("<div><b>one.<p>two.</p></b></div>", "**one.**\n\n**two.**"),
    ],
)
def test_inline_and_blocks(html: str, markdown: str) -> None:
    assert text(html) == markdown


def test_the_article_is_found_among_the_rest() -> None:
    inner = f"<article><h1>{TITLE}</h1><p>{RECAP[0]}</p></article>"
    body = f"<div>Menu item one, two and three, my friend.</div><main>{inner}</main>"
    assert [p.text for p in read(page(body)).parts] == [RECAP[0]]


def test_a_page_that_calls_all_of_itself_a_sidebar_is_still_read() -> None:
    assert read(page(f"<div class='with sidebar'><h1>{TITLE}</h1><p>{RECAP[0]}</p></div>")).parts[0].text == RECAP[0]


def test_what_a_page_says_of_itself() -> None:
    head = (
        f'<meta property="og:title" content="{TITLE}"><meta name="author" content="Odalys">'
        '<meta property="article:published_time" content="2025-03-16T23:59:00-08:00">'
        '<link rel="canonical" href="https://b.example/x">'
    )
    review = read(page(f"<article><p>{RECAP[0]}</p></article>", head))
    assert (review.title, review.author, review.published) == (TITLE, "Odalys", date(2025, 3, 16))
    assert review.url == "https://b.example/x"
    assert read(page(f"<article><p>{RECAP[0]}</p></article>", head), "https://c.example/y").url == "https://c.example/y"


def test_linked_data() -> None:
    data = (
        f'<script type="application/ld+json">{{"@graph": [{{"@type": "BlogPosting", "headline": "{TITLE}",'
        '"author": [{"name": "Odalys"}], "datePublished": "2025-03-16"}]}</script>'
    )
    review = read(page(f"<article><p>{RECAP[0]}</p></article>", data))
    assert (review.title, review.author, review.published) == (TITLE, "Odalys", date(2025, 3, 16))
    broken = read(page(f"<article><h1>{TITLE}</h1><p>{RECAP[0]}</p></article>", data.replace("]}<", "<")))
    assert (broken.title, broken.author) == (TITLE, None)


def test_the_byline_and_the_time_of_the_article_not_of_a_comment() -> None:
    body = (
        f"<article><h1>{TITLE}</h1><p>{RECAP[0]}</p></article><div class='comments'><a rel='author'>Pim</a>"
        "<time datetime='2020-01-01'></time></div>"
    )
    assert (read(page(body)).author, read(page(body)).published) == (None, None)
    above = body.replace("<p>", "<a rel='author'>By Odalys</a> <time datetime='2025-03-16'>x</time><p>", 1)
    assert (read(page(above)).author, read(page(above)).published) == ("Odalys", date(2025, 3, 16))


def test_an_address_that_is_none_is_not_taken() -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert read(page(f"<p>{RECAP[0]}</p>", head)).url is None


def test_the_window_title_serves_when_the_heading_names_no_episode() -> None:
    body = f"<article><h1>The Bell Below</h1><p>{RECAP[0]}</p></article>"
    review = read(page(body).replace("A blog", TITLE))
    assert (review.title, review.kind, str(review.span)) == (TITLE, ReviewKind.EPISODE, "7")
    assert kinds(review) == [FOUR[0]]
    assert review.parts[0].text == RECAP[0]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("  <!-- saved -->\n<html>", True),
        ("<p>one</p>\n<p>two</p>", True),
        ("Hello <p>a</p><p>b</p><p>c</p><p>d</p>", True),
        ("# Title\n\nSome *text* with a <br> and <em>tag</em>.", False),
        ("I <3 this", False),
        ("plain", False),
    ],
)
def test_html_is_known_by_its_content(source: str, html: bool) -> None:
    assert looks_like_html(source) is html
