"""What lists of loose ends look like: of each a neutral line, and its question veiled, or open on request.

Built of plain values. Whoever hands loose ends over here was given them by the ledger, cut at their viewer's progress.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from discord import ui

from bot.episodes import EpisodeNumber
from bot.loose_ends import Status, quiet_for
from bot.shows import Show
from bot.spoilers import veil_pages
from bot.storage.ledger import Counts, LooseEnd
from bot.ui.layouts import MOST_TEXT, Layout, counted, plain, size
from bot.ui.viewing import opened_pages

ENDS_A_PAGE = 8

_MARGIN = 100
"""Characters of a message that are left free."""
_NAME = 40
"""Characters of a show's name in a line."""

Latest = Mapping[int, EpisodeNumber | None]
"""The last episode, of those that the viewer has watched, that anything is known of; by the show's id."""


def ends_page(
    head: str,
    ends: Sequence[LooseEnd],
    latest: Latest,
    *,
    named: bool,
    is_open: bool,
    foot: str,
    rows: Sequence[ui.ActionRow[Any]],
) -> Layout:
    """Return a page of loose ends, each question alone in its display.

    Args:
        named: each line names the show.
        is_open: the questions stand in the open: the viewer has watched their episodes, and asked for it.
        foot: what is said below of those that are not listed, or nothing.
    """
    lines = [_line(end, latest, named=named) for end in ends]
    free = MOST_TEXT - _MARGIN - sum(map(size, (head, foot, *lines)))
    items: list[ui.Item[Any]] = [ui.TextDisplay(head), ui.Separator()]
    for end, line in zip(ends, lines, strict=True):
        room = free // len(ends)
        pages = opened_pages(end.viewer, end.question, room) if is_open else veil_pages(end.question, room)
        items.append(ui.TextDisplay(line + (" · cut here" if len(pages) > 1 else "")))
        items += [ui.TextDisplay(page) for page in pages[:1]]
    items += [ui.Separator(), ui.TextDisplay(f"-# {foot}")] if foot else []
    return Layout(*items, *rows)


def neutral_words(end: LooseEnd, latest: Latest) -> list[str]:
    """Return what may be said of a loose end in the open to its viewer: its status, and for how long it was quiet."""
    quiet = quiet_for(end.touched, latest.get(end.show.show_id) or end.touched)
    settled = "" if end.settled_in is None or end.status is Status.OPEN else f" in episode {end.settled_in}"
    return [f"{end.status}{settled}", *([f"quiet for {counted(quiet, 'episode')}"] if quiet else [])]


def counts_line(counts: Counts) -> str:
    """Return how many loose ends of each status there are, of those that the viewer may see."""
    named = ((counts.open, Status.OPEN), (counts.answered, Status.ANSWERED), (counts.dropped, Status.DROPPED))
    return ", ".join(f"{number} {status}" for number, status in named if number)


def of_show(show: Show, episode: EpisodeNumber | None) -> str:
    """Return of what a list is, in a sentence: `Lantern Code`, `episode 3 of Lantern Code`."""
    return plain(show.label) if episode is None else f"episode {episode} of {plain(show.label)}"


def _line(end: LooseEnd, latest: Latest, *, named: bool) -> str:
    where = f"{plain(end.show.label, _NAME)}, episode {end.raised_in}" if named else f"Episode {end.raised_in}"
    return " · ".join([f"**#{end.number}**", where, *neutral_words(end, latest), counted(end.voices, "voice")])
