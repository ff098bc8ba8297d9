"""Unknown products: what titles and keywords name, and what a text calls an inhibitor or antibody of any target."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from trialscape.classify.text.study_texts import Kind, Named, Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

_TARGETED_DRUG = Treatment("phrase", "targeted drug by statement", ("targeted",))
# "The monoclonal antibody AB-12 against interleukin-6".
_AGAINST = re.compile(r",? (?:is )?(?:directed )?(?:against|to|at) (?:the )?[\w-]+")
# Words that say what a drug is stand so near to its name, behind and before it.
REACH = 160
LEAD = 60
SHORTEST_NAME = 4
# The places in which a sentence may say what a product is.
TEXTS = ("brief_title", "official_title", "keywords", "arm_description", "brief_summary", "detailed_description")
# The places that give the kind of a product that is only called cells.
_CELL_TEXTS = ("brief_title", "official_title", "keywords", "arm_label", "arm_description", "brief_summary")


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
                against = _AGAINST.match(passage.folded, name_end)
                for found, offset in ((after, name_end), (before, begin)):
                    said = found.group() + (against.group() if against else "") if found else ""
                    if found is not None and not self._not_targeted.search(said):
                        start, end = offset + found.start(), offset + found.end()
                        yield _TARGETED_DRUG, quote(passage, start, end, "experimental", _TARGETED_DRUG.name)
                        return
                place = passage.folded.find(product, place + 1)


class TitledProducts:
    """Reads titles, keywords and arms; ``named`` and ``is_past`` are those of the reader of statements."""

    def __init__(
        self,
        rules: ModalityRules,
        named: Named,
        is_past: Callable[[Passage, int, int], bool],
    ) -> None:
        self._named = named
        self._is_past = is_past
        self._cells = rules.groups.need_room
        self._infused = rules.groups.need_room | rules.groups.need_room_unless_vaccine
        self._products = rules.groups.armed | rules.groups.named_in_keywords

    def only_infused(self, kinds: list[Kind]) -> list[Kind]:
        """Return ``kinds`` if they hold infused cells."""
        return kinds if any(self._cells.intersection(treatment.modality) for treatment, _ in kinds) else []

    def cells(self, reading: StudyTexts) -> list[Kind]:
        """Return the infused cells that the first of titles, keywords and arms names."""
        for passage in reading.of_kind(*_CELL_TEXTS):
            named = [
                kind
                for kind in self._named(reading, passage)
                if self._infused.intersection(kind[0].modality)
                and not self._is_past(passage, kind[1].start, kind[1].end)
            ]
            if named:
                return named
        return []

    def in_keywords(self, reading: StudyTexts) -> list[Kind]:
        """Return the product that the keywords name, where the names of all other interventions are known.

        A keyword that names a disease ("NK-cell lymphoma") names no product, nor does one for a known intervention.
        Beside other interventions, cells may be what the patients had before, and supportive drugs tell of no product.
        """
        listed = [
            (item, reading.treatments(f"interventions[{n}].name")) for n, item in enumerate(reading.study.interventions)
        ]
        # "AB-12 (Part A)" and "AB-12 (Part B)" are one product.
        unknown = {item.name.lower().split(maxsplit=1)[0] for item, hits in listed if not hits and item.name.strip()}
        others = {label for _, hits in listed for hit in hits for label in hit.concept.modality}
        is_alone = not any(hits for _, hits in listed)
        if len(unknown) > 1 or (not is_alone and others <= {"other"}):
            return []
        kept = self._products - (frozenset() if is_alone else self._infused) - others
        # The target alone tells of a code; a biopsy or a questionnaire may be about a marker.
        is_code = any(map(str.isdigit, "".join(unknown)))
        targets = islice(self._bare_targets(reading, kept), 1 if is_code else 0)
        return list(islice(self._last_words(reading, kept), 1)) or list(targets)

    def _last_words(self, reading: StudyTexts, kept: frozenset[str]) -> Iterator[Kind]:
        """Yield the products of ``kept`` that keywords name; in "cancer vaccine" the product has the last word."""
        return (
            kind
            for passage in reading.of_kind("keywords")
            for kind in self._named(reading, passage)
            if kind[1].end == len(passage.text) or not reading.diseases(passage.name)
            # "T-cell engager resistance" is what the patients have.
            if not self._is_past(passage, kind[1].start, kind[1].end)
            if kept.intersection(kind[0].modality)
        )

    def _bare_targets(self, reading: StudyTexts, kept: frozenset[str]) -> Iterator[Kind]:
        """Yield the keywords that are the name of a target alone, or end in it in brackets, as of what is ``kept``."""
        for passage in reading.of_kind("keywords"):
            for hit in reading.treatments(passage.name):
                word = passage.text[hit.start : hit.end]
                is_whole = passage.text == word or passage.text.endswith(f"({word})")
                concept = hit.concept
                activated = Treatment("target", concept.name, (concept.activated,), concept.targets)
                concept = concept if concept.modality or not concept.activated else activated
                if concept.kind == "target" and is_whole and kept.intersection(concept.modality):
                    yield concept, quote(passage, hit.start, hit.end, "experimental", concept.name)
