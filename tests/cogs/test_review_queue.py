"""`/review queue`: what waits to be placed or posted, decided by keepers, once."""

from __future__ import annotations

import discord
import pytest
import simcord

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.storage import queue, shows
from bot.storage.deliveries import Destination, Placing
from bot.storage.reviews import find
from bot.ui.queueing import Choice, QueueButton, QueueSelect
from tests.world import NOW, SECRET, World, buttons, count, fields, options, outside_veils, pick, press, text

BODY = f"""## Recap

The {SECRET} went out at the harbour, and Ines carried the last light over the wet steps.

## Thoughts

I did not see the {SECRET} coming. Who lit it in the first place?
"""
SPAN = EpisodeSpan.of(EpisodeNumber.of(13))


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows two shows."""
    await world.add_show("Lantern Code")
    await world.add_show("Harbour of Salt")
    return world


async def add(
    world: World,
    key: str = "one",
    *,
    show_id: int | None = 1,
    span: EpisodeSpan | None = SPAN,
    channel_id: int | None = 77,
) -> None:
    """Put a text into the guild's queue."""
    async with world.database.transaction() as transaction:
        await queue.add(
            transaction,
            world.guild.id,
            source_key=key,
            url=f"https://blog.example/{key}",
            title=f"Why the {SECRET} had to break",
            body=BODY,
            reason="Its title names no episode.",
            now=NOW,
            show_id=show_id,
            span=span,
            destination=None if channel_id is None else Destination(channel_id, Placing.THREAD, 99),
        )


async def opened(world: World) -> simcord.InteractionResult:
    """Have the keeper open the queue."""
    return await world.keeper.slash(world.channel, "review queue")


async def give_up(world: World) -> None:
    """Have a review wait that could not be posted."""
    await world.add_review("12", show="Lantern Code")
    await world.database.execute(
        """
        INSERT INTO deliveries (guild_id, review_id, channel_id, placing, state, attempts, first_try, next_try, failure,
            is_told, created_at)
        VALUES ($1, 1, 77, 'card', 'given_up', 40, 1, 1, 'HTTP 403', 1, 1)
        """,
        world.guild.id,
    )


async def test_an_empty_queue_says_so(world: World) -> None:
    answer = await opened(world)
    assert answer.ephemeral
    assert text(answer) == "Nothing waits in the queue."


async def test_an_entry_says_why_it_waits_and_veils_its_title(world: World) -> None:
    await add(world)
    answer = await opened(world)
    assert answer.ephemeral
    said = text(answer)
    for part in ("In the queue: 1 of 1", "Its title names no episode.", "<#77>", "Show: Lantern Code · Episode: 13"):
        assert part in said
    assert SECRET in said
    assert SECRET not in outside_veils(answer)
    assert buttons(answer)["Read it there"] == "https://blog.example/one"


async def test_a_title_names_nobody_and_invites_nowhere(world: World) -> None:
    await add(world)
    title = f"<@{world.aki.id}> at https://discord.gg/lantern"
    await world.database.execute("UPDATE review_queue SET title = $1", title)
    said = text(await opened(world))
    assert f"<@{world.aki.id}>" not in said
    assert "discord.gg" not in said


async def test_what_was_guessed_is_filed_with_its_delivery(world: World) -> None:
    await add(world)
    answer = await press(world.keeper, await opened(world), "File it")
    assert text(answer) == "Filed under Lantern Code, episode 13.\nNothing waits in the queue."
    review = await find(world.database, world.guild.id, 1, world.keeper.id)
    assert review is not None
    assert (review[0].show.show_id, str(review[0].head.span), bool(review[0].recap)) == (1, "13", True)
    assert review[0].url == "https://blog.example/one"
    assert await world.database.fetchval("SELECT title FROM reviews") == f"Why the {SECRET} had to break"
    row = await world.database.fetchrow("SELECT review_id, channel_id, placing, role_id, state FROM deliveries")
    assert row is not None
    assert tuple(row) == (1, 77, "thread", 99, "due")
    assert await count(world, "review_queue") == 0


