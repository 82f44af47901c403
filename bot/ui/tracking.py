"""What a member presses to say what they have watched, and to take that back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.shows import Show
from bot.ui.choosing import followed_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import notice, plain
from bot.ui.reading import reply
from bot.ui.watching import Change, advance, take_back

if TYPE_CHECKING:
    from bot.client import LooseEnds

Then: TypeAlias = "Callable[[discord.Interaction[LooseEnds], Show, EpisodeNumber], Awaitable[None]]"

_THEN: dict[str, Then] = {}


def then(name: str) -> Callable[[Then], Then]:
    """Have a function go on, under that name, once a member has pressed *I've watched it*."""

    def keep(going_on: Then) -> Then:
        _THEN[name] = going_on
        return going_on

    return keep


class WatchedButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"watched:(?P<then>[a-z-]{1,20}):(?P<show>\d{1,18}):(?P<episode>\d{1,6})",
):
    """Notes that the member has watched an episode, and goes on with what they had asked for."""

    def __init__(self, show_id: int, episode: EpisodeNumber, then: str, label: str = "I’ve watched it") -> None:
        custom_id = f"watched:{then}:{show_id}:{episode.hundredths}"
        super().__init__(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=custom_id))
        self.show_id, self.episode, self.then = show_id, episode, then

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]), EpisodeNumber(int(match["episode"])), match["then"])

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Note it, and go on."""
        show = await followed_show(interaction, self.show_id)
        if self.then not in _THEN:
            raise Mistake("That button is of an older version of me. Use the command again.")
        await advance(interaction, show, self.episode)
        await _THEN[self.then](interaction, show, self.episode)


class UndoButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=(
        r"undo-watched:(?P<show>\d{1,18}):(?P<member>\d{1,20})"
        r":(?P<before>x|\d{1,6}):(?P<after>x|\d{1,6}):(?P<at>\d{1,12})"
    ),
):
    """Takes back what a member said they have watched, for that member alone."""

    def __init__(
        self,
        show_id: int,
        member_id: int,
        before: EpisodeNumber | None,
        after: EpisodeNumber | None,
        at: datetime,
    ) -> None:
        custom_id = f"undo-watched:{show_id}:{member_id}:{_written(before)}:{_written(after)}:{int(at.timestamp())}"
        super().__init__(ui.Button(label="Undo", custom_id=custom_id))
        self.show_id, self.member_id, self.before, self.after, self.at = show_id, member_id, before, after, at

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        at = datetime.fromtimestamp(int(match["at"]), UTC)
        return cls(int(match["show"]), int(match["member"]), _read(match["before"]), _read(match["after"]), at)

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Take it back, unless the member said something else since."""
        if interaction.user.id != self.member_id:
            raise Mistake("Only the member who said that can take it back.")
        show = await followed_show(interaction, self.show_id)
        if not await take_back(interaction, Change(show, self.before, self.after, self.at)):
            raise Mistake(f"You have said something else of {plain(show.label)} since, and that stays as it is.")
        noted = "nothing" if self.before is None else f"that you have watched it up to episode {self.before}"
        await reply(interaction, notice(f"Taken back. Of {plain(show.label)}, {noted} is noted, as it was before."))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (WatchedButton, UndoButton)


def undo(change: Change, member_id: int) -> list[UndoButton]:
    """Return the button that takes a change back, or nothing where nothing was changed."""
    if change.before == change.after:
        return []
    return [UndoButton(change.show.show_id, member_id, change.before, change.after, change.at)]


def _written(number: EpisodeNumber | None) -> str:
    return "x" if number is None else str(number.hundredths)


def _read(text: str) -> EpisodeNumber | None:
    return None if text == "x" else EpisodeNumber(int(text))
