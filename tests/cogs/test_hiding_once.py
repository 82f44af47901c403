"""Hiding, whatever fails and wherever the bot ends: either the original stands alone or what was put back does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.http.client import FakeWebhookAdapter

from bot.errors import StorageBusy
from bot.feeds.workers import Workers
from bot.playground.threads import webhooks_in_threads
from bot.storage import hidings
from bot.storage.opening import open_database
from tests.cogs.hiding import SAID, ask, failing_from, hide, pages, reaped_webhooks
from tests.cogs.posting import discord_that, may, unload
from tests.cogs.test_once import Reaper
from tests.world import SECRET, World, count, data_folder, open_world, text

LONG = "\n\n".join(f"Of the {SECRET}, part {number}: {'word ' * 60}" for number in range(13))
"""A text of two messages."""


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows a show."""
    await world.add_show("Lantern Code")
    return world


async def long_message(world: World) -> discord.Message:
    """Return a message of aki's that is put back in two, with a file."""
    message = await world.aki.send(world.channel, "…", attachments=[("a.png", b"a")])
    world.env.backend.get_message(world.channel.id, message.id).content = LONG
    return message


def standing(world: World, message: discord.Message) -> str:
    """Return which of the two stands, and fail where both do, or neither."""
    posted = [m for m in world.channel.history() if m.webhook_id]
    ids = [m.id for m in world.channel.history() if not m.webhook_id and not m.flags.ephemeral]
    if ids == [message.id] and not posted:
        return "original"
    assert ids == []
    assert len(posted) == 2
    assert len(pages(*posted)) == 2
    assert [len(m.attachments) for m in posted] == [0, 1]
    return "put back"


@pytest.mark.parametrize(
    ("method", "path", "status", "stays", "said"),
    [
        ("GET", "/channels/*/webhooks", 500, "original", "Discord could not be reached"),
        ("GET", "/channels/*/webhooks", 403, "original", "Discord does not let me do that here"),
        ("POST", "/channels/*/webhooks", 403, "original", "Discord does not let me do that here"),
        ("GET", "/channels/*/messages", 500, "original", "Discord could not be reached"),
        ("GET", "/channels/*/messages/*", 500, "original", "Discord could not be reached"),
        ("POST", "/webhooks/*/simcord_webhook_*", 500, "original", "Discord could not be reached"),
        ("POST", "/webhooks/*/simcord_webhook_*", 400, "original", "Discord did not take it (HTTP 400)"),
        ("POST", "/webhooks/*/simcord_webhook_*", 413, "original", "too large"),
        ("DELETE", "/channels/*/messages/*", 403, "original", "Discord does not let me delete that message"),
        ("DELETE", "/channels/*/messages/*", 404, "put back", "Hidden"),
    ],
)
async def test_a_request_that_fails_leaves_one_of_the_two_and_the_member_is_told(
    world: World, method: str, path: str, status: int, stays: str, said: str
) -> None:
    message = await long_message(world)
    form = await ask(world, message)
    world.env.inject_error(method, path, status=status)
    answer = await world.aki.submit_modal(form, {"episode": "13"})
    assert said in text(answer)
    if status == 404:  # of the simulation's own, where it still stands
        world.env.backend.delete_message(world.channel.id, message.id)
    assert standing(world, message) == stays
    assert await count(world, "hidings") == 0


async def test_a_part_that_fails_takes_back_those_before_it(world: World) -> None:
    message = await long_message(world)
    with failing_from(2):
        answer = await hide(world, message)
    assert "The message stands as it was." in text(answer)
    assert standing(world, message) == "original"
    assert "Hidden" in text(await hide(world, message))
    assert standing(world, message) == "put back"


async def test_a_part_whose_answer_is_lost_is_taken_back(world: World) -> None:
    message = await long_message(world)
    with failing_from(1, when_done=True):
        await hide(world, message)
    assert standing(world, message) == "original"


