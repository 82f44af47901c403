"""Questions before something is removed for good: a button that removes it, and one that keeps it."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, notice, row

_OF_AND_ANSWER = r":(?P<of>\d{1,18}):(?P<answer>yes|no)"


class RemovalButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=_OF_AND_ANSWER):
    """Answers whether something is to be removed; what is removed, and what is said of it, is for `act` of a subclass.

    A subclass gives the `name` that its custom ids begin with, and `yes`, which stands on the button that removes.
    """

    _name: ClassVar[str]
    _yes: ClassVar[str]

    def __init_subclass__(cls, *, name: str, yes: str) -> None:
        super().__init_subclass__(template=name + _OF_AND_ANSWER)
        cls._name, cls._yes = name, yes

    def __init__(self, of: int, answer: str) -> None:
        """Make the button.

        Args:
            of: the id or the number of what is to be removed.
            answer: `yes` or `no`.
        """
        label, style = {
            "yes": (self._yes, discord.ButtonStyle.danger),
            "no": ("Keep it", discord.ButtonStyle.secondary),
        }[answer]
        super().__init__(ui.Button(label=label, style=style, custom_id=f"{self._name}:{of}:{answer}"))
        self.of, self.answer = of, answer

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["of"]), match["answer"])

    @classmethod
    def asked(cls, question: str, of: int) -> Layout:
        """Return the question, with both buttons below it."""
        return notice(question, *row([cls(of, answer) for answer in ("yes", "no")]))
