"""Entry point of the installed command; Ctrl-C must not show a traceback while the program loads for a second."""

import gc
import signal

# Vocabularies and rules are a million small objects that live as long as the program. A search for garbage after every
# few hundred of them takes a seventh of the start.
gc.set_threshold(100_000)

_usual = signal.signal(signal.SIGINT, signal.SIG_DFL)

from trialscape.cli.main import run  # noqa: E402 - imported while Ctrl-C has its default action

signal.signal(signal.SIGINT, _usual)

__all__ = ["run"]
