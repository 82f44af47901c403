"""Addresses that lead where the bot must not go, and answers that are meant to hurt it."""

from __future__ import annotations

import asyncio
import tracemalloc
import zlib

import pytest

from bot.errors import AddressRefused, WebError
from bot.feeds.web import MAX_BYTES, Bounds, Page, open_web
from tests.feeds.sites import Names, Speak, only, public_at_any_port, raw_site

NAMES = {
    "localhost": ["::1", "127.0.0.1"],
    "rebound.example": ["127.0.0.1"],
    "inside.example": ["10.0.0.1", "192.168.0.1"],
    "both-kinds.example": ["::ffff:127.0.0.1", "127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "six.example": ["fd00:ec2::254"],
}
PRIVATE_HOSTS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "0x7F.1",
    "127.0.0.1%00.example",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "١٢٧.0.0.1",
    "0",
    "0.0.0.0",
    "255.255.255.255",
    "10.0.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "224.0.0.1",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fd00:ec2::254]",
    "[fec0::1]",
    "[ff02::1]",
    *NAMES,
]
OTHER_ADDRESSES = [
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_GET",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "unix:///run/docker.sock",
    "http://me:secret@127.0.0.1:{port}/",
    "http://site.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@site.example/",
    "http://site.example:22/",
    "http://:{port}/",
]


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
async def test_private_places_are_not_gone_to(host: str) -> None:
    async with raw_site(b"") as site, open_web(may_reach=public_at_any_port, resolver=Names(NAMES)) as the_web:
        with pytest.raises(AddressRefused if host != "١٢٧.0.0.1" else WebError):  # that one is a name, of nobody
            await the_web.fetch(f"http://{host}:{site.port}/")
        assert not site.requests


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
@pytest.mark.parametrize("status", [301, 307])
async def test_nobody_is_led_to_private_places(host: str, status: int) -> None:
    # The site that leads on is on loopback too, but the guard takes it for public.
    asked: list[str] = []

    def may_reach(ip: str, port: int) -> bool:
        asked.append(ip)
        return len(asked) == 1 or public_at_any_port(ip, port)

    async def lead_on(writer: asyncio.StreamWriter) -> None:
        target = f"http://{host}:{site.port}/secret"
        writer.write(f"HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())

    async with (
        raw_site(lead_on) as site,
        open_web(may_reach=may_reach, resolver=Names({**NAMES, "outside.example": ["127.0.0.1"]})) as the_web,
    ):
        with pytest.raises(AddressRefused if host != "١٢٧.0.0.1" else WebError):
            await the_web.fetch(f"http://outside.example:{site.port}/")
        assert len(site.requests) == 1


@pytest.mark.parametrize("address", OTHER_ADDRESSES)
async def test_other_schemes_ports_and_credentials_are_refused(address: str) -> None:
    async with (
        raw_site(b"") as site,
        open_web(may_reach=only(site.port), resolver=Names({"site.example": ["127.0.0.1"]})) as the_web,
    ):
        with pytest.raises(AddressRefused):
            await the_web.fetch(address.format(port=site.port))
        assert not site.requests


@pytest.mark.parametrize("address", OTHER_ADDRESSES)
async def test_nobody_is_led_to_other_schemes_ports_and_credentials(address: str) -> None:

    async def lead_on(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 302 Found\r\nLocation: {address.format(port=site.port)}\r\n\r\n".encode())

    async with (
        raw_site(lead_on) as site,
        open_web(may_reach=only(site.port), resolver=Names({"site.example": ["127.0.0.1"]})) as the_web,
    ):
        with pytest.raises(WebError):
            await the_web.fetch(site.address)
        assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (b"", "does not say where to"),
        (b"Location:\r\n", "does not say where to"),
        (b"Location: http://[::1\r\n", "what is no address"),
        (b"Location: http://site.example:port/\r\n", "what is no address"),
        (b"Location: http://" + b"a" * 3_000 + b"\r\n", "does not go to"),
    ],
)
async def test_a_redirect_to_nowhere_is_said(head: bytes, sentence: str) -> None:
    answer = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n" + head + b"\r\n"
    async with raw_site(answer) as site, open_web(may_reach=only(site.port)) as the_web:
        with pytest.raises(WebError, match=sentence):
            await the_web.fetch(site.address)


