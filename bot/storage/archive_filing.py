"""An archive on its way into a guild: what its entries become there, and how one refers to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.archive.format import Archive, Entry, Kind, Reference, Stored, Table, key_of, read
from bot.errors import ArchiveRefused
from bot.storage.database import Transaction


@dataclass
class Filing:
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


def whole(values: Mapping[str, Stored], column: str) -> int:
    """Return the whole number that an entry has for a column.

    Raises:
        ArchiveRefused: it has none.
    """
    value = values[column]
    if not isinstance(value, int):
        raise ArchiveRefused(f"Something in it lacks its “{key_of(column)}”.")
    return value
