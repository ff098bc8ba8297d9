"""Loads the configuration: reads and checks every file, or raises all errors at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from trialscape.config.files.overlay import config_files
from trialscape.config.reports.claim_words import ClaimWords, load_claim_words
from trialscape.config.reports.report_files import Cohort, Report, load_cohorts, load_reports
from trialscape.config.rules.axes import (
    CancerRules,
    CellRules,
    ModalityRules,
    StrategyRules,
    TherapyRules,
    load_axes,
)
from trialscape.config.rules.labels import AXES, DERIVED, check_labels
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

    An unchanged folder is not read again, so that a scheduler does not parse it in every run.
    """
    try:
        files = config_files(folder)
        content = _version(files)
    except OSError:
        # Unreadable files are reported as faults below, file by file.
        return _read(folder)
    return _load_cached(folder, tuple(files), content)


def _owners(companies: Sequence[CompanyRow]) -> frozenset[str] | None:
    """Return the companies without an owner; None where the file could not be read."""
    return frozenset(row.company for row in companies if not row.parent) or None


@lru_cache(maxsize=4)
def _load_cached(folder: Path, _files: tuple[Path, ...], _content: str) -> Config:
    return _read(folder)


def _read(folder: Path) -> Config:
    faults: list[Fault] = []

    def take(result: tuple[T, list[Fault]]) -> T:
        faults.extend(result[1])
        return result[0]

    countries = take(load_countries(folder))
    axes = {**AXES, **DERIVED, "country": frozenset(row.iso2 for row in countries)}
    cohorts = take(load_cohorts(folder / "cohorts.toml", axes=axes))
    # References to unreadable files are not checked, so that one mistake is reported once.
    cohort_ids = {cohort.id for cohort in cohorts} or None
    rules = take(load_axes(folder))
    settings = take(load_settings(folder))
    expectations = take(load_expectations(folder))
    text = take(load_text_rules(folder))
    faults.extend(check_labels(rules, text))
    changes = take(load_changes(folder))
    agents, agent_faults = load_agents(folder)
    faults.extend(agent_faults)
    companies = take(load_companies(folder))
    faults.extend(company_faults(agents, companies))
    cancers = take(load_cancers(folder))
    loaded: dict[str, Any] = {
        "names": take(load_names(folder, axes, frozenset(row.entity for row in cancers))),
        "searches": take(load_searches(folder, () if agent_faults else tuple(agents), axes, cohort_ids)),
        "reports": take(load_reports(folder / "reports", axes=axes, cohorts=cohort_ids)),
        "claim_words": take(load_claim_words(folder, axes, cohort_ids, _owners(companies))),
        "phase_weights": take(load_weights(folder)),
        "error_rates": take(load_error_rates(folder, axes)),
        "confidence": tuple(take(load_confidence(folder))),
        "agents": tuple(agents),
        "phrases": tuple(take(load_phrases(folder))),
        "targets": tuple(take(load_targets(folder))),
        "stems": tuple(take(load_stems(folder))),
        "cancers": tuple(cancers),
        "companies": tuple(companies),
        "facilities": tuple(take(load_facilities(folder))),
        "overrides": tuple(take(load_overrides(folder, axes))),
    }
    loaded["watchlists"] = take(load_watchlists(folder, watchable(agents, companies, loaded["reports"])))
    if faults or settings is None or text is None or expectations is None or changes is None:
        raise ConfigError(faults)
    return Config(
        folder=folder,
        rule_version=rule_version(folder),
        figure_version=figure_version(folder),
        settings=settings,
        expectations=expectations,
        changes=changes,
        cohorts=cohorts,
        modality=cast(ModalityRules, rules["modality"]),
        therapy=cast(TherapyRules, rules["therapy"]),
        strategy=cast(StrategyRules, rules["strategy"]),
        cancer=cast(CancerRules, rules["cancer"]),
        cells=cast(CellRules, rules["act"]),
        text=text,
        countries=tuple(countries),
        **loaded,
    )


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
