"""Archives as files: a folder or a .zip, written whole or not at all, and read with care.

Nothing is ever unpacked: of a .zip, one file is read, up to a size.
"""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from bot.archive.format import Archive, as_json, from_json
from bot.errors import ArchiveError, ArchiveRefused

DATA = "archive.json"
MOST_BYTES = 256 * 1024 * 1024
"""Of the JSON; some hundred seasons have a tenth of it. To read it takes several times as much memory."""
MOST_FILES = 100_000


def save(archive: Archive, pages: Mapping[str, str], target: Path) -> int:
    """Write an archive with its pages to a folder, or a .zip where the name ends so; return the size of its JSON.

    It stands beside its name, as `NAME.partial`, until it is whole, and only its owner may read it.

    Args:
        pages: texts by their paths within the archive.

    Raises:
        ArchiveError: something is there already, or it can't be written, or would be too large to be read again.
    """
    if target.exists():
        raise ArchiveError(f"{target} is there already; an archive does not replace it.")
    text = json.dumps(as_json(archive), ensure_ascii=False, indent=1)
    files = {**pages, DATA: text + "\n"}
    size = len(files[DATA].encode())
    if size > MOST_BYTES or len(files) > MOST_FILES:
        raise ArchiveError(f"It would have {size:,} bytes in {len(files):,} files, more than could be imported again.")
    unfinished = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _discard(unfinished)
        _write(unfinished, files, packed=target.suffix.lower() == ".zip")
        unfinished.rename(target)
    except OSError as error:
        raise ArchiveError(f"{target} can't be written: {_why(error)}.") from error
    finally:
        _discard(unfinished)
    return size


def load(source: Path) -> Archive:
    """Read the archive in a folder or a .zip.

    Raises:
        ArchiveRefused: it is none, is too large, or holds paths that lead outside.
    """
    try:
        if source.is_dir():
            if not (source / DATA).is_file():
                raise ArchiveRefused(f"{source} holds no {DATA}; it is no season archive.")
            with (source / DATA).open("rb") as opened:
                return from_json(_parse(_bounded(opened)))
        if not source.is_file():
            raise ArchiveRefused(f"{source} is not there.")
        if source.stat().st_size > MOST_BYTES:
            raise ArchiveRefused(_TOO_LARGE)
        return from_json(_parse(_unpacked(source)))
    except OSError as error:
        raise ArchiveRefused(f"{source} can't be read: {_why(error)}.") from error


_TOO_LARGE = f"It is larger than {MOST_BYTES // 1024 // 1024} MB, which no archive of the bot is."


def _unpacked(source: Path) -> bytes:
    try:
        with zipfile.ZipFile(source) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_FILES:
                raise ArchiveRefused(f"It has {len(entries):,} files, more than any archive of the bot.")
            if any(_leads_outside(entry.filename) for entry in entries):
                raise ArchiveRefused("It holds paths that lead outside of it; the bot writes no such archive.")
            with packed.open(DATA) as opened:
                return _bounded(opened)
    except KeyError:
        raise ArchiveRefused(f"It holds no {DATA}; it is no season archive.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ArchiveRefused("It is no .zip that can be read, or is damaged.") from error


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _bounded(opened: BinaryIO | zipfile.ZipExtFile | Any) -> bytes:
    # By what comes out and not by what is said of it: a small .zip can hold a very large file, and lie about it.
    read: bytes = opened.read(MOST_BYTES + 1)
    if len(read) > MOST_BYTES:
        raise ArchiveRefused(_TOO_LARGE)
    return read


def _parse(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ArchiveRefused(f"Its {DATA} is no JSON that can be read.") from None


def _write(unfinished: Path, files: Mapping[str, str], *, packed: bool) -> None:
    if packed:
        unfinished.touch(mode=0o600, exist_ok=False)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        return
    unfinished.mkdir(mode=0o700)
    for name, text in files.items():
        file = unfinished / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _discard(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _why(error: OSError) -> str:
    return (error.strerror or "no reason given").lower()
