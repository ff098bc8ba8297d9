"""From the subjects of a statement to the targets of its test: segments, labels, countries, companies and so on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trialscape.config.reports.claim_words import ClaimItem, ClaimWords
from trialscape.config.reports.report_files import Report, Segment, Statement
from trialscape.config.vocabularies.places import CompanyRow
from trialscape.market.claims.player_companies import companies_of
from trialscape.market.claims.test_model import PEER, Means, Role, Target

# Which phases of the registry a printed phase covers: a combined trial has a part in both of its phases.
PHASES: Mapping[str, tuple[str, ...]] = {
    "1": ("early_phase_1", "phase_1", "phase_1_2"),
    "1/2": ("phase_1_2",),
    "1-2": ("early_phase_1", "phase_1", "phase_1_2", "phase_2"),
    "2": ("phase_1_2", "phase_2", "phase_2_3"),
    "3": ("phase_2_3", "phase_3"),
    "4": ("phase_4",),
}

# Facets that are not dimensions; a dimension with such an id gets another facet, or its segments would be alternatives.
_FACETS = (PEER, "country", "player", "topic", "facility", "part", "product", "phase", "status", "of")


class UnknownNameError(Exception):
    """A name in a claim that no configuration file defines; the text says which."""


@dataclass(frozen=True, slots=True)
class SubjectReader:
    """Turns the subjects of statements into targets, with the words of claims and the companies."""

    report: Report
    words: ClaimWords
    companies: Sequence[CompanyRow]

    def filters(self, state: Statement, *, without: Sequence[str] = ()) -> tuple[Target, ...]:
        """Return the targets that a trial must meet for ``state``, without the subjects named in ``without``.

        Raises UnknownNameError for a name without words, a segment that no trial can be put into, a player without
        company.
        """
        asked = state.model_copy(update={subject: type(getattr(state, subject))() for subject in without})
        return tuple(self._asked(asked))

    def _asked(self, state: Statement) -> Iterator[Target]:
        yield from (self.segment(name) for name in state.segments)
        yield from (country(code) for code in state.countries)
        yield from (target for name in state.players for target in self._player(name))
        yield from (label(axis, name) for axis, names in state.labels.items() for name in names)
        yield from (target for name in state.topics for target in self.named(name, "topic"))
        yield from (target for name in state.facilities for target in self.named(name, "facility"))
        for facet, name in (("part", state.part), ("product", state.product), ("of", state.of)):
            yield from self.named(name, facet) if name else ()
        yield from self.phases(state.phase) if state.phase else ()

    def segment(self, name: str, *, facet: str = "", role: Role = "filter") -> Target:
        """Return the target of a segment."""
        found = next(segment for segment in self.report.segment if segment.id == name)
        if found.not_mappable:
            raise UnknownNameError(f"No trial can be put into '{name}': {found.not_mappable}")
        own = f"{found.dimension} segment" if found.dimension in _FACETS else found.dimension
        return Target(facet or own, name, "segment", found.dimension, name, role=role)

    def named(self, name: str, facet: str, *, role: Role = "filter") -> tuple[Target, ...]:
        """Return the targets of a part, topic, product or place by its entry in claim_words.toml."""
        item = self.words.named(name)
        if item is None:
            raise UnknownNameError(f"claim_words.toml does not say how to look for '{name}'.")
        return tuple(_of_item(item, facet, role))

    def phases(self, phase: str, *, facet: str = "phase", role: Role = "filter") -> Iterator[Target]:
        """Yield the targets of a printed phase, one for each phase of the registry that it covers."""
        if phase not in PHASES:
            raise UnknownNameError(f"Phase '{phase}' is none of {', '.join(PHASES)}.")
        yield from (Target(facet, f"phase {phase}", "phase", "", bucket, role=role) for bucket in PHASES[phase])

    def _player(self, name: str) -> Iterator[Target]:
        player = next(player for player in self.report.player if player.id == name)
        found = companies_of(self.report, player, self.companies)
        if not found:
            raise UnknownNameError(f"companies.csv does not know the company '{player.name}'.")
        yield from (Target("player", player.name, "company", "", company) for company in found)

    def region_of(self, code: str) -> Segment | None:
        """Return the report's region that holds a country."""
        name = self.report.country_segment(code)
        return next((segment for segment in self.report.segment if segment.id == name), None)


def approved() -> Target:
    """Return the target of expanded-access records whose product was approved while they were open."""
    return Target("status", "approved for marketing", "status", "", "APPROVED_FOR_MARKETING")


def country(code: str, *, facet: str = "country", item: str = "", role: Role = "filter") -> Target:
    """Return the target of one country's sites; several countries under one ``item`` are taken together."""
    return Target(facet, item or code, "label", "country", code, role=role)


def label(axis: str, name: str, *, facet: str = "", role: Role = "filter") -> Target:
    """Return the target of a label."""
    return Target(facet or f"{axis} label", name, "label", axis, name, role=role)


def _of_item(item: ClaimItem, facet: str, role: Role) -> Iterator[Target]:
    if item.arms:
        yield Target(facet, item.name, "arms", "", str(item.arms), role=role)
    if item.led_by_company_except:
        yield Target(facet, item.name, "lead", "", "|".join(item.led_by_company_except), role=role)
    for words in item.any:
        yield Target(facet, item.name, "words", item.field or "", folded(words), role=role)
    for code in item.countries:
        yield country(code, facet=facet, item=item.name, role=role)
    for axis, names in item.labels.items():
        means: Means = "agent" if item.agents else "label"
        needed = item.agents or item.at_least
        yield from (Target(facet, item.name, means, axis, name, needed, role) for name in names)


def folded(words: str) -> str:
    """Return words as they appear in folded text: lower-case letters and digits between single blanks.

    A word that ends with ``*`` is a prefix, so it has no blank at its end.
    """
    plain = re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()
    return f" {plain}" if words.endswith("*") else f" {plain} "
