"""What becomes of loose ends: answers, reasons, edits and merges, each with its trace in the history, and undone.

Each change is one transaction, and has the show's board shown anew.
"""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.loose_ends import Turn
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage import ledger, loose_end_search
from bot.storage.database import Database, Transaction
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_boards import show_anew
from bot.storage.loose_end_search import Kind
from bot.storage.loose_ends import Meanwhile, counted_in, must_follow


async def turn(
    database: Database, end: LooseEnd, what: Turn, episode: EpisodeNumber, text: str, member_id: int, now: datetime
) -> None:
    """Answer, drop or reopen a loose end, in an episode; `text` is the answer or the reason.

    Args:
        end: as the member saw it when they decided.

    Raises:
        Mistake: the episode is before the one that raised the question, or before the answer that it reopens.
        Meanwhile: by what the member has watched, something else has become of it since.
    """
    must_follow(end, episode, {Turn.ANSWERED: "An answer", Turn.DROPPED: "A reason", Turn.REOPENED: "A reason"}[what])
    if what is Turn.REOPENED and end.settled_in is not None and episode < end.settled_in:
        raise Mistake(f"#{end.number} was settled in episode {end.settled_in}; it can be reopened from there on.")
    async with database.transaction() as transaction:
        await _must_be_as(transaction, end, member_id)
        change_id = await _note(
            transaction, end.show, end.loose_end_id, what.value, episode, text, member_id, now, is_turn=True
        )
        await loose_end_search.put(transaction, end.show, Kind.CHANGE, change_id, text)
        await show_anew(transaction, end.show, episode)


async def edit(
    database: Database, end: LooseEnd, question: str, raised_in: EpisodeNumber, member_id: int, now: datetime
) -> bool:
    """Write a question anew, or move it to another episode; False where nothing is different.

    What stood before is kept in its history. Theories of earlier episodes are shown from the new one on, as all of it.

    Raises:
        Mistake: something has become of it in an episode before the new one, or the new one is beyond what the member
            has watched: what lies between could not be told them.
        Meanwhile: somebody else has changed it since the member saw it.
    """
    if raised_in > end.watched:
        raise Mistake(
            f"You said you have watched up to episode {end.watched}. Say with `/watched` that you are further, and then"
            f" move #{end.number} to episode {raised_in}."
        )
    async with database.transaction() as transaction:
        await _must_be_as(transaction, end, member_id)
        before = await _words(transaction, end)
        if before == question and raised_in == end.raised_in:
            return False
        earliest = await transaction.fetchval(
            f"SELECT min(episode) {_TURNS}",
            end.show.guild_id,
            end.loose_end_id,
        )
        if earliest is not None and earliest < raised_in.hundredths:
            settled_in = EpisodeNumber(earliest)
            raise Mistake(
                f"#{end.number} was settled in episode {settled_in}, so it can’t have been raised in episode"
                f" {raised_in}."
            )
        await _note(
            transaction, end.show, end.loose_end_id, "edited", max(end.raised_in, raised_in), before,
            member_id, now, raised_in_before=end.raised_in,
        )  # fmt: skip
        await _write(transaction, end.show, end.loose_end_id, question, raised_in)
        await show_anew(transaction, end.show, end.raised_in, raised_in)
    return True


async def merge(database: Database, end: LooseEnd, into: LooseEnd, member_id: int, now: datetime) -> None:
    """Make one of two that ask the same: the first is shown as the other, whose words and turns stay.

    Its voices, theories and sources count for the other, for who has watched the episode that it was raised in.

    Raises:
        Mistake: they are of different shows or the same one, or the other was raised later: who has not watched that
            far would lose the first.
        Meanwhile: something has become of one of them since.
    """
    guild_id = into.show.guild_id
    if end.loose_end_id == into.loose_end_id:
        raise Mistake(f"#{end.number} can't be merged into itself.")
    if end.show.show_id != into.show.show_id:
        raise Mistake(f"#{end.number} and #{into.number} are of different shows.")
    if end.raised_in < into.raised_in:
        raise Mistake(
            f"#{end.number} was raised earlier, in episode {end.raised_in}. Merge #{into.number} into #{end.number}"
            " instead; its words can be changed with `/loose-end edit`."
        )
    async with database.transaction() as transaction:
        for one in (end, into):
            await _must_be_as(transaction, one, member_id)
        await transaction.execute(
            "UPDATE loose_ends SET merged_to = $3 WHERE guild_id = $1 AND loose_end_id = $2",
            guild_id,
            end.loose_end_id,
            into.loose_end_id,
        )
        await transaction.execute(
            "UPDATE loose_ends SET merged_into = $3 WHERE guild_id = $1 AND (loose_end_id = $2 OR merged_into = $2)",
            guild_id,
            end.loose_end_id,
            into.loose_end_id,
        )
        await _note(
            transaction, into.show, into.loose_end_id, "merged", end.raised_in, "", member_id, now,
            other_id=end.loose_end_id,
        )  # fmt: skip
        await show_anew(transaction, into.show, *await counted_in(transaction, guild_id, end.loose_end_id))


