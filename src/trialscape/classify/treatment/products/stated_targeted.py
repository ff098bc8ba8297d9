"""Unknown products that a keyword, a description or a sentence calls an inhibitor or an antibody of any target."""

from collections.abc import Iterator

from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

_TARGETED_DRUG = Treatment("phrase", "targeted drug by statement", ("targeted",))
# Words that say what a drug is stand so near to its name, behind and before it.
REACH = 160
LEAD = 60
SHORTEST_NAME = 4
# The places in which a sentence may say what a product is.
TEXTS = ("brief_title", "official_title", "keywords", "arm_description", "brief_summary", "detailed_description")


class StatedTargeted:
    """Reads the class of a product whose target no vocabulary knows."""

    def __init__(self, rules: ModalityRules) -> None:
        self._targeted_after = rules.stated_targeted.compiled()
        self._targeted_before = rules.stated_targeted_before.compiled()
        self._not_targeted = rules.not_targeted.compiled()
        self._keyword = rules.keyword_targeted.pattern()
        self._class_first = rules.class_first.pattern()

    def read(
        self, reading: StudyTexts, description: Passage | None, product: str
    ) -> Iterator[tuple[Treatment, Evidence]]:
        """Yield a targeted drug where a sentence calls the product an inhibitor or an antibody of any target."""
        passages = [description] if description is not None else []
        for passage in reading.of_kind("keywords") if len(reading.study.interventions) == 1 else ():
            found = None if reading.treatments(passage.name) else self._keyword.fullmatch(passage.folded)
            if found is not None and not self._not_targeted.search(found.group()):
                yield _TARGETED_DRUG, quote(passage, 0, found.end(), "experimental", _TARGETED_DRUG.name)
                return
        found = self._class_first.match(description.folded) if description is not None else None
        if description is not None and found is not None and not self._not_targeted.search(found.group()):
            yield _TARGETED_DRUG, quote(description, 0, found.end(), "experimental", _TARGETED_DRUG.name)
            return
        for passage in (*passages, *reading.of_kind(*TEXTS)):
            place = passage.folded.find(product) if len(product) >= SHORTEST_NAME else -1
            while place >= 0:
                begin, name_end = max(0, place - LEAD), place + len(product)
                after = self._targeted_after.search(passage.folded[name_end : name_end + REACH])
                before = self._targeted_before.search(passage.folded[begin:place])
                for found, offset in ((after, name_end), (before, begin)):
                    if found is not None and not self._not_targeted.search(found.group()):
                        start, end = offset + found.start(), offset + found.end()
                        yield _TARGETED_DRUG, quote(passage, start, end, "experimental", _TARGETED_DRUG.name)
                        return
                place = passage.folded.find(product, place + 1)
