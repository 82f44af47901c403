"""`/review edit`, `delete` and `list`: by who wrote a review or keeps the server, picked by neutral words."""

from __future__ import annotations

import discord
import pytest
from discord import ui

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.gate import Viewer
from bot.storage import drafts, shows
from bot.storage.written import Listed
from bot.ui.handling import DeleteButton, label_of, offered
from bot.ui.paging import PageButton
from bot.ui.writing import AnewButton
from tests.world import (
    NOW,
    SECRET,
    TYPED,
    World,
    buttons,
    count,
    fields,
    options,
    outside_veils,
    pick,
    press,
    text,
    write,
)  # fmt: skip


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows a show, of which aki has written a review."""
    await world.add_show("Lantern Code")
    await write(world)
    return world


async def deliver(world: World, review_id: int = 1) -> int:
    """Post a message for a review's delivery, and return its id."""
    message = await world.plant(ui.Button(label=SECRET, custom_id="some"))
    await world.database.execute(
        "UPDATE deliveries SET state = 'posted', place_id = channel_id, message_id = $2 WHERE review_id = $1",
        review_id,
        message.id,
    )
    return message.id


async def choices(world: World, who: str = "aki", command: str = "delete", typed: str = "") -> dict[str, str]:
    """Return the reviews that a member is offered: what is on them, and their values."""
    found = await getattr(world, who).autocomplete(world.channel, f"review {command}", "review", typed)
    return {choice["name"]: choice["value"] for choice in found}


async def test_an_edit_opens_with_what_is_stored_and_marks_what_is_posted(world: World) -> None:
    await deliver(world)
    form = await world.aki.slash(world.channel, "review edit", review="1")
    assert fields(form) == TYPED
    answer = await world.aki.submit_modal(form, {**TYPED, "recap": "All new.", "score": ""})
    assert "Changed" in text(answer)
    row = await world.database.fetchrow("SELECT author, written_by, score_value, is_final FROM reviews")
    assert row is not None
    assert tuple(row) == ("aki", world.aki.id, None, 0)
    assert await world.database.fetchval("SELECT body FROM review_parts WHERE kind = 'recap'") == "All new."
    assert await world.database.fetchval("SELECT is_stale FROM deliveries") == 1
    assert (await count(world, "reviews"), await count(world, "deliveries")) == (1, 1)


async def test_an_edit_elsewhere_does_not_post_it_there_too(world: World) -> None:
    other = world.guild.create_text_channel("elsewhere")
    form = await world.aki.slash(other, "review edit", review="1")
    await world.aki.submit_modal(form, {**TYPED, "score": ""})
    rows = await world.database.fetch("SELECT channel_id FROM deliveries")
    assert [row["channel_id"] for row in rows] == [world.channel.id]


async def test_an_edit_that_changes_nothing_changes_nothing(world: World) -> None:
    await deliver(world)
    form = await world.aki.slash(world.channel, "review edit", review="No. 1")
    assert "stored just like that already" in text(await world.aki.submit_modal(form, fields(form)))
    assert await world.database.fetchval("SELECT is_stale FROM deliveries") == 0


async def test_a_review_under_the_wrong_episode_can_be_moved(world: World) -> None:
    form = await world.aki.slash(world.channel, "review edit", review="1", episode="12")
    await world.aki.submit_modal(form, fields(form))
    assert await world.database.fetchval("SELECT first_episode FROM reviews") == 1200


async def test_a_keeper_edits_anothers_review_which_stays_theirs(world: World) -> None:
    await world.set_watched(world.keeper, "13")
    form = await world.keeper.slash(world.channel, "review edit", review="1")
    await world.keeper.submit_modal(form, {**TYPED, "closing": ""})
    row = await world.database.fetchrow("SELECT author, written_by FROM reviews")
    assert row is not None
    assert tuple(row) == ("aki", world.aki.id)


@pytest.mark.parametrize("command", ["edit", "delete"])
async def test_nobody_else_gets_at_it(world: World, command: str) -> None:
    answer = await world.bo.slash(world.channel, f"review {command}", review="1")
    assert answer.modal is None
    assert "Only the member who wrote that review" in text(answer)
    assert SECRET not in text(answer)
    assert await choices(world, "bo", command) == {}


