"""`/show`: what a server follows, for those who manage it."""

from __future__ import annotations

import pytest
import simcord

from bot.episodes import EpisodeNumber
from bot.storage import loose_ends, ratings, shows
from bot.storage.loose_ends import Question
from tests.world import NOW, World, buttons, displays, press, text


async def test_a_show_is_followed_with_its_names_and_channel(world: World) -> None:
    answer = await world.keeper.slash(
        world.channel, "show add", title="Lantern  Code", season=2, first_number=14, alias="LC", channel=world.channel
    )
    assert answer.ephemeral
    assert "follows Lantern Code (season 2) now" in text(answer)
    listed = text(await world.keeper.slash(world.channel, "show list"))
    for part in ("Lantern Code (season 2)", "also LC", "counted from 14", world.channel.mention, "0 reviews"):
        assert part in listed


async def test_a_show_is_followed_once(world: World) -> None:
    await world.keeper.slash(world.channel, "show add", title="Lantern Code")
    again = await world.keeper.slash(world.channel, "show add", title="LANTERN: code!")
    assert "followed here already" in text(again)
    await world.keeper.slash(world.channel, "show add", title="Lantern Code", season=2)
    assert "Followed here: 2" in text(await world.keeper.slash(world.channel, "show list"))


async def test_a_taken_alias_leaves_nothing_behind(world: World) -> None:
    await world.keeper.slash(world.channel, "show add", title="Lantern Code", alias="LC")
    answer = await world.keeper.slash(world.channel, "show add", title="Lucky Cat", alias="LC")
    assert "found by “LC”" in text(answer)
    assert "Lucky Cat" not in text(await world.keeper.slash(world.channel, "show list"))


async def test_an_empty_list_says_how_to_begin(world: World) -> None:
    assert "`/show add`" in text(await world.keeper.slash(world.channel, "show list"))


async def test_a_long_list_is_paged(world: World) -> None:
    for number in range(14):
        await world.add_show(f"Show number {number:02}")
    first = await world.keeper.slash(world.channel, "show list")
    assert list(buttons(first)) == ["Next"]
    second = await press(world.keeper, first, "Next")
    assert list(buttons(second)) == ["Back", "Next"]
    third = await press(world.keeper, second, "Next")
    assert list(buttons(third)) == ["Back"]
    seen = "".join(text(page) for page in (first, second, third))
    # The three pages are one message that was edited; only its last state is left to read.
    assert "Show number 13" in seen


async def test_the_longest_names_fit_into_a_page(world: World) -> None:
    for number in range(12):
        title = f"{number:02}" + "*" * 78
        show_id = await world.add_show(title, aliases=[f"{number:02}{letter}" + "_" * 77 for letter in "abc"])
        assert show_id
    answer = await world.keeper.slash(world.channel, "show list")
    assert sum(len(display) for display in displays(answer)) <= 4_000


async def test_a_renamed_show_is_found_by_both_names(world: World) -> None:
    await world.add_review()
    answer = await world.keeper.slash(world.channel, "show rename", show="Lantern Code", title="The Lantern Code")
    assert "is called The Lantern Code now" in text(answer)
    for name in ("Lantern Code", "The Lantern Code"):
        found = await world.aki.slash(world.channel, "recap", episode="13", show=name)
        assert "The Lantern Code · Episode 13" in text(found)


async def test_a_show_can_not_take_anothers_name(world: World) -> None:
    await world.add_show("Lantern Code")
    await world.add_show("Harbour of Salt")
    answer = await world.keeper.slash(world.channel, "show rename", show="Harbour", title="lantern code")
    assert "followed here already" in text(answer)
    assert "Harbour of Salt" in text(await world.keeper.slash(world.channel, "show list"))


async def test_an_alias_comes_and_goes(world: World) -> None:
    await world.add_show("Lantern Code")
    await world.add_show("Harbour of Salt")
    await world.keeper.slash(world.channel, "show alias", show="Lantern Code", alias="ランタン")
    offered = await world.aki.autocomplete(world.channel, "recap", "show", "ランタン")
    assert [choice["value"] for choice in offered] == ["Lantern Code"]
    again = await world.keeper.slash(world.channel, "show alias", show="Lantern Code", alias="ランタン")
    assert "already found by that name" in text(again)
    gone = await world.keeper.slash(world.channel, "show alias", show="Lantern Code", alias="ランタン", remove=True)
    assert "no longer found" in text(gone)
    assert await world.aki.autocomplete(world.channel, "recap", "show", "ランタン") == []


