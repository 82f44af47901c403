"""Rating an episode: which one, the ten buttons, and the way back, for one member alone.

Who rates has watched the episode, so nothing is asked first, and nothing of anyone else's rating is shown. Progress
stays what the member said it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import Mistake, StorageConflict
from bot.ratings import BEST
from bot.shows import Show
from bot.storage import polls, ratings
from bot.ui.choosing import MOST_CHOICES, followed_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, notice, plain, row
from bot.ui.reading import found
from bot.ui.replying import reply

if TYPE_CHECKING:
    from bot.client import LooseEnds

_A_ROW = 5
"""Buttons that a row takes, by Discord's reference of components."""


class RateButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"rate:(?P<review>\d{1,18})"):
    """Asks the member who presses it how the episode of a review was."""

    def __init__(self, review_id: int, label: str) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"rate:{review_id}"))
        self.review_id = review_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["review"]), "…")

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Ask for the rating, or first for the episode where the review is of several."""
        review, _ = await found(interaction, self.review_id)
        span = review.head.span
        if span.first == span.last:
            await ask(interaction, review.show, span.last)
        else:
            await reply(interaction, which_episode(review.show, span))


class EpisodeSelect(AnsweringItem, ui.DynamicItem[ui.Select[Any]], template=r"rate-which:(?P<show>\d{1,18})"):
    """Asks which of several episodes is rated."""

    def __init__(self, show_id: int, options: list[discord.SelectOption]) -> None:
        super().__init__(ui.Select(custom_id=f"rate-which:{show_id}", placeholder="Episode", options=options))
        self.show_id = show_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        self = cls(int(match["show"]), item.options)
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Ask for the rating of the episode that was picked."""
        show = await followed_show(interaction, self.show_id)
        await ask(interaction, show, EpisodeNumber.parse(self.item.values[0] if self.item.values else ""))


class ScoreButton(
    AnsweringItem,
    ui.DynamicItem[ui.Button[Any]],
    template=r"score:(?P<show>\d{1,18}):(?P<episode>\d{1,6}):(?P<score>\d{1,3})",
):
    """One of the ten ratings."""

    def __init__(self, show_id: int, episode: EpisodeNumber, score: int, *, chosen: bool = False) -> None:
        style = discord.ButtonStyle.primary if chosen else discord.ButtonStyle.secondary
        custom_id = f"score:{show_id}:{episode.hundredths}:{score}"
        super().__init__(ui.Button(label=str(score), style=style, custom_id=custom_id))
        self.show_id, self.episode, self.score = show_id, episode, score

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]), EpisodeNumber(int(match["episode"])), int(match["score"]))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Note the rating, and say what it was before."""
        await rate(interaction, await followed_show(interaction, self.show_id), self.episode, self.score)


class RemoveRatingButton(
    AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"unrate:(?P<show>\d{1,18}):(?P<episode>\d{1,6})"
):
    """Drops the member's rating."""

    def __init__(self, show_id: int, episode: EpisodeNumber) -> None:
        super().__init__(ui.Button(label="Remove my rating", custom_id=f"unrate:{show_id}:{episode.hundredths}"))
        self.show_id, self.episode = show_id, episode

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(int(match["show"]), EpisodeNumber(int(match["episode"])))

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Drop the rating, and say whether there was one."""
        show = await followed_show(interaction, self.show_id)
        database, member_id = interaction.client.database, interaction.user.id
        there = await ratings.remove(database, show.guild_id, show.show_id, self.episode, member_id)
        said = "Your rating is removed." if there else "There was no rating of yours."
        await reply(interaction, await ballot_if_open(interaction, show, self.episode, None, said))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (RateButton, EpisodeSelect, ScoreButton, RemoveRatingButton)


def which_episode(show: Show, span: EpisodeSpan) -> Layout:
    """Return the question which episode of a span is rated, with a select of the last of them."""
    numbers = span.numbers()
    offered = [discord.SelectOption(label=f"Episode {n}", value=str(n)) for n in numbers[-MOST_CHOICES:]]
    more = f" Here are the last {MOST_CHOICES} of the review’s episodes." if len(numbers) > MOST_CHOICES else ""
    question = f"**Which episode of {plain(show.label)} do you rate?**{more}"
    return notice(question, *row([EpisodeSelect(show.show_id, offered)]))


def ballot(show: Show, episode: EpisodeNumber, score: int | None, said: str = "") -> Layout:
    """Return the question how an episode was, with the ten ratings, the member's own among them set off.

    Args:
        score: the member's own rating, which can be removed; None where there is none.
        said: what has just been done, to stand first.
    """
    lines = [
        *([said] if said else []),
        f"**How was episode {episode} of {plain(show.label)}?**",
        "-# Nobody else is shown your rating.",
    ]
    rows = score_rows(show, episode, score)
    rows += row([RemoveRatingButton(show.show_id, episode)]) if score is not None else []
    return notice("\n".join(lines), *rows)


async def ballot_if_open(
    interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, score: int | None, said: str
) -> Layout:
    """Return the `ballot`, or after the episode's poll has closed what is left: a rating can still be removed."""
    database, now = interaction.client.database, interaction.client.clock()
    if not await polls.is_closed(database, show.guild_id, show.show_id, episode, now):
        return ballot(show, episode, score, said)
    closed = f"{said} The poll of episode {episode} is closed; it takes no more ratings.".lstrip()
    return notice(closed, *row([RemoveRatingButton(show.show_id, episode)] if score is not None else []))


def receipt(show: Show, episode: EpisodeNumber, said: str) -> Layout:
    """Return what a member is told who has pressed on a poll, which has the ten ratings itself."""
    about = f"-# Episode {episode} of {plain(show.label)}. Nobody else is shown your rating."
    return notice(f"{said}\n{about}", *row([RemoveRatingButton(show.show_id, episode)]))


def score_rows(show: Show, episode: EpisodeNumber, score: int | None) -> list[ui.ActionRow[Any]]:
    """Return the ten ratings in two rows, one of them set off."""
    scores = [ScoreButton(show.show_id, episode, n, chosen=n == score) for n in range(1, BEST + 1)]
    return [*row(scores[:_A_ROW]), *row(scores[_A_ROW:])]


async def rate(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, score: int) -> None:
    """Note a member's rating, and tell them alone, with what it was before.

    Raises:
        Mistake: it is none from 1 to 10, the show is not followed any more, or the episode's poll is closed.
    """
    if not 1 <= score <= BEST:
        raise Mistake(f"A rating is a number from 1 to {BEST}.")
    client, member_id = interaction.client, interaction.user.id
    try:
        before = await ratings.rate(
            client.database, show.guild_id, show.show_id, episode, member_id, score, client.clock()
        )
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
    earlier = "" if before in (None, score) else f" Before, it was {before}."
    said = f"Noted: {score} of {BEST}.{earlier}"
    on_poll = interaction.message is not None and not interaction.message.flags.ephemeral
    await reply(interaction, receipt(show, episode, said) if on_poll else ballot(show, episode, score, said))


async def ask(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    """Ask a member how an episode was, and say what they gave it before."""
    database, member_id = interaction.client.database, interaction.user.id
    score = await ratings.of_member(database, show.guild_id, show.show_id, episode, member_id)
    said = "" if score is None else f"You gave it {score} of {BEST}."
    await reply(interaction, await ballot_if_open(interaction, show, episode, score, said))
