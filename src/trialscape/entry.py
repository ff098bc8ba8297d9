"""Entry point of the installed command; Ctrl-C must not show a traceback while the program loads for a second."""

import signal

_usual = signal.signal(signal.SIGINT, signal.SIG_DFL)

from trialscape.cli.main import run  # noqa: E402 - imported while Ctrl-C has its default action

signal.signal(signal.SIGINT, _usual)

__all__ = ["run"]
