"""*Hide as spoiler*: which messages can be hidden and by whom, the form that asks for the episode, and the answer.

A bot without the intent Message Content is given the message that a context menu is used on whole, and by no other way
afterwards (Discord's page “You Might Not Need a Privileged Intent”; what it fetches itself comes without text and
files). So the message is kept in memory from the menu to the form, and nowhere else: after a restart between the two
it has to be chosen once more, and stands as it did.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.episodes import EpisodeNumber, read_request
from bot.errors import Mistake
from bot.shows import Show, UnclearShow
from bot.spoilers import Spoiler, veil
from bot.storage import discussions
from bot.storage.hidings import Hiding
from bot.ui.choosing import followed_show, followed_shows, guild_of, number_of, which_show
from bot.ui.forms import Field, form
from bot.ui.hidden import Hider, NotTakenAway, Outcome, newest_in
from bot.ui.layouts import notice, plain
from bot.ui.marks import carries
from bot.ui.places import NOT_THROUGH
from bot.ui.veiled import MARK, Part, handed_over, parts_of, too_large, with_names
from bot.ui.webhooks import Talk, face_of, missing_rights, talk_of, webhook_in

if TYPE_CHECKING:
    from bot.client import LooseEnds

FORM = re.compile(r"hide:(?P<message>\d{1,20})")

_KEPT: Final = 500
"""Messages that are kept for a form that may be sent off; each has a few thousand characters at the most."""
_FROM_THE_START: Final = EpisodeNumber(0)
_NEEDED: Final = ("view_channel", "read_message_history", "manage_webhooks", "manage_messages")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a spoiler is for: an episode of a show, or nothing that has a name where the guild follows no show."""

    show: Show | None = None
    episode: EpisodeNumber = _FROM_THE_START

    @property
    def what(self) -> str:
        """Its name in the open: `Lantern Code, episode 13`, or nothing."""
        return "" if self.show is None else f"{plain(self.show.label)}, episode {self.episode}"

    @property
    def kind(self) -> str:
        """What it is called in a sentence."""
        return f"a spoiler for {self.what}" if self.what else "a spoiler"

    def spoiler(self, text: str) -> Spoiler:
        """Return a text that is one; the veil asks for no episode."""
        return Spoiler(text, show_id=self.show.show_id if self.show else 0, episode=self.episode)


