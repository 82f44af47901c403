"""Lists of loose ends: each viewer sees what they have watched, and nothing beyond reaches them in any form."""

from __future__ import annotations

import re

import discord
import pytest
import simcord

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber
from bot.loose_ends import Status, Turn
from bot.spoilers import unveil
from bot.storage import guilds, ledger, loose_end_changes, shows
from bot.ui import loose_end_sheet, raising
from bot.ui.layouts import notice
from bot.ui.ledger_doors import AddButton, EndSelect
from bot.ui.ledger_finding import FoundButton, OwnButton
from bot.ui.ledger_lists import LedgerButton
from bot.ui.replying import reply
from tests.cogs.ledger import Ledger, open_ledger, whole
from tests.world import World, buttons, displays, options, outside_veils, pick, press, text


@pytest.fixture
async def kept(world: World) -> Ledger:
    """Return a ledger: three questions of episodes 3, 5 and 9, of which the first is answered in 7."""
    built = await open_ledger(world)
    await built.ask("Who lit the lantern?", "3", by=built.seer.id)
    await built.ask("Who put it out?", "5")
    await built.ask("Where is the ship?", "9")
    await built.settle(1, "The keeper did.", "7")
    return built


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return which member opened which loose end: what a sheet shows is tested with the sheet."""
    asked: list[tuple[int, int]] = []

    async def show_end(interaction: discord.Interaction[LooseEnds], number: int, said: str = "") -> None:
        asked.append((interaction.user.id, number))
        await reply(interaction, notice(f"Loose end {number}"))

    monkeypatch.setattr(loose_end_sheet, "show_end", show_end)
    return asked


@pytest.fixture(autouse=True)
def forms(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str | None]]:
    """Return for which episode and show forms were asked for."""
    asked: list[tuple[str | None, str | None]] = []

    async def ask(interaction: discord.Interaction[LooseEnds], episode: str | None, show: str | None) -> None:
        asked.append((episode, show))
        await reply(interaction, notice("A form"))

    monkeypatch.setattr(raising, "ask", ask)
    return asked


def veiled(answer: simcord.InteractionResult) -> list[str]:
    """Return what stands behind the veils of an answer."""
    return [unveil(display) for display in displays(answer) if display.startswith("||")]


# A show's list


async def test_a_list_is_cut_at_what_was_watched_and_the_rest_counted(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "6")
    answer = await kept.private(world.aki, "list")
    assert displays(answer)[0] == "### Lantern Code · Loose ends\n2 open"
    assert displays(answer)[1] == "**#1** · Episode 3 · open · quiet for 2 episodes · 1 voice"
    assert displays(answer)[3] == "**#2** · Episode 5 · open · 0 voices"
    assert displays(answer)[-1] == "-# 1 more after episode 6"
    assert veiled(answer) == ["Who lit the lantern?", "Who put it out?"]
    assert "lit" not in outside_veils(answer)
    for told in ("ship", "keeper", "answered", "Episode 7", "Episode 9", "#3"):
        assert told not in whole(answer), told


async def test_an_answer_shows_to_who_has_watched_it(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "7")
    answer = await kept.private(world.aki, "list")
    assert displays(answer)[0].endswith("\n1 open, 1 answered")
    assert displays(answer)[1] == "**#1** · Episode 3 · answered in episode 7 · 1 voice"
    assert "keeper" not in whole(answer)


async def test_who_has_said_nothing_of_their_progress_gets_a_count_and_the_way_on(kept: Ledger) -> None:
    answer = await kept.private(kept.world.bo, "list")
    assert text(answer) == (
        "Lantern Code has 3 loose ends. Say with `/watched` how far you have watched, and those up to there are listed."
    )
    assert "Episode" not in whole(answer)
    assert options(answer) == {}


async def test_who_has_watched_none_of_them_is_told_how_many_lie_beyond(kept: Ledger) -> None:
    await kept.world.set_watched(kept.world.bo, "2")
    answer = await kept.private(kept.world.bo, "list")
    assert text(answer).startswith("Lantern Code has 3 loose ends, all after episode 2.")
    assert list(buttons(answer)) == ["Add one"]


async def test_of_a_show_without_any_that_is_said_and_one_can_be_added(
    world: World, forms: list[tuple[str | None, str | None]]
) -> None:
    kept = await open_ledger(world)
    answer = await kept.private(world.aki, "list")
    assert text(answer) == "No loose end of Lantern Code is kept yet: what has the story left open?"
    await press(world.aki, answer, "Add one")
    assert forms == [(None, "Lantern Code")]


async def test_open_all_shows_the_page_in_the_open_and_veils_it_again(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "6")
    opened = await press(world.aki, await kept.private(world.aki, "list"), "Unveil all")
    assert opened.response is not None
    assert opened.response.ephemeral
    assert "Who lit the lantern?" in displays(opened)
    assert "ship" not in whole(opened)
    again = await press(world.aki, opened, "Veil all")
    assert veiled(again) == ["Who lit the lantern?", "Who put it out?"]


async def test_who_went_back_since_is_shown_no_more_than_they_have_watched_now(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "9")
    answer = await kept.private(world.aki, "list")
    await world.set_watched(world.aki, "4")
    opened = await press(world.aki, answer, "Unveil all")
    assert "Who lit the lantern?" in text(opened)
    assert "out" not in text(opened)
    assert "2 more after episode 4" in text(opened)


async def test_a_select_opens_one_by_its_number_and_neutral_words(kept: Ledger, opened: list[tuple[int, int]]) -> None:
    world = kept.world
    await world.set_watched(world.aki, "7")
    answer = await kept.private(world.aki, "list")
    assert options(answer) == {"#1 · Episode 3": "1", "#2 · Episode 5": "2"}
    await pick(world.aki, answer, "2")
    assert opened == [(world.aki.id, 2)]


@pytest.mark.parametrize("value", ["x", "", "9" * 12, "²"])
async def test_a_select_takes_nothing_but_numbers(kept: Ledger, opened: list[tuple[int, int]], value: str) -> None:
    world = kept.world
    planted = await world.plant(EndSelect([discord.SelectOption(label="#1", value=value or "-")]))
    answer = await world.aki.select(planted, [value or "-"])
    assert text(answer) == "That is not one of the loose ends here."
    assert opened == []


@pytest.mark.parametrize(
    ("status", "watched", "listed"),
    [
        (Status.OPEN, "9", ["Who put it out?", "Where is the ship?"]),
        (Status.ANSWERED, "9", ["Who lit the lantern?"]),
        (Status.OPEN, "6", ["Who lit the lantern?", "Who put it out?"]),
    ],
)
async def test_only_those_of_a_status_by_what_was_watched(
    kept: Ledger, status: Status, watched: str, listed: list[str]
) -> None:
    await kept.world.set_watched(kept.world.aki, watched)
    answer = await kept.private(kept.world.aki, "list", status=status.value)
    assert veiled(answer) == listed
    assert f"only those {status}" in text(answer)


async def test_where_none_has_that_status_what_there_is_is_told_with_the_way_to_it(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "6")
    answer = await kept.private(world.aki, "list", status="answered")
    assert text(answer) == (
        "No loose end of Lantern Code is answered, as far as you have watched."
        " What there is: 2 open, 1 more after episode 6."
    )
    assert len(veiled(await press(world.aki, answer, "Show these"))) == 2


async def test_they_are_sorted_as_asked(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "9")
    listed = {}
    for sort in ("episode", "voices", "quiet", "newest"):
        answer = await kept.private(world.aki, "list", sort=sort)
        listed[sort] = list(options(answer).values())
    assert listed == {
        "episode": ["1", "2", "3"],
        "voices": ["1", "2", "3"],
        "quiet": ["2", "1", "3"],
        "newest": ["3", "2", "1"],
    }


async def test_pages_turn_with_status_and_order_kept(kept: Ledger) -> None:
    world = kept.world
    for number in range(20):
        await kept.ask(f"Question {number}?", "4")
    await world.set_watched(world.aki, "4")
    first = await kept.private(world.aki, "list", status="open", sort="newest")
    assert "21 open · only those open, the newest first · page 1 of 3" in text(first)
    assert list(buttons(first)) == ["Next", "Unveil all"]
    second = await press(world.aki, first, "Next")
    assert list(buttons(second)) == ["Back", "Next", "Unveil all"]
    assert list(options(second).values()) == [str(number) for number in range(15, 7, -1)]
    last = await press(world.aki, second, "Next")
    assert list(buttons(last)) == ["Back", "Unveil all"]
    assert "2 more after episode 4" in text(last)
    opened = await press(world.aki, last, "Unveil all")
    assert "Who lit the lantern?" in text(opened)
    assert list(options(opened).values()) == list(options(last).values())


async def test_a_page_that_is_gone_leads_to_the_last_there_is(kept: Ledger) -> None:
    world = kept.world
    for number in range(10):
        await kept.ask(f"Question {number}?", "4")
    await world.set_watched(world.aki, "4")
    second = await press(world.aki, await kept.private(world.aki, "list"), "Next")
    await world.set_watched(world.aki, "3")
    again = await press(world.aki, second, "Unveil all")
    assert list(options(again).values()) == ["1"]


async def test_where_the_place_does_not_tell_the_show_is_asked_for(kept: Ledger) -> None:
    world = kept.world
    harbour = await kept.add_show("Harbour of Salt")
    await kept.ask("Who sold the salt?", "1", show=harbour)
    await world.set_watched(world.aki, "3", harbour.show_id)
    asked = await kept.private(world.aki, "list", status="open", sort="voices")
    assert "Which show do you mean?" in text(asked)
    answer = await pick(world.aki, asked, str(harbour.show_id))
    assert veiled(answer) == ["Who sold the salt?"]
    assert "only those open, the most voices first" in text(answer)
    named = await kept.private(world.aki, "list", show="Harbour of Salt")
    assert veiled(named) == ["Who sold the salt?"]


async def test_the_longest_there_can_be_fit_into_a_message_and_the_limit_is_the_whole_messages(world: World) -> None:
    kept = await open_ledger(world)
    hostile = ("|`#*_~>-" * 2_500)[:20_000]
    name = "*_~`|" * 16
    await shows.rename(world.database, kept.show, name)
    for number in range(16):
        await kept.ask(f"{number} {hostile}", "3", by=kept.seer.id)
        await kept.settle(number + 1, hostile, "5")
    await world.set_watched(world.aki, "6")
    await shows.add(world.database, world.guild.id, "Other", now=world.clock())
    answer = await kept.private(world.aki, "list", show=name)
    for shown in (answer, await press(world.aki, answer, "Unveil all"), await kept.private(kept.seer, "mine")):
        assert sum(len(display.encode("utf-16-le")) // 2 for display in displays(shown)) <= 4_000
        assert len(displays(shown)) == 1 + 16
        assert "cut here" in text(shown)


async def test_a_question_that_can_not_be_seen_takes_no_display(world: World) -> None:
    kept = await open_ledger(world)
    await kept.ask("\u200b\u200b", "3")
    await world.set_watched(world.aki, "3")
    answer = await kept.private(world.aki, "list")
    assert displays(answer)[1:] == ["**#1** · Episode 3 · open · 0 voices"]


# The button that stands elsewhere


async def test_the_button_opens_the_list_for_who_presses_it_alone(kept: Ledger) -> None:
    world = kept.world
    planted = await world.plant(LedgerButton(kept.show.show_id))
    await world.set_watched(world.aki, "9")
    await world.set_watched(world.bo, "4")
    for member, seen in ((world.aki, 3), (world.bo, 1)):
        answer = await member.click(planted, label="Loose ends")
        assert answer.ephemeral
        assert len(veiled(answer)) == seen
    assert len(world.public()) == 1


async def test_the_button_of_an_episode_lists_what_it_raised_to_who_has_watched_it(kept: Ledger) -> None:
    world = kept.world
    planted = await world.plant(LedgerButton(kept.show.show_id, EpisodeNumber.of(5)))
    await world.set_watched(world.aki, "9")
    answer = await world.aki.click(planted, label="Loose ends")
    assert displays(answer)[0] == "### Lantern Code · Loose ends of episode 5\n1 open"
    assert veiled(answer) == ["Who put it out?"]
    await world.set_watched(world.bo, "4")
    behind = await world.bo.click(planted, label="Loose ends")
    assert text(behind).startswith("Lantern Code has 1 loose end of episode 5, all after episode 4.")
    assert "out?" not in whole(behind)
    all_of_them = await press(world.bo, behind, "All of the show")
    assert veiled(all_of_them) == ["Who lit the lantern?"]


async def test_buttons_of_another_guilds_show_or_of_one_that_is_gone_open_nothing(
    kept: Ledger, forms: list[tuple[str | None, str | None]]
) -> None:
    world = kept.world
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    forger = elsewhere.add_member(world.env.create_user("forger"))
    items = (LedgerButton(1), AddButton(1), FoundButton("Next", 1, "lantern", 0, is_open=True))
    for item in items:
        posted = await world.plant(item, channel)
        (label,) = buttons(posted)
        assert text(await forger.click(posted, label=label)) == "That show is not followed here any more."
    here = [await world.plant(item) for item in items]
    await shows.remove(world.database, world.guild.id, 1)
    for posted in here:
        (label,) = buttons(posted)
        assert text(await world.aki.click(posted, label=label)) == "That show is not followed here any more."
    assert forms == []


# Search


async def test_words_are_found_as_far_as_was_watched(kept: Ledger) -> None:
    world = kept.world
    await world.set_watched(world.aki, "7")
    await world.set_watched(world.bo, "6")
    found = await kept.private(world.aki, "search", words="keeper")
    assert displays(found)[0] == "### “keeper”\n1 loose end, as far as you have watched"
    assert displays(found)[1] == "**#1** · Lantern Code, episode 3 · answered in episode 7 · 1 voice"
    assert veiled(found) == ["Who lit the lantern?"]
    nothing = await kept.private(world.bo, "search", words="keeper")
    assert text(nothing).startswith("As far as you have watched, “keeper” stands in no loose end.")
    assert "#1" not in whole(nothing)
    for word in ("ship", "where"):
        assert "stands in no loose end" in text(await kept.private(world.aki, "search", words=word))


async def test_a_search_is_of_one_show_where_it_is_named_else_of_all(kept: Ledger) -> None:
    world = kept.world
    harbour = await kept.add_show("Harbour of Salt")
    await kept.ask("Who stole the lantern?", "1", show=harbour)
    for show_id in (1, harbour.show_id):
        await world.set_watched(world.aki, "9", show_id)
    assert len(veiled(await kept.private(world.aki, "search", words="lant"))) == 2
    one = await kept.private(world.aki, "search", words="lant", show="Harbour of Salt")
    assert veiled(one) == ["Who stole the lantern?"]
    none = await kept.private(world.aki, "search", words="ship", show="Harbour of Salt")
    assert "stands in no loose end in Harbour of Salt." in text(none)
    assert veiled(await press(world.aki, none, "All of them")) == ["Who stole the lantern?"]


async def test_the_words_are_given_back_as_they_were_typed(kept: Ledger) -> None:
    await kept.world.set_watched(kept.world.aki, "9")
    found = await kept.private(kept.world.aki, "search", words="  Who   LIT the Lantern ")
    assert displays(found)[0].startswith("### “Who LIT the Lantern”\n1 loose end")


async def test_what_is_found_has_pages_however_long_the_words_are(kept: Ledger) -> None:
    world = kept.world
    words = "Ｗhy “ÉCLAIR”: 灯台 " + "lantern " * 10
    for _ in range(10):
        await kept.ask(words, "4")
    await world.set_watched(world.aki, "4")
    first = await kept.private(world.aki, "search", words=words.strip())
    assert "10 loose ends" in text(first)
    assert all(len(custom_id.encode("utf-16-le")) // 2 <= 100 for custom_id in buttons(first).values())
    last = await press(world.aki, first, "Next")
    assert len(veiled(last)) == 2
    assert "éclair" in text(await press(world.aki, last, "Unveil all")).casefold()


@pytest.mark.parametrize("words", ["???", "||", "\u200b", '" OR *', "x" * 100, "😀" * 100])
async def test_odd_words_find_nothing_and_say_so(kept: Ledger, words: str) -> None:
    await kept.world.set_watched(kept.world.aki, "9")
    answer = await kept.private(kept.world.aki, "search", words=words)
    assert "stands in no loose end" in text(answer) or "no word in that" in text(answer)


# One's own


async def test_own_ones_are_those_one_has_a_part_in_as_far_as_was_watched(kept: Ledger) -> None:
    world = kept.world
    harbour = await kept.add_show("Harbour of Salt")
    await kept.ask("Who sold the salt?", "1", show=harbour, by=world.aki.id)
    await kept.ask("Who rang the bell?", "8", by=world.aki.id)
    await kept.ask("Who rowed?", "2", by=world.aki.id)
    await world.set_watched(world.aki, "7")
    await world.set_watched(world.aki, "1", harbour.show_id)
    answer = await kept.private(world.aki, "mine")
    assert veiled(answer) == ["Who rowed?", "Who sold the salt?"]
    assert displays(answer)[3] == "**#4** · Harbour of Salt, episode 1 · open · 1 voice"
    assert displays(answer)[-1] == "-# 1 more beyond what you have watched"
    assert "bell" not in whole(answer)
    opened = await press(world.aki, answer, "Unveil all")
    assert "Who rowed?" in displays(opened)
    assert "bell" not in whole(opened)


async def test_who_has_no_part_in_any_is_told_what_to_do(kept: Ledger) -> None:
    answer = await kept.private(kept.world.bo, "mine")
    assert "`/loose-end add` raises one" in text(answer)
    number = await kept.ask("Who rang the bell?", "8", by=kept.world.bo.id)
    answer = await kept.private(kept.world.bo, "mine")
    assert "You have a part in 1 loose end, beyond what you have watched." in text(answer)
    assert f"#{number}" not in whole(answer)


async def test_own_ones_are_those_of_this_guild(kept: Ledger) -> None:
    world = kept.world
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    seer = elsewhere.add_member(kept.seer.user)
    assert "no part in a loose end here" in text(await seer.slash(channel, "loose-end mine"))
    posted = await world.plant(OwnButton("Next", 0, is_open=True), channel)
    assert "no part in a loose end here" in text(await seer.click(posted, label="Next"))
    await shows.add(world.database, elsewhere.id, "Lantern Code", now=world.clock())
    assert "stands in no loose end" in text(await seer.slash(channel, "loose-end search", words="lantern"))
    assert await seer.autocomplete(channel, "loose-end show", "number", "") == []
    assert await seer.autocomplete(channel, "loose-end show", "number", "1") == []


# Completions


async def offered(
    kept: Ledger, command: str, typed: str = "", *, option: str = "number", **filled: int
) -> dict[str, int]:
    """Return what aki is offered: labels and values."""
    aki = kept.world.aki
    choices = await aki.autocomplete(kept.world.channel, f"loose-end {command}", option, typed, **filled)
    return {choice["name"]: choice["value"] for choice in choices}


COMMANDS = ("answer", "drop", "reopen", "edit", "theory", "merge", "undo", "remove", "show")


@pytest.mark.parametrize("command", COMMANDS)
async def test_completions_are_numbers_and_neutral_words_as_far_as_was_watched(kept: Ledger, command: str) -> None:
    assert await offered(kept, command) == {}
    await kept.world.set_watched(kept.world.aki, "6")
    assert await offered(kept, command) == {
        "#2 · Episode 5 · open": 2,
        "#1 · Episode 3 · open · quiet for 2 episodes": 1,
    }
    for typed in ("3", "lantern", "ship", "keeper", "episode 9"):
        assert await offered(kept, command, typed) == {}, typed


async def test_open_ones_go_first_but_where_settled_ones_are_wanted(kept: Ledger) -> None:
    await kept.world.set_watched(kept.world.aki, "9")
    assert list((await offered(kept, "answer")).values()) == [3, 2, 1]
    assert list((await offered(kept, "reopen")).values()) == [1, 3, 2]


async def test_typed_digits_filter_and_the_whole_number_goes_first(kept: Ledger) -> None:
    for number in range(4, 40):
        await kept.ask(f"Question {number}?", "1")
    await kept.world.set_watched(kept.world.aki, "9")
    assert list((await offered(kept, "show", "1")).values()) == [1, *range(10, 20)]
    assert list((await offered(kept, "show", "#3")).values()) == [3, *range(30, 40)]
    assert len(await offered(kept, "show")) == 25
    assert list((await offered(kept, "show", "ep 5")).values()) == [2]
    assert list((await offered(kept, "show", "answered")).values()) == []
    assert list((await offered(kept, "reopen", "answered")).values()) == [1]
    for typed in ("1" * 30, "٣", "%", "_", "episode 99999", "lantern"):
        assert await offered(kept, "show", typed) == {}, typed


async def test_a_number_is_looked_for_in_all_shows_and_without_one_those_of_the_place_are_offered(kept: Ledger) -> None:
    world = kept.world
    harbour = await kept.add_show("Harbour of Salt " + "and more " * 7)
    await kept.ask("Who sold the salt?", "1", show=harbour)
    for show_id in (1, harbour.show_id):
        await world.set_watched(world.aki, "9", show_id)
    everywhere = await offered(kept, "show")
    assert list(everywhere.values()) == [4, 3, 2, 1]
    assert "#3 · Lantern Code · Episode 9 · open" in everywhere
    assert all(len(label) <= 100 for label in everywhere)
    await shows.make_default(world.database, kept.show, world.channel.id)
    assert list((await offered(kept, "show")).values()) == [3, 2, 1]
    (named,) = await offered(kept, "show", "4")
    assert named.startswith("#4 · Harbour of Salt and more")
    assert named.endswith("… · Episode 1 · open")


async def test_into_offers_the_others_of_the_same_show(kept: Ledger) -> None:
    world = kept.world
    harbour = await kept.add_show("Harbour of Salt")
    await kept.ask("Who sold the salt?", "1", show=harbour)
    await kept.ask("Who bought it?", "1", show=harbour)
    for show_id in (1, harbour.show_id):
        await world.set_watched(world.aki, "6", show_id)
    assert list((await offered(kept, "merge", option="into", number=4)).values()) == [5]
    assert list((await offered(kept, "merge", option="into", number=1)).values()) == [2]
    assert list((await offered(kept, "merge", option="into", number=3)).values()) == [5, 4, 2, 1]


async def test_a_merged_one_is_offered_as_the_one_it_became(kept: Ledger) -> None:
    world, database = kept.world, kept.world.database
    ends = [await ledger.find(database, world.guild.id, number, kept.seer.id) for number in (2, 1)]
    assert ends[0] is not None
    assert ends[1] is not None
    await loose_end_changes.merge(database, ends[0], ends[1], kept.seer.id, world.clock())
    await world.set_watched(world.aki, "6")
    assert list((await offered(kept, "show")).values()) == [1]
    assert list((await offered(kept, "show", "2")).values()) == [1]


# Whatever becomes of them later


@pytest.mark.parametrize("watched", [None, "2", "4", "6"])
async def test_what_a_viewer_is_shown_does_not_hang_on_what_they_have_not_watched(
    kept: Ledger, watched: str | None
) -> None:
    """All that can become of loose ends after that episode becomes of them, beside new questions, which are counted."""
    world = kept.world
    if watched:
        await world.set_watched(world.aki, watched)
    asked: tuple[tuple[str, dict[str, str]], ...] = (
        ("list", {}), ("list", {"status": "open"}), ("list", {"status": "answered"}), ("list", {"sort": "quiet"}),
        ("list", {"sort": "voices"}), ("list", {"sort": "newest"}), ("search", {"words": "keeper"}), ("mine", {}),
    )  # fmt: skip

    async def seen() -> list[object]:
        answers = [whole(await kept.private(world.aki, command, **said)) for command, said in asked]
        # How many lie beyond is told.
        uncounted = [re.sub(r"\d+ (more|loose ends)", "some", answer) for answer in answers]
        return [*uncounted, *[await offered(kept, command) for command in COMMANDS]]

    before = await seen()
    await kept.settle(2, "The keeper, too.", "8")
    await kept.settle(2, "No, not the keeper.", "9", Turn.REOPENED)
    await kept.settle(1, "So it was not the keeper.", "10", Turn.REOPENED)
    await kept.settle(1, "It is none.", "11", Turn.DROPPED)
    await kept.ask("Was it the keeper?", "12")
    assert await seen() == before


async def test_hosts_see_no_more_than_they_have_watched(kept: Ledger) -> None:
    await guilds.set_hosts(kept.world.database, kept.world.guild.id, None)
    answer = await kept.private(kept.host, "list")
    assert "3 loose ends" in text(answer)
    assert "lantern?" not in whole(answer)
