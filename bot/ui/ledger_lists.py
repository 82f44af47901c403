"""The list of a show’s loose ends, cut at what its viewer has watched, and the button that opens it anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.loose_ends import Status
from bot.shows import Show
from bot.storage import ledger
from bot.storage.database import Database
from bot.storage.ledger import Counts, LooseEnd, Order
from bot.ui.choosing import followed_show, goes_on, show_or_ask
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, counted, notice, plain, row
from bot.ui.ledger_doors import AddButton, controls
from bot.ui.ledger_pages import ENDS_A_PAGE, Latest, counts_line, ends_page
from bot.ui.replying import reply

if TYPE_CHECKING:
    from bot.client import LooseEnds

_STATUSES = "|".join(Status)
_ORDERS = "|".join(Order)
_SORTED = {
    Order.EPISODE: "",
    Order.VOICES: ", the most voices first",
    Order.QUIET: ", the longest quiet first",
    Order.NEWEST: ", the newest first",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a show's loose ends are listed, and how."""

    episode: EpisodeNumber | None = None
    status: Status | None = None
    order: Order = Order.EPISODE
    number: int = 0
    is_open: bool = False


class LedgerButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=(
        rf"ends:(?P<show>\d{{1,18}}):(?P<episode>\d{{1,6}}|all):(?P<status>{_STATUSES}|all):(?P<order>{_ORDERS})"
        r":(?P<page>\d{1,5}):(?P<open>[01])"
    ),
):
    """Lists the loose ends of a show, or of those that one episode raised, for the member who presses it."""

    def __init__(
        self,
        show_id: int,
        episode: EpisodeNumber | None = None,
        *,
        label: str = "Loose ends",
        wanted: Wanted | None = None,
    ) -> None:
        wanted = wanted or Wanted(episode)
        of = "all" if wanted.episode is None else wanted.episode.hundredths
        custom_id = f"ends:{show_id}:{of}:{wanted.status or 'all'}:{wanted.order}:{wanted.number}:{int(wanted.is_open)}"
        super().__init__(ui.Button(label=label, custom_id=custom_id))
        self.show_id, self.wanted = show_id, wanted

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        wanted = Wanted(
            None if match["episode"] == "all" else EpisodeNumber(int(match["episode"])),
            None if match["status"] == "all" else Status(match["status"]),
            Order(match["order"]),
            int(match["page"]),
            match["open"] == "1",
        )
        return cls(int(match["show"]), wanted=wanted)

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the page, as far as the member has watched by now."""
        await _answer_list(interaction, await followed_show(interaction, self.show_id), self.wanted)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (LedgerButton,)


async def list_show(
    interaction: discord.Interaction[LooseEnds], show: str | None, status: Status | None, order: Order
) -> None:
    """Answer privately with a show's loose ends, or with the question which show is meant.

    Args:
        show: its name; None means the one of the place.
        status: only those of that status, by what the member has watched.
        order: how they are sorted.

    Raises:
        Mistake: no show is followed, or none of that name.
    """
    meant = await show_or_ask(interaction, show, "ends", f"{status or 'all'}:{order}")
    if meant is not None:
        await _answer_list(interaction, meant, Wanted(status=status, order=order))


@goes_on("ends")
async def _picked(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    status, _, order = asked.partition(":")
    await _answer_list(
        interaction, show, Wanted(status=None if status == "all" else Status(status), order=Order(order))
    )


async def last_known(database: Database, ends: Sequence[LooseEnd]) -> Latest:
    """Return the last episode, of those watched, that anything is known of, for the shows of some loose ends."""
    followed = {end.show.show_id: end for end in ends}
    return {show_id: await ledger.latest_episode(database, end.show, end.watched) for show_id, end in followed.items()}


async def _answer_list(interaction: discord.Interaction[LooseEnds], show: Show, wanted: Wanted) -> None:
    database, member_id = interaction.client.database, interaction.user.id
    counts, watched = await ledger.count(database, show, member_id, episode=wanted.episode)
    listed = _of_status(counts, wanted.status)
    if watched is None or not listed:
        await reply(interaction, _nothing(show, counts, watched, wanted))
        return
    pages = -(-listed // ENDS_A_PAGE)
    wanted = replace(wanted, number=min(wanted.number, pages - 1))
    ends = await ledger.of_show(
        database,
        show,
        member_id,
        status=wanted.status,
        order=wanted.order,
        episode=wanted.episode,
        offset=wanted.number * ENDS_A_PAGE,
        most=ENDS_A_PAGE,
    )

    def turn(label: str, number: int, is_open: bool) -> LedgerButton:
        return LedgerButton(show.show_id, label=label, wanted=replace(wanted, number=number, is_open=is_open))

    latest = await last_known(database, ends)
    rows = controls(ends, latest, turn, number=wanted.number, pages=pages, is_open=wanted.is_open)
    await reply(
        interaction,
        ends_page(
            _head(show, counts, wanted, pages),
            ends,
            latest,
            named=False,
            is_open=wanted.is_open,
            foot=f"{counts.beyond} more after episode {watched}" if counts.beyond else "",
            rows=rows,
        ),
    )


def _head(show: Show, counts: Counts, wanted: Wanted, pages: int) -> str:
    of_episode = "" if wanted.episode is None else f" of episode {wanted.episode}"
    only = "" if wanted.status is None else f" · only those {wanted.status}"
    page = f" · page {wanted.number + 1} of {pages}" if pages > 1 else ""
    return f"### {plain(show.label)} · Loose ends{of_episode}\n{counts_line(counts)}{only}{_SORTED[wanted.order]}{page}"


def _nothing(show: Show, counts: Counts, watched: EpisodeNumber | None, wanted: Wanted) -> Layout:
    """Return what is said where there is nothing to list: what there is, and the next step."""
    name = plain(show.label)
    of_episode = "" if wanted.episode is None else f" of episode {wanted.episode}"
    all_of_show = [] if wanted.episode is None else [LedgerButton(show.show_id, label="All of the show")]
    if not counts.seen and not counts.beyond:
        said = f"No loose end{of_episode} of {name} is kept yet: what has the story left open?"
        return notice(said, *row([AddButton(show.show_id), *all_of_show]))
    if watched is None:
        there = f"{name} has {counted(counts.beyond, 'loose end')}{of_episode}."
        return notice(f"{there} Say with `/watched` how far you have watched, and those up to there are listed.")
    more = f"{counts.beyond} more after episode {watched}" if counts.beyond else ""
    if not counts.seen:
        there = f"{name} has {counted(counts.beyond, 'loose end')}{of_episode}, all after episode {watched}."
        further = "Have you watched more? Say so with `/watched`."
        return notice(f"{there} {further}", *row([AddButton(show.show_id), *all_of_show]))
    others = ", ".join(part for part in (counts_line(counts), more) if part)
    said = (
        f"No loose end{of_episode} of {name} is {wanted.status}, as far as you have watched. What there is: {others}."
    )
    return notice(said, *row([LedgerButton(show.show_id, wanted.episode, label="Show these")]))


def _of_status(counts: Counts, status: Status | None) -> int:
    return counts.seen if status is None else {
        Status.OPEN: counts.open, Status.ANSWERED: counts.answered, Status.DROPPED: counts.dropped
    }[status]  # fmt: skip
