"""The audit after the finale: what was tied, how long it took, what stayed open, and who asked.

Who has watched the last episode reads it in the open, and can post it, all its texts veiled. Others are given counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot import timelines
from bot.audits import Audit, Credit, Thread
from bot.episodes import EpisodeNumber, read_request
from bot.errors import Mistake
from bot.gate import Gate, Viewer
from bot.loose_ends import Status
from bot.shows import Show, choose_episode
from bot.spoilers import Spoiler, joined, veil_pages
from bot.storage import loose_end_audits, reviews
from bot.ui.choosing import followed_show, which_show
from bot.ui.failures import AnsweringItem
from bot.ui.gate_words import so_far
from bot.ui.layouts import Layout, counted, notice, plain, row
from bot.ui.ledger_words import episodes, tied
from bot.ui.pictures import drawn, shown
from bot.ui.replying import post, reply
from bot.ui.rights import must_host
from bot.ui.viewing import opened_pages, viewer_of
from bot.ui.watching import advance

if TYPE_CHECKING:
    from bot.client import LooseEnds

THREADS_A_PAGE = 4
_SHOWN = 2
"""Threads of a kind on the first page."""
_TEXT = 320
"""Characters of a text here; its sheet has the whole of it."""

_WORDS = {Status.OPEN: "Still open", Status.ANSWERED: "Tied", Status.DROPPED: "Dropped"}
_WANTED = "|".join(("sum", *Status))


class AuditButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=(
        rf"audit:(?P<what>{_WANTED}|post|yes|veiled|no):(?P<show>\d{{1,18}}):(?P<last>\d{{1,6}})"
        r":(?P<page>\d{1,4}):(?P<veiled>[01])"
    ),
):
    """Opens a page of an audit for the member who presses it, posts it, or takes the answer whether they watched."""

    def __init__(
        self, label: str, what: str, show_id: int, last: EpisodeNumber, number: int = 0, *, veiled: bool = False
    ) -> None:
        style = discord.ButtonStyle.primary if what in ("post", "yes") else discord.ButtonStyle.secondary
        custom_id = f"audit:{what}:{show_id}:{last.hundredths}:{number}:{int(veiled)}"
        super().__init__(ui.Button(label=label, style=style, custom_id=custom_id))
        self.what, self.show_id, self.last, self.number, self.veiled = what, show_id, last, number, veiled

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        last = EpisodeNumber(int(match["last"]))
        return cls("…", match["what"], int(match["show"]), last, int(match["page"]), veiled=match["veiled"] == "1")

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the page as the member may see it by now, or post it."""
        show = await followed_show(interaction, self.show_id)
        if self.what == "no":
            await reply(interaction, notice("Nothing was shown. It stays here for when you have watched it."))
            return
        if self.what == "yes":
            await advance(interaction, show, self.last)
        if self.what == "post":
            await _post(interaction, show, self.last)
            return
        status = Status(self.what) if self.what in tuple(Status) else None
        veiled = self.veiled or self.what == "veiled"
        await _show(interaction, show, self.last, status, self.number, all_the_same=veiled)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (AuditButton,)


async def show_audit(interaction: discord.Interaction[LooseEnds], name: str | None, last: str | None) -> None:
    """Answer privately with the audit of a show whose last episode is in.

    Args:
        last: which episode that is, where no review says so; a host may say it.

    Raises:
        Mistake: it is not known which that is, or the member is no host and says it.
    """
    request = None if last is None else read_request(last)
    show = await which_show(interaction, name, request.season if request else None)
    covered = await reviews.covered(interaction.client.database, show.guild_id, show.show_id)
    if request is not None and request.number is not None:
        await must_host(interaction)
        final = choose_episode(request, show, covered)
    elif covered.final is not None:
        final = covered.final
    else:
        raise Mistake(
            f"No review of {plain(show.label)} here says which episode is the last, so there is no audit yet. Once one"
            " does, use this again; or a host can name the episode with the option “last”."
        )
    await _show(interaction, show, final, None, 0)


