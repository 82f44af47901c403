"""The ledger as of an episode: what later ones did does not show."""

from __future__ import annotations

import pytest

from bot.audits import EpisodeCounts
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import loose_end_changes, shows
from bot.storage.database import Database
from bot.storage.loose_end_audits import audit, episode_counts, texts
from tests.aggregates.plans import plans_of, run_in, scans
from tests.aggregates.test_ledger import AKI, BO, GUILD, ask, at, seen, settle, watch, words
from tests.world import NOW


@pytest.fixture
async def show(database: Database) -> Show:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    await watch(database, show, AKI, "99")
    return show


async def test_an_episodes_counts_are_as_they_were_after_it(database: Database, show: Show) -> None:
    first, second, third = [await ask(database, show, f"Question {n}?", n) for n in ("1", "3", "3")]
    await settle(database, first, AKI, Turn.ANSWERED, "3", "So.")
    await settle(database, second, AKI, Turn.DROPPED, "3", "No question.")
    after = {number: await episode_counts(database, show, at(number)) for number in ("0", "1", "2", "3", "4")}
    assert after == {
        "0": EpisodeCounts(),
        "1": EpisodeCounts(0, 1, 1),
        "2": EpisodeCounts(0, 0, 1),
        "3": EpisodeCounts(1, 2, 1),
        "4": EpisodeCounts(0, 0, 1),
    }
    await settle(database, first, AKI, Turn.REOPENED, "5", "Not so.")
    await settle(database, third, AKI, Turn.ANSWERED, "6", "So.")
    await ask(database, show, "Question 7?", "7")
    assert {number: await episode_counts(database, show, at(number)) for number in after} == after
    assert await episode_counts(database, show, at("5")) == EpisodeCounts(0, 0, 2)
    assert await episode_counts(database, show, at("7")) == EpisodeCounts(0, 1, 2)


async def test_what_was_merged_counts_once_and_what_was_undone_not_at_all(database: Database, show: Show) -> None:
    one, other = [await ask(database, show, f"Question {n}?", n) for n in ("1", "2")]
    await loose_end_changes.merge(database, await seen(database, other, AKI), await seen(database, one, AKI), AKI, NOW)
    assert await episode_counts(database, show, at("2")) == EpisodeCounts(0, 0, 1)
    await settle(database, one, AKI, Turn.ANSWERED, "2", "So.")
    await loose_end_changes.undo(database, await seen(database, one, AKI), AKI, NOW)
    assert await episode_counts(database, show, at("2")) == EpisodeCounts(0, 0, 1)


async def test_an_audit_is_as_of_its_last_episode(database: Database, show: Show) -> None:
    one, other = await ask(database, show, "Who lit it?", "1"), await ask(database, show, "Who lit it then?", "2", BO)
    await ask(database, show, "Who lit the special?", "14")
    await settle(database, one, AKI, Turn.ANSWERED, "9", "The keeper.")
    await settle(database, one, AKI, Turn.ANSWERED, "14", "The moth after all.")
    found = await audit(database, show, at("13"))
    (tied,), (left,) = found.tied, found.open
    assert (tied.number, tied.took, tied.raised_by) == (one, 8, AKI)
    assert (left.number, left.settled_in, left.raised_by) == (other, None, BO)
    assert found.count == 2
    told = await texts(database, show, at("13"), [tied, left])
    assert {number: (words(question), settled and words(settled)) for number, (question, settled) in told.items()} == {
        one: ("Who lit it?", "The keeper."),
        other: ("Who lit it then?", None),
    }


async def test_it_reads_no_table_as_a_whole(database: Database, show: Show) -> None:
    await ask(database, show, "Who lit it?", "1")
    async with run_in(database) as statements:
        found = await audit(database, show, at("13"))
        await texts(database, show, at("13"), found.open)
        await episode_counts(database, show, at("13"))
    steps = await plans_of(database, statements)
    assert len(statements) == 3
    assert scans(steps, but={"SCAN p"}) == set()
