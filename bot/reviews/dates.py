"""Dates as blogs write them. One that could be two days is none."""

from __future__ import annotations

import re
from datetime import date

from dateutil import parser

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
# German, French, Spanish, Portuguese and Italian, where they are not as in English; by their place in the year.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar janvier enero janeiro gennaio",
            "februar février febrero fevereiro febbraio",
            "märz mars marzo março",
            "avril abril aprile",
            "mai mayo maio maggio",
            "juni juin junio junho giugno",
            "juli juillet julio julho luglio",
            "août agosto",
            "septembre septiembre setembro settembre",
            "oktober octobre octubre outubro ottobre",
            "novembre noviembre novembro",
            "dezember décembre diciembre dezembro dicembre",
        ),
        1,
    )
    for name in names.split()
}
WRITTEN = (
    rf"(?:{_MONTH}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}\d{{4}}|\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s{{1,3}}{_MONTH},?\s{{1,3}}"
    r"\d{4}|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:er|\.|º)?\s(?:de\s)?(?:{'|'.join(_MONTHS)}),?\s(?:de\s)?\d{{4}}"
    rf"|(?:{'|'.join(_MONTHS)})\s\d{{1,2}},?\s\d{{4}}"
    rf"|\d{{4}}年\s?\d{{1,2}}月\s?\d{{1,2}}日)"
)
"""A pattern for a date that names its month or is in ISO form, to be used without regard to case."""

_WRITTEN = re.compile(rf"(?<!\w){WRITTEN}", re.IGNORECASE)
_IN_PATH = re.compile(
    r"/(?:(\d{4})(?:/(\d{1,2})/(\d{1,2})(?=/|$)|-(\d{2})-(\d{2})(?=[-/.]|$))|(20\d\d)(\d\d)(\d\d)(?=[-/.]|$))"
)


def read_date(text: str) -> date | None:
    """Return the one date a short text names, or None."""
    found = {match.group() for match in _WRITTEN.finditer(text[:200])}
    if len(found) != 1:
        return None
    (written,) = found
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    month = next((m for name, m in _MONTHS.items() if re.search(rf"\b{name}\b", written, re.IGNORECASE)), None)
    try:
        if month is not None:
            return date(numbers[1], month, numbers[0])
        if "年" in written:
            return date(*numbers)
        return parser.parse(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", written, flags=re.IGNORECASE)).date()
    except (ValueError, OverflowError):
        return None


def date_in_url(url: str) -> date | None:
    """Return the day that stands in an address, as in `/2022/05/11/`, or None."""
    match = _IN_PATH.search(url)
    if match is None:
        return None
    try:
        return date(*(int(group) for group in match.groups() if group is not None))
    except ValueError:
        return None
