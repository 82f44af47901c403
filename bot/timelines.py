"""The picture of a show's loose ends, as PNG: each a thread, from the episode that raised it to the one that tied it.

Like the charts of ratings it tells nothing by colour alone, and blurred, as Discord shows a spoiler, it tells nothing
at all. It is drawn in a thread, never on the event loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.audits import Audit, Thread
from bot.canvas import SMALLEST, Canvas, clean, measure
from bot.charts import GRID, MARGIN, MEMBERS, MUTED, REVIEWERS, TEXT, WIDTH
from bot.loose_ends import Status

HEIGHT: Final = 700
MOST_THREADS: Final = 20
"""More threads than these could not be told apart; those with the most voices are drawn."""

_TITLES: Final = (46, 38)
_BODY: Final = 30
_TOP, _BOTTOM = 214, 566
_WIDEST: Final = 58
"""From one thread to the next, where there are few."""
_NAMED: Final = 34
"""From so much on there is room for each one's number."""
_COLOURS: Final = {Status.ANSWERED: MEMBERS, Status.OPEN: REVIEWERS, Status.DROPPED: MUTED}


def timeline(audit: Audit, *, title: str) -> bytes:
    """Return the picture of an audit: threads and counts, with no word of a question."""
    return draw_timeline(audit, title=title).png()


def draw_timeline(audit: Audit, *, title: str) -> Canvas:
    """Return the canvas of `timeline`."""
    canvas = Canvas(WIDTH, HEIGHT)
    threads = _chosen(audit)
    _head(canvas, audit, title, len(threads))
    pitch = min((_BOTTOM - _TOP) / max(len(threads), 1), _WIDEST)
    named = pitch >= _NAMED
    left = MARGIN + (max((measure(f"#{one.number}", SMALLEST) for one in threads), default=0) + 22 if named else 12)
    right = WIDTH - MARGIN - 60
    first = min(100, audit.last.hundredths, *(one.raised_in.hundredths for one in threads))
    span = max(audit.last.hundredths - first, 1)

    def across(hundredths: int) -> float:
        return left + (hundredths - first) / span * (right - left)

    _axis(canvas, audit, first, left, right)
    top = (_TOP + _BOTTOM) / 2 - pitch * len(threads) / 2
    for place, one in enumerate(threads):
        y = top + pitch * (place + 0.5)
        if named:
            canvas.text((MARGIN, y + 10), f"#{one.number}", SMALLEST, MUTED)
        end = WIDTH - MARGIN if one.settled_in is None else across(one.settled_in.hundredths)
        _thread(canvas, one.status, across(one.raised_in.hundredths), end, y, min(max(pitch * 0.25, 4), 9))
    if not threads:
        canvas.text((WIDTH / 2, (_TOP + _BOTTOM) / 2), "No loose ends", _BODY, MUTED, align="middle")
    _legend(canvas, audit)
    return canvas


def _chosen(audit: Audit) -> list[Thread]:
    """Return what is drawn, in the order in which it was raised; of those of one episode, what ran longest is last."""
    every = [*audit.tied, *audit.open, *audit.dropped]
    loudest = sorted(every, key=lambda one: (-one.voices, one.raised_in, one.number))[:MOST_THREADS]
    return sorted(loudest, key=lambda one: (one.raised_in, one.settled_in is None, one.settled_in or 0, one.number))


def _head(canvas: Canvas, audit: Audit, title: str, drawn: int) -> None:
    room = WIDTH - 2 * MARGIN
    size = next((size for size in _TITLES if measure(clean(title), size) <= room), _TITLES[-1])
    canvas.text((MARGIN, 86), title, size, TEXT, width=room, steady=True)
    counts = f"{len(audit.tied):,} of {audit.count:,} tied"
    taken = canvas.text((WIDTH - MARGIN, 134), counts, _BODY, TEXT, align="right")
    subtitle = f"Loose ends up to episode {audit.last}"
    canvas.text((MARGIN, 134), subtitle, _BODY, MUTED, width=room - taken - 32, steady=True)
    if drawn < audit.count:
        canvas.text((MARGIN, 176), f"Drawn: the {drawn} with most voices", SMALLEST, MUTED)
    if audit.median is not None:
        within = f"within {audit.median:g} episodes" if audit.median > 1 else "within an episode"
        within = within if audit.median else "in the same episode"
        canvas.text((WIDTH - MARGIN, 176), f"half of them {within}", SMALLEST, MUTED, align="right")


def _axis(canvas: Canvas, audit: Audit, first: int, left: float, right: float) -> None:
    """Draw lines from top to bottom at some episodes, with their numbers below."""
    whole = range(-(-first // 100), audit.last.hundredths // 100 + 1)
    span = max(audit.last.hundredths - first, 1)
    widest = measure(str(audit.last), SMALLEST) + 22
    step = next(step for step in _steps() if len(whole) <= 1 or (right - left) * step * 100 / span >= widest)
    numbers = [number for number in whole if number % step == 0 or step == 1]
    y = _BOTTOM + 42
    for number in numbers:
        x = left + (number * 100 - first) / span * (right - left)
        canvas.line([(x, _TOP - 8), (x, _BOTTOM + 8)], GRID, 2)
        canvas.text((x, y), str(number), SMALLEST, MUTED, align="middle", steady=True)


def _steps() -> Sequence[int]:
    return [factor * 10**power for power in range(5) for factor in (1, 2, 5)]


def _thread(canvas: Canvas, status: Status, start: float, end: float, y: float, radius: float) -> None:
    """Draw a thread: a bar where it begins, and at its end a dot, a cross, or an arrow that leads on."""
    colour, thick = _COLOURS[status], max(round(radius * 0.44), 2)
    if end > start:
        canvas.line([(start, y), (end, y)], colour, thick)
    canvas.line([(start, y - radius), (start, y + radius)], colour, thick)
    if status is Status.ANSWERED:
        canvas.dot((end, y), radius, colour)
    elif status is Status.OPEN:
        canvas.line([(end - 1.4 * radius, y - radius), (end, y), (end - 1.4 * radius, y + radius)], colour, thick)
    else:
        for lean in (-radius, radius):
            canvas.line([(end - radius, y - lean), (end + radius, y + lean)], colour, thick)


def _legend(canvas: Canvas, audit: Audit) -> None:
    y, x = HEIGHT - MARGIN, float(MARGIN)
    for status, word, number in (
        (Status.ANSWERED, "tied", len(audit.tied)),
        (Status.OPEN, "still open", len(audit.open)),
        (Status.DROPPED, "dropped", len(audit.dropped)),
    ):
        if not number:
            continue
        _thread(canvas, status, x, x + 46, y - 10, 8)
        x += 68 + canvas.text((x + 68, y), f"{number:,} {word}", SMALLEST, TEXT) + 44
