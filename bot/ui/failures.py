"""The one path for errors: a member's mistake gets a private sentence, anything else a code that the log has too."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands, ui

from bot.errors import LooseEndsError, Mistake, StorageBusy, StorageFull
from bot.ui.layouts import notice

if TYPE_CHECKING:
    from bot.client import LooseEnds

_log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ANSWERED = 40060
_CAME = "came"
_DONE = "done"


class Tree(app_commands.CommandTree["LooseEnds"]):
    """The command tree, whose errors are answered."""

    async def interaction_check(self, interaction: discord.Interaction[LooseEnds], /) -> bool:
        """Let everyone pass while the bot is not ending; note when it came."""
        return _take_on(interaction)

    async def on_error(
        self, interaction: discord.Interaction[LooseEnds], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer an error of any slash command or menu."""
        count(interaction, outcome_of(error))
        await answer_failure(interaction, error)


class AnsweringItem:
    """What a `DynamicItem` mixes in, before it, so that an error in `act` is answered.

    discord.py only logs what a dynamic item's callback raises, and the member is told nothing.
    """

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Do what the press or the choice asks for."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Act, and answer whatever goes wrong."""
        async with answering(interaction):
            await self.act(interaction)


class AnsweringModal(ui.Modal):
    """A modal whose errors are answered."""

    async def on_error(  # type: ignore[override]  # discord.py calls a modal's without the item that views have
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Answer an error of the submission."""
        await answer_failure(interaction, error)


@asynccontextmanager
async def answering(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Answer what goes wrong in the block with a button or a form, and count what became of it."""
    if not _take_on(interaction):
        raise asyncio.CancelledError
    outcome = _DONE
    try:
        yield
    except Exception as error:
        outcome = outcome_of(error)
        await answer_failure(interaction, error)
    finally:
        count(interaction, outcome)


def _take_on(interaction: discord.Interaction[Any]) -> bool:
    """Note when an interaction came, and have its task finished before the bot ends; return whether it ends already."""
    client: LooseEnds = interaction.client
    if client.is_closing:
        return False
    interaction.extras[_CAME] = time.perf_counter()
    task = asyncio.current_task()
    if task is not None and task not in client.under_way:
        client.under_way.add(task)
        task.add_done_callback(client.under_way.discard)
    return True


def count(interaction: discord.Interaction[Any], outcome: str = _DONE) -> None:
    """Count an interaction that has been dealt with."""
    now = time.perf_counter()
    interaction.client.metrics.count_interaction(_what(interaction), outcome, now - interaction.extras.get(_CAME, now))


def outcome_of(error: BaseException) -> str:
    """Return what became of an interaction that raised an error: it came too late, was refused, or failed."""
    error = _within(error)
    if _is_late(error):
        return "late"
    return "failed" if _sentence(error) is None else "refused"


async def answer_failure(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the member, privately, what was wrong; log what is not the member's to mend."""
    sentence = explain(interaction, error)
    if sentence is None:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=notice(sentence), ephemeral=True)
        else:
            await interaction.response.send_message(view=notice(sentence), ephemeral=True)
    except discord.HTTPException as failed:
        _log.warning("A failure could not be told in %s (HTTP %s)", _place(interaction), failed.status)


def explain(interaction: discord.Interaction[Any], error: BaseException) -> str | None:
    """Return what a member is told of an error, and log what is not theirs to mend; None where it came too late."""
    error = _within(error)
    if _is_late(error):
        _log.warning("An answer came too late for %s", _place(interaction))
        return None
    sentence = _sentence(error)
    if sentence is None:
        code = secrets.token_hex(3)
        _log.error("Error %s in %s", code, _place(interaction), exc_info=without_text(error))
        sentence = _unexpected(error, code)
    return sentence


def _within(error: BaseException) -> BaseException:
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError) and error.__cause__:
        error = error.__cause__
    return error


def _is_late(error: BaseException) -> bool:
    return isinstance(error, discord.HTTPException) and error.code in (_UNKNOWN_INTERACTION, _ALREADY_ANSWERED)


def _sentence(error: BaseException) -> str | None:
    if isinstance(error, Mistake):
        return str(error)
    if isinstance(error, app_commands.MissingPermissions):
        rights = ", ".join(
            right.replace("_", " ").title().replace("Guild", "Server") for right in error.missing_permissions
        )
        return f"That needs the right “{rights}” in this server, which you do not have."
    if isinstance(error, app_commands.NoPrivateMessage):
        return "That works in a server only."
    if isinstance(error, app_commands.CommandOnCooldown):
        return f"That was a little fast. Try again in {error.retry_after:.0f} seconds."
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return "That command has changed since Discord last told you of it. Reload Discord and try again."
    return None


def _unexpected(error: BaseException, code: str) -> str:
    if isinstance(error, StorageBusy):
        return f"The bot’s database is busy, and nothing was changed. Try again in a moment. (Error {code})"
    if isinstance(error, StorageFull):
        return (
            "The bot has no room left to keep that, so nothing was changed. "
            f"Tell whoever runs it; what it has is safe. (Error {code})"
        )
    return f"Something went wrong here, and it is not your doing. If you tell whoever runs the bot: error {code}."


def _place(interaction: discord.Interaction[Any]) -> str:
    return f"{_what(interaction)}, guild {interaction.guild_id}"


def _what(interaction: discord.Interaction[Any]) -> str:
    command = interaction.command
    data: Mapping[str, Any] = cast("Mapping[str, Any]", interaction.data or {})
    kind = str(data.get("custom_id", "")).partition(":")[0]
    return f"/{command.qualified_name}" if command else kind if kind.replace("-", "").isalpha() else "a component"


def without_text(error: BaseException) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """Return an error for the log, with its trace; of foreign ones the kind only, for their text may quote anything."""
    shown: BaseException = error
    if isinstance(error, discord.HTTPException):
        shown = RuntimeError(f"Discord answered HTTP {error.status}, code {error.code}")
    elif not isinstance(error, LooseEndsError):
        shown = RuntimeError(type(error).__name__)
    return type(shown), shown, error.__traceback__