async def test_what_is_known_already_is_shown_anew_where_it_stands(world: World) -> None:
    await add(world, channel_id=world.channel.id)
    await press(world.keeper, await opened(world), "File it")
    await world.later()
    (card,) = [message for message in world.public() if "New review" in text(message)]
    await add(world, channel_id=world.channel.id)
    await world.database.execute("UPDATE review_queue SET title = 'Another title'")
    await press(world.keeper, await opened(world), "File it")
    await world.later()
    (anew,) = [message for message in world.public() if "New review" in text(message)]
    assert anew.id == card.id
    assert "||Another title||" in text(anew)


async def test_what_comes_again_while_it_waits_waits_once_in_its_newest_wording(world: World) -> None:
    await add(world)
    await world.database.execute("UPDATE review_queue SET title = 'Older', body = 'Older'")
    await add(world)
    assert await count(world, "review_queue") == 1
    assert await world.database.fetchval("SELECT body FROM review_queue") == BODY
    assert f"||Why the {SECRET} had to break||" in text(await opened(world))


async def test_one_without_a_destination_is_filed_and_not_posted(world: World) -> None:
    await add(world, channel_id=None)
    await press(world.keeper, await opened(world), "File it")
    assert (await count(world, "reviews"), await count(world, "deliveries")) == (1, 0)


async def test_show_and_episode_are_chosen_by_hand(world: World) -> None:
    await add(world, show_id=None, span=None)
    page = await opened(world)
    assert "Show: not known · Episode: not known" in text(page)
    page = await pick(world.keeper, page, options(page)["Harbour of Salt"])
    form = await press(world.keeper, page, "Name the episode")
    assert fields(form) == {"episode": ""}
    page = await world.keeper.submit_modal(form, {"episode": "12-13.5"})
    assert "Show: Harbour of Salt · Episode: 12–13.5" in text(page)
    answer = await press(world.keeper, page, "File it")
    assert "Filed under Harbour of Salt, episode 12–13.5." in text(answer)


async def test_nothing_is_filed_before_both_are_known(world: World) -> None:
    await add(world, span=None)
    page = await opened(world)
    with pytest.raises(simcord.SetupError):
        await press(world.keeper, page, "File it")
    planted = await world.plant(QueueButton("file", 1, Choice(1), "File it"))
    assert "Name the episode first" in text(await press_planted(world, planted))
    assert await count(world, "review_queue") == 1


async def press_planted(world: World, message: discord.Message, who: str = "keeper") -> object:
    """Press a planted button; what went wrong is told in a message of its own."""
    (label,) = buttons(message)
    answer = await getattr(world, who).click(message, label=label)
    return answer.followups[0] if answer.followups else answer


async def test_an_episode_that_is_none_is_refused(world: World) -> None:
    await add(world)
    form = await press(world.keeper, await opened(world), "Name the episode")
    assert fields(form) == {"episode": "13"}
    assert "is not an episode number" in text(await world.keeper.submit_modal(form, {"episode": "the good one"}))


async def test_a_number_over_all_seasons_is_taken_down_to_the_season(world: World) -> None:
    show_id = await world.add_show("Copper Tide", season=2, first_absolute=14)
    await add(world, show_id=show_id, span=EpisodeSpan.of(EpisodeNumber.of(15)))
    assert "season 2), episode 2." in text(await press(world.keeper, await opened(world), "File it"))


async def test_a_show_that_is_not_followed_yet_is_followed_by_filing(world: World) -> None:
    await add(world)
    page = await opened(world)
    form = await pick(world.keeper, page, options(page)["Another show"])
    assert fields(form) == {"title": "", "episode": "13"}
    answer = await world.keeper.submit_modal(form, {"title": "Copper Tide", "episode": "4"})
    assert "Filed under Copper Tide, episode 4." in text(answer)
    assert [show.title for show in await shows.followed(world.database, world.guild.id)] == [
        "Copper Tide", "Harbour of Salt", "Lantern Code",
    ]  # fmt: skip


