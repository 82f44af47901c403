"""Fetching what strangers name: only from public sites, in bounds of time and size, a few at once, without traces.

No answer is kept between two fetches, nor cookies, nor connections: each connection is made anew and judged by the
guard. Nothing is logged here, and an error hides what it came from, for aiohttp's texts hold whole addresses.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakValueDictionary

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, hdrs
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import VERSION
from bot.clock import utc_now
from bot.errors import AddressRefused, Mistake, PageGone, WebError
from bot.feeds.addresses import checked_address
from bot.feeds.guard import MayReach, NotReachable, guarded_sockets, is_public
from bot.feeds.headers import kept, max_age, retry_after

MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 3

_HEADERS = {
    hdrs.USER_AGENT: f"LooseEnds/{VERSION} (Discord bot; reads feeds for its servers)",
    hdrs.ACCEPT: "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
    hdrs.ACCEPT_ENCODING: "gzip, deflate",
}
_DECODED = frozenset({"", "identity", "gzip", "deflate"})
"""What an answer may be packed in: aiohttp unpacks it a quarter of a MiB at a time (since 3.14)."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_REFUSED = (
    "The address is, or leads to, one that the bot does not go to; it reads only public sites at the usual ports."
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a fetch may take, in seconds, and how many there may be at once."""

    total: float = 20
    """From the first connection to the last byte, over all redirects; waiting for a turn is not counted."""
    connect: float = 8
    silence: float = 10
    """Between two reads."""
    at_once: int = 16
    at_once_to_a_host: int = 2


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address.

    Attributes:
        address: where it was found, after all redirects.
        moved_to: the address to use from now on, where the site says so for good; else None.
        body: unpacked, and otherwise as it was sent.
        content_type: the header's value; empty where there is none.
        etag: to be given back at the next fetch, as is last_modified.
        max_age: seconds for which the site says it stays as it is, or None.
    """

    address: str
    moved_to: str | None
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    max_age: int | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What stands at an address is what was there before; the attributes are those of `Page`."""

    max_age: int | None
    moved_to: str | None


class Web:
    """Fetches pages."""

    def __init__(self, session: ClientSession, *, bounds: Bounds, clock: Callable[[], datetime]) -> None:
        """Fetch over a session that has the guard in its connector; `open_web` makes one."""
        self._session = session
        self._bounds = bounds
        self._clock = clock
        self._turns = _Turns(bounds)

    async def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None, limit: int = MAX_BYTES
    ) -> Page | Unchanged:
        """Return what stands at an address, or that it is what `etag` or `last_modified` came with (RFC 9110, 13).

        Args:
            address: as `checked_address` gives it.
            etag: of the page that is known already.
            last_modified: of the same.
            limit: bytes that the page may have, unpacked.

        Raises:
            AddressRefused: the bot does not go there, or not to where it leads.
            PageGone: it was taken away for good.
            WebError: it could not be had, for any other reason.
        """
        known = {
            name: value
            for name, value in ((hdrs.IF_NONE_MATCH, etag), (hdrs.IF_MODIFIED_SINCE, last_modified))
            if value
        }
        start = here = _allowed(address)
        moved_to, is_for_good = None, True
        seconds_left = self._bounds.total
        for _ in range(1 + MAX_REDIRECTS):
            async with self._turns.at(here.host or ""):
                with _plain_errors():
                    async with (
                        asyncio.timeout(seconds_left) as deadline,
                        self._session.get(here, headers=known, allow_redirects=False) as response,
                    ):
                        if response.status == 304 and known:
                            return Unchanged(max_age(response.headers, self._clock()), moved_to)
                        if response.status not in _REDIRECTS:
                            return await self._page(response, moved_to, limit)
                        here = _target(response)
            seconds_left = (deadline.when() or 0) - asyncio.get_running_loop().time()
            is_for_good = is_for_good and response.status in _PERMANENT
            if is_for_good:
                moved_to = str(here) if here != start else None
        raise WebError(f"The address leads on more than {MAX_REDIRECTS} times.")

    async def _page(self, response: ClientResponse, moved_to: str | None, limit: int) -> Page:
        """Return the page of an answer that is no redirect, or raise why it has none."""
        if response.status != 200:
            raise _refusal(response, self._clock())
        if ",".join(response.headers.getall(hdrs.CONTENT_ENCODING, [])).strip().lower() not in _DECODED:
            raise WebError("The site packs its page in a way that the bot does not unpack.")
        return Page(
            address=str(response.url),
            moved_to=moved_to,
            body=await _body(response, limit),
            content_type=kept(response.headers.get(hdrs.CONTENT_TYPE)) or "",
            etag=kept(response.headers.get(hdrs.ETAG)),
            last_modified=kept(response.headers.get(hdrs.LAST_MODIFIED)),
            max_age=max_age(response.headers, self._clock()),
        )


@asynccontextmanager
async def open_web(
    *,
    may_reach: MayReach = is_public,
    bounds: Bounds | None = None,
    clock: Callable[[], datetime] = utc_now,
    resolver: AbstractResolver | None = None,
) -> AsyncIterator[Web]:
    """Return the web, closed at the end.

    Args:
        may_reach: asked of each connection; another than `is_public` lets a simulation serve its feeds from loopback.
        bounds: of time and number.
        clock: tells what a date in an answer means.
        resolver: looks names up, in place of the system; a simulation has names of its own.
    """
    bounds = bounds or Bounds()
    # Idle connections to thousands of sites would use up the files that a process may have open.
    connector = aiohttp.TCPConnector(socket_factory=guarded_sockets(may_reach), resolver=resolver, force_close=True)
    async with ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
        timeout=ClientTimeout(total=None, sock_connect=bounds.connect, sock_read=bounds.silence),
        trust_env=False,
    ) as session:
        yield Web(session, bounds=bounds, clock=clock)


class _Turns:
    """Who may fetch now. A host is forgotten when nobody fetches from it or waits to."""

    def __init__(self, bounds: Bounds) -> None:
        self._all = asyncio.Semaphore(bounds.at_once)
        self._to_a_host = bounds.at_once_to_a_host
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at a host: first for its own, so that a slow host's queue keeps no other from theirs."""
        its_own = self._hosts.setdefault(host, asyncio.Semaphore(self._to_a_host))
        async with its_own, self._all:
            yield


