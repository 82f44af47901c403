"""Sites on loopback for the tests: some that behave, and some that speak no HTTP that a library would send."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds.guard import MayReach, is_public

Speak = Callable[[asyncio.StreamWriter], Awaitable[None]]


class RawSite:
    """Answers each connection with what `speak` writes, once the request is there; keeps what was asked."""

    def __init__(self, speak: Speak) -> None:
        self.port = 0
        self.requests: list[str] = []
        self._speak = speak

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            self.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
            await self._speak(writer)
            writer.close()


@asynccontextmanager
async def raw_site(answer: bytes | Speak) -> AsyncIterator[RawSite]:
    """Serve bytes and close, or what a coroutine writes."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        assert isinstance(answer, bytes)
        writer.write(answer)
        await writer.drain()

    site = RawSite(speak if isinstance(answer, bytes) else answer)
    talks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks[asyncio.create_task(site.answer(reader, writer))] = writer

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for talk, writer in talks.items():
            talk.cancel()
            writer.transport.abort()
        await asyncio.gather(*talks, return_exceptions=True)


def only(port: int) -> MayReach:
    """Let one port of loopback be reached, and nothing else."""
    return lambda ip, asked: (ip, asked) == ("127.0.0.1", port)


def public_at_any_port(ip: str, _port: int) -> bool:
    """Judge an IP address as the bot does, so that a refusal can't be due to a test's port."""
    return is_public(ip, 80)


class Names(AbstractResolver):
    """Looks names up in a dictionary and, as systems do, takes odd forms of IPv4 addresses for such."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        try:
            found = self._names.get(host) or [socket.inet_ntoa(socket.inet_aton(host))]
        except OSError:
            raise socket.gaierror(socket.EAI_NONAME, "no such name") from None
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for ip in found
        ]

    async def close(self) -> None:
        """Have nothing to close."""
