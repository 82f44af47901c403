"""A guild's archive: taken from the database, and put into one.

What goes into it is said in `bot.archive.format`. Taking reads one snapshot; putting is one transaction, all or
nothing. What a guild has already stays as it is: a show of the same name and season, a review of the same source, a
loose end raised with the same words in the same episode and second, the ratings of an episode that has any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.archive.format import MEMBER, NAMED, TABLES, Archive, Entry, Kind, Reference, Stored, Table, key_of, read
from bot.episodes import EpisodeNumber
from bot.errors import ArchiveRefused, Mistake, StorageConflict
from bot.loose_ends import Turn
from bot.ratings import BEST, Tally
from bot.reviews.model import PartKind
from bot.shows import Show, fold
from bot.storage import loose_end_boards, loose_end_search, loose_end_voices, ratings, shows
from bot.storage.database import Database, Snapshot, Transaction
from bot.storage.driver import Row
from bot.storage.loose_end_search import Kind as Searched

MOST_VOTES = 1_000_000
"""Ratings and voices of an archive, so that a number in it can't have the database filled."""

# What of a table goes in; a member without a name has a number below zero.
_ONLY = {
    "discussions": "thread_id IS NOT NULL",
    "loose_end_voices": "member_id > 0",
    "rating_tallies": "votes > 0",
    "ratings": "member_id > 0",
}


async def take(database: Database, guild_id: int, *, with_members: bool, now: datetime) -> Archive:
    """Return the archive of a guild, as of one instant, whatever is written meanwhile.

    Args:
        with_members: name the members of ratings, progress, voices and texts; by their ids, for names are not kept.
    """
    lists: dict[str, list[Entry]] = {}
    numbers: dict[str, dict[int, int]] = {}
    async with database.snapshot() as snapshot:
        for table in TABLES:
            lists[table.name] = []
            if table.members and not with_members:
                continue
            rows = await _rows(snapshot, table, guild_id)
            if table.own is not None:
                numbers[table.name] = {row[table.own]: number for number, row in enumerate(rows, 1)}
            lists[table.name] = [_entry(table, row, numbers, with_members=with_members) for row in rows]
            if table.name == "reviews":
                for entry, key in zip(lists[table.name], _keys(rows).values(), strict=True):
                    entry["source_key"] = key
    return Archive(guild_id, now.replace(microsecond=0), with_members, lists)


async def put(database: Database, guild_id: int, archive: Archive) -> Counter[str]:
    """Put an archive into a guild; return how many entries of each list are new there.

    Rows are numbered anew, loose ends too where the guild has given out their numbers. Into another guild than its own,
    what names channels and messages of Discord is left out.

    Raises:
        ArchiveRefused: it holds what can't be kept; nothing of it is.
    """
    _must_be_few(archive)
    try:
        async with database.transaction() as transaction:
            filing = _Filing(transaction, guild_id, archive)
            for table in TABLES:
                if not table.places or guild_id == archive.guild_id:
                    await _SPECIAL.get(table.name, _put_plainly)(filing, table)
            return filing.new
    except StorageConflict as error:
        raise ArchiveRefused("It holds what the database does not allow, such as an end before a beginning.") from error


async def _rows(snapshot: Snapshot, table: Table, guild_id: int) -> list[Row]:
    columns = [*([table.own] if table.own else []), *table.columns]
    return await snapshot.fetch(
        f"SELECT {', '.join(columns)} FROM {table.name}"  # noqa: S608 - names from the format
        f" WHERE guild_id = $1 AND {_ONLY.get(table.name, '1 = 1')}"
        f" ORDER BY {table.own or ', '.join(table.columns)}",
        guild_id,
    )


def _entry(table: Table, row: Row, numbers: Mapping[str, Mapping[int, int]], *, with_members: bool) -> Entry:
    entry: Entry = {"id": numbers[table.name][row[table.own]]} if table.own else {}
    for column, kind in table.columns.items():
        value = row[column]
        if value is None or (kind is MEMBER and not with_members):
            entry[key_of(column)] = None
        elif isinstance(kind, Reference):
            entry[key_of(column)] = numbers[kind.table][value]
        else:
            entry[key_of(column)] = kind.write(value)
    if table.name == "reviews" and row["written_by"] is not None and not with_members:
        # The name that the member had in the guild, and a hash from which it could be guessed.
        entry |= {"author": None, "content_hash": ""}
    return entry


