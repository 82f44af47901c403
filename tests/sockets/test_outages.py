"""What may befall a bot that runs, over real sockets: nothing is lost or done twice, and it says why it ends."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.client import LooseEnds
from bot.clock import utc_now
from bot.own_rights import RIGHTS
from bot.storage import deliveries, guilds
from bot.storage.deliveries import Destination, Placing
from tests.sockets.payloads import CHANNEL, GUILD, MEMBER
from tests.sockets.running import ROOT, import_review, online, process, running, settings_for
from tests.sockets.standin import PATIENCE, Callback, StandIn

SAMPLE = next((ROOT / "data" / "samples").glob("*-13.txt"))


@pytest.fixture
async def bot(standin: StandIn, tmp_path: Path) -> AsyncIterator[LooseEnds]:
    """Return a bot that is online, in a guild that gives it all rights, with a review that nobody has asked for."""
    standin.rights = discord.Permissions(**{right.flag: True for right in RIGHTS}).value
    await import_review(tmp_path, SAMPLE)
    async with running(settings_for(standin, tmp_path), standin) as opened:
        await opened.wait_until_ready()
        yield opened


async def claim(bot: LooseEnds) -> None:
    """Have the review posted in the channel."""
    async with bot.database.transaction() as transaction:
        await deliveries.claim(transaction, GUILD, 1, Destination(CHANNEL, Placing.CARD, None), bot.clock())


async def state(bot: LooseEnds) -> Any:
    return await bot.database.fetchval("SELECT state FROM deliveries")


async def once(bot: LooseEnds) -> None:
    """Do what is due to be posted."""
    cog: Any = bot.get_cog("Deliveries")
    await cog.round.stop()
    await cog.post()
    await asyncio.gather(*cog.posting.values())
    await cog.post()


async def until(bot: LooseEnds, wanted: str) -> None:
    """Wait until the review stands in the channel, or whatever is wanted."""
    async with asyncio.timeout(PATIENCE):
        while await state(bot) != wanted:
            pass


async def test_a_token_that_is_reset_while_it_runs_ends_it_with_a_sentence(standin: StandIn, tmp_path: Path) -> None:
    async with process(standin.base, tmp_path, log_level="WARNING") as bot:
        await online(bot, standin)
        standin.token = "a-new-token"
        await standin.drop(4000)
        assert await bot.ended() == 1
    assert re.search(r"^loose-ends: Discord refused DISCORD_TOKEN; [^\n]+\.$", bot.log, re.MULTILINE)
    assert "Traceback" not in bot.log


async def test_after_a_long_outage_it_begins_anew_and_does_what_came_due(bot: LooseEnds, standin: StandIn) -> None:
    standin.is_down, standin.resumes = True, False
    await standin.drop(1001)
    # An hour goes by, in which reviews come due: the API is away as well.
    await claim(bot)
    ahead = timedelta(hours=1)
    bot.clock = lambda: utc_now() + ahead
    standin.is_down = False
    answer = await standin.command("recap", episode="13")
    assert answer["type"] == Callback.MESSAGE
    await until(bot, "posted")
    assert len(standin.all_sent("GATEWAY", "IDENTIFY")) == 2
    assert len(standin.posted) == 1


async def test_a_storm_of_429s_is_sat_out_by_who_asks(bot: LooseEnds, standin: StandIn) -> None:
    standin.storm["POST /interactions/.*"] = 3
    answers = await asyncio.gather(
        *(standin.command("watched", episode="12.5", member_id=MEMBER + number) for number in range(50))
    )
    assert {answer["type"] for answer in answers} == {Callback.MESSAGE}
    assert await bot.database.fetchval("SELECT count(*) FROM progress WHERE episode = 1250") == 50


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_discord_does_not_take_for_long_is_posted_once_it_does(
    status: int, bot: LooseEnds, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "POST /channels/.*"
    if status == 429:
        standin.storm[path] = 5  # as often as the library tries
    else:
        standin.fail_once[path] = status
    await claim(bot)
    await once(bot)
    if status != 500:  # after which the library tries again by itself
        assert (await state(bot), standin.posted) == ("due", [])
        ahead = timedelta(hours=1)
        bot.clock = lambda: utc_now() + ahead
        await once(bot)
    assert await state(bot) == "posted"
    assert len(standin.posted) == 1


async def test_a_guild_that_is_away_is_not_one_that_was_left(bot: LooseEnds, standin: StandIn) -> None:
    await guilds.set_notices_channel(bot.database, GUILD, CHANNEL)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('bot_state', 'sqlite_sequence')"
    before = [row["name"] for row in await bot.database.fetch(tables)]
    counts = {name: await bot.database.fetchval(f"SELECT count(*) FROM {name}") for name in before}
    away = asyncio.create_task(bot.wait_for("guild_unavailable", timeout=PATIENCE))
    await asyncio.sleep(0)
    await standin.lose_guild()
    await away
    await claim(bot)
    await once(bot)
    assert (await state(bot), standin.posted) == ("due", [])
    await bot.database.execute("DELETE FROM deliveries")
    after = {name: await bot.database.fetchval(f"SELECT count(*) FROM {name}") for name in before}
    assert after == counts
    await claim(bot)
    await standin.give_guild_back()
    answer = await standin.command("recap", episode="13")
    assert answer["type"] == Callback.MESSAGE
    await once(bot)
    assert len(standin.posted) == 1
