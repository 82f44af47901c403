"""Feeds in the forms of the web, to items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import FeedUnreadable
from bot.feeds.items import LONGEST_BODY, MOST_ITEMS
from bot.feeds.model import Item
from bot.feeds.reading import MOST_BYTES, read_feed
from tests.feeds import samples
from tests.feeds.samples import FRENCH, JAPANESE, RUSSIAN, atom, item, rss

ADDRESS = "https://lamplight.example/feeds/all.xml"
SHARED = Path(__file__).parents[3] / "shared" / "feeds"


def only(data: bytes | str, content_type: str | None = None) -> Item:
    """Return the one item of a feed."""
    (found,) = read_feed(data.encode() if isinstance(data, str) else data, ADDRESS, content_type).items
    return found


def test_wordpress() -> None:
    feed = read_feed(samples.WORDPRESS, ADDRESS)
    (found,) = feed.items
    assert (feed.title, feed.ttl) == ("Lamplight", timedelta(minutes=30))
    assert (found.title, found.author) == ("Saltglass Harbor Episode 3 Review", "Odile Marsh")
    assert found.link == "https://lamplight.example/episode-3/"
    assert found.published == datetime(2026, 10, 15, 8, tzinfo=UTC)
    assert (found.body, found.is_excerpt) == (samples.WHOLE, False)


def test_a_feed_of_excerpts_says_so_in_spite_of_its_footer() -> None:
    assert only(samples.EXCERPTS).is_excerpt


def test_a_whole_text_in_the_description() -> None:
    feed = read_feed(samples.ESCAPED, ADDRESS)
    assert feed.ttl == timedelta(minutes=90)
    assert feed.items[0].body == samples.WHOLE * 3
    assert not feed.items[0].is_excerpt


def test_a_feed_that_is_not_well_formed_is_read_and_leads_to_the_blog_itself() -> None:
    found = only(samples.FEEDBURNER)
    assert found.link == "https://lamplight.example/real/"
    assert found.body == samples.WHOLE


@pytest.mark.parametrize("data", [samples.XHTML, samples.IN_HTML], ids=["alone", "in HTML"])
def test_atom_with_xhtml_and_an_empty_base(data: bytes) -> None:
    found = only(data)
    assert found.link == "https://lamplight.example/3"
    assert found.title == "Saltglass Harbor Episode 3"
    assert found.author == "Odile Marsh"
    assert "<h2>Recap</h2>" in found.body
    assert not found.is_excerpt


def test_rdf_in_windows_1251() -> None:
    feed = read_feed(samples.RDF, ADDRESS)
    assert feed.title == "Маяк"
    assert (feed.items[0].title, feed.items[0].body) == ("Серия 3", RUSSIAN)


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type"),
    [
        (JAPANESE, "utf-8", "shift_jis", None),
        (JAPANESE, "utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        (JAPANESE, "utf-8-sig", "utf-16", None),
        (JAPANESE, "utf-16", "utf-16", None),
        (JAPANESE, "utf-16-le", None, None),
        (JAPANESE, "utf-16-be", None, None),
        (JAPANESE, "utf-32", None, None),
        (JAPANESE, "cp932", "shift_jis", "text/xml; charset=utf-8"),
        (JAPANESE, "cp932", "utf-8", None),
        (JAPANESE, "cp932", None, None),
        (JAPANESE, "euc-jp", None, None),
        (JAPANESE, "euc-jp", None, "application/xml; charset=EUC-JP"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", None),
        (RUSSIAN, "cp1251", "windows-1251", None),
        (RUSSIAN, "cp1251", None, None),
        (RUSSIAN, "koi8-r", "koi8-r", None),
        (RUSSIAN, "cp1251", "no-such-encoding", None),
        (FRENCH, "cp1252", "iso-8859-1", None),
        (FRENCH, "cp1252", "utf-8", None),
        (FRENCH, "cp1252", None, None),
    ],
)
def test_encodings_declared_undeclared_and_contradicted(
    text: str, encoding: str, declared: str | None, content_type: str | None
) -> None:
    document = rss(item(f"<description>{text}</description>"), declared=declared)
    assert only(document.encode(encoding), content_type).body == text


def test_a_character_cut_in_two_spoils_itself_alone() -> None:
    data = rss(item(f"<description>{JAPANESE}#</description>")).encode().replace(b"#", "船".encode()[:2])
    assert only(data).body == f"{JAPANESE}\ufffd"


def test_relative_links_and_years_of_two_digits() -> None:
    feed = rss(
        "<item><title>a</title><link>../3?utm_medium=rss</link><pubDate>Thu, 7 Dec 17 18:00:29 -0800</pubDate></item>"
    )
    found = only(feed)
    assert found.link == "https://lamplight.example/3"
    assert found.published == datetime(2017, 12, 8, 2, 0, 29, tzinfo=UTC)


def test_a_guid_is_a_link_only_where_it_says_so() -> None:
    guid = "<item><title>a</title><guid isPermaLink='{}'>https://lamplight.example/g</guid>{}</item>"
    assert only(rss(guid.format("true", ""))).link == "https://lamplight.example/g"
    assert only(rss(guid.format("false", ""))).link is None
    linked = guid.format("false", "<link>https://lamplight.example/l</link>")
    assert only(rss(linked)).link == "https://lamplight.example/l"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "urn:uuid:1", "ftp://a.example/", "https://a:b@c.example/"])
def test_what_is_no_address_is_no_link(link: str) -> None:
    assert only(rss(f"<item><title>a</title><link>{link}</link></item>")).link is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&lt;Infinite Dendrogram&gt; Episode 5", "<Infinite Dendrogram> Episode 5"),
        ("Tom &amp;amp; Tessen", "Tom & Tessen"),
        ("I &lt;3 Saltglass &#8211; 3", "I <3 Saltglass – 3"),
        ("<![CDATA[<em>Saltglass</em> Harbor<br/>3]]>", "Saltglass Harbor 3"),
        ("  Saltglass\n  Harbor ", "Saltglass Harbor"),
        ("x" * 500, "x" * 299 + "…"),
        ("<![CDATA[<script>alert(1)</script>]]>", None),
    ],
)
def test_titles_are_one_line_of_plain_text(written: str, read: str | None) -> None:
    assert only(rss(item(title=written))).title == read


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<author>odile@lamplight.example (Odile Marsh)</author>", "Odile Marsh"),
        ("<dc:creator>Odile Marsh</dc:creator>", "Odile Marsh"),
        ("<author>odile@lamplight.example</author>", None),
        ("", None),
    ],
)
def test_authors(written: str, name: str | None) -> None:
    assert only(rss(item(written))).author == name


@pytest.mark.parametrize("date", ["yesterday", "32 Foo 2026", "0001-01-01T00:00:00Z", "99999-01-01", "1518478934", ""])
def test_what_is_no_date_is_none(date: str) -> None:
    assert only(rss(item(f"<pubDate>{date}</pubDate>"))).published is None


def test_the_newest_come_first_and_those_without_a_date_stay_where_they_stood() -> None:
    dated = "<pubDate>{:02} Oct 2026 10:00:00 GMT</pubDate>"
    feed = rss(
        *(
            item(dated.format(day) if day else "", title=str(number), number=number)
            for number, day in enumerate((0, 3, 0, 9, 0), 1)
        )
    )
    assert [found.title for found in read_feed(feed.encode(), ADDRESS).items] == ["4", "5", "1", "2", "3"]


def test_dates_in_the_future_are_as_the_feed_says() -> None:
    assert only(rss(item("<pubDate>Thu, 15 Oct 2099 10:00:00 GMT</pubDate>"))).published == datetime(
        2099, 10, 15, 10, tzinfo=UTC
    )


def test_what_stands_after_the_items_and_twice_in_them() -> None:
    feed = read_feed(
        rss(item("<guid>a</guid><guid>a</guid>"), item(number=4))
        .replace("</channel>", "<ttl>60</ttl></channel>")
        .encode(),
        ADDRESS,
    )
    assert len(feed.items) == 2
    assert feed.ttl == timedelta(hours=1)


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>9999999</ttl>", timedelta(days=7)),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", timedelta(days=7)),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(head: str, ttl: timedelta | None) -> None:
    assert read_feed(rss(head=head).encode(), ADDRESS).ttl == ttl


def test_a_feed_without_items_is_one() -> None:
    assert read_feed(rss().encode(), ADDRESS).items == ()


def test_at_most_a_hundred_items_and_bodies_in_bounds() -> None:
    many = rss(
        *(item(f"<pubDate>{1 + n % 28} Oct {2000 + n % 20} 10:00:00 GMT</pubDate>", number=n) for n in range(300))
    )
    assert len(read_feed(many.encode(), ADDRESS).items) == MOST_ITEMS
    long = only(rss(item(f"<description><![CDATA[{'<p>word</p>' * 40_000}]]></description>")))
    assert len(long.body) <= LONGEST_BODY
    assert long.body.count("<") == long.body.count(">")


@pytest.mark.parametrize(
    ("body", "is_excerpt"),
    [
        (f"{samples.TALK} " * 10, False),
        (samples.TALK, True),
        ("", True),
        (f"{samples.TALK} " * 10 + "[…]", True),
        (f"{samples.TALK} " * 10 + "[...]", True),
        (f"{samples.TALK} " * 10 + '<a href="/3">Continue reading Saltglass Harbor Episode 3 →</a>', True),
        (f"{samples.TALK} " * 10 + "the ledger <a href='/3'>Read More »</a>", True),
        (f"{samples.TALK} " * 10 + "… read more", True),
        (f"{samples.TALK} " * 10 + "You can read more of this on my other blog.", False),
        (f"{samples.TALK} " * 9 + "And so…", True),
        (f"{samples.TALK} " * 30 + "And so…", False),
        (JAPANESE * 30 + "続きを読む", True),
    ],
)
def test_excerpts_are_told_from_articles(body: str, is_excerpt: bool) -> None:
    assert only(rss(item(f"<description><![CDATA[{body}]]></description>"))).is_excerpt is is_excerpt


def test_a_short_text_where_whole_ones_stand_is_whole() -> None:
    assert not only(rss(item(f"<content:encoded>{samples.TALK}</content:encoded>"))).is_excerpt


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "an empty page"),
        (b" \r\n\t", "an empty page"),
        (b"<!DOCTYPE html><html><head><title>x</title></head><body><p>Move along.</p></body></html>", "a web page"),
        (b"<html><script>let a = '<rss version=\"2.0\">'</script></html>", "a web page"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "JSON"),
        (b"[1]", "JSON"),
        (b'<?xml version="1.0"?><note><to>Odile</to></note>', "XML of another kind, “note”"),
        (b"\xff\xd8\xff\xe0abc", "a picture"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08abc", "a compressed file"),
        (b"\0\1\2\3" * 100, "a binary file"),
        (b"Just some words about a feed.", "text"),
        (b"<rss version='2.0'><channel><ti", "broken"),
        (b" " * (MOST_BYTES + 1), "5,000,001 bytes"),
    ],
)
def test_what_is_no_feed_is_refused_by_what_it_is(data: bytes, says: str) -> None:
    with pytest.raises(FeedUnreadable, match=says) as raised:
        read_feed(data, ADDRESS)
    assert str(raised.value).endswith(".")


REFUSED = {"14_notafeed.html": "a web page", "20_declared_latin1_is_utf8.xml": "“note”"}
EMPTY = {"30_always_strip_doctype.xml"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the feeds found in the wild are not here; they do not ship")
def test_feeds_found_in_the_wild_are_read_or_refused() -> None:
    files = [file for file in sorted(SHARED.iterdir()) if file.suffix != ".md"]
    assert files
    for file in files:
        if file.name in REFUSED:
            with pytest.raises(FeedUnreadable, match=REFUSED[file.name]):
                read_feed(file.read_bytes(), ADDRESS)
        else:
            feed = read_feed(file.read_bytes(), ADDRESS)
            assert bool(feed.items) is (file.name not in EMPTY), file.name
            assert all("\ufffd" not in (found.title or "") for found in feed.items), file.name
            assert len({found.key for found in feed.items}) == len(feed.items), file.name


def test_atom_keeps_the_fullest_of_several_texts() -> None:
    found = only(
        atom(
            "<entry><title>a</title><id>a</id><summary>short</summary><content type='html'>"
            "&lt;p&gt;the longer text&lt;/p&gt;</content></entry>"
        )
    )
    assert found.body == "<p>the longer text</p>"
