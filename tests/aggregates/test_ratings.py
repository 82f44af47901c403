"""Ratings as they are kept: one a member and episode, of one guild, from 1 to 10, and tallies that are always right."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.errors import StorageConflict
from bot.ratings import Tally
from bot.storage import ratings, shows
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.world import NOW, data_folder

GUILD, OTHER, MEMBER = 10, 20, 1
EPISODE = EpisodeNumber.of(13)


@pytest.fixture
async def show_id(database: Database) -> int:
    """Return a show that the guild follows."""
    return (await shows.add(database, GUILD, "Lantern Code", now=NOW)).show_id


async def test_a_rating_is_changed_in_place_and_what_it_was_is_told(database: Database, show_id: int) -> None:
    assert await ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, 6, NOW) is None
    assert await ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, 8, NOW) == 6
    assert await ratings.of_member(database, GUILD, show_id, EPISODE, MEMBER) == 8
    assert await database.fetchval("SELECT count(*) FROM ratings") == 1


async def test_episodes_and_members_are_apart(database: Database, show_id: int) -> None:
    await ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, 6, NOW)
    assert await ratings.of_member(database, GUILD, show_id, EpisodeNumber.parse("13.5"), MEMBER) is None
    assert await ratings.of_member(database, GUILD, show_id, EPISODE, MEMBER + 1) is None
    assert not await ratings.remove(database, GUILD, show_id, EPISODE, MEMBER + 1)
    assert await ratings.remove(database, GUILD, show_id, EPISODE, MEMBER)
    assert not await ratings.remove(database, GUILD, show_id, EPISODE, MEMBER)


async def test_two_presses_at_once_are_one_rating(database: Database, show_id: int) -> None:
    before = await asyncio.gather(
        *(ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, score, NOW) for score in (4, 5, 6))
    )
    assert before.count(None) == 1
    assert await database.fetchval("SELECT count(*) FROM ratings") == 1


@pytest.mark.parametrize("score", [0, 11, -1])
async def test_the_schema_refuses_a_score_that_is_none(database: Database, show_id: int, score: int) -> None:
    with pytest.raises(StorageConflict):
        await ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, score, NOW)


async def test_another_guild_has_no_part_in_it(database: Database, show_id: int) -> None:
    await ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, 6, NOW)
    with pytest.raises(StorageConflict):
        await ratings.rate(database, OTHER, show_id, EPISODE, MEMBER, 6, NOW)
    assert await ratings.of_member(database, OTHER, show_id, EPISODE, MEMBER) is None
    assert not await ratings.remove(database, OTHER, show_id, EPISODE, MEMBER)


async def test_ratings_go_with_the_show(database: Database, show_id: int) -> None:
    other = (await shows.add(database, GUILD, "Harbour of Salt", now=NOW)).show_id
    for each in (show_id, other):
        await ratings.rate(database, GUILD, each, EPISODE, MEMBER, 6, NOW)
    await shows.remove(database, GUILD, show_id)
    for table in ("ratings", "rating_tallies"):
        assert [row["show_id"] for row in await database.fetch(f"SELECT show_id FROM {table}")] == [other]
    assert await ratings.tallies_of_show(database, GUILD, show_id) == {}
    assert await ratings.tallies_of_show(database, GUILD, other) == {EPISODE: of(s6=1)}


def of(**votes: int) -> Tally:
    """Return a tally of so many votes for each score, `of(s6=2)`."""
    return Tally(tuple(votes.get(f"s{score}", 0) for score in range(1, 11)))


async def test_tallies_follow_each_rating(database: Database, show_id: int) -> None:
    special = EpisodeNumber.parse("13.5")
    assert await ratings.tally(database, GUILD, show_id, EPISODE) == Tally()
    await ratings.rate(database, GUILD, show_id, special, 1, 10, NOW)
    await ratings.rate(database, GUILD, show_id, EPISODE, 1, 6, NOW)
    await ratings.rate(database, GUILD, show_id, EPISODE, 2, 6, NOW)
    assert await ratings.tally(database, GUILD, show_id, EPISODE) == of(s6=2)
    await ratings.rate(database, GUILD, show_id, EPISODE, 2, 1, NOW)
    await ratings.rate(database, GUILD, show_id, EPISODE, 1, 6, NOW)
    tallies = await ratings.tallies_of_show(database, GUILD, show_id)
    assert list(tallies.items()) == [(EPISODE, of(s1=1, s6=1)), (special, of(s10=1))]
    await ratings.remove(database, GUILD, show_id, special, 1)
    assert await ratings.tallies_of_show(database, GUILD, show_id) == {EPISODE: of(s1=1, s6=1)}
    assert await ratings.tallies_of_show(database, OTHER, show_id) == {}


async def test_a_members_ratings_are_found_over_all_shows_of_the_guild(database: Database, show_id: int) -> None:
    other = (await shows.add(database, GUILD, "Harbour of Salt", now=NOW)).show_id
    elsewhere = (await shows.add(database, OTHER, "Lantern Code", now=NOW)).show_id
    for guild, show, number, member in (
        (GUILD, show_id, "13", 1),
        (GUILD, other, "2", 1),
        (GUILD, show_id, "0", 1),
        (GUILD, show_id, "1", 2),
        (OTHER, elsewhere, "1", 1),
    ):
        await ratings.rate(database, guild, show, EpisodeNumber.parse(number), member, 5, NOW)
    assert await ratings.of_member_all(database, GUILD, 1) == {
        show_id: {EpisodeNumber.of(0): 5, EPISODE: 5},
        other: {EpisodeNumber.of(2): 5},
    }


STEPS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([100, 1300, 1350]), st.one_of(st.none(), st.integers(-1, 12))),
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=3))
def test_tallies_are_what_a_recount_finds_whatever_was_done_at_once(
    histories: list[list[tuple[int, int, int | None]]],
) -> None:
    """Each history is a task of its own: a member, an episode, and a score, or None to remove it."""

    async def live(database: Database, show_id: int, history: list[tuple[int, int, int | None]]) -> None:
        for member, episode, score in history:
            number = EpisodeNumber(episode)
            try:
                if score is None:
                    await ratings.remove(database, GUILD, show_id, number, member)
                else:
                    await ratings.rate(database, GUILD, show_id, number, member, score, NOW)
            except StorageConflict:
                assert score is not None
                assert not 1 <= score <= 10

    async def run(folder: Path) -> None:
        async with open_database(data_folder(folder)) as database:
            show_id = (await shows.add(database, GUILD, "Lantern Code", now=NOW)).show_id
            await asyncio.gather(*(live(database, show_id, history) for history in histories))
            counted = await ratings.recount(database, GUILD, show_id)
            assert await ratings.tallies_of_show(database, GUILD, show_id) == counted
            for episode, tally in counted.items():
                assert await ratings.tally(database, GUILD, show_id, episode) == tally

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))
