"""The table of molecular targets by kind of treatment and phase."""

from collections.abc import Sequence

from trialscape.report.charts.cells import heat_map, shaded
from trialscape.report.charts.figure import Cell, Cells, Figure, Row, shade, with_rows
from trialscape.report.words import PHASES, count, opening, spoken

# Phases in which a target is counted; for other records a phase does not apply.
TARGET_PHASES = tuple(phase for phase in PHASES if phase not in ("not_applicable", "none"))


def target_figure(targets: Sequence[Row]) -> Figure:
    """Return the most studied molecular targets by kind of treatment and phase."""
    rows = [
        {
            "one": f"{row['target']}, {spoken(row['modality'])}",
            "other": PHASES[row["phase_bucket"]],
            "observed": row["trial_count"],
            "shown": str(row["trial_count"]),
            "go": {"target": f"{row['target']}|{row['modality']}", "phase": row["phase_bucket"]},
        }
        for row in targets
    ]
    names = list(dict.fromkeys(row["one"] for row in rows))
    return Figure(
        id="targets",
        topic="Targets by treatment and phase",
        title=_target_title(targets),
        chart=with_rows(heat_map(), shaded(rows)) if rows else None,
        columns={"one": "Target and treatment", "other": "Phase", "observed": "Trials"},
        rows=rows,
        note=f"The {len(names)} pairs of target and treatment with the most trials. A treatment counts under each "
        "of its targets.",
        empty="No tracked trial names a treatment whose target is known.",
        cells=_target_table(targets),
    )


def _target_title(targets: Sequence[Row]) -> str:
    if not targets:
        return "No target is known."
    first = targets[0]
    total = sum(
        row["trial_count"]
        for row in targets
        if (row["target"], row["modality"]) == (first["target"], first["modality"])
    )
    return f"Most studied is {first['target']}, addressed by {spoken(first['modality'])}: {count(total)} trials."


def _target_table(targets: Sequence[Row]) -> Cells:
    most = max((row["trial_count"] for row in targets), default=0) or 1
    lines: dict[tuple[str, str], dict[str, Cell]] = {}
    for row in targets:
        go = {"target": f"{row['target']}|{row['modality']}", "phase": row["phase_bucket"]}
        number = row["trial_count"]
        cell = Cell(count(number) if number else "", shade(number, most), go if number else None)
        lines.setdefault((row["target"], opening(spoken(row["modality"]))), {})[row["phase_bucket"]] = cell
    blank = Cell("", "s0")
    return Cells(
        [PHASES[phase] for phase in TARGET_PHASES],
        [(*names, [own.get(phase, blank) for phase in TARGET_PHASES]) for names, own in lines.items()],
    )
