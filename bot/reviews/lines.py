"""Plain text and Markdown to the common form."""

from __future__ import annotations

import re

from bot.reviews.blocks import MOST_BLOCKS, WIDE, Block, Page, Shape
from bot.reviews.front_matter import split_front_matter
from bot.reviews.model import Image

_ATX = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>\S.*)")
_ITEM = re.compile(r"(?P<marker>[-*+•]|\d{1,2}[.)])[ \t]+(?P<text>\S.*)")
_RULE = re.compile(r"(?:-[ ]?){3,}|(?:\*[ ]?){3,}|(?:_[ ]?){3,}|={5,}")
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]{0,500})\]\((?P<url>[^()\s]{0,2000})(?:\s[^()]{0,200})?\)")
_LINK = re.compile(r"(?<!\\)\[(?P<text>[^\[\]]{1,500})\]\((?P<url>[^()\s]{0,2000})(?:\s[^()]{0,200})?\)")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,300})?/?>")
_COMMENT = re.compile(r"<!--(?:(?!-->)[\s\S]){0,5000}-->")
_MARKDOWN = re.compile(r"^#{1,6} \S|\]\(https?://|\*\*[^*\n]{1,200}\*\*|^(?:={3,}|-{3,})[ ]*$", re.MULTILINE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\u00ad]")


def read_lines(text: str) -> Page:
    """Return plain text or Markdown in the common form; front matter becomes the page's facts."""
    facts, body = split_front_matter(text)
    body = _INVISIBLE.sub("", body)
    for space in ("\u00a0", "\t", "\u2028", "\x0b", "\x0c", "\x85"):
        body = body.replace(space, "\n" if space == "\u2028" else " ")
    is_markdown = bool(facts) or bool(_MARKDOWN.search(body))
    if is_markdown:
        body = _COMMENT.sub("", body)
    reader = _Reader(is_markdown, _width(body))
    for line in body.split("\n"):
        reader.take(line)
        if len(reader.blocks) > MOST_BLOCKS:
            break  # it is refused for that
    reader.flush()
    images = [Image(match["url"].strip("<>"), " ".join(match["alt"].split())) for match in _IMAGE.finditer(body)]
    return Page(title=facts.get("title"), blocks=reader.blocks, facts=facts, images=images)


def _width(text: str) -> int | None:
    """Return the width at which the lines of a text are broken, or None where a line is a paragraph."""
    longest = 0
    long_lines = 0
    for line in text.split("\n"):
        longest = max(longest, len(line.strip()))
        long_lines += len(line) > 50
    return longest if longest <= 120 and long_lines >= 3 else None


class _Reader:
    """Takes lines one by one; an open paragraph is held until a blank line or a mark ends it."""

    def __init__(self, is_markdown: bool, width: int | None) -> None:
        self.blocks: list[Block] = []
        self._is_markdown = is_markdown
        self._width = width
        self._gap = 0
        self._shape = Shape.PARAGRAPH
        self._marker = ""
        self._open: list[str] = []

    def take(self, raw: str) -> None:
        line = raw.strip()
        if not line:
            self.flush()
            self._gap += 1
            return
        if self._underlines(line):
            text, self._open = self._open[0], []
            self._add(Shape.HEADING, text, level=1 if line[0] == "=" else 2)
            return
        if _RULE.fullmatch(line[:200]):
            self.flush()
            self._gap += WIDE
            return
        heading = _ATX.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if heading:
            self.flush()
            self._add(Shape.HEADING, heading["text"].rstrip("# ") or heading["text"], level=len(heading["marks"]))
        elif item:
            self.flush()
            self._shape, self._marker = Shape.ITEM, "-" if item["marker"] in "*+•" else item["marker"]
            self._open = [item["text"]]
        elif line.startswith(">"):
            if self._shape is not Shape.QUOTE:
                self.flush()
            self._shape = Shape.QUOTE
            self._open.append(line.lstrip("> "))
        elif self._open and self._continues(raw):
            hard = self._is_markdown and (self._open[-1].endswith("\\") or raw.startswith("\n"))
            self._open[-1] = self._open[-1].removesuffix("\\")
            self._open.append(("\n" if hard else "") + line)
        else:
            self.flush()
            self._open = [line + ("\\" if self._is_markdown and raw.endswith("  ") else "")]
            return
        if self._open and self._is_markdown and raw.endswith("  "):
            self._open[-1] += "\\"

    def _underlines(self, line: str) -> bool:
        """Tell whether a line makes a heading of the one above it."""
        one_line = self._is_markdown and self._shape is Shape.PARAGRAPH and len(self._open) == 1
        return one_line and len(line) >= 3 and (not line.strip("=") or not line.strip("-"))

    def _continues(self, raw: str) -> bool:
        """Tell whether a line belongs to the paragraph, item or quotation that is open."""
        if self._shape is Shape.ITEM:
            return raw[:1] == " " or self._is_markdown
        if self._is_markdown:
            return True
        if self._width is None:
            return False
        return len(self._open[-1]) + 1 + len(raw.split(maxsplit=1)[0]) > self._width * 0.85

    def flush(self) -> None:
        if self._open:
            text = " ".join(self._open).replace(" \n", "\n").removesuffix("\\")
            self._open = []
            self._add(self._shape, text, marker=self._marker)
        self._shape, self._marker = Shape.PARAGRAPH, ""

    def _add(self, shape: Shape, text: str, *, level: int = 0, marker: str = "") -> None:
        text = _inline(text)
        if text:
            self.blocks.append(Block(shape, text, self._gap, level, marker))
            self._gap = 0


def _inline(text: str) -> str:
    """Return a line's text with http(s) links alone, and without pictures and HTML tags."""
    if "](" in text:
        text = _LINK.sub(_keep_http, _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub("", text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _keep_http(match: re.Match[str]) -> str:
    url = match["url"].strip("<>")
    return f"[{match['text']}]({url})" if url.lower().startswith(("http://", "https://")) else match["text"]
