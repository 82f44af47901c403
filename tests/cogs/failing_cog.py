"""A cog for the tests alone: what fails in each of the ways a command, a button or a modal can."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import errors
from bot.client import LooseEnds
from bot.ui.failures import AnsweringItem, AnsweringModal
from bot.ui.layouts import notice, row
from bot.ui.reading import ReadButton, ReviewSelect, Section

FAILURES: dict[str, Exception] = {
    "mistake": errors.Mistake("Two is not a colour. Red would be."),
    "busy": errors.StorageBusy("held by another process"),
    "full": errors.StorageFull("no room"),
    "bug": RuntimeError("the butler did it"),
    "fast": app_commands.CommandOnCooldown(app_commands.Cooldown(1, 5), 3.2),
}


class FailButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"fail:(?P<how>\w+)"):
    """Fails when it is pressed."""

    def __init__(self, how: str) -> None:
        super().__init__(ui.Button(label="Fail", custom_id=f"fail:{how}"))
        self.how = how

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that a message carries."""
        return cls(match["how"])

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Fail."""
        raise FAILURES[self.how]


class FailModal(AnsweringModal, title="Fail"):
    """Fails when it is submitted."""

    said: ui.TextInput[Any] = ui.TextInput(label="Said", custom_id="said")

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Fail with what was said in the error."""
        raise RuntimeError(self.said.value)


class Failing(commands.Cog):
    """Commands that fail, and a forger's."""

    @app_commands.command(description="Fail")
    async def fail(self, interaction: discord.Interaction[LooseEnds], how: str, late: bool = False) -> None:
        """Fail at once, or after an answer."""
        if late:
            await interaction.response.send_message(view=notice("At first all is well."))
        raise FAILURES[how]

    @app_commands.command(description="Post a button that fails")
    async def button(self, interaction: discord.Interaction[LooseEnds], how: str) -> None:
        """Post the button."""
        await interaction.response.send_message(view=notice("Press.", *row([FailButton(how)])))

    @app_commands.command(description="Open a modal that fails")
    async def modal(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Open the modal."""
        await interaction.response.send_modal(FailModal())

    @app_commands.command(description="Post controls with forged ids")
    async def forge(self, interaction: discord.Interaction[LooseEnds], review: str, page: int = 0) -> None:
        """Post a button and a select that carry a review's id, whoever it belongs to."""
        select = ReviewSelect()
        select.item.options = [discord.SelectOption(label="Forged", value=review)]
        number = int(review) if review.isdecimal() else 1
        button = ReadButton("Forged", number, Section.RECAP, page)
        await interaction.response.send_message(view=notice("Press.", *row([button]), *row([select])))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    bot.add_dynamic_items(FailButton)
    await bot.add_cog(Failing())
