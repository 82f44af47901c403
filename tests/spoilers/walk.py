"""A walk through all that the bot can do, by members who have watched differently far; what it sent is kept.

Whoever adds a feature adds a function of it to `FEATURES`, and takes its commands out of `NOT_WALKED`. Everything that
can be pressed by then is pressed by the walk itself, and everything that is completed is completed.
"""

from __future__ import annotations

import io
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.actors import _component_interaction
from simcord.backend.access import can_access_channel

from bot import charts
from bot.client import COGS
from bot.episodes import EpisodeNumber
from bot.errors import StorageBusy
from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.logs import set_up_logging
from bot.playground.blog import Names
from bot.playground.flags import channel_flags
from bot.reviews.model import Part, PartKind
from bot.settings import LogFormat, LogLevel
from bot.storage import ratings
from bot.storage.migrations import load_migrations
from bot.storage.opening import open_database
from tests.cogs.posting import may
from tests.feeds.blog import Blog, review_html, serve_blog
from tests.spoilers.sent import Sent, read_log
from tests.spoilers.walking import controls_of, dicts_of, places
from tests.world import NOW, SECRET, World, data_folder, open_world, pick, press

SITE = "coffee.example"
SHOW = "Lantern Code"
OTHER_SHOW = "Brass Weather"
SEEN = EpisodeNumber.of(11)
"""The last episode that bo has watched; `SECRET` stands in reviews of later ones alone."""
SEEN_RATINGS = (7, 8)
LATER_RATINGS = {"12": (1, 2, 8), "13": (1, 1, 2)}

TELLING = re.compile(rf"(?i){SECRET}|had to break|harbour|\d/10\b")
"""What tells of the later episodes: words of their reviews, scores of reviewers."""
RESULT = re.compile(r"(?<![\d.])\d\.\d+(?![\d.])")
"""A mean, a spread or a median; of what bo has watched, those are `SEEN_RESULTS`."""
SEEN_RESULTS = {"7.5", "7.50", "0.5", "2.0"}

HOSTILE_TITLE = f"|| had to break || `{SECRET}` # > https://a.b/x|| {SECRET}"
HOSTILE = (
    "\n".join(
        f"{line} {SECRET} number {number} {{ was here | and it was there ||"
        for number, line in enumerate(
            [
                "# Heading",
                "> quote",
                ">>> quote",
                "- item",
                "1. item",
                "```py",
                "`code` ||",
                "",
                "    code",
                "\\",
                "<div>",
            ]
            * 6
        )
    ).replace("\n {", "\n\n{")
    + f"\n\nSee https://a.b/{SECRET}"
)
"""Text that would get out of a veil, for more than one page."""
ENDS = {
    "11": "Who rows home?",
    "12": f"Where did the {SECRET} go after the pier?",
    "13": "Why is the harbour locked on Sundays?",
}
"""What is asked of which episode; “pier” stands in none that bo may see."""
WRITTEN = {
    "title": HOSTILE_TITLE,
    "recap": HOSTILE,
    "discussion": f"I did not see the {SECRET} coming.\n\nWho lit the {SECRET} in the first place?",
    "closing": f"A {SECRET} to remember: https://a.b/{SECRET}",
    "score": "8/10",
}
FILE = f"""# {SHOW} Episode 12 Review

## Recap

The {SECRET} went out at the harbour, and Ines carried the last light over the wet steps.

## Thoughts

I did not see the {SECRET} coming. Who lit it in the first place?

Rating: 9/10
"""

NOT_PRESSED = (
    "gate:yes", "audit:yes", "hub:watched", "watched:", "end-watched", "undo-watched", "score:", "unrate:",
    "delete-review", "remove-show", "end-remove", "privacy:forget", "edit-asked",
)  # fmt: skip
"""Buttons by which a member would say that they have watched an episode, or want what they have not, or take away what
others are to find."""
NOT_WALKED = frozenset({"about", "help", "setup"})
"""Commands that no feature here uses yet."""
NOT_SHOWN = frozenset({"feed-new", "help-topic", "setup", "setup-channel", "setup-pick", "setup-role"})
"""Buttons and selects that are not come to, by the beginnings of their ids."""