async def test_a_title_that_is_followed_is_that_show(world: World) -> None:
    await add(world)
    page = await opened(world)
    form = await pick(world.keeper, page, options(page)["Another show"])
    await world.keeper.submit_modal(form, {"title": "lantern code!", "episode": "4"})
    assert (await count(world, "shows"), await world.database.fetchval("SELECT show_id FROM reviews")) == (2, 1)


async def test_a_show_that_is_removed_meanwhile_leaves_the_entry(world: World) -> None:
    await add(world)
    page = await opened(world)
    await shows.remove(world.database, world.guild.id, 1)
    answer = await press(world.keeper, page, "File it")
    assert "not followed here any more" in text(answer.followups[0])
    assert await count(world, "review_queue") == 1
    assert "Show: not known · Episode: 13" in text(await opened(world))


async def test_a_show_that_is_removed_can_not_be_picked(world: World) -> None:
    await add(world)
    page = await opened(world)
    value = options(page)["Harbour of Salt"]
    await shows.remove(world.database, world.guild.id, 2)
    assert "not followed here any more" in text(await pick(world.keeper, page, value))


async def test_a_title_of_several_seasons_is_asked_about(world: World) -> None:
    for season in (2, 3):
        await world.add_show("Copper Tide", season=season)
    await add(world)
    page = await opened(world)
    form = await pick(world.keeper, page, options(page)["Another show"])
    answer = await world.keeper.submit_modal(form, {"title": "Copper Tide", "episode": "4"})
    assert r"Choose Copper Tide (season 2) or Copper Tide (season 3)" in text(answer.followups[0])
    assert (await count(world, "review_queue"), await count(world, "reviews")) == (1, 0)


async def test_a_season_that_is_not_followed_yet_is_followed_as_one(world: World) -> None:
    await add(world)
    page = await opened(world)
    form = await pick(world.keeper, page, options(page)["Another show"])
    answer = await world.keeper.submit_modal(form, {"title": "Lantern Code season 2", "episode": "4"})
    assert "Filed under Lantern Code (season 2), episode 4." in text(answer)


async def test_a_text_that_can_not_be_read_stays_in_the_queue(world: World) -> None:
    await add(world)
    await world.database.execute("UPDATE review_queue SET body = 'Hello'")
    answer = await press(world.keeper, await opened(world), "File it")
    assert "no review in the file" in text(answer.followups[0])
    assert await count(world, "review_queue") == 1


async def test_what_is_no_review_is_taken_out(world: World) -> None:
    await add(world)
    await add(world, "two")
    answer = await press(world.keeper, await opened(world), "Not a review")
    assert "It is out of the queue." in text(answer)
    assert "1 of 1" in text(answer)
    assert buttons(answer)["Read it there"] == "https://blog.example/two"
    assert await count(world, "reviews") == 0


@pytest.mark.parametrize("label", ["File it", "Not a review"])
async def test_of_two_keepers_the_second_is_told(world: World, label: str) -> None:
    await add(world)
    one, other = await opened(world), await opened(world)
    await press(world.keeper, one, "File it")
    answer = await press(world.keeper, other, label)
    assert "That was decided already, by someone else." in text(answer)
    assert (await count(world, "reviews"), await count(world, "deliveries")) == (1, 1)


async def test_pages_turn(world: World) -> None:
    for key in ("one", "two", "three"):
        await add(world, key)
    page = await opened(world)
    assert "Back" not in buttons(page)
    page = await press(world.keeper, await press(world.keeper, page, "Next"), "Next")
    assert "3 of 3" in text(page)
    assert "Next" not in buttons(page)
    assert "2 of 3" in text(await press(world.keeper, page, "Back"))


