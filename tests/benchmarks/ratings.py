"""How many votes the bot takes in a second, and how long a result takes however many have voted.

`README.md` beside this file says how to run it and what was measured.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import discord
from aiohttp import web

from bot.clock import utc_now
from bot.episodes import EpisodeNumber
from bot.storage import polls, ratings, shows
from bot.storage.database import Database
from bot.storage.deliveries import Place
from bot.storage.opening import open_database
from bot.ui.poll_cards import open_card
from tests.sockets.payloads import CHANNEL, GUILD, new_message
from tests.sockets.running import ROOT, online, open_storage, process
from tests.sockets.standin import TOKEN, StandIn
from tests.world import NOW, data_folder

MEMBERS = 4_000
IN_FLIGHT = 50
"""Members who press at the same time."""
ROUNDS = 3
EPISODE = EpisodeNumber.of(7)
EPISODES = 12
TIMES = 30
MESSAGE = 1_000

BARE = """
import os, discord, uvloop
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

class Bare(discord.AutoShardedClient):
    async def on_interaction(self, interaction):
        await interaction.response.send_message("Noted.", ephemeral=True)

async def main():
    async with Bare(intents=discord.Intents.default()) as client:
        await client.login(os.environ["DISCORD_TOKEN"])
        client.shard_count, gateway, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        await client.connect()

Route.BASE = os.environ["DISCORD_API_BASE"]
uvloop.run(main())
"""
"""A bot of discord.py alone, which answers a press and does nothing else."""


class Channel(StandIn):
    """The stand-in, with a channel whose messages can be edited; how often that was is counted."""

    edits = 0

    def _answer(self, request: web.Request, path: str, body: Any) -> Any:
        match [request.method, *path.strip("/").split("/")]:
            case ["PATCH", "channels", _, "messages", _]:
                self.edits += 1
                return new_message(MESSAGE, body)
        return super()._answer(request, path, body)


async def open_poll(folder: Path) -> dict[str, Any]:
    """Keep a poll that stands in the channel already, and return its message."""
    async with open_storage(folder) as database:
        show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
        poll, _ = await polls.claim(database, show, EPISODE, channel_id=CHANNEL, closes_at=None, now=utc_now())
        await polls.MESSAGES.mark_posted(database, poll, Place(CHANNEL, MESSAGE), utc_now())
    components = open_card(poll, 0).to_components()  # type: ignore[no-untyped-call]
    return new_message(MESSAGE, {"components": components, "flags": discord.MessageFlags(components_v2=True).value})


async def votes_a_second(standin: StandIn, message: dict[str, Any]) -> list[float]:
    """Have members vote, then change their votes, and return how many were answered in a second each time."""
    paces = []
    for score in range(ROUNDS + 1):
        members = iter(range(1, MEMBERS + 1) if score else range(10_000, 10_500))  # the first are to warm up

        async def press(members: Any = members, label: str = str(score or 1)) -> None:
            for member in members:
                await standin.press(message, label, member_id=member)

        began = perf_counter()
        await asyncio.gather(*(press() for _ in range(IN_FLIGHT)))
        paces.append(MEMBERS / (perf_counter() - began))
    return paces[1:]


@asynccontextmanager
async def bare(base: str) -> AsyncIterator[None]:
    """Run the bare bot in a process of its own."""
    environment = {**os.environ, "DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": base}
    started = await asyncio.create_subprocess_exec(sys.executable, "-c", BARE, cwd=ROOT, env=environment)
    try:
        yield
    finally:
        started.kill()
        await started.wait()


async def paces() -> None:
    """Print how many votes are answered in a second by the whole bot and by a bare one."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        message = await open_poll(folder)
        async with Channel(record=False) as standin, bare(standin.base):
            alone = await votes_a_second(standin, message)
        async with Channel(record=False) as standin, process(standin.base, folder, log_level="WARNING") as bot:
            await online(bot, standin)
            through = await votes_a_second(standin, message)
            edits = standin.edits
        print(bot.log, end="", file=sys.stderr)
        async with open_storage(folder) as database:
            tally = await ratings.tally(database, GUILD, 1, EPISODE)
            assert tally.count == MEMBERS + 500
    print(f"votes a second, {MEMBERS} members, {IN_FLIGHT} at once       first   changed   changed")
    for what, measured in (("a bare bot that only answers", alone), ("the whole bot", through)):
        print(f"{what:<44}{''.join(f'{pace:>10.0f}' for pace in measured)}")
    shares = [one / other for one, other in zip(through, alone, strict=True)]
    print(f"{'ratio':<44}{''.join(f'{share:>10.2f}' for share in shares)}")
    print(f"The poll's message was edited {edits} times.\n")


async def fill(database: Database, show_id: int, votes: int) -> None:
    """Have so many members rate, spread over the episodes, with all the scores among them."""
    await database.execute(
        """
        WITH RECURSIVE one (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM one WHERE n + 1 < $3)
        INSERT INTO ratings (guild_id, show_id, episode, member_id, score, updated_at)
        SELECT $1, $2, (1 + n * $4 / $3) * 100, n + 1, 1 + (n * 7 + n / 13) % 10, 0 FROM one
        """,
        GUILD,
        show_id,
        votes,
        EPISODES,
    )
    await database.execute(
        """
        INSERT INTO rating_tallies (guild_id, show_id, episode, score, votes)
        SELECT guild_id, show_id, episode, score, count(*) FROM ratings GROUP BY 1, 2, 3, 4
        """
    )


async def milliseconds(act: Callable[[], Awaitable[Any]], times: int = TIMES) -> float:
    """Return the median of how long something takes."""
    took = []
    for _ in range(times):
        began = perf_counter()
        await act()
        took.append(perf_counter() - began)
    return statistics.median(took) * 1000


async def measure(votes: int) -> list[float]:
    """Return how long a result, a season, a vote and a recount take where so many have voted."""
    with TemporaryDirectory() as name:
        async with open_database(data_folder(Path(name))) as database:
            show_id = (await shows.add(database, GUILD, "Lantern Code", now=NOW)).show_id
            await fill(database, show_id, votes)
            place = (database, GUILD, show_id)
            strangers = iter(range(-TIMES, 0))
            return [
                await milliseconds(lambda: ratings.tally(*place, EPISODE)),
                await milliseconds(lambda: ratings.tallies_of_show(*place)),
                await milliseconds(lambda: ratings.rate(*place, EPISODE, next(strangers), 7, NOW)),
                await milliseconds(lambda: ratings.recount(*place), 1),
            ]


async def sizes(most: int) -> None:
    """Print how long a result, a season and a vote take, and what counting the ratings would, by how many voted."""
    print("votes         a result   a season     a vote   a recount   ms")
    for power in range(3, most + 1):
        measured = await measure(10**power)
        print(f"10^{power:<8}{''.join(f'{took:>11.2f}' for took in measured)}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.ratings", description=__doc__)
    parser.add_argument("--most", type=int, default=6, help="the largest number of votes, as a power of ten")
    options = parser.parse_args(arguments)
    asyncio.run(paces())
    asyncio.run(sizes(options.most))
    return 0


if __name__ == "__main__":
    sys.exit(main())
