"""`python -m bot` as whoever runs it meets it: how it refuses, how it stops, and what it writes meanwhile."""

from __future__ import annotations

import asyncio
import re
import signal
from pathlib import Path

import pytest

from bot.storage import progress
from tests.sockets.payloads import BEHIND, EPHEMERAL, GUILD, MEMBER, texts
from tests.sockets.running import (
    ROOT,
    Bot,
    import_review,
    online,
    open_storage,
    process,
    recap_of,
)
from tests.sockets.standin import INTERACTION_TOKEN, PATIENCE, TOKEN, StandIn

SAMPLE = next((ROOT / "data" / "samples").glob("*-13.txt"))


def assert_clean(bot: Bot) -> None:
    """Fail if something went wrong in a process that nobody was told of."""
    for trouble in ("Traceback", "Warning", "ERROR", "never awaited", "was destroyed"):
        assert trouble not in bot.log + bot.out


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
async def test_a_signal_stops_it_cleanly(how: signal.Signals, standin: StandIn, tmp_path: Path) -> None:
    await import_review(tmp_path, SAMPLE)
    async with process(standin.base, tmp_path) as bot:
        await online(bot, standin)
        await standin.command("watched", episode="12.5")
        bot.process.send_signal(how)
        assert await bot.ended() == 0
    closed = await standin.seen(lambda sent: sent.path == "CLOSED")
    assert closed.body == 1000
    assert_clean(bot)
    assert bot.log.rstrip().endswith("Stopped")
    async with open_storage(tmp_path) as database:
        assert str(await progress.watched(database, GUILD, 1, MEMBER)) == "12.5"


@pytest.mark.parametrize("wait_for", [0, 50], ids=["at once", "after fifty answers"])
async def test_hundreds_of_commands_under_way_hold_up_no_end_and_what_was_answered_is_kept(
    wait_for: int, standin: StandIn, tmp_path: Path
) -> None:
    await import_review(tmp_path, SAMPLE)
    members = [MEMBER + number for number in range(10, 310)]
    answered: set[int] = set()

    async def watch(member_id: int) -> None:
        answer = await standin.command("watched", episode="12.5", member_id=member_id)
        assert answer["data"]["flags"] & EPHEMERAL
        answered.add(member_id)

    async with process(standin.base, tmp_path) as bot:
        await online(bot, standin)
        async with asyncio.timeout(PATIENCE):
            asking = [asyncio.create_task(watch(member_id)) for member_id in members]
            while len(answered) < wait_for:
                await asyncio.wait([task for task in asking if not task.done()], return_when=asyncio.FIRST_COMPLETED)
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ended() == 0
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    assert_clean(bot)
    async with open_storage(tmp_path) as database:
        kept = {member_id for member_id in members if await progress.watched(database, GUILD, 1, member_id) is not None}
    # Who got no answer may have been noted, and is told by Discord that it failed; what was noted is answered here.
    assert kept == answered


async def test_a_refused_token_is_said_in_a_sentence(standin: StandIn, tmp_path: Path) -> None:
    async with process(standin.base, tmp_path, token="another-token", log_level="WARNING") as bot:
        assert await bot.ended() == 1
    assert re.fullmatch(r"loose-ends: Discord refused DISCORD_TOKEN; [^\n]+\.\n", bot.log)
    assert bot.out == ""
    assert [sent.path for sent in standin.sent] == ["/users/@me"]


async def test_refused_intents_are_said_in_a_sentence(tmp_path: Path) -> None:
    async with StandIn(refuse_intents=True) as standin, process(standin.base, tmp_path, log_level="WARNING") as bot:
        assert await bot.ended() == 1
    assert re.fullmatch(r"loose-ends: Discord does not grant the intents [^\n]+\.\n", bot.log)
    assert bot.out == ""


async def test_sync_always_gives_the_commands_and_opens_no_gateway(standin: StandIn, tmp_path: Path) -> None:
    for _ in range(2):
        async with process(standin.base, tmp_path, "sync") as bot:
            assert await bot.ended() == 0
        assert_clean(bot)
    assert len(standin.all_sent("PUT", "/applications/100/commands")) == 2
    assert standin.all_sent("GATEWAY", ".*") == standin.all_sent("GET", "/gateway.*") == []


async def test_the_log_holds_no_token_and_nothing_of_a_recap(standin: StandIn, tmp_path: Path) -> None:
    recap = recap_of(await import_review(tmp_path, SAMPLE))
    async with process(standin.base, tmp_path, log_level="DEBUG") as bot:
        await online(bot, standin)
        await standin.say("quellmist dies in episode 13")
        public = await standin.command("recap", episode="13")
        await standin.press(public["message"], "Continue reading")
        asked = await standin.command("recap", episode="13", member_id=BEHIND)
        await standin.press(asked["message"], "Post it veiled", member_id=BEHIND)
        await standin.seen(lambda sent: sent.path.startswith("/webhooks/"))
        standin.fail_once["POST /interactions/.*"] = 400
        failed = await standin.command("recap", episode="13")
        assert failed["data"]["flags"] & EPHEMERAL
        (told,) = texts(failed["data"])
        bot.process.terminate()
        assert await bot.ended() == 0
    written = bot.log + bot.out
    code = re.search(r"error (\w{6})\.$", told)
    assert code is not None
    assert f"Error {code[1]} in /recap" in written
    assert "Traceback" in written
    assert TOKEN not in written
    assert INTERACTION_TOKEN not in written
    assert "quellmist" not in written
    sentences = [sentence for sentence in re.split(r"(?<=[.!?”])\s+", recap) if len(sentence) > 20]
    assert len(sentences) > 20
    assert [sentence for sentence in sentences if sentence in written] == []


async def test_a_second_process_on_the_same_database_is_refused_with_why(standin: StandIn, tmp_path: Path) -> None:
    async with process(standin.base, tmp_path) as first:
        await online(first, standin)
        async with process(standin.base, tmp_path) as second:
            assert await second.ended() == 1
        assert re.search(
            r"^loose-ends: Another bot is running on [^\n]+ stop that one, [^\n]+\.$", second.log, re.MULTILINE
        )
        await standin.command("watched", episode="12.5")
        first.process.send_signal(signal.SIGTERM)
        assert await first.ended() == 0
    assert_clean(first)
