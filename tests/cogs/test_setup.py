"""`/setup`: what is chosen on the panel is what the single commands choose, and it says what the bot may not do."""

from __future__ import annotations

import discord
import pytest
import simcord

from bot.feeds.model import Feed
from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.gate import Gate
from bot.own_rights import NAMES
from bot.playground.blog import Names
from bot.storage import discussions, feeds, guilds, loose_end_boards, shows
from bot.storage.database import Database
from bot.storage.deliveries import Destination, Placing
from bot.storage.discussions import Mode, Wishes
from bot.storage.feed_items import Accepts
from bot.storage.feed_sources import Fresh
from bot.storage.guilds import Writers
from bot.ui.setup_controls import SetupButton, SetupChannel, SetupPick, SetupRole
from bot.ui.zones import REGIONS, zones_of
from tests.cogs.posting import may
from tests.cogs.setting_up import choose, grant, opened
from tests.feeds.blog import serve_blog
from tests.world import NOW, World, buttons, count, open_world, outside_veils, press, text

SITE = "coffee.example"


async def wishes(world: World) -> Wishes:
    return await discussions.wishes(world.database, world.guild.id, None)


async def settings(world: World) -> guilds.GuildSettings:
    return await guilds.settings(world.database, world.guild.id)


# Who may


async def test_the_command_is_offered_to_who_manages_the_server_alone(world: World) -> None:
    assert "setup" in world.keeper.available_commands(world.channel)
    with pytest.raises(simcord.SetupError):
        await world.bo.slash(world.channel, "setup")


@pytest.mark.parametrize(
    "control",
    [
        SetupButton("Set up", "overview"),
        SetupButton("Set up", "preview"),
        SetupButton("Set up", "show"),
        SetupChannel("talk"),
        SetupRole("hosts"),
        SetupPick("gate", [discord.SelectOption(label="strict")]),
    ],
    ids=lambda control: str(control.custom_id),
)
async def test_nobody_else_gets_anywhere_with_its_controls(
    world: World, control: discord.ui.Item[discord.ui.View]
) -> None:
    planted = await world.plant(control)
    if isinstance(control, SetupButton):
        answer = await world.bo.click(planted, label="Set up")
    else:
        picked = {SetupChannel: world.channel, SetupRole: world.guild.create_role("Hosts"), SetupPick: "strict"}
        answer = await world.bo.select(planted, [picked[type(control)]])
    assert answer.ephemeral
    assert "needs the right “Manage Server”" in text(answer)
    assert await count(world, "guild_settings") == 0


# What is


async def test_a_new_server_is_told_what_is_not_chosen_yet(world: World) -> None:
    said = text(await opened(world))
    for part in (
        "none is followed yet",
        "no blog is watched yet",
        "UTC, where it is",
        "is asked first",
        "every member",
    ):
        assert part in said
    assert "Nothing: I have every right that I use." in said


async def test_the_panel_shows_what_the_single_commands_chose_and_changes_nothing(world: World) -> None:
    await world.add_show("Lantern Code")
    await world.keeper.slash(world.channel, "gate", how="strict")
    await world.keeper.slash(world.channel, "discussions channel", channel=world.channel)
    await world.keeper.slash(world.channel, "discussions mode", mode="gated", take_out=True)
    await world.keeper.slash(world.channel, "feed notices", channel=world.channel)
    await world.keeper.slash(world.channel, "ratings hosts", role=world.guild.create_role("Hosts"))
    await world.keeper.slash(world.channel, "review writers", who="role", role=world.guild.create_role("Scribes"))
    await world.keeper.slash(world.channel, "loose-end rules", take_sure=True)
    await world.keeper.slash(world.channel, "discussions timezone", zone="Europe/Berlin")
    before = await settings(world), await wishes(world)
    panel = await opened(world)
    for part in ("**Show**: Lantern Code", "gets nothing of it", "Europe/Berlin"):
        assert part in text(panel)
    for label in ("Shows, reviews", "Discussions", "Loose ends", "Members", "Overview"):
        panel = await press(world.keeper, panel, label)
        assert panel.response is not None
        assert panel.response.ephemeral
    assert (await settings(world), await wishes(world)) == before


