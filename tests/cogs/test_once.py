"""Once: a bot that is killed at any step has posted each review exactly once after its next start."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import simcord

from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.playground.blog import Names
from bot.storage import feeds
from bot.storage.database import Transaction
from bot.storage.deliveries import Placing
from bot.storage.opening import open_database
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
            if self.has_killed:
                raise Killed  # nothing that was under way goes on
            self.left -= 1
            if self.left or self.when_done:
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


STEPS = 14
"""More than a review takes from the feed to the channel, thread included."""


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("placing", [Placing.CARD, Placing.THREAD, Placing.DISCUSSION])
async def test_a_bot_that_is_killed_at_any_step_posts_each_review_once(
    tmp_path: Any, workers: Workers, placing: Placing, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        url = f"{data_folder(tmp_path)}{step}"
        async with (
            open_database(url) as database,
            serve_blog() as blog,
            open_web(may_reach=blog.may_reach, resolver=Names({SITE: blog.port})) as web,
            open_world(database, web=web, workers=workers) as world,
        ):
            room = Press(world, blog)
            forum = world.guild.create_forum_channel("reviews")
            await room.add(placing=placing.value)
            await room.add(channel=forum, placing=placing.value)
            blog.publish("13")
            await feeds.look_soon(database, f"http://{SITE}/feed/", NOW)
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                await world.later()
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            # Long after the time for which Discord itself refuses a second one.
            await world.later(hours=2)
            await world.later(hours=2)
            where = f"killed at step {step}"
            assert len(room.cards()) == 1, where
            posts = [post for post in forum.threads if any("New review" in text(m) for m in post.history())]
            assert len(posts) == 1, where
            if placing is not Placing.CARD:
                assert [thread.name for thread in world.channel.threads] == ["Lantern Code · Episode 13"], where
            states = await database.fetch("SELECT state, message_id FROM deliveries")
            assert all(row["state"] == "posted" and row["message_id"] for row in states), where
            _ = world.env.errors
    assert killed >= 8, "the steps were not those of the bot"
