"""Schedules: discussions open one after the other, at the guild's own hour, and never in a burst."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.episodes import EpisodeNumber
from bot.storage import schedules, shows
from bot.storage.schedules import Schedule
from tests.cogs.posting import may, notices
from tests.cogs.rooms import HEAD, Rooms, open_rooms
from tests.world import World, count, text

FRIDAY = datetime(2026, 1, 2, 18, tzinfo=UTC)


@pytest.fixture
async def rooms(world: World) -> Rooms:
    """Return a guild with a show and a host."""
    return await open_rooms(world)


async def until(rooms: Rooms, moment: datetime) -> None:
    """Go on to a moment."""
    await rooms.later(seconds=(moment - rooms.world.clock()).total_seconds())


def stamp(moment: datetime) -> str:
    """Return a moment as Discord writes it for each reader."""
    return f"<t:{int(moment.timestamp())}:F>"


async def test_an_episode_opens_each_friday_until_the_last(rooms: Rooms) -> None:
    said = await rooms.ask("schedule", episodes="1-3", starts="Friday 18:00")
    assert f"Episodes 1–3, in <#{rooms.world.channel.id}>, every 7 days at 18:00 (UTC)" in said
    assert stamp(FRIDAY) in said
    assert "`/discussions timezone`" in said
    await until(rooms, FRIDAY.replace(hour=17, minute=59))
    assert rooms.threads() == []
    for week in range(3):
        await until(rooms, FRIDAY.replace(day=2 + 7 * week))
        assert rooms.threads() == [f"{HEAD} {number}" for number in range(1, week + 2)]
    assert "No discussions are planned" in await rooms.ask("list")
    await rooms.later(days=30)
    assert len(rooms.threads()) == 3


async def test_after_downtime_one_opens_and_the_others_keep_the_pace(rooms: Rooms) -> None:
    await rooms.ask("schedule", episodes="1-12", starts="Friday 18:00")
    await until(rooms, FRIDAY)
    world = rooms.world
    await world.env.restart_bot(world.new_bot(cogs=()))
    world.clock.ahead += timedelta(days=25)
    await world.env.restart_bot(world.new_bot())
    await rooms.wait()
    assert rooms.threads() == [f"{HEAD} 1", f"{HEAD} 2"]
    assert stamp(FRIDAY.replace(day=30)) in await rooms.ask("list")
    await until(rooms, FRIDAY.replace(day=30))
    assert rooms.threads()[2:] == [f"{HEAD} 3"]


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        # The clocks go forward on the 29th of March, and back on the 25th of October.
        ("Europe/Berlin", datetime(2026, 3, 27, 17, tzinfo=UTC), datetime(2026, 4, 3, 16, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 23, 16, tzinfo=UTC), datetime(2026, 10, 30, 17, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 4, 3, 9, tzinfo=UTC)),
    ],
)
async def test_eighteen_stays_eighteen_when_the_clocks_change(
    rooms: Rooms, zone: str, first: datetime, second: datetime
) -> None:
    assert f"Hours are in {zone} from now on" in await rooms.keep("timezone", zone=zone.lower())
    said = await rooms.ask("schedule", episodes="1-2", starts=f"{first:%Y-%m-%d} 18:00")
    assert stamp(first) in said
    assert f"at 18:00 ({zone})" in said
    await until(rooms, first)
    assert rooms.threads() == [f"{HEAD} 1"]
    assert stamp(second) in await rooms.ask("list")
    await until(rooms, second)
    assert rooms.threads() == [f"{HEAD} 1", f"{HEAD} 2"]


async def test_a_rewatch_has_a_pace_of_its_own(rooms: Rooms) -> None:
    assert "every 3 days" in await rooms.ask("schedule", episodes="5-6", starts="Friday 18:00", every=3)
    await until(rooms, FRIDAY)
    await until(rooms, FRIDAY.replace(day=5))
    assert rooms.threads() == [f"{HEAD} 5", f"{HEAD} 6"]


async def test_it_rests_and_goes_on_at_its_pace(rooms: Rooms) -> None:
    await rooms.ask("schedule", episodes="1-3", starts="Friday 18:00")
    await until(rooms, FRIDAY)
    assert "goes on with episode 2" in await rooms.ask("pause")
    assert "rests already" in await rooms.ask("pause")
    await rooms.later(days=20)
    assert len(rooms.threads()) == 1
    assert "and rests." in await rooms.ask("list")
    assert stamp(FRIDAY.replace(day=23)) in await rooms.ask("resume")
    assert "runs" in await rooms.ask("resume")
    await until(rooms, FRIDAY.replace(day=23))
    assert rooms.threads() == [f"{HEAD} 1", f"{HEAD} 2"]


async def test_it_is_ended_and_what_is_open_stays(rooms: Rooms) -> None:
    await rooms.ask("schedule", episodes="1-3", starts="Friday 18:00")
    await until(rooms, FRIDAY)
    assert "Episodes 2–3 of Lantern Code will not be opened" in await rooms.ask("end")
    assert "No discussions of Lantern Code are planned." in await rooms.ask("end")
    await rooms.later(days=30)
    assert rooms.threads() == [f"{HEAD} 1"]


async def test_one_that_is_open_already_is_not_opened_again(rooms: Rooms) -> None:
    await rooms.discuss("1")
    await rooms.ask("schedule", episodes="1-2", starts="Friday 18:00")
    await until(rooms, FRIDAY)
    assert rooms.threads() == [f"{HEAD} 1"]
    await rooms.later(days=7)
    assert rooms.threads() == [f"{HEAD} 1", f"{HEAD} 2"]


async def test_a_show_has_one_schedule_and_shows_have_their_own(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_show("Tin Sparrows")
    await rooms.ask("schedule", episodes="1-2", starts="Friday 18:00", show="Lantern Code")
    again = await rooms.ask("schedule", episodes="1-2", starts="Friday 18:00", show="Lantern Code")
    assert "has a schedule already" in again
    await rooms.ask("schedule", episodes="4", starts="Saturday 9:00", show="Tin Sparrows")
    lines = (await rooms.ask("list")).splitlines()
    assert [line.partition(",")[0] for line in lines] == ["**Lantern Code**", "**Tin Sparrows**"]
    await until(rooms, FRIDAY.replace(day=3))
    assert sorted(map(str, rooms.threads())) == ["Lantern Code · Episode 1", "Tin Sparrows · Episode 4"]


async def test_schedules_of_many_shows_are_listed_as_far_as_a_message_goes(rooms: Rooms) -> None:
    world = rooms.world
    for number in range(40):
        show = await shows.add(world.database, world.guild.id, f"{'*_' * 38} {number}", now=world.clock())
        day = world.clock().date() + timedelta(days=number + 1)
        first, last = EpisodeNumber.of(1), EpisodeNumber.of(12)
        zone, week = ZoneInfo("America/Argentina/ComodRivadavia"), timedelta(days=60)
        planned = Schedule(show, world.channel.id, first, last, day, time(18), zone, week)
        assert await schedules.begin(world.database, planned)
    said = await rooms.ask("list")
    assert len(said) <= 4_000
    listed = said.count("every 60 days")
    assert listed >= 5
    assert f"And {40 - listed} more" in said


async def test_a_schedule_that_runs_keeps_its_zone(rooms: Rooms) -> None:
    await rooms.ask("schedule", episodes="1-2", starts="Friday 18:00")
    await rooms.keep("timezone", zone="Asia/Tokyo")
    assert f"(UTC): {stamp(FRIDAY)}" in await rooms.ask("list")


async def test_gated_ones_open_gated(rooms: Rooms) -> None:
    await rooms.keep("mode", mode="gated")
    await rooms.ask("schedule", episodes="1", starts="Friday 18:00")
    await until(rooms, FRIDAY)
    await rooms.press(rooms.world.aki, "I’ve watched it")
    assert rooms.world.aki.id in rooms.members(rooms.world.channel.threads[0])


async def test_what_fails_is_told_and_the_schedule_goes_on(rooms: Rooms) -> None:
    world = rooms.world
    keepers = await notices(world)
    await rooms.ask("schedule", episodes="1-2", starts="Friday 18:00")
    may(world, world.channel, create_public_threads=False)
    await until(rooms, FRIDAY)
    (told,) = keepers.history()
    assert f"In <#{world.channel.id}> the bot lacks the right “Create Public Threads”." in text(told)
    may(world, world.channel)
    await rooms.later(days=7)
    assert sorted(map(str, rooms.threads())) == [f"{HEAD} 1", f"{HEAD} 2"]


async def test_a_show_that_goes_takes_its_schedule_along(rooms: Rooms) -> None:
    await rooms.ask("schedule", episodes="1-2", starts="Friday 18:00")
    await rooms.world.database.execute("DELETE FROM shows")
    await until(rooms, FRIDAY)
    assert await count(rooms.world, "discussion_schedules") == 0
    assert rooms.threads() == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"episodes": "one to three"}, "is not an episode number"),
        ({"starts": "soon"}, "I can’t read when that is."),
        ({"starts": "2025-12-31 18:00"}, "That has passed already; in UTC it is 2026-01-01"),
        ({"starts": "2027-12-31 18:00"}, "more than a year ahead"),
        ({"starts": "2026-02-30 18:00"}, "I can’t read when that is."),
        ({"starts": "Friday 25:00"}, "I can’t read when that is."),
    ],
)
async def test_what_can_not_be_read_is_said(rooms: Rooms, said: dict[str, str], why: str) -> None:
    asked = {"episodes": "1-3", "starts": "Friday 18:00", **said}
    assert why in await rooms.ask("schedule", None, **asked)
    assert await count(rooms.world, "discussion_schedules") == 0


async def test_only_hosts_plan(rooms: Rooms) -> None:
    aki = rooms.world.aki
    assert "“Manage Messages”" in await rooms.ask("schedule", aki, episodes="1-3", starts="Friday 18:00")
    for command in ("pause", "resume", "end"):
        assert "“Manage Messages”" in await rooms.ask(command, aki)


async def test_zones_are_offered_and_others_refused(rooms: Rooms) -> None:
    world = rooms.world
    offered = await world.keeper.autocomplete(world.channel, "discussions timezone", "zone", "new york")
    assert [choice["value"] for choice in offered] == ["America/New_York"]
    assert "There is no such time zone." in await rooms.keep("timezone", zone="Middle/Earth")
