"""Raising loose ends: by the form, from a message, from a review; and what is like one that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber, read_request
from bot.errors import Mistake, StorageConflict
from bot.gate import Viewer
from bot.loose_ends import LONGEST_QUESTION
from bot.shows import Show, UnclearShow
from bot.spoilers import Spoiler, unveil
from bot.storage import ledger, loose_end_drafts, loose_end_search, loose_ends, review_ends
from bot.storage.ledger import LooseEnd
from bot.storage.loose_ends import NOWHERE, Origin, Question
from bot.ui.choosing import discussed_here, followed_show, guild_of, read_episode, which_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, Piece, counted, pieced, plain, row
from bot.ui.ledger_forms import RAISE, kept, open_form, raise_form, typed_words
from bot.ui.loose_end_sheet import show_end, show_from, shows_later
from bot.ui.reading import Section, found, show_section
from bot.ui.replying import reply
from bot.ui.viewing import opened_pages, viewer_of

if TYPE_CHECKING:
    from bot.client import LooseEnds

FORM = re.compile(rf"end-form:{RAISE}:(?P<show>\d{{1,18}}):(?P<channel>\d{{1,20}}):(?P<message>\d{{1,20}})")


class TrackButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-track:(?P<review>\d{1,18}):(?P<sentence>[0-9a-f]{32}):(?P<veiled>[01]):(?P<page>\d{1,4})",
):
    """Takes a sentence of a review into the ledger; where it is there, adds the member's voice, or shows it."""

    def __init__(self, review_id: int, sentence_hash: str, page: int, *, veiled: bool) -> None:
        custom_id = f"end-track:{review_id}:{sentence_hash}:{int(veiled)}:{page}"
        super().__init__(ui.Button(label="Track it", custom_id=custom_id))
        self.review_id, self.sentence_hash, self.page, self.veiled = review_id, sentence_hash, page, veiled

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["review"]), match["sentence"], int(match["page"]), veiled=match["veiled"] == "1")

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Track it, and show the review's page again, or ask whether it is like another."""
        review, viewer = await found(interaction, self.review_id)
        database, show, episode = interaction.client.database, review.show, review.head.span.last
        text = await review_ends.sentence(database, show.guild_id, self.review_id, self.sentence_hash)
        if text is None:
            raise Mistake("The review does not say that any more.")
        origin = Origin(self.review_id, self.sentence_hash)
        question = Question(show, text, episode, interaction.user.id, origin)
        known = (await ledger.tracked(database, show.guild_id, self.review_id)).get(self.sentence_hash)
        if known is None:
            alike = await _alike(interaction, question)
            if alike:
                await _ask_whether_same(interaction, question, alike)
                return
        else:
            end = await ledger.find(database, show.guild_id, known, interaction.user.id)
            if end is not None and end.has_voice:
                await show_end(interaction, known)
                return
        number, is_new = await _raise(interaction, question)
        said = f"Tracked as #{number}." if is_new else f"#{number} has your voice: you want to know too."
        if not viewer.may_see(episode):
            if not self.veiled:
                await show_from(interaction, show, number, episode, said)
                return
            said = f"{said}\n{shows_later(show, episode, viewer)}"
        await show_section(interaction, self.review_id, Section.LOOSE_ENDS, self.page, veiled=self.veiled, said=said)


class SameButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"end-same:(?P<draft>\d{1,18}):(?P<number>\d{1,9})",
):
    """Says that a question is the same as one that is there."""

    def __init__(self, draft_id: int, number: int) -> None:
        super().__init__(ui.Button(label="It is the same", custom_id=f"end-same:{draft_id}:{number}"))
        self.draft_id, self.number = draft_id, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["draft"]), int(match["number"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Add the member's voice to that one."""
        client = interaction.client
        end = await loose_end_drafts.join_drafted(
            client.database, guild_of(interaction), self.draft_id, interaction.user.id, self.number, client.clock()
        )
        await show_end(interaction, end.number, f"#{end.number} has your voice: you want to know too.")


class NewButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"end-new:(?P<draft>\d{1,18})"):
    """Says that a question is like none of those that were shown."""

    def __init__(self, draft_id: int) -> None:
        super().__init__(
            ui.Button(label="It is new", style=discord.ButtonStyle.primary, custom_id=f"end-new:{draft_id}")
        )
        self.draft_id = draft_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["draft"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Keep it as one of its own."""
        client, member_id = interaction.client, interaction.user.id
        guild_id = guild_of(interaction)
        show_id, episode = await loose_end_drafts.drafted(client.database, guild_id, self.draft_id, member_id)
        show = await followed_show(interaction, show_id)
        number = await loose_end_drafts.keep_drafted(
            client.database, guild_id, self.draft_id, member_id, client.clock()
        )
        await show_from(interaction, show, number, episode, f"Added as #{number}.")


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (TrackButton, SameButton, NewButton)


async def ask(interaction: discord.Interaction[LooseEnds], episode: str | None, show: str | None) -> None:
    """Open the form for a question; what was named before is in it, or else which episode it is likely of.

    Raises:
        Mistake: what was named is no episode, or no show that is followed here.
    """
    season = None if episode is None else read_request(episode).season
    try:
        meant = await which_show(interaction, show, season)
    except UnclearShow:
        await open_form(interaction, raise_form(None), episode=episode or "")
        return
    number = await _likely(interaction, meant) if episode is None else await read_episode(interaction, meant, episode)
    await open_form(interaction, raise_form(meant.show_id), episode="" if number is None else str(number))


async def ask_from_message(interaction: discord.Interaction[LooseEnds], message: discord.Message) -> None:
    """Open the form with what a message says, cut where it is too long.

    Raises:
        Mistake: no show is followed here.
    """
    words = question_of(message.content)
    try:
        meant = await which_show(interaction, None)
    except UnclearShow:
        await open_form(interaction, raise_form(None, message.channel.id, message.id), words)
        return
    form_id, number = raise_form(meant.show_id, message.channel.id, message.id), await _likely(interaction, meant)
    await open_form(interaction, form_id, words, "" if number is None else str(number))


async def _likely(interaction: discord.Interaction[LooseEnds], show: Show) -> EpisodeNumber | None:
    """Return the episode that a question is likely of: the discussion's own, else the last that the member watched."""
    here = await discussed_here(interaction)
    if here is not None and here.show.show_id == show.show_id:
        return here.episode
    return (await viewer_of(interaction, show.show_id)).watched


def question_of(text: str) -> str:
    """Return a message's text without its veils, cut after a sentence where it is too long for a question."""
    unveiled = Spoiler(text.replace("||", ""), show_id=0, episode=EpisodeNumber(0))
    pages = opened_pages(Viewer(EpisodeNumber(0)), unveiled, LONGEST_QUESTION)
    return unveil(pages[0]).strip() if pages else ""


async def _submit(interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]) -> None:
    show = await _meant(interaction, int(match["show"]), values)
    text, episode = typed_words(values, RAISE), await read_episode(interaction, show, values.get("episode", ""))
    message_id = int(match["message"])
    origin = Origin(channel_id=int(match["channel"]), message_id=message_id) if message_id else NOWHERE
    question = Question(show, text, episode, interaction.user.id, origin)
    alike = await _alike(interaction, question)
    if alike:
        await _ask_whether_same(interaction, question, alike)
        return
    number, _ = await _raise(interaction, question)
    await show_from(interaction, show, number, episode, f"Added as #{number}.")


submit = kept(_submit)
"""Takes what was typed into the form for a question."""


async def _meant(interaction: discord.Interaction[LooseEnds], show_id: int, values: Mapping[str, str]) -> Show:
    """Return the show that a form is of, or that was picked or named in it."""
    if "title" in values:
        return await which_show(interaction, values["title"])
    picked = values.get("show", "")
    return await followed_show(interaction, int(picked) if picked.isdecimal() and not show_id else show_id)


async def _alike(interaction: discord.Interaction[LooseEnds], question: Question) -> list[LooseEnd]:
    """Return the loose ends that a question may be the same as, of those the member may see."""
    database, show, member_id = interaction.client.database, question.show, interaction.user.id
    ids = await loose_end_search.alike(database, show, member_id, question.text)
    return await ledger.numbered(database, show.guild_id, ids, member_id)


async def _raise(interaction: discord.Interaction[LooseEnds], question: Question) -> tuple[int, bool]:
    try:
        return await loose_ends.raise_end(interaction.client.database, question, interaction.client.clock())
    except StorageConflict:
        raise Mistake("That show is not followed here any more, or the review is gone.") from None


async def _ask_whether_same(
    interaction: discord.Interaction[LooseEnds], question: Question, alike: Sequence[LooseEnd]
) -> None:
    """Keep a question, and ask whether it is one of those."""
    try:
        draft_id = await loose_end_drafts.keep_draft(interaction.client.database, question, interaction.client.clock())
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
    await reply(interaction, whether_same(draft_id, alike))


def whether_same(draft_id: int, alike: Sequence[LooseEnd]) -> Layout:
    """Return the question whether what a member wrote is the same as one of those, which they may see."""
    title = plain(alike[0].show.label)
    one = f"Like #{alike[0].number}?" if len(alike) == 1 else "Like one of these?"
    pieces = [
        Piece(
            opened_pages(end.viewer, end.question)[0],
            f"-# #{end.number} · Episode {end.raised_in} · {counted(end.voices, 'voice')}",
            SameButton(draft_id, end.number).item,
        )
        for end in alike
    ]
    head = f"**{one}** {title} has that already. What you wrote is kept until you say."
    return pieced(head, pieces, row([NewButton(draft_id)]))
