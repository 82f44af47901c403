"""`/review write`: what is typed is stored once, waits for its channel, and survives whatever goes wrong."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import re
from pathlib import Path
from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import Mistake
from bot.reviews.model import PartKind
from bot.reviews.written import Typed, make_review
from bot.storage import drafts, reviews, shows
from bot.storage.database import _begun
from bot.storage.opening import open_database
from bot.ui.writing import DraftButton
from tests.spoilers.hostile import hostile
from tests.world import (
    NOW,
    SECRET,
    TYPED,
    World,
    buttons,
    count,
    data_folder,
    fields,
    held,
    open_world,
    options,
    pick,
    press,
    shown,
    text,
    write,
)  # fmt: skip


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows a show."""
    await world.add_show("Lantern Code")
    return world


async def test_a_review_is_stored_as_it_was_typed_and_is_to_stand_in_the_channel(world: World) -> None:
    answer = await write(world)
    assert answer.ephemeral
    assert "Stored: your review of Lantern Code, episode 13. It will stand in this channel" in text(answer)
    found = await reviews.find(world.database, world.guild.id, 1, world.aki.id)
    assert found is not None
    assert (str(found[0].head.span), found[0].head.author) == ("13", "aki")
    rows = await world.database.fetch("SELECT kind, body FROM review_parts ORDER BY position")
    assert [(row["kind"], row["body"]) for row in rows] == [
        (kind.value, TYPED[kind.value]) for kind in (PartKind.RECAP, PartKind.DISCUSSION, PartKind.CLOSING)
    ]
    row = await world.database.fetchrow("SELECT title, score_value, score_scale, written_by FROM reviews")
    assert row is not None
    assert tuple(row) == (TYPED["title"], "8", "10", world.aki.id)
    ends = await world.database.fetch("SELECT body FROM review_loose_ends")
    assert [row["body"] for row in ends] == [f"Who lit the {SECRET} in the first place?"]
    delivery = await world.database.fetchrow("SELECT guild_id, review_id, channel_id, state FROM deliveries")
    assert delivery is not None
    assert tuple(delivery) == (world.guild.id, 1, world.channel.id, "due")


async def test_the_recap_can_be_asked_for_at_once(world: World) -> None:
    await write(world)
    answer = await world.bo.slash(world.channel, "recap", episode="13")
    assert "by aki" in text(answer)
    assert SECRET in text(answer)


async def test_the_form_names_show_and_episode_and_asks_for_nothing_in_particular(world: World) -> None:
    form = await shown(world, episode="ep 13.5")
    assert form.modal is not None
    assert form.modal["title"] == "Lantern Code · Episode 13.5"
    assert not any(label["component"]["required"] for label in form.modal["components"])


async def test_a_long_title_leaves_the_episode_in_sight(world: World) -> None:
    await world.add_show("L" * 80)
    form = await shown(world, show="L" * 80)
    assert form.modal is not None
    assert form.modal["title"] == f"{'L' * 31}… · Episode 13"


async def test_a_form_works_after_a_restart(world: World) -> None:
    form = await shown(world)
    await world.env.restart_bot(world.new_bot())
    answer = await world.aki.submit_modal(form, TYPED)
    assert "Stored" in text(answer)
    assert await count(world, "reviews") == 1


async def test_forms_are_not_kept_in_memory(world: World) -> None:
    for _ in range(3):
        await shown(world)
    assert world.env.bot._connection._view_store._modals == {}


async def test_a_form_that_is_sent_off_twice_is_one_review(world: World) -> None:
    form = await shown(world)
    await world.aki.submit_modal(form, TYPED)
    form._interaction.modal_consumed = False  # what a second click makes Discord send
    again = await world.aki.submit_modal(form, TYPED)
    assert "stored just like that already" in text(again)
    form._interaction.modal_consumed = False
    changed = await world.aki.submit_modal(form, {**TYPED, "score": "9/10"})
    assert "Changed" in text(changed)
    assert (await count(world, "reviews"), await count(world, "deliveries")) == (1, 1)
    assert await world.database.fetchval("SELECT score_value FROM reviews") == "9"


async def test_the_same_words_of_two_members_are_two_reviews(world: World) -> None:
    await write(world, world.aki)
    await write(world, world.bo)
    rows = await world.database.fetch("SELECT author FROM reviews ORDER BY review_id")
    assert [row["author"] for row in rows] == ["aki", "bo"]


async def test_several_shows_are_asked_about_before_the_form(world: World) -> None:
    await world.add_show("Harbour of Salt")
    asked = await shown(world)
    assert asked.ephemeral
    form = await pick(world.aki, asked, options(asked)["Harbour of Salt"])
    assert "of Harbour of Salt, episode 13" in text(await world.aki.submit_modal(form, TYPED))


