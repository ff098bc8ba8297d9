"""The differences between two versions of one trial. A field that is not compared here raises no change."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from trialscape.changes.criteria_list import criteria_difference, word_pattern
from trialscape.changes.difference import Difference
from trialscape.config.tracking.change_rules import Kind
from trialscape.study.dates import PartialDate
from trialscape.study.model import Site, Study

# The listed items of a record by name, each with its details and how often they occur.
Items: TypeAlias = Mapping[str, Counter[Hashable]]


@dataclass(frozen=True, slots=True)
class ComparisonTerms:
    """The vocabulary of a comparison: one name for each country's spellings, and words about prior therapy."""

    countries: Mapping[str, str]
    prior: re.Pattern[str]


def comparison_terms(countries: Mapping[str, str], prior_words: tuple[str, ...]) -> ComparisonTerms:
    """Return the vocabulary for these spellings (to one name each) and words."""
    return ComparisonTerms(countries, word_pattern(prior_words))


def study_differences(old: Study, new: Study, terms: ComparisonTerms) -> Iterator[Difference]:
    """Yield at most one difference of each kind between two versions of one trial."""
    yield from _listed("merged", _keyed(old.aliases), _keyed(new.aliases))
    yield from _value("status", old.overall_status, new.overall_status)
    yield from _value("stop_reason", old.why_stopped, new.why_stopped)
    yield from _value("phase", "/".join(old.phases), "/".join(new.phases))
    yield from _enrolment(old, new)
    yield from _date("start", old.start, new.start)
    yield from _date("primary_completion", old.primary_completion, new.primary_completion)
    yield from _date("completion", old.completion, new.completion)
    yield from _value("sponsor", *(study.lead_sponsor.name if study.lead_sponsor else "" for study in (old, new)))
    yield from _both("collaborators", old, new, lambda study: _keyed(item.name for item in study.collaborators))
    # Most versions differ in one place, so equal parts are not analysed.
    if old.arms != new.arms:
        yield from _both("arms", old, new, _arms)
    if old.interventions != new.interventions:
        yield from _both("interventions", old, new, _interventions)
    if old.sites != new.sites:
        yield from _places(old, new, terms)
    yield from _criteria(old, new, terms)
    yield from _value("results", _results(old), _results(new))
    if old.outcomes != new.outcomes:
        yield from _both("primary_outcomes", old, new, lambda study: _outcomes(study, primary=True))
        yield from _both("outcomes", old, new, lambda study: _outcomes(study, primary=False))
    yield from _value("title", old.brief_title, new.brief_title) or _value(
        "title", old.official_title, new.official_title
    )
    yield from _both("conditions", old, new, lambda study: _keyed(study.conditions))
    yield from _value("design", _design(old), _design(new))
    if (old.brief_summary, old.detailed_description) != (new.brief_summary, new.detailed_description):
        yield Difference("description")


def _value(kind: Kind, old: str, new: str) -> list[Difference]:
    return [Difference(kind, old, new)] if old != new else []


def _enrolment(old: Study, new: Study) -> Iterator[Difference]:
    before, after = ((study.enrollment, study.enrollment_type) for study in (old, new))
    if before != after:
        size = new.enrollment / old.enrollment - 1 if old.enrollment and new.enrollment is not None else None
        yield Difference("enrolment", _count(old), _count(new), size)


def _count(study: Study) -> str:
    return f"{study.enrollment} {study.enrollment_type.lower()}".strip() if study.enrollment is not None else ""


def _date(kind: Kind, old: PartialDate | None, new: PartialDate | None) -> Iterator[Difference]:
    if old == new:
        return
    turned = new.kind if new is not None and (old is None or old.kind != new.kind) else ""
    yield Difference(kind, _shown(old), _shown(new), _slip(old, new), mark=turned)


def _shown(date: PartialDate | None) -> str:
    return f"{date.text} {date.kind.lower()}".strip() if date else ""


def _slip(old: PartialDate | None, new: PartialDate | None) -> float | None:
    """Return the days by which a date moved; 0 if only its precision changed."""
    if old is None or new is None:
        return None
    if old.text.startswith(new.text) or new.text.startswith(old.text):
        return 0.0
    return float((new.first_day - old.first_day).days)


