"""A review that a member types into fields: what they are, and the review they make."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date

from bot.episodes import EpisodeSpan
from bot.errors import Mistake
from bot.reviews.evidence import sure
from bot.reviews.finality import says_final
from bot.reviews.language import find_language
from bot.reviews.lines import read_lines
from bot.reviews.loose_ends import find_loose_ends
from bot.reviews.model import Part, PartKind, Review, ReviewKind, Score
from bot.reviews.parts import Section
from bot.reviews.score_forms import written_scores
from bot.reviews.score_words import Written

HEADINGS = {PartKind.RECAP: "Recap", PartKind.DISCUSSION: "Discussion", PartKind.CLOSING: "Closing notes"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a member typed into the fields of a review; every one may be empty."""

    title: str = ""
    recap: str = ""
    discussion: str = ""
    closing: str = ""
    score: str = ""

    def parts(self) -> list[tuple[PartKind, str]]:
        """Return the parts that say something, in their order."""
        typed = ((PartKind.RECAP, self.recap), (PartKind.DISCUSSION, self.discussion), (PartKind.CLOSING, self.closing))
        return [(kind, text.strip()) for kind, text in typed if _is_visible(text)]

    def as_text(self) -> str:
        """Return all of it as one text, to be given back to who typed it."""
        parts = [f"# {self.title}" if self.title.strip() else ""]
        parts += [f"## {HEADINGS[kind]}\n\n{text}" for kind, text in self.parts()]
        parts += [f"Score: {self.score}" if self.score.strip() else ""]
        return "\n\n".join(part for part in parts if part) + "\n"


async def make_review(typed: Typed, *, show: str, span: EpisodeSpan, author: str, published: date) -> Review:
    """Return the review that was typed, its loose ends found as in any other; it is read off the event loop.

    The parts stand as they were typed, so that an edit gives them back unchanged.

    Args:
        show: the show's title.

    Raises:
        Mistake: no part says anything, or the score is none.
    """
    return await asyncio.to_thread(_make, typed, show, span, author, published)


def _make(typed: Typed, show: str, span: EpisodeSpan, author: str, published: date) -> Review:
    parts = typed.parts()
    if not parts:
        raise Mistake("A review needs a recap, a discussion or closing notes; all three were empty.")
    sections = [Section(kind, HEADINGS[kind], tuple(read_lines(text).blocks)) for kind, text in parts]
    paragraphs = [block.text for section in sections for block in section.blocks]
    return Review(
        kind=ReviewKind.EPISODE if span.first == span.last else ReviewKind.RANGE,
        show=show,
        span=span,
        is_final=says_final(paragraphs, show),
        title=" ".join(typed.title.split()) or None,
        author=author,
        published=published,
        language=sure(find_language("\n".join(paragraphs), None)),
        score=_score(typed.score),
        parts=tuple(Part(kind, HEADINGS[kind], text) for kind, text in parts),
        loose_ends=find_loose_ends(sections, show),
    )


def _score(text: str) -> Score | None:
    if not text.strip():
        return None
    for line in (text, f"Rating: {text}"):
        found = written_scores(line)
        if len(found) == 1 and (found[0].score.scale.isdecimal() or _is_all(line, found[0])):
            return replace(found[0].score, raw=" ".join(text.split()))
    raise Mistake("I can't read the score. Try one such as 8/10, 85/100, B+, ★★★★☆, or a word such as “great”.")


def _is_all(line: str, found: Written) -> bool:
    """Tell whether a line holds nothing but the score: the A of “A mess” is no grade."""
    return not any(c.isalnum() for c in line[: found.start] + line[found.end :])


def _is_visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)
