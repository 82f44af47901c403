"""Keeping the messages of rating polls true, and closing polls whose time has come."""

from __future__ import annotations

import discord

from bot import charts
from bot.storage import polls, ratings
from bot.storage.polls import Poll
from bot.ui.following import Drawn, Following, Unshown
from bot.ui.layouts import plain
from bot.ui.pictures import drawn
from bot.ui.poll_cards import closed_card, open_card


class Polling(Following[Poll]):
    """What has the messages of polls follow."""

    name = "poll"
    marks = 2_000_000_000
    table = polls.MESSAGES

    async def follow(self) -> None:
        """Close what is to be closed by now, and begin to post or edit what does not show what is so.

        Raises:
            StorageError: what became of a poll since the last time can't be noted.
        """
        await polls.close_due(self.client.database, self.client.clock())
        await super().follow()

    async def draw(self, kept: Poll) -> Drawn:
        """Return the message of a poll: open with its buttons and a count, or closed with the result veiled."""
        tally = await ratings.tally(self.client.database, kept.guild_id, kept.show.show_id, kept.episode)
        if kept.is_open:
            return open_card(kept, tally.count), []
        pictures = []
        if tally.count:
            pictures = await drawn(
                lambda: charts.histogram(tally, title=kept.show.label, subtitle=f"Episode {kept.episode}")
            )
        return closed_card(kept, tally, pictures), pictures

    def told(self, kept: Poll, error: Unshown) -> str:
        """Return what the keepers are told of a poll that can't be shown, and what becomes of its votes."""
        if isinstance(error, discord.NotFound):
            elsewhere = " `/ratings open` posts it in another one." if kept.is_open else ""
            why = f"its channel is gone.{elsewhere}"
        else:
            needs = "needs “View Channel”, “Send Messages”, “Attach Files” and “Read Message History”"
            why = f"in <#{kept.channel_id}> the bot {needs}. It is tried again from time to time."
        said = f"The poll of episode {kept.episode} of {plain(kept.show.label)} can’t be shown: {why}"
        closed = "It is closed, and its votes are kept: `/ratings episode` has the result."
        votes = "Its votes are kept, and `/rate` takes more." if kept.is_open else closed
        return f"{said}\n-# {votes}"
