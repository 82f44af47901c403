"""The documentation is of this version: what is written from the code, and what is written by hand."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands

import cogs
from bot.client import COGS, LooseEnds
from bot.settings import Settings
from bot.storage.members import COLUMNS
from tests.docs.reference import DOCS, commands_page, errors_page
from tests.world import World

ROOT = DOCS.parent
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
ANEW = "write it anew with `make docs`"


async def test_every_command_is_documented_as_it_is(world: World) -> None:
    assert isinstance(world.env.bot, LooseEnds)
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == commands_page(world.env.bot.tree), ANEW


async def test_every_option_says_what_it_is_for(world: World) -> None:
    assert isinstance(world.env.bot, LooseEnds)
    commands = [c for c in world.env.bot.tree.walk_commands() if isinstance(c, app_commands.Command)]
    without = [(c.qualified_name, o.name) for c in commands for o in c.parameters if str(o.description) == "…"]
    assert without == []


def test_every_error_is_documented_as_it_is() -> None:
    assert (DOCS / "errors.md").read_text(encoding="utf-8") == errors_page(), ANEW


def test_every_setting_is_explained() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    explained = {
        line.partition("=")[0] for before, line in pairwise(lines)
        if re.match(r"[A-Z_]+=", line) and before.startswith("#")
    }  # fmt: skip
    assert explained == {field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md") if page != DOCS / "README.md"]
    assert [page for page in pages if f"({page})" not in index] == []


def test_the_policy_names_every_table_that_holds_something_of_a_member() -> None:
    policy = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    assert [table for table, _ in COLUMNS if f"`{table}`" not in policy] == []


def blocks(page: str) -> list[str]:
    """Return the blocks of Python in a page."""
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


async def test_the_example_of_a_cog_works_and_so_does_its_test(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cog, test = blocks("CONTRIBUTING.md")
    (tmp_path / "covered.py").write_text(cog, encoding="utf-8")
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(tmp_path)])
    await world.env.restart_bot(world.new_bot(cogs=(*COGS, "cogs.covered")))
    names: dict[str, Any] = {}
    exec(compile(test, "CONTRIBUTING.md", "exec"), names)
    ran = [await value(world) for name, value in names.items() if name.startswith("test_")]
    assert len(ran) == 1
