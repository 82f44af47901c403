"""The process apart: it is ended when it takes too long, outlives what kills it, and closes at any time."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from pickle import PicklingError

import pytest

from bot.errors import FeedUnreadable, LooseEndsError, TookTooLong, UnreadableReview
from bot.feeds.articles import read_article, read_item
from bot.feeds.reading import read_feed
from bot.feeds.workers import Workers, open_workers
from tests.feeds import tasks
from tests.feeds.samples import WORDPRESS
from tests.sockets.running import heed_interrupts

ROOT = Path(__file__).parents[2]


async def test_work_is_done_in_another_process(workers: Workers) -> None:
    assert await workers.run(tasks.add, 2, 3) == 5
    assert await workers.run(tasks.process_id) != os.getpid()


async def test_several_may_ask_at_once(workers: Workers) -> None:
    assert await asyncio.gather(*(workers.run(tasks.size, b"x" * 2_000_000) for _ in range(4))) == [2_000_000] * 4


async def test_work_without_end_is_ended_and_the_next_is_done(workers: Workers) -> None:
    with pytest.raises(TookTooLong, match=r"0\.3 seconds"):
        await workers.run(tasks.loop_for_ever, within=0.3)
    assert await workers.run(tasks.add, 2, 3) == 5


async def test_a_process_that_dies_is_an_error_and_the_next_work_is_done(workers: Workers) -> None:
    with pytest.raises(LooseEndsError, match="died"):
        await workers.run(tasks.die)
    assert await workers.run(tasks.add, 2, 3) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
async def test_a_process_killed_while_it_waits_is_replaced(workers: Workers) -> None:
    killed = await workers.run(tasks.process_id)
    os.kill(killed, signal.SIGKILL)
    while True:
        try:
            found = await workers.run(tasks.process_id)
        except LooseEndsError:
            continue
        break
    assert found != killed


async def test_errors_come_out_as_they_are(workers: Workers) -> None:
    with pytest.raises(FeedUnreadable, match="in the drawer"):
        await workers.run(tasks.refuse)
    with pytest.raises(ZeroDivisionError):
        await workers.run(tasks.err)


async def test_an_error_that_cannot_cross_is_an_error_and_the_next_work_is_done(workers: Workers) -> None:
    with pytest.raises(LooseEndsError):
        await workers.run(tasks.err_unfit)
    assert await workers.run(tasks.add, 2, 3) == 5


async def test_work_that_cannot_cross_is_refused(workers: Workers) -> None:
    with pytest.raises((AttributeError, TypeError, PicklingError)):
        await workers.run(lambda: 1)
    assert await workers.run(tasks.add, 2, 3) == 5


async def test_the_first_to_ask_at_once_start_one_process() -> None:
    async with open_workers() as opened:
        assert len(set(await asyncio.gather(*(opened.run(tasks.process_id) for _ in range(5))))) == 1


async def test_feeds_and_reviews_and_their_refusals_cross_over(workers: Workers) -> None:
    feed = await workers.run(read_feed, WORDPRESS, "https://lamplight.example/feed/")
    assert feed == read_feed(WORDPRESS, "https://lamplight.example/feed/")
    item = feed.items[0]
    review = await workers.run(_review_of, item.body, item.link, item.title)
    assert review == read_item(item.body, url=item.link, title=item.title)
    with pytest.raises(FeedUnreadable, match="a web page"):
        await workers.run(read_feed, b"<html><p>x</p></html>", "https://lamplight.example/")
    with pytest.raises(UnreadableReview):
        await workers.run(_article_of, b"<html></html>")


def _review_of(body: str, link: str, title: str) -> object:
    return read_item(body, url=link, title=title)


def _article_of(page: bytes) -> object:
    return read_article(page, url=None, title=None)


async def test_who_is_cancelled_ends_the_work(workers: Workers) -> None:
    asked = asyncio.create_task(workers.run(tasks.not_listening, within=600))
    await asyncio.wait({asked}, timeout=0.1)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await workers.run(tasks.add, 2, 3) == 5


async def test_closing_while_busy_answers_all_who_wait() -> None:
    async with open_workers() as opened:
        await opened.run(tasks.add, 2, 3)
        asked = [
            asyncio.create_task(opened.run(tasks.loop_for_ever, within=600)),
            *(asyncio.create_task(opened.run(tasks.size, b"x" * 5_000_000)) for _ in range(3)),
        ]
        await asyncio.wait(asked, timeout=0.2)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer) for answer in answers] == [LooseEndsError] * 4
    with pytest.raises(LooseEndsError, match="closed"):
        await opened.run(tasks.add, 2, 3)


async def test_closing_at_once_and_twice_is_nothing() -> None:
    async with open_workers() as opened:
        pass
    await opened.close()


async def test_the_process_carries_neither_discord_nor_what_few_pages_need(workers: Workers) -> None:
    assert await workers.run(tasks.loaded, "discord", "trafilatura", "bot.client", "feedparser") == ["feedparser"]


PROGRAM = """
import asyncio, os, signal, sys

from bot.feeds.workers import open_workers
from tests.feeds import tasks


async def main():
    async with open_workers() as workers:
        print(await workers.run(tasks.loaded, "discord", "bot.cli"), flush=True)
        await workers.run(tasks.not_listening, within=600)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("ended")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such process groups")
def test_an_interrupt_in_the_terminal_ends_all_without_a_trace(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "[]\n"
        os.killpg(program.pid, signal.SIGINT)
        try:
            said, complained = program.communicate(timeout=60)
        finally:
            program.kill()
    assert said == "ended\n"
    assert complained == ""


def test_the_bots_own_start_loads_nothing_in_such_a_process() -> None:
    asked = (
        "import runpy, sys; runpy.run_module('bot.__main__', run_name='__mp_main__'); print('discord' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
