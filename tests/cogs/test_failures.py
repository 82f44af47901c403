"""One path for errors: a sentence for a mistake, a code for the rest, and a log without what anyone wrote."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import COGS
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.world import SECRET, World, data_folder, held, open_world, options, pick, press, text

CODE = re.compile(r"\b[0-9a-f]{6}\b")


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Return the bot with a cog that fails."""
    async with open_world(database, cogs=(*COGS, "tests.cogs.failing_cog")) as built:
        yield built
        _ = built.env.errors  # looked at, and thereby expected


async def test_a_members_mistake_is_a_private_sentence_and_no_matter_for_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await world.aki.slash(world.channel, "fail", how="mistake")
    assert answer.ephemeral
    assert text(answer) == "Two is not a colour. Red would be."
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("how", "said"),
    [("bug", "Something went wrong"), ("busy", "database is busy"), ("full", "no room left")],
)
async def test_anything_else_is_a_code_that_the_log_has_too(
    world: World, caplog: pytest.LogCaptureFixture, how: str, said: str
) -> None:
    answer = await world.aki.slash(world.channel, "fail", how=how)
    assert answer.ephemeral
    assert said in text(answer)
    (code,) = CODE.findall(text(answer))
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert code in record.getMessage()
    assert f"/fail, guild {world.guild.id}" in record.getMessage()
    assert record.exc_info is not None


async def test_the_log_has_the_trace_and_not_the_words_of_a_foreign_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.aki.slash(world.channel, "fail", how="bug")
    assert "RuntimeError" in caplog.text
    assert "failing_cog.py" in caplog.text
    assert "butler" not in caplog.text


async def test_an_error_after_an_answer_is_told_in_a_second_message(world: World) -> None:
    answer = await world.aki.slash(world.channel, "fail", how="mistake", late=True)
    assert text(answer) == "At first all is well."
    (followup,) = answer.followups
    assert followup.ephemeral
    assert text(followup) == "Two is not a colour. Red would be."


async def test_a_button_is_on_the_same_path(world: World, caplog: pytest.LogCaptureFixture) -> None:
    for how, said in (("mistake", "Red would be"), ("bug", "Something went wrong"), ("fast", "in 3 seconds")):
        posted = await world.aki.slash(world.channel, "button", how=how)
        pressed = await press(world.aki, posted, "Fail")
        assert pressed.ephemeral
        assert said in text(pressed)
    assert "fail, guild" in caplog.text


async def test_a_modal_is_on_the_same_path(world: World, caplog: pytest.LogCaptureFixture) -> None:
    shown = await world.aki.slash(world.channel, "modal")
    answer = await world.aki.submit_modal(shown, {"said": f"the {SECRET} fell"})
    assert answer.ephemeral
    (code,) = CODE.findall(text(answer))
    assert code in caplog.text
    assert SECRET not in caplog.text


async def test_where_even_the_answer_fails_the_log_says_so(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.env.inject_error("POST", "/interactions/*", status=500, times=None)
    answer = await world.aki.slash(world.channel, "fail", how="mistake")
    assert not answer.acknowledged
    assert "could not be told" in caplog.text


async def test_an_interaction_that_is_too_old_is_not_called_an_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.add_review()
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    await world.aki.slash(world.channel, "recap", episode="13")
    assert "came too late for /recap" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_forged_id_of_another_guilds_review_opens_nothing(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    forger = elsewhere.add_member(world.env.create_user("forger"))
    await world.add_review()
    posted = await forger.slash(channel, "forge", review="1")
    pressed = await press(forger, posted, "Forged")
    assert text(pressed) == "That review is not kept here any more."
    picked = await pick(forger, posted, "1")
    assert text(picked) == "That review is not kept here any more."


async def test_a_forged_page_beyond_the_last_is_the_last(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    posted = await world.aki.slash(world.channel, "forge", review="1", page=9999)
    assert "Paragraph 12" in text(await press(world.aki, posted, "Forged"))


async def test_a_forged_value_that_is_no_id_is_refused(world: World) -> None:
    await world.add_review()
    posted = await world.aki.slash(world.channel, "forge", review="1; DROP TABLE reviews")
    picked = await pick(world.aki, posted, options(posted)["Forged"])
    assert "not one of the reviews here" in text(picked)


async def test_nothing_is_swallowed_when_the_database_is_gone(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.add_review()
    await world.database.close()
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert answer.ephemeral
    assert CODE.search(text(answer))


async def test_a_member_is_told_when_the_disk_is_full_and_nothing_is_half_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.add_review()
    writer = world.database._writer
    ((pages,),) = await writer.execute_fetchall("PRAGMA page_count")
    await writer.execute_fetchall(f"PRAGMA max_page_count = {pages}")
    long = "A show with a name as long as a name can be, so that it fills the pages there are"[:78]
    added = 0
    answer = await world.keeper.slash(world.channel, "show add", title="The first")
    while "follows" in text(answer):
        added += 1
        assert added < 500
        answer = await world.keeper.slash(world.channel, "show add", title=f"{added:03}{long}"[:80])
    assert "no room left" in text(answer)
    assert "StorageFull" in caplog.text
    names = await world.database.fetchval("SELECT count(*) FROM show_names")
    assert names == await world.database.fetchval("SELECT count(*) FROM shows") == added + 1
    await writer.execute_fetchall("PRAGMA max_page_count = 1000000")
    assert "follows" in text(await world.keeper.slash(world.channel, "show add", title="There is room again"))


async def test_a_member_is_told_when_another_process_holds_the_database(tmp_path: Path) -> None:
    url = data_folder(tmp_path)
    async with open_database(url, busy_timeout=0.01) as database, open_world(database) as world:
        await world.add_review()
        async with held(tmp_path):
            answer = await world.bo.slash(world.channel, "watched", episode="13")
            assert answer.ephemeral
            assert "database is busy, and nothing was changed" in text(answer)
            # Reading goes on meanwhile.
            assert "Episode 13" in text(await world.aki.slash(world.channel, "recap", episode="13"))
        assert "Noted" in text(await world.bo.slash(world.channel, "watched", episode="13"))
        _ = world.env.errors
