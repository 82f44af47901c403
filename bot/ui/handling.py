"""Reviews as those who wrote or keep them handle them: picked by neutral words, listed, and deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.errors import Mistake
from bot.gate import Viewer
from bot.shows import Show, fold
from bot.storage import deliveries, reviews, written
from bot.storage.deliveries import Place
from bot.storage.reviews import ReviewHead
from bot.storage.written import Listed, Written
from bot.ui.choosing import MOST_CHOICES, followed_show, goes_on, guild_of
from bot.ui.layouts import Layout, counted, day, notice, page, plain, row
from bot.ui.paging import count_pages, pages, turning
from bot.ui.removing import RemovalButton
from bot.ui.replying import reply
from bot.ui.rights import is_keeper, must_own
from bot.ui.standing import take_back

if TYPE_CHECKING:
    from bot.client import LooseEnds

REVIEWS_A_PAGE = 10

_NUMBER = re.compile(r"(?:no\.?|#)?\s?(?P<id>\d{1,18})", re.IGNORECASE)


class DeleteButton(RemovalButton, name="delete-review", yes="Delete it with all of that"):
    """Answers whether a review is to be deleted."""

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Delete the review and take its messages back, or leave it."""
        if self.answer == "no":
            await reply(interaction, notice("Nothing was deleted."))
            return
        review, database = await handled(interaction, self.of), interaction.client.database
        await interaction.response.defer()
        async with database.transaction() as transaction:
            places = await deliveries.places_of(transaction, review.show.guild_id, self.of)
            if not await written.delete(transaction, review.show.guild_id, self.of):
                raise Mistake("That review is not kept here any more.")
        left = await take_back(interaction.client, places)
        said = "Deleted, with all that belongs to it."
        if left:
            links = ", ".join(_address(guild_of(interaction), place) for place in left[:5])
            said += f" Discord did not let me change what stands here, so please see to it: {links}"
        await interaction.edit_original_response(view=notice(said))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (DeleteButton,)


async def ask_to_delete(interaction: discord.Interaction[LooseEnds], review_id: int) -> None:
    """Ask whether a review is to be deleted, and say what goes with it.

    Raises:
        Mistake: there is none, or it is another's.
    """
    review = await handled(interaction, review_id)
    places = await deliveries.places_of(interaction.client.database, review.show.guild_id, review_id)
    by = f", by {plain(review.author)}" if review.author else ""
    stands = f" It is taken back where it stands, in {counted(len(places), 'message')}." if places else ""
    question = (
        f"**Delete the review of {plain(review.show.label)}, {_episodes(review)}{by}?** With it go the loose ends "
        f"that it names.{stands} That can’t be undone."
    )
    await reply(interaction, DeleteButton.asked(question, review_id))


async def handled(interaction: discord.Interaction[LooseEnds], review_id: int) -> Written:
    """Return a review of the guild that the member may change or delete.

    Raises:
        Mistake: there is none, or it is another's.
    """
    review = await written.find(interaction.client.database, guild_of(interaction), review_id)
    if review is None:
        raise Mistake("That review is not kept here any more.")
    must_own(interaction, review.written_by)
    return review


def must_be_members(review: Written) -> None:
    """Let only those reviews pass that a member wrote or brought here.

    Raises:
        Mistake: it came from elsewhere.
    """
    if review.written_by is None:
        raise Mistake("That review came from elsewhere, and can’t be edited here. It can be deleted.")


async def complete_own(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[str]]:
    """Offer the reviews that the member may edit."""
    return await _complete(interaction, current, from_members=True)


async def complete_handled(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[str]]:
    """Offer the reviews that the member may delete."""
    return await _complete(interaction, current, from_members=False)


async def _complete(
    interaction: discord.Interaction[LooseEnds], current: str, *, from_members: bool
) -> list[app_commands.Choice[str]]:
    found = await written.listed(
        interaction.client.database,
        guild_of(interaction),
        interaction.user.id,
        everyones=is_keeper(interaction),
        from_members=from_members,
    )
    return [
        app_commands.Choice(name=label_of(review), value=str(review.review_id))
        for review in offered(found, current)[:MOST_CHOICES]
    ]


