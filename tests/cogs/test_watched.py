"""`/watched` and `/progress`: how far a member is, forwards and back, for them alone."""

from __future__ import annotations

import discord
import pytest

from bot.episodes import EpisodeNumber
from bot.storage import shows
from bot.ui.tracking import WatchedButton
from tests.world import NOW, SECRET, World, buttons, displays, options, outside_veils, pick, press, text


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
    assert list(buttons(answer)) == ["Undo"]


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


# Undo


@pytest.mark.parametrize("before", [None, "5", "20"])
@pytest.mark.parametrize("said", ["13", "nothing"])
async def test_it_can_be_undone_back_to_what_it_was(world: World, before: str | None, said: str) -> None:
    await world.add_review()
    if before:
        await world.bo.slash(world.channel, "watched", episode=before)
    answer = await world.bo.slash(world.channel, "watched", episode=said)
    if before is None and said == "nothing":
        assert buttons(answer) == {}
        return
    await world.env.restart_bot(world.new_bot())
    undone = await press(world.bo, answer, "Undo")
    noted = f"that you have watched it up to episode {before}" if before else "nothing"
    assert text(undone) == f"Taken back. Of Lantern Code, {noted} is noted, as it was before."
    assert await world.watched(world.bo) == before


async def test_saying_the_same_again_leaves_the_way_back_as_it_was(world: World) -> None:
    await world.add_review()
    first = await world.bo.slash(world.channel, "watched", episode="13")
    await world.env.advance_time(60)
    assert "Undo" not in buttons(await world.bo.slash(world.channel, "watched", episode="13"))
    await press(world.bo, first, "Undo")
    assert await world.watched(world.bo) is None


@pytest.mark.parametrize("later", ["14", "nothing"])
async def test_undo_leaves_what_was_said_later(world: World, later: str) -> None:
    await world.add_review()
    await world.bo.slash(world.channel, "watched", episode="5")
    first = await world.bo.slash(world.channel, "watched", episode="13")
    await world.env.advance_time(60)
    await world.bo.slash(world.channel, "watched", episode=later)
    answer = await press(world.bo, first, "Undo")
    assert "You have said something else of Lantern Code since, and that stays as it is." in text(answer)
    assert await world.watched(world.bo) == (None if later == "nothing" else later)


async def test_undo_leaves_the_same_said_anew(world: World) -> None:
    await world.add_review()
    first = await world.bo.slash(world.channel, "watched", episode="13")
    for number in ("9", "13"):
        await world.env.advance_time(60)
        await world.bo.slash(world.channel, "watched", episode=number)
    assert "something else" in text(await press(world.bo, first, "Undo"))
    assert await world.watched(world.bo) == "13"


async def test_what_was_forgotten_and_said_anew_is_not_undone(world: World) -> None:
    await world.add_review()
    await world.bo.slash(world.channel, "watched", episode="13")
    forgotten = await world.bo.slash(world.channel, "watched", episode="nothing")
    await world.bo.slash(world.channel, "watched", episode="2")
    assert "something else" in text(await press(world.bo, forgotten, "Undo"))
    assert await world.watched(world.bo) == "2"


async def test_nobody_else_can_undo_it(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "watched", episode="13")
    await world.set_watched(world.aki, "13")
    (custom_id,) = [to for label, to in buttons(answer).items() if label == "Undo"]
    planted = await world.plant(discord.ui.Button(label="Undo", custom_id=custom_id))
    assert "Only the member who said that" in text(await world.aki.click(planted, label="Undo"))
    assert (await world.watched(world.bo), await world.watched(world.aki)) == ("13", "13")


async def test_undo_of_a_show_that_is_gone_says_so(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "watched", episode="13")
    await shows.remove(world.database, world.guild.id, 1)
    assert text(await press(world.bo, answer, "Undo")) == "That show is not followed here any more."


# What is offered, and what was said


async def test_the_next_episode_is_offered_while_typing(world: World) -> None:
    for number in ("8", "9", "10", "11"):
        await world.add_review(number)
    await world.set_watched(world.bo, "9.5")

    async def offered(typed: str) -> list[str]:
        found = await world.bo.autocomplete(world.channel, "watched", "episode", typed)
        return [choice["value"] for choice in found]

    assert await offered("") == ["Episode 10", "Episode 9", "Episode 8"]
    assert await offered("1") == ["Episode 10"]
    assert await offered("9") == ["Episode 9"]
    await world.bo.slash(world.channel, "watched", episode="nothing")
    assert await offered("") == ["Episode 1", "Episode 11", "Episode 10", "Episode 9", "Episode 8"]


