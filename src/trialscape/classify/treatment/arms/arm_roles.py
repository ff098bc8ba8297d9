"""Which arms and listed interventions are under study, and which are comparators or placebos."""

import re
from dataclasses import dataclass

from trialscape.classify.text.fold import fold
from trialscape.config.files.expressions import Searcher
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.study.model import Arm, Study
from trialscape.verdict import Role

# The first words of a description state the purpose of its arm; they end with a sentence, or else after so many signs.
_FIRST_SENTENCE = re.compile(r"[^\n]{0,160}?\.(?=\s+[A-Z]|\s*$)")
_FIRST_WORDS = 80
# What may follow the name of a drug: "docetaxel-naive" and "carboplatin-free" give none.
_ENDS = frozenset((*" .,;:)/+^", ""))
# Words before a joint by which the drug behind it is not given, or was given before.
_NOT_GIVEN = re.compile(
    r"\b(?:not|never|no|without|versus|vs|compar\w+|after|following|failed|failure|progress\w+|prior|previous\w*|instead"
    r"|rather|refractory|pre-?treated)\b[^,;]*$"
)
_COMPARING = frozenset({"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles by position: of the study's arms, and of its interventions with the experimental arms they join.

    ``joined[i]`` holds the positions of the experimental arms of intervention i; it is empty for a comparator, and
    None where the record joins the intervention to no arm, so that it may belong to any.
    """

    arms: tuple[Role, ...]
    interventions: tuple[Role, ...]
    joined: tuple[frozenset[int] | None, ...]
    placebos: frozenset[int]


class RoleReader:
    """Assigns roles by arm type, arm label and the join between interventions and arms."""

    def __init__(self, rules: ModalityRules) -> None:
        self._control = rules.control_arm.compiled()
        self._described = rules.control_described.compiled()
        self._joins = rules.joins_partner.compiled()
        self._usual = rules.control_of_other_type.compiled()
        self._placebo = rules.placebo.compiled()
        self._choice = rules.placebo_choice.compiled()

    def read(self, study: Study) -> Roles:
        """Return the roles of all arms and interventions of ``study``."""
        arms = self._arms(study)
        joined = _joined(study)
        experimental = frozenset(position for position, role in enumerate(arms) if role == "experimental")
        roles: list[Role] = []
        kept: list[frozenset[int] | None] = []
        for item, places in zip(study.interventions, joined, strict=True):
            if places is None:
                roles.append("experimental")
                kept.append(None)
            else:
                if not places & experimental:
                    places |= self._partnered(study, item.name, experimental)
                kept.append(places & experimental)
                roles.append("experimental" if places & experimental else "comparator")
        placebos = frozenset(
            position for position, item in enumerate(study.interventions) if self._is_placebo(fold(item.name))
        )
        return Roles(arms, tuple(roles), tuple(kept), placebos)

    def _arms(self, study: Study) -> tuple[Role, ...]:
        roles = [_arm_role(arm, (self._control, self._described), study.study_type) for arm in study.arms]
        # The arms of an observational study have no types, and its exposure may be the usual treatment.
        untyped = study.study_type != "OBSERVATIONAL" and not any(arm.arm_type for arm in study.arms)
        if untyped or any(arm.arm_type == "EXPERIMENTAL" for arm in study.arms):
            roles = ["comparator" if self._is_usual(arm) else role for arm, role in zip(study.arms, roles, strict=True)]
        # Without an experimental arm, the trial compares active treatments, and all of them are under study.
        if "experimental" not in roles:
            return tuple(
                "comparator" if arm.arm_type in _COMPARING - {"ACTIVE_COMPARATOR"} else "experimental"
                for arm in study.arms
            )
        return tuple(roles)

    def _partnered(self, study: Study, name: str, experimental: frozenset[int]) -> frozenset[int]:
        """Return the experimental arms whose text gives the drug as a partner, though their list leaves it out."""
        drug = fold(name)
        return frozenset(place for place in experimental if drug and self._gives(study.arms[place], drug))

    def _gives(self, arm: Arm, drug: str) -> bool:
        if not arm.intervention_names:
            return False
        for text in (fold(arm.label), _purpose(arm)):
            place = text.find(drug)
            # "Plus radiation-sparing surgery" gives no radiation.
            if place <= 0 or text[place + len(drug) :][:1] not in _ENDS:
                continue
            for words in self._joins.finditer(text, 0, place):
                sentence = text[text.rfind(".", 0, words.start()) + 1 : words.start()]
                if text[words.end() : place] in (" ", " with ") and not _NOT_GIVEN.search(sentence):
                    return True
        return False

    def _is_usual(self, arm: Arm) -> bool:
        """Return whether an arm of type OTHER or of none, next to others, gives standard treatment for comparison."""
        if arm.arm_type not in ("OTHER", ""):
            return False
        found = filter(None, (self._usual.search(text) for text in (fold(arm.label), _purpose(arm))))
        # "Pembrolizumab with carboplatin as standard of care" is under study where no type says that it is not.
        return any(arm.arm_type or not words.group().startswith("as ") for words in found)

    def _is_placebo(self, name: str) -> bool:
        return bool(self._placebo.search(name)) and not self._choice.search(name)


def _arm_role(arm: Arm, control: tuple[Searcher, Searcher], study_type: str) -> Role:
    if arm.arm_type in _COMPARING:
        return "comparator"
    if study_type == "OBSERVATIONAL":
        return "experimental"
    is_control = control[0].search(fold(arm.label)) or control[1].search(_purpose(arm))
    return "comparator" if is_control else "experimental"


def _purpose(arm: Arm) -> str:
    """Return the first sentence of an arm's description, or its first words with a sign that they go on."""
    sentence = _FIRST_SENTENCE.match(arm.description)
    if sentence is not None:
        return fold(sentence.group())
    return fold(arm.description[:_FIRST_WORDS]) + "~" * (len(arm.description) > _FIRST_WORDS)


def _joined(study: Study) -> tuple[frozenset[int] | None, ...]:
    """Return for each intervention the positions of the arms that give it, or None where the record does not say."""
    given: dict[str, set[int]] = {}
    for position, arm in enumerate(study.arms):
        for listed in arm.intervention_names:
            given.setdefault(listed.partition(": ")[2], set()).add(position)
    joined = []
    for item in study.interventions:
        places = {position for position, arm in enumerate(study.arms) if arm.label in item.arm_labels}
        places |= given.get(item.name, set())
        joined.append(frozenset(places) if places else None)
    return tuple(joined)
