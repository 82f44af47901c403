"""`python -m bot check`: each thing broken on purpose is found, and what is well is said to be."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot import client
from bot.check import Report, check
from bot.clock import utc_now
from bot.episodes import EpisodeNumber
from bot.feeds.guard import MayReach, is_public
from bot.feeds.model import Feed
from bot.findings import Finding, Grade
from bot.own_rights import RIGHTS, Right
from bot.storage import discussions, feed_sources, feeds, guilds, shows, state
from bot.storage.deliveries import Destination, Placing
from bot.storage.feed_items import Accepts
from bot.storage.feed_sources import Fresh, Source
from bot.storage.holding import held
from bot.ui.examining import intents
from tests.feeds.sites import only, raw_site
from tests.sockets.payloads import CHANNEL, GUILD
from tests.sockets.running import open_storage, process, settings_for
from tests.sockets.standin import HOST, StandIn

ALL = discord.Permissions(**{right.flag: True for right in RIGHTS}).value
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
GONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
ELSEWHERE = 999


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    """Return a stand-in in which nothing is wrong."""
    async with StandIn() as opened:
        opened.rights = ALL
        yield opened


@pytest.fixture
async def home(standin: StandIn, tmp_path: Path) -> Path:
    """Return the folder of a database with which a bot has run once."""
    await client.sync(settings_for(standin, tmp_path))
    return tmp_path


async def checked(
    standin: StandIn, folder: Path, *, token: str | None = None, may_reach: MayReach = is_public
) -> Report:
    """Return what `check` finds."""
    settings = settings_for(standin, folder)
    return await check(settings if token is None else replace(settings, discord_token=token), may_reach=may_reach)


def of(report: Report, subject: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.subject == subject]


def only_wrong(report: Report) -> Finding:
    """Return the one thing that is wrong."""
    (finding,) = [finding for finding in report.findings if finding.grade is Grade.WRONG]
    return finding


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def watch(folder: Path, address: str, placing: Placing = Placing.CARD, channel_id: int = CHANNEL) -> int:
    """Have the guild watch a feed, and return its number."""
    fresh = Fresh(address, Feed(None, (), None), None, None, "hash", utc_now())
    async with open_storage(folder) as database:
        return await feeds.watch(
            database,
            GUILD,
            fresh,
            Destination(channel_id, placing, None),
            show_id=None,
            accepts=Accepts.EVERYTHING,
            backfill=0,
            now=utc_now(),
        )


async def test_where_all_is_well_each_thing_is_said_to_be(standin: StandIn, home: Path) -> None:
    async with raw_site(PAGE) as site:
        await watch(home, site.address)
        before = names_in(home)
        report = await checked(standin, home, may_reach=only(site.port))
    assert {finding.grade for finding in report.findings} == {Grade.WELL}, report.as_text()
    subjects = ["database", "disk", "token", "clock", "application", "intents", "gateway", "commands", "rights"]
    assert [finding.subject for finding in report.findings] == [*subjects, "channels", "feeds"]
    assert report.is_well
    assert names_in(home) == before
    assert report.invite == (
        f"https://discord.com/oauth2/authorize?client_id=100&scope=bot+applications.commands&permissions={ALL}"
    )
    assert not standin.all_sent("GATEWAY", ".*")


async def test_it_is_printed_a_line_each_and_as_json_with_a_status(standin: StandIn, tmp_path: Path) -> None:
    async with process(standin.base, tmp_path, "check") as first:
        assert await first.ended() == 0
    lines = first.out.splitlines()
    assert re.match(r"note  database    There is none at .+ yet; ", lines[0])
    assert "ok    token       Discord takes it." in lines
    assert lines[-1].startswith("https://discord.com/oauth2/authorize?client_id=100&")
    standin.rights = 0
    async with process(standin.base, tmp_path, "check", "--json") as second:
        assert await second.ended() == 1
    read = json.loads(second.out)
    assert (read["well"], set(read["findings"][0])) == (False, {"subject", "grade", "text"})
    async with process(standin.base, tmp_path, "check", "--xml") as third:
        assert await third.ended() == 2
    assert not (tmp_path / "test.sqlite3").exists()


async def test_it_works_while_a_bot_runs_on_the_database(standin: StandIn, home: Path) -> None:
    with held(home / "test.sqlite3"):
        report = await checked(standin, home)
    assert report.is_well
    (database,) = of(report, "database")
    assert "a bot runs on it" in database.text


async def test_a_token_that_is_missing_or_refused_is_found(standin: StandIn, home: Path) -> None:
    for token, said in ((None, "DISCORD_TOKEN is not set"), ("another-token", "Discord refused DISCORD_TOKEN")):
        report = await check(replace(settings_for(standin, home), discord_token=token))
        assert only_wrong(report).text.startswith(said)
        assert report.invite is None


async def test_settings_of_the_application_that_break_the_bot_are_found(standin: StandIn, home: Path) -> None:
    standin.application["interactions_endpoint_url"] = "https://example.org/interactions"
    assert "Clear it on the page “General Information”" in only_wrong(await checked(standin, home)).text
    standin.application["interactions_endpoint_url"] = None
    standin.application["bot_require_code_grant"] = True
    assert "Switch that off on the page “Bot”" in only_wrong(await checked(standin, home)).text


def test_an_intent_that_is_not_granted_is_found() -> None:
    wanted = discord.Intents(guilds=True, members=True)
    granted = discord.ApplicationFlags
    assert "“Server Members Intent”" in intents(wanted, granted()).text
    assert intents(wanted, granted(gateway_guild_members=True)).grade is Grade.WELL
    assert intents(wanted, granted(gateway_guild_members_limited=True)).grade is Grade.WELL
    assert intents(discord.Intents.default(), granted()).grade is Grade.WELL


async def test_a_gateway_that_lets_nobody_in_any_more_is_found(standin: StandIn, home: Path) -> None:
    standin.starts_left = 0
    assert only_wrong(await checked(standin, home)).subject == "gateway"
    standin.starts_left = 5
    (gateway,) = of(await checked(standin, home), "gateway")
    assert gateway.grade is Grade.NOTE


async def test_commands_that_discord_lacks_are_found(standin: StandIn, home: Path) -> None:
    standin.commands = [command for command in standin.commands if command["name"] != "recap"]
    found = only_wrong(await checked(standin, home))
    assert (found.subject, "recap" in found.text, "python -m bot sync" in found.text) == ("commands", True, True)
    async with open_storage(home) as database:
        await state.remember(database, "commands of 100", "of an older version")
    (commands,) = of(await checked(standin, home), "commands")
    assert commands.grade is Grade.NOTE
    assert len(standin.all_sent("PUT", ".*")) == 1


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.flag)
async def test_each_right_that_a_guild_does_not_give_is_found_with_what_it_costs(
    right: Right, standin: StandIn, home: Path
) -> None:
    standin.rights = ALL & ~discord.Permissions(**{right.flag: True}).value
    (found,) = of(await checked(standin, home), "rights")
    assert found.grade is (Grade.WRONG if right.is_needed else Grade.NOTE)
    assert f"In “Watchers” the bot’s roles lack “{right.name}”: {right.without}" in found.text
    assert len([one for one in RIGHTS if f"“{one.name}”: " in found.text]) == 1


async def test_who_administers_lacks_nothing(standin: StandIn, home: Path) -> None:
    standin.rights = discord.Permissions(administrator=True).value
    assert (await checked(standin, home)).is_well


async def test_a_bot_that_is_nowhere_is_told_to_be_invited(standin: StandIn, home: Path) -> None:
    standin.is_joined = False
    (found,) = of(await checked(standin, home), "rights")
    assert (found.grade, "Invite it" in found.text) == (Grade.NOTE, True)


@pytest.mark.parametrize(
    ("denied", "placing", "said"),
    [
        ("view_channel", Placing.CARD, "feed: in #talk the bot lacks “View Channel”."),
        ("send_messages", Placing.CARD, "“Send Messages”"),
        ("read_message_history", Placing.CARD, "“Read Message History”"),
        ("create_public_threads", Placing.THREAD, "“Create Public Threads”"),
    ],
)
async def test_a_right_that_a_channel_in_use_denies_is_found(
    denied: str, placing: Placing, said: str, standin: StandIn, home: Path
) -> None:
    async with raw_site(PAGE) as site:
        await watch(home, site.address, placing)
        standin.denied = discord.Permissions(**{denied: True}).value
        found = only_wrong(await checked(standin, home, may_reach=only(site.port)))
    assert found.subject == "channels"
    assert said in found.text


async def test_channels_of_every_kind_of_use_are_looked_at(standin: StandIn, home: Path) -> None:
    now = utc_now()
    async with open_storage(home) as database:
        show = await shows.add(database, GUILD, "Lantern Code", now=now)
        await guilds.set_notices_channel(database, GUILD, CHANNEL)
        async with database.transaction() as transaction:
            episode = EpisodeNumber.parse("1")
            await discussions.note(
                transaction, GUILD, show.show_id, episode, parent_id=CHANNEL, thread_id=ELSEWHERE, now=now
            )
        for table in ("rating_polls (episode, ", "loose_end_boards ("):
            await database.execute(
                f"INSERT INTO {table}guild_id, show_id, channel_id, next_try, created_at) VALUES"
                f" ({'1, ' if 'episode' in table else ''}$1, $2, $3, 0, 0)",
                GUILD,
                show.show_id,
                CHANNEL,
            )
    standin.denied = ALL
    kinds = [finding.text.split(", ")[1].split(":")[0] for finding in of(await checked(standin, home), "channels")]
    assert sorted(kinds) == ["board", "discussions", "notices", "poll"]


async def test_a_channel_or_a_guild_that_is_gone_is_found(standin: StandIn, home: Path) -> None:
    async with open_storage(home) as database:
        await guilds.set_notices_channel(database, GUILD, ELSEWHERE)
    found = only_wrong(await checked(standin, home))
    assert f"notices: the channel {ELSEWHERE} is gone." in found.text
    standin.is_joined = False
    (note,) = of(await checked(standin, home), "channels")
    assert (note.grade, f"not in the server {GUILD} any more" in note.text) == (Grade.NOTE, True)


@pytest.mark.parametrize("path", ["/gateway/bot", "/applications/100/commands", "/users/@me/guilds.*"])
async def test_what_discord_does_not_answer_is_a_finding_and_not_the_end(
    path: str, standin: StandIn, home: Path
) -> None:
    standin.fail_once[f"GET {path}"] = 403
    report = await checked(standin, home)
    assert "does not say how that stands" in only_wrong(report).text
    assert of(report, "feeds")


@pytest.mark.parametrize(("ahead", "said"), [(-300, "ahead of"), (300, "behind")])
async def test_a_clock_that_is_wrong_is_found(ahead: int, said: str, standin: StandIn, home: Path) -> None:
    standin.date = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead), usegmt=True)
    found = only_wrong(await checked(standin, home))
    assert (found.subject, said in found.text) == ("clock", True)


async def test_a_feed_that_does_not_answer_is_found_without_what_may_be_its_key(standin: StandIn, home: Path) -> None:
    async with raw_site(GONE) as site:
        await watch(home, f"{site.address}feed?key=hush")
        report = await checked(standin, home, may_reach=only(site.port))
    found = only_wrong(report)
    assert (found.subject, "There is nothing at the address (404)." in found.text) == ("feeds", True)
    assert "hush" not in report.as_text()


async def test_a_feed_that_the_bot_does_not_go_to_is_found(standin: StandIn, home: Path, called: list[Any]) -> None:
    async with raw_site(PAGE) as site:
        await watch(home, site.address)
        assert "only public sites" in only_wrong(await checked(standin, home)).text
    assert (HOST, site.port) not in called


async def test_a_feed_that_is_known_to_fail_or_to_be_gone_is_found(standin: StandIn, home: Path) -> None:
    async with raw_site(PAGE) as site:
        await watch(home, site.address)
        source = Source(1, site.address, None, None, None, 0)
        async with open_storage(home) as database:
            await feed_sources.note_failure(database, source, "It is no feed.", next_look=utc_now(), now=utc_now())
        assert "It is no feed." in only_wrong(await checked(standin, home, may_reach=only(site.port))).text
        async with open_storage(home) as database:
            await feed_sources.note_gone(database, source, "It is gone.")
        asked = len(site.requests)
        assert "gone for good" in only_wrong(await checked(standin, home, may_reach=only(site.port))).text
        assert len(site.requests) == asked


async def test_a_database_that_is_damaged_or_none_is_found_and_left_alone(standin: StandIn, home: Path) -> None:
    file = home / "test.sqlite3"
    whole = file.read_bytes()
    for data in (b"somebody's notes, and no database" * 99, whole[: len(whole) // 2]):
        file.write_bytes(data)
        found = only_wrong(await checked(standin, home))
        assert (found.subject, "python -m bot restore FILE" in found.text) == ("database", True)
        assert file.read_bytes() == data


async def test_a_database_of_a_newer_or_an_older_version_is_found(standin: StandIn, home: Path) -> None:
    def change(sql: str) -> None:
        with closing(sqlite3.connect(home / "test.sqlite3")) as connection, connection:
            connection.execute(sql)

    change("INSERT INTO schema_migrations VALUES (9999, 'later', 'x', 0)")
    assert "newer version" in only_wrong(await checked(standin, home)).text
    change("DELETE FROM schema_migrations WHERE number > 9")
    (database,) = of(await checked(standin, home), "database")
    assert (database.grade, "the next start changes it" in database.text) == (Grade.NOTE, True)


async def test_a_disk_that_is_full_is_found(standin: StandIn, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1024**2))
    found = only_wrong(await checked(standin, home))
    assert (found.subject, "Make room" in found.text) == ("disk", True)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no folder that nobody can write to")
async def test_a_folder_that_can_not_be_written_to_is_found(standin: StandIn, tmp_path: Path) -> None:
    report = await check(replace(settings_for(standin, tmp_path), database_url="sqlite:////proc/self/there/x.sqlite3"))
    assert "Nothing can be written in /proc/" in only_wrong(report).text
