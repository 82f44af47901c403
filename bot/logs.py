"""The log: one line an event, for reading or for collecting, without tokens and without what members wrote."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from bot.settings import LogFormat, LogLevel

_OURS = ("bot", "cogs")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: `time` (UTC, ISO 8601), `level`, `logger`, `message`, and `error` with a trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(level: LogLevel, form: LogFormat, stream: TextIO | None = None) -> None:
    """Send the log to a stream, standard error by default, in place of whatever was set up before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    if form is LogFormat.JSON:
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("{asctime} {levelname:<7} {name}: {message}", style="{"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries log message text, values of queries and tokens on DEBUG.
    root.setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
