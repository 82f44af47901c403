"""A panel to draw a chart on: smooth shapes, and text that stays within its width, as PNG."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

PANEL: Final = "#1E2027"

SMALLEST: Final = 28
"""The smallest text, in pixels of a picture 1,000 wide: 11 where a phone shows it 400 wide."""

_RADIUS: Final = 28
_SCALE: Final = 3
"""Shapes are drawn so many times larger, and made smaller, for Pillow draws hard edges."""

_LONGEST: Final = 300
"""No more characters of a text are looked at; far fewer fit."""

_FONTS: Final = Path(__file__).with_name("fonts")
_LATIN: Final = _FONTS / "noto-sans-medium.ttf"
_CJK: Final = _FONTS / "noto-sans-cjk-medium.otf"
_RUNS: Final = re.compile(r"(?P<latin>[\x00-\u2070\u20A0-\u20CF]+)|[^\x00-\u2070\u20A0-\u20CF]+")
"""What each of the two fonts draws; the other has symbols, such as stars and notes, beside the East Asian writing."""

Align = Literal["left", "middle", "right"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is drawn: where its baseline begins, its ink's edges (left, top, right, bottom), size and colour."""

    text: str
    start: Point
    box: tuple[float, float, float, float]
    size: int
    colour: str


class Canvas:
    """A panel with rounded corners, clear around them. Each picture has its own; threads don't share one."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with an empty panel of that size in pixels."""
        self.width, self.height = width, height
        self.texts: list[Text] = []
        self._shapes = Image.new("RGB", (width * _SCALE, height * _SCALE), PANEL)
        self._draw = ImageDraw.Draw(self._shapes)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str, radius: float = 0) -> None:
        """Draw a rectangle, its upper corners rounded."""
        # The last pixel counts for Pillow, so what ends at an edge is drawn to the pixel before.
        edges = (left * _SCALE, top * _SCALE, right * _SCALE - 1, bottom * _SCALE - 1)
        self._draw.rounded_rectangle(edges, radius * _SCALE, colour, corners=(True, True, False, False))

    def line(self, points: Sequence[Point], colour: str, thickness: float) -> None:
        """Draw a line through the points."""
        self._draw.line(_scaled(points), colour, round(thickness * _SCALE), joint="curve")

    def area(self, points: Sequence[Point], colour: str) -> None:
        """Fill what the points enclose."""
        self._draw.polygon(_scaled(points), colour)

    def dot(self, centre: Point, radius: float, colour: str) -> None:
        """Draw a disc with a rim of the panel's colour, which keeps it apart from what lies below."""
        for reach, fill in ((radius * 1.25, PANEL), (radius, colour)):
            self._draw.circle((centre[0] * _SCALE, centre[1] * _SCALE), reach * _SCALE, fill)

    def mark(self, centre: Point, radius: float, colour: str, corners: Sequence[Point]) -> None:
        """Draw a shape given by its corners around (0, 0) at radius 1, with such a rim."""
        for reach, fill in ((radius * 1.25, PANEL), (radius, colour)):
            self.area([(centre[0] + x * reach, centre[1] + y * reach) for x, y in corners], fill)

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        colour: str,
        *,
        align: Align = "left",
        width: float | None = None,
    ) -> float:
        """Put a text with its baseline at a point; what is wider than `width` ends in an ellipsis. Return its width."""
        text = clean(text)
        if width is not None and measure(text, size) > width:
            text = _cut(text, size, width)
        advance = measure(text, size)
        left = at[0] - {"left": 0.0, "middle": advance / 2, "right": advance}[align]
        self.texts.append(Text(text, (left, at[1]), _ink(text, size, left, at[1]), size, colour))
        return advance

    def png(self) -> bytes:
        """Return the picture. The same calls before give the same bytes."""
        picture = self._shapes.reduce(_SCALE)
        draw = ImageDraw.Draw(picture)
        for text in self.texts:
            for x, run, font in _runs(text.text, text.size, text.start[0]):
                draw.text((x, text.start[1]), run, fill=text.colour, font=font, anchor="ls")
        picture.putalpha(_corners(self.width, self.height))
        out = BytesIO()
        # In 256 colours, none of them visibly another, it takes a third of the bytes and half of the time.
        picture.quantize(256, method=Image.Quantize.FASTOCTREE).save(out, "PNG")
        return out.getvalue()


def measure(text: str, size: int) -> float:
    """Return how wide a text is, in pixels."""
    return sum(font.getlength(run) for _, run, font in _runs(text, size, 0))


def clean(text: str) -> str:
    """Return a text as one line of characters that have a shape of their own, composed where that is possible."""
    line = " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).split())
    return "".join(character for character in line if unicodedata.category(character)[0] != "C")


def _cut(text: str, size: int, width: float) -> str:
    """Return as much of the text as fits before an ellipsis."""
    fitting = bisect_right(range(1, len(text)), width, key=lambda length: measure(text[:length].rstrip() + "…", size))
    return text[:fitting].rstrip() + "…"


def _ink(text: str, size: int, left: float, baseline: float) -> tuple[float, float, float, float]:
    boxes = []
    for x, run, font in _runs(text, size, left):
        box = font.getbbox(run, anchor="ls")
        boxes.append((x + box[0], baseline + box[1], x + box[2], baseline + box[3]))
    if not boxes:
        return (left, baseline, left, baseline)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _runs(text: str, size: int, left: float) -> Iterator[tuple[float, str, ImageFont.FreeTypeFont]]:
    """Yield the parts of a text that one font draws, each with where it begins."""
    for run in _RUNS.finditer(text):
        font = _font(_LATIN if run["latin"] else _CJK, size)
        yield left, run[0], font
        left += font.getlength(run[0])


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    # Pillow's own layout: the other needs a library that is not on every machine, and the pictures should not differ.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _corners(width: int, height: int) -> Image.Image:
    mask = Image.new("L", (width * _SCALE, height * _SCALE))
    edges = (0, 0, width * _SCALE - 1, height * _SCALE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(edges, _RADIUS * _SCALE, 255)
    return mask.reduce(_SCALE)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]
