"""How members rate episodes: one rating each, from 1 to 10, and how many gave each.

The tallies are changed in the transaction that changes a rating, so that a result costs the same for ten ratings and
a million. A poll learns of it in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.ratings import BEST, Tally
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row


async def rate(
    database: Database,
    guild_id: int,
    show_id: int,
    episode: EpisodeNumber,
    member_id: int,
    score: int,
    now: datetime,
) -> int | None:
    """Set a member's rating of an episode; return what it was before.

    Raises:
        Mistake: the episode's poll is closed.
        StorageConflict: the guild follows no such show, or the score is not from 1 to 10.
    """
    async with database.transaction() as transaction:
        (row,) = await transaction.fetch(_STANDING, guild_id, show_id, episode.hundredths, member_id, _seconds(now))
        before: int | None = row["score"]
        if row["is_closed"]:
            raise Mistake(f"The poll of episode {episode} is closed; it takes no more ratings.")
        if before == score:
            return score
        await transaction.execute(_INSERT, guild_id, show_id, episode.hundredths, member_id, score, _seconds(now))
        await transaction.execute(
            """
            INSERT INTO rating_tallies (guild_id, show_id, episode, score, votes) VALUES ($1, $2, $3, $4, 1)
            ON CONFLICT (guild_id, show_id, episode, score) DO UPDATE SET votes = rating_tallies.votes + 1
            """,
            guild_id,
            show_id,
            episode.hundredths,
            score,
        )
        if before is None:
            await _changed(transaction, guild_id, show_id, episode)
        else:
            await _uncount(transaction, guild_id, show_id, episode, before)
    return before


async def remove(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber, member_id: int) -> bool:
    """Drop a member's rating of an episode, also of one whose poll is closed; return whether there was one."""
    async with database.transaction() as transaction:
        return await take_back(transaction, guild_id, show_id, episode, member_id)


async def take_back(
    transaction: Transaction, guild_id: int, show_id: int, episode: EpisodeNumber, member_id: int
) -> bool:
    """Do what `remove` does, within a transaction."""
    score = await of_member(transaction, guild_id, show_id, episode, member_id)
    if score is None:
        return False
    await transaction.execute(
        "DELETE FROM ratings WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND member_id = $4",
        guild_id,
        show_id,
        episode.hundredths,
        member_id,
    )
    await _uncount(transaction, guild_id, show_id, episode, score)
    await _changed(transaction, guild_id, show_id, episode)
    return True


async def take_over(
    transaction: Transaction,
    guild_id: int,
    show_id: int,
    episode: EpisodeNumber,
    tally: Tally,
    named: Mapping[int, tuple[int, datetime]],
    now: datetime,
) -> bool:
    """Keep an archive's ratings of an episode where the guild has none; False where it has some.

    Who gave a rating that is not `named` is not known: those count as of members −1, −2 and so on, which Discord has
    not, so that the tallies are a count of the ratings as ever.

    Args:
        named: by members' ids, the scores they gave and when; they are among those of the tally.

    Raises:
        StorageConflict: the guild follows no such show.
        ValueError: more gave a score by name than by the tally.
    """
    known = await transaction.fetchval(
        "SELECT 1 FROM ratings WHERE guild_id = $1 AND show_id = $2 AND episode = $3 LIMIT 1",
        guild_id,
        show_id,
        episode.hundredths,
    )
    if known:
        return False
    for member_id, (score, at) in named.items():
        await transaction.execute(_INSERT, guild_id, show_id, episode.hundredths, member_id, score, _seconds(at))
    given = Counter(score for score, _ in named.values())
    nameless = 0
    for score, votes in enumerate(tally.votes, 1):
        rest = votes - given[score]
        if rest < 0:
            raise ValueError("more gave a score by name than by the tally")
        if rest:
            await transaction.execute(
                """
                WITH RECURSIVE nameless (number) AS (
                    SELECT $6 + 1 UNION ALL SELECT number + 1 FROM nameless WHERE number < $6 + $7
                )
                INSERT INTO ratings (guild_id, show_id, episode, member_id, score, updated_at)
                SELECT $1, $2, $3, -number, $4, $5 FROM nameless
                """,
                guild_id,
                show_id,
                episode.hundredths,
                score,
                _seconds(now),
                nameless,
                rest,
            )
            nameless += rest
    await transaction.execute(
        """
        INSERT INTO rating_tallies (guild_id, show_id, episode, score, votes)
        SELECT guild_id, show_id, episode, score, count(*) FROM ratings
        WHERE guild_id = $1 AND show_id = $2 AND episode = $3 GROUP BY guild_id, show_id, episode, score
        ON CONFLICT (guild_id, show_id, episode, score) DO UPDATE SET votes = excluded.votes
        """,
        guild_id,
        show_id,
        episode.hundredths,
    )
    await _changed(transaction, guild_id, show_id, episode)
    return True


