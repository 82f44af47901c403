"""The loose ends of an archive, put into a guild with their voices, changes and theories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.archive.format import NAMED, Archive, Entry, Stored, Table, read
from bot.episodes import EpisodeNumber
from bot.errors import ArchiveRefused
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import loose_end_boards, loose_end_search, loose_end_voices
from bot.storage.archive_filing import Filing, whole
from bot.storage.loose_end_search import Kind as Searched


async def put_loose_ends(filing: Filing, table: Table) -> None:
    """Put the loose ends of an archive into a guild, with their voices and what they were merged into."""
    guild_id = filing.guild_id
    known = await _known_ends(filing)
    last = await filing.transaction.fetchval("SELECT last FROM loose_end_numbers WHERE guild_id = $1", guild_id) or 0
    edits = _first_edits(filing.archive)
    for entry, values in filing.entries(table):
        there = known.get(_as_raised(values, edits.get(entry["id"])), [])
        if there:
            filing.note(table, entry, there.pop(0), is_new=False)
            continue
        number = min(whole(values, "number"), _HIGHEST_NUMBER)
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


async def _known_ends(filing: Filing) -> dict[tuple[Any, ...], list[int]]:
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


async def _merge(filing: Filing, table: Table) -> None:
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


async def _put_voices(filing: Filing, table: Table) -> None:
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
            whole(values, "voices") - len(named.get(row_id, [])),
            whole(values, "created_at"),
        )
        touched.setdefault(values["show_id"], []).append(EpisodeNumber(whole(values, "raised_in")))
    for show_id, episodes in touched.items():
        show = Show(int(show_id or 0), filing.guild_id, "")
        await loose_end_boards.show_anew(filing.transaction, show, *dict.fromkeys(episodes))


async def put_changes(filing: Filing, table: Table) -> None:
    """Put what became of the loose ends that are new there."""
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


async def put_theories(filing: Filing, table: Table) -> None:
    """Put the theories on the loose ends that are new there."""
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


def _show(filing: Filing, values: Mapping[str, Stored]) -> Show:
    return Show(whole(values, "show_id"), filing.guild_id, "")
