"""What import-linter does not see: where SQL stands, that every cog loads, and what names the commands have."""

from __future__ import annotations

import ast
from pathlib import Path

import discord
import pytest

from bot.client import COGS
from bot.storage.database import Database
from tests.world import open_world

ROOT = Path(__file__).parents[2]
OUTSIDE_STORAGE = [
    file for room in ("bot", "cogs") for file in (ROOT / room).rglob("*.py") if "storage" not in file.parts
]
SQL = ("select ", "insert into ", "update ", "delete from ", "create table ", "pragma ")


@pytest.mark.parametrize("file", OUTSIDE_STORAGE, ids=lambda file: str(file.relative_to(ROOT)))
def test_sql_stands_only_in_the_storage(file: Path) -> None:
    strings = (n.value for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Constant))
    assert not [text for text in strings if isinstance(text, str) and text.strip().lower().startswith(SQL)]


def test_every_cog_is_in_the_list_of_those_loaded() -> None:
    assert {f"cogs.{file.stem}" for file in (ROOT / "cogs").glob("[!_]*.py")} == set(COGS)


async def test_every_cog_loads_and_no_two_take_the_same_custom_ids(database: Database) -> None:
    async with open_world(database) as world:
        patterns = list(world.env.bot._connection._view_store._dynamic_items)
        assert len({pattern.pattern for pattern in patterns}) == len(patterns)
        prefixes = [pattern.pattern.partition(":")[0] for pattern in patterns]
        assert len(set(prefixes)) == len(prefixes)


async def test_commands_say_what_they_do_and_are_for_servers_only(database: Database) -> None:
    async with open_world(database) as world:
        (given,) = [request for request in world.env.http_requests if request.method == "PUT"]
        assert given.json is not None
        commands = {command["name"]: command for command in given.json}
        assert sorted(commands) == [
            "Hide as spoiler",
            "Track as loose end",
            "about",
            "discuss",
            "discussions",
            "feed",
            "gate",
            "help",
            "loose-end",
            "privacy",
            "progress",
            "rate",
            "ratings",
            "recap",
            "review",
            "setup",
            "show",
            "spoiler",
            "watched",
        ]
        in_a_guild = 0
        for command in commands.values():
            is_menu = command["type"] == discord.AppCommandType.message.value
            assert is_menu or command["description"].strip("…")
            assert command["contexts"] == [in_a_guild]
        for name in ("feed", "gate", "setup", "show"):
            rights = int(commands[name]["default_member_permissions"])
            assert rights == discord.Permissions(manage_guild=True).value
