"""Dates as blogs write them. One that could be two days is none."""

from __future__ import annotations

import re
from datetime import date

from dateutil import parser

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
WRITTEN = (
    rf"(?:{_MONTH}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}\d{{4}}|\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s{{1,3}}{_MONTH},?\s{{1,3}}"
    r"\d{4}|\d{4}-\d{2}-\d{2})"
)
"""A pattern for a date that names its month or is in ISO form, to be used without regard to case."""

_WRITTEN = re.compile(rf"(?<!\w){WRITTEN}", re.IGNORECASE)
_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=/|$)")


def read_date(text: str) -> date | None:
    """Return the one date a short text names, or None."""
    found = {match.group() for match in _WRITTEN.finditer(text[:200])}
    if len(found) != 1:
        return None
    try:
        return parser.parse(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", found.pop(), flags=re.IGNORECASE)).date()
    except (ValueError, OverflowError):
        return None


def date_in_url(url: str) -> date | None:
    """Return the day that stands in an address, as in `/2022/05/11/`, or None."""
    match = _IN_PATH.search(url)
    if match is None:
        return None
    try:
        return date(*(int(group) for group in match.groups()))
    except ValueError:
        return None
