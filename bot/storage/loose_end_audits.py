"""The ledger as of an episode, for nobody in particular: what later ones raised, settled or changed is not in it.

Who is shown it has to have watched that episode; the counts alone may be told to anyone.
"""

from __future__ import annotations

from bot.audits import Audit, EpisodeCounts, Thread
from bot.episodes import EpisodeNumber
from bot.loose_ends import Status, Turn
from bot.neutral import neutral
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage.database import Database
from bot.storage.ledger import TURN, VOICES

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
        SELECT e.number, e.question, e.raised_in, e.raised_by, {VOICES} AS voices,
            t.kind AS turn, t.episode AS settled_in, t.body AS settled, (
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
    threads = []
    for row in rows:
        raised_in = EpisodeNumber(row["raised_in"])
        question = Spoiler(neutral(row["question"]), show_id=show.show_id, episode=raised_in)
        status = Turn(row["turn"]).status if row["turn"] else Status.OPEN
        settled_in = settled = None
        if status is not Status.OPEN:
            settled_in = EpisodeNumber(row["settled_in"])
            settled = Spoiler(neutral(row["settled"]), show_id=show.show_id, episode=settled_in)
        threads.append(
            Thread(
                row["number"],
                question,
                raised_in,
                row["raised_by"],
                row["author"],
                row["voices"],
                status,
                settled_in,
                settled,
            )
        )
    return Audit.of(threads, last)
