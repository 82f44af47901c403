"""However many loose ends other shows and guilds have, none but those of the show that is asked for are read."""

from __future__ import annotations

from bot.storage import progress, shows
from bot.storage.database import Database
from tests.aggregates.plans import plans_of, run_in, scans
from tests.benchmarks.ledger import GUILD, MEMBER, OTHER, WATCHED, deeds, fill
from tests.world import NOW

SMALL = {
    "SCAN p",  # one row: the episode that is asked for
    "SCAN always",
    "SCAN part",  # what the member has a part in, and those of them that they may see
    "SCAN y",
    "SCAN hit",  # what was found by an index of words
    "SCAN found",
}


async def test_what_the_commands_ask_finds_its_rows_by_an_index(database: Database) -> None:
    show = await fill(database, GUILD, 1_000)
    await fill(database, OTHER, 10_000)
    for number in range(200):
        await shows.add(database, OTHER, f"Show {number}", now=NOW)
    await database.execute("ANALYZE")
    await progress.record(database, GUILD, show.show_id, MEMBER, WATCHED, NOW)
    async with run_in(database) as statements:
        for deed in deeds(database, show, 1_000).values():
            await deed()
    assert len(statements) > 20
    steps = await plans_of(database, statements)
    found = scans(steps, but=SMALL)
    assert {step for step in found if not any(known in step for known in ("VIRTUAL", "(subquery", "_words_"))} == set()
