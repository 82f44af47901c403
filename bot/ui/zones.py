"""The world's time zones as selects take them: by region, and in pieces of as many as a select holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

REGIONS = (
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
"""Where the cities lie that zones are named after, by the time zone database."""
UTC = "UTC"


@cache
def zones_of(region: str) -> tuple[str, ...]:
    """Return the names of a region's zones, sorted; none where there is no such region."""
    if region not in REGIONS:
        return ()
    return tuple(sorted(zone for zone in available_timezones() if zone.startswith(f"{region}/")))


def city_of(zone: str) -> str:
    """Return what a zone is called within its region: `New York`, `Argentina, Salta`."""
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone


def pieces(zones: Sequence[str], most: int) -> list[Sequence[str]]:
    """Return zones in pieces of so many at the most."""
    return [zones[at : at + most] for at in range(0, len(zones), most)]
