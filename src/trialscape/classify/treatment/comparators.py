"""Find the comparator where the record links no arms: titles such as "A versus B", and lists of alternatives."""

from collections.abc import Iterable, Sequence

from trialscape.classify.text.overlaps import Places
from trialscape.classify.text.study_texts import Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.axes import ModalityRules
from trialscape.verdict import Role

# Three or more cytotoxics as alternatives in one entry are a physician's choice, not a regimen.
_ALTERNATIVES = 3


class ComparatorReader:
    """Reads the treatments before and after "versus" in titles."""

    def __init__(self, rules: ModalityRules) -> None:
        self._versus = rules.versus.compiled()
        self._end = rules.versus_end.compiled()
        self._choice = rules.open_choice.compiled()
        self._control_name = rules.control_name.compiled()
        self._control_in_summary = rules.control_in_summary.compiled()

    def cut(self, passage: Passage) -> tuple[int, int]:
        """Return where the comparator of a title begins and ends; both beyond the text if there is none."""
        found = self._versus.search(passage.folded)
        if found is None:
            size = len(passage.folded)
            return size, size
        end = self._end.search(passage.folded, found.end())
        return found.end(), end.start() if end else len(passage.folded)

    def interventions(self, reading: StudyTexts, arms: Sequence[Role]) -> frozenset[int]:
        """Return the positions of listed interventions that are comparators, where the record joins none to an arm.

        Sources are the title, the summary, the words of the arms (whose roles are ``arms``), or a list of choices.
        """
        left: set[str] = set()
        right: set[str] = set()
        open_choice = False
        for passage in reading.of_kind("brief_title", "official_title"):
            begin, end = self.cut(passage)
            if begin >= len(passage.folded):
                continue
            for hit in reading.treatments(passage.name):
                if hit.concept.modality and hit.start < begin:
                    left.add(hit.concept.name)
                elif hit.concept.modality and hit.start < end:
                    right.add(hit.concept.name)
            open_choice = open_choice or bool(self._choice.search(passage.folded[begin:end]))
        named = [_names(reading, position) for position in range(len(reading.study.interventions))]
        comparators = {
            position for position, names in enumerate(named) if left and self._compared(names, left, right, open_choice)
        }
        both = self._given_with(reading, left, arms) if comparators else set()
        comparators = {position for position in comparators if not named[position] <= both}
        comparators |= self._choices(reading, named)
        comparators |= self._stated_in_summary(reading, named)
        comparators |= self._stated_in_arms(reading, named, arms)
        comparators |= self._called_control(reading)
        return frozenset(comparators)

    def _called_control(self, reading: StudyTexts) -> set[int]:
        """Return the interventions whose own name calls them a control ("Paclitaxel (control)"), unless all do."""
        names = [item.name.lower() for item in reading.study.interventions]
        found = {position for position, name in enumerate(names) if self._control_name.search(name)}
        return found if len(found) < len(names) else set()

    def _given_with(self, reading: StudyTexts, left: set[str], arms: Sequence[Role]) -> set[str]:
        """Return the drugs that the label of an experimental arm names beside those before "versus"."""
        found: set[str] = set()
        for passage in reading.of_kind("arm_label"):
            if arms[passage.position] == "experimental" and reading.study.arms[passage.position].arm_type:
                names = {hit.concept.name for hit in reading.treatments(passage.name) if hit.concept.modality}
                found |= names if names & left else set()
        return found

    def _stated_in_arms(self, reading: StudyTexts, named: Sequence[set[str]], arms: Sequence[Role]) -> set[int]:
        """Return the interventions that only comparator arms name, if the experimental arms name another one."""
        inside: set[str] = set()
        outside: set[str] = set()
        for passage in reading.of_kind("arm_label", "arm_description") if "comparator" in arms else ():
            names = {hit.concept.name for hit in reading.treatments(passage.name) if hit.concept.modality}
            (inside if arms[passage.position] == "comparator" else outside).update(names)
        if not any(names and names <= outside for names in named):
            return set()
        return {position for position, names in enumerate(named) if names and names <= inside - outside}

    def _stated_in_summary(self, reading: StudyTexts, named: Sequence[set[str]]) -> set[int]:
        """Return the interventions that the summary names in a control group, and no title or other sentence names."""
        inside: set[str] = set()
        outside: set[str] = set()
        for passage in reading.of_kind("brief_summary"):
            controls = Places(found.span() for found in self._control_in_summary.finditer(passage.folded))
            for hit in reading.treatments(passage.name):
                (inside if controls.overlapping(hit.start, hit.end) else outside).add(hit.concept.name)
        for passage in reading.of_kind("brief_title", "official_title") if inside else ():
            outside.update(hit.concept.name for hit in reading.treatments(passage.name))
        return {position for position, names in enumerate(named) if names and names <= inside - outside}

    def _compared(self, names: set[str], left: set[str], right: set[str], open_choice: bool) -> bool:
        if not names or names <= left:
            return False
        return (
            bool(names & (right - left))
            or (bool(right & names) and not names <= left)
            or (open_choice and not names & left)
        )

    def _choices(self, reading: StudyTexts, named: Iterable[set[str]]) -> set[int]:
        found = set()
        for position, names in enumerate(named):
            text = reading.study.interventions[position].name.lower()
            hits = reading.treatments(f"interventions[{position}].name")
            cytotoxic = {hit.concept.name for hit in hits if hit.concept.modality == ("chemo",)}
            if len(names) >= _ALTERNATIVES and cytotoxic == names and (" or " in text or "," in text):
                found.add(position)
        return found


def _names(reading: StudyTexts, position: int) -> set[str]:
    item = reading.study.interventions[position]
    fields = [f"interventions[{position}].name"]
    fields += [f"interventions[{position}].other_names[{number}]" for number in range(len(item.other_names))]
    concepts: list[Treatment] = [hit.concept for field in fields for hit in reading.treatments(field)]
    return {concept.name for concept in concepts if concept.modality and concept.kind != "target"}
