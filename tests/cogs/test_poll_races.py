"""Polls where things happen at once, come from elsewhere, or go missing: each has one outcome."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import discord
import pytest
import simcord

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber
from bot.ratings import Tally
from bot.shows import Show
from bot.storage import ratings, shows
from bot.storage.database import Database
from bot.ui import results
from bot.ui.layouts import notice
from bot.ui.poll_cards import ResultButton
from bot.ui.rating import ScoreButton
from bot.ui.replying import reply
from tests.cogs.polls import AFTER_EDIT, Booth, open_booth
from tests.world import World, buttons, outside_veils, press, text

CLOSED = "The poll of episode 13 is closed; it takes no more ratings."
EPISODE = EpisodeNumber.of(13)


@pytest.fixture
async def booth(world: World, monkeypatch: pytest.MonkeyPatch) -> Booth:
    """Return the bot, following a show, and a host."""
    return await open_booth(world, monkeypatch)


def of(*scores: int) -> Tally:
    """Return the tally of some scores."""
    return Tally(tuple(scores.count(score) for score in range(1, 11)))


async def test_two_presses_of_one_member_at_once_are_one_vote(booth: Booth) -> None:
    message = await booth.open()
    told = await booth.at_once(*(booth.world.aki.click(message, label=label) for label in ("3", "8")))
    tally = await booth.tally()
    assert tally.count == 1
    assert tally in (of(3), of(8))
    assert sum("Before, it was" in each for each in told) == 1


async def test_a_thousand_votes_cost_a_few_edits_and_the_last_count_is_right(booth: Booth) -> None:
    world = booth.world
    message = await booth.open()
    members = [world.guild.add_member(world.env.create_user(f"member{number}")) for number in range(1_000)]
    for second in range(10):
        crowd = members[second * 100 : second * 100 + 100]
        await booth.at_once(*(member.click(message, label=str(1 + second)) for member in crowd))
        await booth.wait(1)
    during = booth.edits(message)
    await booth.wait(AFTER_EDIT)
    assert 1 <= during <= 3
    assert booth.edits(message) <= during + 2
    assert text(booth.now(message)).count("-# 1000 members rated it.") == 1
    assert await booth.tally() == Tally((100,) * 10)


async def test_a_vote_while_the_message_is_edited_is_shown_by_the_next_edit(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count has been read and is on its way to Discord when another votes."""
    world = booth.world
    message = await booth.open()
    await booth.vote(world.aki, 7, message)
    request = world.env.bot.http.edit_message

    async def voting(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(world.env.bot.http, "edit_message", request)
        await ratings.rate(world.database, world.guild.id, 1, EPISODE, world.bo.id, 9, world.clock())
        return await request(*args, **kwargs)  # type: ignore[arg-type]

    await booth.wait(AFTER_EDIT)
    monkeypatch.setattr(world.env.bot.http, "edit_message", voting)
    await booth.vote(booth.host, 5, message)
    await booth.wait(AFTER_EDIT * 2)
    assert "-# 3 members rated it." in text(booth.now(message))


async def test_a_poll_that_nobody_touches_is_not_edited(booth: Booth) -> None:
    message = await booth.open()
    await booth.vote(booth.world.aki, 7, message)
    await booth.wait(AFTER_EDIT)
    before = booth.edits(message)
    await booth.vote(booth.world.aki, 8, message)  # the count is what it was
    await booth.wait(60)
    assert booth.edits(message) == before == 1


async def test_a_press_on_a_poll_that_closed_is_refused_and_changes_nothing(booth: Booth) -> None:
    message = await booth.open()
    await booth.vote(booth.world.aki, 7, message)
    await booth.ask("close")
    # The message still has its buttons: no round has been yet.
    assert await booth.vote(booth.world.aki, 2, message) == CLOSED
    assert await booth.vote(booth.world.bo, 2, message) == CLOSED
    rated = await booth.world.bo.slash(booth.world.channel, "rate", episode="13", score=2)
    assert text(rated) == CLOSED
    assert await booth.tally() == of(7)


async def test_presses_and_a_close_at_once_end_with_a_result_of_every_vote_that_was_noted(booth: Booth) -> None:
    world = booth.world
    message = await booth.open()
    members = [world.guild.add_member(world.env.create_user(f"member{number}")) for number in range(20)]
    told = await booth.at_once(
        *(member.click(message, label="8") for member in members[:10]),
        booth.asking("close"),
        *(member.click(message, label="8") for member in members[10:]),
    )
    noted = sum(each.startswith("Noted") for each in told)
    assert noted + told.count(CLOSED) == 20
    await booth.wait(AFTER_EDIT)
    assert (await booth.tally()).count == noted
    said = f"{noted} members rated it." if noted > 1 else "1 member rated it." if noted else "Nobody rated it."
    assert said in text(booth.now(message))


async def test_a_vote_taken_back_after_the_close_is_gone_from_the_result(booth: Booth) -> None:
    world = booth.world
    message = await booth.open()
    noted = await world.aki.click(message, label="2")
    await booth.vote(world.bo, 8, message)
    await booth.ask("close")
    await booth.wait(AFTER_EDIT)
    removed = await press(world.aki, noted, "Remove my rating")
    assert "Your rating is removed." in text(removed)
    await booth.wait(AFTER_EDIT)
    assert "Mean 8.0" in text(booth.now(message))


async def test_who_takes_a_vote_back_after_the_close_is_offered_none_that_would_be_refused(booth: Booth) -> None:
    world = booth.world
    noted = await world.aki.click(await booth.open(), label="2")
    await booth.ask("close")
    removed = await press(world.aki, noted, "Remove my rating")
    assert text(removed) == "Your rating is removed. The poll of episode 13 is closed; it takes no more ratings."
    assert buttons(removed) == {}


async def test_once_its_time_has_come_results_are_those_of_a_closed_poll(booth: Booth) -> None:
    world = booth.world
    message = await booth.open(closes="2h")
    await booth.vote(world.aki, 7, message)
    world.clock.ahead += timedelta(hours=2)
    # No round has been yet.
    answer = await world.bo.click(message, label="Results")
    assert "7.0" in text(answer)
    assert "7.0" not in outside_veils(answer)


async def test_a_message_is_edited_by_one_at_a_time(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit that is tried again takes Discord a minute, in which a host closes the poll and has it tried at once."""
    world = booth.world
    message = await booth.open()
    path = f"/channels/{message.channel.id}/messages/{message.id}"
    world.env.inject_error("PATCH", f"*{path}", status=400, code=0, message="No", times=1)
    await booth.vote(world.aki, 7, message)
    await booth.wait(AFTER_EDIT)
    request, under_way, most = world.env.bot.http.edit_message, 0, 0

    async def slow(*args: object, **kwargs: object) -> object:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(60)
        under_way -= 1
        return await request(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(world.env.bot.http, "edit_message", slow)
    await booth.later(minutes=10)
    assert under_way == 1
    await booth.ask("close")
    await booth.wait(AFTER_EDIT)
    assert most == 1
    await booth.wait(150)
    assert most == 1
    assert "Mean 7.0" in text(booth.now(message))


async def test_two_hosts_who_open_at_once_get_one_poll(booth: Booth) -> None:
    told = await booth.at_once(*(booth.asking("open") for _ in range(4)))
    await booth.wait(AFTER_EDIT)
    assert sum("stands here in a moment" in each for each in told) == 1
    assert sum("There is a poll of episode 13 of Lantern Code already." in each for each in told) == 3
    assert len(booth.world.public()) == 1


async def test_two_hosts_who_ask_for_a_deleted_poll_at_once_get_one(booth: Booth) -> None:
    await booth.host.delete(await booth.open())
    told = await booth.at_once(*(booth.asking("open") for _ in range(3)))
    # Who asks a moment later finds it on its way.
    assert any("stands here again" in each for each in told)
    assert all("stands here again" in each or "There is a poll" in each for each in told)
    await booth.wait(AFTER_EDIT)
    assert len(booth.world.public()) == 1


async def test_a_poll_of_another_guild_takes_no_press(booth: Booth) -> None:
    world = booth.world
    await booth.open()
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    forger = elsewhere.add_member(world.env.create_user("forger"))
    for item in (ScoreButton(1, EPISODE, 5), ResultButton(1, EPISODE)):
        forged = await world.plant(item, channel)
        (label,) = buttons(forged)
        answer = await forger.click(forged, label=label)
        assert answer.ephemeral
        assert text(answer) == "That show is not followed here any more."
    assert await booth.tally() == Tally()


async def test_a_press_months_later_after_a_restart_is_noted(booth: Booth) -> None:
    message = await booth.open()
    booth.world.clock.ahead += timedelta(days=150)
    await booth.world.env.restart_bot(booth.world.new_bot())
    assert "Noted: 7 of 10." in await booth.vote(booth.world.aki, 7, message)
    await booth.wait(AFTER_EDIT)
    assert "-# 1 member rated it." in text(booth.now(message))


async def test_results_are_asked_for_where_they_are_told(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    async def told(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
        await reply(interaction, notice(f"{show.label} {episode}"))

    monkeypatch.setattr(results, "show_episode", told)
    answer = await booth.world.aki.click(await booth.open(episode="13.5"), label="Results")
    assert answer.ephemeral
    assert text(answer) == "Lantern Code 13.5"


async def notices(booth: Booth) -> simcord.ChannelHandle:
    """Have the keepers told in a channel of their own."""
    channel = booth.world.guild.create_text_channel("keepers")
    await booth.world.keeper.slash(booth.world.channel, "feed notices", channel=channel)
    return channel


async def test_a_channel_that_is_gone_is_told_to_keepers_once_and_votes_are_kept(booth: Booth) -> None:
    world = booth.world
    told_in = await notices(booth)
    message = await booth.open()
    await booth.vote(world.aki, 7, message)
    other = world.guild.create_text_channel("other")
    gone = world.env.bot.get_partial_messageable(world.channel.id)
    await world.env.bot.http.delete_channel(gone.id)
    await booth.wait(AFTER_EDIT)
    await world.bo.slash(other, "rate", episode="13", score=9)
    await booth.wait(60)
    (told,) = told_in.history()
    assert "The poll of episode 13 of Lantern Code can’t be shown: its channel is gone." in text(told)
    assert "Its votes are kept" in text(told)
    asked = await booth.host.slash(other, "ratings open", episode="13")
    assert "was deleted" in text(asked)
    await booth.wait()
    (again,) = other.history()
    assert "-# 2 members rated it." in text(again)


async def test_of_a_result_whose_channel_is_gone_keepers_are_told_where_it_is(booth: Booth) -> None:
    world = booth.world
    told_in = await notices(booth)
    message = await booth.open()
    await booth.vote(world.aki, 7, message)
    await booth.ask("close")
    await world.env.bot.http.delete_channel(world.channel.id)
    await booth.wait(AFTER_EDIT)
    (told,) = told_in.history()
    assert text(told) == (
        "The poll of episode 13 of Lantern Code can’t be shown: its channel is gone.\n"
        "-# It is closed, and its votes are kept: `/ratings episode` has the result."
    )


async def test_a_channel_where_the_bot_lost_its_rights_is_told_once_and_tried_again(booth: Booth) -> None:
    world = booth.world
    told_in = await notices(booth)
    message = await booth.open()
    path = f"/channels/{message.channel.id}/messages/{message.id}"
    world.env.inject_error("PATCH", f"*{path}", status=403, code=50001, message="Missing Access", times=2)
    await booth.vote(world.aki, 7, message)
    await booth.wait(AFTER_EDIT)
    await booth.later(minutes=10)
    (told,) = told_in.history()
    assert "the bot needs “View Channel”" in text(told)
    await booth.later(hours=1)
    assert "-# 1 member rated it." in text(booth.now(message))
    assert len(told_in.history()) == 1


async def test_an_outage_is_waited_for_and_told_to_nobody(booth: Booth) -> None:
    world = booth.world
    told_in = await notices(booth)
    message = await booth.open()
    path = f"/channels/{message.channel.id}/messages/{message.id}"
    world.env.inject_error("PATCH", f"*{path}", status=400, code=0, message="No", times=1)
    await booth.vote(world.aki, 7, message)
    await booth.wait(AFTER_EDIT)
    assert "Nobody has rated it yet." in text(booth.now(message))
    await booth.later(minutes=10)
    assert "-# 1 member rated it." in text(booth.now(message))
    assert told_in.history() == []


@pytest.mark.parametrize(("right", "named"), [("send_messages", "“Send Messages”"), ("attach_files", "“Attach Files”")])
async def test_where_the_bot_may_not_write_no_poll_is_opened(booth: Booth, right: str, named: str) -> None:
    world = booth.world
    everyone = world.guild.default_role
    channel = world.guild.create_text_channel(
        "quiet", overwrites={everyone: discord.PermissionOverwrite(**{right: False})}
    )
    answer = await booth.host.slash(channel, "ratings open", episode="13")
    assert text(answer) == f"I lack the right {named} in this channel. Use another one, or give it to me."
    await booth.wait()
    assert channel.history() == []


async def test_in_a_thread_that_was_put_away_the_result_is_shown(booth: Booth) -> None:
    """Discord's page “Opcodes and Status Codes”, 50083: nothing in an archived thread can be changed."""
    world = booth.world
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="Episode 13", type=discord.ChannelType.public_thread)
    (thread,) = world.channel.threads
    await booth.host.slash(thread, "ratings open", episode="13")
    await booth.wait()
    (message,) = [each for each in thread.history() if each.components]
    await booth.vote(world.aki, 7, message)
    await booth.wait(AFTER_EDIT)
    await booth.ask("close")
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    world.env.inject_error("PATCH", f"*/channels/{thread.id}/messages/*", status=400, code=50083)
    await booth.wait(AFTER_EDIT)
    (result,) = [each for each in thread.history() if each.components]
    assert "Mean 7.0" in text(result)
    fetched = await world.env.bot.fetch_channel(thread.id)
    assert isinstance(fetched, discord.Thread)
    assert not fetched.archived


@pytest.mark.parametrize("kicked", [False, True], ids=["unavailable", "left"])
async def test_in_a_guild_that_is_away_a_poll_waits_without_a_word(
    booth: Booth, kicked: bool, caplog: pytest.LogCaptureFixture
) -> None:
    world = booth.world
    message = await booth.open()
    await booth.vote(world.aki, 7, message)
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    if kicked:
        world.env.bot._connection._remove_guild(guild)
    else:
        guild.unavailable = True
    before = len(world.env.http_requests)
    with caplog.at_level(logging.INFO):
        for _ in range(5):
            await booth.later(minutes=5)
    assert caplog.text == ""
    assert len(world.env.http_requests) == before
    guild.unavailable = False
    world.env.bot._connection._add_guild(guild)
    await booth.later(minutes=5)
    assert "-# 1 member rated it." in text(booth.now(message))


async def test_a_show_that_is_removed_while_its_poll_is_posted_leaves_no_message(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = booth.world
    request = world.env.bot.http.send_message

    async def removing(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(world.env.bot.http, "send_message", request)
        await shows.remove(world.database, world.guild.id, 1)
        return await request(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(world.env.bot.http, "send_message", removing)
    await booth.ask("open")
    await booth.wait(AFTER_EDIT)
    assert world.env.bot.http.send_message is request
    assert world.public() == []


async def test_a_poll_that_the_bot_can_not_look_at_is_not_taken_for_deleted(booth: Booth) -> None:
    world = booth.world
    message = await booth.open()
    path = f"*/channels/{message.channel.id}/messages/{message.id}"
    world.env.inject_error("GET", path, status=403, code=50001, message="Missing Access")
    assert "There is a poll of episode 13 of Lantern Code already." in await booth.ask("open")
    await booth.wait(AFTER_EDIT)
    assert len(world.public()) == 1


async def test_of_a_show_that_is_removed_before_its_poll_is_posted_nothing_is_sent(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, count = booth.world, ratings.tally

    async def removing(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber) -> Tally:
        await shows.remove(database, guild_id, show_id)
        return await count(database, guild_id, show_id, episode)

    monkeypatch.setattr(ratings, "tally", removing)
    await booth.ask("open")
    await booth.wait(AFTER_EDIT)
    path = f"/channels/{world.channel.id}/messages"
    sent = [request for request in world.env.http_requests if request.method == "POST" and request.path.endswith(path)]
    assert sent == []


async def test_votes_that_came_before_a_restart_are_counted_after_it(booth: Booth) -> None:
    world = booth.world
    message = await booth.open()
    for member in (world.aki, world.bo):
        await booth.vote(member, 7, message)
    await world.env.restart_bot(world.new_bot())
    await booth.later(minutes=3)
    assert "-# 2 members rated it." in text(booth.now(message))
