"""`/loose-end show`: all that a viewer may see of a loose end, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.loose_ends import Status
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage import loose_ends, shows
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_sheets import Change, Source, Theory
from bot.ui.loose_end_pages import Sheet, sheet
from bot.ui.loose_end_sheet import ShowButton, WatchedButton
from bot.ui.rights import LedgerRights
from tests.cogs.ends import ANSWER, OTHER, QUESTION, add, elsewhere, host, prepared, settle, show, watching_host
from tests.spoilers.hostile import hostile, long_hostile
from tests.world import NOW, SECRET, World, buttons, count, displays, press, text


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild whose members have watched some of a show."""
    return await prepared(world)


async def test_what_there_is_not_and_what_is_beyond_are_answered_alike(world: World) -> None:
    await add(world, episode="7")
    beyond, missing = await show(world, world.bo, 1), await show(world, world.bo, 2)
    nothing = await show(world, world.keeper, 1)
    assert beyond.ephemeral
    assert text(beyond) == text(missing).replace("#2", "#1") == text(nothing)
    assert list(buttons(beyond)) == []


async def test_an_answer_of_a_later_episode_is_not_there_for_who_is_behind(world: World) -> None:
    await add(world)
    await settle(world, world.aki, episode="7")
    await settle(world, world.aki, "theory", "It was the moth.", "8")
    await world.add_review("5")
    for_bo, for_aki = await show(world, world.bo), await show(world, world.aki)
    assert "Still open · quiet for 2 episodes · 1 voice" in text(for_bo)
    assert displays(for_bo)[1:] == [QUESTION]
    assert not {"History (1)", "Reopen"} & set(buttons(for_bo))
    assert "Answered in episode 7" in text(for_aki)
    assert ANSWER in text(for_aki)
    assert "It was the moth." in text(for_aki)
    history = await world.bo.click(await world.plant(ShowButton("History", 1, history=True)), label="History")
    assert "nothing has become of it yet" in text(history)
    assert SECRET not in text(history)


async def test_the_age_ends_with_what_there_is(world: World) -> None:
    await world.set_watched(world.bo, "12")
    await add(world)
    await add(world, question=OTHER, episode="8")
    assert "quiet for 5 episodes" in text(await show(world, world.bo))
    await settle(world, world.aki, "theory", "It was the moth.", "7")
    assert "quiet for 1 episode ·" in text(await show(world, world.bo))


async def test_a_forgotten_raiser_leaves_the_question_without_a_name(world: World) -> None:
    await add(world)
    await settle(world, world.aki, "theory", "It was the moth.")
    await settle(world, world.aki)
    async with world.database.transaction() as transaction:
        await loose_ends.forget_member(transaction, world.guild.id, world.aki.id)
    await world.set_watched(judge := host(world), "9")
    sheet = await show(world, judge)
    assert "Raised by someone who left no name" in text(sheet)
    assert QUESTION in displays(sheet)
    assert ANSWER in text(sheet)
    assert "0 voices" in text(sheet)
    history = await press(judge, sheet, "History (1)")
    assert str(world.aki.id) not in text(sheet) + text(history)
    assert "Answered in episode 9** · by a member who left no name" in text(history)


async def test_who_was_forgotten_is_a_stranger_to_what_they_raised(world: World) -> None:
    await add(world)
    async with world.database.transaction() as transaction:
        await loose_ends.forget_member(transaction, world.guild.id, world.aki.id)
    assert "Edit" not in buttons(await show(world, world.aki))
    assert "for the member who raised it" in text(await world.aki.slash(world.channel, "loose-end edit", number=1))


async def test_a_member_who_left_is_named_still_and_no_one_is_notified(world: World) -> None:
    await add(world, world.bo)
    world.guild.remove_member(world.bo)
    assert f"Raised by <@{world.bo.id}>" in text(await show(world, world.aki))


async def test_a_removed_show_takes_its_loose_ends_and_their_buttons_say_so(world: World) -> None:
    await add(world)
    sheet = await show(world, world.bo)
    await shows.remove(world.database, world.guild.id, 1)
    for label in ("I want to know too", "Add a theory"):
        assert "no loose end #1" in text(await press(world.bo, sheet, label))
    watched = await world.bo.click(await world.plant(WatchedButton(1, EpisodeNumber.of(7), 1)), label="I’ve watched it")
    assert "not followed here any more" in text(watched)
    assert await count(world, "loose_ends") == 0


async def test_numbers_of_another_guild_lead_nowhere(world: World) -> None:
    await add(world)
    await settle(world, world.aki)
    forger, channel = await elsewhere(world)
    await shows.add(world.database, forger.guild.id, "Lantern Code", now=NOW)
    for action in (
        *("show:1:0:0", "show:1:1:0", "say:voice:1", "say:unvoice:1", "say:theory:1", "theory:1:1"),
        *("do:answered:1", "do:dropped:1", "do:reopened:1", "do:edited:1", "do:remove:1", "undo:1:1", "remove:1:yes"),
    ):
        planted = await world.plant(ui.Button(label="Forged", custom_id=f"end-{action}"), channel)
        answer = await forger.click(planted, label="Forged")
        assert "no loose end #1" in text(answer), action
    watched = await world.plant(WatchedButton(1, EpisodeNumber.of(9), 1), channel)
    assert "not followed here" in text(await forger.click(watched, label="I’ve watched it"))
    for name in ("show", "answer", "drop", "reopen", "edit", "theory", "undo", "remove"):
        assert "no loose end #1" in text(await forger.slash(channel, f"loose-end {name}", number=1))
    assert "no loose end #1" in text(await forger.slash(channel, "loose-end merge", number=1, into=1))
    end = await show(world, world.aki)
    assert ANSWER in text(end)


