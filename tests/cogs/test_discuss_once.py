"""Discussions once: a bot that is killed at any step has one hub and one thread for an episode in the end."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from bot.storage.opening import open_database
from tests.cogs.rooms import AFTER_EDIT, HEAD, open_rooms
from tests.cogs.test_once import Killed, Reaper, reaped
from tests.world import count, data_folder, open_world, text

STEPS = 10
"""More than a discussion takes from the command to its thread."""


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", ["text", "forum", "gated"])
async def test_a_bot_that_is_killed_at_any_step_opens_a_discussion_once(
    tmp_path: Path, kind: str, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            rooms = await open_rooms(world)
            channel = world.guild.create_forum_channel("episodes") if kind == "forum" else world.channel
            await rooms.keep("channel", channel=channel)
            if kind == "gated":
                await rooms.keep("mode", mode="gated")
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    await rooms.host.slash(world.channel, "discuss", episode="13")
                    await rooms.wait(AFTER_EDIT)
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            # Long after the time for which Discord itself refuses a second one.
            await rooms.later(minutes=30)
            where = f"killed at step {step}"
            await rooms.host.slash(world.channel, "discuss", episode="13")
            await rooms.wait(AFTER_EDIT)
            assert rooms.threads(channel) == [f"{HEAD} 13"], where
            assert text(rooms.hub(channel)).startswith(f"### {HEAD} 13"), where
            (thread,) = channel.threads
            assert await database.fetchval("SELECT thread_id FROM discussions") == thread.id, where
            if kind == "gated":
                await rooms.press(world.aki, "I’ve watched it", rooms.hub())
                assert world.aki.id in rooms.members(thread), where
            _ = world.env.errors
    assert killed >= 6, "the steps were not those of the bot"


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_bot_that_is_killed_while_a_schedule_opens_one_opens_it_once_and_goes_on(
    tmp_path: Path, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            rooms = await open_rooms(world)
            await rooms.ask("schedule", episodes="1-3", starts="2026-01-01 00:01")
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    # Not `later`: what is found again is found by when the simulation says that it was posted.
                    await rooms.wait(80)
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            await rooms.later(minutes=30)
            await rooms.wait(AFTER_EDIT)
            assert rooms.threads() == [f"{HEAD} 1"], f"killed at step {step}"
            assert await count(world, "discussion_schedules") == 1
            await rooms.later(days=7)
            await rooms.wait(AFTER_EDIT)
            assert rooms.threads() == [f"{HEAD} 1", f"{HEAD} 2"], f"killed at step {step}"
            _ = world.env.errors
    assert killed >= 6, "the steps were not those of the bot"
