"""Logs on standard error: lines for people, or one JSON object a line for machines that collect them."""

import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer

from trialscape.cli.shared.printable import escaped, printable
from trialscape.errors import TrialscapeError


class LogFormat(StrEnum):
    """``text`` for people, ``json`` with one object a line."""

    text = "text"
    json = "json"


LogOption = Annotated[
    LogFormat | None,
    typer.Option(
        "--log-format", case_sensitive=False, help="Log to standard error, as lines of text or one JSON object a line."
    ),
]

_log = logging.getLogger("trialscape")

# Standard attributes of a log record; all others come from ``extra``.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Time in UTC, level, logger, message, then the event's fields, and the traceback of a bug."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update((key, value) for key, value in vars(record).items() if key not in _USUAL)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return escaped(orjson.dumps(line, default=str).decode())


class PlainLines(logging.Formatter):
    """Time, level and message, without control characters, because some messages quote the registry."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, with the traceback of a bug."""
        return "\n".join(printable(line) for line in super().format(record).split("\n"))


def set_up(form: LogFormat) -> None:
    """Log this program, its scheduler and Python's warnings to standard error, in this form."""
    handler = logging.StreamHandler(sys.stderr)
    plain = PlainLines("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    handler.setFormatter(JsonLines() if form is LogFormat.json else plain)
    logging.captureWarnings(capture=True)
    for name, level in (("trialscape", logging.INFO), ("apscheduler", logging.ERROR), ("py.warnings", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)


def log_sentence(sentence: str) -> None:
    """Log a sentence that is meant for people."""
    _log.info("%s", sentence, extra={"event": "message"})


def log_final_error(error: TrialscapeError) -> typer.Exit:
    """Log the error that ends a command and return what to raise, so that a JSON log has no bare sentence."""
    facts = {"event": "failed", "error": type(error).__name__, "exit_code": error.exit_code}
    _log.error("%s", error, extra=facts)
    return typer.Exit(error.exit_code)
