"""The ledger as a viewer may read it: every row is cut at how far they have watched, here and nowhere else.

A loose end whose question was raised later is not given out, nor is an answer, a reason or a theory of a later episode:
what is beyond the viewer can't be told from what is not there, be it by what is found, by an order or a count, or by
what comes of a change. But for these: how many questions are beyond them is counted; a number that is missing may be of
one of those; and that a sentence of a review is tracked is said to whoever reads it there, with its number. Where a
question is moved to a later episode, it is gone for who has not watched that one, with all that was merged into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.episodes import EpisodeNumber
from bot.gate import Viewer
from bot.loose_ends import Status, Turn
from bot.neutral import neutral
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row, Value, instant


class Order(StrEnum):
    """In which order loose ends are listed."""

    EPISODE = "episode"
    VOICES = "voices"
    QUIET = "quiet"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A loose end as one viewer may see it.

    `settled` is its answer, or why it was dropped or reopened, as of what they have watched; `turn_id` tells that turn
    from others, 0 where there was none. `touched` is the last episode, of those, in which something came up of it.
    """

    loose_end_id: int
    number: int
    show: Show
    question: Spoiler
    raised_in: EpisodeNumber
    raised_by: int | None
    voices: int
    has_voice: bool
    theories: int
    status: Status
    turn_id: int
    settled_in: EpisodeNumber | None
    settled: Spoiler | None
    settled_by: int | None
    settled_at: datetime | None
    touched: EpisodeNumber
    watched: EpisodeNumber

    @property
    def viewer(self) -> Viewer:
        """Whom it was read for: someone who has watched all that is in it."""
        return Viewer(self.watched)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many loose ends of a show there are: of each status by what the viewer has watched, and beyond that."""

    open: int = 0
    answered: int = 0
    dropped: int = 0
    beyond: int = 0

    @property
    def seen(self) -> int:
        """How many the viewer may see."""
        return self.open + self.answered + self.dropped


async def find(database: Database | Transaction, guild_id: int, number: int, member_id: int) -> LooseEnd | None:
    """Return a guild's loose end as a member may see it, or None where there is none that they may.

    One that was merged into another leads to that one.
    """
    row = await database.fetchrow(
        f"""
        {_ENDS}
        WHERE e.guild_id = $1 AND e.raised_in <= p.episode AND e.merged_into IS NULL AND e.loose_end_id = (
            SELECT coalesce(n.merged_into, n.loose_end_id) FROM loose_ends n
            WHERE n.guild_id = $1 AND n.number = $3 AND n.raised_in <= p.episode
        )
        """,
        guild_id,
        member_id,
        number,
    )
    return None if row is None else _loose_end(row)


async def of_show(
    database: Database,
    show: Show,
    member_id: int,
    *,
    status: Status | None = None,
    order: Order = Order.EPISODE,
    episode: EpisodeNumber | None = None,
    offset: int = 0,
    most: int = 10,
) -> list[LooseEnd]:
    """Return the loose ends of a show that a member may see.

    Args:
        status: only those of that status, by what the member has watched.
        episode: only those that were raised in that episode.
        offset, most: which of them, for a page.
    """
    wanted, args = "", [show.guild_id, member_id, show.show_id, most, offset]
    if episode is not None:
        args.append(episode.hundredths)
        wanted += f" AND e.raised_in = ${len(args)}"
    rows = await database.fetch(
        f"""
        {_ENDS}
        WHERE e.guild_id = $1 AND e.show_id = $3 AND e.merged_into IS NULL AND e.raised_in <= p.episode
            {_of_status(status)} {wanted}
        ORDER BY {_ORDERS[order]} LIMIT $4 OFFSET $5
        """,
        *args,
    )
    return [_loose_end(row) for row in rows]


async def of_member(database: Database, guild_id: int, member_id: int, *, offset: int, most: int) -> list[LooseEnd]:
    """Return the loose ends that a member raised, has a voice in or a theory of, and may see; the newest first."""
    rows = await database.fetch(
        f"""
        {_ENDS}
        WHERE e.guild_id = $1 AND e.merged_into IS NULL AND e.raised_in <= p.episode AND e.loose_end_id IN ({_MINE})
        ORDER BY e.number DESC LIMIT $3 OFFSET $4
        """,
        guild_id,
        member_id,
        most,
        offset,
    )
    return [_loose_end(row) for row in rows]


async def count_of_member(database: Database, guild_id: int, member_id: int) -> tuple[int, int]:
    """Return how many loose ends a member has a part in and may see, and how many lie beyond what they watched."""
    row = await database.fetchrow(
        f"""
        SELECT count(*) AS all_of_them,
            count(*) FILTER (WHERE e.raised_in <= p.episode AND e.loose_end_id IN ({_MINE})) AS seen
        FROM loose_ends e
        LEFT JOIN progress p ON p.guild_id = e.guild_id AND p.show_id = e.show_id AND p.member_id = $2
        WHERE e.guild_id = $1 AND e.merged_into IS NULL AND e.loose_end_id IN ({_ALL_MINE})
        """,
        guild_id,
        member_id,
    )
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return row["seen"], row["all_of_them"] - row["seen"]


async def offered(
    database: Database,
    guild_id: int,
    member_id: int,
    *,
    is_open: bool,
    most: int,
    show: Show | None = None,
    episode: EpisodeNumber | None = None,
    digits: str = "",
) -> list[LooseEnd]:
    """Return the loose ends of a guild that a member may see, the newest first, to choose from.

    Args:
        is_open: only those that are open by what the member has watched, or only those that are settled.
        most: how many.
        show: only those of that show.
        episode: only those that were raised in that episode.
        digits: only those whose number begins with them, the lowest first.
    """
    args: list[Value] = [guild_id, member_id, most]
    wanted = _OPEN if is_open else f"AND t.kind IN ('{Turn.ANSWERED}', '{Turn.DROPPED}')"
    if show is not None:
        args.append(show.show_id)
        wanted += f" AND e.show_id = ${len(args)}"
    if episode is not None:
        args.append(episode.hundredths)
        wanted += f" AND e.raised_in = ${len(args)}"
    if digits:
        args.append(f"{digits}%")
        wanted += f" AND CAST(e.number AS TEXT) LIKE ${len(args)}"
    rows = await database.fetch(
        f"""
        {_ENDS}
        WHERE e.guild_id = $1 AND e.merged_into IS NULL AND e.raised_in <= p.episode {wanted}
        ORDER BY e.number {"ASC" if digits else "DESC"} LIMIT $3
        """,
        *args,
    )
    return [_loose_end(row) for row in rows]


async def numbered(database: Database, guild_id: int, ids: Sequence[int], member_id: int) -> list[LooseEnd]:
    """Return those loose ends of a guild, in that order, that a member may see."""
    if not ids:
        return []
    places = ", ".join(f"${n}" for n in range(3, len(ids) + 3))
    rows = await database.fetch(
        f"""
        {_ENDS}
        WHERE e.guild_id = $1 AND e.merged_into IS NULL AND e.raised_in <= p.episode AND e.loose_end_id IN ({places})
        """,
        guild_id,
        member_id,
        *ids,
    )
    found = {row["loose_end_id"]: _loose_end(row) for row in rows}
    return [found[one] for one in ids if one in found]


async def count(
    database: Database, show: Show, member_id: int, *, episode: EpisodeNumber | None = None
) -> tuple[Counts, EpisodeNumber | None]:
    """Return how many loose ends of a show a member may see, by status, how many lie beyond, and their progress.

    Args:
        episode: count only those that were raised in that episode.
    """
    args: list[Value] = [show.guild_id, member_id, show.show_id]
    wanted = ""
    if episode is not None:
        args.append(episode.hundredths)
        wanted = f" AND e.raised_in = ${len(args)}"
    row = await database.fetchrow(
        f"""
        SELECT p.episode AS watched,
            count(*) FILTER (WHERE e.raised_in <= p.episode {_of_status(Status.OPEN)}) AS open,
            count(*) FILTER (WHERE e.raised_in <= p.episode {_of_status(Status.ANSWERED)}) AS answered,
            count(*) FILTER (WHERE e.raised_in <= p.episode {_of_status(Status.DROPPED)}) AS dropped,
            count(e.loose_end_id) AS all_of_them
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN progress p ON p.guild_id = $1 AND p.show_id = $3 AND p.member_id = $2
        LEFT JOIN loose_ends e ON e.guild_id = $1 AND e.show_id = $3 AND e.merged_into IS NULL {wanted}
        LEFT JOIN loose_end_changes t ON t.change_id = {TURN}
        """,
        *args,
    )
    assert row is not None  # noqa: S101 - an aggregate always has a row
    seen = (row["open"], row["answered"], row["dropped"])
    watched = None if row["watched"] is None else EpisodeNumber(row["watched"])
    return Counts(*seen, row["all_of_them"] - sum(seen)), watched


async def tracked(database: Database | Transaction, guild_id: int, review_id: int) -> dict[str, int]:
    """Return which sentences of a review are in the ledger: the number of the loose end by the sentence's hash."""
    rows = await database.fetch(
        """
        SELECT l.sentence_hash, e.number
        FROM loose_end_reviews l JOIN loose_ends e ON e.guild_id = l.guild_id AND e.loose_end_id = l.loose_end_id
        WHERE l.guild_id = $1 AND l.review_id = $2
        """,
        guild_id,
        review_id,
    )
    return {row["sentence_hash"]: row["number"] for row in rows}


