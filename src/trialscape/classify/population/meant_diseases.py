"""Diseases that a text names, without those that it excludes and without acronyms defined otherwise in the text."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from trialscape.classify.text.eligibility_criteria import Span
from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.overlaps import Places
from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Disease
from trialscape.config.rules.axes import CancerRules
from trialscape.verdict import Evidence

Pair = tuple[Hit[Disease], Evidence]

# "Metastatic Melanoma (MM)": a long form and its acronym.
_ACRONYM = re.compile(r"\((?P<acronym>[A-Z][A-Za-z]{1,5})\)")
# "MM (malignant melanoma)": an acronym and its long form.
_EXPANDED = re.compile(r"\b(?P<acronym>[A-Z]{2,6}) \((?P<long>[A-Za-z][^()]{3,80})\)")
# Words that long forms of many diseases share.
_COMMON = frozenset(
    "cancer carcinoma tumour tumor disease malignant metastatic advanced acute chronic cell cells of the".split()
)
_WORD = re.compile(r"[^\W_]+")
# How many characters before a disease its patients may be named.
_AFFECTED = 90
# So many characters behind a general word may name an organ, or a list of them.
_BEHIND = 100
# A sentence ends here; criteria in one paragraph have their bullets between blanks.
_SENTENCE_END = re.compile(r"\.(?=\s|$)|\n| [*•] | \d{1,2}\. ")
# Texts up to this length, most of them the names of conditions, are kept with what they exempt.
_SHORT = 60
_MOST_KEPT = 4096
# The most characters of a long form.
_LONG_FORM = 90


class NamedDiseaseReader:
    """Reads the diseases that titles, conditions, keywords and arms name."""

    def __init__(self, rules: CancerRules) -> None:
        self._exempts = rules.exempts.compiled()
        self._other = rules.other_meaning.compiled()
        self._affected = rules.affected.compiled()
        self._of_one_organ = rules.of_one_organ.compiled()
        self._examined = rules.examined.compiled()
        self._vague = frozenset(rules.vague_entities)
        self._kept_limits = lru_cache(_MOST_KEPT)(self._limits)

    def is_wide(self, disease: Disease) -> bool:
        """Return whether a term names cancer without a type, or tumours of many types."""
        return disease.name in self._vague or ("pan_tumour" in disease.labels and "haematologic" not in disease.labels)

    def in_prose(self, reading: StudyTexts, included: int, *, wide: bool = True) -> list[Pair]:
        """Return the diseases of a sentence by which patients of a record without conditions have them.

        Where no sentence names a type, ``wide`` lets general words such as "solid tumours" count.
        """
        first: list[Pair] = []
        for kind in ("brief_summary", "eligibility"):
            for passage in reading.of_kind(kind):
                limit = included if kind == "eligibility" else len(passage.text)
                pairs = [pair for pair in named_diseases(reading, passage) if pair[1].start < limit]
                meant = [pair for pair in pairs if self._is_of_patients(passage, pair[1].start)]
                if exact := [pair for pair in meant if not self.is_wide(pair[0].concept)]:
                    return self._listed_with(passage, exact[0], pairs)
                first = first or [pair for pair in meant if self._is_diagnosed(passage, pair)][:1]
        return first if wide else []

    def _is_of_patients(self, passage: Passage, start: int) -> bool:
        """Return whether words before a disease say that the patients have it."""
        return self._affected.search(passage.folded[max(0, start - _AFFECTED) : start]) is not None

    def _is_diagnosed(self, passage: Passage, pair: Pair) -> bool:
        """Return whether a general word is for solid tumours, or for a cancer that was examined."""
        before = passage.folded[max(0, pair[1].start - _AFFECTED) : pair[1].start]
        return pair[0].concept.name not in self._vague or self._examined.search(before) is not None

    def _listed_with(self, passage: Passage, first: Pair, pairs: list[Pair]) -> list[Pair]:
        """Return ``first`` and what the same sentence names with it: other types, solid tumours, but no metastases."""
        begin = max((found.end() for found in _SENTENCE_END.finditer(passage.folded, 0, first[1].start)), default=0)
        end = _SENTENCE_END.search(passage.folded, first[1].end)
        limit = end.start() if end else len(passage.folded)
        if (exempt := self._exempts.search(passage.folded, first[1].end, limit)) is not None:
            limit = exempt.start()
        names = ((pair, pair[0].concept.name) for pair in pairs if begin <= pair[1].start < limit)
        return [pair for pair, name in names if name not in self._vague and not name.endswith("metastases")] or [first]

    def in_criteria(self, reading: StudyTexts, included: int) -> list[Pair]:
        """Return the first disease of the inclusion criteria, for a record about an operation on a cancer."""
        pairs = [pair for passage in reading.of_kind("eligibility") for pair in named_diseases(reading, passage)]
        return [pair for pair in pairs if pair[1].start < included and not self.is_wide(pair[0].concept)][:1]

    def pairs(self, reading: StudyTexts, kinds: Iterable[str]) -> list[Pair]:
        """Return the diseases with a label in the passages of these kinds, each with its evidence."""
        passages = [passage for passage in reading.of_kind(*kinds) if reading.diseases(passage.name)]
        redefined = {acronym for passage in passages for acronym in _redefined(reading, passage)}
        return [
            pair for passage in passages for pair in self.in_passage(reading, passage) if pair[1].quote not in redefined
        ]

    def of_many(self, reading: StudyTexts, pairs: list[Pair]) -> list[Pair]:
        """Drop general words that are of one organ: "carcinoma of the pancreas"."""
        wide = [pair for pair in pairs if self.is_wide(pair[0].concept)]
        texts = {evidence.field: reading.by_name[evidence.field].folded for _, evidence in wide}
        dropped = {
            evidence
            for _, evidence in wide
            if self._of_one_organ.search(texts[evidence.field][evidence.end : evidence.end + _BEHIND])
        }
        return [pair for pair in pairs if pair[1] not in dropped] if dropped else pairs

    def in_passage(self, reading: StudyTexts, passage: Passage) -> Iterator[Pair]:
        """Yield the diseases of one passage that it does not exempt."""
        pairs = named_diseases(reading, passage)
        if not pairs:
            return
        limits = self._kept_limits if len(passage.folded) <= _SHORT else self._limits
        others, exempt = limits(passage.folded, pairs[0][1].end)
        for pair in pairs:
            start, end = pair[1].start, pair[1].end
            if start < exempt and not (others is not None and others.overlapping(start, end)):
                yield pair

    def _limits(self, folded: str, end: int) -> tuple[Places | None, int]:
        """Return the places of other meanings in a text, and where it exempts diseases behind ``end``."""
        spans = [found.span() for found in self._other.finditer(folded)]
        # Words after "except" are left out, if any words come before it.
        exempt = self._exempts.search(folded, end)
        return (Places(spans) if spans else None), exempt.start() if exempt else len(folded)


def named_diseases(reading: StudyTexts, passage: Passage) -> list[Pair]:
    """Return the diseases with a label that a passage names, each with its evidence."""
    return [
        (hit, quote(passage, hit.start, hit.end, "population", hit.concept.name))
        for hit in reading.diseases(passage.name)
        if hit.concept.labels
    ]


def _redefined(reading: StudyTexts, passage: Passage) -> Iterator[str]:
    """Yield acronyms whose long form beside them is another disease or not a disease."""
    if "(" not in passage.text:
        return
    hits = reading.diseases(passage.name)
    places = Places((hit.start, hit.end) for hit in hits)
    for acronym, place, (begin, end) in _long_forms(passage.text):
        here = [hits[n] for n in places.overlapping(place, place + 1) if hits[n].start == place]
        usual = {label for hit in here for label in hit.concept.labels}
        if not usual or _shares_a_word(passage.folded[begin:end], here):
            continue
        beside = (hits[n] for n in places.overlapping(begin, end))
        meant = {label for hit in beside if begin <= hit.start and hit.end <= end for label in hit.concept.labels}
        if meant != usual:
            yield acronym


def _long_forms(text: str) -> Iterator[tuple[str, int, Span]]:
    """Yield acronyms in brackets, or before them, with their place and the stretch of their long form."""
    for found in _ACRONYM.finditer(text):
        place = found.start("acronym")
        begin = _long_form(text, found)
        if begin >= 0:
            yield found["acronym"], place, (begin, place)
    for found in _EXPANDED.finditer(text):
        initials = "".join(word.group()[0] for word in _WORD.finditer(found["long"]))
        if initials.lower() == found["acronym"].lower():
            yield found["acronym"], found.start("acronym"), found.span("long")


def _shares_a_word(long_form: str, hits: Iterable[Hit[Disease]]) -> bool:
    """Return whether the long form is an unlisted spelling of the usual one ("Non-Small Cells Lung Cancer")."""
    words = set(_WORD.findall(long_form)) - _COMMON
    return any(words & (set(_WORD.findall(hit.concept.name.lower())) - _COMMON) for hit in hits)


def _long_form(text: str, found: re.Match[str]) -> int:
    """Return where the words begin whose initials make up the acronym, or -1."""
    start = max(0, found.start() - _LONG_FORM)
    words = list(_WORD.finditer(text, start, found.start()))
    letters = list(found["acronym"].lower())
    if not words or words[-1].group()[0].lower() != letters[-1]:
        return -1
    for word in reversed(words):
        if word.group()[0].lower() == letters[-1]:
            letters.pop()
            if not letters:
                return word.start()
    return -1
