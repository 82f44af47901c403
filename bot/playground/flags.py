"""Channels' flags, which the simulated Discord does not know: it would take a request that sets them for a fault.

Here they are taken out of the request, as Discord drops what a server does not have, or kept for whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simcord.http import router

_CHANNEL = re.compile(r"/channels/\d+")
"""The path of a channel; messages have flags, too, below it."""


@contextmanager
def channel_flags(*, are_kept: bool = False) -> Iterator[dict[str, int]]:
    """Let the bot set flags of channels, until the end of the block; yield those that are kept, by the channel's path.

    There is no public place for that; SimCord's version is pinned.
    """
    flags: dict[str, int] = {}
    dispatch = router.dispatch

    def with_flags(backend: Any, method: str, path: str, *, json: Any = None, **rest: Any) -> Any:
        if method == "PATCH" and isinstance(json, dict) and "flags" in json and _CHANNEL.fullmatch(path):
            json = dict(json)
            wanted = json.pop("flags")
            answer = dispatch(backend, method, path, json=json, **rest)
            if are_kept:
                flags[path] = wanted
        else:
            answer = dispatch(backend, method, path, json=json, **rest)
        return {**answer, "flags": flags[path]} if path in flags and isinstance(answer, dict) else answer

    router.dispatch = with_flags
    try:
        yield flags
    finally:
        router.dispatch = dispatch
