"""The bot over real sockets: what it asks and answers, where it connects to, and what it keeps of it."""

from __future__ import annotations

import asyncio
import gc
import re
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import ui

from bot import client
from bot.client import COGS
from bot.errors import SettingsError, StartError
from bot.settings import Settings
from bot.storage import state
from tests.sockets.payloads import (
    BEHIND,
    EPHEMERAL,
    IS_COMPONENTS_V2,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    components,
    labels,
    texts,
)
from tests.sockets.running import ROOT, database_url, import_review, open_storage, recap_of, running, settings_for
from tests.sockets.standin import HOST, PATIENCE, TOKEN, Callback, StandIn

FIRST = ROOT.parent / "shared" / "reviews" / "metallic-rouge-13.txt"
SAMPLES = sorted((ROOT / "data" / "samples").glob("*-13.txt"))

reviews_of_13 = pytest.mark.parametrize(
    "file",
    [
        pytest.param(FIRST, marks=pytest.mark.skipif(not FIRST.exists(), reason="it lies beside a checkout only")),
        *SAMPLES,
    ],
    ids=lambda file: file.stem,
)


def words(text: str) -> list[str]:
    """Return the words of a text as one reads them: without veil, and without what keeps a veil in one piece."""
    return text.strip("|").replace("\u200b", "").replace("\\`", "`").split()


def phrases(text: str) -> set[tuple[str, ...]]:
    """Return every four words that follow each other in a text."""
    found = words(text)
    return {tuple(found[at : at + 4]) for at in range(len(found) - 3)}


def everything_said(body: Any) -> str:
    """Return all text of a request, on whatever it stands."""
    if isinstance(body, dict):
        return "\n".join(map(everything_said, body.values()))
    return "\n".join(map(everything_said, body)) if isinstance(body, list) else str(body)


async def walk(standin: StandIn, message: dict[str, Any]) -> list[dict[str, Any]]:
    """Press “Continue reading” until there is none left; return the answers."""
    answers: list[dict[str, Any]] = []
    while "Continue reading" in labels(message):
        answers.append(await standin.press(message, "Continue reading"))
        message = answers[-1]["message"]
        assert len(answers) < 50, "it goes on and on"
    return answers


@pytest.fixture
async def recap(tmp_path: Path) -> str:
    """Return the recap of a sample review, which is filed in the database of the test."""
    return recap_of(await import_review(tmp_path, SAMPLES[0]))


@reviews_of_13
async def test_a_recap_is_read_whole_and_in_order(file: Path, standin: StandIn, tmp_path: Path) -> None:
    review = await import_review(tmp_path, file)
    async with running(settings_for(standin, tmp_path), standin):
        first = await standin.command("recap", episode="13")
        rest = await walk(standin, first["message"])
    assert [first["type"], *(answer["type"] for answer in rest)] == [
        Callback.MESSAGE, Callback.MESSAGE, *[Callback.UPDATE] * (len(rest) - 1)
    ]  # fmt: skip
    pages = [texts(answer["data"])[1] for answer in (first, *rest)]
    assert len(pages) > 2
    assert [word for page in pages for word in words(page)] == words(recap_of(review))


@reviews_of_13
async def test_nothing_of_a_recap_stands_outside_its_veil(file: Path, standin: StandIn, tmp_path: Path) -> None:
    review = await import_review(tmp_path, file)
    async with running(settings_for(standin, tmp_path), standin):
        answer = await standin.command("recap", episode="13")
    displays = [part for part in components(answer["data"]) if "content" in part]
    veiled = displays.pop()["content"]
    assert re.fullmatch(r"\|\|(?:(?!\|\||\n\n).)+\|\|", veiled, re.DOTALL)
    assert words(veiled) == words(recap_of(review))[: len(words(veiled))]
    outside = everything_said(answer["data"]).replace(veiled, "")
    assert "Episode 13" in outside
    told = [part.text for part in review.parts] + [str(review.title), *(end.text for end in review.loose_ends)]
    assert not phrases(outside) & phrases("\n".join(told)) - phrases(str(review.show))


