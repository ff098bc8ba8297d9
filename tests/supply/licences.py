"""List the licence of every package and name those that ``requirements/licences.toml`` does not allow.

usage: python -m tests.supply.licences [SITE_PACKAGES]     exits with 1 when a package has a licence that is not allowed

The tools of ``requirements/supply.txt`` are in an environment of their own, whose site-packages folder may be given:
what its packages state is then written to ``requirements/supply-licences.csv``, which the tests read.
"""

import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ALLOWED = Path(__file__).resolve().parents[2] / "requirements" / "licences.toml"
STATED = ALLOWED.with_name("supply-licences.csv")
_CLASSIFIER = "License :: OSI Approved :: "
_JOINED = re.compile(r"\s+(?:AND|OR)\s+|[()]")


def allowed() -> dict[str, str]:
    """Return the SPDX identifier of each licence that is allowed, by every way to write it."""
    entries = tomllib.loads(ALLOWED.read_text(encoding="utf-8"))["allowed"]
    return {name: entry["licence"] for entry in entries for name in (entry["licence"], *entry["written"])}


def licence_of(package: Distribution) -> str:
    """Return what a package states: its SPDX expression, else classifiers, else its field, else its licence file.

    Of the field and of the file the first line counts.
    """
    fields = package.metadata
    classified = [text.removeprefix(_CLASSIFIER) for text in fields.get_all("Classifier") or [] if _CLASSIFIER in text]
    expression, stated = (fields.get_all(name) or [""] for name in ("License-Expression", "License"))
    named = expression[0] or " AND ".join(classified) or stated[0].strip().split("\n")[0]
    return named or _first_line_of_file(package) or "none stated"


def _first_line_of_file(package: Distribution) -> str:
    for name in package.metadata.get_all("License-File") or []:
        text = package.read_text(f"licenses/{name}") or package.read_text(name) or ""
        if text.strip():
            return text.strip().split("\n")[0].strip()
    return ""


def parts(licence: str, known: dict[str, str]) -> list[str]:
    """Return the licences of an expression; one that may be chosen instead of another counts as well."""
    if licence in known:
        return [licence]
    return [part for part in (text.strip() for text in _JOINED.split(licence)) if part]


def installed(*folders: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, version and licence of each installed package (of ``folders``), in the order of names."""
    found = distributions(path=list(folders)) if folders else distributions()
    for package in sorted(found, key=lambda item: item.name.lower()):
        yield package.name, package.version, licence_of(package)


def stated() -> list[tuple[str, str, str]]:
    """Return name, version and licence of each tool of ``requirements/supply.txt``, as last written."""
    with STATED.open(encoding="utf-8", newline="") as file:
        return [(row["package"], row["version"], row["licence"]) for row in csv.DictReader(file)]


def write_stated(folder: str) -> None:
    """Write what the packages of a site-packages folder state."""
    rows = [(re.sub(r"[-_.]+", "-", name).lower(), version, licence) for name, version, licence in installed(folder)]
    with STATED.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("package", "version", "licence"), *rows])


def not_allowed() -> list[str]:
    """Return a line for each package with a licence that is not allowed."""
    known = allowed()
    return [
        f"{name} {version}: {licence}"
        for name, version, licence in (*installed(), *stated())
        if set(parts(licence, known)) - {*known}
    ]


def main() -> int:
    """Print all licences, and after them those that are not allowed."""
    for folder in sys.argv[1:]:
        write_stated(folder)
    for name, version, licence in (*installed(), *stated()):
        sys.stdout.write(f"{name:28} {version:18} {licence}\n")
    faults = not_allowed()
    for line in faults:
        sys.stdout.write(f"Not allowed by requirements/licences.toml: {line}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
