"""Finding loose ends by their words, with SQLite's full text search (FTS5); another database can answer otherwise.

What is found is a number of the ledger and nothing of the text; whoever shows it reads it from there, cut at what the
viewer has watched. A word in a text of a later episode finds nothing.
"""

from __future__ import annotations

from enum import IntEnum

from bot.episodes import EpisodeNumber
from bot.loose_ends import most_alike, search_words, telling_words
from bot.shows import Show
from bot.storage.database import Database, Transaction

_MOST_WORDS = 12
_MOST_CANDIDATES = 40
_MOST_ALIKE = 3


class Kind(IntEnum):
    """What of a loose end a text is: the last two bits of its row's number, as the schema has it."""

    QUESTION = 0
    THEORY = 1
    CHANGE = 2


async def put(transaction: Transaction, show: Show, kind: Kind, row_id: int, text: str) -> None:
    """Have a text found from now on, by what it says now."""
    number = row_id * 4 + kind
    await transaction.execute("DELETE FROM loose_end_words WHERE rowid = $1", number)
    await transaction.execute(
        "INSERT INTO loose_end_words (rowid, place, words) VALUES ($1, $2, $3)",
        number,
        f"s{show.show_id}",
        " ".join(_word(show.guild_id, word) for word in search_words(text)),
    )


async def drop(transaction: Transaction, kind: Kind, row_id: int) -> None:
    """Have a text found no more."""
    await transaction.execute("DELETE FROM loose_end_words WHERE rowid = $1", row_id * 4 + kind)


async def purge(transaction: Transaction) -> None:
    """Have no word of what was deleted stay in the index.

    A deletion only marks words in it until parts of it are joined; SQLite's documentation, “FTS5 Extension”, on the
    command “optimize”. It reads the whole index, so that it is for rare deletions of much.
    """
    await transaction.execute("INSERT INTO loose_end_words (loose_end_words) VALUES ('optimize')")


async def search(
    database: Database, guild_id: int, member_id: int, text: str, *, show: Show | None = None, most: int = 50
) -> list[int]:
    """Return the ids of the loose ends with all those words, of which the last may be a beginning.

    They stand in the question, in an answer or a theory, together in one of them, of an episode that the member has
    watched. Those found by their question go first, and of these the newest. SQLite's own rank is not asked: it depends
    on what stands in all other texts, those beyond the member among them.

    Args:
        show: look in that show alone.
    """
    words = search_words(text)
    if not words:
        return []
    wanted = " AND ".join(_quoted(_word(guild_id, word)) for word in words[:_MOST_WORDS])
    place = f"place : {_quoted(f's{show.show_id}')} AND " if show else ""
    rows = await database.fetch(
        """
        WITH found AS (
            SELECT rowid / 4 AS row_id, rowid % 4 AS kind FROM loose_end_words WHERE loose_end_words MATCH $1
        )
        SELECT e.loose_end_id
        FROM (
            SELECT row_id AS loose_end_id, 0 AS episode, kind FROM found WHERE kind = 0
            UNION ALL
            SELECT h.loose_end_id, h.episode, f.kind FROM found f JOIN loose_end_theories h ON h.theory_id = f.row_id
            WHERE f.kind = 1
            UNION ALL
            SELECT c.loose_end_id, c.episode, f.kind FROM found f JOIN loose_end_changes c ON c.change_id = f.row_id
            WHERE f.kind = 2
        ) AS hit
        JOIN loose_ends o ON o.loose_end_id = hit.loose_end_id
        JOIN loose_ends e ON e.loose_end_id = coalesce(o.merged_into, o.loose_end_id)
        JOIN progress p ON p.guild_id = e.guild_id AND p.show_id = e.show_id AND p.member_id = $3
        WHERE e.guild_id = $2 AND e.raised_in <= p.episode AND o.raised_in <= p.episode
            AND hit.episode <= p.episode AND (hit.kind < 2 OR o.merged_into IS NULL)
        GROUP BY e.loose_end_id ORDER BY min(hit.kind), e.number DESC LIMIT $4
        """,
        f"{place}words : ({wanted}*)",
        guild_id,
        member_id,
        most,
    )
    return [row["loose_end_id"] for row in rows]


async def alike(database: Database | Transaction, show: Show, member_id: int, question: str) -> list[int]:
    """Return the ids of the loose ends that may ask the same as a question, of those a member may see; likeliest first.

    The few that share the most words with it are compared with it.
    """
    words = sorted(telling_words(question), key=lambda word: (-len(word), word))[:_MOST_WORDS]
    if not words:
        return []
    place = _quoted(f"s{show.show_id}")
    hits = " UNION ALL ".join(
        f"SELECT rowid / 4 AS row_id FROM loose_end_words WHERE loose_end_words MATCH ${n} AND rowid % 4 = 0"  # noqa: S608
        for n in range(5, len(words) + 5)
    )
    rows = await database.fetch(
        f"""
        SELECT coalesce(o.merged_into, o.loose_end_id) AS loose_end_id, o.question
        FROM (SELECT row_id, count(*) AS shared FROM ({hits}) GROUP BY row_id) AS found
        JOIN loose_ends o ON o.loose_end_id = found.row_id
        JOIN loose_ends e ON e.loose_end_id = coalesce(o.merged_into, o.loose_end_id)
        JOIN progress p ON p.guild_id = e.guild_id AND p.show_id = e.show_id AND p.member_id = $2
        WHERE e.guild_id = $1 AND e.raised_in <= p.episode AND o.raised_in <= p.episode
        ORDER BY found.shared DESC, abs(length(o.question) - $3), o.loose_end_id LIMIT $4
        """,  # noqa: S608 - places for arguments
        show.guild_id,
        member_id,
        len(question),
        _MOST_CANDIDATES,
        *(f"place : {place} AND words : {_quoted(_word(show.guild_id, word))}" for word in words),
    )
    texts = [(row["loose_end_id"], row["question"]) for row in rows]
    return list(dict.fromkeys(most_alike(question, texts, _MOST_CANDIDATES)))[:_MOST_ALIKE]


async def same(transaction: Transaction, show: Show, question: str, raised_in: EpisodeNumber) -> int | None:
    """Return the id of the loose end of a show that asks the same in the same words, up to that episode, or None."""
    words = search_words(question)
    if not words:
        return None
    asked = " ".join(_word(show.guild_id, word) for word in words)
    rows = await transaction.fetch(
        """
        SELECT o.loose_end_id, o.question
        FROM loose_end_words w
        JOIN loose_ends o ON o.loose_end_id = w.rowid / 4
        JOIN loose_ends e ON e.loose_end_id = coalesce(o.merged_into, o.loose_end_id)
        WHERE w.loose_end_words MATCH $1 AND w.rowid % 4 = 0 AND o.guild_id = $2 AND o.raised_in <= $3
            AND e.raised_in <= $3
        ORDER BY o.loose_end_id LIMIT 50
        """,
        f"place : {_quoted(f's{show.show_id}')} AND words : {_quoted(asked)}",
        show.guild_id,
        raised_in.hundredths,
    )
    return next((row["loose_end_id"] for row in rows if search_words(row["question"]) == words), None)


def _word(guild_id: int, word: str) -> str:
    """Return a word of a guild's text: none of another guild begins like it, so that theirs are not gone through."""
    return f"{guild_id}g{word}"


def _quoted(word: str) -> str:
    """Return a word, or several that follow each other, as FTS5's query syntax takes it, whatever it holds."""
    return '"' + word.replace('"', '""') + '"'
