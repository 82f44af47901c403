"""What the tests share: the real bot in a simulated Discord, reviews of invented shows, and reading what was sent."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import app_commands, ui

from bot.client import COGS, LooseEnds
from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import Mistake
from bot.feeds.web import Web, open_web
from bot.feeds.workers import Workers, open_workers
from bot.playground.flags import channel_flags
from bot.reviews.model import LooseEnd, Part, PartKind, Review, ReviewKind, Score
from bot.storage import progress, review_filing, shows
from bot.storage.database import Database
from bot.ui.layouts import notice, row

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = "quellmist"
"""A word that stands in every sentence of a test review, and nowhere else."""


@dataclass
class Clock:
    """The bot's clock: the simulation's, and so far ahead of it as a test has jumped.

    To let the simulation go through days would have the bot look at its database every few seconds of them.
    """

    env: simcord.Env | None = None
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Return the present instant."""
        assert self.env is not None
        return self.env.now() + self.ahead


@dataclass
class World:
    """One simulated Discord with the bot, a guild, a channel and three members."""

    env: simcord.Env
    database: Database
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    aki: simcord.MemberActor
    bo: simcord.MemberActor
    keeper: simcord.MemberActor
    web: Web
    workers: Workers
    clock: Clock

    async def later(self, **passed: float) -> None:
        """Let the bot find that much time has passed, and do what is due then."""
        self.clock.ahead += timedelta(**passed)
        await self.env.advance_time(35)
        await self.env.advance_time(10)

    def new_bot(self, cogs: Sequence[str] = COGS) -> LooseEnds:
        """Return a bot as a fresh process would make it, on the same database."""
        return LooseEnds(self.database, self.web, self.workers, clock=self.clock, cogs=cogs, shard_count=1)

    async def add_review(
        self, number: str = "13", *, guild: simcord.GuildHandle | None = None, show: str = "Lantern Code", **fields: Any
    ) -> Review:
        """File a review of an episode in a guild, and return it."""
        review = make_review(number, show=show, **fields)
        await review_filing.file_review(self.database, (guild or self.guild).id, review, now=NOW)
        return review

    async def add_show(self, title: str, **fields: Any) -> int:
        """Have the guild follow a show, and return its id."""
        return (await shows.add(self.database, self.guild.id, title, now=NOW, **fields)).show_id

    async def set_watched(self, member: simcord.MemberActor, number: str, show_id: int = 1) -> None:
        """Record how far a member has watched."""
        episode = EpisodeNumber.parse(number)
        await progress.record(self.database, self.guild.id, show_id, member.id, episode, NOW)

    async def watched(self, member: simcord.MemberActor, show_id: int = 1) -> str | None:
        """Return how far a member has watched, as text."""
        number = await progress.watched(self.database, self.guild.id, show_id, member.id)
        return None if number is None else str(number)

    async def plant(self, item: ui.Item[Any], channel: simcord.ChannelHandle | None = None) -> discord.Message:
        """Post a control in a channel, whatever ids it holds."""
        place = self.env.bot.get_partial_messageable((channel or self.channel).id)
        return await place.send(view=notice("Press.", *row([item])))

    def public(self) -> list[discord.Message]:
        """Return what stands in the channel for everyone."""
        return [message for message in self.channel.history() if not message.flags.ephemeral]


@asynccontextmanager
async def open_world(
    database: Database, *, cogs: Sequence[str] = COGS, web: Web | None = None, workers: Workers | None = None
) -> AsyncIterator[World]:
    """Start the bot in a simulated Discord, without a site in its web unless one is given."""
    clock = Clock()
    async with AsyncExitStack() as opened:
        opened.enter_context(channel_flags())
        if web is None:
            web = await opened.enter_async_context(open_web(may_reach=lambda *_: False))
        if workers is None:
            workers = await opened.enter_async_context(open_workers())
        # Not `simcord.run`: a fixture is torn down in another context than it was set up in, which that does not allow.
        env = simcord.Env(LooseEnds(database, web, workers, clock=clock, cogs=cogs, shard_count=1))
        clock.env = env
        # It waits for a task to end or for so many seconds; the bot's rounds never end, and a database answers sooner.
        env._settle_internal = functools.partial(env._settle_internal, idle=0.002)  # type: ignore[method-assign]
        async with _started(env):
            yield _built(env, database, web, workers, clock)
    # The simulation keeps every error of a command; what the bot answers with a sentence is no failure of it.
    unexpected = [error for error in env.errors_since(env._errors_acknowledged) if not _is_answered(error)]
    if unexpected:
        raise BaseExceptionGroup("errors of the bot", unexpected)


@asynccontextmanager
async def _started(env: simcord.Env) -> AsyncIterator[None]:
    await env.start()
    try:
        yield
    finally:
        await env.shutdown()


def _built(env: simcord.Env, database: Database, web: Web, workers: Workers, clock: Clock) -> World:
    guild = env.create_guild("Watchers")
    manages = guild.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    return World(
        env,
        database,
        guild,
        guild.create_text_channel("episode-talk"),
        guild.add_member(env.create_user("aki")),
        guild.add_member(env.create_user("bo")),
        guild.add_member(env.create_user("keeper"), roles=[manages]),
        web,
        workers,
        clock,
    )


def _is_answered(error: BaseException) -> bool:
    if isinstance(error, app_commands.CommandInvokeError):
        return isinstance(error.original, Mistake)
    return isinstance(error, app_commands.AppCommandError)


