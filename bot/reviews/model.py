"""A review as the project knows it, and as JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.episodes import EpisodeNumber, EpisodeSpan

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
class Review:
    """What was read from one text. Whatever the text does not say for certain is None or empty.

    `span` is None when no episode is certain. `is_final` says that the review calls this episode the last one.
    `loose_ends` are sentences of the review, in its order.
    """

    kind: ReviewKind
    show: str | None = None
    season: int | None = None
    span: EpisodeSpan | None = None
    is_final: bool = False
    title: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    score: Score | None = None
    parts: tuple[Part, ...] = ()
    loose_ends: tuple[str, ...] = ()


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
        "author": review.author,
        "published": None if review.published is None else review.published.isoformat(),
        "url": review.url,
        "score": None
        if score is None
        else {"value": _number(score.value), "scale": _number(score.scale), "raw": score.raw},
        "parts": [{"kind": part.kind.value, "heading": part.heading, "text": part.text} for part in review.parts],
        "loose_ends": list(review.loose_ends),
    }


def _episode(number: EpisodeNumber) -> int | float:
    whole, part = divmod(number.hundredths, 100)
    return whole if part == 0 else number.hundredths / 100


def _number(text: str) -> int | float | str:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
