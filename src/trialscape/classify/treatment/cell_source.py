"""Report B's axes: the source of infused cells, and the treatments given with them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.classify.treatment.either_source import EitherSource
from trialscape.classify.treatment.modality import StudiedTreatments
from trialscape.config.rules.axes import CellRules
from trialscape.config.rules.cues import CellCue
from trialscape.verdict import Evidence, Role, Verdict

_CLOSE = (
    "brief_title",
    "official_title",
    "intervention_name",
    "intervention_other_name",
    "arm_label",
    "intervention_description",
    "arm_description",
    "keywords",
)
_FAR = ("brief_summary", "detailed_description", "eligibility")
# Within this distance around a cue, and just before it, words may cancel it.
_AROUND = 40
# A criterion about a transplantation names it anywhere in its line.
_LINE = 160
_BEFORE = 12
_BEHIND = 90
_CLAUSE_END = re.compile(r"[;\n]")
# "Previously" and "omitted" negate too; the "no" of "venous" and "mononuclear" does not.
_WORD_END = r"(?:\b|ly\b|t?(?:ed|ing)\b)"
# Earlier treatment is named within this distance before a partner of the cells.
_SENTENCE = 100
# A donor who gives the cells: "the donor agrees to undergo leukapheresis".
_GIVEN_BY_DONOR = re.compile(r"\b(?:donors?|relatives?|siblings?|brothers?|sisters?|parents?)\b[^.,;\n]{0,40}$")
# Cells made "from the transplant donor" come from a donor, although a transplant is named.
_FROM = re.compile(r"(?<!feeder )\b(?:cells?|lymphocytes|leu[kc]ocytes)\b[^.;]{0,25}\b(?:from|of)(?: [\w']+){0,5} $")


class CellReader:
    """Reads the source of the cells (``act``) and the treatments given with them (``act_with``)."""

    def __init__(self, rules: CellRules) -> None:
        self._rules = rules
        self._sources = {"autologous": _CueFinder(rules, "autologous"), "allogeneic": _CueFinder(rules, "allogeneic")}
        self._either = EitherSource(rules)
        self._in_vivo = rules.in_vivo.compiled()
        self._not_given = rules.not_given.compiled()
        self._given = rules.given.compiled()
        self._past = rules.past.compiled()
        self._with = {label: _CueFinder(rules, label) for label in ("chemotherapy", "surgery", "radiotherapy")}

    def verdicts(self, reading: StudyTexts, studied: StudiedTreatments) -> Iterator[Verdict]:
        """Yield exactly one ``act`` verdict, and ``act_with`` verdicts where cells are under study."""
        cells = studied.labels & set(self._rules.cell_modality)
        if not cells:
            yield Verdict("act", "none", "act-default", is_default=True)
            return
        if cells == {"car_t"} and (evidence := self._made_inside(reading)):
            yield Verdict("act", "none", "act-in-vivo", (evidence,))
            return
        yield self._source(reading, studied, cells)
        yield from self._partners(reading, studied, cells)

    def _made_inside(self, reading: StudyTexts) -> Evidence | None:
        """Return the words that say that the cells are made inside the body, so that no cells are infused."""
        for passage in reading.of_kind(*_CLOSE, "brief_summary"):
            found = self._in_vivo.search(passage.folded)
            if found is not None and "ex vivo" not in passage.folded and "outside the body" not in passage.folded:
                return quote(passage, found.start(), found.end(), "experimental", "made inside the body")
        return None

    def _source(self, reading: StudyTexts, studied: StudiedTreatments, cells: frozenset[str]) -> Verdict:
        if (evidence := self._offered(reading, *_CLOSE)) is not None:
            return Verdict("act", "both", "act-either", (evidence,))
        close = self._stated_sources(reading, _CLOSE, self._grafts(reading, studied))
        if close:
            return _source_verdict(_of_the_donor(close), "act-words")
        named = {
            mention.treatment.act: (mention.evidence,)
            for mention in studied.mentions
            if mention.treatment.act and set(mention.treatment.modality) & cells
        }
        if named:
            return _source_verdict(named, "act-product")
        if (evidence := self._offered(reading, "brief_summary", "detailed_description")) is not None:
            return Verdict("act", "both", "act-either", (evidence,))
        far = self._stated_sources(reading, _FAR)
        if far:
            return _source_verdict({"autologous": far["autologous"]} if "autologous" in far else far, "act-text")
        own = sorted({self._rules.own_source[label] for label in cells if label in self._rules.own_source})
        if own:
            label = next(label for label in sorted(cells) if label in self._rules.own_source)
            return Verdict("act", own[0], "act-by-kind", (studied.with_label(label)[0].evidence,))
        return Verdict("act", "unspecified", "act-unspecified", is_default=True)

    def _offered(self, reading: StudyTexts, *kinds: str) -> Evidence | None:
        """Return the first words of these passages that offer both sources."""
        for passage in reading.of_kind(*kinds):
            if (span := self._either.find(passage)) is not None:
                return quote(passage, *span, "experimental", "either source")
        return None

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
    ) -> dict[str, tuple[Evidence, ...]]:
        found: dict[str, tuple[Evidence, ...]] = {}
        for passage in reading.of_kind(*kinds):
            if passage.position in grafts and passage.kind.startswith("intervention"):
                continue
            for source, cue in self._sources.items():
                if source not in found and (evidence := next(cue.find(passage, "experimental"), None)):
                    found[source] = (evidence,)
        return found

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

    def _partner_words(self, reading: StudyTexts, cue: "_CueFinder", cells: frozenset[str]) -> Evidence | None:
        kinds: tuple[str, ...] = (*_CLOSE, "brief_summary", "detailed_description")
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
        begin = passage.text.rfind("\n", 0, evidence.start) + 1
        end = passage.text.find("\n", evidence.end)
        line = passage.folded[begin : end if end >= 0 else len(passage.text)]
        if self._past.search(line):
            return False
        return bool(self._given.search(line)) or not self._not_given.search(line)


class _CueFinder:
    """Finds one cue of the rules where no words around it cancel it."""

    def __init__(self, rules: CellRules, label: str) -> None:
        cue: CellCue = getattr(rules, label)
        self.label = label
        named = cue.where_named()
        self._in_prose = cue.compiled()
        self._where_named = named.compiled()
        self._not_near = cue.not_near
        words = "|".join(map(re.escape, rules.negated_by))
        self._negated_by = re.compile(rf"\b(?:{words}){_WORD_END}")
        is_source = label in ("autologous", "allogeneic")
        self._elsewhere = (rules.other_connection if is_source else rules.earlier_before).compiled()
        self._reach = _AROUND if is_source else _SENTENCE
        self._around_criterion = _LINE if is_source else _AROUND
        self._denied_after = None if is_source else rules.denied_after.compiled()
        self._denied_before = None if is_source else rules.denied_before.compiled()
        self._no_source = [cue.compiled() for cue in (rules.other_material, rules.failed_source)] if is_source else []

    def find(self, passage: Passage, role: Role) -> Iterator[Evidence]:
        """Yield the places of the cue in ``passage``."""
        folded = passage.folded
        pattern = self._where_named if passage.kind in _CLOSE else self._in_prose
        for found in pattern.finditer(folded):
            start, end = found.span()
            around = _clause(folded, start, end, self._around_criterion if passage.kind == "eligibility" else _AROUND)
            before = folded[max(0, start - _BEFORE) : start].replace("prior to ", " ")
            denied = self._negated_by.search(before) is not None
            if self._elsewhere.search(folded[max(0, start - self._reach) : start]):
                continue
            if (
                self.label == "autologous"
                and "apheresis" in found.group()
                and _GIVEN_BY_DONOR.search(folded, max(0, start - _SENTENCE), start)
            ):
                continue
            if self._denied_after is not None and self._denied_after.search(folded[end : end + _AROUND]):
                continue
            if self._denied_before is not None and self._denied_before.search(folded[max(0, start - _AROUND) : start]):
                continue
            if any(other.search(folded[end : end + _BEHIND]) for other in self._no_source):
                continue
            from_donor = self.label == "allogeneic" and _FROM.search(folded[max(0, start - _AROUND) : start])
            if not denied and (from_donor or not any(word in around for word in self._not_near)):
                yield quote(passage, start, end, role, self.label)


def _is_collected_from_donor(text: str, start: int, end: int) -> bool:
    """Return whether the words are a collection of cells that a donor undergoes."""
    if "apheresis" not in text[start:end]:
        return False
    return _GIVEN_BY_DONOR.search(text, max(0, start - _SENTENCE), start) is not None


def _clause(text: str, start: int, end: int, reach: int) -> str:
    """Return the words around a cue, up to the end of a criterion or of a part of it."""
    before = text[max(0, start - reach) : start]
    after = text[end : end + reach]
    return _CLAUSE_END.split(before)[-1] + text[start:end] + _CLAUSE_END.split(after)[0]


def _of_the_donor(found: dict[str, tuple[Evidence, ...]]) -> dict[str, tuple[Evidence, ...]]:
    """Return the sources; beside donor cells, a collection of cells does not say that they are the patient's."""
    if len(found) > 1 and all("apheresis" in evidence.quote.lower() for evidence in found["autologous"]):
        return {"allogeneic": found["allogeneic"]}
    return found


def _source_verdict(found: Mapping[str, tuple[Evidence, ...]], rule: str) -> Verdict:
    if len(found) > 1:
        return Verdict("act", "both", rule, tuple(item for evidence in found.values() for item in evidence))
    label, evidence = next(iter(found.items()))
    return Verdict("act", label, rule, evidence)
