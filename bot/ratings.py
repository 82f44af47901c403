"""Ratings: how many gave each score, and what that says of an episode.

Plain functions of plain values.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

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
    def total(self) -> int:
        """The sum of all ratings."""
        return sum(score * votes for score, votes in enumerate(self.votes, 1))

    @property
    def mean(self) -> float | None:
        """The arithmetic mean, or None where nobody rated."""
        return self.total / self.count if self.count else None

    @property
    def spread(self) -> float | None:
        """The standard deviation, or None where nobody rated.

        It is the population's, not a sample's: the ratings are all there are, and nothing is estimated from them.
        """
        if not self.count:
            return None
        squares = sum(score * score * votes for score, votes in enumerate(self.votes, 1))
        # In whole numbers as far as it goes: the difference of two large squares would lose what it is about.
        return sqrt(self.count * squares - self.total**2) / self.count
