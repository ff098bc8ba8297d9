"""Which arms give an intervention where the record joins none to an arm, but the words of the arms name them."""

import re

from trialscape.classify.text.study_texts import StudyTexts
from trialscape.classify.treatment.arms.arm_roles import Roles
from trialscape.config.files.expressions import Searcher

_SHORTEST_NAME = 4


class DescribedArms:
    """Joins interventions to the experimental arms whose words name them; ``refers`` finds arms that name another."""

    def __init__(self, refers: Searcher) -> None:
        self._refers = refers

    def joined(self, reading: StudyTexts, roles: Roles) -> dict[int, frozenset[int]]:
        """Return the arms of each named intervention; nothing unless every experimental arm names what it gives."""
        experimental = [position for position, role in enumerate(roles.arms) if role == "experimental"]
        if len(experimental) < 2 or any(places is not None for places in roles.joined):
            return {}
        named = self._named(reading)
        texts: dict[int, list[str]] = {position: [] for position in experimental}
        given: dict[int, set[int]] = {}
        for passage in reading.of_kind("arm_label", "arm_description"):
            if passage.position not in texts:
                continue
            texts[passage.position].append(passage.folded)
            drugs = _drugs(reading, passage.name)
            for number, (name, concepts) in enumerate(named):
                if (name and name.search(passage.folded)) or concepts & drugs:
                    given.setdefault(number, set()).add(passage.position)
        told = {position for places in given.values() for position in places}
        if told < set(experimental) or any(self._refers.search(text) for words in texts.values() for text in words):
            return {}
        return {number: frozenset(places) for number, places in given.items()}

    def _named(self, reading: StudyTexts) -> list[tuple[re.Pattern[str] | None, set[str]]]:
        """Return what finds the name of each intervention, and the treatments that it names."""
        fields = [f"interventions[{number}].name" for number in range(len(reading.study.interventions))]
        return [(_whole(reading.by_name[field].folded.strip()), _drugs(reading, field)) for field in fields]


def _whole(name: str) -> re.Pattern[str] | None:
    """Return an expression for a folded name as words of their own, or None for one that is too short.

    "Paclitaxel" does not name "nab-paclitaxel", nor "radiation" "chemoradiation"; "vaccine" names "vaccines".
    """
    if len(name) < _SHORTEST_NAME:
        return None
    return re.compile(rf"(?<!\w)(?<![a-z]-){re.escape(name)}(?:e?s)?(?!\w)")


def _drugs(reading: StudyTexts, field: str) -> set[str]:
    """Return the names of the treatments in a field."""
    return {hit.concept.name for hit in reading.treatments(field) if hit.concept.modality}