async def test_a_name_is_gone_to_only_where_it_is_public() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    async with (
        raw_site(answer) as site,
        open_web(
            may_reach=only(site.port), resolver=Names({"mixed.example": ["10.0.0.1", "127.0.0.1", "::1"]})
        ) as the_web,
    ):
        assert isinstance(await the_web.fetch(f"http://mixed.example:{site.port}/"), Page)


async def test_a_name_that_leads_elsewhere_the_second_time_is_judged_again() -> None:
    looked_up: list[str] = []

    def may_reach(ip: str, port: int) -> bool:
        looked_up.append(ip)
        return len(looked_up) == 1

    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"
    async with (
        raw_site(answer) as site,
        open_web(may_reach=may_reach, resolver=Names({"rebound.example": ["127.0.0.1"]})) as the_web,
    ):
        await the_web.fetch(f"http://rebound.example:{site.port}/")
        with pytest.raises(AddressRefused):
            await the_web.fetch(f"http://rebound.example:{site.port}/")


async def test_a_name_of_nobody_is_said() -> None:
    async with open_web(resolver=Names({})) as the_web:
        with pytest.raises(WebError, match="no site of that name"):
            await the_web.fetch("https://nobody.example/")


async def test_a_closed_port_is_said() -> None:
    async with raw_site(b"") as site:
        pass
    async with open_web(may_reach=only(site.port)) as the_web:
        with pytest.raises(WebError, match="can’t be reached"):
            await the_web.fetch(site.address)


