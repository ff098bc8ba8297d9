"""Run the command line with ``python -m trialscape``."""

from trialscape.entry import run

if __name__ == "__main__":
    run()
