"""*Hide as spoiler*: the message is put back behind a veil under its author's name, and the original goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import MessageSticker, Poll, PollAnswer
from simcord.enums import MessageType

from bot.episodes import EpisodeNumber
from bot.playground.threads import webhooks_in_threads
from bot.spoilers import tidy, unveil
from bot.storage import discussions
from bot.ui.webhooks import webhook_name
from tests.cogs.hiding import MENU, SAID, ask, hide, pages
from tests.cogs.posting import may
from tests.world import SECRET, World, count, displays, fields, open_world, outside_veils, text


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows a show, with a member who manages messages."""
    await world.add_show("Lantern Code")
    manages = world.guild.create_role("Moderators", permissions=discord.Permissions(manage_messages=True))
    world.keeper = world.guild.add_member(world.env.create_user("mod"), roles=[manages])
    return world


@pytest.fixture
def threads() -> Iterator[None]:
    """Have webhooks post in threads."""
    with webhooks_in_threads():
        yield


def only(world: World, channel: simcord.ChannelHandle | None = None) -> discord.Message:
    """Return the one message that stands in a channel."""
    (message,) = [m for m in (channel or world.channel).history() if not m.flags.ephemeral]
    return message


def stored(world: World, message: discord.Message) -> Any:
    return world.env.backend.get_message(message.channel.id, message.id)


def stands(world: World, message: discord.Message) -> bool:
    return message.id in world.env.backend.messages[message.channel.id]