async def _show(
    interaction: discord.Interaction[LooseEnds],
    show: Show,
    last: EpisodeNumber,
    status: Status | None,
    number: int,
    *,
    all_the_same: bool = False,
) -> None:
    """Show a page as the gate allows: of one status, or the first with what they say together."""
    viewer = await viewer_of(interaction, show.show_id)
    sees = viewer.may_see(last)
    if viewer.gate is Gate.STRICT and not sees:
        await reply(interaction, _question(show, last, viewer, None))
        return
    audit = await loose_end_audits.audit(interaction.client.database, show, last)
    if not audit.count:
        said = f"No loose end of {plain(show.label)} was kept up to episode {last}. `/loose-end add` adds one."
        await reply(interaction, notice(said))
        return
    if not sees and not all_the_same and viewer.gate is not Gate.VEIL:
        await reply(interaction, _question(show, last, viewer, audit))
        return
    reader = viewer if sees else None
    if status is not None:
        number = min(number, _pages(audit, status) - 1)
        here = audit.of_status(status)[number * THREADS_A_PAGE :][:THREADS_A_PAGE]
        texts = await loose_end_audits.texts(interaction.client.database, show, last, here)
        await reply(interaction, threads_page(show, audit, status, number, here, Texts(texts, reader)))
        return
    told = Texts(await loose_end_audits.texts(interaction.client.database, show, last, _outstanding(audit)), reader)
    pictures = await _drawn(show, audit)
    await reply(interaction, summary(show, audit, pictures, told, for_channel=False), pictures)


async def _post(interaction: discord.Interaction[LooseEnds], show: Show, last: EpisodeNumber) -> None:
    """Post the audit for the channel, all its texts veiled, if the member has watched that far."""
    viewer = await viewer_of(interaction, show.show_id)
    if not viewer.may_see(last):
        await reply(interaction, _question(show, last, viewer, None))
        return
    audit = await loose_end_audits.audit(interaction.client.database, show, last)
    told = Texts(await loose_end_audits.texts(interaction.client.database, show, last, _outstanding(audit)), None)
    pictures = await _drawn(show, audit)
    layout = summary(show, audit, pictures, told, for_channel=True)
    await post(interaction, layout, "The audit is in the channel.", pictures)


async def _drawn(show: Show, audit: Audit) -> list[discord.File]:
    return await drawn(lambda: timelines.timeline(audit, title=show.label), "loose-ends.png")