def _allowed(address: str) -> URL:
    try:
        return URL(checked_address(address, ports=None))
    except Mistake:
        raise AddressRefused(_REFUSED) from None


def _target(response: ClientResponse) -> URL:
    """Return where a redirect leads."""
    location = response.headers.get(hdrs.LOCATION)
    if not location:
        raise WebError("The address leads on, but does not say where to.")
    try:
        target = response.url.join(URL(location))
    except ValueError:
        raise WebError("The address leads on to what is no address.") from None
    return _allowed(str(target))


async def _body(response: ClientResponse, limit: int) -> bytes:
    too_large = WebError(f"The page is larger than {limit:,} bytes, the most that the bot reads.")
    if (response.content_length or 0) > limit:
        raise too_large
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def _refusal(response: ClientResponse, now: datetime) -> WebError:
    """Return what an answer without a page means."""
    status = response.status
    if status == 410:
        return PageGone("The site says that this page was taken away for good (410).")
    if status in {429, 503}:
        asked = retry_after(response.headers.get(hdrs.RETRY_AFTER), now)
        return WebError(f"The site asks the bot to come back later ({status}).", retry_after=asked)
    if status in {401, 403}:
        return WebError(f"The site does not let the bot in ({status}).")
    if status == 404:
        return WebError("There is nothing at the address (404).")
    if status >= 500:
        return WebError(f"The site has a fault of its own ({status}).")
    return WebError(f"The site answers with the status {status} instead of a page.")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what may go wrong on the way into a sentence."""
    try:
        yield
    except aiohttp.ClientConnectorCertificateError:
        raise WebError("The site’s certificate is not valid, so it may not be the site it says it is.") from None
    except aiohttp.ClientSSLError:
        raise WebError("A secure connection to the site can’t be made.") from None
    except aiohttp.ClientConnectorDNSError:
        raise WebError("There is no site of that name, or its name can’t be looked up.") from None
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, NotReachable):
            raise AddressRefused(_REFUSED) from None
        raise WebError("The site can’t be reached.") from None
    except aiohttp.InvalidURL:  # an IP address in a form that only old software takes
        raise AddressRefused(_REFUSED) from None
    except aiohttp.ClientResponseError:
        raise WebError("The site’s answer can’t be read: it breaks the rules of HTTP.") from None
    except TimeoutError:  # aiohttp's are such too
        raise WebError("The site takes too long to answer.") from None
    except (aiohttp.ClientError, OSError):
        raise WebError("The site broke off before its answer was whole.") from None