async def voiced(database: Database, guild_id: int, review_id: int, member_id: int) -> set[int]:
    """Return the numbers of the loose ends, of those taken from a review, in which a member has a voice."""
    rows = await database.fetch(
        """
        SELECT e.number
        FROM loose_end_reviews l JOIN loose_ends e ON e.guild_id = l.guild_id AND e.loose_end_id = l.loose_end_id
        JOIN loose_end_voices v ON v.guild_id = e.guild_id AND v.loose_end_id = e.loose_end_id AND v.member_id = $3
        WHERE l.guild_id = $1 AND l.review_id = $2
        """,
        guild_id,
        review_id,
        member_id,
    )
    return {row["number"] for row in rows}


async def latest_episode(database: Database, show: Show, watched: EpisodeNumber) -> EpisodeNumber | None:
    """Return the last episode, of those watched, that anything is known of; None where nothing is.

    It may be of a review, a loose end, or what became of one.
    """
    value = await database.fetchval(
        """
        SELECT max(episode) FROM (
            SELECT max(last_episode) AS episode FROM reviews
            WHERE guild_id = $1 AND show_id = $2 AND last_episode <= $3
            UNION ALL
            SELECT max(raised_in) FROM loose_ends
            WHERE guild_id = $1 AND show_id = $2 AND merged_into IS NULL AND raised_in <= $3
            UNION ALL
            SELECT max(c.episode) FROM loose_ends e
            JOIN loose_end_changes c ON c.guild_id = e.guild_id AND c.loose_end_id = e.loose_end_id
            WHERE e.guild_id = $1 AND e.show_id = $2 AND e.merged_into IS NULL AND e.raised_in <= $3
                AND c.is_turn = 1 AND c.undone_at IS NULL AND c.episode <= $3
        ) AS known
        """,
        show.guild_id,
        show.show_id,
        watched.hundredths,
    )
    return None if value is None else EpisodeNumber(value)