async def test_buttons_are_for_those_who_may(world: World) -> None:
    await add(world)
    everyone = ["I want to know too", "Add a theory"]
    assert list(buttons(await show(world, world.bo))) == everyone
    own = ["Take my voice back", "Add a theory", "Answer", "Drop", "Edit", "Remove it"]
    assert list(buttons(await show(world, world.aki))) == own
    judge = await watching_host(world)
    assert list(buttons(await show(world, judge))) == [*everyone, "Answer", "Drop", "Edit", "Remove it"]
    await settle(world, world.aki)
    settled = [*everyone, "Reopen", "History (1)", "Edit", "Undo", "Remove it"]
    assert list(buttons(await show(world, judge))) == settled


async def test_many_theories_are_paged_and_turned_in_one_message(world: World) -> None:
    await add(world)
    for number in range(12):
        await settle(world, world.aki, "theory", f"Theory {number}: " + f"the {SECRET} was never lit. " * 15, "9")
    sheet = await show(world, world.aki)
    read = text(sheet)
    first = sheet
    while "Continue reading" in buttons(sheet):
        sheet = await press(world.aki, sheet, "Continue reading")
        read += text(sheet)
    assert [f"Theory {number}:" in read for number in range(12)] == [True] * 12
    assert first.response is not None
    assert sheet.response is not None
    assert first.response.id == sheet.response.id
    assert "Back" in buttons(sheet)


async def test_buttons_answer_after_a_restart(world: World) -> None:
    await add(world)
    await settle(world, world.aki)
    sheet = await show(world, world.aki)
    await world.env.restart_bot(world.new_bot())
    history = await press(world.aki, sheet, "History (1)")
    assert "**Answered in episode 9**" in text(history)
    assert QUESTION in displays(await press(world.aki, history, "The question"))


SHOW = Show(1, 10**18, "Lantern Code")
AT = datetime(2026, 1, 1, tzinfo=UTC)


def fits(question: str, texts: list[str], name: str, *, history: bool, page: int) -> None:
    """See that a sheet with all that there can be beside these texts is a message that Discord takes."""

    def spoiler(words: str) -> Spoiler:
        return Spoiler(words, show_id=1, episode=EpisodeNumber.of(3))

    at = EpisodeNumber.of(9)
    end = LooseEnd(
        1, 999_999_999, Show(1, 10**18, name[:80]), spoiler(question[:500]), EpisodeNumber.of(3), 10**18, 10**6, False,
        len(texts), Status.ANSWERED, 10**15, at, spoiler(texts[0] if texts else ""), 10**18, AT, at, at,
    )  # fmt: skip
    seen = Sheet(
        end,
        [Theory(number, spoiler(words[:500]), at, 10**18, AT) for number, words in enumerate(texts)],
        [Change(n, "edited", at, spoiler(words), None, 10**18, AT, 10**18, False) for n, words in enumerate(texts)],
        [Source(number, name * 5, None, None, None) for number in range(3)]
        + [Source(None, None, None, 10**18, 10**18 + number) for number in range(3)],
        at,
        LedgerRights(True, True, True, "the right"),
        10**18,
    )
    layout: ui.LayoutView = sheet(seen, "Noted: " + "so " * 40, page=page, history=history)
    message = SimpleNamespace(components=layout.to_components())  # type: ignore[no-untyped-call]
    assert sum(len(shown.encode("utf-16-le", "replace")) // 2 for shown in displays(message)) <= 4_000
    assert _count(message.components) <= 40
    assert all(1 <= len(c["components"]) <= 5 for c in message.components[0]["components"] if c["type"] == 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile, st.lists(hostile | long_hostile, max_size=4), hostile, st.booleans(), st.integers(0, 9))
def test_a_sheet_of_hostile_words_fits_a_message(
    question: str, texts: list[str], name: str, history: bool, page: int
) -> None:
    fits(question, [words[:1_000] for words in texts], name, history=history, page=page)


@pytest.mark.parametrize("words", ["so " * 333, "\U0001f3ee" * 1_000, "||" * 500, "Why?"])
@pytest.mark.parametrize("history", [False, True])
@pytest.mark.parametrize("page", range(3))
def test_a_sheet_of_many_words_or_many_theories_fits_a_message(words: str, history: bool, page: int) -> None:
    fits(words, [words] * 20, "*" * 80, history=history, page=page)


def _count(components: list[dict[str, Any]]) -> int:
    return sum(
        1
        + _count(component.get("components", []))
        + _count([component["accessory"]] if "accessory" in component else [])
        for component in components
    )