async def test_who_is_not_that_far_is_asked_before_anything_is_told(
    recap: str, standin: StandIn, tmp_path: Path
) -> None:
    async with running(settings_for(standin, tmp_path), standin):
        asked = await standin.command("recap", episode="13", member_id=BEHIND)
        assert asked["data"]["flags"] & EPHEMERAL
        assert not phrases(everything_said(asked["data"])) & phrases(recap)
        said = await standin.press(asked["message"], "Yes, I have", member_id=BEHIND)
        assert said["type"] == Callback.UPDATE
        assert not phrases(everything_said(said["data"])) & phrases(recap)
        posted = await standin.seen(lambda sent: sent.method == "POST" and sent.path.startswith("/webhooks/"))
    assert words(texts(posted.body)[1]) == words(recap)[: len(words(texts(posted.body)[1]))]
    assert posted.body["flags"] == SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2


async def test_flags_say_who_sees_it_and_that_nobody_is_disturbed(recap: str, standin: StandIn, tmp_path: Path) -> None:
    async with running(settings_for(standin, tmp_path), standin):
        public = await standin.command("recap", episode="13")
        private = await standin.command("recap", episode="13", private=True)
        pressed = await standin.press(public["message"], "Continue reading")
        turned = await standin.press(pressed["message"], "Back")
    always = SUPPRESS_EMBEDS | IS_COMPONENTS_V2
    assert public["data"]["flags"] == always | SUPPRESS_NOTIFICATIONS
    assert private["data"]["flags"] == pressed["data"]["flags"] == always | EPHEMERAL
    assert turned["type"] == Callback.UPDATE
    assert turned["message"]["flags"] == always | EPHEMERAL
    for answer in (public, private, pressed, turned):
        assert answer["data"]["allowed_mentions"] == {"parse": []}


async def test_only_the_stand_in_is_called(recap: str, standin: StandIn, tmp_path: Path, called: list[Any]) -> None:
    async with running(settings_for(standin, tmp_path), standin):
        asked = await standin.command("recap", episode="13", member_id=BEHIND)
        await standin.press(asked["message"], "Post it veiled", member_id=BEHIND)
        await standin.seen(lambda sent: sent.path.startswith("/webhooks/"))
    assert set(called) == {(HOST, standin.port)}
    assert [sent.path for sent in standin.sent if sent.method != "GATEWAY"][:4] == [
        "/users/@me", "/oauth2/applications/@me", "/applications/100/commands", "/gateway/bot"
    ]  # fmt: skip
    assert len(standin.all_sent("POST", "/interactions/.*/callback")) == 2
    assert [sent.body["intents"] for sent in standin.all_sent("GATEWAY", "IDENTIFY")] == [
        discord.Intents.default().value
    ]


async def test_commands_are_given_again_only_when_they_have_changed(standin: StandIn, tmp_path: Path) -> None:
    settings = settings_for(standin, tmp_path)

    async def given(cogs: Sequence[str] = COGS) -> int:
        before = len(standin.all_sent("PUT", ".*"))
        async with running(settings, standin, cogs) as bot:
            name = f"commands of {bot.application_id}"
        async with open_storage(tmp_path) as database:
            assert await state.recall(database, name)
        return len(standin.all_sent("PUT", ".*")) - before

    assert await given() == 1
    assert await given() == 0
    assert await given(COGS[:-1]) == 1
    assert await given() == 1
    assert {command["name"] for command in standin.all_sent("PUT", ".*")[-1].body} == {
        "recap",
        "review",
        "show",
        "watched",
    }
    async with open_storage(tmp_path) as database:
        await state.remember(database, "commands of 100", "of an older version")
    assert await given() == 1
    assert await given() == 0


async def test_commands_that_discord_does_not_take_are_not_remembered(standin: StandIn, tmp_path: Path) -> None:
    standin.fail_once["PUT .*"] = 400
    with pytest.raises(StartError, match=r"^DISCORD_API_BASE does not let the bot start: it answered HTTP 400, .+\.$"):
        await client.sync(settings_for(standin, tmp_path))
    async with running(settings_for(standin, tmp_path), standin):
        assert len(standin.all_sent("PUT", ".*")) == 2


async def test_a_lost_connection_is_resumed_where_discord_says(recap: str, standin: StandIn, tmp_path: Path) -> None:
    async with running(settings_for(standin, tmp_path), standin):
        await standin.drop(4000)
        resumed = await standin.seen(lambda sent: sent.path == "RESUME")
        answer = await standin.command("recap", episode="13")
    assert resumed.body["session_id"] == "a-session"
    assert answer["type"] == Callback.MESSAGE
    assert len(standin.all_sent("GATEWAY", "IDENTIFY")) == 1