async def test_a_review_from_elsewhere_can_not_be_edited(world: World) -> None:
    await world.add_review("12")
    answer = await world.keeper.slash(world.channel, "review edit", review="2")
    assert "came from elsewhere, and can’t be edited" in text(answer)
    assert list((await choices(world, "keeper", "edit")).values()) == ["1"]
    assert list((await choices(world, "keeper", "delete")).values()) == ["2", "1"]


async def test_what_an_edit_could_not_store_opens_again(world: World) -> None:
    form = await world.aki.slash(world.channel, "review edit", review="1")
    changed = {**TYPED, "recap": "All new.", "score": "a fish"}
    refused = await world.aki.submit_modal(form, changed)
    assert "can't read the score" in text(refused)
    assert fields(await press(world.aki, refused, "Open it again")) == changed
    asked = await world.aki.slash(world.channel, "review edit", review="1")
    assert list(buttons(asked)) == ["Open it again", "Open what is stored"]
    assert fields(await press(world.aki, asked, "Open what is stored")) == TYPED
    form = await press(world.aki, asked, "Open it again")
    assert "Changed" in text(await world.aki.submit_modal(form, {**changed, "score": "9/10"}))
    assert await drafts.find(world.database, world.guild.id, world.aki.id, 1) is None


async def test_what_was_typed_for_a_review_that_is_deleted_meanwhile_makes_a_new_one(world: World) -> None:
    form = await world.aki.slash(world.channel, "review edit", review="1")
    asked = await world.keeper.slash(world.channel, "review delete", review="1")
    await press(world.keeper, asked, "Delete it with all of that")
    refused = await world.aki.submit_modal(form, TYPED)
    assert "not kept here any more" in text(refused)
    form = await press(world.aki, refused, "Open it again")
    assert "Stored" in text(await world.aki.submit_modal(form, fields(form)))
    assert (await count(world, "reviews"), await count(world, "drafts")) == (1, 0)


async def test_deleting_asks_first_and_says_what_goes_with_it(world: World) -> None:
    await deliver(world)
    asked = await world.aki.slash(world.channel, "review delete", review="1")
    assert asked.ephemeral
    assert "Delete the review of Lantern Code, episode 13, by aki?" in text(asked)
    assert "in 1 message" in text(asked)
    assert SECRET not in text(asked)
    assert "Nothing was deleted" in text(await press(world.aki, asked, "Keep it"))
    assert await count(world, "reviews") == 1


async def test_a_deleted_review_is_gone_and_taken_back_where_it_stands(world: World) -> None:
    posted = await deliver(world)
    asked = await world.aki.slash(world.channel, "review delete", review="1")
    late = await world.aki.slash(world.channel, "review delete", review="1")
    answer = await press(world.aki, asked, "Delete it with all of that")
    assert text(answer) == "Deleted, with all that belongs to it."
    for table in ("reviews", "review_parts", "review_loose_ends", "deliveries"):
        assert await count(world, table) == 0, table
    (message,) = [each for each in world.public() if each.id == posted]
    assert text(message) == "This review was taken back."
    assert buttons(message) == {}
    assert "not kept here any more" in text(await press(world.aki, late, "Delete it with all of that"))


@pytest.mark.parametrize(("status", "is_told"), [(404, False), (403, True)])
async def test_a_message_that_can_not_be_changed_is_told_of_unless_it_is_gone(
    world: World, status: int, is_told: bool
) -> None:
    posted = await deliver(world)
    asked = await world.aki.slash(world.channel, "review delete", review="1")
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=status)
    answer = await press(world.aki, asked, "Delete it with all of that")
    assert (f"{world.channel.id}/{posted}" in text(answer)) is is_told
    assert await count(world, "reviews") == 0


