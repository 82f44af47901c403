"""What the tests of the veil share.

How much hostile text is tried: `pytest tests/spoilers --hypothesis-profile=thorough` tries a lot more.
"""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import settings

from bot.feeds.workers import Workers
from tests.spoilers.walk import Walked, walk_through

settings.register_profile("thorough", max_examples=20_000)


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Walked:
    """Return what came of one walk through everything that the bot can do; it takes some twenty seconds."""
    return asyncio.run(walk_through(tmp_path_factory.mktemp("walk"), workers))