@dataclass
class Walk:
    """The bot, its members, the blog in its web, and what was done."""

    world: World
    blog: Blog
    cy: simcord.MemberActor
    """Has not said how far they have watched."""
    dee: simcord.MemberActor
    """Says that they have watched what they are asked about."""
    host: simcord.MemberActor
    acts: dict[int, str] = field(default_factory=dict)
    walked: set[str] = field(default_factory=set)
    flags: dict[str, int] = field(default_factory=dict)
    offered_strictly: list[str] = field(default_factory=list)

    async def slash(self, who: simcord.MemberActor, name: str, /, **said: Any) -> simcord.InteractionResult:
        """Have a member use a command."""
        self.walked.add(name)
        return self._noted(await who.slash(self.world.channel, name, **said), who, f"/{name}")

    async def menu(self, who: simcord.MemberActor, name: str, message: discord.Message) -> simcord.InteractionResult:
        """Have a member choose a menu on a message."""
        self.walked.add(name)
        return self._noted(await who.context_menu(self.world.channel, name, message), who, name)

    async def press(
        self, who: simcord.MemberActor, answer: simcord.InteractionResult, label: str
    ) -> simcord.InteractionResult:
        """Have a member press a button of what they were answered."""
        return self._noted(await press(who, answer, label), who, label)

    async def click(self, who: simcord.MemberActor, message: discord.Message, label: str) -> None:
        """Have a member press a button of a message."""
        self._noted(await who.click(message, label=label), who, label)

    async def pick(
        self, who: simcord.MemberActor, answer: simcord.InteractionResult, value: str
    ) -> simcord.InteractionResult:
        """Have a member pick an option of what they were answered."""
        return self._noted(await pick(who, answer, value), who, value)

    async def send(
        self, who: simcord.MemberActor, form: simcord.InteractionResult, typed: dict[str, Any]
    ) -> simcord.InteractionResult:
        """Have a member send off a form."""
        return self._noted(await who.submit_modal(form, typed), who, "a form")

    async def complete(self, who: simcord.MemberActor, name: str, option: str, typed: str) -> list[dict[str, Any]]:
        """Have a member begin to type for an option of a command."""
        offered = await who.autocomplete(self.world.channel, name, option, typed)
        self.acts[max(self.world.env.backend.interactions)] = f"{who.name}: types for {name}"
        return list(offered)

    async def press_by_id(self, who: simcord.MemberActor, on: Any, data: dict[str, Any]) -> simcord.InteractionResult:
        """Have a member press what may have been on a message a moment ago."""
        return self._noted(await _component_interaction(who, on, data), who, data["custom_id"])

    def _noted(
        self, answer: simcord.InteractionResult, who: simcord.MemberActor, what: str
    ) -> simcord.InteractionResult:
        self.acts[answer._interaction.id] = f"{who.name}: {what}"
        return answer


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of a walk.

    Attributes:
        log: the log as whoever runs the bot reads it at its most talkative.
        pictures: all that were sent.
        season: the one that bo was sent of the season.
        options: what each command asks for, by its whole name.
        used: those that were used.
        files: what lies beside the database, its copies among it.
        items: what the ids of buttons and selects look like.
        flags: those that channels bore while the server kept them, by the channel's path.
        offered_strictly: what was completed while the gate was strict for cy, who has not said how far they are.
    """

    sent: list[Sent]
    log: str
    pictures: list[bytes]
    season: bytes
    options: dict[str, list[dict[str, Any]]]
    used: set[str]
    files: set[str]
    items: list[re.Pattern[str]]
    flags: dict[str, int]
    offered_strictly: list[str]

    def messages(self) -> list[Sent]:
        """Return what holds a message, new or written anew."""
        return [sent for sent in self.sent if sent.message is not None]

    def public(self) -> list[Sent]:
        """Return the messages that all in a channel are shown."""
        return [sent for sent in self.messages() if sent.to is None]

    def of(self, act: str) -> list[Sent]:
        """Return what was sent for what a member did."""
        return [sent for sent in self.sent if sent.act == act]

    def unwatched(self) -> list[Sent]:
        """Return all that reached those who have not watched the later episodes: the channel, and members behind."""
        return [sent for sent in self.sent if sent.to not in ("aki", "dee", "host")]


# The features, in the order in which they are walked through.


async def blogs(walk: Walk) -> None:
    """Watch a feed whose reviews stand as messages, with threads and in a forum."""
    world, keeper = walk.world, walk.world.keeper
    forum = world.guild.create_forum_channel("reviews")
    fans = world.guild.create_role("Fans", mentionable=True)
    added = {"address": f"http://{SITE}/", "accepts": "everything"}
    await walk.slash(keeper, "feed add", channel=world.channel, **added)
    await walk.slash(keeper, "feed add", channel=forum, **added)
    await walk.slash(keeper, "feed notices", channel=world.guild.create_text_channel("keepers"))
    first = walk.blog.publish("13", link=f"http://{SITE}/1/")
    await world.later(minutes=30)
    await walk.slash(keeper, "feed edit", feed="1", placing="thread", mention=fans)
    walk.blog.publish("12", link=f"http://{SITE}/2/", author=f"The {SECRET} dies in this one, and here is why it does")
    first.html = first.html.replace("was broken too early", "was broken at last")
    await world.later(minutes=30)
    await walk.slash(keeper, "feed test", feed="1")
    await walk.slash(keeper, "feed list")
    await walk.slash(keeper, "feed pause", feed="2")
    await walk.slash(keeper, "feed resume", feed="2")
    await walk.slash(keeper, "feed remove", feed="2")


async def troubled_blogs(walk: Walk) -> None:
    """Have a feed bring many posts at once, fail, and bring posts that wait for a keeper."""
    world, keeper = walk.world, walk.world.keeper
    html = review_html(SHOW, "13").replace(f"for {SHOW} episode 13", "of mine")
    walk.blog.publish("13", title=f"The {SECRET} Dies", html=html, link=f"http://{SITE}/3/")
    walk.blog.publish("13", title=f"{SHOW} and the {SECRET}", html=html, link=f"http://{SITE}/4/")
    walk.blog.publish("13", title=f"{SECRET} dies", html=f"<p>The {SECRET}.</p>", link=f"http://{SITE}/5/")
    await world.later(minutes=30)
    for number in range(20, 28):
        walk.blog.publish(str(number), link=f"http://{SITE}/{number}/")
    await world.later(minutes=30)
    listed = await walk.slash(keeper, "feed list")
    asked = await walk.press(keeper, listed, "Decide: Second Cour Coffee")
    await walk.press(keeper, asked, "Only the newest three")
    walk.blog.status = 503
    for _ in range(4):
        await world.later(days=1)
    await walk.slash(keeper, "feed list")
    walk.blog.status = 200
    await world.later(days=2)


async def queue(walk: Walk) -> None:
    """Look through what waits for a keeper, and file some of it."""
    keeper = walk.world.keeper
    page = await walk.slash(keeper, "review queue")
    form = await walk.pick(keeper, page, "other")
    await walk.send(keeper, form, {"title": SHOW, "episode": "thirteen"})
    form = await walk.press(keeper, page, "Name the episode")
    page = await walk.send(keeper, form, {"episode": "13"})
    await walk.press(keeper, await walk.slash(keeper, "review queue"), "Next")
    await walk.press(keeper, await walk.slash(keeper, "review queue"), "Not a review")
    form = await walk.pick(keeper, await walk.slash(keeper, "review queue"), "other")
    await walk.send(keeper, form, {"title": SHOW, "episode": "13"})


async def writing(walk: Walk) -> None:
    """Write reviews, bring them as files, change and delete them."""
    world, aki, bo, keeper = walk.world, walk.world.aki, walk.world.bo, walk.world.keeper
    await walk.slash(keeper, "review writers", who="everyone")
    form = await walk.slash(aki, "review write", episode="12")
    refused = await walk.send(aki, form, {**WRITTEN, "score": f"a {SECRET}"})
    await walk.press(aki, await walk.slash(aki, "review write", episode="13"), "Start anew")
    form = await walk.press(aki, refused, "Open it again")
    await walk.send(aki, form, WRITTEN)
    await walk.slash(aki, "review upload", file=(f"{SECRET}.md", FILE.encode()))
    await walk.slash(aki, "review upload", file=("no-review.md", f"{SECRET}".encode()))
    await world.later()
    for member in (bo, walk.cy, aki):
        await walk.slash(member, "review list")
    written = str(await world.database.fetchval("SELECT review_id FROM reviews WHERE title = $1", HOSTILE_TITLE))
    form = await walk.slash(aki, "review edit", review=written)
    await walk.send(aki, form, {**WRITTEN, "closing": f"Another {SECRET}."})
    await world.later()
    await walk.slash(keeper, "review edit", review=written)
    await walk.slash(bo, "review delete", review=written)
    form = await walk.slash(aki, "review write", episode="14")
    await walk.send(aki, form, WRITTEN)
    await world.later()
    gone = str(await world.database.fetchval("SELECT max(review_id) FROM reviews"))
    await walk.press(aki, await walk.slash(aki, "review delete", review=gone), "Delete it with all of that")


async def posting_fails(walk: Walk) -> None:
    """Write a review that Discord does not take, of which keepers are told."""
    world = walk.world
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403)
    await walk.send(world.aki, await walk.slash(world.aki, "review write", episode="13"), WRITTEN)
    await world.later()


async def recaps(walk: Walk) -> None:
    """Ask for recaps, for the channel and for one member."""
    aki, bo = walk.world.aki, walk.world.bo
    await walk.slash(aki, "recap", episode="13")
    await walk.slash(aki, "recap", episode="12", private=True)
    asked = await walk.slash(bo, "recap", episode="13")
    await walk.press(bo, asked, "Post it veiled")
    for member in (bo, walk.cy):
        await walk.slash(member, "recap", episode="12", private=True)
        for episode in ("final", "99", "quite another thing"):
            await walk.slash(member, "recap", episode=episode)
    asked = await walk.slash(walk.dee, "recap", episode="13", private=True)
    await walk.press(walk.dee, asked, "Yes, I have")


async def polls(walk: Walk) -> None:
    """Open polls, vote, close and reopen them, and let one close by its time."""
    world, host = walk.world, walk.host
    await walk.slash(world.keeper, "ratings hosts")
    await walk.slash(host, "ratings open", episode="13")
    await walk.slash(host, "ratings open", episode="12", closes="2h")
    await world.later()
    await walk.slash(world.aki, "rate", episode="13", score=9)
    for place in places(world):
        for message in place.history():
            if "How was it?" in str(dicts_of(message)):
                await walk.click(world.aki, message, "9")
                await walk.slash(world.bo, "ratings episode", episode="13")
    await world.later()
    await walk.slash(host, "ratings close", episode="13")
    await walk.slash(host, "ratings reopen", episode="13")
    await world.later()
    await walk.slash(host, "ratings close", episode="13")
    await world.later(hours=3)


async def results(walk: Walk) -> None:
    """Look at how episodes were rated, as members who have watched differently far."""
    for member in (walk.world.aki, walk.world.bo, walk.cy):
        for command in ("season", "mine", "top"):
            await walk.slash(member, f"ratings {command}")
        for episode in (str(SEEN), *LATER_RATINGS, "14"):
            await walk.slash(member, "ratings episode", episode=episode)
    await walk.slash(walk.host, "ratings export")
    await walk.slash(walk.world.bo, "ratings export")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "histogram", _fail)
        await walk.slash(walk.world.aki, "ratings episode", episode="13")


async def keeping(walk: Walk) -> None:
    """Say what a server follows, and how far members have watched."""
    keeper = walk.world.keeper
    await walk.slash(keeper, "show add", title="Copper Tide", alias="CT")
    for number in range(12):
        await walk.slash(keeper, "show add", title=f"{OTHER_SHOW} {number}")
    bo = walk.world.bo
    await walk.slash(bo, "recap", episode="13")
    await walk.slash(bo, "watched", episode="11")
    await walk.slash(bo, "review write", episode="13")
    await walk.slash(bo, "review list")
    await walk.slash(keeper, "show rename", show="CT", title="Silver Tide")
    await walk.slash(keeper, "show alias", show="CT", alias="Tide")
    await walk.slash(keeper, "show default", show=SHOW)
    await walk.press(keeper, await walk.slash(keeper, "show list"), "Next")
    await walk.press(keeper, await walk.slash(keeper, "show remove", show="CT"), "Remove it with all of that")
    await walk.slash(walk.dee, "watched", episode="11")
    await walk.slash(walk.dee, "watched", episode="nothing")
    await walk.slash(walk.dee, "watched", episode="13")


async def failures(walk: Walk) -> None:
    """Let things go wrong within the bot where a text is at hand that the error could quote."""
    world = walk.world
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.ui.writing.make_review", _fail)
        patch.setattr("bot.storage.drafts.keep", _busy)
        patch.setattr("bot.ui.reading.veil_pages", _fail)
        await walk.send(world.aki, await walk.slash(world.aki, "review write", episode="13"), WRITTEN)
        await walk.slash(world.aki, "recap", episode="13")
    world.env.inject_error("POST", "/interactions/*", status=400)
    await walk.slash(world.aki, "recap", episode="13")
    _ = world.env.errors  # looked at, and thereby expected


async def loose_ends(walk: Walk) -> None:
    """Raise, settle, list and search loose ends, keep a board of them, and look at the finale's audit."""
    world, aki, bo, host = walk.world, walk.world.aki, walk.world.bo, walk.host
    await world.set_watched(host, "99")
    await walk.slash(world.keeper, "loose-end rules", answering="everyone")
    for episode, words in ENDS.items():
        await _fill(walk, aki, "add", words, episode, episode=episode)
    first = int(await world.database.fetchval("SELECT min(number) FROM loose_ends"))
    alike = await _fill(walk, aki, "add", f"{ENDS['12']} And why?", "13", episode="13")
    await walk.press(aki, alike, "It is new")
    for what in ("theory", "answer", "reopen", "answer"):
        await _fill(walk, aki, what, HOSTILE[:500], "13", number=first)
    for what, of in (("theory", 1), ("drop", 1), ("edit", 2), ("answer", 2)):
        await _fill(walk, aki, what, f"The {SECRET} had to {what} at the harbour.", "13", number=first + of)
    await walk.slash(host, "loose-end merge", number=first + 3, into=first + 2)
    await walk.slash(host, "loose-end undo", number=first + 1)
    await walk.slash(aki, "loose-end remove", number=first + 1)
    refused = await _fill(walk, aki, "add", f"Who lit the {SECRET}?", "thirteen")
    await walk.press(aki, refused, "Open it again")
    await _fill(walk, bo, "add", f"Whose is the {SECRET} on the roof?", "13", episode="13")
    for member in (aki, bo, walk.cy):
        for what in ("list", "mine", "audit"):
            await walk.slash(member, f"loose-end {what}")
        await walk.slash(member, "loose-end search", words="pier")
        for number in (first, first + 1, first + 2):
            await walk.slash(member, "loose-end show", number=number)
    await walk.slash(host, "loose-end board")
    menu = "Track as loose end"
    said = await aki.send(world.channel, f"Who carried the {SECRET} up the stairs?")
    form = await walk.menu(aki, menu, said)
    await walk.send(aki, form, {"words": f"Who carried the {SECRET} up the stairs?", "episode": "13"})
    await world.later()
    audit = await walk.slash(host, "loose-end audit", last="13")
    await walk.press(host, audit, "Post it here")