async def test_forged_ids_of_another_guild_do_nothing(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    keeps = elsewhere.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    forger = elsewhere.add_member(world.env.create_user("forger"), roles=[keeps])
    await shows.add(world.database, elsewhere.id, "Harbour of Salt", now=NOW)
    for command in ("edit", "delete"):
        answer = await forger.slash(channel, f"review {command}", review="1")
        assert text(answer) == "That review is not kept here any more."
        assert await forger.autocomplete(channel, f"review {command}", "review", "") == []
    for item in (DeleteButton(1, "yes"), PageButton("Forged", "reviews", "1"), AnewButton(1, 1, EpisodeNumber.of(13))):
        planted = await world.plant(item, channel)
        (label,) = buttons(planted)
        pressed = await forger.click(planted, label=label)
        assert pressed.modal is None
        assert "here any more" in text(pressed)
    assert await count(world, "reviews") == 1


async def test_who_presses_a_planted_button_needs_the_right_too(world: World) -> None:
    planted = await world.plant(DeleteButton(1, "yes"))
    answer = await world.bo.click(planted, label="Delete it with all of that")
    assert "Only the member who wrote that review" in text(answer)
    assert await count(world, "reviews") == 1


@pytest.mark.parametrize("review", ["Lantern Code", "1; DROP TABLE reviews", "-1", "No."])
async def test_what_is_no_review_is_refused(world: World, review: str) -> None:
    answer = await world.aki.slash(world.channel, "review delete", review=review)
    assert "Pick one of the reviews" in text(answer)


async def test_reviews_are_picked_by_neutral_words(world: World) -> None:
    assert await choices(world) == {"Lantern Code · Episode 13 · by aki · No. 1": "1"}
    assert list((await choices(world, typed="lantern 13")).values()) == ["1"]
    assert await choices(world, typed=SECRET) == {}


def test_what_is_offered_ends_at_what_the_viewer_has_watched() -> None:
    def listed(number: int, *, own: bool = False) -> Listed:
        span = EpisodeSpan.of(EpisodeNumber.of(number))
        return Listed(number, "Lantern Code", span, "Mara", own, Viewer(EpisodeNumber.of(9)))

    found = [listed(8), listed(9), listed(10), listed(11, own=True)]
    assert [str(review.span) for review in offered(found, "")] == ["8", "9", "11"]
    assert [str(review.span) for review in offered(found, "10")] == ["10"]
    assert [str(review.span) for review in offered(found, "mara")] == ["8", "9", "11"]


def test_a_review_is_found_by_what_its_choice_has_no_room_for() -> None:
    span = EpisodeSpan.of(EpisodeNumber.of(3))
    long = Listed(
        1, "Return to Sender, Says the Moon (season 2)", span, "Persephone of the Seven Seas", True, Viewer(None)
    )
    for typed in ("moon", "moon season 2", "seven seas", "episode 3", "no. 1"):
        assert offered([long], typed) == [long]
    assert offered([long], "sun") == []


def test_a_choice_has_no_more_than_a_hundred_characters() -> None:
    span = EpisodeSpan(EpisodeNumber(999_998), EpisodeNumber(999_999))
    label = label_of(Listed(10**8, "L" * 90, span, "M\n" * 90, False, Viewer(None)))
    assert len(label) <= 100
    assert label.endswith(f"No. {10**8}")


async def test_a_list_is_neutral_and_private(world: World) -> None:
    await world.add_review("12", last="12.5")
    answer = await world.bo.slash(world.channel, "review list")
    assert answer.ephemeral
    assert "### Lantern Code · 2 reviews" in text(answer)
    said = text(answer)
    assert said.index("**Episodes 12–12.5** · by Mara Quill") < said.index("**Episode 13** · by aki")
    assert SECRET not in said


async def test_a_list_ends_at_what_the_viewer_has_watched_and_counts_the_rest(world: World) -> None:
    await world.add_review("12")
    await world.add_review("14")
    await world.set_watched(world.bo, "12")
    said = text(await world.bo.slash(world.channel, "review list"))
    assert "**Episode 12**" in said
    assert "2 more after episode 12" in said
    assert "13**" not in said
    assert "14" not in said.replace("<t:1712145600:D>", "")
    await world.set_watched(world.bo, "1")
    assert "-# 3 after episode 1" in text(await world.bo.slash(world.channel, "review list"))


async def test_a_long_list_is_paged(world: World) -> None:
    for number in range(1, 12):
        await world.add_review(str(number))
    first = await world.bo.slash(world.channel, "review list")
    assert list(buttons(first)) == ["Next"]
    second = await press(world.bo, first, "Next")
    assert list(buttons(second)) == ["Back"]
    assert "Episode 13" in outside_veils(second)


async def test_a_list_asks_which_show_and_says_when_there_is_nothing(world: World) -> None:
    await world.add_show("Harbour of Salt")
    asked = await world.bo.slash(world.channel, "review list")
    picked = await pick(world.bo, asked, options(asked)["Harbour of Salt"])
    assert "no review of Harbour of Salt yet" in text(picked)
