"""Find the comparator where the record links no arms: titles such as "A versus B", and lists of alternatives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from trialscape.classify.text.study_texts import Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.summary_comparisons import SummaryComparisons, is_drug
from trialscape.classify.treatment.arms.title_partners import TitlePartners
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Role

# Three or more cytotoxics as alternatives in one entry are a physician's choice, not a regimen.
_ALTERNATIVES = 3


class Sides(NamedTuple):
    """Where the comparator of a title begins and ends, and where words begin that name treatment of both sides."""

    begin: int
    end: int
    both: int

    def tests(self, place: int) -> bool:
        """Return whether what stands at ``place`` is under study, and not only the comparator."""
        return place < self.begin or place >= self.both


@dataclass(slots=True)
class _Title:
    """Names of the treatments before and after "versus", and the modalities that a class word before it joins."""

    left: set[str]
    right: set[str]
    classes: set[str]
    open_choice: bool = False

    @property
    def compares(self) -> bool:
        """Return whether the comparator stands last: in "A versus A plus B" the drug that is added is under study."""
        return bool(self.left) and not self.left <= self.right


class ComparatorReader:
    """Reads the treatments before and after "versus" in titles."""

    def __init__(self, rules: ModalityRules) -> None:
        self._versus = rules.versus.compiled()
        self._end = rules.versus_end.compiled()
        self._both = rules.both_sides.compiled()
        self._choice = rules.open_choice.compiled()
        self._choice_in_summary = rules.choice_in_summary.compiled()
        self._partners = TitlePartners(rules)
        self._control_name = rules.control_name.compiled()
        self._summaries = SummaryComparisons(rules)

    def sides(self, reading: StudyTexts, passage: Passage) -> Sides:
        """Return the sides of a title; all numbers lie beyond the text if it has no comparator.

        It has none in "A versus B with A" either: the drug that is added is under study.
        """
        size = len(passage.folded)
        found = self._versus.search(passage.folded)
        if found is None:
            return Sides(size, size, size)
        end = self._end.search(passage.folded, found.end())
        both = self._both.search(passage.folded, found.end())
        sides = Sides(found.end(), end.start() if end else size, both.start() if both else size)
        drugs = [hit for hit in reading.treatments(passage.name) if is_drug(hit.concept)]
        left = {hit.concept.name for hit in drugs if hit.end <= found.start()}
        # "With" opens the disease of the patients, or a drug that is added.
        ends = (found.start() for found in self._end.finditer(passage.folded, sides.begin) if found.group() != "with")
        last = next(ends, size)
        right = {hit.concept.name for hit in drugs if sides.begin <= hit.start < last}
        return Sides(size, size, size) if left and left < right else sides

    def in_name(self, passage: Passage) -> int:
        """Return where the comparator begins in the name of an intervention: "A vs. B vs. C" ends with it."""
        places = [found.end() for found in self._versus.finditer(passage.folded)]
        return places[-1] if places else len(passage.folded)

    def modalities(self, reading: StudyTexts) -> frozenset[str]:
        """Return the modalities that titles name behind "versus": of the comparator, or of the patients' treatment."""
        found: set[str] = set()
        for passage in reading.of_kind("brief_title", "official_title"):
            sides = self.sides(reading, passage)
            for hit in reading.treatments(passage.name):
                if not sides.tests(hit.start):
                    found.update(hit.concept.modality)
        return frozenset(found)

    def interventions(self, reading: StudyTexts, arms: Sequence[Role]) -> frozenset[int]:
        """Return the positions of listed interventions that are comparators, where the record joins none to an arm.

        Sources are the title, the summary, the words of the arms (whose roles are ``arms``), or a list of choices.
        """
        title = self._read_titles(reading)
        named = [_names(reading, position) for position in range(len(reading.study.interventions))]
        comparators = {
            position
            for position, names in enumerate(named)
            if title.compares and _compared(names, title) and not _modality(reading, position) <= title.classes
        }
        experimental = self._in_experimental_arms(reading, arms) if comparators else set()
        comparators = {position for position in comparators if not named[position] <= experimental}
        comparators |= self._choices(reading, named)
        comparators |= self._summaries.comparators(reading, named)
        comparators |= self._stated_in_arms(reading, named, arms)
        comparators |= self._called_control(reading)
        return frozenset(comparators)

    def _read_titles(self, reading: StudyTexts) -> "_Title":
        """Return what the titles name before and after "versus"."""
        title = _Title(set(), set(), set())
        for passage in reading.of_kind("brief_title", "official_title"):
            sides = self.sides(reading, passage)
            if sides.begin >= len(passage.folded):
                continue
            for hit in reading.treatments(passage.name):
                if hit.concept.modality and sides.tests(hit.start):
                    title.left.add(hit.concept.name)
                    if hit.concept.kind == "phrase" and self._partners.joins(passage.folded, hit.start, hit.end):
                        title.classes.update(hit.concept.modality)
                elif hit.concept.modality and hit.start < sides.end:
                    title.right.add(hit.concept.name)
            title.open_choice |= bool(self._choice.search(passage.folded[sides.begin : sides.end]))
        for passage in reading.of_kind("brief_summary") if title.left else ():
            title.open_choice |= self._choice_in_summary.search(passage.folded) is not None
        return title

    def _called_control(self, reading: StudyTexts) -> set[int]:
        """Return the interventions whose own name calls them a control ("Paclitaxel (control)"), unless all do."""
        names = [item.name.lower() for item in reading.study.interventions]
        found = {position for position, name in enumerate(names) if self._control_name.search(name)}
        return found if len(found) < len(names) else set()

    def _in_experimental_arms(self, reading: StudyTexts, arms: Sequence[Role]) -> set[str]:
        """Return the drugs that the label of an arm of the experimental type names, whatever a title compares."""
        found: set[str] = set()
        for passage in reading.of_kind("arm_label"):
            if arms[passage.position] == "experimental" and reading.study.arms[passage.position].arm_type:
                found.update(hit.concept.name for hit in reading.treatments(passage.name) if hit.concept.modality)
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

    def _choices(self, reading: StudyTexts, named: Iterable[set[str]]) -> set[int]:
        found = set()
        for position, names in enumerate(named):
            text = reading.study.interventions[position].name.lower()
            hits = reading.treatments(f"interventions[{position}].name")
            cytotoxic = {hit.concept.name for hit in hits if hit.concept.modality == ("chemo",)}
            if len(names) >= _ALTERNATIVES and cytotoxic == names and (" or " in text or "," in text):
                found.add(position)
        return found


def _compared(names: set[str], title: _Title) -> bool:
    if not names or names <= title.left:
        return False
    return bool(names & title.right) or (title.open_choice and not names & title.left)


def _modality(reading: StudyTexts, position: int) -> set[str]:
    """Return all modalities that the names of an intervention give."""
    return {label for concept in _concepts(reading, position) for label in concept.modality}


def _names(reading: StudyTexts, position: int) -> set[str]:
    return {concept.name for concept in _concepts(reading, position)}


def _concepts(reading: StudyTexts, position: int) -> list[Treatment]:
    item = reading.study.interventions[position]
    fields = [f"interventions[{position}].name"]
    fields += [f"interventions[{position}].other_names[{number}]" for number in range(len(item.other_names))]
    concepts: list[Treatment] = [hit.concept for field in fields for hit in reading.treatments(field)]
    return [concept for concept in concepts if is_drug(concept)]
