"""A study's texts in order, folded once, with the treatment and disease terms found in each."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from trialscape.classify.text.eligibility_criteria import CriteriaOutline
from trialscape.classify.text.fold import fold
from trialscape.classify.text.lexicon import Hit, Lexicon, Span
from trialscape.classify.text.population_texts import PopulationTexts
from trialscape.classify.text.sentences import Token, WordFinder
from trialscape.classify.text.vocabulary import Disease, Treatment
from trialscape.study.model import Study
from trialscape.verdict import Evidence, Role

# Fields are joined by a sign that no term contains, so that no match runs from one field into the next; the blanks
# around it are word boundaries.
_GAP = " \x1f "
_TITLES = ("brief_title", "official_title", "acronym")
# The texts that tell of the study in sentences.
PROSE = ("brief_summary", "detailed_description")


# The treatments and the diseases found in one passage.
Hits = tuple[list[Hit[Any]], list[Hit[Any]]]
_NOTHING: Hits = ([], [])
# Name, kind, text and position of one text of the record.
_Text = tuple[str, str, str, int]
# The texts that say what a study is about.
_ABOUT = ("brief_title", "official_title", "conditions", "keywords")


class Passage(NamedTuple):
    """One text of the record: ``name`` as evidence gives it, ``kind`` the name without positions."""

    name: str
    kind: str
    text: str
    folded: str
    offset: int
    position: int = -1


class AxisWords(NamedTuple):
    """The places of one axis's words in the joined texts that name the population, and in the eligibility text."""

    population: Sequence[Token] = ()
    eligibility: Sequence[Token] = ()


class ShortTexts(NamedTuple):
    """The short texts of a study, joined and searched, before they are divided into passages.

    Most studies of the registry are not about cancer, and these texts show it without more work.
    """

    study: Study
    texts: list[_Text]
    folded: str
    lexicon: Lexicon
    spans: list[list[Span]]

    def diseases(self) -> Iterator[Disease]:
        """Yield the diseases that the texts name."""
        return (self.lexicon.concept(span) for span in self.spans[1])

    def of_kind(self, *kinds: str) -> Iterator[str]:
        """Yield the folded texts of the given kinds, in record order."""
        begin = 0
        for _, kind, text, _ in self.texts:
            end = begin + len(text)
            if kind in kinds:
                yield self.folded[begin:end]
            begin = end + len(_GAP)


@dataclass(slots=True)
class StudyTexts:
    """A study with its passages; hits have offsets within their passage.

    Short texts are searched at once. Long ones are searched on demand, because most axes need few of them: the diseases
    in eligibility criteria, the longest text, matter only in basket trials. ``under_study`` holds the modalities under
    study, for the axes that are read later.
    """

    study: Study
    by_name: dict[str, Passage]
    by_kind: dict[str, list[Passage]]
    lexicon: Lexicon
    found: dict[str, Hits]
    population: PopulationTexts = field(default_factory=lambda: PopulationTexts(()))
    outline: CriteriaOutline = field(default_factory=lambda: CriteriaOutline("", ""))
    words: Mapping[str, AxisWords] = field(default_factory=dict)
    under_study: frozenset[str] = frozenset()
    listed: list[tuple[str, frozenset[str]]] | None = None
    # What sentences of a passage state, by its name; each product asks for it.
    stated: dict[str, list[Any]] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> Iterator[Passage]:
        """Yield the passages of the given kinds, kind by kind, each in record order."""
        return itertools.chain.from_iterable([self.by_kind.get(kind, ()) for kind in kinds])

    def agents_by_name(self) -> list[tuple[str, frozenset[str]]]:
        """Return the name of each listed intervention in lower case, and the known drugs in it."""
        if self.listed is None:
            hits = (self.treatments(f"interventions[{place}].name") for place in range(len(self.study.interventions)))
            agents = (frozenset(hit.concept.name for hit in found if hit.concept.kind == "agent") for found in hits)
            self.listed = [(item.name.lower(), of) for item, of in zip(self.study.interventions, agents, strict=True)]
        return self.listed

    def treatments(self, name: str) -> list[Hit[Treatment]]:
        """Return the treatment terms in the passage called ``name``."""
        return self._hits(name)[0]

    def diseases(self, name: str, until: int | None = None) -> list[Hit[Disease]]:
        """Return the disease terms in the passage called ``name``, or in its first ``until`` characters."""
        if until is None:
            return self._hits(name)[1]
        if name in self.found:
            return [hit for hit in self._hits(name)[1] if hit.start < until]
        passage = self.by_name[name]
        return self.lexicon.find(passage.folded[:until], passage.text[:until])[1]

    def _hits(self, name: str) -> Hits:
        hits = self.found.get(name)
        if hits is None:
            passage = self.by_name[name]
            treatments, diseases = self.lexicon.find(passage.folded, passage.text)
            hits = self.found[name] = (treatments, diseases)
        return hits


def quote(passage: Passage, start: int, end: int, role: Role, term: str = "") -> Evidence:
    """Return the evidence for ``start``:``end`` of a passage."""
    return Evidence(passage.name, start, end, passage.text[start:end], role, term)


