"""`/feed`: the blogs a server watches, and the work of watching them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.errors import Mistake, WebError
from bot.feeds.addresses import checked_address
from bot.feeds.filing import Filing
from bot.feeds.placing import File
from bot.feeds.watching import MOST_LOOKS, Watch
from bot.gate import Sight
from bot.shows import Show
from bot.storage import feed_news, feeds, reviews
from bot.storage.deliveries import Destination, Placing
from bot.storage.feed_items import Accepts
from bot.storage.feeds import WatchedFeed
from bot.ui.cards import review_card
from bot.ui.choosing import MOST_CHOICES, complete_show, followed_shows, guild_of, which_show
from bot.ui.destinations import change_feed, must_post
from bot.ui.feed_words import (
    ACCEPTS,
    FEED_FORM,
    PLACING,
    FloodButton,
    HeldButton,
    NewFeedButton,
    backfilled,
    feed_line,
    name_of,
    outcome,
    title_of,
    told,
    wanted_of,
)
from bot.ui.forms import receive
from bot.ui.house_rules import settle_notices
from bot.ui.layouts import notice, page, plain, row
from bot.ui.loops import Round
from bot.ui.notices import Told, tell_keepers
from bot.ui.paging import count_pages, pages, turning
from bot.ui.places import Place
from bot.ui.replying import put_off, reply
from bot.ui.rights import must_manage
from bot.ui.setup_controls import SetupButton
from bot.ui.viewing import viewer_of

SECONDS = 30.0
"""Between two rounds of looking at what is due."""
FAILING_FOR = timedelta(days=1)
"""How long a feed has to have failed before its keepers are told."""
MOST_BACKFILL = 10
FEEDS_A_PAGE = 5

Name = app_commands.Range[str, 1, 100]

ACCEPT_CHOICES = [app_commands.Choice(name=said, value=accepts.value) for accepts, said in ACCEPTS.items()]
PLACING_CHOICES = [app_commands.Choice(name=said, value=placing.value) for placing, said in PLACING.items()]
WHAT = {
    "feed": "The feed, by its title or address",
    "channel": "Where its reviews are to stand",
    "show": "Only reviews of this show; those that name none are taken to be of it",
    "accepts": "Which of its posts are wanted",
    "placing": "How a review stands in a text channel",
    "mention": "A role that is told of each new review; none unless you name one",
}


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class Feeds(commands.GroupCog, group_name="feed", group_description="The blogs whose reviews are posted here"):
    """The feeds of a guild, and the rounds in which they are looked at."""

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.watch = Watch(bot.database, bot.web, bot.workers, bot.clock, bot.metrics.count_look)
        self.filing = Filing(self.watch)
        self.round = Round("feeds", self.look, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin to look."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Look no more."""
        await self.round.stop()

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Check the right in code as well."""
        must_manage(interaction)
        return True

    async def look(self) -> None:
        """Look at every feed whose time has come, file what is new, and tell keepers what they must know."""
        are_more = True
        while are_more:
            are_more = await self.watch.look_at_due() == MOST_LOOKS
            while await self.filing.file_due():
                pass
        for what, feed in await feed_news.news(self.bot.database, self.bot.clock(), failing_for=FAILING_FOR):
            guild = self.bot.get_guild(feed.guild_id)
            if guild is None or guild.unavailable:
                continue  # nobody can be told there now, and what is claimed is not told again
            if not await feed_news.tell(self.bot.database, feed, what):
                continue
            if await tell_keepers(self.bot, feed.guild_id, feed.destination.channel_id, told(what, feed)) is Told.DOWN:
                await feed_news.give_back(self.bot.database, feed, what)

    @app_commands.command(description="Watch a blog, and have its new reviews posted in a channel")
    @app_commands.describe(
        address="The address of the blog or of its feed",
        backfill="How many of its newest posts to post at once; none unless you say so",
        **{name: said for name, said in WHAT.items() if name != "feed"},
    )
    @app_commands.choices(accepts=ACCEPT_CHOICES, placing=PLACING_CHOICES)
    @app_commands.autocomplete(show=complete_show)
    async def add(
        self,
        interaction: discord.Interaction[LooseEnds],
        address: app_commands.Range[str, 1, 2000],
        channel: Place,
        show: Name | None = None,
        accepts: str = Accepts.FOLLOWED,
        placing: str = Placing.CARD,
        mention: discord.Role | None = None,
        backfill: app_commands.Range[int, 0, MOST_BACKFILL] = 0,
    ) -> None:
        """Watch a feed."""
        only = await which_show(interaction, show) if show else None
        checked = checked_address(address)
        destination = Destination(channel.id, Placing(placing), _role(mention))
        must_post(interaction, channel.id, destination.placing, mention)
        said = await self.begin(interaction, checked, destination, only, Accepts(accepts), backfill)
        await reply(interaction, notice(said))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take the form for a blog."""
        await receive(interaction, {FEED_FORM: self.begin_typed})

    async def begin_typed(
        self, interaction: discord.Interaction[LooseEnds], _: re.Match[str], typed: Mapping[str, str]
    ) -> None:
        """Watch the blog that was typed into the form, as `/feed add` does with what it leaves to itself."""
        must_manage(interaction)
        channel = typed.get("channel", "")
        checked, channel_id = checked_address(typed.get("address", "")), int(channel) if channel.isdecimal() else 0
        must_post(interaction, channel_id)
        said = await self.begin(interaction, checked, Destination(channel_id), None, Accepts.FOLLOWED, 0)
        await reply(interaction, notice(said, *row([SetupButton("Back to the setup", "shows")])))

    async def begin(
        self,
        interaction: discord.Interaction[LooseEnds],
        address: str,
        destination: Destination,
        only: Show | None,
        accepts: Accepts,
        backfill: int,
    ) -> str:
        """Put the answer off, have the guild watch an address, and return what is said of it.

        Raises:
            Mistake: it is watched already, or can't be read.
        """
        await put_off(interaction)
        found = await self.watch.find(address)
        await feeds.watch(
            self.bot.database,
            guild_of(interaction),
            found,
            destination,
            show_id=only.show_id if only else None,
            accepts=accepts,
            backfill=backfill,
            now=self.bot.clock(),
        )
        return (
            f"**{plain(name_of(found.feed.title, found.address))}** is watched from now on. Its new reviews go to "
            f"<#{destination.channel_id}>: {wanted_of(only, accepts)}.\n{backfilled(backfill, len(found.feed.items))}"
        )

    @app_commands.command(name="list", description="The feeds that are watched here, and how they fare")
    async def list_(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """List the feeds of the guild."""
        await answer_list(interaction, 0)

    @app_commands.command(description="See what a feed’s newest post would look like here; nobody else sees it")
    @app_commands.describe(feed=WHAT["feed"])
    async def test(self, interaction: discord.Interaction[LooseEnds], feed: Name) -> None:
        """Show privately what would become of the newest item."""
        meant = await which_feed(interaction, feed)
        await interaction.response.defer(ephemeral=True)
        found = await self.watch.find(meant.address)
        if not found.feed.items:
            raise Mistake("There is nothing in that feed yet.")
        try:
            review, decision = await self.filing.look_ahead(meant, found.feed.items[0])
        except WebError as error:
            raise Mistake(f"Its newest post leads to a page that can’t be read now. {error}") from error
        await interaction.followup.send(view=notice(outcome(meant, decision)))
        if isinstance(decision, File) and review is not None:
            viewer = await viewer_of(interaction, decision.placed.show.show_id)
            if viewer.sight(decision.placed.span.last, all_the_same=True) is Sight.NOT:
                card = notice("You are shown it once you have watched that far: in this server the gate is strict.")
            else:
                card = review_card(reviews.preview(review, decision.placed), gate=viewer.gate, is_preview=True)
            await interaction.followup.send(view=card, ephemeral=True, suppress_embeds=True)

    @app_commands.command(description="Let a feed rest; what it brings meanwhile is passed over")
    @app_commands.describe(feed=WHAT["feed"])
    async def pause(self, interaction: discord.Interaction[LooseEnds], feed: Name) -> None:
        """Pause a feed."""
        meant = await which_feed(interaction, feed)
        await feeds.pause(self.bot.database, meant.guild_id, meant.feed_id)
        await reply(interaction, notice(f"**{title_of(meant)}** rests. `/feed resume` goes on with it."))

    @app_commands.command(description="Go on with a feed that rests")
    @app_commands.describe(feed=WHAT["feed"])
    async def resume(self, interaction: discord.Interaction[LooseEnds], feed: Name) -> None:
        """Go on with a feed."""
        meant = await which_feed(interaction, feed)
        if not meant.is_paused and not meant.is_gone:
            raise Mistake(f"{title_of(meant)} is watched; there is nothing to go on with.")
        await interaction.response.defer(ephemeral=True)
        await feeds.resume(self.bot.database, meant, await self.watch.find(meant.address), self.bot.clock())
        said = f"**{title_of(meant)}** is watched again. What came while it rested is passed over."
        await interaction.followup.send(view=notice(said))

    @app_commands.command(description="Change where a feed’s reviews go, or which are wanted")
    @app_commands.describe(
        any_show="Take reviews of every show again",
        no_mention="Mention no role any more",
        **WHAT,
    )
    @app_commands.choices(accepts=ACCEPT_CHOICES, placing=PLACING_CHOICES)
    @app_commands.autocomplete(show=complete_show)
    async def edit(
        self,
        interaction: discord.Interaction[LooseEnds],
        feed: Name,
        channel: Place | None = None,
        show: Name | None = None,
        any_show: bool = False,
        accepts: str | None = None,
        placing: str | None = None,
        mention: discord.Role | None = None,
        no_mention: bool = False,
    ) -> None:
        """Change a feed."""
        meant = await which_feed(interaction, feed)
        only = await which_show(interaction, show) if show else None
        before = meant.destination
        role_id = None if no_mention else _role(mention) or before.role_id
        destination = Destination(
            channel.id if channel else before.channel_id, Placing(placing) if placing else before.placing, role_id
        )
        await change_feed(
            interaction,
            meant,
            destination,
            show_id=only.show_id if only else None if any_show else meant.show_id,
            accepts=Accepts(accepts) if accepts else meant.accepts,
        )
        changed = await which_feed(interaction, str(meant.feed_id))
        await reply(interaction, page("### Changed", feed_line(changed, await followed_shows(interaction))))

    @app_commands.command(description="Stop watching a feed; what was posted of it stays")
    @app_commands.describe(feed=WHAT["feed"])
    async def remove(self, interaction: discord.Interaction[LooseEnds], feed: Name) -> None:
        """Stop watching a feed."""
        meant = await which_feed(interaction, feed)
        await feeds.remove(self.bot.database, meant.guild_id, meant.feed_id)
        await reply(interaction, notice(f"**{title_of(meant)}** is not watched any more. Its reviews stay."))

    @app_commands.command(description="Say where keepers are told of feeds that fail and posts that can’t be posted")
    @app_commands.describe(channel="The channel; none for the one that a notice is about")
    async def notices(
        self, interaction: discord.Interaction[LooseEnds], channel: discord.TextChannel | None = None
    ) -> None:
        """Choose the channel for notices."""
        await reply(interaction, notice(await settle_notices(interaction, channel.id if channel else None)))

    @test.autocomplete("feed")
    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @edit.autocomplete("feed")
    @remove.autocomplete("feed")
    async def complete_feed(
        self, interaction: discord.Interaction[LooseEnds], current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the feeds whose title or address holds what is typed."""
        typed = current.casefold()
        watched = await feeds.of_guild(self.bot.database, guild_of(interaction))
        offered = [feed for feed in watched if typed in f"{feed.title or ''} {feed.address}".casefold()]
        return [
            app_commands.Choice(name=name_of(feed.title, feed.address)[:100], value=str(feed.feed_id))
            for feed in offered[:MOST_CHOICES]
        ]


async def which_feed(interaction: discord.Interaction[LooseEnds], named: str) -> WatchedFeed:
    """Return the feed that is meant: by its id, as it is completed, or by title or address as it was typed.

    Raises:
        Mistake: the guild watches none of that name, or several.
    """
    watched = await feeds.of_guild(interaction.client.database, guild_of(interaction))
    typed = named.strip().casefold()
    found = [feed for feed in watched if str(feed.feed_id) == typed] or [
        feed for feed in watched if typed in f"{feed.title or ''} {feed.address}".casefold()
    ]
    if len(found) == 1:
        return found[0]
    if not watched:
        raise Mistake("No feed is watched here yet. `/feed add` adds one.")
    raise Mistake(
        f"{'Several feeds' if found else 'No feed'} here fit that. Pick one of those that are offered as you type."
    )


@pages("feeds")
async def _turned(interaction: discord.Interaction[LooseEnds], _: str, number: int) -> None:
    must_manage(interaction)
    await answer_list(interaction, number)


async def answer_list(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """Answer with a page of the feeds that a guild watches."""
    watched = await feeds.of_guild(interaction.client.database, guild_of(interaction))
    if not watched:
        await reply(
            interaction, notice("No feed is watched here yet. Add one with `/feed add`.", *row([NewFeedButton()]))
        )
        return
    followed = await followed_shows(interaction)
    count = count_pages(len(watched), FEEDS_A_PAGE)
    number = min(number, count - 1)
    shown = watched[number * FEEDS_A_PAGE :][:FEEDS_A_PAGE]
    held = [HeldButton(f"Decide: {name_of(feed.title, feed.address)}", feed.feed_id) for feed in shown if feed.held]
    lines = "\n".join(feed_line(feed, followed) for feed in shown)
    rows = [*row(held), *row(turning("feeds", number, count))]
    await reply(interaction, page(f"### Watched here: {len(watched)}", lines, rows))


def _role(role: discord.Role | None) -> int | None:
    if role is not None and role.is_default():
        raise Mistake("That would mention everyone. Name a role that members choose for themselves.")
    return role.id if role else None


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons that answer on messages of any age."""
    bot.add_dynamic_items(FloodButton, HeldButton, NewFeedButton)
    await bot.add_cog(Feeds(bot))
