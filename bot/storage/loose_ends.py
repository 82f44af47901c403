"""Raising loose ends and removing them.

Each change is one transaction, and has the show's board shown anew. What becomes of a loose end is in
`bot.storage.loose_end_changes`, what members have to say of it in `bot.storage.loose_end_voices` and
`bot.storage.loose_end_theories`. Reading is done in `bot.storage.ledger`, cut at what the viewer has watched; what they
may not see they can't change either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.shows import Show
from bot.storage import loose_end_boards, loose_end_search
from bot.storage.database import Database, Transaction
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_search import Kind
from bot.storage.loose_end_voices import add_voice, count_voices


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a question was taken from: a review's sentence, known by its hash, or a message."""

    review_id: int | None = None
    sentence_hash: str | None = None
    channel_id: int | None = None
    message_id: int | None = None


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is to be kept. `member_id` is who asks it, None for one that a review names by itself."""

    show: Show
    text: str
    raised_in: EpisodeNumber
    member_id: int | None
    origin: Origin = NOWHERE


class Meanwhile(Mistake):
    """What a member was about to change has been changed by somebody else; nothing was done."""


def hash_of(sentence: str) -> str:
    """Return what a review's sentence is known again by, where it or its spacing is written anew."""
    return hashlib.sha256(" ".join(sentence.split()).encode("utf-8", "surrogatepass")).hexdigest()[:32]


async def raise_end(database: Database, question: Question, now: datetime) -> tuple[int, bool]:
    """Keep a question; return its number, and whether it is new.

    A sentence of a review is taken once: whoever takes it again has their voice added to it.

    Raises:
        StorageConflict: the show is not followed any more, or the review is gone.
    """
    async with database.transaction() as transaction:
        known = await of_origin(transaction, question)
        if known is None:
            return await insert(transaction, question, now), True
        loose_end_id, number = known
        if question.member_id is not None:
            await add_voice(transaction, question.show, loose_end_id, question.member_id, now)
        return number, False


async def take_in(
    transaction: Transaction,
    show: Show,
    review_id: int,
    sentences: Sequence[str],
    raised_in: EpisodeNumber,
    now: datetime,
) -> int:
    """Keep what a review surely names as left open, each sentence once; return how many are new.

    One that is in the ledger in the same words, from that episode or an earlier one, has the review noted as another
    source; a later one is no reason to keep it from who has watched this episode.
    """
    new = 0
    for sentence in sentences:
        origin = Origin(review_id, hash_of(sentence))
        question = Question(show, sentence, raised_in, None, origin)
        if await of_origin(transaction, question) is not None:
            continue
        same = await loose_end_search.same(transaction, show, sentence, raised_in)
        if same is None:
            await insert(transaction, question, now)
            new += 1
        else:
            await note_origin(transaction, same, question)
    return new


async def remove(database: Database, end: LooseEnd) -> bool:
    """Remove a loose end with all that belongs to it, for good; False where it is gone."""
    async with database.transaction() as transaction:
        counted = await counted_in(transaction, end.show.guild_id, end.loose_end_id)
        removed = await transaction.execute(
            "DELETE FROM loose_ends WHERE guild_id = $1 AND loose_end_id = $2", end.show.guild_id, end.loose_end_id
        )
        await loose_end_boards.show_anew(transaction, end.show, *counted)
    return bool(removed)


async def remove_own(database: Database, end: LooseEnd, member_id: int) -> bool:
    """Remove a loose end that a member raised, for good; False where it is gone, or others have a part in it."""
    async with database.transaction() as transaction:
        counted = await counted_in(transaction, end.show.guild_id, end.loose_end_id)
        removed = await transaction.execute(
            """
            DELETE FROM loose_ends
            WHERE guild_id = $1 AND loose_end_id = $2 AND raised_by = $3
                AND NOT EXISTS (
                    SELECT 1 FROM loose_end_voices v
                    WHERE v.guild_id = $1 AND v.loose_end_id = $2 AND v.member_id <> $3
                )
                AND NOT EXISTS (
                    SELECT 1 FROM loose_end_theories h
                    WHERE h.guild_id = $1 AND h.loose_end_id = $2 AND (h.member_id IS NULL OR h.member_id <> $3)
                )
                AND NOT EXISTS (SELECT 1 FROM loose_ends m WHERE m.guild_id = $1 AND m.merged_into = $2)
            """,
            end.show.guild_id,
            end.loose_end_id,
            member_id,
        )
        await loose_end_boards.show_anew(transaction, end.show, *counted)
    return bool(removed)


