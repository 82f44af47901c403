"""Whatever comes in: a feed, or the one refusal."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import FeedUnreadable, UnreadableReview
from bot.feeds.articles import read_item
from bot.feeds.discovery import feeds_named
from bot.feeds.model import Feed
from bot.feeds.reading import read_feed
from tests.feeds.samples import EVERY, RECAP, WORDPRESS, atom, item, rss

ADDRESS = "https://lamplight.example/feed/"
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        *(b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE rss [", b"]>", b"<?xml ", b"?>"),
        *(b"&", b"&#0;", b"&#xD800;", b"&#55357;&#56832;", b"&nbsp;", b"&#99999999;", b"\0", b"\xff", b"\xed\xa0\x80"),
        *(b"<link>http://[::1</link>", b"<link>\\\\x</link>", b"<link href='http://a:b/'/>", b"xml:base='http://['"),
        *(b"<guid isPermaLink='true'>", b"<pubDate>99 Feb</pubDate>", b"<pubDate>-1</pubDate>", b"<content:encoded>"),
        *(
            b"<content type='application/x' mode='base64'>",
            b"<title type='xhtml'>",
            b"<rss:item>",
            b"<x:y>",
            b"encoding='utf-7'",
        ),
        *(
            b"<author>(",
            b"<ttl>-5</ttl>",
            b"\x1b$B",
            b"<feed>",
            b"<div><div>",
            b"</rss>",
            b"<geo:lat>x</geo:lat>",
            b"<georss:point>1</georss:point>",
        ),
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a feed with pieces put in, cut out and overwritten."""
    data = draw(st.sampled_from(list(EVERY.values())))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 5, 60, 10_000])))
        data = data[:start] + draw(st.one_of(PIECES, st.binary(max_size=6))) + data[end:]
    return data


def check(data: bytes, content_type: str | None = None) -> None:
    """Hold that a feed comes out, or the refusal; and that what comes out is fit to be kept."""
    with suppress(FeedUnreadable):
        feed = read_feed(data, ADDRESS, content_type)
        assert isinstance(feed, Feed)
        assert len({found.key for found in feed.items}) == len(feed.items)
        for found in feed.items:
            for text in (found.title, found.author, found.link, found.body):
                assert text is None or "\0" not in text
                (text or "").encode()
            assert found.title or found.link or found.body
            with suppress(UnreadableReview):
                read_item(found.body, url=found.link, title=found.title)


@QUICK
@given(mutated(), st.sampled_from([None, "text/html", "text/xml; charset=utf-16", "x; charset=\x00"]))
def test_a_feed_or_a_refusal(data: bytes, content_type: str | None) -> None:
    check(data, content_type)


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    check(data)
    assert all(feed.startswith("http") for feed in feeds_named(data, ADDRESS))


@pytest.mark.parametrize("length", range(0, len(WORDPRESS), 97))
def test_cut_off_anywhere(length: int) -> None:
    check(WORDPRESS[:length])


BOMB = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
SECRET = "<!ENTITY x SYSTEM 'file:///etc/passwd'>"


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (f"<!DOCTYPE rss [<!ENTITY a0 'boom'>{BOMB}]>{rss(item(title='&a9;'), declared=None)}", "entities"),
        (f"<!DOCTYPE rss [{SECRET}]>{rss(item(title='&x;'), declared=None)}", "entities"),
        (f"<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'>%p;]>{rss(declared=None)}", "entities"),
        (f"<!-- <a> --><!DOCTYPE rss [{SECRET}]>{rss(item(title='&x;'), declared=None)}", "entities"),
        (rss(item("<a>" * 100_000)), "200 tags"),
        (atom("<entry>" + "<div>" * 100_000 + "</div>" * 100_000 + "</entry>"), "200 tags"),
        (rss(item("<br/>" * 100_001)), "more tags"),
        (rss(item(f"<a {' '.join(f'b{n}=' for n in range(1000))}/>")), "attributes"),
    ],
    ids=["bomb", "file", "parameter", "behind a comment", "deep", "deep Atom", "many", "attributes"],
)
def test_bombs_are_refused_before_they_are_parsed(document: str, says: str) -> None:
    with pytest.raises(FeedUnreadable, match=says):
        read_feed(document.encode(), ADDRESS)


def test_a_doctype_elsewhere_is_not_looked_up() -> None:
    document = f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">{rss(item(), declared=None)}'
    assert len(read_feed(document.encode(), ADDRESS).items) == 1


def test_tags_and_entities_in_a_text_are_text() -> None:
    body = "<p>" * 1_000 + RECAP + " &lt;!ENTITY "
    assert (
        RECAP in read_feed(rss(item(f"<description><![CDATA[{body}]]></description>")).encode(), ADDRESS).items[0].body
    )


@pytest.mark.parametrize("name", ["https://lamplight.example/feed/", "/etc/passwd", "file:///etc/passwd"])
def test_what_looks_like_an_address_or_a_file_is_not_opened(name: str) -> None:
    with pytest.raises(FeedUnreadable, match="text"):
        read_feed(name.encode(), ADDRESS)


def test_nulls_and_halves_of_characters_are_left_out() -> None:
    document = rss(item("<description>one\0 two &#xD800;three &#0;four\x0b &#x1F41F;</description>")).encode()
    assert read_feed(document, ADDRESS).items[0].body == "one two three four 🐟"
    halves = rss(item("<description>one # two</description>")).encode().replace(b"#", b"\xed\xa0\x80")
    assert read_feed(halves, ADDRESS).items[0].body.startswith("one ")


def test_scripts_never_reach_a_review() -> None:
    body = f"<p>{RECAP}</p><script>alert(1)</script><p onclick='x()'><a href='javascript:x()'>a link</a> here</p>"
    found = read_feed(rss(item(f"<content:encoded><![CDATA[{body}]]></content:encoded>")).encode(), ADDRESS).items[0]
    review = read_item(found.body, url=found.link, title=found.title)
    assert "\n\n".join(part.text for part in review.parts) == f"{RECAP}\n\na link here"


@pytest.mark.parametrize(
    "body",
    [
        "<![CDATA[" + "word " * 960_000 + "]]>",
        "<![CDATA[" + "<div>" * 900_000 + "]]>",
        "&lt;div&gt;" * 400_000,
        " " * 4_800_000,
        "&#1234;" * 600_000,
    ],
    ids=["words", "tags", "escaped tags", "spaces", "references"],
)
def test_five_megabytes_in_one_item(body: str) -> None:
    assert len(read_feed(rss(item(f"<description>{body}</description>")).encode(), ADDRESS).items) == 1
