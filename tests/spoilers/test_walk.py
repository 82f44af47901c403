"""Whoever is behind can go through every command and button, and learns nothing that they did not ask for."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot import charts
from bot.episodes import EpisodeNumber
from bot.feeds.workers import Workers
from bot.gate import Gate
from bot.ratings import Tally
from bot.storage import guilds
from bot.storage.opening import open_database
from tests.spoilers.walking import (
    LEFT_OUT,
    SHOWS,
    Control,
    Knows,
    Mark,
    Seen,
    begin_at,
    commands_of,
    completed,
    controls_of,
    filled,
    leaks,
    mark_of,
    marks_now,
    sayings,
    seen_of,
    standing,
    typed_for,
)
from tests.world import World, data_folder, open_world

TYPED_SO_FAR = ("", "1", "2", "l")

CHANGES = {"show add", "show rename", "show alias", "loose-end merge", "loose-end undo"}
"""Commands that would leave other shows, or loose ends, than those that are asked for."""
SKIPPED = re.compile(
    "(remove-show|delete-review|end-undo|end-theory):.*|end-remove:.*:yes"  # likewise
    "|(undo-watched|watched:progress):.*"  # each leads to another one, without end
    r"|score:\d+:\d+:([1-689]|10)|(open|close|reopen|lock|unlock)-of:.*"  # one is like the other
    "|ends:.*:(voices|quiet|newest):.*"
)
"""What is not pressed where all else is."""

DEPTH = 4
"""How many controls are pressed one after the other."""

WATCHED = st.sampled_from([None, *map(EpisodeNumber, (0, 100, 200, 250, 300, 400, 500))])


@pytest.fixture(scope="module", autouse=True)
def pictures() -> Any:
    """Have pictures be bytes that tell what they are drawn of."""

    def histogram(tally: Tally, *, title: str, subtitle: str) -> bytes:
        return f"{tally.mean:.1f}".encode()

    def season_curve(points: Sequence[charts.SeasonPoint], *, title: str, subtitle: str) -> bytes:
        return " ".join(f"{point.tally.mean:.1f}" for point in points).encode()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "histogram", histogram)
        patch.setattr(charts, "season_curve", season_curve)
        yield


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.reuse, Phase.generate],  # the walks are short enough, and each takes a second
)
@given(data=st.data())
def test_nothing_beyond_their_progress_reaches_a_member_who_did_not_ask_for_it(
    workers: Workers, data: st.DataObject
) -> None:
    asyncio.run(_walk(workers, data))


async def _walk(workers: Workers, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(data_folder(Path(folder))) as database, open_world(database, workers=workers) as world:
            marks = await filled(world)
            members = {False: world.bo, True: _keeper(world)}
            for _ in range(data.draw(st.integers(8, 15), label="steps")):
                is_keeper = data.draw(st.booleans(), label="is a keeper")
                gate = data.draw(st.sampled_from(Gate), label="gate")
                watched = [data.draw(WATCHED, label=f"watched of {title}") for title in SHOWS]
                await begin_at(world, members[is_keeper], gate, watched)
                await _step(world, members[is_keeper], marks, data, is_keeper=is_keeper)
            assert await stands_open(world, marks) == []


def _keeper(world: World) -> simcord.MemberActor:
    rights = discord.Permissions(manage_guild=True, manage_messages=True)
    role = world.guild.create_role("All", permissions=rights)
    return world.guild.add_member(world.env.create_user("chidi"), roles=[role])


async def _step(
    world: World, member: simcord.MemberActor, marks: Sequence[Mark], data: st.DataObject, *, is_keeper: bool
) -> None:
    """Use a command, or press what stands in the channel, and go on from there."""
    if data.draw(st.booleans(), label="a command"):
        command = data.draw(st.sampled_from(commands_of(world, for_keepers=is_keeper)), label="command")
        said = {
            parameter.name: value
            for parameter in command.parameters
            if (value := data.draw(st.sampled_from(typed_for(parameter)), label=parameter.name)) is not None
        }
        for parameter in command.parameters:
            if parameter.autocomplete:
                typed = data.draw(st.sampled_from(TYPED_SO_FAR), label="typed so far")
                assert await completed(world, marks, member, command, parameter.name, typed, said) == []
        answer = await member.slash(world.channel, command.qualified_name, **said)
    else:
        standing = [control for message in world.public() for control in controls_of(message)]
        answer = await data.draw(st.sampled_from(standing), label="pressed").use(member)
    for _ in range(DEPTH):
        assert await leaks(world, marks, member, await seen_of(answer)) == []
        controls = controls_of(answer.response)
        if not controls:
            return
        answer = await data.draw(st.sampled_from(controls), label="pressed").use(member)
    assert await leaks(world, marks, member, await seen_of(answer)) == []


@pytest.mark.parametrize("gate", Gate)
async def test_no_command_and_nothing_there_is_to_press_tells_more(world: World, gate: Gate) -> None:
    """Each command with what may be typed, and each control that is met, once, by a member who is as far each time.

    They have watched one show up to its second episode, and have not said how far the other.
    """
    watched = (EpisodeNumber.of(2), None)
    marks, member = await filled(world), _keeper(world)
    led: list[Any] = []
    meet: list[Control] = [control for message in world.public() for control in controls_of(message)]
    for command in commands_of(world, for_keepers=True):
        if command.qualified_name in CHANGES:
            continue
        for said in sayings(command):
            for parameter in command.parameters:
                if parameter.autocomplete:
                    await begin_at(world, member, gate, watched)
                    led += await completed(world, marks, member, command, parameter.name, "", said)
            await begin_at(world, member, gate, watched)
            answer = await member.slash(world.channel, command.qualified_name, **said)
            led += [(command.qualified_name, mark) for mark in await leaks(world, marks, member, await seen_of(answer))]
            meet += controls_of(answer.response)
    pressed = set()
    while meet:
        control = meet.pop()
        if control.key in pressed or SKIPPED.fullmatch(control.custom_id):
            continue
        pressed.add(control.key)
        await begin_at(world, member, gate, watched)
        answer = await control.press_copy(world, member)
        led += [(control.key, mark) for mark in await leaks(world, marks, member, await seen_of(answer))]
        meet += controls_of(answer.response)
    assert led == []
    assert await stands_open(world, marks) == []
    assert len(pressed) > 100


async def stands_open(world: World, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks of episodes of which anyone is told who looks at the guild."""
    seen = await standing(world)
    return [mark for mark in await marks_now(world, marks) if mark.is_in(seen.opened)]


