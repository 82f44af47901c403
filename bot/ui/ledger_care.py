"""Keeping the ledger in order: merging, undoing, removing, and the guild's rules; with the buttons of a sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.errors import Mistake
from bot.loose_ends import Turn
from bot.storage import guilds, loose_end_changes, loose_ends
from bot.storage.guilds import Answering
from bot.storage.ledger import LooseEnd
from bot.ui.choosing import guild_of
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import notice
from bot.ui.ledger_forms import EDIT
from bot.ui.loose_end_sheet import found, show_end
from bot.ui.removing import RemovalButton
from bot.ui.replying import reply
from bot.ui.rights import ledger_rights, must_host, must_manage
from bot.ui.settling import ask_edit, ask_turn

if TYPE_CHECKING:
    from bot.client import LooseEnds

_REMOVE = "remove"
_UNDONE = {
    "answered": "the answer",
    "dropped": "that it was dropped",
    "reopened": "that it was reopened",
    "edited": "the edit",
    "merged": "the merge",
}


class SettleButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=rf"end-do:(?P<what>{'|'.join(Turn)}|{EDIT}|{_REMOVE}):(?P<number>\d{{1,9}})",
):
    """Opens a form about a loose end, or asks whether it is to be removed."""

    def __init__(self, what: str, number: int) -> None:
        super().__init__(ui.Button(label="…", custom_id=f"end-do:{what}:{number}"))
        self.what, self.number = what, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["what"], int(match["number"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Ask."""
        if self.what == EDIT:
            await ask_edit(interaction, self.number)
        elif self.what == _REMOVE:
            await ask_remove(interaction, self.number)
        else:
            await ask_turn(interaction, self.number, Turn(self.what))


class UndoButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-undo:(?P<number>\d{1,9}):(?P<change>\d{1,18})",
):
    """Undoes the change that was the last when the button was made."""

    def __init__(self, number: int, change_id: int) -> None:
        super().__init__(ui.Button(label="Undo", custom_id=f"end-undo:{number}:{change_id}"))
        self.number, self.change_id = number, change_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["number"]), int(match["change"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Undo it."""
        await undo(interaction, self.number, self.change_id)


class RemoveButton(RemovalButton, name="end-remove", yes="Remove it for good"):
    """Answers whether a loose end is to be removed."""

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Remove it, or show it again."""
        if self.answer == "no":
            await show_end(interaction, self.of, "Nothing was removed.")
            return
        end, is_host = await _to_remove(interaction, self.of)
        if end.number != self.of:
            raise Mistake(f"#{self.of} was merged into #{end.number} meanwhile. Nothing was removed.")
        database = interaction.client.database
        if is_host:
            removed = await loose_ends.remove(database, end)
        else:
            removed = await loose_ends.remove_own(database, end, interaction.user.id)
        if not removed:
            raise Mistake(f"#{end.number} is gone already, or others have joined in; then only hosts can remove it.")
        await reply(interaction, notice(f"Removed: #{end.number}, with all that belonged to it."))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (SettleButton, UndoButton, RemoveButton)


async def merge(interaction: discord.Interaction[LooseEnds], number: int, into: int) -> None:
    """Make one loose end of two, the second's words staying.

    Raises:
        Mistake: the member does not host, or may not see one of the two, or they can't be one.
    """
    await must_host(interaction)
    end, other, client = await found(interaction, number), await found(interaction, into), interaction.client
    await loose_end_changes.merge(client.database, end, other, interaction.user.id, client.clock())
    await show_end(interaction, other.number, f"#{end.number} is merged into #{other.number}. Undo takes them apart.")


async def undo(interaction: discord.Interaction[LooseEnds], number: int, change_id: int | None = None) -> None:
    """Undo the last change of a loose end.

    Args:
        change_id: the change that the member saw as the last.

    Raises:
        Mistake: the member does not host, or there is nothing to undo, by what they have watched.
    """
    await must_host(interaction)
    end, client = await found(interaction, number), interaction.client
    kind = await loose_end_changes.undo(client.database, end, interaction.user.id, client.clock(), change_id)
    if kind is None:
        raise Mistake(f"There is nothing to undo of #{end.number}, by what you have watched.")
    await show_end(interaction, end.number, f"Undone: {_UNDONE[kind]}. It stays in the history, marked so.")


async def ask_remove(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """Ask whether a loose end is to be removed.

    Raises:
        Mistake: there is none that the member may see, or it is not theirs to remove.
    """
    end, _ = await _to_remove(interaction, number)
    text = (
        f"**Remove #{end.number} for good?** Its voices, theories and history go with it, and what was merged into it."
    )
    await reply(interaction, RemoveButton.asked(text, end.number))


async def choose_rules(
    interaction: discord.Interaction[LooseEnds], answering: Answering | None, *, take_sure: bool | None
) -> None:
    """Choose the guild's rules, and say what they are now.

    Raises:
        MissingPermissions: the member does not manage the guild.
    """
    await reply(interaction, notice(await settle_rules(interaction, answering, take_sure=take_sure)))


async def settle_rules(
    interaction: discord.Interaction[LooseEnds], answering: Answering | None, *, take_sure: bool | None
) -> str:
    """Choose as `choose_rules`, and return what is said of it."""
    must_manage(interaction)
    database, guild_id = interaction.client.database, guild_of(interaction)
    if answering is not None:
        await guilds.set_answering(database, guild_id, answering)
    if take_sure is not None:
        await guilds.set_takes_sure_ends(database, guild_id, take_sure)
    chosen = await guilds.settings(database, guild_id)
    who = {
        Answering.HOSTS: "Loose ends are answered by the members who raised them, and by hosts.",
        Answering.EVERYONE: "Loose ends are answered by everyone.",
    }[chosen.answering]
    takes = "comes into the ledger by itself" if chosen.takes_sure_ends else "waits for a member to track it"
    return f"{who}\nWhat a new review surely leaves open {takes}."


async def _to_remove(interaction: discord.Interaction[LooseEnds], number: int) -> tuple[LooseEnd, bool]:
    """Return a loose end that the member may remove, and whether they do so as a host."""
    end = await found(interaction, number)
    rights = await ledger_rights(interaction, end.raised_by)
    if not rights.may_edit:
        raise rights.refusal()
    if not rights.is_host and end.voices > int(end.has_voice):
        raise Mistake(f"Others want to know #{end.number} too, so it is for those with {rights.hosts} to remove.")
    return end, rights.is_host
