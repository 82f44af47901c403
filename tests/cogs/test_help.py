"""`/help` and `/about`: what each member is offered, and that no command is left out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import discord
import pytest
import simcord
from discord import app_commands

from bot import VERSION
from bot.about import about
from bot.ui.topics import TOPICS, Audience, all_commands, commands_of
from cogs.help import TopicSelect
from tests.world import World, options, pick, text

ROOT = Path(__file__).parents[2]


async def listed(world: World, member: simcord.MemberActor, topic: str) -> str:
    answer = await member.slash(world.channel, "help")
    assert answer.ephemeral
    return text(await pick(member, answer, topic))


async def test_every_command_is_in_a_topic_and_every_topic_has_commands(world: World) -> None:
    tree = world.env.bot.tree  # type: ignore[attr-defined]
    everything = all_commands(tree)
    inside = {command.qualified_name for topic in TOPICS.values() for command in commands_of(tree, topic)}
    assert inside == set(everything)
    named = {name for topic in TOPICS.values() for name in topic.commands}
    assert named <= set(everything) | {name.partition(" ")[0] for name in everything}
    assert all(commands_of(tree, topic) for topic in TOPICS.values())


async def test_what_is_for_some_alone_stands_in_no_topic_for_all(world: World) -> None:
    tree = world.env.bot.tree  # type: ignore[attr-defined]
    for topic in TOPICS.values():
        if topic.audience in (Audience.HOSTS, Audience.KEEPERS):
            continue
        for command in commands_of(tree, topic):
            root = command if isinstance(command, app_commands.ContextMenu) else command.root_parent or command
            assert root.default_permissions is None
            said = "" if isinstance(command, app_commands.ContextMenu) else command.description
            assert not said.endswith(("(for hosts)", "(for keepers)", "(for those who manage the server)"))


async def test_a_topic_lists_its_commands_with_what_they_do(world: World) -> None:
    said = await listed(world, world.bo, "safe")
    assert "`/watched` · " in said
    assert "*Hide as spoiler*, in the menu of a message" in said
    for topic in options(await world.bo.slash(world.channel, "help")).values():
        assert len(await listed(world, world.bo, topic)) < 4_000


async def test_it_is_cut_to_what_the_member_may_do(world: World) -> None:
    of_all = {name for name, topic in TOPICS.items() if topic.audience in (Audience.ALL, Audience.WRITERS)}
    assert set(options(await world.bo.slash(world.channel, "help")).values()) == of_all
    assert set(options(await world.keeper.slash(world.channel, "help")).values()) == of_all | {"keep"}
    hosts = world.guild.create_role("Ushers", permissions=discord.Permissions(manage_messages=True))
    usher = world.guild.add_member(world.env.create_user("usher"), roles=[hosts])
    assert set(options(await usher.slash(world.channel, "help")).values()) == of_all | {"host"}
    await world.keeper.slash(world.channel, "review writers", who="keepers")
    assert set(options(await world.bo.slash(world.channel, "help")).values()) == of_all - {"write"}
    assert "`/show add`" in await listed(world, world.keeper, "keep")


@pytest.mark.parametrize("topic", ["keep", "host", "gone"])
async def test_a_topic_that_was_never_offered_is_not_shown(world: World, topic: str) -> None:
    planted = await world.plant(TopicSelect({topic: TOPICS["read"]}))
    answer = await world.bo.select(planted, [topic])
    assert "That is not for you in this server" in text(answer)


async def test_about_tells_version_and_how_long_the_bot_is_up(world: World) -> None:
    answer = await world.bo.slash(world.channel, "about")
    assert answer.ephemeral
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"Loose Ends {version}" in text(answer)
    assert about().version == VERSION == version
    assert "MIT" in text(answer)
    assert "in 1 server." in text(answer)
