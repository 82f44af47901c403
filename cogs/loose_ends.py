"""`/loose-end`: the questions that a story has left open, who wants to know, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.loose_ends import Status, Turn
from bot.storage.guilds import Answering
from bot.storage.ledger import Order
from bot.ui import (
    audits,
    boards,
    joining,
    ledger_care,
    ledger_doors,
    ledger_finding,
    ledger_forms,
    ledger_lists,
    loose_end_sheet,
    raising,
    settling,
)
from bot.ui.choosing import complete_episode, complete_show
from bot.ui.forms import Handler, receive
from bot.ui.ledger_choices import complete_into, complete_number
from bot.ui.loops import Round

Episode = app_commands.Range[str, 1, 100]
Number = app_commands.Range[int, 1, 999_999_999]
ShowName = app_commands.Range[str, 1, 100]

FORMS: Mapping[re.Pattern[str], Handler] = {
    raising.FORM: raising.submit,
    joining.FORM: joining.submit,
    settling.TURN_FORM: settling.submit_turn,
    settling.EDIT_FORM: settling.submit_edit,
}

SECONDS = 2.0
"""Between two looks at which boards are to be posted or edited."""


@app_commands.guild_only()
class LooseEndsCog(commands.GroupCog, group_name="loose-end", group_description="What the story has left open"):
    """The ledger of loose ends, and the round in which its boards follow.

    Discord gives a group's commands the same rights, so those for hosts are checked in code alone. A question, an
    answer and a reason come in by forms: what is typed behind a command can be read by the channel.
    """

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.boards = boards.Boards(bot)
        self.round = Round("boards", self.boards.follow, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin to follow."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Follow no more; what was under way is settled at the next start."""
        await self.round.stop()
        await self.boards.stop()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take the forms that are sent off."""
        await receive(interaction, FORMS)

    @app_commands.command(description="Add a question that the story has left open; a form asks for it")
    @app_commands.describe(
        episode="The episode that raised it; if left out, a discussion’s own or the last one you have watched",
        show="The show, where it is not the one of this channel",
    )
    @app_commands.autocomplete(show=complete_show)
    async def add(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: Episode | None = None,
        show: ShowName | None = None,
    ) -> None:
        """Ask for a question."""
        await raising.ask(interaction, episode, show)

    @app_commands.command(description="Say how a loose end was answered")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def answer(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Ask for the answer."""
        await settling.ask_turn(interaction, number, Turn.ANSWERED)

    @app_commands.command(description="Drop a loose end that is none, and say why")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def drop(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Ask for the reason."""
        await settling.ask_turn(interaction, number, Turn.DROPPED)

    @app_commands.command(description="Open a settled loose end again")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def reopen(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Ask for the reason."""
        await settling.ask_turn(interaction, number, Turn.REOPENED)

    @app_commands.command(description="Write a loose end anew, or correct its episode")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def edit(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Ask for the words and the episode."""
        await settling.ask_edit(interaction, number)

    @app_commands.command(description="Add what you think will be the answer")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def theory(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Ask for a theory."""
        await joining.ask_theory(interaction, number)

    @app_commands.command(description="Make one of two that ask the same (for hosts)")
    @app_commands.describe(number="The one that goes", into="The one that stays, with its words")
    @app_commands.autocomplete(number=complete_number, into=complete_into)
    async def merge(self, interaction: discord.Interaction[LooseEnds], number: Number, into: Number) -> None:
        """Merge one into another."""
        await ledger_care.merge(interaction, number, into)

    @app_commands.command(description="Undo the last change of a loose end (for hosts)")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def undo(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Undo the last change."""
        await ledger_care.undo(interaction, number)

    @app_commands.command(description="Remove a loose end for good (your own while nobody joined in, or for hosts)")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def remove(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Ask, and remove."""
        await ledger_care.ask_remove(interaction, number)

    @app_commands.command(description="What the story has left open, as far as you have watched; only you see it")
    @app_commands.describe(
        show="The show, where it is not the one of this channel",
        status="Only those that are open, answered or dropped, by what you have watched",
        sort="By episode, by voices, by how long they have been quiet, or the newest first",
    )
    @app_commands.autocomplete(show=complete_show)
    async def list(
        self,
        interaction: discord.Interaction[LooseEnds],
        show: ShowName | None = None,
        status: Status | None = None,
        sort: Order = Order.EPISODE,
    ) -> None:
        """List loose ends."""
        await ledger_lists.list_show(interaction, show, status, sort)

    @app_commands.command(description="One loose end, with its theories and what became of it; only you see it")
    @app_commands.describe(number="The loose end’s number")
    @app_commands.autocomplete(number=complete_number)
    async def show(self, interaction: discord.Interaction[LooseEnds], number: Number) -> None:
        """Show a loose end."""
        await loose_end_sheet.show_end(interaction, number)

    @app_commands.command(description="Find loose ends by their words, as far as you have watched; only you see it")
    @app_commands.describe(
        words="Words of the question, of a theory or of the answer; the last may be a beginning",
        show="Look in this show alone",
    )
    @app_commands.autocomplete(show=complete_show)
    async def search(
        self,
        interaction: discord.Interaction[LooseEnds],
        words: app_commands.Range[str, 1, 100],
        show: ShowName | None = None,
    ) -> None:
        """Search loose ends."""
        await ledger_finding.search(interaction, words, show)

    @app_commands.command(description="The loose ends that you have a part in; only you see them")
    async def mine(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """List the member's own."""
        await ledger_finding.list_own(interaction)

    @app_commands.command(description="Keep a board of a show’s loose ends in a channel, all veiled (for hosts)")
    @app_commands.describe(
        channel="Where it stands; this channel, if left out", show="The show, where it is not the one of this channel"
    )
    @app_commands.autocomplete(show=complete_show)
    async def board(
        self,
        interaction: discord.Interaction[LooseEnds],
        channel: discord.TextChannel | discord.Thread | None = None,
        show: ShowName | None = None,
    ) -> None:
        """Have a board kept."""
        await boards.keep_board(interaction, channel, show)

    @app_commands.command(description="After the last episode: what was tied, what stayed open, and who asked")
    @app_commands.describe(
        show="The show, where it is not the one of this channel",
        last="Which episode is the last, where no review says so (for hosts)",
    )
    @app_commands.autocomplete(show=complete_show, last=complete_episode)
    async def audit(
        self,
        interaction: discord.Interaction[LooseEnds],
        show: ShowName | None = None,
        last: Episode | None = None,
    ) -> None:
        """Show the finale's audit."""
        await audits.show_audit(interaction, show, last)

    @app_commands.command(description="Who may answer, and whether reviews’ sure ones come in (for keepers)")
    @app_commands.describe(
        answering="Who may answer loose ends that are not theirs",
        take_sure="Whether what a review surely names is taken in by itself",
    )
    async def rules(
        self,
        interaction: discord.Interaction[LooseEnds],
        answering: Answering | None = None,
        take_sure: bool | None = None,
    ) -> None:
        """Choose the guild's rules."""
        await ledger_care.choose_rules(interaction, answering, take_sure=take_sure)


@app_commands.context_menu(name="Track as loose end")
@app_commands.guild_only()
async def track_message(interaction: discord.Interaction[LooseEnds], message: discord.Message) -> None:
    """Ask for a question, filled from a message."""
    await raising.ask_from_message(interaction, message)


async def setup(bot: LooseEnds) -> None:
    """Add the cog, the menu, and the buttons and selects that answer on messages of any age."""
    modules = (
        audits, joining, ledger_care, ledger_doors, ledger_finding, ledger_forms, ledger_lists, loose_end_sheet,
        raising,
    )  # fmt: skip
    for module in modules:
        bot.add_dynamic_items(*module.ITEMS)
    bot.tree.add_command(track_message)
    await bot.add_cog(LooseEndsCog(bot))


async def teardown(bot: LooseEnds) -> None:
    """Take the menu away; what the cog added goes with it."""
    bot.tree.remove_command(track_message.name, type=track_message.type)
