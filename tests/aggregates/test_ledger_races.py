"""The ledger where two act at once, where one change follows another, and where what it rests on goes away."""

from __future__ import annotations

import asyncio
from itertools import count as counting

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Mistake, StorageConflict
from bot.loose_ends import Status, Turn, search_words
from bot.shows import Show
from bot.storage import (
    ledger,
    loose_end_changes,
    loose_end_search,
    loose_end_sheets,
    loose_end_theories,
    loose_end_voices,
    loose_ends,
    progress,
    review_filing,
    shows,
    written,
)
from bot.storage.database import Database
from bot.storage.loose_ends import Meanwhile, Origin, Question, hash_of
from tests.aggregates.test_ledger import AKI, BO, GUILD, OTHER_GUILD, ask, at, seen, settle, watch, words
from tests.world import NOW, make_review

_guilds = counting(5_000)


@pytest.fixture
async def show(database: Database) -> Show:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    for member in (AKI, BO):
        await watch(database, show, member, "9")
    return show


async def merge(database: Database, number: int, into: int) -> None:
    end, other = await seen(database, number, AKI), await seen(database, into, AKI)
    await loose_end_changes.merge(database, end, other, AKI, NOW)


async def test_who_raise_at_once_are_given_numbers_of_their_own(database: Database, show: Show) -> None:
    numbers = await asyncio.gather(*(ask(database, show, f"Question {n}?") for n in range(20)))
    assert sorted(numbers) == list(range(1, 21))


