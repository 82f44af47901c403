"""`/privacy`: what is kept of a member, given to them or forgotten; and of a server, for who owns it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import LooseEnds
from bot.errors import Mistake
from bot.storage import departures, members
from bot.ui.choosing import guild_of
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, counted, notice, row
from bot.ui.replying import reply

_KEPT = """### What is kept of you here
- **Your progress**, which you say with `/watched` and the buttons for it, so that nothing beyond it is shown to you.
- **Your ratings**, to reckon how episodes were liked. Nobody is shown who gave which.
- **What you write**: reviews, loose ends, answers, theories, and drafts of them. Your name stands beside loose ends.
- **Your voice** in loose ends, and **which gated discussions** you were let into.

Messages are not read or kept: of one that you hide, nothing stays but that it is being hidden, until that is done.
It is all for this server alone, in the database of whoever runs the bot, and goes to nobody else.

**Forget me** deletes your progress, ratings, voices and drafts. What others build on stays without your name: \
reviews, loose ends, answers and theories. Delete your own first with `/review delete` and `/loose-end remove`."""


class PrivacyButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"privacy:(?P<what>export|ask|forget|keep|ask-all|forget-all)",
):
    """Does what a member, or a server's owner, wants done with what is kept."""

    LABELS: Mapping[str, tuple[str, discord.ButtonStyle]] = {
        "export": ("Export mine", discord.ButtonStyle.primary),
        "ask": ("Forget me", discord.ButtonStyle.secondary),
        "forget": ("Yes, forget me", discord.ButtonStyle.danger),
        "keep": ("Keep it", discord.ButtonStyle.secondary),
        "ask-all": ("Delete all of this server", discord.ButtonStyle.secondary),
        "forget-all": ("Yes, delete all of this server", discord.ButtonStyle.danger),
    }

    def __init__(self, what: str) -> None:
        label, style = self.LABELS[what]
        super().__init__(ui.Button(label=label, style=style, custom_id=f"privacy:{what}"))
        self.what = what

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["what"])

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Do it, or ask first."""
        match self.what:
            case "export":
                await _export(interaction)
            case "forget":
                await _forget(interaction)
            case "forget-all":
                await _forget_all(interaction)
            case "ask":
                await reply(interaction, _asked("**Forget you in this server?** That can’t be undone.", "forget"))
            case "ask-all":
                _must_own_server(interaction)
                await reply(interaction, _asked(_whole(), "forget-all"))
            case _:
                await reply(interaction, notice("Nothing was changed."))


class Privacy(commands.Cog):
    """What is kept, and how to be rid of it."""

    @app_commands.command(description="What is kept of you, to export it or to be forgotten; only you see it")
    @app_commands.guild_only()
    async def privacy(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Say what is kept, and offer it."""
        guild_of(interaction)
        wanted = ["export", "ask", *(["ask-all"] if _owns_server(interaction) else [])]
        lines = [_KEPT]
        days = interaction.client.days_kept
        lines += [f"-# If this server removes the bot, all of it goes after {counted(days, 'day')}."]
        await reply(interaction, notice("\n".join(lines), *row([PrivacyButton(what) for what in wanted])))


def _asked(question: str, answer: str) -> Layout:
    return notice(question, *row([PrivacyButton(what) for what in (answer, "keep")]))


async def _export(interaction: discord.Interaction[LooseEnds]) -> None:
    """Give the member all that is kept of them as a file, which only they see."""
    guild_id = guild_of(interaction)
    kept = await members.export(interaction.client.database, guild_id, interaction.user.id)
    whole = {
        "server": guild_id,
        "member": interaction.user.id,
        "at": interaction.client.clock().isoformat(timespec="seconds"),
        "units": "Episodes are hundredths (1350 is 13.5), instants are seconds since 1970 in UTC.",
        **kept,
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    file = discord.File(io.BytesIO(text), "loose-ends.json", description="What is kept of you", spoiler=True)
    rows = sum(map(len, kept.values()))
    said = f"Here is what is kept of you, in {counted(rows, 'row')}. It may tell of episodes."
    layout = Layout(ui.TextDisplay(said), ui.File(f"attachment://{file.filename}", spoiler=True))
    await reply(interaction, layout, [file])


async def _forget(interaction: discord.Interaction[LooseEnds]) -> None:
    client = interaction.client
    await members.forget(client.database, guild_of(interaction), interaction.user.id, client.clock())
    said = "You are forgotten here. What others build on stays without your name; all else of you is deleted."
    await reply(interaction, notice(said))


async def _forget_all(interaction: discord.Interaction[LooseEnds]) -> None:
    _must_own_server(interaction)
    client, guild_id = interaction.client, guild_of(interaction)
    await departures.ask(client.database, guild_id, client.clock())
    await reply(
        interaction, notice("All that is kept of this server is being deleted. It is gone within some minutes.")
    )


def _whole() -> str:
    return (
        "**Delete all that is kept of this server?** Its shows with their reviews, ratings, loose ends and discussions,"
        " everybody’s progress, feeds and settings. That can’t be undone. Messages that the bot posted stay where they"
        " are, and their buttons find nothing any more."
    )


def _owns_server(interaction: discord.Interaction[LooseEnds]) -> bool:
    return interaction.guild is not None and interaction.guild.owner_id == interaction.user.id


def _must_own_server(interaction: discord.Interaction[LooseEnds]) -> None:
    if not _owns_server(interaction):
        raise Mistake("Only the owner of this server can do that.")


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons that answer on messages of any age."""
    bot.add_dynamic_items(PrivacyButton)
    await bot.add_cog(Privacy())
