"""Members' own messages behind a veil: a head in the open, their text and their files, in parts that fit."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import discord
from discord import ui

from bot.errors import Mistake, StorageFull
from bot.spoilers import Spoiler, veil_pages
from bot.ui.layouts import Layout
from bot.ui.marks import mark

MARK: Final = 999_999_999
"""The mark of everything that is put behind a veil for a member; those of deliveries begin above it."""

_PAGE: Final = 3_400
"""Characters of a page; a message has 4,000 of text, and the first has a head of a few hundred as well."""
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,8}")
_DRAWN: Final = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "video/mp4", "video/webm", "video/quicktime"}
)
"""What Discord's clients draw; the rest are files to open, such as an SVG, of which a gallery would show nothing."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed over, on the disk for now, under a name that tells nothing."""

    path: Path
    name: str
    is_drawn: bool
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """One message: a line in the open, a page behind a veil, and files; each may be missing, but not all."""

    head: str
    page: str
    files: tuple[Handed, ...]

    def made(self) -> tuple[Layout, list[discord.File]]:
        """Return the message and its files, opened to be sent at once."""
        items: list[ui.Item[Any]] = [ui.TextDisplay(text) for text in (self.head, self.page) if text]
        files = [discord.File(each.path, filename=each.name, spoiler=True) for each in self.files]
        drawn = [file for file, handed in zip(files, self.files, strict=True) if handed.is_drawn]
        if drawn:
            pictures = [
                discord.MediaGalleryItem(file, description="A picture or a film, hidden", spoiler=True)
                for file in drawn
            ]
            items.append(ui.MediaGallery(*pictures))
        items += [ui.File(file, spoiler=True) for file in files if file not in drawn]
        return mark(Layout(*items), MARK), files


def parts_of(head: str, spoiler: Spoiler, files: Sequence[Handed], limit: int) -> list[Part]:
    """Return what stands for a member's message: its text in order, then its files.

    Args:
        head: what stands above it in the open; it tells nothing of the episode.
        limit: the bytes that one message's files may have, all together.
    """
    pages, batches = veil_pages(spoiler, _PAGE) or [""], _batches(files, limit)
    parts = [Part(head if number == 0 else "", page, ()) for number, page in enumerate(pages)]
    parts[-1] = Part(parts[-1].head, parts[-1].page, batches[0])
    return [*parts, *(Part("", "", batch) for batch in batches[1:])]


def with_names(text: str, attachments: Sequence[discord.Attachment]) -> str:
    """Return a text with what its files are called and how they are described, which is hidden as well."""
    lines = []
    for number, attachment in enumerate(attachments, 1):
        name = (attachment.title or attachment.filename).removeprefix("SPOILER_")
        described = f" – {attachment.description}" if attachment.description else ""
        lines.append(f"File {number}: {name}{described}")
    return "\n\n".join([*([text] if text else []), *(["\n".join(lines)] if lines else [])])


def too_large(attachments: Sequence[discord.Attachment], limit: int) -> str | None:
    """Return a sentence that says which file can't be posted again, or None."""
    for number, attachment in enumerate(attachments, 1):
        if attachment.size > limit:
            of = f"File {number} of {len(attachments)}" if len(attachments) > 1 else "Its file"
            mib = 1024 * 1024
            return f"{of} has {attachment.size / mib:,.1f} MiB, and I can post {limit // mib} MiB here at the most."
    return None


@asynccontextmanager
async def handed_over(
    attachments: Sequence[discord.Attachment], turn: asyncio.Semaphore
) -> AsyncIterator[list[Handed]]:
    """Fetch files from Discord, one after the other, and keep them on the disk to the end of the block.

    Args:
        turn: says how many files are held in memory at once, of whomever.

    Raises:
        Mistake: Discord does not hand one over.
        StorageFull: it can't be kept.
    """
    with TemporaryDirectory(prefix="loose-ends-", ignore_cleanup_errors=True) as folder:
        handed = []
        for number, attachment in enumerate(attachments, 1):
            suffix = Path(attachment.filename).suffix.lower()
            path = Path(folder) / str(number)
            async with turn:
                try:
                    data = await attachment.read()
                except discord.HTTPException as error:
                    raise Mistake(f"Discord did not hand file {number} over. Try it once more.") from error
                try:
                    await asyncio.to_thread(path.write_bytes, data)
                except OSError as error:
                    raise StorageFull("There was no room on the disk for a file that was to be posted.") from error
            name = f"file-{number}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
            is_drawn = (attachment.content_type or "").partition(";")[0] in _DRAWN
            handed.append(Handed(path, name, is_drawn, attachment.size))
        yield handed


def _batches(files: Sequence[Handed], limit: int) -> list[tuple[Handed, ...]]:
    """Return files in their order, as many together as one message takes."""
    batches: list[tuple[Handed, ...]] = [()]
    for file in files:
        if batches[-1] and sum(each.size for each in batches[-1]) + file.size > limit:
            batches.append(())
        batches[-1] += (file,)
    return batches
