"""How much a trial counts by its phase: ``config/weights.toml``."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.errors import Fault

FILE = "weights.toml"

Bucket = Literal["early_phase_1", "phase_1", "phase_1_2", "phase_2", "phase_2_3", "phase_3", "phase_4"]


class PhaseWeight(Strict):
    """The weight of one bucket of phases (0 to 1) with the reason; buckets that are left out have weight zero."""

    bucket: Bucket
    weight: float = Field(ge=0, le=1)
    why: Annotated[str, Field(min_length=1)]


class _Weights(Strict):
    phase: tuple[PhaseWeight, ...] = ()


def load_weights(folder: Path) -> tuple[tuple[PhaseWeight, ...], list[Fault]]:
    """Read the file; the weights are empty when there are faults."""
    weights, faults = read_toml(folder / FILE, _Weights, file=FILE)
    if weights is None:
        return (), faults
    buckets = [item.bucket for item in weights.phase]
    twice = sorted({bucket for bucket in buckets if buckets.count(bucket) > 1})
    faults = [Fault(FILE, bucket, "bucket", "is listed twice") for bucket in twice]
    return (() if faults else weights.phase), faults
