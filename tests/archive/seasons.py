"""What the tests of archives share: a guild with something of everything that an archive holds."""

from __future__ import annotations

from datetime import timedelta

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import (
    discussions,
    ledger,
    loose_end_changes,
    loose_end_theories,
    loose_end_voices,
    loose_ends,
    progress,
    ratings,
    review_filing,
    shows,
)
from bot.storage.database import Database
from bot.storage.discussions import Mode
from bot.storage.ledger import LooseEnd
from bot.storage.loose_ends import Origin, Question
from bot.storage.written import source_key
from tests.world import NOW, make_review

GUILD, OTHER = 10, 20
AKI, BO, SEER = 101, 102, 103
FAR = EpisodeNumber.of(9_999)


def episode(text: str) -> EpisodeNumber:
    """Return an episode's number."""
    return EpisodeNumber.parse(text)


async def see(database: Database, number: int, guild_id: int = GUILD) -> LooseEnd:
    """Return a loose end as who has watched everything sees it."""
    end = await ledger.find(database, guild_id, number, SEER)
    assert end is not None
    return end


async def fill(database: Database) -> Show:
    """Give the guild a season: reviews, ratings, a discussion, and loose ends with all that can become of them."""
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW, aliases=["灯の暗号"], first_absolute=14)
    await progress.record(database, GUILD, show.show_id, SEER, FAR, NOW)
    await _review(database, show)
    await shows.add(database, GUILD, "Lantern Code", now=NOW, season=2)
    for member, score in ((AKI, 9), (BO, 7), (SEER, 9)):
        await ratings.rate(database, GUILD, show.show_id, episode("13.5"), member, score, NOW)
    await _raise(database, show)
    async with database.transaction() as transaction:
        await discussions.claim(transaction, show, episode("13"), parent_id=500, mode=Mode.OPEN, now=NOW)
    kept = await discussions.find(database, GUILD, show.show_id, episode("13"))
    assert kept is not None
    await discussions.mark_open(database, kept, 501)
    return show


async def _review(database: Database, show: Show) -> None:
    await review_filing.file_review(database, GUILD, make_review("13"), now=NOW)
    await review_filing.file_review(database, GUILD, make_review("6", last="7", url=None, published=None), now=NOW)
    async with database.transaction() as transaction:
        placed = await review_filing.place_of(transaction, GUILD, "https://blog.example/Lantern-Code-13")
        assert placed is not None
        await review_filing.keep(
            transaction, placed, make_review("13", url=None, author="Aki"),
            now=NOW, source_key=source_key(AKI, 7), written_by=AKI,
        )  # fmt: skip


async def _raise(database: Database, show: Show) -> None:
    asked = [
        Question(show, "Who lit the lantern?", episode("3"), AKI, Origin(channel_id=500, message_id=900)),
        Question(show, "Who carried the light?", episode("4"), BO),
        Question(show, "Whose boat is it?", episode("5"), None, Origin(1, loose_ends.hash_of("Whose boat is it?"))),
        Question(show, "What is under the pier?", episode("5"), AKI),
    ]
    for number, question in enumerate(asked):
        await loose_ends.raise_end(database, question, NOW + timedelta(minutes=number))
    await loose_ends.remove(database, await see(database, 4))
    await loose_ends.raise_end(database, Question(show, "Who rang the bell?", episode("6"), AKI), NOW)
    first = await see(database, 1)
    await loose_end_voices.give_voice(database, first, BO, NOW)
    await loose_end_theories.add_theory(database, first, "The moth did.", episode("4"), BO, NOW)
    await loose_end_changes.edit(database, first, "Who lit the old lantern?", episode("2"), SEER, NOW)
    await loose_end_changes.turn(
        database, await see(database, 1), Turn.ANSWERED, episode("13"), "The keeper.", SEER, NOW
    )
    await loose_end_changes.turn(database, await see(database, 3), Turn.DROPPED, episode("9"), "Cut.", SEER, NOW)
    await loose_end_changes.undo(database, await see(database, 3), SEER, NOW)
    await loose_end_changes.merge(database, await see(database, 2), await see(database, 1), SEER, NOW)
