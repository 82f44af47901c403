"""What becomes of loose ends: the forms of answers, reasons and edits, and who may fill them in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.errors import Mistake
from bot.loose_ends import Status, Turn
from bot.storage import loose_end_changes
from bot.storage.ledger import LooseEnd
from bot.storage.loose_ends import Meanwhile, hash_of
from bot.ui.choosing import read_episode
from bot.ui.ledger_forms import EDIT, end_form, give_back, kept, open_form, typed_words
from bot.ui.loose_end_sheet import found, opened, show_end, show_from
from bot.ui.rights import ledger_rights

if TYPE_CHECKING:
    from bot.client import LooseEnds

TURN_FORM = re.compile(rf"end-form:(?P<what>{'|'.join(Turn)}):(?P<number>\d{{1,9}}):(?P<seen>\d{{1,18}})")
EDIT_FORM = re.compile(rf"end-form:{EDIT}:(?P<number>\d{{1,9}}):(?P<seen>[0-9a-f]{{8}})")

_DONE = {Turn.ANSWERED: "answered", Turn.DROPPED: "dropped", Turn.REOPENED: "open again"}


async def ask_turn(interaction: discord.Interaction[LooseEnds], number: int, what: Turn) -> None:
    """Open the form in which a loose end is answered, dropped or reopened.

    Raises:
        Mistake: there is no such loose end that the member may see, it is not theirs to settle, or it is open anyway.
    """
    end = await _to_settle(interaction, number, what)
    await open_form(interaction, end_form(what, end.number, str(end.turn_id)), episode=str(end.watched))


async def ask_edit(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """Open the form with a loose end's question and episode.

    Raises:
        Mistake: there is no such loose end that the member may see, or it is not theirs to edit.
    """
    end = await _to_edit(interaction, number)
    words = opened(end.question, end.viewer)
    await open_form(interaction, end_form(EDIT, end.number, _mark(end)), words, str(end.raised_in))


async def _turn(interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]) -> None:
    what, client = Turn(match["what"]), interaction.client
    end = await _to_settle(interaction, int(match["number"]), what)
    text, episode = typed_words(values, what), await read_episode(interaction, end.show, values.get("episode", ""))
    seen = replace(end, turn_id=int(match["seen"]))
    try:
        await loose_end_changes.turn(client.database, seen, what, episode, text, interaction.user.id, client.clock())
    except Meanwhile as error:
        # Once they have looked at what has become of it, their words can still be sent off.
        await give_back(interaction, end_form(what, end.number, str(end.turn_id)), values, error)
        return
    await show_from(interaction, end.show, end.number, episode, f"Noted: #{end.number} is {_DONE[what]}.")


async def _edit(interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]) -> None:
    end, client = await _to_edit(interaction, int(match["number"])), interaction.client
    text, raised_in = typed_words(values, EDIT), await read_episode(interaction, end.show, values.get("episode", ""))
    if _mark(end) != match["seen"]:
        said = f"#{end.number} was changed by somebody else just now. Nothing was done; look at it again."
        await give_back(interaction, end_form(EDIT, end.number, _mark(end)), values, Meanwhile(said))
        return
    changed = await loose_end_changes.edit(client.database, end, text, raised_in, interaction.user.id, client.clock())
    said = "Changed; what it was before is in its history." if changed else "It says just that already."
    await show_end(interaction, end.number, said)


submit_turn, submit_edit = kept(_turn), kept(_edit)
"""Take what was typed into the forms."""


async def _to_settle(interaction: discord.Interaction[LooseEnds], number: int, what: Turn) -> LooseEnd:
    """Return a loose end that the member may answer, drop or reopen."""
    end = await found(interaction, number)
    rights = await ledger_rights(interaction, end.raised_by)
    if not rights.may_settle:
        raise rights.refusal()
    if what is Turn.REOPENED and end.status is Status.OPEN:
        raise Mistake(f"#{end.number} is open, by what you have watched.")
    return end


async def _to_edit(interaction: discord.Interaction[LooseEnds], number: int) -> LooseEnd:
    """Return a loose end whose question the member may write anew."""
    end = await found(interaction, number)
    rights = await ledger_rights(interaction, end.raised_by)
    if not rights.may_edit:
        raise rights.refusal()
    return end


def _mark(end: LooseEnd) -> str:
    """Return what tells a loose end's question and episode, as its form carries it, from those of another time."""
    return hash_of(f"{end.raised_in} {opened(end.question, end.viewer)}")[:8]
