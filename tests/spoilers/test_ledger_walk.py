"""Random histories of the ledger, as members make them: no viewer is shown more of it than they have watched.

What `tests/aggregates/test_ledger_histories.py` says of the storage holds here for commands, completions and buttons.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import discord
import simcord
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.feeds.workers import Workers
from bot.gate import Gate
from bot.storage import guilds
from bot.storage.opening import open_database
from tests.spoilers.walking import Control, Mark, commands_of, completed, controls_of, leaks, mark_of, sayings, seen_of
from tests.world import World, count, data_folder, open_world

SHOW = "Lantern Code"
LAST = 5
Act: TypeAlias = tuple[str, int, int]
"""What is done, to which loose end, and in or up to which episode; or into which other one."""
EPISODES = st.integers(1, LAST)
WRITTEN = ("add", "theory", "answer", "drop", "reopen", "edit")
"""What is typed into a form, in the words of an episode."""
ACTS = st.one_of(
    st.tuples(st.sampled_from(("add", "add", *WRITTEN)), st.integers(1, 4), EPISODES),
    st.tuples(st.sampled_from(("merge", "undo")), st.integers(1, 4), st.integers(1, 4)),
    st.tuples(st.just("watch"), st.just(0), st.integers(0, LAST)),
)
LOOKS = ("list", "mine", "search", "show", "audit", "theory", "answer", "drop", "edit", "reopen", "remove")
PRESSED = ("end-show", "ends", "audit", "poll-result", "page")
"""The first words of the ids of what is pressed: that which shows, and changes nothing."""
NOT_PRESSED = ("audit:yes", "audit:post")
WORDS = [Mark(mark_of(1, str(number)), 1, EpisodeNumber.of(number)) for number in range(1, LAST + 1)]
NUMBERS = [
    Mark(rf"(?i){told} episode {number}\b", 1, EpisodeNumber.of(number))
    for number in range(1, LAST + 1)
    for told in (r"#\d+\W.*", "(?:answered|dropped|reopened) in")
]
"""What tells that something was raised or became of it in an episode."""


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.reuse, Phase.generate],  # a history takes a second
)
@given(
    gate=st.sampled_from(Gate),
    acts=st.lists(ACTS, min_size=8, max_size=20),
    watched=st.sampled_from((2, 3, 1, 4, None, 0)),
    hosts=st.booleans(),
)
def test_no_viewer_is_shown_what_is_beyond_their_progress(
    workers: Workers, gate: Gate, acts: Sequence[Act], watched: int | None, *, hosts: bool
) -> None:
    asyncio.run(_play(workers, gate, acts, watched, hosts=hosts))


async def _play(workers: Workers, gate: Gate, acts: Sequence[Act], watched: int | None, *, hosts: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(data_folder(Path(folder))) as database, open_world(database, workers=workers) as world:
            await world.add_show(SHOW)
            await guilds.set_gate(database, world.guild.id, gate)
            role = world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
            host = world.guild.add_member(world.env.create_user("host"), roles=[role])
            viewer = world.guild.add_member(world.env.create_user("viewer"), roles=[role] if hosts else [])
            await world.set_watched(host, str(LAST))
            if watched is not None:
                await world.set_watched(viewer, str(watched))
            await host.slash(world.channel, "loose-end board")
            for step, act in enumerate([("add", 0, 1), ("add", 0, 3), ("answer", 1, 4), *acts]):
                await _act(world, host, viewer, step, act)
            await world.env.advance_time(5)
            assert await _shown(world, viewer) == []


async def _act(world: World, host: simcord.MemberActor, viewer: simcord.MemberActor, step: int, act: Act) -> None:
    what, number, then = act
    if what == "watch":
        await viewer.slash(world.channel, "watched", episode=str(then))
    elif what in ("merge", "undo"):
        said = {"number": number, **({"into": then} if what == "merge" else {})}
        await host.slash(world.channel, f"loose-end {what}", **said)
    else:
        form = await host.slash(world.channel, f"loose-end {what}", **({} if what == "add" else {"number": number}))
        if form.modal is None:
            return
        typed = {"words": f"{step} {what}: who hid the {mark_of(1, str(then))} on the pier?", "episode": str(then)}
        answer = await host.submit_modal(form, typed)
        for control in controls_of(answer.response):
            if control.custom_id.startswith("end-new"):
                await control.use(host)


async def _shown(world: World, member: simcord.MemberActor) -> list[Any]:
    """Return what a member is told that they may not be, by whatever they can look at."""
    led: list[Any] = []
    commands = [each for each in commands_of(world, for_keepers=True) if each.qualified_name.startswith("loose-end ")]
    ahead: list[Control] = [control for message in world.public() for control in controls_of(message)]
    for command in commands:
        for said in sayings(command) if command.name in LOOKS else []:
            answer = await member.slash(world.channel, command.qualified_name, **said)
            told = await leaks(world, _marks(command.name), member, await seen_of(answer))
            led += [(command.name, said, mark) for mark in told]
            ahead += controls_of(answer.response)
        for option in (each.name for each in command.parameters if each.autocomplete):
            for typed in ("", "1", "e"):
                found = await completed(world, _marks(command.name), member, command, option, typed, {})
                led += [(command.name, option, typed, each) for each in found]
    pressed = set()
    while ahead:
        control = ahead.pop()
        is_let = control.custom_id.startswith(PRESSED) and not control.custom_id.startswith(NOT_PRESSED)
        if is_let and control.key not in pressed:
            pressed.add(control.key)
            answer = await control.press_copy(world, member)
            told = await leaks(world, _marks(control.custom_id), member, await seen_of(answer))
            led += [(control.key, mark) for mark in told]
            ahead += controls_of(answer.response)
    return led


def _marks(what: str) -> list[Mark]:
    """Return what must not be told by a command or a button; an audit that is veiled has the numbers in the open."""
    return WORDS if what.startswith("audit") else [*WORDS, *NUMBERS]


async def test_what_has_been_watched_is_shown(world: World) -> None:
    await world.add_show(SHOW)
    await world.set_watched(world.aki, str(LAST))
    await world.set_watched(world.bo, "2")
    for step, episode in enumerate((2, 4)):
        await _act(world, world.aki, world.bo, step, ("add", 0, episode))
    await _act(world, world.aki, world.bo, 2, ("answer", 1, 3))
    assert await count(world, "loose_ends") == 2
    # That it can fail: what aki is shown would be too much for bo.
    seen = [await seen_of(await world.bo.slash(world.channel, "loose-end show", number=1))]
    seen.append(await seen_of(await world.aki.slash(world.channel, "loose-end list")))
    assert await leaks(world, [*WORDS, *NUMBERS], world.bo, seen[0]) == []
    assert {str(mark.episode) for mark in await leaks(world, [*WORDS, *NUMBERS], world.bo, seen[1])} == {"3", "4"}
