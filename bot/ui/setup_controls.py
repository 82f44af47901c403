"""The controls of the setup: what each does is known by its name, and it works on messages of any age."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

import discord
from discord import ui

from bot.errors import Mistake
from bot.ui.failures import AnsweringItem
from bot.ui.rights import must_manage

if TYPE_CHECKING:
    from bot.client import LooseEnds

Sets: TypeAlias = "Callable[[discord.Interaction[LooseEnds], int, str | None], Awaitable[None]]"
"""Does what a control is for, given a number of what it is about, or 0, and what was picked, or None for nothing.

Of channels and roles that is the id.
"""

_TEXT_AND_FORUM = [discord.ChannelType.text, discord.ChannelType.forum]
KINDS: dict[str, list[discord.ChannelType]] = {
    "talk": _TEXT_AND_FORUM,
    "feed": [*_TEXT_AND_FORUM, discord.ChannelType.public_thread],
    "board": [discord.ChannelType.text, discord.ChannelType.public_thread],
    "notices": [discord.ChannelType.text],
}
"""The kinds of channels that are offered for something, as by the single commands."""


class _Setting(AnsweringItem):
    does: ClassVar[dict[str, Sets]]
    what: str
    of: int

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        cls.does = {}

    @classmethod
    def sets(cls, what: str) -> Callable[[Sets], Sets]:
        """Have a function do what a control of that name is for; only those who manage the server get to it."""

        def keep(does: Sets) -> Sets:
            cls.does[what] = does
            return does

        return keep

    @property
    def picked(self) -> str | None:
        """What was picked."""
        return None

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Do it, for those who manage the server."""
        must_manage(interaction)
        if self.what not in self.does:
            raise Mistake("That is not to be set here any more. `/setup` shows what is.")
        await self.does[self.what](interaction, self.of, self.picked)


class SetupButton(
    _Setting, ui.DynamicItem[ui.Button[Any]], template=r"setup:(?P<what>[a-z-]{1,20})(?::(?P<of>\d{1,18}))?"
):
    """Opens a page of the setup, or a form."""

    def __init__(self, label: str, what: str, of: int = 0, *, is_primary: bool = False, is_here: bool = False) -> None:
        style = discord.ButtonStyle.primary if is_primary else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=label, custom_id=_id("setup", what, of), style=style, disabled=is_here))
        self.what, self.of = what, of

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", match["what"], int(match["of"] or 0))


class SetupChannel(
    _Setting,
    ui.DynamicItem[ui.ChannelSelect[Any]],
    template=r"setup-channel:(?P<what>[a-z]{1,12})(?::(?P<of>\d{1,18}))?",
):
    """Takes a channel for something."""

    def __init__(self, what: str, of: int = 0, *, chosen: int | None = None, can_be_none: bool = False) -> None:
        values = [discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.channel)] if chosen else []
        select = ui.ChannelSelect[Any](
            custom_id=_id("setup-channel", what, of),
            channel_types=KINDS.get(what, []),
            placeholder="Choose a channel",
            min_values=0 if can_be_none else 1,
            default_values=values,
        )
        super().__init__(select)
        self.what, self.of = what, of

    @property
    def picked(self) -> str | None:
        """The id of the channel that was picked."""
        return str(self.item.values[0].id) if self.item.values else None

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        return cls(match["what"], int(match["of"] or 0))


class SetupRole(_Setting, ui.DynamicItem[ui.RoleSelect[Any]], template=r"setup-role:(?P<what>[a-z]{1,12})"):
    """Takes a role for something."""

    def __init__(self, what: str, *, chosen: int | None = None) -> None:
        values = [discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.role)] if chosen else []
        select = ui.RoleSelect[Any](
            custom_id=f"setup-role:{what}", placeholder="Choose a role", min_values=0, default_values=values
        )
        super().__init__(select)
        self.what, self.of = what, 0

    @property
    def picked(self) -> str | None:
        """The id of the role that was picked."""
        return str(self.item.values[0].id) if self.item.values else None

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        return cls(match["what"])


class SetupPick(
    _Setting, ui.DynamicItem[ui.Select[Any]], template=r"setup-pick:(?P<what>[a-z]{1,12})(?::(?P<of>\d{1,18}))?"
):
    """Takes one of some choices."""

    def __init__(
        self, what: str, options: Sequence[discord.SelectOption] = (), of: int = 0, *, placeholder: str | None = None
    ) -> None:
        super().__init__(
            ui.Select(custom_id=_id("setup-pick", what, of), options=list(options), placeholder=placeholder)
        )
        self.what, self.of = what, of

    @property
    def picked(self) -> str | None:
        """The value of the option that was picked."""
        return self.item.values[0] if self.item.values else None

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        return cls(match["what"], of=int(match["of"] or 0))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (SetupButton, SetupChannel, SetupRole, SetupPick)


def _id(kind: str, what: str, of: int) -> str:
    return f"{kind}:{what}:{of}" if of else f"{kind}:{what}"
