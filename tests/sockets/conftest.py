"""Fixtures: the stand-in, and a watch over where this process connects to."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import AsyncResolver, ThreadedResolver
from aiohttp.abc import AbstractResolver
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.settings import DISCORD_API
from tests.sockets.standin import HOST, StandIn


@pytest.fixture(autouse=True)
def own_route() -> Iterator[None]:
    """Put back where discord.py turns to: it keeps that on classes, for the whole process."""
    gateway = DiscordWebSocket.DEFAULT_GATEWAY
    assert Route.BASE == DISCORD_API
    assert gateway.host == "gateway.discord.gg"
    yield
    Route.BASE = DISCORD_API
    DiscordWebSocket.DEFAULT_GATEWAY = gateway


@pytest.fixture(autouse=True)
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Return the addresses that this process connects to; no name is looked up, and none but this machine called."""
    seen: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        seen.append(address)
        connect(self, address)

    async def refused(self: AbstractResolver, host: str, port: int = 0, *_: Any, **__: Any) -> Any:
        seen.append((host, port))
        raise OSError("no name is to be looked up")

    monkeypatch.setattr(socket.socket, "connect", noted)
    # Addresses that are numbers go past these.
    monkeypatch.setattr(AsyncResolver, "resolve", refused)
    monkeypatch.setattr(ThreadedResolver, "resolve", refused)
    yield seen
    assert {address[0] for address in seen} <= {HOST}


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    """Return a stand-in for Discord."""
    async with StandIn() as opened:
        yield opened
