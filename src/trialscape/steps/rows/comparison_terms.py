"""The vocabulary of a comparison of versions, from the configuration."""

from collections.abc import Sequence
from functools import cache

from trialscape.changes.criteria_list import word_pattern
from trialscape.changes.organisations import Organisations
from trialscape.changes.study_diff import ComparisonTerms
from trialscape.changes.treatments import AgentPlaces, TreatmentComparison
from trialscape.classify.site.sponsor_company import SponsorReader
from trialscape.classify.text.fold import fold
from trialscape.classify.text.lexicon import Lexicon
from trialscape.config.load import Config
from trialscape.config.vocabularies.terms import AgentRow
from trialscape.forgiving_names import plain
from trialscape.study.model import Sponsor


def comparison_terms(config: Config) -> ComparisonTerms:
    """Return how versions are compared under ``config``."""
    spellings = {plain(spelling): row.name for row in config.countries for spelling in row.spellings}
    companies = SponsorReader(config.companies)
    words = config.changes.organisations
    kinds = {"placebo": config.modality.placebo.compiled(), "tracer": config.modality.probe.compiled()}

    def owner(sponsor: Sponsor) -> str:
        found = companies.company(sponsor.name, sponsor.agency_class)
        return found[1] if found is not None else ""

    def likenesses(name: str) -> list[str]:
        return [kind for kind, pattern in kinds.items() if pattern.search(fold(name))]

    return ComparisonTerms(
        spellings,
        word_pattern(config.changes.prior_therapy.words),
        Organisations(owner, frozenset(words.ignored), frozenset(words.common)),
        TreatmentComparison(agent_places(config.agents), likenesses),
    )


def agent_places(agents: Sequence[AgentRow]) -> AgentPlaces:
    """Return a function that finds the names of agents; they are compiled at its first call, which few days need."""

    @cache
    def lexicon() -> Lexicon:
        return Lexicon((name, row.agent) for row in agents for name in (row.agent, *row.synonyms))

    def places(text: str) -> list[tuple[int, int, str]]:
        (hits,) = lexicon().find(fold(text), text)
        return [(hit.start, hit.end, hit.concept) for hit in hits]

    return places
