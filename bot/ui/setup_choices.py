"""What the controls of the setup do: each chooses as the single command does, and shows its page again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.errors import Mistake
from bot.gate import Gate
from bot.shows import LONGEST_NAME, Show
from bot.storage import feeds, shows
from bot.storage.deliveries import Destination
from bot.storage.discussions import Mode
from bot.storage.guilds import Writers
from bot.ui.boards import settle_board
from bot.ui.choosing import followed_show, goes_on, guild_of
from bot.ui.destinations import change_feed
from bot.ui.discussions import settle_channel, settle_mode
from bot.ui.feed_words import title_of
from bot.ui.forms import Field, Handler, form
from bot.ui.house_rules import settle_gate, settle_hosts, settle_notices, settle_writers
from bot.ui.layouts import notice, plain
from bot.ui.ledger_care import settle_rules
from bot.ui.rights import must_manage
from bot.ui.scheduling import settle_time_zone
from bot.ui.setup_controls import SetupButton, SetupChannel, SetupPick, SetupRole
from bot.ui.setup_pages import PAGES, Found, find, show_page, show_zones
from bot.ui.setup_preview import preview_board, preview_card, preview_hub
from bot.ui.zones import UTC

if TYPE_CHECKING:
    from bot.client import LooseEnds

SHOW_FORM = re.compile(r"setup-new-show")


def _page_setter(name: str) -> None:
    @SetupButton.sets(name)
    async def open_page(interaction: discord.Interaction[LooseEnds], _: int, __: str | None) -> None:
        await show_page(interaction, name)


for _name in PAGES:
    _page_setter(_name)


@SetupButton.sets("show")
async def _ask_show(interaction: discord.Interaction[LooseEnds], _: int, __: str | None) -> None:
    fields = [
        Field("title", "Title", longest=LONGEST_NAME, is_required=True),
        Field("season", "Season", "1", hint="A number; each season is a show of its own", longest=2, is_required=True),
        Field("alias", "Another name", hint="Such as the one that its fans use", longest=LONGEST_NAME),
    ]
    await interaction.response.send_modal(form("Follow a new show", SHOW_FORM.pattern, fields))


async def follow_show(interaction: discord.Interaction[LooseEnds], _: re.Match[str], typed: Mapping[str, str]) -> None:
    """Follow the show that was typed into the form.

    Raises:
        Mistake: the season is no number, or the show is followed already.
    """
    must_manage(interaction)
    season = typed.get("season", "").strip()
    if not season.isdecimal() or len(season) > 2:
        raise Mistake("A season is a number from 0 to 99, such as `2`. Nothing was changed.")
    alias = typed.get("alias", "").strip()
    show = await shows.add(
        interaction.client.database,
        guild_of(interaction),
        typed.get("title", ""),
        now=interaction.client.clock(),
        season=int(season),
        aliases=[alias] if alias else [],
    )
    await show_page(interaction, "shows", f"This server follows {plain(show.label)} now.")


FORMS: Mapping[re.Pattern[str], Handler] = {SHOW_FORM: follow_show}


@goes_on("setup")
async def _default(interaction: discord.Interaction[LooseEnds], show: Show, _: str) -> None:
    must_manage(interaction)
    await shows.make_default(interaction.client.database, show, None)
    await show_page(interaction, "shows", f"In this server, {plain(show.label)} is meant when no show is named.")


@SetupPick.sets("feed")
async def _which_feed(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    await show_page(interaction, "shows", of=_number(picked))


@SetupChannel.sets("feed")
async def _feed(interaction: discord.Interaction[LooseEnds], feed_id: int, picked: str | None) -> None:
    feed = await feeds.find(interaction.client.database, guild_of(interaction), feed_id)
    if feed is None:
        raise Mistake("That feed is not watched here any more.")
    before = feed.destination
    to = Destination(_number(picked), before.placing, before.role_id)
    await change_feed(interaction, feed, to, show_id=feed.show_id, accepts=feed.accepts)
    said = f"The reviews of **{title_of(feed)}** go to <#{to.channel_id}> from now on."
    await show_page(interaction, "shows", said, of=feed_id)


@SetupChannel.sets("talk")
async def _talk(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    channel = None if picked is None else _channel(interaction, picked)
    if channel is not None and not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        raise Mistake("Discussions are opened in a text channel or a forum.")
    await show_page(interaction, "talk", await settle_channel(interaction, channel, None))


@SetupPick.sets("mode")
async def _mode(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    mode = Mode.OPEN if picked == "open" else Mode.GATED
    await settle_mode(interaction, mode, None, takes_out=picked == "out")  # the page says what it means
    await show_page(interaction, "talk", "Discussions that are opened from now on are so.")


@SetupPick.sets("region")
async def _region(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    if picked == UTC:
        await show_page(interaction, "talk", await settle_time_zone(interaction, UTC))
    else:
        await show_zones(interaction, picked or "")


@SetupPick.sets("zone")
async def _zone(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    await show_page(interaction, "talk", await settle_time_zone(interaction, picked or ""))


@SetupChannel.sets("board")
async def _board(interaction: discord.Interaction[LooseEnds], show_id: int, picked: str | None) -> None:
    show = await followed_show(interaction, show_id)
    said = await settle_board(interaction, _channel(interaction, picked), show)
    await show_page(interaction, "ends", said)


@SetupPick.sets("sure")
async def _sure(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    await show_page(interaction, "ends", await settle_rules(interaction, None, take_sure=picked == "yes"))


@SetupRole.sets("hosts")
async def _hosts(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    role_id = None if picked is None else _role(interaction, picked)
    await show_page(interaction, "members", await settle_hosts(interaction, role_id))


@SetupRole.sets("writers")
async def _writing_role(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    if picked is None:  # without a role, everyone writes
        said = await settle_writers(interaction, Writers.EVERYONE, None)
    else:
        said = await settle_writers(interaction, Writers.ROLE, _role(interaction, picked))
    await show_page(interaction, "members", said)


@SetupPick.sets("writers")
async def _writers(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    writers = Writers.KEEPERS if picked == Writers.KEEPERS else Writers.EVERYONE
    await show_page(interaction, "members", await settle_writers(interaction, writers, None))


@SetupPick.sets("gate")
async def _gate(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    if picked is None or picked not in [*Gate]:
        raise Mistake("That is no way to hold the gate. `/setup` shows those there are.")
    await settle_gate(interaction, Gate(picked))  # the page says what it means
    await show_page(interaction, "members")


@SetupChannel.sets("notices")
async def _notices(interaction: discord.Interaction[LooseEnds], _: int, picked: str | None) -> None:
    said = await settle_notices(interaction, None if picked is None else _number(picked))
    await show_page(interaction, "members", said)


@SetupButton.sets("preview")
async def _preview(interaction: discord.Interaction[LooseEnds], _: int, __: str | None) -> None:
    """Show what the bot's messages would look like where they are to stand, to the keeper alone."""
    found = await find(interaction)
    guild_id, talk = found.guild.id, found.wishes.channel_id
    first = found.feeds[0].destination if found.feeds else None
    card = preview_card(guild_id, found.settings.gate, first.role_id if first else None)
    hub = preview_hub(guild_id, talk or found.guild.id, found.wishes.mode)
    shown = [
        (card, f"A new review{_where(first.channel_id if first else None)}"),
        (hub, f"How a discussion begins{_where(talk)}"),
        (preview_board(guild_id), f"The board of loose ends{_where(_board_channel(found))}"),
    ]
    await interaction.response.defer(ephemeral=True, thinking=True)
    said = "So it will look. All of it is invented, only you see it, and its buttons do nothing."
    await interaction.edit_original_response(view=notice(said))
    for layout, what in shown:
        layout.add_item(ui.TextDisplay(f"-# {what}"))
        # A follow-up goes without the client's default, which notifies nobody.
        quiet = discord.AllowedMentions.none()
        await interaction.followup.send(view=layout, ephemeral=True, suppress_embeds=True, allowed_mentions=quiet)


def _board_channel(found: Found) -> int | None:
    return found.board.channel_id if found.board and found.board.is_wanted else None


def _where(channel_id: int | None) -> str:
    return f", in <#{channel_id}>" if channel_id else "; no channel is chosen for it yet"


def _channel(interaction: discord.Interaction[Any], picked: str | None) -> object:
    """Return a channel of the guild that a control gave.

    Raises:
        Mistake: the bot can't see it, or it is another guild's.
    """
    guild = interaction.guild
    channel = guild.get_channel_or_thread(_number(picked)) if guild else None
    if channel is None:
        raise Mistake("I can’t see that channel. Give me the right “View Channel” there, or choose another one.")
    return channel


def _role(interaction: discord.Interaction[Any], picked: str) -> int:
    """Return the id of a role of the guild that a control gave.

    Raises:
        Mistake: the guild has no such role.
    """
    role = interaction.guild.get_role(_number(picked)) if interaction.guild else None
    if role is None:
        raise Mistake("That role is not there any more. Choose another one.")
    return role.id


def _number(picked: str | None) -> int:
    return int(picked) if picked and picked.isdecimal() else 0
