"""Walking through all that the bot answers a member with, and what of it tells of which episode.

Commands are taken from the bot itself: a new one is walked through at once, with what `TYPED` has for its options. What
it shows is compared with marks that stand in the texts, scores and addresses of the world's reviews, and in the means
of its ratings; a storage of its own that tells of episodes adds its marks in `filled`.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
import simcord
from discord import app_commands, ui

from bot.episodes import EpisodeNumber
from bot.gate import Gate
from bot.loose_ends import Turn
from bot.reviews.model import LooseEnd, Part, PartKind, Score
from bot.shows import Show
from bot.storage import (
    guilds,
    loose_end_changes,
    loose_end_theories,
    polls,
    progress,
    ratings,
    reviews,
    shows,
)
from bot.storage.ledger import find as find_end
from bot.ui.cards import review_card
from bot.ui.layouts import notice, row
from bot.ui.poll_cards import ResultButton
from bot.ui.reading import GateButton, ReadButton, Section, Wanted
from tests.cogs.ledger import FAR, Ledger
from tests.spoilers.sent import all_of, is_veil
from tests.world import NOW, World

SHOWS = {"Lantern Code": ("1", "2", "2.5", "3", "5"), "Harbour of Salt": ("1", "4")}
"""The shows of the world, and which of their episodes have a review; of Lantern Code there is one of 2 to 3 as well."""

ENDS = range(1, 9)
"""The numbers of the world's loose ends."""

TYPED: Mapping[str, Sequence[Any]] = {
    "episode": ("1", "2", "2.5", "3", "5", "9", "final", "s1e3", "Episode 4"),
    "show": ("Lantern Code", "Harbour of Salt", "nothing of that name"),
    "review": tuple(str(number) for number in range(1, 10)),
    "closes": ("24h",),
    "title": ("Pier",),
    "alias": ("LC",),
    "address": ("https://blog.example/",),
    "feed": ("1",),
    "number": (*ENDS, 99),
    "into": (*ENDS, 99),
    "words": ("pier", "harbour out", "nowhere"),
    "last": ("5", "4"),
    "episodes": ("1-3",),
    "starts": ("Friday 18:00",),
    "zone": ("Europe/Berlin",),
}
"""What members type for an option of that name; other texts have to be added here for their command to be walked."""

LEFT_OUT = {
    "review upload": "takes a file, and shows nothing but what became of it",
    "setup": "chooses what the single commands choose, of which there are thousands, and reads nothing of an episode",
    "feed add": "takes a channel; what feeds post are cards, from which walks begin",
}
"""Commands that are not walked, and why."""

ASKED_FOR = ("edit-asked:anyway:",)
"""Buttons that a member presses who wants in the open what they have not watched, having been asked."""

MEANS = ("6.1", "6.4", "6.7", "7.1", "7.3", "7.6", "8.2", "8.4", "8.7", "9.1")
"""How episodes are rated: no other number of an answer is like one, for ratings lie near each other."""


@dataclass
class Seen:
    """What a member sees of an answer, in the open and behind veils."""

    opened: list[str] = field(default_factory=list)
    veiled: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Mark:
    """A pattern that stands in what tells of an episode, and nowhere else."""

    pattern: str
    show_id: int
    episode: EpisodeNumber
    is_result: bool = False

    def is_in(self, texts: Sequence[str]) -> bool:
        """Tell whether one of some texts has it."""
        return any(re.search(self.pattern, text) for text in texts)


def mark_of(show_id: int, number: str) -> str:
    """Return the word that stands in all that is said of an episode."""
    return f"quell{show_id}x{EpisodeNumber.parse(number).hundredths}z"


async def filled(world: World) -> list[Mark]:
    """Fill a world with reviews, ratings, a closed poll and cards in its channel; return what marks their episodes."""
    marks, means = [], iter(MEANS)
    for show_id, (title, numbers) in enumerate(SHOWS.items(), 1):
        await world.add_show(title)
        for first, last in [*((number, number) for number in numbers), *([("2", "3")] if show_id == 1 else [])]:
            word = mark_of(show_id, last)
            marks.append(Mark(word, show_id, EpisodeNumber.parse(last)))
            url = f"https://blog.example/{word}-{first}"
            await world.add_review(first, last=last, show=title, url=url, is_final=last == "5", **_texts(word))
        for number in numbers:
            await _rate(world, show_id, number, next(means))
    # Some are kept as if a member had typed them here.
    typed = "UPDATE reviews SET written_by = $1, source_key = 'typed:' || review_id WHERE review_id IN (2, 5, 8)"
    await world.database.execute(typed, world.aki.id)
    for show in await shows.followed(world.database, world.guild.id):
        await _closed_poll(world, show)
    await _cards(world)
    return [*marks, *await _with_ends(world)]


