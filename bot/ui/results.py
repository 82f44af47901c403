"""Looking at ratings: an episode's, a season's, one's own, and the best of all shows, each as far as the viewer may.

Whoever has rated an episode, or has watched that far, is shown how it was rated; a season and the best of all shows
are cut at what the viewer has watched. So are their own ratings, but where they have not said how far that is. What
is cut is counted, and enters no mean and no rank: from those that are shown it could be reckoned. In a strict guild
only what was watched counts, not what was rated.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot import charts
from bot.charts import SeasonPoint
from bot.episodes import EpisodeNumber
from bot.gate import Viewer
from bot.ratings import BEST, Prior, Tally, mean_difference, ranked
from bot.shows import Show
from bot.spoilers import veil
from bot.spreadsheet import as_csv
from bot.storage import polls, ratings, scores
from bot.ui.choosing import followed_show, followed_shows, guild_of
from bot.ui.layouts import Layout, counted, notice, page, plain, row
from bot.ui.paging import PageButton, count_pages, pages, turning
from bot.ui.pictures import drawn, shown
from bot.ui.rating import ballot, ballot_if_open
from bot.ui.replying import reply
from bot.ui.rights import must_host
from bot.ui.tracking import WatchedButton, then
from bot.ui.viewing import viewer_of, viewers_of
from bot.ui.watching import Change

if TYPE_CHECKING:
    from bot.client import LooseEnds

EPISODES_A_PAGE = 25
LINES_A_PAGE = 15
"""So many lines with a show's name fit into a message, with the longest names there can be."""

_NAME = 60
"""Characters of a show's name in a line."""


@pages("results")
async def _turned(interaction: discord.Interaction[LooseEnds], of: str, number: int) -> None:
    """Show a page of what a button names: of all shows the best episodes, or of a show, 0 for all, what it says."""
    what, _, show_id = of.partition(":")
    if what == "top":
        await show_top(interaction, number)
        return
    show = await followed_show(interaction, int(show_id)) if what == "season" or int(show_id) else None
    if show is not None and what == "season":
        await show_season(interaction, show, number)
    else:
        await show_own(interaction, show, number)


def results_button(label: str, what: str, show_id: int = 0) -> PageButton:
    """Return a button that opens a season (`season`), one's own ratings (`mine`) or the best of all shows (`top`)."""
    return PageButton(label, "results", f"{what}:{show_id}")


@then("ratings")
async def _watched(interaction: discord.Interaction[LooseEnds], episode: EpisodeNumber, change: Change) -> None:
    await show_episode(interaction, change.show, episode)


