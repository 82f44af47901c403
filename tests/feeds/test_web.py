"""Fetching from sites that behave."""

from __future__ import annotations

import asyncio
import gzip
import tomllib
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import VERSION
from bot.errors import AddressRefused, PageGone, WebError
from bot.feeds.web import Bounds, Page, Unchanged, Web, open_web
from tests.feeds.sites import Names, only

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FEED = b"<rss version='2.0'/>"
Handler = Callable[[web.Request], web.Response]


class Site:
    """A site whose pages are set by the test, and which keeps what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.requests: list[web.Request] = []
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(application, host="127.0.0.1")

    async def _answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        return self.pages[request.path](request)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.port}{path}"

    def shows(self, path: str, body: bytes = FEED, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = lambda request: web.Response(body=body, status=status, headers=named)

    def leads(self, path: str, status: int, target: str) -> None:
        self.pages[path] = lambda request: web.Response(status=status, headers={"Location": target})


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    async with site.server:
        yield site


@pytest.fixture
async def the_web(site: Site) -> AsyncIterator[Web]:
    async with open_web(may_reach=only(site.server.port or 0), clock=lambda: NOW) as opened:
        yield opened


async def test_a_page_comes_with_what_its_head_says(site: Site, the_web: Web) -> None:
    site.shows(
        "/feed",
        Content_Type="application/rss+xml; charset=utf-8",
        ETag='W/"1"',
        Last_Modified="Wed, 25 Nov 2026 11:00:00 GMT",
        Cache_Control="max-age=1800",
    )
    assert await the_web.fetch(site.at("/feed#top")) == Page(
        address=site.at("/feed"),
        moved_to=None,
        body=FEED,
        content_type="application/rss+xml; charset=utf-8",
        etag='W/"1"',
        last_modified="Wed, 25 Nov 2026 11:00:00 GMT",
        max_age=1800,
    )


async def test_the_bot_says_who_it_is_and_nothing_of_anyone_else(
    site: Site, the_web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.shows("/feed", Set_Cookie="id=1; Path=/")
    await the_web.fetch(site.at("/feed"))
    await the_web.fetch(site.at("/feed"))
    for request in site.requests:
        assert set(request.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert request.headers["User-Agent"].startswith(f"LooseEnds/{VERSION} ")


def test_the_version_it_says_is_the_projects() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


async def test_a_page_that_is_known_is_not_sent_again(site: Site, the_web: Web) -> None:
    site.shows("/feed", body=b"", status=304, Cache_Control="max-age=60")
    site.leads("/old", 301, "/feed")
    answer = await the_web.fetch(site.at("/old"), etag='"1"', last_modified="Wed, 25 Nov 2026 11:00:00 GMT")
    assert answer == Unchanged(max_age=60, moved_to=site.at("/feed"))
    for request in site.requests:
        assert request.headers["If-None-Match"] == '"1"'
        assert request.headers["If-Modified-Since"] == "Wed, 25 Nov 2026 11:00:00 GMT"


async def test_nothing_can_be_unchanged_where_nothing_was_known(site: Site, the_web: Web) -> None:
    site.shows("/feed", body=b"", status=304)
    with pytest.raises(WebError, match="status 304 instead"):
        await the_web.fetch(site.at("/feed"))


@pytest.mark.parametrize(
    ("hops", "found", "moved_to"),
    [
        ([301], "/1", "/1"),
        ([308, 301, 308], "/3", "/3"),
        ([302], "/1", None),
        ([303], "/1", None),
        ([307], "/1", None),
        ([301, 302], "/2", "/1"),
        ([302, 301], "/2", None),
        ([301, 302, 301], "/3", "/1"),
    ],
)
async def test_only_what_moved_for_good_is_learnt(
    site: Site, the_web: Web, hops: list[int], found: str, moved_to: str | None
) -> None:
    for number, status in enumerate(hops):
        site.leads(f"/{number}", status, f"{number + 1}#part")
    site.shows(found)
    page = await the_web.fetch(site.at("/0"))
    assert isinstance(page, Page)
    assert page.address == site.at(found)
    assert page.moved_to == (site.at(moved_to) if moved_to else None)


async def test_a_way_that_leads_back_is_no_move(site: Site, the_web: Web) -> None:
    site.pages["/feed"] = lambda request: web.Response(
        status=301 if len(site.requests) == 1 else 200, headers={"Location": "/login"}
    )
    site.leads("/login", 301, "/feed")
    page = await the_web.fetch(site.at("/feed"))
    assert isinstance(page, Page)
    assert (page.address, page.moved_to) == (site.at("/feed"), None)


async def test_a_fourth_redirect_is_not_followed(site: Site, the_web: Web) -> None:
    for number in range(4):
        site.leads(f"/{number}", 302, f"/{number + 1}")
    with pytest.raises(WebError, match="more than 3 times"):
        await the_web.fetch(site.at("/0"))
    assert [request.path for request in site.requests] == ["/0", "/1", "/2", "/3"]


async def test_a_redirect_in_a_circle_ends(site: Site, the_web: Web) -> None:
    site.leads("/feed", 301, "/feed")
    with pytest.raises(WebError, match="more than 3 times"):
        await the_web.fetch(site.at("/feed"))
    assert len(site.requests) == 4


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", _raw_deflate),
        ("identity", bytes),
    ],
)
async def test_a_packed_page_is_unpacked(
    site: Site, the_web: Web, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = FEED * 100_000
    site.shows("/feed", body=pack(body), Content_Encoding=encoding)
    page = await the_web.fetch(site.at("/feed"))
    assert isinstance(page, Page)
    assert page.body == body


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_a_page_may_have_so_many_bytes_and_no_more(site: Site, the_web: Web, encoding: str) -> None:
    body = b"x" * 1_000
    site.shows("/feed", body=gzip.compress(body) if encoding == "gzip" else body, Content_Encoding=encoding)
    page = await the_web.fetch(site.at("/feed"), limit=1_000)
    assert isinstance(page, Page)
    assert page.body == body
    with pytest.raises(WebError, match="larger than 999 bytes"):
        await the_web.fetch(site.at("/feed"), limit=999)


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (204, WebError, "status 204 instead"),
        (206, WebError, "status 206 instead"),
        (300, WebError, "status 300 instead"),
        (401, WebError, "does not let the bot in"),
        (403, WebError, "does not let the bot in"),
        (404, WebError, "nothing at the address"),
        (410, PageGone, "for good"),
        (418, WebError, "status 418 instead"),
        (429, WebError, "come back later"),
        (500, WebError, "fault of its own"),
        (503, WebError, "come back later"),
    ],
)
async def test_each_status_has_its_sentence(
    site: Site, the_web: Web, status: int, kind: type[WebError], sentence: str
) -> None:
    site.shows("/feed", body=b"", status=status)
    with pytest.raises(kind, match=sentence) as error:
        await the_web.fetch(site.at("/feed"))
    assert error.value.retry_after is None


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["600", "Wed, 25 Nov 2026 12:10:00 GMT"])
async def test_a_site_says_when_to_come_back(site: Site, the_web: Web, status: int, value: str) -> None:
    site.shows("/feed", status=status, Retry_After=value)
    with pytest.raises(WebError) as error:
        await the_web.fetch(site.at("/feed"))
    assert error.value.retry_after == 600


@pytest.mark.parametrize(
    "headers", [{"ETag": "e" * 1_001}, {"ETag": "\udcff"}, {"Last-Modified": "l" * 1_001}, {"Content-Type": "\udcff"}]
)
async def test_a_value_that_could_not_be_kept_or_sent_back_is_dropped(
    site: Site, the_web: Web, headers: Mapping[str, str]
) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    site.pages["/feed"] = lambda request: _raw(request, head.encode("utf-8", "surrogateescape"))
    page = await the_web.fetch(site.at("/feed"))
    assert isinstance(page, Page)
    assert (page.etag, page.last_modified, page.content_type) == (None, None, "")


def _raw(request: web.Request, head: bytes) -> web.Response:
    """Answer with a head that aiohttp's server would not write."""
    assert request.transport is not None
    request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + head + b"\r\n")
    request.transport.close()
    return web.Response()