async def _with_ends(world: World) -> list[Mark]:
    """Have loose ends raised, thought about and settled, a board of each show kept, and some discussions opened."""
    seer = world.guild.add_member(world.env.create_user("seer"))
    followed = {show.title: show for show in await shows.followed(world.database, world.guild.id)}
    lantern, harbour = (followed[title] for title in SHOWS)
    for show in (lantern, harbour):
        await world.set_watched(seer, FAR, show.show_id)
    ledger, words = Ledger(world, lantern, world.keeper, seer), itertools.count()

    def said(of: Show, episode: str) -> str:
        return f"Number {next(words)}: did the {mark_of(of.show_id, episode)} on the pier go out?"

    async def ask(of: Show, episode: str) -> int:
        return await ledger.ask(said(of, episode), episode, show=of, by=seer.id)

    async def think(number: int, of: Show, episode: str) -> None:
        end = await find_end(world.database, world.guild.id, number, seer.id)
        assert end is not None
        await loose_end_theories.add_theory(
            world.database, end, said(of, episode), EpisodeNumber.parse(episode), seer.id, world.clock()
        )

    first, second, third = await ask(lantern, "1"), await ask(lantern, "2"), await ask(lantern, "3")
    reopened, moved = await ask(lantern, "1"), await ask(lantern, "2")
    await ask(lantern, "5")
    other = await ask(harbour, "1")
    await ask(harbour, "4")
    for episode in ("2", "5"):
        await think(first, lantern, episode)
    await think(second, lantern, "2.5")
    await ledger.settle(first, said(lantern, "3"), "3")
    await ledger.settle(third, said(lantern, "5"), "5", Turn.DROPPED)
    await ledger.settle(reopened, said(lantern, "2"), "2")
    await ledger.settle(reopened, said(lantern, "5"), "5", Turn.REOPENED)
    await ledger.settle(other, said(harbour, "4"), "4")
    end = await find_end(world.database, world.guild.id, moved, seer.id)
    assert end is not None
    await loose_end_changes.edit(world.database, end, said(lantern, "3"), EpisodeNumber.of(3), seer.id, world.clock())
    for title, episode in (("Lantern Code", "2"), ("Lantern Code", "5"), ("Harbour of Salt", "4")):
        await world.keeper.slash(world.channel, "discuss", episode=episode, show=title)
    for title in SHOWS:
        await world.keeper.slash(world.channel, "loose-end board", show=title)
    await world.env.advance_time(5)
    told = {(1, "3"): "answered", (1, "5"): "(?:dropped|reopened)", (2, "4"): "answered"}
    return [
        Mark(f"(?i){how} in episode {number}", show_id, EpisodeNumber.parse(number))
        for (show_id, number), how in told.items()
    ]


def _texts(word: str) -> dict[str, Any]:
    recap = "\n\n".join(f"The {word} went out at the harbour, for the {number}th time." for number in range(20))
    return {
        "title": f"Why the {word} had to break",
        "score": Score("7", "10", f"a {word} 7/10"),
        "parts": (
            Part(PartKind.RECAP, "What happened", recap),
            Part(PartKind.DISCUSSION, "What I think", f"The {word} was early."),
        ),
        "loose_ends": (LooseEnd(f"Who lit the {word}?"),),
    }


async def _rate(world: World, show_id: int, number: str, mean: str) -> None:
    """Have ten members rate an episode, whose ratings have that mean."""
    low, highs = divmod(round(float(mean) * 10), 10)
    for score, votes in ((low, 10 - highs), (low + 1, highs)):
        await world.database.execute(
            "INSERT INTO rating_tallies (guild_id, show_id, episode, score, votes) VALUES ($1, $2, $3, $4, $5)",
            world.guild.id,
            show_id,
            EpisodeNumber.parse(number).hundredths,
            score,
            votes,
        )


