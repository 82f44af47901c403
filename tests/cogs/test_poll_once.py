"""Polls once: a bot that is killed at any step has one message for a poll, and the message is right in the end."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from bot.storage.opening import open_database
from tests.cogs.polls import AFTER_EDIT, open_booth
from tests.cogs.test_once import Killed, Reaper, reaped
from tests.world import data_folder, open_world, text

STEPS = 7
"""More than a poll takes from the command to its message, or from that to its result."""


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_bot_that_is_killed_at_any_step_has_one_message_for_a_poll(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            booth = await open_booth(world, monkeypatch)
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    await booth.asking("open", closes="1h")
                    await booth.wait(AFTER_EDIT)
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            # Long after the time for which Discord itself refuses a second one.
            await booth.later(minutes=30)
            where = f"killed at step {step}"
            await booth.asking("open", closes="1h")
            await booth.wait(AFTER_EDIT)
            (message,) = world.public()
            assert "Nobody has rated it yet." in text(message), where
            await booth.vote(world.aki, 7, message)
            await booth.wait(AFTER_EDIT)
            assert "-# 1 member rated it." in text(booth.now(message)), where
            _ = world.env.errors
    assert killed == STEPS - 2, "the steps were not those of the bot"


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_bot_that_is_killed_while_a_poll_closes_shows_the_result_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            booth = await open_booth(world, monkeypatch)
            message = await booth.open(closes="1h")
            await booth.vote(world.aki, 7, message)
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    await booth.later(hours=1)
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            await booth.later(minutes=30)
            (message,) = world.public()
            assert "1 member rated it." in text(message), f"killed at step {step}"
            assert "Mean 7.0" in text(message), f"killed at step {step}"
            _ = world.env.errors
    assert killed == STEPS - 3, "the steps were not those of the bot"