class Counter:
    """A site that holds each request until it is let go, and counts how many it holds at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.go = asyncio.Event()
        self._arrived = asyncio.Condition()
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self.server = TestServer(application, host="127.0.0.1")

    async def _answer(self, request: web.Request) -> web.Response:
        if request.path == "/other":
            return web.Response()
        self.now += 1
        self.most = max(self.most, self.now)
        async with self._arrived:
            self._arrived.notify_all()
        await self.go.wait()
        self.now -= 1
        return web.Response(body=FEED)

    async def hold(self, number: int) -> None:
        """Wait until so many are held, and then until a request made after them has been answered."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: self.now >= number)
        for _ in range(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
            writer.write(b"GET /other HTTP/1.0\r\nHost: x\r\n\r\n")
            await reader.read()
            writer.close()


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    counter = Counter()
    async with counter.server:
        yield counter


@pytest.mark.parametrize(("hosts", "most"), [(1, 2), (3, 6), (30, 16)])
async def test_so_many_at_once_and_no_more(counter: Counter, hosts: int, most: int) -> None:
    names = [f"site{number}.example" for number in range(hosts)]
    async with open_web(
        may_reach=only(counter.server.port or 0), resolver=Names({name: ["127.0.0.1"] for name in names})
    ) as the_web:
        fetches = [
            asyncio.create_task(the_web.fetch(f"http://{name}:{counter.server.port}/{number}"))
            for number in range(4)
            for name in names
        ]
        await counter.hold(most)
        assert counter.most == most
        counter.go.set()
        await asyncio.gather(*fetches)
        del fetches
        assert counter.most == most
        assert not the_web._turns._hosts, "idle hosts are forgotten"


async def test_a_slow_hosts_queue_keeps_no_other_from_their_turn(counter: Counter) -> None:
    bounds = Bounds(at_once=3)
    async with open_web(
        may_reach=only(counter.server.port or 0),
        bounds=bounds,
        resolver=Names({"slow.example": ["127.0.0.1"], "quick.example": ["127.0.0.1"]}),
    ) as the_web:
        waiting = [asyncio.create_task(the_web.fetch(f"http://slow.example:{counter.server.port}/")) for _ in range(10)]
        await counter.hold(2)
        assert isinstance(await the_web.fetch(f"http://quick.example:{counter.server.port}/other"), Page)
        counter.go.set()
        await asyncio.gather(*waiting)


async def test_redirects_between_two_busy_hosts_do_not_wait_for_each_other(site: Site) -> None:
    site.leads("/a", 302, site.at("/end", "b.example"))
    site.leads("/b", 302, site.at("/end", "a.example"))
    site.shows("/end")
    bounds = Bounds(at_once=2, at_once_to_a_host=1)
    async with open_web(
        may_reach=only(site.server.port or 0),
        bounds=bounds,
        resolver=Names({"a.example": ["127.0.0.1"], "b.example": ["127.0.0.1"]}),
    ) as the_web:
        pages = await asyncio.gather(
            *(the_web.fetch(site.at("/a", "a.example")) for _ in range(5)),
            *(the_web.fetch(site.at("/b", "b.example")) for _ in range(5)),
        )
    assert len(pages) == 10


async def test_a_fetch_that_is_given_up_gives_its_turn_back(counter: Counter) -> None:
    async with open_web(may_reach=only(counter.server.port or 0), bounds=Bounds(at_once=1)) as the_web:
        given_up = asyncio.create_task(the_web.fetch(f"http://127.0.0.1:{counter.server.port}/"))
        await counter.hold(1)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        assert isinstance(await the_web.fetch(f"http://127.0.0.1:{counter.server.port}/other"), Page)


async def test_a_credential_in_an_address_is_refused_before_anything_is_sent(site: Site, the_web: Web) -> None:
    with pytest.raises(AddressRefused):
        await the_web.fetch(f"http://me:secret@127.0.0.1:{site.server.port}/")
    assert not site.requests


async def test_a_plain_site_does_not_pass_for_a_secure_one(site: Site, the_web: Web) -> None:
    with pytest.raises(WebError, match="secure connection"):
        await the_web.fetch(f"https://127.0.0.1:{site.server.port}/")
    assert not site.requests