async def _fill(
    walk: Walk, who: simcord.MemberActor, what: str, words: str, episode: str, /, **said: Any
) -> simcord.InteractionResult:
    """Have a member send off a form about a loose end."""
    form = await walk.slash(who, f"loose-end {what}", **said)
    return await walk.send(who, form, {"words": words, "episode": episode})


async def hiding(walk: Walk) -> None:
    """Hide what members let slip, and write behind a veil from the start."""
    world = walk.world
    typed: dict[str, Any] = {"episode": "13", "show": SHOW}
    for who, by in ((world.aki, world.aki), (world.bo, walk.host)):
        said = await who.send(
            world.channel,
            f"The {SECRET} had to break || at the harbour.\n\n# {SECRET} https://a.b/{SECRET}",
            attachments=[(f"{SECRET}.png", b"a picture")],
        )
        await walk.send(by, await walk.menu(by, "Hide as spoiler", said), typed)
    await _spoil(walk, typed)
    may(world, world.channel, manage_webhooks=False)
    await _spoil(walk, typed)
    may(world, world.channel)
    await _spoil(walk, {**typed, "episode": f"the {SECRET}"})


async def _spoil(walk: Walk, typed: dict[str, Any]) -> None:
    form = await walk.slash(walk.world.aki, "spoiler")
    files = [(f"{SECRET}.txt", SECRET.encode())]
    await walk.send(walk.world.aki, form, {**typed, "text": HOSTILE, "files": files})


