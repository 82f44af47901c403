"""Which show and which episode a member means, and what is offered while they type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.errors import Mistake
from bot.gate import Viewer
from bot.shows import Covered, Show, UnclearShow, choose_show, fold
from bot.storage import reviews, shows
from bot.ui.layouts import Layout, notice, row

if TYPE_CHECKING:
    from bot.client import LooseEnds

MOST_CHOICES = 25
"""Choices that Discord completes, and options of a select, by its reference."""


def guild_of(interaction: discord.Interaction[Any]) -> int:
    """Return the guild that an interaction comes from; whatever ids it carries are looked up in this one.

    Raises:
        Mistake: it comes from no guild.
    """
    if interaction.guild_id is None:
        raise Mistake("That works in a server only.")
    return interaction.guild_id


async def followed_shows(interaction: discord.Interaction[LooseEnds]) -> list[Show]:
    """Return the shows of the guild, with which of them is the default where the interaction comes from."""
    parent = getattr(interaction.channel, "parent_id", None)
    places = [place for place in (interaction.channel_id, parent) if place is not None]
    return await shows.followed(interaction.client.database, guild_of(interaction), places)


async def which_show(interaction: discord.Interaction[LooseEnds], name: str | None, season: int | None = None) -> Show:
    """Return the show that is meant: named, or the channel's, the only one, or the guild's default.

    Raises:
        UnclearShow: several may be meant; it carries them.
        Mistake: none of that name, or none at all.
    """
    return choose_show(await followed_shows(interaction), name=name, season=season)


def show_options(meant: Sequence[Show]) -> list[discord.SelectOption]:
    """Return shows as a select's options, whose values are their ids."""
    return [discord.SelectOption(label=show.label[:100], value=str(show.show_id)) for show in meant[:MOST_CHOICES]]


def which(unclear: UnclearShow, select: ui.Item[Any]) -> Layout:
    """Return the question which show is meant, with a select of `show_options`."""
    more = len(unclear.shows) - MOST_CHOICES
    hidden = f" ({more} more can be named with the option “show”.)" if more > 0 else ""
    return notice(f"Which show do you mean?{hidden}", *row([select]))


async def followed_show(interaction: discord.Interaction[LooseEnds], show_id: int) -> Show:
    """Return the show that a button carries.

    Raises:
        Mistake: the guild does not follow it, or no longer.
    """
    for show in await followed_shows(interaction):
        if show.show_id == show_id:
            return show
    raise Mistake("That show is not followed here any more.")


async def picked_show(interaction: discord.Interaction[LooseEnds], select: ui.Select[Any]) -> Show:
    """Return the show that a member picked of a select.

    Raises:
        Mistake: the guild does not follow it, or no longer.
    """
    value = select.values[0] if select.values else ""
    return await followed_show(interaction, int(value) if value.isdecimal() else 0)


async def complete_show(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[str]]:
    """Offer the shows whose title or alias holds what is typed."""
    typed = fold(current) if current.strip() else ""
    offered = [
        show
        for show in await followed_shows(interaction)
        if typed in fold(show.label) or any(typed in name for name in show.names)
    ]
    return [app_commands.Choice(name=show.label, value=show.label) for show in offered[:MOST_CHOICES]]


async def complete_episode(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[str]]:
    """Offer the episodes that have a recap, the latest first, none that the viewer is not told of.

    What was typed whole goes first, for Enter takes the first: who types 1 does not mean 13.
    """
    try:
        show = await which_show(interaction, getattr(interaction.namespace, "show", None))
    except Mistake:
        return []
    covered, viewer = await recapped(interaction, show)
    typed = current.casefold().removeprefix("episode").strip("# ")
    numbers = [number for number in reversed(covered.told_to(viewer)) if str(number).startswith(typed)]
    numbers.sort(key=lambda number: str(number) != typed)
    return [app_commands.Choice(name=f"Episode {n}", value=f"Episode {n}") for n in numbers[:MOST_CHOICES]]


async def recapped(interaction: discord.Interaction[LooseEnds], show: Show) -> tuple[Covered, Viewer]:
    """Return which episodes of a show have a recap, and who asks."""
    heads, viewer = await reviews.heads_of_show(
        interaction.client.database, show.guild_id, show.show_id, interaction.user.id
    )
    return reviews.covered_by([head for head in heads if head.has_recap]), viewer