async def test_the_last_episode_can_be_named_once_it_is_known(world: World) -> None:
    assert "which episode of Lantern Code is the last" in text(await shown(world, episode="final"))
    await write(world, typed={**TYPED, "discussion": "This is the final episode of Lantern Code, and it shows."})
    assert "Episode 13" in str((await shown(world, episode="final")).modal)


async def test_an_episode_that_is_none_is_refused_before_a_word_is_typed(world: World) -> None:
    answer = await shown(world, episode="the good one")
    assert answer.modal is None
    assert "names no episode" in text(answer)


@pytest.mark.parametrize(
    ("score", "value", "scale"),
    [("8/10", "8", "10"), ("B+", "B+", "letters"), ("★★★★☆", "4", "5"), ("great", "Great", "words"), ("8", "8", "")],
)
async def test_scores_are_read_as_in_any_review(score: str, value: str, scale: str) -> None:
    review = await make_review(
        Typed(recap="What happened.", score=score),
        show="Lantern Code",
        span=EpisodeSpan.of(EpisodeNumber.of(1)),
        author="aki",
        published=NOW.date(),
    )
    assert review.score is not None
    assert (review.score.value.casefold(), review.score.scale) == (value.casefold(), scale)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**TYPED, "score": "a fish"}, "can't read the score"),
        ({**TYPED, "score": "11/10"}, "can't read the score"),
        ({"title": SECRET, "recap": "\u200b  \n"}, "needs a recap, a discussion or closing notes"),
    ],
)
async def test_what_is_refused_is_kept_and_opens_again(world: World, typed: dict[str, str], said: str) -> None:
    refused = await write(world, typed=typed)
    assert refused.ephemeral
    assert said in text(refused)
    assert SECRET not in text(refused)
    assert await count(world, "reviews") == 0
    form = await press(world.aki, refused, "Open it again")
    assert fields(form) == {**dict.fromkeys(TYPED, ""), **typed}
    assert "Stored" in text(await world.aki.submit_modal(form, TYPED))
    assert (await count(world, "reviews"), await count(world, "drafts")) == (1, 0)


async def test_a_draft_is_offered_by_the_next_command_and_to_nobody_else(world: World) -> None:
    await write(world, typed={**TYPED, "score": "a fish"})
    assert fields(await shown(world, world.bo)) == dict.fromkeys(TYPED, "")
    offered = await shown(world, episode="14")
    assert offered.ephemeral
    assert "a review of Lantern Code, episode 13, that could not be stored" in text(offered)
    assert SECRET not in text(offered)
    assert list(buttons(offered)) == ["Open it again", "Open it for episode 14", "Start anew"]
    form = await press(world.aki, offered, "Open it for episode 14")
    assert fields(form)["recap"] == TYPED["recap"]
    assert "episode 14" in text(await world.aki.submit_modal(form, {**TYPED, "score": "8/10"}))
    assert await count(world, "drafts") == 0


@pytest.mark.parametrize(("episode", "kept"), [("13", 0), ("14", 1)])
async def test_a_draft_that_is_left_aside_stays_unless_its_episode_is_written_anew(
    world: World, episode: str, kept: int
) -> None:
    await write(world, typed={**TYPED, "score": "a fish"})
    form = await press(world.aki, await shown(world, episode=episode), "Start anew")
    assert fields(form) == dict.fromkeys(TYPED, "")
    await world.aki.submit_modal(form, {"recap": "All new."})
    assert await count(world, "drafts") == kept


async def test_anothers_draft_does_not_open(world: World) -> None:
    await write(world, typed={**TYPED, "score": "a fish"})
    forged = await world.plant(DraftButton("Forged", 0, 1, EpisodeNumber.of(13)))
    answer = await world.bo.click(forged, label="Forged")
    assert answer.modal is None
    assert "`/review write` begins a new one" in text(answer)


async def test_a_show_that_is_removed_meanwhile_takes_no_word_with_it(world: World) -> None:
    form = await shown(world)
    await shows.remove(world.database, world.guild.id, 1)
    refused = await world.aki.submit_modal(form, TYPED)
    assert "not followed here any more" in text(refused)
    assert "not followed here any more" in text(await press(world.aki, refused, "Open it again"))
    await world.add_show("Harbour of Salt")
    offered = await shown(world)
    form = await press(world.aki, offered, "Open it for episode 13")
    assert fields(form) == TYPED
    assert "of Harbour of Salt, episode 13" in text(await world.aki.submit_modal(form, TYPED))


