"""What docs/commands.md and docs/errors.md say, written from the code: `make docs`."""

from __future__ import annotations

import argparse
import asyncio
import pkgutil
import tempfile
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from discord import Permissions, app_commands

import bot
from bot import cli
from bot.client import LooseEnds
from bot.errors import LooseEndsError
from bot.storage.opening import open_database
from tests.world import data_folder, open_world

DOCS = Path(__file__).parents[2] / "docs"
_MADE = "<!-- Written by `make docs` from the code; change it there. -->"

_Tree = app_commands.CommandTree[Any]
_Group = app_commands.Group
_Command = app_commands.Command[Any, ..., Any]


def commands_page(tree: _Tree) -> str:
    """Return the page of all commands: those in Discord, and those of the command line."""
    slash = sorted((c for c in tree.walk_commands() if not isinstance(c, _Group)), key=lambda c: c.qualified_name)
    menus = [c for c in tree.get_commands() if isinstance(c, app_commands.ContextMenu)]
    return "\n".join(
        [
            "# Commands",
            "",
            _MADE,
            "",
            "## In Discord",
            "",
            "Options in *italics* can be left out. Who may use a command can be changed in the server’s settings,",
            "under *Integrations*; what only hosts may do, the bot asks about when it is used.",
            "",
            "| command | what it does | options | who |",
            "| --- | --- | --- | --- |",
            *[_slash(command) for command in slash],
            *[f"| *Apps → {menu.name}* | on a message | | {_who(menu)} |" for menu in menus],
            "",
            "## On the command line",
            "",
            "| command | what it does | arguments |",
            "| --- | --- | --- |",
            *_lines_of(cli._parser(), "python -m bot"),
            "",
        ]
    )


def errors_page() -> str:
    """Return the page of all errors that the project raises on purpose, with what each means."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        import_module(module.name)
    classes: list[type[Any]] = [LooseEndsError, *_kinds(LooseEndsError)]
    return "\n".join(
        [
            "# Errors",
            "",
            _MADE,
            "",
            "Each is a kind of the one in its last column. A `Mistake` is shown to the member who made it; of all",
            "others a member is shown a code alone, which stands in the log beside what happened. On the command",
            "line the text is printed, and the command ends with 1.",
            "",
            "| error | what it means | kind of |",
            "| --- | --- | --- |",
            *[
                f"| `{kind.__name__}` | {_cell((kind.__doc__ or '').split(chr(10) + chr(10))[0])} | {_above(kind)} |"
                for kind in sorted(classes, key=lambda kind: kind.__name__)
            ],
            "",
        ]
    )


def _kinds(above: type[Any]) -> Iterable[type[Any]]:
    for kind in above.__subclasses__():
        if kind.__module__.startswith("bot."):
            yield kind
            yield from _kinds(kind)


def _above(kind: type[Any]) -> str:
    (base,) = kind.__bases__
    return "" if base is Exception else f"`{base.__name__}`"


def _slash(command: Any) -> str:
    options = [
        f"{f'`{option.name}`' if option.required else f'*`{option.name}`*'} {_cell(str(option.description))}"
        for option in cast("_Command", command).parameters
    ]
    description = _cell(str(command.description))
    return f"| `/{command.qualified_name}` | {description} | {'<br>'.join(options)} | {_who(command)} |"


def _who(command: Any) -> str:
    top = command.root_parent or command if not isinstance(command, app_commands.ContextMenu) else command
    needed: Permissions | None = top.default_permissions
    if needed is None:
        return "everyone"
    return ", ".join(name.replace("_", " ").title() for name, is_needed in needed if is_needed)


def _lines_of(parser: argparse.ArgumentParser, name: str) -> Iterable[str]:
    subparsers = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for action in subparsers:
        helps = {choice.dest: choice.help for choice in action._choices_actions}
        for sub, inner in action.choices.items():
            if any(isinstance(a, argparse._SubParsersAction) for a in inner._actions):
                yield from _lines_of(inner, f"{name} {sub}")
            else:
                yield f"| `{name} {sub}` | {_cell(helps[sub] or '')} | {'<br>'.join(_arguments(inner._actions))} |"


def _arguments(actions: Sequence[argparse.Action]) -> Iterable[str]:
    for action in actions:
        if not isinstance(action, argparse._HelpAction):
            name = action.option_strings[0] if action.option_strings else str(action.metavar or action.dest)
            value = f" {action.metavar}" if action.option_strings and action.metavar else ""
            yield f"`{name}{value}` {_cell(action.help or '')}".strip()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


async def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(data_folder(Path(folder))) as database, open_world(database) as world:
            assert isinstance(world.env.bot, LooseEnds)
            page = commands_page(world.env.bot.tree)
    (DOCS / "commands.md").write_text(page, encoding="utf-8", newline="\n")
    (DOCS / "errors.md").write_text(errors_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    asyncio.run(_write())
