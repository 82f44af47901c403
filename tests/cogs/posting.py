"""What the tests of posting share: reviews that are to stand somewhere, and a Discord that does not do as told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite

from bot.storage import deliveries, guilds
from bot.storage.deliveries import Destination, Placing
from tests.world import World, displays, text

HEAD = "Lantern Code · Episode"

Step = Callable[[discord.http.Route], Awaitable[Any]]


async def claim(
    world: World,
    number: str = "13",
    channel: simcord.ChannelHandle | None = None,
    *,
    guild: simcord.GuildHandle | None = None,
    placing: Placing = Placing.CARD,
    role: simcord.RoleHandle | None = None,
    **fields: Any,
) -> int:
    """File a review that is to stand in a channel, and return its id."""
    home = guild or world.guild
    await world.add_review(number, guild=guild, **fields)
    review_id = int(await world.database.fetchval("SELECT max(review_id) FROM reviews"))
    destination = Destination((channel or world.channel).id, placing, role.id if role else None)
    async with world.database.transaction() as transaction:
        await deliveries.claim(transaction, home.id, review_id, destination, world.clock())
    return review_id


async def change(world: World, review_id: int, number: str = "13", **fields: Any) -> None:
    """Change a review, as its author would."""
    await world.add_review(number, **fields)
    async with world.database.transaction() as transaction:
        await deliveries.mark_changed(transaction, world.guild.id, review_id, world.clock())


async def try_again(world: World) -> None:
    """Go on to when the next delivery is tried."""
    at = await world.database.fetchval("SELECT min(next_try) FROM deliveries WHERE state = 'due' OR is_stale = 1")
    await world.later(seconds=max(0, at - world.clock().timestamp()))


async def states(world: World) -> list[str]:
    """Return how all deliveries stand."""
    return [row["state"] for row in await world.database.fetch("SELECT state FROM deliveries ORDER BY delivery_id")]


def cards(*channels: simcord.ChannelHandle) -> list[str]:
    """Return the first lines of the reviews that stand in channels and in their threads."""
    places = [*channels, *(thread for channel in channels for thread in channel.threads)]
    return [
        displays(message)[0].splitlines()[0].removeprefix("### ")
        for place in {place.id: place for place in places}.values()
        for message in place.history()
        if "New review" in text(message)
    ]


async def notices(world: World) -> simcord.ChannelHandle:
    """Have the keepers told in a channel of their own, and return it."""
    channel = world.guild.create_text_channel("keepers")
    await guilds.set_notices_channel(world.database, world.guild.id, channel.id)
    return channel


def may(world: World, channel: simcord.ChannelHandle, **rights: bool) -> None:
    """Give the bot rights in a channel, or take them; those that are not named it has or lacks as everyone does."""
    allow, deny = discord.PermissionOverwrite(**rights).pair()
    assert world.env.bot.user is not None
    overwrite = Overwrite(target_id=world.env.bot.user.id, type=1, allow=allow.value, deny=deny.value)  # type: ignore[arg-type]
    world.env.backend.edit_channel(channel.id, {}, overwrites=[overwrite])


@contextmanager
def discord_that(world: World, before: Step | None = None, after: Step | None = None) -> Iterator[None]:
    """Have something done before Discord takes a request, or after it has taken one and before it answers."""
    request = world.env.bot.http.request

    async def changed(route: discord.http.Route, **kwargs: Any) -> Any:
        if before is not None:
            await before(route)
        answer = await request(route, **kwargs)
        if after is not None:
            await after(route)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.env.bot.http, "request", changed)
        yield


def is_posting(route: discord.http.Route) -> bool:
    """Tell whether a request posts a message, or opens a thread."""
    return route.method == "POST" and route.path.endswith(("/messages", "/threads"))


async def lose(route: discord.http.Route) -> None:
    """Lose the answer to what was posted."""
    if is_posting(route):
        raise ConnectionResetError


def mark_of(message: discord.Message) -> int:
    """Return the id of a message's container."""
    (container,) = message.components
    assert isinstance(container, discord.Container)
    assert container.id is not None
    return container.id


def cog_of(world: World, name: str) -> Any:
    """Return a part of the bot."""
    bot: Any = world.env.bot
    return bot.get_cog(name)


async def unload(world: World, *cogs: str) -> None:
    """Have the bot let go of parts of it, as it does when it is closed."""
    bot: Any = world.env.bot
    for cog in cogs:
        await bot.unload_extension(cog)
