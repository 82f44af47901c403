"""Servers that remove the bot: what is kept of them, for how long, and what is no removal."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord
from simcord.backend.serializers import guild_create_payload

from bot.client import LooseEnds
from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.playground.blog import Names
from bot.storage import departures, shows
from bot.storage.database import Database
from tests.cogs.test_feeds import SITE, Press
from tests.feeds.blog import serve_blog
from tests.world import NOW, World, open_world

ROUND = 310
"""Seconds within which what is due is forgotten."""


@pytest.fixture
async def other(world: World) -> simcord.GuildHandle:
    """Return another guild with the bot, with a show; the world's has one, too."""
    guild = world.env.create_guild("Others")
    await shows.add(world.database, guild.id, "Tin Sparrows", now=NOW)
    await world.add_show("Lantern Code")
    return guild


async def kept(world: World, guild: simcord.GuildHandle) -> bool:
    """Tell whether anything is kept of a guild, after a round."""
    await world.env.advance_time(ROUND)
    return bool(await shows.followed(world.database, guild.id))


async def leave(world: World, guild: simcord.GuildHandle) -> None:
    """Have a guild remove the bot."""
    world.env.backend.emit("GUILD_DELETE", {"id": str(guild.id)})
    await world.env.settle()


async def come_back(world: World, guild: simcord.GuildHandle) -> None:
    """Have a guild take the bot back; what is told of it then does not speak of outages."""
    backend = world.env.backend
    payload = guild_create_payload(backend, backend.get_guild(guild.id))
    backend.emit("GUILD_CREATE", {name: value for name, value in payload.items() if name != "unavailable"})
    await world.env.settle()


async def days_pass(world: World, days: float) -> None:
    """Let the bot find that days have passed."""
    world.clock.ahead += timedelta(days=days)
    await world.env.advance_time(ROUND)


async def test_what_is_kept_of_a_server_that_left_goes_after_thirty_days(
    world: World, other: simcord.GuildHandle
) -> None:
    await leave(world, other)
    await days_pass(world, 29.9)
    assert await kept(world, other)
    await days_pass(world, 0.2)
    assert not await kept(world, other)
    assert await kept(world, world.guild)


async def test_the_days_can_be_set(world: World, other: simcord.GuildHandle) -> None:
    assert isinstance(world.env.bot, LooseEnds)
    world.env.bot.days_kept = 0
    await leave(world, other)
    assert not await kept(world, other)


async def test_who_comes_back_in_time_has_everything_and_all_its_days_again(
    world: World, other: simcord.GuildHandle
) -> None:
    await leave(world, other)
    await days_pass(world, 29)
    await come_back(world, other)
    await days_pass(world, 29)
    assert await kept(world, other)
    await leave(world, other)
    await days_pass(world, 29)
    assert await kept(world, other)
    await days_pass(world, 2)
    assert not await kept(world, other)


async def test_an_outage_is_no_removal(world: World, other: simcord.GuildHandle) -> None:
    world.env.backend.emit("GUILD_DELETE", {"id": str(other.id), "unavailable": True})
    await world.env.settle()
    await days_pass(world, 400)
    assert await kept(world, other)
    backend = world.env.backend
    backend.emit("GUILD_CREATE", {**guild_create_payload(backend, backend.get_guild(other.id)), "unavailable": False})
    await days_pass(world, 400)
    assert await kept(world, other)
    assert await world.database.fetch("SELECT * FROM guild_departures") == []


async def test_a_removal_while_the_bot_was_down_is_found_when_it_starts(
    world: World, other: simcord.GuildHandle
) -> None:
    del world.env.backend.guilds[other.id]
    await world.env.restart_bot(world.new_bot())
    rows = await world.database.fetch("SELECT guild_id FROM guild_departures")
    assert [row["guild_id"] for row in rows] == [other.id]
    await days_pass(world, 31)
    assert not await kept(world, other)
    assert await kept(world, world.guild)


async def test_who_took_the_bot_back_while_it_was_down_keeps_everything(
    world: World, other: simcord.GuildHandle
) -> None:
    await departures.note(world.database, other.id, NOW)
    await world.env.restart_bot(world.new_bot())
    await days_pass(world, 400)
    assert await kept(world, other)


async def test_a_server_that_is_down_when_the_bot_starts_has_not_left(
    world: World, other: simcord.GuildHandle, caplog: pytest.LogCaptureFixture
) -> None:
    """Discord’s reference, “Ready”: the guilds in it are those that the bot is in, all as unavailable at first."""
    guild = world.env.bot.get_guild(other.id)
    assert guild is not None
    guild.unavailable = True
    world.env.bot.dispatch("ready")
    await world.env.settle()
    await days_pass(world, 400)
    assert await kept(world, other)


async def test_feeds_of_a_server_that_left_are_not_fetched(database: Database, workers: Workers) -> None:
    async with (
        serve_blog() as blog,
        open_web(may_reach=blog.may_reach, resolver=Names({SITE: blog.port})) as web,
        open_world(database, web=web, workers=workers) as world,
    ):
        room = Press(world, blog)
        await room.add()
        await room.wait()
        asked = len(blog.asked)
        await leave(world, world.guild)
        for _ in range(3):
            await room.wait(days=1)
        assert len(blog.asked) == asked
        await come_back(world, world.guild)
        await room.wait(days=1)
        assert len(blog.asked) > asked
