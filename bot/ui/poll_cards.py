"""What the message of a rating poll looks like: open, with its buttons and a count; closed, with the result veiled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.ratings import BEST, Tally
from bot.spoilers import Spoiler, veil
from bot.storage.polls import Poll
from bot.ui import results
from bot.ui.choosing import followed_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, counted, plain, row
from bot.ui.pictures import shown
from bot.ui.rating import score_rows

if TYPE_CHECKING:
    from bot.client import LooseEnds


class ResultButton(
    AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"poll-result:(?P<show>\d{1,18}):(?P<episode>\d{1,6})"
):
    """Shows the member who presses it how the episode was rated, once they may know."""

    def __init__(self, show_id: int, episode: EpisodeNumber) -> None:
        super().__init__(ui.Button(label="Results", custom_id=f"poll-result:{show_id}:{episode.hundredths}"))
        self.show_id, self.episode = show_id, episode

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]), EpisodeNumber(int(match["episode"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the ratings, or how many rated."""
        await results.show_episode(interaction, await followed_show(interaction, self.show_id), self.episode)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (ResultButton,)


def open_card(poll: Poll, count: int) -> Layout:
    """Return the message of an open poll, which tells how many rated and nothing else of them."""
    closes = (
        f"It closes {when(poll, 'R')}, {when(poll, 'f')}." if poll.closes_at else "It stays open until it is closed."
    )
    return Layout(
        ui.TextDisplay(f"{_head(poll)}\n**How was it?** Nobody else is shown your rating."),
        *score_rows(poll.show, poll.episode, None),
        *row([ResultButton(poll.show.show_id, poll.episode)]),
        ui.TextDisplay(f"-# {rated(count, is_open=True)} {closes}"),
    )


def closed_card(poll: Poll, tally: Tally, pictures: Sequence[discord.File]) -> Layout:
    """Return the message of a closed poll: the count in the open, all else behind spoilers."""
    closed = f"This poll was closed {when(poll, 'f')}." if poll.closes_at else "This poll is closed."
    result: list[ui.Item[Any]] = []
    if tally.count:
        numbers = f"Mean {tally.mean:.1f} of {BEST}, spread {tally.spread:.1f}"
        spoiler = Spoiler(numbers, show_id=poll.show.show_id, episode=poll.episode)
        result = [ui.Separator(), ui.TextDisplay(veil(spoiler))]
        result += shown(list(pictures), f"Ratings of episode {poll.episode}, behind a spoiler")
    return Layout(
        ui.TextDisplay(f"{_head(poll)}\n{closed} {rated(tally.count, is_open=False)}"),
        *result,
        *row([ResultButton(poll.show.show_id, poll.episode)]),
    )


def rated(count: int, *, is_open: bool) -> str:
    """Return how many rated, in a sentence."""
    nobody = "Nobody has rated it yet." if is_open else "Nobody rated it."
    return f"{counted(count, 'member')} rated it." if count else nobody


def when(poll: Poll, style: discord.utils.TimestampStyle) -> str:
    """Return when a poll closes or was closed, as Discord writes it for each reader, or nothing."""
    return discord.utils.format_dt(poll.closes_at, style) if poll.closes_at else ""


def _head(poll: Poll) -> str:
    return f"### {plain(poll.show.label)} · Episode {poll.episode}"
