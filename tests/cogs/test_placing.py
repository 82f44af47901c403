"""How and where a review stands: as a message, with a thread, in a discussion, as a forum's post."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage import deliveries, discussions
from bot.storage.deliveries import Destination, Placing
from bot.storage.discussions import Mode
from tests.cogs.posting import (
    HEAD,
    cards,
    claim,
    may,
    notices,
    states,
    try_again,
)
from tests.cogs.rooms import is_hub
from tests.world import SECRET, World, outside_veils, text

# How it is posted.


def posted(world: World) -> list[dict[str, Any]]:
    """Return what was sent to Discord for it to post."""
    requests = [entry for entry in world.env.http_requests if entry.method == "POST"]
    return [entry.json for entry in requests if entry.path.endswith("/messages") and isinstance(entry.json, dict)]


async def test_discord_is_asked_to_refuse_a_second_one_and_to_notify_nobody(world: World) -> None:
    fans = world.guild.create_role("Fans")
    await claim(world, "13")
    await claim(world, "14", role=fans)
    await world.later()
    quiet, loud = posted(world)
    assert quiet["enforce_nonce"] is loud["enforce_nonce"] is True
    assert quiet["nonce"] != loud["nonce"]
    assert len(str(loud["nonce"])) <= 25
    for sent in (quiet, loud):
        assert discord.MessageFlags._from_value(sent["flags"]).suppress_embeds
    assert discord.MessageFlags._from_value(quiet["flags"]).suppress_notifications
    assert not discord.MessageFlags._from_value(loud["flags"]).suppress_notifications
    assert not quiet["allowed_mentions"].get("parse")
    assert not quiet["allowed_mentions"].get("roles")
    assert not loud["allowed_mentions"].get("parse")
    assert loud["allowed_mentions"]["roles"] == [fans.id]


HOSTILE = "Lantern @everyone\n<@1> || Ines dies"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lantern\n\tCode", "Lantern Code · Episode 13"),
        ("x" * 80, f"{'x' * 80} · Episode 13"),
        (HOSTILE, "Lantern @everyone <@1> || Ines dies · Episode 13"),
    ],
)
async def test_a_thread_bears_show_and_number_alone(world: World, title: str, name: str) -> None:
    await claim(world, show="Lantern Code", placing=Placing.THREAD)
    await world.database.execute("UPDATE shows SET title = $1", title)
    await world.later()
    assert [thread.name for thread in world.channel.threads] == [name]


async def test_the_longest_names_fit(world: World) -> None:
    await claim(world, "100.25", last="200.75", season=12, placing=Placing.THREAD)
    await world.database.execute("UPDATE shows SET title = $1", "x" * 80)
    await world.later()
    (thread,) = world.channel.threads
    assert thread.name is not None
    assert len(thread.name) <= 100
    assert thread.name.endswith(" · Episodes 100.25–200.75")


async def test_a_card_stands_though_no_thread_may_be_opened(world: World) -> None:
    keepers = await notices(world)
    may(world, world.channel, create_public_threads=False)
    await claim(world, placing=Placing.THREAD)
    await world.later()
    await world.later(hours=2)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert world.channel.threads == []
    assert await states(world) == ["posted"]
    assert keepers.history() == []


@pytest.mark.parametrize(
    ("status", "code", "is_noted"), [(400, 160004, True), (400, 160006, False), (404, 10008, False)]
)
async def test_a_card_stands_whatever_becomes_of_its_thread(
    world: World, status: int, code: int, is_noted: bool
) -> None:
    """Discord's page “Opcodes and Status Codes”: a thread is there already, too many are open, the message is gone."""
    world.env.inject_error("POST", "/channels/*/threads", status=status, code=code)
    await claim(world, placing=Placing.THREAD)
    await world.later()
    await world.later(hours=2)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert await states(world) == ["posted"]
    assert await world.database.fetchval("SELECT count(*) FROM discussions") == is_noted


async def test_a_thread_that_discord_is_too_busy_to_open_is_opened_later(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=503)
    await claim(world, placing=Placing.THREAD)
    await world.later()
    assert world.channel.threads == []
    await world.later(hours=2)
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert len(world.channel.threads) == 1


# In discussions.


