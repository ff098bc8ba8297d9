"""An interactive SQL session: statements from the terminal, with history and completion of names."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from trialscape.errors import TrialscapeError, is_interruption

try:
    import readline as _readline
except ImportError:  # pragma: no cover - a Python without readline still reads lines
    _lines: ModuleType | None = None
else:
    _lines = _readline

GREETING = (
    "A statement ends with ';'. .marts lists the tables for figures, .tables all tables, .columns TABLE the columns "
    "of one. Ctrl-C drops a statement, Ctrl-D or .quit ends."
)
_PROMPT, _MORE = "trialscape> ", "       ...> "
_QUIT = (".quit", ".exit")
_KEPT_LINES = 1000


def run_session(answer: Callable[[str], None], names: Callable[[], list[str]]) -> None:
    """Read statements until the end of input, and pass each to ``answer``; a failed one is reported.

    ``names`` returns what the tab key completes; it is called at the first use of that key.
    """
    with _history():
        _complete(names)
        for statement in _statements():
            try:
                answer(statement)
            except TrialscapeError as error:
                sys.stderr.write(f"{error}\n")
            except (KeyboardInterrupt, RuntimeError) as error:
                if not is_interruption(error):
                    raise
                sys.stderr.write("Stopped.\n")


def history_file() -> Path:
    """Return the file of earlier statements, in the user's folder for such state (XDG base directories)."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "trialscape" / "sql_history"


def _statements() -> Iterator[str]:
    """Yield each complete statement, and each line that begins with a dot."""
    begun: list[str] = []
    while True:
        try:
            line = input(_MORE if begun else _PROMPT)
        except EOFError:
            sys.stdout.write("\n")
            return
        except KeyboardInterrupt:
            begun.clear()
            sys.stdout.write("\n")
            continue
        text = line.strip()
        if not begun and text.rstrip(";").strip() in _QUIT:
            return
        begun += [line] if text else []
        if begun and (text.endswith(";") or (len(begun) == 1 and text.startswith("."))):
            yield "\n".join(begun)
            begun.clear()


@contextmanager
def _history() -> Iterator[None]:
    """Make earlier statements available, and keep those of this session; a file that cannot be used is left out."""
    if _lines is None:
        yield
        return
    file = history_file()
    with suppress(OSError):
        _lines.read_history_file(file)
    try:
        yield
    finally:
        _lines.set_history_length(_KEPT_LINES)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            _lines.write_history_file(file)
            # Statements may hold what a person looks for about a patient.
            file.chmod(0o600)


def _complete(names: Callable[[], list[str]]) -> None:
    if _lines is None:
        return
    known: list[str] = []

    def complete(begun: str, number: int) -> str | None:
        if not known:
            known.extend(names())
        found = [name for name in known if name.casefold().startswith(begun.casefold())]
        return found[number] if number < len(found) else None

    _lines.set_completer(complete)
    _lines.set_completer_delims(" \t\n,;()=<>'\"")
    _lines.parse_and_bind("tab: complete")
