"""Watching feeds: what is new in them, for whom, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import Mistake
from bot.feeds import watching
from bot.feeds.filing import Filing
from bot.feeds.watching import Watch
from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.matching import Placed
from bot.reviews.model import Score
from bot.storage import feed_items, feed_news, feed_sources, feeds, review_filing, shows
from bot.storage.database import Database
from bot.storage.deliveries import Destination
from bot.storage.feed_items import Accepts
from bot.storage.feed_news import News
from tests.feeds.blog import Blog, serve_blog
from tests.feeds.samples import WORDPRESS
from tests.feeds.sites import only, raw_site
from tests.world import NOW, make_review

GUILD, OTHER_GUILD, CHANNEL = 11, 22, 33


@dataclass
class Desk:
    """A blog, and a bot without Discord that watches it; the clock is moved by hand."""

    blog: Blog
    database: Database
    watch: Watch
    filing: Filing
    clock: list[datetime]

    def later(self, **passed: float) -> None:
        """Let time pass."""
        self.clock[0] += timedelta(**passed)

    async def add(self, guild_id: int = GUILD, **wanted: object) -> int:
        """Have a guild watch the blog, with every show followed unless the test says otherwise."""
        found = await self.watch.find(self.blog.feed)
        options = {"show_id": None, "accepts": Accepts.ANIME, "backfill": 0, **wanted}
        channel = options.pop("channel_id", CHANNEL)
        return await feeds.watch(
            self.database,
            guild_id,
            found,
            Destination(channel),  # type: ignore[arg-type]
            now=self.clock[0],
            **options,  # type: ignore[arg-type]
        )

    async def look(self, **passed: float) -> None:
        """Let time pass, look at what is due, and file what is new."""
        self.later(**passed or {"hours": 1})
        while await self.watch.look_at_due():
            pass
        while await self.filing.file_due():
            pass

    async def posted(self, guild_id: int = GUILD) -> list[str]:
        """Return the episodes of the reviews that are to be posted in a guild, in their order."""
        rows = await self.database.fetch(
            """
            SELECT r.last_episode FROM deliveries d JOIN reviews r ON r.review_id = d.review_id
            WHERE d.guild_id = $1 ORDER BY d.delivery_id
            """,
            guild_id,
        )
        return [str(row[0] // 100) for row in rows]

    async def waiting(self, guild_id: int = GUILD) -> list[str]:
        """Return why each text waits in a guild's queue."""
        rows = await self.database.fetch("SELECT reason FROM review_queue WHERE guild_id = $1", guild_id)
        return [row[0] for row in rows]

    async def news(self) -> list[News]:
        """Return what keepers are told now, and note that they have been."""
        found = await feed_news.news(self.database, self.clock[0], failing_for=timedelta(days=1))
        return [what for what, feed in found if await feed_news.tell(self.database, feed, what)]


@pytest.fixture
async def desk(database: Database, workers: Workers) -> AsyncIterator[Desk]:
    """Return a blog and what watches it."""
    clock = [NOW]
    async with serve_blog() as blog, open_web(may_reach=blog.may_reach) as web:
        watch = Watch(database, web, workers, lambda: clock[0])
        yield Desk(blog, database, watch, Filing(watch), clock)


async def test_what_stands_in_a_feed_already_is_not_new_but_for_what_is_asked(desk: Desk) -> None:
    for episode in ("1", "2", "3"):
        desk.blog.publish(episode)
    await desk.add(backfill=2)
    await desk.look()
    assert await desk.posted() == ["2", "3"]


