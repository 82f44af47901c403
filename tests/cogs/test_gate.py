"""`/gate`: what each of its settings means for each way to read."""

from __future__ import annotations

import pytest
import simcord

from bot.episodes import EpisodeNumber
from bot.gate import Gate
from bot.storage import guilds, polls, ratings, shows
from bot.ui.reading import GateButton, ReadButton, Section, Wanted
from bot.ui.writing import ReadFirstButton
from tests.world import (
    NOW,
    SECRET,
    TYPED,
    World,
    buttons,
    fields,
    outside_veils,
    press,
    text,
    write,
)  # fmt: skip

HELD = "You read of episode 13 of Lantern Code once you have watched it."


async def choose(world: World, gate: Gate) -> None:
    await guilds.set_gate(world.database, world.guild.id, gate)


@pytest.fixture
async def strict(world: World) -> World:
    """Return the bot in a strict guild, with a review."""
    await choose(world, Gate.STRICT)
    await world.add_review()
    return world


async def card(world: World) -> simcord.InteractionResult:
    """Have the recap posted by who has watched it."""
    await world.set_watched(world.aki, "13")
    return await world.aki.slash(world.channel, "recap", episode="13")


async def test_who_manages_the_server_chooses_and_is_told_what_it_means(world: World) -> None:
    told = await world.keeper.slash(world.channel, "gate")
    assert told.ephemeral
    assert "The gate asks first" in text(told)
    for gate, said in {Gate.STRICT: "The gate is strict", Gate.VEIL: "The gate veils", Gate.ASK: "asks first"}.items():
        assert said in text(await world.keeper.slash(world.channel, "gate", how=gate.value))
        assert (await guilds.settings(world.database, world.guild.id)).gate is gate
        assert said in text(await world.keeper.slash(world.channel, "gate"))


async def test_nobody_else_does(world: World) -> None:
    with pytest.raises(simcord.SetupError):
        await world.bo.slash(world.channel, "gate", how="veil")
    assert (await guilds.settings(world.database, world.guild.id)).gate is Gate.ASK


async def test_one_guilds_gate_is_not_anothers(world: World) -> None:
    await world.add_review()
    elsewhere = world.env.create_guild("Elsewhere")
    await guilds.set_gate(world.database, elsewhere.id, Gate.STRICT)
    shown = await press(world.bo, await card(world), "Discussion")
    assert "Have you watched" in text(shown)


# Veil


@pytest.mark.parametrize("watched", [None, "9"])
async def test_a_gate_that_veils_shows_it_veiled_at_once(world: World, watched: str | None) -> None:
    await choose(world, Gate.VEIL)
    await world.add_review()
    if watched:
        await world.set_watched(world.bo, watched)
    opened = await press(world.bo, await card(world), "Discussion")
    assert opened.ephemeral
    assert f"The {SECRET} was early." in text(opened)
    assert SECRET not in outside_veils(opened)
    assert await world.watched(world.bo) == watched
    private = await world.bo.slash(world.channel, "recap", episode="13", private=True)
    assert SECRET in text(private)
    assert SECRET not in outside_veils(private)
    assert SECRET in outside_veils(await press(world.bo, private, "I’ve watched it"))
    assert await world.watched(world.bo) == "13"


async def test_a_gate_that_veils_lets_anyone_post_it_veiled(world: World) -> None:
    await choose(world, Gate.VEIL)
    await world.add_review()
    await world.set_watched(world.bo, "9")
    posted = await world.bo.slash(world.channel, "recap", episode="13")
    assert not posted.ephemeral
    assert SECRET not in outside_veils(posted)


# Strict


@pytest.mark.parametrize("watched", [None, "12"])
@pytest.mark.parametrize("label", ["Continue reading", "Discussion", "Score", "Loose ends (1)", "Read the review"])
async def test_a_strict_gate_shows_nothing_of_it(strict: World, label: str, watched: str | None) -> None:
    if watched:
        await strict.set_watched(strict.bo, watched)
    held = await press(strict.bo, await card(strict), label)
    assert held.ephemeral
    assert HELD in text(held)
    assert SECRET not in text(held)
    assert list(buttons(held)) == ["I’ve watched it", "Not yet"]
    assert await strict.watched(strict.bo) == watched


async def test_saying_that_one_has_watched_it_opens_it(strict: World) -> None:
    held = await press(strict.bo, await card(strict), "Discussion")
    opened = await press(strict.bo, held, "I’ve watched it")
    assert f"The {SECRET} was early." in outside_veils(opened)
    assert await strict.watched(strict.bo) == "13"


async def test_the_link_is_among_what_is_held(strict: World) -> None:
    posted = await card(strict)
    assert "blog.example" not in str(buttons(posted))
    held = await press(strict.bo, posted, "Read the review")
    assert "blog.example" not in str(buttons(held))
    opened = await press(strict.bo, held, "I’ve watched it")
    assert buttons(opened)["Read the review"] == "https://blog.example/Lantern-Code-13"


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("watched", [None, "12"])
async def test_who_has_not_watched_it_does_not_have_it_posted(
    strict: World, watched: str | None, private: bool
) -> None:
    if watched:
        await strict.set_watched(strict.bo, watched)
    held = await strict.bo.slash(strict.channel, "recap", episode="13", private=private)
    assert held.ephemeral
    assert HELD in text(held)
    assert "Post it veiled" not in buttons(held)
    assert strict.public() == []
    await press(strict.bo, held, "I’ve watched it")
    assert len(strict.public()) == (0 if private else 1)


