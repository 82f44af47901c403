"""The loose ends that a review names, as one of its pages shows them: each with *Track it*, or its number."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.episodes import EpisodeNumber
from bot.spoilers import may_see, open_pages, veil_pages
from bot.storage.review_ends import ReviewEnd
from bot.ui.layouts import PAGE, Piece, pages_of


def ends_in_pages(
    ends: Sequence[ReviewEnd], review_id: int, watched: EpisodeNumber | None, *, veiled: bool
) -> list[list[Piece]]:
    """Return what a review names as left open in pages: open to who has watched so far, else behind veils.

    Args:
        veiled: the viewer has asked for the text without having watched; a button that brings them back keeps that.
    """
    pieces = []
    for end in ends:
        is_open = may_see(watched, end.text.episode)
        first, *more = open_pages(end.text, watched, PAGE) if is_open else veil_pages(end.text, PAGE)
        below = "" if end.number is None else f"-# tracked as #{end.number}"
        label = "Track it" if end.number is None else "I want to know too"
        custom_id = f"end-track:{review_id}:{end.sentence_hash}:{int(veiled)}"
        pieces += [Piece(first, below, ui.Button(label=label, custom_id=custom_id)), *map(Piece, more)]
    pages = pages_of(pieces)
    for number, page in enumerate(pages):
        for piece in page:
            if piece.button is not None:
                piece.button.custom_id = f"{piece.button.custom_id}:{number}"
    return pages
