"""Looking at feeds: when it is time, once for all who watch them, and what is found is noted."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import FeedUnreadable, LooseEndsError, Mistake, PageGone, WebError
from bot.feeds.discovery import feeds_named
from bot.feeds.pace import jitter, next_look, next_try
from bot.feeds.reading import read_feed
from bot.feeds.web import Page, Unchanged, Web
from bot.feeds.workers import Workers
from bot.storage import feed_sources
from bot.storage.database import Database
from bot.storage.feed_sources import Fresh, Source

AT_ONCE = 100
"""Addresses that are looked at together; how many are asked at the same time is the web's bound."""
MOST_LOOKS = 1_000
"""Addresses after which what they brought is filed before there are more."""
_PATIENCE = 1.0
"""Seconds for which the quick wait for the slow, before others are looked at in place of those that are done."""
_LEASE = timedelta(minutes=20)
"""How long an address stays taken; after a crash it is looked at again when that has passed.

Longer than `AT_ONCE` addresses of one host take that all answer as late as the web lets them.
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """What looks at feeds. It keeps nothing itself; all is in the database."""

    database: Database
    web: Web
    workers: Workers
    clock: Callable[[], datetime]
    count: Callable[[str], None] = lambda _: None
    """Is told what came of each look: `new`, `unchanged`, `failed` or `gone`."""

    async def find(self, address: str) -> Fresh:
        """Return the feed at an address, or the one that the page there names.

        Raises:
            Mistake: there is none; the text says what is there instead.
        """
        try:
            page = await self._page(address)
            try:
                return await self._read(page)
            except FeedUnreadable as unreadable:
                for named in await self.workers.run(feeds_named, page.body, page.address):
                    return await self._read(await self._page(named))
                raise Mistake(
                    f"{unreadable} Give the address of an RSS or Atom feed, or of a page that names one."
                ) from None
        except LooseEndsError as error:
            raise error if isinstance(error, Mistake) else Mistake(str(error)) from error

    async def look_at_due(self) -> int:
        """Look at the addresses whose time has come, `MOST_LOOKS` of them at most; return how many there were."""
        looked = 0
        looking: set[asyncio.Task[tuple[Source, datetime] | None]] = set()
        try:
            while True:
                most = min(AT_ONCE - len(looking), MOST_LOOKS - looked)
                taken = await feed_sources.take_due(self.database, self.clock(), lease=_LEASE, most=most)
                looked += len(taken)
                looking.update(asyncio.create_task(self._look(source)) for source in taken)
                if not looking:
                    return looked
                done, looking = await asyncio.wait(looking, timeout=_PATIENCE)
                unchanged = [look for look in await asyncio.gather(*done) if look is not None]
                await feed_sources.note_unchanged(self.database, unchanged)
        finally:
            for task in looking:
                task.cancel()
            await asyncio.gather(*looking, return_exceptions=True)

    async def _look(self, source: Source) -> tuple[Source, datetime] | None:
        """Look at an address and note what is found; where nothing has changed, return what is to be noted."""
        try:
            page = await self.web.fetch(source.address, etag=source.etag, last_modified=source.last_modified)
            unchanged = await self._note(source, page)
            self.count("new" if unchanged is None else "unchanged")
            return unchanged
        except PageGone as error:
            self.count("gone")
            _log.info("Source %d is gone", source.source_id)
            await feed_sources.note_gone(self.database, source, str(error))
        except LooseEndsError as error:
            self.count("failed")
            now = self.clock()
            retry_after = error.retry_after if isinstance(error, WebError) else None
            at = next_try(now, failures=source.failures + 1, retry_after=retry_after, jitter=jitter())
            _log.info("Source %d could not be read (%s)", source.source_id, type(error).__name__)
            await feed_sources.note_failure(self.database, source, str(error), next_look=at, now=now)
        return None

    async def _note(self, source: Source, page: Page | Unchanged) -> tuple[Source, datetime] | None:
        now = self.clock()
        unchanged = None
        if isinstance(page, Page) and _hash(page) != source.body_hash:
            await feed_sources.note_read(self.database, source, await self._read(page), now)
        else:
            unchanged = source, next_look(now, ttl=None, max_age=page.max_age, jitter=jitter())
        if page.moved_to is not None:
            await feed_sources.move(self.database, source, page.moved_to)
        return unchanged

    async def _page(self, address: str) -> Page:
        page = await self.web.fetch(address)
        if not isinstance(page, Page):
            raise WebError("It answers that nothing has changed, though nobody asked.")
        return page

    async def _read(self, page: Page) -> Fresh:
        feed = await self.workers.run(read_feed, page.body, page.address, page.content_type)
        at = next_look(self.clock(), ttl=feed.ttl, max_age=page.max_age, jitter=jitter())
        return Fresh(page.address, feed, page.etag, page.last_modified, _hash(page), at)


def _hash(page: Page) -> str:
    return hashlib.sha256(page.body).hexdigest()
