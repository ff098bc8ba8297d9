"""Treatments that arms and titles add to the list of interventions, without prior and background treatment."""

import re
from collections.abc import Callable, Iterable, Iterator

from trialscape.classify.text.study_texts import Named, Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.arm_roles import Roles
from trialscape.classify.treatment.arms.comparators import ComparatorReader
from trialscape.classify.treatment.arms.counted_lymphocytes import CountedLymphocytes
from trialscape.classify.treatment.arms.mention_model import DRUG_TYPES, Mention
from trialscape.classify.treatment.arms.title_partners import TitlePartners
from trialscape.classify.treatment.names.product_names import NO_CODE
from trialscape.classify.treatment.unlisted.past_treatments import AFTER, LIST_BACK, PastTreatments
from trialscape.classify.treatment.unlisted.summary_partners import SummaryPartners
from trialscape.classify.treatment.unlisted.told_treatments import ToldReader
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.study.model import Intervention
from trialscape.verdict import Evidence

Kinds = Iterable[tuple[Treatment, Evidence]]

_SURGERY = Treatment("phrase", "surgery in an arm", ("surgery",))
# Modalities of a name without a type that make no trial of drugs.
_NO_DRUG = frozenset({"other", "surgery"})
_LOOK_AHEAD = 40
# A sponsor's code, such as "AB-123" or "XYZ1234", and how many of them a record without a list is asked for.
_CODE = re.compile(r"\b[a-z]{2,6}-?\d{2,6}[a-z0-9]{0,4}\b")
_MOST_CODES = 4