async def test_what_could_not_be_posted_is_tried_again(world: World) -> None:
    await give_up(world)
    page = await opened(world)
    assert "For a week it could not be posted in <#77>" in text(page)
    assert "Lantern Code · Episode 12" in text(page)
    assert SECRET not in text(page)
    assert "tried again" in text(await press(world.keeper, page, "Try again"))
    row = await world.database.fetchrow("SELECT state, attempts, first_try, next_try, is_told FROM deliveries")
    assert row is not None
    assert tuple(row) == ("due", 0, None, int(world.env.now().timestamp()), 0)


async def test_what_could_not_be_posted_is_let_be(world: World) -> None:
    await give_up(world)
    await add(world)
    page = await press(world.keeper, await opened(world), "Next")
    one_more = await press(world.keeper, await opened(world), "Next")
    assert "let be" in text(await press(world.keeper, page, "Let it be"))
    assert (await count(world, "deliveries"), await count(world, "reviews")) == (0, 1)
    assert "decided already" in text(await press(world.keeper, one_more, "Try again"))


async def test_the_queue_is_the_keepers(world: World) -> None:
    await add(world)
    refused = await world.aki.slash(world.channel, "review queue")
    assert refused.ephemeral
    assert "Manage Server" in text(refused)
    for verb in ("entry", "file", "ask", "drop", "again", "leave"):
        planted = await world.plant(QueueButton(verb, 1, Choice(1, SPAN), "Forged"))
        assert "Manage Server" in text(await press_planted(world, planted, "aki"))
    select = QueueSelect(1, SPAN, [discord.SelectOption(label="Forged", value="1")])
    picked = await world.aki.select(await world.plant(select), ["1"])
    assert "Manage Server" in text(picked)
    assert (await count(world, "review_queue"), await count(world, "reviews")) == (1, 0)


@pytest.mark.parametrize("which", ["Name the episode", "Another show"])
async def test_who_keeps_the_server_no_more_files_nothing_with_a_form_that_is_open(world: World, which: str) -> None:
    await add(world)
    page = await opened(world)
    if which == "Another show":
        form, typed = await pick(world.keeper, page, options(page)[which]), {"title": "Copper Tide", "episode": "4"}
    else:
        form, typed = await press(world.keeper, page, which), {"episode": "4"}
    (role,) = [role for role in world.env.backend.guilds[world.guild.id].roles.values() if role.name == "Keepers"]
    world.env.backend.remove_member_role(world.guild.id, world.keeper.id, role.id)
    assert "Manage Server" in text(await world.keeper.submit_modal(form, typed))
    assert (await count(world, "review_queue"), await count(world, "reviews")) == (1, 0)


async def test_forged_ids_of_another_guild_do_nothing(world: World) -> None:
    await give_up(world)
    await add(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    keeps = elsewhere.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    forger = elsewhere.add_member(world.env.create_user("forger"), roles=[keeps])
    for verb in ("entry", "post", "file", "drop", "again", "leave"):
        planted = await world.plant(QueueButton(verb, 1, Choice(1, SPAN), "Forged"), channel)
        answer = await forger.click(planted, label="Forged")
        assert "Nothing waits in the queue." in text(answer)
    assert (await count(world, "review_queue"), await count(world, "reviews")) == (1, 1)
    assert await world.database.fetchval("SELECT state FROM deliveries") == "given_up"


async def test_a_queue_page_works_after_a_restart(world: World) -> None:
    await add(world)
    page = await opened(world)
    await world.env.restart_bot(world.new_bot())
    assert "Filed under Lantern Code" in text(await press(world.keeper, page, "File it"))


async def test_many_shows_fit_and_the_rest_are_named(world: World) -> None:
    for number in range(30):
        await world.add_show(f"Show {number:02}")
    await add(world)
    offered = options(await opened(world))
    assert len(offered) == 25
    assert "Another show" in offered
