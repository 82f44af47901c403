"""What other parts of the bot have the hub of a discussion say and offer.

Who changes what is given here notes with `discussions.changed` that the hub is to be drawn anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.storage.discussions import Discussion
from bot.storage.loose_end_audits import episode_counts
from bot.ui.ledger_lists import LedgerButton
from bot.ui.ledger_words import after_episode

if TYPE_CHECKING:
    from bot.client import LooseEnds


@dataclass(frozen=True, slots=True)
class Extras:
    """Lines of neutral text, for anyone may read them, and up to two buttons."""

    lines: Sequence[str] = ()
    items: Sequence[ui.Item[Any]] = ()


async def hub_extras(client: LooseEnds, discussion: Discussion) -> Extras:
    """Return what the hub of a discussion says and offers besides its own: the episode's loose ends, in counts."""
    show, episode = discussion.show, discussion.episode
    told = after_episode(await episode_counts(client.database, show, episode))
    return Extras([f"-# {told}."] if told else [], [LedgerButton(show.show_id)])
