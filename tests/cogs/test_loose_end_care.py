"""`/loose-end merge`, `undo`, `remove` and `rules`: for hosts and keepers, with one's own to take back."""

from __future__ import annotations

import pytest
import simcord

from bot.loose_ends import Status
from bot.storage import loose_ends
from bot.ui.ledger_care import RemoveButton, UndoButton
from tests.cogs.ends import ANSWER, OTHER, QUESTION, add, prepared, seen, settle, show, watching_host
from tests.world import SECRET, World, buttons, count, displays, press, text


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild with two loose ends: aki's of episode 3, and bo's of episode 4."""
    await prepared(world)
    await add(world)
    await add(world, world.bo, OTHER, "4")
    return world


async def merge(world: World, member: simcord.MemberActor, number: int = 2, into: int = 1) -> simcord.InteractionResult:
    return await member.slash(world.channel, "loose-end merge", number=number, into=into)


async def undo(world: World, member: simcord.MemberActor, number: int = 1) -> simcord.InteractionResult:
    return await member.slash(world.channel, "loose-end undo", number=number)


async def remove(world: World, member: simcord.MemberActor, number: int = 1) -> simcord.InteractionResult:
    asked = await member.slash(world.channel, "loose-end remove", number=number)
    assert f"Remove #{number} for good?" in text(asked)
    return await press(member, asked, "Remove it for good")


# Merging


async def test_two_become_one_and_the_old_number_leads_to_it(world: World) -> None:
    judge = await watching_host(world)
    await settle(world, world.bo, "theory", "In the lamp.", "5", number=2)
    merged = await merge(world, judge)
    assert merged.ephemeral
    assert "#2 is merged into #1" in text(merged)
    assert "2 voices" in text(merged)
    assert QUESTION in displays(merged)
    assert "In the lamp." in text(merged)
    led = await show(world, world.bo, 2)
    assert "### #1 · Lantern Code" in text(led)
    assert OTHER not in text(led)
    assert "**#2 was merged into it**" in text(await press(judge, merged, "History (1)"))


async def test_a_merge_is_undone_by_its_button(world: World) -> None:
    judge = await watching_host(world)
    merged = await merge(world, judge)
    await world.env.restart_bot(world.new_bot())
    assert "Undone: the merge." in text(await press(judge, merged, "Undo"))
    assert OTHER in displays(await show(world, world.bo, 2))
    assert "1 voice\n" in text(await show(world, world.bo))


@pytest.mark.parametrize(
    ("number", "into", "said"),
    [(1, 1, "merged into itself"), (7, 1, "no loose end #7"), (1, 7, "no loose end #7"), (1, 3, "different shows")],
)
async def test_what_can_not_be_one_is_refused(world: World, number: int, into: int, said: str) -> None:
    other = await world.add_show("Harbour of Salt")
    await world.set_watched(world.aki, "9", other)
    judge = await watching_host(world)
    await world.set_watched(judge, "9", other)
    form = await world.aki.slash(world.channel, "loose-end add", show="Harbour of Salt")
    await world.aki.submit_modal(form, {"words": "Whose ship is it?", "episode": "1"})
    assert said in text(await merge(world, judge, number, into))


async def test_of_two_hosts_who_merge_at_once_one_does(world: World) -> None:
    one, two = await watching_host(world, name="one"), await watching_host(world, name="two")
    await merge(world, one)
    assert "merged into itself" in text(await merge(world, two))
    assert await count(world, "loose_end_changes") == 1


@pytest.mark.parametrize("member", ["aki", "bo"])
async def test_only_hosts_merge_and_undo(world: World, member: str) -> None:
    await settle(world, world.aki, episode="5")
    actor = getattr(world, member)
    for answer in (
        await merge(world, actor),
        await undo(world, actor),
        await actor.click(await world.plant(UndoButton(1, 1)), label="Undo"),
    ):
        assert "Manage Messages" in text(answer)
    end = await seen(world, world.aki)
    assert end is not None
    assert (end.status, await count(world, "loose_end_changes")) == (Status.ANSWERED, 1)


# Undoing


async def test_changes_are_undone_one_by_one_and_stay_in_the_history(world: World) -> None:
    judge = await watching_host(world)
    await settle(world, world.aki, "edit", f"Who put out the {SECRET}?", "4")
    await settle(world, world.aki, episode="7")
    undone = await undo(world, judge)
    assert "Undone: the answer. It stays in the history" in text(undone)
    assert "Still open" in text(undone)
    history = await press(judge, undone, "History (2)")
    assert f"· undone by <@{judge.id}>\n{ANSWER}" in text(history)
    undone = await undo(world, judge)
    assert "Undone: the edit." in text(undone)
    assert QUESTION in displays(undone)
    assert "Undo" not in buttons(undone)
    assert "nothing to undo of #1" in text(await undo(world, judge))


async def test_a_second_press_does_not_undo_what_was_before(world: World) -> None:
    judge = await watching_host(world)
    await settle(world, world.aki, "edit", f"Who put out the {SECRET}?", "4")
    await settle(world, world.aki, episode="7")
    sheet = await show(world, judge)
    pressed = await world.plant(UndoButton(1, int(buttons(sheet)["Undo"].split(":")[-1])))
    await judge.click(pressed, label="Undo")
    again = await judge.click(pressed, label="Undo")
    assert "Nothing was undone" in text(again)
    assert f"Who put out the {SECRET}?" in displays(await show(world, world.aki))


async def test_what_a_host_has_not_watched_they_do_not_undo(world: World) -> None:
    judge = await watching_host(world, "5")
    await settle(world, world.aki, episode="7")
    assert "nothing to undo of #1, by what you have watched" in text(await undo(world, judge))
    assert ANSWER in text(await show(world, world.aki))


async def test_what_became_of_it_later_hinders_no_undoing_and_is_not_told_of(world: World) -> None:
    judge = await watching_host(world, "5")
    await settle(world, world.aki, "drop", "It was a joke.", "5")
    await settle(world, world.aki, episode="7")
    undone = await press(judge, await show(world, judge), "Undo")
    assert "Undone: that it was dropped." in text(undone)
    assert "Still open" in text(undone)
    assert "Answered in episode 7" in text(await show(world, world.aki))


async def test_an_edit_is_undone_under_one_that_the_host_may_not_see_and_no_words_are_lost(world: World) -> None:
    judge = await watching_host(world, "5")
    await settle(world, world.aki, "edit", f"Who put out the {SECRET}?", "3")
    await settle(world, world.aki, "edit", f"Who holds the {SECRET}?", "7")
    await settle(world, world.aki, "edit", f"Who holds the {SECRET} now?", "4")
    assert "Undone: the edit." in text(await undo(world, judge))
    assert "nothing to undo of #1" in text(await undo(world, judge))
    sheet = await show(world, world.aki)
    (history,) = [label for label in buttons(sheet) if label.startswith("History")]
    assert f"Who holds the {SECRET} now?" in text(await press(world.aki, sheet, history))


# Removing


async def test_ones_own_can_be_removed_while_nobody_joined_in(world: World) -> None:
    removed = await remove(world, world.aki)
    assert "Removed: #1" in text(removed)
    assert (await seen(world, world.aki), await seen(world, world.aki, 2)) != (None, None)
    assert await count(world, "loose_ends") == 1
    assert SECRET not in text(removed)


async def test_it_is_asked_first(world: World) -> None:
    asked = await press(world.aki, await show(world, world.aki), "Remove it")
    kept = await press(world.aki, asked, "Keep it")
    assert "Nothing was removed." in text(kept)
    assert await count(world, "loose_ends") == 2


async def test_what_others_want_to_know_is_for_hosts_to_remove(world: World) -> None:
    await press(world.bo, await show(world, world.bo), "I want to know too")
    asked = await world.aki.slash(world.channel, "loose-end remove", number=1)
    assert "Others want to know #1 too" in text(asked)
    await remove(world, await watching_host(world))
    assert await count(world, "loose_ends") == 1


async def test_what_others_have_joined_in_since_is_not_removed(world: World) -> None:
    asked = await world.aki.slash(world.channel, "loose-end remove", number=1)
    await settle(world, world.bo, "theory", "In the lamp.", "8")
    refused = await press(world.aki, asked, "Remove it for good")
    assert "others have joined in" in text(refused)
    assert await count(world, "loose_ends") == 2


async def test_what_was_merged_into_ones_own_is_not_removed_with_it(world: World) -> None:
    await merge(world, await watching_host(world))
    await press(world.bo, await show(world, world.bo), "Take my voice back")
    asked = await world.aki.slash(world.channel, "loose-end remove", number=1)
    assert "others have joined in" in text(await press(world.aki, asked, "Remove it for good"))
    assert await count(world, "loose_ends") == 2


async def test_what_was_merged_since_it_was_asked_does_not_take_the_other_with_it(world: World) -> None:
    judge = await watching_host(world)
    asked = await judge.slash(world.channel, "loose-end remove", number=2)
    await merge(world, judge)
    assert "#2 was merged into #1 meanwhile" in text(await press(judge, asked, "Remove it for good"))
    assert await count(world, "loose_ends") == 2


async def test_anothers_is_not_removed(world: World) -> None:
    answer = await world.bo.slash(world.channel, "loose-end remove", number=1)
    assert "for the member who raised it" in text(answer)
    forged = await world.bo.click(await world.plant(RemoveButton(1, "yes")), label="Remove it for good")
    assert "for the member who raised it" in text(forged)
    assert await count(world, "loose_ends") == 2


async def test_a_number_is_never_given_twice(world: World) -> None:
    await remove(world, await watching_host(world), 2)
    await add(world, world.bo, "Why do ships avoid our harbour?", "4")
    assert "no loose end #2" in text(await show(world, world.bo, 2))
    assert "ships avoid" in text(await show(world, world.bo, 3))


async def test_who_was_forgotten_has_nothing_of_their_own_to_remove(world: World) -> None:
    async with world.database.transaction() as transaction:
        await loose_ends.forget_member(transaction, world.guild.id, world.aki.id)
    assert "for the member who raised it" in text(await world.aki.slash(world.channel, "loose-end remove", number=1))


# Rules


async def test_keepers_choose_the_rules_and_are_told_what_they_are(world: World) -> None:
    answer = await world.keeper.slash(world.channel, "loose-end rules")
    assert answer.ephemeral
    assert text(answer) == (
        "Loose ends are answered by the members who raised them, and by hosts.\n"
        "What a new review surely leaves open waits for a member to track it."
    )
    answer = await world.keeper.slash(world.channel, "loose-end rules", answering="everyone", take_sure=True)
    assert text(answer) == (
        "Loose ends are answered by everyone.\nWhat a new review surely leaves open comes into the ledger by itself."
    )


async def test_hosts_do_not_choose_the_rules(world: World) -> None:
    answer = await (await watching_host(world)).slash(world.channel, "loose-end rules", answering="everyone")
    assert "Manage Server" in text(answer)