async def test_where_the_database_is_held_the_text_comes_back_as_a_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = data_folder(tmp_path)
    async with open_database(url, busy_timeout=0.01) as database, open_world(database) as world:
        await world.add_show("Lantern Code")
        form = await shown(world)
        async with held(tmp_path):
            answer = await world.aki.submit_modal(form, TYPED)
        assert answer.ephemeral
        assert "database is busy" in text(answer)
        assert answer.response is not None
        (file,) = answer.response.attachments
        assert file.filename == "SPOILER_review.txt"
        given = (await file.read()).decode()
        assert all(typed in given for typed in TYPED.values())
        assert SECRET not in caplog.text
        form = await shown(world)
        assert "Stored" in text(await world.aki.submit_modal(form, TYPED))


async def test_nothing_is_lost_when_discord_does_not_take_the_answer(world: World) -> None:
    form = await shown(world)
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    await world.aki.submit_modal(form, TYPED)
    draft = await drafts.find(world.database, world.guild.id, world.aki.id, 0)
    assert draft is not None
    assert draft.typed == Typed(**TYPED)


async def test_what_is_stored_is_no_draft_where_only_the_answer_fails(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    form = await shown(world)
    world.env.inject_error("PATCH", "/webhooks/*", status=403)
    await world.aki.submit_modal(form, TYPED)
    assert (await count(world, "reviews"), await count(world, "drafts")) == (1, 0)
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("edits", "removed", "said"),
    [(False, "shows", "That show is not followed"), (True, "reviews", "That review is not kept")],
)
async def test_what_goes_while_a_review_is_being_stored_is_not_brought_back(
    world: World, edits: bool, removed: str, said: str
) -> None:
    if edits:
        await write(world)
    form = await world.aki.slash(world.channel, "review edit", review="1") if edits else await shown(world)
    async with world.database.transaction() as transaction:
        outside = contextvars.copy_context()
        outside.run(_begun.set, ())
        storing = asyncio.create_task(world.aki.submit_modal(form, TYPED), context=outside)
        while not world.database._writing._waiters:  # noqa: ASYNC110 - until it waits for this transaction to end
            await asyncio.sleep(0)
        await transaction.execute(f"DELETE FROM {removed}")
    assert said in text(await storing)
    assert await count(world, "reviews") == 0
    assert await count(world, "drafts") == 1


async def test_half_a_character_does_not_cost_the_rest(world: World) -> None:
    assert "Stored" in text(await write(world, typed={"recap": f"\ud800 The {SECRET} went out."}))
    assert await world.database.fetchval("SELECT body FROM review_parts") == f"? The {SECRET} went out."


async def test_long_fields_are_kept_whole(world: World) -> None:
    long = {name: (f"{name} " * 4_000)[:3_999] + "." for name in ("recap", "discussion", "closing")}
    assert "Stored" in text(await write(world, typed=long))
    rows = await world.database.fetch("SELECT kind, body FROM review_parts")
    assert {row["kind"]: row["body"] for row in rows} == long
    refused = await write(world, typed={**long, "score": "a fish"})
    assert fields(await press(world.aki, refused, "Open it again")) == {"title": "", "score": "a fish", **long}


async def test_nothing_that_is_typed_reaches_the_channel_the_log_or_a_choice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="cogs")
    form = await shown(world)
    answer = await world.aki.submit_modal(form, TYPED)
    refused = await write(world, typed={**TYPED, "score": SECRET})
    assert SECRET not in text(answer) + text(refused)
    assert world.public() == []
    offered = await world.aki.autocomplete(world.channel, "review edit", "review", "")
    offered += await world.keeper.autocomplete(world.channel, "review delete", "review", SECRET)
    assert SECRET not in str(offered)
    assert SECRET not in caplog.text


@pytest.mark.parametrize("who", ["everyone", "role", "keepers"])
async def test_who_may_write_is_the_keepers_choice(world: World, who: str) -> None:
    role = world.guild.create_role("Critics")
    critic = world.guild.add_member(world.env.create_user("critic"), roles=[role])
    given = {"who": who, **({"role": role} if who == "role" else {})}
    assert "Reviews are written by" in text(await world.keeper.slash(world.channel, "review writers", **given))
    may = {member.name: (await shown(world, member)).modal is not None for member in (world.aki, critic, world.keeper)}
    assert may == {"aki": who == "everyone", "critic": who != "keepers", "keeper": True}


