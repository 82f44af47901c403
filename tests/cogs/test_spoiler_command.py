"""`/spoiler`: what a member writes stands behind a veil from the start, under their name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.feeds.workers import Workers
from bot.playground.threads import webhooks_in_threads
from bot.spoilers import unveil
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.cogs.hiding import MENU, SAID, failing_from, pages, reaped_webhooks
from tests.cogs.posting import may, unload
from tests.cogs.test_once import Reaper
from tests.world import SECRET, World, count, data_folder, displays, fields, open_world, outside_veils, text

STEPS = 16
"""More than a spoiler of two messages takes."""


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows a show."""
    await world.add_show("Lantern Code")
    return world


async def spoil(
    world: World,
    typed: str = SAID,
    files: Sequence[tuple[str, bytes]] = (),
    *,
    channel: simcord.ChannelHandle | None = None,
    show: str | None = None,
    episode: str = "13",
    **values: str,
) -> simcord.InteractionResult:
    """Have aki write a spoiler."""
    form = await world.aki.slash(channel or world.channel, "spoiler", **({"show": show} if show else {}))
    filled = {name: value for name, value in fields(form).items() if name != "files"}
    sent: dict[str, Any] = {**filled, "text": typed, "episode": episode, "files": list(files), **values}
    return await world.aki.submit_modal(form, sent)


