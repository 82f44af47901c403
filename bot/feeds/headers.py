"""What the head of an answer says about the answer, in bounds: each value was written by a stranger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_VALUE = 1_000
"""Characters of a value that is kept. A longer one is dropped, for a part of it would mean something else."""

MOST_SECONDS = 2**31
"""What an age too large for a cache is taken for (RFC 9111, 1.2.2)."""

MOST_RETRY_AFTER = 24 * 60 * 60

_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]+)", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|,)\s*no-(?:cache|store)\s*(?:,|$)", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


def kept(value: str | None) -> str | None:
    """Return a value as it is, or None where it is missing, too long, or holds what is no text."""
    return value if value and len(value) <= LONGEST_VALUE and value.isprintable() else None


def max_age(headers: Mapping[str, str], now: datetime) -> int | None:
    """Return for how many more seconds an answer stays fresh, or None where it does not say (RFC 9111, 4.2).

    Args:
        headers: of the answer; names in any case, if the mapping takes them so.
        now: when it came.
    """
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return 0
    if said := _MAX_AGE.search(control):
        return max(_seconds(said.group(1)) - _age(headers), 0)
    if expires := headers.get("Expires"):
        # A date that is none, such as the usual 0, lies in the past (RFC 9111, 5.3).
        until = _date(expires) or now
        return min(max(int((until - (_date(headers.get("Date", "")) or now)).total_seconds()), 0), MOST_SECONDS)
    return None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds, a day at most, that a `Retry-After` asks for in either form (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if _DIGITS.fullmatch(value):
        seconds = float(_seconds(value))
    elif date := _date(value):
        seconds = (date - now).total_seconds()
    else:
        return None
    return min(max(seconds, 0.0), float(MOST_RETRY_AFTER))


def _age(headers: Mapping[str, str]) -> int:
    """Return for how many seconds a cache on the way has had the answer (RFC 9111, 5.1)."""
    age = headers.get("Age", "")
    return _seconds(age) if _DIGITS.fullmatch(age) else 0


def _seconds(digits: str) -> int:
    """Return a number; reading one of thousands of digits is what Python refuses."""
    digits = digits.lstrip("0") or "0"
    return min(int(digits), MOST_SECONDS) if len(digits) <= 10 else MOST_SECONDS


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
