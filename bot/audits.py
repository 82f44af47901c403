"""The audit of a show's loose ends after its last episode, and what one episode did to them, of plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bot.episodes import EpisodeNumber
from bot.loose_ends import Status


@dataclass(frozen=True, slots=True)
class EpisodeCounts:
    """What an episode did: how many it tied and raised, and how many were open after it."""

    tied: int = 0
    new: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """A loose end as of the last episode, without its texts.

    `raised_by` is the member who raised it, `author` who wrote the first review that names it, each None if not known.
    """

    number: int
    raised_in: EpisodeNumber
    raised_by: int | None
    author: str | None
    voices: int
    status: Status
    settled_in: EpisodeNumber | None = None

    @property
    def took(self) -> float:
        """How many episodes there were between the question and what settled it; 0 where it was the same one."""
        return 0 if self.settled_in is None else (self.settled_in.hundredths - self.raised_in.hundredths) / 100


@dataclass(frozen=True, slots=True)
class Credit:
    """Who raised loose ends that were tied, and how many: a member or a review's author."""

    member_id: int | None
    author: str | None
    tied: int


@dataclass(frozen=True, slots=True)
class Audit:
    """All loose ends of a show as of an episode: those tied, the longest awaited first; the others by their voices."""

    last: EpisodeNumber
    tied: tuple[Thread, ...]
    open: tuple[Thread, ...]
    dropped: tuple[Thread, ...]

    @classmethod
    def of(cls, threads: Sequence[Thread], last: EpisodeNumber) -> Audit:
        """Return the audit of loose ends that were read as of the last episode."""
        by_voices = sorted(threads, key=lambda one: (-one.voices, one.raised_in, one.number))
        tied = sorted(
            (one for one in by_voices if one.status is Status.ANSWERED), key=lambda one: -one.took
        )  # stable: by voices where they took as long
        return cls(
            last,
            tuple(tied),
            tuple(one for one in by_voices if one.status is Status.OPEN),
            tuple(one for one in by_voices if one.status is Status.DROPPED),
        )

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.tied) + len(self.open) + len(self.dropped)

    def of_status(self, status: Status) -> tuple[Thread, ...]:
        """Return those of one status."""
        return {Status.ANSWERED: self.tied, Status.OPEN: self.open, Status.DROPPED: self.dropped}[status]

    @property
    def median(self) -> float | None:
        """How many episodes it took in the median to tie one; None where none was."""
        return median(one.took for one in self.tied) if self.tied else None

    def credits(self, most: int = 3) -> list[Credit]:
        """Return who raised the most that were tied, the most first; nobody for those whose member was forgotten."""
        counted = Counter((one.raised_by, None if one.raised_by else one.author) for one in self.tied)
        ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0][0] or 0, pair[0][1] or ""))
        return [Credit(*who, tied) for who, tied in ranked if any(who)][:most]
