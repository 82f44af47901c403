"""`/help`, by what a member wants to do, and `/about`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.about import about
from bot.client import LooseEnds
from bot.errors import Mistake
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import counted, link, notice, row
from bot.ui.replying import reply
from bot.ui.topics import Topic, commands_of, line_of, topics_for


class TopicSelect(AnsweringItem, ui.DynamicItem[ui.Select[Any]], template=r"help-topic"):
    """Shows the commands for what a member wants to do."""

    def __init__(self, topics: Mapping[str, Topic] | None = None, chosen: str | None = None) -> None:
        options = [
            discord.SelectOption(label=topic.wish, value=name, default=name == chosen)
            for name, topic in (topics or {}).items()
        ]
        super().__init__(ui.Select(custom_id="help-topic", placeholder="I want to …", options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        return cls()

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show them."""
        topics, picked = await topics_for(interaction), self.item.values[0] if self.item.values else ""
        if picked not in topics:
            raise Mistake("That is not for you in this server. `/help` shows what is.")
        lines = "\n".join(line_of(command) for command in commands_of(interaction.client.tree, topics[picked]))
        text = f"### {topics[picked].wish}\n{topics[picked].said}\n{lines}"
        await reply(interaction, notice(text, *row([TopicSelect(topics, picked)])))


class Help(commands.Cog):
    """What the bot can do, and what it is."""

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.since = bot.clock()

    @app_commands.command(name="help", description="What you can do here; only you see it")
    @app_commands.guild_only()
    async def help_(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Ask what the member wants to do."""
        said = "### What do you want to do?\nPick it, and you are shown the commands for it."
        await reply(interaction, notice(said, *row([TopicSelect(await topics_for(interaction))])))

    @app_commands.command(name="about", description="Which version of the bot this is, and where it comes from")
    @app_commands.guild_only()
    async def about_(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Say what the bot is."""
        this, application = about(), self.bot.application
        up = discord.utils.format_dt(self.since, "R")
        said = (
            f"### Loose Ends {this.version}\n"
            "A bot for people who watch anime together, an episode at a time. Free software, under the MIT licence.\n"
            f"-# Up since {up}, in {counted(len(self.bot.guilds), 'server')}. `/privacy` says what is kept of you."
        )
        links = dict(this.links)
        if application is not None:  # what whoever runs the bot has given to Discord
            links["Privacy"] = application.privacy_policy_url or links.get("Privacy", "")
            links["Terms"] = application.terms_of_service_url or links.get("Terms", "")
        buttons = [button for label, address in links.items() for button in link(label, address)]
        await reply(interaction, notice(said, *row(buttons[:5])))


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the select that answers on messages of any age."""
    bot.add_dynamic_items(TopicSelect)
    await bot.add_cog(Help(bot))