async def _closed_poll(world: World, show: Show) -> None:
    episode = EpisodeNumber.parse(SHOWS[show.title][-1])
    poll, _ = await polls.claim(world.database, show, episode, channel_id=world.channel.id, closes_at=None, now=NOW)
    await polls.close(world.database, poll, NOW)
    await world.plant(ResultButton(show.show_id, episode))
    await world.plant(ResultButton(show.show_id, EpisodeNumber.of(1)))


async def _cards(world: World) -> None:
    """Post the cards of all reviews, and buttons from before a guild was strict."""
    place = world.env.bot.get_partial_messageable(world.channel.id)
    for review_id in range(1, 9):
        found = await reviews.find(world.database, world.guild.id, review_id, 0)
        assert found is not None
        review, viewer = found
        heads, _ = await reviews.heads_of_show(world.database, world.guild.id, review.show.show_id, 0)
        alike = [head for head in heads if review.head.span.last in head.span]
        await place.send(view=review_card(review, gate=viewer.gate, alike=alike))
    old = [ReadButton(f"Old {section}", 5, section, 1, veiled=True) for section in Section]
    answers = [GateButton("veiled", 5, Section.RECAP, 0, wanted) for wanted in Wanted]
    await place.send(view=notice("Old.", *row(old), *row(answers)))


async def marks_now(world: World, marks: Sequence[Mark]) -> list[Mark]:
    """Return what marks episodes by now: how they were rated changes as members rate."""
    found = [*marks]
    for show in await shows.followed(world.database, world.guild.id):
        tallies = await ratings.tallies_of_show(world.database, world.guild.id, show.show_id)
        for episode, tally in tallies.items():
            mean = f"{tally.mean:.1f}"
            if not mean.endswith((".0", ".5")):  # a median may be like these
                pattern = rf"(?<![\d.]){re.escape(mean)}(?!\d)"
                found.append(Mark(pattern, show.show_id, episode, is_result=True))
    return found


@dataclass(frozen=True)
class Knows:
    """What a member may be told of in the open, and whether the rest may reach them veiled."""

    watched: Mapping[int, EpisodeNumber]
    rated: Mapping[int, Mapping[EpisodeNumber, int]]
    gate: Gate

    def may_see(self, mark: Mark) -> bool:
        """Tell whether they have watched that far; or have rated the episode, for its result, unless it is strict."""
        watched = self.watched.get(mark.show_id)
        if watched is not None and mark.episode <= watched:
            return True
        rated = mark.is_result and mark.episode in self.rated.get(mark.show_id, {})
        return rated and self.gate is not Gate.STRICT


async def knows(world: World, member: simcord.MemberActor) -> Knows:
    """Return what a member may be told of, by what they have said until now."""
    viewers = await progress.viewers(world.database, world.guild.id, member.id)
    rated = await ratings.of_member_all(world.database, world.guild.id, member.id)
    return Knows(viewers.watched, rated, viewers.gate)


async def leaks(world: World, marks: Sequence[Mark], member: simcord.MemberActor, seen: Seen) -> list[Mark]:
    """Return the marks of episodes of which a member was told what they may not be told."""
    known, now = await knows(world, member), await marks_now(world, marks)
    allowed = {mark.pattern for mark in now if known.may_see(mark)}
    texts = [*seen.opened, *(seen.veiled if known.gate is Gate.STRICT else [])]
    return [mark for mark in now if not known.may_see(mark) and mark.pattern not in allowed and mark.is_in(texts)]


async def led_on(
    world: World, member: simcord.MemberActor, offered: Sequence[str], typed: str, show: str | None
) -> list[str]:
    """Return the choices that name an episode beyond the one after the last that a member has watched.

    Who has not said how far they are is led nowhere by a bare number, but where the guild is strict. What they typed
    whole is theirs otherwise.

    Args:
        offered: the choices' names.
        typed: what was typed for them so far.
        show: the show that was named, where one was.
    """
    known, led = await knows(world, member), []
    for name in offered:
        of = next((title for title in SHOWS if title in name), show)
        if of not in SHOWS:
            continue
        watched = known.watched.get([*SHOWS].index(of) + 1)
        if name.startswith("#"):  # a loose end, and what became of it
            told = [float(number) for number in re.findall(r"(?i)episode ([\d.]+)", name)]
            led += [name] if watched is None or max(told) * 100 > watched.hundredths else []
            continue
        number = re.search(r"Episodes? (?:[\d.]+–)?([\d.]+)", name)
        if number is None:
            continue
        reach = 1 if watched is None else watched.hundredths // 100 + 1
        may_be_led = known.gate is not Gate.STRICT and (
            watched is None or typed in (number[1], name.rpartition(" ")[2])
        )
        if float(number[1]) > reach and not may_be_led:
            led.append(name)
    return led


