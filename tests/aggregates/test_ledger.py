"""The ledger of loose ends: what is kept, and that every viewer is given what they have watched and no more."""

from __future__ import annotations

import pytest

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.gate import Viewer
from bot.loose_ends import Status, Turn
from bot.shows import Show
from bot.spoilers import Spoiler, open_pages
from bot.storage import (
    ledger,
    loose_end_changes,
    loose_end_search,
    loose_end_sheets,
    loose_end_theories,
    loose_ends,
    progress,
    shows,
)
from bot.storage.database import Database
from bot.storage.ledger import Counts, LooseEnd, Order
from bot.storage.loose_ends import Meanwhile, Question
from tests.world import NOW

GUILD, OTHER_GUILD, AKI, BO = 10, 20, 1, 2


def at(number: str) -> EpisodeNumber:
    return EpisodeNumber.parse(number)


def words(spoiler: Spoiler | None) -> str:
    assert spoiler is not None
    return "".join(open_pages(spoiler, Viewer(at("9999"))))


@pytest.fixture
async def show(database: Database) -> Show:
    return await shows.add(database, GUILD, "Lantern Code", now=NOW)


async def watch(database: Database, show: Show, member: int, number: str) -> None:
    await progress.record(database, show.guild_id, show.show_id, member, at(number), NOW)


async def ask(database: Database, show: Show, text: str, episode: str = "3", member: int | None = AKI) -> int:
    number, _ = await loose_ends.raise_end(database, Question(show, text, at(episode), member), NOW)
    return number


async def seen(database: Database, number: int, member: int) -> LooseEnd:
    end = await ledger.find(database, GUILD, number, member)
    assert end is not None
    return end


async def settle(database: Database, number: int, member: int, what: Turn, episode: str, text: str) -> None:
    await loose_end_changes.turn(database, await seen(database, number, member), what, at(episode), text, member, NOW)


