"""List the licence of every package and name those that ``requirements/licences.toml`` does not allow.

usage: python -m tests.supply.licences [NAME=ENVIRONMENT...]     exits with 1 when a licence is not allowed

The packages of ``requirements/supply.txt``, ``docs.txt`` and ``spark.txt`` are in separate environments, whose folders
may be given: what their packages state is then written to ``requirements/NAME-licences.csv``, which the tests read.
"""

import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ALLOWED = Path(__file__).resolve().parents[2] / "requirements" / "licences.toml"
# Locked files whose packages are not installed where the tests run.
ELSEWHERE = ("supply", "docs", "spark")
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


def stated(*names: str) -> list[tuple[str, str, str]]:
    """Return name, version and licence of each package of the environments ``names``, as last written."""
    found = []
    for name in names or ELSEWHERE:
        with _file(name).open(encoding="utf-8", newline="") as file:
            found += [(row["package"], row["version"], row["licence"]) for row in csv.DictReader(file)]
    return found


def write_stated(name: str, environment: str) -> None:
    """Write what the packages of an environment state."""
    folders = [str(path) for path in Path(environment).glob("lib/python*/site-packages")]
    rows = [(re.sub(r"[-_.]+", "-", name).lower(), version, licence) for name, version, licence in installed(*folders)]
    with _file(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("package", "version", "licence"), *rows])


def _file(name: str) -> Path:
    return ALLOWED.with_name(f"{name}-licences.csv")


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
    for argument in sys.argv[1:]:
        write_stated(*argument.split("=", 1))
    for name, version, licence in (*installed(), *stated()):
        sys.stdout.write(f"{name:28} {version:18} {licence}\n")
    faults = not_allowed()
    for line in faults:
        sys.stdout.write(f"Not allowed by requirements/licences.toml: {line}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
