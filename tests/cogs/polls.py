"""What the tests of polls share: hosts, a poll, its message, and pictures that cost nothing."""

from __future__ import annotations

import base64
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord

from bot import charts
from bot.episodes import EpisodeNumber
from bot.ratings import Tally
from bot.storage import ratings
from tests.world import World, text

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one point."""

SOON = 3.0
"""Seconds within which a round is done."""
AFTER_EDIT = 9.0
"""Seconds within which one is done that edits again what has just been edited."""


@dataclass
class Booth:
    """A world with a show, and a member who opens polls."""

    world: World
    host: simcord.MemberActor

    async def ask(self, command: str, member: simcord.MemberActor | None = None, **said: Any) -> str:
        """Have the host, or another, use a command of `/ratings`; return what is answered, privately."""
        answer = await self.asking(command, member, **said)
        assert answer.ephemeral
        return text(answer)

    async def asking(
        self, command: str, member: simcord.MemberActor | None = None, **said: Any
    ) -> simcord.InteractionResult:
        """Have the host, or another, use a command of `/ratings`."""
        asked = {"episode": "13", **said}
        return await (member or self.host).slash(self.world.channel, f"ratings {command}", **asked)

    async def at_once(self, *acts: Awaitable[simcord.InteractionResult]) -> list[str]:
        """Have members act before the bot has answered any of them; return what each is told."""
        env = self.world.env
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(env, "_settle_internal", go_on)
            answers = [await act for act in acts]
        await env.settle()
        return [text(answer) for answer in answers]

    async def open(self, **said: Any) -> discord.Message:
        """Have the host open a poll, and return its message."""
        before = {message.id for message in self.world.public()}
        await self.ask("open", **said)
        await self.wait()
        (message,) = [message for message in self.world.public() if message.id not in before]
        return message

    async def wait(self, seconds: float = SOON) -> None:
        """Let so many seconds pass."""
        await self.world.env.advance_time(seconds)

    async def later(self, **passed: float) -> None:
        """Let the bot find that much time has passed, and do what is due then."""
        self.world.clock.ahead += timedelta(**passed)
        await self.wait()

    async def vote(self, member: simcord.MemberActor, score: int, message: discord.Message) -> str:
        """Have a member press a score; return what they alone are told."""
        answer = await member.click(message, label=str(score))
        assert answer.ephemeral
        return text(answer)

    def now(self, message: discord.Message) -> discord.Message:
        """Return a message as it stands now."""
        return next(each for each in self.world.channel.history() if each.id == message.id)

    async def tally(self, show_id: int = 1, number: str = "13") -> Tally:
        """Return what is kept of an episode."""
        guild = self.world.guild.id
        return await ratings.tally(self.world.database, guild, show_id, EpisodeNumber.parse(number))

    def edits(self, message: discord.Message) -> int:
        """Return how often the bot has edited a message."""
        path = f"/channels/{message.channel.id}/messages/{message.id}"
        return sum(
            request.method == "PATCH" and request.path.endswith(path) for request in self.world.env.http_requests
        )


async def go_on(**_: object) -> None:
    """Wait for nothing, in place of the simulation's waiting until the bot has come to rest."""


async def open_booth(world: World, patch: pytest.MonkeyPatch) -> Booth:
    """Return a booth in a world, with a picture that is no picture of anything."""
    patch.setattr(charts, "histogram", lambda tally, *, title, subtitle: PICTURE)
    await world.add_show("Lantern Code")
    role = world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
    return Booth(world, world.guild.add_member(world.env.create_user("host"), roles=[role]))