def _keyed(names: Iterable[str]) -> Items:
    return _named((name, "") for name in names)


def _named(items: Iterable[tuple[str, Hashable]]) -> Items:
    """Collect the details under each name, because a record may list a name twice; order is ignored."""
    gathered: dict[str, Counter[Hashable]] = {}
    for name, detail in items:
        gathered.setdefault(name, Counter())[detail] += 1
    return gathered


def _both(kind: Kind, old: Study, new: Study, items: Callable[[Study], Items]) -> list[Difference]:
    return _listed(kind, items(old), items(new))


def _listed(kind: Kind, old: Items, new: Items) -> list[Difference]:
    """Compare two lists of named items; order is ignored."""
    if old == new:
        return []
    gained = tuple(name for name in new if name not in old)
    lost = tuple(name for name in old if name not in new)
    altered = tuple(name for name in new if name in old and new[name] != old[name])
    return [Difference(kind, size=float(len(new) - len(old)), gained=gained, lost=lost, altered=altered)]


def _arms(study: Study) -> Items:
    return _named((arm.label, (arm.arm_type, arm.description, frozenset(arm.intervention_names))) for arm in study.arms)


def _interventions(study: Study) -> Items:
    return _named(
        (
            item.name,
            (item.intervention_type, item.description, frozenset(item.arm_labels), frozenset(item.other_names)),
        )
        for item in study.interventions
    )


def _outcomes(study: Study, *, primary: bool) -> Items:
    listed = (item for item in study.outcomes if (item.kind == "primary") is primary)
    return _named((item.measure, (item.kind, item.time_frame)) for item in listed)


def _places(old: Study, new: Study, terms: ComparisonTerms) -> Iterator[Difference]:
    """Compare countries, then sites, then the sites' statuses; a new spelling of a country is not a change."""

    def country(site: Site) -> str:
        return terms.countries.get(site.country, site.country)

    def named(site: Site) -> str:
        return ", ".join(filter(None, (site.facility, site.city, country(site))))

    def statuses(study: Study) -> Items:
        return _named((named(site), site.status) for site in study.sites)

    countries = [_keyed(dict.fromkeys(country(site) for site in study.sites if site.country)) for study in (old, new)]
    yield from _listed("countries", *countries)
    yield from _both("sites", old, new, lambda study: _keyed(dict.fromkeys(map(named, study.sites))))
    before, after = statuses(old), statuses(new)
    altered = tuple(name for name in after if name in before and after[name] != before[name])
    if altered:
        yield Difference("site_status", size=float(len(altered)), altered=altered)


def _criteria(old: Study, new: Study, terms: ComparisonTerms) -> Iterator[Difference]:
    """Compare criteria sentence by sentence; those about prior therapy are a separate kind."""
    change = criteria_difference(old.eligibility, new.eligibility)
    limits = [_limits(study) for study in (old, new)]
    gained = change.gained + tuple(item for item in limits[1] if item not in limits[0])
    lost = change.lost + tuple(item for item in limits[0] if item not in limits[1])
    for is_prior in (True, False):
        come, gone = (
            tuple(item for item in items if bool(terms.prior.search(item)) is is_prior) for items in (gained, lost)
        )
        if come or gone:
            yield Difference("prior_therapy" if is_prior else "eligibility", gained=come, lost=gone)


def _limits(study: Study) -> tuple[str, ...]:
    limits = {
        "minimum age": study.minimum_age,
        "maximum age": study.maximum_age,
        "sex": study.sex,
        "study population": study.study_population,
        "healthy volunteers": "" if study.healthy_volunteers is None else str(study.healthy_volunteers).lower(),
    }
    return tuple(f"{name}: {value}" for name, value in limits.items() if value)


def _results(study: Study) -> str:
    if not study.has_results and study.results_posted is None:
        return ""
    return f"posted {study.results_posted.text}" if study.results_posted else "posted"


def _design(study: Study) -> str:
    parts = (
        study.study_type,
        study.allocation,
        study.intervention_model,
        study.observational_model,
        study.primary_purpose,
        study.masking,
    )
    return ", ".join(filter(None, parts))
