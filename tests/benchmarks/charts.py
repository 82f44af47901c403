"""What the pictures of ratings and loose ends cost, and the ones that the README shows.

`README.md` beside this file says how to run it and what was measured.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from bot.audits import Audit, Thread
from bot.charts import SeasonPoint, histogram, season_curve
from bot.episodes import EpisodeNumber
from bot.loose_ends import Status
from bot.ratings import Tally
from bot.timelines import timeline

TITLE = "Return to Sender, Says the Moon"
LAST = Tally((1, 0, 2, 3, 8, 15, 41, 87, 120, 66))
REVIEWERS = {1: 7.5, 2: 7.0, 4: 8.0, 6: 7.0, 7: 9.0, 9: 6.5, 10: 8.0, 11: 9.1, 12: 8.6, 13: 8.3}
SEASON = [
    SeasonPoint(str(episode), tally, REVIEWERS.get(episode))
    for episode, tally in enumerate(
        (
            Tally((2, 1, 4, 9, 21, 48, 96, 71, 30, 12)),
            Tally((1, 3, 5, 11, 30, 52, 81, 60, 21, 9)),
            Tally((0, 2, 2, 7, 19, 44, 83, 77, 31, 10)),
            Tally((0, 1, 1, 4, 11, 30, 70, 92, 48, 19)),
            Tally((1, 0, 3, 6, 16, 37, 74, 81, 36, 12)),
            Tally((3, 5, 14, 25, 41, 59, 52, 33, 14, 6)),
            Tally((0, 0, 1, 2, 7, 19, 51, 90, 71, 28)),
            Tally((0, 1, 2, 5, 14, 33, 66, 80, 41, 15)),
            Tally((2, 3, 8, 14, 29, 45, 58, 49, 22, 9)),
            Tally((0, 0, 2, 4, 11, 26, 57, 83, 56, 22)),
            Tally((1, 0, 0, 1, 3, 7, 20, 61, 125, 104)),
            Tally((0, 1, 1, 2, 6, 16, 44, 88, 90, 47)),
            LAST,
        ),
        1,
    )
]
LONG = [SeasonPoint(str(episode), SEASON[episode % 13].tally, REVIEWERS.get(episode % 13)) for episode in range(1, 61)]
ENDS = (
    *((1, 13), (1, 4), (1, None), (2, 3), (2, 11), (3, 7), (3, 3), (4, 12), (5, -8), (5, 9), (6, None), (7, 10)),
    *((8, 13), (8, 11), (10, 12), (11, None), (11, 13), (12, 13)),
)
"""The episode that raised each loose end, and the one that tied it; less than none where that one dropped it."""


def audit() -> Audit:
    """Return the audit of `ENDS`."""
    threads = []
    for number, (raised_in, end) in enumerate(ENDS, 1):
        at = EpisodeNumber.of(raised_in)
        settled_in = None if end is None else EpisodeNumber.of(abs(end))
        status = Status.OPEN if end is None else Status.DROPPED if end < 0 else Status.ANSWERED
        threads.append(Thread(number, at, 1, None, 1, status, settled_in))
    return Audit.of(threads, EpisodeNumber.of(13))


PICTURES: dict[str, Callable[[], bytes]] = {
    "ratings": lambda: histogram(LAST, title=TITLE, subtitle="Episode 13"),
    "season": lambda: season_curve(SEASON, title=TITLE, subtitle="Season 1"),
    "audit": lambda: timeline(audit(), title=TITLE),
    "season of 60": lambda: season_curve(LONG, title=TITLE, subtitle="Season 1"),
}


def milliseconds(draw: Callable[[], bytes]) -> float:
    """Return the processor time that a picture takes."""
    began = time.thread_time()
    draw()
    return 1000 * (time.thread_time() - began)


def main() -> None:
    """Print the costs; with `--pictures`, write the README's pictures instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, metavar="FOLDER")
    folder = parser.parse_args().pictures
    if folder:
        for name in ("ratings", "season", "audit"):
            (folder / f"{name}.png").write_bytes(PICTURES[name]())
        return
    for name, draw in PICTURES.items():
        first = milliseconds(draw)
        median = statistics.median(milliseconds(draw) for _ in range(50))
        print(f"{name}: first {first:.0f} ms, then {median:.0f} ms, {len(draw()) / 1024:.0f} KiB")
    print(f"memory at most: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
