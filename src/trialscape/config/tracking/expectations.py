"""Conditions on the fetched records that must hold before a warehouse is published."""

from dataclasses import fields
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from trialscape.config.files.file_reader import Strict, duplicate_id_faults, read_toml, spelling_hint
from trialscape.errors import Fault
from trialscape.study.model import Study

EXPECTATIONS_FILE = "expectations.toml"
_KNOWN = tuple(field.name for field in fields(Study))


def _study_field(name: str) -> str:
    if name not in _KNOWN:
        raise ValueError(f"is not a field of a study{spelling_hint(name, _KNOWN)}")
    return name


class FieldExpectation(Strict):
    """The smallest share of trials in which a field of the study is filled."""

    name: Annotated[str, AfterValidator(_study_field)]
    minimum_share: float = Field(ge=0, le=1)
    why: str = Field(min_length=10)


class SignalExpectation(Strict):
    """The largest share of trials that may have an unknown enumeration value."""

    maximum_share: float = Field(ge=0, le=1)
    why: str = Field(min_length=10)


class Expectations(Strict):
    """All of expectations.toml."""

    field: tuple[FieldExpectation, ...] = Field(min_length=1)
    signals: SignalExpectation


def load_expectations(folder: Path) -> tuple[Expectations | None, list[Fault]]:
    """Read ``expectations.toml``; None when it has faults."""
    loaded, faults = read_toml(folder / EXPECTATIONS_FILE, Expectations, file=EXPECTATIONS_FILE)
    if loaded is not None:
        faults = duplicate_id_faults(loaded.field, lambda item: str(item.name), file=EXPECTATIONS_FILE, what="name")
    return (None if faults else loaded), faults
