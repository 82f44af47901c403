"""Webhooks in threads, which the simulated Discord does not know: what is posted to one would stand in its channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from simcord.http.routes import interactions


@contextmanager
def webhooks_in_threads() -> Iterator[None]:
    """Have the simulated Discord heed `thread_id` of “Execute Webhook”, until the end of the block.

    There is no public place for that; SimCord's version is pinned.
    """
    found = interactions._incoming_webhook  # noqa: SLF001

    def in_thread(ctx: Any) -> Any:
        webhook = found(ctx)
        thread_id = ctx.params.get("thread_id")
        return webhook if thread_id is None else replace(webhook, channel_id=int(thread_id))

    setattr(interactions, "_incoming_webhook", in_thread)  # noqa: B010 - it is not for others to set
    try:
        yield
    finally:
        setattr(interactions, "_incoming_webhook", found)  # noqa: B010
