"""Pictures of ratings, as PNG. Drawn in a thread or process, never on the event loop.

They tell nothing by colour alone, and their colours, of Okabe and Ito's palette, stay apart for the colour-blind.

Discord blurs a picture that is marked as a spoiler, and still shows where much of it is bright: with filled bars,
whether an episode was liked. So bars are outlines, and the canvas darkens the ground around whatever depends on ratings
until both together are as bright as the empty panel: blurred, all ratings look the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.canvas import SMALLEST, Canvas, Point, clean, measure
from bot.ratings import BEST, Tally

WIDTH: Final = 1000
HISTOGRAM_HEIGHT: Final = 600
SEASON_HEIGHT: Final = 660
MARGIN: Final = 44

TEXT: Final = "#F4F5F7"
MUTED: Final = "#B6BBC6"
GRID: Final = "#3A3E49"
MEMBERS: Final = "#56B4E9"
BAND: Final = "#30424F"
BAND_EDGE: Final = "#4A8DB3"
REVIEWERS: Final = "#F0A830"

_TITLES: Final = (46, 38)
"""A title's sizes, the second for what is too wide for the first."""
_BODY: Final = 30

_INSET: Final = 32
"""How far the first and the last episode keep from the ends of a season's lines: half a wide number."""
_GAP: Final = 12
"""Between numbers in a row."""

_UP: Final = ((0, -1.3), (1.3, 1), (-1.3, 1))
_DOWN: Final = ((0, 1.3), (1.3, -1), (-1.3, -1))

_At = Callable[[int, float], Point]
"""Where a score of the episode at that place is drawn."""
_Stretch = list[tuple[int, float, float, float]]
"""Episodes without a gap: the place of each, and its mean less its spread, its mean, and its mean with its spread."""


@dataclass(frozen=True, slots=True)
class SeasonPoint:
    """An episode of a season: its number as it is written, its tally, and the reviewers' mean on the scale of ten."""

    episode: str
    tally: Tally
    reviewers: float | None = None


def histogram(tally: Tally, *, title: str, subtitle: str) -> bytes:
    """Return the picture of one episode's ratings: ten bars with their numbers, the mean and the count."""
    return draw_histogram(tally, title=title, subtitle=subtitle).png()


def season_curve(points: Sequence[SeasonPoint], *, title: str, subtitle: str) -> bytes:
    """Return the picture of a season: the curve of means with spread and counts, and the reviewers' marks.

    Reviewers' scores below 1, the least that members give, are drawn at 1.
    """
    return draw_season(points, title=title, subtitle=subtitle).png()


def draw_histogram(tally: Tally, *, title: str, subtitle: str) -> Canvas:
    """Return the canvas of `histogram`."""
    canvas = Canvas(WIDTH, HISTOGRAM_HEIGHT)
    _head(canvas, title, subtitle, tally.count)
    slot = (WIDTH - 2 * MARGIN) / BEST
    top, bottom = 276, 508

    def across(score: float) -> float:
        return MARGIN + slot * (score - 0.5)

    most = max(tally.votes)
    for score, votes in enumerate(tally.votes, 1):
        # A single vote among a million is still seen to be one.
        height = max(votes / most * (bottom - top), 4) if votes else 0
        middle = across(score)
        if votes:
            left, right, upper = middle - 32, middle + 32, bottom - height + 2
            canvas.line([(left, bottom), (left, upper), (right, upper), (right, bottom)], MEMBERS, 4)
        canvas.text((middle, bottom - height - 12), short(votes), SMALLEST, TEXT if votes else MUTED, align="middle")
        canvas.text((middle, bottom + 42), str(score), _BODY, MUTED, align="middle", steady=True)
    canvas.bar(MARGIN, bottom, WIDTH - MARGIN, bottom + 2, MUTED)
    if tally.mean is None or tally.spread is None:
        canvas.text((WIDTH / 2, (top + bottom) / 2), "No ratings yet", _BODY, MUTED, align="middle")
        return canvas
    at = 220
    if tally.spread:
        low, high = (across(min(max(tally.mean + away, 1), BEST)) for away in (-tally.spread, tally.spread))
        canvas.line([(low, at), (high, at)], TEXT, 3)
        for end in (low, high):
            canvas.line([(end, at - 9), (end, at + 9)], TEXT, 3)
    canvas.dot((across(tally.mean), at), 9, TEXT)
    label = f"Mean {tally.mean:.1f}" + (f" ± {tally.spread:.1f}" if tally.spread else "")
    half = measure(label, _BODY) / 2
    middle = min(max(across(tally.mean), MARGIN + half), WIDTH - MARGIN - half)
    canvas.text((middle, at - 24), label, _BODY, TEXT, align="middle")
    return canvas