async def test_reviews_of_an_episode_stand_in_its_one_discussion(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    other = world.guild.create_text_channel("other")
    for number, site in (("13", "a"), ("14", "b"), ("13", "c")):
        await claim(world, number, other, placing=Placing.DISCUSSION, url=f"https://{site}.example/{number}")
    await world.later()
    (thread,) = world.channel.threads
    assert cards(thread) == [f"{HEAD} 13"] * 3
    assert [len(room.history()) for room in (world.channel, other)] == [2, 2], "a card stands outside its discussion"
    assert cards(other) == [f"{HEAD} 14"]
    assert [thread.name for thread in other.threads] == [f"{HEAD} 14"]
    assert await world.database.fetchval("SELECT count(*) FROM discussions") == 2


async def test_a_member_who_asks_for_a_discussion_that_a_review_has_begun_to_open_is_led_to_that_one(
    world: World,
) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    show = Show(1, world.guild.id, "Lantern Code")
    async with world.database.transaction() as transaction:
        await discussions.claim(
            transaction, show, EpisodeNumber.of(13), parent_id=world.channel.id, mode=Mode.OPEN, now=world.clock()
        )
    assert "The discussion of Lantern Code, episode 13" in text(
        await world.keeper.slash(world.channel, "discuss", episode="13")
    )
    await world.later()
    (thread,) = world.channel.threads
    assert cards(thread) == [f"{HEAD} 13"]
    assert sum(map(is_hub, world.public())) == 1


async def test_the_first_thread_of_an_episode_stays_its_discussion(world: World) -> None:
    for site in ("a", "b"):
        await claim(world, placing=Placing.THREAD, url=f"https://{site}.example/13")
        await world.later()
    first, _ = world.channel.threads
    assert await world.database.fetchval("SELECT thread_id FROM discussions") == first.id


async def test_a_discussion_that_is_gone_is_opened_anew(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await claim(world, "14", placing=Placing.DISCUSSION)
    await world.later()
    thread, other = sorted(world.channel.threads, key=lambda thread: str(thread.name))
    world.env.backend.delete_channel(thread.id)
    await claim(world, "13", placing=Placing.DISCUSSION, url="https://other.example/13")
    await world.later()
    (anew,) = [each for each in world.channel.threads if each.id != other.id]
    assert anew.id != thread.id
    known = await world.database.fetch("SELECT thread_id FROM discussions ORDER BY episode")
    assert [row["thread_id"] for row in known] == [anew.id, other.id]
    assert cards(anew) == [f"{HEAD} 13"]
    assert cards(other) == [f"{HEAD} 14"]


async def test_a_discussion_that_was_put_away_is_gone_on_with(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    (thread,) = world.channel.threads
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await claim(world, "13", placing=Placing.DISCUSSION, url="https://other.example/13")
    await world.later()
    assert cards(thread) == [f"{HEAD} 13"] * 2


async def test_a_review_for_two_channels_stands_in_its_discussion_once(world: World) -> None:
    review_id = await claim(world, "13", placing=Placing.DISCUSSION)
    other = world.guild.create_text_channel("other")
    async with world.database.transaction() as transaction:
        destination = Destination(other.id, Placing.DISCUSSION)
        await deliveries.claim(transaction, world.guild.id, review_id, destination, world.clock())
    await world.later()
    (thread,) = world.channel.threads
    assert cards(thread) == [f"{HEAD} 13"]
    assert other.history() == []
    assert await states(world) == ["posted", "posted"]


async def test_where_no_discussion_can_be_opened_the_card_stands_in_the_channel(world: World) -> None:
    keepers = await notices(world)
    may(world, world.channel, create_public_threads=False)
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    assert cards(world.channel) == [f"{HEAD} 13"]
    assert world.channel.threads == []
    assert keepers.history() == []
    assert await world.database.fetchval("SELECT count(*) FROM discussions") == 0


async def test_reviews_stand_in_a_gated_discussion_too(world: World) -> None:
    await discussions.set_mode(world.database, world.guild.id, None, Mode.GATED, takes_out=False)
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    (thread,) = world.channel.threads
    assert world.env.backend.get_thread(thread.id).type == discord.ChannelType.private_thread.value
    assert cards(thread) == [f"{HEAD} 13"]


async def test_a_discussion_for_a_review_is_opened_in_the_channel_that_was_chosen(world: World) -> None:
    forum = world.guild.create_forum_channel("episodes")
    await discussions.set_channel(world.database, world.guild.id, None, forum.id)
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    (post,) = forum.threads
    assert cards(post) == [f"{HEAD} 13"]
    assert world.channel.history() == []
    world.env.backend.delete_channel(post.id)
    world.env.backend.delete_channel(forum.id)
    await claim(world, "13", placing=Placing.DISCUSSION, url="https://other.example/13")
    await world.later()
    (thread,) = world.channel.threads
    assert cards(thread) == [f"{HEAD} 13"]


async def test_a_card_waits_for_a_discussion_that_is_being_opened_until_that_fails(world: World) -> None:
    keepers = await notices(world)
    world.env.inject_error("POST", "/channels/*/threads", status=503)
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    assert cards(world.channel) == []
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    await world.later(hours=2)
    assert cards(world.channel) == [f"{HEAD} 13"]
    (told,) = keepers.history()
    assert "The discussion of Lantern Code, episode 13, can’t be opened" in text(told)


async def test_a_card_waits_no_longer_than_some_tries_for_its_discussion(world: World) -> None:
    """Discord's page “Opcodes and Status Codes”: as many threads are open as a server may have."""
    await claim(world, "13", placing=Placing.DISCUSSION)
    for _ in range(3):
        assert cards(world.channel) == []
        world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006)
        await world.later(hours=3)
    assert cards(world.channel) == [f"{HEAD} 13"]


async def test_where_a_discussion_was_closed_the_card_stands_in_the_channel_and_opens_no_other(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    (thread,) = world.channel.threads
    may(world, world.channel, manage_threads=False)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True, "locked": True})
    await claim(world, "13", placing=Placing.DISCUSSION, url="https://other.example/13")
    await world.later()
    assert cards(thread) == [f"{HEAD} 13"]
    assert len(cards(world.channel)) == 2
    assert len(world.channel.threads) == 1


async def test_where_a_discussion_can_not_be_looked_up_the_card_stands_in_the_channel(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    (thread,) = world.channel.threads
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})  # so that it is asked for
    world.env.inject_error("GET", f"/channels/{thread.id}", status=403, code=50001)
    await claim(world, "13", placing=Placing.DISCUSSION, url="https://other.example/13")
    await world.later()
    assert cards(thread) == [f"{HEAD} 13"]
    assert len(cards(world.channel)) == 2


