"""`/recap`: the recap of an episode, behind a veil."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber, EpisodeRequest, read_request
from bot.gate import Sight, Viewer
from bot.shows import Covered, Show, choose_episode, write_covered
from bot.storage import reviews
from bot.storage.reviews import ReviewHead
from bot.ui import reading, replying
from bot.ui.choosing import complete_episode, complete_show, goes_on, read_written, show_or_ask, write_request
from bot.ui.layouts import Layout, notice, plain, row


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
        asked = f"{write_request(request)}:{int(private)}"
        meant = await show_or_ask(interaction, show, "recap", asked, season=request.season)
        if meant is not None:
            await answer_recap(interaction, meant, request, private=private)


@goes_on("recap")
async def _picked(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    request, _, private = asked.partition(":")
    await answer_recap(interaction, show, read_written(request), private=private == "1")


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
        await replying.reply(interaction, no_recap(show, number, heads, viewer))
        return
    review, viewer = await reading.found(interaction, alike[0].review_id)
    last = review.head.span.last
    if private:
        await reading.show_section(interaction, review.head.review_id, reading.first_section(review), 0)
    elif viewer.is_told_of(last) or viewer.sight(last) is Sight.VEILED:
        await replying.post(interaction, reading.card(review, alike, viewer.gate))
    else:
        asked = reading.question(review, reading.Section.RECAP, 0, viewer, reading.Wanted.POST)
        await replying.reply(interaction, asked)


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
    """Add the cog, and the buttons and the select that answer on messages of any age."""
    bot.add_dynamic_items(*reading.ITEMS)
    await bot.add_cog(Recaps())
