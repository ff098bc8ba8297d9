"""The ``trialscape`` command: commands are thin, and errors become one sentence and an exit code."""

import errno
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import typer
from typer.exceptions import TyperException

from trialscape import __version__
from trialscape.cli.commands import LazyGroup
from trialscape.cli.shared.printable import printable
from trialscape.errors import ArchiveError, StoppedError, TrialscapeError, is_interruption

_STOPPED = StoppedError.exit_code
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))

app = typer.Typer(
    name="trialscape",
    cls=LazyGroup,
    help="Immuno-oncology trials after checkpoint-inhibitor failure, set against the segments of market reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 done, 2 usage, 3 some records unreadable, 10 config, 11 archive, 12 registry, 13 checks, "
    "14 locked, 15 warehouse, 16 latest refresh failed and 17 none succeeded (status --max-age), "
    "18 published without refused searches, 130 stopped.",
)


@app.callback(invoke_without_command=True)
def _main(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    if version:
        typer.echo(f"trialscape {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; only defects escape with a traceback."""
    try:
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except TrialscapeError as error:
        # Line by line, because faults of the configuration stand on a line each.
        sys.stderr.write("".join(f"{printable(line)}\n" for line in str(error).split("\n")))
        return error.exit_code
    except PermissionError as error:
        # What a command writes it tells itself; this is a folder or file that its user may not look into.
        sys.stderr.write(f"{error.filename or 'A file'} cannot be opened: permission denied; check who may read it.\n")
        return ArchiveError.exit_code
    except typer.Exit as stop:
        code = stop.exit_code
    except typer.Abort:
        sys.stderr.write("Stopped.\n")
        return _STOPPED
    except SystemExit:
        # So typer and rich end when the reader of a pipe went away, as with "| head"; that is its right.
        _stop_writing()
        return 0
    except TyperException as error:
        # The validator behind the options names its own class of error, which tells a reader nothing.
        message = error.format_message().replace("Value error, ", "")
        sys.stderr.write(f"{message} 'trialscape --help' lists what there is.\n")
        return 2
    if code == _STOPPED:
        # The end that typer gives to Ctrl-C.
        sys.stderr.write("Stopped.\n")
    return code if isinstance(code, int) else 0


def run() -> None:
    """Entry point of the installed command."""
    _stand_in_for_closed_streams()
    _write_what_can_be_written()
    try:
        code = main()
        # What is still held back goes out here, where a fault can be told, and not while the interpreter ends.
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()
        code = 0
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interruption(error):
            raise
        sys.stderr.write("Stopped.\n")
        code = _STOPPED
    except OSError as error:
        # A fault in writing an answer names no file; any other is a defect and keeps its traceback.
        if error.filename is not None or error.errno not in _FULL:
            raise
        _stop_writing()
        sys.stderr.write(f"The answer cannot be written: {error.strerror}.\n")
        code = 1
    sys.exit(code)


def _stand_in_for_closed_streams() -> None:
    """Let a command that was started without standard output or error, as with ">&-", say its words to nobody."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end


def _write_what_can_be_written() -> None:
    """Let a terminal that lacks a sign show its number, instead of failing at the first dash or name with an accent."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _stop_writing() -> None:
    """Send what is still held back nowhere, so that the interpreter does not stumble over it once more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