def make_review(number: str = "13", *, show: str | None = "Lantern Code", **fields: Any) -> Review:
    """Return a review of an episode with a recap of several pages, every sentence of which holds `SECRET`."""
    last = fields.pop("last", number)
    values: dict[str, Any] = {
        "kind": ReviewKind.EPISODE,
        "show": show,
        "span": EpisodeSpan(EpisodeNumber.parse(number), EpisodeNumber.parse(last)),
        "title": f"Why the {SECRET} had to break",
        "author": "Mara Quill",
        "published": date(2024, 4, 3),
        "url": f"https://blog.example/{show}-{number}".replace(" ", "-"),
        "score": Score("7", "10", f"a {SECRET} 7/10"),
        "parts": (
            Part(PartKind.OTHER, None, f"The {SECRET} of an opening."),
            Part(PartKind.RECAP, "What happened", recap_text()),
            Part(PartKind.DISCUSSION, "What I think", f"The {SECRET} was early."),
            Part(PartKind.CLOSING, "Closing notes", f"A {SECRET} to remember."),
        ),
        "loose_ends": (LooseEnd(f"Who lit the {SECRET}?"),),
    }
    return Review(**{**values, **fields})


def recap_text(paragraphs: int = 12) -> str:
    """Return a recap whose paragraphs are numbered, so that order and wholeness can be seen."""
    return "\n\n".join(
        f"Paragraph {number}: the {SECRET} went out at the harbour, and Ines carried the last light "
        f"over {number} wet steps while nobody on the pier would say whose {SECRET} it had been. "
        f"Then the {SECRET} spoke, and what it said was heard by {number} people."
        for number in range(1, paragraphs + 1)
    )


async def press(
    member: simcord.MemberActor, answer: simcord.InteractionResult, label: str
) -> simcord.InteractionResult:
    """Have a member press a button of what the bot answered."""
    assert answer.response is not None, "nothing was answered"
    return await member.click(answer.response, label=label)


async def pick(member: simcord.MemberActor, answer: simcord.InteractionResult, value: str) -> simcord.InteractionResult:
    """Have a member pick an option of a select in what the bot answered."""
    assert answer.response is not None, "nothing was answered"
    return await member.select(answer.response, [value])


TYPED = {
    "title": f"Why the {SECRET} had to break",
    "recap": f"The {SECRET} went out at the harbour.",
    "discussion": f"I did not see the {SECRET} coming.\n\nWho lit the {SECRET} in the first place?",
    "closing": f"A {SECRET} to remember.",
    "score": "8/10",
}
"""What is typed into the fields of a review."""


async def shown(world: World, member: simcord.MemberActor | None = None, **said: Any) -> simcord.InteractionResult:
    """Have a member ask for the form of a review."""
    return await (member or world.aki).slash(world.channel, "review write", **{"episode": "13", **said})


async def write(
    world: World, member: simcord.MemberActor | None = None, typed: Mapping[str, str] = TYPED, **said: Any
) -> simcord.InteractionResult:
    """Have a member write a review."""
    form = await shown(world, member, **said)
    return await (member or world.aki).submit_modal(form, dict(typed))


def fields(form: simcord.InteractionResult) -> dict[str, str]:
    """Return what stands in a form's fields."""
    assert form.modal is not None, "no form was shown"
    inputs = [label["component"] for label in form.modal["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in inputs}


async def count(world: World, table: str) -> int:
    """Return how many rows a table has."""
    return int(await world.database.fetchval(f"SELECT count(*) FROM {table}"))


def displays(message: Any) -> list[str]:
    """Return the text displays of a message, in order."""
    return [c["content"] for c in _walk(_components(message)) if c["type"] == discord.ComponentType.text_display.value]


def text(message: Any) -> str:
    """Return all text of a message."""
    return "\n".join(displays(message))


def buttons(message: Any) -> dict[str, str]:
    """Return the buttons of a message: what is on them, and where or to what they lead."""
    return {
        c["label"]: c.get("custom_id") or c["url"]
        for c in _walk(_components(message))
        if c["type"] == discord.ComponentType.button.value
    }


def custom_ids(message: Any, label: str) -> list[str]:
    """Return what the buttons of a message lead to that have the same words on them."""
    return [c["custom_id"] for c in _walk(_components(message)) if c.get("label") == label and "custom_id" in c]


def options(message: Any) -> dict[str, str]:
    """Return the options of a message's select: what is on them, and their values."""
    selects = [c for c in _walk(_components(message)) if c["type"] == discord.ComponentType.select.value]
    return {option["label"]: option["value"] for select in selects for option in select["options"]}


def outside_veils(message: Any) -> str:
    """Return what anyone can read of a message: its displays, less those that are one veil from end to end."""
    readable = ["" if is_veiled(display) else display for display in displays(message)]
    labels = [*buttons(message), *options(message)]
    return "\n".join([*readable, *labels])


def is_veiled(display: str) -> bool:
    """Tell whether a text is one veil from end to end."""
    inner = display[2:-2]
    has_ends = len(display) > 4 and display.startswith("||") and display.endswith("||")
    return has_ends and "||" not in inner and "\n\n" not in inner


def data_folder(tmp_path: Path) -> str:
    """Return the address of a database in a test's own folder."""
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@asynccontextmanager
async def held(tmp_path: Path) -> AsyncIterator[None]:
    """Hold the database in a test's own folder as another process would: it can be read, and not written to."""
    path = tmp_path / "test.sqlite3"
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)) as other:
        # Not here: the bot may be in a transaction, which would not end while its event loop waits for the lock.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield


def _components(message: Any) -> list[dict[str, Any]]:
    if isinstance(message, discord.Message):
        return [component.to_dict() for component in message.components]  # type: ignore[misc]
    if isinstance(message, simcord.InteractionResult):
        assert message.response is not None, "nothing was answered"
        return message.response.components
    components: list[dict[str, Any]] = message.components
    return components


def _walk(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", []))
        yield from _walk([component["accessory"]] if component.get("accessory") else [])
