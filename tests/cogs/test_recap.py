"""`/recap`: what the channel sees, what one member sees, and what nobody sees."""

from __future__ import annotations

import asyncio
import logging
import re

import discord
import pytest
import simcord
from discord import app_commands

from bot.client import LooseEnds
from bot.reviews.model import Part, PartKind, Score
from bot.storage import shows
from tests.world import SECRET, World, buttons, displays, options, outside_veils, pick, press, recap_text, text

NEUTRAL_WORDS = re.compile(rf"(?i){SECRET}|7/10|harbour")


async def read_on(world: World, pressed: simcord.InteractionResult, collected: list[str]) -> list[str]:
    """Press Continue reading until there is no more, and collect the pages."""
    collected.append(displays(pressed)[-1])
    while "Continue reading" in buttons(pressed):
        pressed = await press(world.aki, pressed, "Continue reading")
        collected.append(displays(pressed)[-1])
    return collected


def message_id(answer: simcord.InteractionResult) -> int:
    """Return the id of the message that an interaction was answered with."""
    assert answer.response is not None
    return answer.response.id


def unmarked(page: str) -> str:
    """Return a page's words, without the veil and the marks that keep it whole."""
    return re.sub(r"[\u200b\\]", "", page.strip("|"))


async def test_the_episode_comes_first_and_alone_is_needed(world: World) -> None:
    bot = world.env.bot
    assert isinstance(bot, LooseEnds)
    command = bot.tree.get_command("recap")
    assert isinstance(command, app_commands.Command)
    parameters = [(parameter.name, parameter.required) for parameter in command.parameters]
    assert parameters == [("episode", True), ("show", False), ("private", False)]


async def test_the_channel_gets_the_recap_behind_a_veil(world: World) -> None:
    await world.add_review()
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert not answer.ephemeral
    head, veiled = displays(answer)
    assert head.startswith("### Lantern Code · Episode 13\n")
    assert "Mara Quill" in head
    assert f"<t:{1712145600}:D>" in head
    assert SECRET in veiled
    assert not NEUTRAL_WORDS.search(outside_veils(answer))


async def test_it_is_silent_and_shows_no_preview_of_links(world: World) -> None:
    await world.add_review()
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert answer.response is not None
    assert answer.response.flags.suppress_notifications
    assert answer.response.flags.suppress_embeds
    assert answer.response.flags.components_v2


