"""Examining what Discord says of the bot, by its API alone, so that a bot that is running does not notice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import AppCommandType as Kind
from discord import app_commands

from bot.findings import Finding, note, printable, well, wrong
from bot.storage.examining import Use
from bot.ui.granted import in_channels, in_guilds
from bot.ui.places import NOT_THROUGH

if TYPE_CHECKING:
    from bot.client import LooseEnds

FAR_APART = 60.0
"""Seconds by which the machine's clock may differ from Discord's."""
_FEW_STARTS = 20
_PORTAL = "your application on Discord’s developer portal"
_PRIVILEGED = {
    "members": ("gateway_guild_members", "Server Members Intent"),
    "presences": ("gateway_presence", "Presence Intent"),
    "message_content": ("gateway_message_content", "Message Content Intent"),
}
"""Intents that are granted on the page “Bot”: the application's flag that says so, and their name there."""


class DiscordsClock:
    """Reads from Discord's answers how far this machine's clock is from Discord's.

    Attributes:
        trace: to be given to the client.
        ahead: seconds by which the machine's clock is ahead, as of the last answer; None where none said the time.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._note)
        self.ahead: float | None = None
        self._clock = clock

    def finding(self) -> Finding:
        """Return how the machine's clock stands."""
        if self.ahead is None:
            return note("clock", "Discord’s answers did not say what time it is there.")
        if abs(self.ahead) <= FAR_APART:
            return well("clock", "It agrees with Discord’s.")
        way = "ahead of" if self.ahead > 0 else "behind"
        what = f"It is {abs(self.ahead):,.0f} seconds {way} Discord’s, so polls close at other times than they say."
        return wrong("clock", f"{what} Have the machine set it, by NTP for instance.")

    async def _note(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, answered: aiohttp.TraceRequestEndParams
    ) -> None:
        try:
            theirs = parsedate_to_datetime(answered.response.headers["Date"])
        except (KeyError, ValueError):
            return
        self.ahead = (self._clock() - theirs).total_seconds()


async def examine(client: LooseEnds, used: Sequence[Use]) -> list[Finding]:
    """Examine all that Discord knows of a bot that has logged in; what it does not answer is a finding of its own.

    Args:
        client: has logged in, and has the commands of this version.
        used: the channels that are in use.
    """
    assert client.application is not None  # noqa: S101 - it has logged in
    found = [*application(client.application), intents(client.intents, client.application.flags)]
    looks = {
        "gateway": _gateway(client),
        "commands": _commands(client),
        "rights": in_guilds(client, used),
        "channels": in_channels(client, used),
    }
    for subject, look in looks.items():
        try:
            async for finding in look:
                found.append(finding)  # noqa: PERF401 - what came before an error is kept
        except (*NOT_THROUGH, discord.GatewayNotFound) as error:
            status = f" (HTTP {error.status})" if isinstance(error, discord.HTTPException) else ""
            found.append(wrong(subject, f"Discord does not say how that stands{status}. Try again in a few minutes."))
    return found


def application(info: discord.AppInfo) -> list[Finding]:
    """Examine what is set on the application's pages of the developer portal."""
    found = []
    if info.interactions_endpoint_url:
        what = "It has an “Interactions Endpoint URL”, so Discord sends commands there and none to the bot."
        found.append(wrong("application", f"{what} Clear it on the page “General Information” of {_PORTAL}."))
    if info.bot_require_code_grant:
        what = "It requires an OAuth2 code grant, so no invitation works."
        found.append(wrong("application", f"{what} Switch that off on the page “Bot” of {_PORTAL}."))
    return found or [well("application", f"“{printable(info.name)}”; its commands come to the bot.")]


def intents(wanted: discord.Intents, granted: discord.ApplicationFlags) -> Finding:
    """Examine whether Discord grants the intents that the bot asks for."""
    missing = [
        f"“{name}”"
        for intent, (flag, name) in _PRIVILEGED.items()
        if getattr(wanted, intent) and not (getattr(granted, flag) or getattr(granted, f"{flag}_limited"))
    ]
    if missing:
        what = f"The bot asks for {' and '.join(missing)}, which is not granted."
        return wrong("intents", f"{what} Switch it on, on the page “Bot” of {_PORTAL}.")
    return well("intents", "Discord grants all that the bot asks for.")


def starts(left: int, reset_after: int, shards: int) -> Finding:
    """Examine how often the bot may go online, by the answer of “Get Gateway Bot”, whose times are milliseconds."""
    said = f"The bot may go online {left // shards:,} times more within {reset_after / 3_600_000:.1f} hours"
    if left < shards:
        return wrong("gateway", f"{said}, then again. See in its log why it was started so often.")
    if left < _FEW_STARTS * shards:
        return note("gateway", f"{said}. See in its log whether it starts anew again and again.")
    return well("gateway", f"{said}.")


async def _gateway(client: LooseEnds) -> AsyncIterator[Finding]:
    shards, _, limit = await client.http.get_bot_gateway()
    yield starts(limit["remaining"], limit["reset_after"], shards)


async def _commands(client: LooseEnds) -> AsyncIterator[Finding]:
    theirs = {(command.type, command.name) for command in await client.tree.fetch_commands()}
    ours = {(_kind(command), command.name) for command in client.tree.get_commands()}
    missing = sorted(name for _, name in ours - theirs)
    has_given = await client.has_given_commands()
    if missing and has_given:
        what = f"Discord has lost some: {', '.join(missing)}."
        yield wrong("commands", f"{what} Give them anew with `python -m bot sync`.")
    elif missing or not has_given:
        yield note("commands", "Discord does not have those of this version yet; it gets them when the bot starts.")
    else:
        yield well("commands", f"Discord has all {len(ours)}.")


def _kind(command: app_commands.ContextMenu | app_commands.Command[Any, ..., Any] | app_commands.Group) -> Kind:
    return command.type if isinstance(command, app_commands.ContextMenu) else Kind.chat_input
