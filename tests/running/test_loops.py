"""Rounds of work, whatever the machine's clock is set to."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta, timezone, tzinfo
from types import SimpleNamespace
from typing import Any

import discord.utils
import pytest
from discord.ext import tasks

from bot.metrics import Metrics
from bot.ui.loops import STUCK_AFTER, Round

SECONDS = 0.02
PATIENCE = 20.0


class Ready:
    """As much of a bot as a round needs."""

    def __init__(self) -> None:
        self.rounds: list[Round] = []
        self.metrics = Metrics()

    async def wait_until_ready(self) -> None:
        """Be ready."""


@pytest.mark.parametrize("hours", [-5, 5])
@pytest.mark.parametrize("during_work", [True, False])
async def test_a_clock_that_is_set_makes_no_round_late_and_none_to_catch_up_with(
    monkeypatch: pytest.MonkeyPatch, hours: int, during_work: bool
) -> None:
    moved = timedelta()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.now(tz) + moved

    for module in (tasks, discord.utils):
        monkeypatch.setattr(module, "datetime", SimpleNamespace(datetime=Clock, timezone=timezone, timedelta=timedelta))
    loop, times, enough = asyncio.get_running_loop(), list[float](), asyncio.Event()

    async def work() -> None:
        nonlocal moved
        times.append(loop.time())
        if len(times) == 3:
            if during_work:
                moved += timedelta(hours=hours)
            else:
                loop.call_later(SECONDS / 2, set_clock)
        if len(times) == 8:
            enough.set()

    def set_clock() -> None:
        nonlocal moved
        moved += timedelta(hours=hours)

    client: Any = Ready()
    going = Round("tested", work, seconds=SECONDS)
    going.start(client)
    async with asyncio.timeout(PATIENCE):
        await enough.wait()
    await going.stop()
    assert min(after - before for before, after in itertools.pairwise(times)) > SECONDS / 2


async def test_a_round_says_whether_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = Ready()
    went = asyncio.Event()

    async def work() -> None:
        went.set()

    going = Round("tested", work, seconds=600)
    assert [going.is_alive] == [False]
    going.start(client)
    await went.wait()
    assert [going.is_alive] == [True]
    assert client.rounds == [going]
    monkeypatch.setattr("time.monotonic", lambda: (going._last or 0) + 600 + STUCK_AFTER + 1)
    assert [going.is_alive] == [False]
    monkeypatch.undo()
    assert [going.is_alive] == [True]
    await going.stop()
    assert [going.is_alive] == [False]
    assert client.rounds == []
    assert b'loose_ends_rounds_total{outcome="done",round="tested"} 1.0' in client.metrics.exposed()
