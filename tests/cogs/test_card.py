"""A new review's card: what the channel is told, what each button shows to whom, and what nobody is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import simcord

from bot.client import COGS
from bot.reviews.model import LooseEnd, Part, PartKind
from bot.storage import shows
from bot.storage.database import Database
from tests.world import SECRET, World, buttons, displays, open_world, options, outside_veils, pick, press, text

CARD_COGS = (*COGS, "tests.cogs.card_cog")
TELLING = re.compile(rf"(?i){SECRET}|7/10|harbour|break")
DOORS = {
    "Recap": "Paragraph 1:",
    "Discussion": f"The {SECRET} was early.",
    "Score": "7/10",
    "Loose ends (1)": f"Who lit the {SECRET}?",
}


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Return the bot with a command that shows a card."""
    async with open_world(database, cogs=CARD_COGS) as built:
        yield built


async def show_card(world: World, review: int = 1, **options: object) -> simcord.InteractionResult:
    return await world.keeper.slash(world.channel, "card", review=review, **options)


async def test_the_channel_is_told_that_a_review_is_there_and_no_more(world: World) -> None:
    await world.add_review()
    card = await show_card(world)
    head, *veiled = displays(card)
    assert head == "### Lantern Code · Episode 13\nNew review · by Mara Quill · <t:1712145600:D>"
    assert veiled == [f"||Why the {SECRET} had to break||", f"||The {SECRET} was early.||"]
    assert not TELLING.search(outside_veils(card))
    assert list(buttons(card)) == [*DOORS, "Rate this episode", "Read it there"]


async def test_nothing_is_in_the_message_beside_its_components(world: World) -> None:
    await world.add_review()
    await show_card(world)
    (message,) = world.public()
    assert (message.content, message.embeds, message.attachments) == ("", [], [])
    assert message.flags.components_v2
    assert not message.tts


async def test_the_address_stands_on_the_link_alone(world: World) -> None:
    await world.add_review(url="https://blog.example/ines-dies")
    card = await show_card(world)
    assert buttons(card)["Read it there"] == "https://blog.example/ines-dies"
    assert "blog.example" not in text(card)


@pytest.mark.parametrize("address", [None, "javascript:alert(1)", "https://blog.example/" + "x" * 500])
async def test_an_address_that_discord_does_not_take_is_no_link(world: World, address: str | None) -> None:
    await world.add_review(url=address)
    assert "Read it there" not in buttons(await show_card(world))


async def test_a_role_is_named_in_the_head_and_by_nobody_else(world: World) -> None:
    role = world.guild.create_role("Readers", mentionable=True)
    await world.add_review(author=f"<@&{role.id}>")
    assert f"<@&{role.id}>" not in text(await show_card(world))
    card = await show_card(world, role=role)
    assert displays(card)[0].endswith(f"\n<@&{role.id}>")
    assert text(card).count(f"<@&{role.id}>") == 1
    assert not TELLING.search(outside_veils(card))


async def test_a_changed_review_is_said_to_be_updated(world: World) -> None:
    await world.add_review()
    assert "New review (updated)" in displays(await show_card(world, updated=True))[0]
    assert "updated" not in text(await show_card(world))


async def test_the_first_lines_end_with_a_sentence_and_are_few(world: World) -> None:
    sentence = f"The {SECRET} fell over the pier and nobody there saw it go. "
    await world.add_review(parts=(Part(PartKind.DISCUSSION, "What I think", sentence * 40),))
    (opening,) = displays(await show_card(world))[2:]
    assert 300 < len(opening) <= 400
    assert re.search(r"go\.\W*\|\|\Z", opening)


@pytest.mark.parametrize(
    ("kinds", "first"),
    [
        ("other recap closing discussion", "discussion"),
        ("other recap closing", "closing"),
        ("other recap", "other"),
        ("recap", "recap"),
    ],
)
async def test_the_first_lines_are_what_the_author_says_rather_than_retells(
    world: World, kinds: str, first: str
) -> None:
    await world.add_review(parts=[Part(PartKind(kind), None, f"In the {kind}.") for kind in kinds.split()])
    assert displays(await show_card(world))[2:] == [f"||In the {first}.||"]


