"""The clock, which is passed to whatever needs one, so that a simulation can have its own."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)