async def test_what_comes_later_is_filed_once_and_in_its_order(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1")
    desk.blog.publish("2")
    await desk.look()
    await desk.look()
    assert await desk.posted() == ["1", "2"]


async def test_a_feed_is_fetched_once_for_all_who_watch_it(desk: Desk) -> None:
    await desk.add(GUILD)
    await desk.add(OTHER_GUILD)
    desk.blog.publish("1")
    desk.blog.asked.clear()
    await desk.look()
    assert [path for path, _ in desk.blog.asked] == ["/feed/"]
    assert await desk.posted(GUILD) == await desk.posted(OTHER_GUILD) == ["1"]


async def test_who_comes_later_takes_nothing_from_those_who_were_there(desk: Desk) -> None:
    await desk.add(GUILD)
    desk.blog.publish("1")
    await desk.add(OTHER_GUILD)
    await desk.look()
    assert await desk.posted(GUILD) == ["1"]
    assert await desk.posted(OTHER_GUILD) == []


async def test_a_look_asks_whether_anything_has_changed(desk: Desk) -> None:
    desk.blog.publish("1")
    await desk.add()
    desk.blog.asked.clear()
    await desk.look()
    ((_, headers),) = desk.blog.asked
    assert headers["If-None-Match"].startswith('"')


async def test_it_is_looked_at_no_sooner_than_the_site_asks(desk: Desk) -> None:
    desk.blog.headers["Cache-Control"] = "max-age=7200"
    await desk.add()
    desk.blog.asked.clear()
    await desk.look(minutes=100)
    assert desk.blog.asked == []
    await desk.look(minutes=60)
    assert len(desk.blog.asked) == 1


async def test_a_changed_date_or_guid_is_nothing_new(desk: Desk) -> None:
    desk.blog.publish("1")
    await desk.add()
    (post,) = desk.blog.posts
    desk.blog.posts[0] = replace(post, published=post.published + timedelta(days=400))
    await desk.look()
    desk.blog.posts[0] = replace(post, guid="another")
    await desk.look()
    assert await desk.posted() == []
    assert await desk.database.fetchval("SELECT count(*) FROM feed_items") == 1


async def test_items_without_guid_or_link_are_known_again_too(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1", guid=None)
    bare = desk.blog.publish("2", guid=None, link=None)
    await desk.look()
    assert await desk.posted() == ["1", "2"]
    bare.html = bare.html.replace("7/10", "4/10")
    await desk.look()
    assert await desk.posted() == ["1", "2"]
    scores = await desk.database.fetch("SELECT score_value FROM reviews ORDER BY review_id")
    assert [row[0] for row in scores] == ["7", "4"]


async def test_a_date_that_is_yet_to_come_is_none(desk: Desk) -> None:
    await desk.add()
    post = desk.blog.publish("1")
    post.published = NOW + timedelta(days=400)
    await desk.look()
    assert await desk.posted() == ["1"]
    assert await desk.database.fetchval("SELECT published FROM reviews") is None


async def test_an_article_that_is_not_there_is_tried_again_and_then_its_beginning_has_to_do(desk: Desk) -> None:
    await desk.add()
    desk.blog.missing = "/1/"
    desk.blog.publish("1", excerpt="Here is my review for Lantern Code episode 1, and it is a long one […]")
    desk.blog.publish("2")
    await desk.look()
    assert await desk.posted() == ["2"]
    for _ in range(3):
        await desk.look()
    assert await desk.posted() == ["2", "1"]
    assert await desk.database.fetchval("SELECT count(*) FROM feed_entries") == 0


async def test_where_the_article_is_out_of_bounds_its_beginning_has_to_do_at_once(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1", excerpt="Here is my review for Lantern Code episode 1 […]", link="http://127.0.0.1:1/x")
    await desk.look()
    assert await desk.posted() == ["1"]


async def test_of_two_items_with_one_guid_the_later_is_not_taken_for_the_earlier_when_that_has_left(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1", guid="the same")
    desk.blog.publish("2", guid="the same")
    await desk.look()
    del desk.blog.posts[-1]
    await desk.look()
    assert await desk.posted() == ["1", "2"]
    assert await desk.database.fetchval("SELECT count(*) FROM deliveries WHERE is_stale = 1") == 0
    rows = await desk.database.fetch("SELECT last_episode, created_at = updated_at FROM reviews ORDER BY review_id")
    assert [tuple(row) for row in rows] == [(100, 1), (200, 1)]


async def test_a_changed_text_updates_the_review_and_is_not_posted_again(desk: Desk) -> None:
    await desk.add()
    post = desk.blog.publish("1")
    await desk.look()
    await desk.database.execute("UPDATE deliveries SET state = 'posted'")
    post.html = post.html.replace("7/10", "4/10")
    await desk.look()
    assert await desk.posted() == ["1"]
    assert await desk.database.fetchval("SELECT score_value FROM reviews") == "4"
    assert await desk.database.fetchval("SELECT is_stale FROM deliveries") == 1


async def test_a_changed_text_of_what_was_passed_over_brings_nothing(desk: Desk) -> None:
    post = desk.blog.publish("1")
    await desk.add()
    post.html = post.html.replace("7/10", "4/10")
    await desk.look()
    assert await desk.posted() == []


async def test_many_at_once_wait_for_the_keepers_word(desk: Desk) -> None:
    feed_id = await desk.add()
    for episode in range(1, 8):
        desk.blog.publish(str(episode))
    await desk.look()
    assert await desk.posted() == []
    assert await desk.news() == [News.FLOOD]
    assert await desk.news() == []
    assert await feeds.answer_flood(desk.database, OTHER_GUILD, feed_id, None, desk.clock[0]) == 0
    assert await feeds.answer_flood(desk.database, GUILD, feed_id, 3, desk.clock[0]) == 3
    await desk.look()
    assert await desk.posted() == ["5", "6", "7"]
    assert await desk.database.fetchval("SELECT count(*) FROM feed_entries") == 0


async def test_texts_are_kept_only_until_all_have_them(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1")
    desk.later(hours=1)
    await desk.watch.look_at_due()
    assert await desk.database.fetchval("SELECT count(*) FROM feed_items WHERE body IS NOT NULL") == 1
    await desk.filing.file_due()
    assert await desk.database.fetchval("SELECT count(*) FROM feed_items WHERE body IS NOT NULL") == 0


async def test_a_text_that_changes_while_it_is_filed_is_filed_anew(desk: Desk) -> None:
    await desk.add()
    post = desk.blog.publish("1")
    desk.later(hours=1)
    await desk.watch.look_at_due()
    (item,) = await feed_items.due_items(desk.database, desk.clock[0], most=5)
    post.html = post.html.replace("7/10", "9/10")
    await desk.add(OTHER_GUILD)
    async with desk.database.transaction() as transaction:
        assert not await feed_items.done_with(transaction, item.entries[0], item)
    await desk.look()
    assert await desk.posted() == ["1"]
    assert await desk.database.fetchval("SELECT score_value FROM reviews") == "9"


@dataclass
class Slow:
    """Three feeds, the first of which is answered when the third has been asked for."""

    watch: Watch
    first_asked: asyncio.Event
    third_asked: asyncio.Event


@pytest.fixture
async def slow(desk: Desk) -> AsyncIterator[Slow]:
    """Return what watches three feeds that are due one after the other, with nothing new in them."""
    first_asked, third_asked = asyncio.Event(), asyncio.Event()

    async def speak(writer: asyncio.StreamWriter) -> None:
        path = site.requests[-1].split()[1]
        if path == "/3":
            third_asked.set()
        elif path == "/1":
            first_asked.set()
            await third_asked.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + WORDPRESS)

    async with raw_site(speak) as site, open_web(may_reach=only(site.port)) as web:
        watch = replace(desk.watch, web=web)
        for number in (3, 1, 2):
            found = await watch.find(f"{site.address}{number}")
            await feeds.watch(
                desk.database,
                GUILD,
                found,
                Destination(CHANNEL),
                show_id=None,
                accepts=Accepts.ANIME,
                backfill=0,
                now=NOW,
            )
            await feed_sources.look_soon(desk.database, found.address, NOW + timedelta(seconds=number))
        first_asked.clear()
        third_asked.clear()
        desk.later(hours=1)
        yield Slow(watch, first_asked, third_asked)


async def test_a_site_that_takes_its_time_keeps_no_other_from_its_turn(
    desk: Desk, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "AT_ONCE", 2)
    monkeypatch.setattr(watching, "_PATIENCE", 0.05)
    assert await slow.watch.look_at_due() == 3
    assert slow.third_asked.is_set()
    assert await desk.database.fetchval("SELECT count(*) FROM feed_sources WHERE failures > 0") == 0
    assert await slow.watch.look_at_due() == 0


async def test_no_more_are_looked_at_than_may_be_before_filing(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_LOOKS", 2)
    slow.third_asked.set()
    assert await slow.watch.look_at_due() == 2
    assert await slow.watch.look_at_due() == 1


async def test_looks_that_were_cut_short_are_made_again(
    desk: Desk, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "AT_ONCE", 1)
    looking = asyncio.create_task(slow.watch.look_at_due())
    await slow.first_asked.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert await slow.watch.look_at_due() == 2
    desk.later(minutes=21)
    assert await slow.watch.look_at_due() == 3


async def test_only_shows_that_are_followed_unless_more_is_asked_for(desk: Desk) -> None:
    await shows.add(desk.database, GUILD, "Lantern Code", now=NOW)
    await desk.add(accepts=Accepts.FOLLOWED)
    await desk.add(OTHER_GUILD, accepts=Accepts.ANIME)
    desk.blog.publish("1")
    desk.blog.publish("4", show="Brass Weather")
    await desk.look()
    assert await desk.posted(GUILD) == ["1"]
    assert await desk.posted(OTHER_GUILD) == ["1", "4"]
    assert await desk.waiting(GUILD) == []
    assert len(await shows.followed(desk.database, OTHER_GUILD)) == 2


async def test_what_may_be_of_a_followed_show_and_can_not_be_placed_waits_for_people(desk: Desk) -> None:
    await shows.add(desk.database, GUILD, "Lantern Code", now=NOW)
    await desk.add(accepts=Accepts.FOLLOWED)
    desk.blog.publish(
        "1", title="Lantern Code Season Review", html="<p>A season of light, all in all a good one.</p>" * 3
    )
    desk.blog.publish("1", title="My cat", html="<p>She sleeps on the keyboard, and that is all there is to say.</p>")
    await desk.look()
    assert await desk.posted() == []
    (why,) = await desk.waiting()
    assert "episode" in why


async def test_a_feed_of_one_show_takes_nothing_of_another(desk: Desk) -> None:
    only = await shows.add(desk.database, GUILD, "Brass Weather", now=NOW)
    await shows.add(desk.database, GUILD, "Lantern Code", now=NOW)
    await desk.add(show_id=only.show_id, accepts=Accepts.FOLLOWED)
    desk.blog.publish("1")
    desk.blog.publish("4", show="Brass Weather")
    await desk.look()
    assert await desk.posted() == ["4"]


async def test_the_article_is_fetched_where_the_feed_has_only_its_beginning(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1", excerpt="Here is my review for Lantern Code episode 1 […]")
    await desk.look()
    assert await desk.posted() == ["1"]
    assert await desk.database.fetchval("SELECT score_value FROM reviews") == "7"


async def test_a_feed_that_fails_is_asked_less_and_less_and_the_keepers_are_told_once(desk: Desk) -> None:
    await desk.add()
    desk.blog.status = 500
    desk.blog.asked.clear()
    for _ in range(3 * 12):  # three hours, in steps of five minutes
        await desk.look(minutes=5)
    assert 3 <= len(desk.blog.asked) <= 6
    assert await desk.news() == []
    await desk.look(days=1)
    assert await desk.news() == [News.FAILING]
    assert await desk.news() == []
    desk.blog.status = 200
    desk.blog.publish("1")
    await desk.look(days=2)
    assert await desk.news() == [News.RECOVERED]
    assert await desk.news() == []
    assert await desk.posted() == ["1"]


async def test_what_could_not_be_told_is_told_later(desk: Desk) -> None:
    await desk.add()
    told: list[News] = []
    for status, wait in ((503, 1), (503, 2), (200, 2), (410, 2)):
        desk.blog.status = status
        await desk.look(days=wait)
        for what, feed in await feed_news.news(desk.database, desk.clock[0], failing_for=timedelta(days=1)):
            assert await feed_news.tell(desk.database, feed, what)
            await feed_news.give_back(desk.database, feed, what)
        told += await desk.news()
        assert await desk.news() == []
    assert told == [News.FAILING, News.RECOVERED, News.GONE]


async def test_what_is_gone_for_good_is_not_looked_at_again(desk: Desk) -> None:
    await desk.add()
    desk.blog.status = 410
    await desk.look()
    assert await desk.news() == [News.GONE]
    desk.blog.asked.clear()
    await desk.look(days=3)
    assert desk.blog.asked == []


async def test_a_site_that_asks_for_patience_gets_it(desk: Desk) -> None:
    await desk.add()
    desk.blog.status, desk.blog.headers = 429, {"Retry-After": "36000"}
    await desk.look()
    desk.blog.asked.clear()
    await desk.look(hours=9)
    assert desk.blog.asked == []
    await desk.look(hours=3)
    assert len(desk.blog.asked) == 1


async def test_a_move_for_good_is_learnt_and_brings_nothing_twice(desk: Desk) -> None:
    await desk.add()
    desk.blog.publish("1")
    await desk.look()
    desk.blog.moved_to = "/new-feed/"
    desk.blog.publish("2")
    await desk.look()
    desk.blog.asked.clear()
    desk.blog.publish("3")
    await desk.look()
    assert [path for path, _ in desk.blog.asked] == ["/new-feed/"]
    assert await desk.posted() == ["1", "2", "3"]


async def test_two_addresses_that_become_one_bring_nothing_twice(desk: Desk) -> None:
    await desk.add()
    new = await desk.watch.find(f"{desk.blog.home}new-feed/")
    await feeds.watch(
        desk.database,
        GUILD,
        new,
        Destination(CHANNEL),
        show_id=None,
        accepts=Accepts.ANIME,
        backfill=0,
        now=desk.clock[0],
    )
    desk.blog.moved_to = "/new-feed/"
    await desk.look()
    desk.blog.publish("1")
    await desk.look()
    await desk.look()
    assert await desk.posted() == ["1"]
    assert await desk.database.fetchval("SELECT count(*) FROM feed_sources") == 1


async def test_a_page_that_names_its_feed_will_do(desk: Desk) -> None:
    found = await desk.watch.find(desk.blog.home)
    assert found.address == desk.blog.feed
    assert found.feed.title == "Second Cour Coffee"


async def test_what_is_no_feed_is_refused_with_what_it_is(desk: Desk) -> None:
    desk.blog.publish("1")
    with pytest.raises(Mistake, match="RSS or Atom"):
        await desk.watch.find(f"{desk.blog.home}1/")
    with pytest.raises(Mistake, match="404"):
        await desk.watch.find(f"{desk.blog.home}nothing/")


async def test_a_rest_is_a_rest_and_what_came_meanwhile_is_passed_over(desk: Desk) -> None:
    feed_id = await desk.add()
    await feeds.pause(desk.database, GUILD, feed_id)
    desk.blog.publish("1")
    await desk.look()
    watched = await feeds.find(desk.database, GUILD, feed_id)
    assert watched is not None
    await feeds.resume(desk.database, watched, await desk.watch.find(desk.blog.feed), desk.clock[0])
    await desk.look()
    desk.blog.publish("2")
    await desk.look()
    assert await desk.posted() == ["2"]


async def test_the_site_of_a_feed_that_rests_is_left_alone(desk: Desk) -> None:
    await feeds.pause(desk.database, GUILD, await desk.add())
    desk.blog.asked.clear()
    await desk.look(days=1)
    assert desk.blog.asked == []


async def test_a_rest_is_of_one_guild_alone(desk: Desk) -> None:
    await feeds.pause(desk.database, GUILD, await desk.add(GUILD))
    await desk.add(OTHER_GUILD)
    desk.blog.publish("1")
    await desk.look()
    assert (await desk.posted(GUILD), await desk.posted(OTHER_GUILD)) == ([], ["1"])


async def test_the_same_feed_for_the_same_channel_is_refused_and_for_another_is_not(desk: Desk) -> None:
    await desk.add()
    with pytest.raises(Mistake, match="already"):
        await desk.add()
    await desk.add(channel_id=CHANNEL + 1)
    desk.blog.publish("1")
    await desk.look()
    assert await desk.posted() == ["1", "1"]
    assert await desk.database.fetchval("SELECT count(*) FROM reviews") == 1


async def test_an_address_is_forgotten_with_its_last_watcher(desk: Desk) -> None:
    feed_id, other = await desk.add(GUILD), await desk.add(OTHER_GUILD)
    assert not await feeds.remove(desk.database, OTHER_GUILD, feed_id)
    assert await feeds.remove(desk.database, GUILD, feed_id)
    assert await desk.database.fetchval("SELECT count(*) FROM feed_sources") == 1
    assert await feeds.remove(desk.database, OTHER_GUILD, other)
    assert await desk.database.fetchval("SELECT count(*) FROM feed_sources") == 0


async def test_an_address_is_forgotten_with_the_show_that_it_was_watched_for(desk: Desk) -> None:
    show = await shows.add(desk.database, GUILD, "Lantern Code", now=NOW)
    await desk.add(show_id=show.show_id)
    await desk.add(show_id=show.show_id, channel_id=CHANNEL + 1)
    await shows.remove(desk.database, OTHER_GUILD, show.show_id)
    assert await desk.database.fetchval("SELECT count(*) FROM feed_sources") == 1
    await shows.remove(desk.database, GUILD, show.show_id)
    assert await desk.database.fetchval("SELECT count(*) FROM feed_sources") == 0


async def test_a_text_placed_by_hand_stays_where_it_was_put_when_it_changes(desk: Desk) -> None:
    show = await shows.add(desk.database, GUILD, "Lantern Code", now=NOW)
    await desk.add(accepts=Accepts.FOLLOWED)
    post = desk.blog.publish("3")
    await desk.look()
    await desk.database.execute("UPDATE reviews SET first_episode = 400, last_episode = 400")
    post.html = post.html.replace("7/10", "9/10")
    await desk.look()
    assert await desk.database.fetchval("SELECT score_value FROM reviews") == "9"
    assert await desk.database.fetchval("SELECT last_episode FROM reviews") == 400
    assert await desk.database.fetchval("SELECT show_id FROM reviews") == show.show_id


async def test_what_a_member_brought_is_not_written_over_and_takes_nobodys_place(desk: Desk) -> None:
    """A file can bear any address, that of a blog's next post as well."""
    show = await shows.add(desk.database, GUILD, "Lantern Code", now=NOW)
    post = desk.blog.publish("3")
    desk.blog.posts.clear()
    await desk.add()
    theirs = replace(make_review("3", url=post.link), score=Score("9", "10", "9/10"))
    async with desk.database.transaction() as transaction:
        placed = Placed(show, EpisodeSpan.of(EpisodeNumber.of(3)))
        _, review_id = await review_filing.keep(transaction, placed, theirs, now=NOW, written_by=5)
    desk.blog.posts.append(post)
    await desk.look()
    post.html = post.html.replace("7/10", "4/10")
    await desk.look()
    scores = "SELECT score_value FROM reviews WHERE review_id = $1"
    assert await desk.database.fetchval(scores, review_id) == "9"
    (delivery,) = await desk.database.fetch("SELECT review_id FROM deliveries")
    assert await desk.database.fetchval(scores, delivery["review_id"]) == "4"


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT source_id FROM feed_sources s WHERE is_gone = 0 AND next_look <= 1 AND EXISTS"
            " (SELECT 1 FROM feeds f WHERE f.source_id = s.source_id AND f.is_paused = 0) ORDER BY next_look LIMIT 5",
            ("feed_sources_due", "feeds_of_source"),
        ),
        ("SELECT item_id FROM feed_entries WHERE state = 'due' AND next_try <= 1", ("feed_entries_due",)),
        ("SELECT 1 FROM deliveries WHERE (state = 'due' OR is_stale = 1) AND next_try <= 1", ("deliveries_due",)),
    ],
)
async def test_what_is_asked_every_few_seconds_goes_by_an_index(
    database: Database, sql: str, index: tuple[str, ...]
) -> None:
    plan = " ".join(row["detail"] for row in await database.fetch(f"EXPLAIN QUERY PLAN {sql}"))
    assert all(name in plan for name in index), plan
