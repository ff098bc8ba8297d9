"""The modality axis: the kinds of treatment in the experimental arms."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trialscape.classify.text.study_texts import PROSE, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.counted_lymphocytes import CountedLymphocytes
from trialscape.classify.treatment.arms.mention_model import Mention
from trialscape.classify.treatment.arms.title_partners import TitlePartners
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Defeat, Evidence, Role, Verdict

AXIS = "modality"
_REACH = 100
# Words for cells of unnamed kind, which count only where no kind is named.
_GENERAL_CELLS = frozenset({"class-cells", "engineered"})
_INTERLEUKIN = Treatment("phrase", "interleukin-2 after cells", ("cytokine",), ("IL-2",))
# Beside these alone a supportive drug may be what the trial studies.
_BESIDE = frozenset({"other", "surgery"})
_UNNAMED = Treatment("phrase", "unnamed checkpoint inhibitor", ("pd1_pdl1",), ("PD-1",))


@dataclass(frozen=True)
class StudiedTreatments:
    """The treatments under study, and those that were named in another role."""

    mentions: tuple[Mention, ...]
    defeats: tuple[Defeat, ...]

    @cached_property
    def labels(self) -> frozenset[str]:
        """Return all modalities under study."""
        return frozenset(label for mention in self.mentions for label in mention.treatment.modality)

    @cached_property
    def targets(self) -> frozenset[str]:
        """Return all targets of the treatments under study."""
        return frozenset(target for mention in self.mentions for target in mention.treatment.targets)

    def with_label(self, label: str) -> list[Mention]:
        """Return the mentions with ``label``, those of listed interventions first."""
        carrying = [mention for mention in self.mentions if label in mention.treatment.modality]
        return sorted(carrying, key=lambda mention: (mention.intervention < 0, mention.evidence.start))


# "Added to chemoimmunotherapy", "plus neoadjuvant chemoimmunotherapy".
_ADDED = re.compile(r"(?:\badded to|\bplus|\band|[+^]) (?:[\w-]+ )?$")


class ModalityReader:
    """Removes comparators, conditioning and adjuvants, and labels the rest."""

    def __init__(self, rules: ModalityRules) -> None:
        self._groups = rules.groups
        self._conditioning = rules.conditioning.compiled()
        self._partners = TitlePartners(rules)
        self._lymphocytes = CountedLymphocytes(rules)
        self._before_cells = rules.before_cells.compiled()
        self._treats_tumour = rules.treats_tumour.compiled()
        self._conditioning_agents = frozenset(name.lower() for name in rules.conditioning_agents.agents)
        self._support = rules.cell_support.compiled()
        self._allergy = rules.allergy.compiled()
        self._transplant = rules.transplant.compiled()
        self._no_preparation = frozenset(name.lower() for name in rules.no_transplant_conditioning.agents)
        self._probes = frozenset(name.lower() for name in rules.interaction_probes.agents)
        self._supportive = frozenset(name.lower() for name in rules.supportive.agents)
        self._adjuvants = frozenset(name.lower() for name in rules.adjuvants.agents)

    def studied(self, reading: StudyTexts, mentions: Sequence[Mention]) -> StudiedTreatments:
        """Return the treatments under study; the rest become defeats with the reason."""
        mentions = self._lymphocytes.named_as_product(reading, mentions)
        labels = {
            label for mention in mentions if mention.role == "experimental" for label in mention.treatment.modality
        }
        transplant = any(self._transplant.search(item.name.lower()) for item in reading.study.interventions)
        kept: list[Mention] = []
        defeats: list[Defeat] = []
        for mention in mentions:
            role, why = self._role(reading, mention, labels, transplant=transplant)
            if role == "experimental":
                kept.append(mention)
            else:
                defeats.extend(_defeats(mention, role, why))
        kept.extend(self._supported(reading, labels))
        return StudiedTreatments(tuple(self._specific(reading, kept)), tuple(defeats))

    def _supported(self, reading: StudyTexts, labels: set[str]) -> Iterator[Mention]:
        """Yield interleukin-2 where the record states it with tumour-infiltrating or receptor-engineered cells."""
        if "cytokine" in labels or not labels & {"til", "tcr_t", "nk_cell"}:
            return
        kinds = ("keywords", "intervention_description", "arm_description", "brief_summary", "detailed_description")
        for passage in reading.of_kind(*kinds, *(("eligibility",) if "til" in labels else ())):
            for found in self._support.finditer(passage.folded):
                around = passage.folded[max(0, found.start() - 120) : found.end() + 40]
                if not self._allergy.search(around):
                    evidence = quote(passage, found.start(), found.end(), "experimental", "interleukin-2")
                    yield Mention(_INTERLEUKIN, evidence, "experimental", None)
                    return

    def _role(self, reading: StudyTexts, mention: Mention, labels: set[str], *, transplant: bool) -> tuple[Role, str]:
        if mention.role != "experimental":
            return mention.role, "stands only in comparator arms"
        name = mention.treatment.name.lower()
        prepares = {"chemo", "radiation"} & set(mention.treatment.modality) and name not in self._no_preparation
        if transplant and prepares:
            return "conditioning", "prepares a stem-cell transplantation"
        if self._takes_conditioning(labels) and self._is_conditioning(reading, mention, name):
            return "conditioning", "makes room for infused cells"
        if "vaccine" in labels and name in self._adjuvants and "vaccine" not in mention.treatment.modality:
            return "background", "is the adjuvant of a vaccine"
        if name in self._probes and labels - set(mention.treatment.modality):
            return "background", "is a marker of drug interactions"
        if name in self._supportive and labels - _BESIDE and not _is_in_title(reading, mention):
            return "background", "supports the treatment of the tumour"
        return "experimental", ""

    def _takes_conditioning(self, labels: set[str]) -> bool:
        """Return whether infused cells need lymphodepletion; dendritic cells are a vaccine and do not."""
        groups = self._groups
        return bool(labels & groups.need_room or (labels & groups.need_room_unless_vaccine and "vaccine" not in labels))

    def _is_conditioning(self, reading: StudyTexts, mention: Mention, name: str) -> bool:
        if name in self._conditioning_agents:
            return not self._is_for_tumour(reading, mention)
        if not {"chemo", "radiation"} & set(mention.treatment.modality):
            return False
        if mention.intervention < 0:
            # In a sentence too, chemotherapy that nobody names makes room for the cells.
            return name == "chemotherapy" and mention.evidence.field in PROSE
        item = reading.study.interventions[mention.intervention]
        if item.name.lower() == "chemotherapy":
            # Beside cells, chemotherapy that nobody names makes room for them, unless a title calls it their partner.
            return not self._is_titled_partner(reading, mention.evidence.quote.lower())
        text = f"{item.name} {item.description}".lower()
        if self._conditioning.search(text) or self._before_cells.search(item.name.lower()):
            return True
        return self._is_called_conditioning(reading, mention.evidence.quote.lower())

    def _is_titled_partner(self, reading: StudyTexts, name: str) -> bool:
        """Return whether a title joins a treatment to the cells and says nothing of conditioning."""
        for passage in reading.of_kind("brief_title", "official_title"):
            place = passage.folded.find(name)
            if place < 0 or self._conditioning.search(passage.folded):
                continue
            if self._partners.joins(passage.folded, place, place + len(name)):
                return True
        return False

    def _is_for_tumour(self, reading: StudyTexts, mention: Mention) -> bool:
        """Return whether the description of a drug says that it treats the tumour and does not prepare for cells."""
        passage = reading.by_name.get(f"interventions[{mention.intervention}].description")
        if passage is None or self._conditioning.search(passage.folded):
            return False
        return self._treats_tumour.search(passage.folded) is not None

    def _is_called_conditioning(self, reading: StudyTexts, name: str) -> bool:
        """Return whether a passage calls the drug conditioning within a sentence's length of its name."""
        for passage in reading.of_kind("official_title", "arm_description", "brief_summary", "detailed_description"):
            place = passage.folded.find(name)
            while place >= 0:
                if self._conditioning.search(passage.folded, max(0, place - _REACH), place + len(name) + _REACH):
                    return True
                place = passage.folded.find(name, place + 1)
        return False

    def _specific(self, reading: StudyTexts, mentions: list[Mention]) -> Iterator[Mention]:
        """Leave out class words such as "checkpoint inhibitor" where a drug or target of that kind is named."""
        named = {
            label
            for mention in mentions
            if "class" not in mention.treatment.scope
            for label in mention.treatment.modality
        }
        immune = bool(named - self._groups.no_immunotherapy)
        for mention in mentions:
            scope = mention.treatment.scope
            if scope not in _GENERAL_CELLS and "class" not in scope:
                yield mention
            elif scope in _GENERAL_CELLS:
                if not named & self._groups.need_room or self._is_second_product(mention, mentions):
                    yield mention
            elif scope == "class-joined":
                # "Chemo-immunotherapy" means chemotherapy with the named immunotherapy, if there is one.
                yield _with_named(mention) if immune and not _is_apart(reading, mention) else mention
            elif named & set(mention.treatment.modality) or (scope == "class-names" and immune):
                continue
            elif immune:
                # The unnamed partner of another immunotherapy is a PD-1 or PD-L1 antibody.
                yield _unnamed(mention)
            elif "ctla4" in mention.treatment.modality and _describes_pd1_only(reading):
                yield _unnamed(mention)
            else:
                yield mention

    def _is_second_product(self, mention: Mention, mentions: Iterable[Mention]) -> bool:
        """Return whether general words for cells name an intervention of their own beside that of the named cells."""
        is_name = mention.evidence.field == f"interventions[{mention.intervention}].name"
        cells = {
            other.intervention
            for other in mentions
            if other.treatment.scope not in _GENERAL_CELLS
            and self._groups.need_room.intersection(other.treatment.modality)
            and other.intervention >= 0
        }
        return is_name and bool(cells) and mention.intervention not in cells

    def verdicts(self, studied: StudiedTreatments) -> Iterator[Verdict]:
        """Yield a verdict for each modality under study with all words that name it."""
        for label in sorted(studied.labels):
            carrying = studied.with_label(label)
            kinds = [mention.treatment.kind for mention in carrying]
            rule = f"modality-{'unknown' if 'unknown' in kinds else kinds[0]}"
            yield Verdict(AXIS, label, rule, _evidence(carrying))