def _keys(rows: Sequence[Row]) -> dict[int, str]:
    """Return what reviews are known again by, in order; of one that was typed here not the member, but the instant."""
    keys: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        key: str = row["source_key"]
        if key.startswith("typed:"):
            instant = f"typed:{row['created_at']}"
            before = seen[instant]
            seen[instant] += 1
            key = f"{instant}.{before}" if before else instant
        keys[row["review_id"]] = key
    return keys


def _must_be_few(archive: Archive) -> None:
    counted = [(table, entry, column) for table, column in _COUNTED for entry in archive.lists[table]]
    votes = [read(NAMED[table], entry, column) for table, entry, column in counted]
    if sum(int(number or 0) for number in votes) > MOST_VOTES:
        raise ArchiveRefused(f"It counts more than {MOST_VOTES:,} ratings and voices.")


_COUNTED = (("rating_tallies", "votes"), ("loose_ends", "voices"))


@dataclass
class _Filing:
    """An archive on its way into a guild: the rows that its entries have become, or are already."""

    transaction: Transaction
    guild_id: int
    archive: Archive
    kept: dict[str, dict[int, int]] = field(default_factory=dict)
    """By list and an entry's own number, the row's."""
    fresh: dict[str, set[int]] = field(default_factory=dict)
    """By list, the rows that are new."""
    new: Counter[str] = field(default_factory=Counter)

    def entries(self, table: Table) -> Sequence[tuple[Entry, dict[str, Stored]]]:
        """Yield the entries of a list, each with what it has for the table's columns."""
        return [(entry, self.values(table, entry)) for entry in self.archive.lists[table.name]]

    def values(self, table: Table, entry: Entry) -> dict[str, Stored]:
        """Return what an entry has for the columns, but for those that name another row of the same list."""
        return {
            column: read(table, entry, column) if isinstance(kind, Kind) else self.row(kind.table, entry, column)
            for column, kind in table.columns.items()
            if not (isinstance(kind, Reference) and kind.table == table.name)
        }

    def row(self, table: str, entry: Entry, column: str) -> int | None:
        """Return the row that an entry refers to."""
        number = entry.get(key_of(column))
        if number is None:
            return None
        if type(number) is not int or number not in self.kept.get(table, {}):
            raise ArchiveRefused(f"Something in it refers to an entry of “{table}” that is not there.")
        return self.kept[table][number]

    async def insert(self, table: Table, values: Mapping[str, Stored]) -> int | None:
        """Keep a row; return its number, or None where the guild has it."""
        row = await self.transaction.fetchrow(
            f"INSERT INTO {table.name} (guild_id, {', '.join(values)})"  # noqa: S608 - names from the format
            f" VALUES ($1, {', '.join(f'${place}' for place in range(2, len(values) + 2))})"
            f" ON CONFLICT DO NOTHING RETURNING {table.own or 1}",
            self.guild_id,
            *values.values(),
        )
        self.new[table.name] += row is not None
        return None if row is None else row[0]

    def note(self, table: Table, entry: Entry, row_id: int, *, is_new: bool) -> None:
        """Note the row that an entry is, for those that refer to it."""
        if entry["id"] in self.kept.setdefault(table.name, {}):
            raise ArchiveRefused(f"Two entries of “{table.name}” have the same number.")
        self.kept[table.name][entry["id"]] = row_id
        if is_new:
            self.fresh.setdefault(table.name, set()).add(row_id)

    def belongs_to_new(self, table: Table, values: Mapping[str, Stored]) -> bool:
        """Tell whether a row is of a show, or of a review or loose end that is new: what is there stays as it is."""
        owners = [
            (kind.table, values[column])
            for column, kind in table.columns.items()
            if isinstance(kind, Reference) and column in values and column not in ("show_id", "other_id")
        ]
        return not owners or any(row_id in self.fresh.get(name, ()) for name, row_id in owners)


