"""The format of season archives: which columns of which tables go into one, and how each value is written.

docs/archive.md describes it to those who read an archive without the bot. The tables' own rules stand in the schema
alone: what it forbids, an import is refused for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from bot.episodes import EpisodeNumber
from bot.errors import ArchiveRefused, NotAnEpisode
from bot.loose_ends import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_THEORY

NAME = "loose-ends season archive"
VERSION = 1
"""Counted on whenever an older bot would misread a newer archive."""

Stored: TypeAlias = int | str | None
Entry: TypeAlias = dict[str, Any]
"""A row as the archive has it."""

_HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of a column are written and read; `name` is what the format's description calls it."""

    name: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Stored]


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of another list, by that row's `id`."""

    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """A list of the archive, which is a table of the database.

    `own` is the column that numbers its rows, where others refer to them; `members` says that it is there only where
    members are to be named, and `places` that its rows name channels, and come back into the same guild alone.
    """

    name: str
    columns: Mapping[str, Kind | Reference]
    own: str | None = None
    members: bool = False
    places: bool = False


@dataclass(frozen=True, slots=True)
class Archive:
    """A guild's shows and all that belongs to them: the lists by name, each entry as it is written.

    `guild_id` is the guild that it was taken from, at `taken_at`; `with_members` says whether it names members.
    """

    guild_id: int
    taken_at: datetime
    with_members: bool
    lists: Mapping[str, list[Entry]]


def key_of(column: str) -> str:
    """Return what a column is called in an archive."""
    return column.removesuffix("_id")


def as_json(archive: Archive) -> dict[str, Any]:
    """Return an archive as plain values for `json.dumps`."""
    return {
        "format": NAME,
        "version": VERSION,
        "server": str(archive.guild_id),
        "taken_at": INSTANT.write(int(archive.taken_at.timestamp())),
        "names_members": archive.with_members,
        **archive.lists,
    }


