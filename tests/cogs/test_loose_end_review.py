"""A review's loose ends: tracked one by one from its page, or taken in by themselves where they are sure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import simcord

from bot.episodes import EpisodeNumber
from bot.reviews.model import LooseEnd
from bot.storage import review_filing, written
from bot.storage.loose_ends import hash_of
from bot.ui.raising import TrackButton
from tests.cogs.ends import add, elsewhere, host, prepared, seen, show
from tests.world import (
    NOW,
    SECRET,
    TYPED,
    World,
    buttons,
    count,
    custom_ids,
    displays,
    outside_veils,
    press,
    text,
    write,
)

WHO = f"Who lit the {SECRET}?"


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild whose members have watched some of a show."""
    return await prepared(world)


async def ends_of(
    world: World, member: simcord.MemberActor, episode: str = "9", count: int = 1
) -> simcord.InteractionResult:
    """Have a member open a review's loose ends from the recap in the channel."""
    card = await world.keeper.slash(world.channel, "recap", episode=episode)
    return await press(member, card, f"Loose ends ({count})")


async def keep_sure(world: World, *, sure: bool = True) -> None:
    answer = await world.keeper.slash(world.channel, "loose-end rules", take_sure=sure)
    assert ("comes into the ledger by itself" in text(answer)) is sure


async def test_what_a_review_leaves_open_is_tracked_from_its_page(world: World) -> None:
    await world.add_review("9")
    page = await ends_of(world, world.aki)
    assert page.ephemeral
    assert WHO in displays(page)
    tracked = await press(world.aki, page, "Track it")
    assert displays(tracked)[0].startswith("Tracked as #1.\n### Lantern Code · Episode 9")
    assert "-# tracked as #1" in displays(tracked)
    assert "Track it" not in buttons(tracked)
    sheet = await press(world.aki, tracked, "See it")
    assert "#1 · Lantern Code · Episode 9" in text(sheet)
    assert f"Raised by <@{world.aki.id}>, from the review by Mara Quill" in text(sheet)
    assert displays(await press(world.aki, sheet, "Read the review"))[-2] == WHO


async def test_who_comes_later_adds_their_voice(world: World) -> None:
    await world.add_review("5")
    await press(world.aki, await ends_of(world, world.aki, "5"), "Track it")
    page = await ends_of(world, world.bo, "5")
    pressed = await press(world.bo, page, "I want to know too")
    assert "#1 has your voice" in text(pressed)
    end = await seen(world, world.bo)
    assert end is not None
    assert (end.voices, end.has_voice) == (2, True)
    assert await count(world, "loose_ends") == 1


async def test_a_press_on_a_page_that_is_old_is_a_voice_too(world: World) -> None:
    await world.add_review("5")
    page = await ends_of(world, world.bo, "5")
    await press(world.aki, await ends_of(world, world.aki, "5"), "Track it")
    await world.env.restart_bot(world.new_bot())
    assert "#1 has your voice" in text(await press(world.bo, page, "Track it"))
    assert await count(world, "loose_ends") == 1


async def test_who_asked_for_the_veiled_text_can_track_too(world: World) -> None:
    await world.add_review("9")
    asked = await ends_of(world, world.bo)
    assert SECRET not in text(asked)
    veiled = await press(world.bo, asked, "Show it veiled")
    assert SECRET in text(veiled)
    assert SECRET not in outside_veils(veiled)
    tracked = await press(world.bo, veiled, "Track it")
    assert "Tracked as #1.\nIt shows to those who have watched Lantern Code up to episode 9" in text(tracked)
    assert SECRET not in outside_veils(tracked)
    assert "-# tracked as #1" in displays(tracked)
    assert await seen(world, world.bo) is None
    assert WHO in text(await press(world.bo, tracked, "I’ve watched it"))


async def test_who_went_back_since_they_opened_the_page_is_shown_nothing_more_of_it(world: World) -> None:
    await world.add_review("9")
    page = await ends_of(world, world.aki)
    await world.set_watched(world.aki, "4")
    tracked = await press(world.aki, page, "Track it")
    assert "Tracked as #1.\nIt shows to those who have watched" in text(tracked)
    assert SECRET not in text(tracked)


async def test_a_review_of_several_episodes_files_at_the_last(world: World) -> None:
    await world.add_review("7", last="9")
    await press(world.aki, await ends_of(world, world.aki), "Track it")
    end = await seen(world, world.aki)
    assert end is not None
    assert str(end.raised_in) == "9"


async def test_one_that_is_like_another_is_asked_about(world: World) -> None:
    await add(world, question=f"Who was it that lit the {SECRET}?")
    await world.add_review("9")
    asked = await press(world.aki, await ends_of(world, world.aki), "Track it")
    assert "**Like #1?**" in text(asked)
    await press(world.aki, asked, "It is the same")
    assert "-# tracked as #1" in displays(await ends_of(world, world.aki))
    assert "from the review by Mara Quill" in text(await show(world, world.aki))


@pytest.mark.parametrize("answer", ["It is the same", "It is new"])
async def test_one_that_is_asked_about_can_be_kept_though_its_review_is_gone(world: World, answer: str) -> None:
    await add(world, question=f"Who was it that lit the {SECRET}?")
    await world.add_review("9")
    asked = await press(world.aki, await ends_of(world, world.aki), "Track it")
    await world.database.execute("DELETE FROM reviews")
    number = 1 if answer == "It is the same" else 2
    assert f"#{number} · Lantern Code" in text(await press(world.aki, asked, answer))
    assert "a review" not in text(await show(world, world.aki, number))


