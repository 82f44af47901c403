"""What is said of feeds: a line of the list, what would become of a post, what keepers are told and asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui
from yarl import URL

from bot.errors import Mistake
from bot.feeds.placing import Ask, Decision, File, Follow
from bot.shows import Show
from bot.storage import feeds
from bot.storage.deliveries import Placing
from bot.storage.feed_items import Accepts
from bot.storage.feed_news import News
from bot.storage.feeds import WatchedFeed
from bot.ui.choosing import guild_of
from bot.ui.failures import AnsweringItem
from bot.ui.forms import ChannelField, Field, form
from bot.ui.layouts import Layout, counted, notice, plain, row
from bot.ui.replying import reply
from bot.ui.rights import must_manage

if TYPE_CHECKING:
    from bot.client import LooseEnds

ACCEPTS = {
    Accepts.FOLLOWED: "only reviews of shows that are followed here",
    Accepts.ANIME: "every review of an episode; its show is followed from then on",
    Accepts.EVERYTHING: "everything; what is no review waits in the queue",
}
PLACING = {
    Placing.CARD: "a message",
    Placing.THREAD: "a message with a thread to talk in",
    Placing.DISCUSSION: "in the episode’s discussion",
}


FEED_FORM = re.compile(r"feed-new-form")


class NewFeedButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"feed-new"):
    """Opens the form for a blog to be watched, which does what `/feed add` does."""

    def __init__(self, *, is_primary: bool = False) -> None:
        style = discord.ButtonStyle.primary if is_primary else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label="Watch a blog", custom_id="feed-new", style=style))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls()

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Ask."""
        must_manage(interaction)
        address = Field("address", "Address", hint="Of the blog, or of its feed", longest=2_000, is_required=True)
        kinds = [discord.ChannelType.text, discord.ChannelType.forum, discord.ChannelType.public_thread]
        channel = ChannelField("channel", "Channel", kinds, hint="Where its new reviews are to stand")
        await interaction.response.send_modal(form("Watch a blog", FEED_FORM.pattern, [address, channel]))


class FloodButton(
    AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"flood:(?P<feed>\d{1,18}):(?P<wanted>all|newest|none)"
):
    """Answers whether many new items at once are to be posted."""

    def __init__(self, feed_id: int, wanted: str) -> None:
        label = {"all": "Post them all", "newest": "Only the newest three", "none": "Pass them over"}[wanted]
        super().__init__(ui.Button(label=label, custom_id=f"flood:{feed_id}:{wanted}"))
        self.feed_id, self.wanted = feed_id, wanted

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["feed"]), match["wanted"])

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Let what was held go on, or drop it."""
        must_manage(interaction)
        client = interaction.client
        feed = await feeds.find(client.database, guild_of(interaction), self.feed_id)
        if feed is None:
            raise Mistake("That feed is not watched here any more.")
        if not feed.held:
            raise Mistake("That has been decided already; nothing waits here any more.")
        wanted = {"all": None, "newest": 3, "none": 0}[self.wanted]
        coming = await feeds.answer_flood(client.database, feed.guild_id, feed.feed_id, wanted, client.clock())
        said = f"{counted(coming, 'post')} of it will be looked at now." if coming else "They were passed over."
        layout = notice(f"**{title_of(feed)}**: {said}")
        await interaction.response.edit_message(view=layout, suppress_embeds=True)


class HeldButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"held:(?P<feed>\d{1,18})"):
    """Asks again what is to become of posts that are held, for a notice may have been missed."""

    def __init__(self, label: str, feed_id: int) -> None:
        super().__init__(ui.Button(label=label[:80], custom_id=f"held:{feed_id}"))
        self.feed_id = feed_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", int(match["feed"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the question."""
        must_manage(interaction)
        feed = await feeds.find(interaction.client.database, guild_of(interaction), self.feed_id)
        if feed is None or not feed.held:
            raise Mistake("That has been decided already; nothing waits here any more.")
        await reply(interaction, told(News.FLOOD, feed))


def told(what: News, feed: WatchedFeed) -> Layout:
    """Return what the keepers of a feed are told."""
    title = title_of(feed)
    if what is News.FLOOD:
        buttons = [FloodButton(feed.feed_id, wanted) for wanted in ("all", "newest", "none")]
        asked = (
            f"**{title}** has {feed.held} new posts at once, more than is usual. It may have given out old ones anew."
            " Nothing of them is posted until someone who manages this server says so."
        )
        return notice(asked, *row(buttons))
    said = {
        News.FAILING: f"could not be read for a day. {feed.failure or ''} It is tried again, less and less often.",
        News.GONE: f"is gone for good, and is not looked at any more. {feed.failure or ''}",
        News.RECOVERED: "can be read again.",
    }[what]
    return notice(f"The feed **{title}** {said}")


def outcome(feed: WatchedFeed, decision: Decision) -> str:
    """Return what would become of a feed's newest item, in a sentence that tells nothing of an episode."""
    newest = f"The newest post of **{title_of(feed)}**"
    if isinstance(decision, File):
        show, episodes = plain(decision.placed.show.label), decision.placed.span.label.lower()
        return f"{newest} is a review of {show}, {episodes}. In <#{feed.destination.channel_id}> it would look so:"
    if isinstance(decision, Follow):
        show = plain(decision.title)
        return f"{newest} is a review of {show}, {decision.span.label.lower()}, which would be followed from then on."
    if isinstance(decision, Ask):
        return f"{newest} would wait in `/review queue`. {decision.reason}"
    return f"{newest} would be passed over: it is no review that is wanted here."


def feed_line(feed: WatchedFeed, followed: Sequence[Show]) -> str:
    only = next((show for show in followed if show.show_id == feed.show_id), None)
    marks = [f"to <#{feed.destination.channel_id}>", wanted_of(only, feed.accepts)]
    if feed.destination.placing is not Placing.CARD:
        marks.append(PLACING[feed.destination.placing])
    marks += [f"mentions <@&{feed.destination.role_id}>"] if feed.destination.role_id else []
    marks += ["rests"] if feed.is_paused else []
    marks += [f"{counted(feed.held, 'post')} held until you decide"] if feed.held else []
    if feed.is_gone:
        marks.append("**gone for good**")
    elif feed.failing_since:
        marks.append(f"**fails since {discord.utils.format_dt(feed.failing_since, 'R')}**: {feed.failure}")
    return f"**{title_of(feed)}**\n-# {' · '.join(marks)}"


def wanted_of(only: Show | None, accepts: Accepts) -> str:
    return f"{ACCEPTS[accepts]}{f', of {plain(only.label)} alone' if only else ''}"


def backfilled(backfill: int, there: int) -> str:
    if backfill == 0 or there == 0:
        return "-# What stands in it already is not posted."
    return f"-# Of what stands in it already, the newest {min(backfill, there)} will be looked at now."


def title_of(feed: WatchedFeed) -> str:
    return plain(name_of(feed.title, feed.address))


def name_of(title: str | None, address: str) -> str:
    """Return what a feed is called: its title, else its site. The rest of an address may hold a password."""
    return title or URL(address).host or "a feed"
