"""Compare the locked versions with published advisories, and say plainly for how many that was not possible.

usage: python -m tests.supply.advisories PIP_AUDIT     exits with 1 when an advisory concerns a locked version

pip-audit alone reports "no known vulnerabilities" also when its source knew none of the packages.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCKED = tuple(
    Path(__file__).resolve().parents[2] / "requirements" / f"{name}.txt" for name in ("dev", "supply", "docs", "spark")
)
_PATIENCE = 300


def asked(pip_audit: str, locked: Path) -> list[dict[str, Any]]:
    """Return what pip-audit says of each package of a locked file; nothing when it reached no source at all."""
    command = [pip_audit, "--requirement", str(locked), "--require-hashes", "--disable-pip", "--format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return []
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except ValueError:
        return []


def judged(answers: dict[str, list[dict[str, Any]]]) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print, from the answers by locked file."""
    code, lines = 0, []
    for name, packages in answers.items():
        known = [package for package in packages if "vulns" in package]
        found = [(package, advisory["id"]) for package in known for advisory in package["vulns"]]
        lines += [
            f"{name}: {package['name']} {package['version']} has the advisory {number}" for package, number in found
        ]
        code = 1 if found else code
        if not packages:
            lines.append(f"{name}: online: NOT DONE, because no source of advisories answered")
        elif len(known) < len(packages):
            missing = len(packages) - len(known)
            lines.append(
                f"{name}: online: NOT DONE for {missing} of {len(packages)} packages, which the source does not know"
            )
        elif not found:
            lines.append(f"{name}: online: no advisory for any of {len(packages)} packages")
    return code, lines


def main() -> int:
    """Ask for each locked file and print the result."""
    code, lines = judged({path.name: asked(sys.argv[1], path) for path in LOCKED})
    sys.stdout.write("".join(f"{line}.\n" for line in lines))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