async def show_episode(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    """Answer privately with how an episode was rated, to those who may see it; with the count of votes to others.

    Once its poll is closed, the others may have it too, behind a veil, unless the guild is strict.
    """
    database, place = interaction.client.database, (show.guild_id, show.show_id)
    tally = await ratings.tally(database, *place, episode)
    own = await ratings.of_member(database, *place, episode, interaction.user.id)
    viewer = await viewer_of(interaction, show.show_id)
    knows = viewer.may_see(episode) or (own is not None and not viewer.is_strictly_held)
    is_closed = await polls.is_closed(database, *place, episode, interaction.client.clock())
    if tally.count and (knows or (is_closed and not viewer.is_strictly_held)):
        pictures = await drawn(lambda: charts.histogram(tally, title=show.label, subtitle=f"Episode {episode}"))
        await reply(interaction, episode_result(show, episode, tally, own, pictures, veiled=not knows), pictures)
    elif is_closed and not tally.count:
        said = f"Nobody rated episode {episode} of {plain(show.label)} before its poll closed."
        await reply(interaction, notice(said))
    elif tally.count and viewer.is_strictly_held:
        said = f"{counted(tally.count, 'member')} rated episode {episode} of {plain(show.label)}."
        held = f"{said} How they liked it is shown once you have watched it."
        await reply(interaction, notice(held, *row([WatchedButton(show.show_id, episode, "ratings")])))
    else:
        shown_to = "How they liked it is shown once you rate it, or say with `/watched` that you have watched it."
        rated = f"{counted(tally.count, 'member')} rated it. {shown_to}" if tally.count else "Nobody has rated it yet."
        await reply(interaction, ballot(show, episode, None, rated))


def episode_result(
    show: Show, episode: EpisodeNumber, tally: Tally, own: int | None, pictures: list[discord.File], *, veiled: bool
) -> Layout:
    """Return how an episode was rated.

    Args:
        own: what the viewer gave it.
        veiled: the viewer is not known to have watched it.
    """
    numbers = f"**{tally.mean:.1f}** of {BEST} on average · median {tally.median:g} · spread {tally.spread:.1f}"
    mine = f"\nYou gave it {own}." if own is not None else ""
    alt = f"Bar chart: how many gave episode {episode} of {show.label} each rating from 1 to {BEST}."
    season = [] if veiled else [results_button("The season so far", "season", show.show_id)]
    return Layout(
        ui.TextDisplay(f"### {plain(show.label)} · Episode {episode}\n{counted(tally.count, 'rating')}"),
        ui.Separator(),
        ui.TextDisplay(veil(numbers) if veiled else numbers + mine),
        *shown(pictures, alt),
        *row(season),
    )


async def show_season(interaction: discord.Interaction[LooseEnds], show: Show, number: int = 0) -> None:
    """Answer privately with how a season was rated, cut at the viewer's progress.

    Args:
        number: the page, from 0; beyond the last it is the last.
    """
    database, place = interaction.client.database, (show.guild_id, show.show_id)
    tallies = await ratings.tallies_of_show(database, *place)
    viewer = await viewer_of(interaction, show.show_id)
    seen = {episode: tally for episode, tally in tallies.items() if viewer.may_see(episode)}
    if not seen:
        await reply(interaction, await _unseen(interaction, show, list(tallies.values()), viewer))
        return
    given = await scores.of_show(database, *place)
    reviewers = {episode: fmean(given[episode]) for episode in seen if episode in given}
    number = min(number, count_pages(len(seen), EPISODES_A_PAGE) - 1)
    cut = _cut(len(tallies) - len(seen), viewer)
    points = [SeasonPoint(str(episode), tally, reviewers.get(episode)) for episode, tally in seen.items()]
    subtitle = f"Up to episode {max(seen)}"
    pictures = [] if number else await drawn(lambda: charts.season_curve(points, title=show.label, subtitle=subtitle))
    await reply(interaction, season_page(show, seen, reviewers, cut, number, pictures), pictures)


def season_page(
    show: Show,
    seen: Mapping[EpisodeNumber, Tally],
    reviewers: Mapping[EpisodeNumber, float],
    cut: str,
    number: int,
    pictures: list[discord.File],
) -> Layout:
    """Return a page of a season's ratings; on the first stands what they say together, below the curve.

    Args:
        seen: the tallies of the rated episodes that the viewer has watched, in order; at least one.
        reviewers: what reviewers gave these on average, on the scale of ten.
        cut: how many more are rated.
    """
    places = ranked(seen)
    lines = [f"### {plain(show.label)} · Ratings", f"{counted(len(seen), 'episode')} rated{cut}"]
    (best, high), (worst, low) = places[0], places[-1]
    if number == 0 and len(seen) > 1:
        lines += [f"Best: episode {best} with **{high:.1f}** · Lowest: episode {worst} with **{low:.1f}**"]
    apart = mean_difference((tally.mean or 0, reviewers[e]) for e, tally in seen.items() if e in reviewers)
    if number == 0 and apart is not None:
        both = "the one episode" if len(reviewers) == 1 else f"the {len(reviewers)} episodes"
        lines += [f"On {both} that reviewers scored too, this server rates {_apart(apart)} they do."]
    scale = f" Reviewers’ scores are put on the scale of {BEST}." if reviewers else ""
    alt = f"Chart: the mean rating of each episode of {show.label}, with its spread and how many rated it."
    return Layout(
        ui.TextDisplay("\n".join(lines)),
        *shown(pictures, alt),
        ui.TextDisplay(_table(list(seen.items())[number * EPISODES_A_PAGE :][:EPISODES_A_PAGE])),
        ui.TextDisplay(f"-# The spread is the standard deviation of the ratings.{scale}"),
        *row(turning("results", number, count_pages(len(seen), EPISODES_A_PAGE), f"season:{show.show_id}")),
    )


async def show_own(interaction: discord.Interaction[LooseEnds], show: Show | None, number: int = 0) -> None:
    """Answer privately with the viewer's own ratings against the guild's, cut at their progress where they told it.

    Args:
        show: the one to look at; None is all of them.
        number: the page, from 0; beyond the last it is the last.
    """
    database, guild_id = interaction.client.database, guild_of(interaction)
    own = await ratings.of_member_all(database, guild_id, interaction.user.id)
    compared = [
        Compared(each, episode, score, tallies[episode])
        for each in ([show] if show else await followed_shows(interaction))
        if each.show_id in own and (tallies := await ratings.tallies_of_show(database, guild_id, each.show_id))
        for episode, score in own[each.show_id].items()
        if episode in tallies  # both are looked up one after the other
    ]
    # Who has not said how far they watched a show has watched what they rated of it; a strict guild wants it said.
    viewers = await viewers_of(interaction)
    seen = [each for each in compared if viewers.of(each.show.show_id).is_told_of(each.episode)]
    cut = len(compared) - len(seen)
    beyond = viewers.of(show.show_id if show else 0).beyond
    if not seen:
        all_cut = notice(f"You rated {counted(cut, 'episode')}, all {beyond}. {_SAY}")
        await reply(interaction, all_cut if cut else await _nothing_own(interaction, show))
        return
    more = f", {cut} more {beyond}," if cut else ","
    await reply(interaction, own_page(show, seen, more, min(number, count_pages(len(seen), LINES_A_PAGE) - 1)))


@dataclass(frozen=True, slots=True)
class Compared:
    """A member's own rating of an episode, beside everyone's."""

    show: Show
    episode: EpisodeNumber
    own: int
    tally: Tally

    @property
    def pair(self) -> tuple[float, float]:
        """Their own, and the mean of all."""
        return self.own, self.tally.mean or 0

    @property
    def apart(self) -> float:
        """How far these are from each other."""
        return abs(self.pair[0] - self.pair[1])


def own_page(show: Show | None, compared: Sequence[Compared], more: str, number: int) -> Layout:
    """Return a page of a member's own ratings against the guild's; at least one is to be compared.

    Args:
        show: the one that all are of, or None for all shows.
        more: how many more they rated that are cut, between commas.
    """

    def name(each: Compared) -> str:
        return f"Episode {each.episode}" if show else f"{plain(each.show.label, _NAME)}, episode {each.episode}"

    lines = [f"### {plain(show.label) if show else 'All shows'} · Your ratings"]
    above = mean_difference(each.pair for each in compared)
    if number == 0 and above is not None:
        most = max(compared, key=lambda each: each.apart)
        rated = counted(len(compared), "episode")
        lines.append(f"You rated {rated}{more} on average {_apart(above)} everyone here, you included.")
        if round(most.apart, 1):
            lines.append(f"Most apart: {name(most)}.")
    shown_here = compared[number * LINES_A_PAGE :][:LINES_A_PAGE]
    table = [
        f"{name(each)} · you **{each.own}** · all **{each.tally.mean:.1f}** ({counted(each.tally.count, 'rating')})"
        for each in shown_here
    ]
    count, of = count_pages(len(compared), LINES_A_PAGE), f"mine:{show.show_id if show else 0}"
    return page("\n".join(lines), "\n".join(table), row(turning("results", number, count, of)))


async def show_top(interaction: discord.Interaction[LooseEnds], number: int = 0) -> None:
    """Answer privately with the best episodes over all shows, each cut at the viewer's progress.

    Args:
        number: the page, from 0; beyond the last it is the last.
    """
    database, guild_id = interaction.client.database, guild_of(interaction)
    viewers = await viewers_of(interaction)
    followed = await followed_shows(interaction)
    rated = {
        (episode, show): tally
        for show in followed
        for episode, tally in (await ratings.tallies_of_show(database, guild_id, show.show_id)).items()
    }
    # Of equals that have as many votes, the earlier episode goes first.
    seen = {
        place: rated[place]
        for place in sorted(rated, key=lambda place: place[0])
        if viewers.of(place[1].show_id).may_see(place[0])
    }
    cut = len(rated) - len(seen)
    if not seen:
        said = f"{counted(cut, 'episode')} rated here, none of them among those you have watched. {_SAY}"
        await reply(interaction, notice(said if cut else f"No episode is rated here yet. {_RATE}"))
        return
    await reply(interaction, top_page(seen, cut, min(number, count_pages(len(seen), LINES_A_PAGE) - 1)))


def top_page(seen: Mapping[tuple[EpisodeNumber, Show], Tally], cut: int, number: int) -> Layout:
    """Return a page of the best episodes, and how they were ordered.

    Args:
        seen: the tallies of the rated episodes that the viewer has watched; at least one.
        cut: how many more are rated.
    """
    prior = Prior.of(seen.values())
    places = ranked(seen, prior)
    first = number * LINES_A_PAGE
    lines = [
        f"{place}. {plain(show.label, _NAME)}, episode {episode} · **{score:.2f}**"
        f" (mean {seen[episode, show].mean:.1f}, {counted(seen[episode, show].count, 'rating')})"
        for place, ((episode, show), score) in enumerate(places[first:][:LINES_A_PAGE], first + 1)
    ]
    how = (
        "-# By the Bayesian average, which IMDb used for its Top 250: (C·m + sum of the ratings) / (C + their number)."
        f" Of what you have watched, m = {prior.mean:.2f} is the mean of all ratings, and C = {prior.votes:.1f} are the"
        " ratings an episode has."
    )
    more = f", {cut} more beyond what you have watched" if cut else ""
    return Layout(
        ui.TextDisplay(f"### The best episodes\n{counted(len(seen), 'episode')} rated{more}"),
        ui.Separator(),
        ui.TextDisplay("\n".join(lines)),
        ui.TextDisplay(how),
        *row(turning("results", number, count_pages(len(seen), LINES_A_PAGE), "top:0")),
    )


async def export(interaction: discord.Interaction[LooseEnds], show: Show | None) -> None:
    """Answer privately with a CSV of tallies, without names; in a strict guild cut at the viewer's progress.

    Raises:
        Mistake: the member is no host.
    """
    await must_host(interaction)
    database, guild_id = interaction.client.database, guild_of(interaction)
    viewers = await viewers_of(interaction)
    rated = [
        (each, episode, tally)
        for each in ([show] if show else await followed_shows(interaction))
        for episode, tally in (await ratings.tallies_of_show(database, guild_id, each.show_id)).items()
    ]
    if not rated:
        await reply(interaction, notice(f"There is nothing to export: no episode is rated yet. {_RATE}"))
        return
    told = [row for row in rated if viewers.of(row[0].show_id).may_see(row[1]) or not viewers.is_strictly_held]
    if not told:
        said = f"{counted(len(rated), 'episode')} rated here, none of them among those you have watched. {_SAY}"
        await reply(interaction, notice(said))
        return
    cut = len(rated) - len(told)
    beyond = f"{cut} more lie beyond what you have watched." if cut else "They may go beyond what you have watched."
    file = discord.File(io.BytesIO(as_csv(told)), "ratings.csv", spoiler=True)
    said = f"The ratings of {counted(len(told), 'episode')}, without names. {beyond}"
    await reply(interaction, Layout(ui.TextDisplay(said), ui.File(file, spoiler=True)), [file])


_RATE = "`/rate` rates one."
_SAY = "Say how far you have watched with `/watched` to see how they were rated so far."


async def _unseen(
    interaction: discord.Interaction[LooseEnds], show: Show, tallies: Sequence[Tally], viewer: Viewer
) -> Layout:
    """Return what is said of a season of which the viewer may see nothing: what there is, and the next step."""
    name, watched = plain(show.label), viewer.watched
    if tallies and watched is None:
        votes = counted(sum(tally.count for tally in tallies), "rating")
        return notice(f"{name}: {votes} of {counted(len(tallies), 'episode')}. {_SAY}")
    if watched is None:
        return notice(f"No episode of {name} is rated here yet. {_RATE}")
    so_far = f" up to {watched}" if tallies else ""
    said = f"No episode of {name}{so_far} is rated here yet{_cut(len(tallies), viewer)}."
    return await ballot_if_open(interaction, show, watched, None, said)


async def _nothing_own(interaction: discord.Interaction[LooseEnds], show: Show | None) -> Layout:
    """Return what is said to a member who has rated nothing, and the next step."""
    if show is None:
        button = results_button("The best episodes", "top")
        return notice(f"You have not rated an episode here yet. {_RATE}", *row([button]))
    said = f"You have not rated an episode of {plain(show.label)} yet."
    watched = (await viewer_of(interaction, show.show_id)).watched
    if watched is None:
        return notice(f"{said} {_RATE}")
    return await ballot_if_open(interaction, show, watched, None, said)


def _cut(cut: int, viewer: Viewer) -> str:
    return f", {cut} more {viewer.beyond}" if cut else ""


def _apart(difference: float) -> str:
    """Return how something rates that lies so far above something else."""
    if not round(difference, 1):
        return "as high as"
    return f"**{abs(difference):.1f}** {'higher' if difference > 0 else 'lower'} than"


def _table(rated: Sequence[tuple[EpisodeNumber, Tally]]) -> str:
    """Return episodes as lines of a table narrow enough for a phone."""
    lines = ["Episode  Ratings  Mean  Spread"]
    lines += [f"{episode!s:>7}  {tally.count:>7}  {tally.mean:>4.1f}  {tally.spread:>6.1f}" for episode, tally in rated]
    return "```\n" + "\n".join(lines) + "\n```"
