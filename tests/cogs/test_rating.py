"""*Rate this episode*: one rating a member and episode, changed and taken back at will, shown to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import simcord

from bot.client import COGS
from bot.storage import shows
from bot.storage.database import Database
from tests.world import SECRET, World, buttons, open_world, options, pick, press, text

SCORES = [str(score) for score in range(1, 11)]
GONE = "That show is not followed here any more."


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Return the bot with a command that shows a card, and one that forges."""
    async with open_world(database, cogs=(*COGS, "tests.cogs.card_cog")) as built:
        yield built


async def ask(world: World, member: simcord.MemberActor, label: str = "Rate this episode") -> simcord.InteractionResult:
    """Have a member press the card's button."""
    card = await world.keeper.slash(world.channel, "card", review=1)
    return await press(member, card, label)


async def kept(world: World) -> list[tuple[int, ...]]:
    """Return what is kept: show, episode in hundredths, member and score."""
    rows = await world.database.fetch("SELECT show_id, episode, member_id, score FROM ratings ORDER BY rowid")
    return [tuple(row) for row in rows]


async def test_ten_buttons_are_asked_with_privately_without_asking_what_was_watched(world: World) -> None:
    await world.add_review()
    asked = await ask(world, world.bo)
    assert asked.ephemeral
    assert "How was episode 13 of Lantern Code?" in text(asked)
    assert "Nobody else is shown your rating." in text(asked)
    assert list(buttons(asked)) == SCORES
    assert SECRET not in text(asked)


@pytest.mark.parametrize("score", ["1", "10"])
async def test_a_press_is_noted_and_moves_no_progress(world: World, score: str) -> None:
    await world.add_review()
    noted = await press(world.bo, await ask(world, world.bo), score)
    assert f"Noted: {score} of 10.\n" in text(noted)
    assert await kept(world) == [(1, 1300, world.bo.id, int(score))]
    assert await world.watched(world.bo) is None
    assert len(world.public()) == 1  # the card


async def test_another_press_changes_it_and_says_what_it_was(world: World) -> None:
    await world.add_review()
    noted = await press(world.bo, await ask(world, world.bo), "6")
    changed = await press(world.bo, noted, "8")
    assert "Noted: 8 of 10. Before, it was 6." in text(changed)
    assert await kept(world) == [(1, 1300, world.bo.id, 8)]
    again = await ask(world, world.bo)
    assert "You gave it 8 of 10." in text(again)


async def test_the_same_press_twice_is_one_rating(world: World) -> None:
    await world.add_review()
    asked = await ask(world, world.bo)
    await press(world.bo, asked, "6")
    again = await press(world.bo, asked, "6")
    assert "Noted: 6 of 10.\n" in text(again)
    assert await kept(world) == [(1, 1300, world.bo.id, 6)]


async def test_it_can_be_taken_back(world: World) -> None:
    await world.add_review()
    noted = await press(world.bo, await ask(world, world.bo), "6")
    removed = await press(world.bo, noted, "Remove my rating")
    assert "Your rating is removed." in text(removed)
    assert list(buttons(removed)) == SCORES
    assert await kept(world) == []


async def test_taking_it_back_twice_says_that_there_is_none(world: World) -> None:
    await world.add_review()
    posted = await world.bo.slash(world.channel, "forge", show=1)
    await press(world.bo, posted, "5")
    assert "Your rating is removed." in text(await press(world.bo, posted, "Remove my rating"))
    assert "There was no rating of yours." in text(await press(world.bo, posted, "Remove my rating"))


async def test_nothing_is_told_of_anyone_elses_rating(world: World) -> None:
    await world.add_review()
    await press(world.aki, await ask(world, world.aki), "9")
    noted = await press(world.bo, await ask(world, world.bo), "3")
    assert "9" not in text(noted)
    assert await kept(world) == [(1, 1300, world.aki.id, 9), (1, 1300, world.bo.id, 3)]
    removed = await press(world.bo, noted, "Remove my rating")
    assert "9" not in text(removed)
    assert await kept(world) == [(1, 1300, world.aki.id, 9)]


async def test_of_several_episodes_one_is_asked_for(world: World) -> None:
    await world.add_review("8", last="10.5")
    asked = await ask(world, world.bo, "Rate an episode")
    assert asked.ephemeral
    shown = options(asked)
    assert list(shown) == ["Episode 8", "Episode 9", "Episode 10", "Episode 10.5"]
    ballot = await pick(world.bo, asked, shown["Episode 9"])
    assert "How was episode 9 of Lantern Code?" in text(ballot)
    await press(world.bo, ballot, "7")
    assert await kept(world) == [(1, 900, world.bo.id, 7)]


async def test_of_more_episodes_than_a_select_takes_the_last_are_offered_and_that_is_said(world: World) -> None:
    await world.add_review("1", last="30")
    asked = await ask(world, world.bo, "Rate an episode")
    assert list(options(asked)) == [f"Episode {number}" for number in range(6, 31)]
    assert "the last 25" in text(asked)


async def test_a_ballot_answers_after_a_restart(world: World) -> None:
    await world.add_review()
    asked = await ask(world, world.bo)
    await world.env.restart_bot(world.new_bot())
    noted = await press(world.bo, asked, "7")
    await world.env.restart_bot(world.new_bot())
    assert "Your rating is removed." in text(await press(world.bo, noted, "Remove my rating"))


async def test_a_show_that_went_meanwhile_takes_no_rating(world: World) -> None:
    await world.add_review()
    noted = await press(world.bo, await ask(world, world.bo), "6")
    await shows.remove(world.database, world.guild.id, 1)
    assert await kept(world) == []
    assert text(await press(world.bo, noted, "7")) == GONE
    assert text(await press(world.bo, noted, "Remove my rating")) == GONE
    assert await kept(world) == []


async def test_another_guilds_show_can_not_be_rated(world: World) -> None:
    await world.add_review()
    elsewhere = world.env.create_guild("Elsewhere")
    await world.add_review(guild=elsewhere, show="Harbour of Salt")
    channel = elsewhere.create_text_channel("talk")
    forger = elsewhere.add_member(world.env.create_user("forger"))
    posted = await forger.slash(channel, "forge", show=1)
    for answer in (
        await press(forger, posted, "5"),
        await press(forger, posted, "Remove my rating"),
        await pick(forger, posted, "13"),
    ):
        assert answer.ephemeral
        assert text(answer) == GONE
    assert text(await press(forger, posted, "Rate")) == "That review is not kept here any more."
    assert await kept(world) == []


@pytest.mark.parametrize("score", [0, 11, 999])
async def test_a_forged_score_is_refused_with_what_would_be_right(world: World, score: int) -> None:
    await world.add_review()
    posted = await world.bo.slash(world.channel, "forge", show=1, score=score)
    pressed = await press(world.bo, posted, str(score))
    assert pressed.ephemeral
    assert text(pressed) == "A rating is a number from 1 to 10."
    assert await kept(world) == []


async def test_a_forged_episode_is_refused(world: World) -> None:
    await world.add_review()
    posted = await world.bo.slash(world.channel, "forge", show=1, picked="13; DROP TABLE ratings")
    picked = await pick(world.bo, posted, options(posted)["Forged"])
    assert picked.ephemeral
    assert "is not an episode number" in text(picked)
