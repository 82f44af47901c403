"""Noting what a member has watched: the one place where that changes, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeNumber
from bot.errors import Mistake, StorageConflict
from bot.shows import Show
from bot.storage import progress
from bot.storage.database import Database
from bot.ui.doors import progress_changed

if TYPE_CHECKING:
    from bot.client import LooseEnds


@dataclass(frozen=True, slots=True)
class Change:
    """What a member said of a show, and what they had said before; None is nothing."""

    show: Show
    before: EpisodeNumber | None
    after: EpisodeNumber | None
    at: datetime


async def note(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> Change:
    """Note how far the member has watched, forwards or back.

    Raises:
        Mistake: the show is not followed any more.
    """
    with _followed():
        now = interaction.client.clock()
        before = await progress.record(*_place(interaction, show), episode, now)
    await _went_back(interaction, show)
    return Change(show, before, episode, now)


async def advance(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> Change:
    """Note that the member has watched an episode; who was further stays there.

    Raises:
        Mistake: the show is not followed any more.
    """
    with _followed():
        now = interaction.client.clock()
        before = await progress.advance(*_place(interaction, show), episode, now)
    return Change(show, before, episode if before is None else max(before, episode), now)


async def forget(interaction: discord.Interaction[LooseEnds], show: Show) -> Change:
    """Forget how far the member has watched."""
    before = await progress.forget(*_place(interaction, show))
    await _went_back(interaction, show)
    return Change(show, before, None, interaction.client.clock())


async def take_back(interaction: discord.Interaction[LooseEnds], change: Change) -> bool:
    """Take a change back, unless the member said something else since; return whether it was.

    Raises:
        Mistake: the show is not followed any more.
    """
    with _followed():
        is_done = await progress.take_back(
            *_place(interaction, change.show),
            before=change.before,
            after=change.after,
            at=change.at,
            now=interaction.client.clock(),
        )
    await _went_back(interaction, change.show)
    return is_done


async def _went_back(interaction: discord.Interaction[LooseEnds], show: Show) -> None:
    """Let the doors of gated discussions know that a member's progress may have gone back."""
    await progress_changed(interaction.client, show.guild_id, show.show_id, interaction.user.id)


def _place(interaction: discord.Interaction[LooseEnds], show: Show) -> tuple[Database, int, int, int]:
    return interaction.client.database, show.guild_id, show.show_id, interaction.user.id


@contextmanager
def _followed() -> Iterator[None]:
    try:
        yield
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
