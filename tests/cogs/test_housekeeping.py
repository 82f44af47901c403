"""What a running bot does for itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.storage import shows
from bot.storage.backups import Plan, look_through
from bot.storage.database import Database
from bot.storage.opening import open_database
from cogs.housekeeping import Housekeeping
from tests.cogs.posting import HEAD, cards, claim
from tests.world import NOW, World, data_folder


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


async def test_a_backup_is_taken_once_a_day_however_often_the_bot_is_started(
    world: World, database: Database, tmp_path: Path
) -> None:
    live = tmp_path / data_folder(tmp_path).rpartition("/")[2]
    plan = Plan(live, tmp_path / "kept", keep=2)
    await shows.add(database, world.guild.id, "Lantern Code", now=NOW)
    newest = live
    for days, due in ((0.0, True), (0.5, False), (0.6, True), (1.0, True)):
        world.clock.ahead += timedelta(days=days)
        for _ in range(2):
            bot = world.new_bot()
            bot.backups = plan
            await Housekeeping(bot).back_up_if_due()
        assert (files_in(plan.folder)[-1] != newest) is due
        newest = files_in(plan.folder)[-1]
    assert len(files_in(plan.folder)) == 2
    look_through(newest)
    async with open_database(f"sqlite:///{newest}") as copy:
        assert [show.title for show in await shows.followed(copy, world.guild.id)] == ["Lantern Code"]


async def test_a_backup_that_a_clock_which_was_ahead_took_puts_none_off(world: World, tmp_path: Path) -> None:
    live = tmp_path / data_folder(tmp_path).rpartition("/")[2]
    bot = world.new_bot()
    bot.backups = Plan(live, tmp_path / "kept", keep=9)
    for ahead, backups in ((timedelta(days=400), 1), (timedelta(), 2), (timedelta(hours=1), 2)):
        world.clock.ahead = ahead
        await Housekeeping(bot).back_up_if_due()
        assert len(files_in(tmp_path / "kept")) == backups


async def test_what_a_clock_that_was_ahead_put_off_is_done_once_it_is_right(world: World) -> None:
    world.clock.ahead = timedelta(days=400)
    await claim(world)  # due in 400 days, by the clock that is right
    world.clock.ahead = timedelta()
    await world.later()
    assert cards(world.channel) == []
    await world.env.advance_time(301)
    assert cards(world.channel) == [f"{HEAD} 13"]


async def test_a_clock_that_is_set_on_and_back_loses_and_doubles_nothing(world: World) -> None:
    await claim(world)
    await world.later()
    for days in (400, 0, -400, 0):
        world.clock.ahead = timedelta(days=days)
        await world.env.advance_time(320)
    assert cards(world.channel) == [f"{HEAD} 13"]
