"""Schedules of discussions, as hosts begin, list, pause and end them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import discord
from discord import app_commands

from bot.episodes import EpisodeSpan, read_span
from bot.errors import Mistake, StorageConflict
from bot.moments import read_hour
from bot.shows import Show
from bot.storage import discussions, guilds, schedules
from bot.storage.schedules import Schedule
from bot.ui.choosing import MOST_CHOICES, guild_of
from bot.ui.discussions import parent_for
from bot.ui.layouts import notice, plain
from bot.ui.replying import reply
from bot.ui.rights import must_host, must_manage

if TYPE_CHECKING:
    from bot.client import LooseEnds

MOST_LISTED = 10
"""Schedules in a list, of some 350 characters each at the most."""


async def begin_schedule(
    interaction: discord.Interaction[LooseEnds], show: Show, episodes: str, starts: str, every: int
) -> None:
    """Have the discussions of some episodes opened one after the other.

    Args:
        episodes: the first and the last, such as `1-12`.
        starts: the day and the hour of the first, in the guild's time zone.
        every: days between two.

    Raises:
        Mistake: the member is no host, something is not to be read, or the show has a schedule.
    """
    await must_host(interaction)
    database, now = interaction.client.database, interaction.client.clock()
    span = read_span(episodes)
    zone = await guilds.time_zone(database, show.guild_id)
    first = read_hour(starts, now, zone)
    mode = (await discussions.wishes(database, show.guild_id, show.show_id)).mode
    parent = await parent_for(interaction, show, mode)
    schedule = Schedule(show, parent.id, span.first, span.last, first.date(), first.time(), zone, timedelta(days=every))
    try:
        begun = await schedules.begin(database, schedule)
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
    if not begun:
        raise Mistake(f"{plain(show.label)} has a schedule already. `/discussions end` ends it.")
    zones = "" if zone.key != "UTC" else "\n-# Hours are in UTC here; `/discussions timezone` chooses another zone."
    await reply(interaction, notice(f"Planned.\n{_line(schedule)}{zones}"))


async def list_schedules(interaction: discord.Interaction[LooseEnds]) -> None:
    """Answer privately with the guild's schedules."""
    found = await schedules.of_guild(interaction.client.database, guild_of(interaction))
    if not found:
        none = "No discussions are planned here."
        await reply(
            interaction, notice(f"{none} `/discussions schedule` opens those of several episodes one after another.")
        )
        return
    lines = [_line(schedule) for schedule in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        lines.append(f"-# And {len(found) - MOST_LISTED} more.")
    await reply(interaction, notice("\n".join(lines)))


async def pause_schedule(interaction: discord.Interaction[LooseEnds], show: Show) -> None:
    """Have the schedule of a show rest.

    Raises:
        Mistake: the member is no host, or there is none that runs.
    """
    await must_host(interaction)
    schedule = await _of(interaction, show)
    if not await schedules.pause(interaction.client.database, schedule):
        raise Mistake(f"The schedule of {plain(show.label)} rests already. `/discussions resume` goes on with it.")
    await reply(interaction, notice(f"It rests. `/discussions resume` goes on with episode {schedule.next_episode}."))


async def resume_schedule(interaction: discord.Interaction[LooseEnds], show: Show) -> None:
    """Go on with the schedule of a show, at the next day of its pace.

    Raises:
        Mistake: the member is no host, or there is none that rests.
    """
    await must_host(interaction)
    schedule = await _of(interaction, show)
    later = await schedules.resume(interaction.client.database, schedule, interaction.client.clock())
    if later is None:
        raise Mistake(f"The schedule of {plain(show.label)} runs.\n{_line(schedule)}")
    await reply(interaction, notice(f"It goes on.\n{_line(later)}"))


async def end_schedule(interaction: discord.Interaction[LooseEnds], show: Show) -> None:
    """End the schedule of a show; what is open stays.

    Raises:
        Mistake: the member is no host, or there is none.
    """
    await must_host(interaction)
    schedule = await _of(interaction, show)
    await schedules.end(interaction.client.database, schedule)
    left = EpisodeSpan(schedule.next_episode, schedule.last_episode)
    said = f"Ended: {left.label} of {plain(show.label)} will not be opened. What is open stays."
    await reply(interaction, notice(said))


async def choose_time_zone(interaction: discord.Interaction[LooseEnds], name: str) -> None:
    """Choose the time zone in which the guild's hours are meant; schedules that run keep theirs.

    Raises:
        Mistake: the member does not manage the guild, or there is no such zone.
    """
    await reply(interaction, notice(await settle_time_zone(interaction, name)))


async def settle_time_zone(interaction: discord.Interaction[LooseEnds], name: str) -> str:
    """Choose as `choose_time_zone`, and return what is said of it."""
    must_manage(interaction)
    known = {zone.casefold(): zone for zone in available_timezones()}
    found = known.get(name.strip().casefold().replace(" ", "_"))
    if found is None:
        raise Mistake("There is no such time zone. Pick one that is offered while you type, such as `Europe/Berlin`.")
    zone = ZoneInfo(found)
    await guilds.set_time_zone(interaction.client.database, guild_of(interaction), zone)
    now = interaction.client.clock().astimezone(zone)
    return f"Hours are in {zone.key} from now on, where it is {now:%H:%M}. Schedules that run keep the one they have."


async def complete_time_zone(_: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[str]]:
    """Offer the time zones whose name holds what is typed."""
    typed = current.strip().casefold().replace(" ", "_")
    found = sorted(zone for zone in available_timezones() if typed in zone.casefold())
    return [app_commands.Choice(name=zone, value=zone) for zone in found[:MOST_CHOICES]]


async def _of(interaction: discord.Interaction[LooseEnds], show: Show) -> Schedule:
    schedule = await schedules.of_show(interaction.client.database, show.guild_id, show.show_id)
    if schedule is None:
        raise Mistake(f"No discussions of {plain(show.label)} are planned. `/discussions schedule` plans some.")
    return schedule


def _line(schedule: Schedule) -> str:
    span = EpisodeSpan(schedule.next_episode, schedule.last_episode)
    pace = "every day" if schedule.every.days == 1 else f"every {schedule.every.days} days"
    rests = ", and rests" if schedule.is_paused else f": {discord.utils.format_dt(schedule.next_at, 'F')} the next one"
    return (
        f"**{plain(schedule.show.label)}**, {span.label}, in <#{schedule.channel_id}>, {pace} at"
        f" {schedule.hour:%H:%M} ({schedule.zone.key}){rests}."
    )
