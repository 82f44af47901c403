"""Which show and which episode a member means, and what is offered while they type."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import discord
from discord import app_commands, ui

from bot.episodes import EpisodeNumber, EpisodeRequest, read_request
from bot.errors import Mistake
from bot.gate import Viewer
from bot.shows import Covered, Show, UnclearShow, choose_episode, choose_show, fold
from bot.storage import discussions, reviews, shows
from bot.storage.discussions import Discussion
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, notice, plain, row

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
    followed = await shows.followed(interaction.client.database, guild_of(interaction), places)
    here = await discussed_here(interaction)
    if here is None:
        return followed
    return [replace(show, is_channel_default=show.show_id == here.show.show_id) for show in followed]


async def discussed_here(interaction: discord.Interaction[LooseEnds]) -> Discussion | None:
    """Return the discussion that an interaction comes from, whose show and episode its commands are about."""
    if not isinstance(interaction.channel, discord.Thread):
        return None
    return await discussions.at(interaction.client.database, guild_of(interaction), interaction.channel.id)


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


GoOn: TypeAlias = "Callable[[discord.Interaction[LooseEnds], Show, str], Awaitable[None]]"
"""Goes on with the show that was picked, and with what was asked for, as the select carries it."""

_GO_ON: dict[str, GoOn] = {}


def goes_on(what: str) -> Callable[[GoOn], GoOn]:
    """Have a function go on, once it is known of which show `what` is wanted."""

    def keep(go_on: GoOn) -> GoOn:
        _GO_ON[what] = go_on
        return go_on

    return keep


class ShowSelect(
    AnsweringItem,
    ui.DynamicItem[ui.Select[Any]],
    template=r"(?!queue-)(?P<what>[a-z]{1,12})-of(?::(?P<asked>(?s:.{0,80})))?",
):
    """Asks which show is meant, where the place that something was asked in does not tell."""

    def __init__(self, what: str, asked: str, options: list[discord.SelectOption]) -> None:
        custom_id = f"{what}-of:{asked}" if asked else f"{what}-of"
        super().__init__(ui.Select(custom_id=custom_id, placeholder="Show", options=options))
        self.what, self.asked = what, asked

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        self = cls(match["what"], match["asked"] or "", item.options)
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Go on with the show that was picked."""
        if self.what not in _GO_ON:
            raise Mistake("That can’t be answered any more. Use the command again.")
        value = self.item.values[0] if self.item.values else ""
        show = await followed_show(interaction, int(value) if value.isdecimal() else 0)
        await _GO_ON[self.what](interaction, show, self.asked)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (ShowSelect,)


async def show_or_ask(
    interaction: discord.Interaction[LooseEnds],
    name: str | None,
    what: str,
    asked: str = "",
    *,
    season: int | None = None,
) -> Show | None:
    """Return the show that is meant, or None where several may be: then the member is asked, as a command's answer.

    Args:
        name: the show's, where it was named.
        what: what is wanted of the show, as it is known to `goes_on`.
        asked: the rest of what was asked for, to go on with; at most 80 characters.
        season: which season of it, where one was named.

    Raises:
        Mistake: no show of that name is followed, or none at all.
    """
    try:
        return await which_show(interaction, name, season)
    except UnclearShow as unclear:
        question = which(unclear, ShowSelect(what, asked, show_options(unclear.shows)))
        await interaction.response.send_message(view=question, ephemeral=True)
        return None


async def episode_or_ask(
    interaction: discord.Interaction[LooseEnds], episode: str | None, name: str | None, what: str, more: str = ""
) -> tuple[Show, EpisodeNumber] | None:
    """Return the show and the episode that are meant, or None where the member is asked which show, as `show_or_ask`.

    In a discussion, where no episode is named, they are its own.

    Args:
        episode: what was typed for it.
        name: the show's, where it was named.
        what: what is wanted of the episode, as it is known to `goes_on`; `picked_episode` reads what that is given.
        more: the rest of what was asked for.

    Raises:
        Mistake: the text is no episode, none is named, or no show of that name is followed.
    """
    if episode is None:
        here = await discussed_here(interaction)
        named = None if here is None else await which_show(interaction, name)
        if here is None or named is None or named.show_id != here.show.show_id:
            raise Mistake("Say which episode you mean. Only in an episode’s discussion it can be left out.")
        return named, here.episode
    request = read_request(episode)
    asked = f"{write_request(request)}:{more}" if more else write_request(request)
    show = await show_or_ask(interaction, name, what, asked, season=request.season)
    return None if show is None else (show, await number_of(interaction, show, request))


