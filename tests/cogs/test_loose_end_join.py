"""Voices and theories: who wants to know too, and what they think."""

from __future__ import annotations

import pytest
import simcord

from bot.loose_ends import LONGEST_THEORY
from bot.storage import loose_end_sheets
from bot.ui.joining import JoinButton, RemoveTheoryButton
from tests.cogs.ends import QUESTION, add, prepared, seen, settle, show, watching_host
from tests.world import SECRET, World, buttons, count, displays, fields, press, text

THEORY = f"The moth carried the {SECRET}."


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild with a loose end of episode 3."""
    await prepared(world)
    await add(world)
    return world


async def voices(world: World) -> tuple[int, bool]:
    """Return how many voices there are, and whether bo has one."""
    end = await seen(world, world.bo)
    assert end is not None
    return end.voices, end.has_voice


async def theorise(
    world: World, member: simcord.MemberActor, words: str = THEORY, episode: str = "5"
) -> simcord.InteractionResult:
    return await settle(world, member, "theory", words, episode)


async def test_a_voice_is_given_once_and_taken_back(world: World) -> None:
    sheet = await show(world, world.bo)
    given = await press(world.bo, sheet, "I want to know too")
    assert "#1 has your voice." in text(given)
    assert "2 voices" in text(given)
    assert await voices(world) == (2, True)
    again = await world.bo.click(await world.plant(JoinButton("voice", 1)), label="…")
    assert "had your voice already" in text(again)
    assert await voices(world) == (2, True)
    taken = await press(world.bo, given, "Take my voice back")
    assert "taken back" in text(taken)
    assert await voices(world) == (1, False)
    assert "I want to know too" in buttons(taken)


async def test_voices_answer_after_a_restart(world: World) -> None:
    sheet = await show(world, world.bo)
    await world.env.restart_bot(world.new_bot())
    await press(world.bo, sheet, "I want to know too")
    assert await voices(world) == (2, True)


async def test_who_has_not_watched_so_far_has_no_voice_in_it(world: World) -> None:
    for what in ("voice", "unvoice", "theory"):
        answer = await world.keeper.click(await world.plant(JoinButton(what, 1)), label="…")
        assert answer.modal is None
        assert "no loose end #1" in text(answer)
    assert await voices(world) == (1, False)


async def test_a_theory_is_added_with_its_episode_and_shown(world: World) -> None:
    form = await press(world.bo, await show(world, world.bo), "Add a theory")
    assert form.modal is not None
    assert form.modal["title"] == "Your theory of #1"
    assert fields(form) == {"words": "", "episode": "5"}
    assert form.modal["components"][0]["component"]["max_length"] == LONGEST_THEORY
    await world.env.restart_bot(world.new_bot())
    answer = await world.bo.submit_modal(form, {"words": THEORY, "episode": "4"})
    assert f"**Theory** · episode 4 · by <@{world.bo.id}>\n{THEORY}" in displays(answer)
    assert THEORY in text(await show(world, world.aki))


async def test_a_theory_of_a_later_episode_is_told_to_those_who_have_watched_it(world: World) -> None:
    answer = await theorise(world, world.bo, episode="8")
    assert "Your theory is added.\nIt shows to those who have watched Lantern Code up to episode 8" in text(answer)
    assert SECRET not in text(answer)
    assert THEORY not in text(await show(world, world.bo))
    assert THEORY in text(await show(world, world.aki))
    assert THEORY in text(await press(world.bo, answer, "I’ve watched it"))


@pytest.mark.parametrize(("episode", "said"), [("2", "raised in episode 3"), ("soon", "names no episode")])
async def test_a_theory_that_is_refused_is_given_back(world: World, episode: str, said: str) -> None:
    refused = await theorise(world, world.bo, episode=episode)
    assert said in displays(refused)[0]
    again = await press(world.bo, refused, "Open it again")
    assert fields(again) == {"words": THEORY, "episode": episode}
    assert THEORY in text(await world.bo.submit_modal(again, {"words": THEORY, "episode": "4"}))


async def test_a_theory_of_one_that_is_gone_is_given_back(world: World) -> None:
    form = await world.bo.slash(world.channel, "loose-end theory", number=1)
    await world.database.execute("DELETE FROM loose_ends")
    refused = await world.bo.submit_modal(form, {"words": THEORY, "episode": "4"})
    assert "no loose end #1" in displays(refused)[0]
    assert THEORY in displays(refused)


async def test_ones_own_theory_is_ones_own_to_remove(world: World) -> None:
    sheet = await theorise(world, world.bo)
    assert "Remove" not in buttons(await show(world, world.aki))
    forged = await world.aki.click(await world.plant(RemoveTheoryButton(1, 1)), label="Remove")
    assert "not yours to remove" in text(forged)
    assert await count(world, "loose_end_theories") == 1
    removed = await press(world.bo, sheet, "Remove")
    assert "The theory is removed." in text(removed)
    assert displays(removed)[1:] == [QUESTION]
    assert await count(world, "loose_end_theories") == 0


async def test_a_host_removes_any_theory(world: World) -> None:
    await theorise(world, world.bo)
    judge = await watching_host(world)
    await press(judge, await show(world, judge), "Remove")
    end = await seen(world, world.bo)
    assert end is not None
    assert await loose_end_sheets.theories(world.database, end) == []
