"""When a feed is looked at next."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

INTERVAL = timedelta(minutes=15)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)

_SPREAD = 0.1
_MOST_DOUBLINGS = 10
"""5 minutes doubled so often are over a day."""


def next_look(now: datetime, *, ttl: timedelta | None, max_age: int | None, jitter: float) -> datetime:
    """Return when to look again at a feed that was read.

    Args:
        now: when it was read.
        ttl: how long the feed says that it may be kept (RSS 2.0, `<ttl>`), honoured where longer than the interval.
        max_age: seconds that the server's answer stays fresh (RFC 9111, 4.2), honoured likewise.
        jitter: 0 to 1, at random, so that feeds added at once are not looked at together for ever.
    """
    return now + _spread(max(INTERVAL, ttl or INTERVAL, _seconds(max_age)), jitter)


def next_try(now: datetime, *, failures: int, retry_after: float | None, jitter: float) -> datetime:
    """Return when to look again at a feed that could not be read.

    Args:
        now: when it failed.
        failures: how often in a row, this time included: the wait begins at 5 minutes and doubles up to a day.
        retry_after: seconds that the site asks to be left alone for (RFC 9110, 10.2.3), honoured where longer.
        jitter: 0 to 1, at random.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    return now + _spread(max(FIRST_RETRY * 2**doublings, _seconds(retry_after)), jitter)


def jitter() -> float:
    """Return from 0 to 1 how far a time is to be moved, so that not all fall due at once."""
    return random.random()  # noqa: S311 - spreads load, keeps no secret


def _seconds(asked: float | None) -> timedelta:
    return timedelta(seconds=min(asked or 0, LONGEST_WAIT.total_seconds()))


def _spread(wait: timedelta, jitter: float) -> timedelta:
    """Return a wait of a day at most, made longer by up to a tenth."""
    return min(wait, LONGEST_WAIT) * (1 + _SPREAD * jitter)
