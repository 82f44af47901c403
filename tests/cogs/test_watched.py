"""`/watched`: how far a member is, forwards and back, for them alone."""

from __future__ import annotations

import pytest

from bot.storage import shows
from tests.world import SECRET, World, buttons, options, outside_veils, pick, press, text


async def test_progress_is_noted_privately_and_the_recap_is_a_press_away(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "watched", episode="13")
    assert answer.ephemeral
    assert "watched Lantern Code up to episode 13" in text(answer)
    assert await world.watched(world.bo) == "13"
    opened = await press(world.bo, answer, "Recap of episode 13")
    assert SECRET in outside_veils(opened)


async def test_it_can_be_corrected_downwards(world: World) -> None:
    await world.add_review()
    await world.bo.slash(world.channel, "watched", episode="13")
    answer = await world.bo.slash(world.channel, "watched", episode="9.5")
    assert "up to episode 9.5. Before, it was episode 13." in text(answer)
    assert await world.watched(world.bo) == "9.5"
    assert buttons(answer) == {}


async def test_it_can_be_forgotten(world: World) -> None:
    await world.add_review()
    await world.bo.slash(world.channel, "watched", episode="13")
    answer = await world.bo.slash(world.channel, "watched", episode="nothing")
    assert "Forgotten" in text(answer)
    assert await world.watched(world.bo) is None
    again = await world.bo.slash(world.channel, "watched", episode="Nothing")
    assert "Nothing was noted" in text(again)


async def test_one_members_progress_is_not_anothers(world: World) -> None:
    await world.add_review()
    await world.bo.slash(world.channel, "watched", episode="13")
    assert await world.watched(world.aki) is None


async def test_the_last_episode_can_be_named(world: World) -> None:
    await world.add_review(is_final=True)
    answer = await world.bo.slash(world.channel, "watched", episode="final")
    assert "up to episode 13" in text(answer)


async def test_a_number_counted_over_all_seasons_is_taken_down_to_the_season(world: World) -> None:
    await world.add_show("Harbour of Salt", season=2, first_absolute=14)
    await world.bo.slash(world.channel, "watched", episode="15")
    assert await world.watched(world.bo) == "2"


@pytest.mark.parametrize(("typed", "said"), [("most of it", "names no episode"), ("99999", "names no episode")])
async def test_what_is_no_episode_changes_nothing(world: World, typed: str, said: str) -> None:
    await world.add_review()
    await world.set_watched(world.bo, "5")
    answer = await world.bo.slash(world.channel, "watched", episode=typed)
    assert answer.ephemeral
    assert said in text(answer)
    assert await world.watched(world.bo) == "5"


async def test_several_shows_are_asked_about_and_the_pick_is_noted(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    asked = await world.bo.slash(world.channel, "watched", episode="12")
    assert "Which show" in text(asked)
    picked = await pick(world.bo, asked, options(asked)["Harbour of Salt"])
    assert "watched Harbour of Salt up to episode 12" in text(picked)
    assert await world.watched(world.bo, 1) is None
    assert await world.watched(world.bo, 2) == "12"


async def test_the_pick_can_also_forget(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    await world.set_watched(world.bo, "3")
    asked = await world.bo.slash(world.channel, "watched", episode="nothing")
    picked = await pick(world.bo, asked, options(asked)["Lantern Code"])
    assert "Forgotten" in text(picked)
    assert await world.watched(world.bo) is None


async def test_progress_goes_with_the_show(world: World) -> None:
    await world.add_review()
    await world.bo.slash(world.channel, "watched", episode="13")
    await shows.remove(world.database, world.guild.id, 1)
    assert await world.watched(world.bo) is None
