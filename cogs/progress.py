"""`/watched`: how far a member has watched a show, which decides what the bot shows them."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber, EpisodeRequest, read_request
from bot.shows import Show, UnclearShow, choose_episode
from bot.storage import reviews
from bot.storage.reviews import ReviewHead
from bot.ui import tracking, watching
from bot.ui.choosing import complete_episode, complete_show, picked_show, show_options, which, which_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, notice, plain, row
from bot.ui.reading import ReadButton, Section, reply

NOTHING = frozenset({"nothing", "none", "forget", "reset"})


class ShowSelect(
    AnsweringItem, ui.DynamicItem[ui.Select[Any]], template=r"watched-of:(?P<number>\d{1,6}|final|nothing)"
):
    """Asks which show is meant, where the place it was said in does not tell."""

    def __init__(self, number: str, options: list[discord.SelectOption]) -> None:
        super().__init__(ui.Select(custom_id=f"watched-of:{number}", placeholder="Show", options=options))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        self = cls(match["number"], item.options)
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Note it for the show that was picked."""
        show = await picked_show(interaction, self.item)
        number = EpisodeNumber(int(self.number)) if self.number.isdecimal() else None
        await note(interaction, show, None if self.number == "nothing" else EpisodeRequest(number))


class Progress(commands.Cog):
    """Members' progress."""

    @app_commands.command(description="Say how far you have watched; nobody else is told")
    @app_commands.describe(
        episode="The last episode you have watched, higher or lower than before; or “nothing”",
        show="The show, where it is not the one of this channel",
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    @app_commands.guild_only()
    async def watched(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: app_commands.Range[str, 1, 100],
        show: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Record how far the member has watched."""
        request = None if episode.strip().casefold() in NOTHING else read_request(episode)
        try:
            meant = await which_show(interaction, show, None if request is None else request.season)
        except UnclearShow as unclear:
            number = "nothing" if request is None else "final" if request.number is None else request.number.hundredths
            select = ShowSelect(str(number), show_options(unclear.shows))
            await interaction.response.send_message(view=which(unclear, select), ephemeral=True)
            return
        await note(interaction, meant, request)


async def note(interaction: discord.Interaction[LooseEnds], show: Show, request: EpisodeRequest | None) -> None:
    """Record how far the member has watched a show, or forget it where nothing is to be noted; and say so."""
    database, member_id = interaction.client.database, interaction.user.id
    if request is None:
        change = await watching.forget(interaction, show)
        await reply(interaction, forgotten(show, there=change.before is not None))
        return
    heads, _ = await reviews.heads_of_show(database, show.guild_id, show.show_id, member_id)
    number = choose_episode(request, show, reviews.covered_by(heads))
    change = await watching.note(interaction, show, number)
    await reply(interaction, recorded(show, number, change.before, heads))


def recorded(show: Show, number: EpisodeNumber, before: EpisodeNumber | None, heads: list[ReviewHead]) -> Layout:
    """Return the confirmation: what is noted now, what it was, and a button to the episode's recap if there is one."""
    earlier = "" if before is None or before == number else f" Before, it was episode {before}."
    said = f"Noted: you have watched {plain(show.label)} up to episode {number}.{earlier}"
    help_ = "-# If that is wrong, use `/watched` again with the right number, lower ones included."
    recap = next((head for head in heads if head.has_recap and head.span.last == number), None)
    buttons = [ReadButton(f"Recap of episode {number}", recap.review_id, Section.RECAP)] if recap else []
    return notice(f"{said}\n{help_}", *row(buttons))


def forgotten(show: Show, *, there: bool) -> Layout:
    """Return the confirmation that nothing is noted of a show."""
    if there:
        return notice(f"Forgotten: what you had watched of {plain(show.label)}.")
    return notice(f"Nothing was noted of {plain(show.label)} for you.")


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the select that answers on messages of any age."""
    bot.add_dynamic_items(ShowSelect, *tracking.ITEMS)
    await bot.add_cog(Progress())