async def begin_at(
    world: World, member: simcord.MemberActor, gate: Gate, watched: Sequence[EpisodeNumber | None]
) -> None:
    """Have a member be so far in each of the shows, with nothing rated, and the guild's gate hold so."""
    is_so = Knows({show_id: number for show_id, number in enumerate(watched, 1) if number is not None}, {}, gate)
    now = await knows(world, member)
    if now == is_so:
        return
    await guilds.set_gate(world.database, world.guild.id, gate)
    followed = {show.show_id for show in await shows.followed(world.database, world.guild.id)}
    for show_id, number in enumerate(watched, 1):
        place = (world.database, world.guild.id, show_id)
        for episode in now.rated.get(show_id, {}):
            await ratings.remove(*place, episode, member.id)
        if number is None:
            await progress.forget(*place, member.id)
        elif show_id in followed:
            await progress.record(*place, member.id, number, NOW)


async def completed(
    world: World,
    marks: Sequence[Mark],
    member: simcord.MemberActor,
    command: app_commands.Command[Any, ..., Any],
    option: str,
    typed: str,
    said: Mapping[str, Any],
) -> list[Mark | str]:
    """Return what the completion of an option tells a member that it may not, given the other options."""
    others = {name: value for name, value in said.items() if name != option}
    offered = await member.autocomplete(world.channel, command.qualified_name, option, typed, **others)
    seen = Seen(opened=[str(value) for choice in offered for value in choice.values()])
    names = [choice["name"] for choice in offered]
    return [*await leaks(world, marks, member, seen), *await led_on(world, member, names, typed, said.get("show"))]


def sayings(command: app_commands.Command[Any, ..., Any], most: int = 20) -> list[dict[str, Any]]:
    """Return what may be typed for a command: all combinations, or where these are many, one thing after the other."""
    typed = {parameter.name: typed_for(parameter) for parameter in command.parameters}
    if math.prod(map(len, typed.values())) <= most:
        rows = list(itertools.product(*typed.values()))
    else:
        base = [values[0] for values in typed.values()]
        rows = [
            (*base[:place], value, *base[place + 1 :])
            for place, values in enumerate(typed.values())
            for value in values
        ]
    return [{name: value for name, value in zip(typed, row, strict=True) if value is not None} for row in rows]


