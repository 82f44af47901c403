"""Pictures in a message: drawn beside the event loop, behind a spoiler, with a name that tells nothing."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from typing import Any

import discord
from discord import ui

NAME = "ratings.png"
"""Before it stands `SPOILER_` when it is sent: older clients look at the name alone."""

_log = logging.getLogger(__name__)


async def drawn(draw: Callable[[], bytes], name: str = NAME) -> list[discord.File]:
    """Return a picture, or nothing where it can't be drawn: what it would show is said in words as well."""
    try:
        return [discord.File(io.BytesIO(await asyncio.to_thread(draw)), name, spoiler=True)]
    except Exception as error:
        _log.error("A picture could not be drawn (%s)", type(error).__name__)
        return []


def shown(pictures: list[discord.File], description: str) -> list[ui.MediaGallery[Any]]:
    """Return drawn pictures as they stand in a message.

    Args:
        description: what stands for a picture where it is not seen; in the plain, so that it has to be neutral.
    """
    items = [discord.MediaGalleryItem(picture, description=description) for picture in pictures]
    return [ui.MediaGallery(*items)] if items else []