async def discussions(walk: Walk) -> None:
    """Open discussions for all and for those who have watched, plan some, lock and unlock one."""
    world, keeper, host = walk.world, walk.world.keeper, walk.host
    forum, talk = world.guild.create_forum_channel("talk"), world.guild.create_text_channel("talk-here")
    await walk.slash(keeper, "discussions timezone", zone="Europe/Berlin")
    await walk.slash(keeper, "discussions mode", mode="open")
    await walk.slash(keeper, "discussions channel", channel=forum)
    await walk.slash(host, "discuss", episode="14")
    with channel_flags(are_kept=True) as kept:
        await walk.slash(keeper, "discussions channel", channel=talk)
        walk.flags |= kept
    await walk.slash(host, "discuss", episode="11")
    await world.later()  # by then the flag is lost, of which the keepers are told
    await walk.slash(keeper, "discussions mode", mode="gated", take_out=True)
    await walk.slash(host, "discuss", episode="15")
    await world.later()
    for who in (world.aki, world.bo, walk.cy):
        for episode in ("11", "13", "15"):
            await walk.slash(who, "discuss", episode=episode)
    (door,) = [message for message in talk.history() if "hub:watched:1:1500" in str(dicts_of(message))]
    await walk.click(walk.dee, door, "I’ve watched it")
    await walk.slash(host, "discussions schedule", episodes="30-31", starts="Friday 18:00", every=1)
    for what in ("list", "pause", "resume"):
        await walk.slash(host, f"discussions {what}")
    await world.later(days=9)
    await walk.slash(host, "discussions end")
    await walk.slash(host, "discussions lock", episode="14")
    await walk.slash(host, "discussions unlock", episode="14")
    await world.later()


