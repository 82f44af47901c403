"""Pictures of ratings, as PNG. Drawn in a thread or process, never on the event loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ratings import Tally


@dataclass(frozen=True, slots=True)
class SeasonPoint:
    """An episode of a season: its number as it is written, its tally, and the reviewers' mean on the scale of ten."""

    episode: str
    tally: Tally
    reviewers: float | None = None


def histogram(tally: Tally, *, title: str, subtitle: str) -> bytes:
    """Return the picture of one episode's ratings: ten bars with their numbers, the mean and the count."""
    raise NotImplementedError


def season_curve(points: Sequence[SeasonPoint], *, title: str, subtitle: str) -> bytes:
    """Return the picture of a season: the curve of means with spread and counts, and the reviewers' marks."""
    raise NotImplementedError
