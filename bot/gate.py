"""The gate: what of a show a viewer is shown, by how far they have watched and how the guild wants that held.

All that the bot says comes by a `Viewer`. What tells of an episode has a `sight`; that there is something, with its
number, author and date, is told by `is_told_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from bot.episodes import EpisodeNumber


class Gate(StrEnum):
    """What a guild has a viewer meet who asks, for themselves, for what lies beyond their progress."""

    VEIL = "veil"
    """The text, behind a veil."""
    ASK = "ask"
    """The question whether they have watched it; it is shown veiled to who wants it all the same."""
    STRICT = "strict"
    """Nothing, until they say that they have watched it."""


class Sight(Enum):
    """How a viewer is shown what tells of an episode."""

    OPEN = auto()
    VEILED = auto()
    NOT = auto()
    """Not at all: they are told that it is for those who have watched it, or asked whether they have."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member before a show: the last episode they say they have watched, None where they have not said."""

    watched: EpisodeNumber | None
    gate: Gate = Gate.ASK

    @property
    def is_strictly_held(self) -> bool:
        """Whether what lies beyond their progress is not theirs to have, even if they ask for it."""
        return self.gate is Gate.STRICT

    @property
    def beyond(self) -> str:
        """Where that lies which they are not shown, in words: it is counted, never named."""
        return "beyond what you have watched" if self.watched is None else f"after episode {self.watched}"

    def may_see(self, episode: EpisodeNumber) -> bool:
        """Tell whether the viewer may read of an episode in the open. Unknown progress is never enough."""
        return self.watched is not None and episode <= self.watched

    def sight(self, episode: EpisodeNumber, *, all_the_same: bool = False) -> Sight:
        """Return how the viewer is shown what tells of an episode.

        Args:
            all_the_same: they were asked whether they have watched it, have not, and want it.
        """
        if self.may_see(episode):
            return Sight.OPEN
        if self.gate is Gate.VEIL or (all_the_same and not self.is_strictly_held):
            return Sight.VEILED
        return Sight.NOT

    def is_told_of(self, episode: EpisodeNumber) -> bool:
        """Tell whether the viewer is told that there is something of an episode: by number, author and date alone.

        A bare number tells nothing of an episode, so that it is kept from nobody who has not said how far they are,
        unless the guild is strict; who has said it is led no further.
        """
        if self.watched is None:
            return not self.is_strictly_held
        return self.may_see(episode)


@dataclass(frozen=True, slots=True)
class Viewers:
    """A member before all shows of a guild: what they say they have watched, by the show's id."""

    watched: Mapping[int, EpisodeNumber]
    gate: Gate = Gate.ASK

    @property
    def is_strictly_held(self) -> bool:
        """Whether what lies beyond their progress is not theirs to have, even if they ask for it."""
        return self.gate is Gate.STRICT

    def of(self, show_id: int) -> Viewer:
        """Return the member before one of the shows."""
        return Viewer(self.watched.get(show_id), self.gate)