# That it can fail


@pytest.mark.parametrize("gate", Gate)
async def test_a_leak_is_noticed(world: World, gate: Gate) -> None:
    marks = await filled(world)
    await guilds.set_gate(world.database, world.guild.id, gate)
    await world.set_watched(world.bo, "2", 1)
    told = {
        f"of episode 3: {mark_of(1, '3')}": {"3"},
        f"of episode 2: {mark_of(1, '2')}": set(),
        "rated 6.7": {"2.5"},
        "rated 6.4": set(),
    }
    for text, of in told.items():
        found = {str(mark.episode) for mark in await leaks(world, marks, world.bo, Seen(opened=[text]))}
        assert found == of
        found = {str(mark.episode) for mark in await leaks(world, marks, world.bo, Seen(veiled=[text]))}
        assert found == (of if gate is Gate.STRICT else set())


async def test_every_place_of_an_answer_is_looked_at(world: World) -> None:
    marks = await filled(world)
    await world.set_watched(world.aki, "5", 1)
    asked = {"episode": "3", "show": "Lantern Code"}
    opened = await seen_of(await world.aki.slash(world.channel, "recap", **asked, private=True))
    word = mark_of(1, "3")
    assert any(word in text for text in opened.opened)
    assert any(word in text for text in opened.veiled)  # the address
    form = await seen_of(await world.aki.slash(world.channel, "review edit", review="2"))
    assert any(mark_of(1, "2") in text for text in form.opened)
    result = await seen_of(await world.aki.slash(world.channel, "ratings episode", **asked))
    assert [text for text in result.veiled if "7.1" in text]  # the picture
    assert [mark for mark in await leaks(world, marks, world.bo, result) if mark.is_result]


async def test_what_is_not_walked_is_there(world: World) -> None:
    names = {command.qualified_name for command in world.env.bot.tree.walk_commands()}  # type: ignore[attr-defined]
    assert {*LEFT_OUT, *CHANGES} <= names


def test_who_has_rated_an_episode_may_know_its_result_unless_the_guild_is_strict() -> None:
    three = EpisodeNumber.of(3)
    mark = Mark("7.1", 1, three, is_result=True)
    assert Knows({}, {1: {three: 7}}, Gate.ASK).may_see(mark)
    assert not Knows({}, {1: {three: 7}}, Gate.STRICT).may_see(mark)
    assert not Knows({}, {1: {three: 7}}, Gate.ASK).may_see(Mark("word", 1, three))
