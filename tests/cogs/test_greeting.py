"""What a server is told when it takes the bot in: once, silently, in a channel, and nothing where that may not be."""

from __future__ import annotations

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.backend.serializers import guild_create_payload
from simcord.enums import OverwriteType

from tests.cogs.posting import discord_that, lose
from tests.cogs.setting_up import grant
from tests.world import World, buttons, press, text


async def join(world: World, *, system: str | None = None, **rights: bool) -> simcord.GuildHandle:
    """Have a guild with two channels take the bot in.

    Args:
        system: which of them new members are welcomed in.
        rights: what everyone has, the bot among them; all that is usual, if none are named.
    """
    guild = world.env.create_guild("Elsewhere")
    channels = {name: guild.create_text_channel(name) for name in ("rules", "talk")}
    if system is not None:
        world.env.backend.get_guild(guild.id).system_channel_id = channels[system].id
    if rights:
        grant(world, guild, **rights)
    return await again(world, guild)


async def again(world: World, guild: simcord.GuildHandle, *, is_outage: bool = False) -> simcord.GuildHandle:
    """Have it take the bot in again, having removed it, or come back from an outage."""
    backend = world.env.backend
    gone = {"id": str(guild.id), **({"unavailable": True} if is_outage else {})}
    backend.emit("GUILD_DELETE", gone)
    await world.env.advance_time(1)
    back = {**guild_create_payload(backend, backend.get_guild(guild.id)), "unavailable": False}
    if not is_outage:
        del back["unavailable"]
    backend.emit("GUILD_CREATE", back)
    await world.env.advance_time(1)
    return guild


def said(guild: simcord.GuildHandle) -> dict[str, list[discord.Message]]:
    return {name: list(channel.history()) for name, channel in guild.channels.items() if channel.history()}


async def test_it_stands_where_new_members_are_welcomed_silently_and_names_nobody(world: World) -> None:
    guild = await join(world, system="talk")
    (channel,), ((message,),) = said(guild), said(guild).values()
    assert channel == "talk"
    assert "sets it up" in text(message)
    assert "@" not in text(message)
    assert message.flags.suppress_notifications
    assert list(buttons(message)) == ["Set up"]
    assert guild.owner.dm_channel.history() == []


async def test_its_button_opens_the_setup_for_who_manages_the_server(world: World) -> None:
    guild = await join(world)
    ((message,),) = said(guild).values()
    manages = guild.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    keeper = guild.add_member(world.env.create_user("theirs"), roles=[manages])
    opened = await keeper.click(message, label="Set up")
    assert opened.ephemeral
    assert "Setting up · Overview" in text(opened)
    assert "Setting up · Members" in text(await press(keeper, opened, "Members"))
    other = guild.add_member(world.env.create_user("other"))
    assert "Manage Server" in text(await other.click(message, label="Set up"))


async def test_without_such_a_channel_it_stands_in_the_first_in_which_members_write(world: World) -> None:
    guild = world.env.create_guild("Elsewhere")
    rules = guild.create_text_channel("rules")
    guild.create_text_channel("talk")
    mute = discord.PermissionOverwrite(send_messages=False).pair()[1].value
    world.env.backend.edit_channel(
        rules.id, {}, overwrites=[Overwrite(target_id=guild.id, type=OverwriteType.ROLE, allow=0, deny=mute)]
    )
    await again(world, guild)
    assert list(said(guild)) == ["talk"]


async def test_nothing_is_said_where_nothing_may_be_posted_and_it_is_said_once_it_may(world: World) -> None:
    guild = await join(world, view_channel=True)
    assert said(guild) == {}
    grant(world, guild, view_channel=True, send_messages=True)
    await again(world, guild)
    assert len(said(guild)) == 1


async def test_it_is_said_once_whatever_comes(world: World) -> None:
    guild = await join(world)
    await again(world, guild)
    await world.env.restart_bot(world.new_bot())
    await again(world, guild)
    ((_,),) = said(guild).values()


async def test_an_outage_is_no_joining(world: World) -> None:
    guild = world.env.create_guild("Elsewhere")
    guild.create_text_channel("talk")
    await world.env.advance_time(1)
    await again(world, guild, is_outage=True)
    assert said(guild) == {}


async def test_an_answer_that_is_lost_harms_nothing_and_it_is_not_said_twice(world: World) -> None:
    guild = world.env.create_guild("Elsewhere")
    guild.create_text_channel("talk")
    with discord_that(world, after=lose):
        await again(world, guild)
    await again(world, guild)
    ((_,),) = said(guild).values()