@pytest.mark.parametrize("command", ["menu", "spoiler"])
async def test_what_is_posted_twice_stands_once(world: World, command: str) -> None:
    request: Callable[..., Any] = FakeWebhookAdapter.request

    async def twice(self: FakeWebhookAdapter, route: Any, *args: Any, **kwargs: Any) -> Any:
        if route.method == "POST" and "/simcord_webhook_" in route.url:
            await request(self, route, *args, **kwargs)  # its answer was an error, and discord.py tries again
        return await request(self, route, *args, **kwargs)

    message = await world.aki.send(world.channel, SAID)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeWebhookAdapter, "request", twice)
        if command == "menu":
            await hide(world, message)
        else:
            form = await world.aki.slash(world.channel, "spoiler")
            await world.aki.submit_modal(form, {"text": SAID, "episode": "13"})
    assert pages(*world.channel.history()) == [f"||{SAID}||"]


async def test_what_can_not_be_taken_back_at_once_is_later(world: World) -> None:
    message = await long_message(world)
    form = await ask(world, message)
    with failing_from(2):
        world.env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=500)
        answer = await world.aki.submit_modal(form, {"episode": "13"})
    assert "is taken away as soon as Discord lets me" in text(answer)
    assert len(pages(*world.channel.history())) == 1
    await world.later(minutes=10)
    await world.env.advance_time(300)
    assert standing(world, message) == "original"
    assert await count(world, "hidings") == 0


async def test_where_the_webhook_is_gone_the_bot_takes_away_what_it_posted(world: World) -> None:
    message = await long_message(world)
    form = await ask(world, message)
    with failing_from(2):
        world.env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=500)
        await world.aki.submit_modal(form, {"episode": "13"})
    (webhook_id,) = world.env.backend.webhooks
    world.env.backend.delete_webhook(webhook_id)
    await world.env.advance_time(300)
    assert standing(world, message) == "original"


async def test_a_database_that_keeps_a_note_and_does_not_answer_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark_posted = hidings.mark_posted

    async def unanswered(*args: Any) -> None:
        await mark_posted(*args)
        raise StorageBusy

    message = await long_message(world)
    monkeypatch.setattr(hidings, "mark_posted", unanswered)
    assert "Hidden" in text(await hide(world, message))
    assert standing(world, message) == "put back"


async def test_what_was_left_is_settled_before_anything_else_is_hidden_there(world: World) -> None:
    left, other = await long_message(world), await world.bo.send(world.channel, SAID)
    form = await ask(world, left)
    with failing_from(2):
        world.env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=500)
        await world.aki.submit_modal(form, {"episode": "13"})
    world.env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=500)
    assert "Another message is still being hidden here" in text(await hide(world, other, world.bo))
    assert "Hidden" in text(await hide(world, other, world.bo))
    assert pages(*world.channel.history()) == [f"||{SAID}||"]


async def test_an_original_that_discord_does_not_answer_for_goes_later(world: World) -> None:
    message = await long_message(world)
    form = await ask(world, message)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=500)
    answer = await world.aki.submit_modal(form, {"episode": "13"})
    assert "The original goes as soon as Discord answers" in text(answer)
    other = await world.bo.send(world.channel, SAID)
    assert "Hidden" in text(await hide(world, other, world.bo))
    await world.env.advance_time(300)
    assert message.id not in {m.id for m in world.channel.history()}
    assert len(pages(*world.channel.history())) == 3
    assert await count(world, "hidings") == 0


async def test_an_original_that_stays_takes_away_no_more_than_was_put_back_for_it(world: World) -> None:
    message = await long_message(world)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=500)
    await hide(world, message)
    # While it waits, the claim stands, and what the webhook posted elsewhere or before is another's.
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=403)
    other = await world.bo.send(world.channel, SAID)
    await hide(world, other, world.bo)
    left = [m for m in world.channel.history() if not m.webhook_id and not m.flags.ephemeral]
    assert [m.id for m in left] == [message.id]
    assert pages(*world.channel.history()) == [f"||{SAID}||"]


