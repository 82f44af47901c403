"""Polls as they are kept: one an episode and guild, taken by one at a time, and never shown older than they are."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.episodes import EpisodeNumber
from bot.errors import StorageConflict
from bot.shows import Show
from bot.storage import polls, progress, ratings, reviews, scores, shows
from bot.storage.database import Database
from bot.storage.deliveries import Place
from bot.storage.polls import Poll
from bot.storage.standing import BETWEEN_EDITS, LEASE
from tests.aggregates.plans import plans_of, run_in, scans
from tests.world import NOW

GUILD, OTHER, CHANNEL, MESSAGE = 10, 20, 30, 40
PLACE = Place(CHANNEL, MESSAGE)
EPISODE = EpisodeNumber.of(13)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def show(database: Database) -> Show:
    """Return a show that the guild follows."""
    return await shows.add(database, GUILD, "Lantern Code", now=NOW)


async def claim(database: Database, show: Show, *, number: str = "13", closes_in: timedelta | None = None) -> Poll:
    """Claim the poll of an episode."""
    closes_at = NOW + closes_in if closes_in else None
    episode = EpisodeNumber.parse(number)
    poll, _ = await polls.claim(database, show, episode, channel_id=CHANNEL, closes_at=closes_at, now=NOW)
    return poll


async def due(database: Database, passed: timedelta = timedelta()) -> list[Poll]:
    """Take what is due when so much time has passed."""
    return await polls.MESSAGES.take_due(database, NOW + passed, most=50)


async def test_claims_at_once_are_one_poll(database: Database, show: Show) -> None:
    claimed = await asyncio.gather(
        *(polls.claim(database, show, EPISODE, channel_id=n, closes_at=None, now=NOW) for n in range(5))
    )
    assert sorted(is_new for _, is_new in claimed) == [False] * 4 + [True]
    assert len({poll.channel_id for poll, _ in claimed}) == 1
    assert claimed[0][0].show.label == "Lantern Code"


async def test_a_show_that_is_not_followed_has_no_poll(database: Database, show: Show) -> None:
    await shows.remove(database, GUILD, show.show_id)
    with pytest.raises(StorageConflict):
        await claim(database, show)


async def test_a_poll_is_taken_by_one_and_due_again_when_the_lease_ends(database: Database, show: Show) -> None:
    await claim(database, show)
    taken = await asyncio.gather(*(due(database) for _ in range(3)))
    assert sorted(map(len, taken)) == [0, 0, 1]
    assert await due(database, LEASE - SECOND) == []
    assert len(await due(database, LEASE)) == 1


async def test_what_is_shown_is_due_again_when_the_count_changes_and_not_before_its_pause(
    database: Database, show: Show
) -> None:
    await claim(database, show)
    (poll,) = await due(database)
    assert await polls.MESSAGES.mark_posted(database, poll, PLACE, NOW)
    assert await due(database, LEASE) == []
    await ratings.rate(database, GUILD, show.show_id, EPISODE, 1, 7, NOW)
    assert await due(database, BETWEEN_EDITS - SECOND) == []
    (poll,) = await due(database, BETWEEN_EDITS)
    await ratings.rate(database, GUILD, show.show_id, EPISODE, 2, 7, NOW)
    await polls.MESSAGES.mark_shown(database, poll, NOW + BETWEEN_EDITS)
    assert len(await due(database, 2 * BETWEEN_EDITS)) == 1, "the second vote was taken for shown"


async def test_a_poll_that_may_have_been_posted_before_is_edited_once_more(database: Database, show: Show) -> None:
    await claim(database, show)
    (poll,) = await due(database)
    assert await polls.MESSAGES.begin(database, poll, NOW)
    (poll,) = await due(database, LEASE)
    assert poll.begun_at == NOW
    assert await polls.MESSAGES.mark_posted(database, poll, PLACE, NOW + LEASE)
    (poll,) = await due(database, 2 * LEASE)
    assert (poll.message_id, poll.begun_at) == (MESSAGE, None)


async def test_what_was_read_before_it_was_asked_for_anew_changes_nothing(database: Database, show: Show) -> None:
    await claim(database, show)
    (old,) = await due(database)
    await polls.MESSAGES.mark_posted(database, old, PLACE, NOW)
    assert await polls.MESSAGES.ask_anew(database, old, CHANNEL + 1, NOW)
    assert not await polls.MESSAGES.ask_anew(database, old, CHANNEL + 2, NOW)
    assert not await polls.MESSAGES.mark_posted(database, old, PLACE, NOW)
    assert not await polls.MESSAGES.mark_gone(database, old)
    assert not await polls.MESSAGES.begin(database, old, NOW)
    await polls.MESSAGES.mark_shown(database, old, NOW)
    (new,) = await due(database)
    assert (new.channel_id, new.message_id, new.is_wanted) == (CHANNEL + 1, None, True)


async def test_what_is_gone_is_left_alone_until_it_is_asked_for(database: Database, show: Show) -> None:
    await claim(database, show)
    (poll,) = await due(database)
    await polls.MESSAGES.mark_posted(database, poll, PLACE, NOW)
    assert await polls.MESSAGES.mark_gone(database, poll)
    assert not await polls.MESSAGES.mark_gone(database, poll)
    await ratings.rate(database, GUILD, show.show_id, EPISODE, 1, 7, NOW)
    assert await due(database, LEASE) == []
    assert await polls.MESSAGES.ask_anew(database, poll, CHANNEL, NOW)
    assert len(await due(database, LEASE)) == 1


async def test_a_poll_is_closed_and_opened_once(database: Database, show: Show) -> None:
    poll = await claim(database, show)
    assert not await polls.reopen(database, poll, None, NOW)
    assert await polls.close(database, poll, NOW)
    assert not await polls.close(database, poll, NOW)
    assert await polls.is_closed(database, GUILD, show.show_id, EPISODE, NOW)
    assert not await polls.is_closed(database, OTHER, show.show_id, EPISODE, NOW)
    assert await polls.reopen(database, poll, NOW + SECOND, NOW)
    assert not await polls.is_closed(database, GUILD, show.show_id, EPISODE, NOW)
    # Its time has come, and no round has been: it can be opened again all the same.
    assert await polls.reopen(database, poll, None, NOW + SECOND)


async def test_those_whose_time_has_come_are_closed_however_long_ago(database: Database, show: Show) -> None:
    await claim(database, show, number="1", closes_in=timedelta(hours=1))
    await claim(database, show, number="2", closes_in=timedelta(days=3))
    await claim(database, show, number="3")
    assert await polls.close_due(database, NOW + timedelta(minutes=59)) == 0
    assert await polls.close_due(database, NOW + timedelta(days=2)) == 1
    assert await polls.close_due(database, NOW + timedelta(days=2)) == 0
    taken = await due(database, timedelta(days=2))
    assert [poll.is_open for poll in taken] == [False, True, True]


async def test_closing_tries_at_once_what_failed_before(database: Database, show: Show) -> None:
    await claim(database, show)
    (poll,) = await due(database)
    await polls.MESSAGES.put_off(database, poll, NOW + timedelta(days=1))
    assert await due(database, LEASE) == []
    await polls.close(database, poll, NOW + LEASE)
    assert len(await due(database, LEASE)) == 1


async def test_every_statement_of_polls_and_ratings_finds_its_rows_by_an_index(database: Database, show: Show) -> None:
    async with run_in(database) as statements:
        poll = await claim(database, show, closes_in=timedelta(hours=1))
        await due(database)
        await polls.MESSAGES.begin(database, poll, NOW)
        await polls.MESSAGES.mark_posted(database, poll, PLACE, NOW)
        await polls.MESSAGES.mark_shown(database, poll, NOW)
        await polls.MESSAGES.put_off(database, poll, NOW)
        await polls.MESSAGES.claim_telling(database, poll)
        await polls.MESSAGES.mark_gone(database, poll)
        await polls.MESSAGES.ask_anew(database, poll, CHANNEL, NOW)
        for score in (7, 8):
            await ratings.rate(database, GUILD, show.show_id, EPISODE, 1, score, NOW)
        await ratings.tally(database, GUILD, show.show_id, EPISODE)
        await ratings.tallies_of_show(database, GUILD, show.show_id)
        await ratings.of_member_all(database, GUILD, 1)
        await polls.is_closed(database, GUILD, show.show_id, EPISODE, NOW)
        await progress.viewers(database, GUILD, 1)
        await progress.viewer(database, GUILD, show.show_id, 1)
        await reviews.covered(database, GUILD, show.show_id)
        await reviews.recapped(database, GUILD)
        await progress.record(database, GUILD, show.show_id, 1, EPISODE, NOW)
        await progress.advance(database, GUILD, show.show_id, 1, EPISODE, NOW)
        for before in (EPISODE, None):
            await progress.take_back(database, GUILD, show.show_id, 1, before=before, after=EPISODE, at=NOW, now=NOW)
        await progress.take_back(database, GUILD, show.show_id, 1, before=EPISODE, after=None, at=NOW, now=NOW)
        await progress.forget(database, GUILD, show.show_id, 1)
        await scores.of_show(database, GUILD, show.show_id)
        await ratings.remove(database, GUILD, show.show_id, EPISODE, 1)
        await polls.close_due(database, NOW + timedelta(days=1))
        await polls.reopen(database, poll, None, NOW)
        await polls.close(database, poll, NOW)
    assert len(statements) > 20
    steps = await plans_of(database, statements)
    assert scans(steps, ()) == set()
    assert not [step for step in steps if "TEMP B-TREE" in step]
    for index in ("rating_polls_closing", "rating_polls_due", "ratings_of_member"):
        assert index in " ".join(steps)
