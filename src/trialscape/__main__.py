"""Run the command line with ``python -m trialscape``."""

from trialscape.cli.main import run

if __name__ == "__main__":
    run()
