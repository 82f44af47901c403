"""The ledger as of an episode, for nobody in particular: what later ones raised, settled or changed is not in it.

Who is shown it has to have watched that episode; the counts alone may be told to anyone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.audits import Audit, EpisodeCounts, Thread
from bot.episodes import EpisodeNumber
from bot.loose_ends import Status, Turn
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage.database import Database
from bot.storage.driver import Row
from bot.storage.ledger import TURN, VOICES, spoiler_of

_AS_OF = f"""
FROM loose_ends e
JOIN (SELECT $3 AS episode) AS p ON e.raised_in <= p.episode
LEFT JOIN loose_end_changes t ON t.change_id = {TURN}
WHERE e.guild_id = $1 AND e.show_id = $2 AND e.merged_into IS NULL
"""


async def episode_counts(database: Database, show: Show, episode: EpisodeNumber) -> EpisodeCounts:
    """Return how many loose ends an episode tied and raised, and how many were open after it."""
    row = await database.fetchrow(
        f"""
        SELECT count(*) FILTER (WHERE t.kind = '{Turn.ANSWERED}' AND t.episode = p.episode) AS tied,
            count(*) FILTER (WHERE e.raised_in = p.episode) AS new,
            count(*) FILTER (WHERE t.kind IS NULL OR t.kind = '{Turn.REOPENED}') AS open
        {_AS_OF}
        """,
        show.guild_id,
        show.show_id,
        episode.hundredths,
    )
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return EpisodeCounts(*row)


async def audit(database: Database, show: Show, last: EpisodeNumber) -> Audit:
    """Return the audit of a show as of its last episode."""
    rows = await database.fetch(
        f"""
        SELECT e.number, e.raised_in, e.raised_by, {VOICES} AS voices, t.kind AS turn, t.episode AS settled_in, (
                SELECT r.author FROM loose_end_reviews l
                JOIN reviews r ON r.guild_id = l.guild_id AND r.review_id = l.review_id
                WHERE l.guild_id = e.guild_id AND l.loose_end_id = e.loose_end_id AND r.author IS NOT NULL
                ORDER BY r.last_episode, r.review_id LIMIT 1
            ) AS author
        {_AS_OF}
        """,  # noqa: S608 - constants
        show.guild_id,
        show.show_id,
        last.hundredths,
    )
    # Of ten thousand it takes a fifth of a second, in which nobody else would be answered.
    return await asyncio.to_thread(lambda: Audit.of([_thread(row) for row in rows], last))


async def texts(
    database: Database, show: Show, last: EpisodeNumber, threads: Sequence[Thread]
) -> dict[int, tuple[Spoiler, Spoiler | None]]:
    """Return the questions of a few loose ends, and what settled each as of the last episode, by their numbers."""
    places = ", ".join(f"${n}" for n in range(4, len(threads) + 4))
    rows = await database.fetch(
        f"""
        SELECT e.number, e.question, e.raised_in, t.kind AS turn, t.episode AS settled_in, t.body AS settled
        {_AS_OF} AND e.number IN ({places})
        """,
        show.guild_id,
        show.show_id,
        last.hundredths,
        *(one.number for one in threads),
    )
    return {
        row["number"]: (
            spoiler_of(row["question"], show, row["raised_in"]),
            spoiler_of(row["settled"], show, row["settled_in"]) if _status(row) is not Status.OPEN else None,
        )
        for row in rows
    }


def _status(row: Row) -> Status:
    return Turn(row["turn"]).status if row["turn"] else Status.OPEN


def _thread(row: Row) -> Thread:
    status = _status(row)
    settled_in = None if status is Status.OPEN else EpisodeNumber(row["settled_in"])
    raised_in = EpisodeNumber(row["raised_in"])
    return Thread(row["number"], raised_in, row["raised_by"], row["author"], row["voices"], status, settled_in)