class Menu:
    """The menu and its form."""

    def __init__(self, client: LooseEnds, hider: Hider) -> None:
        self._client, self._hider = client, hider
        self._chosen: OrderedDict[int, discord.Message] = OrderedDict()

    async def ask(self, interaction: discord.Interaction[LooseEnds], message: discord.Message) -> None:
        """Open the form for a message, unless it can't be hidden; where no show is followed, hide it at once.

        Raises:
            Mistake: the member may not hide it, the bot can't, or it is of a kind that can't be put back.
        """
        place = talk_of(interaction)
        _must_hide(interaction, message, place)
        fields = await episode_fields(interaction)
        if not fields:
            await self._hide(interaction, message, place, Subject())
            return
        self._chosen[message.id] = message
        self._chosen.move_to_end(message.id)
        if len(self._chosen) > _KEPT:
            self._chosen.popitem(last=False)
        await interaction.response.send_modal(form("Hide as spoiler", f"hide:{message.id}", fields))

    async def submit(
        self, interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]
    ) -> None:
        """Hide the message that the form was opened for, and answer privately.

        Raises:
            Mistake: it can't be hidden, or not any more; it stands as it did.
        """
        message = self._chosen.get(int(match["message"]))
        if message is None:
            raise Mistake(
                "I no longer have that message: it has been hidden since, or I was restarted. Choose it once more."
            )
        place = talk_of(interaction)
        _must_hide(interaction, message, place)
        await self._hide(interaction, message, place, await named(interaction, values))
        self._chosen.pop(message.id, None)

    async def _hide(
        self, interaction: discord.Interaction[LooseEnds], message: discord.Message, place: Talk, subject: Subject
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            async with handed_over(message.attachments, self._hider.fetching) as files, self._hider.turn(place):
                now = await _as_it_is_now(place, message)
                head = head_of(message, subject, place.guild.id, by=interaction.user)
                spoiler = subject.spoiler(with_names(message.content, message.attachments))
                parts = parts_of(head, spoiler, files, place.guild.filesize_limit)
                author = interaction.user if _is_own(interaction, message) else message.author
                outcome = await self._replace(place, message.id, author, parts)
        except NotTakenAway as error:
            raise Mistake(
                "Discord did not take all of it, so the message stands as it was. "
                "What was put back of it is taken away as soon as Discord lets me."
            ) from error
        except NOT_THROUGH as error:
            raise Mistake(f"{refusal(error)} The message stands as it was.") from error
        await interaction.edit_original_response(view=notice(_said(outcome, subject, now)))

    async def _replace(
        self, place: Talk, message_id: int, author: discord.Member | discord.User, parts: Sequence[Part]
    ) -> Outcome:
        webhook, face = await webhook_in(self._client, place), await face_of(place.guild, author)
        after_id = max(message_id, await newest_in(place))
        hiding = Hiding(message_id, place.guild.id, place.id, webhook.id, after_id, self._client.clock())
        return await self._hider.replace(hiding, webhook, face, parts)


def head_of(message: discord.Message, subject: Subject, guild_id: int, *, by: discord.Member | discord.User) -> str:
    """Return what stands above a hidden message in the open: whose it is, of which episode, who hid it, and the reply.

    The member is mentioned, for anyone may take another's name and picture.
    """
    who = "its author" if by.id == message.author.id else by.mention
    said = " · ".join(filter(None, (f"-# {message.author.mention}", subject.what, f"hidden by {who}")))
    answered = message.reference if message.type is discord.MessageType.reply else None
    if answered is not None and answered.message_id is not None:
        link = f"https://discord.com/channels/{guild_id}/{answered.channel_id}/{answered.message_id}"
        said += f"\n-# In reply to [this message]({link})"
    return said


async def episode_fields(interaction: discord.Interaction[LooseEnds], name: str | None = None) -> list[Field]:
    """Return the fields that ask for an episode, filled as far as the place says, or the name of a show that was given.

    There are none where the guild follows no show and none was named.

    Raises:
        Mistake: the guild follows no show of that name.
    """
    if name is None and not await followed_shows(interaction):
        return []
    episode, show = "", None
    known = None
    if name is None and interaction.channel_id is not None:
        known = await discussions.at(interaction.client.database, guild_of(interaction), interaction.channel_id)
    if known is not None:
        show, episode = await followed_show(interaction, known.show.show_id), str(known.episode)
    else:
        with suppress(UnclearShow):
            show = await which_show(interaction, name)
    return [
        Field("episode", "Episode", episode, "A number such as 13 or 13.5, or “final”.", longest=100, is_required=True),
        Field("show", "Show", show.label if show else "", longest=100),
    ]


async def named(interaction: discord.Interaction[LooseEnds], values: Mapping[str, str]) -> Subject:
    """Return the show and the episode that were typed into the fields; a form without them leaves them open.

    Raises:
        Mistake: one is not clear.
    """
    if "episode" not in values:
        return Subject()
    request = read_request(values["episode"])
    try:
        show = await which_show(interaction, values.get("show", "").strip() or None, request.season)
    except UnclearShow as unclear:
        labels = ", ".join(plain(show.label) for show in unclear.shows[:5])
        raise Mistake(f"Which show is it? Fill in the field “Show”, with {labels} or another one.") from unclear
    return Subject(show, await number_of(interaction, show, request))


def refusal(error: BaseException) -> str:
    """Return a sentence on why Discord did not take something."""
    if isinstance(error, discord.Forbidden):
        return "Discord does not let me do that here; look at my rights in this channel."
    if isinstance(error, discord.HTTPException) and error.status == 413:
        return "Discord finds that too large."
    if isinstance(error, discord.HTTPException) and error.status < 500:
        return f"Discord did not take it (HTTP {error.status})."
    return "Discord could not be reached. Try again in a few minutes."


def _must_hide(interaction: discord.Interaction[Any], message: discord.Message, place: Talk) -> None:
    """Let only those messages pass that can be hidden, and only members who may hide them.

    Raises:
        Mistake: the text says why not.
    """
    if not (_is_own(interaction, message) or interaction.permissions.manage_messages):
        raise Mistake("Only who wrote a message, or someone with the right “Manage Messages” here, can hide it.")
    for why in (_why_not(message, place), missing_rights(place, interaction.app_permissions, _NEEDED)):
        if why is not None:
            raise Mistake(why)


def _why_not(message: discord.Message, place: Talk) -> str | None:
    """Return a sentence on why a message can't be put back behind a veil, or None where it can."""
    if message.webhook_id is not None and carries(message, MARK):
        return "That message is hidden already."
    if message.author.bot or message.webhook_id is not None:
        return "I can hide what members write, and that was posted by a bot. You can delete it, if you manage messages."
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return "That is a notice of Discord’s own, which can’t be put back. Where it shows a message, hide that one."
    if message.message_snapshots or message.flags.forwarded:
        return "A forwarded message can’t be put back as one. Delete it, and hide the message that it shows."
    if message.poll is not None:
        return "A poll can’t be put back with its votes, so I leave it. Its author can end it and delete it."
    if message.stickers:
        return "A sticker can’t be put back behind a veil. Delete the message instead."
    if message.activity is not None:
        return "An invitation to join someone can’t be put back. Delete it instead."
    if isinstance(place, discord.Thread) and isinstance(place.parent, discord.ForumChannel) and message.id == place.id:
        return (
            "That is the first message of a post. Were it deleted, the post would have none, for what I put back would "
            "stand below all the rest. Its author can edit it and put `||` around the text."
        )
    if not veil(message.content) and not message.attachments:
        return "There is nothing in that message that could be hidden."
    large = too_large(message.attachments, place.guild.filesize_limit)
    return f"That message can’t be put back whole, so I leave it. {large}" if large else None


async def _as_it_is_now(place: Talk, message: discord.Message) -> discord.Message:
    """Return a message as it is now, less its text and files, which the bot is not shown.

    Raises:
        Mistake: it is gone, or was changed since it was chosen; or one of `NOT_THROUGH`.
    """
    try:
        now = await place.fetch_message(message.id)
    except discord.NotFound as error:
        raise Mistake("That message is not there any more: it was deleted, or someone else has hidden it.") from error
    if now.edited_at != message.edited_at:
        raise Mistake("That message was edited after you chose it. Choose it once more, so that nothing of it is lost.")
    return now


def _said(outcome: Outcome, subject: Subject, message: discord.Message) -> str:
    """Return what the member is told, with what the message had that can't be put back."""
    if outcome is Outcome.REFUSED:
        return "Discord does not let me delete that message, so I left it as it was, and took away what I had put back."
    said = [f"Hidden: {subject.kind}." if subject.what else "It is hidden."]
    if outcome is Outcome.WAITING:
        said = [f"It stands behind a veil, as {subject.kind}. The original goes as soon as Discord answers."]
    if message.pinned:
        said.append("It was pinned; what stands in its place is not.")
    if message.reactions:
        said.append("Its reactions went with it.")
    if message.flags.has_thread:
        said.append("The thread that began with it stays, under the same name.")
    if message.flags.voice:
        said.append("The voice message is a file now.")
    if message.flags.crossposted:
        said.append("It had been published, and servers that follow this channel may still show it.")
    return " ".join(said)


def _is_own(interaction: discord.Interaction[Any], message: discord.Message) -> bool:
    return interaction.user.id == message.author.id
