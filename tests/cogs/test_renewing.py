"""What becomes of a review's message when the review is changed or deleted."""

from __future__ import annotations

import logging

import discord
import pytest

from bot.reviews.model import Part, PartKind
from bot.storage import shows, written
from bot.storage.deliveries import Placing
from tests.cogs.posting import (
    cards,
    change,
    claim,
    discord_that,
    is_posting,
    mark_of,
    notices,
    try_again,
)
from tests.world import SECRET, World, buttons, displays, press, text

OTHER = (Part(PartKind.DISCUSSION, None, f"Another {SECRET} altogether."),)


async def test_a_change_is_shown_in_the_message_that_stands(world: World) -> None:
    fans = world.guild.create_role("Fans")
    review_id = await claim(world, role=fans)
    await world.later()
    (before,) = world.public()
    await change(world, review_id, parts=OTHER)
    await world.later()
    (after,) = world.public()
    assert after.id == before.id
    assert "updated" in displays(after)[0]
    assert "Another" in text(after)
    edits = [entry for entry in world.env.http_requests if entry.method == "PATCH" and isinstance(entry.json, dict)]
    assert [not any(edit.json["allowed_mentions"].values()) for edit in edits if edit.json] == [True]
    assert mark_of(after) == mark_of(before)
    assert before.flags.suppress_embeds
    assert after.flags.suppress_embeds


async def test_of_two_changes_in_a_row_the_last_is_shown(world: World) -> None:
    review_id = await claim(world)
    await world.later()
    for word in ("First", "Second"):
        await change(world, review_id, parts=(Part(PartKind.DISCUSSION, None, f"{word} thoughts."),))
    await world.later()
    (card,) = world.public()
    assert "Second thoughts." in text(card)


async def test_a_change_while_it_is_posted_is_shown_afterwards(world: World) -> None:
    review_id = await claim(world)

    async def meanwhile(route: discord.http.Route) -> None:
        if is_posting(route):
            await change(world, review_id, parts=OTHER)

    with discord_that(world, after=meanwhile):
        await world.later()
    await world.later()
    (card,) = world.public()
    assert "Another" in text(card)


async def test_a_change_while_a_change_is_shown_is_shown_afterwards(world: World) -> None:
    review_id = await claim(world)
    await world.later()

    async def meanwhile(route: discord.http.Route) -> None:
        if route.method == "PATCH" and "First" in text(world.public()[0]):
            await change(world, review_id, parts=OTHER)

    await change(world, review_id, parts=(Part(PartKind.DISCUSSION, None, "First thoughts."),))
    with discord_that(world, after=meanwhile):
        await world.later()
    assert "Another" in text(world.public()[0])


@pytest.mark.parametrize("gone", ["message", "channel"])
async def test_what_someone_took_away_stays_away(world: World, gone: str, caplog: pytest.LogCaptureFixture) -> None:
    keepers = await notices(world)
    review_id = await claim(world)
    await world.later()
    if gone == "message":
        await world.public()[0].delete()
    else:
        world.env.backend.delete_channel(world.channel.id)
    await change(world, review_id, parts=OTHER)
    with caplog.at_level(logging.WARNING):
        await world.later()
    assert caplog.text == ""
    assert keepers.history() == []
    assert await world.database.fetchval("SELECT count(*) FROM deliveries WHERE is_stale = 1 OR state = 'due'") == 0
    if gone == "message":
        assert world.public() == []


async def test_what_stands_in_a_thread_that_was_put_away_is_changed(world: World) -> None:
    """Discord's page “Opcodes and Status Codes”, 50083: nothing in an archived thread can be changed."""
    forum = world.guild.create_forum_channel("reviews")
    review_id = await claim(world, channel=forum)
    await world.later()
    (post,) = forum.threads
    world.env.backend.edit_channel(post.id, {}, thread_metadata={"archived": True})
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083)
    await change(world, review_id, parts=OTHER)
    await world.later()
    assert "Another" in text(post.history()[0])


async def test_a_change_that_discord_does_not_take_is_shown_later_and_told_nobody(world: World) -> None:
    keepers = await notices(world)
    review_id = await claim(world)
    await world.later()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=4)
    await change(world, review_id, parts=OTHER)
    for _ in range(5):
        await try_again(world)
        if await world.database.fetchval("SELECT is_stale FROM deliveries") == 0:
            break
    assert "Another" in text(world.public()[0])
    assert keepers.history() == []


async def delete(world: World, review_id: int) -> None:
    async with world.database.transaction() as transaction:
        await written.delete(transaction, world.guild.id, review_id)


async def test_a_review_that_is_deleted_before_is_not_posted(world: World) -> None:
    review_id = await claim(world)
    await delete(world, review_id)
    await world.later()
    assert world.public() == []


async def test_a_review_that_is_deleted_while_it_is_looked_for_is_not_posted(world: World) -> None:
    review_id = await claim(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    await world.later()

    async def meanwhile(route: discord.http.Route) -> None:
        await delete(world, review_id)

    with discord_that(world, after=meanwhile):
        await world.later(hours=1)
    assert world.public() == []


async def test_a_review_that_is_deleted_while_it_is_posted_is_taken_back(world: World) -> None:
    review_id = await claim(world, placing=Placing.THREAD)

    async def meanwhile(route: discord.http.Route) -> None:
        if is_posting(route):
            await delete(world, review_id)

    with discord_that(world, after=meanwhile):
        await world.later()
    assert cards(world.channel) == []
    assert ["taken back" in text(message) for message in world.public() if displays(message)] == [True]


async def test_a_show_that_is_removed_while_a_review_of_it_is_posted_takes_it_back(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await claim(world, placing=Placing.THREAD)

    async def meanwhile(route: discord.http.Route) -> None:
        if is_posting(route):
            await shows.remove(world.database, world.guild.id, 1)

    with discord_that(world, after=meanwhile), caplog.at_level(logging.ERROR):
        await world.later()
    assert cards(world.channel) == []
    assert ["taken back" in text(message) for message in world.public() if displays(message)] == [True]
    assert caplog.text == ""


async def test_a_review_that_is_deleted_afterwards_is_taken_back(world: World) -> None:
    await claim(world)
    await world.later()
    asked = await world.keeper.slash(world.channel, "review delete", review="1")
    await press(world.keeper, asked, "Delete it with all of that")
    (left,) = world.public()
    assert text(left) == "This review was taken back."
    assert buttons(left) == {}
