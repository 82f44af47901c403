"""What the tests of loose ends share: raising and settling them as members do."""

from __future__ import annotations

import discord
import simcord

from bot.storage import ledger
from bot.storage.ledger import LooseEnd
from tests.world import SECRET, World

QUESTION = f"Who lit the {SECRET} on the pier?"
OTHER = f"Where does Ines keep the {SECRET} map?"
ANSWER = f"The keeper's sister hid the {SECRET}."


async def prepared(world: World) -> World:
    """Have the guild follow a show of which aki has watched nine episodes and bo five."""
    await world.add_show("Lantern Code")
    await world.set_watched(world.aki, "9")
    await world.set_watched(world.bo, "5")
    return world


def host(world: World, name: str = "host") -> simcord.MemberActor:
    """Return a member who may manage messages, and so hosts."""
    role = world.guild.create_role(f"Hosts {name}", permissions=discord.Permissions(manage_messages=True))
    return world.guild.add_member(world.env.create_user(name), roles=[role])


async def watching_host(world: World, number: str = "9", name: str = "host") -> simcord.MemberActor:
    """Return a host who has watched so far."""
    member = host(world, name)
    await world.set_watched(member, number)
    return member


async def add(
    world: World, member: simcord.MemberActor | None = None, question: str = QUESTION, episode: str = "3"
) -> simcord.InteractionResult:
    """Have a member add a loose end by the form."""
    form = await (member or world.aki).slash(world.channel, "loose-end add")
    return await (member or world.aki).submit_modal(form, {"words": question, "episode": episode})


async def settle(
    world: World,
    member: simcord.MemberActor,
    what: str = "answer",
    text: str = ANSWER,
    episode: str = "9",
    number: int = 1,
) -> simcord.InteractionResult:
    """Have a member answer, drop, reopen or edit a loose end by its form."""
    form = await member.slash(world.channel, f"loose-end {what}", number=number)
    return await member.submit_modal(form, {"words": text, "episode": episode})


async def show(world: World, member: simcord.MemberActor, number: int = 1) -> simcord.InteractionResult:
    """Have a member look at a loose end."""
    return await member.slash(world.channel, "loose-end show", number=number)


async def seen(world: World, member: simcord.MemberActor, number: int = 1) -> LooseEnd | None:
    """Return a loose end as the ledger gives it to a member."""
    return await ledger.find(world.database, world.guild.id, number, member.id)


async def elsewhere(world: World) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """Return a host of another guild, and a channel there."""
    guild = world.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("talk")
    role = guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True, manage_guild=True))
    return guild.add_member(world.env.create_user("forger"), roles=[role]), channel
