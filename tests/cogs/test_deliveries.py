"""Deliveries: what is due is posted once, whatever Discord and a server's keepers do meanwhile."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

import aiohttp
import discord
import pytest

from bot.storage.deliveries import Placing
from bot.ui import cards as cards_of_reviews
from tests.cogs.posting import (
    HEAD,
    cards,
    claim,
    cog_of,
    discord_that,
    is_posting,
    lose,
    may,
    notices,
    states,
    try_again,
    unload,
)
from tests.world import SECRET, World, press, text

# What keepers have to mend.


async def test_a_channel_that_is_gone_is_told_once_and_given_up_after_a_week(world: World) -> None:
    keepers = await notices(world)
    gone = world.guild.create_text_channel("gone")
    await claim(world, "13", gone)
    await claim(world, "14", gone)
    world.env.backend.delete_channel(gone.id)
    await world.later()
    assert len(keepers.history()) == 1
    assert f"<#{gone.id}>. That channel is not there any more" in text(keepers.last_message)
    assert "Lantern" not in text(keepers.last_message)
    while "due" in await states(world):
        await try_again(world)
    assert len(keepers.history()) == 1
    assert await states(world) == ["given_up", "given_up"]
    assert world.public() == []


async def test_it_waits_longer_each_time_and_a_week_in_all(world: World) -> None:
    gone = world.guild.create_text_channel("gone")
    await claim(world, "13", gone)
    world.env.backend.delete_channel(gone.id)
    begun = world.clock()
    waits = []
    while await states(world) == ["due"]:
        await try_again(world)
        at = await world.database.fetchval("SELECT next_try FROM deliveries")
        waits.append(at - world.clock().timestamp())
    assert 7 <= (world.clock() - begun).days <= 8
    growing = waits[:8]
    assert growing == sorted(growing)
    assert waits[0] < 6 * 60
    assert 20 * 3600 < max(waits) < 27 * 3600


@pytest.mark.parametrize(
    ("right", "named"),
    [
        ("send_messages", "Send Messages"),
        ("view_channel", "View Channel"),
        ("read_message_history", "Read Message History"),
    ],
)
async def test_a_right_that_is_missing_is_named_and_once_it_is_there_the_review_is_posted(
    world: World, right: str, named: str
) -> None:
    keepers = await notices(world)
    may(world, world.channel, **{right: False})
    await claim(world)
    for _ in range(3):
        await try_again(world)
    assert world.public() == []
    assert [named in text(message) for message in keepers.history()] == [True]
    may(world, world.channel)
    for _ in range(3):
        await world.later(days=1)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert len(keepers.history()) == 1
    assert await states(world) == ["posted"]


async def test_keepers_are_told_where_it_concerns_them_else_where_the_server_tells_all(world: World) -> None:
    system = world.guild.create_text_channel("system")
    world.env.backend.edit_guild(world.guild.id, {"system_channel_id": system.id})
    may(world, world.channel, read_message_history=False)
    await claim(world, "13")
    mute = world.guild.create_text_channel("mute")
    may(world, mute, send_messages=False)
    await claim(world, "14", mute)
    await world.later()
    assert f"<#{world.channel.id}>" in text(world.channel.last_message)
    assert [f"<#{mute.id}>" in text(message) for message in system.history()] == [True]


async def test_keepers_who_could_not_be_told_are_told_once_they_can_be(world: World) -> None:
    may(world, world.channel, send_messages=False)
    await claim(world)
    await world.later()
    assert world.public() == []
    keepers = await notices(world)
    await try_again(world)
    await try_again(world)
    assert len(keepers.history()) == 1


async def test_what_was_mended_and_breaks_again_is_told_again(world: World) -> None:
    keepers = await notices(world)
    for number in ("13", "14"):
        may(world, world.channel, send_messages=False)
        await claim(world, number)
        await world.later()
        may(world, world.channel)
        await try_again(world)
    assert cards(world.channel) == [f"{HEAD} 13", f"{HEAD} 14"]
    assert len(keepers.history()) == 2


async def test_one_that_was_given_up_is_posted_once_a_keeper_has_mended_the_channel(world: World) -> None:
    may(world, world.channel, send_messages=False)
    await claim(world)
    await world.later()
    for _ in range(9):
        await world.later(days=1)
    assert await states(world) == ["given_up"]
    may(world, world.channel)
    await world.later(days=1)
    assert cards(world.channel) == []
    queue = await world.keeper.slash(world.channel, "review queue")
    assert "tried again in a moment" in text(await press(world.keeper, queue, "Try again"))
    await world.later()
    assert cards(world.channel) == [f"{HEAD} 13"]


async def test_one_that_fails_keeps_no_other_from_being_posted(world: World) -> None:
    gone = world.guild.create_text_channel("gone")
    for number, channel in (("1", None), ("2", gone), ("3", None), ("4", gone), ("5", None)):
        await claim(world, number, channel)
    world.env.backend.delete_channel(gone.id)
    await world.later()
    assert cards(world.channel) == [f"{HEAD} {number}" for number in (1, 3, 5)]


async def test_a_guild_in_which_discord_keeps_the_bot_waiting_holds_up_no_other(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")

    async def hang(route: discord.http.Route) -> None:
        if is_posting(route) and route.channel_id == world.channel.id:
            await asyncio.sleep(3600)

    with discord_that(world, before=hang):
        await claim(world)
        await claim(world, guild=elsewhere, channel=channel)
        await world.later()
        assert cards(channel) == [f"{HEAD} 13"]
        await claim(world, "14", guild=elsewhere, channel=channel)
        await world.later()
        assert cards(channel) == [f"{HEAD} 13", f"{HEAD} 14"]
        assert cards(world.channel) == []
        cog = cog_of(world, "Deliveries")
        (waiting,) = cog.posting.values()
        await unload(world, "cogs.deliveries")
        assert waiting.cancelled()
    await world.env.restart_bot(world.new_bot())
    await world.later()
    assert cards(world.channel) == [f"{HEAD} 13"]


async def test_what_stands_in_a_channel_is_not_posted_there_again(world: World) -> None:
    await claim(world)
    await world.later()
    await claim(world)
    await world.later()
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert await states(world) == ["posted"]


async def test_no_more_guilds_are_posted_in_than_may_be_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["cogs.deliveries"], "GUILDS_AT_ONCE", 1)  # as the bot has loaded it
    elsewhere = world.env.create_guild("Elsewhere")

    async def hang(route: discord.http.Route) -> None:
        if is_posting(route):
            await asyncio.sleep(3600)

    with discord_that(world, before=hang):
        await claim(world)
        await claim(world, guild=elsewhere, channel=elsewhere.create_text_channel("talk"))
        await world.later()
        assert len(cog_of(world, "Deliveries").posting) == 1
        await unload(world, "cogs.deliveries")


# Discord down.


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_what_discord_does_not_take_is_posted_once_it_does(world: World, status: int) -> None:
    keepers = await notices(world)
    await claim(world)
    world.env.inject_error("POST", "/channels/*/messages", status=status)
    await world.later()
    assert cards(world.channel) == []
    for _ in range(3):
        await world.later(hours=1)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert keepers.history() == []


async def test_where_discord_goes_on_to_refuse_keepers_are_told_once(world: World) -> None:
    keepers = await notices(world)
    await claim(world)
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=503, times=6)
    for _ in range(2):
        await try_again(world)
    assert keepers.history() == []
    for _ in range(5):
        await try_again(world)
    assert ["HTTP 503" in text(message) for message in keepers.history()] == [True]
    assert cards(world.channel) == [f"{HEAD} 13"]


@pytest.mark.parametrize("error", [ConnectionResetError, aiohttp.ClientConnectionError, TimeoutError])
async def test_where_discord_can_not_be_reached_all_is_posted_afterwards(world: World, error: type[Exception]) -> None:
    keepers = await notices(world)
    await claim(world, "13")
    await claim(world, "14")

    async def unreachable(_: discord.http.Route) -> None:
        raise error  # a new one each time: its trace would hold the bot's messages for the rest of the session

    with discord_that(world, before=unreachable):
        for _ in range(8):
            await try_again(world)
    for _ in range(2):
        await world.later(days=1)
    assert cards(world.channel) == [f"{HEAD} 13", f"{HEAD} 14"]
    assert keepers.history() == []


async def test_keepers_are_told_once_discord_can_be_reached_of_what_fails_still(world: World) -> None:
    keepers = await notices(world)
    await claim(world)

    async def unreachable(_: discord.http.Route) -> None:
        raise ConnectionResetError

    with discord_that(world, before=unreachable):
        for _ in range(4):
            await try_again(world)
    may(world, world.channel, send_messages=False)
    for _ in range(3):
        await try_again(world)
    assert ["“Send Messages”" in text(message) for message in keepers.history()] == [True]


async def test_discord_is_left_alone_for_as_long_as_it_says(world: World) -> None:
    await claim(world)

    async def limited(route: discord.http.Route) -> None:
        if is_posting(route):
            raise discord.RateLimited(3 * 3600)

    with discord_that(world, before=limited):
        await world.later()
    await world.later(hours=2)
    assert cards(world.channel) == []
    await world.later(hours=2)
    assert cards(world.channel) == [f"{HEAD} 13"]


async def test_a_fault_of_the_bot_is_logged_without_text_and_stops_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card = cards_of_reviews.review_card

    def faulty(review: Any, **kwargs: Any) -> Any:
        if str(review.head.span) == "13":
            raise ValueError(f"no card of {SECRET}")
        return card(review, **kwargs)

    await claim(world, "13")
    await claim(world, "14")
    with monkeypatch.context() as patch, caplog.at_level(logging.INFO):
        patch.setattr("bot.ui.posting.review_card", faulty)
        await world.later()
    assert cards(world.channel) == [f"{HEAD} 14"]
    assert "in faulty" in caplog.text
    assert "ValueError" in caplog.text
    assert f"of {SECRET}" not in caplog.text.replace("{SECRET}", "")
    await world.later(hours=1)
    assert cards(world.channel) == [f"{HEAD} 14", f"{HEAD} 13"]


# An answer that is lost.


async def lose_the_first(world: World) -> None:
    with discord_that(world, after=lose):
        await world.later()
    assert await states(world) == ["due"]
    for _ in range(2):
        await world.later(hours=2)
    assert await states(world) == ["posted"]


@pytest.mark.parametrize("placing", list(Placing))
async def test_a_message_whose_posting_was_not_answered_is_found_again(world: World, placing: Placing) -> None:
    await claim(world, placing=placing)
    await lose_the_first(world)
    assert cards(world.channel) == [f"{HEAD} 13"]
    threads = [] if placing is Placing.CARD else [f"{HEAD} 13"]
    assert [thread.name for thread in world.channel.threads] == threads
    assert {row["message_id"] for row in await world.database.fetch("SELECT message_id FROM deliveries")} == {
        message.id
        for place in (world.channel, *world.channel.threads)
        for message in place.history()
        if "New review" in text(message)
    }


async def test_another_bots_message_is_not_taken_for_one_that_was_not_answered(world: World) -> None:
    await claim(world)
    with discord_that(world, after=lose):
        await world.later()
    (card,) = world.public()
    world.env.backend.messages[world.channel.id][card.id].author_id = world.aki.id
    await world.later(hours=2)
    assert len(cards(world.channel)) == 2
    assert await world.database.fetchval("SELECT message_id FROM deliveries") != card.id


async def test_a_post_whose_opening_was_not_answered_is_found_again(world: World) -> None:
    forum = world.guild.create_forum_channel("reviews")
    await claim(world, channel=forum)
    with discord_that(world, after=lose):
        await world.later()
    (post,) = forum.threads
    world.env.backend.edit_channel(post.id, {}, thread_metadata={"archived": True})
    await world.later(hours=2)
    assert [thread.id for thread in forum.threads] == [post.id]
    assert await states(world) == ["posted"]


async def test_one_in_a_thread_is_found_again(world: World) -> None:
    await claim(world, "12", placing=Placing.THREAD)
    await world.later()
    (thread,) = world.channel.threads
    await claim(world, "13", thread)
    with discord_that(world, after=lose):
        await world.later()
    await world.later(hours=2)
    assert cards(thread) == [f"{HEAD} 13"]


async def test_one_in_a_discussion_is_found_again(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    (thread,) = world.channel.threads
    await claim(world, "13", placing=Placing.DISCUSSION, url="https://other.example/13")
    with discord_that(world, after=lose):
        await world.later()
    await world.later(hours=2)
    assert cards(thread) == [f"{HEAD} 13"] * 2
    assert await states(world) == ["posted", "posted"]


async def test_the_cards_of_other_reviews_are_not_mistaken_for_it(world: World) -> None:
    await claim(world, "12")
    await world.later()
    with discord_that(world, before=lose):
        await claim(world, "13")
        await world.later()
    await world.aki.slash(world.channel, "recap", episode="13")
    await claim(world, "14")
    await world.later()
    await world.later(hours=2)
    assert cards(world.channel) == [f"{HEAD} {number}" for number in (12, 14, 13)]


async def test_what_can_not_be_looked_for_is_not_posted_again_blindly(world: World) -> None:
    """Discord's reference, “Get Channel Messages”: without the right to read, no messages are returned."""
    keepers = await notices(world)
    await claim(world)
    with discord_that(world, after=lose):
        await world.later()
    may(world, world.channel, read_message_history=False)
    for _ in range(3):
        await try_again(world)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert len(keepers.history()) == 1
    may(world, world.channel)
    await world.later(days=1)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert await states(world) == ["posted"]


# Guilds that are away, and starting again.


@pytest.mark.parametrize("kicked", [False, True], ids=["unavailable", "left"])
async def test_what_is_due_in_a_guild_that_is_away_waits_without_a_word(
    world: World, kicked: bool, caplog: pytest.LogCaptureFixture
) -> None:
    await claim(world)
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    if kicked:
        world.env.bot._connection._remove_guild(guild)
    else:
        guild.unavailable = True
    before = len(world.env.http_requests)
    with caplog.at_level(logging.INFO):
        for _ in range(10):
            await world.later(days=1)
    assert caplog.text == ""
    assert len(world.env.http_requests) == before
    guild.unavailable = False
    world.env.bot._connection._add_guild(guild)
    await world.later()
    assert cards(world.channel) == [f"{HEAD} 13"]


async def test_all_that_came_due_while_the_bot_was_away_is_posted_once_and_in_order(world: World) -> None:
    await unload(world, "cogs.deliveries")
    for number in range(1, 201):
        await claim(world, str(number))
    await world.env.restart_bot(world.new_bot())
    for _ in range(2):
        await world.later()
    assert cards(world.channel) == [f"{HEAD} {number}" for number in range(1, 201)]