def _question(show: Show, last: EpisodeNumber, viewer: Viewer, audit: Audit | None) -> Layout:
    """Return the question that stands before the audit, with its counts unless the guild's gate is strict."""
    name, place = plain(show.label), (show.show_id, last)
    counts = f"{_head(show, audit)}\n" if audit else ""
    answers = {"yes": "Yes, I have", "veiled": "Show it veiled", "no": "Not yet"}
    if viewer.gate is Gate.STRICT or audit is None:
        del answers["veiled"]
    buttons = [AuditButton(label, answer, *place) for answer, label in answers.items()]
    return notice(
        f"{counts}{so_far(show, viewer)}**Have you watched {name} up to its last episode, {last}?**", *row(buttons)
    )


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of what a page shows, by number, and their viewer, who has watched so far; None veils them all."""

    texts: Mapping[int, tuple[Spoiler, Spoiler | None]]
    viewer: Viewer | None

    def pages(self, spoiler: Spoiler | None, line: str = "") -> list[str]:
        """Return a text as the viewer is shown it, in pieces; where that is veiled, with a line before it."""
        if spoiler is None:
            return []
        if self.viewer is not None:
            return opened_pages(self.viewer, spoiler, _TEXT)
        if line:
            spoiler = joined([Spoiler(line, show_id=spoiler.show_id, episode=spoiler.episode), spoiler])
        return veil_pages(spoiler, _TEXT + len(line))


def summary(show: Show, audit: Audit, pictures: list[discord.File], told: Texts, *, for_channel: bool) -> Layout:
    """Return the first page: counts, the picture, and the loose ends that stand out, with doors to all of them."""
    place, veiled = (show.show_id, audit.last), told.viewer is None and not for_channel
    alt = f"Timeline of the loose ends of {show.label}, behind a spoiler"
    items: list[ui.Item[Any]] = []
    for title, threads in (
        ("Still open, by voices", audit.open[:_SHOWN]),
        ("Tied after the longest wait", audit.tied[:_SHOWN]),
    ):
        if threads:
            items += [ui.Separator(), ui.TextDisplay(f"**{title}**")]
            items += [item for one in threads for item in _thread(one, told)]
    doors = [
        AuditButton(f"{word} ({len(audit.of_status(status))})", status, *place, veiled=veiled)
        for status, word in _WORDS.items()
        if audit.of_status(status)
    ]
    posting = [] if for_channel or veiled else [AuditButton("Post it here", "post", *place)]
    head = "\n".join([_head(show, audit), *_lines(audit)])
    return Layout(ui.TextDisplay(head), *shown(pictures, alt), *items, *row([*doors, *posting]))


def threads_page(show: Show, audit: Audit, status: Status, number: int, here: Sequence[Thread], told: Texts) -> Layout:
    """Return a page of the loose ends of one status, which holds those that are `here`."""
    pages, place, veiled = _pages(audit, status), (show.show_id, audit.last), told.viewer is None
    turning = [AuditButton("Back", status, *place, number - 1, veiled=veiled)] if number else []
    turning += [AuditButton("Next", status, *place, number + 1, veiled=veiled)] if number + 1 < pages else []
    paged = f", page {number + 1} of {pages}" if pages > 1 else ""
    return Layout(
        ui.TextDisplay(f"### {plain(show.label)} · {_WORDS[status]} after episode {audit.last}{paged}"),
        *[item for one in here for item in _thread(one, told)],
        *row([*turning, AuditButton("The audit", "sum", *place, veiled=veiled)]),
    )


def _outstanding(audit: Audit) -> list[Thread]:
    return [*audit.open[:_SHOWN], *audit.tied[:_SHOWN]]


def _pages(audit: Audit, status: Status) -> int:
    return max(-(-len(audit.of_status(status)) // THREADS_A_PAGE), 1)


def _head(show: Show, audit: Audit) -> str:
    left = [f"{len(audit.open) or 'none'} stayed open"] + ([f"{len(audit.dropped)} dropped"] if audit.dropped else [])
    return (
        f"### {plain(show.label)} · Loose ends after episode {audit.last}\n"
        f"**{tied(len(audit.tied))}** of {audit.count}, {', '.join(left)}."
    )


def _lines(audit: Audit) -> list[str]:
    """Return what is told in the open beside the counts: how long it took, and who raised what was tied."""
    lines = []
    if audit.tied:
        lines.append(_waited(audit))
    if credited := audit.credits():
        lines.append(f"Raised the most that were tied: {', '.join(map(_credit, credited))}.")
    return lines


def _waited(audit: Audit) -> str:
    """Return how long it took until one was tied."""
    longest = audit.tied[0].took
    if not longest:
        return f"{'It was' if len(audit.tied) == 1 else 'Each was'} tied in the episode that raised it."
    if len(audit.tied) == 1:
        return f"It took {episodes(longest)}."
    half = f"took up to {episodes(audit.median)}" if audit.median else "were tied in the episode that raised them"
    return f"Half of these {half}; the longest wait was {episodes(longest)}."


def _credit(credit: Credit) -> str:
    who = f"<@{credit.member_id}>" if credit.member_id else f"{plain(credit.author or '', 60)} in reviews"
    return f"{who} ({credit.tied})"


def _thread(one: Thread, told: Texts) -> list[ui.Item[Any]]:
    """Return a loose end: a line on it, its question, and what settled it, each text in a display of its own.

    To whom the texts are veiled the line is, too: it tells what becomes of a question that they may know.
    """
    if one.number not in told.texts:  # it was removed since the audit was read
        return []
    question, settled = told.texts[one.number]
    when = f"episode {one.raised_in}"
    if one.settled_in is not None:
        how = "tied" if one.status is Status.ANSWERED else "dropped"
        when += f", {how} after {episodes(one.took)}" if one.took else f", {how} in the same one"
    more = ", in short" if any(len(told.pages(text)) > 1 for text in (question, settled)) else ""
    line = f"#{one.number} · {when} · {counted(one.voices, 'voice')}{more}"
    texts = [*told.pages(question, line)[:1], *told.pages(settled)[:1]]
    return [*map(ui.TextDisplay, texts if told.viewer is None else [f"-# {line}", *texts])]
