"""Looking at feeds: when it is time, once for all who watch them, and what is found is noted."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import FeedUnreadable, LooseEndsError, Mistake, PageGone, WebError
from bot.feeds.discovery import feeds_named
from bot.feeds.pace import next_look, next_try
from bot.feeds.reading import read_feed
from bot.feeds.web import Page, Unchanged, Web
from bot.feeds.workers import Workers
from bot.storage import feeds
from bot.storage.database import Database
from bot.storage.feeds import Fresh, Source

AT_ONCE = 100
"""Addresses that are taken in one go; how many are asked at the same time is the web's bound."""
_LEASE = timedelta(minutes=10)
"""How long an address stays taken; after a crash it is looked at again when that has passed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """What looks at feeds. It keeps nothing itself; all is in the database."""

    database: Database
    web: Web
    workers: Workers
    clock: Callable[[], datetime]

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
        """Look at every address whose time has come; return how many there were."""
        taken = await feeds.take_due(self.database, self.clock(), lease=_LEASE, most=AT_ONCE)
        await asyncio.gather(*(self._look(source) for source in taken))
        return len(taken)

    async def _look(self, source: Source) -> None:
        try:
            page = await self.web.fetch(source.address, etag=source.etag, last_modified=source.last_modified)
            await self._note(source, page)
        except PageGone as error:
            _log.info("Source %d is gone", source.source_id)
            await feeds.note_gone(self.database, source, str(error))
        except LooseEndsError as error:
            now = self.clock()
            retry_after = error.retry_after if isinstance(error, WebError) else None
            at = next_try(now, failures=source.failures + 1, retry_after=retry_after, jitter=jitter())
            _log.info("Source %d could not be read (%s)", source.source_id, type(error).__name__)
            await feeds.note_failure(self.database, source, str(error), next_look=at, now=now)

    async def _note(self, source: Source, page: Page | Unchanged) -> None:
        now = self.clock()
        if isinstance(page, Page) and _hash(page) != source.body_hash:
            await feeds.note_read(self.database, source, await self._read(page), now)
        else:
            at = next_look(now, ttl=None, max_age=page.max_age, jitter=jitter())
            await feeds.note_unchanged(self.database, source, at)
        if page.moved_to is not None:
            await feeds.move(self.database, source, page.moved_to)

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


def jitter() -> float:
    """Return from 0 to 1 how far a time is to be moved, so that not all fall due at once."""
    return random.random()  # noqa: S311 - spreads load, keeps no secret
