"""The command line: `run`, `playground`, `check`, `sync`, what looks after the data, and `review`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from collections import Counter
from collections.abc import Coroutine, Sequence
from datetime import datetime
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from bot import client
from bot.archive import files, pages
from bot.archive.format import Archive
from bot.check import check
from bot.clock import utc_now
from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import ArchiveError, LooseEndsError, UnreadableReview
from bot.logs import set_up_logging
from bot.reviews import measuring
from bot.reviews.model import Review, as_json
from bot.reviews.reader import MAX_BYTES, read_review
from bot.settings import Settings, read_settings
from bot.storage import archive_putting, archive_taking, backups, review_filing
from bot.storage.holding import held
from bot.storage.migrations import load_migrations
from bot.storage.opening import open_database, sqlite_path

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the code to exit with: 0, or 1 after an error that was said in a sentence."""
    _print_utf_8()
    chosen = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        secrets = [settings.discord_token] if settings.discord_token else []
        set_up_logging(settings.log_level, settings.log_format, secrets=secrets)
        code: int = chosen.command(settings, chosen)
    except LooseEndsError as error:
        print(f"loose-ends: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return code


def _print_utf_8() -> None:
    # As Python does by itself from 3.15 on: in a Windows code page, half of the reviews could not be printed to a file.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m bot", description="Loose Ends, a Discord bot for watching anime together"
    )
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="commands")

    run = commands.add_parser("run", help="connect to Discord; without a token, start the playground (the default)")
    run.set_defaults(command=_run)

    playground = commands.add_parser("playground", help="try the bot in a simulated Discord in the browser")
    playground.add_argument("--port", type=_port, default=0, help="where to serve the page; any free port by default")
    playground.add_argument("--fresh", action="store_true", help="forget what was done in the playground before")
    playground.set_defaults(command=_playground)

    sync = commands.add_parser("sync", help="give Discord the commands' definitions")
    sync.set_defaults(command=_sync)

    looking = commands.add_parser("check", help="say what is well, and what is wrong and what to do; 1 if something is")
    looking.add_argument("--json", action="store_true", help="as JSON")
    looking.set_defaults(command=_check)

    backup = commands.add_parser("backup", help="copy the database while it is in use, and look the copy through")
    backup.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="a file or folder; by default backups/ beside it"
    )
    backup.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="put a backup in place of the database; the bot has to be stopped")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(command=_restore)

    migrate = commands.add_parser("migrate", help="bring the database to the shape that this version needs")
    migrate.set_defaults(command=_migrate)

    export = commands.add_parser("export", help="write a server's season archive: JSON, and Markdown to read it by")
    export.add_argument("--guild", type=_id, required=True, metavar="ID", help="the server's id")
    export.add_argument("--with-members", action="store_true", help="name members, by their ids")
    export.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="a .zip or folder; by default a .zip in the working folder"
    )
    export.set_defaults(command=_export)

    taking_in = commands.add_parser("import", help="put a season archive into a server; the bot has to be stopped")
    taking_in.add_argument("--guild", type=_id, metavar="ID", help="the server's id; by default that of the archive")
    taking_in.add_argument("path", type=Path, metavar="PATH")
    taking_in.set_defaults(command=_import_archive)

    review = commands.add_parser("review", help="read or import a review").add_subparsers(
        title="commands", required=True
    )
    read = review.add_parser("read", help="print what is understood of a review")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--json", action="store_true", help="as JSON, with the whole text")
    read.set_defaults(command=_read)

    score = review.add_parser("score", help="hold what is read of a folder's texts against the .json files beside them")
    score.add_argument("folder", type=Path, metavar="DIR")
    score.add_argument("--text-alone", action="store_true", help="read without the address and title the .json names")
    score.set_defaults(command=_score)

    import_ = review.add_parser("import", help="store reviews for a server")
    import_.add_argument("files", type=Path, nargs="+", metavar="FILE")
    import_.add_argument("--guild", type=_id, required=True, metavar="ID", help="the server's id")
    import_.add_argument("--show", metavar="TITLE", help="the show they are of, whatever they say")
    import_.add_argument("--episode", type=_episode, metavar="N", help="the episode they are of, whatever they say")
    import_.set_defaults(command=_import)
    return parser


