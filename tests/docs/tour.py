"""Run the commands of README's tour on the demonstration and put what they print below them.

usage: python -m tests.docs.tour
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from trialscape.cli.main import main

README = Path(__file__).resolve().parents[2] / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=^```)", re.M | re.S)


def toured(text: str, folder: Path) -> str:
    """Return ``text`` with the output of each command of its console blocks, run in ``folder``."""
    return _BLOCK.sub(lambda block: _printed(block[1], folder), text)


def _printed(block: str, folder: Path) -> str:
    """Return the commands of a block, each followed by what it prints; they share one shell."""
    lines = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    mark = "----8<----"
    script = [
        f'trialscape() {{ "{sys.executable}" -m trialscape "$@"; }}',
        *(f"{line}\necho '{mark}'" for line in lines),
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRIALSCAPE_")}
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(script)], cwd=folder, env={**kept, "COLUMNS": "118"}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    printed = (re.sub(r"[ ]+$", "", part, flags=re.M).strip("\n") for part in done.stdout.split(f"{mark}\n"))
    return "\n".join(f"$ {line}\n{part}\n" if part else f"$ {line}" for line, part in zip(lines, printed, strict=False))


def rewrite() -> None:
    """Write README with true output."""
    with tempfile.TemporaryDirectory() as name:
        main(["demo", "--data", str(Path(name) / "trialscape-demo")])
        README.write_text(toured(README.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