async def test_many_are_paged_and_tracking_stays_on_the_page(world: World) -> None:
    ends = tuple(LooseEnd(f"Who{number} carried{number} the{number} {SECRET}{number}?") for number in range(12))
    await world.add_review("9", loose_ends=ends)
    page = await ends_of(world, world.aki, count=12)
    assert "page 1 of 3" in text(page)
    second = await press(world.aki, page, "Continue reading")
    ids = custom_ids(second, "Track it")
    assert len(ids) == 5
    assert second.response is not None
    tracked = await world.aki.click(second.response, custom_id=ids[1])
    assert "page 2 of 3" in text(tracked)
    assert f"Who6 carried6 the6 {SECRET}6?\n-# tracked as #1" in text(tracked)


async def test_what_a_review_says_no_more_is_not_tracked(world: World) -> None:
    await world.add_review("9")
    page = await ends_of(world, world.aki)
    await world.add_review("9", loose_ends=(LooseEnd("Where is the ship?"),))
    assert "does not say that any more" in text(await press(world.aki, page, "Track it"))
    assert await count(world, "loose_ends") == 0


async def test_another_guilds_review_is_not_tracked(world: World) -> None:
    await world.add_review("9")
    forger, channel = await elsewhere(world)
    planted = await world.plant(TrackButton(1, hash_of(WHO), 0, veiled=True), channel)
    answer = await forger.click(planted, label="Track it")
    assert "not kept here any more" in text(answer)
    assert SECRET not in text(answer)
    assert await count(world, "loose_ends") == 0


async def test_a_deleted_review_leaves_its_loose_ends(world: World) -> None:
    await world.add_review("9")
    await press(world.aki, await ends_of(world, world.aki), "Track it")
    async with world.database.transaction() as transaction:
        assert await written.delete(transaction, world.guild.id, 1)
    sheet = await show(world, world.aki)
    assert WHO in displays(sheet)
    assert f"Raised by <@{world.aki.id}>\n" in text(sheet)
    assert "Read the review" not in buttons(sheet)


async def test_a_review_that_moves_to_another_episode_leaves_its_loose_ends_where_they_were(world: World) -> None:
    review = await world.add_review("7")
    await press(world.aki, await ends_of(world, world.aki, "7"), "Track it")
    await review_filing.file_review(world.database, world.guild.id, review, now=NOW, episode=EpisodeNumber.of(9))
    assert "-# tracked as #1" in displays(await ends_of(world, world.aki))
    sheet = await show(world, world.aki)
    assert "#1 · Lantern Code · Episode 7" in text(sheet)
    await world.set_watched(world.bo, "7")
    behind = await show(world, world.bo)
    assert WHO in displays(behind)
    assert "Mara Quill" not in text(behind)
    assert "Read the review" not in buttons(behind)


# The sure ones, by themselves


def two(first: str = WHO, **fields: Any) -> dict[str, Any]:
    ends = (LooseEnd(first, 0.9), LooseEnd(f"Is the {SECRET} lost?", 0.5))
    assert [end.is_sure for end in ends] == [True, False]
    return {"loose_ends": ends, **fields}


async def test_only_the_sure_ones_come_in_and_only_where_the_guild_wishes(world: World) -> None:
    await world.add_review("8", **two())
    assert await count(world, "loose_ends") == 0
    await keep_sure(world)
    await world.add_review("9", **two())
    assert await count(world, "loose_ends") == 1
    sheet = await show(world, world.aki)
    assert WHO in displays(sheet)
    assert "Named in the review by Mara Quill" in text(sheet)
    assert "Still open · 0 voices" in text(sheet)
    await keep_sure(world, sure=False)
    await world.add_review("7", **two(f"What is under the {SECRET} stairs?"))
    assert await count(world, "loose_ends") == 1


async def test_a_review_that_a_member_writes_brings_its_own(world: World) -> None:
    await keep_sure(world)
    await write(world, typed={**TYPED, "discussion": f"Open questions:\n\n- Who lit the {SECRET} in the first place?"})
    sure = await world.database.fetchval("SELECT count(*) FROM review_loose_ends WHERE is_sure = 1")
    assert await count(world, "loose_ends") == sure == 1


async def test_a_review_that_changes_brings_in_only_what_is_new(world: World) -> None:
    await keep_sure(world)
    review = await world.add_review("9", **two())
    more = replace(review, loose_ends=(*review.loose_ends, LooseEnd(f"Where is the {SECRET} map?", 0.9)))
    for _ in range(2):
        await review_filing.file_review(world.database, world.guild.id, more, now=NOW)
    rows = await world.database.fetch("SELECT question FROM loose_ends ORDER BY number")
    assert [row["question"] for row in rows] == [WHO, f"Where is the {SECRET} map?"]


async def test_one_that_was_removed_does_not_come_back_with_a_review_that_changes(world: World) -> None:
    await keep_sure(world)
    await world.add_review("9", **two())
    await world.set_watched(judge := host(world), "9")
    asked = await judge.slash(world.channel, "loose-end remove", number=1)
    await press(judge, asked, "Remove it for good")
    await world.add_review("9", **two(title="Mended"))
    assert await count(world, "loose_ends") == 0


async def test_only_keepers_say_so(world: World) -> None:
    answer = await world.aki.slash(world.channel, "loose-end rules", take_sure=True)
    assert "Manage Server" in text(answer)
    await world.add_review("9", **two())
    assert await count(world, "loose_ends") == 0