async def picked_episode(
    interaction: discord.Interaction[LooseEnds], show: Show, asked: str
) -> tuple[EpisodeNumber, str]:
    """Return the episode that was asked for before the show was picked, and the rest of what was."""
    request, _, more = asked.partition(":")
    return await number_of(interaction, show, read_written(request)), more


async def number_of(interaction: discord.Interaction[LooseEnds], show: Show, request: EpisodeRequest) -> EpisodeNumber:
    """Return which episode of a show is meant.

    Raises:
        Mistake: it is the last one, and nothing says which that is.
    """
    covered = await reviews.covered(interaction.client.database, show.guild_id, show.show_id)
    return choose_episode(request, show, covered)


def which(unclear: UnclearShow, select: ui.Item[Any]) -> Layout:
    """Return the question which show is meant, with a select of `show_options`."""
    more = len(unclear.shows) - MOST_CHOICES
    hidden = f" ({more} more can be named with the option “show”.)" if more > 0 else ""
    return notice(f"Which show do you mean?{hidden}", *row([select]))


def write_request(request: EpisodeRequest) -> str:
    """Return an episode that was asked for as an id carries it; its season is that of the show that is picked."""
    return "final" if request.number is None else str(request.number.hundredths)


def read_written(text: str) -> EpisodeRequest:
    """Return the episode that `write_request` has written.

    Raises:
        Mistake: it has not.
    """
    if text == "final":
        return EpisodeRequest(None)
    if not text.isdecimal() or len(text) > 6:
        raise Mistake("That can’t be answered any more. Use the command again.")
    return EpisodeRequest(EpisodeNumber(int(text)))


async def followed_show(interaction: discord.Interaction[LooseEnds], show_id: int) -> Show:
    """Return the show that a button carries.

    Raises:
        Mistake: the guild does not follow it, or no longer.
    """
    for show in await followed_shows(interaction):
        if show.show_id == show_id:
            return show
    raise Mistake("That show is not followed here any more.")


async def read_episode(interaction: discord.Interaction[LooseEnds], show: Show, text: str) -> EpisodeNumber:
    """Return the episode of a show that a member has typed.

    Raises:
        Mistake: it is none, one of another season, or the last one where it is not known which that is.
    """
    request = read_request(text)
    if request.season not in (None, show.season):
        raise Mistake(f"That is an episode of season {request.season}, and this is about {plain(show.label)}.")
    return await number_of(interaction, show, request)


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

    What was typed whole goes first, for Enter takes the first: who types 1 does not mean 13. Next goes the episode of
    the discussion it is typed in.
    """
    try:
        show = await which_show(interaction, getattr(interaction.namespace, "show", None))
    except Mistake:
        return []
    covered, viewer = await recapped(interaction, show)
    here = await discussed_here(interaction)
    own = {here.episode} if here is not None and here.show.show_id == show.show_id else set()
    typed = current.casefold().removeprefix("episode").strip("# ")
    offered = sorted({*covered.told_to(viewer), *own}, reverse=True)
    numbers = [number for number in offered if str(number).startswith(typed)]
    numbers.sort(key=lambda number: (str(number) != typed, number not in own))
    return [app_commands.Choice(name=f"Episode {n}", value=f"Episode {n}") for n in numbers[:MOST_CHOICES]]


async def recapped(interaction: discord.Interaction[LooseEnds], show: Show) -> tuple[Covered, Viewer]:
    """Return which episodes of a show have a recap, and who asks."""
    heads, viewer = await reviews.heads_of_show(
        interaction.client.database, show.guild_id, show.show_id, interaction.user.id
    )
    return reviews.covered_by([head for head in heads if head.has_recap]), viewer
