"""Discussions and schedules as they are kept: one an episode, and each statement by an index."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.errors import StorageConflict
from bot.shows import Show
from bot.storage import discussion_members, discussions, guilds, schedules, shows
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Place
from bot.storage.discussions import Discussion, Mode, Wishes
from bot.storage.migrations import load_migrations
from bot.storage.opening import open_database
from bot.storage.schedules import Schedule
from tests.aggregates.plans import plans_of, run_in, scans
from tests.world import NOW

GUILD, OTHER, CHANNEL, THREAD, MEMBER = 10, 20, 30, 40, 50


@pytest.fixture
async def show(database: Database) -> Show:
    """Return a show that the guild follows."""
    return await shows.add(database, GUILD, "Lantern Code", now=NOW)


async def claim(database: Database, show: Show, number: int = 13, mode: Mode = Mode.OPEN) -> Discussion:
    """Claim the discussion of an episode."""
    episode = EpisodeNumber.of(number)
    async with database.transaction() as transaction:
        await discussions.claim(transaction, show, episode, parent_id=CHANNEL, mode=mode, now=NOW)
    found = await discussions.find(database, show.guild_id, show.show_id, episode)
    assert found is not None
    return found


def plan(show: Show, first: int = 1, last: int = 3, **changed: object) -> Schedule:
    """Return a schedule that begins on a Friday at 18:00."""
    first_, last_ = EpisodeNumber.of(first), EpisodeNumber.of(last)
    zone = ZoneInfo("Europe/Berlin")
    week = timedelta(days=7)
    schedule = Schedule(show, CHANNEL, first_, last_, date(2026, 1, 2), time(18), zone, week)
    return replace(schedule, **changed)  # type: ignore[arg-type]


async def test_claims_at_once_are_one_discussion(database: Database, show: Show) -> None:
    claimed = await asyncio.gather(*(claim(database, show) for _ in range(5)))
    assert len({discussion.row_id for discussion in claimed}) == 1


async def test_a_show_that_is_not_followed_has_none(database: Database, show: Show) -> None:
    await shows.remove(database, GUILD, show.show_id)
    with pytest.raises(StorageConflict):
        await claim(database, show)


async def test_what_was_asked_for_anew_meanwhile_is_not_taken_for_open(database: Database, show: Show) -> None:
    old = await claim(database, show)
    anew = [
        await discussions.claim_anew(database, old, parent_id=CHANNEL + n, mode=Mode.GATED, now=NOW) for n in range(2)
    ]
    assert anew == [True, False]
    assert not await discussions.mark_open(database, old, THREAD)
    new = await claim(database, show)
    assert (new.parent_id, new.channel_id, new.mode, new.thread_id) == (CHANNEL, CHANNEL, Mode.GATED, None)
    assert await discussions.mark_open(database, new, THREAD)
    found = await discussions.at(database, GUILD, THREAD)
    assert found is not None
    assert found.episode == new.episode
    assert await discussions.at(database, OTHER, THREAD) is None


async def test_hubs_beside_one_that_opens_are_drawn_anew_also_those_that_are_being_opened(
    database: Database, show: Show
) -> None:
    for number in (1, 2, 5, 6):
        discussion = await claim(database, show, number)
        if number != 2:
            await discussions.mark_open(database, discussion, THREAD + number)
        await discussions.HUBS.mark_posted(database, discussion, Place(CHANNEL, number), NOW)
    for row in await database.fetch("SELECT discussion_id FROM discussions"):
        await database.execute(
            "UPDATE discussions SET shown_version = version WHERE discussion_id = $1", row["discussion_id"]
        )
    await discussions.mark_open(database, await claim(database, show, 4), THREAD)
    stale = await database.fetch(
        "SELECT episode FROM discussions WHERE version <> shown_version AND episode <> 400 ORDER BY episode"
    )
    assert [row["episode"] for row in stale] == [100, 200, 500]
    before, after = await discussions.beside(database, await claim(database, show, 4))
    assert (before and str(before.episode), after and str(after.episode)) == ("1", "5")


async def test_what_is_chosen_for_a_show_comes_before_what_is_chosen_for_all(database: Database, show: Show) -> None:
    of_all, of_show = (GUILD, None), (GUILD, show.show_id)
    assert await discussions.wishes(database, *of_show) == Wishes()
    await discussions.set_mode(database, *of_all, Mode.GATED, takes_out=True)
    await discussions.set_channel(database, *of_show, CHANNEL)
    assert await discussions.wishes(database, *of_show) == Wishes(CHANNEL, Mode.GATED, takes_out=True)
    assert await discussions.wishes(database, *of_all) == Wishes(None, Mode.GATED, takes_out=True)
    await discussions.set_mode(database, *of_show, Mode.OPEN, takes_out=False)
    assert await discussions.wishes(database, *of_show) == Wishes(CHANNEL, Mode.OPEN, takes_out=False)
    await discussions.set_channel(database, *of_all, CHANNEL + 1)
    await discussions.set_channel(database, *of_show, None)
    assert (await discussions.wishes(database, *of_show)).channel_id == CHANNEL + 1
    assert await discussions.wishes(database, OTHER, None) == Wishes()


async def test_threads_that_were_known_before_are_discussions_without_a_hub(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    async with open_database(url, migrations=load_migrations()[:6]) as database:
        show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
        await database.execute(
            "INSERT INTO discussions VALUES ($1, $2, 1300, $3, $4, 5)", GUILD, show.show_id, CHANNEL, THREAD
        )
    async with open_database(url) as database:
        found = await discussions.at(database, GUILD, THREAD)
        assert found is not None
        assert (found.show.label, str(found.episode), found.parent_id) == ("Lantern Code", "13", CHANNEL)
        assert (found.message_id, found.is_wanted, found.mode) == (None, False, Mode.OPEN)
        assert await discussions.HUBS.take_due(database, NOW, most=50) == []


async def test_what_came_due_while_the_bot_was_away_opens_one(database: Database, show: Show) -> None:
    await schedules.begin(database, plan(show, last=12))
    opened: list[str] = []

    async def note(_: Transaction, schedule: Schedule) -> None:
        opened.append(str(schedule.next_episode))

    for _ in range(2):
        await schedules.open_due(database, datetime(2026, 3, 1, tzinfo=UTC), note)
    assert opened == ["1"]
    (left,) = await schedules.of_guild(database, GUILD)
    assert (str(left.next_episode), left.day) == ("2", date(2026, 3, 6))


async def test_of_two_who_resume_at_once_the_second_takes_nothing_back(database: Database, show: Show) -> None:
    await schedules.begin(database, plan(show))
    schedule = await schedules.of_show(database, GUILD, show.show_id)
    assert schedule is not None
    assert await schedules.pause(database, schedule)
    now = datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert await schedules.resume(database, schedule, now) is not None

    async def note(_: Transaction, due: Schedule) -> None:
        pass

    await schedules.open_due(database, datetime(2026, 1, 3, tzinfo=UTC), note)
    assert await schedules.resume(database, schedule, now) is None
    (left,) = await schedules.of_guild(database, GUILD)
    assert str(left.next_episode) == "2"


async def test_what_fails_to_open_leaves_the_schedule_as_it_was(database: Database, show: Show) -> None:
    await schedules.begin(database, plan(show))

    async def fail(_: Transaction, schedule: Schedule) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await schedules.open_due(database, datetime(2026, 1, 3, tzinfo=UTC), fail)
    (left,) = await schedules.of_guild(database, GUILD)
    assert (str(left.next_episode), left.day) == ("1", plan(show).day)


async def test_the_zone_of_a_guild_is_utc_until_it_is_chosen(database: Database) -> None:
    assert (await guilds.time_zone(database, GUILD)).key == "UTC"
    await guilds.set_time_zone(database, GUILD, ZoneInfo("Asia/Tokyo"))
    assert (await guilds.time_zone(database, GUILD)).key == "Asia/Tokyo"
    assert (await guilds.settings(database, GUILD)).notices_channel_id is None


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"])
SHOW = Show(1, GUILD, "Lantern Code")


@given(ZONES, st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.times(), st.integers(1, 60), st.integers(0, 900))
def test_the_next_one_is_always_to_come_and_on_a_day_of_the_pace(
    zone: str, day: date, hour: time, every: int, passed: int
) -> None:
    hour = hour.replace(second=0, microsecond=0)
    schedule = plan(SHOW, day=day, hour=hour, zone=ZoneInfo(zone), every=timedelta(days=every))
    now = schedule.next_at.astimezone(UTC) + timedelta(days=passed)
    later = schedule.after(now)
    assert later.next_at > now
    assert (later.day - day).days % every == 0
    assert later.next_at.astimezone(UTC) - now <= timedelta(days=every, hours=2)
    assert later.hour == hour


async def test_every_statement_of_discussions_finds_its_rows_by_an_index(database: Database, show: Show) -> None:
    where = (GUILD, show.show_id)

    async def note(transaction: Transaction, schedule: Schedule) -> None:
        await discussions.changed(transaction, *where, schedule.next_episode)

    async with run_in(database) as statements:
        discussion = await claim(database, show, mode=Mode.GATED)
        await discussions.HUBS.take_due(database, NOW, most=50)
        await discussions.HUBS.take(database, discussion.row_id, NOW)
        await discussions.HUBS.begin(database, discussion, NOW)
        await discussions.mark_open(database, discussion, THREAD)
        await discussions.HUBS.mark_posted(database, discussion, Place(CHANNEL, 1), NOW)
        await discussions.at(database, GUILD, THREAD)
        await discussions.beside(database, discussion)
        await discussion_members.let_in(database, discussion.row_id, MEMBER)
        await discussion_members.send_out(database, *where, MEMBER, EpisodeNumber.of(2))
        (left,) = await discussion_members.leaving(database, NOW, most=5)
        await discussion_members.put_off_leaving(database, left, NOW)
        await discussion_members.mark_out(database, left)
        await discussions.set_channel(database, *where, CHANNEL)
        await discussions.set_mode(database, *where, Mode.GATED, takes_out=True)
        await discussions.wishes(database, *where)
        assert await discussions.is_chosen(database, GUILD, CHANNEL)
        assert await discussions.lost_flag(database, GUILD, CHANNEL, is_there=False)
        await discussions.claim_anew(database, discussion, parent_id=CHANNEL, mode=Mode.OPEN, now=NOW)
        assert await schedules.begin(database, plan(show))
        await schedules.of_guild(database, GUILD)
        await schedules.open_due(database, datetime(2026, 1, 3, tzinfo=UTC), note)
        schedule = await schedules.of_show(database, *where)
        assert schedule is not None
        await schedules.pause(database, schedule)
        await schedules.resume(database, schedule, NOW)
        await schedules.end(database, schedule)
    assert len(statements) > 25
    steps = await plans_of(database, statements)
    assert scans(steps, ()) == set()
    for index in ("discussions_due", "discussions_by_thread", "discussion_members_leaving", "discussion_schedules_due"):
        assert index in " ".join(steps)
