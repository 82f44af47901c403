"""The hub of a discussion: the neutral message with which it begins, and what its buttons do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.shows import Show
from bot.storage import discussions, reviews
from bot.storage.discussions import Discussion, Mode
from bot.ui import rating, reading, replying
from bot.ui.choosing import followed_show
from bot.ui.doors import let_in
from bot.ui.failures import AnsweringItem
from bot.ui.hub_extras import Extras
from bot.ui.layouts import Layout, notice, plain, row
from bot.ui.reading import Section
from bot.ui.tracking import undo
from bot.ui.watching import advance

if TYPE_CHECKING:
    from bot.client import LooseEnds

_LABELS = {"watched": "I’ve watched it", "rate": "Rate", "recap": "Recap"}


class HubButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"hub:(?P<what>watched|rate|recap):(?P<show>\d{1,18}):(?P<episode>\d{1,6})",
):
    """Says that the member has watched the episode, or asks for their rating, or for its recap."""

    def __init__(self, what: str, show_id: int, episode: EpisodeNumber) -> None:
        style = discord.ButtonStyle.primary if what == "watched" else discord.ButtonStyle.secondary
        custom_id = f"hub:{what}:{show_id}:{episode.hundredths}"
        super().__init__(ui.Button(label=_LABELS[what], style=style, custom_id=custom_id))
        self.what, self.show_id, self.episode = what, show_id, episode

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["what"], int(match["show"]), EpisodeNumber(int(match["episode"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Do it, for the member alone."""
        show = await followed_show(interaction, self.show_id)
        match self.what:
            case "watched":
                await _come_in(interaction, show, self.episode)
            case "rate":
                await rating.ask(interaction, show, self.episode)
            case _:
                await _show_recap(interaction, show, self.episode)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (HubButton,)


def hub(discussion: Discussion, before: Discussion | None, after: Discussion | None, extras: Extras) -> Layout:
    """Return the hub, which tells nothing of the episode.

    Args:
        before: the open discussion of an earlier episode, if there is one, and
        after: of a later one.
        extras: what other parts of the bot add.
    """
    show, episode = discussion.show, discussion.episode
    lines = [f"### {plain(show.label)} · Episode {episode}", _ABOUT[discussion.mode], *extras.lines]
    buttons = [HubButton(what, show.show_id, episode) for what in _LABELS]
    links = [
        ui.Button[Any](label=f"{label} episode", url=address(other))
        for label, other in (("Previous", before), ("Next", after))
        if other is not None
    ]
    return notice("\n".join(lines), *row([*buttons, *extras.items]), *row(links))


def address(discussion: Discussion) -> str:
    """Return the address of an open discussion: its thread, or its door where it is gated, for that is in the open."""
    home = f"https://discord.com/channels/{discussion.guild_id}"
    if discussion.mode is Mode.GATED and discussion.message_id is not None:
        return f"{home}/{discussion.channel_id}/{discussion.message_id}"
    return f"{home}/{discussion.thread_id}"


_ABOUT = {
    Mode.OPEN: "This is the place to talk about the episode. Come in once you have watched it, and leave what happens"
    " later to the later discussions.",
    Mode.GATED: "The episode is talked about in a private thread. Whoever has watched it comes in by pressing"
    " “I’ve watched it”.",
}


async def _come_in(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    client, member = interaction.client, interaction.user
    back = row(undo(await advance(interaction, show, episode), member.id))
    said = f"Noted: you have watched episode {episode} of {plain(show.label)}."
    discussion = await discussions.find(client.database, show.guild_id, show.show_id, episode)
    if discussion is None or discussion.mode is Mode.OPEN or discussion.thread_id is None:
        await replying.reply(interaction, notice(said, *back))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    await let_in(client, discussion, discussion.thread_id, member)
    await interaction.edit_original_response(view=notice(f"{said} Come in: <#{discussion.thread_id}>", *back))


async def _show_recap(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    heads, _ = await reviews.heads_of_show(
        interaction.client.database, show.guild_id, show.show_id, interaction.user.id
    )
    head = next((head for head in heads if head.has_recap and episode in head.span), None)
    if head is None:
        raise Mistake(f"There is no recap of {plain(show.label)}, episode {episode}, yet.")
    await reading.show_section(interaction, head.review_id, Section.RECAP, 0)
