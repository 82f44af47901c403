"""`/recap`: the recap of an episode, behind a veil."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber, EpisodeRequest, read_request
from bot.gate import Sight, Viewer
from bot.shows import Covered, Show, UnclearShow, choose_episode, write_covered
from bot.storage import reviews
from bot.storage.reviews import ReviewHead
from bot.ui import reading
from bot.ui.choosing import complete_episode, complete_show, picked_show, show_options, which, which_show
from bot.ui.failures import AnsweringItem
from bot.ui.layouts import Layout, notice, plain, row


class ShowSelect(
    AnsweringItem,
    ui.DynamicItem[ui.Select[Any]],
    template=r"recap-of:(?P<number>\d{1,6}|final):(?P<private>[01])",
):
    """Asks which show a recap is wanted of, where the place it was asked in does not tell."""

    def __init__(self, request: EpisodeRequest, private: bool, options: list[discord.SelectOption]) -> None:
        number = "final" if request.number is None else request.number.hundredths
        super().__init__(ui.Select(custom_id=f"recap-of:{number}:{int(private)}", placeholder="Show", options=options))
        self.request, self.private = request, private

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the select that an old message carries."""
        assert isinstance(item, ui.Select)  # noqa: S101 - the template is of a select's custom_id alone
        number = None if match["number"] == "final" else EpisodeNumber(int(match["number"]))
        self = cls(EpisodeRequest(number), match["private"] == "1", item.options)
        self.item = item
        return self

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Answer with the recap of the show that was picked."""
        show = await picked_show(interaction, self.item)
        await answer_recap(interaction, show, self.request, private=self.private)


class Recaps(commands.Cog):
    """Recaps of episodes."""

    @app_commands.command(description="The recap of an episode, behind a spoiler tag")
    @app_commands.describe(
        episode="A number such as 13 or 13.5, or “final”",
        show="The show, where it is not the one of this channel",
        private="Show it to you alone",
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    @app_commands.guild_only()
    async def recap(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: app_commands.Range[str, 1, 100],
        show: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        """Post the recap of an episode in the channel, or show it privately."""
        request = read_request(episode)
        try:
            meant = await which_show(interaction, show, request.season)
        except UnclearShow as unclear:
            select = ShowSelect(request, private, show_options(unclear.shows))
            await interaction.response.send_message(view=which(unclear, select), ephemeral=True)
            return
        await answer_recap(interaction, meant, request, private=private)


async def answer_recap(
    interaction: discord.Interaction[LooseEnds], show: Show, request: EpisodeRequest, *, private: bool
) -> None:
    """Answer with the recap of an episode: for the channel veiled, or for the member alone as far as they watched.

    Who has said that they are not that far is asked first, wherever the recap would go; in a strict guild also who
    has said nothing.
    """
    database = interaction.client.database
    heads, viewer = await reviews.heads_of_show(database, show.guild_id, show.show_id, interaction.user.id)
    number = choose_episode(request, show, reviews.covered_by(heads))
    alike = [head for head in heads if number in head.span]
    if not alike:
        await reading.reply(interaction, no_recap(show, number, heads, viewer))
        return
    review, viewer = await reading.found(interaction, alike[0].review_id)
    last = review.head.span.last
    if private:
        await reading.show_section(interaction, review.head.review_id, reading.first_section(review), 0)
    elif viewer.is_told_of(last) or viewer.sight(last) is Sight.VEILED:
        await reading.post(interaction, reading.card(review, alike, viewer.gate))
    else:
        asked = reading.question(review, reading.Section.RECAP, 0, viewer, reading.Wanted.POST)
        await reading.reply(interaction, asked)


def no_recap(show: Show, number: EpisodeNumber, heads: list[ReviewHead], viewer: Viewer) -> Layout:
    """Return what is said where no review covers an episode: what there is, and a button to the nearest of it."""
    last = reviews.covered_by(heads).final
    if last is not None and number > last and viewer.is_told_of(last):
        lines = [f"By the reviews kept here, {plain(show.label)} has no episode {number}."]
    else:
        lines = [f"There is no recap of {plain(show.label)}, episode {number}, yet."]
    recapped = [head for head in heads if head.has_recap]
    covered: Covered = reviews.covered_by(recapped)
    if not covered.numbers:
        lines.append("No episode of it has a recap so far.")
        return notice(" ".join(lines))
    lines.append(f"Episodes with a recap: {write_covered(covered, viewer)}.")
    offered = covered.told_to(viewer)
    if not offered:
        return notice(" ".join(lines))
    nearest = min(offered, key=lambda n: (abs(n.hundredths - number.hundredths), n))
    review_id = next(head.review_id for head in recapped if nearest in head.span)
    button = reading.ReadButton(f"Recap of episode {nearest}", review_id, reading.Section.RECAP)
    return notice(" ".join(lines), *row([button]))


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons and selects that answer on messages of any age."""
    bot.add_dynamic_items(ShowSelect, *reading.ITEMS)
    await bot.add_cog(Recaps())