async def _put_plainly(filing: _Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        if filing.belongs_to_new(table, values):
            await filing.insert(table, values)


async def _put_shows(filing: _Filing, table: Table) -> None:
    for entry, values in filing.entries(table):
        title = values["title"] = _name(values["title"])
        known = await filing.transaction.fetchval(
            "SELECT show_id FROM show_names WHERE guild_id = $1 AND folded = $2 AND season = $3",
            filing.guild_id,
            fold(title),
            values["season"],
        )
        row_id = known or await filing.insert(table, values)
        assert row_id is not None  # noqa: S101 - nothing but its number is its own
        filing.note(table, entry, row_id, is_new=known is None)
        if known is None:
            await _put_name(filing, NAMED["show_names"], row_id, title)


async def _put_names(filing: _Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        await _put_name(filing, table, values["show_id"], _name(values["name"]))


async def _put_name(filing: _Filing, table: Table, show_id: Stored, name: str) -> None:
    season = await filing.transaction.fetchval(
        "SELECT season FROM shows WHERE guild_id = $1 AND show_id = $2", filing.guild_id, show_id
    )
    await filing.insert(table, {"show_id": show_id, "name": name, "folded": fold(name), "season": season})


def _name(text: Stored) -> str:
    try:
        return shows.checked_name(str(text or ""))
    except Mistake as error:
        raise ArchiveRefused(f"A show in it can’t be followed. {error}") from None


async def _put_reviews(filing: _Filing, table: Table) -> None:
    rows = await filing.transaction.fetch(
        "SELECT review_id, source_key, created_at FROM reviews WHERE guild_id = $1 ORDER BY review_id",
        filing.guild_id,
    )
    known = {key: review_id for review_id, key in _keys(rows).items()}
    for entry, values in filing.entries(table):
        key = str(values["source_key"])
        there = known.get(key)
        row_id = there or await filing.insert(table, values)
        assert row_id is not None  # noqa: S101 - its key is not known
        known[key] = row_id
        filing.note(table, entry, row_id, is_new=there is None)


async def _put_parts(filing: _Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        if values["kind"] not in set(PartKind):
            raise ArchiveRefused(f"A part of a review can be {', '.join(PartKind)}, and nothing else.")
    await _put_plainly(filing, table)


async def _put_ratings(filing: _Filing, table: Table) -> None:
    votes: dict[tuple[int, int], list[int]] = {}
    for _, values in filing.entries(table):
        score, count = _whole(values, "score"), _whole(values, "votes")
        if not 1 <= score <= BEST:
            raise ArchiveRefused(f"A rating is from 1 to {BEST}.")
        votes.setdefault(_episode(values), [0] * BEST)[score - 1] += count
    named: dict[tuple[int, int], dict[int, tuple[int, datetime]]] = {}
    for _, values in filing.entries(NAMED["ratings"]):
        at = datetime.fromtimestamp(_whole(values, "updated_at"), UTC)
        member_id = _whole(values, "member_id")
        named.setdefault(_episode(values), {})[member_id] = (_whole(values, "score"), at)
    for place, counts in votes.items():
        show_id, episode = place
        try:
            taken = await ratings.take_over(
                filing.transaction,
                filing.guild_id,
                show_id,
                EpisodeNumber(episode),
                Tally(tuple(counts)),
                named.get(place, {}),
                filing.archive.taken_at,
            )
        except ValueError:
            raise ArchiveRefused("More gave a rating by name than are counted.") from None
        filing.new["ratings"] += sum(counts) if taken else 0


async def _put_loose_ends(filing: _Filing, table: Table) -> None:
    guild_id = filing.guild_id
    known = await _known_ends(filing)
    last = await filing.transaction.fetchval("SELECT last FROM loose_end_numbers WHERE guild_id = $1", guild_id) or 0
    edits = _first_edits(filing.archive)
    for entry, values in filing.entries(table):
        there = known.get(_as_raised(values, edits.get(entry["id"])), [])
        if there:
            filing.note(table, entry, there.pop(0), is_new=False)
            continue
        number = min(_whole(values, "number"), _HIGHEST_NUMBER)
        last = values["number"] = number if number > last else last + 1
        row_id = await filing.insert(table, {**values, "voices": 0})
        assert row_id is not None  # noqa: S101 - its number is new
        filing.note(table, entry, row_id, is_new=True)
        await loose_end_search.put(
            filing.transaction, _show(filing, values), Searched.QUESTION, row_id, str(values["question"])
        )
    if last:
        await filing.transaction.execute(
            """
            INSERT INTO loose_end_numbers (guild_id, last) VALUES ($1, $2)
            ON CONFLICT (guild_id) DO UPDATE SET last = excluded.last
            """,
            guild_id,
            last,
        )
    await _merge(filing, table)
    await _put_voices(filing, table)


_HIGHEST_NUMBER = 1_000_000_000


async def _known_ends(filing: _Filing) -> dict[tuple[Any, ...], list[int]]:
    """Return the loose ends that the guild has, by what they were raised as."""
    rows = await filing.transaction.fetch(
        """
        SELECT e.loose_end_id, e.show_id, e.created_at, coalesce(c.body, e.question) AS question,
            coalesce(c.raised_in_before, e.raised_in) AS raised_in
        FROM loose_ends e LEFT JOIN loose_end_changes c ON c.change_id = (
            SELECT min(f.change_id) FROM loose_end_changes f
            WHERE f.guild_id = $1 AND f.loose_end_id = e.loose_end_id AND f.kind = 'edited'
        )
        WHERE e.guild_id = $1 ORDER BY e.loose_end_id
        """,
        filing.guild_id,
    )
    known: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        raised_as = (row["show_id"], row["created_at"], row["question"], row["raised_in"])
        known.setdefault(raised_as, []).append(row["loose_end_id"])
    return known


def _first_edits(archive: Archive) -> dict[Any, Entry]:
    found: dict[Any, Entry] = {}
    for entry in archive.lists["loose_end_changes"]:
        if entry.get("kind") == "edited" and isinstance(entry.get("loose_end"), int):
            found.setdefault(entry["loose_end"], entry)
    return found


def _as_raised(values: Mapping[str, Stored], edit: Entry | None) -> tuple[Stored, ...]:
    if edit is None:
        return values["show_id"], values["created_at"], values["question"], values["raised_in"]
    table = NAMED["loose_end_changes"]
    before = read(table, edit, "body"), read(table, edit, "raised_in_before")
    return values["show_id"], values["created_at"], *before


async def _merge(filing: _Filing, table: Table) -> None:
    """Set what the new loose ends were merged to, now that all have their rows."""
    by_number = {entry["id"]: entry for entry in filing.archive.lists[table.name]}
    merged = {
        number: tuple(filing.row(table.name, entry, column) for column in ("merged_to", "merged_into"))
        for number, entry in by_number.items()
    }
    for number, (to, into) in merged.items():
        if to is None and into is None:
            continue
        if not _leads(by_number, number):
            raise ArchiveRefused("What a loose end in it was merged into does not stand for itself.")
        if filing.kept[table.name][number] in filing.fresh.get(table.name, ()):
            # What it was merged to may itself have been merged in this guild since.
            await filing.transaction.execute(
                """
                UPDATE loose_ends SET merged_to = $3, merged_into = (
                    SELECT coalesce(o.merged_into, o.loose_end_id) FROM loose_ends o WHERE o.loose_end_id = $4
                ) WHERE guild_id = $1 AND loose_end_id = $2
                """,
                filing.guild_id,
                filing.kept[table.name][number],
                to,
                into,
            )


def _leads(ends: Mapping[int, Entry], number: int) -> bool:
    """Tell whether what a loose end was merged to leads, step by step, to the one of its show that stands for all."""
    first, seen = ends[number], {number}
    entry = first
    while entry.get("merged_to") is not None:
        if entry["merged_to"] in seen or entry.get("merged_into") != first.get("merged_into"):
            return False
        seen.add(entry["merged_to"])
        number, entry = entry["merged_to"], ends[entry["merged_to"]]
    is_root = entry.get("merged_into") is None
    return is_root and number == first.get("merged_into") and entry.get("show") == first.get("show")


async def _put_voices(filing: _Filing, table: Table) -> None:
    voices = NAMED["loose_end_voices"]
    named: dict[Stored, list[dict[str, Stored]]] = {}
    for _, values in filing.entries(voices):
        named.setdefault(values["loose_end_id"], []).append(values)
    touched: dict[Stored, list[EpisodeNumber]] = {}
    for entry, values in filing.entries(table):
        row_id = filing.kept[table.name][entry["id"]]
        if row_id not in filing.fresh.get(table.name, ()):
            continue
        for voice in named.get(row_id, []):
            await filing.insert(voices, voice)
        await loose_end_voices.add_nameless_voices(
            filing.transaction,
            filing.guild_id,
            row_id,
            _whole(values, "voices") - len(named.get(row_id, [])),
            _whole(values, "created_at"),
        )
        touched.setdefault(values["show_id"], []).append(EpisodeNumber(_whole(values, "raised_in")))
    for show_id, episodes in touched.items():
        show = Show(int(show_id or 0), filing.guild_id, "")
        await loose_end_boards.show_anew(filing.transaction, show, *dict.fromkeys(episodes))


async def _put_changes(filing: _Filing, table: Table) -> None:
    shows_of = {
        row["loose_end_id"]: row["show_id"]
        for row in await filing.transaction.fetch(
            "SELECT loose_end_id, show_id FROM loose_ends WHERE guild_id = $1", filing.guild_id
        )
    }
    for entry, values in filing.entries(table):
        other = filing.row("loose_ends", entry, "other_id")
        kind = values["kind"]
        if (kind == "edited" and values["raised_in_before"] is None) or (kind == "merged" and other is None):
            raise ArchiveRefused("A change in it does not say what was before, or what was merged.")
        if not filing.belongs_to_new(table, values):
            continue
        is_turn = kind in set(Turn)
        show_id = shows_of.get(values["loose_end_id"])
        row_id = await filing.insert(table, {**values, "show_id": show_id, "is_turn": int(is_turn)})
        if is_turn and values["undone_at"] is None and row_id is not None:
            show = Show(int(show_id or 0), filing.guild_id, "")
            await loose_end_search.put(filing.transaction, show, Searched.CHANGE, row_id, str(values["body"]))


async def _put_theories(filing: _Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        if filing.belongs_to_new(table, values):
            row_id = await filing.insert(table, values)
            show_id = await filing.transaction.fetchval(
                "SELECT show_id FROM loose_ends WHERE guild_id = $1 AND loose_end_id = $2",
                filing.guild_id,
                values["loose_end_id"],
            )
            if row_id is not None:
                show = Show(show_id, filing.guild_id, "")
                await loose_end_search.put(filing.transaction, show, Searched.THEORY, row_id, str(values["body"]))


async def _put_discussions(filing: _Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        # As those that were opened at a review: there, and without a hub until someone asks for it.
        standing = {"channel_id": values["thread_id"], "is_wanted": 0, "next_try": values["created_at"]}
        await filing.insert(table, {**values, **standing})


async def _put_nothing(filing: _Filing, table: Table) -> None:
    """Put nothing, for it was put with what it belongs to."""


_SPECIAL = {
    "shows": _put_shows,
    "show_names": _put_names,
    "reviews": _put_reviews,
    "review_parts": _put_parts,
    "rating_tallies": _put_ratings,
    "ratings": _put_nothing,
    "loose_ends": _put_loose_ends,
    "loose_end_changes": _put_changes,
    "loose_end_voices": _put_nothing,
    "loose_end_theories": _put_theories,
    "discussions": _put_discussions,
}


def _whole(values: Mapping[str, Stored], column: str) -> int:
    value = values[column]
    if not isinstance(value, int):
        raise ArchiveRefused(f"Something in it lacks its “{key_of(column)}”.")
    return value


def _episode(values: Mapping[str, Stored]) -> tuple[int, int]:
    return _whole(values, "show_id"), _whole(values, "episode")


def _show(filing: _Filing, values: Mapping[str, Stored]) -> Show:
    return Show(_whole(values, "show_id"), filing.guild_id, "")
