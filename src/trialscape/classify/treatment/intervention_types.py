"""What the registry's type and the form of the name say of an intervention that nothing else identifies."""

from collections.abc import Iterator

from trialscape.classify.text.study_texts import Kind, Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.mention_model import DRUG_TYPES
from trialscape.classify.treatment.products.engineered_cells import EngineeredCells
from trialscape.config.rules.modality_rules import ModalityRules

UNKNOWN = Treatment("unknown", "product of unknown kind", ("other",))
_FALLBACK = Treatment("stem", "unnamed treatment", ("other",))
_T_CELLS = Treatment("phrase", "unnamed T cells", ("other_cell",))
_RADIATION = Treatment("stem", "radiation by intervention type", ("radiation",))
_TARGETED = Treatment("stem", "inhibitor or antibody of an unknown target", ("targeted",))
_CELL_TYPES = frozenset({"BIOLOGICAL", "GENETIC"})


class InterventionTypes:
    """Reads an intervention by its type; ``engineered`` gives the receptor of unnamed T cells."""

    def __init__(self, rules: ModalityRules, engineered: EngineeredCells) -> None:
        self._fallback = rules.fallback
        self._engineered = engineered
        self._unnamed_cells = rules.unnamed_cells.compiled()
        self._procedure = rules.other_procedure.compiled()
        self._empty = rules.empty_name.compiled()
        self._drug_like = rules.drug_like.compiled()
        self._targeted = rules.named_targeted.compiled()
        self._not_targeted = (rules.not_targeted.compiled(), rules.not_against_tumours.compiled())

    def read(self, reading: StudyTexts, name: Passage, intervention_type: str) -> Iterator[Kind]:
        """Yield a treatment for a name that says what is given."""
        # A label must quote informative words.
        if not name.text.strip() or self._empty.search(name.folded.strip()):
            return
        whole = quote(name, 0, len(name.text), "experimental", "intervention type")
        if intervention_type == "RADIATION":
            yield _RADIATION, whole
        elif intervention_type in _CELL_TYPES and self._unnamed_cells.search(name.folded):
            yield self._engineered.receptor_kind(reading) or _T_CELLS, whole
        elif intervention_type in DRUG_TYPES and self._is_targeted(name.folded):
            yield _TARGETED, whole
        elif self._procedure.search(name.folded):
            yield _FALLBACK, whole
        elif not intervention_type and self._drug_like.search(name.folded.strip()):
            yield UNKNOWN, whole
        elif intervention_type in self._fallback.other_types:
            yield (UNKNOWN if intervention_type in self._fallback.therapy_types else _FALLBACK), whole

    def _is_targeted(self, name: str) -> bool:
        """Return whether a name says that the drug inhibits or binds something in the tumour."""
        return bool(self._targeted.search(name)) and not any(other.search(name) for other in self._not_targeted)