class UnlistedReader:
    """Reads arms and titles; ``named`` gives the treatments of a passage, ``unknown`` those told by a name's form."""

    def __init__(
        self, rules: ModalityRules, comparators: ComparatorReader, named: Named, unknown: Callable[[Passage], Kinds]
    ) -> None:
        self._rules = rules
        self._unknown = unknown
        self._comparators = comparators
        self._named = named
        self._diagnostic = rules.diagnostic.compiled()
        self._laboratory = rules.laboratory.compiled()
        self._probe = rules.probe.compiled()
        self._procedure = rules.other_procedure.compiled()
        self._drug_like = rules.drug_like.compiled()
        self._no_intervention = rules.no_intervention.compiled()
        self._empty = rules.empty_name.compiled()
        self._cell_name = rules.cell_name.compiled()
        self._surgery = rules.surgery_words.compiled()
        self._surgery_past = rules.surgery_past.compiled()
        self._past = PastTreatments(rules)
        self.is_past = self._past.is_past
        self._binder = rules.binder_after.compiled()
        self._title = TitlePartners(rules)
        self._lymphocytes = CountedLymphocytes(rules)
        self._tracer = rules.tracer_before.compiled()
        self._later_cells = rules.later_cells.compiled()
        self._cells = rules.groups.need_room
        self._partners = SummaryPartners(rules, named, self.is_past)
        self._told = ToldReader(rules, named, self.is_past)

    def read(
        self, reading: StudyTexts, roles: Roles, known: frozenset[str], compared: frozenset[int]
    ) -> Iterator[Mention]:
        """Yield what experimental arms and titles add to the list of interventions, which names what is ``known``.

        ``compared`` are the positions of listed comparators in a record that joins no drug to an arm.
        Studies that list only tests and measurements give no treatment, so their titles and arms only describe the
        population.
        """
        listed = list(self._listed(reading, roles))
        first = listed[0] if listed else None
        nothing = (self._no_intervention.search(item.name.lower()) for item in reading.study.interventions)
        exposure = first is None and any(nothing)
        therapies = (self._is_therapy(reading, *item) for item in listed)
        if first is not None and not any(therapies) and not self._treats_beyond(reading):
            return
        for passage in reading.of_kind("arm_label", "arm_description"):
            if roles.arms[passage.position] == "experimental":
                yield from self._in_arm(reading, passage, known)
        if first is not None and reading.study.study_type == "OBSERVATIONAL":
            return
        titled = list(self._in_titles(reading, listed, known, exposure=exposure))
        # A record without a list names its treatment in the title.
        names = [item.name.lower() for position, item in listed if position not in compared]
        names = names or [named.evidence.quote.lower() for named in titled]
        yield from self._partners.read(reading, names, known, self._comparators.modalities(reading))
        yield from titled
        if first is None and reading.study.study_type != "OBSERVATIONAL":
            told = list(self._told.read(reading, titled, self._comparators.modalities(reading)))
            yield from told
            if not told and not titled:
                yield from self._formed(reading)

    def _in_titles(
        self, reading: StudyTexts, listed: list[tuple[int, Intervention]], known: frozenset[str], *, exposure: bool
    ) -> Iterator[Mention]:
        """Yield the treatments that titles name as under study."""
        # Without types of intervention, a title alone does not show whether drugs or operations are tested.
        typeless = bool(listed) and not listed[0][1].intervention_type
        tested = not listed and reading.study.study_type != "OBSERVATIONAL"
        for passage in reading.of_kind("brief_title", "official_title"):
            # A record without a list is read by its titles, whatever they name.
            standing = list(self._standing(reading, passage, known if listed else frozenset(), exposure=exposure))
            sides = self._comparators.sides(reading, passage)
            compared = any(evidence.start < sides.begin for evidence, _ in standing)
            # "Once Versus Twice Weekly Cisplatin": the title compares ways to give one treatment.
            whole = tested and not compared and not self._names_code(passage, sides.begin)
            for evidence, treatment in standing:
                if typeless and _NO_DRUG.issuperset(treatment.modality):
                    continue
                if (whole or sides.tests(evidence.start)) and (
                    "names" not in treatment.scope
                    or self._is_meant(reading, passage, evidence, treatment)
                    or (tested and self._told.names_product(passage, treatment, evidence))
                    or (tested and self._is_added_cytokine(passage, evidence, treatment, standing))
                ):
                    yield Mention(treatment, evidence, "experimental", None)

    def _is_added_cytokine(
        self, passage: Passage, evidence: Evidence, treatment: Treatment, others: list[tuple[Evidence, Treatment]]
    ) -> bool:
        """Return whether a title adds a cytokine to drugs; beside cells it may be what they were grown with."""
        beside_cells = any(not self._cells.isdisjoint(other.modality) for _, other in others)
        return "cytokine" in treatment.modality and not beside_cells and self.is_partner(passage, evidence)

    def _names_code(self, passage: Passage, end: int) -> bool:
        """Return whether a title names a product by a code or by the form of its name before ``end``."""
        words = passage.folded[:end].split() if end < len(passage.folded) else []
        return any(self._drug_like.search(word.strip("(),;:")) for word in words) or any(
            evidence.start < end for _, evidence in (self._unknown(passage) if words else ())
        )

    def _formed(self, reading: StudyTexts) -> Iterator[Mention]:
        """Yield the products of titles that only the form of the name tells: its ending, or a radionuclide in it."""
        for passage in reading.of_kind("brief_title", "official_title"):
            sides = self._comparators.sides(reading, passage)
            for treatment, evidence in self._unknown(passage):
                if self._probe.search(passage.folded[: evidence.end]):
                    continue
                if sides.tests(evidence.start) and not self.is_past(passage, evidence.start, evidence.end):
                    yield Mention(treatment, evidence, "experimental", None)

    def codes_in_titles(self, reading: StudyTexts) -> list[str]:
        """Return the unknown codes of products that titles, or else the summary, name as under study."""
        for kinds in (("brief_title", "official_title"), ("brief_summary",)):
            found = [code for passage in reading.of_kind(*kinds) for code in self._codes(reading, passage)]
            if found:
                return list(dict.fromkeys(found))[:_MOST_CODES]
        return []

    def _codes(self, reading: StudyTexts, passage: Passage) -> Iterator[str]:
        sides = self._comparators.sides(reading, passage)
        hits = reading.treatments(passage.name)
        for found in _CODE.finditer(passage.folded):
            start, end = found.span()
            is_known = any(hit.start < end and start < hit.end for hit in hits)
            is_studied = sides.tests(start) and not self.is_past(passage, start, end)
            if is_studied and not is_known and not NO_CODE.match(found.group()):
                yield found.group()

    def _listed(self, reading: StudyTexts, roles: Roles) -> Iterator[tuple[int, Intervention]]:
        """Yield the listed interventions, with their positions, without placebos and uninformative names."""
        for position, item in enumerate(reading.study.interventions):
            name = item.name.lower()
            is_informative = not self._no_intervention.search(name) and not self._empty.search(name.strip())
            if position not in roles.placebos and is_informative:
                yield position, item

    def _is_therapy(self, reading: StudyTexts, position: int, item: Intervention) -> bool:
        """Return whether an intervention is a drug or radiation: by its type, or else by its name."""
        if item.intervention_type:
            is_drug = item.intervention_type in self._rules.fallback.therapy_types
        else:
            named = reading.treatments(f"interventions[{position}].name")
            is_drug = any(hit.concept.modality and "surgery" not in hit.concept.modality for hit in named)
            is_drug = is_drug and self._procedure.search(item.name.lower()) is None
            is_drug = is_drug or self._drug_like.search(item.name.lower().strip()) is not None
            is_drug = is_drug or self._cell_name.search(item.name.lower()) is not None
        name = item.name.lower()
        is_method = item.intervention_type not in DRUG_TYPES and self._laboratory.search(name) is not None
        return is_drug and not is_method and not self._diagnostic.search(name) and not self._probe.search(name)

    def _treats_beyond(self, reading: StudyTexts) -> bool:
        """Return whether a treatment trial lists only tests, so that titles and arms name its drugs."""
        study = reading.study
        return (
            study.primary_purpose == "TREATMENT"
            and any(arm.arm_type == "EXPERIMENTAL" for arm in study.arms)
            and all(self._diagnostic.search(item.name.lower()) for item in study.interventions)
        )

    def _is_meant(self, reading: StudyTexts, passage: Passage, evidence: Evidence, treatment: Treatment) -> bool:
        """Return whether a general word in a title is a partner of what is under study, or the exposure observed."""
        before = passage.folded[max(0, evidence.start - _LOOK_AHEAD) : evidence.start]
        return self._is_joined(passage, evidence, treatment) or self._past.is_exposure(reading, treatment, before)

    def _is_joined(self, passage: Passage, evidence: Evidence, treatment: Treatment) -> bool:
        """Return whether a title joins an unnamed partner to the treatment under study."""
        if self._rules.groups.unnamed_partners.isdisjoint(treatment.modality):
            return False
        return self.is_partner(passage, evidence)

    def is_partner(self, passage: Passage, evidence: Evidence) -> bool:
        """Return whether the words around a treatment in a title join it to another one."""
        return self._title.joins(passage.folded, evidence.start, evidence.end)

    def _in_arm(self, reading: StudyTexts, passage: Passage, known: frozenset[str]) -> Iterator[Mention]:
        arm = frozenset({passage.position})
        is_described = passage.kind != "arm_label"
        for evidence, treatment in self._standing(reading, passage, known, exposure=False, agents=is_described):
            if "surgery" in treatment.modality and self._is_past_surgery(passage, evidence.start, evidence.end):
                continue
            yield Mention(treatment, evidence, "experimental", arm)
        for found in self._surgery.finditer(passage.folded):
            if not self._is_past_surgery(passage, *found.span()):
                evidence = quote(passage, found.start(), found.end(), "experimental", "surgery")
                yield Mention(_SURGERY, evidence, "experimental", arm)

    def _is_past_surgery(self, passage: Passage, start: int, end: int) -> bool:
        """Return whether an operation is in the past, impossible or only a point in time."""
        return self._surgery_past.search(passage.folded, max(0, start - 60), end + 15) is not None

    def _standing(
        self, reading: StudyTexts, passage: Passage, known: frozenset[str], *, exposure: bool, agents: bool = False
    ) -> Iterator[tuple[Evidence, Treatment]]:
        """Yield the treatments of a passage, or only its agents, that are neither ``known`` nor named as prior ones."""
        for treatment, evidence in self._named(reading, passage):
            if treatment.name in known or (agents and treatment.kind != "agent"):
                continue
            before = passage.folded[max(0, evidence.start - LIST_BACK) : evidence.start]
            after = passage.folded[evidence.end : evidence.end + AFTER]
            if (
                not self._past.is_earlier(reading, treatment, before, exposure=exposure)
                and not self._past.is_after(after)
                and not (treatment.kind == "agent" and self._binder.search(after))
                and "placebo" not in before[-12:]
                and not self._tracer.search(before[-_LOOK_AHEAD:])
                and not self._is_marker(treatment, before, after)
                and not (self._cells.intersection(treatment.modality) and self._later_cells.search(before))
            ):
                yield evidence, treatment

    def _is_marker(self, treatment: Treatment, before: str, after: str) -> bool:
        """Return whether tumour-infiltrating lymphocytes are counted in the tumour and not infused."""
        if treatment.kind != "phrase" or "til" not in treatment.modality:
            return False
        return self._lymphocytes.is_marker(before, after)