async def members(walk: Walk) -> None:
    """Look at how far one is in all shows, and at what is kept of one."""
    dee = walk.dee
    await walk.world.set_watched(dee, "12")
    await walk.press(dee, await walk.slash(dee, "progress"), "Episode 13 watched")
    for member in (walk.world.aki, walk.world.bo, walk.cy):
        await walk.slash(member, "progress")
        await walk.press(member, await walk.slash(member, "privacy"), "Export mine")
    await walk.press(dee, await walk.press(dee, await walk.slash(dee, "privacy"), "Forget me"), "Yes, forget me")


async def gates(walk: Walk) -> None:
    """Ask for what lies beyond one's progress, however the gate is set."""
    world = walk.world
    for how in ("veil", "strict", "ask"):
        await walk.slash(world.keeper, "gate", how=how)
        for member in (world.bo, walk.cy):
            for episode in ("11", "12", "13"):
                await walk.slash(member, "recap", episode=episode, private=True)
                await walk.slash(member, "ratings episode", episode=episode)
            for command in ("ratings season", "ratings top", "loose-end list", "loose-end audit", "review list"):
                await walk.slash(member, command)
        if how == "strict":
            walk.offered_strictly = await complete_everything(walk, walk.cy)


async def crowds(walk: Walk) -> None:
    """Follow so much that lists have pages, and review so many episodes at once that one has to be picked."""
    world, keeper = walk.world, walk.world.keeper
    for number in range(6):
        place = world.guild.create_text_channel(f"reviews-{number}")
        await walk.slash(keeper, "feed add", address=f"http://{SITE}/", channel=place, accepts="followed")
    await walk.press(keeper, await walk.slash(keeper, "feed list"), "Next")
    for number in range(3):
        await world.add_review("12", last="13", url=f"https://blog.example/{number}")
    await walk.press(world.aki, await walk.slash(world.aki, "review list"), "Next")
    walk.blog.publish(
        "12",
        title=f"{SHOW} Episodes 12-13 Review",
        html=review_html(SHOW, "12").replace("episode 12", "episodes 12-13"),
    )
    await world.later(minutes=30)


