"""What the tests of hiding share: what stands in a place, and a bot that ends at a step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import pytest
import simcord
from simcord.http.client import FakeWebhookAdapter

from tests.cogs.test_once import Reaper, reaped
from tests.world import SECRET, World, displays, fields

MENU = "Hide as spoiler"
SAID = f"The {SECRET} breaks in the end."


async def ask(
    world: World,
    message: discord.Message,
    member: simcord.MemberActor | None = None,
    channel: simcord.ChannelHandle | None = None,
) -> simcord.InteractionResult:
    """Have a member choose the menu on a message."""
    return await (member or world.aki).context_menu(channel or world.channel, MENU, message)


async def hide(
    world: World,
    message: discord.Message,
    member: simcord.MemberActor | None = None,
    channel: simcord.ChannelHandle | None = None,
    **typed: str,
) -> simcord.InteractionResult:
    """Have a member hide a message."""
    form = await ask(world, message, member, channel)
    filled = fields(form) if form.modal else {}
    return await (member or world.aki).submit_modal(form, {**filled, "episode": "13", **typed})


def pages(*messages: Any) -> list[str]:
    """Return the displays of messages that are veiled."""
    return [display for message in messages for display in displays(message) if display.startswith("||")]


@asynccontextmanager
async def reaped_webhooks(env: simcord.Env, reaper: Reaper) -> AsyncIterator[None]:
    """Let the reaper count what goes to Discord through webhooks, too: those have a way of their own."""
    request: Callable[..., Any] = FakeWebhookAdapter.request
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeWebhookAdapter, "request", reaper.around(request))
        async with reaped(env, reaper):
            yield


@contextmanager
def failing_from(number: int, *, when_done: bool = False) -> Iterator[None]:
    """Lose the connection at what webhooks post from a certain one on, before it is posted or after."""
    request: Callable[..., Any] = FakeWebhookAdapter.request
    posts = 0

    async def failing(self: FakeWebhookAdapter, route: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal posts
        is_post = route.method == "POST" and "/simcord_webhook_" in route.url and "/messages" not in route.url
        posts += is_post
        if is_post and posts >= number and not when_done:
            raise ConnectionResetError
        answer = await request(self, route, *args, **kwargs)
        if is_post and posts >= number:
            raise ConnectionResetError
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeWebhookAdapter, "request", failing)
        yield