# What is chosen


async def test_a_show_is_followed_by_a_form(world: World) -> None:
    form = await press(world.keeper, await opened(world, "Shows, reviews"), "Follow a new show")
    panel = await world.keeper.submit_modal(form, {"title": "Lantern Code", "season": "2", "alias": "LC"})
    assert "follows Lantern Code (season 2) now" in text(panel)
    (show,) = await shows.followed(world.database, world.guild.id)
    assert (show.title, show.season) == ("Lantern Code", 2)
    assert "lc" in show.names


@pytest.mark.parametrize(("season", "said"), [("x", "A season is a number"), ("1", "is followed here already")])
async def test_a_show_that_can_t_be_followed_is_refused_in_words(world: World, season: str, said: str) -> None:
    await world.add_show("Lantern Code")
    form = await press(world.keeper, await opened(world, "Shows, reviews"), "Follow a new show")
    answer = await world.keeper.submit_modal(form, {"title": "Lantern Code", "season": season})
    assert said in text(answer)
    assert await count(world, "shows") == 1


async def test_the_form_of_who_may_no_more_follows_nothing(world: World) -> None:
    form = await press(world.keeper, await opened(world, "Shows, reviews"), "Follow a new show")
    world.env.backend.get_guild(world.guild.id).members[world.keeper.id].role_ids.clear()
    assert "Manage Server" in text(await world.keeper.submit_modal(form, {"title": "Lantern Code", "season": "1"}))
    assert await count(world, "shows") == 0


async def test_the_show_that_is_meant_is_picked_of_those_followed(world: World) -> None:
    await world.add_show("Lantern Code")
    await world.add_show("Lucky Cat")
    panel = await opened(world, "Shows, reviews")
    assert "choose the one that is meant" in text(panel)
    panel = await choose(world, panel, "setup-of", "2")
    assert "Lucky Cat where none is named, and 1 more" in text(panel)
    (chosen,) = [show for show in await shows.followed(world.database, world.guild.id) if show.is_default]
    assert chosen.title == "Lucky Cat"


async def test_the_channel_of_discussions_is_chosen_and_let_go(world: World) -> None:
    panel = await choose(world, await opened(world, "Discussions"), "setup-channel:talk", world.channel)
    assert f"are opened in {world.channel.mention} from now on" in text(panel)
    assert (await wishes(world)).channel_id == world.channel.id
    panel = await choose(world, panel, "setup-channel:talk")
    assert "in the channel in which they are asked for" in text(panel)
    assert (await wishes(world)).channel_id is None


async def test_gated_discussions_come_with_who_can_see_them_anyway(world: World) -> None:
    world.guild.create_role("Wardens", permissions=discord.Permissions(manage_threads=True))
    panel = await opened(world, "Discussions")
    assert "whoever sees their channel can read them" in text(panel)
    panel = await choose(world, panel, "setup-pick:mode", "out")
    assert "Whoever has the right “Manage Threads” can read them all the same: <@&" in text(panel)
    assert "is taken out" in text(panel)
    assert await wishes(world) == Wishes(None, Mode.GATED, takes_out=True)
    await choose(world, panel, "setup-pick:mode", "gated")
    assert await wishes(world) == Wishes(None, Mode.GATED, takes_out=False)


async def test_discussions_can_t_be_gated_in_a_forum(world: World) -> None:
    forum = world.guild.create_forum_channel("forum")
    panel = await choose(world, await opened(world, "Discussions"), "setup-channel:talk", forum)
    refused = await choose(world, panel, "setup-pick:mode", "gated")
    assert "has no private threads" in text(refused)
    assert (await wishes(world)).mode is Mode.OPEN


async def test_the_time_zone_is_found_by_region_and_city(world: World) -> None:
    panel = await choose(world, await opened(world, "Discussions"), "setup-pick:region", "America")
    assert "which city of America" in text(panel)
    number = next(at for at, part in enumerate(zones_in_selects(panel), 1) if "America/Argentina/Ushuaia" in part)
    panel = await choose(world, panel, f"setup-pick:zone:{number}", "America/Argentina/Ushuaia")
    assert "America/Argentina/Ushuaia, where it is" in text(panel)
    assert (await guilds.time_zone(world.database, world.guild.id)).key == "America/Argentina/Ushuaia"
    await choose(world, panel, "setup-pick:region", "UTC")
    assert (await guilds.time_zone(world.database, world.guild.id)).key == "UTC"


