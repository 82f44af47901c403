"""Which functions read what tells of an episode, found by what the storage gives out, whatever they are called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

TELLING = frozenset({"Spoiler", "Tally", "ReviewHead", "Listed", "Written", "Entry"})
"""Types that tell of an episode, or that there is something of it; so does every class of the storage that has one."""

CUT = frozenset({"LooseEnd", "Theory", "Change"})
"""Types of the ledger: each row is read for one viewer and holds what they have watched, as its own tests show."""

TELLING_CALLS = frozenset(
    {
        "bot.storage.ratings.of_member",
        "bot.storage.ratings.of_member_all",
        "bot.storage.scores.of_show",
        "bot.storage.reviews.recapped",
        "bot.ui.choosing.recapped",
    }
)
"""What gives out plain numbers; no type of theirs says that they tell of an episode."""

VIEWERS = frozenset({"viewer", "viewers"})
"""What whoever looks is called, everywhere: the names of a `Viewer` and of `Viewers`."""


@dataclass(frozen=True)
class Function:
    """A function as it stands in a file: its whole name, the names of what it calls, and those it reads."""

    name: str
    returns: str
    calls: frozenset[str]
    reads: frozenset[str]


def sources() -> dict[str, str]:
    """Return the code of the storage, the ui and the cogs, by the modules' names."""
    files = [file for room in ("bot/storage", "bot/ui", "cogs") for file in (ROOT / room).glob("*.py")]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts): file.read_text() for file in files}


def reading_paths(code: Mapping[str, str]) -> dict[str, bool]:
    """Return the functions of ui and cogs that get what tells of an episode, and whether they go by the viewer.

    They do where they look at the one they are given with it, or hand it on.

    Args:
        code: modules by their names.
    """
    types = _telling_types(code)
    functions = [function for module, text in code.items() for function in functions_of(module, text)]
    telling = TELLING_CALLS | {function.name for function in functions if types & _words(function.returns)}
    return {
        function.name: bool(function.reads & VIEWERS or _words(function.returns) & {"Viewer", "Viewers"})
        for function in functions
        if not function.name.startswith("bot.storage.") and function.calls & telling
    }


def callers_of(code: Mapping[str, str], *names: str) -> set[str]:
    """Return the functions outside the storage that call one of some functions, named in full."""
    functions = [function for module, text in code.items() for function in functions_of(module, text)]
    return {function.name for function in functions if function.calls & set(names)}


def functions_of(module: str, text: str) -> Iterator[Function]:
    """Yield the functions and methods of a module; what stands in one that is defined within another is the outer's."""
    tree = ast.parse(text)
    known = {node.name: f"{module}.{node.name}" for node in tree.body if isinstance(node, _DEFINED)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for scope, node in _defined(tree.body, module):
        walked = list(ast.walk(node))
        yield Function(
            f"{scope}.{node.name}",
            ast.unparse(node.returns) if node.returns else "",
            frozenset(_called(each.func, known) for each in walked if isinstance(each, ast.Call)),
            frozenset(e.id for e in walked if isinstance(e, ast.Name) and isinstance(e.ctx, ast.Load)),
        )


_DEFINED = ast.FunctionDef | ast.AsyncFunctionDef


def _defined(body: list[ast.stmt], scope: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in body:
        if isinstance(node, _DEFINED):
            yield scope, node
        elif isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{scope}.{node.name}")


def _called(called: ast.expr, known: Mapping[str, str]) -> str:
    """Return the whole name of what is called, as far as a name leads there."""
    if isinstance(called, ast.Name):
        return known.get(called.id, called.id)
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return f"{known.get(called.value.id, called.value.id)}.{called.attr}"
    return ""


def _telling_types(code: Mapping[str, str]) -> set[str]:
    classes = [node for text in code.values() for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    fields = {
        node.name: set[str]().union(
            *(_words(ast.unparse(part.annotation)) for part in node.body if isinstance(part, ast.AnnAssign))
        )
        for node in classes
    }
    types = set(TELLING)
    while more := {name for name, words in fields.items() if words & types} - types - CUT:
        types |= more
    return types


def _words(annotation: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(annotation or "None")) if isinstance(node, ast.Name)}
