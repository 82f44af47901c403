"""A cleaned HTML element to blocks: one pass, without recursion, whatever the nesting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from bot.reviews.blocks import WIDE, Block, Shape, words
from bot.reviews.model import Image

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTING = words(
    "p div article section main header body li ul ol dl dt dd blockquote pre table tr td th figure figcaption"
)
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "code": "`"}
_SPECIAL = re.compile(r"([\\*`]|~~|\|\||(?<!\w)_|_(?!\w))")
_COUNTERS = re.compile(
    r"pixel\.wp\.com|stats\.wordpress|doubleclick|google-analytics|feedburner|/pixel\b|[./]pixel\.gif|gravatar\.com"
    r"|/emoji/"
    r"|s\.w\.org/images|feeds\.wordpress\.com|/b\.gif|shareaholic|amazon-adsystem",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\[\]]{1,1500}", re.IGNORECASE)


def blocks_of(root: LexborNode, is_noise: Callable[[LexborNode], bool]) -> tuple[list[Block], list[Image]]:
    """Return what stands in an element as blocks, and its pictures; elements that `is_noise` tells are left out."""
    walk = _Walk()
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag or ""
        if leaving:
            walk.leave(tag)
        elif tag == "-text":
            walk.text(node.text_content or "")
        elif not tag.startswith("-") and (node is root or not is_noise(node)):
            walk.enter(tag, node)
            stack.append((node, True))
            child = node.last_child
            while child is not None:
                stack.append((child, False))
                child = child.prev
    walk.flush()
    return walk.blocks, walk.images


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.images: list[Image] = []
        self._pieces: list[str] = []
        self._open: list[tuple[str, str, int]] = []  # tag, mark or address, first piece
        self._ignored: Counter[str] = Counter()
        self._lists: list[int] = []  # the next number of each list around; 0 for a list without numbers
        self._shape = Shape.PARAGRAPH
        self._level = 0
        self._marker = ""
        self._quotes = 0
        self._gap = 1

    def enter(self, tag: str, node: LexborNode) -> None:
        if tag in _PARTING or tag in _HEADINGS:
            self.flush()
        if tag in _HEADINGS:
            self._shape, self._level = Shape.HEADING, _HEADINGS[tag]
        elif tag in {"ul", "ol"}:
            self._lists.append(int(tag == "ol"))
        elif tag == "li":
            number = self._lists[-1] if self._lists else 0
            self._marker = f"{number}." if number else "-"
            if number:
                self._lists[-1] += 1
            self._shape = Shape.ITEM
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "hr":
            self.flush()
            self._gap = WIDE
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "img":
            self._picture(node)
        elif tag in _MARKS or tag == "a":
            mark = (node.attributes.get("href") or "") if tag == "a" else _MARKS[tag]
            useless = tag == "a" and not mark.startswith("http")
            if useless or any(mark == other or tag == "a" == name for name, other, _ in self._open):
                self._ignored[tag] += 1  # a page may open a thousand of them in one another
            else:
                self._open.append((tag, mark, len(self._pieces)))

    def _picture(self, node: LexborNode) -> None:
        """Keep a picture's address; pages that load theirs late have it beside an empty one."""
        said = node.attributes
        if "1" in (said.get("width"), said.get("height")) or "0" in (said.get("width"), said.get("height")):
            return  # it is there to count readers
        for name in ("data-src", "data-lazy-src", "data-original", "src"):
            url = (said.get(name) or "").strip()
            if url and not url.startswith("data:") and not _COUNTERS.search(url):
                self.images.append(Image(url, " ".join((said.get("alt") or "").split())))
                return

    def leave(self, tag: str) -> None:
        if tag in _MARKS or tag == "a":
            if self._ignored[tag]:
                self._ignored[tag] -= 1
            else:
                self._wrap(len(self._open) - 1)
                self._open.pop()
            return
        if tag in {"ul", "ol"}:
            self.flush()
            self._lists.pop()
        elif tag == "p" and not "".join(self._pieces).strip():
            self._pieces.clear()
            self._gap = WIDE  # an empty paragraph is how editors draw a wider gap
        elif tag in _PARTING or tag in _HEADINGS:
            self.flush()
        if tag == "blockquote":
            self._quotes -= 1
        if tag == "li" or tag in _HEADINGS:
            self._shape, self._marker = Shape.PARAGRAPH, ""

    def text(self, text: str) -> None:
        if text:
            self._pieces.append(_escaped(text.replace("\n", " ")))

    def _wrap(self, place: int) -> None:
        """Put the mark that was opened at a place around what has come since, spaces left outside."""
        tag, mark, start = self._open[place]
        whole = "".join(self._pieces[start:])
        core = whole.strip()
        if not core:
            return
        before, after = whole[: whole.index(core)], whole[whole.index(core) + len(core) :]
        if tag == "a":
            core = _link(core, mark)
        elif "\n\n" not in core:
            core = f"{mark}{core}{mark}"
        self._pieces[start:] = [before + core + after]

    def flush(self) -> None:
        """End the block that is open; marks that are still open begin anew in the next one."""
        for place in range(len(self._open) - 1, -1, -1):
            self._wrap(place)
        self._open = [(tag, mark, 0) for tag, mark, _ in self._open]
        text = "".join(self._pieces)
        self._pieces.clear()
        for paragraph in _paragraphs(text):
            shape = Shape.QUOTE if self._quotes and self._shape is Shape.PARAGRAPH else self._shape
            self.blocks.append(Block(shape, paragraph, self._gap, self._level, self._marker))
            self._gap = 1
            if self._shape is Shape.ITEM:
                self._shape, self._marker = Shape.PARAGRAPH, ""


def _paragraphs(text: str) -> list[str]:
    """Part what stood between two block tags: two line breaks make a paragraph, one a line."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return ["\n".join(paragraph) for paragraph in paragraphs if paragraph]


def _escaped(text: str) -> str:
    """Return text whose own asterisks and the like show as they are; addresses are left whole."""
    if not _SPECIAL.search(text):
        return text
    pieces: list[str] = []
    start = 0
    for match in _URL.finditer(text):
        pieces += [_SPECIAL.sub(r"\\\1", text[start : match.start()]), match.group()]
        start = match.end()
    return "".join(pieces) + _SPECIAL.sub(r"\\\1", text[start:])


def _link(text: str, address: str) -> str:
    address = address.replace("(", "%28").replace(")", "%29")
    if " " in address or "\n" in text or "](" in text or len(address) > 1500:
        return text
    if "://" in text:
        return address if text == address else text  # Discord shows no link whose text is another address
    return f"[{text.replace('[', '(').replace(']', ')')}]({address})"
