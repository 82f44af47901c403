"""Work in a process apart: it holds no event loop, and a process can be ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from multiprocessing import get_context
from threading import Lock, Thread
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.errors import LooseEndsError, TookTooLong

_log = logging.getLogger(__name__)

T = TypeVar("T")
MOST_TASKS = 500
"""Tasks after which the process is replaced, so that what libraries keep of each does not grow for good."""
_ENDING = 10.0
"""Seconds that closing waits at most; ending a process takes a moment, and three seconds where it does not listen."""
_ASKING = 1.0
"""Seconds after which it is asked again whether there still is a process that an answer can come from."""

_GONE = "The process that reads what comes from the web has died or been closed."


class Workers:
    """A process for work on what comes from the web, started when it is first needed, and anew when it is gone.

    It does one thing after the other. Nothing in it binds it to an event loop.
    """

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._is_closed = False
        self._changing = Lock()  # held in threads only, where a pool is started or ended

    async def run(self, function: Callable[..., T], *args: Any, within: float = 10.0) -> T:
        """Return what a function returns, called in the process. It and its arguments must be such as can be pickled.

        What the function raises comes out of here. `within` is in seconds, and begins when the work does: waiting for
        other work does not count.

        Raises:
            TookTooLong: it needed longer, and its process was ended.
            LooseEndsError: the process died of it, or was closed.
        """
        pool = await asyncio.to_thread(self._open_pool)
        try:
            work = asyncio.wrap_future(pool.schedule(function, args, timeout=within))
        except RuntimeError:  # closed, or broken, a moment ago
            raise LooseEndsError(_GONE) from None
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=_ASKING)
                if not (work.done() or pool.active):
                    raise LooseEndsError(_GONE)
            return work.result()
        except TimeoutError:
            raise TookTooLong(f"It took longer than {within:g} seconds to read, and was given up.") from None
        except Exception as error:
            if self._is_closed or isinstance(error, (ProcessExpired, BrokenProcessPool)):
                raise LooseEndsError(_GONE) from None  # what was on its way when it was closed fails in many ways
            raise
        finally:
            work.cancel()

    async def close(self) -> None:
        """End the process, whatever it does; who waits for an answer of it gets a `LooseEndsError`."""
        self._is_closed = True
        await asyncio.to_thread(self._end_pool)

    def _open_pool(self) -> ProcessPool:
        """Return the running pool; starting one takes some time, which is why it is done in a thread."""
        with self._changing:
            if self._is_closed:
                raise LooseEndsError(_GONE)
            if self._pool is None or not self._pool.active:
                _end(self._pool)
                # forking would copy a process full of threads; spawning does the same everywhere
                self._pool = ProcessPool(max_workers=1, max_tasks=MOST_TASKS, context=get_context("spawn"))
                _ = self._pool.active  # starts it
            return self._pool

    def _end_pool(self) -> None:
        with self._changing:
            _end(self._pool)


@asynccontextmanager
async def open_workers() -> AsyncIterator[Workers]:
    """Give workers that cost nothing until they are used, and are closed for good afterwards."""
    workers = Workers()
    try:
        yield workers
    finally:
        await workers.close()


def _end(pool: ProcessPool | None) -> None:
    """Stop a pool and wait for it, but not for ever: what is left then is ended with the interpreter."""
    if pool is None:
        return
    pool.stop()  # type: ignore[no-untyped-call]
    ending = Thread(target=pool.join, name="workers-ending", daemon=True)
    ending.start()
    ending.join(_ENDING)
    if ending.is_alive():
        _log.warning("The process for reading could not be ended within %s s", _ENDING)