# The one cut: e is a loose end, $1 the guild and $2 the viewer, p.episode how far they have watched the show. The turn
# that holds is the last of those they have watched, in the story's order.
TURN = """(
    SELECT x.change_id FROM loose_end_changes x
    WHERE x.guild_id = e.guild_id AND x.loose_end_id = e.loose_end_id AND x.is_turn = 1 AND x.undone_at IS NULL
        AND x.episode <= p.episode
    ORDER BY x.episode DESC, x.change_id DESC LIMIT 1
)"""
# A loose end with those that were merged into it, of as many as the viewer has watched.
_MERGED = """
    SELECT m.loose_end_id FROM loose_ends m
    WHERE m.guild_id = e.guild_id AND m.merged_into = e.loose_end_id AND m.raised_in <= p.episode
"""
_FAMILY = f"SELECT e.loose_end_id UNION ALL {_MERGED}"
_THEORIES = f"""
    FROM loose_end_theories h
    WHERE h.guild_id = e.guild_id AND h.loose_end_id IN ({_FAMILY}) AND h.episode <= p.episode
"""
VOICES = f"""
CASE WHEN EXISTS ({_MERGED}) THEN (
    SELECT count(DISTINCT v.member_id) FROM loose_end_voices v
    WHERE v.guild_id = e.guild_id AND v.loose_end_id IN ({_FAMILY})
) ELSE e.voices END
"""
_ENDS = f"""
SELECT e.loose_end_id, e.guild_id, e.number, e.question, e.raised_in, e.raised_by, {VOICES} AS voices,
    s.show_id, s.title, s.season, s.first_absolute, p.episode AS watched,
    t.change_id AS turn_id, t.kind AS turn, t.episode AS turn_episode, t.body AS turn_body, t.made_by AS turn_by,
    t.made_at AS turn_at,
    EXISTS (
        SELECT 1 FROM loose_end_voices v
        WHERE v.guild_id = e.guild_id AND v.loose_end_id IN ({_FAMILY}) AND v.member_id = $2
    ) AS has_voice,
    (SELECT count(*) {_THEORIES}) AS theories,
    (SELECT max(h.episode) {_THEORIES}) AS theory_episode
FROM loose_ends e
JOIN shows s ON s.guild_id = e.guild_id AND s.show_id = e.show_id
JOIN progress p ON p.guild_id = e.guild_id AND p.show_id = e.show_id AND p.member_id = $2
LEFT JOIN loose_end_changes t ON t.change_id = {TURN}
"""
_TOUCHED = f"""
CASE WHEN coalesce((SELECT max(h.episode) {_THEORIES}), 0) > coalesce(t.episode, e.raised_in)
THEN (SELECT max(h.episode) {_THEORIES}) ELSE coalesce(t.episode, e.raised_in) END
"""
_ORDERS = {
    Order.EPISODE: "e.raised_in, e.number",
    Order.VOICES: f"{VOICES} DESC, e.raised_in, e.number",
    Order.QUIET: f"{_TOUCHED}, e.number",
    Order.NEWEST: "e.number DESC",
}
# What the member $2 has a part in, with the episode that it is of; one that was merged counts for what it is in now.
_PARTS = """
    SELECT coalesce(o.merged_into, o.loose_end_id) AS loose_end_id, o.show_id, o.raised_in, part.episode
    FROM (
        SELECT loose_end_id, 0 AS episode FROM loose_ends WHERE guild_id = $1 AND raised_by = $2
        UNION SELECT loose_end_id, 0 FROM loose_end_voices WHERE guild_id = $1 AND member_id = $2
        UNION SELECT loose_end_id, episode FROM loose_end_theories WHERE guild_id = $1 AND member_id = $2
    ) AS part
    JOIN loose_ends o ON o.guild_id = $1 AND o.loose_end_id = part.loose_end_id
"""
_ALL_MINE = f"SELECT loose_end_id FROM ({_PARTS})"
_MINE = f"""
    SELECT y.loose_end_id FROM ({_PARTS}) AS y
    JOIN progress w ON w.guild_id = $1 AND w.show_id = y.show_id AND w.member_id = $2
    WHERE y.raised_in <= w.episode AND y.episode <= w.episode
"""


