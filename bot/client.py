"""The bot: what it asks of Discord, what it loads, and how it starts and ends."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import logging
import signal
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

import aiohttp
import discord
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.clock import utc_now
from bot.errors import SettingsError, StartError
from bot.feeds.web import Web, open_web
from bot.feeds.workers import Workers, open_workers
from bot.health import served
from bot.known_names import known_names
from bot.metrics import Metrics
from bot.settings import DAYS_KEPT, DISCORD_API, Settings
from bot.storage import state
from bot.storage.backups import Plan, folder_of
from bot.storage.database import Database
from bot.storage.holding import held
from bot.storage.opening import open_database, sqlite_path
from bot.ui import choosing, paging
from bot.ui.failures import Tree, count
from bot.ui.loops import Round

COGS = (
    "cogs.deliveries",
    "cogs.discussions",
    "cogs.feeds",
    "cogs.gate",
    "cogs.help",
    "cogs.hiding",
    "cogs.housekeeping",
    "cogs.loose_ends",
    "cogs.privacy",
    "cogs.progress",
    "cogs.ratings",
    "cogs.recaps",
    "cogs.reviews",
    "cogs.setup",
    "cogs.shows",
)

ENDING = 5.0
"""Seconds that what is under way is waited for when the bot ends."""

# The bot does not speak, so nobody needs to be warned that it can't.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

_PRESSES: Final = 500
"""Private messages that are remembered to have led to a post: whose button can be pressed again before it goes."""

_log = logging.getLogger(__name__)


class Sync(Enum):
    """When the commands' definitions are given to Discord."""

    CHANGED = auto()
    ALWAYS = auto()
    NEVER = auto()


