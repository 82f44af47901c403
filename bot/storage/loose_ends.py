"""Raising loose ends, and what members have to say of them: voices and theories.

Each change is one transaction, and has the show's board shown anew. What becomes of a loose end is in
`bot.storage.loose_end_changes`. Reading is done in `bot.storage.ledger`, cut at what the viewer has watched; what they
may not see they can't change either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.shows import Show
from bot.storage import discussions, ledger, loose_end_search
from bot.storage.database import Database, Transaction
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_search import Kind

DRAFTS_KEPT = timedelta(days=30)
"""How long a question waits for its writer to say whether it is like another."""


_SAID = "You have said what becomes of that one already."


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
        known = await _of_origin(transaction, question)
        if known is None:
            return await _insert(transaction, question, now), True
        loose_end_id, number = known
        if question.member_id is not None:
            await _add_voice(transaction, question.show, loose_end_id, question.member_id, now)
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
        if await _of_origin(transaction, question) is not None:
            continue
        same = await loose_end_search.same(transaction, show, sentence, raised_in)
        if same is None:
            await _insert(transaction, question, now)
            new += 1
        else:
            await _note_origin(transaction, same, question)
    return new


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
        known = await _of_origin(transaction, question)
        return await _insert(transaction, question, now) if known is None else known[1]


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
        await _add_voice(transaction, end.show, end.loose_end_id, member_id, now)
        await _note_origin(transaction, end.loose_end_id, question)
    return end


async def give_voice(database: Database, end: LooseEnd, member_id: int, now: datetime) -> bool:
    """Note that a member wants to know too; False where they have said so."""
    async with database.transaction() as transaction:
        return await _add_voice(transaction, end.show, end.loose_end_id, member_id, now)


async def take_voice(database: Database, end: LooseEnd, member_id: int) -> bool:
    """Take a member's voice back; False where there was none."""
    async with database.transaction() as transaction:
        taken = await transaction.execute(
            """
            DELETE FROM loose_end_voices WHERE guild_id = $1 AND member_id = $3 AND loose_end_id IN (
                SELECT $2 UNION ALL
                SELECT loose_end_id FROM loose_ends WHERE guild_id = $1 AND merged_into = $2 AND raised_in <= $4
            )
            """,
            end.show.guild_id,
            end.loose_end_id,
            member_id,
            end.watched.hundredths,
        )
        await count_voices(transaction, end.show.guild_id, end.loose_end_id)
        await show_anew(transaction, end.show)
    return bool(taken)


async def add_theory(
    database: Database, end: LooseEnd, text: str, episode: EpisodeNumber, member_id: int, now: datetime
) -> int:
    """Keep what a member thinks will be the answer; return the theory's id.

    Raises:
        Mistake: it is of an episode before the one that raised the question.
        StorageConflict: the loose end is gone.
    """
    must_follow(end, episode, "A theory")
    async with database.transaction() as transaction:
        theory_id: int = await transaction.fetchval(
            """
            INSERT INTO loose_end_theories (guild_id, loose_end_id, episode, body, member_id, added_at)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING theory_id
            """,
            end.show.guild_id,
            end.loose_end_id,
            episode.hundredths,
            text,
            member_id,
            int(now.timestamp()),
        )
        await loose_end_search.put(transaction, end.show, Kind.THEORY, theory_id, text)
    return theory_id


async def remove_theory(
    database: Database, guild_id: int, theory_id: int, member_id: int, *, anyones: bool = False
) -> bool:
    """Remove a theory that a member may see; False where there is none.

    Args:
        anyones: also if it is another member's.
    """
    return bool(
        await database.execute(
            """
            DELETE FROM loose_end_theories
            WHERE guild_id = $1 AND theory_id = $2 AND (member_id = $3 OR $4) AND EXISTS (
                SELECT 1 FROM loose_ends o
                JOIN loose_ends e ON e.guild_id = $1 AND e.loose_end_id = coalesce(o.merged_into, o.loose_end_id)
                JOIN progress p ON p.guild_id = $1 AND p.show_id = e.show_id AND p.member_id = $3
                WHERE o.guild_id = $1 AND o.loose_end_id = loose_end_theories.loose_end_id
                    AND o.raised_in <= p.episode AND e.raised_in <= p.episode
                    AND loose_end_theories.episode <= p.episode
            )
            """,
            guild_id,
            theory_id,
            member_id,
            int(anyones),
        )
    )


