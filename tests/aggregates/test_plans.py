"""No table that grows is read as a whole: not by the work of feeds and deliveries, and not by a deletion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.episodes import EpisodeNumber
from bot.feeds.model import Feed, Item
from bot.reviews.written import Typed
from bot.storage import (
    deliveries,
    discussions,
    drafts,
    feed_items,
    feed_news,
    feed_sources,
    feeds,
    queue,
    review_filing,
    written,
)
from bot.storage.database import Database
from bot.storage.deliveries import Destination, Place
from bot.storage.drafts import Draft
from bot.storage.feed_items import Accepts
from bot.storage.feed_news import News
from bot.storage.feed_sources import Fresh
from tests.aggregates.plans import plans_of, run_in, scans
from tests.world import NOW, make_review

GUILD, CHANNEL, MEMBER, LATER = 10, 77, 5, NOW + timedelta(days=2)

SMALL = {
    # What keepers are to be told: each index holds no feed but those of which there is something to tell.
    "SCAN o USING INDEX feeds_told",
    "SCAN e USING INDEX feed_entries_held",
    "SCAN e USING COVERING INDEX feed_entries_held",
    "SCAN t USING INDEX feed_sources_gone",
    "SCAN t USING COVERING INDEX feed_sources_gone",
    # What is due: neither index holds what was posted or filed.
    "SCAN deliveries USING INDEX deliveries_due",
    "SCAN feed_entries USING INDEX feed_entries_due",
    # The few items that are filed at once, found before.
    "SCAN d",
}


def item(key: str) -> Item:
    return Item(key, f"twin of {key}", "1", f"https://blog.example/{key}", "Title", None, NOW, "Text", is_excerpt=False)


def fresh(address: str, *keys: str) -> Fresh:
    return Fresh(address, Feed("Blog", tuple(item(key) for key in keys)), None, None, "hash", NOW)


async def use_feeds(database: Database) -> None:
    where = Destination(CHANNEL)
    for address in ("https://blog.example/a", "https://blog.example/b"):
        await feeds.watch(
            database, GUILD, fresh(address, "1"), where, show_id=None, accepts=Accepts.ANIME, backfill=1, now=NOW
        )
    await feed_sources.look_soon(database, "https://blog.example/a", NOW)
    source, other = await feed_sources.take_due(database, NOW, lease=timedelta(minutes=5), most=50)
    await feed_sources.note_unchanged(database, [(source, NOW)])
    await feed_sources.note_read(database, source, fresh(source.address, "1", "2"), NOW)
    changed = fresh(source.address, "anew")
    twin = replace(changed.feed.items[0], twin_key="twin of 2", content_hash="2")
    await feed_sources.note_read(database, source, replace(changed, feed=Feed("Blog", (twin,))), NOW)
    await feed_sources.note_read(database, source, fresh(source.address, *"abcdefgh"), NOW)
    for due in await feed_items.due_items(database, NOW, most=10):
        await feed_items.put_off(database, due, NOW)
        async with database.transaction() as transaction:
            await feed_items.done_with(transaction, due.entries[0], due)
    await feed_sources.note_failure(database, other, "It failed.", next_look=NOW, now=NOW)
    for what, feed in await feed_news.news(database, LATER, failing_for=timedelta(days=1)):
        assert await feed_news.tell(database, feed, what)
    await feed_sources.note_gone(database, other, "It is gone.")
    for what in News:
        watched = await feeds.find(database, GUILD, 2)
        assert watched is not None
        await feed_news.tell(database, watched, what)
    await feeds.answer_flood(database, GUILD, 1, 3, NOW)
    await feeds.edit(database, GUILD, 1, where, show_id=None, accepts=Accepts.EVERYTHING)
    await feeds.pause(database, GUILD, 1)
    await feeds.resume(database, (await feeds.of_guild(database, GUILD))[0], fresh(source.address, "3"), NOW)
    await feed_sources.move(database, source, "https://blog.example/elsewhere")
    await feed_sources.move(database, source, other.address)
    await feeds.remove(database, GUILD, 2)
    assert await feeds.of_guild(database, GUILD) == []


async def use_deliveries(database: Database) -> None:
    for number in ("13", "14"):
        await review_filing.file_review(database, GUILD, make_review(number), now=NOW)
    async with database.transaction() as transaction:
        for review_id in (1, 2):
            await deliveries.claim(transaction, GUILD, review_id, Destination(CHANNEL), NOW)
    assert await deliveries.guilds_due(database, NOW) == [GUILD]
    first, second = await deliveries.due(database, GUILD, NOW, most=10)
    await deliveries.begin(database, first, NOW)
    async with database.transaction() as transaction:
        await deliveries.mark_posted(transaction, first, Place(CHANNEL, 1), 2)
        await deliveries.mark_changed(transaction, GUILD, 1, NOW)
        await discussions.note(transaction, GUILD, 1, EpisodeNumber.of(13), parent_id=CHANNEL, thread_id=2, now=NOW)
    await deliveries.mark_fresh(database, first)
    await deliveries.put_off(database, second, "It failed.", next_try=NOW, now=NOW)
    assert await deliveries.claim_telling(database, second)
    await deliveries.give_back_telling(database, second)
    await deliveries.give_up(database, second, "It failed.")
    assert len(await deliveries.given_up(database, GUILD)) == 1
    await deliveries.try_again(database, GUILD, 2, NOW)
    await deliveries.let_be(database, GUILD, 2)
    await deliveries.places_of(database, GUILD, 1)


async def use_writing(database: Database) -> None:
    draft = Draft(1, EpisodeNumber.of(13), Typed("", "", "", "", ""))
    for _ in range(2):
        await drafts.keep(database, GUILD, MEMBER, 0, draft, NOW)
    assert await drafts.find(database, GUILD, MEMBER, 0) == draft
    async with database.transaction() as transaction:
        await drafts.drop(transaction, GUILD, MEMBER, 0)
        for _ in range(2):
            await queue.add(transaction, GUILD, source_key="key", body="Text", reason="Why.", now=NOW)
    assert await queue.waiting(database, GUILD) == [1]
    await queue.find(database, GUILD, 1)
    await queue.take(database, GUILD, 1)
    for everyones in (False, True):
        await written.listed(database, GUILD, MEMBER, everyones=everyones, from_members=not everyones)
    await written.find(database, GUILD, 1)
    async with database.transaction() as transaction:
        await written.delete(transaction, GUILD, 1)


async def test_the_work_of_feeds_and_deliveries_finds_its_rows_by_an_index(database: Database) -> None:
    async with run_in(database) as statements:
        await use_feeds(database)
        await use_deliveries(database)
        await use_writing(database)
    assert len(statements) > 60
    steps = await plans_of(database, statements)
    assert scans(steps, but=SMALL) == set()
    for index in ("deliveries_due", "deliveries_told", "deliveries_given_up", "feed_entries_due"):
        assert any(index in step.split() for step in steps), index


async def test_what_belongs_to_a_row_is_found_by_an_index_when_it_is_deleted(database: Database) -> None:
    """SQLite's documentation, “Foreign Key Support”, 3: else each deletion reads the whole of the other table."""
    tables = [row["name"] for row in await database.fetch("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    bare = []
    for table in tables:
        keys: dict[int, list[str]] = {}
        for row in await database.fetch(
            f"SELECT id, \"from\" FROM pragma_foreign_key_list('{table}') ORDER BY id, seq"
        ):
            keys.setdefault(row["id"], []).append(row["from"])
        for columns in keys.values():
            where = " AND ".join(f"{column} = 1" for column in columns)
            plan = await database._writer.execute_fetchall(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {where}")
            steps = [row["detail"] for row in plan]
            bare += [(table, columns)] if not all(step.startswith("SEARCH ") for step in steps) else []
    assert bare == []
