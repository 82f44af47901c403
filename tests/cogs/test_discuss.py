"""`/discuss`: an episode's discussion is opened once, found again, and led on from."""

from __future__ import annotations

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.playground.flags import channel_flags
from bot.storage import discussions, ledger, loose_end_changes, loose_ends, review_filing, shows
from bot.storage.loose_ends import Question
from bot.ui.hubs import HubButton
from bot.ui.spoiler_channels import FLAG
from tests.cogs.posting import discord_that, is_posting, may, notices
from tests.cogs.rooms import AFTER_EDIT, HEAD, Rooms, at_once, open_rooms
from tests.world import NOW, SECRET, World, buttons, count, fields, make_review, outside_veils, press, text


@pytest.fixture
async def rooms(world: World) -> Rooms:
    """Return a guild with a show and a host."""
    return await open_rooms(world)


def address(rooms: Rooms, *places: int) -> str:
    """Return the address of a channel, or of a message in one."""
    return "/".join(["https://discord.com/channels", str(rooms.world.guild.id), *map(str, places)])


# Opening.


async def test_in_a_text_channel_it_is_a_thread_that_begins_at_the_hub(rooms: Rooms) -> None:
    said = await rooms.discuss()
    hub = rooms.hub()
    (thread,) = rooms.world.channel.threads
    assert thread.name == f"{HEAD} 13"
    assert thread.id == hub.id
    assert said == f"The discussion of Lantern Code, episode 13: {address(rooms, thread.id)}"
    assert text(hub).startswith(f"### {HEAD} 13\n")
    assert list(buttons(hub)) == ["I’ve watched it", "Rate", "Recap", "Loose ends"]
    assert hub.flags.suppress_notifications
    assert rooms.world.env.backend.get_thread(thread.id).thread_metadata.auto_archive_duration == 10_080  # type: ignore[union-attr]


async def test_in_a_forum_it_is_a_post_with_tags(rooms: Rooms) -> None:
    forum = rooms.world.guild.create_forum_channel("episodes")
    await rooms.keep("channel", channel=forum)
    said = await rooms.discuss()
    (post,) = forum.threads
    assert post.name == f"{HEAD} 13"
    assert said.endswith(address(rooms, post.id))
    assert list(buttons(rooms.hub(forum))) == ["I’ve watched it", "Rate", "Recap", "Loose ends"]
    backend = rooms.world.env.backend
    names = {int(tag["id"]): tag["name"] for tag in backend.get_channel(forum.id).available_tags}
    assert [names[tag] for tag in backend.get_channel(post.id).applied_tags] == ["Lantern Code", "Episode 13"]
    assert rooms.world.public() == []


async def test_whoever_asks_again_is_led_to_it(rooms: Rooms) -> None:
    first = await rooms.discuss()
    assert await rooms.discuss(member=rooms.world.aki) == first
    assert len(rooms.threads()) == 1


@pytest.mark.parametrize("kind", ["text", "forum", "gated"])
async def test_all_who_ask_at_once_are_led_to_the_same(rooms: Rooms, kind: str) -> None:
    world = rooms.world
    channel = world.guild.create_forum_channel("episodes") if kind == "forum" else world.channel
    await rooms.keep("channel", channel=channel)
    if kind == "gated":
        await rooms.keep("mode", mode="gated")
        everyone(world, channel, create_private_threads=True)
    askers = (rooms.host, world.aki, world.bo, world.keeper)
    said = await at_once(world, *(asker.slash(world.channel, "discuss", episode="13") for asker in askers))
    await rooms.wait()
    assert len(rooms.threads(channel)) == 1
    assert len(rooms.hubs(channel)) == 1
    assert len(set(said)) == 1
    assert await count(world, "discussions") == 1


