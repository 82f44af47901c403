"""What leads on from lists of loose ends: one of them opened, another page, the form for one more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.errors import Mistake
from bot.storage.ledger import LooseEnd
from bot.ui import loose_end_sheet, raising
from bot.ui.choosing import followed_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import counted, row
from bot.ui.ledger_pages import Latest, neutral_words

if TYPE_CHECKING:
    from bot.client import LooseEnds


class AddButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"ends-add:(?P<show>\d{1,18})"):
    """Asks the member who presses it for a loose end of a show."""

    def __init__(self, show_id: int) -> None:
        super().__init__(ui.Button(label="Add one", custom_id=f"ends-add:{show_id}"))
        self.show_id = show_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the form."""
        show = await followed_show(interaction, self.show_id)
        await raising.ask(interaction, None, show.label)


class EndSelect(AnsweringItem, ui.DynamicItem[ui.Select[Any]], template=r"ends-open"):
    """Opens one of the loose ends of a page; its options are numbers and neutral words."""

    def __init__(self, options: list[discord.SelectOption]) -> None:
        super().__init__(ui.Select(custom_id="ends-open", placeholder="Pick one to see all of it", options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        self = cls(item.options)
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the loose end that was picked, as far as the member has watched."""
        value = self.item.values[0] if self.item.values else ""
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise Mistake("That is not one of the loose ends here.")
        await loose_end_sheet.show_end(interaction, int(value))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (AddButton, EndSelect)


def controls(
    ends: Sequence[LooseEnd],
    latest: Latest,
    turn: Callable[[str, int, bool], ui.Item[Any]],
    *,
    number: int,
    pages: int,
    is_open: bool,
) -> list[ui.ActionRow[Any]]:
    """Return the rows below a page: the select that opens one, and the buttons that turn and open the page.

    Args:
        turn: makes a button of a label, the page it leads to, and whether that stands in the open.
        number: the page, from 0, of so many `pages`.
        is_open: whether this one stands in the open.
    """
    options = [
        discord.SelectOption(
            label=f"#{end.number} · Episode {end.raised_in}",
            value=str(end.number),
            description=", ".join([*neutral_words(end, latest), counted(end.voices, "voice")]),
        )
        for end in ends
    ]
    buttons = [turn("Back", number - 1, is_open)] if number else []
    buttons += [turn("Next", number + 1, is_open)] if number + 1 < pages else []
    buttons += [turn("Veil all" if is_open else "Unveil all", number, not is_open)]
    return [*row([EndSelect(options)] if options else []), *row(buttons)]
