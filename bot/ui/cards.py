"""The card: what a channel is shown of a new review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.gate import Gate
from bot.spoilers import Spoiler, veil_pages
from bot.storage.reviews import ReviewHead, StoredReview
from bot.ui.layouts import Layout, link, review_head, row
from bot.ui.rating import RateButton
from bot.ui.reading import ReviewSelect, doors, way_out

FIRST_LINES = 400
"""Characters of a review's first lines: enough to know its voice, few enough to leave the channel to its talk."""

TITLE = 300
"""Characters of a review's title; its veil has to stay one page."""


def review_card(
    review: StoredReview,
    *,
    gate: Gate,
    role_id: int | None = None,
    updated: bool = False,
    alike: Sequence[ReviewHead] = (),
    is_preview: bool = False,
) -> Layout:
    """Return the card of a review: a neutral head, its title and first lines veiled, and buttons to all else.

    Nothing of it tells of the episode but behind a veil, nor how the author liked it. Whoever sends it has to suppress
    link previews and, with a role, to name that one alone in `allowed_mentions`: the bot's default notifies nobody.

    Args:
        gate: how the guild of the channel holds what lies beyond its members' progress.
        role_id: the role that is told of the review.
        updated: the review has changed since it was first shown.
        alike: the heads of all reviews of the episode; a select switches between them where there are several.
        is_preview: the review is not kept yet, so that no button could open anything of it.
    """
    head = review.head
    what = "New review (updated)" if updated else "New review"
    lines = [review_head(review.show.label, head.span, head.author, head.published, what=what)]
    lines += [f"<@&{role_id}>"] if role_id is not None else []
    rate = "Rate this episode" if head.span.first == head.span.last else "Rate an episode"
    veils = [*_veil(review.title, TITLE), *_veil(review.opening, FIRST_LINES)]
    rows = (
        row(link("Read it there", review.url))
        if is_preview
        else [
            *row(doors(review)),
            *row([RateButton(head.review_id, rate), *way_out("Read it there", review, gate)]),
            *row([ReviewSelect(alike)] if len(alike) > 1 else []),
        ]
    )
    separated: list[ui.Item[Any]] = [ui.Separator(), *veils] if veils else []
    return Layout(ui.TextDisplay("\n".join(lines)), *separated, *rows)


def _veil(spoiler: Spoiler | None, limit: int) -> list[ui.TextDisplay[Any]]:
    """Return the first page of a text behind a veil, alone in its display, or nothing where there is no text."""
    return [ui.TextDisplay(page) for page in veil_pages(spoiler, limit)[:1]] if spoiler else []