async def test_episodes_and_guilds_have_their_own(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss("13")
    await rooms.discuss("13.5")
    elsewhere = world.env.create_guild("Others")
    channel = elsewhere.create_text_channel("talk")
    await shows.add(world.database, elsewhere.id, "Lantern Code", now=NOW)
    other = elsewhere.add_member(world.env.create_user("chidi"))
    await rooms.discuss("13", other, channel)
    assert rooms.threads() == [f"{HEAD} 13", f"{HEAD} 13.5"]
    assert rooms.threads(channel) == [f"{HEAD} 13"]


async def test_in_a_thread_it_is_opened_in_the_channel_of_the_thread(rooms: Rooms) -> None:
    await rooms.discuss("13")
    (thread,) = rooms.world.channel.threads
    await rooms.discuss("14", channel=thread)
    assert rooms.threads() == [f"{HEAD} 13", f"{HEAD} 14"]


async def test_each_show_may_have_its_own_channel(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_show("Tin Sparrows")
    for_all, for_one = world.guild.create_text_channel("all"), world.guild.create_text_channel("sparrows")
    assert f"<#{for_all.id}> from now on" in await rooms.keep("channel", channel=for_all)
    assert f"of Tin Sparrows are opened in <#{for_one.id}>" in await rooms.keep(
        "channel", channel=for_one, show="Tin Sparrows"
    )
    await rooms.discuss("1", show="Lantern Code")
    await rooms.discuss("1", show="Tin Sparrows")
    assert rooms.threads(for_all) == [f"{HEAD} 1"]
    assert rooms.threads(for_one) == ["Tin Sparrows · Episode 1"]
    assert "where those of all shows are" in await rooms.keep("channel", show="Tin Sparrows")
    assert "in which they are asked for" in await rooms.keep("channel")
    await rooms.discuss("2", show="Tin Sparrows")
    assert rooms.threads() == ["Tin Sparrows · Episode 2"]


# The hub.


async def test_hubs_lead_to_the_ones_before_and_after_also_those_that_open_later(rooms: Rooms) -> None:
    for number in ("13", "15", "14"):
        await rooms.discuss(number)
        await rooms.wait(AFTER_EDIT)
    links = {}
    for hub in rooms.hubs():
        found = {label: value for label, value in buttons(hub).items() if value.startswith("https")}
        links[text(hub).splitlines()[0].rsplit(" ", 1)[1]] = found
    threads = {str(thread.name).rsplit(" ", 1)[1]: address(rooms, thread.id) for thread in rooms.world.channel.threads}
    assert links == {
        "13": {"Next episode": threads["14"]},
        "14": {"Previous episode": threads["13"], "Next episode": threads["15"]},
        "15": {"Previous episode": threads["14"]},
    }


async def test_watching_is_noted_and_never_takes_anyone_back(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    assert (
        text(await rooms.press(world.aki, "I’ve watched it")) == "Noted: you have watched episode 13 of Lantern Code."
    )
    assert await world.watched(world.aki) == "13"
    await world.set_watched(world.bo, "20")
    await rooms.press(world.bo, "I’ve watched it")
    assert await world.watched(world.bo) == "20"


async def test_who_pressed_it_by_mistake_can_take_it_back(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    await world.set_watched(world.bo, "11")
    back = await press(world.bo, await rooms.press(world.bo, "I’ve watched it"), "Undo")
    assert "as it was before" in text(back)
    assert await world.watched(world.bo) == "11"
    await world.set_watched(world.bo, "20")
    assert "Undo" not in buttons(await rooms.press(world.bo, "I’ve watched it"))


async def test_a_rating_is_asked_for(rooms: Rooms) -> None:
    await rooms.discuss()
    ballot = await rooms.press(rooms.world.aki, "Rate")
    assert "How was episode 13 of Lantern Code?" in text(ballot)
    assert len([label for label in buttons(ballot) if label.isdecimal()]) == 10


async def test_the_recap_is_shown_to_who_has_watched_and_others_are_asked(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    assert "no recap" in text(await rooms.press(world.aki, "Recap"))
    await world.add_review("13")
    await world.set_watched(world.aki, "13")
    assert SECRET in outside_veils(await rooms.press(world.aki, "Recap"))
    asked = await rooms.press(world.bo, "Recap")
    assert SECRET not in text(asked)
    assert "Have you watched episode 13" in text(asked)


async def test_a_hub_tells_nothing_of_its_episode(rooms: Rooms) -> None:
    await rooms.world.add_review("13")
    await rooms.discuss()
    await rooms.press(rooms.world.aki, "Rate")
    assert SECRET not in text(rooms.hub()) + str(rooms.threads()) + outside_veils(rooms.hub())


async def test_a_hostile_title_names_nobody_and_closes_nothing(rooms: Rooms) -> None:
    await rooms.world.database.execute("UPDATE shows SET title = $1", "Lantern @everyone <@1> || ``` dies")
    said = await rooms.discuss()
    for shown in (said, text(rooms.hub())):
        assert "@everyone" not in shown
        assert "<@1>" not in shown
        assert "||" not in shown
        assert "```" not in shown
    sent = [r.json for r in rooms.world.env.http_requests if r.method == "POST" and r.path.endswith("/messages")]
    assert [message["allowed_mentions"] for message in sent if isinstance(message, dict)] == [{"parse": []}]


@pytest.mark.parametrize("what", ["watched", "rate", "recap"])
async def test_the_hub_of_another_guild_opens_nothing_of_it(rooms: Rooms, what: str) -> None:
    world = rooms.world
    elsewhere = world.env.create_guild("Others")
    show = await shows.add(world.database, elsewhere.id, "Tin Sparrows", now=NOW)
    await review_filing.file_review(world.database, elsewhere.id, make_review("13", show="Tin Sparrows"), now=NOW)
    planted = await world.plant(HubButton(what, show.show_id, EpisodeNumber.of(13)))
    (label,) = buttons(planted)
    answer = await world.aki.click(planted, label=label)
    assert text(answer) == "That show is not followed here any more."
    assert await count(world, "progress") == 0


async def test_a_hub_works_after_a_restart(rooms: Rooms) -> None:
    await rooms.discuss()
    await rooms.world.env.restart_bot(rooms.world.new_bot())
    await rooms.press(rooms.world.aki, "I’ve watched it")
    assert await rooms.world.watched(rooms.world.aki) == "13"


# In a discussion.


async def test_commands_in_a_discussion_know_their_show_and_offer_their_episode(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_show("Tin Sparrows")
    await world.add_review("13", show="Tin Sparrows")
    await world.add_review("14", show="Tin Sparrows")
    await rooms.discuss("13", show="Tin Sparrows")
    (thread,) = world.channel.threads
    offered = await world.aki.autocomplete(thread, "recap", "episode", "")
    assert offered[0]["value"] == "Episode 13"
    answer = await world.aki.slash(thread, "watched", episode="13")
    assert "Tin Sparrows up to episode 13" in text(answer)
    unclear = await world.aki.slash(world.channel, "watched", episode="13")
    assert "Which show do you mean?" in text(unclear)


async def test_its_episode_is_offered_though_it_has_no_recap_and_lies_ahead(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_review("2")
    await world.set_watched(world.aki, "2")
    await rooms.discuss("3")
    (thread,) = world.channel.threads
    for typed, offered in (("", ["Episode 3", "Episode 2"]), ("2", ["Episode 2"])):
        choices = await world.aki.autocomplete(thread, "recap", "episode", typed)
        assert [choice["value"] for choice in choices] == offered


async def test_a_loose_end_that_is_added_in_a_discussion_is_of_its_episode(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_show("Tin Sparrows")
    await rooms.discuss("3", show="Tin Sparrows")
    (thread,) = world.channel.threads
    await world.set_watched(world.aki, "9", 2)
    message = await world.bo.send(thread, f"Who lit the {SECRET}?")
    for form in (
        await world.aki.slash(thread, "loose-end add"),
        await world.aki.context_menu(thread, "Track as loose end", message),
    ):
        assert fields(form)["episode"] == "3"
    elsewhere = await world.aki.slash(thread, "loose-end add", show="Lantern Code")
    assert fields(elsewhere)["episode"] == ""


async def test_another_show_that_is_named_in_a_discussion_is_not_of_its_episode(rooms: Rooms) -> None:
    world = rooms.world
    await world.add_show("Tin Sparrows")
    await rooms.discuss("3", show="Tin Sparrows")
    await rooms.discuss("3", show="Lantern Code")
    (thread,) = (each for each in world.channel.threads if str(each.name).startswith("Tin"))
    answer = await rooms.host.slash(thread, "discussions lock", show="Lantern Code")
    assert "Say which episode you mean" in text(answer)
    assert "locked" in text(await rooms.host.slash(thread, "discussions lock", show="Tin Sparrows"))


# Threads that were put away, locked or deleted.


async def test_one_that_was_put_away_is_taken_out_when_it_is_asked_for(rooms: Rooms) -> None:
    await rooms.discuss()
    (thread,) = rooms.world.channel.threads
    put_away(rooms.world, thread)
    assert "It was put away, and is open again." in await rooms.discuss(member=rooms.world.aki)
    assert not is_put_away(rooms.world, thread)
    assert len(rooms.threads()) == 1


async def test_one_that_was_locked_stays_so_where_the_bot_may_not_moderate(rooms: Rooms) -> None:
    await rooms.discuss()
    (thread,) = rooms.world.channel.threads
    put_away(rooms.world, thread, locked=True)
    may(rooms.world, rooms.world.channel, manage_threads=False)
    said = await rooms.discuss()
    assert said.endswith("It is locked.")
    assert is_put_away(rooms.world, thread)


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_one_that_was_deleted_is_opened_anew_and_its_hub_goes(rooms: Rooms, kind: str) -> None:
    world = rooms.world
    channel = world.guild.create_forum_channel("episodes") if kind == "forum" else world.channel
    await rooms.keep("channel", channel=channel)
    await rooms.discuss("12")
    await rooms.discuss("13")
    await rooms.wait(AFTER_EDIT)
    first = next(thread for thread in channel.threads if thread.name == f"{HEAD} 13")
    world.env.backend.delete_channel(first.id)
    said = await rooms.discuss("13")
    await rooms.wait(AFTER_EDIT)
    (anew,) = [thread for thread in channel.threads if thread.name == f"{HEAD} 13"]
    assert anew.id != first.id
    assert said.endswith(address(rooms, anew.id))
    hubs = {text(hub).splitlines()[0]: buttons(hub) for hub in rooms.hubs(channel)}
    assert len(rooms.hubs(channel)) == len(hubs) == 2
    assert hubs[f"### {HEAD} 12"]["Next episode"] == address(rooms, anew.id)


async def test_a_hub_that_was_deleted_stands_in_the_discussion_when_it_is_asked_for(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    world.env.backend.delete_message(world.channel.id, rooms.hub().id)
    (thread,) = world.channel.threads
    said = await rooms.discuss()
    assert said.endswith(address(rooms, thread.id))
    assert [message.channel.id for message in rooms.hubs()] == [thread.id]


async def test_a_thread_that_a_review_has_opened_is_the_discussion_and_gets_a_hub(rooms: Rooms) -> None:
    world = rooms.world
    thread = world.env.backend.create_thread(world.channel.id, f"{HEAD} 13", world.env.bot.user.id)  # type: ignore[union-attr]
    async with world.database.transaction() as transaction:
        await discussions.note(
            transaction,
            world.guild.id,
            1,
            EpisodeNumber.of(13),
            parent_id=world.channel.id,
            thread_id=thread.id,
            now=NOW,
        )
    assert (await rooms.discuss()).endswith(address(rooms, thread.id))
    assert len(rooms.threads()) == 1
    assert len(rooms.hubs()) == 1


async def test_a_show_that_goes_takes_its_discussions_along(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.discuss()
    await shows.remove(world.database, world.guild.id, 1)
    await rooms.wait()
    assert await count(world, "discussions") == 0
    answer = await rooms.press(world.aki, "I’ve watched it")
    assert text(answer) == "That show is not followed here any more."


# Locking.


async def test_hosts_lock_and_unlock(rooms: Rooms) -> None:
    world = rooms.world
    may(world, world.channel, manage_threads=True)
    await rooms.discuss()
    (thread,) = world.channel.threads
    put_away(world, thread)
    assert "is locked: only those with “Manage Threads” go on in it" in await rooms.ask("lock", episode="13")
    metadata = world.env.backend.get_thread(thread.id).thread_metadata
    assert metadata is not None
    assert metadata.locked
    answer = await rooms.host.slash(thread, "discussions unlock")
    assert "is unlocked" in text(answer)
    assert not metadata.locked


async def test_only_hosts_lock(rooms: Rooms) -> None:
    await rooms.discuss()
    assert "“Manage Messages”" in await rooms.ask("lock", rooms.world.aki, episode="13")


async def test_nothing_is_locked_that_is_not_there_or_not_the_bots_to_lock(rooms: Rooms) -> None:
    world = rooms.world
    may(world, world.channel, manage_threads=False)
    assert "There is no discussion of Lantern Code, episode 13." in await rooms.ask("lock", episode="13")
    await rooms.discuss()
    assert "I lack the right “Manage Threads”" in await rooms.ask("lock", episode="13")
    world.env.backend.delete_channel(world.channel.threads[0].id)
    assert "There is no discussion of Lantern Code, episode 13." in await rooms.ask("lock", episode="13")
    assert "Say which episode you mean." in await rooms.ask("lock")


# Who may, and what is lacking.


async def test_members_open_where_they_may_create_threads_and_hosts_always(rooms: Rooms) -> None:
    world = rooms.world
    everyone(world, world.channel, create_public_threads=False)
    said = await rooms.discuss(member=world.aki)
    assert "by members with the right “Create Public Threads”" in said
    assert rooms.threads() == []
    await rooms.discuss()
    assert "https://" in await rooms.discuss(member=world.aki)
    forum = world.guild.create_forum_channel("episodes")
    everyone(world, forum, send_messages=False)
    await rooms.keep("channel", channel=forum)
    assert "“Create Posts”" in await rooms.discuss("14", world.aki)


@pytest.mark.parametrize(
    ("right", "name"),
    [
        ("view_channel", "View Channel"),
        ("send_messages", "Send Messages"),
        ("read_message_history", "Read Message History"),
        ("create_public_threads", "Create Public Threads"),
        ("send_messages_in_threads", "Send Messages in Threads"),
    ],
)
async def test_what_the_bot_lacks_is_said(rooms: Rooms, right: str, name: str) -> None:
    other = rooms.world.guild.create_text_channel("other")
    await rooms.keep("channel", channel=other)
    may(rooms.world, other, **{right: False})
    said = await rooms.discuss()
    assert f"In <#{other.id}> the bot lacks the right" in said
    assert f"“{name}”" in said
    assert await count(rooms.world, "discussions") == 0


async def test_what_discord_refuses_is_told_to_keepers_and_done_once_it_is_mended(rooms: Rooms) -> None:
    keepers = await notices(rooms.world)
    rooms.world.env.inject_error("POST", f"/channels/{rooms.world.channel.id}/messages", status=403, code=50013)
    said = await rooms.discuss()
    assert "can’t be opened just now" in said
    (told,) = keepers.history()
    assert "The discussion of Lantern Code, episode 13, can’t be opened" in text(told)
    assert "https://" in await rooms.discuss()
    assert len(rooms.hubs()) == len(rooms.threads()) == 1


async def test_a_channel_that_goes_before_it_is_opened_is_told_and_another_one_taken(rooms: Rooms) -> None:
    world = rooms.world
    keepers = await notices(world)
    other = world.guild.create_text_channel("other")
    await rooms.keep("channel", channel=other)

    async def vanish(route: discord.http.Route) -> None:
        if is_posting(route) and str(other.id) in route.url and other.id in world.env.backend.channels:
            world.env.backend.delete_channel(other.id)

    with discord_that(world, before=vanish):
        assert "can’t be opened just now" in await rooms.discuss()
        await rooms.wait()
    (told,) = keepers.history()
    assert "its channel is gone" in text(told)
    assert "`/discussions channel` names another one" in await rooms.discuss()
    await rooms.keep("channel")
    assert "https://" in await rooms.discuss()
    assert rooms.threads() == [f"{HEAD} 13"]


async def test_a_voice_channel_is_no_place_for_one(rooms: Rooms) -> None:
    voice = rooms.world.guild.create_voice_channel("voice")
    assert "No discussion can be opened here" in await rooms.discuss(channel=voice)


async def test_only_keepers_choose(rooms: Rooms) -> None:
    assert "“Manage Server”" in await rooms.ask("channel")
    assert "“Manage Server”" in await rooms.ask("mode", mode="open")
    assert "“Manage Server”" in await rooms.ask("timezone", zone="UTC")


# Discord's own Spoiler Channels.


async def test_a_chosen_channel_is_made_a_spoiler_channel_its_other_flags_kept(rooms: Rooms) -> None:
    world = rooms.world
    with channel_flags(are_kept=True) as flags:
        flags[f"/channels/{world.channel.id}"] = 1 << 4
        said = await rooms.keep("channel", channel=world.channel)
        assert said.endswith("It is a Spoiler Channel now.")
        assert flags == {f"/channels/{world.channel.id}": FLAG | 1 << 4}
        keepers = await notices(world)
        await rooms.discuss("13")
        assert keepers.history() == []
        # Someone switches it off: keepers are told once, and again after it was on.
        for lost in (1, 2):
            flags[f"/channels/{world.channel.id}"] = 0
            for number in ("14", "15"):
                await rooms.discuss(f"{number}.{lost}")
            assert len(keepers.history()) == lost
            flags[f"/channels/{world.channel.id}"] = FLAG
            await rooms.discuss(f"16.{lost}")
        assert "none of Discord’s own Spoiler Channels" in text(keepers.history()[-1])


async def test_where_the_flag_does_not_take_the_keeper_is_told_and_discussions_open_all_the_same(rooms: Rooms) -> None:
    keepers = await notices(rooms.world)
    said = await rooms.keep("channel", channel=rooms.world.channel)
    assert "is none of Discord’s own Spoiler Channels" in said
    await rooms.discuss()
    assert keepers.history() == [], "who chose the channel has been told"
    assert len(rooms.threads()) == 1


async def test_without_the_right_for_it_the_flag_is_not_there_either(rooms: Rooms) -> None:
    may(rooms.world, rooms.world.channel, manage_channels=False)
    with channel_flags(are_kept=True) as flags:
        assert "the bot needs “Manage Channels”" in await rooms.keep("channel", channel=rooms.world.channel)
        assert flags == {}


async def test_a_channel_is_chosen_though_discord_is_down(rooms: Rooms) -> None:
    channel = rooms.world.channel
    rooms.world.env.inject_error("GET", f"/channels/{channel.id}", status=503)
    said = await rooms.keep("channel", channel=channel)
    assert f"Discussions are opened in <#{channel.id}> from now on." in said
    assert "is none of Discord’s own Spoiler Channels" in said


async def test_a_channel_nobody_chose_is_left_as_it_is(rooms: Rooms) -> None:
    with channel_flags(are_kept=True) as flags:
        await rooms.discuss()
        assert flags == {}


async def test_the_flag_is_looked_at_after_the_hub_and_before_the_thread(rooms: Rooms) -> None:
    world = rooms.world
    await rooms.keep("channel", channel=world.channel)
    before = len(world.env.http_requests)
    await rooms.discuss()
    made = [
        (request.method, request.path.rsplit("/", 1)[-1])
        for request in world.env.http_requests[before:]
        if str(world.channel.id) in request.path
    ]
    assert made[:3] == [("POST", "messages"), ("GET", str(world.channel.id)), ("POST", "threads")]


def put_away(world: World, thread: simcord.ChannelHandle, *, locked: bool = False) -> None:
    """Put a thread away, as Discord does after some days."""
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True, "locked": locked})


def is_put_away(world: World, thread: simcord.ChannelHandle) -> bool:
    """Tell whether a thread is put away."""
    metadata = world.env.backend.get_thread(thread.id).thread_metadata
    return metadata is not None and metadata.archived


def everyone(world: World, channel: simcord.ChannelHandle, **rights: bool) -> None:
    """Give everyone rights in a channel, or take them from all but the bot, whose own stay."""
    allow, no = discord.PermissionOverwrite(**rights).pair()
    mine = discord.PermissionOverwrite(**dict.fromkeys(rights, True)).pair()[0]
    bot = world.env.bot.user
    assert bot is not None
    overwrites = [
        Overwrite(target_id=world.guild.id, type=0, allow=allow.value, deny=no.value),  # type: ignore[arg-type]
        Overwrite(target_id=bot.id, type=1, allow=mine.value, deny=0),  # type: ignore[arg-type]
    ]
    world.env.backend.edit_channel(channel.id, {}, overwrites=overwrites)


# What its episode did to the loose ends.


async def test_a_hub_counts_what_its_episode_did_to_the_loose_ends_whatever_later_ones_do(rooms: Rooms) -> None:
    world = rooms.world
    (show,) = await shows.followed(world.database, world.guild.id)
    await rooms.discuss("12")
    await rooms.discuss("13")
    await rooms.wait()
    twelfth, thirteenth = rooms.hubs()
    assert "loose end" not in text(twelfth) + text(thirteenth)
    for member in (world.aki, world.bo):
        await world.set_watched(member, "13" if member is world.aki else "12")
    numbers = [
        (
            await loose_ends.raise_end(
                world.database, Question(show, f"Why {SECRET} {n}?", EpisodeNumber.of(12), world.aki.id), NOW
            )
        )[0]
        for n in range(2)
    ]
    end = await ledger.find(world.database, world.guild.id, numbers[0], world.aki.id)
    assert end is not None
    thirteen = EpisodeNumber.of(13)
    await loose_end_changes.turn(world.database, end, Turn.ANSWERED, thirteen, SECRET, world.aki.id, NOW)
    await rooms.wait(AFTER_EDIT)
    twelfth, thirteenth = rooms.hubs()
    assert "No loose end was tied, 2 new, 2 still open." in text(twelfth)
    assert "1 loose end was tied, none new, 1 still open." in text(thirteenth)
    listed = await rooms.press(world.bo, "Loose ends", thirteenth)
    assert "2 open" in text(listed)
    assert SECRET not in outside_veils(listed)
