"""Fixtures: a database in the test's own folder, and the bot on it in a simulated Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.feeds.web import Web, open_web
from bot.feeds.workers import Workers
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.world import World, data_folder, open_world


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Take back, after each test, what it changed of where the log goes and how much there is of it."""
    loggers = [logging.getLogger(name) for name in (None, "bot", "cogs", "discord")]
    root, levels = loggers[0], [logger.level for logger in loggers]
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Return a new database, with the schema the bot has."""
    async with open_database(data_folder(tmp_path)) as opened:
        yield opened


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """Return a web in which nothing can be reached."""
    async with open_web(may_reach=lambda *_: False) as opened:
        yield opened


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Return the bot in a guild that follows nothing yet."""
    async with open_world(database) as built:
        yield built


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Return the process apart, one for all tests: starting it costs a second, and it is bound to no event loop."""
    opened = Workers()
    yield opened
    asyncio.run(opened.close())
