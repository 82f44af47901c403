"""Asking whether the addresses of feeds can be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from yarl import URL

from bot.errors import WebError
from bot.feeds.web import Web
from bot.findings import Finding, note, printable, well, wrong
from bot.storage.examining import Reached

MOST = 200
"""Addresses that are asked; those that are known to fail come first."""
WITHIN = 60.0
"""Seconds that asking takes at the most."""
_AT_ONCE = 8


async def reach(web: Web, known: Sequence[Reached]) -> list[Finding]:
    """Ask the first `MOST` of the addresses, a few at a time; return what is wrong, and how many answer."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def ask(reached: Reached) -> Finding | None:
        if reached.is_gone:
            return wrong("feeds", f"{_shown(reached)} is gone for good. Remove it with `/feed remove`.")
        try:
            async with turns:
                await web.fetch(reached.address)
        except WebError as error:
            return wrong("feeds", f"{_shown(reached)}: {error} It is tried again; `/feed remove` ends that.")
        if reached.failure is not None:
            return wrong(
                "feeds", f"{_shown(reached)} answers, but could not be read at the last look: {reached.failure}"
            )
        return None

    tasks = [asyncio.create_task(ask(reached)) for reached in known[:MOST]]
    if not tasks:
        return [well("feeds", "None are watched.")]
    try:
        done, _ = await asyncio.wait(tasks, timeout=WITHIN)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    found = [finding for finding in (task.result() for task in tasks if task in done) if finding is not None]
    well_ones = len(done) - len(found)
    if well_ones or not found:
        found.append(well("feeds", f"{well_ones} of {len(known)} addresses answer."))
    if left := len(known) - len(done):
        found.append(note("feeds", f"{left} more were not asked, for that takes too long."))
    return found


def _shown(reached: Reached) -> str:
    # What stands behind the path may be a key that somebody's feed is read with.
    return printable(str(URL(reached.address).with_query(None)), 200)