class LooseEnds(commands.AutoShardedBot):
    """The bot of any number of guilds.

    The database, the way to the web, the workers and the clock are opened by whoever runs it, and outlive it.
    """

    def __init__(
        self,
        database: Database,
        web: Web,
        workers: Workers,
        *,
        clock: Callable[[], datetime] = utc_now,
        sync: Sync = Sync.CHANGED,
        cogs: Sequence[str] = COGS,
        shard_count: int | None = None,
        backups: Plan | None = None,
        days_kept: int = DAYS_KEPT,
        http_trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents.default(),
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing is read from these caches, and they grow with every server.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            shard_count=shard_count,
            # Else a request would be held for as long as Discord says, be it an hour; posting has its own patience.
            max_ratelimit_timeout=60.0,
            http_trace=http_trace,  # type: ignore[arg-type]  # it is None by default
        )
        self.database = database
        self.web = web
        self.workers = workers
        self.clock = clock
        self.backups = backups
        self.days_kept = days_kept
        self.metrics = Metrics()
        self.rounds: list[Round] = []
        self.is_closing = False
        self.connected: set[int] = set()
        """The shards that are connected to the gateway."""
        self.under_way: set[asyncio.Task[Any]] = set()
        """The tasks that deal with an interaction."""
        self.posted_from: deque[int] = deque(maxlen=_PRESSES)
        self._sync = sync
        self._cogs_to_load = tuple(cogs)

    async def setup_hook(self) -> None:
        """Load the cogs, and tell Discord of the commands where they have changed.

        The controls that they share answer on messages of any age, as theirs do.
        """
        await asyncio.to_thread(known_names)  # read here, before something on the loop asks for them
        self.add_dynamic_items(*choosing.ITEMS, *paging.ITEMS)
        for cog in self._cogs_to_load:
            await self.load_extension(cog)
        await self.sync_commands()

    async def sync_commands(self) -> None:
        """Give Discord the commands' definitions, unless it was given the same ones last."""
        if self._sync is Sync.NEVER or (self._sync is Sync.CHANGED and await self.has_given_commands()):
            return
        synced = await self.tree.sync()
        await state.remember(self.database, self._given, self._fingerprint())
        _log.info("Gave Discord %d commands", len(synced))

    async def has_given_commands(self) -> bool:
        """Tell whether Discord was last given the same definitions as those that are loaded."""
        return await state.recall(self.database, self._given) == self._fingerprint()

    @property
    def _given(self) -> str:
        return f"commands of {self.application_id}"

    def _fingerprint(self) -> str:
        definitions = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps(sorted(definitions, key=lambda d: (d["type"], d["name"])), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    async def close(self) -> None:
        """Take nothing on any more, finish what is under way, or end it where that takes long, and close."""
        self.is_closing = True
        await self._finish()
        await super().close()

    async def _finish(self) -> None:
        # In the midst of it the database and the way to Discord would be closed.
        tasks = self.under_way - {asyncio.current_task()}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=ENDING)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages alone.

        discord.py would take one that mentions the bot for a command, and log its first word as one not found.
        """

    async def on_app_command_completion(self, interaction: discord.Interaction[Any], command: object, /) -> None:
        """Count a command that went well."""
        count(interaction)

    async def on_shard_ready(self, shard_id: int, /) -> None:
        """Note that a shard is connected."""
        self.connected.add(shard_id)

    async def on_shard_resumed(self, shard_id: int, /) -> None:
        """Note that a shard is connected again."""
        self.connected.add(shard_id)

    async def on_shard_disconnect(self, shard_id: int, /) -> None:
        """Note that a shard is not connected."""
        self.connected.discard(shard_id)

    async def on_ready(self) -> None:
        """Say in the log that the bot is up."""
        _log.info("Ready in %d servers on %d shards", len(self.guilds), self.shard_count or 1)


def use_api(base: str) -> None:
    """Send every REST call of discord.py, interaction answers and webhooks included, to an address.

    discord.py has one base for all of them, on the class.
    """
    Route.BASE = base


async def run(settings: Settings) -> None:
    """Run the bot until it is told to stop, by SIGINT or SIGTERM; then close what was opened, in order.

    Raises:
        SettingsError: there is no token.
        StartError: Discord does not take the token or the intents, or can't be reached, or health can't be served; in
            a sentence.
        StorageHeld: another bot runs on the database.
        StorageError: the database can't be opened.
    """
    told_to_stop = asyncio.Event()
    try:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_stop.set)
    except NotImplementedError:
        _log.debug("No SIGTERM on this system")
    try:
        async with AsyncExitStack() as opened:
            opened.enter_context(held(sqlite_path(settings.database_url)))
            bot = await opened.enter_async_context(open_bot(settings))
            # What is loaded by now stays; to search it for garbage now and then would hold the event loop each time.
            gc.freeze()
            await opened.enter_async_context(served(bot, settings.health_address))
            await _connect_until(told_to_stop, bot, settings)
    except asyncio.CancelledError:
        pass
    _log.info("Stopped")


async def _connect_until(told_to_stop: asyncio.Event, bot: LooseEnds, settings: Settings) -> None:
    connecting = asyncio.create_task(connect(bot, settings))
    stopping = asyncio.create_task(told_to_stop.wait())
    try:
        await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            connecting.result()
    finally:
        stopping.cancel()
        # Up to Python 3.11, `asyncio.wait_for`, which discord.py connects with, can swallow a cancellation that comes
        # in the instant in which it is done (python/cpython#86296).
        while not connecting.done():
            connecting.cancel()
            await asyncio.wait({connecting}, timeout=0.2)
        if not connecting.cancelled():
            connecting.exception()  # seen, or asyncio would log it as lost


async def sync(settings: Settings) -> None:
    """Give Discord the commands' definitions, whether they have changed or not, without going online.

    Raises:
        SettingsError, StartError, StorageError: as for `run`.
    """
    async with open_bot(settings, sync=Sync.ALWAYS) as bot:
        await connect(bot, settings, online=False)


@asynccontextmanager
async def open_bot(
    settings: Settings, *, sync: Sync = Sync.CHANGED, cogs: Sequence[str] = COGS
) -> AsyncIterator[LooseEnds]:
    """Open all that the bot works with, and the bot; close it in the opposite order.

    Raises:
        StorageError: the database can't be opened.
    """
    async with (
        open_database(settings.database_url) as database,
        open_workers() as workers,
        open_web() as web,
        LooseEnds(
            database, web, workers, sync=sync, cogs=cogs, backups=_backups(settings), days_kept=settings.days_kept
        ) as bot,
    ):
        yield bot


def _backups(settings: Settings) -> Plan | None:
    path = sqlite_path(settings.database_url)
    return Plan(path, folder_of(path), settings.backups_kept) if settings.backups_kept else None


async def connect(bot: LooseEnds, settings: Settings, *, online: bool = True) -> None:
    """Log in, and go online until the bot is closed; what stands in the way is said in a sentence.

    Raises:
        SettingsError: there is no token.
        StartError: see `run`.
    """
    await log_in(bot, settings)
    if not online:
        return
    with _in_a_sentence(settings):
        bot.shard_count, gateway, _ = await bot.http.get_bot_gateway()
        # Where discord.py turns after a session became invalid; it would be Discord's own, whatever the API says.
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        await bot.connect()


async def log_in(bot: LooseEnds, settings: Settings) -> None:
    """Log in, and load the cogs.

    Raises:
        SettingsError, StartError: as for `connect`.
    """
    if settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set; put the bot's token into the environment or the file .env.")
    use_api(settings.discord_api_base)
    with _in_a_sentence(settings):
        await bot.login(settings.discord_token)


@contextmanager
def _in_a_sentence(settings: Settings) -> Iterator[None]:
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientConnectionError) as error:
        raise StartError(_why(error, settings)) from error


_CLOSED = {
    4004: "Discord refused DISCORD_TOKEN; copy it anew from the page “Bot” of your application.",
    4013: "Discord does not know the intents that the bot asks for; this version of the bot is too old.",
    4014: "Discord does not grant the intents that the bot asks for, which are the default ones; see the page “Bot”.",
}
"""What the codes mean with which the gateway is closed for good, by Discord's page “Opcodes and Status Codes”."""


def _why(error: Exception, settings: Settings) -> str:
    where = "Discord" if settings.discord_api_base == DISCORD_API else "DISCORD_API_BASE"
    if isinstance(error, discord.LoginFailure):
        return _CLOSED[4004]
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return _CLOSED[4014]
    if isinstance(error, discord.ConnectionClosed):
        return _CLOSED.get(error.code, f"Discord closed the connection for good, with code {error.code}.")
    refused = error if isinstance(error, discord.HTTPException) else error.__cause__
    if isinstance(refused, discord.HTTPException):
        return f"{where} does not let the bot start: it answered HTTP {refused.status}, code {refused.code}."
    if isinstance(error, aiohttp.ClientConnectionError | discord.GatewayNotFound):
        return f"{where} can't be reached; look at the network and try again."
    return f"{where} does not let the bot start ({type(error).__name__})."