async def test_an_invalid_session_is_begun_anew_at_the_same_place(recap: str, standin: StandIn, tmp_path: Path) -> None:
    async with running(settings_for(standin, tmp_path), standin):
        await standin.invalidate()
        answer = await standin.command("recap", episode="13")
    assert answer["type"] == Callback.MESSAGE
    assert len(standin.all_sent("GATEWAY", "IDENTIFY")) == 2


@pytest.mark.parametrize(
    ("path", "said"),
    [("GET /users/@me", "answered HTTP 403"), ("GET /gateway/bot", "answered HTTP 403")],
)
async def test_what_discord_refuses_at_the_start_is_said_in_a_sentence(
    path: str, said: str, standin: StandIn, tmp_path: Path
) -> None:
    standin.fail_once[path] = 403
    with pytest.raises(StartError, match=said):
        await client.run(settings_for(standin, tmp_path))


@pytest.mark.parametrize(
    ("code", "said"), [(4004, "refused DISCORD_TOKEN"), (4013, "too old"), (4014, "grant the intents"), (4011, "4011")]
)
async def test_a_connection_that_is_closed_for_good_is_said_in_a_sentence(
    code: int, said: str, standin: StandIn, tmp_path: Path
) -> None:
    task = asyncio.create_task(client.run(settings_for(standin, tmp_path)))
    await standin.online.wait()
    await standin.drop(code)
    with pytest.raises(StartError, match=said):
        await task


@pytest.mark.parametrize("status", [429, 500])
async def test_an_answer_is_tried_again(status: int, recap: str, standin: StandIn, tmp_path: Path) -> None:
    standin.fail_once["POST /interactions/.*"] = status
    async with running(settings_for(standin, tmp_path), standin):
        answer = await standin.command("recap", episode="13")
    assert answer["type"] == Callback.MESSAGE
    first, second = standin.all_sent("POST", "/interactions/.*")
    assert first == second


async def test_nothing_is_kept_of_what_was_answered(recap: str, standin: StandIn, tmp_path: Path) -> None:
    async with running(settings_for(standin, tmp_path), standin) as bot:
        for _ in range(50):
            public = await standin.command("recap", episode="13")
            pressed = await standin.press(public["message"], "Continue reading")
            await standin.press(pressed["message"], "Back")
            await standin.command("recap", episode="13", private=True)
        await all_answered()
        gc.collect()
        store = bot._connection._view_store
        assert (store._views, store._synced_message_views, store._modals) == ({}, {}, {})
        # Wherever else it may be kept: a private answer's view, for one, by the task that waits for its time to end.
        assert [kept for kept in gc.get_objects() if issubclass(type(kept), ui.LayoutView)] == []


async def all_answered() -> None:
    """Wait until the bot has done with every command and button."""
    names = ("CommandTree-invoker", "discord-ui-dynamic-item")
    if at_work := [task for task in asyncio.all_tasks() if task.get_name().startswith(names)]:
        await asyncio.wait(at_work, timeout=PATIENCE)


async def test_without_a_token_it_says_so(standin: StandIn, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^DISCORD_TOKEN is not set; .+\.$"):
        await client.run(settings_for(standin, tmp_path, token=None))
    assert standin.sent == []


async def test_an_address_where_nobody_listens_is_named(standin: StandIn, tmp_path: Path) -> None:
    settings = settings_for(standin, tmp_path)
    with socket.socket() as taken:
        # Taken but not listening, so that nobody else can come to listen there.
        taken.bind((HOST, 0))
        nobody = f"http://{HOST}:{taken.getsockname()[1]}/api"
        with pytest.raises(StartError, match=r"^DISCORD_API_BASE can't be reached; .+\.$"):
            await client.run(replace(settings, discord_api_base=nobody))


async def test_by_default_it_is_discord_that_is_called(tmp_path: Path, called: list[Any]) -> None:
    with pytest.raises(StartError, match=r"^Discord can't be reached; "):
        await client.run(Settings(TOKEN, database_url(tmp_path)))
    assert called == [("discord.com", 443)]
    called.clear()


async def test_cancelling_it_closes_the_gateway(recap: str, standin: StandIn, tmp_path: Path) -> None:
    task = asyncio.create_task(client.run(settings_for(standin, tmp_path)))
    await standin.command("recap", episode="13")
    task.cancel()
    await task
    closed = await standin.seen(lambda sent: sent.path == "CLOSED")
    assert closed.body == 1000