FEATURES: tuple[Callable[[Walk], Awaitable[None]], ...] = (
    blogs, troubled_blogs, queue, writing, posting_fails, recaps, polls, results, loose_ends, hiding, discussions,
    members, keeping, crowds, failures, gates,
)  # fmt: skip


def _busy(*said: object) -> Any:
    raise StorageBusy("held by another process")


def _fail(*said: object, **also: object) -> Any:
    raise RuntimeError(f"The {SECRET} dies: {said} {also}")


async def press_everything(walk: Walk, who: simcord.MemberActor) -> None:
    """Have a member press every button and pick every option that there is, and those that these lead to."""
    pressed: set[tuple[str, str | None]] = set()
    env = walk.world.env
    stands = [
        message for place in places(walk.world) if can_access_channel(env, place.id, who) for message in place.history()
    ]
    ahead = [env.backend.get_message(message.channel.id, message.id) for message in stands]
    while ahead:
        for control in controls_of(ahead.pop()):
            if control.key in pressed or control.custom_id.startswith(NOT_PRESSED):
                continue
            pressed.add(control.key)
            answer = await walk.press_by_id(who, control.message, control.data)
            ahead += [each._message for each in (answer.response, *answer.followups) if each is not None]


async def complete_everything(walk: Walk, who: simcord.MemberActor) -> list[str]:
    """Have a member begin to type into everything that is completed; return what they are offered."""
    offered = []
    for name, option in completed(walk.world.env):
        if name in NOT_WALKED or name not in who.available_commands(walk.world.channel):
            continue
        for typed in ("", "1", SECRET):
            offered += await walk.complete(who, name, option, typed)
    return [str(choice["name"]) for choice in offered]