@pytest.mark.parametrize("wanted", Wanted)
async def test_an_answer_from_before_it_was_strict_opens_nothing(strict: World, wanted: Wanted) -> None:
    planted = await strict.plant(GateButton("veiled", 1, Section.RECAP, 0, wanted))
    (label,) = buttons(planted)
    held = await strict.bo.click(planted, label=label)
    assert HELD in text(held)
    assert SECRET not in text(held)
    assert [message.id for message in strict.public()] == [planted.id]
    planted = await strict.plant(ReadButton("Read on", 1, Section.RECAP, 1, veiled=True))
    assert HELD in text(await strict.bo.click(planted, label="Read on"))


async def test_no_number_is_told_to_who_has_said_nothing(strict: World) -> None:
    await strict.add_review("14", is_final=True)
    assert await strict.bo.autocomplete(strict.channel, "recap", "episode", "") == []
    listed = text(await strict.bo.slash(strict.channel, "review list"))
    assert "Mara" not in listed
    assert "-# 2 beyond what you have watched" in listed
    none = await strict.bo.slash(strict.channel, "recap", episode="20")
    assert text(none) == (
        "There is no recap of Lantern Code, episode 20, yet. Episodes with a recap: 2 beyond what you have watched."
    )
    assert buttons(none) == {}


async def rated(world: World) -> None:
    await world.add_show("Lantern Code")
    for member_id, score in ((1000, 1), (1001, 2), (world.bo.id, 3)):
        await ratings.rate(world.database, world.guild.id, 1, EpisodeNumber.of(4), member_id, score, NOW)


@pytest.mark.parametrize("watched", [None, "3"])
@pytest.mark.parametrize("is_closed", [False, True])
async def test_a_strict_gate_tells_how_many_rated_and_no_more(
    world: World, watched: str | None, is_closed: bool
) -> None:
    await choose(world, Gate.STRICT)
    await rated(world)
    if watched:
        await world.set_watched(world.bo, watched)
    if is_closed:
        (show,) = await shows.followed(world.database, world.guild.id)
        poll, _ = await polls.claim(
            world.database, show, EpisodeNumber.of(4), channel_id=world.channel.id, closes_at=None, now=NOW
        )
        await polls.close(world.database, poll, NOW)
    answers = [
        await world.bo.slash(world.channel, "ratings episode", episode="4"),
        await world.bo.slash(world.channel, "ratings mine"),
        await world.bo.slash(world.channel, "ratings season"),
        await world.bo.slash(world.channel, "ratings top"),
    ]
    assert "3 members rated episode 4 of Lantern Code." in text(answers[0])
    assert "You rated 1 episode, all" in text(answers[1])
    for answer in answers:
        assert not [told for told in ("2.0", "**3**", "You gave") if told in text(answer)]
        assert answer.response is not None
        assert answer.response.attachments == []
    opened = await press(world.bo, answers[0], "I’ve watched it")
    assert "**2.0** of 10 on average" in outside_veils(opened)
    assert "You gave it 3." in text(opened)
    assert await world.watched(world.bo) == "4"


async def test_a_strict_export_is_cut_at_what_the_host_has_watched(world: World) -> None:
    await choose(world, Gate.STRICT)
    await rated(world)
    await guilds.set_hosts(world.database, world.guild.id, world.guild.create_role("Hosts").id)
    role = world.guild.create_role("Ushers")
    usher = world.guild.add_member(world.env.create_user("usher"), roles=[role])
    await guilds.set_hosts(world.database, world.guild.id, role.id)
    none = await usher.slash(world.channel, "ratings export")
    assert "1 episode rated here, none of them" in text(none)
    await ratings.rate(world.database, world.guild.id, 1, EpisodeNumber.of(1), 1000, 9, NOW)
    await world.set_watched(usher, "1")
    some = await usher.slash(world.channel, "ratings export")
    assert "The ratings of 1 episode, without names. 1 more lie beyond" in text(some)
    assert some.response is not None
    lines = (await some.response.attachments[0].read()).decode("utf-8-sig").splitlines()
    assert len(lines) == 2


# What keepers do


async def test_a_keeper_who_has_not_watched_it_is_asked_before_the_text_opens_in_a_form(world: World) -> None:
    await world.add_show("Lantern Code")
    await write(world)
    asked = await world.keeper.slash(world.channel, "review edit", review="1")
    assert asked.modal is None
    assert "Have you watched episode 13 of Lantern Code?" in text(asked)
    assert SECRET not in text(asked)
    assert fields(await press(world.keeper, asked, "Open it all the same")) == TYPED
    assert await world.watched(world.keeper) is None
    assert fields(await press(world.keeper, asked, "Yes, I have")) == TYPED
    assert await world.watched(world.keeper) == "13"
    assert fields(await world.keeper.slash(world.channel, "review edit", review="1")) == TYPED


async def test_in_a_strict_guild_there_is_no_all_the_same(world: World) -> None:
    await world.add_show("Lantern Code")
    await write(world)
    asked = await world.keeper.slash(world.channel, "review edit", review="1")
    await choose(world, Gate.STRICT)
    assert (await press(world.keeper, asked, "Open it all the same")).modal is None
    held = await world.keeper.slash(world.channel, "review edit", review="1")
    assert list(buttons(held)) == ["I’ve watched it"]
    assert await world.keeper.autocomplete(world.channel, "review edit", "review", "") == []
    assert fields(await world.aki.slash(world.channel, "review edit", review="1")) == TYPED


async def test_a_forged_answer_opens_no_form_to_who_may_not_edit(world: World) -> None:
    await world.add_show("Lantern Code")
    await write(world)
    for answer in ("yes", "anyway"):
        planted = await world.plant(ReadFirstButton(answer, 1, EpisodeNumber.of(13), "Open"))
        pressed = await world.bo.click(planted, label="Open")
        assert pressed.modal is None
        assert "Only the member who wrote that review" in text(pressed)
    assert await world.watched(world.bo) is None
