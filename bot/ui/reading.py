"""Reading a review in Discord: the card that a channel shares, the sheet that one member reads, and the gate.

Whether a viewer may see a part in the open is asked in one place, `_texts`. Who may not is asked whether they have
watched the episode, and can have the text veiled all the same: that is then what they asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.errors import Mistake, StorageConflict
from bot.spoilers import Spoiler, listed, may_see, open_pages, veil_pages
from bot.storage import progress, reviews
from bot.storage.reviews import ReviewHead, StoredReview
from bot.ui.choosing import MOST_CHOICES, guild_of
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import PAGE, Layout, link, notice, page, plain, review_head, row

if TYPE_CHECKING:
    from bot.client import LooseEnds


class Section(StrEnum):
    """What of a review is read."""

    RECAP = "recap"
    DISCUSSION = "discussion"
    SCORE = "score"
    LOOSE_ENDS = "loose-ends"


_NAMES = {
    Section.RECAP: "Recap",
    Section.DISCUSSION: "Discussion",
    Section.SCORE: "Score",
    Section.LOOSE_ENDS: "Loose ends",
}
_SECTIONS = "|".join(Section)


class Wanted(StrEnum):
    """What the gate was asked for: a page for the member alone, or the recap for the channel."""

    PAGE = "page"
    POST = "post"


class ReadButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=rf"read:(?P<review>\d{{1,18}}):(?P<section>{_SECTIONS}):(?P<page>\d{{1,4}}):(?P<veiled>[01])",
):
    """Opens a page of a review for the member who presses it."""

    def __init__(self, label: str, review_id: int, section: Section, number: int = 0, *, veiled: bool = False) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"read:{review_id}:{section}:{number}:{int(veiled)}"))
        self.review_id, self.section, self.number, self.veiled = review_id, section, number, veiled

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(
            "…", int(match["review"]), Section(match["section"]), int(match["page"]), veiled=match["veiled"] == "1"
        )

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the page, or ask first."""
        await show_section(interaction, self.review_id, self.section, self.number, veiled=self.veiled)


class GateButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=(
        rf"gate:(?P<answer>yes|veiled|no):(?P<review>\d{{1,18}}):(?P<section>{_SECTIONS})"
        r":(?P<page>\d{1,4}):(?P<wanted>page|post)"
    ),
):
    """An answer to “Have you watched it?”."""

    def __init__(self, answer: str, review_id: int, section: Section, number: int, wanted: Wanted) -> None:
        label = {
            "yes": "Yes, I have",
            "veiled": "Post it veiled" if wanted is Wanted.POST else "Show it veiled",
            "no": "Not yet",
        }[answer]
        style = discord.ButtonStyle.primary if answer == "yes" else discord.ButtonStyle.secondary
        custom_id = f"gate:{answer}:{review_id}:{section}:{number}:{wanted}"
        super().__init__(ui.Button(label=label, style=style, custom_id=custom_id))
        self.answer, self.review_id, self.section, self.number, self.wanted = (
            answer, review_id, section, number, wanted,
        )  # fmt: skip

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(
            match["answer"],
            int(match["review"]),
            Section(match["section"]),
            int(match["page"]),
            Wanted(match["wanted"]),
        )

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Note what the member has watched where they say so, and show what they asked for, or nothing."""
        if self.answer == "no":
            await reply(interaction, notice("Nothing was shown. It stays here for when you have watched it."))
            return
        review, _ = await found(interaction, self.review_id)
        if self.answer == "yes":
            await _advance(interaction, review)
        if self.wanted is Wanted.POST:
            said = f"Noted: you have watched {_up_to(review)}. " if self.answer == "yes" else ""
            heads, _ = await reviews.heads_of_show(
                interaction.client.database, review.show.guild_id, review.show.show_id, interaction.user.id
            )
            alike = [head for head in heads if review.head.span.last in head.span]
            await post(interaction, card(review, alike), f"{said}The recap is in the channel.")
            return
        await show_section(interaction, self.review_id, self.section, self.number, veiled=self.answer == "veiled")


class ReviewSelect(AnsweringItem, ui.DynamicItem[ui.Select[Any]], template=r"reviews-of-episode"):
    """Switches between the reviews of an episode, for the member who picks."""

    def __init__(self, heads: Sequence[ReviewHead] = ()) -> None:
        super().__init__(
            ui.Select(
                custom_id="reviews-of-episode",
                placeholder=f"{len(heads)} reviews of this episode",
                options=[_option(number, head) for number, head in enumerate(heads[:MOST_CHOICES], 1)],
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        self = cls()
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the review that was picked."""
        value = self.item.values[0] if self.item.values else ""
        if not value.isdecimal() or len(value) > 18:
            raise Mistake("That is not one of the reviews here.")
        review, _ = await found(interaction, int(value))
        await show_section(interaction, review.head.review_id, first_section(review), 0)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (ReadButton, GateButton, ReviewSelect)


