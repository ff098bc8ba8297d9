"""The differences between two versions of one trial. A field that is not compared here raises no change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trialscape.changes.criteria_list import criteria_difference
from trialscape.changes.difference import Difference
from trialscape.changes.listed_items import Items, both, keyed, listed, named
from trialscape.changes.organisations import Organisations
from trialscape.changes.treatments import TreatmentComparison
from trialscape.config.tracking.change_rules import SAME_ORGANISATION, Kind
from trialscape.forgiving_names import plain
from trialscape.study.dates import PartialDate
from trialscape.study.model import Site, Study
from trialscape.study.text import plain_line


@dataclass(frozen=True, slots=True)
class ComparisonTerms:
    """The vocabulary of a comparison: one name for each country, words about prior therapy,
    organisations, and the names of agents.
    """

    countries: Mapping[str, str]
    prior: re.Pattern[str]
    organisations: Organisations
    treatments: TreatmentComparison


def study_differences(old: Study, new: Study, terms: ComparisonTerms) -> Iterator[Difference]:
    """Yield at most one difference of each kind between two versions of one trial."""
    yield from listed("merged", keyed(old.aliases), keyed(new.aliases))
    yield from _value("status", old.overall_status, new.overall_status)
    yield from _value("stop_reason", old.why_stopped, new.why_stopped)
    yield from _value("phase", "/".join(old.phases), "/".join(new.phases))
    yield from _enrolment(old, new)
    yield from _date("start", old.start, new.start)
    yield from _date("primary_completion", old.primary_completion, new.primary_completion)
    yield from _date("completion", old.completion, new.completion)
    # Most versions differ in one place, so equal parts are not analysed.
    if (old.lead_sponsor, old.collaborators) != (new.lead_sponsor, new.collaborators):
        yield from _organisations(old, new, terms.organisations)
    if (old.arms, old.interventions) != (new.arms, new.interventions):
        yield from terms.treatments.differences(old, new)
    if old.sites != new.sites:
        yield from _places(old, new, terms)
    yield from _criteria(old, new, terms)
    yield from _value("results", _results(old), _results(new))
    if old.outcomes != new.outcomes:
        yield from both("primary_outcomes", old, new, lambda study: _outcomes(study, primary=True))
        yield from both("outcomes", old, new, lambda study: _outcomes(study, primary=False))
    yield from _value("title", old.brief_title, new.brief_title) or _value(
        "title", old.official_title, new.official_title
    )
    yield from both("conditions", old, new, lambda study: keyed(study.conditions))
    yield from _value("design", _design(old), _design(new))
    texts = [(study.brief_summary, study.detailed_description) for study in (old, new)]
    if texts[0] != texts[1] and [*map(plain_line, texts[0])] != [*map(plain_line, texts[1])]:
        yield Difference("description")


def _value(kind: Kind, old: str, new: str) -> list[Difference]:
    return [Difference(kind, old, new)] if old != new and plain_line(old) != plain_line(new) else []


def _organisations(old: Study, new: Study, known: Organisations) -> Iterator[Difference]:
    """Compare sponsor and collaborators; a name that is only spelt otherwise is not a change."""
    before, after = old.lead_sponsor, new.lead_sponsor
    names = [item.name if item else "" for item in (before, after)]
    if names[0] != names[1] and not known.is_respelt(*names):
        same = before is not None and after is not None and known.are_same(before, after)
        yield Difference("sponsor", names[0], names[1], mark=SAME_ORGANISATION if same else "")
    renamed = known.renamed(old.collaborators, new.collaborators)
    partners = [renamed.get(item.name, item.name) for item in old.collaborators]
    yield from listed("collaborators", keyed(partners), keyed(item.name for item in new.collaborators))


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


def _outcomes(study: Study, *, primary: bool) -> Items:
    outcomes = (item for item in study.outcomes if (item.kind == "primary") is primary)
    return named((item.measure, (item.kind, plain_line(item.time_frame))) for item in outcomes)


def _places(old: Study, new: Study, terms: ComparisonTerms) -> Iterator[Difference]:
    """Compare countries, then sites, then the sites' statuses; a new spelling of a country is not a change."""

    def country(site: Site) -> str:
        return terms.countries.get(plain(site.country), site.country)

    def place(site: Site) -> str:
        return ", ".join(filter(None, (site.facility, site.city, country(site))))

    def statuses(study: Study) -> Items:
        return named((place(site), site.status) for site in study.sites)

    countries = [keyed(dict.fromkeys(country(site) for site in study.sites if site.country)) for study in (old, new)]
    yield from listed("countries", countries[0], countries[1])
    yield from both("sites", old, new, lambda study: keyed(dict.fromkeys(map(place, study.sites))))
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
