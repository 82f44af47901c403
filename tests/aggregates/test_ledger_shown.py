"""What shows loose ends in public: a hub or a board is due to be drawn anew whenever what it shows has changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.audits import EpisodeCounts
from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import (
    discussions,
    loose_end_audits,
    loose_end_boards,
    loose_end_changes,
    loose_end_voices,
    loose_ends,
    shows,
)
from bot.storage.database import Database
from bot.storage.discussions import Mode
from tests.aggregates.test_ledger import AKI, BO, GUILD, ask, at, seen, settle, watch
from tests.world import NOW

EPISODES = range(1, 10)


@pytest.fixture
async def show(database: Database) -> Show:
    """Return a show with a board and a discussion of each episode, of which both members have watched nine."""
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    async with database.transaction() as transaction:
        for number in EPISODES:
            episode = EpisodeNumber.of(number)
            await discussions.claim(transaction, show, episode, parent_id=1, mode=Mode.OPEN, now=NOW)
    await loose_end_boards.claim(database, show, 1, NOW)
    for member in (AKI, BO):
        await watch(database, show, member, "9")
    return show


async def counts(database: Database, show: Show) -> dict[int, EpisodeCounts]:
    return {n: await loose_end_audits.episode_counts(database, show, EpisodeNumber.of(n)) for n in EPISODES}


async def merge(database: Database, show: Show) -> None:
    end, into = await seen(database, 2, AKI), await seen(database, 1, AKI)
    await loose_end_changes.merge(database, end, into, AKI, NOW)


async def undo(database: Database, show: Show) -> None:
    await loose_end_changes.undo(database, await seen(database, 1, AKI), AKI, NOW)


async def remove(database: Database, show: Show) -> None:
    await loose_ends.remove(database, await seen(database, 1, AKI))


async def remove_second(database: Database, show: Show) -> None:
    await watch(database, show, AKI, "6")
    await loose_ends.remove(database, await seen(database, 2, AKI))


async def move(database: Database, show: Show) -> None:
    await loose_end_changes.edit(database, await seen(database, 1, AKI), "Who, then?", at("2"), AKI, NOW)


async def drop(database: Database, show: Show) -> None:
    await settle(database, 2, AKI, Turn.DROPPED, "7", "It is none.")


@pytest.mark.parametrize(
    "change",
    [(merge,), (merge, undo), (merge, remove), (remove,), (remove_second,), (move,), (move, undo), (drop,)],
    ids=lambda acts: "-".join(act.__name__ for act in acts),
)
async def test_a_hub_is_drawn_anew_when_what_its_episode_did_has_changed(
    database: Database, show: Show, change: tuple[Callable[[Database, Show], Awaitable[None]], ...]
) -> None:
    await ask(database, show, "Who lit the lantern?", "3")
    await ask(database, show, "Who was it that lit it?", "4")
    await settle(database, 1, AKI, Turn.ANSWERED, "5", "The moth.")
    await settle(database, 2, AKI, Turn.ANSWERED, "6", "The moth.")
    await settle(database, 2, AKI, Turn.REOPENED, "7", "Or not.")
    await settle(database, 2, AKI, Turn.ANSWERED, "7", "The moth all the same.")
    *before, last = change
    for act in before:
        await act(database, show)
    await database.execute("UPDATE discussions SET shown_version = version")
    was = await counts(database, show)
    await last(database, show)
    is_now = await counts(database, show)
    stale = await database.fetch("SELECT episode / 100 AS number FROM discussions WHERE shown_version <> version")
    changed = {n for n in EPISODES if (was[n].tied, was[n].new) != (is_now[n].tied, is_now[n].new)}
    assert changed
    assert changed | {9} <= {row["number"] for row in stale}


async def test_a_board_is_drawn_anew_when_who_had_a_voice_is_forgotten(database: Database, show: Show) -> None:
    await ask(database, show, "Who lit the lantern?", "3", AKI)
    await loose_end_voices.give_voice(database, await seen(database, 1, BO), BO, NOW)
    await database.execute("UPDATE loose_end_boards SET shown_version = version")
    async with database.transaction() as transaction:
        await loose_ends.forget_member(transaction, GUILD, BO)
    assert await database.fetchval("SELECT count(*) FROM loose_end_boards WHERE shown_version <> version") == 1