async def undo(
    database: Database, end: LooseEnd, member_id: int, now: datetime, change_id: int | None = None
) -> str | None:
    """Undo the last change of a loose end that the member may see, and return its kind; None where there is none.

    What was changed stays in the history, marked so. Changes of later episodes than the member has watched stay, and
    are not told of; where one of them has written the question anew, its words are kept for those who know of it.

    Args:
        change_id: the change that the member saw as the last.

    Raises:
        Meanwhile: something has become of it since the member saw it.
    """
    guild_id, loose_end_id = end.show.guild_id, end.loose_end_id
    async with database.transaction() as transaction:
        await _must_be_as(transaction, end, member_id)
        last = await transaction.fetchrow(
            """
            SELECT change_id, kind, episode, body, raised_in_before, other_id FROM loose_end_changes
            WHERE guild_id = $1 AND loose_end_id = $2 AND undone_at IS NULL AND episode <= $3
            ORDER BY change_id DESC LIMIT 1
            """,
            guild_id,
            loose_end_id,
            end.watched.hundredths,
        )
        if last is None:
            return None
        if change_id not in (None, last["change_id"]):
            raise Meanwhile(f"Something has become of #{end.number} just now. Nothing was undone; look at it again.")
        await transaction.execute(
            "UPDATE loose_end_changes SET undone_by = $2, undone_at = $3 WHERE change_id = $1",
            last["change_id"],
            member_id,
            int(now.timestamp()),
        )
        counted = [end.raised_in, EpisodeNumber(last["episode"])]
        if last["kind"] == "edited":
            await _keep_words(transaction, end, last["change_id"], member_id, now)
            await _write(transaction, end.show, loose_end_id, last["body"], EpisodeNumber(last["raised_in_before"]))
        elif last["kind"] == "merged":
            await _part(transaction, guild_id, last["other_id"])
            counted += await counted_in(transaction, guild_id, last["other_id"])
        else:
            await loose_end_search.drop(transaction, Kind.CHANGE, last["change_id"])
        await show_anew(transaction, end.show, *counted)
    kind: str = last["kind"]
    return kind


_TURNS = """
FROM loose_end_changes WHERE guild_id = $1 AND loose_end_id = $2 AND is_turn = 1 AND undone_at IS NULL
"""


async def _must_be_as(transaction: Transaction, end: LooseEnd, member_id: int) -> None:
    """Let a change pass where the loose end is still as its member saw it."""
    now = await ledger.find(transaction, end.show.guild_id, end.number, member_id)
    if now is None or _as_seen(now) != _as_seen(end):
        raise Meanwhile(f"Something has become of #{end.number} just now. Nothing was done; look at it again.")


async def _write(transaction: Transaction, show: Show, loose_end_id: int, text: str, raised_in: EpisodeNumber) -> None:
    await transaction.execute(
        "UPDATE loose_ends SET question = $3, raised_in = $4 WHERE guild_id = $1 AND loose_end_id = $2",
        show.guild_id,
        loose_end_id,
        text,
        raised_in.hundredths,
    )
    await loose_end_search.put(transaction, show, Kind.QUESTION, loose_end_id, text)


async def _note(
    transaction: Transaction,
    show: Show,
    loose_end_id: int,
    kind: str,
    episode: EpisodeNumber,
    text: str,
    member_id: int,
    now: datetime,
    *,
    is_turn: bool = False,
    raised_in_before: EpisodeNumber | None = None,
    other_id: int | None = None,
) -> int:
    change_id: int = await transaction.fetchval(
        """
        INSERT INTO loose_end_changes (
            guild_id, show_id, loose_end_id, kind, is_turn, episode, body, raised_in_before, other_id, made_by, made_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING change_id
        """,
        show.guild_id,
        show.show_id,
        loose_end_id,
        kind,
        int(is_turn),
        episode.hundredths,
        text,
        None if raised_in_before is None else raised_in_before.hundredths,
        other_id,
        member_id,
        int(now.timestamp()),
    )
    return change_id


async def _keep_words(transaction: Transaction, end: LooseEnd, change_id: int, member_id: int, now: datetime) -> None:
    """Keep a question's words, where an edit is undone that a later one came after, for those who know of that one."""
    later = await transaction.fetchval(
        """
        SELECT max(episode) FROM loose_end_changes
        WHERE guild_id = $1 AND loose_end_id = $2 AND kind = 'edited' AND undone_at IS NULL AND change_id > $3
        """,
        end.show.guild_id,
        end.loose_end_id,
        change_id,
    )
    if later is not None:
        words = await _words(transaction, end)
        await _note(
            transaction, end.show, end.loose_end_id, "edited", EpisodeNumber(later), words, member_id, now,
            raised_in_before=end.raised_in,
        )  # fmt: skip


async def _words(transaction: Transaction, end: LooseEnd) -> str:
    words: str = await transaction.fetchval(
        "SELECT question FROM loose_ends WHERE guild_id = $1 AND loose_end_id = $2",
        end.show.guild_id,
        end.loose_end_id,
    )
    return words


async def _part(transaction: Transaction, guild_id: int, loose_end_id: int) -> None:
    """Undo a merge: the one that was merged stands for itself again, and for what had been merged into it before."""
    await transaction.execute(
        """
        WITH RECURSIVE back (id) AS (
            SELECT $2 UNION
            SELECT m.loose_end_id FROM back JOIN loose_ends m ON m.guild_id = $1 AND m.merged_to = back.id
        )
        UPDATE loose_ends SET merged_into = CASE WHEN loose_end_id <> $2 THEN $2 END,
            merged_to = CASE WHEN loose_end_id <> $2 THEN merged_to END
        WHERE guild_id = $1 AND loose_end_id IN (SELECT id FROM back)
        """,
        guild_id,
        loose_end_id,
    )


def _as_seen(end: LooseEnd) -> tuple[int, int, EpisodeNumber, Spoiler]:
    return end.loose_end_id, end.turn_id, end.raised_in, end.question
