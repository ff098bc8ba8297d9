"""Vocabularies of places and organisations: countries, companies, kinds of trial sites, and curators' overrides."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from trialscape.config.files.expressions import compiled
from trialscape.config.files.file_reader import Strict, duplicate_id_faults, read_csv, split_cell
from trialscape.config.vocabularies.terms import AgentRow, Words
from trialscape.errors import Fault
from trialscape.forgiving_names import plain


class CountryRow(Strict):
    """A country with every spelling that the registry has used for it."""

    iso2: str = Field(pattern=r"^[A-Z]{2}$")
    iso3: str = Field(pattern=r"^[A-Z]{3}$")
    name: str
    spellings: Words = Field(min_length=1)
    source: str = Field(min_length=3)


class CompanyRow(Strict):
    """A company, the names under which it sponsors trials, its owner, and its names in the reports."""

    company: str
    names: Words = Field(min_length=1)
    parent: str = ""
    report_names: Words = ()
    source: str = Field(min_length=3)


class FacilityRow(Strict):
    """A rule that gives the end user of a trial site by its name."""

    rule: str = Field(pattern=r"^[a-z0-9_.]+$")
    end_user: Literal["academic", "specialty_clinic", "general_hospital", "cro_site", "undisclosed", "other"] = Field(
        alias="class"
    )
    kind: Literal["word", "prefix", "regex"]
    pattern: str = Field(min_length=2)
    priority: int = Field(ge=0, le=100)
    why: str = Field(min_length=5)

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        if self.kind == "regex":
            try:
                compiled(self.pattern)
            except re.error as error:
                raise ValueError(f"the pattern is not a regular expression: {error}") from error
        return self


class OverrideRow(Strict):
    """A curator's label for one trial on one axis, applied after all rules; the labels of the axis are replaced."""

    nct_id: str = Field(pattern=r"^NCT\d{8}$")
    axis: str
    label: Annotated[tuple[str, ...], BeforeValidator(split_cell)] = Field(min_length=1)
    reason: str = Field(min_length=10)
    author: str = Field(min_length=2)
    date: dt.date


def load_countries(folder: Path) -> tuple[list[CountryRow], list[Fault]]:
    """Read ``terms/countries.csv``; a spelling may belong to one country only, in whatever case it is written."""
    file = "terms/countries.csv"
    rows, faults = read_csv(folder / "terms" / "countries.csv", CountryRow, file=file)
    faults = faults + duplicate_id_faults(rows, lambda row: row.iso2, file=file, what="iso2")
    return rows, faults + _shared(((row.iso2, row.spellings) for row in rows), file, "spellings")


def load_companies(folder: Path) -> tuple[list[CompanyRow], list[Fault]]:
    """Read ``terms/companies.csv``; a parent must be a company of the file, and a name belongs to one company."""
    file = "terms/companies.csv"
    rows, faults = read_csv(folder / "terms" / "companies.csv", CompanyRow, file=file)
    known = {row.company for row in rows}
    for row in rows:
        if row.parent and row.parent not in known:
            faults.append(Fault(file, row.company, "parent", f"'{row.parent}' is not a company of this file"))
    faults = faults + duplicate_id_faults(rows, lambda row: row.company, file=file, what="company")
    return rows, faults + _shared(((row.company, row.names) for row in rows), file, "names")


def company_faults(agents: Iterable[AgentRow], companies: Iterable[CompanyRow]) -> Iterator[Fault]:
    """Yield a fault for each agent whose company is a name in ``companies.csv`` and not the company's own."""
    owners = {name.casefold(): row.company for row in companies for name in (*row.names, row.company)}
    for row in agents:
        owner = owners.get(row.company.casefold(), row.company)
        if owner != row.company:
            yield Fault("terms/agents.csv", row.agent, "company", f"'{row.company}' is '{owner}' in companies.csv")


def load_facilities(folder: Path) -> tuple[list[FacilityRow], list[Fault]]:
    """Read ``terms/facilities.csv``."""
    file = "terms/facilities.csv"
    rows, faults = read_csv(folder / "terms" / "facilities.csv", FacilityRow, file=file)
    return rows, faults + duplicate_id_faults(rows, lambda row: row.rule, file=file, what="rule")


def load_overrides(folder: Path, axes: dict[str, frozenset[str]]) -> tuple[list[OverrideRow], list[Fault]]:
    """Read ``overrides.csv``; axis and labels must be known."""
    file = "overrides.csv"
    rows, faults = read_csv(folder / file, OverrideRow, file=file)
    for row in rows:
        if row.axis not in axes:
            faults.append(Fault(file, row.nct_id, "axis", f"'{row.axis}' is no axis", ", ".join(sorted(axes))))
            continue
        for label in row.label:
            if label not in axes[row.axis]:
                allowed = ", ".join(sorted(axes[row.axis]))
                faults.append(Fault(file, row.nct_id, "label", f"'{label}' is not a label of {row.axis}", allowed))
    return rows, faults + duplicate_id_faults(
        rows, lambda row: f"{row.nct_id} {row.axis}", file=file, what="trial and axis"
    )


def _shared(entries: Iterable[tuple[str, tuple[str, ...]]], file: str, key: str) -> list[Fault]:
    """Return a fault for each name that two entries claim."""
    owner: dict[str, str] = {}
    faults = []
    for entry, names in entries:
        for name in names:
            if owner.setdefault(plain(name), entry) != entry:
                faults.append(Fault(file, entry, key, f"'{name}' already belongs to {owner[plain(name)]}"))
    return faults
