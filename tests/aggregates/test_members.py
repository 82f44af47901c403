"""What is kept of members and of guilds: every column and table is known, and all of it can be given and forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import (
    departures,
    feeds,
    ledger,
    loose_end_changes,
    loose_end_theories,
    loose_end_voices,
    loose_ends,
    members,
    progress,
    ratings,
    review_filing,
    shows,
)
from bot.storage.database import Database
from bot.storage.deliveries import Destination
from bot.storage.feed_items import Accepts
from bot.storage.loose_ends import Question
from bot.storage.members import COLUMNS
from tests.aggregates.test_plans import fresh
from tests.world import NOW, make_review

GUILD, OTHER, AKI, BO = 10, 20, 1, 2
ONE = EpisodeNumber.of(1)

# Columns whose name sounds like a member's and that hold none.
NO_MEMBER: set[tuple[str, str]] = set()


async def columns(database: Database) -> set[tuple[str, str]]:
    rows = await database.fetch(
        "SELECT t.name, c.name AS column FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
    )
    return {(row["name"], row["column"]) for row in rows}


async def test_what_becomes_of_every_column_with_a_member_is_said(database: Database) -> None:
    named = {
        (table, column)
        for table, column in await columns(database)
        if re.search(r"member|user|author_id|owner|_by$", column) and (table, column) not in NO_MEMBER
    }
    assert named == set(COLUMNS)


async def test_every_table_with_something_of_a_guild_says_of_which(database: Database) -> None:
    without = {table for table, _ in await columns(database) if (table, "guild_id") not in await columns(database)}
    assert {table for table in without if not table.startswith(("sqlite_", "loose_end_words"))} == {
        "bot_state",
        "discussion_members",
        "feed_items",
        "feed_sources",
        "schema_migrations",
    }


async def fill(database: Database, guild_id: int) -> Show:
    show = await shows.add(database, guild_id, "Lantern Code", now=NOW)
    for member in (AKI, BO):
        await progress.record(database, guild_id, show.show_id, member, EpisodeNumber.of(9), NOW)
        await ratings.rate(database, guild_id, show.show_id, ONE, member, 7, NOW)
    number, _ = await loose_ends.raise_end(database, Question(show, "Who lit the lantern?", ONE, AKI), NOW)
    end = await ledger.find(database, guild_id, number, AKI)
    assert end is not None
    await loose_end_voices.give_voice(database, end, BO, NOW)
    await loose_end_theories.add_theory(database, end, "The moth.", ONE, AKI, NOW)
    await loose_end_changes.turn(database, end, Turn.ANSWERED, ONE, "The keeper.", AKI, NOW)
    await review_filing.file_review(database, guild_id, make_review("1"), now=NOW)
    await feeds.watch(
        database, guild_id, fresh(f"https://blog.example/{guild_id}", "1"), Destination(77), show_id=None,
        accepts=Accepts.ANIME, backfill=1, now=NOW,
    )  # fmt: skip
    return show


async def rows_of(database: Database, guild_id: int) -> int:
    counts = [
        await database.fetchval(f"SELECT count(*) FROM {table} WHERE guild_id = $1", guild_id)
        for table in await departures.tables(database)
    ]
    return sum(counts)


async def test_a_member_is_given_all_and_forgotten_where_they_ask(database: Database) -> None:
    show = await fill(database, GUILD)
    await fill(database, OTHER)
    kept = await members.export(database, GUILD, AKI)
    assert {"progress", "ratings", "loose_ends", "loose_end_voices", "loose_end_theories"} <= set(kept)
    assert all(row.get("guild_id", GUILD) == GUILD for rows in kept.values() for row in rows)
    await members.forget(database, GUILD, AKI, NOW)
    assert await members.export(database, GUILD, AKI) == {}
    assert (await ratings.tally(database, GUILD, show.show_id, ONE)).count == 1
    end = await ledger.find(database, GUILD, 1, BO)
    assert end is not None
    assert (end.raised_by, end.voices, end.theories, end.settled_by) == (None, 1, 1, None)
    assert set(await members.export(database, OTHER, AKI)) == set(kept)
    assert set(await members.export(database, GUILD, BO)) == {"progress", "ratings", "loose_end_voices"}


async def test_a_guild_that_left_is_forgotten_whole_and_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(departures, "AT_ONCE", 1)
    await fill(database, GUILD)
    await fill(database, OTHER)
    before = await rows_of(database, OTHER)
    assert await departures.note_absent(database, {OTHER}, NOW) == [GUILD]
    assert await departures.note_absent(database, {OTHER}, NOW) == []
    assert await departures.due(database, NOW - timedelta(days=1)) == []
    assert await departures.due(database, NOW) == [GUILD]
    await departures.forget(database, GUILD)
    assert await rows_of(database, GUILD) == 0
    assert await rows_of(database, OTHER) == before
    assert await database.fetchval("SELECT count(*) FROM feed_sources") == 1
    assert await database.fetchval("SELECT count(*) FROM loose_end_words") == 3


async def test_a_guild_that_comes_back_in_time_has_its_data(database: Database) -> None:
    await fill(database, GUILD)
    await departures.note(database, GUILD, NOW)
    assert await departures.note_back(database, GUILD)
    before = await rows_of(database, GUILD)
    await departures.forget(database, GUILD)  # which had been begun when it came back
    assert await rows_of(database, GUILD) == before
    await departures.note(database, GUILD, NOW)
    assert await departures.note_absent(database, {GUILD}, NOW) == []
    assert await departures.due(database, NOW) == []


async def test_what_an_owner_asks_for_is_done_though_the_bot_is_there(database: Database) -> None:
    await fill(database, GUILD)
    await departures.ask(database, GUILD, NOW)
    assert not await departures.note_back(database, GUILD)
    assert await departures.note_absent(database, {GUILD}, NOW) == []
    assert await departures.due(database, NOW - timedelta(days=30)) == [GUILD]
    await departures.forget(database, GUILD)
    assert await rows_of(database, GUILD) == 0
    assert await departures.due(database, NOW) == []
