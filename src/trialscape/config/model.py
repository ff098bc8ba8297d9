"""The whole configuration as one object, whose parts may be read from their stored form at the first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from trialscape.config.files.expressions import KNOWN_TO_BE_SOUND

if TYPE_CHECKING:
    from trialscape.config.reports.claim_words import ClaimWords
    from trialscape.config.reports.report_files import Cohort, Report
    from trialscape.config.rules.axes import CancerRules, CellRules, StrategyRules, TherapyRules
    from trialscape.config.rules.modality_rules import ModalityRules
    from trialscape.config.rules.text_axes import TextRules
    from trialscape.config.tracking.change_rules import ChangeRules
    from trialscape.config.tracking.confidence import ConfidenceRow
    from trialscape.config.tracking.error_rates import LabelErrorRate
    from trialscape.config.tracking.expectations import Expectations
    from trialscape.config.tracking.phase_weights import PhaseWeight
    from trialscape.config.tracking.searches import Search
    from trialscape.config.tracking.settings import Settings
    from trialscape.config.tracking.watchlists import Watchlist
    from trialscape.config.vocabularies.names import Names
    from trialscape.config.vocabularies.places import CompanyRow, CountryRow, FacilityRow, OverrideRow
    from trialscape.config.vocabularies.terms import AgentRow, CancerRow, PhraseRow, StemRow, TargetRow

# The modules of the parts' classes. Most commands need few parts, and each module takes some milliseconds to load.
_HOMES: Mapping[str, str] = {
    "ClaimWords": "reports.claim_words",
    "Cohort": "reports.report_files",
    "Report": "reports.report_files",
    "CancerRules": "rules.axes",
    "CellRules": "rules.axes",
    "StrategyRules": "rules.axes",
    "TherapyRules": "rules.axes",
    "ModalityRules": "rules.modality_rules",
    "TextRules": "rules.text_axes",
    "ChangeRules": "tracking.change_rules",
    "ConfidenceRow": "tracking.confidence",
    "LabelErrorRate": "tracking.error_rates",
    "Expectations": "tracking.expectations",
    "PhaseWeight": "tracking.phase_weights",
    "Search": "tracking.searches",
    "Settings": "tracking.settings",
    "Watchlist": "tracking.watchlists",
    "Names": "vocabularies.names",
    "CompanyRow": "vocabularies.places",
    "CountryRow": "vocabularies.places",
    "FacilityRow": "vocabularies.places",
    "OverrideRow": "vocabularies.places",
    "AgentRow": "vocabularies.terms",
    "CancerRow": "vocabularies.terms",
    "PhraseRow": "vocabularies.terms",
    "StemRow": "vocabularies.terms",
    "TargetRow": "vocabularies.terms",
}


class Stored(dict[str, bytes]):
    """Parts as JSON, by their names; ``read`` holds those that were read, for all configurations that share them."""

    def __init__(self, parts: Mapping[str, bytes] | None = None) -> None:
        super().__init__(parts or {})
        self.read: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration, validated; ``rule_version`` changes with any byte of ``axes/`` or ``terms/``.

    ``figure_version`` changes with any byte of any file that affects figures: these two, the reports, cohorts, words of
    claims, weights, error rates, searches and overrides.
    """

    folder: Path
    rule_version: str
    figure_version: str
    settings: Settings
    names: Names
    watchlists: tuple[Watchlist, ...]
    expectations: Expectations
    searches: tuple[Search, ...]
    reports: tuple[Report, ...]
    cohorts: tuple[Cohort, ...]
    claim_words: ClaimWords
    changes: ChangeRules
    phase_weights: tuple[PhaseWeight, ...]
    confidence: tuple[ConfidenceRow, ...]
    error_rates: tuple[LabelErrorRate, ...]
    modality: ModalityRules
    therapy: TherapyRules
    strategy: StrategyRules
    cancer: CancerRules
    cells: CellRules
    text: TextRules
    agents: tuple[AgentRow, ...]
    phrases: tuple[PhraseRow, ...]
    targets: tuple[TargetRow, ...]
    stems: tuple[StemRow, ...]
    cancers: tuple[CancerRow, ...]
    countries: tuple[CountryRow, ...]
    companies: tuple[CompanyRow, ...]
    facilities: tuple[FacilityRow, ...]
    overrides: tuple[OverrideRow, ...]
    # What the parts are read from that were not used yet: each as JSON, by its name.
    stored: Stored = field(default_factory=Stored, repr=False, compare=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """Read a part at its first use."""
            if name not in _kinds():
                raise AttributeError(name)
            read = self.stored.read
            if name not in read:
                read[name] = adapter(name).validate_json(self.stored[name], context=KNOWN_TO_BE_SOUND)
            object.__setattr__(self, name, read[name])
            return read[name]


def is_complete(stored: Mapping[str, bytes]) -> bool:
    """Return whether ``from_stored`` finds all parts."""
    return _kinds().keys() <= stored.keys()


def from_stored(folder: Path, rule_version: str, figure_version: str, stored: Mapping[str, bytes]) -> Config:
    """Return a configuration of which no part is read yet."""
    return _with(folder=folder, rule_version=rule_version, figure_version=figure_version, stored=Stored(stored))


def in_folder(config: Config, folder: Path) -> Config:
    """Return the same configuration as that of another folder, without reading any part of it."""
    known = {}
    for item in fields(Config):
        try:
            known[item.name] = object.__getattribute__(config, item.name)
        except AttributeError:
            continue
    return _with(**{**known, "folder": folder})


def as_stored(config: Config) -> dict[str, bytes]:
    """Return all parts as JSON."""
    return {name: adapter(name).dump_json(getattr(config, name), by_alias=True) for name in _kinds()}


def _with(**values: object) -> Config:
    config = object.__new__(Config)
    for name, value in values.items():
        object.__setattr__(config, name, value)
    return config


@cache
def _kinds() -> Mapping[str, tuple[str, bool]]:
    """Return the class of each part, and whether the part is a tuple of its objects."""
    kinds = {item.name: str(item.type).removeprefix("tuple[").removesuffix(", ...]") for item in fields(Config)}
    return {name: (kind, kind != str(Config.__annotations__[name])) for name, kind in kinds.items() if kind in _HOMES}


@cache
def adapter(name: str) -> TypeAdapter[Any]:
    """Return what reads and writes a part."""
    kind, is_many = _kinds()[name]
    model: Any = getattr(import_module(f"trialscape.config.{_HOMES[kind]}"), kind)
    return TypeAdapter(tuple[model, ...] if is_many else model)