def card(review: StoredReview, alike: Sequence[ReviewHead]) -> Layout:
    """Return what a channel is shown of a review: a neutral head, the recap's first page veiled, and buttons.

    Args:
        alike: the heads of all reviews of the episode; a select switches between them where there are several.
    """
    head, texts = review.head, veil_pages(review.recap, PAGE)
    buttons: list[ui.Item[Any]] = []
    if len(texts) > 1:
        buttons.append(ReadButton("Continue reading", head.review_id, Section.RECAP, 1))
    buttons += [*doors(review, but=Section.RECAP), *link("Read the review", review.url)]
    what = "Recap" if texts else "This review has no recap of its own"
    rows = row(buttons) + row([ReviewSelect(alike)] if len(alike) > 1 else [])
    return page(_head(review, what), texts[0] if texts else "", rows)


async def show_section(
    interaction: discord.Interaction[LooseEnds],
    review_id: int,
    section: Section,
    number: int,
    *,
    veiled: bool = False,
) -> None:
    """Show a member a page of a review, privately: open if they have watched so far, else after asking.

    Args:
        number: the page, from 0; beyond the last it is the last.
        veiled: the member has asked for the text without having watched.

    Raises:
        Mistake: the guild keeps no such review, or it has no such part.
    """
    review, watched = await found(interaction, review_id)
    texts = _texts(review, section, watched, veiled=veiled)
    if texts is None:
        await reply(interaction, question(review, section, number, watched, Wanted.PAGE))
        return
    if not texts:
        raise Mistake(f"This review has no {_NAMES[section].lower()} of its own.")
    number = min(number, len(texts) - 1)
    await reply(interaction, _sheet(review, section, number, texts, veiled=veiled))


def question(
    review: StoredReview, section: Section, number: int, watched: EpisodeNumber | None, wanted: Wanted
) -> Layout:
    """Return the question that stands before what a member may not have watched."""
    span, show = review.head.span, plain(review.show.label)
    episodes = f"episode {span}" if span.first == span.last else f"episodes {span}"
    said = f"You said you have watched {show} up to episode {watched}.\n" if watched is not None else ""
    buttons = [GateButton(answer, review.head.review_id, section, number, wanted) for answer in ("yes", "veiled", "no")]
    return notice(f"{said}**Have you watched {episodes} of {show}?**", *row(buttons))


async def found(
    interaction: discord.Interaction[LooseEnds], review_id: int
) -> tuple[StoredReview, EpisodeNumber | None]:
    """Return a review of the guild that the interaction comes from, and how far the member has watched.

    Raises:
        Mistake: the guild keeps no such review.
    """
    database = interaction.client.database
    review = await reviews.find(database, guild_of(interaction), review_id, interaction.user.id)
    if review is None:
        raise Mistake("That review is not kept here any more.")
    return review


async def reply(
    interaction: discord.Interaction[LooseEnds], layout: Layout, files: Sequence[discord.File] = ()
) -> None:
    """Answer one member: in place of the private message they pressed a button on, else with a new private one."""
    if _is_private(interaction):
        await interaction.response.edit_message(view=layout, attachments=files, suppress_embeds=True)
    else:
        await interaction.response.send_message(view=layout, files=files, ephemeral=True, suppress_embeds=True)


