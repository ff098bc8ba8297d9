"""Compare the locked versions with the dated list of advisories in ``requirements``, without any network.

usage: python -m tests.supply.known_advisories     exits with 1 when an advisory concerns a locked version

The list is short and made by hand, so its result names how many packages it says nothing about.
"""

import csv
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

_FOLDER = Path(__file__).resolve().parents[2] / "requirements"
LOCKED = ("dev.txt", "supply.txt", "docs.txt", "spark.txt")
_ENTRY = re.compile(r"^([a-z0-9.-]+)==([^\s;]+)", re.M)


@dataclass(frozen=True, slots=True)
class Advisory:
    """An advisory that concerns versions of a package from ``introduced`` up to, but not including, ``fixed``."""

    package: str
    advisory: str
    introduced: str
    fixed: str
    source: str

    def concerns(self, version: str) -> bool:
        """Return whether it concerns this version."""
        return Version(self.introduced) <= Version(version) < Version(self.fixed)


@dataclass(frozen=True, slots=True)
class KnownAdvisories:
    """The list: the day on which it was made, the packages that were looked up, and what was found and accepted.

    ``accepted`` has a reason for package, version and advisory.
    """

    read_on: str
    looked_up: frozenset[str]
    advisories: tuple[Advisory, ...]
    accepted: dict[tuple[str, str, str], str]


def known_advisories() -> KnownAdvisories:
    """Return the list of ``requirements/advisories.csv`` and ``.toml``."""
    about = tomllib.loads((_FOLDER / "advisories.toml").read_text(encoding="utf-8"))
    with (_FOLDER / "advisories.csv").open(encoding="utf-8", newline="") as file:
        found = tuple(Advisory(**row) for row in csv.DictReader(file))
    accepted = {(item["package"], item["version"], item["advisory"]): item["reason"] for item in about["accepted"]}
    return KnownAdvisories(str(about["read_on"]), frozenset(about["looked_up"]), found, accepted)


def locked(name: str) -> dict[str, str]:
    """Return the versions of a locked file by package."""
    return dict(_ENTRY.findall((_FOLDER / name).read_text(encoding="utf-8")))


def judged(name: str, versions: dict[str, str], known: KnownAdvisories) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print for one locked file."""
    code, lines = 0, []
    for item in known.advisories:
        version = versions.get(item.package)
        if version is None or not item.concerns(version):
            continue
        reason = known.accepted.get((item.package, version, item.advisory))
        code = code if reason else 1
        reported = f"{name}: {item.package} {version} has the advisory {item.advisory}, fixed in {item.fixed}"
        lines.append(f"{reported}; accepted: {reason.rstrip('.')}" if reason else reported)
    looked = len(known.looked_up & versions.keys())
    rest = f"{len(versions) - looked} of {len(versions)} packages were not looked up"
    lines.append(f"{name}: compared with the offline list of {known.read_on} for {looked} packages; {rest}")
    return code, lines


def main() -> int:
    """Compare each locked file and print the result."""
    known = known_advisories()
    results = [judged(name, locked(name), known) for name in LOCKED]
    sys.stdout.write("".join(f"{line}.\n" for _, lines in results for line in lines))
    return max(code for code, _ in results)


if __name__ == "__main__":
    raise SystemExit(main())