class StudyTextReader:
    """Reads studies with one lexicon of two vocabularies: treatments, then diseases.

    ``axes`` are words, each with its sign, that axes look for in population and eligibility, by the axis's name.
    """

    def __init__(self, lexicon: Lexicon, axes: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self._lexicon = lexicon
        self._axes = tuple(axes)
        self._finder = WordFinder(*axes.values())

    def head(self, study: Study) -> ShortTexts:
        """Read the short texts: titles, conditions, keywords, interventions' names and arms' labels, MeSH terms."""
        texts = list(_short_texts(study))
        original = _GAP.join([text for _, _, text, _ in texts])
        folded = fold(original)
        return ShortTexts(study, texts, folded, self._lexicon, self._lexicon.spans(folded, original))

    def whole(self, head: ShortTexts) -> StudyTexts:
        """Return a reading that holds the long texts too."""
        short = _passages(head.texts, head.folded)
        found: dict[str, Hits] = dict.fromkeys([passage.name for passage in short], _NOTHING)
        for place, spans in enumerate(head.spans):
            self._place_hits(short, spans, found, place)
        texts = list(_long_texts(head.study))
        passages = [*short, *_passages(texts, fold(_GAP.join([text for _, _, text, _ in texts])))]
        by_name = {passage.name: passage for passage in passages}
        eligibility = by_name.get("eligibility")
        by_kind = _by_kind(passages)
        population = PopulationTexts(_population_texts(by_kind))
        outline = CriteriaOutline(eligibility.text, eligibility.folded) if eligibility else CriteriaOutline("", "")
        words = zip(self._finder.find_all(population.folded), self._finder.find_all(outline.folded), strict=True)
        return StudyTexts(
            head.study,
            by_name,
            by_kind,
            self._lexicon,
            found,
            population,
            outline,
            dict(zip(self._axes, itertools.starmap(AxisWords, words), strict=True)),
        )

    def _place_hits(self, passages: list[Passage], spans: list[Span], found: dict[str, Hits], place: int) -> None:
        """Sort hits into their passages, with offsets within them; both lists are in order of position."""
        following = iter(passages)
        name, begin, end = "", 0, -1
        for span in spans:
            while span[0] > end:
                name, _, text, _, begin, _ = next(following)
                end = begin + len(text)
            if found[name] is _NOTHING:
                found[name] = ([], [])
            found[name][place].append(self._lexicon.hit(span, begin))


def _passages(texts: list[_Text], folded: str) -> list[Passage]:
    """Return the passages of ``texts``, whose joined text folds to ``folded``."""
    passages: list[Passage] = []
    offset = 0
    for name, kind, text, position in texts:
        end = offset + len(text)
        passages.append(Passage(name, kind, text, folded[offset:end], offset, position))
        offset = end + len(_GAP)
    return passages


def _by_kind(passages: list[Passage]) -> dict[str, list[Passage]]:
    kinds: dict[str, list[Passage]] = {}
    for passage in passages:
        kinds.setdefault(passage.kind, []).append(passage)
    return kinds


def _population_texts(by_kind: Mapping[str, list[Passage]]) -> Iterator[tuple[str, str, str]]:
    """Yield name, text and fold of the texts in which a record names its population, in record order."""
    arms = [*by_kind.get("arm_label", ()), *by_kind.get("arm_description", ())]
    arms.sort(key=lambda passage: passage.position)
    about = [passage for kind in _ABOUT for passage in by_kind.get(kind, ())]
    for name, _, text, folded, _, _ in (*about, *arms, *by_kind.get("study_population", ())):
        yield name, text, folded


def _short_texts(study: Study) -> Iterator[tuple[str, str, str, int]]:
    """Yield name, kind, text and position of the texts that show cancer and treatment of a study."""
    for name in _TITLES:
        if text := getattr(study, name):
            yield name, name, text, -1
    for kind, words in (("conditions", study.conditions), ("keywords", study.keywords)):
        for position, word in enumerate(words):
            yield f"{kind}[{position}]", kind, word, position
    for position, item in enumerate(study.interventions):
        place = f"interventions[{position}]"
        yield f"{place}.name", "intervention_name", item.name, position
        for number, other in enumerate(item.other_names):
            yield f"{place}.other_names[{number}]", "intervention_other_name", other, position
    for position, arm in enumerate(study.arms):
        yield f"arms[{position}].label", "arm_label", arm.label, position
    for position, term in enumerate(study.condition_mesh):
        if not term.is_ancestor:
            yield f"condition_mesh[{position}]", "condition_mesh", term.term, position


def _long_texts(study: Study) -> Iterator[tuple[str, str, str, int]]:
    """Yield name, kind, text and position of the texts that are read for cancer trials only."""
    for position, item in enumerate(study.interventions):
        if item.description:
            yield f"interventions[{position}].description", "intervention_description", item.description, position
    for position, arm in enumerate(study.arms):
        if arm.description:
            yield f"arms[{position}].description", "arm_description", arm.description, position
    for name in ("brief_summary", "detailed_description", "eligibility", "study_population"):
        if text := getattr(study, name):
            yield name, name, text, -1


# A treatment with the words that name it, and what finds these in a passage.
Kind = tuple[Treatment, Evidence]
Named = Callable[[StudyTexts, Passage], Iterator[Kind]]
