"""What members say they have watched, as they see it: noted, taken back, and of all shows with what is to be read."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import discord
from discord import app_commands, ui

from bot.episodes import HIGHEST, EpisodeNumber
from bot.errors import Mistake
from bot.gate import Viewer
from bot.shows import Covered, Show
from bot.storage import reviews
from bot.storage.reviews import ReviewHead
from bot.ui.choosing import MOST_CHOICES, complete_episode, followed_show, followed_shows, guild_of, which_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, counted, notice, plain, row
from bot.ui.paging import PageButton, count_pages, pages, turning
from bot.ui.reading import ReadButton, Section
from bot.ui.replying import reply
from bot.ui.viewing import viewer_of, viewers_of
from bot.ui.watching import Change, advance, take_back

if TYPE_CHECKING:
    from bot.client import LooseEnds

SHOWS_A_PAGE = 8
"""Each takes three components of the forty that a message may have."""

Then: TypeAlias = "Callable[[discord.Interaction[LooseEnds], EpisodeNumber, Change], Awaitable[None]]"
"""Goes on with what a member wanted of an episode, now that they have said they watched it."""

_THEN: dict[str, Then] = {}


def then(name: str) -> Callable[[Then], Then]:
    """Have a function go on, under that name, once a member has pressed *I've watched it*."""

    def keep(going_on: Then) -> Then:
        _THEN[name] = going_on
        return going_on

    return keep


class WatchedButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"watched:(?P<then>[a-z-]{1,20}):(?P<show>\d{1,18}):(?P<episode>\d{1,6})",
):
    """Notes that the member has watched an episode, and goes on with what they had asked for."""

    def __init__(self, show_id: int, episode: EpisodeNumber, then: str, label: str = "I’ve watched it") -> None:
        custom_id = f"watched:{then}:{show_id}:{episode.hundredths}"
        super().__init__(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=custom_id))
        self.show_id, self.episode, self.then = show_id, episode, then

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]), EpisodeNumber(int(match["episode"])), match["then"])

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Note it, and go on."""
        show = await followed_show(interaction, self.show_id)
        if self.then not in _THEN:
            raise Mistake("That button is of an older version of me. Use the command again.")
        change = await advance(interaction, show, self.episode)
        await _THEN[self.then](interaction, self.episode, change)


class UndoButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=(
        r"undo-watched:(?P<show>\d{1,18}):(?P<member>\d{1,20})"
        r":(?P<before>x|\d{1,6}):(?P<after>x|\d{1,6}):(?P<at>\d{1,11})"
    ),
):
    """Takes back what a member said they have watched, for that member alone."""

    def __init__(
        self,
        show_id: int,
        member_id: int,
        before: EpisodeNumber | None,
        after: EpisodeNumber | None,
        at: datetime,
    ) -> None:
        custom_id = f"undo-watched:{show_id}:{member_id}:{_written(before)}:{_written(after)}:{int(at.timestamp())}"
        super().__init__(ui.Button(label="Undo", custom_id=custom_id))
        self.show_id, self.member_id, self.before, self.after, self.at = show_id, member_id, before, after, at

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        at = datetime.fromtimestamp(int(match["at"]), UTC)
        return cls(int(match["show"]), int(match["member"]), _read(match["before"]), _read(match["after"]), at)

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Take it back, unless the member said something else since."""
        if interaction.user.id != self.member_id:
            raise Mistake("Only the member who said that can take it back.")
        show = await followed_show(interaction, self.show_id)
        if not await take_back(interaction, Change(show, self.before, self.after, self.at)):
            raise Mistake(f"You have said something else of {plain(show.label)} since, and that stays as it is.")
        noted = "nothing" if self.before is None else f"that you have watched it up to episode {self.before}"
        said = f"Taken back. Of {plain(show.label)}, {noted} is noted, as it was before."
        await reply(interaction, notice(said, *row([PageButton("All shows", "progress")])))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (WatchedButton, UndoButton)


def undo(change: Change, member_id: int) -> list[ui.Item[Any]]:
    """Return the button that takes a change back, or nothing where nothing was changed."""
    if change.before == change.after:
        return []
    return [UndoButton(change.show.show_id, member_id, change.before, change.after, change.at)]


def recorded(change: Change, heads: Sequence[ReviewHead], viewer: Viewer, member_id: int) -> Layout:
    """Return the confirmation: what is noted now, what it was, the way back, and the recap of the episode."""
    number, before = change.after, change.before
    earlier = "" if before is None or before == number else f" Before, it was episode {before}."
    said = f"Noted: you have watched {plain(change.show.label)} up to episode {number}.{earlier}"
    help_ = "-# If that is wrong, use `/watched` again with the right number, lower ones included."
    last = [head for head in heads if head.has_recap and head.span.last == number and viewer.may_see(head.span.last)]
    buttons: list[ui.Item[Any]] = [
        ReadButton(f"Recap of episode {number}", head.review_id, Section.RECAP) for head in last[:1]
    ]
    return notice(f"{said}\n{help_}", *row([*buttons, *undo(change, member_id)]))


