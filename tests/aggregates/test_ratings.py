"""Ratings as they are kept: one a member and episode, of one guild, from 1 to 10."""

from __future__ import annotations

import asyncio

import pytest

from bot.episodes import EpisodeNumber
from bot.errors import StorageConflict
from bot.storage import ratings, shows
from bot.storage.database import Database
from tests.world import NOW

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
    await ratings.rate(database, GUILD, show_id, EPISODE, MEMBER, 6, NOW)
    await shows.remove(database, GUILD, show_id)
    assert await database.fetchval("SELECT count(*) FROM ratings") == 0