async def post(
    interaction: discord.Interaction[LooseEnds], layout: Layout, said: str = "It is in the channel."
) -> None:
    """Answer for the whole channel, without a notification; a private message that led here says where it went."""
    if _is_private(interaction):
        await interaction.response.edit_message(view=notice(said))
        await interaction.followup.send(view=layout, silent=True, suppress_embeds=True)
    else:
        await interaction.response.send_message(view=layout, silent=True, suppress_embeds=True)


def _is_private(interaction: discord.Interaction[LooseEnds]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _texts(review: StoredReview, section: Section, watched: EpisodeNumber | None, *, veiled: bool) -> list[str] | None:
    """Return the pages of a section as the viewer may see them, or None where they have to be asked first."""
    spoiler = _section(review, section)
    if not spoiler:
        return []
    if may_see(watched, review.head.span.last):
        return open_pages(spoiler, watched, PAGE)
    return veil_pages(spoiler, PAGE) if veiled else None


def _section(review: StoredReview, section: Section) -> Spoiler | None:
    match section:
        case Section.RECAP:
            return review.recap
        case Section.DISCUSSION:
            return review.discussion
        case Section.SCORE:
            return review.score
        case Section.LOOSE_ENDS:
            return listed(review.loose_ends) if review.loose_ends else None


def _sheet(review: StoredReview, section: Section, number: int, texts: Sequence[str], *, veiled: bool) -> Layout:
    review_id = review.head.review_id
    turning: list[ui.Item[Any]] = []
    if number > 0:
        turning.append(ReadButton("Back", review_id, section, number - 1, veiled=veiled))
    if number + 1 < len(texts):
        turning.append(ReadButton("Continue reading", review_id, section, number + 1, veiled=veiled))
    what = _NAMES[section] + (f", page {number + 1} of {len(texts)}" if len(texts) > 1 else "")
    others = [*doors(review, but=section, veiled=veiled), *link("Read the review", review.url)]
    rows = row(turning) + row(others)
    return page(_head(review, what), texts[number], rows)


def doors(review: StoredReview, *, but: Section | None = None, veiled: bool = False) -> list[ui.Item[Any]]:
    """Return a button to each section that a review has.

    Args:
        but: the section that needs none, for it is there already.
        veiled: the member has asked for the text without having watched.
    """
    labels = {**_NAMES, Section.LOOSE_ENDS: f"Loose ends ({len(review.loose_ends)})"}
    return [
        ReadButton(labels[section], review.head.review_id, section, veiled=veiled)
        for section in Section
        if section is not but and _section(review, section)
    ]


def first_section(review: StoredReview) -> Section:
    """Return the section that a review is opened at: its recap, where it has one."""
    return next((section for section in Section if _section(review, section)), Section.RECAP)


def _head(review: StoredReview, what: str) -> str:
    head = review.head
    return review_head(review.show.label, head.span, head.author, head.published, what=what)


def _up_to(review: StoredReview) -> str:
    return f"{plain(review.show.label)} up to episode {review.head.span.last}"


def _option(number: int, head: ReviewHead) -> discord.SelectOption:
    author = " ".join((head.author or "").split())[:80]
    label = f"{number}. {author}" if author else f"Review {number}"
    span = head.span.label
    about = [
        span,
        *([f"{head.published:%Y-%m-%d}"] if head.published else []),
        *([] if head.has_recap else ["no recap"]),
    ]
    return discord.SelectOption(label=label, value=str(head.review_id), description=", ".join(about))


async def _advance(interaction: discord.Interaction[LooseEnds], review: StoredReview) -> None:
    try:
        await progress.advance(
            interaction.client.database,
            review.show.guild_id,
            review.show.show_id,
            interaction.user.id,
            review.head.span.last,
            interaction.client.clock(),
        )
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
