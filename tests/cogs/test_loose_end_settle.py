"""`/loose-end answer`, `drop`, `reopen` and `edit`: who may, what is kept, and two who do it at once."""

from __future__ import annotations

import logging

import pytest

from bot.loose_ends import LONGEST_ANSWER, Status
from bot.storage import loose_end_sheets
from tests.cogs.ends import ANSWER, OTHER, QUESTION, add, host, prepared, seen, settle, show, watching_host
from tests.world import SECRET, World, buttons, count, displays, fields, press, text

ALL = ("answer", "drop", "reopen", "edit")


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild with a loose end of episode 3, raised by aki."""
    await prepared(world)
    await add(world)
    return world


async def status(world: World) -> Status:
    end = await seen(world, world.aki)
    assert end is not None
    return end.status


@pytest.mark.parametrize(("what", "title"), [("answer", "Answer #1"), ("drop", "Drop #1")])
async def test_the_form_is_neutral_and_has_what_the_member_has_watched(world: World, what: str, title: str) -> None:
    form = await world.aki.slash(world.channel, f"loose-end {what}", number=1)
    assert form.modal is not None
    assert form.modal["title"] == title
    assert fields(form) == {"words": "", "episode": "9"}
    assert form.modal["components"][0]["component"]["max_length"] == LONGEST_ANSWER


async def test_an_answer_is_kept_with_episode_and_member(world: World) -> None:
    form = await press(world.aki, await show(world, world.aki), "Answer")
    await world.env.restart_bot(world.new_bot())
    answer = await world.aki.submit_modal(form, {"words": ANSWER, "episode": "7"})
    assert answer.response is not None
    assert answer.response.ephemeral
    assert "Noted: #1 is answered." in text(answer)
    assert "Answered in episode 7 · 1 voice" in text(answer)
    assert f"**Answered in episode 7** · by <@{world.aki.id}>" in text(answer)
    assert ANSWER in text(answer)
    assert world.public() == []


async def test_it_is_dropped_with_a_reason_and_reopened_with_another(world: World) -> None:
    assert "Dropped in episode 8" in text(await settle(world, world.aki, "drop", "It was a joke.", "8"))
    sheet = await settle(world, world.aki, "reopen", "It was none after all.", "9")
    assert "Still open · 1 voice" in text(sheet)
    assert "**Reopened in episode 9**" in text(sheet)
    history = await press(world.aki, sheet, "History (2)")
    assert [line for line in text(history).split("\n") if line.startswith("**")] == [
        "**History**",
        f"**Dropped in episode 8** · by <@{world.aki.id}> · <t:1767225600:D>",
        f"**Reopened in episode 9** · by <@{world.aki.id}> · <t:1767225600:D>",
    ]
    assert "It was a joke." in text(history)


async def test_what_is_open_is_not_reopened(world: World) -> None:
    answer = await world.aki.slash(world.channel, "loose-end reopen", number=1)
    assert answer.modal is None
    assert "#1 is open" in text(answer)


@pytest.mark.parametrize(
    ("what", "episode", "said"),
    [
        ("answer", "2", "An answer of episode 2 would come before the question"),
        ("drop", "2.5", "raised in episode 3"),
        ("answer", "soon", "names no episode"),
    ],
)
async def test_an_answer_before_its_question_is_refused_and_given_back(
    world: World, what: str, episode: str, said: str
) -> None:
    refused = await settle(world, world.aki, what, ANSWER, episode)
    assert refused.ephemeral
    assert said in displays(refused)[0]
    assert await status(world) is Status.OPEN
    again = await press(world.aki, refused, "Open it again")
    assert fields(again) == {"words": ANSWER, "episode": episode}
    assert ANSWER in text(await world.aki.submit_modal(again, {"words": ANSWER, "episode": "9"}))


async def test_a_reopening_before_the_answer_is_refused_and_given_back(world: World) -> None:
    await settle(world, world.aki, episode="8")
    refused = await settle(world, world.aki, "reopen", f"No {SECRET}.", "7")
    assert "settled in episode 8" in displays(refused)[0]
    assert f"No {SECRET}." in displays(refused)


async def test_of_two_who_answer_at_once_the_second_is_told_and_keeps_their_words(world: World) -> None:
    one, two = await watching_host(world, name="one"), await watching_host(world, name="two")
    first = await one.slash(world.channel, "loose-end answer", number=1)
    second = await two.slash(world.channel, "loose-end answer", number=1)
    await one.submit_modal(first, {"words": ANSWER, "episode": "9"})
    refused = await two.submit_modal(second, {"words": "It was the moth.", "episode": "8"})
    assert refused.ephemeral
    assert "Something has become of #1 just now" in displays(refused)[0]
    assert "It was the moth." in displays(refused)
    assert await count(world, "loose_end_changes") == 1
    again = await press(two, refused, "Open it again")
    assert fields(again) == {"words": "It was the moth.", "episode": "8"}
    await two.submit_modal(again, {"words": "It was the moth.", "episode": "9"})
    end = await seen(world, world.aki)
    assert end is not None
    assert end.settled_by == two.id


async def test_a_form_that_is_sent_off_twice_answers_once(world: World) -> None:
    form = await world.aki.slash(world.channel, "loose-end answer", number=1)
    await world.aki.submit_modal(form, {"words": ANSWER, "episode": "9"})
    form._interaction.modal_consumed = False  # what a second click makes Discord send
    await world.aki.submit_modal(form, {"words": ANSWER, "episode": "9"})
    assert await count(world, "loose_end_changes") == 1


async def test_who_is_behind_may_answer_and_is_told_from_where_it_shows(world: World) -> None:
    await add(world, world.bo, OTHER, "4")
    answer = await settle(world, world.bo, text=ANSWER, episode="8", number=2)
    assert "It shows to those who have watched Lantern Code up to episode 8" in text(answer)
    assert "you said you have watched up to episode 5" in text(answer)
    assert SECRET not in text(answer)
    end = await seen(world, world.bo, 2)
    assert end is not None
    assert end.status is Status.OPEN
    assert "Answered in episode 8" in text(await press(world.bo, answer, "I’ve watched it"))


# Rights


@pytest.mark.parametrize("what", ALL)
async def test_others_may_not_and_are_told_who_may(world: World, what: str) -> None:
    await settle(world, world.aki, episode="5")
    answer = await world.bo.slash(world.channel, f"loose-end {what}", number=1)
    assert answer.ephemeral
    assert answer.modal is None
    assert "for the member who raised it, and for those with the right “Manage Messages”" in text(answer)


@pytest.mark.parametrize("what", ALL)
async def test_hosts_by_right_or_role_may(world: World, what: str) -> None:
    await settle(world, world.aki, episode="5")
    role = world.guild.create_role("Hosts")
    named = world.guild.add_member(world.env.create_user("named"), roles=[role])
    await world.keeper.slash(world.channel, "ratings hosts", role=role)
    await world.set_watched(named, "9")
    for member in (named, await watching_host(world)):
        assert (await member.slash(world.channel, f"loose-end {what}", number=1)).modal is not None


async def test_a_guild_can_open_answering_to_everyone_but_not_editing(world: World) -> None:
    said = await world.keeper.slash(world.channel, "loose-end rules", answering="everyone")
    assert "answered by everyone" in text(said)
    assert {"Answer", "Drop"} <= set(buttons(await show(world, world.bo)))
    assert "Edit" not in buttons(await show(world, world.bo))
    assert "is answered" in text(await settle(world, world.bo, episode="5"))
    assert (await world.bo.slash(world.channel, "loose-end edit", number=1)).modal is None
    await world.keeper.slash(world.channel, "loose-end rules", answering="hosts")
    assert (await world.bo.slash(world.channel, "loose-end reopen", number=1)).modal is None


async def test_who_loses_the_right_while_typing_gets_their_words_back(world: World) -> None:
    await world.keeper.slash(world.channel, "loose-end rules", answering="everyone")
    form = await world.bo.slash(world.channel, "loose-end answer", number=1)
    await world.keeper.slash(world.channel, "loose-end rules", answering="hosts")
    refused = await world.bo.submit_modal(form, {"words": ANSWER, "episode": "5"})
    assert "for the member who raised it" in displays(refused)[0]
    assert ANSWER in displays(refused)
    assert await status(world) is Status.OPEN


async def test_a_host_who_is_behind_sees_and_settles_nothing(world: World) -> None:
    judge = host(world)
    for what in ALL:
        assert "no loose end #1" in text(await judge.slash(world.channel, f"loose-end {what}", number=1))


# Editing


async def test_an_edit_begins_with_what_is_there_and_is_kept_in_the_history(world: World) -> None:
    form = await press(world.aki, await show(world, world.aki), "Edit")
    assert fields(form) == {"words": QUESTION, "episode": "3"}
    changed = await world.aki.submit_modal(form, {"words": f"Who put out the {SECRET}?", "episode": "4"})
    assert "Changed" in text(changed)
    assert "#1 · Lantern Code · Episode 4" in text(changed)
    assert f"Who put out the {SECRET}?" in displays(changed)
    history = await press(world.aki, changed, "History (1)")
    assert f"Before, it was:\n{QUESTION}" in text(history)


async def test_an_edit_that_changes_nothing_leaves_no_trace(world: World) -> None:
    assert "just that already" in text(await settle(world, world.aki, "edit", QUESTION, "3"))
    assert await count(world, "loose_end_changes") == 0


async def test_a_question_that_moves_to_a_later_episode_leaves_those_who_are_behind(world: World) -> None:
    await settle(world, world.aki, "theory", "It was the moth.", "4")
    assert QUESTION in text(await show(world, world.bo))
    await settle(world, world.aki, "edit", QUESTION, "7")
    assert "no loose end #1" in text(await show(world, world.bo))
    sheet = await show(world, world.aki)
    assert "**Theory** · episode 7" in text(sheet)
    await settle(world, world.aki, "edit", QUESTION, "2")
    assert "Episode 2" in text(await show(world, world.bo))
    end = await seen(world, world.bo)
    assert end is not None
    assert [str(change.episode) for change in await loose_end_sheets.history(world.database, end)] == []


@pytest.mark.parametrize(
    ("episode", "said"), [("8", "was settled in episode 7"), ("12", "Say with `/watched` that you are further")]
)
async def test_an_episode_that_can_not_be_is_refused_and_the_words_are_given_back(
    world: World, episode: str, said: str
) -> None:
    await settle(world, world.aki, episode="7")
    refused = await settle(world, world.aki, "edit", f"Who put out the {SECRET}?", episode)
    assert said in displays(refused)[0]
    assert f"Who put out the {SECRET}?" in displays(refused)
    assert QUESTION in displays(await show(world, world.aki))


async def test_of_two_who_edit_at_once_the_second_is_told_and_keeps_their_words(world: World) -> None:
    judge = await watching_host(world)
    first = await world.aki.slash(world.channel, "loose-end edit", number=1)
    second = await judge.slash(world.channel, "loose-end edit", number=1)
    await world.aki.submit_modal(first, {"words": f"Who lit the {SECRET} there?", "episode": "3"})
    refused = await judge.submit_modal(second, {"words": f"Who lit the {SECRET} twice?", "episode": "3"})
    assert "changed by somebody else" in displays(refused)[0]
    again = await press(judge, refused, "Open it again")
    assert fields(again)["words"] == f"Who lit the {SECRET} twice?"
    await judge.submit_modal(again, {"words": f"Who lit the {SECRET} twice?", "episode": "3"})
    assert f"Who lit the {SECRET} twice?" in displays(await show(world, world.aki))


async def test_a_question_full_of_links_can_be_edited(world: World) -> None:
    links = "Is it [here](https://a.example/1)? " * 14
    await add(world, question=links)
    form = await world.aki.slash(world.channel, "loose-end edit", number=2)
    assert form.modal is not None
    limit = form.modal["components"][0]["component"]["max_length"]
    assert len(fields(form)["words"]) <= limit
    refused = await world.aki.submit_modal(form, fields(form))
    assert "500 are the most" in displays(refused)[0]


async def test_nothing_that_is_typed_reaches_the_channel_or_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="cogs")
    await settle(world, world.aki, episode="2")
    await settle(world, world.aki, "drop", ANSWER)
    await settle(world, world.aki, "reopen", ANSWER)
    await settle(world, world.aki, "edit", ANSWER, "3")
    assert world.public() == []
    assert SECRET not in caplog.text