async def test_without_an_episode_it_says_what_was_said(world: World) -> None:
    await world.add_review()
    await world.add_review("14")
    nothing = await world.bo.slash(world.channel, "watched")
    assert nothing.ephemeral
    assert displays(nothing) == ["**Lantern Code** · you have not said how far\n-# Recaps of 2 episodes"]
    assert "Episode 1 watched" in buttons(nothing)
    await world.set_watched(world.bo, "13")
    said = await world.bo.slash(world.channel, "watched")
    assert displays(said) == [
        "**Lantern Code** · up to episode **13**\n-# Recaps of 1 episode up to there, 1 more after that"
    ]


async def test_without_an_episode_a_show_is_asked_for_where_several_are_meant(world: World) -> None:
    await world.add_review()
    await world.add_show("Harbour of Salt")
    asked = await world.bo.slash(world.channel, "watched")
    picked = await pick(world.bo, asked, options(asked)["Harbour of Salt"])
    assert displays(picked) == ["**Harbour of Salt** · you have not said how far\n-# No recap yet"]
    assert await world.watched(world.bo, 2) is None


# All shows


async def test_progress_of_all_shows_with_what_there_is_to_read(world: World) -> None:
    for number in ("8", "9", "10", "11", "12"):
        await world.add_review(number)
    await world.add_review("1", show="Harbour of Salt")
    await world.add_show("Pier")
    await world.set_watched(world.bo, "10")
    answer = await world.bo.slash(world.channel, "progress")
    assert answer.ephemeral
    assert displays(answer) == [
        "### What you have watched",
        "**Harbour of Salt** · you have not said how far\n-# Recaps of 1 episode",
        "**Lantern Code** · up to episode **10**\n-# Recaps of 3 episodes up to there, 2 more after that",
        "**Pier** · you have not said how far\n-# No recap yet",
    ]
    noted = await press(world.bo, answer, "Episode 11 watched")
    assert "Noted: Lantern Code up to episode 11." in text(noted)
    assert "Recaps of 4 episodes up to there, 1 more after that" in text(noted)
    assert await world.watched(world.bo) == "11"
    assert "Taken back" in text(undone := await press(world.bo, noted, "Undo"))
    assert await world.watched(world.bo) == "10"
    assert "up to episode **10**" in text(await press(world.bo, undone, "All shows"))


async def test_the_same_press_twice_is_one_episode_and_none_goes_back(world: World) -> None:
    await world.add_review()
    planted = await world.plant(WatchedButton(1, EpisodeNumber.of(5), "progress", "Next"))
    for _ in range(2):
        noted = await world.bo.click(planted, label="Next")
        assert await world.watched(world.bo) == "5"
    assert "Undo" not in buttons(noted)
    await world.set_watched(world.bo, "9")
    await world.bo.click(planted, label="Next")
    assert await world.watched(world.bo) == "9"


async def test_after_the_last_episode_there_is_no_next(world: World) -> None:
    await world.add_review(is_final=True)
    await world.set_watched(world.bo, "12")
    answer = await world.bo.slash(world.channel, "progress")
    assert list(buttons(await press(world.bo, answer, "Episode 13 watched"))) == ["Undo"]


async def test_many_shows_are_paged_and_the_page_of_what_was_noted_is_shown(world: World) -> None:
    for number in range(20):
        await world.add_show(f"{number:02}" + "*_" * 39, season=99)
        await world.set_watched(world.bo, str(number + 10), number + 1)
    first = await world.bo.slash(world.channel, "progress")
    assert sum(len(display) for display in displays(first)) <= 4_000
    second = await press(world.bo, first, "Next")
    noted = await press(world.bo, second, "Episode 20 watched")
    assert "up to episode **20**" in text(noted)
    assert list(buttons(noted))[-3:] == ["Undo", "Back", "Next"]
    assert list(buttons(await press(world.bo, noted, "Next")))[-1] == "Back"


async def test_of_no_show_that_is_said(world: World) -> None:
    assert "`/show add`" in text(await world.bo.slash(world.channel, "progress"))


async def test_progress_is_of_one_guild_and_one_member(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.bo, "13")
    assert "you have not said" in text(await world.aki.slash(world.channel, "progress"))
    elsewhere = world.env.create_guild("Elsewhere")
    await shows.add(world.database, elsewhere.id, "Lantern Code", now=NOW)
    channel = elsewhere.create_text_channel("talk")
    bo = elsewhere.add_member(world.bo.user)
    assert "you have not said" in text(await bo.slash(channel, "progress"))
    planted = await world.plant(WatchedButton(1, EpisodeNumber.of(20), "progress", "Forged"), channel)
    assert text(await bo.click(planted, label="Forged")) == "That show is not followed here any more."
    assert await world.watched(world.bo) == "13"
