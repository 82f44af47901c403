"""Ratings: how many gave each score, and what that says of an episode.

Plain functions of plain values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

BEST = 10
"""Ratings go from 1 to this; the schema has it too."""

Key = TypeVar("Key")
"""What is rated, as the caller names it: an episode's number, or that with its show."""


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
    def median(self) -> float | None:
        """The rating in the middle, or the mean of the two there; None where nobody rated."""
        if not self.count:
            return None
        return (self._ranked((self.count - 1) // 2) + self._ranked(self.count // 2)) / 2

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

    def _ranked(self, place: int) -> int:
        """Return the rating at a place, from 0, where all stand in order."""
        for score, votes in enumerate(self.votes, 1):
            if place < votes:
                return score
            place -= votes
        raise IndexError("fewer have rated")


@dataclass(frozen=True, slots=True)
class Prior:
    """What is assumed of an episode before its ratings are looked at: so many votes of that mean."""

    mean: float
    votes: float

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Prior:
        """Return what to assume of some episodes: the mean of all their ratings, as often as one is rated on average.

        Raises:
            ValueError: none of them is rated.
        """
        rated = [tally for tally in tallies if tally.count]
        if not rated:
            raise ValueError("nothing is known of episodes of which none is rated")
        count = sum(tally.count for tally in rated)
        return cls(sum(tally.total for tally in rated) / count, count / len(rated))


NOTHING_ASSUMED = Prior(0, 0)
"""With this, an episode's score is the mean of its ratings."""


def shrunk(tally: Tally, prior: Prior) -> float:
    """Return the score of a rated episode, drawn towards the mean of all the more the fewer have rated it.

    It is the Bayesian average (C·m + Σ) / (C + n), with n ratings of the sum Σ, and C votes of the mean m assumed. IMDb
    has published it as the “weighted rating” of its Top 250: v/(v+m)·R + m/(v+m)·C, where R is the mean of v votes.
    """
    return (prior.votes * prior.mean + tally.total) / (prior.votes + tally.count)


def ranked(tallies: Mapping[Key, Tally], prior: Prior = NOTHING_ASSUMED) -> list[tuple[Key, float]]:
    """Return what is rated, the best first, with its score; of equals first that with more votes, then as they came."""
    scored = [(key, shrunk(tally, prior)) for key, tally in tallies.items() if tally.count]
    return sorted(scored, key=lambda each: (-each[1], -tallies[each[0]].count))


def mean_difference(pairs: Iterable[tuple[float, float]]) -> float | None:
    """Return by how much the first of each pair is above the second on average, or None where there is no pair."""
    apart = [first - second for first, second in pairs]
    return sum(apart) / len(apart) if apart else None


_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_LETTER = re.compile(r"([ABCDF])([+-]?)")
_TWELFTHS = {"A": 12, "B": 9, "C": 6, "D": 3, "F": 0, "+": 1, "": 0, "-": -1}


def on_ten(value: str, scale: str) -> float | None:
    """Return a reviewer's score on the scale of ten, from 0 to 10, or None where it can't be told.

    Numbers and stars keep their share of the best there is: 3.5 of 5 is 7. Letters go down from A (10) to F (0) in
    even steps, a twelfth of the scale each: A- 9.2, B+ 8.3, B 7.5, … D- 1.7; A+ counts as A, and F- as F. That is how
    Metacritic says that it converts reviewers' letters. Schools' percentages would put a D, which no reader takes for
    praise, above the middle.

    Args:
        value: as a review's `Score` has it: `7`, `8.5`, `B+`, `Poor`.
        scale: the best there is, such as `5` or `100`, or `letters`; of `words`, or where it is not known, nothing
            can be told.
    """
    if scale == "letters":
        letter = _LETTER.fullmatch(value)
        return min(max(_TWELFTHS[letter[1]] + _TWELFTHS[letter[2]], 0), 12) / 12 * BEST if letter else None
    if not _NUMBER.fullmatch(value) or not _NUMBER.fullmatch(scale) or not 0 <= float(value) <= float(scale) != 0:
        return None
    return float(value) / float(scale) * BEST
