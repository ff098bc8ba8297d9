"""Which receptor "engineered T cells" carry: a chimeric antigen receptor or a T-cell receptor, as the record says."""

from collections.abc import Callable, Iterator

from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

_CHIMERIC = Treatment("phrase", "T cells engineered with a chimeric receptor", ("car_t",))
_ANTIGEN_CELLS = Treatment("phrase", "T cells specific for an antigen", ("other_cell",))
RECEPTOR_CELLS = Treatment("phrase", "T cells engineered with a T-cell receptor", ("tcr_t",))
# The places that may name the receptor, the nearest to the product first.
_PLACES = (
    "intervention_name",
    "intervention_other_name",
    "intervention_description",
    "brief_title",
    "official_title",
    "keywords",
    "arm_label",
    "arm_description",
    "brief_summary",
    "detailed_description",
)

# Texts that may say in plain words that T cells got a receptor.
SAY_RECEPTOR = frozenset({"intervention_description", "brief_title", "official_title", "brief_summary"})
_LOOK_BACK = 60
# Fields that may demand a tissue type.
_TYPED = ("brief_title", "official_title", "keywords", "brief_summary", "eligibility")


class EngineeredCells:
    """Finds the receptor of engineered T cells; ``is_past`` recognises treatments that patients had before."""

    def __init__(self, rules: ModalityRules, is_past: Callable[[Passage, int], bool]) -> None:
        self._kinds = ((rules.stated_car.compiled(), _CHIMERIC), (rules.stated_tcr.compiled(), RECEPTOR_CELLS))
        self._given_tcr = rules.given_tcr.compiled()
        self._is_made = rules.made_of_before.compiled()
        self._hla_type = rules.hla_type.compiled()
        self._antigen_cells = rules.antigen_cells.compiled()
        self._is_past = is_past
        self._latest: tuple[StudyTexts | None, Treatment | None] = (None, None)

    def antigen_cells(self, reading: StudyTexts, name: Passage) -> Iterator[tuple[Treatment, Evidence]]:
        """Yield the kind of T cells that a name calls specific for an antigen."""
        if (found := self._antigen_cells.search(name.folded)) is not None:
            kind = self._stated(reading) or _ANTIGEN_CELLS
            yield kind, quote(name, *found.span(), "experimental", kind.name)

    def told(self, passage: Passage) -> Iterator[tuple[Treatment, Evidence]]:
        """Yield cells with a T-cell receptor where a passage says in plain words that T cells got one."""
        found = self._given_tcr.search(passage.folded) if passage.kind in SAY_RECEPTOR else None
        if found is None:
            return
        before = passage.folded[max(0, found.start() - _LOOK_BACK) : found.start()]
        if passage.kind != "brief_summary" or self._is_made.search(before):
            yield RECEPTOR_CELLS, quote(passage, found.start(), found.end(), "experimental", RECEPTOR_CELLS.name)

    def receptor_kind(self, reading: StudyTexts) -> Treatment | None:
        """Return the kind of T cells that the record names, or None; a study is read once for all its mentions."""
        if self._latest[0] is not reading:
            self._latest = (reading, self._read(reading))
        return self._latest[1]

    def _read(self, reading: StudyTexts) -> Treatment | None:
        """Return the kind of T cells that the record names, or a tissue type tells."""
        if (stated := self._stated(reading)) is not None:
            return stated
        needs_type = any(map(self._hla_type.search, (text.folded for text in reading.of_kind(*_TYPED))))
        return RECEPTOR_CELLS if needs_type else None

    def _stated(self, reading: StudyTexts) -> Treatment | None:
        """Return the kind of T cells that the first passage with a receptor names first."""
        for passage in reading.of_kind(*_PLACES):
            named = [
                (found.start(), number)
                for number, (pattern, _) in enumerate(self._kinds)
                for found in pattern.finditer(passage.folded)
                if not self._is_past(passage, found.start())
            ]
            if named:
                return self._kinds[min(named)[1]][1]
        return None
