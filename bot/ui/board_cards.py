"""What the board of a show’s loose ends looks like: an episode after the other, the texts of each behind one veil.

A group hangs on nothing but its own episode: what came of its questions later changes no character of it. Whether it
finds room is decided from the latest one back.
"""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.shows import Show
from bot.spoilers import joined, veil, veil_pages
from bot.storage.loose_end_groups import Group, Groups
from bot.ui.layouts import MOST_TEXT, Layout, plain, row, size
from bot.ui.ledger_doors import AddButton
from bot.ui.ledger_lists import LedgerButton

MOST_GROUPS = 15
"""Groups that find room in a message of 40 components: each takes two, and all else ten at the most."""
MOST_TEXTS = 20
"""So many of what a group raised, and of what it tied, are looked at; `_GROUP` has hardly room for more."""

_GROUP = 800
"""Characters of a group's veil: with more, a single episode would fill the board."""
_AROUND = 500
"""Characters that are left for what stands around the groups."""


def board(show: Show, groups: Groups) -> Layout:
    """Return the message of a board.

    Args:
        show: whose it is.
        groups: the latest, of which those are shown that find room.
    """
    free, shown, earlier = MOST_TEXT - _AROUND, list[list[str]](), groups.earlier
    for at, group in reversed([*enumerate(groups.shown)]):
        texts = _group(group)
        free -= sum(map(size, texts))
        if free < 0:
            earlier += sum(left_out.raised for left_out in groups.shown[: at + 1])
            break
        shown.append(texts)
    items: list[ui.Item[Any]] = [ui.TextDisplay(_head(show, is_empty=not groups.shown))]
    if earlier:
        items.append(ui.TextDisplay(f"-# And {earlier} more from earlier episodes: press *Loose ends*."))
    for texts in reversed(shown):
        items += [ui.TextDisplay(text) for text in texts]
    return Layout(*items, *row([LedgerButton(show.show_id), AddButton(show.show_id)]))


def _head(show: Show, *, is_empty: bool) -> str:
    said = (
        "No loose end is kept yet: what has the story left open?"
        if is_empty
        else "What the story has left open, and what it tied. Open the episodes that you have watched."
    )
    return f"### {plain(show.label)} · Loose ends\n{said}"


def _group(group: Group) -> list[str]:
    """Return the displays of a group: its episode and counts in the open, and one veil around all of its texts."""
    fitting, body = 0, ""
    while fitting < len(group.texts):
        longer = veil(joined(group.texts[: fitting + 1]))
        if size(longer) > _GROUP:
            break
        fitting, body = fitting + 1, longer
    is_cut = bool(group.texts) and not fitting
    if is_cut:
        fitting, body = 1, veil_pages(group.texts[0], _GROUP)[0]
    left = group.raised + group.tied - fitting
    counts = [f"{group.raised} raised"] if group.raised else []
    counts += [f"{group.tied} tied here"] if group.tied else []
    rest = [*(["the first is cut"] if is_cut else []), *([f"{left} more"] if left > 0 else [])]
    more = f" · {', '.join(rest)}: press *Loose ends*" if rest else ""
    return [f"**Episode {group.episode}** · {', '.join(counts)}{more}", *([body] if body else [])]
