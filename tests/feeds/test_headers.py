"""What the head of an answer says about the answer."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.feeds.headers import MOST_SECONDS, kept, max_age, retry_after

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=3600"}, 3600),
        ({"cache-control": 'MAX-AGE = "60"'}, 60),
        ({"cache-control": "max-age=3600", "age": "600"}, 3000),
        ({"cache-control": "max-age=60", "age": "600"}, 0),
        ({"cache-control": "max-age=60", "age": "-5"}, 60),
        ({"cache-control": "s-maxage=3600"}, None),
        ({"cache-control": "no-cache, max-age=3600"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age=" + "9" * 8_000}, MOST_SECONDS),
        ({"cache-control": "max-age=60", "expires": "Wed, 25 Nov 2026 13:00:00 GMT"}, 60),
        ({"expires": "Wed, 25 Nov 2026 13:00:00 GMT"}, 3600),
        ({"expires": "Wed, 25 Nov 2026 13:00:00 GMT", "date": "Wed, 25 Nov 2026 12:30:00 GMT"}, 1800),
        ({"expires": "Wed, 25 Nov 2026 11:00:00 GMT"}, 0),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, MOST_SECONDS),
        ({"expires": "0"}, 0),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert max_age(CIMultiDict(headers), NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120),
        ("0", 0),
        ("999999", 86_400),
        ("9" * 8_000, 86_400),
        ("Wed, 25 Nov 2026 12:10:00 GMT", 600),
        ("Wed, 25 Nov 2026 12:10:00 -0000", 600),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("soon", None),
        ("-5", None),
        ("١٢", None),
    ],
)
def test_how_long_to_stay_away(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize("value", [None, "", "x" * 1_001, "a\ud800", "a\x07"])
def test_what_is_no_text_of_moderate_length_is_not_kept(value: str | None) -> None:
    assert kept(value) is None


def test_what_is_kept_stays_as_it_is() -> None:
    assert kept('W/"héllo"') == 'W/"héllo"'


@given(st.text(), st.text(), st.text())
def test_whatever_stands_there_is_read_in_bounds(one: str, other: str, third: str) -> None:
    seconds = max_age({"Cache-Control": one, "Expires": other, "Age": third, "Date": third}, NOW)
    assert seconds is None or 0 <= seconds <= MOST_SECONDS
    asked = retry_after(one, NOW)
    assert asked is None or 0 <= asked <= 86_400