def _is_apart(reading: StudyTexts, mention: Mention) -> bool:
    """Return whether a word names an intervention of its own, or what another treatment is added to."""
    evidence = mention.evidence
    before = reading.by_name[evidence.field].folded[: evidence.start]
    return evidence.field == f"interventions[{mention.intervention}].name" or _ADDED.search(before) is not None


def _with_named(mention: Mention) -> Mention:
    """Return the chemotherapy in a word that joins it to an immunotherapy which the record names."""
    return mention._replace(treatment=replace(mention.treatment, modality=("chemo",), targets=()))


def _unnamed(mention: Mention) -> Mention:
    """Return the mention as one of an unnamed PD-1 or PD-L1 antibody."""
    return Mention(_UNNAMED, mention.evidence, mention.role, mention.arms, mention.intervention)


def _describes_pd1_only(reading: StudyTexts) -> bool:
    """Return whether descriptions name drugs against PD-1 or PD-L1 as the checkpoint inhibitors, and none of CTLA-4."""
    texts = reading.of_kind("intervention_description", "arm_description", "brief_summary")
    hits = [hit.concept for text in texts for hit in reading.treatments(text.name)]
    named = {label for concept in hits if "class" not in concept.scope for label in concept.modality}
    return "pd1_pdl1" in named and "ctla4" not in named


def _is_in_title(reading: StudyTexts, mention: Mention) -> bool:
    """Return whether a title has the words that name the treatment."""
    name = mention.evidence.quote.lower()
    return any(name in passage.folded for passage in reading.of_kind("brief_title", "official_title"))


def _evidence(mentions: Iterable[Mention]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(mention.evidence for mention in mentions))


def _defeats(mention: Mention, role: Role, why: str) -> Iterator[Defeat]:
    for label in mention.treatment.modality:
        yield Defeat(AXIS, label, f"modality-{role}", f"{mention.treatment.name} {why}", (mention.evidence,))
