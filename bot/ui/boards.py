"""The board: one message a show with all its loose ends behind veils, kept up to date."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

import discord

from bot.errors import Mistake, StorageConflict
from bot.feeds.pace import jitter, next_try
from bot.shows import Show
from bot.storage import loose_end_boards, loose_end_groups
from bot.storage.deliveries import Place
from bot.storage.loose_end_boards import Board, Left
from bot.ui.board_cards import MOST_GROUPS, MOST_TEXTS, board
from bot.ui.choosing import goes_on, show_or_ask
from bot.ui.following import Drawn, Following, Unshown, place_of
from bot.ui.layouts import Layout, notice, plain
from bot.ui.marks import find_marked
from bot.ui.places import NOT_THROUGH, lacking
from bot.ui.replying import put_off, reply
from bot.ui.rights import must_host

if TYPE_CHECKING:
    from bot.client import LooseEnds

_AT_ONCE = 10
"""Messages that are taken away in one round."""
_TRIES = 12
"""After so many, over some days, a message that can't be taken away is left."""

Where: TypeAlias = discord.TextChannel | discord.Thread

_MEANWHILE = "Another host has asked for this board just now. Look where it stands, and ask again if that is not right."

_log = logging.getLogger(__name__)


class Boards(Following[Board]):
    """What has the boards follow the ledger."""

    name = "board"
    marks = 2_040_000_000
    table = loose_end_boards.MESSAGES

    async def follow(self) -> None:
        """Begin to post or edit the boards that do not show what is so, and take those away that are none any more.

        Raises:
            StorageError: what became of a board since the last time can't be noted.
        """
        await super().follow()
        for left in await loose_end_boards.left(self.client.database, self.client.clock(), most=_AT_ONCE):
            await self._take_away(left)

    async def draw(self, kept: Board) -> Drawn:
        """Return the message of a board."""
        groups = await loose_end_groups.latest(self.client.database, kept.show, most=MOST_GROUPS, texts=MOST_TEXTS)
        return board(kept.show, groups), []

    def told(self, kept: Board, error: Unshown) -> str:
        """Return what the keepers are told of a board that can't be shown."""
        if isinstance(error, discord.NotFound):
            why = "its channel is gone. `/loose-end board` posts it in another one."
        else:
            needs = "needs “View Channel”, “Send Messages” and “Read Message History”"
            why = f"in <#{kept.channel_id}> the bot {needs}. It is tried again from time to time."
        return f"The board of {plain(kept.show.label)} can’t be shown: {why}\n-# Its loose ends are kept."

    async def post(self, kept: Board, layout: Layout, files: list[discord.File], nonce: str) -> discord.Message:
        """Post a board; of links that stand behind its veils, nothing is drawn."""
        place = place_of(self.client, kept)
        return await place.send(view=layout, files=files, nonce=nonce, silent=True, suppress_embeds=True)

    async def _take_away(self, left: Left) -> None:
        database = self.client.database
        message = self.client.get_partial_messageable(left.place.channel_id).get_partial_message(left.place.message_id)
        try:
            await message.delete()
        except discord.NotFound:
            await loose_end_boards.let_go(database, left)
        except NOT_THROUGH as error:
            _log.warning("A board of guild %d could not be taken away (%s)", left.guild_id, type(error).__name__)
            if left.attempts + 1 >= _TRIES:
                await loose_end_boards.let_go(database, left)
                return
            at = next_try(self.client.clock(), failures=left.attempts + 1, retry_after=None, jitter=jitter())
            await loose_end_boards.put_off(database, left, at)
        else:
            await loose_end_boards.let_go(database, left)


async def keep_board(interaction: discord.Interaction[LooseEnds], channel: Where | None, show: str | None) -> None:
    """Have a show's board kept in a channel, moved there from another, or posted again where it was deleted.

    Args:
        channel: where; None means the one of the command.
        show: its name; None means the one of the place.

    Raises:
        Mistake: the member is no host or may not write there, the bot can't post there, or no such show is followed.
    """
    await must_host(interaction)
    where = _usable(interaction, channel or interaction.channel)
    meant = await show_or_ask(interaction, show, "board", str(where.id))
    if meant is not None:
        await _keep(interaction, where, meant)