async def test_a_number_is_never_given_twice(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    assert await loose_ends.remove(database, await seen(database, number, AKI))
    assert await ask(database, show, "Who lit the lantern?") == number + 1


async def test_of_two_who_track_a_sentence_at_once_the_second_adds_a_voice(database: Database, show: Show) -> None:
    await review_filing.file_review(database, GUILD, make_review("3"), now=NOW)
    origin = Origin(1, hash_of("Who lit the lantern?"))
    raised = await asyncio.gather(
        *(
            loose_ends.raise_end(database, Question(show, "Who lit the lantern?", at("3"), member, origin), NOW)
            for member in (AKI, BO)
        )
    )
    assert sorted(raised) == [(1, False), (1, True)]
    assert (await seen(database, 1, AKI)).voices == 2


@pytest.mark.parametrize("first", ["turn", "edit", "merge", "undo"])
@pytest.mark.parametrize("second", ["turn", "edit", "merge", "undo"])
async def test_of_two_changes_at_once_one_is_made(database: Database, show: Show, first: str, second: str) -> None:
    """Both members decided by what they saw before."""
    number, other = await ask(database, show, "Who lit the lantern?"), await ask(database, show, "Who lit it?")
    await settle(database, number, AKI, Turn.DROPPED, "4", "No.")
    end, into = await seen(database, number, AKI), await seen(database, other, AKI)

    async def change(what: str, member: int) -> None:
        if what == "turn":
            await loose_end_changes.turn(database, end, Turn.ANSWERED, at("5"), f"By {member}.", member, NOW)
        elif what == "edit":
            await loose_end_changes.edit(database, end, f"Who, {member}?", at("3"), member, NOW)
        elif what == "merge":
            await loose_end_changes.merge(database, end, into, member, NOW)
        else:
            await loose_end_changes.undo(database, end, member, NOW)

    done = await asyncio.gather(change(first, AKI), change(second, BO), return_exceptions=True)
    assert [type(one) for one in done if one is not None] == [Meanwhile]


async def test_an_edit_while_a_form_is_open_is_not_written_over(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?", "3")
    as_it_was = await seen(database, number, BO)
    await loose_end_changes.edit(database, as_it_was, "Who put it out?", at("5"), AKI, NOW)
    with pytest.raises(Meanwhile):
        await loose_end_changes.turn(database, as_it_was, Turn.ANSWERED, at("4"), "Bo.", BO, NOW)
    with pytest.raises(Meanwhile):
        await loose_end_changes.edit(database, as_it_was, "Who lit the lamp?", at("3"), BO, NOW)
    assert words((await seen(database, number, BO)).question) == "Who put it out?"


async def test_a_theory_and_a_voice_for_what_was_merged_meanwhile_count_for_the_one_that_stayed(
    database: Database, show: Show
) -> None:
    into, number = await ask(database, show, "Who lit the lantern?"), await ask(database, show, "Who lit it?", "4")
    as_it_was = await seen(database, number, BO)
    await merge(database, number, into)
    await loose_end_theories.add_theory(database, as_it_was, "The moth.", at("5"), BO, NOW)
    assert await loose_end_voices.give_voice(database, as_it_was, BO, NOW)
    end = await seen(database, number, BO)
    assert (end.number, end.voices, end.has_voice, end.theories) == (into, 2, True, 1)
    assert await loose_end_voices.take_voice(database, end, BO)
    assert not (await seen(database, number, BO)).has_voice


async def test_what_is_removed_meanwhile_takes_nothing_more(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    end = await seen(database, number, AKI)
    await loose_ends.remove(database, end)
    with pytest.raises(StorageConflict):
        await loose_end_theories.add_theory(database, end, "The moth.", at("5"), AKI, NOW)
    with pytest.raises(StorageConflict):
        await loose_end_voices.give_voice(database, end, BO, NOW)
    with pytest.raises(Meanwhile):
        await loose_end_changes.turn(database, end, Turn.ANSWERED, at("5"), "Bo.", AKI, NOW)


async def test_into_a_later_one_nothing_is_merged(database: Database, show: Show) -> None:
    one, later = await ask(database, show, "Who lit the lantern?", "3"), await ask(database, show, "Who lit it?", "4")
    with pytest.raises(Mistake, match=f"Merge #{later} into #{one} instead"):
        await merge(database, one, later)
    await merge(database, later, one)
    await watch(database, show, BO, "3")
    assert await ledger.find(database, GUILD, later, BO) is None
    end = await seen(database, one, BO)
    assert (end.number, end.voices) == (one, 1)


async def test_merges_of_merges_are_undone_one_by_one(database: Database, show: Show) -> None:
    one, two, three = [await ask(database, show, f"Question {n}?", n) for n in ("1", "2", "3")]
    await merge(database, three, two)
    await merge(database, two, one)
    assert (await seen(database, three, AKI)).number == one
    assert await loose_end_changes.undo(database, await seen(database, one, AKI), AKI, NOW) == "merged"
    assert (await seen(database, three, AKI)).number == (await seen(database, two, AKI)).number == two
    assert await loose_end_changes.undo(database, await seen(database, two, AKI), AKI, NOW) == "merged"
    assert (await seen(database, three, AKI)).number == three


async def test_of_settled_ones_that_are_merged_the_one_that_stays_says_what_holds(
    database: Database, show: Show
) -> None:
    one, other = await ask(database, show, "Who lit the lantern?"), await ask(database, show, "Who lit it?")
    await settle(database, other, AKI, Turn.ANSWERED, "5", "The moth.")
    await merge(database, other, one)
    assert (await seen(database, other, AKI)).status is Status.OPEN
    await loose_end_changes.undo(database, await seen(database, one, AKI), AKI, NOW)
    end = await seen(database, other, AKI)
    assert (end.status, words(end.settled)) == (Status.ANSWERED, "The moth.")


async def test_an_edit_a_merge_and_an_answer_are_undone_in_turn(database: Database, show: Show) -> None:
    one, other = await ask(database, show, "Who lit the lantern?"), await ask(database, show, "Who lit it?", "5")
    await loose_end_changes.edit(database, await seen(database, one, AKI), "Who, then?", at("4"), AKI, NOW)
    await merge(database, other, one)
    await settle(database, one, AKI, Turn.ANSWERED, "6", "The moth.")
    undone = [await loose_end_changes.undo(database, await seen(database, one, AKI), AKI, NOW) for _ in range(4)]
    assert undone == ["answered", "merged", "edited", None]
    end = await seen(database, one, AKI)
    assert (words(end.question), end.raised_in, end.status) == ("Who lit the lantern?", at("3"), Status.OPEN)
    assert (await seen(database, other, AKI)).number == other


async def test_what_is_undone_is_the_last_that_the_member_may_see(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    await settle(database, number, AKI, Turn.ANSWERED, "4", "The moth.")
    await settle(database, number, AKI, Turn.REOPENED, "8", "Or not.")
    await watch(database, show, BO, "5")
    assert await loose_end_changes.undo(database, await seen(database, number, BO), BO, NOW) == "answered"
    assert await loose_end_changes.undo(database, await seen(database, number, BO), BO, NOW) is None
    assert (await seen(database, number, AKI)).settled_in == at("8")


async def test_an_edit_that_is_undone_under_a_later_one_loses_no_words(database: Database, show: Show) -> None:
    number = await ask(database, show, "First?", "3")
    for text, episode in (("Second?", "3"), ("Third?", "8"), ("Fourth?", "3")):
        await loose_end_changes.edit(database, await seen(database, number, AKI), text, at(episode), AKI, NOW)
    await watch(database, show, BO, "5")
    assert await loose_end_changes.undo(database, await seen(database, number, BO), BO, NOW) == "edited"
    end = await seen(database, number, BO)
    assert words(end.question) == "First?"
    assert await loose_end_changes.undo(database, end, BO, NOW) is None
    assert await loose_end_changes.undo(database, await seen(database, number, AKI), AKI, NOW) == "edited"
    assert words((await seen(database, number, AKI)).question) == "Fourth?"


async def test_who_saw_another_change_as_the_last_undoes_none(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    await settle(database, number, AKI, Turn.ANSWERED, "4", "The moth.")
    end = await seen(database, number, AKI)
    with pytest.raises(Meanwhile):
        await loose_end_changes.undo(database, end, AKI, NOW, end.turn_id - 1)
    assert await loose_end_changes.undo(database, end, AKI, NOW, end.turn_id) == "answered"


async def test_a_review_that_is_deleted_leaves_its_loose_ends(database: Database, show: Show) -> None:
    await review_filing.file_review(database, GUILD, make_review("3"), now=NOW)
    async with database.transaction() as transaction:
        await loose_ends.take_in(transaction, show, 1, ["Who lit the lantern?"], at("3"), NOW)
    assert len(await loose_end_sheets.sources(database, await seen(database, 1, AKI))) == 1
    async with database.transaction() as transaction:
        await written.delete(transaction, GUILD, 1)
    assert await loose_end_sheets.sources(database, await seen(database, 1, AKI)) == []


async def test_a_removed_show_takes_merged_ones_along_and_leaves_other_guilds(database: Database, show: Show) -> None:
    there = await shows.add(database, OTHER_GUILD, "Lantern Code", now=NOW)
    await progress.record(database, OTHER_GUILD, there.show_id, AKI, at("9"), NOW)
    await ask(database, there, "Who lit the lantern?")
    one, other = await ask(database, show, "Who lit the lantern?"), await ask(database, show, "Who lit it?")
    await merge(database, other, one)
    await shows.remove(database, GUILD, show.show_id)
    assert [tuple(row) for row in await database.fetch("SELECT guild_id, number FROM loose_ends")] == [(OTHER_GUILD, 1)]
    assert await database.fetchval("SELECT count(*) FROM loose_end_words") == 1


async def test_a_number_of_another_guild_is_none_here(database: Database, show: Show) -> None:
    there = await shows.add(database, OTHER_GUILD, "Lantern Code", now=NOW)
    await progress.record(database, OTHER_GUILD, there.show_id, AKI, at("9"), NOW)
    for _ in range(3):
        await ask(database, there, "Who lit the lantern?")
    await ask(database, show, "Who lit the lantern?")
    assert await ledger.find(database, GUILD, 2, AKI) is None
    ids = [row[0] for row in await database.fetch("SELECT loose_end_id FROM loose_ends ORDER BY 1")]
    assert [end.show.guild_id for end in await ledger.numbered(database, GUILD, ids, AKI)] == [GUILD]


async def test_who_is_forgotten_leaves_questions_and_takes_voices_also_of_what_was_merged(
    database: Database, show: Show
) -> None:
    one, other = await ask(database, show, "Who lit the lantern?", member=BO), await ask(database, show, "Who lit it?")
    await merge(database, other, one)
    assert (await seen(database, one, BO)).voices == 2
    async with database.transaction() as transaction:
        await loose_ends.forget_member(transaction, GUILD, AKI)
    end = await seen(database, one, BO)
    assert (end.voices, end.raised_by) == (1, BO)
    assert await loose_end_changes.undo(database, end, BO, NOW) == "merged"
    apart = await seen(database, other, BO)
    assert (apart.voices, apart.raised_by) == (0, None)


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('a"*灯 ²ﬀİ\u0301'), min_size=1, max_size=60)
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_found_by_its_own_words(database: Database, text: str) -> None:
    show = await shows.add(database, next(_guilds), "Lantern Code", now=NOW)
    await watch(database, show, AKI, "3")
    await ask(database, show, text)
    found = await loose_end_search.search(database, show.guild_id, AKI, text)
    assert len(found) == bool(search_words(text))
