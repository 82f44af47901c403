"""How long the ledger of loose ends takes to list, count, search and audit, by how many it has.

`README.md` beside this file says how to run it and what was measured.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.episodes import EpisodeNumber
from bot.loose_ends import Status
from bot.shows import Show
from bot.storage import ledger, loose_end_audits, loose_end_changes, loose_end_search, loose_ends, progress, shows
from bot.storage.database import Database
from bot.storage.ledger import Order
from bot.storage.loose_ends import Question
from bot.storage.opening import open_database
from tests.benchmarks.ratings import milliseconds
from tests.world import NOW, data_folder

GUILD, OTHER, MEMBER = 1, 2, 7
EPISODES, WATCHED = 26, EpisodeNumber.of(20)

FILL = (
    """
    CREATE TEMPORARY TABLE numbers AS
    WITH RECURSIVE one (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < $1) SELECT n FROM one
    """,
    """
    CREATE TEMPORARY TABLE fresh AS
    SELECT n, (SELECT coalesce(max(loose_end_id), 0) FROM loose_ends) + n AS id FROM numbers
    """,
    """
    INSERT INTO loose_ends (loose_end_id, guild_id, show_id, number, question, raised_in, raised_by, voices, created_at)
    SELECT id, $1, $2, n, 'Who lit the lantern number ' || n || ' of w' || (n % 500) || ', and why did m' || (n % 7)
        || ' not say so?', (1 + n * 7919 % 26) * 100, 1 + n % 40, 1 + n % 3, 0 FROM fresh
    """,
    """
    INSERT INTO loose_end_voices (guild_id, loose_end_id, member_id, given_at)
    SELECT $1, id, 1 + (n + m) % 40, 0 FROM fresh JOIN (SELECT 0 AS m UNION SELECT 1 UNION SELECT 2) ON m <= n % 3
    """,
    """
    INSERT INTO loose_end_theories (guild_id, loose_end_id, episode, body, member_id, added_at)
    SELECT guild_id, loose_end_id, raised_in + 100, 'The keeper of w' || (number % 500) || ' did.', 2, 0
    FROM loose_ends WHERE guild_id = $1 AND number % 5 = 0
    """,
    """
    INSERT INTO loose_end_changes (guild_id, show_id, loose_end_id, kind, is_turn, episode, body, made_by, made_at)
    SELECT guild_id, show_id, loose_end_id, CASE WHEN number % 10 = 0 THEN 'dropped' ELSE 'answered' END, 1,
        raised_in + number % 9 * 100, 'It was m' || (number % 7) || ' of the harbour.', 3, 0
    FROM loose_ends WHERE guild_id = $1 AND number % 5 < 3
    """,
    """
    UPDATE loose_ends SET merged_to = loose_end_id - 1, merged_into = loose_end_id - 1
    WHERE guild_id = $1 AND number % 50 = 49
    """,
    """
    INSERT INTO loose_end_words (rowid, place, words)
    SELECT row_id, 's' || show_id, $1 || 'g' || replace(lower(body), ' ', ' ' || $1 || 'g') FROM (
        SELECT loose_end_id * 4 AS row_id, show_id, question AS body FROM loose_ends WHERE guild_id = $1
        UNION ALL
        SELECT h.theory_id * 4 + 1, e.show_id, h.body
        FROM loose_end_theories h JOIN loose_ends e ON e.loose_end_id = h.loose_end_id WHERE e.guild_id = $1
        UNION ALL
        SELECT c.change_id * 4 + 2, e.show_id, c.body
        FROM loose_end_changes c JOIN loose_ends e ON e.loose_end_id = c.loose_end_id WHERE e.guild_id = $1
    )
    """,
    "INSERT INTO loose_end_numbers (guild_id, last) SELECT $1, count(*) FROM fresh",
    "DROP TABLE fresh",
    "DROP TABLE numbers",
)


async def fill(database: Database, guild_id: int, count: int) -> Show:
    """Have a guild keep so many loose ends of a show: three of five settled, some with theories, some merged."""
    show = await shows.add(database, guild_id, "Lantern Code", now=NOW)
    values = ((count,), (), (guild_id, show.show_id), *[(guild_id,)] * 6, (), ())
    async with database.transaction() as transaction:
        for sql, args in zip(FILL, values, strict=True):
            await transaction.execute(sql, *args)
    return show


def deeds(database: Database, show: Show, count: int) -> dict[str, Callable[[], Awaitable[Any]]]:
    """Return what is measured: what each command asks the ledger."""
    place = (database, show, MEMBER)

    def found(text: str) -> Callable[[], Awaitable[Any]]:
        async def search() -> None:
            ids = await loose_end_search.search(database, GUILD, MEMBER, text)
            await ledger.numbered(database, GUILD, ids[:10], MEMBER)

        return search

    async def turn_of_it() -> None:
        number, _ = await loose_ends.raise_end(database, Question(show, "Who rang?", WATCHED, MEMBER), NOW)
        end = await ledger.find(database, GUILD, number, MEMBER)
        assert end is not None
        await loose_end_changes.edit(database, end, "Who rang the bell?", WATCHED, MEMBER, NOW)

    return {
        **{f"list by {order}": _page(place, order) for order in Order},
        "list, its last page": lambda: ledger.of_show(*place, offset=count * 7 // 10),
        "list, dropped by quiet": lambda: ledger.of_show(*place, status=Status.DROPPED, order=Order.QUIET),
        "complete, the newest open": lambda: ledger.of_show(*place, status=Status.OPEN, order=Order.NEWEST, most=25),
        "one episode's": lambda: ledger.of_show(*place, episode=EpisodeNumber.of(5)),
        "count": lambda: ledger.count(*place),
        "mine": lambda: ledger.of_member(database, GUILD, MEMBER, offset=0, most=10),
        "show one": lambda: ledger.find(database, GUILD, 500, MEMBER),
        "search a rare word": found("w77"),
        "search a word in all": found("lantern"),
        "search a letter": found("w"),
        "near-duplicates": lambda: loose_end_search.alike(
            *place, "Who was it that lit the lantern of w77, and why did m3 say nothing?"
        ),
        "audit": lambda: loose_end_audits.audit(database, show, EpisodeNumber.of(EPISODES)),
        "after an episode": lambda: loose_end_audits.episode_counts(database, show, WATCHED),
        "raise and edit": turn_of_it,
    }


def _page(place: tuple[Database, Show, int], order: Order) -> Callable[[], Awaitable[Any]]:
    return lambda: ledger.of_show(*place, order=order)


async def measure(count: int, others: int) -> dict[str, float]:
    """Return how long each takes in a guild with so many loose ends, where another one has so many."""
    with TemporaryDirectory() as name:
        async with open_database(data_folder(Path(name))) as database:
            show = await fill(database, GUILD, count)
            if others:
                await fill(database, OTHER, others)
            await database.execute("ANALYZE")
            await progress.record(database, GUILD, show.show_id, MEMBER, WATCHED, NOW)
            return {what: await milliseconds(deed, 15) for what, deed in deeds(database, show, count).items()}


async def sizes(columns: Sequence[tuple[int, int]]) -> None:
    """Print how long each takes, by how many loose ends there are here and in another guild."""
    measured = [await measure(*column) for column in columns]
    print("in ms" + "".join(f"{count:>10,} + {others:<8,}" for count, others in columns))
    for what in measured[0]:
        print(f"{what:<28}" + "".join(f"{one[what]:>12.1f}" for one in measured))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.ledger", description=__doc__)
    parser.add_argument("--others", type=int, default=90_000, help="how many loose ends another guild has")
    options = parser.parse_args(arguments)
    asyncio.run(sizes([(1_000, 0), (10_000, 0), (10_000, options.others)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