@pytest.mark.parametrize(("alias", "said"), [("Lantern Code", "`/show rename`"), ("LC", "That is no other name")])
async def test_what_is_no_alias_can_not_be_removed(world: World, alias: str, said: str) -> None:
    await world.add_show("Lantern Code")
    answer = await world.keeper.slash(world.channel, "show alias", show="Lantern Code", alias=alias, remove=True)
    assert said in text(answer)


async def test_the_servers_default_is_meant_when_none_is_named(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    await world.keeper.slash(world.channel, "show default", show="Harbour of Salt")
    assert "the server’s default" in text(await world.keeper.slash(world.channel, "show list"))
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    assert "Harbour of Salt · Episode 13" in text(answer)


async def test_removing_asks_first_and_says_what_goes_with_it(world: World) -> None:
    await world.add_review("12")
    await world.add_review("13")
    await world.set_watched(world.bo, "12")
    await ratings.rate(world.database, world.guild.id, 1, EpisodeNumber.of(12), world.bo.id, 7, NOW)
    asked = await world.keeper.slash(world.channel, "show remove", show="Lantern Code")
    assert asked.ephemeral
    assert "2 reviews" in text(asked)
    assert "1 rating " in text(asked)
    assert "1 member" in text(asked)
    assert "loose end" not in text(asked)
    assert "discussion" not in text(asked)
    kept = await press(world.keeper, asked, "Keep it")
    assert "Nothing was removed" in text(kept)
    assert "Lantern Code" in text(await world.keeper.slash(world.channel, "show list"))


async def test_loose_ends_and_discussions_are_among_what_goes_with_it(world: World) -> None:
    await world.add_show("Lantern Code")
    (show,) = await shows.followed(world.database, world.guild.id)
    for asked in ("Who lit the lantern?", "Where is the ship?"):
        await loose_ends.raise_end(world.database, Question(show, asked, EpisodeNumber.of(1), world.aki.id), NOW)
    await world.keeper.slash(world.channel, "discuss", episode="1")
    said = text(await world.keeper.slash(world.channel, "show remove", show="Lantern Code"))
    assert ", 2 loose ends and what" in said
    assert "What was written in 1 discussion stays, and the buttons there do nothing any more." in said


async def test_a_removed_show_is_gone_with_all_that_belongs_to_it(world: World) -> None:
    await world.add_review()
    await world.set_watched(world.bo, "12")
    await ratings.rate(world.database, world.guild.id, 1, EpisodeNumber.of(12), world.bo.id, 7, NOW)
    asked = await world.keeper.slash(world.channel, "show remove", show="Lantern Code")
    removed = await press(world.keeper, asked, "Remove it with all of that")
    assert "Removed" in text(removed)
    assert "follows no show" in text(await world.keeper.slash(world.channel, "show list"))
    for table in ("shows", "show_names", "reviews", "review_parts", "review_loose_ends", "progress", "ratings"):
        assert await world.database.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_removing_twice_is_once(world: World) -> None:
    await world.add_review()
    one = await world.keeper.slash(world.channel, "show remove", show="Lantern Code")
    other = await world.keeper.slash(world.channel, "show remove", show="Lantern Code")
    await press(world.keeper, one, "Remove it with all of that")
    late = await press(world.keeper, other, "Remove it with all of that")
    assert "not followed here any more" in text(late)


async def test_discord_does_not_offer_it_to_members(world: World) -> None:
    with pytest.raises(simcord.SetupError):
        await world.bo.slash(world.channel, "show add", title="Lantern Code")


async def test_a_member_whom_the_server_lets_at_it_is_still_refused(world: World) -> None:
    await world.add_show("Lantern Code")
    (command,) = [c for c in await world.env.bot.tree.fetch_commands() if c.name == "show"]  # type: ignore[attr-defined]
    world.guild.set_command_permissions(command, {world.bo: True})
    answer = await world.bo.slash(world.channel, "show add", title="Harbour of Salt")
    assert answer.ephemeral
    assert "Manage Server" in text(answer)
    assert await world.database.fetchval("SELECT count(*) FROM shows") == 1


async def test_a_keeper_who_no_longer_is_one_can_not_remove(world: World) -> None:
    await world.add_show("Lantern Code")
    asked = await world.keeper.slash(world.channel, "show remove", show="Lantern Code")
    world.env.backend.get_guild(world.guild.id).members[world.keeper.id].role_ids.clear()
    refused = await press(world.keeper, asked, "Remove it with all of that")
    assert "Manage Server" in text(refused)
    assert await world.database.fetchval("SELECT count(*) FROM shows") == 1


@pytest.mark.parametrize("title", ["\u200b", "a\u202eb", "   "])
async def test_a_title_of_nothing_is_refused(world: World, title: str) -> None:
    answer = await world.keeper.slash(world.channel, "show add", title=title)
    assert "needs a name" in text(answer)