def posted(world: World, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
    return [m for m in (channel or world.channel).history() if not m.flags.ephemeral]


async def test_it_stands_under_the_members_name_behind_a_veil(world: World) -> None:
    answer = await spoil(world)
    assert answer.ephemeral
    assert text(answer) == "Posted behind a veil: a spoiler for Lantern Code, episode 13."
    (message,) = posted(world)
    assert (message.author.name, message.webhook_id is None) == ("aki", False)
    assert displays(message) == [f"-# <@{world.aki.id}> · Lantern Code, episode 13", f"||{SAID}||"]
    assert SECRET not in outside_veils(message)
    assert message.flags.suppress_notifications


async def test_a_guild_that_follows_no_show_is_asked_for_no_episode(database: Database) -> None:
    async with open_world(database) as world:
        form = await world.aki.slash(world.channel, "spoiler")
        assert set(fields(form)) == {"text", "files"}
        answer = await world.aki.submit_modal(form, {"text": SAID, "files": []})
        assert text(answer) == "Posted behind a veil."
        (message,) = posted(world)
        assert displays(message) == [f"-# <@{world.aki.id}>", f"||{SAID}||"]
        named = await world.aki.slash(world.channel, "spoiler", show="Lantern Code")
        assert "No show is followed in this server yet" in text(named)


async def test_nothing_that_is_typed_goes_through_the_commands_arguments(world: World) -> None:
    form = await world.aki.slash(world.channel, "spoiler")
    assert form.modal is not None
    assert form.modal["title"] == "Write a spoiler"
    assert fields(form) == {"text": "", "episode": "", "show": "Lantern Code", "files": ""}


async def test_the_show_can_be_named_in_the_command_or_the_form(world: World) -> None:
    await world.add_show("Harbour Lights")
    await spoil(world, show="Harbour", episode="2")
    form = await world.aki.slash(world.channel, "spoiler")
    await world.aki.submit_modal(form, {"text": SAID, "episode": "3", "show": "lantern"})
    heads = [displays(message)[0] for message in posted(world)]
    assert [head.partition(" · ")[2] for head in heads] == ["Harbour Lights, episode 2", "Lantern Code, episode 3"]


async def test_files_are_hidden_too(world: World) -> None:
    await spoil(world, files=[(f"{SECRET}.png", b"one"), ("two.txt", b"two")])
    (message,) = posted(world)
    assert [file.filename for file in message.attachments] == ["SPOILER_file-1.png", "SPOILER_file-2.txt"]
    assert [world.env.backend.cdn.get(file.url) for file in message.attachments] == [b"one", b"two"]
    assert SECRET not in outside_veils(message)


async def test_a_file_alone_is_enough_and_nothing_is_not(world: World) -> None:
    assert "neither text nor a file" in text(await spoil(world, "\u200b"))
    await spoil(world, "", [("a.png", b"a")])
    assert len(posted(world)) == 1


async def test_a_long_text_stands_in_order(world: World) -> None:
    await spoil(world, " ".join(f"The {SECRET} of step {number}." for number in range(140))[:4_000])
    said = "".join(map(unveil, pages(*posted(world))))
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    assert numbers == list(range(len(numbers)))
    assert len(posted(world)) == 2


async def test_a_form_works_after_a_restart(world: World) -> None:
    form = await world.aki.slash(world.channel, "spoiler")
    await world.env.restart_bot(world.new_bot())
    await world.aki.submit_modal(form, {"text": SAID, "episode": "13", "files": [("a.png", b"a")]})
    (message,) = posted(world)
    assert pages(message)[0].startswith(f"||{SAID}")
    assert len(message.attachments) == 1


async def test_in_a_thread_it_stands_there(world: World) -> None:
    made = world.env.backend.create_thread(world.channel.id, "Episode 13", owner_id=world.aki.id)
    thread = next(each for each in world.channel.threads if each.id == made.id)
    with webhooks_in_threads():
        await spoil(world, channel=thread)
    assert pages(*posted(world, thread)) == [f"||{SAID}||"]


async def test_without_the_right_to_webhooks_the_bot_says_whose_it_is(world: World) -> None:
    may(world, world.channel, manage_webhooks=False)
    await spoil(world, files=[("a.png", b"a")])
    (message,) = posted(world)
    assert message.author.id == world.env.bot.user.id  # type: ignore[union-attr]
    head, veiled = displays(message)
    assert head == f"<@{world.aki.id}> writes, about Lantern Code, episode 13:"
    assert veiled.startswith(f"||{SAID}")
    assert not world.env.backend.get_message(world.channel.id, message.id).ping_user_ids
    assert [file.filename for file in message.attachments] == ["SPOILER_file-1.png"]


async def test_what_the_bot_lacks_is_named(world: World) -> None:
    may(world, world.channel, manage_webhooks=False, attach_files=False)
    answer = await spoil(world, files=[("a.png", b"a")])
    assert "I need the right “Attach Files”" in text(answer)
    may(world, world.channel, manage_webhooks=False, send_messages=False)
    answer = await world.aki.slash(world.channel, "spoiler")
    assert "I need the right “Send Messages”" in text(answer)
    assert not posted(world)


async def test_who_may_not_write_or_attach_may_not_here(world: World) -> None:
    everyone = world.guild.default_role.id
    rights = world.env.backend.get_role(world.guild.id, everyone)
    form = await world.aki.slash(world.channel, "spoiler")
    everything = discord.Permissions(rights.permissions)
    everything.update(attach_files=False)
    world.env.backend.edit_role(world.guild.id, everyone, {"permissions": everything.value})
    sent = {"text": SAID, "episode": "13", "files": [("a.png", b"a")]}
    assert "may not attach files" in text(await world.aki.submit_modal(form, sent))
    everything.update(send_messages=False)
    world.env.backend.edit_role(world.guild.id, everyone, {"permissions": everything.value})
    assert "may not write in this channel" in text(await world.aki.slash(world.channel, "spoiler"))
    assert not posted(world)


async def test_what_was_typed_is_given_back_where_the_episode_is_not_clear(world: World) -> None:
    answer = await spoil(world, episode="soon")
    assert "names no episode" in text(answer)
    assert SECRET not in text(answer)
    assert given_back(world, answer) == SAID
    assert not posted(world)


@pytest.mark.parametrize("webhooks", [True, False])
async def test_what_was_typed_is_given_back_where_discord_does_not_take_it(world: World, webhooks: bool) -> None:
    path = "/webhooks/*/simcord_webhook_*" if webhooks else f"/channels/{world.channel.id}/messages"
    if not webhooks:
        may(world, world.channel, manage_webhooks=False)
    world.env.inject_error("POST", path, status=400)
    answer = await spoil(world)
    assert "Discord did not take it (HTTP 400). Nothing of it was posted." in text(answer)
    assert given_back(world, answer) == SAID
    assert not posted(world)


def given_back(world: World, answer: simcord.InteractionResult) -> str:
    """Return what stands in the file of a private answer."""
    assert answer.ephemeral
    assert answer.response is not None
    (file,) = world.env.backend.get_message(answer.response.channel_id, answer.response.id).attachments
    assert file["filename"] == "SPOILER_text.txt"
    content = world.env.backend.cdn.get(file["url"])
    assert content is not None
    return content.decode()


async def test_half_of_it_is_taken_away_again(world: World) -> None:
    with failing_from(2):
        answer = await spoil(world, f"{SAID} " * 110)
    assert "Nothing of it was posted" in text(answer)
    assert not posted(world)


async def test_half_of_it_that_can_not_be_taken_away_is_said(world: World) -> None:
    world.env.inject_error("DELETE", "/webhooks/*/*/messages/*", status=500)
    with failing_from(2):
        answer = await spoil(world, f"{SAID} " * 110)
    assert "What stands of it already is taken away as soon as Discord lets me" in text(answer)
    assert len(posted(world)) == 1
    await world.env.advance_time(300)
    assert not posted(world)
    assert await count(world, "hidings") == 0


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_bot_that_ends_at_any_step_has_posted_all_of_it_or_none(
    tmp_path: Path, workers: Workers, when_done: bool
) -> None:
    outcomes = []
    for step in range(1, STEPS):
        async with (
            open_database(f"{data_folder(tmp_path)}{step}") as database,
            open_world(database, workers=workers) as world,
        ):
            await world.add_show("Lantern Code")
            await unload(world, "cogs.deliveries", "cogs.feeds", "cogs.ratings")  # whose steps are none of these
            form = await world.aki.slash(world.channel, "spoiler")
            reaper = Reaper(step, when_done=when_done)
            async with reaped_webhooks(world.env, reaper):
                await world.aki.submit_modal(form, {"text": f"{SAID} " * 110, "episode": "13", "show": ""})
            await world.env.restart_bot(world.new_bot())
            await world.env.advance_time(300)
            if reaper.has_killed:
                outcomes.append(len(posted(world)))
            assert await count(world, "hidings") == 0, f"killed at step {step}"
            _ = world.env.errors
    assert len(outcomes) >= 6, "the steps were not those of the bot"
    assert set(outcomes) == {0, 2}


async def test_half_of_it_as_the_bots_own_is_taken_away_too(world: World) -> None:
    may(world, world.channel, manage_webhooks=False)
    form = await world.aki.slash(world.channel, "spoiler")
    send = discord.abc.Messageable.send
    sent = 0

    async def failing(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == 2:
            raise ConnectionResetError
        return await send(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discord.abc.Messageable, "send", failing)
        await world.aki.submit_modal(form, {"text": f"{SAID} " * 110, "episode": "13"})
    assert sent == 2
    assert not posted(world)


async def test_a_file_that_is_too_large_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.Guild, "filesize_limit", 1024 * 1024)
    answer = await spoil(world, files=[("a.png", b"a" * 1024 * 1025)])
    assert "1.0 MiB, and I can post 1 MiB here at the most. Nothing was posted." in text(answer)
    assert given_back(world, answer) == SAID


async def test_what_stands_is_hidden_already(world: World) -> None:
    await spoil(world)
    (message,) = posted(world)
    manages = world.guild.create_role("Moderators", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mod"), roles=[manages])
    assert "hidden already" in text(await moderator.context_menu(world.channel, MENU, message))


async def test_the_log_holds_nothing_of_it(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    world.env.inject_error("POST", "/webhooks/*/simcord_webhook_*", status=400, message=SAID)
    await spoil(world, files=[(f"{SECRET}.png", b"a")])
    await spoil(world)
    assert SECRET not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