def offered(found: Sequence[Listed], typed: str) -> list[Listed]:
    """Return the reviews whose neutral words hold what is typed.

    Those of others that lie beyond what the viewer has watched are offered only to who types their episode's number,
    and in a strict guild not even then; by their own number all can be named.
    """
    words = fold(typed).split() if typed.strip() else []
    return [
        review
        for review in found
        if all(word in fold(label_of(review, whole=True)) for word in words)
        and (
            review.is_own
            or review.viewer.is_told_of(review.span.last)
            or (not review.viewer.is_strictly_held and typed.strip() in (str(review.span), str(review.review_id)))
        )
    ]


def label_of(review: Listed, *, whole: bool = False) -> str:
    """Return what a review is picked by: show, episode, author and number; cut to a choice's length unless `whole`."""
    show, author = (review.show, review.author) if whole else (_cut(review.show, 28), _cut(review.author or "", 22))
    by = f" · by {author}" if author else ""
    label = f"{show} · {review.span.label}{by} · No. {review.review_id}"
    return label if whole else label[:100]


def review_number(text: str) -> int:
    """Return the id of the review that was picked, or whose number was typed.

    Raises:
        Mistake: it is neither.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise Mistake("Pick one of the reviews that are offered while you type, or type its number.")
    return int(match["id"])


@goes_on("reviews")
async def _picked(interaction: discord.Interaction[LooseEnds], show: Show, _: str) -> None:
    await answer_list(interaction, show, 0)


@pages("reviews")
async def _turned(interaction: discord.Interaction[LooseEnds], of: str, number: int) -> None:
    await answer_list(interaction, await followed_show(interaction, int(of)), number)


async def answer_list(interaction: discord.Interaction[LooseEnds], show: Show, number: int) -> None:
    """Answer with a page of the reviews of a show, none beyond what the member has watched."""
    heads, viewer = await reviews.heads_of_show(
        interaction.client.database, show.guild_id, show.show_id, interaction.user.id
    )
    await reply(interaction, list_page(show, heads, viewer, number))


def list_page(show: Show, heads: Sequence[ReviewHead], viewer: Viewer, number: int) -> Layout:
    """Return a page of neutral heads; what lies beyond the viewer's progress is counted, never named."""
    if not heads:
        return notice(f"There is no review of {plain(show.label)} yet. `/review write` makes one.")
    shown = [head for head in heads if viewer.is_told_of(head.span.last)]
    shown.sort(key=lambda head: (head.span, head.review_id))
    hidden = len(heads) - len(shown)
    more = f"-# {hidden} {'more ' if shown else ''}{viewer.beyond}" if hidden else ""
    count = count_pages(len(shown), REVIEWS_A_PAGE)
    number = min(number, count - 1)
    lines = [_line(head) for head in shown[number * REVIEWS_A_PAGE :][:REVIEWS_A_PAGE]]
    buttons = turning("reviews", number, count, str(show.show_id))
    body = "\n".join([*lines, *([more] if more else [])])
    return page(f"### {plain(show.label)} · {counted(len(heads), 'review')}", body, row(buttons))


def _line(head: ReviewHead) -> str:
    episodes = head.span.label
    about = [
        *([f"by {plain(head.author, 60)}"] if head.author else []),
        *([day(head.published)] if head.published else []),
        f"No. {head.review_id}",
    ]
    return f"**{episodes}** · {' · '.join(about)}"


def _address(guild_id: int, place: Place) -> str:
    return f"https://discord.com/channels/{guild_id}/{place.channel_id}/{place.message_id}"


def _episodes(review: Written) -> str:
    return f"episode {review.span}" if review.span.first == review.span.last else f"episodes {review.span}"


def _cut(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
