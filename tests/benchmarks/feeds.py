"""What a cycle over many feeds costs, of which 20 have something new, and how that grows with their number.

The bot's side runs in a process of its own; the sites are served by this one. `README.md` beside this file says how
to run it, what each figure is and what was measured.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import gzip
import os
import random
import resource
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from functools import cache, partial
from html import escape
from importlib import import_module
from multiprocessing import active_children, get_context
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import TypeVar

import uvloop

from bot.client import COGS
from bot.feeds.articles import read_item
from bot.feeds.filing import Filing
from bot.feeds.reading import read_feed
from bot.feeds.watching import MOST_LOOKS, Watch
from bot.feeds.web import open_web
from bot.feeds.workers import open_workers
from bot.playground.blog import Names
from bot.storage import feed_news, feeds
from bot.storage.deliveries import Destination
from bot.storage.feed_items import Accepts
from bot.storage.opening import open_database
from tests.feeds.blog import review_html
from tests.feeds.sites import only

T = TypeVar("T")

SIZES = (100, 1_000, 10_000)
CHANGED = 20
ITEMS = 10
TO_A_HOST = 10
"""Feeds that share a host, beside the one feed in ten that all stand on one great host."""
MANY_GUILDS = 50
"""Guilds that watch one feed in fifty, and two of those that change; each other feed is watched by one."""

LATENCY = 0.02
"""Seconds after which the sites answer, as near ones do."""
TICK = 0.005
"""Seconds between two questions whether the event loop is free."""
GOAL = 0.05
"""Seconds that the loop may be held."""

START = datetime(2026, 11, 1, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "data" / "samples"


class Manner(StrEnum):
    """How the sites answer for a feed that has nothing new."""

    ETAG = "304"
    SAME = "same bytes"
    SILENT = "304, 1% silent"
    """And one in a hundred takes the request and says nothing."""
    STAMPED = "other bytes"
    """As of those that write the time into the feed: it has to be read, and then nothing in it is new."""


@dataclass
class Sites:
    """What serves the feeds, and counts what goes over the wire."""

    manner: Manner = Manner.ETAG
    changed: frozenset[int] = frozenset()
    port: int = 0
    requests: int = 0
    bytes_in: int = 0
    bytes_out: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            self.requests += 1
            self.bytes_in += len(request)
            number = int(request.split(b" ", 2)[1].strip(b"/"))
            if self.manner is Manner.SILENT and is_silent(number):
                await reader.read()
            else:
                await asyncio.sleep(LATENCY)
                answer = self._answer(number, request)
                self.bytes_out += len(answer)
                writer.write(answer)
                await writer.drain()
        writer.close()

    def _answer(self, number: int, request: bytes) -> bytes:
        has_new = number in self.changed
        etag = b'"1"' if has_new else b'"0"'
        if self.manner in {Manner.ETAG, Manner.SILENT} and b"If-None-Match: " + etag in request:
            return b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
        body = packed(number if has_new else None, "later" if self.manner is Manner.STAMPED and self.changed else "")
        head = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nConnection: close\r\n"
        )
        return head + b"ETag: %s\r\nContent-Length: %d\r\n\r\n" % (etag, len(body)) + body


def document(number: int | None = None) -> bytes:
    """Return a feed: at first the same for all, then, where a number is given, with an item that only that one has."""
    posts = [(f"http://blog.example/{episode}/", str(episode)) for episode in range(ITEMS, 0, -1)]
    if number is not None:
        posts = [(f"http://blog.example/new/{number}/", str(ITEMS + 1)), *posts[:-1]]
    items = "".join(
        f"<item><title>Lantern Code Episode {episode} Review</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(START + timedelta(days=int(episode)))}</pubDate>"
        f"<content:encoded>{escape(text(episode))}</content:encoded></item>"
        for link, episode in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A blog</title>'
        f"{items}</channel></rss>"
    ).encode()


@cache
def text(episode: str) -> str:
    """Return a review of the usual length, its words in no order, so that it is packed no better than others."""
    words = " ".join(path.read_text() for path in sorted(SAMPLES.glob("*.md"))).replace("#", "").split()
    drawn = random.Random(episode).choices(words, k=800)
    more = "".join(f"<p>{' '.join(drawn[at : at + 40])}.</p>" for at in range(0, len(drawn), 40))
    return review_html("Lantern Code", episode).replace("<h2>What I", f"{more}<h2>What I")


@cache
def packed(number: int | None, stamp: str) -> bytes:
    """Return a feed as most sites send it."""
    return gzip.compress(document(number) + f"<!-- {stamp} -->".encode())


def host(number: int) -> str:
    """Return the name of the host that a feed stands on."""
    return "great.example" if number % 10 == 3 else f"blog-{number // TO_A_HOST}.example"


def is_silent(number: int) -> bool:
    """Return whether that is one of the feeds whose sites may be silent; none that changes is."""
    return number % 100 == 99


def changed(size: int) -> list[int]:
    """Return which feeds change."""
    return list(range(0, size, size // CHANGED))


@dataclass(frozen=True)
class Bench:
    """What both of the bot's processes are told."""

    file: Path
    size: int
    port: int

    @asynccontextmanager
    async def open(self, now: datetime) -> AsyncIterator[Watch]:
        """Open what watches feeds, as the bot does, at an instant."""
        names = Names({host(number): self.port for number in range(self.size)})
        async with (
            open_database(f"sqlite:///{self.file}") as database,
            open_web(may_reach=only(self.port), resolver=names) as web,
            open_workers() as workers,
        ):
            yield Watch(database, web, workers, lambda: now)

    def set_up(self) -> None:
        """Have the guilds watch the feeds."""
        uvloop.run(self._set_up())

    async def _set_up(self) -> None:
        popular = {*changed(self.size)[:: CHANGED // 2], *range(MANY_GUILDS - 1, self.size, MANY_GUILDS)}
        async with self.open(START) as watch:
            first = await watch.find(f"http://{host(0)}/0")  # what stands in the others is the same
            for number in range(self.size):
                look = START + timedelta(minutes=15, seconds=random.random() * 90)
                found = replace(first, address=f"http://{host(number)}/{number}", next_look=look)
                for guild in range(number, number + (MANY_GUILDS if number in popular else 1)):
                    await feeds.watch(
                        watch.database,
                        1 + guild,
                        found,
                        Destination(1),
                        show_id=None,
                        accepts=Accepts.ANIME,
                        backfill=0,
                        now=START,
                    )

    def measure(self, silent: int) -> dict[str, float]:
        """Look at every feed, file what is new, and return what it cost."""
        return uvloop.run(self._measure(silent))

    async def _measure(self, silent: int) -> dict[str, float]:
        for cog in COGS:  # the process is to be as full as the bot's is
            import_module(cog)
        async with self.open(START + timedelta(hours=1)) as watch:
            found = await watch.workers.run(read_feed, document(), "http://blog.example/")
            await watch.workers.run(partial(read_item, url=None, title=None), found.items[0].body)
            gc.freeze()
            idle = Ticks()
            await idle.during(lambda: asyncio.sleep(2))
            before, before_apart = processor_time()
            memory = memory_kib("VmRSS")
            began = time.perf_counter()
            ticks = Ticks()
            await ticks.during(lambda: cycle(watch))
            took = time.perf_counter() - began
            after, after_apart = processor_time()
            posts = await watch.database.fetchval("SELECT count(*) FROM deliveries")
            failed = await watch.database.fetchval("SELECT count(*) FROM feed_sources WHERE failures > 0")
            assert (posts, failed) == (CHANGED + 2 * (MANY_GUILDS - 1), silent), (posts, failed)
            return {
                "wall": took,
                "main": after - before,
                "worker": after_apart - before_apart,
                "peak": memory_kib("VmHWM"),
                "grew": memory_kib("VmHWM") - memory,
                **{f"idle {name}": figure for name, figure in idle.figures().items()},
                **ticks.figures(),
            }


async def cycle(watch: Watch) -> None:
    """Do what the bot does in a round, but for what goes to Discord."""
    are_more = True
    while are_more:
        are_more = await watch.look_at_due() == MOST_LOOKS
        while await Filing(watch).file_due():
            pass
    await feed_news.news(watch.database, watch.clock(), failing_for=timedelta(days=1))


class Ticks:
    """How late a timer fires every few milliseconds, and how much of that its own thread was busy."""

    def __init__(self) -> None:
        self._late: list[tuple[float, float]] = []

    async def during(self, act: Callable[[], Awaitable[object]]) -> None:
        """Tick as long as something goes on."""
        ticking = asyncio.create_task(self._tick())
        await act()
        await asyncio.sleep(2 * TICK)  # so that what came last is seen as well
        ticking.cancel()

    async def _tick(self) -> None:
        while True:
            due, busy = time.perf_counter() + TICK, time.thread_time()
            await asyncio.sleep(TICK)
            late = time.perf_counter() - due
            self._late.append((late, min(late, time.thread_time() - busy)))

    def figures(self) -> dict[str, float]:
        """Return the longest and the hundredth longest of a hundred, in seconds."""
        late, own = zip(*self._late, strict=True)
        return {"late": max(late), "late 99%": quantiles(late, n=100)[-1], "held": max(own)}


def processor_time() -> tuple[float, float]:
    """Return the seconds that this process has worked, and those of the processes that it started."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    running = 0.0
    for child in active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        running += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own.ru_utime + own.ru_stime, ended.ru_utime + ended.ru_stime + running


def memory_kib(which: str) -> float:
    """Return the memory that this process holds, or held at most, in KiB."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(which)).split()[1])


async def apart(act: Callable[[], T]) -> T:
    """Return what a function returns in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, act)


async def run(sizes: Sequence[int], manners: Sequence[Manner]) -> int:
    """Measure each number of feeds with sites of each manner; return 1 if the loop was held longer than is the goal."""
    code = 0
    print(
        "   feeds sites           wall    main  worker | requests  KiB in KiB out | MiB grew |"
        " late  99% held | idle: late  99% held"
    )
    sites = Sites()
    server = await asyncio.start_server(sites.answer, "127.0.0.1", 0, backlog=1_000)
    port = server.sockets[0].getsockname()[1]
    async with server:
        for size in sizes:
            with TemporaryDirectory() as folder:
                sites.changed = frozenset()
                bench = Bench(Path(folder) / "first.sqlite3", size, port)
                await apart(bench.set_up)
                sites.changed = frozenset(changed(size))
                for sites.manner in manners:
                    copy = replace(bench, file=Path(folder) / "copy.sqlite3")
                    shutil.copy(bench.file, copy.file)
                    sites.requests = sites.bytes_in = sites.bytes_out = 0
                    silent = sum(map(is_silent, range(size))) if sites.manner is Manner.SILENT else 0
                    cost = await apart(partial(copy.measure, silent))
                    code |= cost["held"] > GOAL
                    print(line(size, sites, cost), flush=True)
    return code


def line(size: int, sites: Sites, cost: dict[str, float]) -> str:
    """Return a line of the table."""
    late, idle = (
        "".join(f"{cost[which + name] * 1000:5.0f}" for name in ("late", "late 99%", "held")) for which in ("", "idle ")
    )
    return (
        f"{size:>8} {sites.manner:<14}{cost['wall']:6.1f}{cost['main']:8.2f}{cost['worker']:8.2f} |"
        f"{sites.requests:9}{sites.bytes_in / 1024:8.0f}{sites.bytes_out / 1024:8.0f} |"
        f"{cost['peak'] / 1024:4.0f}{cost['grew'] / 1024:5.1f} |{late} |      {idle}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.feeds", description=__doc__)
    parser.add_argument("--feeds", type=int, nargs="+", default=SIZES, help="how many, for each round: multiples of 20")
    parser.add_argument("--sites", type=Manner, nargs="+", default=list(Manner), help="how they answer, for each round")
    chosen = parser.parse_args(arguments)
    return asyncio.run(run(chosen.feeds, chosen.sites))


if __name__ == "__main__":
    sys.exit(main())