async def remove(database: Database, end: LooseEnd) -> bool:
    """Remove a loose end with all that belongs to it, for good; False where it is gone."""
    async with database.transaction() as transaction:
        counted = await counted_in(transaction, end.show.guild_id, end.loose_end_id)
        removed = await transaction.execute(
            "DELETE FROM loose_ends WHERE guild_id = $1 AND loose_end_id = $2", end.show.guild_id, end.loose_end_id
        )
        await show_anew(transaction, end.show, *counted)
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
        await show_anew(transaction, end.show, *counted)
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
        await show_anew(transaction, Show(show_id, guild_id, ""))


def must_follow(end: LooseEnd, episode: EpisodeNumber, what: str) -> None:
    """Let what is said of a loose end pass where it is of the question's episode or a later one; else `Mistake`."""
    if episode < end.raised_in:
        raise Mistake(
            f"#{end.number} was raised in episode {end.raised_in}. {what} of episode {episode} would come before the"
            f" question: name episode {end.raised_in} or a later one, or correct the question’s with `/loose-end edit`."
        )


async def _insert(transaction: Transaction, question: Question, now: datetime) -> int:
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
    await _note_origin(transaction, loose_end_id, question)
    if question.member_id is not None:
        await _add_voice(transaction, show, loose_end_id, question.member_id, now)
    await show_anew(transaction, show, question.raised_in)
    return number


async def _of_origin(transaction: Transaction, question: Question) -> tuple[int, int] | None:
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


async def _note_origin(transaction: Transaction, loose_end_id: int, question: Question) -> None:
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


async def _add_voice(transaction: Transaction, show: Show, loose_end_id: int, member_id: int, now: datetime) -> bool:
    new = await transaction.execute(
        """
        INSERT INTO loose_end_voices (guild_id, loose_end_id, member_id, given_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (guild_id, loose_end_id, member_id) DO NOTHING
        """,
        show.guild_id,
        loose_end_id,
        member_id,
        int(now.timestamp()),
    )
    if new:
        await count_voices(transaction, show.guild_id, loose_end_id)
        await show_anew(transaction, show)
    return bool(new)


async def add_nameless_voices(transaction: Transaction, guild_id: int, loose_end_id: int, most: int, at: int) -> None:
    """Add voices of which an archive says only how many they are, and count all anew, within a transaction.

    They count as of members −1, −2 and so on, which Discord has not.

    Args:
        most: how many; none where it is less than one.
        at: the instant to note of them, in seconds.
    """
    if most > 0:
        await transaction.execute(
            """
            WITH RECURSIVE nameless (number) AS (
                SELECT 1 UNION ALL SELECT number + 1 FROM nameless WHERE number < $3
            )
            INSERT INTO loose_end_voices (guild_id, loose_end_id, member_id, given_at)
            SELECT $1, $2, -number, $4 FROM nameless
            """,
            guild_id,
            loose_end_id,
            most,
            at,
        )
    await count_voices(transaction, guild_id, loose_end_id)


async def count_voices(transaction: Transaction, guild_id: int, loose_end_id: int) -> None:
    """Count the voices of a loose end anew, and of those that were merged into it, within a transaction."""
    await transaction.execute(
        """
        UPDATE loose_ends SET voices = (
            SELECT count(*) FROM loose_end_voices v
            WHERE v.guild_id = $1 AND v.loose_end_id = loose_ends.loose_end_id
        ) WHERE guild_id = $1 AND (loose_end_id = $2 OR merged_into = $2)
        """,
        guild_id,
        loose_end_id,
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


async def show_anew(transaction: Transaction, show: Show, *episodes: EpisodeNumber) -> None:
    """Note that the show's board does not show what is so any more.

    Args:
        episodes: those whose counts have changed, which the hubs of their discussions show.
    """
    if episodes:
        await discussions.counts_changed(transaction, show.guild_id, show.show_id, episodes)
    await transaction.execute(
        "UPDATE loose_end_boards SET version = version + 1 WHERE guild_id = $1 AND show_id = $2",
        show.guild_id,
        show.show_id,
    )