def from_json(values: Any) -> Archive:
    """Return the archive that plain values hold; its entries are judged when they are read.

    Raises:
        ArchiveRefused: they hold none, or one of a newer format.
    """
    if not isinstance(values, dict) or values.get("format") != NAME:
        raise ArchiveRefused("It is no season archive: its archive.json does not say that it is one.")
    version = values.get("version")
    if type(version) is not int or version < 1:
        raise ArchiveRefused("It does not say of which version its format is.")
    if version > VERSION:
        raise ArchiveRefused(
            f"It has the format {version}, and this version of the bot reads up to {VERSION}. Take a newer version."
        )
    lists: dict[str, list[Entry]] = {}
    for table in TABLES:
        entries = values.get(table.name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ArchiveRefused(f"Its “{table.name}” is no list of entries.")
        if table.own is not None and not all(type(entry.get("id")) is int for entry in entries):
            raise ArchiveRefused(f"The entries of its “{table.name}” are not numbered.")
        lists[table.name] = entries
    try:
        guild_id, taken_at = _read_id(values.get("server")), _read_instant(values.get("taken_at"))
    except ArchiveRefused:
        raise ArchiveRefused("It does not say from which server it was taken, and when.") from None
    return Archive(guild_id, datetime.fromtimestamp(taken_at, UTC), values.get("names_members") is True, lists)


def read(table: Table, entry: Entry, column: str) -> Stored:
    """Return what an entry has for a column that refers to nothing, as it is stored.

    Raises:
        ArchiveRefused: it lacks it, or has something else there.
    """
    kind = table.columns[column]
    assert isinstance(kind, Kind)  # noqa: S101 - references are looked up, not read
    if key_of(column) not in entry:
        raise ArchiveRefused(f"An entry of “{table.name}” lacks “{key_of(column)}”.")
    value = entry[key_of(column)]
    try:
        return None if value is None else kind.read(value)
    except (ArchiveRefused, NotAnEpisode):
        raise ArchiveRefused(f"“{key_of(column)}” in “{table.name}” has to be {kind.name}.") from None


def _read_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ArchiveRefused("not a text")
    try:
        value.encode()
    except UnicodeEncodeError:  # half a character, which JSON can hold and a database can't
        raise ArchiveRefused("not a text") from None
    return value


def _text_up_to(most: int) -> Kind:
    def read_short(value: Any) -> str:
        if len(_read_text(value)) > most:
            raise ArchiveRefused("too long")
        return str(value)

    return Kind(f"a text of up to {most} characters", str, read_short)


def _read_whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _HIGHEST:
        raise ArchiveRefused("not a number")
    return value


def _read_flag(value: Any) -> int:
    if not isinstance(value, bool):
        raise ArchiveRefused("neither")
    return int(value)


def _read_episode(value: Any) -> int:
    return EpisodeNumber.parse(_read_text(value)).hundredths


def _read_instant(value: Any) -> int:
    try:
        at = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        raise ArchiveRefused("not an instant") from None
    return int(at.timestamp())


def _read_id(value: Any) -> int:
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal() or len(value) > 19:
        raise ArchiveRefused("not an id")
    if not 0 < int(value) <= _HIGHEST:
        raise ArchiveRefused("not an id")
    return int(value)


def _write_instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


TEXT = Kind("a text", str, _read_text)
QUESTION, THEORY, ANSWER = (_text_up_to(most) for most in (LONGEST_QUESTION, LONGEST_THEORY, LONGEST_ANSWER))
WHOLE = Kind("a whole number", int, _read_whole)
FLAG = Kind("true or false", bool, _read_flag)
EPISODE = Kind("an episode’s number as a text, such as “13” or “13.5”", lambda n: str(EpisodeNumber(n)), _read_episode)
INSTANT = Kind("an instant in UTC, such as “2026-01-31T20:00:00Z”", _write_instant, _read_instant)
ID = Kind("an id of Discord, as a text of digits", str, _read_id)
MEMBER = Kind("a member’s id, as a text of digits; null where they are not named", str, _read_id)

_SHOW, _REVIEW, _LOOSE_END = Reference("shows"), Reference("reviews"), Reference("loose_ends")

TABLES = (
    Table(
        "shows",
        {"title": TEXT, "season": WHOLE, "first_absolute": WHOLE, "created_at": INSTANT},
        own="show_id",
    ),
    Table("show_names", {"show_id": _SHOW, "name": TEXT}),
    Table(
        "reviews",
        {
            "show_id": _SHOW,
            "first_episode": EPISODE,
            "last_episode": EPISODE,
            "is_final": FLAG,
            "title": TEXT,
            "author": TEXT,
            "published": INSTANT,
            "url": TEXT,
            "language": TEXT,
            "score_value": TEXT,
            "score_scale": TEXT,
            "score_raw": TEXT,
            "source_key": TEXT,
            "content_hash": TEXT,
            "written_by": MEMBER,
            "created_at": INSTANT,
            "updated_at": INSTANT,
        },
        own="review_id",
    ),
    Table("review_parts", {"review_id": _REVIEW, "position": WHOLE, "kind": TEXT, "heading": TEXT, "body": TEXT}),
    Table("review_loose_ends", {"review_id": _REVIEW, "position": WHOLE, "body": TEXT, "is_sure": FLAG}),
    Table("review_images", {"review_id": _REVIEW, "position": WHOLE, "url": TEXT, "alt": TEXT}),
    Table("rating_tallies", {"show_id": _SHOW, "episode": EPISODE, "score": WHOLE, "votes": WHOLE}),
    Table(
        "ratings",
        {"show_id": _SHOW, "episode": EPISODE, "member_id": MEMBER, "score": WHOLE, "updated_at": INSTANT},
        members=True,
    ),
    Table(
        "progress",
        {"show_id": _SHOW, "member_id": MEMBER, "episode": EPISODE, "updated_at": INSTANT},
        members=True,
    ),
    Table(
        "loose_ends",
        {
            "show_id": _SHOW,
            "number": WHOLE,
            "question": QUESTION,
            "raised_in": EPISODE,
            "raised_by": MEMBER,
            "merged_to": _LOOSE_END,
            "merged_into": _LOOSE_END,
            "voices": WHOLE,
            "created_at": INSTANT,
        },
        own="loose_end_id",
    ),
    Table(
        "loose_end_changes",
        {
            "loose_end_id": _LOOSE_END,
            "kind": TEXT,
            "episode": EPISODE,
            "body": ANSWER,
            "raised_in_before": EPISODE,
            "other_id": _LOOSE_END,
            "made_by": MEMBER,
            "made_at": INSTANT,
            "undone_by": MEMBER,
            "undone_at": INSTANT,
        },
        own="change_id",
    ),
    Table("loose_end_voices", {"loose_end_id": _LOOSE_END, "member_id": MEMBER, "given_at": INSTANT}, members=True),
    Table(
        "loose_end_theories",
        {"loose_end_id": _LOOSE_END, "episode": EPISODE, "body": THEORY, "member_id": MEMBER, "added_at": INSTANT},
        own="theory_id",
    ),
    Table("loose_end_reviews", {"review_id": _REVIEW, "sentence_hash": TEXT, "loose_end_id": _LOOSE_END}),
    Table(
        "loose_end_messages",
        {"loose_end_id": _LOOSE_END, "channel_id": ID, "message_id": ID, "episode": EPISODE},
        places=True,
    ),
    Table(
        "discussions",
        {"show_id": _SHOW, "episode": EPISODE, "parent_id": ID, "thread_id": ID, "mode": TEXT, "created_at": INSTANT},
        places=True,
    ),
)
NAMED: Mapping[str, Table] = MappingProxyType({table.name: table for table in TABLES})
