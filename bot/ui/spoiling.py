"""`/spoiler`: what a member writes is posted behind a veil from the start, under their name."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from bot.errors import Mistake
from bot.spoilers import veil
from bot.storage.hidings import Hiding
from bot.ui.choosing import guild_of
from bot.ui.failures import answer_failure, explain
from bot.ui.forms import Field, FilesField, form, uploads
from bot.ui.hidden import Hider, NotTakenAway, newest_in
from bot.ui.hiding import Subject, episode_fields, named, refusal
from bot.ui.layouts import Layout, notice
from bot.ui.places import NOT_THROUGH
from bot.ui.veiled import Part, handed_over, parts_of, too_large, with_names
from bot.ui.webhooks import Face, Talk, missing_rights, talk_of, webhook_in

if TYPE_CHECKING:
    from bot.client import LooseEnds

FORM = re.compile(r"spoiler:")

_BY_ITSELF: Final = ("view_channel", "read_message_history", "manage_webhooks")
"""What the bot needs to post under a member's name; else it posts under its own."""


class Spoiling:
    """The command's form, and what is done with it."""

    def __init__(self, client: LooseEnds, hider: Hider) -> None:
        self._client, self._hider = client, hider

    async def ask(self, interaction: discord.Interaction[LooseEnds], name: str | None) -> None:
        """Open the form.

        Raises:
            Mistake: the member may not write here, the bot can't post here, or there is no such show.
        """
        guild_of(interaction)
        _must_post(interaction, talk_of(interaction), has_files=False)
        fields: list[Field | FilesField] = [
            Field(
                "text",
                "Text",
                hint="It stands behind a veil under your name, and can’t be changed later.",
                is_long=True,
            ),
            *await episode_fields(interaction, name),
            FilesField("files", "Pictures and other files", "They are hidden as well."),
        ]
        await interaction.response.send_modal(form("Write a spoiler", "spoiler:", fields))

    async def submit(
        self, interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]
    ) -> None:
        """Post what was sent off, or say what is wrong and give the text back."""
        text = values.get("text", "")
        try:
            subject = await self._post(interaction, text, values)
        except Exception as error:
            await _give_back(interaction, text, error)
            return
        said = f"Posted behind a veil: {subject.kind}." if subject.what else "Posted behind a veil."
        with suppress(discord.HTTPException):  # it stands, and that can be seen
            await interaction.edit_original_response(view=notice(said))

    async def _post(self, interaction: discord.Interaction[LooseEnds], text: str, values: Mapping[str, str]) -> Subject:
        place, attachments = talk_of(interaction), uploads(interaction, "files")
        _must_post(interaction, place, has_files=bool(attachments))
        if not veil(text) and not attachments:
            raise Mistake("There was nothing to post: neither text nor a file.")
        subject = await named(interaction, values)
        limit = place.guild.filesize_limit
        if large := too_large(attachments, limit):
            raise Mistake(f"{large} Nothing was posted.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        spoiler, mention = subject.spoiler(with_names(text, attachments)), interaction.user.mention
        try:
            async with handed_over(attachments, self._hider.fetching) as files, self._hider.turn(place):
                if _lacking(interaction, place, _BY_ITSELF) is None:
                    head = " · ".join(filter(None, (f"-# {mention}", subject.what)))
                    await self._under_their_name(interaction, place, parts_of(head, spoiler, files, limit))
                else:
                    head = f"{mention} writes, about {subject.what}:" if subject.what else f"{mention} writes:"
                    await _under_its_own(place, parts_of(head, spoiler, files, limit))
        except NotTakenAway as error:
            raise Mistake(
                "Discord did not take all of it. What stands of it already is taken away as soon as Discord lets me."
            ) from error
        except NOT_THROUGH as error:
            raise Mistake(f"{refusal(error)} Nothing of it was posted.") from error
        return subject

    async def _under_their_name(
        self, interaction: discord.Interaction[LooseEnds], place: Talk, parts: Sequence[Part]
    ) -> None:
        webhook, after_id = await webhook_in(self._client, place), await newest_in(place)
        claim = Hiding(interaction.id, place.guild.id, place.id, webhook.id, after_id, self._client.clock())
        await self._hider.post(claim, webhook, Face.of(interaction.user), parts)


async def _under_its_own(place: Talk, parts: Sequence[Part]) -> None:
    """Post parts as the bot's own messages, in order and silently, all or none."""
    posted: list[discord.Message] = []
    try:
        for part in parts:
            layout, files = part.made()
            posted.append(await place.send(view=layout, files=files, silent=True, suppress_embeds=True))
    except Exception as error:
        try:
            for message in posted:
                await message.delete()
        except NOT_THROUGH:
            raise Mistake("Discord did not take all of it; what stands of it already I can’t take away.") from error
        raise


def _must_post(interaction: discord.Interaction[Any], place: Talk, *, has_files: bool) -> None:
    """Let only those pass who may write in a place, and attach files where there are some, if the bot can post there.

    Raises:
        Mistake: the text says what is missing.
    """
    writing = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    if not getattr(interaction.permissions, writing):
        raise Mistake("You may not write in this channel, and what you write would stand here.")
    if has_files and not interaction.permissions.attach_files:
        raise Mistake("You may not attach files in this channel.")
    if _lacking(interaction, place, _BY_ITSELF) is None:
        return
    needed = ("view_channel", writing, *(["attach_files"] if has_files else []))
    if why := _lacking(interaction, place, needed):
        raise Mistake(why)


def _lacking(interaction: discord.Interaction[Any], place: Talk, needed: Sequence[str]) -> str | None:
    return missing_rights(place, interaction.app_permissions, needed)


async def _give_back(interaction: discord.Interaction[LooseEnds], text: str, error: Exception) -> None:
    """Say what was wrong, privately, and give back what was typed as a file."""
    if not veil(text):
        await answer_failure(interaction, error)
        return
    said = explain(interaction, error)
    if said is None:
        return
    file = discord.File(io.BytesIO(text.encode()), "text.txt", spoiler=True)
    layout = Layout(
        ui.TextDisplay(f"{said}\nWhat you typed is in this file, for you alone."), ui.File(file, spoiler=True)
    )
    with suppress(discord.HTTPException):  # there is nobody left to tell
        if interaction.response.is_done():
            await interaction.edit_original_response(view=layout, attachments=[file])
        else:
            await interaction.response.send_message(view=layout, file=file, ephemeral=True)
