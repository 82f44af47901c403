"""Moments to come, as members write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Mistake

LATEST = timedelta(days=366)
"""How far ahead a moment may be: a year, a leap year too."""

_HELP = "Say for how long, such as `24h`, `3d` or `1d 12h`, or until when, in UTC: `2026-12-01 20:00`."
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
}
_AMOUNT = rf"\d{{1,6}} ?(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_SPAN = re.compile(rf"(?:in )?{_AMOUNT}(?:(?: |, | and |, and )?{_AMOUNT})*", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[ t](\d{1,2}:\d{2})(?:\+00:00|\+0000| ?z| ?utc)?", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "|".join(f"{name}s?|{name[:3]}" for name in _WEEKDAYS)
_HOUR = re.compile(
    rf"(?:(?P<day>\d{{4}}-\d{{2}}-\d{{2}})|(?P<weekday>{_WEEKDAY}))[ ,t]+(?P<hour>\d{{1,2}}:\d{{2}})", re.ASCII
)
_TIMESTAMP = re.compile(r"<t:(\d{1,11})(?::[a-z])?>", re.ASCII)


def read_moment(text: str, now: datetime) -> datetime:
    """Read a moment to come: `24h`, `3d`, `in 2 hours`, `2026-12-01 20:00` in UTC, or Discord's `<t:1800000000:R>`.

    Raises:
        Mistake: the text is anything else, has passed, or is more than a year ahead.
    """
    moment = _read(" ".join(text.lower().split()), now)
    if moment is None:
        raise Mistake(f"I can’t read when that is. {_HELP}")
    if moment <= now:
        raise Mistake(f"That has passed already; in UTC it is {now:%Y-%m-%d %H:%M} now. {_HELP}")
    if moment > now + LATEST:
        raise Mistake(f"That is more than a year ahead. {_HELP}")
    return moment


def read_hour(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a day and an hour to come by the clocks of a zone: `Friday 18:00`, or `2026-12-04 18:00`.

    Raises:
        Mistake: the text is anything else, has passed, or is more than a year ahead.
    """
    here = now.astimezone(zone)
    moment = _read_hour(" ".join(text.lower().split()), here)
    if moment is None:
        raise Mistake(
            "I can’t read when that is. Write a day and an hour, such as `Friday 18:00` or `2026-12-04 18:00`."
        )
    if moment <= now:
        raise Mistake(f"That has passed already; in {zone.key} it is {here:%Y-%m-%d %H:%M} now.")
    if moment > now + LATEST:
        raise Mistake("That is more than a year ahead.")
    return moment


def _read_hour(text: str, here: datetime) -> datetime | None:
    match = _HOUR.fullmatch(text)
    if match is None:
        return None
    try:
        hour = time.fromisoformat(f"{match['hour']:0>5}")
        if match["day"]:
            return datetime.combine(date.fromisoformat(match["day"]), hour, here.tzinfo)
    except ValueError:  # no such day or hour
        return None
    weekday = next(number for number, name in enumerate(_WEEKDAYS) if name.startswith(match["weekday"][:3]))
    ahead = here.date() + timedelta((weekday - here.weekday()) % 7)
    moment = datetime.combine(ahead, hour, here.tzinfo)
    return moment if moment > here else datetime.combine(ahead + timedelta(7), hour, here.tzinfo)


def _read(text: str, now: datetime) -> datetime | None:
    try:
        if stamp := _TIMESTAMP.fullmatch(text):
            return datetime.fromtimestamp(int(stamp[1]), UTC)
        if _SPAN.fullmatch(text):
            amounts = re.findall(r"(\d+) ?([a-z]+)", text.removeprefix("in "))
            return now + sum((int(number) * _UNITS[unit] for number, unit in amounts), timedelta())
        if date := _DATE.fullmatch(text):
            return datetime.strptime(f"{date[1]} {date[2]}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):  # no such day or hour, or beyond what a clock can show
        return None
    return None
