"""The keepers' queue: texts to be placed by hand, and reviews that could not be posted, one at a time.

What a keeper has chosen so far stands in the buttons' ids, as everywhere; nothing is changed until it is filed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber, EpisodeSpan, read_span
from bot.errors import Mistake
from bot.feeds.articles import filled
from bot.matching import Placed, Unplaced, place_review
from bot.neutral import neutral
from bot.shows import LONGEST_NAME, Show
from bot.spoilers import veil_pages
from bot.storage import deliveries, queue, review_filing, shows
from bot.storage.deliveries import GivenUp
from bot.storage.queue import Entry
from bot.storage.review_filing import Filed
from bot.ui.choosing import MOST_CHOICES, followed_shows, guild_of, show_options
from bot.ui.failures import AnsweringItem
from bot.ui.forms import Field, form
from bot.ui.layouts import PAGE, Layout, link, notice, page, plain, review_head, row
from bot.ui.replying import reply
from bot.ui.rights import must_manage
from bot.ui.uploading import read

if TYPE_CHECKING:
    from bot.client import LooseEnds

OTHER = "other"
"""The choice of a show that is not among those offered."""

EPISODE_FORM = re.compile(r"queue-episode:(?P<entry>\d{1,18}):(?P<show>\d{1,18})")
SHOW_FORM = re.compile(r"queue-show:(?P<entry>\d{1,18})")

_SPAN = r"(?P<span>x|\d{1,6}-\d{1,6})"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a keeper has chosen for an entry so far; show 0 is none yet."""

    show_id: int = 0
    span: EpisodeSpan | None = None

    def written(self) -> str:
        """Return it as it stands in an id."""
        return f"{self.show_id}:{_written(self.span)}"


class QueueButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=rf"queue:(?P<verb>entry|post|file|ask|drop|again|leave):(?P<id>\d{{1,18}}):(?P<show>\d{{1,18}}):{_SPAN}",
):
    """Turns the queue's pages (`entry`, `post`), or decides on what a page shows."""

    def __init__(
        self,
        verb: str,
        number: int,
        choice: Choice,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        *,
        disabled: bool = False,
    ) -> None:
        custom_id = f"queue:{verb}:{number}:{choice.written()}"
        super().__init__(ui.Button(label=label, style=style, custom_id=custom_id, disabled=disabled))
        self.verb, self.number, self.choice = verb, number, choice

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["verb"], int(match["id"]), Choice(int(match["show"]), _read(match["span"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Do what is on the button."""
        must_manage(interaction)
        database, guild_id = interaction.client.database, guild_of(interaction)
        if self.verb in ("entry", "post"):
            await show_queue(interaction, (self.verb, self.number))
        elif self.verb == "ask":
            await interaction.response.send_modal(_episode_form(self.number, self.choice))
        elif self.verb == "file":
            await _file(interaction, self.number, self.choice)
        elif self.verb == "drop":
            there = await queue.take(database, guild_id, self.number)
            await _go_on(interaction, ("entry", self.number), "It is out of the queue." if there else None)
        elif self.verb == "again":
            there = await deliveries.try_again(database, guild_id, self.number, interaction.client.clock())
            await _go_on(interaction, ("post", self.number), "It is tried again in a moment." if there else None)
        else:
            there = await deliveries.let_be(database, guild_id, self.number)
            said = "It is let be; the review is kept, and `/recap` finds it." if there else None
            await _go_on(interaction, ("post", self.number), said)


class QueueSelect(AnsweringItem, ui.DynamicItem[ui.Select[Any]], template=rf"queue-of:(?P<entry>\d{{1,18}}):{_SPAN}"):
    """Chooses the show of an entry."""

    def __init__(self, entry_id: int, span: EpisodeSpan | None, options: list[discord.SelectOption]) -> None:
        custom_id = f"queue-of:{entry_id}:{_written(span)}"
        super().__init__(ui.Select(custom_id=custom_id, placeholder="Which show is it of?", options=options))
        self.entry_id, self.span = entry_id, span

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        self = cls(int(match["entry"]), _read(match["span"]), item.options)
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the entry with the show that was picked, or ask for the title of one that is not offered."""
        must_manage(interaction)
        if self.item.values == [OTHER]:
            await interaction.response.send_modal(_show_form(self.entry_id, self.span))
            return
        show = next((s for s in await followed_shows(interaction) if [str(s.show_id)] == self.item.values), None)
        if show is None:
            raise Mistake("That show is not followed here any more.")
        await show_queue(interaction, ("entry", self.entry_id), choice=Choice(show.show_id, self.span))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (QueueButton, QueueSelect)

Place = tuple[str, int]
"""A page of the queue: `entry` or `post`, and the id of what it shows."""


async def show_queue(
    interaction: discord.Interaction[LooseEnds],
    at: Place = ("entry", 0),
    *,
    choice: Choice | None = None,
    said: str = "",
) -> None:
    """Show a page of the queue, or where that is gone the next one.

    Args:
        choice: what the keeper has chosen for the entry; else it is what was guessed.
        said: what became of the page before.
    """
    database, guild_id = interaction.client.database, guild_of(interaction)
    posts = {post.delivery_id: post for post in await deliveries.given_up(database, guild_id)}
    places: list[Place] = [("entry", entry_id) for entry_id in await queue.waiting(database, guild_id)]
    places += [("post", delivery_id) for delivery_id in posts]
    if not places:
        await _answer(interaction, notice(f"{said}\nNothing waits in the queue.".strip()))
        return
    index = next((place for place, each in enumerate(places) if each >= at), len(places) - 1)
    kind, number = places[index]
    head = f"{said}\n### In the queue: {index + 1} of {len(places)}".strip()
    turning = [QueueButton(*places[index - 1], Choice(), "Back")] if index else []
    turning += [QueueButton(*places[index + 1], Choice(), "Next")] if index + 1 < len(places) else []
    if kind == "post":
        await _answer(interaction, post_page(head, posts[number], turning))
        return
    entry = await queue.find(database, guild_id, number)
    if entry is None:  # decided between the two looks
        await show_queue(interaction, at, said=said)
        return
    chosen = choice if choice is not None and (kind, number) == at else Choice(entry.show_id or 0, entry.span)
    await _answer(interaction, entry_page(head, entry, await followed_shows(interaction), chosen, turning))


def entry_page(
    head: str, entry: Entry, followed: Sequence[Show], choice: Choice, turning: Sequence[ui.Item[Any]]
) -> Layout:
    """Return the page of a text that waits: why, where it would go, and its title behind a veil."""
    show = next((each for each in followed if each.show_id == choice.show_id), None)
    choice = Choice(show.show_id if show else 0, choice.span)
    lines = [head, entry.reason]
    lines += [f"It would be posted in <#{entry.destination.channel_id}>."] if entry.destination else []
    lines += [f"Show: {plain(show.label) if show else 'not known'} · Episode: {choice.span or 'not known'}"]
    titles = veil_pages(neutral(entry.title or ""), PAGE)
    options = show_options(followed)[: MOST_CHOICES - 1]
    for option in options:
        option.default = show is not None and option.value == str(show.show_id)
    options.append(discord.SelectOption(label="Another show", value=OTHER, description="Followed or not: by its title"))
    primary = discord.ButtonStyle.primary
    deciding = [
        QueueButton("file", entry.entry_id, choice, "File it", primary, disabled=show is None or choice.span is None),
        QueueButton("ask", entry.entry_id, choice, "Name the episode"),
        QueueButton("drop", entry.entry_id, choice, "Not a review"),
    ]
    rows = row([QueueSelect(entry.entry_id, choice.span, options)]) + row(deciding)
    rows += row([*turning, *link("Read it there", entry.url)])
    return page("\n".join(lines), titles[0] if titles else "", rows)


def post_page(head: str, post: GivenUp, turning: Sequence[ui.Item[Any]]) -> Layout:
    """Return the page of a review that could not be posted."""
    what = review_head(post.show, post.span, post.author, post.published, what="Review")
    deciding = [
        QueueButton("again", post.delivery_id, Choice(), "Try again", discord.ButtonStyle.primary),
        QueueButton("leave", post.delivery_id, Choice(), "Let it be"),
    ]
    said = f"For a week it could not be posted in <#{post.channel_id}>. Is the channel there, and may I write in it?"
    return page(f"{head}\n{said}", what, row(deciding) + row(turning))


async def name_episode(
    interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]
) -> None:
    """Take the episode that a keeper typed, and show the entry with it."""
    must_manage(interaction)
    choice = Choice(int(match["show"]), read_span(values["episode"]))
    await show_queue(interaction, ("entry", int(match["entry"])), choice=choice)


async def name_show(
    interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]
) -> None:
    """File an entry under the show that a keeper typed, which is followed from now on if it was not."""
    must_manage(interaction)
    title, span = shows.checked_name(values["title"]), read_span(values["episode"])
    await _file(interaction, int(match["entry"]), Choice(span=span), title)


async def _file(
    interaction: discord.Interaction[LooseEnds], entry_id: int, choice: Choice, title: str | None = None
) -> None:
    """Read an entry again, store it under what was chosen, claim its delivery and take it out, all or nothing."""
    database, guild_id, now = interaction.client.database, guild_of(interaction), interaction.client.clock()
    await interaction.response.defer()
    at = ("entry", entry_id)
    entry = await queue.find(database, guild_id, entry_id)
    if entry is None:
        await _go_on(interaction, at, None)
        return
    if choice.span is None:
        raise Mistake("Name the episode first.")
    review = filled(await read(entry.body.encode(), url=entry.url, title=entry.title), entry.author, entry.published)
    async with database.transaction() as transaction:
        said = None
        if await queue.take(transaction, guild_id, entry_id):
            placed = _placed(await shows.followed(transaction, guild_id), choice.show_id, title, choice.span)
            if isinstance(placed, Unplaced):
                placed = await review_filing.follow(
                    transaction, guild_id, title or "", placed.season, choice.span, now=now
                )
            filed, review_id = await review_filing.keep(
                transaction, placed, review, source_key=entry.source_key, now=now
            )
            if entry.destination is not None:
                await deliveries.claim(transaction, guild_id, review_id, entry.destination, now)
            if filed is Filed.UPDATED:
                await deliveries.mark_changed(transaction, guild_id, review_id, now)
            said = f"Filed under {plain(placed.show.label)}, episode {placed.span}."
    await _go_on(interaction, at, said)


def _placed(followed: Sequence[Show], show_id: int, title: str | None, span: EpisodeSpan) -> Placed | Unplaced:
    """Return where a keeper wants a review; it is unplaced where the title they typed is followed by no name."""
    if title is None:
        followed = [show for show in followed if show.show_id == show_id]
        if not followed:
            raise Mistake("That show is not followed here any more.")
        title = followed[0].label
    place = place_review(followed, title, None, span, chosen=True)
    if isinstance(place, Unplaced) and place.candidates:
        labels = " or ".join(plain(show.label) for show in place.candidates)
        raise Mistake(f"Which season is it? Choose {labels} among the shows offered, or name the episode in its count.")
    return place


async def _go_on(interaction: discord.Interaction[LooseEnds], at: Place, said: str | None) -> None:
    await show_queue(interaction, at, said=said or "That was decided already, by someone else.")


async def _answer(interaction: discord.Interaction[LooseEnds], layout: Layout) -> None:
    if interaction.response.is_done():
        await interaction.edit_original_response(view=layout)
    else:
        await reply(interaction, layout)


def _episode_form(entry_id: int, choice: Choice) -> ui.Modal:
    return form("Name the episode", f"queue-episode:{entry_id}:{choice.show_id}", [_episode_field(choice.span)])


def _show_form(entry_id: int, span: EpisodeSpan | None) -> ui.Modal:
    hint = "One that is not followed yet is followed from then on."
    title = Field("title", "The show’s title", hint=hint, longest=LONGEST_NAME, is_required=True)
    return form("File it under another show", f"queue-show:{entry_id}", [title, _episode_field(span)])


def _episode_field(span: EpisodeSpan | None) -> Field:
    value = str(span) if span else ""
    return Field("episode", "Episode", value, hint="Such as 13, 13.5 or 12-13.", longest=20, is_required=True)


def _written(span: EpisodeSpan | None) -> str:
    return "x" if span is None else f"{span.first.hundredths}-{span.last.hundredths}"


def _read(text: str) -> EpisodeSpan | None:
    if text == "x":
        return None
    first, _, last = text.partition("-")
    return EpisodeSpan(EpisodeNumber(int(first)), EpisodeNumber(int(last)))