def commands_of(world: World, *, for_keepers: bool) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the commands that a member may use, but those that are left out."""
    found = []
    for command in world.env.bot.tree.walk_commands():  # type: ignore[attr-defined]
        if isinstance(command, app_commands.Command) and command.qualified_name not in LEFT_OUT:
            rights = (command.root_parent or command).default_permissions
            if for_keepers or rights is None:
                found.append(command)
    return sorted(found, key=lambda command: command.qualified_name)


def typed_for(parameter: app_commands.Parameter) -> list[Any]:
    """Return what may be typed for an option, None among it where it may be left out."""
    left_out = [] if parameter.required else [None]
    if parameter.choices:
        return [*left_out, *(choice.value for choice in parameter.choices)]
    if parameter.name in TYPED:
        return [*left_out, *TYPED[parameter.name]]
    match parameter.type:
        case discord.AppCommandOptionType.boolean:
            return [*left_out, True, False]
        case discord.AppCommandOptionType.integer:
            low, high = int(parameter.min_value or 0), int(parameter.max_value or 10)
            return [*left_out, *range(max(low, 6), min(high, 10) + 1)]
    assert left_out, f"what is typed for “{parameter.name}” of /{parameter.command.qualified_name}? Add it to TYPED"
    return left_out


async def seen_of(answer: simcord.InteractionResult) -> Seen:
    """Return what a member sees of an answer."""
    seen = Seen()
    for message in [answer.response, *answer.followups]:
        if message is not None:
            await _look_at_message(message, seen)
    if answer.modal is not None:
        seen.opened.append(answer.modal["title"])
        _look_at(answer.modal["components"], seen)
    for choice in answer.autocomplete_choices or []:
        seen.opened += [str(choice["name"]), str(choice["value"])]
    return seen


async def standing(world: World) -> Seen:
    """Return what stands in the guild for everyone: its channels and threads by their names, and all in them."""
    seen = Seen()
    for place in places(world):
        seen.opened.append(place.name or "")
        for message in place.history():
            if not message.flags.ephemeral:
                await _look_at_message(message, seen)
    return seen


def places(world: World) -> Iterator[simcord.ChannelHandle]:
    """Yield the channels and threads of the guild."""
    for channel in world.guild.channels.values():
        yield channel
        yield from channel.threads


_SHOWN = ("label", "description", "placeholder", "value", "content")


async def _look_at_message(message: Any, seen: Seen) -> None:
    seen.opened += [message.content, *(str(embed.to_dict()) for embed in message.embeds)]
    _look_at(dicts_of(message), seen)
    for attachment in message.attachments:
        seen.opened.append(attachment.filename)
        is_hidden = attachment.is_spoiler() and attachment.filename.startswith("SPOILER_")
        said = (await attachment.read()).decode("utf-8", "replace")
        (seen.veiled if is_hidden else seen.opened).append(re.sub(r"(\d\.\d)0\b", r"\1", said))


def _look_at(components: Sequence[dict[str, Any]], seen: Seen) -> None:
    for component in all_of(components):
        for part in (component, *component.get("options", []), *component.get("items", [])):
            for key in _SHOWN:
                said = part.get(key)
                if isinstance(said, str):
                    (seen.veiled if key == "content" and is_veil(said) else seen.opened).append(said)
            # An address is not drawn, but leads to where it all stands.
            seen.veiled += [str(part["url"])] if part.get("url") else []


def dicts_of(message: Any) -> list[dict[str, Any]]:
    """Return the components of a message, whether the library read it or it is as Discord has it."""
    if isinstance(message, discord.Message):
        return [component.to_dict() for component in message.components]  # type: ignore[misc]
    components: list[dict[str, Any]] = message.components
    return components


@dataclass(frozen=True)
class Control:
    """A button, or an option of a select, that a member may press."""

    message: Any
    custom_id: str
    value: str | None = None

    @property
    def data(self) -> dict[str, Any]:
        """How Discord tells the bot that it was pressed."""
        kind = discord.ComponentType.button if self.value is None else discord.ComponentType.select
        picked = {} if self.value is None else {"values": [self.value]}
        return {"custom_id": self.custom_id, "component_type": kind.value, **picked}

    @property
    def key(self) -> tuple[str, str | None]:
        """What it does, wherever it stands."""
        return self.custom_id, self.value

    async def press_copy(self, world: World, member: simcord.MemberActor) -> simcord.InteractionResult:
        """Press one like it on a message of its own, for the one it stood on may have been edited since."""
        item: ui.Item[Any] = ui.Button(label="Press", custom_id=self.custom_id)
        if self.value is not None:
            options = [discord.SelectOption(label="Pick", value=self.value)]
            item = ui.Select(custom_id=self.custom_id, options=options)
        return await Control(await world.plant(item), *self.key).use(member)

    async def use(self, member: simcord.MemberActor) -> simcord.InteractionResult:
        """Press it."""
        if self.value is None:
            return await member.click(self.message, custom_id=self.custom_id)
        return await member.select(self.message, [self.value], custom_id=self.custom_id)


def controls_of(message: Any) -> list[Control]:
    """Return what may be pressed of a message, but what asks for what was not watched."""
    if message is None:
        return []
    found = []
    for component in all_of(dicts_of(message)):
        custom_id = component.get("custom_id") or ""
        if not custom_id or component.get("disabled") or custom_id.startswith(ASKED_FOR):
            continue
        if component["type"] == discord.ComponentType.button.value:
            found.append(Control(message, custom_id))
        if component["type"] == discord.ComponentType.select.value:
            found += [Control(message, custom_id, option["value"]) for option in component["options"]]
    return found