OK = b"HTTP/1.1 200 OK\r\n"
BROKEN_RULES = "breaks the rules of HTTP"
BROKEN_OFF = "broke off"
TOO_LARGE = "larger than"
PACKED = "does not unpack"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(b"", BROKEN_OFF, id="nothing"),
        pytest.param(b"\r\n\r\n\r\n", BROKEN_OFF, id="empty lines"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", BROKEN_RULES, id="another protocol"),
        pytest.param(b"\x15\x03\x01\x00\x02\x02\x46", BROKEN_RULES, id="TLS"),
        pytest.param(OK[:12], BROKEN_OFF, id="half a status line"),
        pytest.param(OK + b"Content-Ty", BROKEN_OFF, id="half a head"),
        pytest.param(OK + b"no colon\r\n\r\n", BROKEN_RULES, id="a header that is none"),
        pytest.param(b"HTTP/1.1 200 " + b"x" * 100_000 + b"\r\n\r\n", BROKEN_RULES, id="a long status line"),
        pytest.param(OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n", BROKEN_RULES, id="a long header"),
        pytest.param(OK + b"X" * 100_000 + b": x\r\n\r\n", BROKEN_RULES, id="a long header name"),
        pytest.param(OK + b"X: x\r\n" * 10_000 + b"\r\n", BROKEN_RULES, id="many headers"),
        pytest.param(OK + b"Content-Length: 10\r\n\r\nx", BROKEN_OFF, id="less than was promised"),
        pytest.param(OK + b"Content-Length: 2\r\n\r\nok, and more", BROKEN_RULES, id="more than was promised"),
        pytest.param(OK + b"Content-Length: 6000000\r\n\r\nx", TOO_LARGE, id="too much was promised"),
        pytest.param(OK + b"Content-Length: -1\r\n\r\nx", BROKEN_RULES, id="less than nothing was promised"),
        pytest.param(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy", BROKEN_RULES, id="two lengths"),
        pytest.param(
            OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            BROKEN_RULES,
            id="length and chunks",
        ),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", BROKEN_RULES, id="a chunk of no size"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc", BROKEN_OFF, id="half a chunk"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx", BROKEN_RULES, id="a vast chunk"),
        pytest.param(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", BROKEN_OFF, id="no gzip"),
        pytest.param(OK + b"Content-Encoding: deflate\r\nContent-Length: 4\r\n\r\nnope", BROKEN_OFF, id="no deflate"),
        pytest.param(OK + b"Content-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\nx", PACKED, id="gzip twice"),
        pytest.param(
            OK + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
            PACKED,
            id="and again",
        ),
        pytest.param(OK + b"Content-Encoding: br\r\nContent-Length: 0\r\n\r\n", PACKED, id="brotli, not asked for"),
        pytest.param(OK + b"Content-Encoding: rot13\r\nContent-Length: 1\r\n\r\nx", PACKED, id="packed oddly"),
    ],
)
async def test_a_broken_answer_gets_a_sentence(answer: bytes, sentence: str) -> None:
    async with raw_site(answer) as site, open_web(may_reach=only(site.port)) as the_web:
        with pytest.raises(WebError, match=sentence) as error:
            await the_web.fetch(f"{site.address}?key=secret")
    assert "secret" not in str(error.value)
    assert error.value.__suppress_context__ or not error.value.__context__, "aiohttp's own text holds the address"


def _bomb(wbits: int, mebibytes: int = 100) -> bytes:
    packer = zlib.compressobj(9, wbits=wbits)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(mebibytes)) + packer.flush()


@pytest.mark.parametrize(("encoding", "wbits"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
async def test_a_bomb_is_put_out_before_it_fills_the_memory(encoding: str, wbits: int) -> None:
    bomb = _bomb(wbits)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    async with raw_site(head + bomb) as site, open_web(may_reach=only(site.port)) as the_web:
        tracemalloc.start()
        try:
            with pytest.raises(WebError, match=TOO_LARGE):
                await the_web.fetch(site.address)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 2 * MAX_BYTES


async def _endless_body(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"\r\n")
    while True:
        writer.write(bytes(65_536))
        await writer.drain()


async def _endless_chunks(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + bytes(65_536) + b"\r\n")
        await writer.drain()


@pytest.mark.parametrize("speak", [_endless_body, _endless_chunks])
async def test_an_endless_body_ends_at_the_bound(speak: Speak) -> None:
    async with raw_site(speak) as site, open_web(may_reach=only(site.port)) as the_web:
        with pytest.raises(WebError, match=TOO_LARGE):
            await the_web.fetch(site.address)


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0)


async def _dripping_head(writer: asyncio.StreamWriter) -> None:
    writer.write(OK)
    for letter in b"X: " + b"x" * 1_000_000:
        writer.write(bytes([letter]))
        await writer.drain()
        await asyncio.sleep(0)


async def _endless_promises(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0)


async def _silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _silence_after_the_head(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Content-Length: 10\r\n\r\n")
    await asyncio.Event().wait()


@pytest.mark.parametrize("speak", [_drip, _dripping_head, _endless_promises, _silence, _silence_after_the_head])
async def test_whoever_takes_their_time_is_left_at_the_end_of_it(speak: Speak) -> None:
    async with raw_site(speak) as site, open_web(may_reach=only(site.port), bounds=Bounds(total=0.05)) as the_web:
        with pytest.raises(WebError, match="too long"):
            await the_web.fetch(site.address)


@pytest.mark.parametrize("speak", [_silence, _silence_after_the_head])
async def test_silence_is_not_waited_out_to_the_end_of_time(speak: Speak) -> None:
    async with raw_site(speak) as site, open_web(may_reach=only(site.port), bounds=Bounds(silence=0.05)) as the_web:
        with pytest.raises(WebError, match="too long"):
            await the_web.fetch(site.address)


async def test_the_time_is_one_for_all_redirects(monkeypatch: pytest.MonkeyPatch) -> None:
    at_hop: list[float] = []
    real_timeout = asyncio.timeout

    def timeout(seconds: float | None) -> asyncio.Timeout:
        if seconds and seconds > 10:  # else aiohttp's own
            at_hop.append(seconds)
        return real_timeout(seconds)

    monkeypatch.setattr(asyncio, "timeout", timeout)
    answer = b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"
    async with raw_site(answer) as site, open_web(may_reach=only(site.port), bounds=Bounds(total=60)) as the_web:
        with pytest.raises(WebError, match="more than 3 times"):
            await the_web.fetch(site.address)
    assert 60 == at_hop[0] > at_hop[1] > at_hop[2] > at_hop[3] > 0


async def test_whoever_does_not_greet_a_secure_connection_is_left() -> None:
    async with raw_site(_silence) as site, open_web(may_reach=only(site.port), bounds=Bounds(connect=0.05)) as the_web:
        with pytest.raises(WebError, match="too long"):
            await the_web.fetch(f"https://127.0.0.1:{site.port}/")
