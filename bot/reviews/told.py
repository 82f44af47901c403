"""What one line tells of a review: which show, season and episodes it names, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.episodes import EpisodeSpan
from bot.reviews.model import ReviewKind

NUMBER_OR_NAME = 0.7
"""How sure a name is where the number behind it may belong to it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a review is about, as far as one line says it; how sure name and number are is told from 0 to 1."""

    show: str | None = None
    season: int | None = None
    span: EpisodeSpan | None = None
    is_final: bool = False
    kind: ReviewKind = ReviewKind.UNKNOWN
    show_sureness: float = field(default=0.95, compare=False)
    span_sureness: float = field(default=0.95, compare=False)
