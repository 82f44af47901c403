"""`/ratings open`, `close` and `reopen`: the poll of an episode, from its first message to its result."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from bot import charts
from bot.ratings import Tally
from bot.spoilers import unveil
from bot.storage import shows
from tests.cogs.polls import AFTER_EDIT, Booth, open_booth
from tests.world import World, buttons, displays, outside_veils, press, text

SCORES = [str(score) for score in range(1, 11)]


@pytest.fixture
async def booth(world: World, monkeypatch: pytest.MonkeyPatch) -> Booth:
    """Return the bot, following a show, and a host."""
    return await open_booth(world, monkeypatch)


def of(*scores: int) -> Tally:
    """Return the tally of some scores."""
    return Tally(tuple(scores.count(score) for score in range(1, 11)))


async def test_a_poll_has_a_neutral_head_ten_buttons_and_a_count_and_notifies_nobody(booth: Booth) -> None:
    message = await booth.open()
    head, foot = displays(message)
    assert head == "### Lantern Code · Episode 13\n**How was it?** Nobody else is shown your rating."
    assert foot == "-# Nobody has rated it yet. It stays open until it is closed."
    assert list(buttons(message)) == [*SCORES, "Results"]
    assert message.flags.suppress_notifications
    assert message.poll is None


async def test_a_press_is_noted_privately_and_the_count_follows(booth: Booth) -> None:
    message = await booth.open()
    assert "Noted: 7 of 10.\n" in await booth.vote(booth.world.aki, 7, message)
    assert "Noted: 9 of 10. Before, it was 7." in await booth.vote(booth.world.aki, 9, message)
    await booth.vote(booth.world.bo, 2, message)
    assert await booth.tally() == of(2, 9)
    await booth.wait(AFTER_EDIT)
    assert displays(booth.now(message))[1].startswith("-# 2 members rated it.")
    assert len(booth.world.public()) == 1


async def test_a_vote_can_be_taken_back(booth: Booth) -> None:
    message = await booth.open()
    noted = await booth.world.aki.click(message, label="7")
    assert list(buttons(noted)) == ["Remove my rating"]
    removed = await press(booth.world.aki, noted, "Remove my rating")
    assert "Your rating is removed." in text(removed)
    await booth.wait(AFTER_EDIT)
    assert await booth.tally() == Tally()
    assert "Nobody has rated it yet." in text(booth.now(message))


async def test_rate_does_the_same_with_a_poll_and_without(booth: Booth) -> None:
    aki = booth.world.aki
    noted = await aki.slash(booth.world.channel, "rate", episode="13", score=7)
    assert noted.ephemeral
    assert "Noted: 7 of 10.\n" in text(noted)
    assert "Remove my rating" in buttons(noted)
    message = await booth.open()
    assert "-# 1 member rated it." in text(message)
    noted = await aki.slash(booth.world.channel, "rate", episode="ep 13", score=4, show="lantern")
    assert "Noted: 4 of 10. Before, it was 7." in text(noted)
    assert await booth.tally() == of(4)


async def test_asking_again_links_to_the_poll_there_is(booth: Booth) -> None:
    message = await booth.open(closes="3d")
    told = await booth.ask("open")
    await booth.wait()
    assert "There is a poll of episode 13 of Lantern Code already." in told
    assert f"https://discord.com/channels/{booth.world.guild.id}/{message.channel.id}/{message.id}" in told
    assert len(booth.world.public()) == 1


async def test_a_deleted_poll_is_posted_again_on_request_with_its_votes(booth: Booth) -> None:
    message = await booth.open()
    await booth.vote(booth.world.aki, 7, message)
    await booth.host.delete(message)
    await booth.wait(AFTER_EDIT)
    assert booth.world.public() == [], "it came back by itself"
    told = await booth.ask("open")
    assert "was deleted. It stands here again in a moment, with its votes." in told
    await booth.wait()
    (again,) = booth.world.public()
    assert "-# 1 member rated it." in text(again)
    await booth.vote(booth.world.bo, 9, again)
    await booth.wait(AFTER_EDIT)
    assert "-# 2 members rated it." in text(booth.now(again))


async def test_a_deleted_poll_that_nobody_voted_on_since_is_posted_again_too(booth: Booth) -> None:
    await booth.host.delete(await booth.open())
    assert "was deleted." in await booth.ask("open")
    await booth.wait()
    assert len(booth.world.public()) == 1


async def test_the_result_stands_behind_spoilers_with_a_neutral_picture(booth: Booth) -> None:
    message = await booth.open()
    for member, score in ((booth.world.aki, 7), (booth.world.bo, 10)):
        await booth.vote(member, score, message)
    told = await booth.ask("close")
    assert "Closed. 2 members rated it." in told
    assert "8.5" not in told
    await booth.wait(AFTER_EDIT)
    result = booth.now(message)
    head, numbers = displays(result)
    assert head.startswith("### Lantern Code · Episode 13\nThis poll was closed <t:")
    assert head.endswith("2 members rated it.")
    assert unveil(numbers) == "Mean 8.5 of 10, spread 1.5"
    assert "8.5" not in outside_veils(result)
    assert list(buttons(result)) == ["Results"]
    (attachment,) = result.attachments
    assert attachment.filename == "SPOILER_ratings.png"
    (gallery,) = [c for c in result.components[0].children if isinstance(c, discord.MediaGalleryComponent)]  # type: ignore[union-attr]
    (item,) = gallery.items
    assert item.spoiler
    assert item.description == "Ratings of episode 13, behind a spoiler"


async def test_a_poll_that_nobody_voted_on_closes_without_a_result(booth: Booth) -> None:
    message = await booth.open()
    assert (await booth.ask("close")).startswith("Closed. Nobody rated it. Its message becomes the result")
    await booth.wait(AFTER_EDIT)
    result = booth.now(message)
    assert displays(result)[0].endswith("Nobody rated it.")
    assert len(displays(result)) == 1
    assert result.attachments == []


@pytest.mark.parametrize("error", [NotImplementedError, MemoryError, OSError])
async def test_a_picture_that_fails_leaves_the_words(
    booth: Booth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    def failing(tally: Tally, *, title: str, subtitle: str) -> bytes:
        raise error("Lantern Code")

    monkeypatch.setattr(charts, "histogram", failing)
    message = await booth.open()
    await booth.vote(booth.world.aki, 7, message)
    await booth.ask("close")
    await booth.wait(AFTER_EDIT)
    assert "Mean 7.0" in text(booth.now(message))
    assert "could not be drawn" in caplog.text
    assert "Lantern Code" not in caplog.text


async def test_reopening_brings_the_buttons_back_and_keeps_the_votes(booth: Booth) -> None:
    message = await booth.open(closes="1h")
    await booth.vote(booth.world.aki, 7, message)
    await booth.ask("close")
    await booth.wait(AFTER_EDIT)
    told = await booth.ask("reopen", closes="3d")
    assert "Open again. 1 member rated it. It closes <t:" in told
    await booth.wait(AFTER_EDIT)
    again = booth.now(message)
    assert list(buttons(again)) == [*SCORES, "Results"]
    assert again.attachments == []
    assert "Mean" not in text(again)
    await booth.vote(booth.world.bo, 8, again)
    assert await booth.tally() == of(7, 8)


async def test_a_deleted_result_is_posted_again_by_reopening(booth: Booth) -> None:
    message = await booth.open()
    await booth.vote(booth.world.aki, 7, message)
    await booth.host.delete(message)
    assert "Closed." in await booth.ask("close")
    await booth.wait(AFTER_EDIT)
    assert booth.world.public() == []
    assert "its message was deleted" in await booth.ask("reopen")
    await booth.wait()
    (again,) = booth.world.public()
    assert "-# 1 member rated it." in text(again)


async def test_a_poll_closes_at_its_time_and_takes_no_vote_from_that_instant(booth: Booth) -> None:
    message = await booth.open(closes="in 2 hours")
    assert "It closes <t:" in text(message)
    await booth.vote(booth.world.aki, 7, message)
    booth.world.clock.ahead += timedelta(hours=2)
    # No round has been yet.
    told = await booth.vote(booth.world.bo, 2, message)
    assert told == "The poll of episode 13 is closed; it takes no more ratings."
    await booth.wait()
    assert "Mean 7.0" in text(booth.now(message))
    assert await booth.tally() == of(7)


async def test_a_clock_that_was_ahead_closes_a_poll_for_good_and_reopening_it_mends_that(booth: Booth) -> None:
    message = await booth.open(closes="3d")
    await booth.vote(booth.world.aki, 7, message)
    booth.world.clock.ahead += timedelta(days=400)
    await booth.wait(AFTER_EDIT)
    assert "Mean 7.0" in text(booth.now(message))
    booth.world.clock.ahead = timedelta()
    await booth.wait(AFTER_EDIT)
    assert "Mean 7.0" in text(booth.now(message))
    assert "Open again. 1 member rated it." in await booth.ask("reopen", closes="3d")
    await booth.wait(320)  # until what the wrong clock has put off is brought back
    await booth.vote(booth.world.bo, 8, booth.now(message))
    assert await booth.tally() == of(7, 8)


async def test_a_clock_that_is_set_back_leaves_a_poll_open_until_its_time(booth: Booth) -> None:
    message = await booth.open(closes="3d")
    booth.world.clock.ahead = -timedelta(days=400)
    await booth.vote(booth.world.aki, 7, message)
    booth.world.clock.ahead = timedelta(days=2)
    await booth.vote(booth.world.bo, 8, message)
    await booth.wait(AFTER_EDIT)
    assert list(buttons(booth.now(message)))[:10] == SCORES
    await booth.later(days=1, hours=1)
    await booth.wait(AFTER_EDIT)
    assert "Mean 7.5" in text(booth.now(message))


async def test_after_days_of_downtime_polls_close_without_a_word(booth: Booth) -> None:
    messages = [await booth.open(episode=str(number), closes="24h") for number in range(1, 6)]
    for message in messages:
        await booth.vote(booth.world.aki, 7, message)
    booth.world.clock.ahead += timedelta(days=9)
    await booth.world.env.restart_bot(booth.world.new_bot())
    await booth.wait(AFTER_EDIT)
    assert all("Mean 7.0" in text(booth.now(message)) for message in messages)
    assert len(booth.world.public()) == 5


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("close", "There is no poll of episode 13 of Lantern Code. `/ratings open` posts one."),
        ("reopen", "There is no poll of episode 13 of Lantern Code. `/ratings open` posts one."),
    ],
)
async def test_without_a_poll_the_way_to_one_is_told(booth: Booth, command: str, said: str) -> None:
    assert await booth.ask(command) == said


async def test_closing_twice_and_reopening_what_is_open_say_so(booth: Booth) -> None:
    message = await booth.open()
    assert "is open." in await booth.ask("reopen")
    await booth.ask("close")
    told = await booth.ask("close")
    assert told.startswith("The poll of episode 13 of Lantern Code is closed already.")
    assert str(message.id) in told
    assert "is closed. `/ratings reopen` opens it again." in await booth.ask("open")


@pytest.mark.parametrize("closes", ["soon", "2020-01-01 20:00", "9999d"])
async def test_an_end_that_is_none_is_refused_with_what_would_be_right(booth: Booth, closes: str) -> None:
    assert "`2026-12-01 20:00`" in await booth.ask("open", closes=closes)
    await booth.wait()
    assert booth.world.public() == []


async def test_reopening_with_an_end_that_is_none_leaves_it_closed(booth: Booth) -> None:
    message = await booth.open()
    await booth.ask("close")
    assert "I can’t read when that is." in await booth.ask("reopen", closes="soon")
    assert "is closed" in await booth.vote(booth.world.aki, 7, message)


@pytest.mark.parametrize("command", ["open", "close", "reopen"])
async def test_only_hosts_handle_polls(booth: Booth, command: str) -> None:
    told = await booth.ask(command, booth.world.aki)
    assert told == "That is for members with the right “Manage Messages”."
    assert booth.world.public() == []


async def test_keepers_name_a_role_of_hosts(booth: Booth) -> None:
    world = booth.world
    role = world.guild.create_role("Poll folk")
    helper = world.guild.add_member(world.env.create_user("helper"), roles=[role])
    refused = await world.aki.slash(world.channel, "ratings hosts", role=role)
    assert "Manage Server" in text(refused)
    assert "Manage Messages" in await booth.ask("open", helper)
    named = await world.keeper.slash(world.channel, "ratings hosts", role=role)
    assert named.ephemeral
    assert f"<@&{role.id}>" in text(named)
    assert f"or the role <@&{role.id}>" in await booth.ask("open", world.aki)
    assert "stands here in a moment" in await booth.ask("open", helper)
    await world.keeper.slash(world.channel, "ratings hosts")
    assert await booth.ask("close", helper) == "That is for members with the right “Manage Messages”."


async def test_everyone_can_be_hosts(booth: Booth) -> None:
    world = booth.world
    await world.keeper.slash(world.channel, "ratings hosts", role=world.guild.default_role)
    assert "stands here in a moment" in await booth.ask("open", world.aki)


async def test_polls_of_several_shows_and_episodes_stand_side_by_side(booth: Booth) -> None:
    await booth.world.add_show("Harbour of Salt")
    first = await booth.open(show="Lantern Code")
    second = await booth.open(show="Harbour of Salt")
    third = await booth.open(show="Harbour of Salt", episode="13.5")
    for score, message in ((1, first), (2, second), (3, third)):
        await booth.vote(booth.world.aki, score, message)
    assert [await booth.tally(1), await booth.tally(2), await booth.tally(2, "13.5")] == [of(1), of(2), of(3)]
    assert "Which show do you mean?" in await booth.ask("open")


async def test_a_show_that_is_removed_takes_its_poll_along(booth: Booth) -> None:
    message = await booth.open()
    await booth.vote(booth.world.aki, 7, message)
    await shows.remove(booth.world.database, booth.world.guild.id, 1)
    await booth.wait(AFTER_EDIT)
    for label in ("7", "Results"):
        answer = await booth.world.aki.click(message, label=label)
        assert text(answer) == "That show is not followed here any more."
