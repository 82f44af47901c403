"""Rounds: one that fails ends nothing, and none outlives the bot."""

from __future__ import annotations

import itertools
import logging
from typing import Any

import pytest

from bot.storage import deliveries
from bot.storage.database import Database
from tests.cogs.posting import (
    HEAD,
    cards,
    claim,
    cog_of,
    unload,
)
from tests.world import SECRET, World, open_world


async def test_a_round_that_fails_waits_longer_each_time_and_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    guilds_due = deliveries.guilds_due
    rounds = []

    async def broken(*_: Any) -> list[int]:
        rounds.append(world.env.now().timestamp())
        raise RuntimeError(SECRET)

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(deliveries, "guilds_due", broken)
        for _ in range(60):
            await world.env.advance_time(60)
    gaps = [round(after - before) for before, after in itertools.pairwise(rounds)]
    assert gaps[:8] == [10, 20, 40, 80, 160, 320, 600, 600]
    assert set(gaps[8:]) <= {600}
    assert SECRET not in caplog.text
    assert "A round of deliveries failed" in caplog.text

    async def counted(database: Database, now: Any) -> list[int]:
        rounds.append(world.env.now().timestamp())
        return await guilds_due(database, now)

    monkeypatch.setattr(deliveries, "guilds_due", counted)
    await claim(world)
    await world.env.advance_time(600)
    assert cards(world.channel) == [f"{HEAD} 13"]
    rounds.clear()
    await world.env.advance_time(20)
    assert len(rounds) == 4


async def test_nothing_is_left_running_once_the_bot_is_closed(database: Database) -> None:
    async with open_world(database) as world:
        await claim(world)
        await world.later()
        cogs = [cog_of(world, name) for name in ("Deliveries", "Feeds")]
        tasks = [cog.round._loop.get_task() for cog in cogs]
        assert not any(task.done() for task in tasks)
        await unload(world, "cogs.deliveries", "cogs.feeds")
        assert all(task.done() for task in tasks)
