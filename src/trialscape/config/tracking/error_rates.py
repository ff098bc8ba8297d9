"""How often labels are wrong: ``config/error_rates.toml``."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml, spelling_hint
from trialscape.errors import Fault

FILE = "error_rates.toml"


class LabelErrorRate(Strict):
    """The share of trials (0 to 1) whose label on ``axis`` was wrong, and the number of manually labelled trials."""

    axis: str
    rate: float = Field(ge=0, le=1)
    trials: int = Field(gt=0)
    source: Annotated[str, Field(min_length=1)]


class _Rates(Strict):
    rate: tuple[LabelErrorRate, ...] = ()


def load_error_rates(folder: Path, axes: Collection[str]) -> tuple[tuple[LabelErrorRate, ...], list[Fault]]:
    """Read the file; there are no rates when there are faults."""
    read, faults = read_toml(folder / FILE, _Rates, file=FILE)
    if read is None:
        return (), faults
    named = [item.axis for item in read.rate]
    faults = [Fault(FILE, axis, "axis", "is listed twice") for axis in sorted(set(named)) if named.count(axis) > 1]
    for axis in sorted(set(named) - set(axes)):
        faults.append(
            Fault(
                FILE,
                axis,
                "axis",
                f"there is no axis '{axis}'" + spelling_hint(axis, sorted(axes)),
                ", ".join(sorted(axes)),
            )
        )
    return (() if faults else read.rate), faults
