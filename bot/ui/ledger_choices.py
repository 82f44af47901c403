"""Loose ends offered while a member types which they mean: numbers and neutral words, as far as they have watched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.shows import Show, fold
from bot.storage import ledger
from bot.storage.ledger import LooseEnd
from bot.ui.choosing import MOST_CHOICES, guild_of, which_show
from bot.ui.ledger_lists import last_known
from bot.ui.ledger_pages import Latest, neutral_words

if TYPE_CHECKING:
    from bot.client import LooseEnds

_NUMBER = re.compile(r"#?\s*(?P<digits>[1-9][0-9]{0,8})")
_EPISODE = re.compile(r"(?:episode|ep\.?)\s*(?P<episode>[0-9]{1,4}(?:\.[0-9]{1,2})?)", re.IGNORECASE)
_NAME = 40
"""Characters of a show's name in a choice, of the 100 that it may have."""
_ON_SETTLED = frozenset({"reopen"})
"""The commands that settled loose ends are for; all others are offered open ones first."""


async def complete_number(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[int]]:
    """Offer the loose ends that the member may see, those first that the command is for.

    They are of the show of the place where that tells, else of all; a number is looked for in all. What was typed whole
    goes first, for Enter takes the first: who types 1 does not mean 13.
    """
    try:
        show = await which_show(interaction, None)
    except Mistake:
        show = None
    return await _choices(interaction, current, show)


async def complete_into(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[int]]:
    """Offer the loose ends that the one named in the option “number” may be merged into: the others of its show."""
    number = getattr(interaction.namespace, "number", None)
    end = None
    if isinstance(number, int):
        end = await ledger.find(interaction.client.database, guild_of(interaction), number, interaction.user.id)
    if end is None:
        return await complete_number(interaction, current)
    choices = await _choices(interaction, current, end.show)
    return [choice for choice in choices if choice.value != end.number]


async def _choices(
    interaction: discord.Interaction[LooseEnds], current: str, show: Show | None
) -> list[app_commands.Choice[int]]:
    typed = current.strip()
    number, episode = _NUMBER.fullmatch(typed), _EPISODE.fullmatch(typed)
    if number is not None:
        ends = await _of_number(interaction, number["digits"])
    else:
        of_episode = EpisodeNumber.parse(episode["episode"]) if episode else None
        ends = await _first(interaction, show=show, episode=of_episode)
    latest = await last_known(interaction.client.database, ends)
    labels = {end.number: _label(end, latest, show) for end in ends}
    if number is None and episode is None and typed:
        labels = {key: label for key, label in labels.items() if fold(typed) in fold(label)}
    return [app_commands.Choice(name=label, value=key) for key, label in labels.items()][:MOST_CHOICES]


async def _of_number(interaction: discord.Interaction[LooseEnds], digits: str) -> list[LooseEnd]:
    whole = await ledger.find(
        interaction.client.database, guild_of(interaction), int(digits), interaction.user.id
    )  # of one that was merged it is the one that it became
    return [*([whole] if whole else []), *await _first(interaction, digits=digits)]


async def _first(
    interaction: discord.Interaction[LooseEnds],
    *,
    show: Show | None = None,
    episode: EpisodeNumber | None = None,
    digits: str = "",
) -> list[LooseEnd]:
    """Return loose ends to choose from, those first that the command is for."""
    settled_first = interaction.command is not None and interaction.command.name in _ON_SETTLED
    found: list[LooseEnd] = []
    for is_open in (not settled_first, settled_first):
        if len(found) < MOST_CHOICES:
            found += await ledger.offered(
                interaction.client.database,
                guild_of(interaction),
                interaction.user.id,
                is_open=is_open,
                most=MOST_CHOICES - len(found),
                show=show,
                episode=episode,
                digits=digits,
            )
    return found


def _label(end: LooseEnd, latest: Latest, show: Show | None) -> str:
    """Return what a loose end is chosen by; its show is named where it is not that of the place."""
    named = []
    if show is None or show.show_id != end.show.show_id:
        label = end.show.label
        named = [label if len(label) <= _NAME else f"{label[: _NAME - 1]}…"]
    return " · ".join([f"#{end.number}", *named, f"Episode {end.raised_in}", *neutral_words(end, latest)])
