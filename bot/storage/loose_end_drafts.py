"""Drafts of loose ends: questions that wait for their writers to say whether they are like another."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage import ledger, loose_ends
from bot.storage.database import Database, Transaction
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_voices import add_voice
from bot.storage.loose_ends import Meanwhile, Origin, Question

DRAFTS_KEPT = timedelta(days=30)
"""How long a question waits for its writer to say whether it is like another."""

_SAID = "You have said what becomes of that one already."


async def keep_draft(database: Database, question: Question, now: datetime) -> int:
    """Keep a question until its writer has said whether it is like another; return the draft's id.

    Raises:
        StorageConflict: the show is not followed any more.
    """
    async with database.transaction() as transaction:
        await transaction.execute(
            "DELETE FROM loose_end_drafts WHERE created_at < $1", int((now - DRAFTS_KEPT).timestamp())
        )
        draft_id: int = await transaction.fetchval(
            """
            INSERT INTO loose_end_drafts (
                guild_id, show_id, member_id, question, raised_in, review_id, sentence_hash, channel_id, message_id,
                created_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING draft_id
            """,
            question.show.guild_id,
            question.show.show_id,
            question.member_id,
            question.text,
            question.raised_in.hundredths,
            question.origin.review_id,
            question.origin.sentence_hash,
            question.origin.channel_id,
            question.origin.message_id,
            int(now.timestamp()),
        )
        return draft_id


async def drafted(database: Database, guild_id: int, draft_id: int, member_id: int) -> tuple[int, EpisodeNumber]:
    """Return of which show, by its id, and of which episode a member's draft is.

    Raises:
        Meanwhile: they have said what becomes of it already.
    """
    row = await database.fetchrow(
        """
        SELECT show_id, raised_in FROM loose_end_drafts WHERE guild_id = $1 AND draft_id = $2 AND member_id = $3
        """,
        guild_id,
        draft_id,
        member_id,
    )
    if row is None:
        raise Meanwhile(_SAID)
    return row["show_id"], EpisodeNumber(row["raised_in"])


async def keep_drafted(database: Database, guild_id: int, draft_id: int, member_id: int, now: datetime) -> int:
    """Keep a member's draft as a loose end of its own; return its number.

    Raises:
        Meanwhile: they have said what becomes of it already.
    """
    async with database.transaction() as transaction:
        question = await _take_draft(transaction, guild_id, draft_id, member_id)
        known = await loose_ends.of_origin(transaction, question)
        return await loose_ends.insert(transaction, question, now) if known is None else known[1]


async def join_drafted(
    database: Database, guild_id: int, draft_id: int, member_id: int, number: int, now: datetime
) -> LooseEnd:
    """Let a member's draft be the same as a loose end they may see: it has their voice now. Return that one.

    Raises:
        Meanwhile: they have said what becomes of the draft already, or the loose end is gone.
    """
    async with database.transaction() as transaction:
        end = await ledger.find(transaction, guild_id, number, member_id)
        if end is None:
            raise Meanwhile(f"There is no loose end #{number} any more. Yours is still kept: choose “It is new”.")
        question = await _take_draft(transaction, guild_id, draft_id, member_id)
        await add_voice(transaction, end.show, end.loose_end_id, member_id, now)
        await loose_ends.note_origin(transaction, end.loose_end_id, question)
    return end


async def _take_draft(transaction: Transaction, guild_id: int, draft_id: int, member_id: int) -> Question:
    row = await transaction.fetchrow(
        """
        DELETE FROM loose_end_drafts WHERE guild_id = $1 AND draft_id = $2 AND member_id = $3
        RETURNING show_id, question, raised_in, (
            SELECT r.review_id FROM reviews r
            WHERE r.guild_id = loose_end_drafts.guild_id AND r.review_id = loose_end_drafts.review_id
        ) AS review_id, sentence_hash, channel_id, message_id
        """,
        guild_id,
        draft_id,
        member_id,
    )
    if row is None:
        raise Meanwhile(_SAID)
    origin = Origin(row["review_id"], row["sentence_hash"], row["channel_id"], row["message_id"])
    show = Show(row["show_id"], guild_id, "")
    return Question(show, row["question"], EpisodeNumber(row["raised_in"]), member_id, origin)
