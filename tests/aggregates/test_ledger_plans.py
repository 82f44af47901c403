"""However many loose ends other shows and guilds have, none but those of the show that is asked for are read."""

from __future__ import annotations

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.storage import (
    hidings,
    ledger,
    loose_end_changes,
    loose_end_drafts,
    loose_end_theories,
    loose_end_voices,
    loose_ends,
    members,
    progress,
    shows,
)
from bot.storage.database import Database
from bot.storage.ledger import LooseEnd
from bot.storage.loose_ends import Origin, Question
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


async def test_what_changes_the_ledger_finds_its_rows_by_an_index(database: Database) -> None:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    await progress.record(database, GUILD, show.show_id, MEMBER, WATCHED, NOW)
    four = EpisodeNumber.of(4)

    async def end(number: int) -> LooseEnd:
        found = await ledger.find(database, GUILD, number, MEMBER)
        assert found is not None
        return found

    async with run_in(database) as statements:
        drafts = []
        for number in range(4):
            question = Question(show, f"Who lit {number}?", four, MEMBER, Origin(channel_id=1, message_id=2))
            await loose_ends.raise_end(database, question, NOW)
            drafts.append(await loose_end_drafts.keep_draft(database, question, NOW))
        await loose_end_drafts.drafted(database, GUILD, drafts[0], MEMBER)
        await loose_end_drafts.keep_drafted(database, GUILD, drafts[0], MEMBER, NOW)
        await loose_end_drafts.join_drafted(database, GUILD, drafts[1], MEMBER, 1, NOW)
        await loose_end_changes.turn(database, await end(1), Turn.ANSWERED, four, "The moth.", MEMBER, NOW)
        await loose_end_changes.edit(database, await end(2), "Who put it out?", four, MEMBER, NOW)
        await loose_end_changes.undo(database, await end(2), MEMBER, NOW)
        await loose_end_changes.merge(database, await end(3), await end(2), MEMBER, NOW)
        await loose_end_changes.undo(database, await end(2), MEMBER, NOW)
        await loose_end_voices.give_voice(database, await end(1), MEMBER + 1, NOW)
        await loose_end_voices.take_voice(database, await end(1), MEMBER)
        theory = await loose_end_theories.add_theory(database, await end(1), "The moth.", four, MEMBER, NOW)
        await loose_end_theories.remove_theory(database, GUILD, theory, MEMBER)
        await loose_ends.remove_own(database, await end(4), MEMBER)
        await loose_ends.remove(database, await end(1))
        await members.forget(database, GUILD, MEMBER, NOW)
    assert len(statements) > 40
    found = scans(await plans_of(database, statements), but=SMALL)
    assert {step for step in found if not any(known in step for known in ("VIRTUAL", "_words_"))} == set()


async def test_hidings_under_way_elsewhere_are_not_looked_through(database: Database) -> None:
    async with run_in(database) as statements:
        await hidings.unsettled(database, 30)
    assert scans(await plans_of(database, statements), but=()) == set()