@goes_on("board")
async def _picked(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    await must_host(interaction)
    channel = interaction.guild.get_channel_or_thread(int(asked)) if interaction.guild and asked.isdecimal() else None
    await _keep(interaction, channel, show)


async def _keep(interaction: discord.Interaction[LooseEnds], where: object, show: Show) -> None:
    await reply(interaction, notice(await settle_board(interaction, where, show)))


async def settle_board(interaction: discord.Interaction[LooseEnds], channel: object, show: Show) -> str:
    """Put the answer off, have a show's board kept in a channel, and return what is said of it.

    Whoever calls has looked whether the member may ask for that.

    Raises:
        Mistake: the member may not write there, the bot can't post there, or the show is not followed any more.
    """
    client, where = interaction.client, _usable(interaction, channel)
    try:
        kept, is_new = await loose_end_boards.claim(client.database, show, where.id, client.clock())
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
    await put_off(interaction)
    of, soon = f"The board of {plain(show.label)}", f"in <#{where.id}> in a moment"
    if is_new:
        said = f"{of} stands {soon}."
    elif kept.channel_id != where.id:
        await _note_begun(client, kept)
        said = f"{of} stands {soon}. It is taken away where it was, in <#{kept.channel_id}>."
        said = said if await _ask_anew(client, kept, where) else _MEANWHILE
    elif not kept.is_wanted or await _is_deleted(client, kept):
        said = f"{of} was deleted. It stands {soon} again."
        said = said if await _ask_anew(client, kept, where) else _MEANWHILE
    else:
        await loose_end_boards.show_soon(client.database, kept, client.clock())
        link = (
            ""
            if kept.message_id is None
            else f"\n{place_of(client, kept).get_partial_message(kept.message_id).jump_url}"
        )
        said = f"{of} stands there already, and is brought up to date.{link}"
    return said


async def _ask_anew(client: LooseEnds, kept: Board, where: Where) -> bool:
    return await loose_end_boards.MESSAGES.ask_anew(client.database, kept, where.id, client.clock())


async def _note_begun(client: LooseEnds, kept: Board) -> None:
    """Note where a board stands that was posted and not noted before a crash, so that it is taken away there."""
    if kept.message_id is not None or kept.begun_at is None:
        return
    assert client.user is not None  # noqa: S101 - an interaction came
    with suppress(*NOT_THROUGH):  # then nobody can tell whether it stands
        message = await find_marked(
            place_of(client, kept), Boards.mark_of(kept), since=kept.begun_at, author_id=client.user.id
        )
        if message is not None:
            place = Place(message.channel.id, message.id)
            await loose_end_boards.MESSAGES.mark_posted(client.database, kept, place, client.clock())


async def _is_deleted(client: LooseEnds, kept: Board) -> bool:
    if kept.message_id is None:
        return False  # on its way
    try:
        await place_of(client, kept).get_partial_message(kept.message_id).fetch()
    except discord.NotFound:
        return True
    except NOT_THROUGH:
        return False  # hidden from the bot, or Discord is down: not known to be gone
    return False


def _usable(interaction: discord.Interaction[LooseEnds], channel: object) -> Where:
    """Return a channel in which a board can stand.

    Raises:
        Mistake: it is no text channel or thread, the member may not write there, or the bot lacks a right.
    """
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        raise Mistake("A board stands in a text channel or a thread. Name one with the option “channel”.")
    member = interaction.user
    rights = channel.permissions_for(member) if isinstance(member, discord.Member) else discord.Permissions.none()
    may_write = rights.send_messages_in_threads if isinstance(channel, discord.Thread) else rights.send_messages
    if not (rights.view_channel and may_write):
        raise Mistake(f"You may not write in <#{channel.id}>, so you can’t have a board stand there.")
    needed = " and ".join(f"“{right}”" for right in lacking(channel))
    if needed:
        raise Mistake(f"I lack the right {needed} in <#{channel.id}>. Use another channel, or give it to me.")
    return channel
