"""The loose ends that a review names, as one of its pages shows them: each with what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.gate import Viewer
from bot.storage.review_ends import ReviewEnd
from bot.ui.layouts import Piece, pages_of
from bot.ui.viewing import pages_for


def ends_in_pages(
    ends: Sequence[ReviewEnd], review_id: int, viewer: Viewer, *, veiled: bool
) -> list[list[Piece]] | None:
    """Return what a review names as left open in pages, as its viewer reads it; None where they may not have it yet.

    Args:
        veiled: the viewer has asked for the text without having watched; a button that brings them back keeps that.
    """
    pieces = []
    for end in ends:
        texts = pages_for(viewer, end.text, all_the_same=veiled)
        if texts is None:
            return None
        first, *more = texts
        below = "" if end.number is None else f"-# tracked as #{end.number}"
        if end.number is None:
            label = "Track it"
        else:
            label = "See it" if end.has_voice and viewer.may_see(end.text.episode) else "I want to know too"
        custom_id = f"end-track:{review_id}:{end.sentence_hash}:{int(veiled)}"
        pieces += [Piece(first, below, ui.Button(label=label, custom_id=custom_id)), *map(Piece, more)]
    pages = pages_of(pieces)
    for number, page in enumerate(pages):
        for piece in page:
            if piece.button is not None:
                piece.button.custom_id = f"{piece.button.custom_id}:{number}"
    return pages
