"""What the tests of discussions share: a guild with a show and a host, asking for discussions, and their hubs."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord

from tests.cogs.polls import go_on
from tests.world import World, text

HEAD = "Lantern Code · Episode"
SOON = 7.0
"""Seconds within which a round is done."""
AFTER_EDIT = 12.0
"""Seconds within which one is done that edits again what has just been edited."""


@dataclass
class Rooms:
    """A world with a show, and a host."""

    world: World
    host: simcord.MemberActor

    async def discuss(
        self,
        episode: str = "13",
        member: simcord.MemberActor | None = None,
        channel: simcord.ChannelHandle | None = None,
        **said: Any,
    ) -> str:
        """Have the host, or another, ask for a discussion; return what is answered, privately."""
        answer = await (member or self.host).slash(channel or self.world.channel, "discuss", episode=episode, **said)
        assert answer.ephemeral
        return text(answer)

    async def ask(self, command: str, member: simcord.MemberActor | None = None, **said: Any) -> str:
        """Have the host, or another, use a command of `/discussions`; return what is answered, privately."""
        answer = await (member or self.host).slash(self.world.channel, f"discussions {command}", **said)
        assert answer.ephemeral
        return text(answer)

    async def keep(self, command: str, **said: Any) -> str:
        """Have the keeper use a command of `/discussions`."""
        return await self.ask(command, self.world.keeper, **said)

    async def wait(self, seconds: float = SOON) -> None:
        """Let so many seconds pass."""
        await self.world.env.advance_time(seconds)

    async def later(self, **passed: float) -> None:
        """Let the bot find that much time has passed, and do what is due then."""
        self.world.clock.ahead += timedelta(**passed)
        await self.wait()

    async def press(
        self, member: simcord.MemberActor, label: str, hub: discord.Message | None = None
    ) -> simcord.InteractionResult:
        """Have a member press a button of a hub, by default the only one."""
        answer = await member.click(hub or self.hub(), label=label)
        assert answer.ephemeral
        return answer

    def hubs(self, *channels: simcord.ChannelHandle) -> list[discord.Message]:
        """Return the hubs that stand in channels and their threads, by default the world's."""
        found = []
        for channel in channels or (self.world.channel,):
            for place in (channel, *channel.threads):
                found += [message for message in place.history() if is_hub(message)]
        return found

    def hub(self, *channels: simcord.ChannelHandle) -> discord.Message:
        """Return the only hub."""
        (message,) = self.hubs(*channels)
        return message

    def threads(self, channel: simcord.ChannelHandle | None = None) -> list[str | None]:
        """Return the names of a channel's threads."""
        return [thread.name for thread in (channel or self.world.channel).threads]

    def members(self, thread: simcord.ChannelHandle) -> set[int]:
        """Return who is in a thread."""
        return set(self.world.env.backend.get_thread(thread.id).thread_members)


def is_hub(message: discord.Message) -> bool:
    """Tell whether a message is a hub."""
    return any("hub:watched:" in str(component.to_dict()) for component in message.components)


async def at_once(world: World, *acts: Awaitable[simcord.InteractionResult]) -> list[str]:
    """Have members act before the bot has answered any of them; return what each is told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.env, "_settle_internal", go_on)
        answers = [await act for act in acts]
    await world.env.settle()
    return [text(answer) for answer in answers]


async def open_rooms(world: World) -> Rooms:
    """Return a world with a show and a host."""
    await world.add_show("Lantern Code")
    role = world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
    return Rooms(world, world.guild.add_member(world.env.create_user("host"), roles=[role]))
