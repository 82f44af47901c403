"""The common form of every source: blocks of text in order, and what the source says about itself.

A block's text is Discord's Markdown without the mark of a heading or list item; only http(s) links are in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice

from bot.reviews.model import Image

WIDE = 3
"""The gap that a drawn line or an empty paragraph counts as: wider than one blank line."""
_OPENED = 15
"""Blocks among which the opening paragraphs of a text stand."""
MOST_BLOCKS = 3_000
"""Paragraphs, headings and list items; more than this is a log or a table, and the longest reviews have some 300."""


class Shape(Enum):
    """What a block looks like in its source."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    QUOTE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or quotation; `gap` is the number of blank lines before it.

    `level` is a heading's, 1 being the highest; `marker` stands before a list item (`-`, `2.`).
    """

    shape: Shape
    text: str
    gap: int = 1
    level: int = 0
    marker: str = ""


@dataclass(slots=True)
class Page:
    """A source in the common form. What it says about itself is kept as written, and may be nonsense.

    The addresses of `images` are as written too, and may be relative.
    """

    title: str | None = None
    blocks: list[Block] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    other_titles: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


_LINK = re.compile(r"\[(?P<text>[^\[\]]{1,500})\]\((?P<url>[^()\s]{1,2000})\)")
_ESCAPE = re.compile(r"\\([\\*_~`|\[\]])")
_MARKED = re.compile(r"[\\*_~`\[]")
_MARKS = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|~~|(?<!\\)[*`]|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")


def plain(text: str) -> str:
    """Return a block's text without Markdown, on one line."""
    if not _MARKED.search(text):
        return " ".join(text.split())
    bare = _ESCAPE.sub(r"\1", _MARKS.sub("", _LINK.sub(r"\g<text>", text)))
    return " ".join(bare.split())


def glance(text: str) -> str:
    """Return the start of a block's text without Markdown: enough to know a title, heading or button by."""
    return plain(text[:1_000])


def folded(text: str) -> str:
    """Return text as it is compared: letters and digits only, without case."""
    return " ".join("".join(c if c.isalnum() else " " for c in plain(text).casefold()).split())


_SENTENCE_END = re.compile(r"[.!?…。！？]")
_WORDLESS_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def is_prose(text: str) -> bool:
    """Tell whether text holds at least a sentence of running words, in a script with spaces or without."""
    words = sum(1 for word in text[:5000].split() if any(c.isalpha() for c in word) and len(word) <= 60)
    if _SENTENCE_END.search(text) and (words >= 5 or len(_WORDLESS_SCRIPT.findall(text[:5000])) >= 12):
        return True
    return words >= 12


def opening(blocks: Sequence[Block], most: int = 3) -> list[Block]:
    """Return the first paragraphs of prose, whatever short lines stand above and between them."""
    prose = (block for block in blocks[:_OPENED] if block.shape is not Shape.HEADING and is_prose(block.text))
    return list(islice(prose, most))


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as one text: a blank line between paragraphs, none between the lines of a list."""
    pieces: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            together = (block.shape is before.shape is Shape.ITEM) or block.gap == 0
            pieces.append("\n" if together else "\n\n")
        if block.shape is Shape.QUOTE:
            pieces.append("\n".join(f"> {line}" for line in block.text.split("\n")))
        else:
            pieces.append(f"{block.marker} {block.text}" if block.marker else block.text)
        before = block
    return "".join(pieces).strip()


def usual_gap(blocks: Sequence[Block]) -> int:
    """Return the number of blank lines that mostly stands between two blocks: the smallest of the commonest."""
    counts = Counter(block.gap for block in blocks[1:] if block.gap > 0 and block.shape is not Shape.ITEM)
    return min(counts, key=lambda gap: (-counts[gap], gap), default=1)


def groups_by_gap(blocks: Sequence[Block], usual: int) -> list[list[Block]]:
    """Part blocks wherever the gap is wider than the usual one."""
    groups: list[list[Block]] = []
    for block in blocks:
        if not groups or block.gap > usual:
            groups.append([])
        groups[-1].append(block)
    return groups
