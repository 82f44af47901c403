"""What those who manage a server choose for it, by single commands and in the setup, each with what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Mistake
from bot.gate import Gate
from bot.storage import guilds
from bot.storage.guilds import Writers
from bot.ui.choosing import guild_of
from bot.ui.destinations import must_post
from bot.ui.rights import must_manage

if TYPE_CHECKING:
    import discord

    from bot.client import LooseEnds

GATES = {
    Gate.VEIL: "Veil: they get it behind a veil, without a question",
    Gate.ASK: "Ask first: have you watched it? It is shown veiled to who wants it all the same",
    Gate.STRICT: "Strict: they get nothing of it until they say that they have watched it",
}

GATE_MEANS = {
    Gate.VEIL: (
        "**The gate veils.** Who asks for something beyond what they have watched gets it at once, behind a veil. How "
        "an episode was rated is shown once they rated or watched it, or its poll is closed."
    ),
    Gate.ASK: (
        "**The gate asks first.** Who asks, for themselves, for something beyond what they have watched, or has never "
        "said how far that is, is asked whether they have watched it. Who has not can have it behind a veil all the "
        "same. How an episode was rated is shown once they rated or watched it, or its poll is closed."
    ),
    Gate.STRICT: (
        "**The gate is strict.** Who has not said that they have watched an episode gets nothing of it from me: no "
        "recap or review, not even veiled, none for the channel either, no link to it, no ratings, not of their own, "
        "and no number that is completed or listed. Saying “I’ve watched it” opens it, and is believed."
    ),
}

WRITERS = {
    Writers.EVERYONE: "every member",
    Writers.ROLE: "members with the role",
    Writers.KEEPERS: "those who manage this server",
}


async def settle_gate(interaction: discord.Interaction[LooseEnds], gate: Gate) -> str:
    """Choose how what lies beyond a member's progress is held; return what that means."""
    must_manage(interaction)
    await guilds.set_gate(interaction.client.database, guild_of(interaction), gate)
    return GATE_MEANS[gate]


async def settle_hosts(interaction: discord.Interaction[LooseEnds], role_id: int | None) -> str:
    """Choose the role of hosts, or none beside those with Manage Messages; return what is so now."""
    must_manage(interaction)
    await guilds.set_hosts(interaction.client.database, guild_of(interaction), role_id)
    named = f" and those with the role <@&{role_id}>" if role_id is not None else ""
    return f"Polls are opened and closed by members with the right “Manage Messages”{named} now."


async def settle_writers(interaction: discord.Interaction[LooseEnds], writers: Writers, role_id: int | None) -> str:
    """Choose who may write reviews; return what is so now.

    Raises:
        Mistake: a role is named that is not needed, or none where one is.
    """
    must_manage(interaction)
    if (writers is Writers.ROLE) != (role_id is not None):
        raise Mistake("Choose “A role” together with the option `role`, and the others without it.")
    await guilds.set_writers(interaction.client.database, guild_of(interaction), writers, role_id)
    return f"Reviews are written by {writers_named(writers, role_id)} now."


def writers_named(writers: Writers, role_id: int | None) -> str:
    """Return in words who writes reviews."""
    return f"{WRITERS[writers]} <@&{role_id}>" if writers is Writers.ROLE else WRITERS[writers]


async def settle_notices(interaction: discord.Interaction[LooseEnds], channel_id: int | None) -> str:
    """Choose where keepers are told of what needs them; None is the channel that it is about.

    Raises:
        Mistake: the bot may not post there.
    """
    must_manage(interaction)
    if channel_id is not None:
        must_post(interaction, channel_id)
    await guilds.set_notices_channel(interaction.client.database, guild_of(interaction), channel_id)
    where = f"in <#{channel_id}>" if channel_id is not None else "in the channel that it is about"
    return f"Keepers are told {where}."
