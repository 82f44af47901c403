"""The question which show is meant, and the buttons that turn pages: one of each, for all that asks and lists."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord
from discord import ui

from bot.ui.paging import PageButton
from tests.world import World, buttons, options, pick, text


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows two shows, with a review of each."""
    await world.add_review(is_final=True)
    await world.add_review(show="Harbour of Salt")
    return world


@pytest.fixture
def host(world: World) -> simcord.MemberActor:
    """Return a member who may open polls."""
    role = world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
    return world.guild.add_member(world.env.create_user("host"), roles=[role])


@pytest.mark.parametrize(
    ("command", "said", "answered"),
    [
        ("recap", {"episode": "13", "private": True}, "Have you watched episode 13 of Harbour of Salt?"),
        ("watched", {"episode": "13"}, "watched Harbour of Salt up to episode 13"),
        ("watched", {"episode": "nothing"}, "Nothing was noted of Harbour of Salt"),
        ("watched", {}, "**Harbour of Salt** · you have not said how far"),
        ("rate", {"episode": "13", "score": 7}, "Noted: 7 of 10."),
        ("ratings episode", {"episode": "13"}, "How was episode 13 of Harbour of Salt?"),
        ("ratings season", {}, "No episode of Harbour of Salt is rated here yet"),
        ("ratings open", {"episode": "13", "closes": "2027-01-01 20:00"}, "The poll of episode 13 of Harbour of Salt"),
        ("ratings close", {"episode": "13"}, "There is no poll of episode 13 of Harbour of Salt"),
        ("ratings reopen", {"episode": "13", "closes": "3d"}, "There is no poll of episode 13 of Harbour of Salt"),
        ("review list", {}, "### Harbour of Salt · 1 review"),
    ],
)
async def test_where_several_shows_may_be_meant_a_private_select_asks_and_goes_on(
    world: World, host: simcord.MemberActor, command: str, said: dict[str, Any], answered: str
) -> None:
    asked = await host.slash(world.channel, command, **said)
    assert asked.ephemeral
    assert text(asked) == "Which show do you mean?"
    await world.env.restart_bot(world.new_bot())
    picked = await pick(host, asked, options(asked)["Harbour of Salt"])
    assert answered in text(picked)


async def test_the_poll_that_is_opened_by_picking_closes_when_that_was_asked_for(
    world: World, host: simcord.MemberActor
) -> None:
    asked = await host.slash(world.channel, "ratings open", episode="13", closes="2027-01-01 20:00")
    await pick(host, asked, options(asked)["Harbour of Salt"])
    closes_at = await world.database.fetchval("SELECT closes_at FROM rating_polls WHERE show_id = 2")
    assert closes_at == 1798833600


async def test_a_form_opens_for_the_show_that_is_picked(world: World) -> None:
    asked = await world.aki.slash(world.channel, "review write", episode="13")
    picked = await pick(world.aki, asked, options(asked)["Harbour of Salt"])
    assert picked.modal is not None
    assert picked.modal["title"] == "Harbour of Salt · Episode 13"


@pytest.mark.parametrize("what", ["mine", "export"])
async def test_a_name_that_several_seasons_have_is_asked_about(
    world: World, host: simcord.MemberActor, what: str
) -> None:
    await world.add_show("Lantern Code", season=2)
    asked = await host.slash(world.channel, f"ratings {what}", show="Lantern Code")
    assert list(options(asked)) == ["Lantern Code", "Lantern Code (season 2)"]
    picked = await pick(host, asked, options(asked)["Lantern Code (season 2)"])
    assert "rated" in text(picked)


@pytest.mark.parametrize(
    ("custom_id", "answered"),
    [
        ("recap-of:final:1", "Have you watched episode 13 of Lantern Code?"),
        ("watched-of:1200", "watched Lantern Code up to episode 12"),
        ("watched-of:nothing", "Nothing was noted"),
        ("reviews-of", "### Lantern Code · 1 review"),
        ("recap-of:forged", "Use the command again."),
        ("nonsense-of:13", "Use the command again."),
    ],
)
async def test_selects_of_before_answer_and_forged_ones_are_refused(
    world: World, custom_id: str, answered: str
) -> None:
    select: ui.Select[Any] = ui.Select(
        custom_id=custom_id, options=[discord.SelectOption(label="Lantern Code", value="1")]
    )
    picked = await world.bo.select(await world.plant(select), ["1"])
    assert answered in text(picked)


@pytest.mark.parametrize("value", ["0", "99", "one"])
async def test_a_show_that_is_none_of_the_guilds_is_refused(world: World, value: str) -> None:
    select: ui.Select[Any] = ui.Select(
        custom_id="recap-of:1300:1", options=[discord.SelectOption(label="Forged", value=value)]
    )
    picked = await world.bo.select(await world.plant(select), [value])
    assert text(picked) == "That show is not followed here any more."


@pytest.mark.parametrize(
    ("custom_id", "answered"),
    [
        ("shows:0", "Followed here: 2"),
        ("feeds:0", "No feed is watched here yet"),
        ("reviews:1:0", "### Lantern Code · 1 review"),
        ("results:season:1:0", "No episode of Lantern Code is rated here yet"),
        ("results:mine:0:0", "You have not rated an episode here yet"),
        ("results:top:0:0", "No episode is rated here yet"),
    ],
)
async def test_buttons_of_before_turn_pages(world: World, custom_id: str, answered: str) -> None:
    planted = await world.plant(ui.Button(label="Old", custom_id=custom_id))
    assert answered in text(await world.keeper.click(planted, label="Old"))


@pytest.mark.parametrize("name", ["shows", "feeds"])
async def test_the_lists_of_keepers_turn_for_keepers_alone(world: World, name: str) -> None:
    planted = await world.plant(PageButton("Forged", name))
    assert "Manage Server" in text(await world.bo.click(planted, label="Forged"))


async def test_a_list_that_is_none_says_so(world: World) -> None:
    planted = await world.plant(PageButton("Forged", "secrets", "1"))
    assert "not here any more" in text(await world.bo.click(planted, label="Forged"))
    assert list(buttons(planted)) == ["Forged"]
