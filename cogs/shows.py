"""`/show`: what a server follows, for those who manage it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.errors import Mistake
from bot.shows import LONGEST_NAME, Show
from bot.storage import shows
from bot.storage.shows import Kept
from bot.ui import replying
from bot.ui.choosing import complete_show, followed_shows, guild_of, which_show
from bot.ui.layouts import counted, notice, page, plain, row
from bot.ui.paging import count_pages, pages, turning
from bot.ui.removing import RemovalButton
from bot.ui.rights import must_manage

SHOWS_A_PAGE = 6
"""So many fit into the 4,000 characters of a message, with the longest names there can be."""

Name = app_commands.Range[str, 1, LONGEST_NAME]
Choice = app_commands.Range[str, 1, 100]
Place = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.Thread


class RemoveButton(RemovalButton, name="remove-show", yes="Remove it with all of that"):
    """Answers whether a show is to be removed with all that belongs to it."""

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Remove the show, or leave it."""
        must_manage(interaction)
        if self.answer == "no":
            await replying.reply(interaction, notice("Nothing was removed."))
            return
        if not await shows.remove(interaction.client.database, guild_of(interaction), self.of):
            raise Mistake("That show is not followed here any more.")
        await replying.reply(interaction, notice("Removed, with all that was kept of it."))


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class Shows(commands.GroupCog, group_name="show", group_description="What this server follows"):
    """The shows of a guild."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Check the right in code as well: a server can open a command to others in its settings by mistake."""
        must_manage(interaction)
        return True

    @app_commands.command(description="Follow a show, one season of it")
    @app_commands.describe(
        title="The show’s title",
        season="Which season of it; the first unless you say otherwise",
        first_number="What its first episode is called where episodes are counted over all seasons",
        alias="Another name it can be found by",
        channel="Where this show is meant when none is named",
    )
    async def add(
        self,
        interaction: discord.Interaction[LooseEnds],
        title: Name,
        season: app_commands.Range[int, 0, 99] = 1,
        first_number: app_commands.Range[int, 1, 9999] | None = None,
        alias: Name | None = None,
        channel: Place | None = None,
    ) -> None:
        """Follow a show."""
        database = interaction.client.database
        aliases = [alias] if alias else []
        show = await shows.add(
            database,
            guild_of(interaction),
            title,
            now=interaction.client.clock(),
            season=season,
            first_absolute=first_number,
            aliases=aliases,
        )
        where = ""
        if channel is not None:
            await shows.make_default(database, show, channel.id)
            where = f" In <#{channel.id}> it is the one that is meant when none is named."
        await _say(interaction, f"This server follows {plain(show.label)} now.{where}")

    @app_commands.command(name="list", description="What this server follows")
    async def list_(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """List the shows of the guild."""
        await answer_list(interaction, 0)

    @app_commands.command(description="Give a show another title; the old one still finds it")
    @app_commands.describe(show="The show", title="Its new title")
    @app_commands.autocomplete(show=complete_show)
    async def rename(self, interaction: discord.Interaction[LooseEnds], show: Choice, title: Name) -> None:
        """Rename a show."""
        meant = await which_show(interaction, show)
        await shows.rename(interaction.client.database, meant, title)
        await _say(interaction, f"{plain(meant.title)} is called {plain(title)} now; the old name still finds it.")

    @app_commands.command(description="Let a show be found by another name, or no longer")
    @app_commands.describe(show="The show", alias="The other name", remove="Take the name away instead")
    @app_commands.autocomplete(show=complete_show)
    async def alias(
        self, interaction: discord.Interaction[LooseEnds], show: Choice, alias: Name, remove: bool = False
    ) -> None:
        """Add or remove an alias."""
        meant = await which_show(interaction, show)
        if remove:
            await shows.remove_alias(interaction.client.database, meant, alias)
            await _say(interaction, f"{plain(meant.label)} is no longer found by “{plain(alias)}”.")
        else:
            await shows.add_alias(interaction.client.database, meant, alias)
            await _say(interaction, f"{plain(meant.label)} is found by “{plain(alias)}” as well.")

    @app_commands.command(description="Say which show is meant when none is named")
    @app_commands.describe(show="The show", channel="Only in this channel and its threads")
    @app_commands.autocomplete(show=complete_show)
    async def default(
        self, interaction: discord.Interaction[LooseEnds], show: Choice, channel: Place | None = None
    ) -> None:
        """Set the default show of the guild or a channel."""
        meant = await which_show(interaction, show)
        await shows.make_default(interaction.client.database, meant, channel.id if channel else None)
        where = f"In <#{channel.id}>" if channel else "In this server"
        await _say(interaction, f"{where}, {plain(meant.label)} is meant when no show is named.")

    @app_commands.command(description="Stop following a show, and drop what is kept of it")
    @app_commands.describe(show="The show")
    @app_commands.autocomplete(show=complete_show)
    async def remove(self, interaction: discord.Interaction[LooseEnds], show: Choice) -> None:
        """Ask whether a show is to be removed."""
        meant = await which_show(interaction, show)
        goes = await shows.what_goes_with(interaction.client.database, meant)
        kept = [counted(goes.reviews, "review"), counted(goes.ratings, "rating")]
        kept += [counted(goes.loose_ends, "loose end")] if goes.loose_ends else []
        kept += [f"{counted(goes.feeds, 'feed')} of it alone"] if goes.feeds else []
        question = (
            f"**Remove {plain(meant.label)}?** With it go {', '.join(kept)} and what "
            f"{counted(goes.members, 'member')} said they had watched. That can’t be undone."
        )
        if goes.discussions:
            there = counted(goes.discussions, "discussion")
            question += f" What was written in {there} stays, and the buttons there do nothing any more."
        await interaction.response.send_message(view=RemoveButton.asked(question, meant.show_id), ephemeral=True)


@pages("shows")
async def _turned(interaction: discord.Interaction[LooseEnds], _: str, number: int) -> None:
    must_manage(interaction)
    await answer_list(interaction, number)


async def answer_list(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """Answer with a page of what the guild follows."""
    followed = await followed_shows(interaction)
    if not followed:
        await _say(interaction, "This server follows no show yet. Add one with `/show add`.")
        return
    count = count_pages(len(followed), SHOWS_A_PAGE)
    number = min(number, count - 1)
    shown = followed[number * SHOWS_A_PAGE :][:SHOWS_A_PAGE]
    kept = await shows.kept(interaction.client.database, shown)
    rows = row(turning("shows", number, count))
    await replying.reply(interaction, page(f"### Followed here: {len(followed)}", _lines(shown, kept), rows))


def _lines(followed: Sequence[Show], kept: Sequence[Kept]) -> str:
    lines = []
    for show, of_show in zip(followed, kept, strict=True):
        marks = [counted(of_show.reviews, "review")]
        marks += ["the server’s default"] if show.is_default else []
        marks += [f"episodes counted from {show.first_absolute}"] if show.first_absolute else []
        marks += [f"meant in {', '.join(f'<#{place}>' for place in of_show.channels[:3])}"] if of_show.channels else []
        marks += [f"also {', '.join(plain(alias, 40) for alias in of_show.aliases[:3])}"] if of_show.aliases else []
        lines.append(f"**{plain(show.label)}**\n-# {' · '.join(marks)}")
    return "\n".join(lines)


async def _say(interaction: discord.Interaction[LooseEnds], text: str) -> None:
    await replying.reply(interaction, notice(text))


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the button that answers on messages of any age."""
    bot.add_dynamic_items(RemoveButton)
    await bot.add_cog(Shows())
