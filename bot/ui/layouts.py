"""What the bot's messages look like: Components V2, neutral text first, what is veiled alone in its own display.

Built of plain values, so that every message can be made and read without a Discord.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import discord
from discord import ui

from bot.episodes import EpisodeSpan
from bot.neutral import neutral
from bot.reviews.addresses import canonical_address

PAGE = 1_000
"""Characters of a page of text: what fits a phone's screen with the buttons below it. A message may hold 4,000."""

MOST_TEXT = 4_000
"""Characters that all text displays of a message may hold together, by Discord's reference of components."""

LONGEST_LINK = 512
"""Characters that a link button's address may have, by Discord's reference of components."""


class Layout(ui.LayoutView):
    """A finished message: its items are never waited for by this object.

    Every button of the bot is a `DynamicItem`, with its state in its `custom_id`. discord.py would keep a private
    view for a quarter of an hour, with a task that waits for its end; one that is stopped before it is sent is let go.
    """

    def __init__(self, *items: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Container(*items))
        self.stop()


def notice(text: str, *rows: ui.ActionRow[Any]) -> Layout:
    """Return a message of a sentence or a few, with rows of buttons below."""
    return Layout(ui.TextDisplay(text), *rows)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that stands alone in its display, with a neutral line below it and a button beside it."""

    text: str
    below: str = ""
    button: ui.Button[Any] | None = None

    def items(self) -> list[ui.Item[Any]]:
        """Return it as a message has it."""
        texts = [ui.TextDisplay[Any](text) for text in (self.text, self.below) if text]
        return [ui.Section(*texts, accessory=self.button)] if self.button is not None else [*texts]


PIECES = 5
"""Pieces of a page, so that with buttons beside and below them it stays under a message's 40 components."""

ROOM = 2_600
"""Characters of a page of pieces, which leaves a message's head and notes room enough. No piece may have more."""


def pages_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return pieces in pages, as many on each as fit; none where there are none."""
    pages: list[list[Piece]] = []
    left = 0
    for piece in pieces:
        units = size(piece.text) + size(piece.below)
        if not pages or units > left or len(pages[-1]) == PIECES:
            pages.append([])
            left = ROOM
        pages[-1].append(piece)
        left -= units
    return pages


def pieced(head: str, pieces: Iterable[Piece], rows: Iterable[ui.ActionRow[Any]] = ()) -> Layout:
    """Return a message with a neutral head, pieces, and rows of buttons."""
    items = [item for piece in pieces for item in piece.items()]
    return Layout(ui.TextDisplay(head), *([ui.Separator[Any]()] if items else []), *items, *rows)


def page(head: str, body: str, rows: Iterable[ui.ActionRow[Any]] = ()) -> Layout:
    """Return a message with a neutral head, one page of text that stands alone, and rows of buttons."""
    text = [ui.Separator[Any](), ui.TextDisplay[Any](body)] if body else []
    return Layout(ui.TextDisplay(head), *text, *rows)


def row(items: Sequence[ui.Item[Any]]) -> list[ui.ActionRow[Any]]:
    """Return buttons as a row, or nothing where there is no button: Discord refuses an empty row."""
    return [ui.ActionRow(*items)] if items else []


def review_head(show: str, span: EpisodeSpan, author: str | None, published: date | None, *, what: str) -> str:
    """Return the neutral head of a review: show and episode, then what follows, by whom and when.

    Nothing of it tells anything of the episode: a review's own title is not in it.
    """
    number = span.label
    byline = " · ".join([what, *([f"by {plain(author)}"] if author else []), *([day(published)] if published else [])])
    return f"### {plain(show)} · {number}\n{byline}"


def day(of: date) -> str:
    """Return a date as Discord writes it for each reader; noon, so that it is the same day nearly everywhere."""
    return discord.utils.format_dt(datetime.combine(of, time(12), UTC), "D")


def plain(text: str, limit: int = 100) -> str:
    """Return a name that strangers wrote as text without effect: no marks, mentions, invites or lines, not too long."""
    line = " ".join(neutral(text).split())
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    return discord.utils.escape_markdown(discord.utils.escape_mentions(line), ignore_links=False)


def counted(number: int, what: str) -> str:
    """Return a number of things, in words that fit one and many: `1 review`, `2 reviews`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def size(text: str) -> int:
    """Return how long a text is for Discord, at the most: in UTF-16 units, of which an emoji has two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def link(label: str, address: str | None) -> list[ui.Button[Any]]:
    """Return a link button, or nothing where the address is none that Discord takes."""
    usable = address and canonical_address(address) and len(address) <= LONGEST_LINK
    return [ui.Button(label=label, url=address)] if usable else []
