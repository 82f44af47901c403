"""What the tests of lists and boards of loose ends share: a show, and what was raised and became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import discord
import simcord

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import ledger, loose_end_changes, loose_ends, shows
from bot.storage.loose_ends import Question
from tests.world import NOW, World

FAR = "9999"
"""An episode that nobody is beyond."""


@dataclass
class Ledger:
    """A world with a show, a host, and somebody who has watched all there will ever be."""

    world: World
    show: Show
    host: simcord.MemberActor
    seer: simcord.MemberActor

    async def ask(self, text: str, episode: str = "3", *, show: Show | None = None, by: int | None = None) -> int:
        """Have a question raised, and return its number."""
        of = show or self.show
        question = Question(of, text, EpisodeNumber.parse(episode), by)
        number, _ = await loose_ends.raise_end(self.world.database, question, self.world.clock())
        return number

    async def settle(self, number: int, text: str, episode: str, what: Turn = Turn.ANSWERED) -> None:
        """Have a loose end answered, dropped or reopened."""
        database, seer = self.world.database, self.seer.id
        end = await ledger.find(database, self.world.guild.id, number, seer)
        assert end is not None
        await loose_end_changes.turn(database, end, what, EpisodeNumber.parse(episode), text, seer, self.world.clock())

    async def add_show(self, title: str) -> Show:
        """Have the guild follow another show."""
        added = await shows.add(self.world.database, self.world.guild.id, title, now=NOW)
        await self.world.set_watched(self.seer, FAR, added.show_id)
        return added

    async def private(self, member: simcord.MemberActor, command: str, **said: Any) -> simcord.InteractionResult:
        """Have a member use a command of `/loose-end`, which is answered to them alone."""
        answer = await member.slash(self.world.channel, f"loose-end {command}", **said)
        assert answer.ephemeral
        return answer


async def open_ledger(world: World) -> Ledger:
    """Return the ledger of a world that follows one show."""
    show = await shows.add(world.database, world.guild.id, "Lantern Code", now=NOW)
    role = world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
    host = world.guild.add_member(world.env.create_user("host"), roles=[role])
    seer = world.guild.add_member(world.env.create_user("seer"))
    await world.set_watched(seer, FAR)
    return Ledger(world, show, host, seer)


def whole(answer: simcord.InteractionResult) -> str:
    """Return all that reaches a member: texts, labels, options with their descriptions, and ids."""
    assert answer.response is not None, "nothing was answered"
    return json.dumps(answer.response.components, ensure_ascii=False)
