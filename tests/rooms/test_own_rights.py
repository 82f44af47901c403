"""The one list of the rights that the bot uses: what the code asks for is in it, and the README has it."""

from __future__ import annotations

import ast
from pathlib import Path

import discord

from bot.own_rights import RIGHTS

ROOT = Path(__file__).parents[2]
OF_MEMBERS = {"manage_guild", "administrator"}
"""Rights that members must have for something, or that hold all others; the bot asks for none of them."""
ELSEWHERE = {"connect"}
"""What other things have as well as rights."""


def named_in(file: Path) -> set[str]:
    """Return the names that a module takes of something, or holds as a text."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def test_every_right_that_the_code_asks_for_is_in_the_list() -> None:
    rooms = [*(ROOT / "bot" / "ui").glob("*.py"), *(ROOT / "cogs").glob("*.py")]
    used = set().union(*map(named_in, rooms)) & {*discord.Permissions.VALID_FLAGS}
    assert {"view_channel", "manage_webhooks"} < used
    assert used - OF_MEMBERS - ELSEWHERE <= {right.flag for right in RIGHTS}


def test_the_readme_has_the_list_in_its_words() -> None:
    lines = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    start = lines.index("| right | without it |") + 2
    table = lines[start : lines.index("", start)]
    assert table == [f"| {right.name} | {right.without} |" for right in RIGHTS]
