"""Writing a review in Discord: the form, what is done with what was typed, and drafts where that failed.

The command takes what is neutral, the show and the episode, and so finds fault with it before a word is typed; what
tells of the episode is typed into the form, and goes through no slash argument.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber, EpisodeRequest, EpisodeSpan
from bot.errors import Mistake, StorageError
from bot.matching import Placed
from bot.reviews.written import Typed, make_review
from bot.shows import Show
from bot.storage import deliveries, drafts, review_filing, shows, written
from bot.storage.database import Transaction
from bot.storage.deliveries import Destination
from bot.storage.drafts import Draft
from bot.storage.review_filing import Filed
from bot.storage.written import Written
from bot.ui.choosing import followed_shows, goes_on, guild_of, number_of, read_written
from bot.ui.failures import AnsweringItem, answer_failure, explain
from bot.ui.forms import LONGEST_TITLE, Field, form
from bot.ui.gate_words import asked, yes_label
from bot.ui.handling import handled, must_be_members
from bot.ui.layouts import Layout, notice, plain, row
from bot.ui.replying import reply
from bot.ui.rights import must_write
from bot.ui.viewing import viewer_of
from bot.ui.watching import advance

if TYPE_CHECKING:
    from bot.client import LooseEnds

_FIELDS = (
    Field("title", "Title", longest=200, hint="If you like. It stands behind a veil, as all of this does."),
    Field("recap", "Recap", is_long=True, hint="What happens."),
    Field("discussion", "Discussion", is_long=True, hint="What you think of it, and what it leaves open."),
    Field("closing", "Closing notes", is_long=True),
    Field("score", "Score", longest=100, hint="Such as 8/10, B+, ★★★★☆ or “great”."),
)

NEW = 0
"""In place of a review's id: the review is a new one."""