def draw_season(points: Sequence[SeasonPoint], *, title: str, subtitle: str) -> Canvas:
    """Return the canvas of `season_curve`."""
    canvas = Canvas(WIDTH, SEASON_HEIGHT)
    _head(canvas, title, subtitle, sum(point.tally.count for point in points))
    left, right, top, bottom = MARGIN + 118, WIDTH - MARGIN, 224, 470
    slot = (right - left - 2 * _INSET) / max(len(points) - 1, 1)
    radius = min(max(slot * 0.3, 1.5), 8)

    def at(place: int, score: float) -> Point:
        x = left + _INSET + slot * place if len(points) > 1 else (left + right) / 2
        return (x, bottom - (min(max(score, 1), BEST) - 1) / (BEST - 1) * (bottom - top))

    stretches = _stretches(points)
    for stretch in stretches:
        _band(canvas, [(at(place, low), at(place, high)) for place, low, _, high in stretch], min(slot / 3, 16))
    for score in (1, 4, 7, BEST):
        y = at(0, score)[1]
        canvas.line([(left, y), (right, y)], GRID, 2)
        canvas.text((left - 16, y + 10), str(score), SMALLEST, MUTED, align="right", steady=True)
    for stretch in stretches:
        canvas.line([at(place, mean) for place, _, mean, _ in stretch], MEMBERS, 4)
    for place, point in enumerate(points):
        if point.reviewers is not None:
            _diamond(canvas, at(place, point.reviewers), radius * 1.8)
    means = {place: mean for stretch in stretches for place, _, mean, _ in stretch}
    for place, mean in means.items():
        canvas.dot(at(place, mean), radius, MEMBERS)
    _extremes(canvas, points, means, at, radius)
    _rows(canvas, points, [at(place, 1)[0] for place in range(len(points))], bottom)
    _legend(canvas, any(point.reviewers is not None for point in points))
    return canvas


