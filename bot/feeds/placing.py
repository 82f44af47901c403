"""What becomes of an item of a feed: it is filed, people are asked, or it is passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.matching import Placed, Unplaced, place_review
from bot.reviews.model import Review, ReviewKind
from bot.shows import Show, fold
from bot.storage.feed_items import Accepts

_ANY = EpisodeSpan.of(EpisodeNumber.of(1))


@dataclass(frozen=True, slots=True)
class File:
    """The review is of this show and these episodes."""

    placed: Placed


@dataclass(frozen=True, slots=True)
class Follow:
    """The review is of a show that is not followed yet, and is to be."""

    title: str
    season: int | None
    span: EpisodeSpan


@dataclass(frozen=True, slots=True)
class Ask:
    """People have to say what the review is of. `reason` is a sentence; the rest is what it may be."""

    reason: str
    show: Show | None = None
    span: EpisodeSpan | None = None


@dataclass(frozen=True, slots=True)
class PassOver:
    """It is nothing that was asked for."""


Decision: TypeAlias = File | Follow | Ask | PassOver


def decide(review: Review, followed: Sequence[Show], accepts: Accepts, only: Show | None = None) -> Decision:
    """Say what becomes of a review that a feed brought.

    Args:
        followed: the guild's shows.
        accepts: what the guild wants of the feed.
        only: the one show that the guild wants of it; a review that names none is taken to be of this one.
    """
    title = review.show or (only.title if only else None)
    if title is None:
        return _nameless(review, followed, accepts)
    place = place_review(followed, title, review.season, review.span or _ANY, chosen=review.show is None)
    may_be = [place.show] if isinstance(place, Placed) else list(place.candidates)
    if only is not None and only.show_id not in {show.show_id for show in may_be}:
        return PassOver()
    guess = only or (may_be[0] if may_be else None)
    if review.span is None:
        if guess is None and accepts is not Accepts.EVERYTHING:
            return PassOver()
        return Ask(_why(review), guess, _guessed_span(review))
    if isinstance(place, Placed):
        return File(place)
    if place.candidates:
        return Ask("It may be of a show that is followed here under another name.", guess, review.span)
    return _unfollowed(review, place, accepts, review.span)


def _nameless(review: Review, followed: Sequence[Show], accepts: Accepts) -> Decision:
    named = _named_in_title(review, followed)
    wanted = accepts is Accepts.EVERYTHING or (accepts is Accepts.ANIME and review.kind is not ReviewKind.UNKNOWN)
    if named is None and not wanted:
        return PassOver()
    if review.kind is ReviewKind.MULTI:
        return Ask("It is of several shows.", named)
    return Ask("It does not say for certain which show it is of.", named, review.span or _guessed_span(review))


def _unfollowed(review: Review, place: Unplaced, accepts: Accepts, span: EpisodeSpan) -> Decision:
    if accepts is Accepts.FOLLOWED:
        return PassOver()
    if not _is_named_in_text(review):
        return Ask("Its show is not followed here yet, and only its headline names it.", span=span)
    return Follow(place.name if place.season is not None else review.show or place.name, place.season, span)


def _is_named_in_text(review: Review) -> bool:
    """Tell whether the text calls the show so as well: a headline may say in one breath what happens in it."""
    return fold(review.show or "") in fold(" ".join(part.text for part in review.parts))


def _why(review: Review) -> str:
    if review.kind is ReviewKind.SEASON:
        return "It is of a whole season, and names no episode."
    return "It does not say for certain which episode it is of."


def _guessed_span(review: Review) -> EpisodeSpan | None:
    value: Any = getattr(review.findings.get("episodes"), "value", None)
    return value if isinstance(value, EpisodeSpan) else None


def _named_in_title(review: Review, followed: Sequence[Show]) -> Show | None:
    """Return a followed show whose name stands in the review's title."""
    title = f" {fold(review.title or '')} "
    return next((show for show in followed if any(f" {name} " in title for name in show.names)), None)
