"""`python -m bot check`: what is well, and what is wrong and what to do, without disturbing a bot that runs."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from bot.client import LooseEnds, Sync, log_in
from bot.clock import utc_now
from bot.errors import SettingsError, StartError
from bot.feeds.guard import MayReach, is_public
from bot.feeds.reaching import reach
from bot.feeds.web import open_web
from bot.feeds.workers import open_workers
from bot.findings import Finding, Grade, well, wrong
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.examining import addresses, uses
from bot.storage.examining import examine as examine_storage
from bot.storage.opening import open_database, open_to_read, sqlite_path
from bot.ui.examining import DiscordsClock, examine
from bot.ui.granted import invite_link


@dataclass(slots=True)
class Report:
    """All that was found, in order, and the address that invites the bot, where the application is known."""

    findings: list[Finding] = field(default_factory=list)
    invite: str | None = None

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be mended."""
        return all(finding.grade is not Grade.WRONG for finding in self.findings)

    def as_text(self) -> str:
        """Return it for a terminal, a line for each finding."""
        lines = [f"{finding.grade:<6}{finding.subject:<12}{finding.text}" for finding in self.findings]
        if self.invite is not None:
            lines += ["", f"Invite the bot, with exactly the rights that it uses:\n{self.invite}"]
        return "\n".join(lines)

    def as_json(self) -> str:
        """Return it for a program."""
        whole = {"well": self.is_well, "findings": [asdict(one) for one in self.findings], "invite": self.invite}
        return json.dumps(whole, ensure_ascii=False, indent=1)


async def check(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now, may_reach: MayReach = is_public
) -> Report:
    """Look at everything that the bot needs; nothing is changed, and nothing raised for what is wrong.

    Args:
        clock: the machine's, which is held against Discord's.
        may_reach: as of `open_web`.
    """
    report = Report()
    path = sqlite_path(settings.database_url)
    examined = await asyncio.to_thread(examine_storage, path)
    report.findings += examined.findings
    async with _readable(settings.database_url, examined.is_readable) as database:
        await _check_discord(settings, report, database, clock)
        async with open_web(may_reach=may_reach) as web:
            report.findings += await reach(web, await addresses(database))
    return report


@asynccontextmanager
async def _readable(url: str, is_readable: bool) -> AsyncIterator[Database]:
    """Open the database to read, or an empty one where there is none that can be read."""
    if is_readable:
        async with open_to_read(url) as database:
            yield database
    else:
        with tempfile.TemporaryDirectory() as folder:
            async with open_database(f"sqlite:///{Path(folder).as_posix()}/empty.sqlite3") as database:
                yield database


async def _check_discord(settings: Settings, report: Report, database: Database, clock: Callable[[], datetime]) -> None:
    theirs = DiscordsClock(clock)
    async with (
        open_workers() as workers,
        open_web() as web,
        LooseEnds(database, web, workers, sync=Sync.NEVER, http_trace=theirs.trace) as bot,
    ):
        try:
            await log_in(bot, settings)
        except (SettingsError, StartError) as error:
            report.findings.append(wrong("token", str(error)))
            return
        report.findings += [well("token", "Discord takes it."), theirs.finding()]
        assert bot.application_id is not None  # noqa: S101 - it has logged in
        report.invite = invite_link(bot.application_id)
        report.findings += await examine(bot, await uses(database))
