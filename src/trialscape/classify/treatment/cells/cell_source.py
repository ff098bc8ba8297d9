"""Report B's axes: the source of infused cells, and the treatments given with them."""

from collections.abc import Iterable, Iterator, Mapping

from trialscape.classify.text.study_texts import PROSE, Passage, StudyTexts, quote
from trialscape.classify.treatment.cells.cell_cues import CLOSE, DIRECT, CueFinder, is_for_donor, line_of
from trialscape.classify.treatment.cells.either_source import EitherSource
from trialscape.classify.treatment.cells.loose_sources import LooseSources
from trialscape.classify.treatment.cells.made_inside import MadeInside
from trialscape.classify.treatment.cells.source_sentences import Sources, SourceSentences
from trialscape.classify.treatment.modality import StudiedTreatments
from trialscape.config.rules.axes import CellRules
from trialscape.verdict import Evidence, Verdict

# So many characters join two words: " and ", " or ".
_JOINT = 5
_FAR = (*PROSE, "eligibility")


class CellReader:
    """Reads the source of the cells (``act``) and the treatments given with them (``act_with``)."""

    def __init__(self, rules: CellRules) -> None:
        self._rules = rules
        self._sources = {"autologous": CueFinder(rules, "autologous"), "allogeneic": CueFinder(rules, "allogeneic")}
        self._either = EitherSource(rules)
        self._persons = SourceSentences(rules)
        self._loose = LooseSources(rules)
        self._inside = MadeInside(rules)
        self._not_given = rules.not_given.compiled()
        self._of_cells = rules.made_of_cells.compiled()
        self._after = rules.after_donor_cells.compiled()
        self._given = rules.given.compiled()
        self._drugs = frozenset(rules.named_conditioning)
        self._past = rules.past.compiled()
        self._with = {label: CueFinder(rules, label) for label in ("chemotherapy", "surgery", "radiotherapy")}

    def verdicts(self, reading: StudyTexts, studied: StudiedTreatments) -> Iterator[Verdict]:
        """Yield exactly one ``act`` verdict, and ``act_with`` verdicts where cells are under study."""
        cells = studied.labels & set(self._rules.cell_modality)
        if not cells:
            yield Verdict("act", "none", "act-default", is_default=True)
            return
        if cells == {"car_t"} and (evidence := self._inside.find(reading)):
            yield Verdict("act", "none", "act-in-vivo", (evidence,))
            return
        yield self._source(reading, studied, cells)
        yield from self._partners(reading, studied, cells)

    def _source(self, reading: StudyTexts, studied: StudiedTreatments, cells: frozenset[str]) -> Verdict:
        if (evidence := self._offered(reading, *CLOSE)) is not None:
            return Verdict("act", "both", "act-either", (evidence,))
        close = self._made_from(reading, *CLOSE) | self._stated_sources(reading, CLOSE, self._grafts(reading, studied))
        if both := self._persons.offered(reading, *CLOSE) or self._loose.offered(reading, *CLOSE):
            return _source_verdict(both, "act-sentence")
        if close:
            donated = self._donated(reading) if _is_collected_only(close) else {}
            return _source_verdict(_of_the_donor({**donated, **close}), "act-words")
        if told := self._persons.read(reading, *CLOSE):
            return _source_verdict(told, "act-sentence")
        named = {
            mention.treatment.act: (mention.evidence,)
            for mention in studied.mentions
            if mention.treatment.act and set(mention.treatment.modality) & cells
        }
        if (evidence := self._offered(reading, *PROSE)) is not None:
            return Verdict("act", "both", "act-either", (evidence,))
        if named:
            return _source_verdict(named, "act-product")
        if both := self._persons.offered(reading, *PROSE) or self._loose.offered(reading, *PROSE):
            return _source_verdict(both, "act-sentence")
        if made := self._made_from(reading, *PROSE):
            return _source_verdict(made, "act-text")
        far = self._stated_sources(reading, _FAR)
        if far:
            if _side_by_side(far):
                return _source_verdict(far, "act-text")
            return _source_verdict({"autologous": far["autologous"]} if "autologous" in far else far, "act-text")
        if told := self._persons.read(reading, *_FAR):
            return _source_verdict(told, "act-sentence")
        if told := self._loose.read(reading, *CLOSE, *PROSE):
            return _source_verdict(told, "act-clause")
        own = sorted({self._rules.own_source[label] for label in cells if label in self._rules.own_source})
        if own:
            label = next(label for label in sorted(cells) if label in self._rules.own_source)
            return Verdict("act", own[0], "act-by-kind", (studied.with_label(label)[0].evidence,))
        return Verdict("act", "unspecified", "act-unspecified", is_default=True)

    def _donated(self, reading: StudyTexts) -> Sources:
        """Return the words of titles and prose that call the cells under study those of a donor, if any do."""
        found = self._stated_sources(reading, PROSE).get("allogeneic", ())
        if found and DIRECT.match(reading.by_name[found[0].field].folded, found[0].end):
            return {"allogeneic": found}
        return {}

    def _offered(self, reading: StudyTexts, *kinds: str) -> Evidence | None:
        """Return the first words of these passages that offer both sources."""
        for passage in reading.of_kind(*kinds):
            if (span := self._either.find(passage)) is not None:
                return quote(passage, *span, "experimental", "either source")
        return None

    def _made_from(self, reading: StudyTexts, *kinds: str) -> Sources:
        """Return the sources from which the first of these passages says that the cells are made."""
        for passage in reading.of_kind(*kinds):
            stated: Sources = {
                label: (quote(passage, *span, "experimental", label),)
                for label, span in sorted(self._either.stated(passage).items())
            }
            if "autologous" in stated and self._persons.denies(passage, stated["autologous"][0]):
                del stated["autologous"]
            if stated:
                return stated
        return {}

    def _grafts(self, reading: StudyTexts, studied: StudiedTreatments) -> frozenset[int]:
        """Return the positions of listed transplantations, whose source is not that of the cells under study."""
        cell_kinds = frozenset(self._rules.cell_modality)
        cells = {
            mention.intervention for mention in studied.mentions if cell_kinds.intersection(mention.treatment.modality)
        }
        names = enumerate(item.name.lower() for item in reading.study.interventions)
        return frozenset(n for n, name in names if n not in cells and ("transplant" in name or "stem cell" in name))

    def _stated_sources(
        self, reading: StudyTexts, kinds: tuple[str, ...], grafts: frozenset[int] = frozenset()
    ) -> Sources:
        found: Sources = {}
        for passage in reading.of_kind(*kinds):
            if passage.position in grafts and passage.kind.startswith("intervention"):
                continue
            for source, cue in self._sources.items():
                if source not in found and (evidence := self._first_source(passage, cue)):
                    found[source] = (evidence,)
        return found

    def _first_source(self, passage: Passage, cue: CueFinder) -> Evidence | None:
        """Return the first place of a source; a donor in a criterion must be one of cells that are not past."""
        for evidence in cue.find(passage, "experimental"):
            if cue.label == "autologous" and self._persons.denies(passage, evidence):
                continue
            if passage.kind != "eligibility":
                return evidence
            if cue.label == "autologous" and is_for_donor(passage, evidence):
                continue
            if self._is_of_product(cue.label, line_of(passage, evidence), evidence):
                return evidence
        return None

    def _is_of_product(self, label: str, line: str, evidence: Evidence) -> bool:
        """Return whether a criterion with a source is about the cells under study, and not about earlier ones."""
        if label == "autologous":
            return "autolog" not in evidence.quote.lower() or not self._not_given.search(line)
        is_past = self._not_given.search(line) or self._after.search(line)
        return bool(self._of_cells.search(line)) and not is_past

    def _partners(self, reading: StudyTexts, studied: StudiedTreatments, cells: frozenset[str]) -> Iterator[Verdict]:
        modality = {"chemotherapy": "chemo", "surgery": "surgery", "radiotherapy": "radiation"}
        for label, cue in self._with.items():
            listed = studied.with_label(modality[label])
            conditioning = [
                defeat.evidence
                for defeat in studied.defeats
                if defeat.rule == "modality-conditioning" and defeat.label == modality[label]
            ]
            if conditioning:
                yield Verdict("act_with", label, f"act-with-{label}-conditioning", conditioning[0])
            elif listed:
                yield Verdict("act_with", label, f"act-with-{label}-listed", (listed[0].evidence,))
            elif evidence := self._partner_words(reading, cue, cells):
                yield Verdict("act_with", label, f"act-with-{label}-words", (evidence,))

    def _partner_words(self, reading: StudyTexts, cue: CueFinder, cells: frozenset[str]) -> Evidence | None:
        kinds: tuple[str, ...] = (*CLOSE, *PROSE)
        label = cue.label
        from_tumour = "til" in cells or self._names(reading, self._rules.made_from_tumour)
        if (label == "chemotherapy" and cells - {"other_cell"}) or (label == "surgery" and from_tumour):
            kinds = (*kinds, "eligibility")
        for passage in reading.of_kind(*kinds):
            for evidence in cue.find(passage, "conditioning"):
                if passage.kind != "eligibility" or self._is_given(passage, evidence):
                    return evidence
        return None

    def _names(self, reading: StudyTexts, words: Iterable[str]) -> bool:
        names = reading.of_kind("brief_title", "official_title", "intervention_name", "intervention_other_name")
        return any(word in passage.folded for passage in names for word in words)

    def _is_given(self, passage: Passage, evidence: Evidence) -> bool:
        """Return whether an eligibility criterion is about the trial's treatment, not the patient's prior one."""
        line = line_of(passage, evidence)
        if self._past.search(line):
            return False
        # The name of a drug alone is more often that of earlier treatment; "lymphodepletion" is that of the trial.
        is_drug = evidence.quote.lower() in self._drugs
        return bool(self._given.search(line)) or not (is_drug or self._not_given.search(line))


def _of_the_donor(found: Sources) -> Sources:
    """Return the sources; beside donor cells, a collection of cells does not say that they are the patient's."""
    if len(found) > 1 and _is_collected_only({"autologous": found["autologous"]}):
        return {"allogeneic": found["allogeneic"]}
    return found


def _is_collected_only(found: Sources) -> bool:
    """Return whether the only source is the patient, and only because a collection of cells is named."""
    quoted = found.get("autologous", ())
    return len(found) == 1 and bool(quoted) and all("apheresis" in evidence.quote.lower() for evidence in quoted)


def _side_by_side(sources: Sources) -> bool:
    """Return whether two sources stand side by side: "autologous and allogeneic cells"."""
    places = [(words.field, words.start, words.end) for quoted in sources.values() for words in quoted]
    return any(field == other and 0 < start - end <= _JOINT for field, _, end in places for other, start, _ in places)


def _source_verdict(found: Mapping[str, tuple[Evidence, ...]], rule: str) -> Verdict:
    if len(found) > 1:
        return Verdict("act", "both", rule, tuple(item for evidence in found.values() for item in evidence))
    label, evidence = next(iter(found.items()))
    return Verdict("act", label, rule, evidence)
