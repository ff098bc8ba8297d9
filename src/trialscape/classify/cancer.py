"""Report A's cancer types: from conditions, titles, keywords and arms, and in baskets from the eligible types.

Exact names come first. Unspecified tumours ("advanced solid tumours") make a trial one of many tumours unless its
conditions spell out a few; bare words such as "cancer" count only where nothing more exact is named.
"""

from collections.abc import Iterable, Iterator
from re import Pattern

from trialscape.classify.eligibility import sentences
from trialscape.classify.lexicon import Hit
from trialscape.classify.reading import Passage, Reading, quote
from trialscape.classify.vocabulary import Disease
from trialscape.config.axes import CancerRules
from trialscape.verdict import Evidence, Verdict

AXIS = "cancer"
_STRONG = ("conditions", "brief_title", "official_title", "keywords", "arm_label")
_TITLES = ("conditions", "brief_title", "official_title")
Pair = tuple[Hit[Disease], Evidence]
Labels = dict[str, list[Evidence]]


class CancerReader:
    """Labels the diseases of one study."""

    def __init__(self, rules: CancerRules) -> None:
        self._rules = rules
        self._eligible = frozenset(rules.named_in_eligibility)
        self._vague = frozenset(rules.vague_entities)
        self._group = {name: group for group, names in rules.groups.items() for name in names}
        self._basket = rules.basket.compiled()
        self._unspecified = rules.unspecified.compiled()
        self._stage = rules.stage_words.compiled()
        self._marker = rules.marker_basket.compiled()
        self._excluded = rules.excluded_types.compiled()
        self._blood = rules.blood_in_basket.apart()
        self._exclusions_begin = rules.exclusions_begin.apart()
        self._open_list = rules.open_list.compiled()
        self._any = rules.any_tumour.apart()
        self._indications = rules.indications.compiled()
        self._of_patients = rules.of_patients.compiled()
        self._not_a_patient = rules.not_a_patient.compiled()
        self._vague_words = rules.vague_words.compiled()

    def concerns(self, head: Reading) -> bool:
        """Tell from the short texts whether the study may be about cancer at all.

        A record without conditions may still list cancer drugs, so it is read on.
        """
        if not head.study.conditions:
            return True
        if any(hit.concept.labels for name in head.by_name for hit in head.diseases(name)):
            return True
        return self._says(head, self._vague_words)

    def verdicts(self, reading: Reading) -> list[Verdict]:
        """Return the cancer verdicts; ``none``, as a default, where the study is no cancer trial."""
        pairs = [pair for kind in _STRONG for passage in reading.of_kind(kind) for pair in _found(reading, passage)]
        if reading.study.conditions and all(pair[1].field.startswith("arms") for pair in pairs):
            # An acronym in an arm's label ("LGG") makes no cancer trial of a record that speaks of none.
            pairs = pairs if self._says(reading, self._vague_words) else []
        pairs = pairs or [pair for passage in reading.of_kind("condition_mesh") for pair in _found(reading, passage)]
        exact = self._exact(pairs)
        found: Labels = {}
        for hit, evidence in exact:
            for label in hit.concept.labels:
                found.setdefault(label, []).append(evidence)
        included = self._included(reading)
        many = (
            self._many(reading, pairs, exact)
            or self._goes_on(reading)
            or (self._any_eligible(reading, included) if exact else [])
        )
        if many:
            found.setdefault("pan_tumour", []).extend(many)
            found.setdefault("others", []).extend(many)
        if not found and not self._add_vague(reading, pairs, found):
            return [Verdict(AXIS, "none", "cancer-default", is_default=True)]
        if "pan_tumour" in found or self._says(reading, self._basket) or self._lists(reading, included):
            self._add_eligible(reading, included, found)
        return [
            Verdict(AXIS, label, f"cancer-{label}", tuple(dict.fromkeys(evidence)))
            for label, evidence in sorted(found.items())
        ]

    def _exact(self, pairs: list[Pair]) -> list[Pair]:
        """Return the pairs that name a disease, without wide site names beside narrower ones."""
        named = [pair for pair in pairs if not self._is_wide(pair[0].concept)]
        labels = {label for hit, _ in named for label in hit.concept.labels}
        return [pair for pair in named if not labels & set(self._rules.generic.get(pair[0].concept.name, ()))]

    def _is_wide(self, disease: Disease) -> bool:
        return disease.name in self._vague or ("pan_tumour" in disease.labels and "haematologic" not in disease.labels)

    def _many(self, reading: Reading, pairs: list[Pair], exact: list[Pair]) -> list[Evidence]:
        """Return the words that make the trial one of many or unspecified tumours, or nothing."""
        in_conditions = [pair for pair in exact if pair[1].field.startswith("conditions")]
        groups = {self._group.get(hit.concept.name, hit.concept.name) for hit, _ in exact if not _is_blood(hit)}
        unspecified = [
            evidence
            for hit, evidence in pairs
            if "pan_tumour" in hit.concept.labels and hit.concept.name not in self._vague
        ]
        unspecified += self._unspecified_conditions(reading, groups) if exact else []
        from_conditions = [evidence for evidence in unspecified if evidence.field.startswith("conditions")]
        named = {self._group.get(hit.concept.name, hit.concept.name) for hit, _ in in_conditions}
        if unspecified and (from_conditions or len(named) < self._rules.few_types or self._says(reading, self._marker)):
            titled = [evidence for evidence in unspecified if not evidence.field.startswith(("keywords", "arms"))]
            if titled or not exact:
                return unspecified
        return [evidence for _, evidence in exact] if len(groups) >= self._rules.many_types else []

    def _unspecified_conditions(self, reading: Reading, groups: set[str]) -> list[Evidence]:
        """Return the conditions that name no kind of tumour; with one disease named, words of stage are its stage."""
        patterns = (self._unspecified, self._stage)[: 1 if len(groups) == 1 else 2]
        return [
            quote(passage, found.start(), found.end(), "population", "unspecified tumours")
            for passage in reading.of_kind("conditions")
            if (found := next(filter(None, (words.search(passage.folded) for words in patterns)), None)) is not None
            and not any(hit.concept.labels and not self._is_wide(hit.concept) for hit in reading.diseases(passage.name))
        ]

    def _add_vague(self, reading: Reading, pairs: list[Pair], found: Labels) -> bool:
        """Label trials that say no more than "cancer"; those whose people have none are left out."""
        if self._says(reading, self._not_a_patient):
            return False
        for hit, evidence in pairs:
            for label in hit.concept.labels:
                found.setdefault(label, []).append(evidence)
        if not found:
            for passage in reading.of_kind(*_TITLES):
                if (word := self._vague_words.search(passage.folded)) is not None:
                    evidence = quote(passage, word.start(), word.end(), "population", "cancer without a type")
                    found.setdefault("others", []).append(evidence)
        return bool(found)

    def _goes_on(self, reading: Reading) -> list[Evidence]:
        """Return the words of a title that go on from named types to others ("melanoma and other cancers")."""
        for passage in reading.of_kind("brief_title", "official_title"):
            if (found := self._open_list.search(passage.folded)) is not None:
                return [quote(passage, found.start(), found.end(), "population", "other tumours")]
        return []

    def _says(self, reading: Reading, pattern: Pattern[str]) -> bool:
        return any(pattern.search(passage.folded) for passage in reading.of_kind(*_TITLES))

    def _lists(self, reading: Reading, included: int) -> bool:
        return any(self._indications.search(passage.folded, 0, included) for passage in reading.of_kind("eligibility"))

    def _any_eligible(self, reading: Reading, included: int) -> list[Evidence]:
        """Return the words of an inclusion criterion that take solid tumours of any kind."""
        for passage in reading.of_kind("eligibility"):
            words = _first(self._any, passage, included)
            if words is not None and not self._excluded.search(_sentence(passage, words[0])):
                return [quote(passage, *words, "population", "tumours of any kind")]
        return []

    def _add_eligible(self, reading: Reading, included: int, found: Labels) -> None:
        for label, evidence in self._listed_in_prose(reading):
            found.setdefault(label, []).append(evidence)
        for passage in reading.of_kind("eligibility", "arm_description", "intervention_description"):
            limit = included if passage.kind == "eligibility" else len(passage.folded)
            for label, evidence in self._eligible_in(reading, passage, limit):
                found.setdefault(label, []).append(evidence)

    def _listed_in_prose(self, reading: Reading) -> Iterator[tuple[str, Evidence]]:
        """Yield the types that a summary lists, behind words such as "the following indications" or in one sentence."""
        for passage in reading.of_kind("brief_summary", "detailed_description"):
            yield from self._listed_in_a_sentence(reading, passage)
            cue = self._indications.search(passage.folded)
            if cue is not None:
                for label, evidence in self._eligible_in(reading, passage, cue.end() + self._rules.list_reach):
                    if evidence.start > cue.start():
                        yield label, evidence

    def _listed_in_a_sentence(self, reading: Reading, passage: Passage) -> Iterator[tuple[str, Evidence]]:
        pairs = _found(reading, passage)
        if len(pairs) < self._rules.listed_types:
            return
        for start, end in sentences(passage.text, (0, len(passage.text))):
            inside = [pair for pair in pairs if start <= pair[1].start < end]
            names = {hit.concept.name for hit, _ in inside}
            if len(names) >= self._rules.listed_types and self._of_patients.search(passage.folded, start, end):
                for hit, evidence in inside:
                    yield from ((label, evidence) for label in hit.concept.labels if label in self._eligible)

    def _eligible_in(self, reading: Reading, passage: Passage, limit: int) -> Iterator[tuple[str, Evidence]]:
        kept_out: dict[str, bool] = {}
        for hit in reading.diseases(passage.name, limit):
            labels = [label for label in hit.concept.labels if label in self._eligible]
            if not labels:
                continue
            sentence = _sentence(passage, hit.start)
            if sentence not in kept_out:
                kept_out[sentence] = self._excluded.search(sentence) is not None
            if not kept_out[sentence]:
                evidence = quote(passage, hit.start, hit.end, "population", hit.concept.name)
                yield from ((label, evidence) for label in labels)
        blood = _first(self._blood, passage, limit)
        if blood is not None and not self._excluded.search(_sentence(passage, blood[0])):
            yield "haematologic", quote(passage, *blood, "population", "lymphoma in a basket")

    def _included(self, reading: Reading) -> int:
        """Return where the inclusion criteria of the eligibility text end."""
        for passage in reading.of_kind("eligibility"):
            cuts = (words.search(passage.folded) for words in self._exclusions_begin)
            return min((cut.start() for cut in cuts if cut is not None), default=len(passage.folded))
        return 0