def zones_in_selects(panel: simcord.InteractionResult) -> list[list[str]]:
    assert panel.response is not None
    rows = panel.response.components[0]["components"]
    selects = [row["components"][0] for row in rows if row["type"] == discord.ComponentType.action_row.value]
    return [[option["value"] for option in select["options"]] for select in selects if "options" in select]


@pytest.mark.parametrize("region", REGIONS)
async def test_every_region_fits_into_a_message(world: World, region: str) -> None:
    panel = await choose(world, await opened(world, "Discussions"), "setup-pick:region", region)
    assert [zone for part in zones_in_selects(panel) for zone in part] == list(zones_of(region))


async def test_a_board_is_had_by_who_manages_the_server_and_is_no_host(world: World) -> None:
    assert "it needs a show first" in text(await opened(world, "Loose ends"))
    show_id = await world.add_show("Lantern Code")
    panel = await choose(world, await opened(world, "Loose ends"), f"setup-channel:board:{show_id}", world.channel)
    assert "The board of Lantern Code stands in" in text(panel)
    (show,) = await shows.followed(world.database, world.guild.id)
    board = await loose_end_boards.of_show(world.database, show)
    assert board is not None
    assert board.channel_id == world.channel.id
    assert f"the board is in {world.channel.mention}" in text(await opened(world))


async def test_sure_loose_ends_come_in_by_themselves(world: World) -> None:
    panel = await choose(world, await opened(world, "Loose ends"), "setup-pick:sure", "yes")
    assert "comes into the ledger by itself" in text(panel)
    assert (await settings(world)).takes_sure_ends
    await choose(world, panel, "setup-pick:sure", "no")
    assert not (await settings(world)).takes_sure_ends


async def test_hosts_writers_gate_and_notices(world: World) -> None:
    role = world.guild.create_role("Scribes")
    panel = await choose(world, await opened(world, "Members"), "setup-role:hosts", role)
    assert (await settings(world)).hosts_role_id == role.id
    panel = await choose(world, panel, "setup-role:hosts")
    assert (await settings(world)).hosts_role_id is None
    panel = await choose(world, panel, "setup-role:writers", role)
    assert (await settings(world)).writers is Writers.ROLE
    assert (await settings(world)).writers_role_id == role.id
    panel = await choose(world, panel, "setup-pick:writers", "keepers")
    assert (await settings(world)).writers is Writers.KEEPERS
    panel = await choose(world, panel, "setup-pick:gate", "strict")
    assert "**The gate is strict.**" in text(panel)
    assert (await settings(world)).gate is Gate.STRICT
    panel = await choose(world, panel, "setup-channel:notices", world.channel)
    assert (await settings(world)).notices_channel_id == world.channel.id
    await choose(world, panel, "setup-channel:notices")
    assert (await settings(world)).notices_channel_id is None


async def watch(world: World, name: str, guild: simcord.GuildHandle | None = None) -> int:
    feed = Feed(title=name, items=())
    return await feeds.watch(
        world.database,
        (guild or world.guild).id,
        Fresh(f"https://{name}.example/feed", feed, None, None, "", NOW),
        Destination(world.channel.id, Placing.THREAD),
        show_id=None,
        accepts=Accepts.ANIME,
        backfill=0,
        now=NOW,
    )


async def test_the_reviews_of_a_blog_go_to_another_channel_and_all_else_of_it_stays(world: World) -> None:
    feed_id = await watch(world, "lamplight")
    other = world.guild.create_text_channel("reviews")
    panel = await choose(world, await opened(world, "Shows, reviews"), f"setup-channel:feed:{feed_id}", other)
    assert f"go to {other.mention} from now on" in text(panel)
    (feed,) = await feeds.of_guild(world.database, world.guild.id)
    assert feed.destination == Destination(other.id, Placing.THREAD)
    assert feed.accepts is Accepts.ANIME