async def test_who_loses_the_right_while_typing_loses_no_word(world: World) -> None:
    form = await shown(world)
    await world.keeper.slash(world.channel, "review writers", who="keepers")
    refused = await world.aki.submit_modal(form, TYPED)
    assert "written by those who manage it" in text(refused)
    assert await count(world, "reviews") == 0
    draft = await drafts.find(world.database, world.guild.id, world.aki.id, 0)
    assert draft is not None
    assert draft.typed == Typed(**TYPED)


async def test_only_keepers_say_who_may_write(world: World) -> None:
    answer = await world.aki.slash(world.channel, "review writers", who="keepers")
    assert "Manage Server" in text(answer)
    assert (await shown(world, world.bo)).modal is not None


@pytest.mark.parametrize("given", [{"who": "role"}, {"who": "everyone", "role": "Critics"}])
async def test_a_role_goes_with_the_choice_of_a_role(world: World, given: dict[str, Any]) -> None:
    if "role" in given:
        given = {**given, "role": world.guild.create_role("Critics")}
    assert "together with the option" in text(await world.keeper.slash(world.channel, "review writers", **given))


async def test_who_may_not_write_in_a_channel_does_not_do_so_through_the_bot(world: World) -> None:
    silenced = discord.PermissionOverwrite(send_messages=False)
    quiet = world.guild.create_text_channel("announcements", overwrites={world.guild.default_role: silenced})
    answer = await world.aki.slash(quiet, "review write", episode="13")
    assert answer.modal is None
    assert "You may not write in this channel" in text(answer)


async def test_a_review_is_not_promised_to_a_channel_that_the_bot_may_not_write_in(world: World) -> None:
    silenced = discord.PermissionOverwrite(send_messages=False)
    assert world.guild.me is not None
    quiet = world.guild.create_text_channel("for-people", overwrites={world.guild.me: silenced})
    answer = await world.aki.slash(quiet, "review write", episode="13")
    assert answer.modal is None
    assert "I may not write in this channel" in text(answer)


async def test_a_review_is_not_promised_to_a_channel_in_which_it_would_not_be_posted(world: World) -> None:
    assert world.guild.me is not None
    blind = discord.PermissionOverwrite(read_message_history=False)
    unread = world.guild.create_text_channel("unread", overwrites={world.guild.me: blind})
    for channel in (world.guild.create_voice_channel("Voice"), unread):
        answer = await world.aki.slash(channel, "review write", episode="13")
        assert answer.modal is None
        assert "Use another channel" in text(answer)


async def test_a_forged_form_stores_nothing_under_another_guilds_show(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    forger = elsewhere.add_member(world.env.create_user("forger"))
    await shows.add(world.database, elsewhere.id, "Harbour of Salt", now=NOW)
    form = await forger.slash(channel, "review write", episode="13")
    assert form._interaction.modal is not None
    form._interaction.modal["custom_id"] = re.sub(r":2:1300$", ":1:1300", form._interaction.modal["custom_id"])
    assert ":1:1300" in form._interaction.modal["custom_id"]
    answer = await forger.submit_modal(form, TYPED)
    assert "not followed here any more" in text(answer)
    assert await count(world, "reviews") == 0


async def test_a_forged_form_does_not_write_over_anothers_review(world: World) -> None:
    theirs, form = await shown(world), await shown(world, world.bo)
    assert theirs._interaction.modal is not None
    assert form._interaction.modal is not None
    await world.aki.submit_modal(theirs, TYPED)
    form._interaction.modal["custom_id"] = theirs._interaction.modal["custom_id"]
    assert "Stored" in text(await world.bo.submit_modal(form, {"recap": "Forged."}))
    rows = await world.database.fetch("SELECT author, title FROM reviews ORDER BY review_id")
    assert [tuple(row) for row in rows] == [("aki", TYPED["title"]), ("bo", None)]


async def test_a_shows_name_has_no_effect_in_an_answer(world: World) -> None:
    await world.add_show("**Bold** @everyone")
    answer = await write(world, show="**Bold** @everyone")
    assert r"\*\*Bold\*\* @\u200beveryone, episode 13" in text(answer).replace("\u200b", r"\u200b")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(hostile, min_size=5, max_size=5))
async def test_hostile_text_makes_a_review_or_a_mistake(typed: list[str]) -> None:
    said = Typed(*(words.encode("utf-8", "replace").decode() for words in typed))  # as forms give them
    try:
        review = await make_review(
            said,
            show="Lantern Code",
            span=EpisodeSpan.of(EpisodeNumber.of(1)),
            author="aki",
            published=NOW.date(),
        )
    except Mistake:
        return
    assert [part.text for part in review.parts] == [text for _, text in said.parts()]