def leaves(env: simcord.Env) -> dict[str, list[dict[str, Any]]]:
    """Return the options of every command that Discord was told of, by the command's whole name."""
    (given,) = [entry.json for entry in env.http_requests if entry.method == "PUT" and "/commands" in entry.path]
    found: dict[str, list[dict[str, Any]]] = {}
    assert isinstance(given, list)
    for command in given:
        options = command.get("options", [])
        below = [option for option in options if option["type"] == discord.AppCommandOptionType.subcommand.value]
        found |= {f"{command['name']} {each['name']}": each.get("options", []) for each in below}
        found |= {} if below else {command["name"]: options}
    return found


def completed(env: simcord.Env) -> list[tuple[str, str]]:
    """Return the options that are completed, each with its command."""
    return [
        (name, each["name"]) for name, options in leaves(env).items() for each in options if each.get("autocomplete")
    ]


async def walk_through(folder: Path, workers: Workers) -> Walked:
    """Walk through everything, on a database in a folder."""
    with _log() as written:
        async with _begin(folder, workers) as walk:
            for feature in FEATURES:
                await feature(walk)
            season = await walk.slash(walk.world.bo, "ratings season")
            assert season.response is not None
            (picture,) = season.response.attachments
            for who in (walk.world.bo, walk.cy, walk.world.aki):
                await press_everything(walk, who)
            for who in (walk.world.bo, walk.cy, walk.world.keeper):
                await complete_everything(walk, who)
            env = walk.world.env
            _ = env.errors  # refusals that a member is told of
            return Walked(
                read_log(env, walk.acts),
                written.getvalue(),
                [blob for blob in env.backend.cdn._blobs.values() if blob.startswith(b"\x89PNG")],
                await picture.read(),
                leaves(env),
                walk.walked,
                set(os.listdir(folder)),  # noqa: PTH208 - nothing else waits for it
                [*env.bot._connection._view_store._dynamic_items],
                walk.flags,
                walk.offered_strictly,
            )


@asynccontextmanager
async def _begin(folder: Path, workers: Workers) -> AsyncIterator[Walk]:
    async with open_database(data_folder(folder), migrations=load_migrations()[:-1]):
        pass  # so that a copy of it is made
    async with (
        serve_blog() as blog,
        open_web(may_reach=blog.may_reach, resolver=Names({SITE: blog.port})) as web,
        open_database(data_folder(folder)) as database,
        open_world(database, cogs=COGS, web=web, workers=workers) as world,
    ):
        world.env.settle_timeout = 60.0  # on a busy machine, the process that reads takes a while to start
        hosts = world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
        member = world.guild.add_member
        cy, dee = member(world.env.create_user("cy")), member(world.env.create_user("dee"))
        walk = Walk(world, blog, cy, dee, member(world.env.create_user("host"), roles=[hosts]))
        await world.add_show(SHOW)
        calm = (Part(PartKind.RECAP, None, "They row home."), Part(PartKind.DISCUSSION, None, "A calm one."))
        await world.add_review(str(SEEN), title="A calm one", parts=calm, score=None, loose_ends=())
        await world.set_watched(world.aki, "99")
        await world.set_watched(world.bo, str(SEEN))
        for number, scores in {str(SEEN): SEEN_RATINGS, **LATER_RATINGS}.items():
            for by, score in enumerate(scores, 10_000):
                of = EpisodeNumber.parse(number)
                await ratings.rate(database, world.guild.id, 1, of, by, score, NOW)
        yield walk


@contextmanager
def _log() -> Iterator[io.StringIO]:
    """Have the bot log all that it can, into a text."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    set_up_logging(LogLevel.DEBUG, LogFormat.TEXT, written)
    try:
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in ("bot", "cogs"):
            logging.getLogger(name).setLevel(logging.NOTSET)
