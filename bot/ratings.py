"""Ratings: how many gave each score, and what that says of an episode.

Plain functions of plain values.
"""

from __future__ import annotations

from dataclasses import dataclass

BEST = 10
"""Ratings go from 1 to this; the schema has it too."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members gave each score: `votes[0]` is how many gave 1, `votes[9]` how many gave 10."""

    votes: tuple[int, ...] = (0,) * BEST

    @property
    def count(self) -> int:
        """How many rated."""
        return sum(self.votes)

    @property
    def mean(self) -> float | None:
        """The arithmetic mean, or None where nobody rated."""
        return sum(n * votes for n, votes in enumerate(self.votes, 1)) / self.count if self.count else None