FORM = re.compile(
    r"write:(?P<opened>\d{1,20}):(?P<review>\d{1,18}):(?P<draft>\d{1,18}):(?P<resumes>[01])"
    r":(?P<show>\d{1,18}):(?P<episode>\d{1,6})"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is for: the review, or `NEW`, with its show and episode.

    `draft_id` is the draft that keeps what can't be stored; `resumes` says that the form began with it.
    """

    review_id: int
    show_id: int
    episode: EpisodeNumber
    draft_id: int = NEW
    resumes: bool = False


class DraftButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"draft:(?P<draft>\d{1,18}):(?P<show>\d{1,18}):(?P<episode>\d{1,6})",
):
    """Opens the form with what the member had typed."""

    def __init__(self, label: str, draft_id: int, show_id: int, episode: EpisodeNumber) -> None:
        custom_id = f"draft:{draft_id}:{show_id}:{episode.hundredths}"
        super().__init__(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=custom_id))
        self.draft_id, self.show_id, self.episode = draft_id, show_id, episode

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls("…", int(match["draft"]), int(match["show"]), EpisodeNumber(int(match["episode"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Open the form; where the review that was edited is gone, what was typed makes a new one."""
        database, guild_id = interaction.client.database, guild_of(interaction)
        draft = await drafts.find(database, guild_id, interaction.user.id, self.draft_id)
        if draft is None:
            raise Mistake("That was stored in the meantime, or given up. `/review write` begins a new one.")
        show = await _followed(interaction, self.show_id)
        is_there = self.draft_id != NEW and await written.find(database, guild_id, self.draft_id) is not None
        sheet = Sheet(self.draft_id if is_there else NEW, show.show_id, self.episode, self.draft_id, resumes=True)
        await _open(interaction, show, sheet, draft.typed)


class AnewButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"write:(?P<review>\d{1,18}):(?P<show>\d{1,18}):(?P<episode>\d{1,6})",
):
    """Opens the form without the draft that is there: empty, or with what is stored."""

    def __init__(self, review_id: int, show_id: int, episode: EpisodeNumber) -> None:
        label = "Start anew" if review_id == NEW else "Open what is stored"
        super().__init__(ui.Button(label=label, custom_id=f"write:{review_id}:{show_id}:{episode.hundredths}"))
        self.review_id, self.show_id, self.episode = review_id, show_id, episode

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["review"]), int(match["show"]), EpisodeNumber(int(match["episode"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Open the form."""
        if self.review_id != NEW:
            await _open_stored(interaction, self.review_id, self.episode)
            return
        show = await _followed(interaction, self.show_id)
        await _open(interaction, show, Sheet(NEW, show.show_id, self.episode), Typed())


class ReadFirstButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"edit-asked:(?P<answer>yes|anyway):(?P<review>\d{1,18}):(?P<episode>\d{1,6})",
):
    """An answer to whether a member has watched what the review is of that they would edit."""

    def __init__(self, answer: str, review_id: int, episode: EpisodeNumber, label: str = "…") -> None:
        style = discord.ButtonStyle.primary if answer == "yes" else discord.ButtonStyle.secondary
        custom_id = f"edit-asked:{answer}:{review_id}:{episode.hundredths}"
        super().__init__(ui.Button(label=label, style=style, custom_id=custom_id))
        self.answer, self.review_id, self.episode = answer, review_id, episode

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["answer"], int(match["review"]), EpisodeNumber(int(match["episode"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Open the form, once it is noted what the member has watched, or though they have not."""
        if self.answer == "yes":
            review, _ = await editable(interaction, self.review_id)
            await advance(interaction, review.show, review.span.last)
        await _open_stored(interaction, self.review_id, self.episode, all_the_same=self.answer == "anyway")


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (DraftButton, AnewButton, ReadFirstButton)


async def begin(interaction: discord.Interaction[LooseEnds], show: Show, request: EpisodeRequest) -> None:
    """Open the form for a new review, or offer what the member had typed of one.

    Raises:
        Mistake: the member may not write here, or it is not known which episode is the last.
    """
    await must_write(interaction)
    database = interaction.client.database
    number = await number_of(interaction, show, request)
    draft = await drafts.find(database, show.guild_id, interaction.user.id, NEW)
    if draft is None:
        await _open(interaction, show, Sheet(NEW, show.show_id, number), Typed())
        return
    followed = {each.show_id: each for each in await followed_shows(interaction)}
    await reply(interaction, offer(draft, NEW, followed.get(draft.show_id), show, number))


@goes_on("write")
async def _picked(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    await begin(interaction, show, read_written(asked))


async def begin_edit(
    interaction: discord.Interaction[LooseEnds], review_id: int, request: EpisodeRequest | None
) -> None:
    """Open the form with what is stored of a review, or offer what the member had typed when they last edited it.

    A keeper who is not known to have watched what another wrote of is asked first.

    Raises:
        Mistake: there is no such review, the member may not change it, or it came as a file.
    """
    review, _ = await editable(interaction, review_id)
    database, show = interaction.client.database, review.show
    number = review.span.last
    if request is not None:
        number = await number_of(interaction, show, request)
    draft = await drafts.find(database, show.guild_id, interaction.user.id, review_id)
    if draft is None:
        await _open_stored(interaction, review_id, number)
        return
    await reply(interaction, offer(draft, review_id, show, show, number))


async def _open_stored(
    interaction: discord.Interaction[LooseEnds], review_id: int, number: EpisodeNumber, *, all_the_same: bool = False
) -> None:
    """Open the form with what is stored of a review, or ask whether the member has watched what it is of.

    Args:
        number: the episode that the review is to be of.
        all_the_same: they were asked, have not, and want to edit it; a form can't be veiled.
    """
    review, typed = await editable(interaction, review_id)
    show = review.show
    viewer = await viewer_of(interaction, show.show_id)
    may_read = viewer.may_see(review.span.last) or (all_the_same and not viewer.is_strictly_held)
    if may_read or review.written_by == interaction.user.id:
        await _open(interaction, show, Sheet(review_id, show.show_id, number, review_id), typed)
        return
    buttons = [ReadFirstButton("yes", review_id, number, yes_label(viewer))]
    if not viewer.is_strictly_held:
        buttons.append(ReadFirstButton("anyway", review_id, number, "Open it all the same"))
    await reply(interaction, notice(asked(show, review.span, viewer), *row(buttons)))


def offer(draft: Draft, draft_id: int, drafted: Show | None, show: Show, number: EpisodeNumber) -> Layout:
    """Return the offer of what a member had typed, for the episode it was of, if there still is one, or the one named.

    Args:
        drafted: the show that it was of; None where it is not followed any more.
    """
    of = f" of {plain(drafted.label)}, episode {draft.episode}," if drafted else ""
    buttons: list[ui.Item[Any]] = []
    if drafted:
        buttons.append(DraftButton("Open it again", draft_id, drafted.show_id, draft.episode))
    if drafted != show or draft.episode != number:
        buttons.append(DraftButton(f"Open it for episode {number}", draft_id, show.show_id, number))
    buttons.append(AnewButton(draft_id, show.show_id, number))
    said = f"You typed a review{of} that could not be stored. It is kept, for you alone."
    return notice(f"{said}\n-# Only the last such one is kept.", *row(buttons))


async def editable(interaction: discord.Interaction[LooseEnds], review_id: int) -> tuple[Written, Typed]:
    """Return a review that the member may edit, with what is typed in it.

    Raises:
        Mistake: there is none, it is another's, or it came as a file.
    """
    review = await handled(interaction, review_id)
    must_be_members(review)
    if review.typed is None:
        raise Mistake("That review came as a file. Put another in its place with the option `file`.")
    return review, review.typed


async def submit(interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]) -> None:
    """Store what was typed into the form, or keep it as a draft and say what is wrong."""
    sheet = Sheet(
        int(match["review"]),
        int(match["show"]),
        EpisodeNumber(int(match["episode"])),
        int(match["draft"]),
        resumes=match["resumes"] == "1",
    )
    typed = Typed(**{field.name: values.get(field.name, "") for field in _FIELDS})
    try:
        await interaction.response.defer(ephemeral=True, thinking=True)
        said = await _store(interaction, sheet, int(match["opened"]), typed)
    except Exception as error:
        await _give_back(interaction, sheet, typed, error)
        return
    try:
        await interaction.edit_original_response(view=notice(said))
    except discord.HTTPException as error:
        await answer_failure(interaction, error)


async def _store(interaction: discord.Interaction[LooseEnds], sheet: Sheet, opened: int, typed: Typed) -> str:
    """Store a review and claim its delivery, all or nothing; return what the member is told."""
    if sheet.review_id == NEW:
        await must_write(interaction)
    database, guild_id, now = interaction.client.database, guild_of(interaction), interaction.client.clock()
    show, span = await _followed(interaction, sheet.show_id), EpisodeSpan.of(sheet.episode)
    author, published, key = interaction.user.display_name, now.date(), written.source_key(interaction.user.id, opened)
    if sheet.review_id != NEW:
        stored, _ = await editable(interaction, sheet.review_id)
        author, published, key = stored.author or author, stored.published or published, stored.source_key
    review = await make_review(typed, show=show.title, span=span, author=author, published=published)
    async with database.transaction() as transaction:
        await _must_stand(transaction, guild_id, show.show_id, sheet.review_id)
        filed, review_id = await review_filing.keep(
            transaction, Placed(show, span), review, now=now, written_by=interaction.user.id, source_key=key
        )
        if sheet.review_id == NEW and interaction.channel_id is not None:
            await deliveries.claim(transaction, guild_id, review_id, Destination(interaction.channel_id), now)
        if filed is Filed.UPDATED:
            await deliveries.mark_changed(transaction, guild_id, review_id, now)
        await _drop_draft(transaction, guild_id, interaction.user.id, sheet)
    what = f"your review of {plain(show.label)}, episode {sheet.episode}"
    return {
        Filed.NEW: f"Stored: {what}. It will stand in this channel in a moment.",
        Filed.UPDATED: f"Changed: {what.replace('your', 'the', 1)}. Where it stands, it is written anew in a moment.",
        Filed.SAME: f"Nothing to do: {what.replace('your', 'the', 1)} is stored just like that already.",
    }[filed]


async def _drop_draft(transaction: Transaction, guild_id: int, member_id: int, sheet: Sheet) -> None:
    """Drop the draft of the review that is stored, and not that of a review of another episode."""
    draft = await drafts.find(transaction, guild_id, member_id, sheet.draft_id)
    if draft is None:
        return
    is_of_this = sheet.draft_id != NEW or (draft.show_id, draft.episode) == (sheet.show_id, sheet.episode)
    if sheet.resumes or is_of_this:
        await drafts.drop(transaction, guild_id, member_id, sheet.draft_id)


async def _must_stand(transaction: Transaction, guild_id: int, show_id: int, review_id: int) -> None:
    """See that show and review are still there, now that nobody else can remove them.

    Raises:
        Mistake: one is not.
    """
    if not any(show.show_id == show_id for show in await shows.followed(transaction, guild_id)):
        raise Mistake("That show is not followed here any more.")
    if review_id != NEW and await written.find(transaction, guild_id, review_id) is None:
        raise Mistake("That review is not kept here any more.")


async def _give_back(interaction: discord.Interaction[LooseEnds], sheet: Sheet, typed: Typed, error: Exception) -> None:
    """Say what was wrong, and keep what was typed; where the database can't, give it back as a file."""
    said, draft = explain(interaction, error), Draft(sheet.show_id, sheet.episode, typed)
    files: Sequence[discord.File] = ()
    try:
        await drafts.keep(
            interaction.client.database,
            guild_of(interaction),
            interaction.user.id,
            sheet.draft_id,
            draft,
            interaction.client.clock(),
        )
    except StorageError:
        files = [discord.File(io.BytesIO(typed.as_text().encode()), "review.txt", spoiler=True)]
        layout = Layout(
            ui.TextDisplay(f"{said}\nWhat you typed is in this file, for you alone."), ui.File(files[0], spoiler=True)
        )
    else:
        button = DraftButton("Open it again", sheet.draft_id, sheet.show_id, sheet.episode)
        command = "`/review write`" if sheet.draft_id == NEW else "`/review edit`"
        layout = notice(f"{said}\nWhat you typed is kept, for you alone; {command} offers it too.", *row([button]))
    if said is None:
        return
    with suppress(discord.HTTPException):  # there is nobody left to tell; what was typed is kept
        if interaction.response.is_done():
            await interaction.edit_original_response(view=layout, attachments=files)
        else:
            await interaction.response.send_message(view=layout, files=files, ephemeral=True)


async def _open(interaction: discord.Interaction[LooseEnds], show: Show, sheet: Sheet, typed: Typed) -> None:
    number = f" · Episode {sheet.episode}"
    room = LONGEST_TITLE - len(number)
    title = (show.label if len(show.label) <= room else f"{show.label[: room - 1]}…") + number
    ids = f"{sheet.review_id}:{sheet.draft_id}:{int(sheet.resumes)}:{sheet.show_id}:{sheet.episode.hundredths}"
    fields = [
        Field(f.name, f.label, getattr(typed, f.name), f.hint, longest=f.longest, is_long=f.is_long) for f in _FIELDS
    ]
    await interaction.response.send_modal(form(title, f"write:{interaction.id}:{ids}", fields))


async def _followed(interaction: discord.Interaction[LooseEnds], show_id: int) -> Show:
    for show in await followed_shows(interaction):
        if show.show_id == show_id:
            return show
    raise Mistake("That show is not followed here any more.")
