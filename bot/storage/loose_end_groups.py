"""Loose ends as a board groups them, by the episode that each text is of, for readers who have watched that far.

A question stands with the episode that raised it, whatever has become of it; an answer stands, with its question, with
the episode that gave it. So nothing in a group tells of a later one, and all that is said in it can go behind one veil.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage.database import Database
from bot.storage.ledger import spoiler_of


@dataclass(frozen=True, slots=True)
class Group:
    """What an episode raised, and what it tied: how many, and the texts of the first of each.

    A text is the number of a loose end, with its question, and its answer where it was tied here.
    """

    episode: EpisodeNumber
    raised: int
    tied: int
    texts: tuple[Spoiler, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The latest episodes with something to show, in order, and how many loose ends were raised before them."""

    shown: tuple[Group, ...]
    earlier: int


async def latest(database: Database, show: Show, *, most: int, texts: int) -> Groups:
    """Return the latest groups of a show.

    Args:
        most: groups.
        texts: of what a group raised, and as many again of what it tied.
    """
    raised = await _raised(database, show)
    tied = await _tied(database, show, most)
    episodes = sorted(raised.keys() | tied.keys())[-most:]
    groups = [
        Group(
            EpisodeNumber(episode),
            raised.get(episode, 0),
            tied.get(episode, 0),
            (
                *(await _questions(database, show, episode, texts) if episode in raised else ()),
                *(await _answers(database, show, episode, texts) if episode in tied else ()),
            ),
        )
        for episode in episodes
    ]
    return Groups(tuple(groups), sum(raised.values()) - sum(group.raised for group in groups))


async def _raised(database: Database, show: Show) -> dict[int, int]:
    """Return how many loose ends each episode raised."""
    rows = await database.fetch(
        """
        SELECT raised_in AS episode, count(*) AS raised FROM loose_ends
        WHERE guild_id = $1 AND show_id = $2 AND merged_into IS NULL GROUP BY raised_in
        """,
        show.guild_id,
        show.show_id,
    )
    return {row["episode"]: row["raised"] for row in rows}


async def _tied(database: Database, show: Show, most: int) -> dict[int, int]:
    """Return how many loose ends each of the latest episodes that tied one did."""
    rows = await database.fetch(
        f"""
        SELECT c.episode, count(*) AS tied {_TIED}
        GROUP BY c.episode ORDER BY c.episode DESC LIMIT $3
        """,
        show.guild_id,
        show.show_id,
        most,
    )
    return {row["episode"]: row["tied"] for row in rows}


async def _questions(database: Database, show: Show, episode: int, most: int) -> list[Spoiler]:
    rows = await database.fetch(
        """
        SELECT number, voices, question FROM loose_ends
        WHERE guild_id = $1 AND show_id = $2 AND raised_in = $3 AND merged_into IS NULL ORDER BY number LIMIT $4
        """,
        show.guild_id,
        show.show_id,
        episode,
        most,
    )
    return [spoiler_of(f"#{row['number']}{_heard(row['voices'])}: {row['question']}", show, episode) for row in rows]


async def _answers(database: Database, show: Show, episode: int, most: int) -> list[Spoiler]:
    rows = await database.fetch(
        f"""
        SELECT e.number, e.question, c.body {_TIED} AND c.episode = $3
        ORDER BY c.loose_end_id LIMIT $4
        """,
        show.guild_id,
        show.show_id,
        episode,
        most,
    )
    return [spoiler_of(f"Tied, #{row['number']}: {row['question']}\n→ {row['body']}", show, episode) for row in rows]


# An answer that nothing of the same episode came after: what was reopened later was answered all the same, until then.
_TIED = """
FROM loose_end_changes c
JOIN loose_ends e ON e.guild_id = c.guild_id AND e.loose_end_id = c.loose_end_id
WHERE c.guild_id = $1 AND c.show_id = $2 AND c.is_turn = 1 AND c.undone_at IS NULL AND c.kind = 'answered'
    AND e.merged_into IS NULL AND NOT EXISTS (
        SELECT 1 FROM loose_end_changes x
        WHERE x.guild_id = c.guild_id AND x.loose_end_id = c.loose_end_id AND x.is_turn = 1 AND x.undone_at IS NULL
            AND x.episode = c.episode AND x.change_id > c.change_id
    )
"""


def _heard(voices: int) -> str:
    return f" ({voices} voices)" if voices > 1 else ""
