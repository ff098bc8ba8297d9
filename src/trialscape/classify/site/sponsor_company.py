"""Find the company behind a sponsor's name, and the company that owns it."""

from collections.abc import Sequence

from trialscape.classify.text.fold import fold
from trialscape.classify.text.lexicon import Lexicon
from trialscape.config.vocabularies.places import CompanyRow

# A hospital or foundation may have a company's name, so only sponsors of these classes are companies.
_COMPANY_CLASSES = frozenset({"INDUSTRY", ""})


class SponsorReader:
    """Matches sponsor names to companies by whole words."""

    def __init__(self, companies: Sequence[CompanyRow]) -> None:
        self._parents = {row.company: row.parent for row in companies}
        self._lexicon = Lexicon((name, row.company) for row in companies for name in row.names)

    def company(self, name: str, agency_class: str) -> tuple[str, str] | None:
        """Return the company and its topmost owner (itself when independent), or None for an unknown sponsor."""
        if agency_class not in _COMPANY_CLASSES:
            return None
        (hits,) = self._lexicon.find(fold(name), name)
        return (hits[0].concept, self._top(hits[0].concept)) if hits else None

    def _top(self, company: str) -> str:
        seen = {company}
        while (parent := self._parents.get(company, "")) and parent not in seen:
            seen.add(parent)
            company = parent
        return company
