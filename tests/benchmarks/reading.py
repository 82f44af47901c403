"""How long reading a review takes, and how that grows with its length.

`README.md` beside this file says how to run it and what was measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from bot.errors import UnreadableReview
from bot.reviews.reader import read_review

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "data" / "samples").glob("return-to-sender*"))
TIMES = 15
DOUBLINGS = 6
"""From a review's own length to 64 times that."""

MOST_GROWTH = 2.6
"""How much longer twice the text may take: two, and noise."""

LINE = "The sea is wide and the lamp is low. "
HOSTILE = {
    "a million question marks": "?" * 990_000,
    "questions": "Who is he? " * 89_000,
    "scores": ("7/10 " * 300 + "\n\n") * 650,
    "numbers": ("1, " * 500 + "\n\n") * 650,
    "statements": ("never gets to no one knows the question is " * 30 + ".\n\n") * 650,
    "stars": "★" * 330_000,
    "deep tags": "<div>" * 198_000 + LINE,
    "many tags": "<p>" * 59_000 + LINE * 20_000,
    "links": "[a](" * 247_000,
    "paragraphs": "a\n\n" * 330_000,
    "one line": LINE * 26_000,
    "over the bound": LINE * 135_000,
}


def fastest(act: Callable[[], object], times: int = TIMES) -> float:
    """Return the seconds that the fastest of several runs took: the machine's other work only ever adds to it."""
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        act()
        best = min(best, perf_counter() - start)
    return best


def lengthened(data: bytes, times: int) -> bytes:
    """Return a review whose prose stands there several times, numbered so that no paragraph is a double."""
    paragraphs = data.decode().split("\n\n")
    longer = [
        "\n\n".join([paragraph, *(f"In round {n} too. {paragraph}" for n in range(1, times) if len(paragraph) > 200)])
        for paragraph in paragraphs
    ]
    return "\n\n".join(longer).encode()


def refused_or_read(data: bytes) -> None:
    """Read a text that may be none."""
    try:
        read_review(data)
    except UnreadableReview:
        return


def main() -> int:
    """Print what was measured; return 1 if twice the text takes much more than twice as long."""
    read_review(SAMPLES[0].read_bytes())  # the first reading loads what tells languages
    print("a review                                        characters   ms")
    for sample in SAMPLES:
        data = sample.read_bytes()
        took = fastest(lambda data=data: read_review(data))  # type: ignore[misc]
        print(f"{sample.name:<46}{len(data.decode()):>12}{took * 1000:>5.1f}")

    plain = next(sample for sample in SAMPLES if sample.suffix == ".md").read_bytes()  # its headings part any length
    print("\nthe same text      characters   ms   over half as much")
    code, before = 0, 0.0
    for doubling in range(DOUBLINGS + 1):
        data = lengthened(plain, 2**doubling)
        took = fastest(lambda data=data: read_review(data), max(3, TIMES >> doubling))  # type: ignore[misc]
        ratio = took / before if before else 0.0
        code |= ratio > MOST_GROWTH
        shown = f"{ratio:.1f}" if ratio else ""
        print(f"{2**doubling:>5} times{len(data.decode()):>19}{took * 1000:>6.0f}{shown:>14}")
        before = took

    print("\nhostile, about a megabyte     ms")
    for name, text in HOSTILE.items():
        took = fastest(lambda text=text: refused_or_read(text.encode()), 2)  # type: ignore[misc]
        print(f"{name:<26}{took * 1000:>6.0f}")
    return code


if __name__ == "__main__":
    sys.exit(main())
