"""Once: a bot that is killed at any step has posted each review exactly once after its next start."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.playground.blog import Names
from bot.storage import feed_sources
from bot.storage.database import Transaction
from bot.storage.deliveries import Placing
from bot.storage.opening import open_database
from tests.cogs.rooms import Rooms
from tests.cogs.test_feeds import SITE, Press
from tests.feeds.blog import serve_blog
from tests.world import NOW, data_folder, open_world, text


class Killed(BaseException):
    """The process ends here, as far as the bot can tell."""


class Reaper:
    """Ends the bot at one of its steps: a commit, or a request to Discord, before or after it is done."""

    def __init__(self, step: int, *, when_done: bool) -> None:
        self.left, self.when_done, self.has_killed = step, when_done, False

    def around(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """Return a step that is counted."""

        async def step(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left < 0 or (self.left == 0 and not self.when_done):
                # The end, and nothing that was under way goes on. Of a transaction, SQLite keeps nothing then.
                self.has_killed = True
                if isinstance(args[0], Transaction):
                    await args[0]._roll_back()
                raise Killed
            done = await do(*args, **kwargs)
            if self.left == 0:
                self.has_killed = True
                raise Killed
            return done

        return step


@asynccontextmanager
async def reaped(env: simcord.Env, reaper: Reaper) -> AsyncIterator[None]:
    """Let the reaper count what the bot does, until the end of the block."""
    commit, request = Transaction._commit, env.bot.http.request
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "_commit", reaper.around(commit))
        patch.setattr(env.bot.http, "request", reaper.around(request))
        yield


STEPS = 20
"""More than a review takes from the feed to both its places, thread included."""


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("placing", [Placing.THREAD, Placing.DISCUSSION])
async def test_a_bot_that_is_killed_at_any_step_posts_each_review_once(
    tmp_path: Path, workers: Workers, placing: Placing, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with (
            open_database(f"{data_folder(tmp_path)}{step}") as database,
            serve_blog() as blog,
            open_web(may_reach=blog.may_reach, resolver=Names({SITE: blog.port})) as web,
            open_world(database, web=web, workers=workers) as world,
        ):
            room = Press(world, blog)
            forum = world.guild.create_forum_channel("reviews")
            await room.add(placing=placing.value)
            await room.add(channel=forum, placing=placing.value)
            blog.publish("13")
            await feed_sources.look_soon(database, f"http://{SITE}/feed/", NOW)
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                await world.later()
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            # Long after the time for which Discord itself refuses a second one.
            await world.later(hours=2)
            await world.later(hours=2)
            where = f"killed at step {step}"
            assert len(room.cards()) == (1 if placing is Placing.THREAD else 0), where
            threads = [*world.channel.threads, *forum.threads]
            assert sum("New review" in text(message) for thread in threads for message in thread.history()) == 1, where
            assert {thread.name for thread in threads} == {"Lantern Code · Episode 13"}, where
            assert len(threads) == (2 if placing is Placing.THREAD else 1), where
            assert len(Rooms(world, world.keeper).hubs(world.channel, forum)) == len(threads) % 2, where
            states = await database.fetch("SELECT state, message_id FROM deliveries")
            assert [row["state"] for row in states if row["message_id"]] == ["posted", "posted"], where
            _ = world.env.errors
    assert killed >= 8, "the steps were not those of the bot"
