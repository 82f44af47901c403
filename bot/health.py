"""Health for machines: a small server on which a supervisor asks how the bot fares, and Prometheus for numbers."""

from __future__ import annotations

import asyncio
import logging
import math
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot import metrics
from bot.errors import StartError, StorageError
from bot.settings import Address
from bot.storage import measuring

if TYPE_CHECKING:
    from bot.client import LooseEnds

PATIENCE = 3.0
"""Seconds within which the database has to take a write."""
_ENDING = 1.0

_log = logging.getLogger(__name__)


@asynccontextmanager
async def served(bot: LooseEnds, address: Address | None) -> AsyncIterator[int | None]:
    """Serve until the end of the block; give the port, or None where there is no address to serve at.

    `/live` answers while the event loop turns. `/ready` answers 200 where the gateway is connected, the database takes
    writes and all rounds go, else 503; its JSON says of each what is the matter. `/metrics` is for Prometheus.

    Raises:
        StartError: nothing can be served at the address; the text says why.
    """
    if address is None:
        yield None
        return
    health = _Health(bot)
    application = web.Application()
    application.add_routes(
        [web.get("/live", health.live), web.get("/ready", health.ready), web.get("/metrics", health.metrics)]
    )
    runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=_ENDING)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, address.host, address.port).start()
        except OSError as error:
            why = os.strerror(error.errno).lower() if error.errno and error.errno > 0 else "there is no such host"
            raise StartError(f"HEALTH_ADDRESS {address} can't be served at: {why}. Choose another one.") from error
        port: int = runner.addresses[0][1]
        _log.info("Health is served on port %d", port)
        yield port
    finally:
        await runner.cleanup()


class _Health:
    def __init__(self, bot: LooseEnds) -> None:
        self._bot = bot

    async def live(self, request: web.Request) -> web.Response:
        """Answer, which the event loop does only while it turns."""
        return web.Response(text="alive\n")

    async def ready(self, request: web.Request) -> web.Response:
        """Say of each part whether it is ready."""
        parts = {"gateway": self._gateway(), "database": await self._database(), "rounds": self._rounds()}
        is_ready = set(parts.values()) == {"ok"}
        return web.json_response({"ready": is_ready, **parts}, status=200 if is_ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """Measure what is not counted as it happens, and return it all."""
        bot, kept = self._bot, self._bot.metrics
        kept.up.set(len(bot.connected))
        kept.shards.set(bot.shard_count or 1)
        kept.heartbeat.set(bot.latency if math.isfinite(bot.latency) else math.nan)
        kept.guilds.set(len(bot.guilds))
        metrics.set_all(kept.round_age, {each.name: each.age for each in bot.rounds})
        try:
            kept.database_bytes.set(await measuring.size(bot.database))
            metrics.set_all(kept.queue, await measuring.queues(bot.database))
            metrics.set_all(kept.feeds, await measuring.feeds(bot.database))
        except StorageError as error:
            _log.warning("The database could not be measured (%s)", type(error).__name__)
        return web.Response(body=kept.exposed(), headers={"Content-Type": metrics.CONTENT_TYPE})

    def _gateway(self) -> str:
        bot = self._bot
        shards, up = bot.shard_count or 1, len(bot.connected)
        if up < shards:
            return f"{up} of {shards} shards are connected"
        return "ok" if bot.is_ready() else "connected, and not all servers are known yet"

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                await measuring.must_take_writes(self._bot.database, self._bot.clock())
        except TimeoutError:
            return f"it took no write within {PATIENCE:.0f} seconds"
        except StorageError as error:
            return str(error)
        return "ok"

    def _rounds(self) -> str:
        if not self._bot.rounds:
            return "none has begun"
        stuck = sorted(each.name for each in self._bot.rounds if not each.is_alive)
        return f"stuck or ended: {', '.join(stuck)}" if stuck else "ok"
