"""Filing what feeds brought: an item is read once, and goes its way in each guild that is to have it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.errors import AddressRefused, LooseEndsError, Mistake, PageGone, TookTooLong, UnreadableReview, WebError
from bot.feeds.articles import read_article, read_item
from bot.feeds.model import Item
from bot.feeds.pace import jitter, next_try
from bot.feeds.placing import Ask, Decision, File, Follow, PassOver, decide
from bot.feeds.watching import Watch
from bot.feeds.web import Page
from bot.reviews.decoding import decode
from bot.reviews.model import Review
from bot.storage import deliveries, feed_items, queue, review_filing, shows
from bot.storage.database import Database, Transaction
from bot.storage.feed_items import Accepts, DueItem, Entry
from bot.storage.feeds import WatchedFeed
from bot.storage.review_filing import Filed

AT_ONCE = 20
MOST_ATTEMPTS = 3
"""Tries to fetch an article whose feed gives only its beginning; after them the beginning has to do."""

_AHEAD = timedelta(days=1)
"""How far a date may lie ahead, for blogs east of this machine and clocks that go fast."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Filing:
    """What files the items of feeds. It keeps nothing itself; all is in the database."""

    watch: Watch

    async def file_due(self) -> int:
        """File every item whose time has come; return how many there were."""
        items = await feed_items.due_items(self.watch.database, self.watch.clock(), most=AT_ONCE)
        for item in items:
            try:
                await self._file_item(item)
            except LooseEndsError as error:
                attempts = max(entry.attempts for entry in item.entries) + 1
                _log.warning("Item %d could not be filed (%s)", item.item_id, type(error).__name__)
                retry_after = error.retry_after if isinstance(error, WebError) else None
                at = next_try(self.watch.clock(), failures=attempts, retry_after=retry_after, jitter=jitter())
                await feed_items.put_off(self.watch.database, item, at)
        return len(items)

    async def read(self, item: DueItem) -> tuple[Review | None, str]:
        """Return the review that an item is, or None where it is none, and the text it was read from.

        Where the feed gives only a beginning, that is the article it leads to.

        Raises:
            WebError: the article can't be fetched now.
        """
        review = await self._reading(read_item, item.body, item)
        if not item.is_excerpt or item.link is None or not await self._may_be_wanted(item, review):
            return review, item.body
        try:
            page = await self.watch.web.fetch(item.link)
        except (AddressRefused, PageGone):
            return review, item.body
        except WebError:
            if max(entry.attempts for entry in item.entries) + 1 < MOST_ATTEMPTS:
                raise
            return review, item.body
        whole = await self._reading(read_article, page.body, item) if isinstance(page, Page) else None
        return (review, item.body) if whole is None or not isinstance(page, Page) else (whole, decode(page.body))

    async def _may_be_wanted(self, item: DueItem, review: Review | None) -> bool:
        """Return whether it is worth fetching an article: what names another show than is wanted will not be."""
        if review is None or review.show is None:
            return True
        for entry in item.entries:
            if entry.is_change or not isinstance(await self._decide(self.watch.database, entry, review), PassOver):
                return True
        return False

    async def _reading(self, how: Callable[..., Review], text: str | bytes, item: DueItem) -> Review | None:
        # A date that is yet to come says nothing.
        published = item.published if item.published and item.published <= self.watch.clock() + _AHEAD else None
        read = partial(how, url=item.link, title=item.title, author=item.author, published=published)
        try:
            return await self.watch.workers.run(read, text)
        except (UnreadableReview, TookTooLong) as error:
            _log.info("Item %d is no review (%s)", item.item_id, type(error).__name__)
            return None

    async def look_ahead(self, feed: WatchedFeed, item: Item) -> tuple[Review | None, Decision]:
        """Return what an item would be read as, and what would become of it in a guild, without keeping anything."""
        entry = Entry(feed.guild_id, feed.feed_id, feed.destination, feed.show_id, feed.accepts, False, MOST_ATTEMPTS)
        due = DueItem(
            item_id=0,
            content_hash=item.content_hash,
            source_key=item.key,
            link=item.link,
            title=item.title,
            author=item.author,
            published=item.published,
            body=item.body,
            is_excerpt=item.is_excerpt,
            entries=(entry,),
        )
        review, _ = await self.read(due)
        return review, await self._decide(self.watch.database, entry, review)

    async def _file_item(self, item: DueItem) -> None:
        review, text = await self.read(item)
        for entry in item.entries:
            async with self.watch.database.transaction() as transaction:
                if await feed_items.done_with(transaction, entry, item):
                    await self._file(transaction, item, review, text, entry)

    async def _decide(self, database: Database | Transaction, entry: Entry, review: Review | None) -> Decision:
        if review is None:
            asked = entry.accepts is Accepts.EVERYTHING
            return Ask("It does not read like a review.") if asked else PassOver()
        followed = await shows.followed(database, entry.guild_id)
        only = next((show for show in followed if show.show_id == entry.show_id), None)
        return decide(review, followed, entry.accepts, only)

    async def _file(
        self, transaction: Transaction, item: DueItem, review: Review | None, text: str, entry: Entry
    ) -> None:
        now = self.watch.clock()
        key = item.source_key
        known = await review_filing.owner_of(transaction, entry.guild_id, key)
        if known is not None and known[1] is not None:  # a member's file bears this address, and stays what it is
            key = f"feed:{key}"
        placed = await review_filing.place_of(transaction, entry.guild_id, key)
        if placed is not None:
            # It stays where it was put, perhaps by hand.
            decision: Decision = File(placed)
        elif entry.is_change:
            await queue.renew(transaction, entry.guild_id, key, title=item.title, body=text)
            return
        else:
            decision = await self._decide(transaction, entry, review)
        if isinstance(decision, Follow):
            decision = await self._follow(transaction, entry.guild_id, decision)
        if isinstance(decision, Ask):
            await queue.add(
                transaction,
                entry.guild_id,
                source_key=key,
                url=item.link,
                title=item.title,
                body=text,
                reason=decision.reason,
                show_id=decision.show.show_id if decision.show else None,
                span=decision.span,
                destination=entry.destination,
                author=review.author if review else None,
                published=review.published if review else None,
                now=now,
            )
        elif isinstance(decision, File) and review is not None:
            filed, review_id = await review_filing.keep(transaction, decision.placed, review, source_key=key, now=now)
            if filed is Filed.UPDATED:
                await deliveries.mark_changed(transaction, entry.guild_id, review_id, now)
            if not entry.is_change:
                await deliveries.claim(transaction, entry.guild_id, review_id, entry.destination, now)

    async def _follow(self, transaction: Transaction, guild_id: int, wanted: Follow) -> File | Ask:
        try:
            title = shows.checked_name(wanted.title)
        except Mistake:
            return Ask("Its show’s name is not one that a show can have here.", span=wanted.span)
        now = self.watch.clock()
        return File(await review_filing.follow(transaction, guild_id, title, wanted.season, wanted.span, now=now))
