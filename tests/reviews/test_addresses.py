"""One text, one address; and nothing that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.addresses import canonical_address
from tests.reviews.texts import read

_PIECES = (
    "https:// http:// HTTP:// // b.example [::1] :443 :80 :99999 user:pw@ / /amp ? utm_source=x & p=1 format=amp = # "
    "comment-5 é %20 % . .. \\ javascript: x ?replytocom=3 ; ] ["
)
PIECES = st.sampled_from([*_PIECES.split(), " ", "\n", "\0"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://b.example/bell/?utm_source=rss&utm_medium=feed", "https://b.example/bell/"),
        ("https://b.example/bell/?replytocom=31#respond", "https://b.example/bell/"),
        ("https://b.example/bell/?p=31&fbclid=abc", "https://b.example/bell/?p=31"),
        ("https://b.example/bell/?shared=email&msg=fail", "https://b.example/bell/"),
        ("https://b.example/bell/?like_comment=26&_wpnonce=56ad", "https://b.example/bell/"),
        ("https://b.example/bell/?msg=7", "https://b.example/bell/?msg=7"),
        ("https://b.example/bell?format=amp", "https://b.example/bell"),
        ("https://b.example/bell/amp/", "https://b.example/bell/"),
        ("https://b.example/bell/#comment-5", "https://b.example/bell/"),
        ("https://b.example/bell/#more-12", "https://b.example/bell/"),
        ("https://b.example/bell/#part-2", "https://b.example/bell/#part-2"),
        ("https://b.example/reviews.php?id=405663", "https://b.example/reviews.php?id=405663"),
        ("HTTPS://B.Example:443/Bell", "https://b.example/Bell"),
        ("http://b.example:8080/bell", "http://b.example:8080/bell"),
        ("https://b.example", "https://b.example/"),
        ("https://b.example/a?x=1;2&y=%20", "https://b.example/a?x=1;2&y=%20"),
    ],
)
def test_addresses(url: str, expected: str) -> None:
    assert canonical_address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "bell",
        "/bell",
        "javascript:alert(1)",
        "ftp://b.example/",
        "https://",
        "https://user:pw@b.example/",
        "https://b.example/a b",
        "https://b.example/\nx",
        "https://b.example:99999/",
        "https://[::1/",
        "https://b.example/" + "x" * 2_000,
    ],
)
def test_what_is_no_address(url: str | None) -> None:
    assert canonical_address(url) is None


def test_a_relative_one_is_taken_from_its_page() -> None:
    assert canonical_address("../b.png", base="https://b.example/x/y/") == "https://b.example/x/b.png"
    assert canonical_address("//c.example/b.png", base="https://b.example/x/") == "https://c.example/b.png"


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40).map(lambda text: f"https://b.example/{text}"))
def test_it_never_fails_and_once_is_enough(url: str) -> None:
    address = canonical_address(url)
    assert address is None or (address.startswith(("http://", "https://")) and canonical_address(address) == address)


def test_a_review_bears_its_canonical_address() -> None:
    prose = "The harbour sleeps while the divers go down once more, and nobody on the quay counts the lamps."
    review = read(f"Copper Tide Episode 3\n\n{prose}", "https://b.example/copper-tide-3/?utm_source=rss#respond")
    assert review.url == "https://b.example/copper-tide-3/"