def verdicts_from_treatment(words: Iterable[Evidence]) -> list[Verdict]:
    """Return ``others`` for a record that names no disease at all but lists cancer drugs."""
    evidence = tuple(words)
    return [Verdict(AXIS, "others", "cancer-by-treatment", evidence)] if evidence else []


def _is_blood(hit: Hit[Disease]) -> bool:
    return "haematologic" in hit.concept.labels


def _found(reading: Reading, passage: Passage) -> list[Pair]:
    return [
        (hit, quote(passage, hit.start, hit.end, "population", hit.concept.name))
        for hit in reading.diseases(passage.name)
        if hit.concept.labels
    ]


def _first(patterns: Iterable[Pattern[str]], passage: Passage, limit: int) -> tuple[int, int] | None:
    """Return the span of what stands first in the passage, before ``limit``, of all that the patterns find."""
    found = [match.span() for pattern in patterns if (match := pattern.search(passage.folded, 0, limit))]
    return min(found, default=None)


def _sentence(passage: Passage, position: int) -> str:
    """Return the folded sentence of the passage that holds ``position``."""
    begin = passage.text.rfind("\n", 0, position) + 1
    end = passage.text.find("\n", position)
    line = (begin, end if end >= 0 else len(passage.text))
    begin, end = next((span for span in sentences(passage.text, line) if span[0] <= position < span[1]), line)
    return passage.folded[begin:end]
