"""How often labels were right, by the rule and the place in the record behind them: ``config/confidence.csv``."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from trialscape.config.files.file_reader import Strict, duplicate_id_faults, read_csv
from trialscape.errors import Fault

FILE = "confidence.csv"

Place = Literal["name", "title", "arm", "criteria", "prose", "other", "silence"]


class ConfidenceRow(Strict):
    """Of ``labelled`` labels that ``rule`` gave on ``axis`` from words in ``place``, ``right`` were right.

    An empty ``rule`` with ``place`` "silence" counts trials for which the classifier gave no label on the axis.
    """

    axis: str = Field(min_length=2)
    rule: str = ""
    place: Place
    right: int = Field(ge=0)
    labelled: int = Field(ge=1)


def load_confidence(folder: Path) -> tuple[list[ConfidenceRow], list[Fault]]:
    """Read the file; a rule and place may occur once for an axis, and ``right`` must not exceed ``labelled``."""
    rows, faults = read_csv(folder / FILE, ConfidenceRow, file=FILE)
    faults = faults + duplicate_id_faults(
        rows, lambda row: f"{row.axis} {row.rule} {row.place}", file=FILE, what="rule"
    )
    for row in rows:
        if row.right > row.labelled:
            name = f"{row.axis} {row.rule} {row.place}"
            faults.append(Fault(FILE, name, "right", f"{row.right} is more than labelled, {row.labelled}"))
    return rows, faults
