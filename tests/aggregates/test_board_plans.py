"""Boards and completions read what they show: no statement of theirs goes through a whole table."""

from __future__ import annotations

from datetime import timedelta

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import ledger, loose_end_boards, loose_end_changes, loose_end_groups, loose_ends, progress, shows
from bot.storage.database import Database
from bot.storage.deliveries import Place
from bot.storage.loose_ends import Question
from tests.aggregates.plans import plans_of, run_in, scans
from tests.world import NOW

GUILD, CHANNEL, MEMBER = 10, 77, 1
_SORTS = ("USE TEMP B-TREE FOR ORDER BY", "USE TEMP B-TREE FOR GROUP BY", "USE TEMP B-TREE FOR LAST")
SOON = NOW + timedelta(minutes=10)


async def fill(database: Database) -> Show:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    await progress.record(database, GUILD, show.show_id, MEMBER, EpisodeNumber.of(99), NOW)
    for number in range(1, 4):
        await loose_ends.raise_end(database, Question(show, "Who?", EpisodeNumber.of(number), MEMBER), NOW)
    end = await ledger.find(database, GUILD, 1, MEMBER)
    assert end is not None
    await loose_end_changes.turn(database, end, Turn.ANSWERED, EpisodeNumber.of(9), "She.", MEMBER, NOW)
    return show


async def use_boards(database: Database, show: Show) -> None:
    kept, _ = await loose_end_boards.claim(database, show, CHANNEL, NOW)
    table = loose_end_boards.MESSAGES
    (taken,) = await table.take_due(database, NOW, most=50)
    await table.begin(database, taken, NOW)
    await table.mark_posted(database, taken, Place(CHANNEL, 1), NOW)
    await loose_end_groups.latest(database, show, most=15, texts=20)
    await loose_end_boards.show_soon(database, kept, NOW)
    await table.ask_anew(database, kept, CHANNEL + 1, NOW)
    (left,) = await loose_end_boards.left(database, NOW, most=10)
    await loose_end_boards.put_off(database, left, SOON)
    await loose_end_boards.let_go(database, left)
    for is_open in (True, False):
        await ledger.offered(database, GUILD, MEMBER, is_open=is_open, most=25)
        await ledger.offered(database, GUILD, MEMBER, is_open=is_open, most=25, show=show)
        await ledger.offered(database, GUILD, MEMBER, is_open=is_open, most=25, digits="1")
        await ledger.offered(database, GUILD, MEMBER, is_open=is_open, most=25, show=show, episode=EpisodeNumber.of(1))
    await ledger.latest_episode(database, show, EpisodeNumber.of(99))


async def test_boards_and_completions_find_their_rows_by_an_index(database: Database) -> None:
    show = await fill(database)
    async with run_in(database) as statements:
        await use_boards(database, show)
    steps = await plans_of(database, statements)
    # A board is due where it does not show what is so; the rest are rows of a statement's own, a few of each.
    assert scans(steps, but={"SCAN m USING INDEX loose_end_boards_due", "SCAN known"}) == set()
    for index in ("loose_end_turns_of_show", "loose_ends_of_show", "loose_end_boards_due", "loose_end_boards_left_due"):
        assert any(index in step for step in steps), index


async def test_what_a_board_or_a_completion_shows_is_sorted_by_no_more_than_an_index(database: Database) -> None:
    """SQLite's documentation, “EXPLAIN QUERY PLAN”, 1.3: a sort by a temporary tree reads all there is before it."""
    show = await fill(database)
    async with run_in(database) as statements:
        for is_open in (True, False):
            await ledger.offered(database, GUILD, MEMBER, is_open=is_open, most=25)
            await ledger.offered(database, GUILD, MEMBER, is_open=is_open, most=25, digits="1")
        await loose_end_groups.latest(database, show, most=15, texts=20)
        await loose_end_groups._questions(database, show, 100, 20)
        await loose_end_groups._answers(database, show, 100, 20)
    assert [step for step in await plans_of(database, statements) if step.startswith(_SORTS)] == []
