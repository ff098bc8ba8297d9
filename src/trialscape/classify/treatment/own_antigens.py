"""The antigens of listed products, by which groups are called: an "anti-B7-H3 group" gets cells and no antibody."""

from collections.abc import Iterator, Sequence

from trialscape.classify.text.study_texts import StudyTexts
from trialscape.classify.treatment.arms.mention_model import Mention
from trialscape.config.rules.modality_rules import ModalityRules

# Words that call a target a drug stand so near behind it.
_REACH = 60


class OwnAntigens:
    """Finds targets that arms and titles name only because listed cells, viruses or conjugates bind them."""

    def __init__(self, rules: ModalityRules) -> None:
        self._armed = rules.groups.armed
        self._called_drug = rules.told_drug_after.compiled()

    def without_own(
        self, reading: StudyTexts, listed: Sequence[Mention], unlisted: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Yield the unlisted treatments without the antigens in the names of listed products."""
        targets = [mention for mention in unlisted if mention.treatment.kind == "target"]
        antigens = self._in_names(reading, listed) if targets else frozenset()
        return (mention for mention in unlisted if not self._is_own(reading, mention, antigens))

    def _in_names(self, reading: StudyTexts, listed: Sequence[Mention]) -> frozenset[str]:
        places = {mention.intervention for mention in listed if not self._armed.isdisjoint(mention.treatment.modality)}
        hits = (hit for place in places for hit in reading.treatments(f"interventions[{place}].name"))
        return frozenset(hit.concept.name for hit in hits if hit.concept.kind == "target")

    def _is_own(self, reading: StudyTexts, mention: Mention, antigens: frozenset[str]) -> bool:
        if mention.treatment.kind != "target" or mention.treatment.name not in antigens:
            return False
        end = mention.evidence.end
        return self._called_drug.search(reading.by_name[mention.evidence.field].folded[end : end + _REACH]) is None