async def test_a_question_is_given_to_those_who_have_watched_its_episode(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?", "3")
    assert await ledger.find(database, GUILD, number, BO) is None
    await watch(database, show, BO, "2")
    assert await ledger.find(database, GUILD, number, BO) is None
    assert await ledger.count(database, show, BO) == (Counts(beyond=1), at("2"))
    await watch(database, show, BO, "3")
    end = await seen(database, number, BO)
    assert (words(end.question), end.status, end.voices, end.has_voice) == (
        "Who lit the lantern?",
        Status.OPEN,
        1,
        False,
    )
    assert await ledger.find(database, OTHER_GUILD, number, BO) is None


async def test_an_answer_of_a_later_episode_leaves_it_open_for_who_is_behind(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    await watch(database, show, AKI, "9")
    await watch(database, show, BO, "8")
    await settle(database, number, AKI, Turn.ANSWERED, "9", "The keeper.")
    for_bo, for_aki = await seen(database, number, BO), await seen(database, number, AKI)
    assert (for_bo.status, for_bo.settled, for_bo.touched) == (Status.OPEN, None, at("3"))
    assert (for_aki.status, words(for_aki.settled), for_aki.touched) == (Status.ANSWERED, "The keeper.", at("9"))
    assert await loose_end_sheets.history(database, for_bo) == []
    assert await ledger.of_show(database, show, BO, status=Status.ANSWERED) == []
    await loose_end_changes.turn(database, for_bo, Turn.ANSWERED, at("8"), "The moth.", BO, NOW)
    assert words((await seen(database, number, BO)).settled) == "The moth."
    assert words((await seen(database, number, AKI)).settled) == "The keeper."


async def test_of_two_who_answer_at_once_the_second_is_told(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    for member in (AKI, BO):
        await watch(database, show, member, "9")
    as_both_saw_it = await seen(database, number, AKI)
    await loose_end_changes.turn(database, as_both_saw_it, Turn.ANSWERED, at("9"), "The keeper.", AKI, NOW)
    with pytest.raises(Meanwhile):
        await loose_end_changes.turn(database, as_both_saw_it, Turn.ANSWERED, at("9"), "The moth.", BO, NOW)
    assert words((await seen(database, number, BO)).settled) == "The keeper."


async def test_of_two_who_edit_at_once_the_second_is_told(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    for member in (AKI, BO):
        await watch(database, show, member, "9")
    as_both_saw_it = await seen(database, number, AKI)
    assert await loose_end_changes.edit(database, as_both_saw_it, "Who put it out?", at("3"), AKI, NOW)
    with pytest.raises(Meanwhile):
        await loose_end_changes.edit(database, as_both_saw_it, "Who holds it?", at("3"), BO, NOW)
    assert words((await seen(database, number, BO)).question) == "Who put it out?"


async def test_an_answer_before_its_question_is_refused_with_why(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?", "3")
    await watch(database, show, AKI, "9")
    with pytest.raises(Mistake, match="raised in episode 3"):
        await settle(database, number, AKI, Turn.ANSWERED, "2", "No.")


async def test_undoing_goes_back_step_by_step(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    await watch(database, show, AKI, "9")
    await loose_end_changes.edit(database, await seen(database, number, AKI), "Who put it out?", at("4"), AKI, NOW)
    await settle(database, number, AKI, Turn.ANSWERED, "9", "Bo.")
    assert await loose_end_changes.undo(database, await seen(database, number, AKI), AKI, NOW) == "answered"
    end = await seen(database, number, AKI)
    assert (end.status, words(end.question), end.raised_in) == (Status.OPEN, "Who put it out?", at("4"))
    assert await loose_end_changes.undo(database, end, AKI, NOW) == "edited"
    end = await seen(database, number, AKI)
    assert (words(end.question), end.raised_in) == ("Who lit the lantern?", at("3"))
    assert await loose_end_changes.undo(database, end, AKI, NOW) is None
    assert [(change.kind, change.is_undone) for change in await loose_end_sheets.history(database, end)] == [
        ("edited", True),
        ("answered", True),
    ]


async def test_a_merge_joins_voices_and_is_undone_whole(database: Database, show: Show) -> None:
    one, other = await ask(database, show, "Who lit the lantern?"), await ask(database, show, "Who lit it?", "4", BO)
    for member in (AKI, BO):
        await watch(database, show, member, "9")
    await loose_end_theories.add_theory(database, await seen(database, other, BO), "The moth.", at("5"), BO, NOW)
    into = await seen(database, one, AKI)
    await loose_end_changes.merge(database, await seen(database, other, AKI), into, AKI, NOW)
    merged = await seen(database, other, AKI)
    assert (merged.number, merged.voices, merged.theories) == (one, 2, 1)
    assert await loose_end_changes.undo(database, merged, AKI, NOW) == "merged"
    apart = await seen(database, other, AKI)
    assert (apart.number, apart.voices, apart.theories) == (other, 1, 1)
    assert (await seen(database, one, AKI)).voices == 1


async def test_words_are_found_as_far_as_the_member_has_watched(database: Database, show: Show) -> None:
    one = await ask(database, show, "Who lit the lantern in the Tōdai?", "3")
    await ask(database, show, "誰が灯台に火をつけたのか", "7")
    await watch(database, show, AKI, "9")
    await watch(database, show, BO, "3")
    await settle(database, one, AKI, Turn.ANSWERED, "9", "A stowaway.")

    async def find(member: int, text: str) -> list[int]:
        ids = await loose_end_search.search(database, GUILD, member, text)
        return [end.number for end in await ledger.numbered(database, GUILD, ids, member)]

    assert await find(AKI, "todai lant") == [1]
    assert await find(AKI, "灯台") == [2]
    assert await find(AKI, "stowaway") == [1]
    assert await find(BO, "stowaway") == []
    assert await find(BO, "灯台") == []
    assert await find(AKI, '" OR *') == []
    assert await loose_end_search.search(database, OTHER_GUILD, AKI, "lantern") == []
    assert await loose_end_search.alike(database, show, AKI, "Who was it that lit the lantern?") == [1]
    assert await loose_end_search.alike(database, show, AKI, "Where is the ship?") == []


@pytest.mark.parametrize("order", Order)
async def test_every_order_lists_all(database: Database, show: Show, order: Order) -> None:
    for number in range(1, 6):
        await ask(database, show, f"Question {number}?", str(number))
    await watch(database, show, AKI, "4")
    listed = await ledger.of_show(database, show, AKI, order=order)
    assert sorted(end.number for end in listed) == [1, 2, 3, 4]


async def test_a_removed_show_takes_its_words_along(database: Database, show: Show) -> None:
    number = await ask(database, show, "Who lit the lantern?")
    await watch(database, show, AKI, "9")
    await loose_end_theories.add_theory(database, await seen(database, number, AKI), "The moth.", at("5"), AKI, NOW)
    await settle(database, number, AKI, Turn.ANSWERED, "9", "Bo.")
    assert await database.fetchval("SELECT count(*) FROM loose_end_words") == 3
    await shows.remove(database, GUILD, show.show_id)
    assert await database.fetchval("SELECT count(*) FROM loose_end_words") == 0
    fresh = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    assert await ask(database, fresh, "Who lit the lantern?") == 2
