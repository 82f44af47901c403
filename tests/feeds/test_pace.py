"""When a feed is looked at next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.pace import next_look, next_try

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = 60
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ttl", "max_age", "minutes"),
    [
        (None, None, 15),
        (60, None, 60),
        (5, None, 15),
        (None, 45 * MINUTE, 45),
        (None, 0, 15),
        (60, 45 * MINUTE, 60),
        (30, 45 * MINUTE, 45),
        (100_000, None, 24 * 60),
        (None, 2**31, 24 * 60),
        (-5, -5, 15),
    ],
)
def test_the_longest_of_interval_ttl_and_freshness_counts_up_to_a_day(
    ttl: int | None, max_age: int | None, minutes: int
) -> None:
    asked = timedelta(minutes=ttl) if ttl is not None else None
    assert next_look(NOW, ttl=asked, max_age=max_age, jitter=0) == NOW + timedelta(minutes=minutes)


def test_failures_wait_five_minutes_doubling_to_a_day() -> None:
    waits = [next_try(NOW, failures=n, retry_after=None, jitter=0) - NOW for n in range(1, 12)]
    assert [wait.total_seconds() / MINUTE for wait in waits] == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


@pytest.mark.parametrize(("retry_after", "minutes"), [(0, 5), (60.0, 5), (3_600.0, 60), (1e300, 1440)])
def test_what_the_site_asks_for_counts_where_longer(retry_after: float, minutes: int) -> None:
    assert next_try(NOW, failures=1, retry_after=retry_after, jitter=0) == NOW + timedelta(minutes=minutes)


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 10**9), st.integers(0, 10**30))
def test_jitter_makes_a_wait_longer_by_a_tenth_at_most(jitter: float, failures: int, seconds: int) -> None:
    for exact, spread in (
        [next_look(NOW, ttl=None, max_age=seconds, jitter=j) - NOW for j in (0, jitter)],
        [next_try(NOW, failures=failures, retry_after=seconds, jitter=j) - NOW for j in (0, jitter)],
    ):
        assert timedelta(minutes=5) <= exact <= DAY
        assert exact <= spread <= exact * 1.1