async def of_member(
    database: Database | Transaction, guild_id: int, show_id: int, episode: EpisodeNumber, member_id: int
) -> int | None:
    """Return a member's own rating of an episode, or None where they gave none."""
    score: int | None = await database.fetchval(
        "SELECT score FROM ratings WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND member_id = $4",
        guild_id,
        show_id,
        episode.hundredths,
        member_id,
    )
    return score


async def of_member_all(database: Database, guild_id: int, member_id: int) -> dict[int, dict[EpisodeNumber, int]]:
    """Return all that a member rated in a guild: by show, then by episode in order."""
    rows = await database.fetch(
        """
        SELECT show_id, episode, score FROM ratings WHERE guild_id = $1 AND member_id = $2
        ORDER BY show_id, episode
        """,
        guild_id,
        member_id,
    )
    found: dict[int, dict[EpisodeNumber, int]] = {}
    for row in rows:
        found.setdefault(row["show_id"], {})[EpisodeNumber(row["episode"])] = row["score"]
    return found


async def tally(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber) -> Tally:
    """Return how many gave each score to an episode."""
    rows = await database.fetch(
        """
        SELECT episode, score, votes FROM rating_tallies
        WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND votes > 0
        """,
        guild_id,
        show_id,
        episode.hundredths,
    )
    return _tallies(rows).get(episode, Tally())


async def tallies_of_show(database: Database, guild_id: int, show_id: int) -> dict[EpisodeNumber, Tally]:
    """Return how many gave each score to each episode of a show that was rated, in the order of episodes."""
    rows = await database.fetch(
        """
        SELECT episode, score, votes FROM rating_tallies WHERE guild_id = $1 AND show_id = $2 AND votes > 0
        ORDER BY episode
        """,
        guild_id,
        show_id,
    )
    return _tallies(rows)


async def recount(database: Database, guild_id: int, show_id: int) -> dict[EpisodeNumber, Tally]:
    """Return what `tallies_of_show` should: the ratings themselves, counted one by one."""
    rows = await database.fetch(
        """
        SELECT episode, score, count(*) AS votes FROM ratings WHERE guild_id = $1 AND show_id = $2
        GROUP BY episode, score ORDER BY episode
        """,
        guild_id,
        show_id,
    )
    return _tallies(rows)


_INSERT = """
INSERT INTO ratings (guild_id, show_id, episode, member_id, score, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (guild_id, show_id, episode, member_id)
DO UPDATE SET score = excluded.score, updated_at = excluded.updated_at
"""

_STANDING = """
SELECT
    (SELECT 1 FROM rating_polls WHERE guild_id = $1 AND show_id = $2 AND episode = $3
        AND (state = 'closed' OR closes_at <= $5)) AS is_closed,
    (SELECT score FROM ratings WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND member_id = $4) AS score
"""
"""Whether the poll takes no more votes, be it that its end has come and nobody has noted it, and a member's rating."""


async def _uncount(transaction: Transaction, guild_id: int, show_id: int, episode: EpisodeNumber, score: int) -> None:
    await transaction.execute(
        """
        UPDATE rating_tallies SET votes = votes - 1
        WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND score = $4
        """,
        guild_id,
        show_id,
        episode.hundredths,
        score,
    )


async def _changed(transaction: Transaction, guild_id: int, show_id: int, episode: EpisodeNumber) -> None:
    """Note that the message of a poll, if there is one, does not show the count as it is now."""
    await transaction.execute(
        "UPDATE rating_polls SET version = version + 1 WHERE guild_id = $1 AND show_id = $2 AND episode = $3",
        guild_id,
        show_id,
        episode.hundredths,
    )


def _tallies(rows: list[Row]) -> dict[EpisodeNumber, Tally]:
    votes: dict[EpisodeNumber, list[int]] = {}
    for row in rows:
        votes.setdefault(EpisodeNumber(row["episode"]), [0] * BEST)[row["score"] - 1] = row["votes"]
    return {episode: Tally(tuple(counts)) for episode, counts in votes.items()}


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
