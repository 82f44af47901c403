"""Lists that are longer than a message: one button turns the pages of all of them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import discord
from discord import ui

from bot.errors import Mistake
from bot.ui.failures import AnsweringItem

if TYPE_CHECKING:
    from bot.client import LooseEnds

Pages: TypeAlias = "Callable[[discord.Interaction[LooseEnds], str, int], Awaitable[None]]"
"""Answers with a page of a list, given what the list is of, as the button carries it, and the page, from 0."""

_PAGES: dict[str, Pages] = {}


def pages(name: str) -> Callable[[Pages], Pages]:
    """Have a function answer with the pages of the list of that name."""

    def keep(answer: Pages) -> Pages:
        _PAGES[name] = answer
        return answer

    return keep


class PageButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    # The lists of before there was one button for all had their names first.
    template=(
        r"(?:page:(?P<name>[a-z]{1,12})|(?P<old>shows|feeds|reviews|results))"
        r"(?P<of>(?::[a-z0-9-]{1,20}){0,3}):(?P<page>\d{1,4})"
    ),
):
    """Opens a page of a list for the member who presses it."""

    def __init__(self, label: str, name: str, of: str = "", number: int = 0) -> None:
        """Make the button.

        Args:
            label: what stands on it.
            name: the list, as it is known to `pages`.
            of: what the list is of, such as a show's id; up to three words of letters and digits, with colons between.
            number: the page, from 0.
        """
        custom_id = ":".join(["page", name, *([of] if of else []), str(number)])
        super().__init__(ui.Button(label=label, custom_id=custom_id))
        self.name, self.of, self.number = name, of, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", match["name"] or match["old"], match["of"][1:], int(match["page"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the page."""
        if self.name not in _PAGES:
            raise Mistake("That list is not here any more. Use the command that shows it.")
        await _PAGES[self.name](interaction, self.of, self.number)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (PageButton,)


def turning(name: str, number: int, count: int, of: str = "") -> list[PageButton]:
    """Return the buttons that lead to the pages before and after one.

    Args:
        number: the page that is shown, from 0.
        count: how many there are.
    """
    back = [PageButton("Back", name, of, number - 1)] if number else []
    return back + ([PageButton("Next", name, of, number + 1)] if number + 1 < count else [])


def count_pages(things: int, a_page: int) -> int:
    """Return how many pages so many things fill; at least one."""
    return max(1, -(-things // a_page))