def forgotten(change: Change, member_id: int) -> Layout:
    """Return the confirmation that nothing is noted of a show, with the way back."""
    name = plain(change.show.label)
    if change.before is None:
        return notice(f"Nothing was noted of {name} for you.")
    return notice(f"Forgotten: what you had watched of {name}.", *row(undo(change, member_id)))


async def show_of_show(interaction: discord.Interaction[LooseEnds], show: Show) -> None:
    """Answer with how far the member said they have watched one show."""
    viewers = await viewers_of(interaction)
    covered = await reviews.recapped(interaction.client.database, guild_of(interaction))
    buttons = row([PageButton("All shows", "progress")])
    layout = Layout(_of_show(show, viewers.of(show.show_id), covered.get(show.show_id, Covered())), *buttons)
    await reply(interaction, layout)


@pages("progress")
async def _turned(interaction: discord.Interaction[LooseEnds], _: str, number: int) -> None:
    await show_progress(interaction, number)


@then("progress")
async def _watched_next(interaction: discord.Interaction[LooseEnds], _: EpisodeNumber, change: Change) -> None:
    await show_progress(interaction, change=change)


async def show_progress(
    interaction: discord.Interaction[LooseEnds], number: int = 0, *, change: Change | None = None
) -> None:
    """Answer privately with how far the member said they have watched each show, and how much there is to read.

    Args:
        number: the page, from 0; beyond the last it is the last.
        change: what they have just said; it is the page with that show then.
    """
    followed = await followed_shows(interaction)
    if not followed:
        raise Mistake("No show is followed in this server yet. Someone who manages it can add one with `/show add`.")
    viewers = await viewers_of(interaction)
    covered = await reviews.recapped(interaction.client.database, guild_of(interaction))
    if change is not None:
        ids = [show.show_id for show in followed]
        number = ids.index(change.show.show_id) // SHOWS_A_PAGE if change.show.show_id in ids else 0
    count = count_pages(len(followed), SHOWS_A_PAGE)
    number = min(number, count - 1)
    shown = [
        _of_show(show, viewers.of(show.show_id), covered.get(show.show_id, Covered()))
        for show in followed[number * SHOWS_A_PAGE :][:SHOWS_A_PAGE]
    ]
    said = [f"Noted: {plain(change.show.label)} up to episode {change.after}."] if change is not None else []
    back = undo(change, interaction.user.id) if change is not None else []
    head = ui.TextDisplay[Any]("\n".join(["### What you have watched", *said]))
    await reply(interaction, Layout(head, *shown, *row([*back, *turning("progress", number, count)])))


def _of_show(show: Show, viewer: Viewer, covered: Covered) -> ui.Item[Any]:
    """Return a show's lines, and the button to say that the next episode is watched; a bare number tells nothing."""
    recaps = len([number for number in covered.numbers if viewer.may_see(number)])
    more = len(covered.numbers) - recaps
    if viewer.watched is None:
        so_far, lines = "you have not said how far", f"Recaps of {counted(more, 'episode')}"
        following = EpisodeNumber.of(1)
    else:
        so_far = f"up to episode **{viewer.watched}**"
        lines = f"Recaps of {counted(recaps, 'episode')} up to there" + (f", {more} more after that" if more else "")
        following = after(viewer.watched)
    text = ui.TextDisplay[Any](f"**{plain(show.label)}** · {so_far}\n-# {lines if covered.numbers else 'No recap yet'}")
    is_over = covered.final is not None and viewer.may_see(covered.final)
    if is_over or following == viewer.watched:
        return text
    button = WatchedButton(show.show_id, following, "progress", f"Episode {following} watched")
    return ui.Section(text, accessory=button)


def after(watched: EpisodeNumber) -> EpisodeNumber:
    """Return the next whole episode after one; what lies between, such as a special, is not told of."""
    return EpisodeNumber(min(watched.hundredths // 100 + 1, HIGHEST) * 100)


async def complete_watched(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[str]]:
    """Offer the episode after the last that the viewer said they have watched, beside those they are told of.

    What was typed whole goes first, for Enter takes the first.
    """
    choices = await complete_episode(interaction, current)
    try:
        show = await which_show(interaction, getattr(interaction.namespace, "show", None))
    except Mistake:
        return choices
    viewer = await viewer_of(interaction, show.show_id)
    following = EpisodeNumber.of(1) if viewer.watched is None else after(viewer.watched)
    name, typed = f"Episode {following}", current.casefold().removeprefix("episode").strip("# ")
    if not str(following).startswith(typed) or any(choice.value == name for choice in choices):
        return choices
    place = 1 if choices and choices[0].value == f"Episode {typed}" else 0
    choices.insert(place, app_commands.Choice(name=name, value=name))
    return choices[:MOST_CHOICES]


def _written(number: EpisodeNumber | None) -> str:
    return "x" if number is None else str(number.hundredths)


def _read(text: str) -> EpisodeNumber | None:
    return None if text == "x" else EpisodeNumber(int(text))
