"""The classifier: a study and the rules in, verdicts with evidence out; no files, clock, network or chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from trialscape.classify.overrides import apply_override
from trialscape.classify.population.cancer_type import CancerReader, verdicts_from_treatment
from trialscape.classify.text.lexicon import Lexicon, Store
from trialscape.classify.text.study_texts import ShortTexts, StudyTextReader, StudyTexts
from trialscape.classify.text.vocabulary import disease_terms, stems, treatment_terms
from trialscape.classify.text_budget import characters_beyond
from trialscape.classify.tidied_texts import tidied
from trialscape.classify.treatment.arms.arm_roles import RoleReader
from trialscape.classify.treatment.cells.cell_source import CellReader
from trialscape.classify.treatment.mention_finder import MentionReader
from trialscape.classify.treatment.modality import ModalityReader, StudiedTreatments
from trialscape.classify.treatment.products.drug_targets import TargetFrames
from trialscape.classify.treatment.therapy_type import StrategyReader, therapy_verdicts
from trialscape.config.rules.axes import CancerRules, CellRules, StrategyRules, TherapyRules
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.config.vocabularies.places import OverrideRow
from trialscape.config.vocabularies.terms import AgentRow, CancerRow, PhraseRow, StemRow, TargetRow
from trialscape.study.model import Study
from trialscape.verdict import Classification, Defeat, Evidence, Verdict


class TextAxis(Protocol):
    """An axis that is read from the texts alone, such as the checkpoint setting, and the words that it looks for."""

    @property
    def name(self) -> str:
        """The axis."""

    @property
    def words(self) -> Iterable[tuple[str, str]]:
        """Words, each with its sign; ``StudyTexts.words`` then holds their places under the axis's name."""

    def read(self, reading: StudyTexts) -> tuple[list[Verdict], list[Defeat]]:
        """Return the axis's verdicts and defeats."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules and vocabularies of the classifier; ``version`` is a hash over the files they come from."""

    version: str
    agents: Sequence[AgentRow]
    phrases: Sequence[PhraseRow]
    targets: Sequence[TargetRow]
    stems: Sequence[StemRow]
    cancers: Sequence[CancerRow]
    modality: ModalityRules
    therapy: TherapyRules
    strategy: StrategyRules
    cancer: CancerRules
    cells: CellRules
    # Characters of all texts, least and most of one name.
    budget: tuple[int, int, int]


class Classifier:
    """A compiled set of rules; one instance serves any number of studies.

    The spellings of the terms of ``rules`` are taken from ``store``, if there is one.
    """

    def __init__(
        self,
        rules: Rules,
        text_axes: Iterable[TextAxis] = (),
        overrides: Iterable[OverrideRow] = (),
        store: Store | None = None,
    ) -> None:
        self.rules = rules
        self._overrides: dict[str, list[OverrideRow]] = {}
        for row in overrides:
            self._overrides.setdefault(row.nct_id, []).append(row)
        treatments = treatment_terms(rules.agents, rules.phrases, rules.targets)
        self._text_axes = tuple(text_axes)
        words = {axis.name: axis.words for axis in self._text_axes}
        lexicon = Lexicon(treatments, disease_terms(rules.cancers), store=store)
        self._reader = StudyTextReader(lexicon, words)
        self._roles = RoleReader(rules.modality)
        self._mentions = MentionReader(rules.modality, stems(rules.stems), TargetFrames(rules.modality))
        self._modality = ModalityReader(rules.modality)
        self._strategy = StrategyReader(rules.strategy)
        self._cells = CellReader(rules.cells)
        self._cancer = CancerReader(rules.cancer)
        self._silent = self._defaults()

    def _defaults(self) -> tuple[Verdict, ...]:
        """Return the verdicts of a study that is not about cancer: a default on every axis that must have a label."""
        nothing = Study("NCT00000000")
        empty = self._reader.whole(self._reader.head(nothing))
        verdicts = [*self._cancer.verdicts(empty), *self._cells.verdicts(empty, StudiedTreatments((), ()))]
        for axis in self._text_axes:
            verdicts.extend(axis.read(empty)[0])
        return tuple(verdicts)

    def classify(self, study: Study) -> Classification:
        """Return all verdicts and defeats of ``study``; defaults where it has more text than the budget allows."""
        size = characters_beyond(study, *self.rules.budget)
        if size:
            result = self._finished(study, list(self._silent), [])
            return replace(result, too_long=size)
        head = self._reader.head(study)
        # Two blanks may part the words of a disease.
        is_tidy = "  " not in head.folded
        if is_tidy and not self._cancer.concerns(head):
            return self._finished(study, list(self._silent), [])
        clean = tidied(study)
        head = self._reader.head(clean.study) if clean.changed else head
        if not is_tidy and not self._cancer.concerns(head):
            return self._finished(study, list(self._silent), [])
        return clean.restored(self._read(head))

    def _read(self, head: ShortTexts) -> Classification:
        """Return all verdicts and defeats of a study that may be about cancer and whose texts are tidy."""
        study = head.study
        reading = self._reader.whole(head)
        verdicts = self._cancer.verdicts(reading)
        if verdicts[0].is_default and study.conditions:
            return self._finished(study, list(self._silent), [])
        studied = self._modality.studied(reading, self._mentions.read(reading, self._roles.read(study)))
        if verdicts[0].is_default:
            verdicts = verdicts_from_treatment(self._cancer_drugs(studied)) or verdicts
        if verdicts[0].is_default:
            return self._finished(study, list(self._silent), [])
        verdicts.extend(self._modality.verdicts(studied))
        verdicts.extend(therapy_verdicts(reading, studied, self.rules.therapy))
        verdicts.extend(self._strategy.verdicts(reading, studied))
        verdicts.extend(self._cells.verdicts(reading, studied))
        defeats = list(studied.defeats)
        reading.under_study = studied.labels
        for axis in self._text_axes:
            found, lost = axis.read(reading)
            verdicts.extend(found)
            defeats.extend(lost)
        return self._finished(study, verdicts, defeats)

    def named_agents(self, study: Study) -> frozenset[str]:
        """Return the agents of the vocabulary that any text of ``study`` names; none where it is not about cancer."""
        head = self._reader.head(tidied(study).study)
        if characters_beyond(study, *self.rules.budget) or not self._cancer.concerns(head):
            return frozenset()
        reading = self._reader.whole(head)
        hits = [hit.concept for name in reading.by_name for hit in reading.treatments(name)]
        return frozenset(concept.name for concept in hits if concept.kind == "agent")

    def _cancer_drugs(self, studied: StudiedTreatments) -> tuple[Evidence, ...]:
        kinds = self.rules.cancer.cancer_drugs
        return tuple(item.evidence for item in studied.mentions if not kinds.isdisjoint(item.treatment.modality))

    def _finished(self, study: Study, verdicts: list[Verdict], defeats: list[Defeat]) -> Classification:
        """Apply the overrides of the trial and build the result."""
        rows = self._overrides.get(study.nct_id, ())
        axes = {row.axis for row in rows}
        overruled = tuple(verdict for verdict in verdicts if verdict.axis in axes)
        for row in rows:
            verdicts, lost = apply_override(verdicts, row)
            defeats.extend(lost)
        return Classification(study.nct_id, self.rules.version, tuple(verdicts), tuple(defeats), overruled=overruled)