async def test_of_several_blogs_one_is_picked_first(world: World) -> None:
    await watch(world, "lamplight")
    second = await watch(world, "tidewater")
    other = world.guild.create_text_channel("reviews")
    panel = await choose(world, await opened(world, "Shows, reviews"), "setup-pick:feed", str(second))
    await choose(world, panel, f"setup-channel:feed:{second}", other)
    channels = [feed.destination.channel_id for feed in await feeds.of_guild(world.database, world.guild.id)]
    assert channels == [world.channel.id, other.id]


async def test_a_blog_is_watched_by_a_form(database: Database, workers: Workers) -> None:
    async with (
        serve_blog() as blog,
        open_web(may_reach=blog.may_reach, resolver=Names({SITE: blog.port})) as web,
        open_world(database, web=web, workers=workers) as world,
    ):
        form = await press(world.keeper, await opened(world, "Shows, reviews"), "Watch a blog")
        answer = await world.keeper.submit_modal(form, {"address": f"http://{SITE}/", "channel": [world.channel]})
        assert f"is watched from now on. Its new reviews go to {world.channel.mention}" in text(answer)
        panel = await press(world.keeper, answer, "Back to the setup")
        assert f"Second Cour Coffee in {world.channel.mention}" in text(panel)
        form = await press(world.keeper, panel, "Watch a blog")
        again = await world.keeper.submit_modal(form, {"address": f"http://{SITE}/", "channel": [world.channel]})
        assert "is watched for" in text(again.followups[-1])
        assert await count(world, "feeds") == 1


async def test_a_blog_is_not_watched_where_the_bot_may_not_post_nor_by_who_may_not(world: World) -> None:
    form = await press(world.keeper, await opened(world, "Shows, reviews"), "Watch a blog")
    typed = {"address": "https://blog.example/", "channel": [world.channel]}
    may(world, world.channel, send_messages=False)
    assert "it needs “Send Messages” there" in text(await world.keeper.submit_modal(form, typed))
    form = await press(world.keeper, await opened(world, "Shows, reviews"), "Watch a blog")
    world.env.backend.get_guild(world.guild.id).members[world.keeper.id].role_ids.clear()
    assert "Manage Server" in text(await world.keeper.submit_modal(form, typed))
    assert await count(world, "feeds") == 0


# Forged and old controls


async def test_controls_work_after_a_restart(world: World) -> None:
    panel = await opened(world, "Members")
    await world.env.restart_bot(world.new_bot())
    role = world.guild.create_role("Scribes")
    panel = await choose(world, panel, "setup-role:writers", role)
    assert (await settings(world)).writers_role_id == role.id
    panel = await choose(world, panel, "setup-channel:notices", world.channel)
    panel = await choose(world, panel, "setup-pick:gate", "veil")
    assert (await settings(world)).gate is Gate.VEIL
    assert "none is followed yet" in text(await press(world.keeper, panel, "Overview"))


