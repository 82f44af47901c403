"""Forms: modals whose state is in their `custom_id`, so that one can be sent off after any time and any restart.

discord.py keeps a modal in memory until it is sent off: one that was closed for good, and none over a restart, after
which all that was typed into it would be lost. So a form is let go as soon as it is shown, and found again by its id.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord import app_commands, ui

from bot.ui.failures import answering

if TYPE_CHECKING:
    from bot.client import LooseEnds

LONGEST_TITLE = 45
"""Characters of a modal's title, by Discord's reference."""
LONGEST_TEXT = 4_000
"""Characters of a text field, likewise."""
MOST_FILES = 10
"""Files of one upload, likewise, and of one message."""

Handler: TypeAlias = "Callable[[discord.Interaction[LooseEnds], re.Match[str], Mapping[str, str]], Awaitable[None]]"
"""Takes an interaction, the match of its `custom_id`, and what was typed or picked, by the fields' names."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, with what stands in it at first."""

    name: str
    label: str
    value: str = ""
    hint: str | None = None
    longest: int = LONGEST_TEXT
    is_long: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class FilesField:
    """A field of a form that takes files, or none; `uploads` returns them."""

    name: str
    label: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice in a form, of which one has to be taken; what it gives is that one's value."""

    name: str
    label: str
    options: Sequence[discord.SelectOption]
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelField:
    """A choice of a channel in a form, of some kinds; what it gives is its id."""

    name: str
    label: str
    kinds: Sequence[discord.ChannelType]
    hint: str | None = None


AnyField: TypeAlias = Field | FilesField | Pick | ChannelField


def form(title: str, custom_id: str, fields: Sequence[AnyField]) -> ui.Modal:
    """Return a form; its title is neutral, and cut at what Discord takes."""
    modal = ui.Modal(title=title[:LONGEST_TITLE], custom_id=custom_id)
    for field in fields:
        modal.add_item(ui.Label(text=field.label, description=field.hint, component=_control(field)))
    modal.stop()
    return modal


def _control(field: AnyField) -> ui.Item[Any]:
    if isinstance(field, FilesField):
        return ui.FileUpload(custom_id=field.name, required=False, min_values=0, max_values=MOST_FILES)
    if isinstance(field, Pick):
        return ui.Select(custom_id=field.name, options=list(field.options), required=True)
    if isinstance(field, ChannelField):
        return ui.ChannelSelect(custom_id=field.name, channel_types=list(field.kinds), required=True)
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.is_long else discord.TextStyle.short,
        default=field.value or None,
        max_length=field.longest,
        required=field.is_required,
    )


async def receive(interaction: discord.Interaction[LooseEnds], handlers: Mapping[re.Pattern[str], Handler]) -> None:
    """Hand a form that was sent off to the handler of its `custom_id`, and answer whatever goes wrong.

    Interactions of other kinds, and forms that no handler is for, are passed over.
    """
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: Mapping[str, Any] = interaction.data or {}
    for pattern, handler in handlers.items():
        match = pattern.fullmatch(data["custom_id"])
        if match is None:
            continue
        async with answering(interaction):
            await handler(interaction, match, dict(_values(data["components"])))


def uploads(interaction: discord.Interaction[Any], name: str) -> list[discord.Attachment]:
    """Return the files that were sent off with a form, in the order in which they were chosen."""
    data: Mapping[str, Any] = interaction.data or {}
    labelled = (label.get("component", {}) for label in data["components"])
    ids: list[str] = next((field["values"] for field in labelled if field.get("custom_id") == name), [])
    # discord.py makes attachments of what it knows as options of a command.
    file: Any = discord.AppCommandOptionType.attachment.value
    options: list[Any] = [{"type": file, "name": each, "value": each} for each in ids]
    chosen = app_commands.Namespace(interaction, data.get("resolved", {}), options)
    return [chosen[each] for each in ids]


def _values(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if "component" in component:
            yield from _values([component["component"]])
        elif isinstance(component.get("value"), str):
            # A lone surrogate can neither be kept nor sent back.
            yield component["custom_id"], component["value"].encode("utf-8", "replace").decode("utf-8")
        elif component.get("values"):
            yield component["custom_id"], str(component["values"][0])
