"""Work that comes round: it logs what goes wrong, waits longer, and goes on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from discord.ext import tasks
from discord.utils import MISSING, utcnow

from bot.ui.failures import without_text

if TYPE_CHECKING:
    from bot.client import LooseEnds

LONGEST_WAIT = 600.0
STUCK_AFTER = 1800.0
"""Seconds that a round may take; looking at all feeds of a host that is slow takes some twenty minutes."""

_log = logging.getLogger(__name__)


class _Steady(tasks.Loop[Any]):
    """discord.py's loop, which reckons each wait from the present instant and not from the last one by the clock.

    Else it slept for an hour where the clock is set back by one, and caught up with a day of rounds where it is set on.
    """

    def _get_next_sleep_time(self, now: datetime = MISSING) -> datetime:
        return utcnow() + timedelta(seconds=self._sleep)


class Round:
    """A piece of work that is done every so many seconds, from `start` until `stop`, whatever the clock is set to.

    A round that fails is logged, without the error's text unless it is the project's own, and the wait doubles up to
    `LONGEST_WAIT` until one succeeds. `tasks.loop` alone would end at the first error.

    Attributes:
        name: what it is called in the log and in metrics.
    """

    def __init__(self, name: str, work: Callable[[], Awaitable[Any]], *, seconds: float) -> None:
        self.name, self._work, self._seconds, self._wait = name, work, seconds, seconds
        self._loop = _Steady(self.once, seconds, 0, 0, MISSING, None, True, None)
        self._client: LooseEnds | None = None
        self._last: float | None = None

    @property
    def age(self) -> float:
        """Seconds since it last went round, whatever the clock was set to meanwhile; 0 before the first time."""
        return 0.0 if self._last is None else time.monotonic() - self._last

    @property
    def is_alive(self) -> bool:
        """Whether it goes on: it has not ended, and went round within its wait and `STUCK_AFTER`."""
        task = self._loop.get_task()
        return task is not None and not task.done() and self.age < self._wait + STUCK_AFTER

    def start(self, client: LooseEnds) -> None:
        """Begin, once the client is ready, and be one of its rounds."""
        self._client = client
        client.rounds.append(self)
        self._loop.before_loop(client.wait_until_ready)
        self._loop.start()

    async def stop(self) -> None:
        """End at once, and return when it has; what a round has not committed is done again at the next start."""
        task = self._loop.get_task()
        self._loop.cancel()
        if self._client is not None and self in self._client.rounds:
            self._client.rounds.remove(self)
        if task is not None:
            await asyncio.wait([task])

    async def once(self) -> None:
        """Do the work once, and decide how long to wait."""
        try:
            await self._work()
        except Exception as error:
            self._pace(min(self._wait * 2, LONGEST_WAIT))
            self._count("failed")
            _log.error("A round of %s failed", self.name, exc_info=without_text(error))
        else:
            self._count("done")
            self._pace(self._seconds)

    def _count(self, outcome: str) -> None:
        self._last = time.monotonic()
        if self._client is not None:
            self._client.metrics.count_round(self.name, outcome)

    def _pace(self, seconds: float) -> None:
        self._wait = seconds
        self._loop.change_interval(seconds=seconds)  # from now on, for the clock may have been set during the work
