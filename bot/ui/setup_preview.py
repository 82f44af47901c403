"""What the bot's messages look like, made of invented words: nothing of them is kept, and their buttons are dead."""

from __future__ import annotations

from datetime import date

from discord import ui

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.gate import Gate
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage.discussions import Discussion, Mode
from bot.storage.loose_end_groups import Group, Groups
from bot.storage.reviews import ReviewHead, StoredReview
from bot.ui.board_cards import board
from bot.ui.cards import review_card
from bot.ui.hub_extras import Extras
from bot.ui.hubs import hub
from bot.ui.layouts import Layout
from bot.ui.ledger_lists import LedgerButton

_EPISODE = EpisodeNumber.of(3)
_RECAP = "The lamplighter finds the tower locked from within, and someone has answered her letters all winter."


def preview_card(guild_id: int, gate: Gate, role_id: int | None = None) -> Layout:
    """Return the card of a new review as a channel would have it.

    Args:
        role_id: the role that is told of it; whoever sends the preview lets nobody be notified.
    """
    show = _show(guild_id)
    review = StoredReview(
        ReviewHead(
            0, EpisodeSpan.of(_EPISODE), is_final=False, has_recap=True, author="Ira", published=date(2026, 1, 16)
        ),
        show,
        url="https://example.com/",
        title=_text("A key that turns both ways"),
        score=_text("8/10"),
        recap=_text(_RECAP),
        discussion=_text("I had the postman in mind, and so had he."),
        opening=_text(_RECAP),
        loose_ends=(_text("Who wrote the answers?"),),
    )
    return _dead(review_card(review, gate=gate, role_id=role_id))


def preview_hub(guild_id: int, channel_id: int, mode: Mode) -> Layout:
    """Return the message with which a discussion begins."""
    show = _show(guild_id)
    discussion = Discussion(
        row_id=0,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=None,
        is_wanted=False,
        posting=0,
        version=0,
        begun_at=None,
        attempts=0,
        is_told=False,
        show=show,
        episode=_EPISODE,
        parent_id=channel_id,
        thread_id=None,
        mode=mode,
    )
    return _dead(hub(discussion, None, None, Extras([], [LedgerButton(show.show_id)])))


def preview_board(guild_id: int) -> Layout:
    """Return the board of a show's loose ends."""
    asked = (_text("#1 Who wrote the answers?"), _text("#2 Why is the tower locked from within?"))
    tied = (_text("#1 Who wrote the answers? The postman, for he could not bear to deliver nothing."),)
    later = EpisodeNumber.of(5)
    groups = Groups((Group(_EPISODE, 2, 0, asked), Group(later, 0, 1, tied)), earlier=0)
    return _dead(board(_show(guild_id), groups))


def _show(guild_id: int) -> Show:
    return Show(0, guild_id, "The Lamplighter’s Winter")


def _text(text: str) -> Spoiler:
    return Spoiler(text, show_id=0, episode=_EPISODE)


def _dead(layout: Layout) -> Layout:
    for item in layout.walk_children():
        control = item.item if isinstance(item, ui.DynamicItem) else item
        if isinstance(control, ui.Button | ui.Select):
            control.disabled = True
    return layout
