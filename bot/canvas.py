"""A panel to draw a chart on: smooth shapes, and text that stays within its width, as PNG.

Blurred, as Discord shows a spoiler, the picture is an even panel and tells nothing of what is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

PANEL: Final = "#2B2E37"

SMALLEST: Final = 28
"""The smallest text, in pixels of a picture 1,000 wide: 11 where a phone shows it 400 wide."""

_RADIUS: Final = 28
_SCALE: Final = 3
"""Shapes are drawn so many times larger, and made smaller, for Pillow draws hard edges."""

_REACH: Final = 32
"""How far the ground is darkened around what is drawn, as a Gaussian's deviation in pixels.

Discord blurs by one of 80, where the picture is 1,000 wide: by far more, so that it mixes each line with all its shade.
"""
_ROUNDS: Final = 3
"""Each takes most of what the one before left, for ink itself is not darkened and the ground not beyond black."""

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
    """A text as it is drawn: where its baseline begins, its ink's edges (left, top, right, bottom), size and colour.

    A steady one is the same whatever the chart shows, so that it may be seen through a blur.
    """

    text: str
    start: Point
    box: tuple[float, float, float, float]
    size: int
    colour: str
    steady: bool = False


class Canvas:
    """A panel with rounded corners, clear around them. Each picture has its own; threads don't share one."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with an empty panel of that size in pixels."""
        self.width, self.height = width, height
        self.texts: list[Text] = []
        self._shapes = Image.new("RGB", (width * _SCALE, height * _SCALE), PANEL)
        self._draw = ImageDraw.Draw(self._shapes)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Draw a rectangle."""
        # The last pixel counts for Pillow, so what ends at an edge is drawn to the pixel before.
        self._draw.rectangle((left * _SCALE, top * _SCALE, right * _SCALE - 1, bottom * _SCALE - 1), colour)

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
        steady: bool = False,
    ) -> float:
        """Put a text with its baseline at a point; what is wider than `width` ends in an ellipsis. Return its width.

        The ground stays as it is around a `steady` text, which is the same whatever the chart shows.
        """
        text = clean(text)
        if width is not None and measure(text, size) > width:
            text = _cut(text, size, width)
        advance = measure(text, size)
        left = at[0] - {"left": 0.0, "middle": advance / 2, "right": advance}[align]
        self.texts.append(Text(text, (left, at[1]), _ink(text, size, left, at[1]), size, colour, steady))
        return advance

    def png(self) -> bytes:
        """Return the picture. The same calls before give the same bytes."""
        picture = self._shapes.reduce(_SCALE)
        _write(picture, [text for text in self.texts if not text.steady])
        picture = _levelled(picture)
        _write(picture, [text for text in self.texts if text.steady])
        picture.putalpha(_corners(self.width, self.height))
        out = BytesIO()
        # Not in 256 colours: the shades would have steps, and be off by more than a blur hides.
        picture.save(out, "PNG")
        return out.getvalue()


def measure(text: str, size: int) -> float:
    """Return how wide a text is, in pixels."""
    return sum(font.getlength(run) for _, run, font in _runs(text, size, 0))


def clean(text: str) -> str:
    """Return a text as one line of characters that have a shape of their own, composed where that is possible.

    Accents at its beginning are left out: with nothing to stand on, they would be drawn before it.
    """
    line = " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).split())
    shown = "".join(character for character in line if unicodedata.category(character)[0] != "C")
    first = (at for at, character in enumerate(shown) if unicodedata.category(character)[0] not in "MZ")
    return shown[next(first, len(shown)) :]


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


def _write(picture: Image.Image, texts: Sequence[Text]) -> None:
    draw = ImageDraw.Draw(picture)
    for text in texts:
        for x, run, font in _runs(text.text, text.size, text.start[0]):
            draw.text((x, text.start[1]), run, fill=text.colour, font=font, anchor="ls")


def _levelled(picture: Image.Image) -> Image.Image:
    """Return the picture, its ground so shaded that any part of it is on average as bright as the empty panel."""
    panel = Image.new("RGB", picture.size, PANEL)
    ink = reduce(ImageChops.lighter, ImageChops.difference(picture, panel).split())
    # What stands out as little as a line of the grid is ground, for the most part; what is meant to be read is not.
    ground = ink.point([255 - min(2 * value, 255) for value in range(256)])
    for _ in range(_ROUNDS):
        # A blur of that reach needs no more than each fourth pixel, and takes a third of the time.
        blurred = picture.reduce(4).filter(ImageFilter.GaussianBlur(_REACH / 4)).resize(picture.size)
        lifted = ImageChops.add(picture, ImageChops.subtract(panel, blurred))
        picture = Image.composite(ImageChops.subtract(lifted, ImageChops.subtract(blurred, panel)), picture, ground)
    return picture


@cache
def _corners(width: int, height: int) -> Image.Image:
    mask = Image.new("L", (width * _SCALE, height * _SCALE))
    edges = (0, 0, width * _SCALE - 1, height * _SCALE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(edges, _RADIUS * _SCALE, 255)
    return mask.reduce(_SCALE)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]
