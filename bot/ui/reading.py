"""Reading a review in Discord: the card that a channel shares, the sheet that one member reads, and the gate.

How a viewer is shown a part is asked of the gate. Who may not have it yet is asked whether they have watched the
episode; unless the guild is strict, they can have it veiled all the same: that is then what they asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.errors import Mistake
from bot.gate import Gate, Sight, Viewer
from bot.spoilers import Spoiler, veil_pages
from bot.storage import review_ends, reviews
from bot.storage.reviews import ReviewHead, StoredReview
from bot.ui.choosing import MOST_CHOICES, guild_of
from bot.ui.failures import AnsweringItem
from bot.ui.gate_words import asked, yes_label
from bot.ui.layouts import PAGE, Layout, Piece, link, notice, page, pieced, plain, review_head, row
from bot.ui.replying import post, reply
from bot.ui.review_ends import ends_in_pages
from bot.ui.viewing import pages_for
from bot.ui.watching import advance

if TYPE_CHECKING:
    from bot.client import LooseEnds


class Section(StrEnum):
    """What of a review is read."""

    RECAP = "recap"
    DISCUSSION = "discussion"
    SCORE = "score"
    LOOSE_ENDS = "loose-ends"
    LINK = "link"
    """The way to where it stands, in a guild where it is not open to all."""


_NAMES = {
    Section.RECAP: "Recap",
    Section.DISCUSSION: "Discussion",
    Section.SCORE: "Score",
    Section.LOOSE_ENDS: "Loose ends",
    Section.LINK: "Review",
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

    def __init__(
        self, answer: str, review_id: int, section: Section, number: int, wanted: Wanted, yes: str = "Yes, I have"
    ) -> None:
        label = {
            "yes": yes,
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
        review, viewer = await found(interaction, self.review_id)
        if self.answer == "yes":
            await advance(interaction, review.show, review.head.span.last)
        elif viewer.sight(review.head.span.last, all_the_same=True) is Sight.NOT:  # the guild is strict by now
            await reply(interaction, question(review, self.section, self.number, viewer, self.wanted))
            return
        if self.wanted is Wanted.POST:
            said = f"Noted: you have watched {_up_to(review)}. " if self.answer == "yes" else ""
            heads, _ = await reviews.heads_of_show(
                interaction.client.database, review.show.guild_id, review.show.show_id, interaction.user.id
            )
            alike = [head for head in heads if review.head.span.last in head.span]
            await post(interaction, card(review, alike, viewer.gate), f"{said}The recap is in the channel.")
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


def card(review: StoredReview, alike: Sequence[ReviewHead], gate: Gate) -> Layout:
    """Return what a channel is shown of a review: a neutral head, the recap's first page veiled, and buttons.

    Args:
        alike: the heads of all reviews of the episode; a select switches between them where there are several.
        gate: how the guild of the channel holds what lies beyond its members' progress.
    """
    head, texts = review.head, veil_pages(review.recap, PAGE)
    buttons: list[ui.Item[Any]] = []
    if len(texts) > 1:
        buttons.append(ReadButton("Continue reading", head.review_id, Section.RECAP, 1))
    buttons += [*doors(review, but=Section.RECAP), *way_out("Read the review", review, gate)]
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
    said: str = "",
) -> None:
    """Show a member a page of a review, privately, as the gate lets them see it; else ask whether they have watched.

    Args:
        number: the page, from 0; beyond the last it is the last.
        veiled: the member has asked for the text without having watched.
        said: what has just been done, to stand first.

    Raises:
        Mistake: the guild keeps no such review, or it has no such part.
    """
    review, viewer = await found(interaction, review_id)
    pages = await _pages(interaction, review, section, viewer, veiled=veiled)
    if pages is None:
        await reply(interaction, question(review, section, number, viewer, Wanted.PAGE))
        return
    if not pages:
        raise Mistake(f"This review has no {_NAMES[section].lower()} of its own.")
    number = min(number, len(pages) - 1)
    await reply(interaction, _sheet(review, section, number, pages, viewer, veiled=veiled, said=said))


def question(review: StoredReview, section: Section, number: int, viewer: Viewer, wanted: Wanted) -> Layout:
    """Return the question that stands before what a member may not have watched; in a strict guild it is a sentence."""
    answers = ("yes", "no") if viewer.is_strictly_held else ("yes", "veiled", "no")
    yes = yes_label(viewer)
    buttons = [GateButton(answer, review.head.review_id, section, number, wanted, yes) for answer in answers]
    return notice(asked(review.show, review.head.span, viewer), *row(buttons))


async def found(interaction: discord.Interaction[LooseEnds], review_id: int) -> tuple[StoredReview, Viewer]:
    """Return a review of the guild that the interaction comes from, and the member as its viewer.

    Raises:
        Mistake: the guild keeps no such review.
    """
    database = interaction.client.database
    review = await reviews.find(database, guild_of(interaction), review_id, interaction.user.id)
    if review is None:
        raise Mistake("That review is not kept here any more.")
    return review


async def _pages(
    interaction: discord.Interaction[LooseEnds],
    review: StoredReview,
    section: Section,
    viewer: Viewer,
    *,
    veiled: bool,
) -> list[list[Piece]] | None:
    """Return the pages of a section as the viewer may see them, or None where they have to be asked first."""
    if section is Section.LINK:
        is_held = viewer.sight(review.head.span.last, all_the_same=veiled) is Sight.NOT
        return None if is_held else [[Piece("-# It leads to the author’s page.")]]
    if not _has(review, section):
        return []
    spoiler = _text(review, section)
    if spoiler is None:
        ends = await review_ends.of_review(interaction.client.database, review, interaction.user.id)
        return ends_in_pages(ends, review.head.review_id, viewer, veiled=veiled)
    pages = pages_for(viewer, spoiler, all_the_same=veiled)
    return None if pages is None else [[Piece(text)] for text in pages]


def _has(review: StoredReview, section: Section) -> bool:
    return bool(review.loose_ends) if section is Section.LOOSE_ENDS else bool(_text(review, section))


def _text(review: StoredReview, section: Section) -> Spoiler | None:
    """Return the text of a section; loose ends are not one text but several."""
    match section:
        case Section.RECAP:
            return review.recap
        case Section.DISCUSSION:
            return review.discussion
        case Section.SCORE:
            return review.score
        case Section.LOOSE_ENDS | Section.LINK:
            return None


def _sheet(
    review: StoredReview,
    section: Section,
    number: int,
    pages: Sequence[Sequence[Piece]],
    viewer: Viewer,
    *,
    veiled: bool,
    said: str,
) -> Layout:
    review_id = review.head.review_id
    turning: list[ui.Item[Any]] = []
    if number > 0:
        turning.append(ReadButton("Back", review_id, section, number - 1, veiled=veiled))
    if number + 1 < len(pages):
        turning.append(ReadButton("Continue reading", review_id, section, number + 1, veiled=veiled))
    if not viewer.may_see(review.head.span.last):
        turning.append(GateButton("yes", review_id, section, number, Wanted.PAGE, "I’ve watched it"))
    what = _NAMES[section] + (f", page {number + 1} of {len(pages)}" if len(pages) > 1 else "")
    others = [*doors(review, but=section, veiled=veiled), *link("Read the review", review.url)]
    head = "\n".join([*([said] if said else []), _head(review, what)])
    return pieced(head, pages[number], row(turning) + row(others))


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
        if section is not but and _has(review, section)
    ]


def way_out(label: str, review: StoredReview, gate: Gate) -> list[ui.Item[Any]]:
    """Return a button in a channel to where a review stands; in a strict guild it opens for who has watched."""
    there = link(label, review.url)
    if there and gate is Gate.STRICT:
        return [ReadButton(label, review.head.review_id, Section.LINK)]
    return [*there]


def first_section(review: StoredReview) -> Section:
    """Return the section that a review is opened at: its recap, where it has one."""
    return next((section for section in Section if _has(review, section)), Section.RECAP)


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
