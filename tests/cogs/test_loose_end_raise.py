"""`/loose-end add` and *Track as loose end*: what is asked, what is kept, and that no typed word is lost."""

from __future__ import annotations

import logging
from pathlib import Path

import discord
import pytest

from bot.loose_ends import LONGEST_QUESTION
from bot.spoilers import tidy
from bot.storage import shows
from bot.storage.opening import open_database
from bot.ui.raising import NewButton, SameButton
from tests.cogs.ends import OTHER, QUESTION, add, elsewhere, prepared, seen
from tests.cogs.rooms import at_once
from tests.world import (
    SECRET,
    World,
    buttons,
    count,
    data_folder,
    displays,
    fields,
    held,
    open_world,
    outside_veils,
    press,
    text,
)


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild whose members have watched some of a show."""
    return await prepared(world)


async def test_a_question_is_kept_and_shown_to_its_member_alone(world: World) -> None:
    answer = await add(world)
    assert answer.ephemeral
    said, *_ = displays(answer)
    assert said.split("\n") == [
        "Added as #1.",
        "### #1 · Lantern Code · Episode 3",
        "Still open · 1 voice",
        f"Raised by <@{world.aki.id}>",
    ]
    assert displays(answer)[-1] == QUESTION
    assert world.public() == []


async def test_the_form_is_neutral_and_filled_with_what_the_member_has_watched(world: World) -> None:
    form = await world.aki.slash(world.channel, "loose-end add")
    assert form.modal is not None
    assert form.modal["title"] == "Track a loose end"
    assert fields(form) == {"words": "", "episode": "9"}
    limits = [label["component"]["max_length"] for label in form.modal["components"]]
    assert limits == [LONGEST_QUESTION, 100]


async def test_who_has_not_said_how_far_they_are_is_asked_for_the_episode(world: World) -> None:
    form = await world.keeper.slash(world.channel, "loose-end add")
    assert form.modal is not None
    assert fields(form)["episode"] == ""
    assert all(label["component"]["required"] for label in form.modal["components"])


@pytest.mark.parametrize("typed", ["4", "ep 4", "s1e4"])
async def test_the_episode_can_be_named_before(world: World, typed: str) -> None:
    assert fields(await world.aki.slash(world.channel, "loose-end add", episode=typed))["episode"] == "4"


async def test_an_episode_that_is_none_is_refused_before_a_word_is_typed(world: World) -> None:
    answer = await world.aki.slash(world.channel, "loose-end add", episode="the good one")
    assert answer.modal is None
    assert "names no episode" in text(answer)


async def test_where_several_shows_may_be_meant_the_form_asks_for_it(world: World) -> None:
    other = await world.add_show("Harbour of Salt")
    form = await world.aki.slash(world.channel, "loose-end add", episode="2")
    assert fields(form) == {"words": "", "episode": "2", "show": ""}
    answer = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "2", "show": [str(other)]})
    assert "Added as #1." in text(answer)
    assert await world.database.fetchval("SELECT show_id FROM loose_ends") == other
    named = await world.aki.slash(world.channel, "loose-end add", show="Harbour of Salt")
    assert "show" not in fields(named)


async def test_more_shows_than_a_choice_takes_are_named_in_the_form(world: World) -> None:
    for number in range(30):
        await world.add_show(f"Harbour {number}")
    form = await world.aki.slash(world.channel, "loose-end add")
    answer = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "2", "title": "Lantern Code"})
    assert "Added as #1." in text(answer)
    assert await world.database.fetchval("SELECT show_id FROM loose_ends") == 1


async def test_a_form_works_after_a_restart(world: World) -> None:
    form = await world.aki.slash(world.channel, "loose-end add")
    await world.env.restart_bot(world.new_bot())
    assert "Added as #1." in text(await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"}))


async def test_who_is_behind_is_told_from_where_it_shows_and_can_say_they_watched_it(world: World) -> None:
    answer = await add(world, world.bo, episode="7")
    assert "Added as #1.\nIt shows to those who have watched Lantern Code up to episode 7" in text(answer)
    assert SECRET not in text(answer)
    assert "no loose end #1 in what you have watched" in text(
        await world.bo.slash(world.channel, "loose-end show", number=1)
    )
    await world.env.restart_bot(world.new_bot())
    shown = await press(world.bo, answer, "I’ve watched it")
    assert QUESTION in text(shown)
    assert await world.watched(world.bo) == "7"


async def test_saying_so_never_takes_progress_back(world: World) -> None:
    answer = await add(world, world.bo, episode="7")
    await world.set_watched(world.bo, "9")
    await press(world.bo, answer, "I’ve watched it")
    assert await world.watched(world.bo) == "9"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": QUESTION, "episode": "soon"}, "names no episode"),
        ({"words": QUESTION, "episode": "s2e1"}, "episode of season 2"),
        ({"words": QUESTION, "episode": "final"}, "which episode of Lantern Code is the last"),
        ({"words": "\u200b \u200b", "episode": "3"}, "nothing in it that can be read"),
    ],
)
async def test_what_is_refused_is_given_back_and_opens_again(world: World, typed: dict[str, str], said: str) -> None:
    form = await world.aki.slash(world.channel, "loose-end add")
    refused = await world.aki.submit_modal(form, typed)
    assert refused.ephemeral
    assert said in displays(refused)[0]
    await world.env.restart_bot(world.new_bot())
    again = await press(world.aki, refused, "Open it again")
    assert fields(again) == {**typed, "words": tidy(typed["words"])}
    assert "Added as #1." in text(await world.aki.submit_modal(again, {"words": QUESTION, "episode": "3"}))
    assert await count(world, "loose_ends") == 1


async def test_a_show_that_is_removed_meanwhile_takes_no_word_with_it(world: World) -> None:
    form = await world.aki.slash(world.channel, "loose-end add")
    await shows.remove(world.database, world.guild.id, 1)
    refused = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"})
    assert "not followed here any more" in text(refused)
    assert QUESTION in displays(refused)


async def test_an_error_of_the_bot_gives_the_words_back_and_logs_none(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    form = await world.aki.slash(world.channel, "loose-end add")
    await world.database.execute("DROP TABLE loose_end_voices")
    refused = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"})
    assert "error" in displays(refused)[0]
    assert QUESTION in displays(refused)
    assert SECRET not in caplog.text


async def test_where_the_database_is_held_the_words_come_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_database(data_folder(tmp_path), busy_timeout=0.01) as database, open_world(database) as world:
        await prepared(world)
        form = await world.aki.slash(world.channel, "loose-end add")
        async with held(tmp_path):
            refused = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"})
        assert refused.ephemeral
        assert "database is busy" in displays(refused)[0]
        assert SECRET not in caplog.text
        again = await press(world.aki, refused, "Open it again")
        assert "Added as #1." in text(await world.aki.submit_modal(again, fields(again)))


async def test_the_answer_is_put_off_before_anything_is_looked_up(world: World) -> None:
    form = await world.aki.slash(world.channel, "loose-end add")
    answer = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"})
    assert answer.ephemeral
    given = [request.json for request in world.env.http_requests if request.path.endswith("/callback")][-1]
    assert given is not None
    assert given["type"] == discord.InteractionResponseType.deferred_channel_message.value


async def test_what_was_typed_is_kept_though_discord_does_not_take_the_answer(world: World) -> None:
    form = await world.aki.slash(world.channel, "loose-end add")
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=2)
    await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"})
    assert await count(world, "loose_ends") == 1


async def test_a_forged_form_raises_nothing_in_another_guilds_show(world: World) -> None:
    forger, channel = await elsewhere(world)
    await shows.add(world.database, forger.guild.id, "Harbour of Salt", now=world.clock())
    form = await forger.slash(channel, "loose-end add")
    assert form._interaction.modal is not None
    form._interaction.modal["custom_id"] = form._interaction.modal["custom_id"].replace(":2:", ":1:", 1)
    answer = await forger.submit_modal(form, {"words": QUESTION, "episode": "3"})
    assert "not followed here any more" in text(answer)
    assert await count(world, "loose_ends") == 0


# From a message


async def test_a_message_fills_the_form_and_is_linked(world: World) -> None:
    message = await world.bo.send(world.channel, f"I wonder: ||who lit the {SECRET}?||")
    form = await world.aki.context_menu(world.channel, "Track as loose end", message)
    assert fields(form) == {"words": f"I wonder: who lit the {SECRET}?", "episode": "9"}
    answer = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "3"})
    assert f"Raised by <@{world.aki.id}>, from a message" in text(answer)
    link = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{message.id}"
    assert buttons(answer)["The message"] == link


async def test_a_long_message_is_cut_after_a_sentence(world: World) -> None:
    message = await world.bo.send(world.channel, f"Who lit the {SECRET} number {'9' * 20}? " * 30)
    form = await world.aki.context_menu(world.channel, "Track as loose end", message)
    words = fields(form)["words"]
    assert LONGEST_QUESTION / 2 < len(words) <= LONGEST_QUESTION
    assert words.endswith("?")


async def test_a_long_message_of_wide_characters_fits_the_form(world: World) -> None:
    message = await world.bo.send(world.channel, "\U0001f3ee" * 900)
    words = fields(await world.aki.context_menu(world.channel, "Track as loose end", message))["words"]
    assert 0 < len(words.encode("utf-16-le")) // 2 <= LONGEST_QUESTION


async def test_a_message_without_text_opens_an_empty_form_that_asks_for_the_show(world: World) -> None:
    other = await world.add_show("Harbour of Salt")
    posted = await world.plant(NewButton(1))
    form = await world.aki.context_menu(world.channel, "Track as loose end", posted)
    assert fields(form) == {"words": "", "episode": "", "show": ""}
    answer = await world.aki.submit_modal(form, {"words": OTHER, "episode": "2", "show": [str(other)]})
    assert "Added as #1." in text(answer)
    assert await world.database.fetchval("SELECT message_id FROM loose_end_messages") == posted.id


async def test_a_message_is_linked_though_the_words_were_given_back_before(world: World) -> None:
    message = await world.bo.send(world.channel, QUESTION)
    form = await world.aki.context_menu(world.channel, "Track as loose end", message)
    refused = await world.aki.submit_modal(form, {"words": QUESTION, "episode": "soon"})
    again = await press(world.aki, refused, "Open it again")
    answer = await world.aki.submit_modal(again, {"words": QUESTION, "episode": "3"})
    assert str(message.id) in buttons(answer)["The message"]


async def test_the_menu_needs_no_message_content_intent(world: World) -> None:
    assert not world.env.bot.intents.message_content
    message = await world.bo.send(world.channel, QUESTION)
    assert fields(await world.aki.context_menu(world.channel, "Track as loose end", message))["words"] == QUESTION


# Near-duplicates


async def test_one_that_is_alike_is_shown_before_it_is_added(world: World) -> None:
    await add(world)
    asked = await add(world, world.bo, f"Who was it that lit the {SECRET} on the pier?", "4")
    assert asked.ephemeral
    assert displays(asked)[0].startswith("**Like #1?**")
    assert QUESTION in displays(asked)
    assert "-# #1 · Episode 3 · 1 voice" in displays(asked)
    assert await count(world, "loose_ends") == 1


async def test_the_same_adds_a_voice_after_a_restart_too(world: World) -> None:
    await add(world)
    asked = await add(world, world.bo, f"Who was it that lit the {SECRET} on the pier?", "4")
    await world.env.restart_bot(world.new_bot())
    shown = await press(world.bo, asked, "It is the same")
    assert "#1 has your voice" in text(shown)
    end = await seen(world, world.bo)
    assert end is not None
    assert (end.voices, end.has_voice) == (2, True)
    assert (await count(world, "loose_ends"), await count(world, "loose_end_drafts")) == (1, 0)


async def test_a_new_one_is_added_as_it_was_typed_after_a_restart_too(world: World) -> None:
    await add(world)
    typed = f"Who was it that lit the {SECRET} on the pier?"
    asked = await add(world, world.bo, typed, "4")
    await world.env.restart_bot(world.new_bot())
    shown = await press(world.bo, asked, "It is new")
    assert "Added as #2." in text(shown)
    assert typed in displays(shown)
    again = await world.bo.click(await world.plant(NewButton(1)), label="It is new")
    assert "You have said what becomes of that one already" in text(again)
    assert await count(world, "loose_ends") == 2


async def test_the_same_one_of_several_is_chosen(world: World) -> None:
    await add(world)
    await press(world.aki, await add(world, question=f"Who lit the {SECRET} at the pier?"), "It is new")
    asked = await add(world, world.bo, f"Who lit the {SECRET} by the pier?", "4")
    assert displays(asked)[0].startswith("**Like one of these?**")
    assert asked.response is not None
    await world.bo.click(asked.response, custom_id="end-same:2:2")
    first, second = await seen(world, world.bo, 1), await seen(world, world.bo, 2)
    assert first is not None
    assert second is not None
    assert (first.voices, second.voices) == (1, 2)


async def test_one_beyond_what_the_member_has_watched_is_not_shown_as_alike(world: World) -> None:
    await add(world, episode="7")
    answer = await add(world, world.bo, QUESTION, "4")
    assert "Added as #2." in text(answer)
    assert "#1" not in text(answer)


async def test_the_same_as_one_that_is_gone_can_still_be_new(world: World) -> None:
    await add(world)
    asked = await add(world, world.bo, f"Who was it that lit the {SECRET} on the pier?", "4")
    await world.database.execute("DELETE FROM loose_ends")
    gone = await press(world.bo, asked, "It is the same")
    assert "no loose end #1 any more" in text(gone)
    assert "Added as #2." in text(await press(world.bo, asked, "It is new"))


@pytest.mark.parametrize("answer", ["It is the same", "It is new"])
async def test_a_draft_goes_with_its_show_and_its_buttons_say_so(world: World, answer: str) -> None:
    await add(world)
    asked = await add(world, world.bo, f"Who was it that lit the {SECRET} on the pier?", "4")
    await shows.remove(world.database, world.guild.id, 1)
    told = text(await press(world.bo, asked, answer))
    assert "error" not in told.lower()
    assert SECRET not in told
    assert (await count(world, "loose_ends"), await count(world, "loose_end_drafts")) == (0, 0)


async def test_the_same_pressed_twice_is_one_voice(world: World) -> None:
    await add(world)
    asked = await add(world, world.bo, f"Who was it that lit the {SECRET} on the pier?", "4")
    assert asked.response is not None
    told = await at_once(world, *(world.bo.click(asked.response, label="It is the same") for _ in range(2)))
    assert sum("#1 has your voice" in each for each in told) == 1
    assert (await count(world, "loose_end_voices"), await count(world, "loose_end_drafts")) == (2, 0)


async def test_anothers_draft_and_another_guilds_number_answer_nothing(world: World) -> None:
    await add(world)
    await add(world, world.bo, f"Who was it that lit the {SECRET} on the pier?", "4")
    forged = await world.aki.click(await world.plant(NewButton(1)), label="It is new")
    assert "already" in text(forged)
    forger, channel = await elsewhere(world)
    for item in (NewButton(1), SameButton(1, 1)):
        planted = await world.plant(item, channel)
        answer = await forger.click(planted, label=item.item.label)
        assert SECRET not in text(answer)
    assert (await count(world, "loose_ends"), await count(world, "loose_end_drafts")) == (1, 1)


async def test_nothing_that_is_typed_reaches_the_channel_or_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="cogs")
    await add(world)
    await add(world, world.bo, QUESTION, "7")
    assert world.public() == []
    assert SECRET not in caplog.text


async def test_a_mention_in_a_question_reaches_nobody(world: World) -> None:
    answer = await add(world, question=f"Does <@{world.bo.id}> @everyone know who lit the {SECRET}?")
    assert f"<@{world.bo.id}>" not in displays(answer)[-1]
    assert isinstance(world.env.bot.allowed_mentions, discord.AllowedMentions)
    assert SECRET in outside_veils(answer)