async def test_what_a_review_does_not_have_has_no_button_and_no_veil(world: World) -> None:
    await world.add_review(title=None, parts=(), score=None, url=None, loose_ends=())
    card = await show_card(world)
    assert len(displays(card)) == 1
    assert list(buttons(card)) == ["Rate this episode"]


@pytest.mark.parametrize("label", DOORS)
async def test_who_has_watched_reads_in_the_open_alone(world: World, label: str) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    opened = await press(world.aki, await show_card(world), label)
    assert opened.ephemeral
    assert DOORS[label] in outside_veils(opened)


@pytest.mark.parametrize("label", DOORS)
@pytest.mark.parametrize("watched", ["12", None])
async def test_who_has_not_is_asked_first_and_shown_it_veiled_on_request(
    world: World, label: str, watched: str | None
) -> None:
    await world.add_review()
    if watched:
        await world.set_watched(world.bo, watched)
    asked = await press(world.bo, await show_card(world), label)
    assert asked.ephemeral
    assert "Have you watched episode 13 of Lantern Code?" in text(asked)
    assert not TELLING.search(text(asked))
    veiled = await press(world.bo, asked, "Show it veiled")
    assert DOORS[label] in text(veiled).replace("\u200b", "")
    assert not TELLING.search(outside_veils(veiled))
    assert await world.watched(world.bo) == watched


@pytest.mark.parametrize("label", DOORS)
async def test_not_yet_shows_nothing_and_yes_opens_it(world: World, label: str) -> None:
    await world.add_review()
    card = await show_card(world)
    closed = await press(world.bo, await press(world.bo, card, label), "Not yet")
    assert not TELLING.search(text(closed))
    opened = await press(world.bo, await press(world.bo, card, label), "Yes, I have")
    assert DOORS[label] in outside_veils(opened)
    assert await world.watched(world.bo) == "13"


async def test_the_buttons_of_an_old_card_answer_after_a_restart(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    card = await show_card(world)
    await world.env.restart_bot(world.new_bot())
    for label, shown in DOORS.items():
        assert shown in outside_veils(await press(world.aki, card, label))
    ballot = await press(world.aki, card, "Rate this episode")
    assert "How was episode 13 of Lantern Code?" in text(ballot)


async def test_the_buttons_of_a_review_that_is_gone_say_so(world: World) -> None:
    await world.add_review()
    card = await show_card(world)
    await shows.remove(world.database, world.guild.id, 1)
    for label in (*DOORS, "Rate this episode"):
        pressed = await press(world.aki, card, label)
        assert pressed.ephemeral
        assert text(pressed) == "That review is not kept here any more."


async def test_other_reviews_of_the_episode_are_a_choice_away(world: World) -> None:
    await world.add_review()
    other = (Part(PartKind.RECAP, None, f"Another view of the {SECRET}."),)
    await world.add_review(url="https://other.example/13", author="Tobi Reed", parts=other)
    await world.set_watched(world.aki, "13")
    card = await show_card(world)
    assert not TELLING.search(outside_veils(card))
    switched = await pick(world.aki, card, options(card)["2. Tobi Reed"])
    assert switched.ephemeral
    assert f"Another view of the {SECRET}." in outside_veils(switched)


async def test_loose_ends_stand_each_by_itself_the_surest_first_and_turned_like_pages(world: World) -> None:
    ends = [LooseEnd(f"Who carried the {SECRET} over step {n} of the pier, and {'why ' * 60}then?") for n in range(9)]
    await world.add_review(loose_ends=ends)
    card = await show_card(world)
    asked = await press(world.bo, card, "Loose ends (9)")
    page = await press(world.bo, asked, "Show it veiled")
    read = ""
    while True:
        assert SECRET not in outside_veils(page)
        read += text(page)
        if "Continue reading" not in buttons(page):
            break
        page = await press(world.bo, page, "Continue reading")
    assert [int(step) for step in re.findall(r"step (\d)", read)] == list(range(9))


async def test_loose_ends_are_a_press_away_from_a_private_page(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    page = await press(world.aki, await show_card(world), "Discussion")
    opened = await press(world.aki, page, "Loose ends (1)")
    assert f"Who lit the {SECRET}?" in outside_veils(opened)
    assert "Loose ends" in displays(opened)[0]
    assert "Discussion" in buttons(opened)
