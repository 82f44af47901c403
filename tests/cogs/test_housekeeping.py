"""What a running bot does for itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.storage import shows
from bot.storage.backups import Plan, look_through
from bot.storage.database import Database
from bot.storage.opening import open_database
from cogs.housekeeping import Housekeeping
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
