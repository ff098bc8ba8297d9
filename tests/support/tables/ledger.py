"""Small report files for tests: one dimension with segments a, b, c ..., claims as TOML lines."""

from pathlib import Path

from trialscape.config.reports.report_files import Report, Statement, load_reports
from trialscape.errors import Fault

HEAD = """id = "{id}"
title = "Test"
publisher = "Test"
kind = "market"
base_year = 2024
cohort = "io"

[[estimate]]
id = "headline"
role = "headline"
market = "test"
sizes = [{{ year = 2024, usd_million = {first} }}, {{ year = 2030, usd_million = {last} }}]
place = "table"

[[dimension]]
id = "d"
name = "D"
place = "table"
"""


def ledger_text(
    states: list[str],
    *,
    segments: int = 3,
    extra: str = "",
    first: float = 1000.0,
    last: float = 2000.0,
    id_: str = "T",
) -> str:
    """Return a report file with ``segments`` segments and one claim (T1, T2 ...) for each of ``states``."""
    parts = [HEAD.format(first=first, last=last, id=id_)]
    for name in names(segments):
        parts.append(f'[[segment]]\nid = "{name}"\ndimension = "d"\nname = "{name}"\nwhere.has.therapy = ["x"]\n')
    for number, state in enumerate(states, start=1):
        parts.append(f'[[claim]]\nid = "T{number}"\nsays = "words"\nplace = "text"\nstates = [{state}]\n')
    return "\n".join(parts)


def names(segments: int) -> list[str]:
    """Return the ids of the first ``segments`` segments: a, b, c ..."""
    return [chr(ord("a") + at) for at in range(segments)]


def load_text(folder: Path, text: str) -> tuple[tuple[Report, ...], list[Fault]]:
    """Write ``text`` to ``folder``/reports/test.toml and load it through the real door."""
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "test.toml").write_text(text, encoding="utf-8")
    return load_reports(reports, axes=None)


def share(segment: str, op: str, percent: float, within: float | None = None) -> str:
    """Return a share statement as an inline table."""
    tolerance = f", within = {within!r}" if within is not None else ""
    return f'{{ kind = "share", segments = ["{segment}"], op = "{op}", percent = {percent!r}{tolerance} }}'


def rank(segment: str, place: str, after: str = "") -> str:
    """Return a rank statement as an inline table."""
    behind = f', after = "{after}"' if after else ""
    return f'{{ kind = "rank", segments = ["{segment}"], rank = "{place}"{behind} }}'


def order(*segments: str) -> str:
    """Return an order statement, the largest segment first."""
    listed = ", ".join(f'"{segment}"' for segment in segments)
    return f'{{ kind = "order", segments = [{listed}] }}'


def report(
    folder: Path, states: list[str], *, segments: int = 3, first: float = 1000.0, last: float = 2000.0, id_: str = "T"
) -> Report:
    """Return the report made of ``states``; AssertionError with the faults when it has any."""
    text = ledger_text(states, segments=segments, first=first, last=last, id_=id_)
    reports, faults = load_text(folder, text)
    assert not faults, "\n".join(str(fault) for fault in faults)
    return reports[0]


def stated(state: Statement) -> str:
    """Return what a statement says as one line: kind, subject by subject, then figures and words."""
    subjects = [*state.segments, *state.countries, *state.players]
    subjects += [f"{axis}:{'/'.join(labels)}" for axis, labels in state.labels.items()]
    subjects += [*state.topics, *state.facilities, state.of, state.part, state.product]
    phase = f"phase {state.phase}" if state.phase else ""
    words = [state.rank, state.after and f"after {state.after}", state.trend, state.degree, state.grade, state.status]
    cohort = f"cohort {state.cohort}" if state.cohort else ""
    figures = [state.op, state.word, state.percent, state.number, state.usd, state.date]
    years = "-".join(str(year) for year in (state.year, state.from_year, state.to_year) if year)
    return " | ".join(str(part) for part in (state.kind, *subjects, phase, *words, *figures, years, cohort) if part)
