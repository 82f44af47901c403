"""The pages of the setup: what is chosen, controls to choose otherwise, and what the bot may not do yet.

All that is shown is read when it is shown; the panel itself keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.errors import Mistake
from bot.gate import Gate
from bot.shows import Show
from bot.storage import discussions, feeds, guilds, loose_end_boards
from bot.storage.discussions import Mode, Wishes
from bot.storage.feeds import WatchedFeed
from bot.storage.guilds import GuildSettings, Writers
from bot.storage.loose_end_boards import Board
from bot.ui.choosing import MOST_CHOICES, ShowSelect, followed_shows, guild_of, show_options
from bot.ui.discussions import who_sees
from bot.ui.feed_words import NewFeedButton, name_of, title_of
from bot.ui.house_rules import GATE_MEANS, GATES, writers_named
from bot.ui.layouts import Layout, counted, plain, row
from bot.ui.replying import reply
from bot.ui.rights import must_manage
from bot.ui.setup_controls import SetupButton, SetupChannel, SetupPick, SetupRole
from bot.ui.setup_rights import Chosen, for_feed, for_messages, for_talk, lacks
from bot.ui.zones import REGIONS, UTC, city_of, pieces, zones_of

if TYPE_CHECKING:
    from bot.client import LooseEnds

PAGES = {
    "overview": "Overview",
    "shows": "Shows, reviews",
    "talk": "Discussions",
    "ends": "Loose ends",
    "members": "Members",
}
"""The pages, and what stands on the buttons that lead to them."""
_FEEDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a guild has chosen, as it was read for a page.

    `show` is the one that is meant where none is named: the guild's default, or its only one.
    """

    guild: discord.Guild
    settings: GuildSettings
    zone: ZoneInfo
    wishes: Wishes
    shows: Sequence[Show]
    show: Show | None
    feeds: Sequence[WatchedFeed]
    board: Board | None

    def places(self) -> list[Chosen]:
        """Return the places that are chosen, with the rights that are used there."""
        guild, talk = self.guild, self.wishes.channel_id
        chosen = [
            for_feed(guild, feed.destination.channel_id, feed.destination.placing, feed.destination.role_id)
            for feed in self.feeds
        ]
        chosen += [for_talk(guild, talk, self.wishes.mode)] if talk else []
        chosen += [for_messages(guild, self.board.channel_id)] if self.board else []
        notices = self.settings.notices_channel_id
        return [*chosen, *([for_messages(guild, notices)] if notices else [])]


async def find(interaction: discord.Interaction[LooseEnds]) -> Found:
    """Return what the guild has chosen, for those who manage it."""
    must_manage(interaction)
    database, guild_id, guild = interaction.client.database, guild_of(interaction), interaction.guild
    assert guild is not None  # noqa: S101 - `guild_of` let it pass
    followed = await followed_shows(interaction)
    show = next((show for show in followed if show.is_default), followed[0] if len(followed) == 1 else None)
    return Found(
        guild,
        await guilds.settings(database, guild_id),
        await guilds.time_zone(database, guild_id),
        await discussions.wishes(database, guild_id, None),
        followed,
        show,
        await feeds.of_guild(database, guild_id),
        await loose_end_boards.of_show(database, show) if show else None,
    )


async def show_page(interaction: discord.Interaction[LooseEnds], name: str, said: str = "", of: int = 0) -> None:
    """Answer with a page of the setup.

    Args:
        name: one of `PAGES`.
        said: what became of what was chosen just now.
        of: the feed that the page of shows and reviews is about.
    """
    found = await find(interaction)
    if name == "overview":
        items = _overview(interaction, found)
    elif name == "shows":
        items = _shows(found, of)
    elif name == "talk":
        items = _talk(interaction, found)
    elif name == "ends":
        items = _ends(found)
    else:
        items = _members(found)
    await reply(interaction, _page(name, said, items))


async def show_zones(interaction: discord.Interaction[LooseEnds], region: str) -> None:
    """Answer with the time zones of a region.

    Raises:
        Mistake: there is no such region.
    """
    must_manage(interaction)
    parts = pieces(zones_of(region), MOST_CHOICES)
    selects = [
        SetupPick("zone", _zone_options(part), number, placeholder=f"{city_of(part[0])} to {city_of(part[-1])}")
        for number, part in enumerate(parts, 1)
    ]
    if not selects:
        raise Mistake("There is no such region. `/discussions timezone` completes every time zone.")
    rows = [line for select in selects for line in row([select])]
    said = f"**Time zone**: which city of {region} has your hour?"
    await reply(interaction, _page("", "", [ui.TextDisplay(said), *rows]))