async def test_it_stands_behind_a_veil_under_its_authors_name_and_the_original_is_gone(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    answer = await hide(world, message)
    assert answer.ephemeral
    assert text(answer) == "Hidden: a spoiler for Lantern Code, episode 13."
    put_back = only(world)
    assert (put_back.author.name, put_back.webhook_id is None) == ("aki", False)
    assert displays(put_back) == [
        f"-# <@{world.aki.id}> · Lantern Code, episode 13 · hidden by its author",
        f"||{SAID}||",
    ]
    assert SECRET not in outside_veils(put_back)
    assert put_back.flags.suppress_notifications
    assert put_back.flags.suppress_embeds
    assert await count(world, "hidings") == 0


async def test_someone_who_manages_messages_hides_it_and_that_is_said(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    await hide(world, message, world.keeper, episode="s1e12")
    put_back = only(world)
    head = f"-# <@{world.aki.id}> · Lantern Code, episode 12 · hidden by <@{world.keeper.id}>"
    assert displays(put_back)[0] == head
    assert put_back.author.name == "aki"


async def test_a_member_hides_nobody_elses(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    answer = await ask(world, message, world.bo)
    assert "Only who wrote a message" in text(answer)
    assert stands(world, message)


async def test_who_loses_the_right_before_sending_the_form_off_hides_nothing(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    form = await ask(world, message, world.keeper)
    world.env.backend.edit_member(world.guild.id, world.keeper.id, {"role_ids": []})
    assert "Only who wrote a message" in text(await world.keeper.submit_modal(form, {"episode": "13"}))
    assert stands(world, message)


async def test_name_and_picture_are_those_in_the_guild(world: World) -> None:
    nell = world.guild.add_member(world.env.create_user("nell"), nick="Discordia of Clyde", avatar="ab12")
    message = await nell.send(world.channel, SAID)
    await hide(world, message, world.keeper)
    put_back = only(world)
    assert put_back.author.name == "D\u200aiscordia of C\u200alyde"
    avatar = stored(world, put_back).author_avatar
    assert f"/guilds/{world.guild.id}/users/{nell.id}/avatars/ab12" in avatar


async def test_a_member_who_has_left_keeps_their_name(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    world.guild.remove_member(world.aki)
    await hide(world, message, world.keeper)
    assert only(world).author.name == "aki"


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Clyde", "C\u200alyde"),
        ("my DISCORD", "my D\u200aISCORD"),
        ("everyone", "e\u200averyone"),
        ("here we are", "here we are"),
        ("n" * 100, "n" * 80),
        (" \u200b ", "A member"),
        ("ｶﾞ", "ｶﾞ"),
    ],
)
def test_names_are_such_as_discord_takes(name: str, taken: str) -> None:
    assert webhook_name(name) == taken


async def test_the_same_webhook_serves_again_and_another_bots_is_left_alone(world: World) -> None:
    strange = world.guild.create_webhook(world.channel, "Loose Ends")
    world.env.backend.webhooks[strange.id].creator_id = world.bo.id
    first, second = await world.aki.send(world.channel, SAID), await world.aki.send(world.channel, SAID)
    await hide(world, first)
    await hide(world, second)
    one, two = (m for m in world.channel.history())
    assert one.webhook_id == two.webhook_id != strange.id
    assert len(world.env.backend.webhooks) == 2


async def test_a_channel_full_of_webhooks_is_said(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    world.env.inject_error("POST", "/channels/*/webhooks", status=400, code=30007)
    assert "as many webhooks as Discord allows" in text(await hide(world, message))
    assert stands(world, message)


async def test_mentions_are_left_as_they_are_and_notify_nobody(world: World) -> None:
    message = await world.aki.send(world.channel, f"@everyone <@{world.bo.id}> {SAID}")
    await hide(world, message)
    put_back = stored(world, only(world))
    assert f"<@{world.bo.id}>" in pages(only(world))[0]
    assert not put_back.ping_user_ids
    assert not put_back.mention_everyone


async def test_long_messages_are_put_back_whole_and_in_order(world: World) -> None:
    long = " ".join(f"The {SECRET} of step {number}." for number in range(170))[:4_000]
    message = await world.aki.send(world.channel, "…")
    stored(world, message).content = long  # as who has Nitro may send it
    await hide(world, message)
    parts = list(world.channel.history())
    assert len(parts) == 2
    assert "".join(unveil(page) for page in pages(*parts)) == tidy(long)
    assert [len(displays(part)) for part in parts] == [2, 1]


async def found(world: World, message_id: int) -> discord.Message:
    return next(m for m in world.channel.history() if m.id == message_id)


async def test_a_reply_keeps_its_link(world: World) -> None:
    asked = await world.bo.send(world.channel, "What do you think?")
    message = await world.aki.send(world.channel, SAID, reply_to=asked)
    await hide(world, message)
    put_back = next(m for m in world.channel.history() if m.webhook_id)
    link = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{asked.id}"
    assert displays(put_back)[0].endswith(f"\n-# In reply to [this message]({link})")


async def test_ten_files_are_put_back_as_spoilers_with_names_that_tell_nothing(world: World) -> None:
    names = [f"{SECRET}-{number}.png" for number in range(5)] + [f"{SECRET}-{number}.zip" for number in range(5)]
    sent = [(name, f"file {name}".encode()) for name in names]
    message = await world.aki.send(world.channel, SAID, attachments=sent)
    await hide(world, message)
    put_back = only(world)
    assert [file.filename for file in put_back.attachments] == [
        *(f"SPOILER_file-{number}.png" for number in range(1, 6)),
        *(f"SPOILER_file-{number}.zip" for number in range(6, 11)),
    ]
    contents = [world.env.backend.cdn.get(file.url) for file in put_back.attachments]
    assert contents == [content for _, content in sent]
    kinds = (discord.ComponentType.media_gallery, discord.ComponentType.file)
    media = [component.to_dict() for component in walk(put_back) if component.type in kinds]
    items = [item for each in media for item in each.get("items", [each])]
    assert len(items) == 10
    assert all(item["spoiler"] for item in items)
    assert not any(SECRET in (item.get("description") or "") for item in items)
    assert SECRET not in outside_veils(put_back)
    assert f"File 1: {SECRET}-0.png\nFile 2: {SECRET}-1.png" in unveil(pages(put_back)[0])


def walk(message: discord.Message) -> Iterator[Any]:
    for component in message.components:
        yield component
        yield from getattr(component, "children", [])


async def test_a_picture_alone_is_hidden_with_how_it_is_described(world: World) -> None:
    message = await world.aki.send(world.channel, "", attachments=[("image.png", b"a picture")])
    stored(world, message).attachments[0]["description"] = SAID
    await hide(world, await found(world, message.id))
    put_back = only(world)
    assert unveil(pages(put_back)[0]) == f"File 1: image.png – {SAID}"
    assert [file.filename for file in put_back.attachments] == ["SPOILER_file-1.png"]


async def test_files_that_do_not_fit_one_message_stand_in_several(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.Guild, "filesize_limit", 10)
    message = await world.aki.send(world.channel, SAID, attachments=[(f"{n}.txt", b"seven..") for n in range(3)])
    await hide(world, message)
    parts = list(world.channel.history())
    assert [[file.filename for file in part.attachments] for part in parts] == [
        [f"SPOILER_file-{number}.txt"] for number in (1, 2, 3)
    ]


async def test_a_file_that_is_too_large_is_left_with_its_message(world: World) -> None:
    message = await world.aki.send(world.channel, SAID, attachments=[("a.png", b"a"), ("b.png", b"b")])
    stored(world, message).attachments[1]["size"] = 60 * 1024 * 1024
    answer = await ask(world, message)
    assert "can’t be put back whole" in text(answer)
    assert "File 2 of 2 has 60.0 MiB, and I can post 10 MiB here at the most." in text(answer)
    assert stands(world, message)


async def test_a_file_that_discord_does_not_hand_over_leaves_the_message(world: World) -> None:
    message = await world.aki.send(world.channel, SAID, attachments=[("a.png", b"a")])
    world.env.backend.cdn._blobs.clear()
    assert "Discord did not hand file 1 over" in text(await hide(world, message))
    assert only(world).id == message.id


async def test_a_voice_message_becomes_a_file_and_that_is_said(world: World) -> None:
    message = await world.aki.send(world.channel, "", attachments=[("voice-message.ogg", b"ogg")])
    stored(world, message).flags |= discord.MessageFlags.voice.flag
    answer = await hide(world, message)
    assert "The voice message is a file now." in text(answer)
    assert [file.filename for file in only(world).attachments] == ["SPOILER_file-1.ogg"]


async def test_what_discord_draws_stands_in_a_gallery_and_the_rest_as_files(world: World) -> None:
    names = ("a.png", "b.svg", "c.mp4", "d")
    message = await world.aki.send(world.channel, "", attachments=[(name, b"a") for name in names])
    await hide(world, message)
    kinds = (discord.ComponentType.media_gallery, discord.ComponentType.file)
    media = [component.to_dict() for component in walk(only(world)) if component.type in kinds]
    assert [len(each.get("items", [each])) for each in media] == [2, 1, 1]


async def test_what_goes_with_the_original_is_said(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    await world.bo.react(message, "🔥")
    await world.keeper.set_pinned(message, True)
    world.env.backend.messages[world.channel.id][message.id].flags |= (
        discord.MessageFlags.has_thread.flag | discord.MessageFlags.crossposted.flag
    )
    answer = await hide(world, message)
    assert text(answer) == (
        "Hidden: a spoiler for Lantern Code, episode 13. It was pinned; what stands in its place is not. "
        "Its reactions went with it. The thread that began with it stays, under the same name. "
        "It had been published, and servers that follow this channel may still show it."
    )


async def make_poll(world: World) -> discord.Message:
    poll = Poll("Who?", [PollAnswer(1, "me")], world.env.backend.iso_after(3600))
    return await found(world, world.env.backend.create_message(world.channel.id, world.aki.id, poll=poll).id)


async def make_sticker(world: World) -> discord.Message:
    sticker = MessageSticker(1, "wave", 1, world.guild.id, "https://cdn.simcord.invalid/1.png")
    made = world.env.backend.create_message(world.channel.id, world.aki.id, SAID, stickers=[sticker])
    return await found(world, made.id)


async def make_forward(world: World) -> discord.Message:
    other = world.guild.create_text_channel("elsewhere")
    return await world.aki.forward(await world.aki.send(other, SAID), world.channel)


async def make_notice(world: World) -> discord.Message:
    return world.guild.create_system_message(world.channel, MessageType.NEW_MEMBER, author=world.aki)


async def make_bots(world: World) -> discord.Message:
    return await world.env.bot.get_partial_messageable(world.channel.id).send(SAID)


async def make_webhooks(world: World) -> discord.Message:
    return await world.guild.create_webhook(world.channel, "News").send(SAID)


async def make_empty(world: World) -> discord.Message:
    return await world.aki.send(world.channel, "\u200b")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_poll, "A poll can’t be put back with its votes"),
        (make_sticker, "A sticker can’t be put back"),
        (make_forward, "A forwarded message can’t be put back as one"),
        (make_notice, "a notice of Discord’s own"),
        (make_bots, "that was posted by a bot"),
        (make_webhooks, "that was posted by a bot"),
        (make_empty, "nothing in that message"),
    ],
)
async def test_what_can_not_be_put_back_is_left_and_the_member_is_told_why(world: World, make: Any, said: str) -> None:
    message = await make(world)
    answer = await ask(world, message, world.keeper)
    assert said in text(answer)
    assert answer.ephemeral
    assert stands(world, message)


async def test_what_is_hidden_is_not_hidden_again(world: World) -> None:
    await hide(world, await world.aki.send(world.channel, SAID))
    answer = await ask(world, only(world), world.keeper)
    assert text(answer) == "That message is hidden already."


async def test_a_message_in_a_thread_is_put_back_there(world: World, threads: None) -> None:
    thread = await open_thread(world, world.channel)
    message = await world.aki.send(thread, SAID)
    await hide(world, message, channel=thread)
    assert pages(only(world, thread)) == [f"||{SAID}||"]
    assert not any(m.webhook_id for m in world.channel.history())
    (webhook,) = world.env.backend.webhooks.values()
    assert webhook.channel_id == world.channel.id


async def test_in_a_voice_channels_chat_it_works_too(world: World) -> None:
    voice = world.guild.create_voice_channel("watching")
    message = await world.aki.send(voice, SAID)
    await hide(world, message, channel=voice)
    assert pages(only(world, voice)) == [f"||{SAID}||"]


async def test_in_an_episodes_discussion_the_form_knows_show_and_episode(world: World, threads: None) -> None:
    await world.add_show("Harbour Lights")
    thread = await open_thread(world, world.channel)
    async with world.database.transaction() as transaction:
        await discussions.note(
            transaction, world.guild.id, 1, EpisodeNumber.of(7), parent_id=world.channel.id, thread_id=thread.id,
            now=world.clock(),
        )  # fmt: skip
    form = await ask(world, await world.aki.send(thread, SAID), channel=thread)
    assert fields(form) == {"episode": "7", "show": "Lantern Code"}
    elsewhere = await ask(world, await world.aki.send(world.channel, SAID))
    assert fields(elsewhere) == {"episode": "", "show": ""}


async def open_thread(world: World, parent: simcord.ChannelHandle) -> simcord.ChannelHandle:
    backend = world.env.backend
    made = backend.create_thread(parent.id, "Episode 13", owner_id=world.aki.id)
    return next(thread for thread in parent.threads if thread.id == made.id)


async def test_a_forums_first_post_is_left_and_a_later_one_hidden(world: World, threads: None) -> None:
    post = await open_thread(world, world.guild.create_forum_channel("episodes"))
    first = world.env.backend.prepare_message(post.id, world.aki.id, SAID)
    first.id = post.id  # as Discord gives it
    world.env.backend.commit_message(first)
    answer = await ask(world, only(world, post), channel=post)
    assert "That is the first message of a post" in text(answer)
    message = await world.aki.send(post, SAID)
    await hide(world, message, channel=post)
    begun, put_back = post.history()
    assert (begun.id, pages(put_back)) == (post.id, [f"||{SAID}||"])


async def test_an_unclear_show_or_episode_leaves_the_message(world: World) -> None:
    await world.add_show("Harbour Lights")
    message = await world.aki.send(world.channel, SAID)
    assert "Fill in the field “Show”" in text(await hide(world, message))
    assert "names no episode" in text(await hide(world, message, episode="soon", show="Harbour"))
    assert stands(world, message)
    assert "Harbour Lights, episode 13" in text(await hide(world, message, show="harbour"))


async def test_a_guild_that_follows_no_show_is_asked_for_no_episode(database: Any) -> None:
    async with open_world(database) as world:
        message = await world.aki.send(world.channel, SAID)
        assert text(await ask(world, message)) == "It is hidden."
        assert not stands(world, message)
        (put_back,) = world.public()
        assert displays(put_back) == [f"-# <@{world.aki.id}> · hidden by its author", f"||{SAID}||"]
        assert SECRET not in outside_veils(put_back)


async def test_after_a_restart_the_message_has_to_be_chosen_again(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    form = await ask(world, message)
    await world.env.restart_bot(world.new_bot())
    answer = await world.aki.submit_modal(form, {"episode": "13"})
    assert "Choose it once more" in text(answer)
    assert stands(world, message)
    assert world.env.bot._connection._view_store._modals == {}


async def test_who_comes_second_is_told(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    form = await ask(world, message, world.keeper)
    await hide(world, message)
    assert "it has been hidden since" in text(await world.keeper.submit_modal(form, {"episode": "13"}))
    assert pages(*world.channel.history()) == [f"||{SAID}||"]


async def test_an_edit_after_the_menu_is_not_lost(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    form = await ask(world, message, world.keeper)
    await world.env.advance_time(5)
    await world.aki.edit(message, f"{SAID} And more.")
    answer = await world.keeper.submit_modal(form, {"episode": "13"})
    assert "was edited after you chose it" in text(answer)
    assert stands(world, message)


async def test_a_message_that_its_author_deletes_meanwhile_is_not_put_back(world: World) -> None:
    message = await world.aki.send(world.channel, SAID)
    form = await ask(world, message, world.keeper)
    await world.aki.delete(message)
    assert "not there any more" in text(await world.keeper.submit_modal(form, {"episode": "13"}))
    assert not world.channel.history()


async def test_of_two_who_hide_a_message_at_once_one_does(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await world.aki.send(world.channel, SAID)
    forms = [await ask(world, message), await ask(world, message, world.keeper)]
    with monkeypatch.context() as patch:
        patch.setattr(world.env, "_settle_internal", at_once)
        first = await world.aki.submit_modal(forms[0], {"episode": "13"})
    second = await world.keeper.submit_modal(forms[1], {"episode": "13"})
    told = sorted([text(first), text(second)])
    assert "Hidden: a spoiler" in told[0]
    assert "someone else has hidden it" in told[1]
    assert pages(*world.channel.history()) == [f"||{SAID}||"]


async def at_once(**_: Any) -> None:
    """Go on without waiting for the bot."""


@pytest.mark.parametrize(
    ("right", "name"),
    [
        ("manage_webhooks", "Manage Webhooks"),
        ("manage_messages", "Manage Messages"),
        ("read_message_history", "Read Message History"),
    ],
)
async def test_the_bots_missing_rights_are_named(world: World, right: str, name: str) -> None:
    message = await world.aki.send(world.channel, SAID)
    may(world, world.channel, **{right: False})
    answer = await ask(world, message)
    assert f"I need the right “{name}” in <#{world.channel.id}>" in text(answer)
    assert stands(world, message)


async def test_the_menu_is_everyones_and_for_servers(world: World) -> None:
    (given,) = [request for request in world.env.http_requests if request.method == "PUT"]
    assert given.json is not None
    (menu,) = [command for command in given.json if command["name"] == MENU]
    assert menu["default_member_permissions"] is None
    assert menu["contexts"] == [0]


async def test_the_log_holds_nothing_of_it(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    message = await world.aki.send(world.channel, SAID, attachments=[(f"{SECRET}.png", b"a")])
    form = await ask(world, message)
    world.env.inject_error("POST", "/webhooks/*/simcord_webhook_*", status=400, message=SAID)
    world.env.inject_error("GET", "/webhooks/*", status=500, message=SAID)
    await world.aki.submit_modal(form, {"episode": "13"})
    await hide(world, message)
    assert SECRET not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
