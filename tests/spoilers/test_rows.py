"""That every row has its test, and that the walk which they ask goes through everything."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.spoilers.rows import SURFACES, VEILING
from tests.spoilers.walk import NOT_SHOWN, NOT_WALKED, Walked

HERE = Path(__file__).parent


def names_in(pattern: str) -> list[str]:
    """Return the names of the tests in the modules of that name."""
    trees = [ast.parse(file.read_text("utf-8")) for file in HERE.glob(pattern)]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    return sorted(each.name.removeprefix("test_") for each in functions if each.name.startswith("test_"))


@pytest.mark.parametrize(("rows", "pattern"), [(SURFACES, "test_surfaces_*.py"), (VEILING, "test_veiling.py")])
def test_every_row_has_the_test_of_its_name(rows: dict[str, str], pattern: str) -> None:
    assert names_in(pattern) == sorted(rows)
    assert all(said.endswith(".") for said in rows.values())


def test_the_page_for_communities_names_the_tests_of_all_rows() -> None:
    page = (HERE.parents[1] / "docs" / "spoilers.md").read_text("utf-8")
    named = set(re.findall(r"`test_(\w+)`", page))
    assert named >= set(SURFACES)
    assert named <= {*SURFACES, *VEILING}


def test_the_walk_uses_every_command(walked: Walked) -> None:
    """A command that is new has to be walked through, in `FEATURES`."""
    assert set(walked.options) - walked.used == NOT_WALKED


def test_the_walk_is_shown_every_button_and_select(walked: Walked) -> None:
    """Those that are pressed by nobody but in the walk are pressed there; one that is new has to be shown in it."""
    shown = {component.get("custom_id") or "" for sent in walked.sent for component in sent.components}
    unseen = {item.pattern.partition(":")[0] for item in walked.items if not any(map(item.fullmatch, shown))}
    assert unseen == NOT_SHOWN
