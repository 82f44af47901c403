"""Loose ends over all shows, as far as the viewer has watched each: what was searched for, and one’s own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.loose_ends import search_words
from bot.shows import Show
from bot.storage import ledger, loose_end_search
from bot.ui.choosing import followed_show, guild_of, which_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import counted, notice, plain, row
from bot.ui.ledger_doors import controls
from bot.ui.ledger_lists import LedgerButton, last_known
from bot.ui.ledger_pages import ENDS_A_PAGE, ends_page
from bot.ui.replying import reply

if TYPE_CHECKING:
    from bot.client import LooseEnds

MOST_FOUND = 50
"""Loose ends that a search finds; who looks for one will not turn more pages."""
_LONGEST_WORDS = 60
"""UTF-16 units of what is searched for, so that a button can carry it: a `custom_id` has 100."""


class OwnButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"ends-mine:(?P<page>\d{1,5}):(?P<open>[01])"):
    """Turns the pages of a member's own loose ends."""

    def __init__(self, label: str, number: int, *, is_open: bool) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"ends-mine:{number}:{int(is_open)}"))
        self.number, self.is_open = number, is_open

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", int(match["page"]), is_open=match["open"] == "1")

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the page."""
        await list_own(interaction, self.number, is_open=self.is_open)


class FoundButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=rf"ends-found:(?P<show>\d{{1,18}}):(?P<page>\d):(?P<open>[01]):(?P<words>[^\n]{{1,{_LONGEST_WORDS}}})",
):
    """Turns the pages of what a member searched for; show 0 is all of them."""

    def __init__(self, label: str, show_id: int, words: str, number: int, *, is_open: bool) -> None:
        custom_id = f"ends-found:{show_id}:{number}:{int(is_open)}:{words}"
        super().__init__(ui.Button(label=label, custom_id=custom_id))
        self.show_id, self.words, self.number, self.is_open = show_id, words, number, is_open

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", int(match["show"]), match["words"], int(match["page"]), is_open=match["open"] == "1")

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Search again, and show the page."""
        show = await followed_show(interaction, self.show_id) if self.show_id else None
        await _answer_search(interaction, show, self.words, self.number, is_open=self.is_open)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (OwnButton, FoundButton)


async def list_own(interaction: discord.Interaction[LooseEnds], number: int = 0, *, is_open: bool = False) -> None:
    """Answer privately with the loose ends that the member raised, has a voice in or a theory of.

    Args:
        number: the page, from 0; beyond the last it is the last.
        is_open: the questions stand in the open.
    """
    database, guild_id, member_id = interaction.client.database, guild_of(interaction), interaction.user.id
    seen, beyond = await ledger.count_of_member(database, guild_id, member_id)
    foot = f"{beyond} more beyond what you have watched" if beyond else ""
    if not seen:
        await reply(interaction, notice(_NONE_SEEN.format(counted(beyond, "loose end")) if beyond else _NONE))
        return
    pages = -(-seen // ENDS_A_PAGE)
    number = min(number, pages - 1)
    ends = await ledger.of_member(database, guild_id, member_id, offset=number * ENDS_A_PAGE, most=ENDS_A_PAGE)
    latest = await last_known(database, ends)
    head = f"### Your loose ends\n{seen} that you raised, want to know too, or have a theory of"
    rows = controls(
        ends,
        latest,
        lambda label, to, opens: OwnButton(label, to, is_open=opens),
        number=number,
        pages=pages,
        is_open=is_open,
    )
    await reply(interaction, ends_page(head, ends, latest, named=True, is_open=is_open, foot=foot, rows=rows))


async def search(interaction: discord.Interaction[LooseEnds], words: str, show: str | None) -> None:
    """Answer privately with the loose ends in which words stand, as far as the member has watched.

    Args:
        words: what is looked for; the last may be the beginning of a word.
        show: look in that show alone; None looks in all.

    Raises:
        Mistake: no show of that name is followed.
    """
    meant = None if show is None else await which_show(interaction, show)
    await _answer_search(interaction, meant, _carried(words), 0, is_open=False)


async def _answer_search(
    interaction: discord.Interaction[LooseEnds], show: Show | None, words: str, number: int, *, is_open: bool
) -> None:
    database, guild_id, member_id = interaction.client.database, guild_of(interaction), interaction.user.id
    ids = await loose_end_search.search(database, guild_id, member_id, words, show=show, most=MOST_FOUND)
    number = min(number, max(0, len(ids) - 1) // ENDS_A_PAGE)
    page_of_ids = ids[number * ENDS_A_PAGE :][:ENDS_A_PAGE]
    ends = await ledger.numbered(database, guild_id, page_of_ids, member_id)
    where = f" in {plain(show.label)}" if show else ""
    if not ends:
        nothing = f"As far as you have watched, “{plain(words)}” stands in no loose end{where}."
        said = nothing if search_words(words) else "There is no word in that to look for. Try one of the question."
        hint = "-# Whole words are looked for, and the beginning of the last. `/watched` says how far you have watched."
        buttons = [LedgerButton(show.show_id, label="All of them")] if show else []
        await reply(interaction, notice(f"{said}\n{hint}", *row(buttons)))
        return
    show_id, latest = show.show_id if show else 0, await last_known(database, ends)
    found = f"The best {MOST_FOUND}" if len(ids) == MOST_FOUND else counted(len(ids), "loose end")
    head = f"### “{plain(words)}”\n{found}{where}, as far as you have watched"
    rows = controls(
        ends,
        latest,
        lambda label, to, opens: FoundButton(label, show_id, words, to, is_open=opens),
        number=number,
        pages=-(-len(ids) // ENDS_A_PAGE),
        is_open=is_open,
    )
    await reply(interaction, ends_page(head, ends, latest, named=show is None, is_open=is_open, foot="", rows=rows))


def _carried(words: str) -> str:
    """Return what is looked for as a button can carry it; what is cut off is at the end, and the last may be cut."""
    units = " ".join(words.split()).encode("utf-16-le", "ignore")[: 2 * _LONGEST_WORDS]
    return units.decode("utf-16-le", "ignore").strip()


_NONE = "You have no part in a loose end here yet. `/loose-end add` raises one; `/loose-end list` shows what there is."
_NONE_SEEN = (
    "You have a part in {}, beyond what you have watched. Say with `/watched` how far that is, and those up to there"
    " are listed."
)
