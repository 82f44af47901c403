"""Addresses that members type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.errors import Mistake
from bot.feeds.addresses import checked_address


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("https://example.org/feed", "https://example.org/feed"),
        ("  example.org/feed.xml ", "https://example.org/feed.xml"),
        ("example.org", "https://example.org"),
        ("//example.org/feed", "https://example.org/feed"),
        ("<https://example.org/feed>", "https://example.org/feed"),
        ("HTTP://EXAMPLE.ORG/Feed", "http://example.org/Feed"),
        ("example.org:80/feed", "https://example.org:80/feed"),
        ("https://example.org/feed#latest", "https://example.org/feed"),
        ("https://example.org/?feed=rss2&source=tag", "https://example.org/?feed=rss2&source=tag"),
        ("https://bücher.example/übersicht", "https://xn--bcher-kva.example/%C3%BCbersicht"),
        ("https://ｅｘａｍｐｌｅ．org/", "https://example.org/"),
        ("https://my_blog.example.org./", "https://my_blog.example.org./"),
        ("https://[2001:4860::1]/feed", "https://[2001:4860::1]/feed"),
    ],
)
def test_an_address_is_made_whole(typed: str, whole: str) -> None:
    assert checked_address(typed) == whole


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "as it stands in the browser"),
        ("my favourite blog", "without spaces"),
        ("https://example.org/a\nb", "without spaces"),
        ("https://example.org/\x00", "without spaces"),
        ("https://good.example\\@bad.example/", "without spaces"),
        ("ftp://example.org/feed", "begins with `https://`"),
        ("file:///etc/passwd", "begins with `https://`"),
        ("gopher://example.org:70/_x", "begins with `https://`"),
        ("data:text/xml,hello", "begins with `https://`"),
        ("javascript:alert(1)", "begins with `https://`"),
        ("feed://example.org/rss", "begins with `https://`"),
        ("https://me:secret@example.org/", "no user name"),
        ("https://me@example.org/", "no user name"),
        ("https://@example.org/", "no user name"),
        ("me:secret@example.org", "begins with `https://`"),
        ("me@example.org", "no user name"),
        ("https://example.org:8080/", "port 80 or 443"),
        ("localhost:22", "port 80 or 443"),
        ("https://example.org:99999/", "That is no address"),
        ("https://example.org:http/", "That is no address"),
        ("https://[::1/", "That is no address"),
        ("https://", "names a site"),
        ("https:///feed", "names a site"),
        ("https:example.org", "names a site"),
        ("https://a..example/", "names a site"),
        (f"https://{'a' * 64}.example/", "names a site"),
        (f"https://{'a.' * 130}example/", "names a site"),
        ("https://ex%61mple.org/", "names a site"),
        ("https://[fe80::1%25eth0]/", "names a site"),
        ("https://exa\u00admple.org/", "That is no address"),
        ("https://example℀.org/", "That is no address"),
        (f"https://example.org/{'a' * 2_000}", "at most 2,000"),
        (f"https://example.org/{'ü' * 1_900}", "more than 2,000"),
    ],
)
def test_what_is_no_address_to_go_to_gets_advice(typed: str, advice: str) -> None:
    with pytest.raises(Mistake) as mistake:
        checked_address(typed)
    assert advice in str(mistake.value)


def test_ports_are_left_to_the_guard_on_request() -> None:
    assert checked_address("http://127.0.0.1:8123/feed", ports=None) == "http://127.0.0.1:8123/feed"


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.from_regex(r"https?://[^/]{0,20}(/.{0,20})?")))
def test_whatever_is_typed_gives_advice_or_an_address_that_holds_its_promises(typed: str) -> None:
    try:
        whole = checked_address(typed)
    except Mistake:
        return
    url = URL(whole)
    assert whole.isascii()
    assert len(whole) <= 2_000
    assert url.scheme in {"http", "https"}
    assert url.host
    assert url.port in {80, 443}
    assert (url.user, url.password, url.fragment) == (None, None, "")
    assert checked_address(whole) == whole
