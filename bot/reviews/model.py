"""A review as the project knows it, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.reviews.evidence import BAR, Finding

_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


class ReviewKind(StrEnum):
    """What a review is about."""

    EPISODE = "episode"
    RANGE = "range"
    SEASON = "season"
    SPECIAL = "special"
    MULTI = "multi"
    UNKNOWN = "unknown"


class PartKind(StrEnum):
    """What a part of a review does."""

    RECAP = "recap"
    DISCUSSION = "discussion"
    CLOSING = "closing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a review. `text` is Discord's Markdown and does not repeat the heading."""

    kind: PartKind
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """What the author gave the episode.

    `value` is normalised (`7`, `8.5`, `Poor`), `scale` is the best there is (`10`) or `words`, `raw` is the
    author's wording.
    """

    value: str
    scale: str
    raw: str


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A question that a review says the story left open, in the review's words; `sureness` is from 0 to 1."""

    text: str
    sureness: float = 1.0

    @property
    def is_sure(self) -> bool:
        """Whether it reaches the bar that other findings must reach."""
        return self.sureness >= BAR


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that stands in a review: its http(s) address, and the words that stand for it ("" for none)."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was read from one text. Whatever the text does not say for certain is None or empty.

    `span` is None when no episode is certain. `is_final` says that the review calls this episode the last one.
    `episode_title` is the episode's own, `title` the review's. `url` is without what only tracks or replies.
    `language` is an ISO 639-1 code. `loose_ends` are sentences of the review, the surest first. `findings` say of
    fields how each was known, those too that were not sure enough to stand here. `digest` is a hash of the text as it
    came, by which the same text is known again.
    """

    kind: ReviewKind
    show: str | None = None
    season: int | None = None
    span: EpisodeSpan | None = None
    is_final: bool = False
    title: str | None = None
    episode_title: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    score: Score | None = None
    parts: tuple[Part, ...] = ()
    loose_ends: tuple[LooseEnd, ...] = ()
    images: tuple[Image, ...] = ()
    findings: Mapping[str, Finding[Any]] = field(default_factory=dict, compare=False)
    digest: str | None = None


def as_json(review: Review) -> dict[str, Any]:
    """Return a review as plain values for `json.dumps`: dates in ISO form, numbers as numbers."""
    span, score = review.span, review.score
    return {
        "kind": review.kind.value,
        "show": review.show,
        "season": review.season,
        "first_episode": None if span is None else _episode(span.first),
        "last_episode": None if span is None else _episode(span.last),
        "is_final": review.is_final,
        "title": review.title,
        "episode_title": review.episode_title,
        "author": review.author,
        "published": None if review.published is None else review.published.isoformat(),
        "url": review.url,
        "language": review.language,
        "score": None if score is None else _score(score),
        "parts": [{"kind": part.kind.value, "heading": part.heading, "text": part.text} for part in review.parts],
        "loose_ends": [end.text for end in review.loose_ends],
        "sure_loose_ends": [end.text for end in review.loose_ends if end.is_sure],
        "images": [{"url": image.url, "alt": image.alt} for image in review.images],
        "findings": {
            name: {"value": _plain(finding.value), "source": finding.source.value, "sureness": finding.sureness}
            for name, finding in review.findings.items()
        },
    }


def _plain(value: object) -> object:
    return _score(value) if isinstance(value, Score) else str(value)


def _score(score: Score) -> dict[str, int | float | str]:
    return {"value": _number(score.value), "scale": _number(score.scale), "raw": score.raw}


def _episode(number: EpisodeNumber) -> int | float:
    whole, part = divmod(number.hundredths, 100)
    return whole if part == 0 else number.hundredths / 100


def _number(text: str) -> int | float | str:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
