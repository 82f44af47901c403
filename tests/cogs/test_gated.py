"""Gated discussions: who says that they have watched is let in, and who has not after all is taken out."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord

from bot.storage import shows
from tests.cogs.posting import discord_that, may
from tests.cogs.rooms import AFTER_EDIT, HEAD, Rooms, at_once, open_rooms
from tests.world import World, buttons, count, press, text

WATCHED = "I’ve watched it"


@pytest.fixture
async def rooms(world: World) -> Rooms:
    """Return a guild whose discussions are gated, and take out who goes back."""
    rooms = await open_rooms(world)
    # Discord lets whoever opened a private thread take members out of it; the simulation wants this right of them, too.
    may(world, world.channel, manage_threads=True)
    await rooms.keep("mode", mode="gated", take_out=True)
    return rooms


def thread_of(rooms: Rooms, number: str = "13") -> simcord.ChannelHandle:
    """Return the thread of an episode."""
    (thread,) = [thread for thread in rooms.world.channel.threads if thread.name == f"{HEAD} {number}"]
    return thread


async def opened(rooms: Rooms, *numbers: str) -> None:
    """Open discussions, and let Aki into each."""
    for number in numbers:
        await rooms.discuss(number)
        await rooms.press(rooms.world.aki, WATCHED, rooms.hubs()[-1])


async def test_the_door_stands_in_the_channel_and_leads_who_has_watched_into_a_private_thread(rooms: Rooms) -> None:
    world = rooms.world
    said = await rooms.discuss()
    hub, thread = rooms.hub(), thread_of(rooms)
    assert hub.channel.id == world.channel.id
    assert said.endswith(f"/{world.channel.id}/{hub.id}"), "who is not in would be led before a closed door"
    assert world.env.backend.get_thread(thread.id).type == discord.ChannelType.private_thread.value
    assert world.aki.id not in rooms.members(thread)
    answer = await rooms.press(world.aki, WATCHED)
    assert f"Come in: <#{thread.id}>" in text(answer)
    assert world.aki.id in rooms.members(thread)
    assert world.bo.id not in rooms.members(thread)
    assert await world.watched(world.aki) == "13"


async def test_the_other_buttons_let_nobody_in(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_review("13")
    await rooms.discuss()
    await rooms.press(world.aki, "Rate")
    await rooms.press(world.aki, "Recap")
    assert world.aki.id not in rooms.members(thread_of(rooms))


async def test_hubs_lead_to_doors(rooms: Rooms) -> None:
    await rooms.discuss("13")
    await rooms.discuss("14")
    await rooms.wait(AFTER_EDIT)
    first, second = rooms.hubs()
    assert buttons(first)["Next episode"].endswith(f"/{rooms.world.channel.id}/{second.id}")
    assert buttons(second)["Previous episode"].endswith(f"/{rooms.world.channel.id}/{first.id}")


async def test_who_goes_back_is_taken_out_of_what_lies_ahead(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "12", "13", "14")
    await world.aki.slash(world.channel, "watched", episode="12")
    await rooms.wait()
    assert [world.aki.id in rooms.members(thread_of(rooms, number)) for number in ("12", "13", "14")] == [
        True,
        False,
        False,
    ]
    await rooms.press(world.aki, WATCHED, rooms.hubs()[1])
    assert world.aki.id in rooms.members(thread_of(rooms, "13"))


async def test_who_forgets_what_they_watched_is_taken_out_of_all(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "12", "13")
    await world.aki.slash(world.channel, "watched", episode="nothing")
    await rooms.wait()
    assert not [thread.name for thread in world.channel.threads if world.aki.id in rooms.members(thread)]
    assert await count(world, "discussion_members") == 0


async def test_who_asks_to_be_forgotten_is_taken_out_of_all(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "12", "13")
    asked = await press(world.aki, await world.aki.slash(world.channel, "privacy"), "Forget me")
    told = await press(world.aki, asked, "Yes, forget me")
    assert "You are forgotten here" in text(told)
    await rooms.wait()
    assert not [thread.name for thread in world.channel.threads if world.aki.id in rooms.members(thread)]
    assert await count(world, "discussion_members") == 0
    assert await world.watched(world.aki) is None


async def test_who_was_not_let_in_by_the_bot_stays(rooms: Rooms) -> None:
    """A moderator who came in by themselves, for instance."""
    world = rooms.world
    await opened(rooms, "13")
    world.env.backend.add_thread_member(thread_of(rooms).id, world.bo.id)
    await world.bo.slash(world.channel, "watched", episode="2")
    await rooms.wait()
    assert world.bo.id in rooms.members(thread_of(rooms))


async def test_nobody_is_taken_out_where_the_guild_does_not_want_it(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "13")
    assert "Who says later that they have not watched it stays in." in await rooms.keep(
        "mode", mode="gated", take_out=False
    )
    await world.aki.slash(world.channel, "watched", episode="2")
    await rooms.wait()
    assert world.aki.id in rooms.members(thread_of(rooms))


async def test_of_another_show_nobody_is_taken_out(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "13")
    await world.add_show("Tin Sparrows")
    await world.aki.slash(world.channel, "watched", episode="2", show="Tin Sparrows")
    await rooms.wait()
    assert world.aki.id in rooms.members(thread_of(rooms))


@pytest.mark.parametrize("restarted", [False, True])
async def test_what_discord_does_not_take_at_once_is_done_later(rooms: Rooms, restarted: bool) -> None:
    world = rooms.world
    await opened(rooms, "13")
    may(world, world.channel, manage_threads=False)
    await world.aki.slash(world.channel, "watched", episode="2")
    await rooms.wait()
    assert world.aki.id in rooms.members(thread_of(rooms))
    if restarted:
        await world.env.restart_bot(world.new_bot())
    may(world, world.channel, manage_threads=True)
    await rooms.wait()
    assert world.aki.id in rooms.members(thread_of(rooms)), "it is tried again every few seconds"
    await rooms.later(minutes=11)
    assert world.aki.id not in rooms.members(thread_of(rooms))


async def test_who_comes_in_again_before_they_are_out_stays(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "13")
    may(world, world.channel, manage_threads=False)
    await world.aki.slash(world.channel, "watched", episode="2")
    await rooms.wait()
    await rooms.press(world.aki, WATCHED)
    may(world, world.channel, manage_threads=True)
    await rooms.later(minutes=11)
    assert world.aki.id in rooms.members(thread_of(rooms))


async def test_many_come_in_at_once(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    hub = rooms.hub()
    said = await at_once(world, *(member.click(hub, label=WATCHED) for member in (world.aki, world.bo, world.aki)))
    assert all("Come in" in each for each in said)
    assert {world.aki.id, world.bo.id} < rooms.members(thread_of(rooms))


async def test_a_thread_that_was_put_away_is_taken_out_for_who_comes_in(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    world.env.backend.edit_channel(thread_of(rooms).id, {}, thread_metadata={"archived": True})
    await rooms.press(world.aki, WATCHED)
    metadata = world.env.backend.get_thread(thread_of(rooms).id).thread_metadata
    assert metadata is not None
    assert not metadata.archived
    assert world.aki.id in rooms.members(thread_of(rooms))


async def test_a_thread_that_is_gone_is_said_to_be_and_opened_anew(rooms: Rooms) -> None:
    world = rooms.world
    await opened(rooms, "13")
    world.env.backend.delete_channel(thread_of(rooms).id)
    assert "`/discuss` opens it anew" in text(await rooms.press(world.bo, WATCHED))
    assert await world.watched(world.bo) == "13"
    await rooms.discuss()
    assert rooms.members(thread_of(rooms)) == {world.env.bot.user.id}  # type: ignore[union-attr]
    await rooms.press(world.aki, WATCHED)
    assert world.aki.id in rooms.members(thread_of(rooms))


async def test_a_show_that_goes_while_someone_comes_in_is_said_to_be_gone(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = rooms.world
    await rooms.discuss()
    defer = discord.InteractionResponse.defer

    async def removing(self: Any, **kwargs: Any) -> Any:
        await shows.remove(world.database, world.guild.id, 1)
        return await defer(self, **kwargs)

    monkeypatch.setattr(discord.InteractionResponse, "defer", removing)
    assert "is not there any more" in text(await rooms.press(world.aki, WATCHED))


async def test_who_goes_back_while_they_are_let_in_is_taken_out(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    world = rooms.world
    await rooms.discuss()
    defer = discord.InteractionResponse.defer

    async def going_back(self: Any, **kwargs: Any) -> Any:
        await world.set_watched(world.aki, "3")
        return await defer(self, **kwargs)

    monkeypatch.setattr(discord.InteractionResponse, "defer", going_back)
    await rooms.press(world.aki, WATCHED)
    await rooms.wait()
    assert world.aki.id not in rooms.members(thread_of(rooms))


async def test_what_is_lacking_to_let_someone_in_is_said(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    may(world, world.channel, send_messages_in_threads=False)
    assert "I need “Send Messages in Threads” there" in text(await rooms.press(world.aki, WATCHED))


# Choosing it.


async def test_who_can_see_a_gated_thread_anyway_is_said_where_the_mode_is_chosen(rooms: Rooms) -> None:
    world = rooms.world
    role = world.guild.create_role("Wardens", permissions=discord.Permissions(manage_threads=True))
    said = await rooms.keep("mode", mode="gated", take_out=True)
    assert f"Whoever has the right “Manage Threads” can read them all the same: <@&{role.id}>" in said
    assert "is taken out" in said


async def test_a_forum_can_not_be_gated(rooms: Rooms) -> None:
    world = rooms.world
    forum = world.guild.create_forum_channel("episodes")
    assert "has no private threads" in await rooms.keep("channel", channel=forum)
    await rooms.keep("mode", mode="open")
    await rooms.keep("channel", channel=forum)
    assert "has no private threads" in await rooms.keep("mode", mode="gated")


async def test_an_announcement_channel_can_not_be_gated(rooms: Rooms) -> None:
    news = rooms.world.guild.create_news_channel("news")
    assert "has no private threads" in await rooms.keep("channel", channel=news)


async def test_a_show_may_be_gated_alone(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.keep("mode", mode="open")
    await world.add_show("Tin Sparrows")
    assert "of Tin Sparrows that are opened from now on are gated" in await rooms.keep(
        "mode", mode="gated", show="Tin Sparrows"
    )
    await rooms.discuss("1", show="Lantern Code")
    await rooms.discuss("1", show="Tin Sparrows")
    kinds = {thread.name: world.env.backend.get_thread(thread.id).type for thread in world.channel.threads}
    assert kinds == {
        "Lantern Code · Episode 1": discord.ChannelType.public_thread.value,
        "Tin Sparrows · Episode 1": discord.ChannelType.private_thread.value,
    }


async def test_what_the_bot_lacks_for_private_threads_is_said(rooms: Rooms) -> None:
    may(rooms.world, rooms.world.channel, create_private_threads=False)
    assert "“Create Private Threads”" in await rooms.discuss()


async def test_a_thread_whose_opening_was_not_answered_is_found_again(rooms: Rooms) -> None:
    async def lose(route: discord.http.Route) -> None:
        if route.method == "POST" and route.path.endswith("/threads"):
            raise ConnectionResetError

    with discord_that(rooms.world, after=lose):
        await rooms.discuss()
    await rooms.discuss()
    assert rooms.threads() == [f"{HEAD} 13"]
    assert len(rooms.hubs()) == 1
    await rooms.press(rooms.world.aki, WATCHED)
    assert rooms.world.aki.id in rooms.members(thread_of(rooms))
