"""The log: one line an event, for reading or for collecting, without tokens and without what members wrote."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from bot.masking import Mask
from bot.settings import LogFormat, LogLevel

_OURS = ("bot", "cogs")

_log = logging.getLogger(__name__)


class TextFormatter(logging.Formatter):
    """A record as text for reading, with secrets masked when all of it is put together."""

    def __init__(self, mask: Mask) -> None:
        super().__init__("{asctime} {levelname:<7} {name}: {message}", style="{")
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Return the text, without its end."""
        return self._mask(super().format(record))


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: `time` (UTC, ISO 8601), `level`, `logger`, `message`, and `error` with a trace.

    Secrets are masked in each.
    """

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": self._mask(record.name),
            "message": self._mask(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = self._mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(
    level: LogLevel, form: LogFormat, stream: TextIO | None = None, *, secrets: Iterable[str] = ()
) -> None:
    """Send the log to a stream, standard error by default, in place of whatever was set up before.

    What ends the process goes there as well, instead of past it.

    Args:
        level: of what the bot says itself; libraries say less.
        form: how a line is written.
        stream: where to.
        secrets: what is masked wherever it appears, beside all that looks like a secret.
    """
    mask = Mask(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(mask) if form is LogFormat.JSON else TextFormatter(mask))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries log message text, values of queries and tokens on DEBUG.
    root.setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    sys.excepthook = _note_the_end


def _note_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _log.critical("A fault of the bot’s own ends it", exc_info=(kind, error, trace))
