"""Report B's axes: where infused cells come from, and what is given with them."""

from collections.abc import Iterator, Mapping
from re import Pattern

from trialscape.classify.modality import Studied
from trialscape.classify.reading import Passage, Reading, quote
from trialscape.config.axes import CellRules
from trialscape.verdict import Evidence, Verdict

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
# Cells loaded with a lysate of the tumour need the tumour, as tumour-infiltrating lymphocytes do.
_TUMOUR_PRODUCT = "lysate"
# Grafts and what cells leave behind come from donors without a donor's cells being infused.
_NOT_INFUSED = (
    "stem cell",
    "transplant",
    "hsct",
    "marrow",
    "graft",
    "gvhd",
    "organ",
    "secretome",
    "exosome",
    "vesicle",
)


class CellReader:
    """Reads the source of the cells (``act``) and what goes with them (``act_with``)."""

    def __init__(self, rules: CellRules) -> None:
        self._rules = rules
        self._sources = {"autologous": rules.autologous.compiled(), "allogeneic": rules.allogeneic.compiled()}
        self._not_given = rules.not_given.compiled()
        self._given = rules.given.compiled()
        self._past = rules.past.compiled()
        self._with = {
            "chemotherapy": rules.chemotherapy.compiled(),
            "surgery": rules.surgery.compiled(),
            "radiotherapy": rules.radiotherapy.compiled(),
        }

    def verdicts(self, reading: Reading, studied: Studied) -> Iterator[Verdict]:
        """Yield exactly one ``act`` verdict, and ``act_with`` verdicts where cells are under study."""
        cells = studied.labels & set(self._rules.cell_modality)
        if not cells:
            yield Verdict("act", "none", "act-default", is_default=True)
            return
        yield self._source(reading, studied, cells)
        yield from self._partners(reading, studied, cells)

    def _source(self, reading: Reading, studied: Studied, cells: frozenset[str]) -> Verdict:
        close = self._said(reading, _CLOSE)
        if close:
            return _source_verdict(close, "act-words")
        named = {
            mention.treatment.act: (mention.evidence,)
            for mention in studied.mentions
            if mention.treatment.act and set(mention.treatment.modality) & cells
        }
        if named:
            return _source_verdict(named, "act-product")
        far = self._said(reading, _FAR)
        if far:
            return _source_verdict({"autologous": far["autologous"]} if "autologous" in far else far, "act-text")
        own = sorted({self._rules.own_source[label] for label in cells if label in self._rules.own_source})
        if own:
            label = next(label for label in sorted(cells) if label in self._rules.own_source)
            return Verdict("act", own[0], "act-by-kind", (studied.with_label(label)[0].evidence,))
        return Verdict("act", "unspecified", "act-unspecified", is_default=True)

    def _said(self, reading: Reading, kinds: tuple[str, ...]) -> dict[str, tuple[Evidence, ...]]:
        found: dict[str, tuple[Evidence, ...]] = {}
        for passage in reading.of_kind(*kinds):
            for source, pattern in self._sources.items():
                if source not in found and (evidence := _first(passage, pattern, "experimental", source)):
                    found[source] = (evidence,)
        return found

    def _partners(self, reading: Reading, studied: Studied, cells: frozenset[str]) -> Iterator[Verdict]:
        modality = {"chemotherapy": "chemo", "surgery": "surgery", "radiotherapy": "radiation"}
        for label, pattern in self._with.items():
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
            elif evidence := self._partner_words(reading, label, pattern, cells):
                yield Verdict("act_with", label, f"act-with-{label}-words", (evidence,))

    def _partner_words(
        self, reading: Reading, label: str, pattern: Pattern[str], cells: frozenset[str]
    ) -> Evidence | None:
        kinds: tuple[str, ...] = (*_CLOSE, "brief_summary", "detailed_description")
        from_tumour = "til" in cells or self._says(reading, _TUMOUR_PRODUCT)
        if (label == "chemotherapy" and cells - {"other_cell"}) or (label == "surgery" and from_tumour):
            kinds = (*kinds, "eligibility")
        for passage in reading.of_kind(*kinds):
            for evidence in _all(passage, pattern, "conditioning", label):
                if passage.kind != "eligibility" or self._is_given(passage, evidence):
                    return evidence
        return None

    def _says(self, reading: Reading, word: str) -> bool:
        names = reading.of_kind("brief_title", "official_title", "intervention_name", "intervention_other_name")
        return any(word in passage.folded for passage in names)

    def _is_given(self, passage: Passage, evidence: Evidence) -> bool:
        """Tell whether an eligibility criterion speaks of what the trial gives rather than of the patient's past."""
        begin = passage.text.rfind("\n", 0, evidence.start) + 1
        end = passage.text.find("\n", evidence.end)
        line = passage.folded[begin : end if end >= 0 else len(passage.text)]
        if self._past.search(line):
            return False
        return bool(self._given.search(line)) or not self._not_given.search(line)


def _first(passage: Passage, pattern: Pattern[str], role: str, term: str) -> Evidence | None:
    return next(_all(passage, pattern, role, term), None)


def _all(passage: Passage, pattern: Pattern[str], role: str, term: str) -> Iterator[Evidence]:
    for found in pattern.finditer(passage.folded):
        around = passage.folded[max(0, found.start() - 40) : found.end() + 40]
        if "without " in passage.folded[max(0, found.start() - 12) : found.start()] or "resection cavity" in around:
            continue
        if term == "allogeneic" and any(word in around for word in _NOT_INFUSED):
            continue
        if term in _NOT_HERE and any(word in around for word in _NOT_HERE[term]):
            continue
        yield quote(
            passage, found.start(), found.end(), "conditioning" if role == "conditioning" else "experimental", term
        )


_NOT_HERE = {
    "radiotherapy": ("control group", "standard medical", "completion of", "prior ", "previous", "history of"),
    "surgery": (
        "impossible",
        "unresect",
        "non-resect",
        "not resect",
        "not amenable",
        "prior ",
        "previous",
        "history of",
    ),
    "autologous": ("stem cell", "transplant", "hsct", "asct"),
}


def _source_verdict(found: Mapping[str, tuple[Evidence, ...]], rule: str) -> Verdict:
    if len(found) > 1:
        return Verdict("act", "both", rule, tuple(item for evidence in found.values() for item in evidence))
    label, evidence = next(iter(found.items()))
    return Verdict("act", label, rule, evidence)