_OPEN = f"AND (t.kind IS NULL OR t.kind = '{Turn.REOPENED}')"


def _of_status(status: Status | None) -> str:
    if status is None:
        return ""
    if status is Status.OPEN:
        return _OPEN
    return f"AND t.kind = '{status}'"


def _loose_end(row: Row) -> LooseEnd:
    show = Show(row["show_id"], row["guild_id"], row["title"], row["season"], row["first_absolute"])
    turn = None if row["turn"] is None else Turn(row["turn"])
    touched = max(row["turn_episode"] or 0, row["raised_in"], row["theory_episode"] or 0)
    return LooseEnd(
        loose_end_id=row["loose_end_id"],
        number=row["number"],
        show=show,
        question=spoiler_of(row["question"], show, row["raised_in"]),
        raised_in=EpisodeNumber(row["raised_in"]),
        raised_by=row["raised_by"],
        voices=row["voices"],
        has_voice=bool(row["has_voice"]),
        theories=row["theories"],
        status=Status.OPEN if turn is None else turn.status,
        turn_id=row["turn_id"] or 0,
        settled_in=None if turn is None else EpisodeNumber(row["turn_episode"]),
        settled=None if turn is None else spoiler_of(row["turn_body"], show, row["turn_episode"]),
        settled_by=row["turn_by"],
        settled_at=instant(row["turn_at"]),
        touched=EpisodeNumber(touched),
        watched=EpisodeNumber(row["watched"]),
    )


def spoiler_of(text: str, show: Show, episode: int) -> Spoiler:
    """Return a text of the ledger, made neutral; `episode` in hundredths, as it is kept."""
    return Spoiler(neutral(text), show_id=show.show_id, episode=EpisodeNumber(episode))
