"""The playground: the world it builds, and that a newcomer's first steps work in it."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest
import simcord

from bot.clock import utc_now
from bot.errors import StartError
from bot.feeds.web import Web, open_web
from bot.feeds.workers import Workers
from bot.playground import world as playground
from bot.playground.blog import ADDRESS, FEED, NAME, Names, serve_blog
from bot.storage import feed_sources
from bot.storage.database import Database
from tests.world import buttons, custom_ids, displays, outside_veils, press, text


async def test_the_first_thing_a_newcomer_is_told_to_type_works(database: Database, web: Web, workers: Workers) -> None:
    async with playground.build_world(database, web, workers) as built:
        answer = await built.watched_all.slash(built.channel, "recap", episode="13")
        assert not answer.ephemeral
        assert "Episode 13" in displays(answer)[0]
        assert displays(answer)[1].startswith("||")
        page = await press(built.watched_all, answer, "Discussion")
        assert "||" not in outside_veils(page)
        assert len(text(page)) > 200


async def test_who_is_behind_is_asked_first_and_who_moderates_can_manage(
    database: Database, web: Web, workers: Workers
) -> None:
    async with playground.build_world(database, web, workers) as built:
        asked = await built.is_behind.slash(built.channel, "recap", episode="13")
        assert "up to episode 11" in text(asked)
        assert "Not yet" in buttons(asked)
        listed = await built.moderates.slash(built.channel, "show list")
        assert f"4 reviews · meant in {built.channel.mention}" in text(listed)


async def test_who_has_watched_is_let_into_a_gated_discussion_with_one_press(
    database: Database, web: Web, workers: Workers
) -> None:
    async with playground.build_world(database, web, workers) as built:
        assert "are gated" in text(await built.moderates.slash(built.channel, "discussions mode", mode="gated"))
        assert "https://" in text(await built.moderates.slash(built.channel, "discuss", episode="13"))
        (thread,) = built.channel.threads
        (door,) = [message for message in built.channel.history() if "I’ve watched it" in buttons(message)]
        asked = await built.is_behind.click(door, label="Recap")
        assert "Have you watched episode 13" in text(asked)
        assert f"Come in: <#{thread.id}>" in text(await built.watched_all.click(door, label="I’ve watched it"))
        inside = built.env.backend.get_thread(thread.id).thread_members
        assert built.watched_all.id in inside
        assert built.is_behind.id not in inside
        await built.moderates.slash(built.channel, "discussions mode", mode="open")
        chosen = await built.moderates.slash(built.channel, "discussions channel", channel=built.channel)
        assert "none of Discord’s own Spoiler Channels" in text(chosen)


async def test_what_a_review_leaves_open_is_tracked_answered_and_audited(
    database: Database, web: Web, workers: Workers
) -> None:
    async with playground.build_world(database, web, workers) as built:
        aki = built.watched_all
        recap = await aki.slash(built.channel, "recap", episode="13")
        page = (await press(aki, recap, "Loose ends (5)")).response
        assert page is not None
        tracked = await aki.click(page, custom_id=custom_ids(page, "Track it")[0])
        assert text(tracked).startswith("Tracked as #1.")
        form = await aki.slash(built.channel, "loose-end answer", number=1)
        answered = await aki.submit_modal(form, {"words": "She did.", "episode": "13"})
        assert text(answered).startswith("Noted: #1 is answered.")
        assert "**1 loose end was tied** of 1" in text(await aki.slash(built.channel, "loose-end audit"))
        assert "1 loose end, all after episode 11" in text(await built.is_behind.slash(built.channel, "loose-end list"))


async def test_what_is_posted_in_a_discussion_under_a_members_name_stands_there(
    database: Database, web: Web, workers: Workers
) -> None:
    async with playground.build_world(database, web, workers) as built:
        await built.moderates.slash(built.channel, "discuss", episode="13")
        (thread,) = built.channel.threads
        before = len(built.channel.history())
        form = await built.watched_all.slash(thread, "spoiler")
        await built.watched_all.submit_modal(form, {"text": "She did.", "episode": "13", "show": "", "files": []})
        assert "||She did.||" in [display for message in thread.history() for display in displays(message)]
        assert len(built.channel.history()) == before


async def test_what_was_done_is_there_at_the_next_start(database: Database, web: Web, workers: Workers) -> None:
    async with playground.build_world(database, web, workers) as built:
        await built.is_behind.slash(built.channel, "watched", episode="12")
    async with playground.build_world(database, web, workers) as built:
        answer = await built.is_behind.slash(built.channel, "recap", episode="12")
        assert not answer.ephemeral


async def test_its_page_is_served_and_a_click_waits_while_the_time_is_advanced(
    database: Database, web: Web, workers: Workers
) -> None:
    async with playground.build_world(database, web, workers) as built:
        viewers = [built.watched_all, built.is_behind, built.moderates]
        async with built.env.preview(built.channel, viewers=viewers, layout="channel") as preview:
            for told in (preview.url, "type 13", "Track it", "/discuss", "/setup", "Viewing as", "Ctrl+C"):
                assert told in playground._welcome(preview.url, "http://127.0.0.1:1/")
            turns = playground._turns(preview)
            async with turns:
                click = asyncio.create_task(preview._action("no such page", {}))
                await asyncio.sleep(0)
                assert not click.done()
                await built.env.advance_time(5)
            with pytest.raises(simcord.SetupError, match="context"):
                await click


async def test_its_time_goes_on(
    database: Database, web: Web, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playground, "_TICK", 0)
    async with playground.build_world(database, web, workers) as built:
        before = built.env.now()
        clock = asyncio.create_task(playground._keep_time(built.env, asyncio.Lock()))
        for _ in range(1_000):
            await asyncio.sleep(0)
        clock.cancel()
        assert built.env.now() > before


async def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playground, "DATABASE", tmp_path / "playground.sqlite3")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=rf"^The playground can't be served at port {port}; name another .+\.$"):
            await playground.run_playground(port=port)


async def test_it_serves_its_page_until_it_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: asyncio.Queue[str] = asyncio.Queue()

    def welcome(address: str, blog: str) -> str:
        addresses.put_nowait(address)
        return ""

    monkeypatch.setattr(playground, "_welcome", welcome)
    monkeypatch.setattr(playground, "DATABASE", tmp_path / "playground.sqlite3")
    for fresh in (False, False, True):
        running = asyncio.create_task(playground.run_playground(fresh=fresh))
        address = await addresses.get()
        async with aiohttp.ClientSession() as session, session.get(address.partition("#")[0]) as page:
            assert page.status == 200
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert (tmp_path / "playground.sqlite3").exists()


async def test_its_blog_is_watched_and_a_review_that_is_published_stands_in_the_channel(
    database: Database, workers: Workers
) -> None:
    published = asyncio.Event()

    async def note() -> None:
        await feed_sources.look_soon(database, FEED, utc_now())
        published.set()

    async with (
        serve_blog(note) as blog,
        open_web(may_reach=blog.may_reach, resolver=Names({NAME: blog.port})) as web,
        playground.build_world(database, web, workers) as built,
        aiohttp.ClientSession() as person,
    ):
        added = await built.moderates.slash(built.channel, "feed add", address=ADDRESS, channel=built.channel)
        assert "The Late Ferry" in text(added)
        async with person.get(blog.page) as page:
            assert "Publish" in await page.text()
        async with person.post(f"{blog.page}publish") as page:
            assert "Publish" not in await page.text()
        assert published.is_set()
        async with person.get(f"{blog.page}13/") as page:
            assert "Part 1" in await page.text()
        async with person.get(f"{blog.page}14/") as page:
            assert page.status == 404
        await built.env.advance_time(31)
        await built.env.advance_time(6)
        (card,) = [message for message in built.channel.history() if not message.flags.ephemeral]
        assert "Episode 13" in displays(card)[0]
        assert "Ruth Averling" in displays(card)[0]
        assert "Marrow" not in outside_veils(card)
