"""Which version this is, and where it comes from: as the package says, or in a checkout its `pyproject.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import metadata
from typing import Any

from bot.homes import is_checkout, project_file


@dataclass(frozen=True, slots=True)
class About:
    """What the project says of itself; `links` are its addresses, by what they are of."""

    version: str
    links: Mapping[str, str]


@cache
def about() -> About:
    """Return what the project says of itself."""
    if is_checkout():
        project: Mapping[str, Any] = tomllib.loads(project_file().read_text(encoding="utf-8"))["project"]
        return About(project["version"], project.get("urls", {}))
    package = metadata("loose-ends")
    pairs = (line.split(", ", 1) for line in package.get_all("Project-URL") or ())
    return About(package["Version"], dict(pairs))
