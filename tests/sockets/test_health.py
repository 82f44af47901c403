"""Health over real sockets: what a supervisor and Prometheus are told, and when the answer is no."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import client, health
from bot.client import LooseEnds
from bot.errors import StartError
from bot.health import served
from bot.settings import Address
from bot.storage.feed_sources import Source, note_failure
from bot.ui.loops import STUCK_AFTER
from tests.sockets.payloads import BEHIND, GUILD, MEMBER
from tests.sockets.running import ROOT, import_review, online, process, running, settings_for
from tests.sockets.standin import HOST, PATIENCE, StandIn
from tests.world import held

SAMPLE = next((ROOT / "data" / "samples").glob("*-13.txt"))


@dataclass
class Asked:
    """A bot whose health is asked for."""

    bot: LooseEnds
    port: int

    async def get(self, path: str) -> tuple[int, Any]:
        """Return the status and what is answered."""
        async with aiohttp.ClientSession() as session, session.get(f"http://{HOST}:{self.port}{path}") as response:
            is_json = response.content_type == "application/json"
            return response.status, await (response.json() if is_json else response.text())

    async def until_ready(self) -> None:
        """Wait until it is."""
        async with asyncio.timeout(PATIENCE):
            while (await self.get("/ready"))[0] != 200:
                pass

    async def until_not_ready(self) -> Any:
        """Wait until it is not, and return what is said."""
        async with asyncio.timeout(PATIENCE):
            while (answer := await self.get("/ready"))[0] != 503:
                pass
        return answer[1]


@asynccontextmanager
async def asked(bot: LooseEnds) -> AsyncIterator[Asked]:
    """Serve the health of a bot."""
    async with served(bot, Address(HOST, 0)) as port:
        assert port is not None
        yield Asked(bot, port)


@pytest.fixture
async def well(standin: StandIn, tmp_path: Path) -> AsyncIterator[Asked]:
    """Return a bot that is online, and ready."""
    await import_review(tmp_path, SAMPLE)
    async with running(settings_for(standin, tmp_path), standin) as bot, asked(bot) as opened:
        await opened.until_ready()
        yield opened


async def test_a_bot_that_is_online_is_alive_and_ready(well: Asked) -> None:
    assert (await well.get("/live"))[0] == 200
    assert await well.get("/ready") == (200, {"ready": True, "gateway": "ok", "database": "ok", "rounds": "ok"})
    assert (await well.get("/else"))[0] == 404


async def test_a_bot_that_is_not_online_is_alive_and_not_ready(standin: StandIn, tmp_path: Path) -> None:
    async with client.open_bot(settings_for(standin, tmp_path)) as bot, asked(bot) as opened:
        assert (await opened.get("/live"))[0] == 200
        status, said = await opened.get("/ready")
    assert (status, said["ready"]) == (503, False)
    assert said["gateway"] == "0 of 1 shards are connected"
    assert said["database"] == "ok"
    assert said["rounds"] == "none has begun"


async def test_a_gateway_that_is_lost_is_not_ready_until_it_is_back(well: Asked, standin: StandIn) -> None:
    standin.is_down = True
    await standin.drop(4000)
    said = await well.until_not_ready()
    assert (said["gateway"], said["database"], said["rounds"]) == ("0 of 1 shards are connected", "ok", "ok")
    standin.is_down = False
    await well.until_ready()


async def test_a_database_that_takes_no_writes_is_not_ready(
    well: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    async with held(tmp_path):
        status, said = await well.get("/ready")
        assert (status, said["database"]) == (503, "it took no write within 0 seconds")
    monkeypatch.undo()
    await well.until_ready()


async def test_a_round_that_is_stuck_or_has_ended_is_not_ready(well: Asked) -> None:
    stuck, ended = well.bot.rounds[:2]
    said: dict[str, str] = {}
    async with asyncio.timeout(PATIENCE):
        while said.get("rounds") != f"stuck or ended: {stuck.name}":
            stuck._last = time.monotonic() - STUCK_AFTER - 600  # again, for it may have gone round meanwhile
            said = (await well.get("/ready"))[1]
    stuck._last = time.monotonic()
    task = ended._loop.get_task()
    assert task is not None
    ended._loop.cancel()
    await asyncio.wait([task])
    assert (await well.get("/ready"))[1]["rounds"] == f"stuck or ended: {ended.name}"


async def test_what_is_counted_tells_of_no_member_and_no_guild(well: Asked, standin: StandIn) -> None:
    public = await standin.command("recap", episode="13")
    await standin.press(public["message"], "Continue reading")
    await standin.command("recap", episode="what")
    standin.fail_once["POST /interactions/.*"] = 400
    await standin.command("recap", episode="13", member_id=BEHIND)
    source = Source(1, "https://blog.example/feed", None, None, None, 0)
    now = well.bot.clock()
    await well.bot.database.execute(
        "INSERT INTO feed_sources (address, next_look) VALUES ($1, $2)", source.address, int(now.timestamp()) + 9999
    )
    await note_failure(well.bot.database, source, "It is no feed.", next_look=now, now=now)
    async with asyncio.timeout(PATIENCE):
        while 'command="/recap",outcome="failed"' not in (text := (await well.get("/metrics"))[1]):
            pass
    assert re.search(r'^loose_ends_interactions_total\{command="/recap",outcome="done"\} 1\.0$', text, re.MULTILINE)
    assert re.search(r'^loose_ends_interactions_total\{command="/recap",outcome="refused"\} 1\.0$', text, re.MULTILINE)
    assert re.search(r'^loose_ends_interactions_total\{command="[a-z-]+",outcome="done"\} 1\.0$', text, re.MULTILINE)
    assert re.search(r'^loose_ends_interaction_seconds_count\{command="/recap"\} 3\.0$', text, re.MULTILINE)
    for line in (
        "loose_ends_gateway_connected_shards 1.0",
        "loose_ends_guilds 1.0",
        'loose_ends_feeds{state="failing"} 1.0',
        'loose_ends_queue_length{queue="deliveries"} 0.0',
    ):
        assert line in text.splitlines()
    assert re.search(r'^loose_ends_rounds_total\{outcome="done",round="deliveries"\} [1-9]', text, re.MULTILINE)
    assert re.search(r"^loose_ends_database_bytes [1-9]", text, re.MULTILINE)
    labels = set(re.findall(r'(\w+)="', text))
    assert labels == {"command", "outcome", "le", "queue", "state", "round"}
    numbers = {number.split(".")[0] for number in re.findall(r"[\d.]+", text)}
    assert not numbers & {str(GUILD), str(MEMBER), str(BEHIND)}
    assert all(name.startswith("loose_ends_") for name in re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))


async def test_an_address_that_is_taken_is_said_in_a_sentence(standin: StandIn, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        address = Address(HOST, taken.getsockname()[1])
        settings = replace(settings_for(standin, tmp_path), health_address=address)
        with pytest.raises(StartError, match=rf"^HEALTH_ADDRESS {address} can't be served at: .+ in use\. Choose"):
            await client.run(settings)
    assert standin.sent == []


async def test_it_is_served_as_long_as_the_process_runs(standin: StandIn, tmp_path: Path) -> None:
    async with process(standin.base, tmp_path, environ={"HEALTH_ADDRESS": f"{HOST}:0"}) as bot:
        await online(bot, standin)
        port = re.search(r"Health is served on port (\d+)", bot.log)
        assert port is not None
        address = f"http://{HOST}:{port[1]}/live"
        # A connection that is kept open must not hold up its end.
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as response:
                assert await response.text() == "alive\n"
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ended() == 0
            with pytest.raises(aiohttp.ClientConnectionError):
                await session.get(address)
    assert "Traceback" not in bot.log
    assert "Warning" not in bot.log
