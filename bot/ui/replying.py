"""Replies: to one member privately, in place of what they pressed, or for the whole channel."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from bot.ui.layouts import Layout, notice

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def reply(
    interaction: discord.Interaction[LooseEnds], layout: Layout, files: Sequence[discord.File] = ()
) -> None:
    """Answer one member: in place of the private message they pressed a button on, else with a new private one.

    An answer that was put off, privately, is given now.
    """
    if interaction.response.is_done():
        await interaction.edit_original_response(view=layout, attachments=files)
    elif is_private(interaction):
        await interaction.response.edit_message(view=layout, attachments=files, suppress_embeds=True)
    else:
        await interaction.response.send_message(view=layout, files=files, ephemeral=True, suppress_embeds=True)


async def put_off(interaction: discord.Interaction[LooseEnds]) -> None:
    """Have Discord wait for what `reply` answers."""
    if is_private(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def post(
    interaction: discord.Interaction[LooseEnds],
    layout: Layout,
    said: str = "It is in the channel.",
    files: Sequence[discord.File] = (),
) -> None:
    """Answer for the whole channel, without a notification; a private message that led here says where it went.

    From a private message it is posted once, however quickly its button was pressed again.
    """
    if interaction.message is not None and is_private(interaction):
        message_id, posted_from = interaction.message.id, interaction.client.posted_from
        if message_id in posted_from:
            await interaction.response.edit_message(view=notice(said), attachments=[])
            return
        posted_from.append(message_id)
        try:
            await interaction.response.edit_message(view=notice(said), attachments=[])
            # A follow-up goes without the client's default, which notifies nobody.
            quiet = discord.AllowedMentions.none()
            await interaction.followup.send(
                view=layout, files=files, silent=True, suppress_embeds=True, allowed_mentions=quiet
            )
        except BaseException:
            with suppress(ValueError):  # many others have posted meanwhile, and it is forgotten
                posted_from.remove(message_id)
            raise
    else:
        await interaction.response.send_message(view=layout, files=files, silent=True, suppress_embeds=True)


def is_private(interaction: discord.Interaction[LooseEnds]) -> bool:
    """Tell whether an interaction comes from a private message of the bot."""
    return interaction.message is not None and interaction.message.flags.ephemeral
