"""Where the installed command begins: loading the program takes a second, in which Ctrl-C must not show a traceback."""

import signal

_usual = signal.signal(signal.SIGINT, signal.SIG_DFL)

from trialscape.cli.main import run  # noqa: E402 - loaded while the system itself sees to Ctrl-C

signal.signal(signal.SIGINT, _usual)

__all__ = ["run"]
