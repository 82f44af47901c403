"""Where the sample reviews are, and short reviews of invented shows for the tests."""

from __future__ import annotations

from pathlib import Path

from bot.reviews.model import Part, PartKind, Review
from bot.reviews.reader import read_review

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SHOW = "Return to Sender, Says the Moon"

INTRO = "A word first, dear divers. This is my review for Copper Tide episode 7, written late at night."
RECAP = (
    "The divers reach the wreck at noon and find the hatch open. Bosun Aster climbs in, carrying the last lamp.",
    "In the hull a bell is ringing. “Who rings it?” asks Aster. Nobody answers, and the water rises to the knees.",
    "When the lamp goes out, the ship begins to move. The divers hold on to the ladder while it sails away.",
)
DISCUSSION = (
    "I enjoyed this episode, and I liked the pacing of the bell scene. My complaint is the drawn water.",
    "Who opened the hatch? I thought about it all evening, and my favourite theory involves the characters of old.",
)
CLOSING = ("All in all I recommend this series to everybody. I give this episode an 8/10 and go to bed with wet feet.",)
NAMES = ("Part 1: Episode Recap", "Part 2: Episode Discussion", "Part 3: Closing Notes")
TITLE = "Copper Tide Episode 7 Review: The Bell Below"
FOOTER = "~Thanks for reading~\n\n\n~\n\nBuy Me a Coffee at ko-fi.com\n\nLeave a Reply"


def with_contents(
    *,
    marker: str = "  {}. ",
    gap: str = "\n\n\n",
    headings: tuple[str, ...] = ("", "", ""),
    title: str = TITLE,
    names: tuple[str, ...] = NAMES,
) -> str:
    """Return a plain text whose table of contents names its parts, in one of the shapes such texts have."""
    listed = "\n".join(marker.format(number) + name for number, name in enumerate(names, 1))
    sections = [
        (f"{heading}\n\n" if heading else "") + "\n\n".join(paragraphs)
        for heading, paragraphs in zip(headings, (RECAP, DISCUSSION, CLOSING), strict=True)
    ]
    head = f"{title}\n\n" if title else ""
    return f"{head}{INTRO}\n\n{listed}\n\n{gap.join(sections)}\n\n{FOOTER}\n"


def read(text: str, url: str | None = None, *, title: str | None = None) -> Review:
    """Read a review from text."""
    return read_review(text.encode(), url=url, title=title)


def sample(name: str) -> Review:
    """Read one of the sample reviews."""
    return read_review((SAMPLES / f"return-to-sender-says-the-moon-{name}").read_bytes())


def kinds(review: Review) -> list[PartKind]:
    """Return the kinds of a review's parts, in order."""
    return [part.kind for part in review.parts]


def part(review: Review, kind: PartKind) -> Part:
    """Return the one part of a kind."""
    (found,) = [candidate for candidate in review.parts if candidate.kind is kind]
    return found