def _page(name: str, said: str, items: Sequence[ui.Item[Any]]) -> Layout:
    head = f"### Setting up · {PAGES[name]}" if name in PAGES else "### Setting up"
    told = [ui.TextDisplay[Any]("> " + said.replace("\n", "\n> "))] if said else []
    buttons = [SetupButton(label, page, is_here=page == name) for page, label in PAGES.items()]
    return Layout(ui.TextDisplay(head), *told, *items, ui.Separator(), *row(buttons))


def _overview(interaction: discord.Interaction[LooseEnds], found: Found) -> list[ui.Item[Any]]:
    missing = lacks(found.guild, found.places())
    rights = "\n".join(f"- {line}" for line in missing) or "Nothing: I have every right that I use."
    return [
        ui.TextDisplay("\n".join(_lines(interaction, found))),
        ui.TextDisplay(f"**What I may not do yet**\n{rights}"),
        *row([SetupButton("Preview", "preview", is_primary=True)]),
    ]


def _lines(interaction: discord.Interaction[LooseEnds], found: Found) -> list[str]:
    chosen = found.settings
    takes = "sure ones of new reviews come in by themselves" if chosen.takes_sure_ends else "members bring them in"
    hosts = f", or with <@&{chosen.hosts_role_id}>" if chosen.hosts_role_id else ""
    notices = f"<#{chosen.notices_channel_id}>" if chosen.notices_channel_id else "the channel that they are about"
    talk = f"<#{found.wishes.channel_id}>" if found.wishes.channel_id else "the channel in which they are asked for"
    return [
        f"**Show**: {_shows_in_words(found)}",
        f"**Reviews**: {_feeds_in_words(found)}",
        f"**Discussions**: {found.wishes.mode}, in {talk}",
        f"**Time zone**: {_zone_in_words(interaction, found)}",
        f"**Loose ends**: {takes}; {_board_in_words(found)}",
        f"**Hosts**: members with “Manage Messages”{hosts}",
        f"**Reviews are written by** {writers_named(chosen.writers, chosen.writers_role_id)}",
        f"**Who has not watched it**: {_GATE[chosen.gate]}",
        f"**Notices for you** go to {notices}",
    ]


_GATE = {
    Gate.VEIL: "gets it veiled, without a question",
    Gate.ASK: "is asked first",
    Gate.STRICT: "gets nothing of it",
}


def _shows(found: Found, feed_id: int) -> list[ui.Item[Any]]:
    items: list[ui.Item[Any]] = [ui.TextDisplay(f"**Show**: {_shows_in_words(found)}")]
    if len(found.shows) > 1:
        options = show_options(found.shows)
        for option in options:
            option.default = found.show is not None and option.value == str(found.show.show_id)
        items += row([ShowSelect("setup", "", options)])
        if len(found.shows) > MOST_CHOICES:
            items.append(ui.TextDisplay("-# More are followed than fit here: `/show default` takes any of them."))
    items += row([SetupButton("Follow a new show", "show", is_primary=not found.shows)])
    items.append(ui.TextDisplay(f"**Reviews**: {_feeds_in_words(found)}"))
    feed = next((feed for feed in found.feeds if feed.feed_id == feed_id), None)
    if feed is None and len(found.feeds) == 1:
        feed = found.feeds[0]
    if len(found.feeds) > 1:
        options = [
            discord.SelectOption(
                label=name_of(each.title, each.address)[:100], value=str(each.feed_id), default=each is feed
            )
            for each in found.feeds[:MOST_CHOICES]
        ]
        items += row([SetupPick("feed", options, placeholder="Choose a blog")])
        if len(found.feeds) > MOST_CHOICES:
            items.append(ui.TextDisplay("-# More are watched than fit here: `/feed edit` takes any of them."))
    if feed is not None:
        items.append(ui.TextDisplay(f"Where the reviews of **{title_of(feed)}** go:"))
        items += row([SetupChannel("feed", feed.feed_id, chosen=feed.destination.channel_id)])
    items += row([NewFeedButton(is_primary=bool(found.shows) and not found.feeds)])
    return items


