"""Having a part in a loose end: voices, “I want to know too”, and theories of what the answer will be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.errors import Mistake, StorageConflict
from bot.storage import loose_end_theories, loose_end_voices
from bot.ui.choosing import read_episode
from bot.ui.failures import AnsweringItem
from bot.ui.ledger_forms import THEORY, end_form, kept, open_form, typed_words
from bot.ui.loose_end_sheet import found, show_end, show_from
from bot.ui.rights import ledger_rights

if TYPE_CHECKING:
    from bot.client import LooseEnds

FORM = re.compile(rf"end-form:{THEORY}:(?P<number>\d{{1,9}}):")


class JoinButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-say:(?P<what>voice|unvoice|theory):(?P<number>\d{1,9})",
):
    """Gives a voice, takes it back, or opens the form for a theory."""

    def __init__(self, what: str, number: int) -> None:
        super().__init__(ui.Button(label="…", custom_id=f"end-say:{what}:{number}"))
        self.what, self.number = what, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["what"], int(match["number"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Do it, and show the loose end."""
        if self.what == "theory":
            await ask_theory(interaction, self.number)
            return
        end, client, member_id = await found(interaction, self.number), interaction.client, interaction.user.id
        if self.what == "voice":
            try:
                new = await loose_end_voices.give_voice(client.database, end, member_id, client.clock())
            except StorageConflict:
                raise Mistake(f"There is no loose end #{end.number} any more.") from None
            said = f"#{end.number} has your voice." if new else f"#{end.number} had your voice already."
        else:
            taken = await loose_end_voices.take_voice(client.database, end, member_id)
            said = "Your voice is taken back." if taken else "There was no voice of yours."
        await show_end(interaction, end.number, said)


class RemoveTheoryButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-theory:(?P<number>\d{1,9}):(?P<theory>\d{1,18})",
):
    """Removes a theory: one's own, or for hosts any."""

    def __init__(self, number: int, theory_id: int) -> None:
        super().__init__(ui.Button(label="Remove", custom_id=f"end-theory:{number}:{theory_id}"))
        self.number, self.theory_id = number, theory_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["number"]), int(match["theory"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Remove it, and show the loose end."""
        end = await found(interaction, self.number)
        rights = await ledger_rights(interaction, end.raised_by)
        removed = await loose_end_theories.remove_theory(
            interaction.client.database,
            end.show.guild_id,
            self.theory_id,
            interaction.user.id,
            anyones=rights.is_host,
        )
        said = "The theory is removed." if removed else "That theory is not here any more, or not yours to remove."
        await show_end(interaction, end.number, said)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (JoinButton, RemoveTheoryButton)


async def ask_theory(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """Open the form for a theory.

    Raises:
        Mistake: there is no such loose end that the member may see.
    """
    end = await found(interaction, number)
    await open_form(interaction, end_form(THEORY, end.number), episode=str(end.watched))


async def _submit(interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]) -> None:
    end, client = await found(interaction, int(match["number"])), interaction.client
    text, episode = typed_words(values, THEORY), await read_episode(interaction, end.show, values.get("episode", ""))
    try:
        await loose_end_theories.add_theory(client.database, end, text, episode, interaction.user.id, client.clock())
    except StorageConflict:
        raise Mistake(f"There is no loose end #{end.number} any more.") from None
    await show_from(interaction, end.show, end.number, episode, "Your theory is added.")


submit = kept(_submit)
"""Takes what was typed into the form for a theory."""
