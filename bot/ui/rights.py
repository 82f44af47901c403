"""Who may do what: keepers manage the server, and say who may write reviews and who hosts polls and loose ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.errors import Mistake
from bot.storage import guilds
from bot.storage.guilds import Answering, GuildSettings, Writers
from bot.ui.choosing import guild_of

if TYPE_CHECKING:
    from bot.client import LooseEnds


def must_manage(interaction: discord.Interaction[Any]) -> None:
    """Let only those pass who manage the guild.

    Raises:
        MissingPermissions: the member does not.
    """
    guild_of(interaction)
    if not is_keeper(interaction):
        raise app_commands.MissingPermissions(["manage_guild"])


def is_keeper(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether a member manages the guild."""
    return interaction.permissions.manage_guild


def must_own(interaction: discord.Interaction[Any], written_by: int | None) -> None:
    """Let only those pass who wrote a review or manage the guild.

    Raises:
        Mistake: the member does neither.
    """
    if written_by != interaction.user.id and not is_keeper(interaction):
        raise Mistake("Only the member who wrote that review, or someone who manages this server, can do that.")


async def must_write(interaction: discord.Interaction[LooseEnds]) -> None:
    """Let only those pass who may write reviews in the guild, and messages in the channel the review would stand in.

    Raises:
        Mistake: the member may not.
    """
    guild_id = guild_of(interaction)
    if not _may_send(interaction, interaction.permissions):
        raise Mistake("You may not write in this channel, and your review would stand here. Use another channel.")
    if not _may_send(interaction, interaction.app_permissions):
        raise Mistake("I may not write in this channel, and your review would stand here. Use another channel.")
    if isinstance(interaction.channel, discord.VoiceChannel | discord.StageChannel):
        raise Mistake("Your review would stand here, and a voice channel is no place for it. Use another channel.")
    if not interaction.app_permissions.read_message_history:  # without it the review would wait to be posted
        raise Mistake("I may not read this channel’s history, and your review would stand here. Use another channel.")
    chosen = await guilds.settings(interaction.client.database, guild_id)
    if _is_writer(interaction, chosen):
        return
    if chosen.writers is Writers.KEEPERS:
        raise Mistake("In this server, reviews are written by those who manage it.")
    raise Mistake(f"In this server, reviews are written by members with the role <@&{chosen.writers_role_id}>.")


async def is_writer(interaction: discord.Interaction[LooseEnds]) -> bool:
    """Tell whether a member may write reviews in the guild, wherever that may be."""
    return _is_writer(interaction, await guilds.settings(interaction.client.database, guild_of(interaction)))


async def must_host(interaction: discord.Interaction[LooseEnds]) -> None:
    """Let only those pass who host: with the right Manage Messages, or the role the guild has named.

    Raises:
        Mistake: the member has neither.
    """
    chosen = await guilds.settings(interaction.client.database, guild_of(interaction))
    if not _is_host(interaction, chosen):
        raise Mistake(f"That is for members with {_hosts(chosen)}.")


@dataclass(frozen=True, slots=True)
class LedgerRights:
    """What a member may do with a loose end: their own is theirs to change, and hosts may change all.

    `may_settle` is to answer, drop and reopen it, which a guild can leave to everyone. `hosts` says who hosts there.
    """

    is_own: bool
    is_host: bool
    may_settle: bool
    hosts: str

    @property
    def may_edit(self) -> bool:
        """Whether the question is theirs to write anew."""
        return self.is_own or self.is_host

    def refusal(self) -> Mistake:
        """Return what a member is told who may not."""
        return Mistake(f"That is for the member who raised it, and for those with {self.hosts}.")


async def ledger_rights(interaction: discord.Interaction[LooseEnds], raised_by: int | None) -> LedgerRights:
    """Return what the member may do with a loose end that somebody raised."""
    chosen = await guilds.settings(interaction.client.database, guild_of(interaction))
    is_own, is_host = raised_by == interaction.user.id, _is_host(interaction, chosen)
    may_settle = is_own or is_host or chosen.answering is Answering.EVERYONE
    return LedgerRights(is_own, is_host, may_settle, _hosts(chosen))


async def is_host(interaction: discord.Interaction[LooseEnds]) -> bool:
    """Tell whether `must_host` lets a member pass."""
    return _is_host(interaction, await guilds.settings(interaction.client.database, guild_of(interaction)))


def _is_writer(interaction: discord.Interaction[Any], chosen: GuildSettings) -> bool:
    if chosen.writers is Writers.EVERYONE or is_keeper(interaction):
        return True
    return chosen.writers is Writers.ROLE and _has_role(interaction, chosen.writers_role_id)


def _is_host(interaction: discord.Interaction[Any], chosen: GuildSettings) -> bool:
    return interaction.permissions.manage_messages or _has_role(interaction, chosen.hosts_role_id)


def _hosts(chosen: GuildSettings) -> str:
    named = f" or the role <@&{chosen.hosts_role_id}>" if chosen.hosts_role_id is not None else ""
    return f"the right “Manage Messages”{named}"


def _has_role(interaction: discord.Interaction[Any], role_id: int | None) -> bool:
    """Tell whether a member has a role; that of everyone, whose id is the guild's, is not listed among a member's."""
    member = interaction.user
    if role_id is None or not isinstance(member, discord.Member):
        return False
    return role_id == interaction.guild_id or member.get_role(role_id) is not None


def _may_send(interaction: discord.Interaction[Any], rights: discord.Permissions) -> bool:
    in_thread = isinstance(interaction.channel, discord.Thread)
    return rights.send_messages_in_threads if in_thread else rights.send_messages
