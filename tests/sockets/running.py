"""Running the real bot against a stand-in: in this process, or as `python -m bot` in one of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import client
from bot.client import COGS, LooseEnds
from bot.clock import utc_now
from bot.episodes import EpisodeNumber
from bot.reviews.model import PartKind, Review
from bot.reviews.reader import read_review
from bot.settings import Settings
from bot.storage import progress, review_filing
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.sockets.payloads import BEHIND, GUILD, MEMBER
from tests.sockets.standin import PATIENCE, TOKEN, StandIn

ROOT = Path(__file__).parents[2]


def database_url(folder: Path) -> str:
    """Return the address of a database in a folder."""
    return f"sqlite:///{folder / 'test.sqlite3'}"


def settings_for(standin: StandIn, folder: Path, token: str | None = TOKEN) -> Settings:
    """Return the settings of a bot that talks to the stand-in, with its database in a folder."""
    return Settings(discord_token=token, discord_api_base=standin.base, database_url=database_url(folder))


def open_storage(folder: Path) -> AbstractAsyncContextManager[Database]:
    """Open the database in a folder."""
    return open_database(database_url(folder))


async def import_review(folder: Path, file: Path) -> Review:
    """File a review in the stand-in's guild, where `MEMBER` has watched its episode and `BEHIND` has not; return it."""
    review = read_review(await asyncio.to_thread(file.read_bytes))
    async with open_storage(folder) as database:
        _, show, span = await review_filing.file_review(database, GUILD, review, now=utc_now())
        for member_id, episode in ((MEMBER, span.last), (BEHIND, EpisodeNumber.parse("1"))):
            await progress.record(database, GUILD, show.show_id, member_id, episode, utc_now())
    return review


def recap_of(review: Review) -> str:
    """Return the text of a review's recap, which is one part in all that are used here."""
    (recap,) = [part.text for part in review.parts if part.kind is PartKind.RECAP]
    return recap


@asynccontextmanager
async def running(settings: Settings, standin: StandIn, cogs: Sequence[str] = COGS) -> AsyncIterator[LooseEnds]:
    """Run the bot in this process, online, until the end of the block."""
    async with client.open_bot(settings, cogs=cogs) as bot:
        task = asyncio.create_task(client.connect(bot, settings))
        online = asyncio.create_task(standin.online.wait())
        try:
            await asyncio.wait({task, online}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            assert online.done(), "the bot did not come online"
            yield bot
        finally:
            task.cancel()
            online.cancel()
            await asyncio.gather(task, online, return_exceptions=True)


@dataclass(slots=True)
class Bot:
    """A bot in a process of its own."""

    process: Process
    folder: Path

    @property
    def out(self) -> str:
        """What it has written to standard output so far."""
        return (self.folder / "out.txt").read_text()

    @property
    def log(self) -> str:
        """What it has written to standard error so far."""
        return (self.folder / "err.txt").read_text()

    async def ended(self) -> int:
        """Wait for its end, and return the code it ended with."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


def heed_interrupts() -> None:
    """Have a process that is about to start end on SIGINT."""
    # Where the tests run in the background, a shell has SIGINT ignored, and processes inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@asynccontextmanager
async def process(
    api_base: str,
    folder: Path,
    *arguments: str,
    token: str = TOKEN,
    log_level: str = "INFO",
    environ: Mapping[str, str] | None = None,
) -> AsyncIterator[Bot]:
    """Start `python -m bot` with its database and what it writes in a folder; it does not outlive the block."""
    environment = {
        **os.environ,
        "DISCORD_TOKEN": token,
        "DISCORD_API_BASE": api_base,
        "DATABASE_URL": database_url(folder),
        "LOG_LEVEL": log_level,
        "LOG_FORMAT": "text",
        **(environ or {}),
    }
    # A socket or a file that is left open is to be seen in what it writes.
    command = [sys.executable, "-W", "always::ResourceWarning", "-m", "bot", *arguments]
    with (folder / "out.txt").open("w") as out, (folder / "err.txt").open("w") as err:
        started = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=out, stderr=err, preexec_fn=heed_interrupts
        )
    try:
        yield Bot(started, folder)
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def online(bot: Bot, standin: StandIn) -> None:
    """Wait until a process is online; fail with its log if it ends instead."""
    waits = [asyncio.create_task(standin.online.wait()), asyncio.create_task(bot.process.wait())]
    try:
        await asyncio.wait(waits, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    assert standin.online.is_set(), f"the bot did not come online:\n{bot.log}"