async def test_where_a_discussion_is_hidden_from_the_bot_the_card_stands_in_the_channel(world: World) -> None:
    await claim(world, "13", placing=Placing.DISCUSSION)
    await world.later()
    may(world, world.channel, view_channel=False)
    other = world.guild.create_text_channel("other")
    await claim(world, "13", other, placing=Placing.DISCUSSION, url="https://other.example/13")
    await world.later()
    assert cards(other) == [f"{HEAD} 13"]
    assert other.threads == []


# In forums.


def tags(world: World, forum: simcord.ChannelHandle) -> list[str]:
    """Return the names of a forum's tags."""
    return [tag["name"] for tag in world.env.backend.get_channel(forum.id).available_tags]


def applied(world: World, post: simcord.ChannelHandle) -> list[str]:
    """Return the names of a post's tags."""
    thread = world.env.backend.get_channel(post.id)
    assert thread.parent_id is not None
    there = world.env.backend.get_channel(thread.parent_id).available_tags
    return [next(tag["name"] for tag in there if int(tag["id"]) == applied) for applied in thread.applied_tags]


def give_tags(world: World, forum: simcord.ChannelHandle, *names: str, moderated: bool = False) -> None:
    """Give a forum tags, as its keepers would."""
    tags = [
        {
            "id": str(world.env.backend.snowflake()),
            "name": name,
            "moderated": moderated,
            "emoji_id": None,
            "emoji_name": None,
        }
        for name in names
    ]
    world.env.backend.edit_channel(forum.id, {"available_tags": tags})


