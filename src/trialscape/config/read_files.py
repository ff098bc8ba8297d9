"""Reads and checks every file of a configuration, or raises all errors at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from trialscape.config.reports.claim_words import load_claim_words
from trialscape.config.reports.report_files import load_cohorts, load_reports
from trialscape.config.rules.axes import load_axes
from trialscape.config.rules.labels import AXES, DERIVED, check_labels
from trialscape.config.rules.text_axes import load_text_rules
from trialscape.config.tracking.change_rules import load_changes
from trialscape.config.tracking.confidence import load_confidence
from trialscape.config.tracking.error_rates import load_error_rates
from trialscape.config.tracking.expectations import load_expectations
from trialscape.config.tracking.phase_weights import load_weights
from trialscape.config.tracking.searches import load_searches
from trialscape.config.tracking.settings import load_settings
from trialscape.config.tracking.watchlists import load_watchlists, watchable
from trialscape.config.vocabularies.names import load_names
from trialscape.config.vocabularies.places import (
    CompanyRow,
    company_faults,
    load_companies,
    load_countries,
    load_facilities,
    load_overrides,
)
from trialscape.config.vocabularies.terms import (
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


def _owners(companies: Sequence[CompanyRow]) -> frozenset[str] | None:
    """Return the companies without an owner; None where the file could not be read."""
    return frozenset(row.company for row in companies if not row.parent) or None


class _Faults(list[Fault]):
    """The faults of all files."""

    def take(self, result: tuple[T, list[Fault]]) -> T:
        """Keep the faults of one file and return what was read of it."""
        self.extend(result[1])
        return result[0]


def read_files(folder: Path) -> dict[str, Any]:
    """Return the parts of a configuration by their names in ``Config``; raises ConfigError with all faults."""
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
    loaded: dict[str, Any] = {
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
    return loaded


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
