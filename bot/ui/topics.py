"""What a member may want to do, and the commands for it: `/help` is made of these and of the command tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.ui.rights import is_host, is_keeper, is_writer

if TYPE_CHECKING:
    from bot.client import LooseEnds


class Audience(Enum):
    """Whom a topic is for."""

    ALL = "all"
    WRITERS = "writers"
    HOSTS = "hosts"
    KEEPERS = "keepers"


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a member may want to do.

    Attributes:
        wish: what it is, as they would say it.
        said: what is to be known beside the commands.
        commands: whole names of commands and menus; of a group's name, all commands of the group.
        audience: whom it is for.
    """

    wish: str
    said: str
    commands: tuple[str, ...]
    audience: Audience = Audience.ALL


TOPICS: Mapping[str, Topic] = {
    "read": Topic(
        "Read about an episode",
        "Recaps stand in the channel behind veils; their buttons open more for you alone, as far as you have watched.",
        ("recap", "review list"),
    ),
    "safe": Topic(
        "Not be spoiled, and not spoil",
        "Say how far you have watched, and you are shown no more than that. A message of yours that tells too much can "
        "be hidden after the fact.",
        ("watched", "progress", "spoiler", "Hide as spoiler"),
    ),
    "rate": Topic(
        "Rate episodes",
        "From 1 to 10; nobody is shown who gave which. How an episode was rated is for those who rated or watched it.",
        ("rate", "ratings episode", "ratings season", "ratings mine", "ratings top"),
    ),
    "talk": Topic(
        "Discuss an episode",
        "Each episode has one place to talk, with buttons to its recap and its rating.",
        ("discuss", "discussions list"),
    ),
    "ends": Topic(
        "Keep loose ends",
        "A loose end is a question that the story has left open. Raise it, guess, and answer it later.",
        (
            "loose-end add", "Track as loose end", "loose-end list", "loose-end show", "loose-end search",
            "loose-end mine", "loose-end theory", "loose-end answer", "loose-end drop", "loose-end reopen",
            "loose-end edit", "loose-end remove", "loose-end audit",
        ),
    ),
    "write": Topic(
        "Write reviews",
        "In a form, or as a file. It stands in the channel a moment later.",
        ("review write", "review upload", "review edit", "review delete"),
        Audience.WRITERS,
    ),
    "host": Topic(
        "Host polls, discussions and the ledger",
        "For members with the right “Manage Messages”, and the role that this server has chosen.",
        (
            "ratings open", "ratings close", "ratings reopen", "ratings export", "discussions schedule",
            "discussions pause", "discussions resume", "discussions end", "discussions lock", "discussions unlock",
            "loose-end board", "loose-end merge", "loose-end undo",
        ),
        Audience.HOSTS,
    ),
    "keep": Topic(
        "Manage the bot in this server",
        "`/setup` has nearly all of it on one panel; the others are for what is rarely wanted.",
        (
            "setup", "show", "feed", "gate", "discussions channel", "discussions mode", "discussions timezone",
            "ratings hosts", "loose-end rules", "review writers", "review queue",
        ),
        Audience.KEEPERS,
    ),
    "about": Topic(
        "Know what the bot is, and what it keeps",
        "All of it is for you alone.",
        ("about", "privacy", "help"),
    ),
}  # fmt: skip

Named = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu


def commands_of(tree: app_commands.CommandTree[Any], topic: Topic) -> list[Named]:
    """Return the commands of a topic, in its order; of a group all, in theirs."""
    named = all_commands(tree)
    found: list[Named] = []
    for name in topic.commands:
        found += [named[name]] if name in named else [c for n, c in named.items() if n.partition(" ")[0] == name]
    return found


def all_commands(tree: app_commands.CommandTree[Any]) -> dict[str, Named]:
    """Return the commands and menus of a tree, by their whole names."""
    found: list[Named] = [c for c in tree.walk_commands() if isinstance(c, app_commands.Command)]
    found += tree.get_commands(type=discord.AppCommandType.message)
    return {command.qualified_name: command for command in found}


def line_of(command: Named) -> str:
    """Return a command as `/help` lists it."""
    if isinstance(command, app_commands.ContextMenu):
        return f"*{command.name}*, in the menu of a message, under *Apps*"
    return f"`/{command.qualified_name}` · {command.description}"


async def topics_for(interaction: discord.Interaction[LooseEnds]) -> dict[str, Topic]:
    """Return the topics that are for the member who asks, by their names."""
    audiences = {Audience.ALL}
    audiences |= {Audience.WRITERS} if await is_writer(interaction) else set()
    audiences |= {Audience.HOSTS} if await is_host(interaction) else set()
    audiences |= {Audience.KEEPERS} if is_keeper(interaction) else set()
    return {name: topic for name, topic in TOPICS.items() if topic.audience in audiences}
