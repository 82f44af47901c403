"""An archive is taken whole and put back whole: into an empty guild, into another, twice, and from years ago."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.archive import pages
from bot.archive.format import NAMED, TABLES, VERSION, Archive, Table, as_json, from_json, key_of
from bot.errors import ArchiveRefused
from bot.loose_ends import Status
from bot.shows import fold
from bot.storage import (
    archive_putting,
    archive_taking,
    ledger,
    loose_end_search,
    loose_end_voices,
    loose_ends,
    ratings,
    reviews,
    shows,
)
from bot.storage.database import Database, Snapshot
from bot.storage.driver import Row
from bot.storage.loose_ends import Question
from bot.storage.members import COLUMNS
from bot.storage.opening import open_database
from tests.archive.seasons import AKI, BO, FAR, GUILD, OTHER, SEER, episode, fill, see
from tests.world import NOW

# What an archive leaves out of the tables that it has: what the code makes anew, and what stands in Discord.
LEFT_OUT = {
    ("show_names", "folded"),
    ("show_names", "season"),
    ("loose_end_changes", "show_id"),
    ("loose_end_changes", "is_turn"),
    *(
        ("discussions", column)
        for column in (
            "discussion_id", "channel_id", "message_id", "is_wanted", "posting", "version", "shown_version", "next_try",
            "begun_at", "attempts", "is_told",
        )
    ),
}  # fmt: skip
DOCUMENT = Path(__file__).parents[2] / "docs" / "archive.md"


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Database]:
    """Return another database."""
    async with open_database(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}") as opened:
        yield opened


async def taken(database: Database, guild_id: int = GUILD, *, with_members: bool = True) -> Archive:
    return await archive_taking.take(database, guild_id, with_members=with_members, now=NOW)


async def lists(database: Database, guild_id: int = GUILD, *, with_members: bool = True) -> dict[str, Any]:
    return dict((await taken(database, guild_id, with_members=with_members)).lists)


def through_json(archive: Archive) -> Archive:
    return from_json(json.loads(json.dumps(as_json(archive))))


async def test_every_column_is_in_an_archive_or_said_to_be_left_out(database: Database) -> None:
    for table in TABLES:
        rows = await database.fetch("SELECT name FROM pragma_table_info($1)", table.name)
        left_out = {column for name, column in LEFT_OUT if name == table.name}
        assert {row["name"] for row in rows} == {*table.columns, *left_out, table.own or "guild_id", "guild_id"}


def test_a_column_with_a_member_is_known_as_one() -> None:
    named = {
        (table.name, column)
        for table in TABLES
        for column, kind in table.columns.items()
        if getattr(kind, "name", "").startswith("a member")
    }
    assert named == {place for place in COLUMNS if place[0] in NAMED}


def test_all_of_the_format_is_described() -> None:
    described = DOCUMENT.read_text(encoding="utf-8")
    assert f"version {VERSION}" in described
    for table in TABLES:
        keys = [*(["id"] if table.own else []), *map(key_of, table.columns)]
        row = next(line for line in described.splitlines() if line.startswith(f"| `{table.name}` |"))
        assert [key for key in keys if f"`{key}`" not in row] == []


@pytest.mark.parametrize("with_members", [True, False])
async def test_what_is_put_into_an_empty_database_is_what_was_taken(
    database: Database, elsewhere: Database, with_members: bool
) -> None:
    await fill(database)
    archive = await taken(database, with_members=with_members)
    assert [name for name, entries in archive.lists.items() if not entries] == (
        ["review_images"] if with_members else ["review_images", "ratings", "progress", "loose_end_voices"]
    )
    await archive_putting.put(elsewhere, GUILD, through_json(archive))
    assert await lists(elsewhere, with_members=with_members) == archive.lists
    assert await elsewhere.fetch("PRAGMA foreign_key_check") == []


async def test_what_is_put_is_found_counted_and_goes_on(database: Database, elsewhere: Database) -> None:
    show = await fill(database)
    await archive_putting.put(elsewhere, GUILD, through_json(await taken(database, with_members=False)))
    (put, _) = await shows.followed(elsewhere, GUILD)
    await elsewhere.execute("INSERT INTO progress VALUES ($1, $2, $3, $4, 0)", GUILD, put.show_id, SEER, FAR.hundredths)
    assert put.names == {fold("Lantern Code"), fold("灯の暗号")}
    tally = await ratings.tally(elsewhere, GUILD, put.show_id, episode("13.5"))
    assert tally == await ratings.tally(database, GUILD, show.show_id, episode("13.5"))
    assert await ratings.recount(elsewhere, GUILD, put.show_id) == {episode("13.5"): tally}
    first = await see(elsewhere, 1)
    assert (first.status, first.raised_by, first.voices, first.theories) == (Status.ANSWERED, None, 2, 1)
    assert await loose_end_voices.give_voice(elsewhere, first, AKI, NOW)
    assert (await see(elsewhere, 1)).voices == 3
    for word in ("old", "moth", "keeper"):
        assert await loose_end_search.search(elsewhere, GUILD, SEER, word) == [first.loose_end_id]
    number, _ = await loose_ends.raise_end(elsewhere, Question(put, "And the bell?", episode("7"), BO), NOW)
    assert number == 6, "a number is never given twice"
    await ratings.rate(elsewhere, GUILD, put.show_id, episode("13.5"), BO, 1, NOW)
    assert (await ratings.tally(elsewhere, GUILD, put.show_id, episode("13.5"))).count == 4
    heads, _ = await reviews.heads_of_show(elsewhere, GUILD, put.show_id, SEER)
    assert len(heads) == 3


@pytest.mark.parametrize("with_members", [True, False])
async def test_nothing_is_doubled(database: Database, elsewhere: Database, with_members: bool) -> None:
    await fill(database)
    before = await lists(database)
    archive = through_json(await taken(database, with_members=with_members))
    assert +(await archive_putting.put(database, GUILD, archive)) == {}
    assert await lists(database) == before
    await archive_putting.put(elsewhere, GUILD, archive)
    put = await lists(elsewhere)
    assert +(await archive_putting.put(elsewhere, GUILD, archive)) == {}
    assert await lists(elsewhere) == put


async def test_what_is_there_stays_and_what_is_put_beside_it_is_numbered_anew(
    database: Database, elsewhere: Database
) -> None:
    await fill(database)
    own = await shows.add(elsewhere, OTHER, "Tin Sparrows", now=NOW)
    for text in ("Who built it?", "Who broke it?"):
        await loose_ends.raise_end(elsewhere, Question(own, text, episode("1"), BO), NOW)
    await archive_putting.put(elsewhere, OTHER, through_json(await taken(database)))
    archive = await taken(elsewhere, OTHER)
    assert [end["number"] for end in archive.lists["loose_ends"]] == [1, 2, 3, 4, 5, 6]
    assert archive.lists["discussions"] == [], "threads of another server are none of this one"
    assert archive.lists["loose_end_messages"] == []
    merged = next(end for end in archive.lists["loose_ends"] if end["merged_into"])
    into = next(end for end in archive.lists["loose_ends"] if end["id"] == merged["merged_into"])
    assert (merged["question"], into["question"]) == ("Who carried the light?", "Who lit the old lantern?")
    assert await lists(elsewhere, GUILD) == {key: [] for key in archive.lists}


async def test_no_member_is_in_an_archive_without_them(database: Database) -> None:
    await fill(database)
    text = json.dumps(as_json(await taken(database, with_members=False)))
    assert not [member for member in (AKI, BO, SEER) if f'"{member}"' in text or f":{member}:" in text]
    assert "Aki" not in text
    assert "Aki" in json.dumps(as_json(await taken(database)))


async def test_it_is_of_one_instant_whatever_is_written_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = await fill(database)
    before = await lists(database)
    read_rows, members = archive_taking._rows, itertools.count(200)

    async def write_first(snapshot: Snapshot, table: Table, guild_id: int) -> list[Row]:
        if table.name != TABLES[0].name:  # the instant is that of the first statement
            await ratings.rate(database, GUILD, show.show_id, episode("2"), next(members), 5, NOW)
        return await read_rows(snapshot, table, guild_id)

    monkeypatch.setattr(archive_taking, "_rows", write_first)
    assert await lists(database) == before


async def test_an_archive_of_the_first_format_is_read_for_ever(database: Database) -> None:
    file = Path(__file__).with_name("season-v1.json")
    new = await archive_putting.put(database, OTHER, from_json(json.loads(file.read_text(encoding="utf-8"))))
    assert (new["shows"], new["reviews"], new["ratings"], new["loose_ends"]) == (2, 3, 3, 4)


def changed(archive: Archive, name: str, place: int = 0, /, **values: Any) -> Archive:
    plain = json.loads(json.dumps(as_json(archive)))
    plain[name][place].update(values)
    return from_json(plain)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("shows", {"title": ""}, "can’t be followed"),
        ("shows", {"title": "x" * 5000}, "can’t be followed"),
        ("shows", {"title": 7}, "has to be a text"),
        ("shows", {"title": "\ud800"}, "has to be a text"),
        ("shows", {"season": -1}, "has to be a whole number"),
        ("shows", {"season": 2**70}, "has to be a whole number"),
        ("shows", {"id": 2}, "the same number"),
        ("shows", {"created_at": "yesterday"}, "has to be an instant"),
        ("reviews", {"show": 99}, "not there"),
        ("reviews", {"show": [1]}, "not there"),
        ("reviews", {"show": None}, "does not allow"),
        ("reviews", {"first_episode": "14"}, "does not allow"),
        ("reviews", {"first_episode": "many"}, "episode’s number"),
        ("reviews", {"is_final": 1}, "true or false"),
        ("review_parts", {"kind": "poem"}, "part of a review"),
        ("rating_tallies", {"votes": 10**9}, "more than 1,000,000"),
        ("rating_tallies", {"score": 11}, "from 1 to 10"),
        ("rating_tallies", {"votes": 0}, "by name"),
        ("loose_ends", {"voices": 10**12}, "more than 1,000,000"),
        ("loose_ends", {"question": "x" * 501}, "up to 500 characters"),
        ("loose_ends", {"merged_to": 1, "merged_into": 1}, "stand for itself"),
        ("loose_ends", {"merged_to": 2, "merged_into": 2}, "stand for itself"),
        ("loose_end_changes", {"kind": "sung"}, "does not allow"),
        ("loose_end_changes", {"kind": "edited", "raised_in_before": None}, "what was before"),
        ("loose_end_theories", {"episode": "9" * 5}, "episode’s number"),
    ],
)  # fmt: skip
async def test_what_can_not_be_kept_is_refused_in_a_sentence_and_nothing_of_it_is_kept(
    database: Database, elsewhere: Database, name: str, values: dict[str, Any], said: str
) -> None:
    await fill(database)
    archive = changed(await taken(database), name, **values)
    with pytest.raises(ArchiveRefused, match=said):
        await archive_putting.put(elsewhere, GUILD, archive)
    assert await lists(elsewhere) == {key: [] for key in archive.lists}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "no season archive"),
        ({"format": "other"}, "no season archive"),
        ({"version": None}, "of which version"),
        ({"version": VERSION + 1}, "Take a newer version"),
        ({"server": None}, "from which server"),
        ({"shows": {}}, "no list"),
        ({"shows": [7]}, "no list"),
        ({"shows": [{"id": [1]}]}, "not numbered"),
    ],
)
def test_what_is_no_archive_is_refused_in_a_sentence(values: Any, said: str) -> None:
    plain = as_json(Archive(GUILD, NOW, False, {}))
    with pytest.raises(ArchiveRefused, match=said):
        from_json({**plain, **values} if isinstance(values, dict) else values)


async def test_a_number_beyond_all_does_not_use_up_the_guilds(database: Database) -> None:
    await fill(database)
    await archive_putting.put(database, OTHER, changed(await taken(database), "loose_ends", 3, number=2**62))
    (show, _) = await shows.followed(database, OTHER)
    number, _ = await loose_ends.raise_end(database, Question(show, "And now?", episode("1"), BO), NOW)
    assert number < 2**53
    assert await ledger.count(database, show, BO) is not None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["13", "2026-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_it_is_kept_or_refused_in_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    plain = json.loads(Path(__file__).with_name("season-v1.json").read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        entries = plain[data.draw(st.sampled_from([table.name for table in TABLES if plain[table.name]]))]
        entry = data.draw(st.sampled_from(entries))
        entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)

    async def put() -> None:
        async with open_database(f"sqlite:///{tmp_path / 'hostile.sqlite3'}") as database:
            with suppress(ArchiveRefused):
                await archive_putting.put(database, GUILD, from_json(plain))
                assert pages.write(await taken(database))
            await database.execute("DELETE FROM shows")

    asyncio.run(put())
