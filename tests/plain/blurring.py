"""What of a picture is seen through the blur by which Discord's client hides one that is marked as a spoiler."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageChops, ImageFilter


def opened(png: bytes) -> Image.Image:
    """Return a picture that has to be a PNG."""
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    return picture.convert("RGBA")


def behind_a_spoiler(png: bytes, radius: int) -> Image.Image:
    """Return what Discord's client shows of a picture marked as a spoiler, on its dark ground."""
    picture = opened(png)
    seen = Image.new("RGBA", picture.size, "#313338")
    seen.alpha_composite(picture)
    small = seen.convert("RGB").resize((550, round(550 * picture.height / picture.width)), Image.Resampling.LANCZOS)
    return small.filter(ImageFilter.GaussianBlur(radius))


def assert_alike(pngs: Sequence[bytes]) -> None:
    """No channel of any pixel differs by what an eye could tell in a smooth picture: some 3 of 255.

    The client blurs by 44, a Gaussian's deviation in pixels; the lesser is for others, and a larger hides more.
    """
    for radius, bound in ((44, 2), (30, 3)):
        for one, other in combinations([behind_a_spoiler(png, radius) for png in pngs], 2):
            assert max(ImageChops.difference(one, other).tobytes()) <= bound