async def forget_member(transaction: Transaction, guild_id: int, member_id: int) -> None:
    """Take a member out of a guild's ledger: voices and drafts go, what others build on stays without the name."""
    heard = await transaction.fetch(
        """
        SELECT e.loose_end_id, e.show_id
        FROM loose_end_voices v JOIN loose_ends e ON e.guild_id = v.guild_id AND e.loose_end_id = v.loose_end_id
        WHERE v.guild_id = $1 AND v.member_id = $2
        """,
        guild_id,
        member_id,
    )
    for statement in (
        "DELETE FROM loose_end_voices WHERE guild_id = $1 AND member_id = $2",
        "DELETE FROM loose_end_drafts WHERE guild_id = $1 AND member_id = $2",
        "UPDATE loose_ends SET raised_by = NULL WHERE guild_id = $1 AND raised_by = $2",
        "UPDATE loose_end_theories SET member_id = NULL WHERE guild_id = $1 AND member_id = $2",
        "UPDATE loose_end_changes SET made_by = NULL WHERE guild_id = $1 AND made_by = $2",
        "UPDATE loose_end_changes SET undone_by = NULL WHERE guild_id = $1 AND undone_by = $2",
    ):
        await transaction.execute(statement, guild_id, member_id)
    for row in heard:
        await count_voices(transaction, guild_id, row["loose_end_id"])
    for show_id in {row["show_id"] for row in heard}:
        await loose_end_boards.show_anew(transaction, Show(show_id, guild_id, ""))


def must_follow(end: LooseEnd, episode: EpisodeNumber, what: str) -> None:
    """Let what is said of a loose end pass where it is of the question's episode or a later one; else `Mistake`."""
    if episode < end.raised_in:
        raise Mistake(
            f"#{end.number} was raised in episode {end.raised_in}. {what} of episode {episode} would come before the"
            f" question: name episode {end.raised_in} or a later one, or correct the question’s with `/loose-end edit`."
        )


async def insert(transaction: Transaction, question: Question, now: datetime) -> int:
    """Keep a question as a loose end of its own, with its writer's voice, within a transaction; return its number."""
    show = question.show
    number: int = await transaction.fetchval(
        """
        INSERT INTO loose_end_numbers (guild_id, last) VALUES ($1, 1)
        ON CONFLICT (guild_id) DO UPDATE SET last = last + 1 RETURNING last
        """,
        show.guild_id,
    )
    loose_end_id: int = await transaction.fetchval(
        """
        INSERT INTO loose_ends (guild_id, show_id, number, question, raised_in, raised_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING loose_end_id
        """,
        show.guild_id,
        show.show_id,
        number,
        question.text,
        question.raised_in.hundredths,
        question.member_id,
        int(now.timestamp()),
    )
    await loose_end_search.put(transaction, show, Kind.QUESTION, loose_end_id, question.text)
    await note_origin(transaction, loose_end_id, question)
    if question.member_id is not None:
        await add_voice(transaction, show, loose_end_id, question.member_id, now)
    await loose_end_boards.show_anew(transaction, show, question.raised_in)
    return number


async def of_origin(transaction: Transaction, question: Question) -> tuple[int, int] | None:
    """Return the id and number of the loose end that a review's sentence was taken for, or None."""
    row = await transaction.fetchrow(
        """
        SELECT e.loose_end_id, e.number
        FROM loose_end_reviews l JOIN loose_ends e ON e.guild_id = l.guild_id AND e.loose_end_id = l.loose_end_id
        WHERE l.guild_id = $1 AND l.review_id = $2 AND l.sentence_hash = $3
        """,
        question.show.guild_id,
        question.origin.review_id,
        question.origin.sentence_hash,
    )
    return None if row is None else (row["loose_end_id"], row["number"])


async def note_origin(transaction: Transaction, loose_end_id: int, question: Question) -> None:
    """Note where a question was taken from as a source of a loose end, within a transaction."""
    origin, guild_id = question.origin, question.show.guild_id
    if origin.review_id is not None:
        await transaction.execute(
            """
            INSERT INTO loose_end_reviews (guild_id, review_id, sentence_hash, loose_end_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (guild_id, review_id, sentence_hash) DO NOTHING
            """,
            guild_id,
            origin.review_id,
            origin.sentence_hash,
            loose_end_id,
        )
    if origin.message_id is not None:
        await transaction.execute(
            """
            INSERT INTO loose_end_messages (guild_id, loose_end_id, channel_id, message_id, episode)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (guild_id, loose_end_id, message_id) DO NOTHING
            """,
            guild_id,
            loose_end_id,
            origin.channel_id,
            origin.message_id,
            question.raised_in.hundredths,
        )


async def counted_in(transaction: Transaction, guild_id: int, loose_end_id: int) -> list[EpisodeNumber]:
    """Return the episodes in whose counts a loose end is: the one that raised it, and those that settled it."""
    rows = await transaction.fetch(
        """
        SELECT raised_in AS episode FROM loose_ends WHERE guild_id = $1 AND loose_end_id = $2
        UNION
        SELECT episode FROM loose_end_changes
        WHERE guild_id = $1 AND loose_end_id = $2 AND is_turn = 1 AND undone_at IS NULL
        """,
        guild_id,
        loose_end_id,
    )
    return [EpisodeNumber(row["episode"]) for row in rows]