async def test_the_ids_of_another_guild_change_nothing_there(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    theirs = await shows.add(world.database, elsewhere.id, "Lucky Cat", now=NOW)
    feed_id = await watch(world, "lamplight", elsewhere)
    for control, said in (
        (SetupChannel("feed", feed_id), "That feed is not watched here any more."),
        (SetupChannel("board", theirs.show_id), "That show is not followed here any more."),
    ):
        planted = await world.plant(control)
        assert said in text(await world.keeper.select(planted, [world.guild.create_text_channel("other")]))
    assert [feed.destination.channel_id for feed in await feeds.of_guild(world.database, elsewhere.id)] == [
        world.channel.id
    ]
    assert await count(world, "loose_end_boards") == 0


@pytest.mark.parametrize(
    "control",
    [
        SetupPick("gone", [discord.SelectOption(label="x")]),
        SetupPick("zone", [discord.SelectOption(label="x", value="Mars/Olympus")]),
        SetupPick("gate", [discord.SelectOption(label="x", value="ajar")]),
        SetupPick("talk", [discord.SelectOption(label="x", value="12")]),
        SetupPick("notices", [discord.SelectOption(label="x", value="12")]),
        SetupPick("feed", [discord.SelectOption(label="x", value="99999")]),
        SetupPick("region", [discord.SelectOption(label="x", value="Mars")]),
    ],
    ids=lambda control: str(control.custom_id),
)
async def test_values_that_the_bot_never_offered_are_refused_in_words(world: World, control: SetupPick) -> None:
    planted = await world.plant(control)
    answer = await world.keeper.select(planted, [control.item.options[0].value])
    assert answer.ephemeral
    assert text(answer)
    assert "Something went wrong" not in text(answer)
    assert await settings(world) == guilds.GuildSettings()


# What the bot may not do


async def test_what_the_bot_may_not_do_in_a_chosen_channel_is_said_with_what_it_costs(world: World) -> None:
    await choose(world, await opened(world, "Discussions"), "setup-channel:talk", world.channel)
    may(world, world.channel, create_public_threads=False, manage_threads=False, manage_channels=False)
    said = text(await opened(world))
    assert f"“Create Public Threads” in {world.channel.mention}: No discussions in text channels" in said
    assert f"“Manage Threads” in {world.channel.mention}: Discussions are neither locked nor unlocked" in said
    assert f"“Manage Channels” in {world.channel.mention}: The channel of discussions is made no Spoiler" in said
    assert "I have every right" not in said
    assert said.count("“") - said.count("“Manage Messages”") == 3


async def test_a_channel_that_is_hidden_or_gone_is_said_once(world: World) -> None:
    await choose(world, await opened(world, "Discussions"), "setup-channel:talk", world.channel)
    may(world, world.channel, view_channel=False)
    assert f"“View Channel” in {world.channel.mention}, unless it is gone" in text(await opened(world))


async def test_a_channel_where_the_bot_may_not_do_it_is_refused_with_the_right(world: World) -> None:
    may(world, world.channel, create_public_threads=False)
    refused = await choose(world, await opened(world, "Discussions"), "setup-channel:talk", world.channel)
    assert "lacks the right “Create Public Threads”" in text(refused)
    assert (await wishes(world)).channel_id is None


async def test_a_server_that_gave_no_right_and_chose_much_still_gets_the_page(world: World) -> None:
    for number in range(20):
        await watch(world, f"blog-{'x' * 40}-{number}")
    await world.database.execute("UPDATE feeds SET placing = 'discussion', channel_id = channel_id + feed_id")
    may(world, world.channel, **{flag: flag == "view_channel" for flag in NAMES})
    grant(world, view_channel=True)
    said = text(await opened(world))
    assert len(said) < 4_000
    assert "unless it is gone: Nothing is posted there." in said
    assert "“Manage Messages” in this server" in said


async def test_with_more_than_fits_each_page_says_where_the_rest_is(world: World) -> None:
    for number in range(26):
        await world.add_show(f"{number:02}" + "*" * 78)
        await watch(world, f"{'x' * 80}{number}")
    for label in ("Shows, reviews", "Discussions", "Loose ends", "Members"):
        assert len(text(await opened(world, label))) < 4_000
    said = text(await opened(world, "Shows, reviews"))
    assert "`/show default` takes any of them" in said
    assert "`/feed edit` takes any of them" in said


# Preview


async def test_a_preview_is_for_the_keeper_alone_and_its_buttons_are_dead(world: World) -> None:
    await choose(world, await opened(world, "Discussions"), "setup-channel:talk", world.channel)
    shown = await press(world.keeper, await opened(world), "Preview")
    sent = [message for message in world.channel.history(viewer=world.keeper) if message.flags.ephemeral]
    before = world.public()
    assert before == []
    assert "only you see it" in text(shown)
    card, hub, board = sent[-3:]
    assert "A new review; no channel is chosen for it yet" in text(card)
    assert f"How a discussion begins, in {world.channel.mention}" in text(hub)
    assert "The Lamplighter’s Winter · Loose ends" in text(board)
    for message in (card, hub, board):
        for told in ("answered her letters", "key that turns", "postman", "8/10"):
            assert told not in outside_veils(message)
        assert buttons(message)
        with pytest.raises(simcord.SetupError):
            await world.keeper.click(
                message, label=next(label for label in buttons(message) if label != "Read it there")
            )
