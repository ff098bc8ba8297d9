"""Loads the configuration: reads and checks every file, or raises all errors at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from trialscape.config.files.overlay import config_files
from trialscape.config.reports.claim_words import ClaimWords, load_claim_words
from trialscape.config.reports.report_files import Cohort, Report, load_cohorts, load_reports
from trialscape.config.rules.axes import CancerRules, CellRules, StrategyRules, TherapyRules, load_axes
from trialscape.config.rules.labels import AXES, DERIVED, check_labels
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.config.rules.text_axes import TextRules, load_text_rules
from trialscape.config.tracking.change_rules import ChangeRules, load_changes
from trialscape.config.tracking.confidence import ConfidenceRow, load_confidence
from trialscape.config.tracking.error_rates import LabelErrorRate, load_error_rates
from trialscape.config.tracking.expectations import Expectations, load_expectations
from trialscape.config.tracking.phase_weights import PhaseWeight, load_weights
from trialscape.config.tracking.searches import Search, load_searches
from trialscape.config.tracking.settings import Settings, load_settings
from trialscape.config.tracking.watchlists import Watchlist, load_watchlists, watchable
from trialscape.config.vocabularies.names import Names, load_names
from trialscape.config.vocabularies.places import (
    CompanyRow,
    CountryRow,
    FacilityRow,
    OverrideRow,
    company_faults,
    load_companies,
    load_countries,
    load_facilities,
    load_overrides,
)
from trialscape.config.vocabularies.terms import (
    AgentRow,
    CancerRow,
    PhraseRow,
    StemRow,
    TargetRow,
    load_agents,
    load_cancers,
    load_phrases,
    load_stems,
    load_targets,
)
from trialscape.errors import ConfigError, Fault

T = TypeVar("T")

# Rules of an axis that ``Config`` has under another name than the axis.
_RULES = {"act": "cells"}


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


def load_config(folder: Path) -> Config:
    """Read every file of ``folder``; raise one ConfigError with all faults of all files when there are any.

    Unchanged files are not parsed again, wherever they lie, so that a scheduler does not parse them in every run.
    """
    try:
        files = config_files(folder)
        content = _Content(folder, tuple(str(path.relative_to(folder)) for path in files), _version(files))
    except OSError:
        # Unreadable files are reported as faults below, file by file.
        return _read(folder)
    loaded = _load_cached(content)
    return loaded if loaded.folder == folder else replace(loaded, folder=folder)


def _owners(companies: Sequence[CompanyRow]) -> frozenset[str] | None:
    """Return the companies without an owner; None where the file could not be read."""
    return frozenset(row.company for row in companies if not row.parent) or None


@dataclass(frozen=True, slots=True)
class _Content:
    """What a configuration is read from; equal names and bytes give equal configurations in any folder."""

    folder: Path = field(compare=False)
    names: tuple[str, ...]
    digest: str


@lru_cache(maxsize=4)
def _load_cached(content: _Content) -> Config:
    return _read(content.folder)


class _Faults(list[Fault]):
    """The faults of all files."""

    def take(self, result: tuple[T, list[Fault]]) -> T:
        """Keep the faults of one file and return what was read of it."""
        self.extend(result[1])
        return result[0]


def _read(folder: Path) -> Config:
    faults = _Faults()
    countries = tuple(faults.take(load_countries(folder)))
    axes = {**AXES, **DERIVED, "country": frozenset(row.iso2 for row in countries)}
    cohorts = faults.take(load_cohorts(folder / "cohorts.toml", axes=axes))
    # References to unreadable files are not checked, so that one mistake is reported once.
    cohort_ids = {cohort.id for cohort in cohorts} or None
    agents, agent_faults = load_agents(folder)
    companies = faults.take(load_companies(folder))
    asked = load_searches(folder, () if agent_faults else tuple(agents), axes, cohort_ids)
    reports = faults.take(load_reports(folder / "reports", axes=axes, cohorts=cohort_ids))
    loaded = {
        "agents": tuple(faults.take((agents, [*agent_faults, *company_faults(agents, companies)]))),
        "companies": tuple(companies),
        "countries": countries,
        "cohorts": cohorts,
        "reports": reports,
        "searches": faults.take(asked),
        "claim_words": faults.take(load_claim_words(folder, axes, cohort_ids, _owners(companies))),
        "watchlists": faults.take(load_watchlists(folder, watchable(agents, companies, reports))),
        **_rules(folder, faults),
        **_vocabularies(folder, axes, faults),
        **_weights_and_settings(folder, axes, faults),
    }
    if faults or any(part is None for part in loaded.values()):
        raise ConfigError(faults)
    return Config(
        folder=folder, rule_version=rule_version(folder), figure_version=figure_version(folder), **cast(Any, loaded)
    )


def _rules(folder: Path, faults: _Faults) -> dict[str, object]:
    """Return the rules of the axes by their names in ``Config``."""
    rules = faults.take(load_axes(folder))
    text = faults.take(load_text_rules(folder))
    faults.extend(check_labels(rules, text))
    return {"text": text, **{_RULES.get(axis, axis): found for axis, found in rules.items()}}


def _vocabularies(folder: Path, axes: dict[str, frozenset[str]], faults: _Faults) -> dict[str, object]:
    """Return the vocabularies that no other file refers to."""
    cancers = faults.take(load_cancers(folder))
    return {
        "cancers": tuple(cancers),
        "names": faults.take(load_names(folder, axes, frozenset(row.entity for row in cancers))),
        "phrases": tuple(faults.take(load_phrases(folder))),
        "targets": tuple(faults.take(load_targets(folder))),
        "stems": tuple(faults.take(load_stems(folder))),
        "facilities": tuple(faults.take(load_facilities(folder))),
        "overrides": tuple(faults.take(load_overrides(folder, axes))),
    }


def _weights_and_settings(folder: Path, axes: dict[str, frozenset[str]], faults: _Faults) -> dict[str, object]:
    """Return the numbers that figures depend on, and what controls a run."""
    return {
        "phase_weights": faults.take(load_weights(folder)),
        "error_rates": faults.take(load_error_rates(folder, axes)),
        "confidence": tuple(faults.take(load_confidence(folder))),
        "changes": faults.take(load_changes(folder)),
        "settings": faults.take(load_settings(folder)),
        "expectations": faults.take(load_expectations(folder)),
    }


def rule_version(folder: Path) -> str:
    """Return twelve hex digits over names and bytes of all files in ``axes/`` and ``terms/``."""
    return _version([*(folder / "axes").glob("*.toml"), *(folder / "terms").glob("*.csv")])


# Request settings, other words for names, watchlists, and the checks that stop a build change no published figure.
_DECIDES_NO_FIGURE = ("settings.toml", "expectations.toml", "names.toml", "watchlists.toml")


def figure_version(folder: Path) -> str:
    """Return twelve hex digits over names and bytes of every file that affects figures."""
    return _version(figure_files(folder))


def figure_files(folder: Path) -> list[Path]:
    """Return every file that affects figures."""
    return [path for path in config_files(folder) if path.name not in _DECIDES_NO_FIGURE]


def _version(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
