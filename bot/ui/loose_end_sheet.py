"""Showing a member one loose end, as far as they have watched; whoever changes one shows it again by this."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.gate import Viewer
from bot.shows import Show
from bot.spoilers import Spoiler, unveil
from bot.storage import ledger, loose_end_sheets
from bot.storage.ledger import LooseEnd
from bot.ui.choosing import followed_show, guild_of
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import notice, plain, row
from bot.ui.loose_end_pages import Sheet, sheet
from bot.ui.replying import reply
from bot.ui.rights import ledger_rights
from bot.ui.viewing import opened_pages, viewer_of
from bot.ui.watching import advance

if TYPE_CHECKING:
    from bot.client import LooseEnds


class ShowButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-show:(?P<number>\d{1,9}):(?P<history>[01]):(?P<page>\d{1,4})",
):
    """Opens the sheet of a loose end, or its history, for the member who presses it."""

    def __init__(self, label: str, number: int, page: int = 0, *, history: bool = False) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"end-show:{number}:{int(history)}:{page}"))
        self.number, self.page, self.history = number, page, history

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", int(match["number"]), int(match["page"]), history=match["history"] == "1")

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show it."""
        await show_end(interaction, self.number, page=self.page, history=self.history)


class WatchedButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-watched:(?P<show>\d{1,18}):(?P<episode>\d{1,6}):(?P<number>\d{1,9})",
):
    """Says that a member has watched the episode that they wrote of."""

    def __init__(self, show_id: int, episode: EpisodeNumber, number: int) -> None:
        custom_id = f"end-watched:{show_id}:{episode.hundredths}:{number}"
        super().__init__(ui.Button(label="I’ve watched it", style=discord.ButtonStyle.primary, custom_id=custom_id))
        self.show_id, self.episode, self.number = show_id, episode, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]), EpisodeNumber(int(match["episode"])), int(match["number"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Note it, and show the loose end."""
        show = await followed_show(interaction, self.show_id)
        await advance(interaction, show, self.episode)
        said = f"Noted: you have watched {plain(show.label)} up to episode {self.episode}."
        await show_end(interaction, self.number, said)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (ShowButton, WatchedButton)


async def found(interaction: discord.Interaction[LooseEnds], number: int) -> LooseEnd:
    """Return a loose end of the guild as the member may see it.

    Raises:
        Mistake: there is none that they may; whether there is one that they may not is not told.
    """
    end = await ledger.find(interaction.client.database, guild_of(interaction), number, interaction.user.id)
    if end is None:
        raise Mistake(
            f"There is no loose end #{number} in what you have watched. `/watched` says how far you are, and"
            " `/loose-end list` what there is."
        )
    return end


async def show_end(
    interaction: discord.Interaction[LooseEnds], number: int, said: str = "", *, page: int = 0, history: bool = False
) -> None:
    """Show a member a loose end, privately.

    Args:
        said: what has just been done, to stand first.
        page: the page, from 0; beyond the last it is the last.
        history: show what became of it, in place of the question with its theories.

    Raises:
        Mistake: there is none that they may see.
    """
    end, database = await found(interaction, number), interaction.client.database
    seen = Sheet(
        end,
        await loose_end_sheets.theories(database, end),
        await loose_end_sheets.history(database, end),
        await loose_end_sheets.sources(database, end),
        await ledger.latest_episode(database, end.show, end.watched) or end.watched,
        await ledger_rights(interaction, end.raised_by),
        interaction.user.id,
    )
    await reply(interaction, sheet(seen, said, page=page, history=history))


async def show_from(
    interaction: discord.Interaction[LooseEnds], show: Show, number: int, episode: EpisodeNumber, said: str
) -> None:
    """Show a member the loose end that they have just written of; who has not watched so far is told what to do.

    Args:
        episode: what they wrote tells of that one.
        said: what has just been done.
    """
    viewer = await viewer_of(interaction, show.show_id)
    if viewer.may_see(episode):
        await show_end(interaction, number, said)
        return
    button = WatchedButton(show.show_id, episode, number)
    await reply(interaction, notice(f"{said}\n{shows_later(show, episode, viewer)}", *row([button])))


def shows_later(show: Show, episode: EpisodeNumber, viewer: Viewer) -> str:
    """Return what a member is told whose words tell of an episode that they have not said they watched."""
    title = plain(show.label)
    far = f"you have watched up to episode {viewer.watched}" if viewer.watched is not None else "nothing yet"
    return f"It shows to those who have watched {title} up to episode {episode}; you said {far}."


def opened(spoiler: Spoiler, viewer: Viewer) -> str:
    """Return a text for a form to begin with, for who has watched so far."""
    return "".join(map(unveil, opened_pages(viewer, spoiler)))
