"""When a poll closes, as hosts write it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Mistake
from bot.moments import LATEST, read_moment

NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("24h", timedelta(hours=24)),
        ("3d", timedelta(days=3)),
        ("in 2 hours", timedelta(hours=2)),
        ("In  90 Minutes ", timedelta(minutes=90)),
        ("1w", timedelta(weeks=1)),
        ("1d 12h", timedelta(days=1, hours=12)),
        ("1d12h", timedelta(days=1, hours=12)),
        ("1 day and 2 hours", timedelta(days=1, hours=2)),
        ("1 day, 2 hours and 5 min", timedelta(days=1, hours=2, minutes=5)),
        ("366d", timedelta(days=366)),
    ],
)
def test_spans_of_time_are_counted_from_now(text: str, passed: timedelta) -> None:
    assert read_moment(text, NOW) == NOW + passed


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 20:00",
        "2026-12-01T20:00",
        "2026-12-01 20:00 UTC",
        "2026-12-01t20:00z",
        "2026-12-01T20:00+00:00",
        "<t:1796155200>",
        "<t:1796155200:R>",
    ],
)
def test_dates_are_in_utc(text: str) -> None:
    assert read_moment(text, NOW) == datetime(2026, 12, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["soon", "", "tomorrow", "12", "h", "2026-12-01", "20:00", "2026-13-01 20:00", "2026-12-01 25:00", "<t:R>", "-3h",
     "2026-12-01 20:00+02:00", "3 hours ago", "¹h", "٣d", "<t:99999999999>", "and 3h", "999999 w 999999 w"],
)  # fmt: skip
def test_what_is_no_moment_is_answered_with_what_would_be(text: str) -> None:
    with pytest.raises(Mistake, match=r"`3d`.*`2026-12-01 20:00`"):
        read_moment(text, NOW)


@pytest.mark.parametrize("text", ["0h", "2026-11-25 14:30", "2025-12-01 20:00", "<t:1>"])
def test_what_has_passed_is_refused(text: str) -> None:
    with pytest.raises(Mistake, match="passed already; in UTC it is 2026-11-25 14:30 now"):
        read_moment(text, NOW)


@pytest.mark.parametrize("text", ["367d", "53w", "999999d", "2028-01-01 00:00", "<t:1900000000>"])
def test_more_than_a_year_is_refused(text: str) -> None:
    with pytest.raises(Mistake, match="more than a year"):
        read_moment(text, NOW)


@given(st.text(max_size=40) | st.from_regex(r"(in )?(\d{1,9} ?[mhdw] ?){1,4}|<t:\d{1,13}>|\d{4}-\d\d-\d\d \d\d:\d\d"))
def test_whatever_is_written_is_a_moment_within_a_year_or_a_mistake(text: str) -> None:
    with suppress(Mistake):
        assert NOW < read_moment(text, NOW) <= NOW + LATEST
