"""A mention: a treatment, the words that name it, and its role."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialscape.classify.text.vocabulary import Treatment
from trialscape.verdict import Evidence, Role

# Types of intervention whose names may be classes of drugs; the last is that of records without types.
DRUG_TYPES = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", ""})


class Mention(NamedTuple):
    """A treatment with the words that name it; ``role`` says whether it is under study.

    ``arms`` holds positions of experimental arms, or None where the record links it to no arm.
    """

    treatment: Treatment
    evidence: Evidence
    role: Role
    arms: frozenset[int] | None
    intervention: int = -1


def without_own_targets(found: list[tuple[Treatment, Evidence]]) -> Iterator[tuple[Treatment, Evidence]]:
    """Yield treatments without the targets of a drug that the same name gives: "AXL inhibitor AB-12" is one drug."""
    drugs = [treatment for treatment, _ in found if treatment.kind == "agent" and not _is_class(treatment)]
    own = {target for drug in drugs for target in drug.targets}
    return (kind for kind in found if not _is_class(kind[0]) or not own.issuperset(kind[0].targets))


def _is_class(treatment: Treatment) -> bool:
    """Return whether a treatment is a target, or all drugs against it, and not a separate drug."""
    return treatment.kind == "target" or (bool(treatment.targets) and treatment.name.lower().endswith("inhibitor"))


def in_arms_of_its_kind(mention: Mention, listed: Sequence[Mention]) -> Mention:
    """Return a general word of a title with the arms of the listed treatments of its kind, which it means.

    "Radiotherapy" beside the listed "Short-course radiotherapy" is no second treatment that any arm may have.
    """
    is_general = mention.treatment.kind != "agent" or "radiation" in mention.treatment.modality
    if mention.arms is not None or not is_general:
        return mention
    alike = [other.arms for other in listed if other.treatment.modality == mention.treatment.modality]
    places = [arms for arms in alike if arms is not None]
    return mention._replace(arms=frozenset().union(*places)) if places and len(places) == len(alike) else mention


def with_role(evidence: Evidence, role: Role) -> Evidence:
    """Return the same words with another role."""
    return Evidence(evidence.field, evidence.start, evidence.end, evidence.quote, role, evidence.term)


def is_general_word_of(mention: Mention, listed: Sequence[Mention]) -> bool:
    """Return whether a title calls listed engagers by a general word: "bispecific antibodies"."""
    is_general = mention.treatment.kind == "phrase" and mention.treatment.modality == ("bispecific_other",)
    return is_general and any("tce" in other.treatment.modality for other in listed)