async def test_a_post_bears_show_and_number_and_tags_that_are_made_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = world.guild.create_forum_channel("reviews")
    emit = world.env.backend.emit
    # Discord tells of a change some time after it answered: the bot's picture of the forum is an old one here.
    monkeypatch.setattr(world.env.backend, "emit", lambda *event: event[0] == "CHANNEL_UPDATE" or emit(*event))
    for number, site in (("13", "a"), ("13", "b"), ("14", "c")):
        await claim(world, number, forum, url=f"https://{site}.example/{number}")
    await world.later()
    assert [post.name for post in forum.threads] == [f"{HEAD} 13", f"{HEAD} 13", f"{HEAD} 14"]
    assert tags(world, forum) == ["Lantern Code", "Episode 13", "Episode 14"]
    assert [applied(world, post) for post in forum.threads] == [
        ["Lantern Code", "Episode 13"],
        ["Lantern Code", "Episode 13"],
        ["Lantern Code", "Episode 14"],
    ]
    (first, *_) = forum.threads
    assert SECRET not in outside_veils(first.history()[0])
    asked = [entry.json for entry in world.env.http_requests if entry.path == f"/channels/{forum.id}/threads"]
    for sent in asked:
        assert isinstance(sent, dict)
        flags = discord.MessageFlags._from_value(sent["message"]["flags"])
        assert flags.suppress_embeds
        assert flags.suppress_notifications
        assert not sent["message"]["allowed_mentions"].get("parse")
    assert len(asked) == 3


async def test_tags_that_keepers_made_are_used_where_the_bot_may_make_none(world: World) -> None:
    forum = world.guild.create_forum_channel("reviews")
    may(world, forum, manage_channels=False)
    give_tags(world, forum, "News", "LANTERN CODE")
    await claim(world, channel=forum)
    await world.later()
    assert tags(world, forum) == ["News", "LANTERN CODE"]
    assert applied(world, forum.threads[0]) == ["LANTERN CODE"]


async def test_a_tag_that_only_moderators_may_give_is_left_to_them(world: World) -> None:
    forum = world.guild.create_forum_channel("reviews")
    may(world, forum, manage_channels=False, manage_threads=False)
    give_tags(world, forum, "Lantern Code", moderated=True)
    await claim(world, channel=forum)
    await world.later()
    assert applied(world, forum.threads[0]) == []


async def test_where_twenty_tags_are_used_up_posts_go_without(world: World) -> None:
    forum = world.guild.create_forum_channel("reviews")
    give_tags(world, forum, *(f"Tag {number}" for number in range(19)))
    await claim(world, channel=forum)
    await world.later()
    assert len(tags(world, forum)) == 20
    assert applied(world, forum.threads[0]) == ["Lantern Code"]


@pytest.mark.parametrize(("status", "given"), [(400, []), (403, []), (503, ["Lantern Code", "Episode 13"])])
async def test_a_post_goes_without_tags_that_are_refused_and_waits_for_those_that_are_not(
    world: World, status: int, given: list[str]
) -> None:
    forum = world.guild.create_forum_channel("reviews")
    world.env.inject_error("PATCH", f"/channels/{forum.id}", status=status)
    await claim(world, channel=forum)
    await world.later()
    await world.later(hours=1)
    assert [applied(world, post) for post in forum.threads] == [given]


@pytest.mark.parametrize(
    ("title", "season", "tag"),
    [
        ("Twenty letters agree", 1, "Twenty letters agree"),
        ("The Lighthouse Keeper’s Daughter", 1, "The Lighthouse Keepe"),
        ("The Lighthouse Keeper’s Daughter", 2, "The Lighthouse Ke S2"),
        ("Lantern Code", 12, "Lantern Code S12"),
        ("Air", 2, "Air (season 2)"),
    ],
)
async def test_a_long_show_has_a_tag_of_its_season(world: World, title: str, season: int, tag: str) -> None:
    forum = world.guild.create_forum_channel("reviews")
    await claim(world, channel=forum, show=title, season=season)
    await world.later()
    assert applied(world, forum.threads[0]) == [tag, "Episode 13"]


@pytest.mark.parametrize("mended", ["right", "tag"])
async def test_a_forum_that_wants_a_tag_on_each_post_says_what_to_do(
    world: World, mended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The simulation knows no such forums; the flag is all that the bot goes by.
    monkeypatch.setattr(discord.ForumChannel, "flags", property(lambda _: discord.ChannelFlags(require_tag=True)))
    keepers = await notices(world)
    forum = world.guild.create_forum_channel("reviews")
    may(world, forum, manage_channels=False)
    await claim(world, channel=forum)
    for _ in range(2):
        await try_again(world)
    assert forum.threads == []
    (told,) = keepers.history()
    assert "takes no post without a tag" in text(told)
    assert "“Manage Channels”" in text(told)
    assert "“Lantern Code” or “Episode 13”" in text(told)
    if mended == "right":
        may(world, forum)
    else:
        give_tags(world, forum, "Lantern Code")
    await world.later(days=1)
    assert cards(forum) == [f"{HEAD} 13"]
