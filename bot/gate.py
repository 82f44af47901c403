"""The gate: what of a show a viewer is shown, by how far they have watched and how the guild wants that held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.episodes import EpisodeNumber
from bot.spoilers import may_see


class Gate(StrEnum):
    """What a guild has a viewer meet who asks, for themselves, for what lies beyond their progress."""

    VEIL = "veil"
    """The text, behind a veil."""
    ASK = "ask"
    """The question whether they have watched it; it is shown veiled to who wants it all the same."""
    STRICT = "strict"
    """Nothing, until they say that they have watched it."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member before a show: the last episode they say they have watched, None where they have not said."""

    watched: EpisodeNumber | None
    gate: Gate = Gate.ASK

    def may_see(self, episode: EpisodeNumber) -> bool:
        """Tell whether the viewer may read of an episode in the open."""
        return may_see(self.watched, episode)