def _id(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 1 << 63:
        raise argparse.ArgumentTypeError("a server's id is a number such as 80351110224678912")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _episode(text: str) -> EpisodeNumber:
    try:
        return EpisodeNumber.parse(text)
    except LooseEndsError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _run(settings: Settings, chosen: argparse.Namespace) -> int:
    if settings.discord_token is None:
        if not find_spec("simcord"):
            return _forever(client.run(settings))
        print("DISCORD_TOKEN is not set, so this is the playground: the real bot in a simulated Discord.", flush=True)
        return _playground(settings, argparse.Namespace(port=0, fresh=False))
    return _forever(client.run(settings))


def _forever(running: Coroutine[Any, Any, None]) -> int:
    factory = None
    if find_spec("uvloop"):
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(running)
    return 0


def _playground(settings: Settings, chosen: argparse.Namespace) -> int:
    if not find_spec("simcord"):
        print("loose-ends: the playground needs what requirements.lock lists; install it first.", file=sys.stderr)
        return 1
    # What discord.py warns of here is the simulation's doing.
    logging.getLogger("discord").setLevel(logging.ERROR)
    from bot.playground.world import run_playground

    # Not on uvloop: the simulation keeps its own time by changing methods of asyncio's loop.
    asyncio.run(run_playground(port=chosen.port, fresh=chosen.fresh))
    return 0


def _sync(settings: Settings, chosen: argparse.Namespace) -> int:
    asyncio.run(client.sync(settings))
    return 0


def _check(settings: Settings, chosen: argparse.Namespace) -> int:
    report = asyncio.run(check(settings))
    print(report.as_json() if chosen.json else report.as_text())
    return 0 if report.is_well else 1


def _backup(settings: Settings, chosen: argparse.Namespace) -> int:
    database, now = sqlite_path(settings.database_url), utc_now()
    target: Path = chosen.path or backups.folder_of(database)
    if chosen.path is None or target.is_dir():
        target /= backups.name_at(database, now)
    looked = backups.back_up(database, target)
    print(f"Backed up to {target}: {looked.size:,} bytes, whole. `restore` puts it back.")
    return 0


def _restore(settings: Settings, chosen: argparse.Namespace) -> int:
    database = sqlite_path(settings.database_url)
    with held(database):
        looked, kept = backups.restore(chosen.file, database, utc_now())
    replaced = f" What was there is kept as {kept}." if kept else ""
    print(f"Restored {looked.size:,} bytes to {database}.{replaced}")
    return 0


def _migrate(settings: Settings, chosen: argparse.Namespace) -> int:
    database = sqlite_path(settings.database_url)
    with held(database):
        before = backups.look_through(database).migrations if database.exists() else 0
        asyncio.run(_open_once(settings))
    after = len(load_migrations())
    print(
        f"The database has the shape {after}; it had {before}."
        if after != before
        else f"It has the shape {after} already."
    )
    return 0


def _export(settings: Settings, chosen: argparse.Namespace) -> int:
    now = utc_now()
    target: Path = chosen.path or Path(f"loose-ends-{chosen.guild}-{now:%Y%m%d}.zip")
    archive = asyncio.run(_taken(settings, chosen, now))
    if not archive.lists["shows"]:
        raise ArchiveError(f"Nothing is kept of a server {chosen.guild}.")
    size = files.save(archive, pages.write(archive), target)
    print(f"Exported {len(archive.lists['shows'])} shows to {target} ({size:,} bytes of JSON). It tells of everything.")
    return 0


async def _taken(settings: Settings, chosen: argparse.Namespace, now: datetime) -> Archive:
    async with open_database(settings.database_url) as database:
        return await archive_taking.take(database, chosen.guild, with_members=chosen.with_members, now=now)


def _import_archive(settings: Settings, chosen: argparse.Namespace) -> int:
    archive = files.load(chosen.path)
    guild_id = chosen.guild or archive.guild_id
    with held(sqlite_path(settings.database_url)):
        new = asyncio.run(_put(settings, guild_id, archive))
    counts = ", ".join(f"{new[name]:,} {said}" for name, said in _SAID.items())
    print(f"Imported into server {guild_id}: {counts} are new; what was there is as it was.")
    return 0


async def _put(settings: Settings, guild_id: int, archive: Archive) -> Counter[str]:
    async with open_database(settings.database_url) as database:
        return await archive_putting.put(database, guild_id, archive)


_SAID = {"shows": "shows", "reviews": "reviews", "ratings": "ratings", "loose_ends": "loose ends"}


async def _open_once(settings: Settings) -> None:
    async with open_database(settings.database_url):
        pass


def _read(settings: Settings, chosen: argparse.Namespace) -> int:
    review = read_file(chosen.file)
    print(json.dumps(as_json(review), ensure_ascii=False, indent=1) if chosen.json else describe(review))
    return 0


def _score(settings: Settings, chosen: argparse.Namespace) -> int:
    print(measuring.describe(measuring.measure(chosen.folder, text_alone=chosen.text_alone)))
    return 0


def _import(settings: Settings, chosen: argparse.Namespace) -> int:
    return asyncio.run(import_files(settings, chosen))


async def import_files(settings: Settings, chosen: argparse.Namespace) -> int:
    """Store each file's review; one that is refused does not keep the others out. Return 1 if any was."""
    code = 0
    async with open_database(settings.database_url) as database:
        for file in chosen.files:
            try:
                filed, show, span = await review_filing.file_review(
                    database,
                    chosen.guild,
                    await asyncio.to_thread(read_file, file),
                    now=utc_now(),
                    show_title=chosen.show,
                    episode=chosen.episode,
                )
            except LooseEndsError as error:
                print(f"loose-ends: {file.name}: {error}", file=sys.stderr)
                code = 1
            else:
                print(f"{file.name}: {filed}, {show.label}, {_span(span)}")
    return code


def read_file(file: Path) -> Review:
    """Read the review in a file.

    Raises:
        UnreadableReview: the file can't be opened, or holds no review.
    """
    try:
        with file.open("rb") as opened:
            return read_review(opened.read(MAX_BYTES + 1))
    except OSError as error:
        raise UnreadableReview(f"{file} can't be read: {(error.strerror or 'no reason given').lower()}.") from None


def describe(review: Review) -> str:
    """Return what was understood of a review, for a terminal."""
    score = review.score and f"{review.score.value} of {review.score.scale} (“{review.score.raw}”)"
    facts = {
        "kind": review.kind,
        "show": review.show,
        "season": review.season,
        "episodes": review.span and _span(review.span) + (", the last" if review.is_final else ""),
        "title": review.title,
        "episode title": review.episode_title,
        "author": review.author,
        "published": review.published,
        "address": review.url,
        "language": review.language,
        "score": score,
    }
    lines = [f"{name:<14}{'-' if value is None else value}{_known(review, name)}" for name, value in facts.items()]
    lines += [f"part          {part.kind}, {len(part.text)} characters: {part.heading or '-'}" for part in review.parts]
    return "\n".join(
        [*lines, *(f"loose end  {end.text}" + ("" if end.is_sure else " (not sure)") for end in review.loose_ends)]
    )


def _known(review: Review, name: str) -> str:
    """Return how a field was known, and the guess where it was not sure enough to be one."""
    finding = review.findings.get(name.replace(" ", "_"))
    if finding is None:
        return ""
    guess = "" if finding.is_sure else f" perhaps {finding.value}"
    return f"{guess}  [{finding.source}, {finding.sureness:.2f}]"


def _span(span: EpisodeSpan) -> str:
    return f"episode {span}" if span.first == span.last else f"episodes {span}"
