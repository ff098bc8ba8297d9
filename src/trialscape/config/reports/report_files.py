"""Read the report files and the cohorts: frozen objects, and every fault of every file at once."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.config.reports.consistency import check_cohorts, check_report
from trialscape.config.reports.market_sizes import Estimate, SizePoint, half_unit
from trialscape.config.reports.models import (
    Claim,
    Cohort,
    Countries,
    Definition,
    Dimension,
    LabelRule,
    Player,
    Report,
    Segment,
)
from trialscape.config.reports.partial_read import read_readable_part
from trialscape.config.reports.stated_orders import order_edges
from trialscape.config.reports.statements import Op, Statement
from trialscape.errors import Fault

__all__ = [
    "Claim",
    "Cohort",
    "Countries",
    "Definition",
    "Dimension",
    "Estimate",
    "LabelRule",
    "Op",
    "Player",
    "Report",
    "Segment",
    "SizePoint",
    "Statement",
    "half_unit",
    "load_cohorts",
    "load_reports",
    "order_edges",
    "report_version",
]


class _CohortFile(Strict):
    cohort: tuple[Cohort, ...]


def load_reports(
    folder: Path,
    *,
    axes: Mapping[str, frozenset[str]] | None,
    cohorts: Collection[str] | None = None,
) -> tuple[tuple[Report, ...], list[Fault]]:
    """Read every ``*.toml`` of ``folder`` (the config folder's ``reports``) in the order of the reports' ids.

    ``axes`` holds the labels of each classifier axis (``country`` with ISO-2 codes among them, if known) and
    ``cohorts`` the ids of the shared cohorts; None skips a check. A file with faults is left out.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        return (), [Fault(f"{folder.name}/", "", "", "contains no report; add one .toml file per report")]
    reports: list[Report] = []
    faults: list[Fault] = []
    for path in paths:
        file = f"{folder.name}/{path.name}"
        report, found = read_toml(path, Report, file=file)
        if report is None:
            rest, lost = read_readable_part(path) if found else (None, frozenset[str]())
            found += check_report(rest, file=file, axes=axes, cohorts=cohorts, lost=lost) if rest is not None else []
        else:
            found = check_report(report, file=file, axes=axes, cohorts=cohorts)
            reports += [] if found else [report]
        faults += found
    for name, count in Counter(report.id for report in reports).items():
        if count > 1:
            faults.append(Fault(f"{folder.name}/", f"report {name}", "id", "is used by two files; ids must be unique"))
    faults += _cohorts_used_twice(reports, cohorts or ())
    return tuple(sorted(reports, key=lambda report: report.id)), faults


def _cohorts_used_twice(reports: Collection[Report], shared: Collection[str]) -> Iterator[Fault]:
    """Yield each cohort of a report whose id is also used by the shared cohorts or another report."""
    owner = dict.fromkeys(shared, "cohorts.toml")
    for report in reports:
        for name in {cohort.id for cohort in report.cohorts}:
            if owner.setdefault(name, f"report {report.id}") != f"report {report.id}":
                problem = f"{owner[name]} has a cohort of that id; each cohort needs its own"
                yield Fault(f"report {report.id}", f"cohort {name}", "id", problem)


def load_cohorts(path: Path, *, axes: Mapping[str, frozenset[str]] | None) -> tuple[tuple[Cohort, ...], list[Fault]]:
    """Read ``cohorts.toml``; labels are checked when ``axes`` is given."""
    found, faults = read_toml(path, _CohortFile, file=path.name)
    if found is None:
        return (), faults
    return found.cohort, list(check_cohorts(found.cohort, file=path.name, axes=axes))


def report_version(report: Report) -> str:
    """Return twelve hex digits that change with the content of the report's file."""
    return hashlib.sha256(report.model_dump_json().encode("utf-8")).hexdigest()[:12]