async def test_nothing_of_a_recap_is_lost_or_out_of_order(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    pages = await read_on(world, answer, [])
    assert len(pages) > 2
    assert " ".join(" ".join(unmarked(page) for page in pages).split()) == " ".join(recap_text().split())
    assert len(world.public()) == 1


async def test_who_has_watched_reads_on_in_the_open(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    page = await press(world.aki, answer, "Continue reading")
    assert page.ephemeral
    assert SECRET in outside_veils(page)
    assert "page 2 of" in displays(page)[0]


async def test_turning_a_private_page_stays_in_one_message(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    second = await press(world.aki, answer, "Continue reading")
    third = await press(world.aki, second, "Continue reading")
    back = await press(world.aki, third, "Back")
    assert message_id(back) == message_id(second)
    assert "page 2 of" in displays(back)[0]


@pytest.mark.parametrize("label", ["Continue reading", "Discussion", "Score", "Loose ends (1)"])
async def test_whose_progress_is_unknown_is_asked_before_anything_private(world: World, label: str) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "recap", episode="13")
    asked = await press(world.bo, answer, label)
    assert asked.ephemeral
    assert "Have you watched episode 13 of Lantern Code?" in text(asked)
    assert not NEUTRAL_WORDS.search(text(asked))


async def test_yes_records_progress_and_opens_the_page(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "recap", episode="13")
    asked = await press(world.bo, answer, "Discussion")
    opened = await press(world.bo, asked, "Yes, I have")
    assert f"The {SECRET} was early." in outside_veils(opened)
    assert await world.watched(world.bo) == "13"
    assert message_id(opened) == message_id(asked)


async def test_yes_never_takes_progress_back(world: World) -> None:
    await world.add_review("5")
    await world.add_review("13")
    answer = await world.bo.slash(world.channel, "recap", episode="5")
    asked = await press(world.bo, answer, "Discussion")
    await world.set_watched(world.bo, "13")
    await press(world.bo, asked, "Yes, I have")
    assert await world.watched(world.bo) == "13"


async def test_veiled_on_request_shows_it_veiled_and_records_nothing(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "recap", episode="13")
    asked = await press(world.bo, answer, "Continue reading")
    shown = await press(world.bo, asked, "Show it veiled")
    assert SECRET in text(shown)
    assert SECRET not in outside_veils(shown)
    assert await world.watched(world.bo) is None
    further = await press(world.bo, shown, "Continue reading")
    assert "page 3 of" in displays(further)[0]
    assert SECRET not in outside_veils(further)


async def test_not_yet_shows_nothing(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "recap", episode="13")
    asked = await press(world.bo, answer, "Score")
    closed = await press(world.bo, asked, "Not yet")
    assert "Nothing was shown" in text(closed)
    assert not NEUTRAL_WORDS.search(text(closed))
    assert await world.watched(world.bo) is None


async def test_a_score_is_a_spoiler_until_the_episode_is_watched(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    opened = await press(world.aki, answer, "Score")
    assert "**7/10**" in text(opened)
    asked = await press(world.bo, answer, "Score")
    veiled = await press(world.bo, asked, "Show it veiled")
    assert "7/10" not in outside_veils(veiled)
    assert "7/10" in text(veiled)


async def test_the_discussion_is_all_that_is_not_recap_in_order(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    opened = displays(await press(world.aki, answer, "Discussion"))[-1]
    places = [opened.index(part) for part in ("of an opening", "**What I think**", "was early", "to remember")]
    assert places == sorted(places)


async def test_who_said_they_are_behind_is_asked_before_the_channel_gets_it(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.bo, "9")
    asked = await world.bo.slash(world.channel, "recap", episode="13")
    assert asked.ephemeral
    assert "up to episode 9" in text(asked)
    assert not NEUTRAL_WORDS.search(text(asked))
    assert world.public() == []


async def test_after_yes_the_channel_gets_it_and_progress_is_noted(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.bo, "9")
    asked = await world.bo.slash(world.channel, "recap", episode="13")
    said = await press(world.bo, asked, "Yes, I have")
    assert "up to episode 13" in text(said)
    assert buttons(said) == {}
    (card,) = world.public()
    assert SECRET in text(card)
    assert SECRET not in outside_veils(card)
    assert card.flags.suppress_notifications
    assert await world.watched(world.bo) == "13"


async def test_posting_it_veiled_leaves_progress_alone(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.bo, "9")
    asked = await world.bo.slash(world.channel, "recap", episode="13")
    await press(world.bo, asked, "Post it veiled")
    (card,) = world.public()
    assert SECRET not in outside_veils(card)
    assert await world.watched(world.bo) == "9"


async def test_private_shows_it_to_the_member_alone(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13", private=True)
    assert answer.ephemeral
    assert SECRET in outside_veils(answer)
    assert world.public() == []


async def test_private_asks_first_where_progress_is_unknown(world: World) -> None:
    await world.add_review()
    answer = await world.bo.slash(world.channel, "recap", episode="13", private=True)
    assert "Have you watched" in text(answer)
    assert SECRET not in text(answer)


async def test_a_review_of_several_episodes_needs_the_last_of_them(world: World) -> None:
    await world.add_review("8", last="10")
    await world.set_watched(world.bo, "9")
    asked = await world.bo.slash(world.channel, "recap", episode="9")
    assert "Have you watched episodes 8–10 of Lantern Code?" in text(asked)
    posted = await world.aki.slash(world.channel, "recap", episode="9")
    assert "Have you watched episodes 8–10 of Lantern Code?" in text(await press(world.bo, posted, "Discussion"))


@pytest.mark.parametrize("typed", ["13", "#13", "ep 13", "s1e13", "final", "第13話"])
async def test_an_episode_is_read_as_members_type_it(world: World, typed: str) -> None:
    await world.add_review(is_final=True)
    answer = await world.aki.slash(world.channel, "recap", episode=typed)
    assert "Lantern Code · Episode 13" in text(answer)


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("thirteen", "names no episode"),
        ("12-13", "names no episode"),
        ("14", "no recap of Lantern Code, episode 14, yet. Episodes with a recap: 12–13"),
        ("final", "which episode of Lantern Code is the last"),
        ("s3e1", "No season 3 of Lantern Code"),
    ],
)
async def test_what_can_not_be_answered_is_said_privately_with_what_could(
    world: World, typed: str, answered: str
) -> None:
    await world.add_review("12")
    await world.add_review("13")
    answer = await world.aki.slash(world.channel, "recap", episode=typed)
    assert answer.ephemeral
    assert answered in text(answer)
    assert SECRET not in text(answer)


async def test_an_episode_beyond_the_last_is_said_not_to_exist(world: World) -> None:
    await world.add_review("12")
    await world.add_review("13", is_final=True, parts=())
    answer = await world.aki.slash(world.channel, "recap", episode="14")
    assert answer.ephemeral
    assert text(answer) == "By the reviews kept here, Lantern Code has no episode 14. Episodes with a recap: 12."
    assert list(buttons(answer)) == ["Recap of episode 12"]


async def test_where_there_is_no_recap_the_nearest_one_is_a_press_away(world: World) -> None:
    await world.add_review("12")
    await world.add_review("13")
    await world.set_watched(world.aki, "12")
    answer = await world.aki.slash(world.channel, "recap", episode="14")
    assert "12, and 1 more after episode 12" in text(answer)
    opened = await press(world.aki, answer, "Recap of episode 12")
    assert SECRET in outside_veils(opened)


async def test_a_server_that_follows_nothing_is_told_how_to_begin(world: World) -> None:
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert answer.ephemeral
    assert "`/show add`" in text(answer)


async def test_a_show_without_any_review_says_so(world: World) -> None:
    await world.add_show("Lantern Code")
    answer = await world.aki.slash(world.channel, "recap", episode="1")
    assert "No episode of it has a recap so far" in text(answer)


async def test_a_show_that_is_not_followed_is_answered_with_those_that_are(world: World) -> None:
    await world.add_review()
    answer = await world.aki.slash(world.channel, "recap", episode="13", show="Something Else")
    assert answer.ephemeral
    assert "Followed here: Lantern Code" in text(answer)


async def test_the_show_is_that_of_the_channel(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    await world.keeper.slash(world.channel, "show default", show="Harbour of Salt", channel=world.channel)
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert "Harbour of Salt · Episode 13" in text(answer)


async def test_a_thread_has_the_show_of_its_channel(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    await world.keeper.slash(world.channel, "show default", show="Harbour of Salt", channel=world.channel)
    parent = world.env.bot.get_channel(world.channel.id)
    assert isinstance(parent, discord.TextChannel)
    await parent.create_thread(name="Episode 13", type=discord.ChannelType.public_thread)
    (thread,) = world.channel.threads
    answer = await world.aki.slash(thread, "recap", episode="13")
    assert "Harbour of Salt · Episode 13" in text(answer)


async def test_several_shows_are_asked_about_privately_and_the_pick_is_posted(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    asked = await world.aki.slash(world.channel, "recap", episode="13")
    assert asked.ephemeral
    shown = options(asked)
    assert list(shown) == ["Harbour of Salt", "Lantern Code"]
    await pick(world.aki, asked, shown["Lantern Code"])
    (card,) = world.public()
    assert "Lantern Code · Episode 13" in text(card)
    assert SECRET not in outside_veils(card)


async def test_the_pick_keeps_what_was_asked_for(world: World) -> None:
    await world.add_review("13.5", is_final=True)
    await world.add_review(show="Harbour of Salt")
    for typed in ("final", "13.5"):
        asked = await world.aki.slash(world.channel, "recap", episode=typed, private=True)
        picked = await pick(world.aki, asked, options(asked)["Lantern Code"])
        assert "episode 13.5 of Lantern Code?" in text(picked)
    assert world.public() == []


async def test_a_show_that_went_since_the_question_is_said_to_be_gone(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    asked = await world.aki.slash(world.channel, "recap", episode="13")
    await shows.remove(world.database, world.guild.id, 1)
    picked = await pick(world.aki, asked, options(asked)["Lantern Code"])
    assert "not followed here any more" in text(picked)


async def test_several_reviews_of_an_episode_are_switched_between_privately(world: World) -> None:
    await world.add_review()
    other = (Part(PartKind.RECAP, None, f"Another view of the {SECRET}."),)
    await world.add_review(url="https://other.example/13", author="Tobi Reed", parts=other)
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    shown = options(answer)
    assert list(shown) == ["1. Mara Quill", "2. Tobi Reed"]
    switched = await pick(world.aki, answer, shown["2. Tobi Reed"])
    assert switched.ephemeral
    assert f"Another view of the {SECRET}." in text(switched)
    assert "Tobi Reed" in displays(switched)[0]


async def test_a_review_without_a_recap_says_so_and_offers_the_rest(world: World) -> None:
    await world.add_review(parts=(Part(PartKind.DISCUSSION, None, f"Only the {SECRET}."),))
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert "no recap of its own" in text(answer)
    assert "Discussion" in buttons(answer)
    assert SECRET not in text(answer)


async def test_a_review_without_a_recap_is_opened_at_what_it_has_when_it_is_picked(world: World) -> None:
    await world.add_review()
    other = (Part(PartKind.DISCUSSION, None, f"Only the {SECRET}."),)
    await world.add_review(url="https://other.example/13", author="Tobi Reed", parts=other)
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    switched = await pick(world.aki, answer, options(answer)["2. Tobi Reed"])
    assert f"Only the {SECRET}." in text(switched)


async def test_a_review_of_a_recap_alone_has_no_button_to_anything_else(world: World) -> None:
    bare = (Part(PartKind.RECAP, None, f"Short {SECRET}."),)
    await world.add_review(parts=bare, score=None, url=None, loose_ends=())
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert buttons(answer) == {}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://", "https://a b.example/", "http://[1/13"])
async def test_an_address_that_is_no_web_address_is_no_link(world: World, address: str) -> None:
    await world.add_review(url=address)
    assert "Read the review" not in buttons(await world.aki.slash(world.channel, "recap", episode="13"))


async def test_the_review_is_linked_by_a_button(world: World) -> None:
    await world.add_review()
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert buttons(answer)["Read the review"] == "https://blog.example/Lantern-Code-13"
    assert "blog.example" not in text(answer)


async def test_names_that_strangers_wrote_have_no_effect(world: World) -> None:
    await world.add_review(show="**Loud** <@1> @everyone ||x", author="||sly|| [x](https://a.b)\n# big")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    head = displays(answer)[0]
    assert "@everyone" not in head
    assert head.count("\n") == 1
    assert "\\|\\|sly\\|\\|" in head
    assert "\\*\\*Loud\\*\\*" in head


async def test_buttons_answer_after_a_restart(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    await world.env.restart_bot(world.new_bot())
    page = await press(world.aki, answer, "Continue reading")
    assert "page 2 of" in displays(page)[0]


async def test_a_button_of_a_review_that_is_gone_says_so(world: World) -> None:
    await world.add_review()
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    await shows.remove(world.database, world.guild.id, 1)
    pressed = await press(world.aki, answer, "Discussion")
    assert pressed.ephemeral
    assert "not kept here any more" in text(pressed)


async def test_a_review_that_comes_after_another_went_does_not_answer_its_buttons(world: World) -> None:
    await world.add_review()
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    await shows.remove(world.database, world.guild.id, 1)
    await world.add_review("20")
    pressed = await press(world.aki, answer, "Discussion")
    assert "not kept here any more" in text(pressed)


async def test_one_guilds_reviews_do_not_show_in_another(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    visitor = elsewhere.add_member(world.env.create_user("visitor"))
    await world.add_review()
    answer = await visitor.slash(channel, "recap", episode="13")
    assert "follows" in text(answer) or "followed" in text(answer)
    assert "Lantern" not in text(answer)


async def test_autocomplete_offers_episodes_with_recaps_as_far_as_the_viewer_is(world: World) -> None:
    for number in ("11", "12", "13"):
        await world.add_review(number)
    offered = await world.aki.autocomplete(world.channel, "recap", "episode", "")
    assert [choice["value"] for choice in offered] == ["Episode 13", "Episode 12", "Episode 11"]
    await world.set_watched(world.aki, "12")
    offered = await world.aki.autocomplete(world.channel, "recap", "episode", "1")
    assert [choice["name"] for choice in offered] == ["Episode 12", "Episode 11"]


async def test_an_episode_that_is_typed_whole_is_offered_first(world: World) -> None:
    for number in ("1", "12", "13"):
        await world.add_review(number)
    offered = await world.aki.autocomplete(world.channel, "recap", "episode", "1")
    assert [choice["name"] for choice in offered] == ["Episode 1", "Episode 13", "Episode 12"]


async def test_an_offered_episode_is_understood(world: World) -> None:
    await world.add_review("13.5")
    (offered,) = await world.aki.autocomplete(world.channel, "recap", "episode", "")
    answer = await world.aki.slash(world.channel, "recap", episode=offered["value"])
    assert "Lantern Code · Episode 13.5" in text(answer)


async def test_autocomplete_finds_shows_by_title_or_alias(world: World) -> None:
    await world.add_show("Lantern Code", aliases=["LC"])
    await world.add_show("Harbour of Salt", season=2)
    offered = await world.aki.autocomplete(world.channel, "recap", "show", "lc")
    assert [choice["value"] for choice in offered] == ["Lantern Code"]
    offered = await world.aki.autocomplete(world.channel, "recap", "show", "salt")
    assert [choice["value"] for choice in offered] == ["Harbour of Salt (season 2)"]


async def test_an_offered_show_is_found_again(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt", season=2)
    (offered,) = await world.aki.autocomplete(world.channel, "recap", "show", "salt")
    answer = await world.aki.slash(world.channel, "recap", episode="13", show=offered["value"])
    assert "Harbour of Salt (season 2) · Episode 13" in text(answer)


async def test_no_more_is_offered_than_discord_takes(world: World) -> None:
    most = 25
    for number in range(1, most + 2):
        await world.add_review(str(number))
        await world.add_review("1", url=f"https://blog.example/another-{number}")
    episodes = await world.aki.autocomplete(world.channel, "recap", "episode", "")
    reviews = options(await world.aki.slash(world.channel, "recap", episode="1"))
    for number in range(1, most + 1):
        await world.add_show(f"Show {number}")
    names = await world.aki.autocomplete(world.channel, "recap", "show", "")
    asked = await world.aki.slash(world.channel, "recap", episode="1")
    assert [len(offered) for offered in (episodes, reviews, names, options(asked))] == [most] * 4
    assert "1 more can be named" in text(asked)


async def test_autocomplete_of_a_guild_that_follows_nothing_is_empty(world: World) -> None:
    assert await world.aki.autocomplete(world.channel, "recap", "episode", "1") == []


async def test_sent_views_are_not_kept(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.aki, "13")
    for _ in range(5):
        answer = await world.aki.slash(world.channel, "recap", episode="13")
        await press(world.aki, answer, "Continue reading")
    store = world.env.bot._connection._view_store
    assert store._views == {}
    assert store._synced_message_views == {}
    assert [task for task in asyncio.all_tasks() if "timeout" in repr(task.get_coro())] == []


async def test_the_log_holds_nothing_of_an_episode(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="cogs")
    await world.add_review(score=Score("7", "10", f"{SECRET}!"))
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    world.env.inject_error("POST", "/interactions/*", status=500, times=None)
    await press(world.aki, answer, "Score")
    assert SECRET not in caplog.text
    _ = world.env.errors
