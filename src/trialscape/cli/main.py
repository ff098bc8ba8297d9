"""The ``trialscape`` command: commands are thin, and errors become one sentence and an exit code."""

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import typer
from typer.exceptions import TyperException

from trialscape import __version__
from trialscape.cli.commands import LazyGroup
from trialscape.cli.shared.options import NO_PATH
from trialscape.cli.shared.printable import printable
from trialscape.errors import ArchiveError, StoppedError, TrialscapeError, UsageError, is_interruption

_STOPPED = StoppedError.exit_code
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))
# What the system says of a machine that fails or has run out of something.
_MACHINE = _FULL | {errno.EROFS, errno.ESTALE, errno.EMFILE, errno.ENFILE, errno.ENODEV, errno.ENXIO, errno.EISDIR}
_LONGEST_PATH = 200
# The variable by which a shell asks for completions.
_COMPLETION = "_TRIALSCAPE_COMPLETE"

app = typer.Typer(
    name="trialscape",
    cls=LazyGroup,
    help="Immuno-oncology trials after checkpoint-inhibitor failure, compared with the segments of market reports.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 done, 2 usage, 3 some records unreadable, 10 config, 11 archive, 12 registry, 13 checks, "
    "14 locked, 15 warehouse, 16 latest refresh failed and 17 none succeeded (status --max-age), "
    "18 published without refused searches, 19 Spark cluster, 130 stopped.",
)


@app.callback(invoke_without_command=True)
def _main(
    ctx: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version and stop.")
) -> None:
    if version:
        typer.echo(f"trialscape {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        # No other call needs this module, which loads duckdb.
        import_module("trialscape.cli.look.overview").print_overview()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; only bugs raise a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _require_text(given)
        if _COMPLETION in os.environ:
            import_module("trialscape.cli.completion").split_options(os.environ)
        code = app(args=given, prog_name="trialscape", standalone_mode=False)
    except TrialscapeError as error:
        # Each line is printed separately, because each configuration error has its own line.
        sys.stderr.write("".join(f"{printable(line)}\n" for line in str(error).split("\n")))
        return error.exit_code
    except OSError as error:
        return _report_unusable(error)
    except typer.Exit as stop:
        code = stop.exit_code
    except typer.Abort:
        sys.stderr.write("Stopped.\n")
        return _STOPPED
    except SystemExit:
        # Typer and rich exit like this when the reader closed the pipe, as with "| head", which is not an error.
        _stop_writing()
        return 0
    except TyperException as error:
        sys.stderr.write(f"{_sentence(error)} {_help_of(error)}\n")
        return 2
    if code == _STOPPED:
        # Typer's exit code for Ctrl-C.
        sys.stderr.write("Stopped.\n")
    return code if isinstance(code, int) else 0


def _report_unusable(error: OSError) -> int:
    """Report a path or a machine that cannot be used, and return the exit code; any other error is a bug."""
    if isinstance(error, PermissionError):
        # Commands report failed writes; this error means that the user may not read a file or folder.
        sys.stderr.write(f"{error.filename or 'A file'} cannot be opened: permission denied; check who may read it.\n")
        return ArchiveError.exit_code
    if error.errno not in NO_PATH | _MACHINE or error.filename is None:
        raise error
    is_path = error.errno in NO_PATH
    advice = "check the path" if is_path else "check the disk and the limits of this machine"
    sys.stderr.write(f"{printable(_short(error.filename))} cannot be used: {error.strerror}; {advice}.\n")
    return (UsageError if is_path else ArchiveError).exit_code


def _sentence(error: TyperException) -> str:
    """Return what is wrong, without the error class that the option validator prefixes."""
    message = error.format_message().replace("Value error, ", "").replace("Input should be", "it must be").strip()
    return message if message.endswith((".", "?")) else f"{message}."


def _help_of(error: TyperException) -> str:
    """Return where to read on: the help of the command that was given wrongly, else the list of commands."""
    context = getattr(error, "ctx", None)
    if context is None or context.parent is None:
        return "'trialscape --help' lists the commands."
    return f"'{context.command_path} --help' lists the options."


def _require_text(arguments: Sequence[str]) -> None:
    """Refuse bytes that are not text in any argument or variable: the database and the outputs hold Unicode only."""
    ours = [value for name, value in os.environ.items() if name.startswith("TRIALSCAPE_")]
    for value in (*arguments, *ours):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise UsageError(f"The argument '{_short(value)}' holds bytes that are not UTF-8 text; write it in UTF-8.")


def _short(text: object) -> str:
    return str(text) if len(str(text)) <= _LONGEST_PATH else f"{str(text)[:_LONGEST_PATH]}…"


def run() -> None:
    """Entry point of the installed command."""
    _replace_closed_streams()
    _flush_open_streams()
    try:
        code = main()
        # Flush here, where an error can be reported, and not while the interpreter exits.
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
        # An error in writing to standard output names no file; any other is a bug and keeps its traceback.
        if error.filename is not None or error.errno not in _FULL:
            raise
        _stop_writing()
        sys.stderr.write(f"The output cannot be written: {error.strerror}.\n")
        code = 1
    # While it ends, the interpreter searches all objects for garbage, which the system frees at once a moment later.
    # DuckDB counts its own objects then, and complains on standard error about each that it still finds.
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)


def _replace_closed_streams() -> None:
    """Replace a closed standard output or error, as with ">&-", by the null device."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end


def _flush_open_streams() -> None:
    """Escape characters that the terminal cannot encode, instead of failing at a dash or an accent."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _stop_writing() -> None:
    """Discard buffered output, so that the interpreter does not fail on it again at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
