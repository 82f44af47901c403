"""The feeds that a page names."""

from __future__ import annotations

from bot.feeds.discovery import feeds_named

PAGE = "https://lamplight.example/2026/10/episode-3/"


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "Lamplight") -> str:
    """Return a link of a page's head."""
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


def found(*links: str, address: str = PAGE) -> list[str]:
    """Return the feeds of a page with these links."""
    return feeds_named(f"<!DOCTYPE html><html><head>{''.join(links)}</head><body>x</body></html>".encode(), address)


def test_feeds_are_absolute_and_in_order() -> None:
    assert found(link("/feed/"), link("atom.xml", "application/atom+xml; charset=utf-8", "Alternate feed")) == [
        "https://lamplight.example/feed/",
        "https://lamplight.example/2026/10/episode-3/atom.xml",
    ]


def test_feeds_of_comments_come_last() -> None:
    assert found(
        link("/comments/feed/"), link("/2026/10/episode-3/feed/", title="Episode 3 Comments Feed"), link("/feed/")
    ) == [
        "https://lamplight.example/feed/",
        "https://lamplight.example/comments/feed/",
        "https://lamplight.example/2026/10/episode-3/feed/",
    ]


def test_what_is_no_feed_is_left_out() -> None:
    assert not found(
        link("/de/", "text/html"),
        link("/feed.json", "application/feed+json"),
        link("/wp-json/", "application/json"),
        link("/feed/", rel="stylesheet"),
        link("javascript:x()"),
        link("https://a:b@lamplight.example/feed/"),
        link(""),
        "<link rel=alternate type=application/rss+xml>",
        "<a type='application/rss+xml' rel='alternate' href='/feed/'>feed</a>",
    )


def test_a_base_counts_and_doubles_and_a_crowd_do_not() -> None:
    assert found('<base href="https://cdn.example/x/">', link("feed")) == ["https://cdn.example/x/feed"]
    assert found(link("/feed/"), link("/feed/?utm_source=page")) == ["https://lamplight.example/feed/"]
    assert len(found(*(link(f"/{number}") for number in range(50)))) == 5


def test_a_page_in_utf_16_or_none_at_all() -> None:
    page = f"<html><head>{link('/feed/')}</head></html>"
    assert feeds_named(page.encode(), PAGE) == ["https://lamplight.example/feed/"]
    assert feeds_named(b"", PAGE) == []
    assert feeds_named(b"\x00\xff" * 1000, PAGE) == []
    assert feeds_named(b"<link>" * 200_000, PAGE) == []