async def test_without_the_right_to_read_nothing_is_taken_for_gone(world: World) -> None:
    message = await long_message(world)
    form = await ask(world, message)

    async def withdraw(route: Any) -> None:
        if route.path.endswith("/messages/{message_id}") and route.method == "DELETE":
            may(world, world.channel, manage_messages=False, read_message_history=False)

    with discord_that(world, before=withdraw):
        answer = await world.aki.submit_modal(form, {"episode": "13"})
    assert "The original goes as soon" in text(answer)
    assert await count(world, "hidings") == 1
    may(world, world.channel)
    await world.env.advance_time(300)
    assert standing(world, message) == "original"


async def test_what_can_not_be_settled_for_a_week_is_left(world: World) -> None:
    message = await long_message(world)
    form = await ask(world, message)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=500, times=None)
    await world.aki.submit_modal(form, {"episode": "13"})
    await world.env.advance_time(300)
    assert await count(world, "hidings") == 1
    await world.later(days=8)
    await world.env.advance_time(900)
    assert await count(world, "hidings") == 0


async def test_of_a_channel_that_is_deleted_nothing_is_left_to_settle(world: World) -> None:
    message = await long_message(world)
    form = await ask(world, message)
    with failing_from(2):
        world.env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=500)
        await world.aki.submit_modal(form, {"episode": "13"})
    world.env.backend.delete_channel(world.channel.id)
    await world.env.advance_time(300)
    assert await count(world, "hidings") == 0


STEPS = 24
"""More than hiding takes: five requests, two posts, the original, and a commit each for the claim and what follows."""


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_bot_that_ends_at_any_step_leaves_one_of_the_two_once_it_is_up_again(
    tmp_path: Path, workers: Workers, when_done: bool
) -> None:
    outcomes = []
    for step in range(1, STEPS):
        async with (
            open_database(f"{data_folder(tmp_path)}{step}") as database,
            open_world(database, workers=workers) as world,
        ):
            await world.add_show("Lantern Code")
            await unload(world, "cogs.deliveries", "cogs.feeds", "cogs.ratings")  # whose steps are none of these
            message = await long_message(world)
            form = await ask(world, message)
            reaper = Reaper(step, when_done=when_done)
            async with reaped_webhooks(world.env, reaper):
                await world.aki.submit_modal(form, {"episode": "13"})
            await world.env.restart_bot(world.new_bot())
            await world.env.advance_time(300)
            outcomes.append((reaper.has_killed, standing(world, message)))
            assert await count(world, "hidings") == 0, f"killed at step {step}"
            _ = world.env.errors
    killed = [stood for has_killed, stood in outcomes if has_killed]
    assert len(killed) >= 10, "the steps were not those of the bot"
    assert killed == sorted(killed), "once it is put back it stays so"
    assert set(killed) == {"original", "put back"}


@pytest.mark.parametrize("step", [6, 7, 8])
async def test_in_a_thread_too(world: World, step: int) -> None:
    with webhooks_in_threads():
        backend = world.env.backend
        made = backend.create_thread(world.channel.id, "Episode 13", owner_id=world.aki.id)
        thread = next(each for each in world.channel.threads if each.id == made.id)
        message = await world.aki.send(thread, SAID)
        form = await ask(world, message, channel=thread)
        async with reaped_webhooks(world.env, Reaper(step, when_done=True)):
            await world.aki.submit_modal(form, {"episode": "13"})
        await world.env.restart_bot(world.new_bot())
        await world.env.advance_time(300)
        (stands,) = [m for m in thread.history() if not m.flags.ephemeral]
        assert (stands.id == message.id) != (pages(stands) == [f"||{SAID}||"])
        _ = world.env.errors
