"""`/discuss` and `/discussions`: a place to talk for each episode."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.shows import Show
from bot.storage.discussions import Mode
from bot.ui import discussions, hubs, scheduling
from bot.ui.choosing import complete_episode, complete_show, episode_or_ask, goes_on, picked_episode, which_show
from bot.ui.discussing import Discussing
from bot.ui.loops import Round

Episode = app_commands.Range[str, 1, 100]
ShowName = app_commands.Range[str, 1, 100]

SECONDS = 5.0
"""Between two looks at which discussions are to be opened, and which hubs to be edited; who asks for one waits for no
round."""


@app_commands.guild_only()
class Discussions(commands.GroupCog, group_name="discussions", group_description="Where episodes are discussed"):
    """Discussions as hosts and keepers see to them, and the round in which they are opened and their hubs follow.

    Discord gives a group's commands the same rights, so those of hosts and keepers are checked in code alone.
    """

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.discussing = Discussing(bot)
        self.round = Round("discussions", self.discussing.follow, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin to follow."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Follow no more; what was under way is settled at the next start."""
        await self.round.stop()
        await self.discussing.stop()

    @app_commands.command(description="Open discussions one after the other, such as an episode each Friday at 18:00")
    @app_commands.describe(
        episodes="The first and the last, such as 1-12",
        starts="When the first is opened, in the server’s time zone: Friday 18:00, or 2026-12-04 18:00",
        every="Days between two; 7 if left out",
        show="The show, where it is not the one of this channel",
    )
    @app_commands.autocomplete(show=complete_show)
    async def schedule(
        self,
        interaction: discord.Interaction[LooseEnds],
        episodes: app_commands.Range[str, 1, 40],
        starts: app_commands.Range[str, 1, 40],
        every: app_commands.Range[int, 1, 60] = 7,
        show: ShowName | None = None,
    ) -> None:
        """Plan the discussions of several episodes."""
        await scheduling.begin_schedule(interaction, await which_show(interaction, show), episodes, starts, every)

    @app_commands.command(name="list", description="Which discussions are planned; only you see it")
    async def list_(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """List the schedules."""
        await scheduling.list_schedules(interaction)

    @app_commands.command(description="Let the schedule of a show rest")
    @app_commands.describe(show="The show, where it is not the one of this channel")
    @app_commands.autocomplete(show=complete_show)
    async def pause(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Pause a schedule."""
        await scheduling.pause_schedule(interaction, await which_show(interaction, show))

    @app_commands.command(description="Go on with the schedule of a show")
    @app_commands.describe(show="The show, where it is not the one of this channel")
    @app_commands.autocomplete(show=complete_show)
    async def resume(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Resume a schedule."""
        await scheduling.resume_schedule(interaction, await which_show(interaction, show))

    @app_commands.command(description="End the schedule of a show; what is open stays")
    @app_commands.describe(show="The show, where it is not the one of this channel")
    @app_commands.autocomplete(show=complete_show)
    async def end(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """End a schedule."""
        await scheduling.end_schedule(interaction, await which_show(interaction, show))

    @app_commands.command(description="Lock an episode’s discussion, so that only moderators go on in it")
    @app_commands.describe(
        episode="A number such as 13; in a discussion, its own if left out",
        show="The show, where it is not the one of this channel",
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    async def lock(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode | None = None, show: ShowName | None = None
    ) -> None:
        """Lock a discussion."""
        meant = await episode_or_ask(interaction, episode, show, "lock")
        if meant is not None:
            await discussions.lock(interaction, *meant, is_locked=True)

    @app_commands.command(description="Unlock an episode’s discussion")
    @app_commands.describe(
        episode="A number such as 13; in a discussion, its own if left out",
        show="The show, where it is not the one of this channel",
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    async def unlock(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode | None = None, show: ShowName | None = None
    ) -> None:
        """Unlock a discussion."""
        meant = await episode_or_ask(interaction, episode, show, "unlock")
        if meant is not None:
            await discussions.lock(interaction, *meant, is_locked=False)

    @app_commands.command(description="Choose where discussions are opened (for those who manage the server)")
    @app_commands.describe(
        channel="A text channel or a forum; if left out, wherever one is asked for",
        show="For this show alone",
    )
    @app_commands.autocomplete(show=complete_show)
    async def channel(
        self,
        interaction: discord.Interaction[LooseEnds],
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        show: ShowName | None = None,
    ) -> None:
        """Choose the channel of discussions."""
        of = await which_show(interaction, show) if show else None
        await discussions.choose_channel(interaction, channel, of)

    @app_commands.command(description="Choose who is let into discussions (for those who manage the server)")
    @app_commands.describe(
        mode="From now on: public threads, or private ones that let in who has watched the episode",
        take_out="From gated ones, take out members who say later that they have not watched the episode",
        show="For this show alone",
    )
    @app_commands.choices(
        mode=[
            app_commands.Choice(name="open: public threads", value=Mode.OPEN.value),
            app_commands.Choice(name="gated: private threads, for those who have watched", value=Mode.GATED.value),
        ]
    )
    @app_commands.autocomplete(show=complete_show)
    async def mode(
        self,
        interaction: discord.Interaction[LooseEnds],
        mode: str,
        take_out: bool = False,
        show: ShowName | None = None,
    ) -> None:
        """Choose the mode of discussions."""
        of = await which_show(interaction, show) if show else None
        await discussions.choose_mode(interaction, Mode(mode), of, takes_out=take_out)

    @app_commands.command(description="Choose the time zone of hours that are typed (for those who manage the server)")
    @app_commands.describe(zone="Such as Europe/Berlin")
    @app_commands.autocomplete(zone=scheduling.complete_time_zone)
    async def timezone(self, interaction: discord.Interaction[LooseEnds], zone: app_commands.Range[str, 1, 64]) -> None:
        """Choose the guild's time zone."""
        await scheduling.choose_time_zone(interaction, zone)


class Discuss(commands.Cog):
    """Asking for a discussion."""

    def __init__(self, discussing: Discussing) -> None:
        self.discussing = discussing

    @app_commands.command(description="Open the place to talk about an episode, or find it")
    @app_commands.describe(
        episode="A number such as 13 or 13.5, or “final”", show="The show, where it is not the one of this channel"
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    @app_commands.guild_only()
    async def discuss(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode, show: ShowName | None = None
    ) -> None:
        """Open or find the discussion of an episode."""
        meant = await episode_or_ask(interaction, episode, show, "discuss")
        if meant is not None:
            await discussions.open_discussion(interaction, self.discussing, *meant)


@goes_on("lock")
async def _lock(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, _ = await picked_episode(interaction, show, asked)
    await discussions.lock(interaction, show, episode, is_locked=True)


@goes_on("unlock")
async def _unlock(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, _ = await picked_episode(interaction, show, asked)
    await discussions.lock(interaction, show, episode, is_locked=False)


@goes_on("discuss")
async def _discuss(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, _ = await picked_episode(interaction, show, asked)
    cog = interaction.client.get_cog(Discuss.__name__)
    assert isinstance(cog, Discuss)  # noqa: S101 - it is loaded along with this
    await discussions.open_discussion(interaction, cog.discussing, show, episode)


async def setup(bot: LooseEnds) -> None:
    """Add the cogs, and the buttons that answer on messages of any age."""
    bot.add_dynamic_items(*hubs.ITEMS)
    group = Discussions(bot)
    await bot.add_cog(group)
    await bot.add_cog(Discuss(group.discussing))
