"""Who may do what, checked in code as well: a server can open a command to others in its settings by mistake."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.ui.choosing import guild_of


def must_manage(interaction: discord.Interaction[Any]) -> None:
    """Let only those pass who manage the guild.

    Raises:
        MissingPermissions: the member does not.
        Mistake: it comes from no guild.
    """
    guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
