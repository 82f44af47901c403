"""Work that comes round: it logs what goes wrong, waits longer, and goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ext import tasks

from bot.ui.failures import without_text

LONGEST_WAIT = 600.0

_log = logging.getLogger(__name__)


class Round:
    """A piece of work that is done every so many seconds, from `start` until `stop`.

    A round that fails is logged, without the error's text unless it is the project's own, and the wait doubles up to
    `LONGEST_WAIT` until one succeeds. `tasks.loop` alone would end at the first error.
    """

    def __init__(self, name: str, work: Callable[[], Awaitable[Any]], *, seconds: float) -> None:
        self._name, self._work, self._seconds, self._wait = name, work, seconds, seconds
        self._loop = tasks.loop(seconds=seconds)(self.once)

    def start(self, client: discord.Client) -> None:
        """Begin, once the client is ready."""
        self._loop.before_loop(client.wait_until_ready)
        self._loop.start()

    async def stop(self) -> None:
        """End at once, and return when it has; what a round has not committed is done again at the next start."""
        task = self._loop.get_task()
        self._loop.cancel()
        if task is not None:
            await asyncio.wait([task])

    async def once(self) -> None:
        """Do the work once, and decide how long to wait."""
        try:
            await self._work()
        except Exception as error:
            self._pace(min(self._wait * 2, LONGEST_WAIT))
            _log.error("A round of %s failed", self._name, exc_info=without_text(error))
        else:
            self._pace(self._seconds)

    def _pace(self, seconds: float) -> None:
        if seconds != self._wait:
            self._wait = seconds
            self._loop.change_interval(seconds=seconds)
