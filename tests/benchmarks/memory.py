"""Whether the bot keeps anything of what it has answered: its memory while it answers tens of thousands of times.

The real bot runs in a process of its own, over real sockets, against the stand-in in this one. `README.md` beside
this file says how to run it and what was measured.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.sockets.running import ROOT, Bot, import_review, online, process
from tests.sockets.standin import StandIn

IN_FLIGHT = 50
"""Interactions that are under way at the same time."""

WARM_UP = 2_000
"""Answers that come before what is compared: until then, caches and the allocator's arenas fill."""

READINGS = 5
"""How often the memory is read after that."""

BOUND_KIB = 4 * 1024
"""Growth after the warm-up that is still noise: the allocator takes 1 to 2 MiB at a time, rarely twice in a run.

A kept message is some 10 KiB, so one in twelve of 5,000 exceeds it."""

Act = Callable[[], Awaitable[Any]]


async def answer(act: Act, times: int) -> float:
    """Have the bot answer so many times, and return how many it answered in a second."""
    left = iter(range(times))

    async def work() -> None:
        for _ in left:
            await act()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
    return times / (time.perf_counter() - began)


def resident(bot: Bot) -> int:
    """Return the memory that the bot's process holds, in KiB."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


async def measure(what: str, act: Act, times: int, bot: Bot) -> bool:
    """Print the memory over so many answers, and return whether it grew by no more than noise."""
    step = times // READINGS
    await answer(act, WARM_UP)
    first = last = resident(bot)
    print(f"{what}\n{WARM_UP:>8} to warm up  {first / 1024:7.1f} MiB", flush=True)
    for reading in range(1, READINGS + 1):
        pace = await answer(act, step)
        last = resident(bot)
        print(f"{reading * step:>8} more        {last / 1024:7.1f} MiB  {pace:6.0f} answers/s", flush=True)
    within = last - first <= BOUND_KIB
    verdict = "within" if within else "MORE THAN"
    print(f"         grew by {(last - first) / 1024:.1f} MiB, {verdict} the {BOUND_KIB / 1024:.0f} MiB of noise\n")
    return within


async def run(answers: int) -> int:
    """Measure commands, then presses, a quarter as many; return the code to exit with."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        await import_review(folder, next((ROOT / "data" / "samples").glob("*-13.txt")))
        async with StandIn(record=False) as standin, process(standin.base, folder, log_level="WARNING") as bot:
            await online(bot, standin)
            message = (await standin.command("recap", episode="13"))["message"]
            within = [
                await measure("/recap 13", lambda: standin.command("recap", episode="13"), answers, bot),
                await measure(
                    "“Continue reading”", lambda: standin.press(message, "Continue reading"), answers // 4, bot
                ),
            ]
            bot.process.terminate()
            await bot.ended()
        print(bot.log, end="", file=sys.stderr)
    return 0 if all(within) else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.memory", description=__doc__)
    parser.add_argument("--answers", type=int, default=20_000, help="commands; a quarter as many presses follow")
    return asyncio.run(run(parser.parse_args(arguments).answers))


if __name__ == "__main__":
    sys.exit(main())