def _talk(interaction: discord.Interaction[LooseEnds], found: Found) -> list[ui.Item[Any]]:
    wishes = found.wishes
    parent = found.guild.get_channel(wishes.channel_id) if wishes.channel_id else None
    talk = parent if isinstance(parent, discord.TextChannel | discord.ForumChannel) else None
    if wishes.mode is Mode.GATED:
        means = who_sees(found.guild, talk, takes_out=wishes.takes_out)
    else:
        means = "They are public threads: whoever sees their channel can read them."
    chosen = "open" if wishes.mode is Mode.OPEN else "out" if wishes.takes_out else "gated"
    modes = [discord.SelectOption(label=label, value=value, default=value == chosen) for value, label in _MODES.items()]
    zones = [discord.SelectOption(label=region, value=region) for region in (*REGIONS, UTC)]
    return [
        ui.TextDisplay("**Where discussions are opened**; without a channel, where they are asked for"),
        *row([SetupChannel("talk", chosen=wishes.channel_id, can_be_none=True)]),
        ui.TextDisplay(f"**Who is let in**\n{means}"),
        *row([SetupPick("mode", modes)]),
        ui.TextDisplay(f"**Time zone** of the hours of schedules: {_zone_in_words(interaction, found)}"),
        *row([SetupPick("region", zones, placeholder="Choose another one: where is your server at home?")]),
    ]


_MODES = {
    "open": "Open: public threads",
    "gated": "Gated: private threads, for those who say that they have watched",
    "out": "Gated, and who says later that they have not is taken out",
}


def _ends(found: Found) -> list[ui.Item[Any]]:
    takes = found.settings.takes_sure_ends
    options = [
        discord.SelectOption(label="They come in by themselves", value="yes", default=takes),
        discord.SelectOption(label="They wait for a member to track them", value="no", default=not takes),
    ]
    said = "**The board**, a message with all loose ends of the show behind veils: "
    items: list[ui.Item[Any]] = [ui.TextDisplay(f"{said}{_board_in_words(found)}")]
    if found.show is not None:
        board = found.board.channel_id if found.board and found.board.is_wanted else None
        items += row([SetupChannel("board", found.show.show_id, chosen=board)])
    return [
        *items,
        ui.TextDisplay("**What a new review surely leaves open**"),
        *row([SetupPick("sure", options)]),
    ]


def _members(found: Found) -> list[ui.Item[Any]]:
    chosen = found.settings
    writers = [
        discord.SelectOption(label=label, value=value.value, default=value is chosen.writers)
        for value, label in ((Writers.EVERYONE, "Every member"), (Writers.KEEPERS, "Those who manage this server"))
    ]
    gates = [
        discord.SelectOption(label=label, value=gate.value, default=gate is chosen.gate)
        for gate, label in GATES.items()
    ]
    return [
        ui.TextDisplay("**Hosts**, who open polls and look after loose ends, beside members with “Manage Messages”"),
        *row([SetupRole("hosts", chosen=chosen.hosts_role_id)]),
        ui.TextDisplay("**Who writes reviews**: choose here, or a role below"),
        *row([SetupPick("writers", writers, placeholder="Members with the role below")]),
        *row([SetupRole("writers", chosen=chosen.writers_role_id)]),
        ui.TextDisplay(GATE_MEANS[chosen.gate]),
        *row([SetupPick("gate", gates)]),
        ui.TextDisplay("**Notices for you**, such as of a blog that fails; without a channel, where it happens"),
        *row([SetupChannel("notices", chosen=chosen.notices_channel_id, can_be_none=True)]),
    ]


def _shows_in_words(found: Found) -> str:
    if not found.shows:
        return "none is followed yet"
    if found.show is None:
        return f"{len(found.shows)} are followed; choose the one that is meant where none is named"
    more = len(found.shows) - 1
    return plain(found.show.label) + (f" where none is named, and {more} more" if more else "")


def _feeds_in_words(found: Found) -> str:
    if not found.feeds:
        return "no blog is watched yet; members can write reviews all the same"
    named = [f"{title_of(feed)} in <#{feed.destination.channel_id}>" for feed in found.feeds[:_FEEDS_NAMED]]
    more = len(found.feeds) - _FEEDS_NAMED
    return ", ".join(named) + (f", and {counted(more, 'blog')} more" if more > 0 else "")


def _board_in_words(found: Found) -> str:
    if found.show is None:
        return "it needs a show first" if not found.shows else "choose first which show is meant where none is named"
    if found.board is None or not found.board.is_wanted:
        return "no board yet"
    return f"the board is in <#{found.board.channel_id}>"


def _zone_in_words(interaction: discord.Interaction[LooseEnds], found: Found) -> str:
    return f"{found.zone.key}, where it is {interaction.client.clock().astimezone(found.zone):%H:%M}"


def _zone_options(zones: Sequence[str]) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=city_of(zone), value=zone) for zone in zones]
