"""Turn terms found in the record into mentions of treatments under study.

A listed intervention is read in a curator's order: its name and other names; the ending of its name; its description; a
sentence elsewhere that names it. An intervention that is still unresolved is read by the registry's intervention type.
Titles and experimental arms add treatments that the list leaves out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.study_texts import Kind, Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Stems, Treatment
from trialscape.classify.treatment.arms.arm_roles import Roles
from trialscape.classify.treatment.arms.comparators import ComparatorReader
from trialscape.classify.treatment.arms.described_arms import DescribedArms
from trialscape.classify.treatment.arms.mention_model import (
    DRUG_TYPES,
    Mention,
    in_arms_of_its_kind,
    is_general_word_of,
    with_role,
    without_own_targets,
)
from trialscape.classify.treatment.intervention_types import UNKNOWN, InterventionTypes
from trialscape.classify.treatment.names.joined_names import codes_beside_drugs
from trialscape.classify.treatment.names.radiolabels import Radiolabels
from trialscape.classify.treatment.own_antigens import OwnAntigens
from trialscape.classify.treatment.products.car_constructs import may_name_car
from trialscape.classify.treatment.products.drug_targets import TargetFrames
from trialscape.classify.treatment.products.engineered_cells import SAY_RECEPTOR, EngineeredCells
from trialscape.classify.treatment.products.product_statements import StatementReader
from trialscape.classify.treatment.products.stated_mechanisms import StatedMechanisms
from trialscape.classify.treatment.unlisted.beyond_the_list import UnlistedReader
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence, Role

_WORD = re.compile(r"[a-z][a-z]{5,}|[a-z]{2,}(?=-?\b)")


_ONCOLYTIC = Treatment("phrase", "virus that multiplies in tumour cells", ("oncolytic_virus",))
# Classes of antibodies that an ending does not tell.
_CLOSER = frozenset({"tce", "bispecific_other", "adc"})


class MentionReader:
    """Collects the mentions of one study."""

    def __init__(self, rules: ModalityRules, stems: Stems, frames: TargetFrames) -> None:
        self._rules = rules
        self._stems = stems
        self._frames = frames
        self._diagnostic = rules.diagnostic.compiled()
        self._laboratory = rules.laboratory.compiled()
        self._replicating = rules.replicating_virus.compiled()
        self._nothing = rules.no_intervention.compiled()
        self._comparators = ComparatorReader(rules)
        in_prose = partial(self._named, bare=False)
        self._unlisted = UnlistedReader(rules, self._comparators, in_prose, self._unknown)
        self._engineered = EngineeredCells(rules, self._unlisted.is_past)
        self._types = InterventionTypes(rules, self._engineered)
        self._described = DescribedArms(rules.described_otherwise.compiled())
        self._statements = StatementReader(rules, StatedMechanisms(rules, in_prose).read, self._unlisted.is_past)
        self._probe = rules.probe.compiled()
        self._likened = rules.likened_before.compiled()
        self._binder = rules.binder_after.compiled()
        self._effects = rules.about_effects.compiled()
        self._antigens = OwnAntigens(rules)
        self._radiolabels = Radiolabels(rules)
        self._cells = rules.groups.need_room | rules.groups.need_room_unless_vaccine

    def read(self, reading: StudyTexts, roles: Roles) -> list[Mention]:
        """Return all mentions: of listed interventions, then of titles and experimental arms."""
        mentions, compared = self._listed(reading, roles)
        known = frozenset(name for mention in mentions for name in (mention.treatment.name, *mention.treatment.targets))
        found = self._unlisted.read(reading, roles, known, compared)
        others = [mention for mention in found if mention.treatment.name not in known]
        unlisted = self._antigens.without_own(reading, mentions, others)
        added = [in_arms_of_its_kind(item, mentions) for item in unlisted if not is_general_word_of(item, mentions)]
        if not reading.study.interventions:
            added = self._titled_codes(reading, added)
        return self._identified(reading, mentions, added)

    def _listed(self, reading: StudyTexts, roles: Roles) -> tuple[list[Mention], frozenset[int]]:
        """Return the mentions of listed interventions, and the positions of comparators that no arm is joined to."""
        passages = reading.by_name
        unjoined = frozenset(position for position, places in enumerate(roles.joined) if places is None)
        compared = self._comparators.interventions(reading, roles.arms) & unjoined if unjoined else unjoined
        # A title by which every intervention would be a comparator is ignored.
        if compared == frozenset(range(len(reading.study.interventions))) - roles.placebos:
            compared = frozenset()
        described = self._described.joined(reading, roles)
        mentions: list[Mention] = []
        for position, places in enumerate(roles.joined):
            if position in roles.placebos:
                continue
            given: Role = "comparator" if position in compared else roles.interventions[position]
            name = passages[f"interventions[{position}].name"]
            versus = self._comparators.in_name(name) if len(unjoined) == len(roles.joined) else len(name.folded)
            for treatment, evidence in self._kinds(reading, passages, position):
                role: Role = "comparator" if evidence.field == name.name and evidence.start >= versus > 0 else given
                arms = described.get(position, places)
                mentions.append(Mention(treatment, with_role(evidence, role), role, arms, position))
        return mentions, compared

    def _identified(self, reading: StudyTexts, listed: list[Mention], added: list[Mention]) -> list[Mention]:
        """Return all mentions; the only unknown product under study is the cells, virus or vaccine of the title.

        It is another product if a title names it too, or joins the other to it as a partner.
        """
        unknown = [
            number
            for number, mention in enumerate(listed)
            if mention.treatment is UNKNOWN and mention.role == "experimental"
        ]
        if len(unknown) != 1:
            return listed + added
        number = unknown[0]
        name = reading.by_name[f"interventions[{listed[number].intervention}].name"].folded
        known = {label for mention in listed for label in mention.treatment.modality}
        for mention in added:
            passage = reading.by_name[mention.evidence.field]
            if (
                passage.kind in {"brief_title", "official_title"}
                and not self._rules.groups.armed.isdisjoint(mention.treatment.modality)
                and known.isdisjoint(mention.treatment.modality)
                and name not in passage.folded
                and not self._unlisted.is_partner(passage, mention.evidence)
            ):
                listed[number] = listed[number]._replace(treatment=mention.treatment, evidence=mention.evidence)
                added.remove(mention)
                break
        return listed + added

    def _kinds(
        self, reading: StudyTexts, passages: dict[str, Passage], position: int
    ) -> Iterator[tuple[Treatment, Evidence]]:
        place = f"interventions[{position}]"
        item = reading.study.interventions[position]
        names = [passages[f"{place}.name"]]
        names += [
            passages[key] for n in range(len(item.other_names)) if (key := f"{place}.other_names[{n}]") in passages
        ]
        if self._probe.search(names[0].folded):
            return
        found = [
            kind
            for passage in names
            for kind in self._named(reading, passage, bare=True)
            if not self._is_beside_point(kind, passage.folded)
        ]
        found = self._radiolabels.of(names[0], found)
        if found and all(treatment.scope.startswith("class") for treatment, _ in found):
            # "AB-12 immunotherapy": what a sentence says of the code goes before a general word in the name.
            # So do the checkpoint inhibitors that its description lists.
            stated = self._statements.code(reading, names[0], position)
            found = stated or self._statements.checkpoint_drugs(reading, position) or found
        found = found or [kind for passage in names for kind in self._engineered.antigen_cells(reading, passage)]
        if found:
            yield from without_own_targets(found)
            yield from self._codes_beside(reading, names[0])
            return
        if any(not hit.concept.modality and hit.concept.kind == "phrase" for hit in reading.treatments(names[0].name)):
            return
        if self._is_test(names[0].folded, item.intervention_type):
            return
        found = list(self._unknown(*names))
        if item.intervention_type not in self._rules.fallback.undescribed_types:
            # An ending tells of an antibody, and a sentence perhaps that it is bispecific or carries a drug.
            stated = self._statements.read(reading, names[0], position) if _is_ending(found) else []
            is_closer = any(self._is_closer(kind, found) for kind in stated)
            found = stated if is_closer or not found else found
            found = found or self._statements.cells(reading, names[0])
        yield from found or self._types.read(reading, names[0], item.intervention_type)

    def _is_closer(self, stated: Kind, endings: Sequence[Kind]) -> bool:
        """Return whether a sentence tells more than endings, of which some only say that it is against a tumour."""
        is_plain = all(treatment.modality == ("targeted",) for treatment, _ in endings)
        labels = set(stated[0].modality)
        is_told = not labels <= {"targeted", "other"} or (labels == {"other"} and bool(stated[0].targets))
        return not labels.isdisjoint(_CLOSER) or (is_plain and is_told)

    def _codes_beside(self, reading: StudyTexts, name: Passage) -> Iterator[Kind]:
        """Yield what unknown codes are that a name lists beside known drugs."""
        for start, end, is_own in codes_beside_drugs(name, reading.treatments(name.name), self._cells):
            told = self._statements.told(reading, name.folded[start:end])
            unknown = [(UNKNOWN, quote(name, start, end, "experimental", UNKNOWN.name))] if is_own else []
            yield from told or unknown

    def _titled_codes(self, reading: StudyTexts, found: list[Mention]) -> list[Mention]:
        """Return what is ``found``, with what sentences say of the codes that titles name, in a record without a list.

        Such a sentence tells more than a general word: "QX-1 With an Antibody", "QX-1, an antibody-drug conjugate".
        """
        if reading.study.study_type == "OBSERVATIONAL":
            return found
        told = [
            Mention(treatment, evidence, "experimental", None)
            for code in self._unlisted.codes_in_titles(reading)
            for treatment, evidence in self._statements.told(reading, code)
            # Titles are read for all that they name: "QX-1 Versus Docetaxel".
            if not evidence.field.endswith("_title")
        ]
        known = {(mention.treatment.name, mention.evidence) for mention in found}
        return found + [mention for mention in told if (mention.treatment.name, mention.evidence) not in known]

    def _is_beside_point(self, kind: tuple[Treatment, Evidence], name: str) -> bool:
        """Return whether a name has a drug only for its side effects, its likeness or its binder."""
        before, after = name[max(0, kind[1].start - _LOOK_AHEAD) : kind[1].start], name[kind[1].end :][:_LOOK_AHEAD]
        # Most names consist of the drug alone.
        if (after and self._effects.search(after)) or (before and self._likened.search(before)):
            return True
        return bool(after) and kind[0].kind == "agent" and self._binder.search(after) is not None

    def _is_test(self, name: str, intervention_type: str) -> bool:
        if intervention_type == "DIAGNOSTIC_TEST":
            return True
        is_method = intervention_type not in DRUG_TYPES and self._laboratory.search(name) is not None
        return bool(is_method or self._diagnostic.search(name) or self._nothing.search(name))

    def _named(self, reading: StudyTexts, passage: Passage, *, bare: bool) -> Iterator[tuple[Treatment, Evidence]]:
        hits = reading.treatments(passage.name)
        # Most passages name no treatment; a description may call the receptor of cells by its name only.
        may_name = hits or may_name_car(passage.text) or passage.kind in SAY_RECEPTOR or "virus" in passage.folded
        return self._framed(reading, passage, hits, bare=bare) if may_name else iter(())

    def _framed(
        self, reading: StudyTexts, passage: Passage, hits: Sequence[Hit[Treatment]], *, bare: bool
    ) -> Iterator[tuple[Treatment, Evidence]]:
        for treatment, start, end in self._frames.read(passage, hits, bare=bare):
            if treatment.scope == "engineered":
                treatment = self._engineered.receptor_kind(reading) or treatment
            yield treatment, quote(passage, start, end, "experimental", treatment.name)
        yield from self._engineered.told(passage)
        if "virus" in passage.folded and (found := self._replicating.search(passage.folded)) is not None:
            yield _ONCOLYTIC, quote(passage, found.start(), found.end(), "experimental", _ONCOLYTIC.name)

    def _unknown(self, *names: Passage) -> Iterator[tuple[Treatment, Evidence]]:
        """Yield what the radionuclide of the first name or the endings of all say of a product that no list knows."""
        labelled = self._radiolabels.alone(names[0])
        endings = [kind for passage in names for kind in self._ending(passage)]
        # In a conjugate's name the second word tells.
        seconds = [kind for kind in endings if not {"adc", "radiation"}.isdisjoint(kind[0].modality)]
        yield from labelled or seconds or endings

    def _ending(self, passage: Passage) -> Iterator[tuple[Treatment, Evidence]]:
        for word in _WORD.finditer(passage.folded):
            treatment = self._stems.read(word.group())
            if treatment is not None:
                yield treatment, quote(passage, word.start(), word.end(), "experimental", treatment.name)


_LOOK_AHEAD = 40


def _is_ending(kinds: list[Kind]) -> bool:
    """Return whether nothing but the ending of a name tells what a product is, or nothing at all does."""
    return all(treatment.kind == "stem" for treatment, _ in kinds)
