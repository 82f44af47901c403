"""When a poll closes and when a discussion opens, as hosts write it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Mistake
from bot.moments import LATEST, read_hour, read_moment

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


BERLIN = ZoneInfo("Europe/Berlin")
"""Where it is 15:30 on a Wednesday."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Friday 18:00", "2026-11-27 18:00"),
        (" fri  18:00", "2026-11-27 18:00"),
        ("Fridays, 9:05", "2026-11-27 09:05"),
        ("wednesday 15:31", "2026-11-25 15:31"),
        ("Wednesday 15:30", "2026-12-02 15:30"),
        ("Tuesday 18:00", "2026-12-01 18:00"),
        ("2026-12-04 18:00", "2026-12-04 18:00"),
        ("2026-12-04t18:00", "2026-12-04 18:00"),
    ],
)
def test_a_day_and_an_hour_are_read_by_the_clocks_of_the_zone(text: str, moment: str) -> None:
    read = read_hour(text, NOW, BERLIN)
    assert f"{read:%Y-%m-%d %H:%M}" == moment
    assert read.tzinfo is BERLIN


@pytest.mark.parametrize("text", ["Friday", "18:00", "Fryday 18:00", "Friday 24:00", "2026-13-01 18:00", "friday 1800"])
def test_no_day_and_hour_says_how_to_write_one(text: str) -> None:
    with pytest.raises(Mistake, match="Friday 18:00"):
        read_hour(text, NOW, BERLIN)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_hour_to_come_or_a_mistake(text: str) -> None:
    with suppress(Mistake):
        assert NOW < read_hour(text, NOW, BERLIN) <= NOW + LATEST