def short(count: int, *, whole: int = 9_999, digits: int = 3) -> str:
    """Return a count as it is up to `whole`, above that with so many digits and k, M or B for what follows."""
    if count <= whole:
        return f"{count:,}"
    rounded = round(count, digits - len(str(count)))
    thousands = min((len(str(rounded)) - 1) // 3, 3)
    return f"{rounded / 1000**thousands:.12g}{'kMB'[thousands - 1]}"


def _head(canvas: Canvas, title: str, subtitle: str, count: int) -> None:
    room = WIDTH - 2 * MARGIN
    size = next((size for size in _TITLES if measure(clean(title), size) <= room), _TITLES[-1])
    canvas.text((MARGIN, 86), title, size, TEXT, width=room, steady=True)
    taken = canvas.text((WIDTH - MARGIN, 134), _ratings(count), _BODY, MUTED, align="right")
    canvas.text((MARGIN, 134), subtitle, _BODY, MUTED, width=room - taken - 32, steady=True)


def _ratings(count: int) -> str:
    return "1 rating" if count == 1 else f"{short(count, whole=9_999_999)} ratings"


def _stretches(points: Sequence[SeasonPoint]) -> list[_Stretch]:
    stretches: list[_Stretch] = [[]]
    for place, point in enumerate(points):
        mean, spread = point.tally.mean, point.tally.spread
        if mean is not None and spread is not None:
            stretches[-1].append((place, mean - spread, mean, mean + spread))
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _band(canvas: Canvas, edges: list[tuple[Point, Point]], half: float) -> None:
    """Draw the band between lower and upper edges; an episode that stands alone has one of twice that `half` width."""
    if len(edges) == 1:
        edges = [((low[0] + x, low[1]), (high[0] + x, high[1])) for low, high in edges for x in (-half, half)]
    lower, upper = ([edge[side] for edge in edges] for side in (0, 1))
    canvas.area([*lower, *reversed(upper)], BAND)
    canvas.line(lower, BAND_EDGE, 2)
    canvas.line(upper, BAND_EDGE, 2)


def _diamond(canvas: Canvas, centre: Point, reach: float) -> None:
    """Draw a reviewers' mark: hollow, so that a mean at the same place is seen in it."""
    corners = [(centre[0] + x * reach, centre[1] + y * reach) for x, y in ((0, -1), (1, 0), (0, 1), (-1, 0))]
    canvas.line([*corners, *corners[:2]], REVIEWERS, 3)


def _extremes(canvas: Canvas, points: Sequence[SeasonPoint], means: dict[int, float], at: _At, radius: float) -> None:
    """Mark the best and the lowest, and say above the curve which they are."""
    if not means:
        canvas.text((MARGIN, 186), "No ratings yet", SMALLEST, TEXT)
        return
    best, lowest = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    marked = [(best, "Best", _UP), (lowest, "Lowest", _DOWN)]
    x = float(MARGIN)
    for place, word, shape in marked if means[best] > means[lowest] else marked[:1]:
        canvas.mark(at(place, means[place]), max(radius, 6) * 1.3, TEXT, shape)
        canvas.mark((x + 12, 176), 10, TEXT, shape)
        label = f"{word} {means[place]:.1f}, episode {points[place].episode}"
        x += 36 + canvas.text((x + 36, 186), label, SMALLEST, TEXT, width=(WIDTH - 2 * MARGIN) / 2 - 60) + 48


def _rows(canvas: Canvas, points: Sequence[SeasonPoint], xs: Sequence[float], bottom: float) -> None:
    """Write episodes and counts below the curve, every second or third and so on where they would touch."""
    lines = (bottom + 46, bottom + 86)
    heads = max(
        canvas.text((MARGIN, y), head, SMALLEST, MUTED, steady=True)
        for y, head in zip(lines, ("Episode", "Ratings"), strict=True)
    )
    columns = []
    for x, point in zip(xs, points, strict=True):
        cells = (point.episode, short(point.tally.count, whole=999, digits=2))
        half = max(measure(clean(cell), SMALLEST) for cell in cells) / 2
        columns.append((min(max(x, MARGIN + heads + _GAP + half), WIDTH - MARGIN - half), half, cells))
    step = 1
    while any(x + half + _GAP > after - other for (x, half, _), (after, other, _) in pairwise(columns[::step])):
        step += 1
    for x, _, cells in columns[::step]:
        for y, cell, colour in zip(lines, cells, (TEXT, MUTED), strict=True):
            canvas.text((x, y), cell, SMALLEST, colour, align="middle")


def _legend(canvas: Canvas, reviewers: bool) -> None:
    y, x = SEASON_HEIGHT - MARGIN, float(MARGIN)
    canvas.line([(x, y - 10), (x + 44, y - 10)], MEMBERS, 4)
    canvas.dot((x + 22, y - 10), 8, MEMBERS)
    x += 58 + canvas.text((x + 58, y), "Members’ mean", SMALLEST, TEXT, steady=True) + 40
    _band(canvas, [((x, y), (x, y - 20)), ((x + 44, y), (x + 44, y - 20))], 0)
    x += 58 + canvas.text((x + 58, y), "± spread", SMALLEST, TEXT, steady=True) + 40
    if reviewers:
        _diamond(canvas, (x + 12, y - 10), 13)
        canvas.text((x + 36, y), "Reviewers’ mean", SMALLEST, TEXT)
