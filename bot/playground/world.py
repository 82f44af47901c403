"""The playground: the real bot in a simulated Discord, with a page in the browser to use it from."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
import simcord

from bot.client import LooseEnds, Sync
from bot.clock import utc_now
from bot.episodes import EpisodeNumber
from bot.errors import StartError
from bot.feeds.web import Web, open_web
from bot.feeds.workers import Workers, open_workers
from bot.homes import data_folder, samples
from bot.playground.blog import ADDRESS, FEED, NAME, Names, serve_blog
from bot.playground.flags import channel_flags
from bot.playground.threads import webhooks_in_threads
from bot.reviews.reader import read_review
from bot.storage import feed_sources, progress, review_filing, shows
from bot.storage.database import Database
from bot.storage.opening import open_database

SAMPLES = samples()
DATABASE = data_folder() / "playground.sqlite3"

_TICK = 1.0


@dataclass(frozen=True)
class World:
    """The simulated server: where to look, and as whom."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    watched_all: simcord.MemberActor
    is_behind: simcord.MemberActor
    moderates: simcord.MemberActor


@asynccontextmanager
async def build_world(database: Database, web: Web, workers: Workers) -> AsyncIterator[World]:
    """Start the bot in a simulated Discord with a server, a channel, three members, and the samples in it."""
    # The simulated Discord begins anew each time, its clock too; it knows no commands, whatever the database remembers.
    bot = LooseEnds(database, web, workers, sync=Sync.ALWAYS, shard_count=1)
    async with AsyncExitStack() as opened:
        opened.enter_context(channel_flags())
        opened.enter_context(webhooks_in_threads())
        env = await opened.enter_async_context(simcord.run(bot, check_errors=False))
        guild = env.create_guild("Wednesday Watchers")
        channel = guild.create_text_channel("episode-talk")
        manages = guild.create_role("Keepers", permissions=discord.Permissions(manage_guild=True, manage_messages=True))
        world = World(
            env,
            channel,
            watched_all=guild.add_member(env.create_user("Aki", global_name="Aki (watched all)")),
            is_behind=guild.add_member(env.create_user("Bo", global_name="Bo (is behind)")),
            moderates=guild.add_member(env.create_user("Chidi", global_name="Chidi (moderates)"), roles=[manages]),
        )
        await _fill(database, world)
        yield world


async def run_playground(*, port: int = 0, fresh: bool = False) -> None:
    """Serve the playground until it is ended in the browser or interrupted.

    Args:
        port: where to serve the page; 0 takes any free one.
        fresh: begin with a new database.

    Raises:
        StartError: the port is taken.
    """
    if fresh:
        for name in (DATABASE.name, f"{DATABASE.name}-wal", f"{DATABASE.name}-shm"):
            (DATABASE.parent / name).unlink(missing_ok=True)
    async with AsyncExitStack() as opened:
        database = await opened.enter_async_context(open_database(f"sqlite:///{DATABASE}"))

        async def look_at_once() -> None:
            await feed_sources.look_soon(database, FEED, utc_now())

        blog = await opened.enter_async_context(serve_blog(look_at_once))
        web = await opened.enter_async_context(open_web(may_reach=blog.may_reach, resolver=Names({NAME: blog.port})))
        workers = await opened.enter_async_context(open_workers())
        world = await opened.enter_async_context(build_world(database, web, workers))
        viewers = [world.watched_all, world.is_behind, world.moderates]
        async with AsyncExitStack() as served:
            page = world.env.preview(world.channel, viewers=viewers, layout="channel", port=port)
            try:
                preview = await served.enter_async_context(page)
            except simcord.SetupError as error:
                raise StartError(
                    f"The playground can't be served at port {port}; name another one with --port."
                ) from error
            print(_welcome(preview.url, blog.page), flush=True)
            clock = asyncio.create_task(_keep_time(world.env, _turns(preview)))
            try:
                await preview.wait_closed()
            finally:
                clock.cancel()


def _welcome(address: str, blog: str) -> str:
    return (
        f"\n  Open   {address}\n"
        "  Type   /recap into the box at the bottom, press Enter, type 13, and press Enter twice\n"
        "  Then   be somebody else, at “Viewing as”: Aki watched all, Bo is behind, Chidi moderates\n"
        "  Ends   as Aki, under the recap, press “Loose ends (5)” and “Track it”; then type /loose-end list, or audit\n"
        "  Talk   as Chidi, /discuss, with 13, opens its discussion; as Bo, see that its buttons tell you nothing\n"
        "  Set up as Chidi, /setup: choose channels, and press “Preview” to see how it will look\n"
        f"  Feeds  there, “Shows, reviews” and “Watch a blog”, with {ADDRESS} and #episode-talk; then open {blog}\n"
        "         and publish a review there. Half a minute later, press “Refresh preview”: it stands in the channel\n"
        "  Stop   with Ctrl+C\n"
    )


def _turns(preview: simcord.Preview) -> asyncio.Lock:
    """Return a lock that every click in the browser waits for.

    The simulation refuses a click while its time is being advanced, and the page then says “outcome uncertain”.
    There is no public place to wait at; SimCord's version is pinned.
    """
    turns = asyncio.Lock()
    answer = preview._action  # noqa: SLF001

    async def answer_in_turn(context: Any, body: Any) -> Any:
        async with turns:
            return await answer(context, body)

    setattr(preview, "_action", answer_in_turn)  # noqa: B010 - a method of the class, replaced for this one object
    return turns


async def _keep_time(env: simcord.Env, turns: asyncio.Lock) -> None:
    """Let the simulated time go with the clock on the wall; by itself it stands still, and no loop would ever run."""
    before = time.monotonic()
    while True:
        await asyncio.sleep(_TICK)
        now = time.monotonic()
        async with turns:
            try:
                await env.advance_time(now - before)
            except (simcord.SetupError, TimeoutError):
                continue  # the simulation is busy otherwise; the next round makes up for it
        before = now


async def _fill(database: Database, world: World) -> None:
    guild_id = world.channel.guild.id if world.channel.guild else 0
    if await shows.followed(database, guild_id):
        return
    for file in sorted(SAMPLES.iterdir()):
        if file.suffix in (".html", ".md", ".txt") and file.stem != "README":
            review = await asyncio.to_thread(read_review, file.read_bytes())
            await review_filing.file_review(database, guild_id, review, now=utc_now())
    for show in await shows.followed(database, guild_id):
        await shows.make_default(database, show, world.channel.id)
        for member, number in ((world.watched_all, 13), (world.is_behind, 11)):
            await progress.record(database, guild_id, show.show_id, member.id, EpisodeNumber.of(number), utc_now())
