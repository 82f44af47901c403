"""Of a show that is not followed any more nothing is left that could tell of it."""

from __future__ import annotations

import re

from bot.storage import shows
from tests.spoilers.walking import SHOWS, controls_of, filled, seen_of
from tests.world import World, press, text


async def _tables(world: World, *columns: str) -> list[tuple[str, str]]:
    """Return which tables have a column of one of some names."""
    names = [row["name"] for row in await world.database.fetch("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = []
    for name in names:
        of_table = [row["name"] for row in await world.database.fetch(f"SELECT name FROM pragma_table_info('{name}')")]
        found += [(name, column) for column in columns if column in of_table]
    return found


async def test_no_row_of_a_removed_show_is_kept(world: World) -> None:
    marks = await filled(world)
    tables = await _tables(world, "show_id", "review_id")
    assert ("progress", "show_id") in tables
    assert ("review_parts", "review_id") in tables
    await world.set_watched(world.bo, "2", 1)
    await world.bo.slash(world.channel, "rate", episode="2", score=7, show="Lantern Code")
    for title in SHOWS:
        asked = await world.keeper.slash(world.channel, "show remove", show=title)
        assert "Removed" in text(await press(world.keeper, asked, "Remove it with all of that"))
    for table, column in tables:
        assert await world.database.fetch(f"SELECT 1 FROM {table} WHERE {column} <> 0") == [], table
    names = [row["name"] for row in await world.database.fetch("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = [tuple(row) for name in names for row in await world.database.fetch(f"SELECT * FROM {name}")]
    assert not [mark for mark in marks if re.search(mark.pattern, str(rows))]


async def test_what_stands_in_a_channel_of_a_removed_show_opens_nothing(world: World) -> None:
    marks = await filled(world)
    await world.set_watched(world.bo, "5", 1)
    for show_id in (1, 2):
        assert await shows.remove(world.database, world.guild.id, show_id)
    for control in [control for message in world.public() for control in controls_of(message)]:
        answer = await control.use(world.bo)
        seen = await seen_of(answer)
        assert "any more" in text(answer)
        assert not [mark for mark in marks if mark.is_in([*seen.opened, *seen.veiled])]
