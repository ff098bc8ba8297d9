"""The types of cancer that a basket trial enrols: from criteria, arms and summary, if the conditions are too wide."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from trialscape.classify.population.meant_diseases import named_diseases
from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.config.rules.axes import CancerRules
from trialscape.config.rules.cues import Cue
from trialscape.verdict import Evidence

# Later in a criterion, "solid tumour" rarely means the patients' own disease.
_AT_THE_BEGINNING = 120
# Words that exclude a tumour follow it within this distance.
_REACH = 60
# Acronyms of blood cancers, which mean other things too ("ALL", "MM"), are no longer.
_LONGEST_ACRONYM = 5
# So many quotations of the oesophagus are enough.
_MOST_QUOTED = 3
# Exceptions are short.
_EXEMPT_REACH = 200


class BasketReader:
    """Reads the eligible types of one study; the criteria are read up to where the exclusions begin."""

    def __init__(self, rules: CancerRules) -> None:
        self._rules = rules
        self._eligible = frozenset(rules.named_in_eligibility)
        self._excluded = rules.excluded_types.compiled()
        self._exempts = rules.exempts.compiled()
        self._goes_on = rules.exempt_until.compiled()
        self._solid = rules.solid_tumours.compiled()
        self._measured = rules.measured.compiled()
        self._blood = _Apart(rules.blood_in_basket)
        self._no_blood = rules.blood_kept_out.compiled()
        self._exclusions_begin = rules.exclusions_begin.compiled_apart()
        self._any = _Apart(rules.any_tumour)
        self._beyond = rules.beyond_head_and_neck.compiled()
        self._any_words = rules.any_tumour_words
        self._indications = rules.indications.compiled()
        self._of_patients = rules.of_patients.compiled()
        self._takes = rules.takes_patients.compiled()
        self._asked = _Apart(rules.asked_types)
        self._many = rules.basket.compiled()

    def included(self, reading: StudyTexts) -> int:
        """Return where the inclusion criteria of the eligibility text end."""
        for passage in reading.of_kind("eligibility"):
            cuts = (words.search(passage.folded) for words in self._exclusions_begin)
            return min((cut.start() for cut in cuts if cut is not None), default=len(passage.folded))
        return 0

    def lists(self, reading: StudyTexts, included: int) -> bool:
        """Return whether the inclusion criteria list indications."""
        return any(self._indications.search(passage.folded, 0, included) for passage in reading.of_kind("eligibility"))

    def any_tumour(self, reading: StudyTexts, included: int) -> list[Evidence]:
        """Return the words of an inclusion criterion, or of an arm, that admit solid tumours of any kind."""
        for passage in reading.of_kind("eligibility", "arm_label", "arm_description"):
            if not any(word in passage.folded for word in self._any_words):
                continue
            limit = included if passage.kind == "eligibility" else len(passage.folded)
            words = min(self._any.spans(passage.folded, limit), default=None)
            if words is None or self._excluded.search(_sentence(passage, words[0])):
                continue
            # The description of an arm tells of doses and tests too: "at the dose approved for all solid tumours".
            if passage.kind != "arm_description" or self._of_patients.search(_sentence(passage, words[0])):
                return [quote(passage, *words, "population", "tumours of any kind")]
        return []

    def beyond_head_and_neck(self, reading: StudyTexts, included: int) -> Iterator[Evidence]:
        """Yield the words of inclusion criteria that add the oesophagus to the upper aerodigestive tract."""
        for passage in reading.of_kind("eligibility"):
            for words in islice(self._beyond.finditer(passage.folded, 0, included), _MOST_QUOTED):
                if not self._excluded.search(_sentence(passage, words.start())):
                    yield quote(passage, *words.span(), "population", "oesophageal cancer")

    def solid_of_no_kind(self, reading: StudyTexts, included: int) -> list[Evidence]:
        """Return the words of an inclusion criterion that asks for a solid tumour and names no kind."""
        for passage in reading.of_kind("eligibility"):
            lines = _Sentences(passage)
            for words in self._solid.finditer(passage.folded, 0, included):
                start, end = lines.bounds_at(words.start())
                sentence = passage.folded[start:end]
                if words.start() - start > _AT_THE_BEGINNING or self._measured.search(sentence):
                    continue
                if self._excluded.search(sentence[: words.end() - start + _REACH]) or self._is_narrowed(
                    reading, passage, start, end
                ):
                    continue
                return [quote(passage, *words.span(), "population", "solid tumours of no named kind")]
        return []

    def speaks_of_many(self, reading: StudyTexts, included: int) -> bool:
        """Return whether titles, summary or inclusion criteria speak of tumours of several kinds."""
        return any(
            self._many.search(passage.folded, 0, included if passage.kind == "eligibility" else len(passage.folded))
            for passage in reading.of_kind("brief_title", "official_title", "brief_summary", "eligibility")
        )

    def asked(self, reading: StudyTexts, included: int) -> Iterator[tuple[str, Evidence]]:
        """Yield the labels of tumours whose patients a criterion takes, whatever the conditions say."""
        for passage in reading.of_kind("eligibility"):
            spans = self._asked.spans(passage.folded, included)
            for label, evidence in self._eligible_in(reading, passage, included) if spans else ():
                if any(start <= evidence.start < end for start, end in spans):
                    yield label, evidence

    def _is_narrowed(self, reading: StudyTexts, passage: Passage, start: int, end: int) -> bool:
        """Return whether a sentence names a kind of tumour or a list of kinds."""
        hits = reading.diseases(passage.name, end)
        return self._indications.search(passage.folded, start, end) is not None or any(
            start <= hit.start < end and hit.concept.labels and "pan_tumour" not in hit.concept.labels for hit in hits
        )

    def types(self, reading: StudyTexts, included: int) -> Iterator[tuple[str, Evidence]]:
        """Yield the labels of the eligible types, with the words that name them."""
        yield from self._listed_in_prose(reading)
        for passage in reading.of_kind("eligibility", "arm_description", "intervention_description"):
            limit = included if passage.kind == "eligibility" else len(passage.folded)
            yield from self._eligible_in(reading, passage, limit)

    def _listed_in_prose(self, reading: StudyTexts) -> Iterator[tuple[str, Evidence]]:
        """Yield the types that a summary lists, behind words such as "the following indications" or in one sentence."""
        for passage in reading.of_kind("brief_summary", "detailed_description"):
            yield from self._listed_in_a_sentence(reading, passage)
            yield from self._blood_in_prose(reading, passage)
            cue = self._indications.search(passage.folded)
            if cue is not None:
                for label, evidence in self._eligible_in(reading, passage, cue.end() + self._rules.list_reach):
                    if evidence.start > cue.start():
                        yield label, evidence

    def _listed_in_a_sentence(self, reading: StudyTexts, passage: Passage) -> Iterator[tuple[str, Evidence]]:
        if len(reading.diseases(passage.name)) < self._rules.listed_types:
            return
        pairs = named_diseases(reading, passage)
        if len(pairs) < self._rules.listed_types:
            return
        starts = [evidence.start for _, evidence in pairs]
        for start, end in sentences(passage.text, (0, len(passage.text))):
            inside = pairs[bisect_left(starts, start) : bisect_left(starts, end)]
            names = {hit.concept.name for hit, _ in inside}
            if len(names) >= self._rules.listed_types and self._of_patients.search(passage.folded, start, end):
                for hit, evidence in inside:
                    yield from ((label, evidence) for label in hit.concept.labels if label in self._eligible)

    def _blood_in_prose(self, reading: StudyTexts, passage: Passage) -> Iterator[tuple[str, Evidence]]:
        """Yield the blood cancers whose patients a sentence about the participants takes."""
        lines = _Sentences(passage)
        for hit in reading.diseases(passage.name):
            if "haematologic" not in hit.concept.labels:
                continue
            sentence = lines.bounds_at(hit.start)
            words = passage.folded[slice(*sentence)]
            is_taken = self._takes.search(words) and not self._excluded.search(words)
            if is_taken and not self._is_no_blood_cancer(passage.folded, sentence, (hit.start, hit.end)):
                yield "haematologic", quote(passage, hit.start, hit.end, "population", hit.concept.name)

    def _is_exempt(self, folded: str, start: int, place: int) -> bool:
        """Return whether words such as "except" before ``place`` exclude the disease there."""
        found = list(self._exempts.finditer(folded, max(start, place - _EXEMPT_REACH), place))
        return bool(found) and not self._goes_on.search(folded, found[-1].end(), place)

    def _eligible_in(self, reading: StudyTexts, passage: Passage, limit: int) -> Iterator[tuple[str, Evidence]]:
        kept_out: dict[tuple[int, int], bool] = {}
        lines = _Sentences(passage)
        for hit in reading.diseases(passage.name, limit):
            labels = [label for label in hit.concept.labels if label in self._eligible]
            if "haematologic" in labels and passage.kind != "eligibility":
                continue
            if not labels:
                continue
            sentence = lines.bounds_at(hit.start)
            if sentence not in kept_out:
                kept_out[sentence] = self._excluded.search(passage.folded[slice(*sentence)]) is not None
            if "haematologic" in labels and self._is_no_blood_cancer(passage.folded, sentence, (hit.start, hit.end)):
                continue
            if not kept_out[sentence] and not self._is_exempt(passage.folded, sentence[0], hit.start):
                evidence = quote(passage, hit.start, hit.end, "population", hit.concept.name)
                yield from ((label, evidence) for label in labels)
        yield from self._lymphoma(passage, limit)

    def _is_no_blood_cancer(self, folded: str, sentence: tuple[int, int], name: tuple[int, int]) -> bool:
        """Return whether a name of a blood cancer is an acronym of other things, or words around it keep it out."""
        start, end = name
        begin, stop = max(sentence[0], start - _REACH), min(sentence[1], end + _REACH)
        return end - start <= _LONGEST_ACRONYM or self._no_blood.search(folded, begin, stop) is not None

    def _lymphoma(self, passage: Passage, limit: int) -> Iterator[tuple[str, Evidence]]:
        """Yield the label of blood cancers where words say that a basket of solid tumours takes them too."""
        blood = min(self._blood.spans(passage.folded, limit), default=None)
        if blood is None:
            return
        start, end = _Sentences(passage).bounds_at(blood[0])
        is_excluded = self._excluded.search(passage.folded[start:end]) or self._is_exempt(
            passage.folded, start, blood[1]
        )
        if not is_excluded:
            yield "haematologic", quote(passage, *blood, "population", "lymphoma in a basket")


class _Apart:
    """Expressions that match each without regard to the others, so that matches may overlap; few texts hold any."""

    def __init__(self, cue: Cue) -> None:
        self._any = cue.compiled()
        self._each = cue.compiled_apart()

    def spans(self, folded: str, limit: int) -> list[tuple[int, int]]:
        """Return the matches of each expression before ``limit``."""
        if self._any.search(folded, 0, limit) is None:
            return []
        return [found.span() for words in self._each for found in words.finditer(folded, 0, limit)]


class _Sentences:
    """The sentences of a passage, line by line; places are asked for in the order of the text."""

    def __init__(self, passage: Passage) -> None:
        self._text = passage.text
        self._line = (0, -1)
        self._spans: list[tuple[int, int]] = []

    def bounds_at(self, position: int) -> tuple[int, int]:
        """Return the sentence that holds ``position``, or its line where none does."""
        if not self._line[0] <= position <= self._line[1]:
            end = self._text.find("\n", position)
            self._line = (self._text.rfind("\n", 0, position) + 1, end if end >= 0 else len(self._text))
            self._spans = list(sentences(self._text, self._line))
        before = bisect_right(self._spans, (position, len(self._text) + 1)) - 1
        return self._spans[before] if before >= 0 and position < self._spans[before][1] else self._line


def _sentence(passage: Passage, position: int) -> str:
    """Return the folded sentence of the passage that holds ``position``."""
    return passage.folded[slice(*_Sentences(passage).bounds_at(position))]
