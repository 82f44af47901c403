"""The bot's start: what it asks of Discord, and when it tells it of the commands."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import COGS, LooseEnds, Sync
from bot.storage import state
from tests.world import World


def puts(world: World) -> int:
    """Return how many times Discord was given the commands."""
    return sum(request.method == "PUT" for request in world.env.http_requests)


async def test_only_default_intents_are_asked_for_and_nobody_is_mentioned(world: World) -> None:
    assert world.env.bot.intents == discord.Intents.default()
    mentions = world.env.bot.allowed_mentions
    assert mentions is not None
    assert dict(mentions.to_dict()) == {"parse": []}


async def test_a_second_start_does_not_give_discord_the_same_commands_again(world: World) -> None:
    assert puts(world) == 1
    await world.env.restart_bot(world.new_bot())
    assert puts(world) == 1


async def test_a_start_with_other_commands_does(world: World) -> None:
    await world.env.restart_bot(world.new_bot(cogs=COGS[:-1]))
    assert puts(world) == 2
    await world.env.restart_bot(world.new_bot())
    assert puts(world) == 3


class OtherWords(LooseEnds):
    """The same commands, one of them described in other words."""

    async def sync_commands(self) -> None:
        """Change the description first."""
        command = self.tree.get_command("recap")
        assert isinstance(command, app_commands.Command)
        command.description = "Another sentence"
        await super().sync_commands()


async def test_a_start_with_the_same_commands_in_other_words_does(world: World) -> None:
    await world.env.restart_bot(
        OtherWords(world.database, world.web, world.workers, clock=world.env.now, shard_count=1)
    )
    assert puts(world) == 2


async def test_messages_are_not_cached(world: World) -> None:
    await world.aki.send(world.channel, "nothing that the bot needs to keep")
    assert list(world.env.bot.cached_messages) == []


async def test_they_can_be_given_whatever_was_given_before(world: World) -> None:
    again = LooseEnds(world.database, world.web, world.workers, clock=world.env.now, sync=Sync.ALWAYS, shard_count=1)
    await world.env.restart_bot(again)
    assert puts(world) == 2


async def test_commands_that_discord_did_not_take_are_given_again(world: World) -> None:
    name = f"commands of {world.env.bot.application_id}"
    before = await state.recall(world.database, name)
    await state.remember(world.database, name, "of an older version")
    await world.env.restart_bot(world.new_bot())
    assert puts(world) == 2
    assert await state.recall(world.database, name) == before
