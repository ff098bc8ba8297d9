"""Report A's cancer types: from conditions, titles, keywords and arms, and in baskets from the eligible types.

Exact names come first. Unspecified tumours ("advanced solid tumours") make a trial one of many tumours unless its
conditions spell out a few; bare words such as "cancer" count only where nothing more exact is named.
"""

from collections.abc import Iterable

from trialscape.classify.population.basket import BasketReader
from trialscape.classify.population.meant_diseases import NamedDiseaseReader, Pair, named_diseases
from trialscape.classify.population.stated_conditions import are_unsupported, means_otherwise, without_tags
from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.study_texts import ShortTexts, StudyTexts, quote
from trialscape.classify.text.vocabulary import Disease
from trialscape.config.files.expressions import Searcher
from trialscape.config.rules.axes import CancerRules
from trialscape.verdict import Evidence, Verdict

AXIS = "cancer"
_STRONG = ("conditions", "brief_title", "official_title", "keywords", "arm_label")
_TITLES = ("conditions", "brief_title", "official_title")
Labels = dict[str, list[Evidence]]
_NO_CANCER = Verdict(AXIS, "none", "cancer-default", is_default=True)


class CancerReader:
    """Labels the diseases of one study."""

    def __init__(self, rules: CancerRules) -> None:
        self._rules = rules
        self._vague = frozenset(rules.vague_entities)
        self._products = rules.support_a_condition
        self._group = {name: group for group, names in rules.groups.items() for name in names}
        self._sites = frozenset(rules.narrowed_in_text)
        self._basket_words = rules.basket.compiled()
        self._basket = BasketReader(rules)
        self._meaning = NamedDiseaseReader(rules)
        self._unspecified = rules.unspecified.compiled()
        self._stage = rules.stage_words.compiled()
        self._marker = rules.marker_basket.compiled()
        self._open_list = rules.open_list.compiled()
        self._solid = rules.solid_tumours.compiled()
        self._not_a_patient = rules.not_a_patient.compiled()
        self._vague_words = rules.vague_words.compiled()
        self._operation = rules.cancer_operation.compiled()

    def concerns(self, head: ShortTexts) -> bool:
        """Return whether the short texts allow a study about cancer.

        A record without conditions may still list cancer drugs, so it is read on.
        """
        if not head.study.conditions:
            return True
        if any(disease.labels for disease in head.diseases()):
            return True
        if any(self._vague_words.search(folded) for folded in head.of_kind(*_TITLES)):
            return True
        return self._operation.search(head.folded) is not None and "cancer" in head.study.eligibility.lower()

    def verdicts(self, reading: StudyTexts) -> list[Verdict]:
        """Return the cancer verdicts; ``none``, as a default, if the study is not about cancer."""
        pairs = self._without_wider(self._meaning.of_many(reading, self._meaning.pairs(reading, _STRONG)))
        if reading.study.conditions and all(pair[1].field.startswith("arms") for pair in pairs):
            # An acronym in an arm's label ("LGG") does not make a cancer trial of a record that names no cancer.
            pairs = pairs if self._matches(reading, self._vague_words) else []
        pairs = pairs or [
            pair for passage in reading.of_kind("condition_mesh") for pair in named_diseases(reading, passage)
        ]
        pairs = means_otherwise(reading, pairs, self._rules.other_acronyms)
        included = self._basket.included(reading)
        if are_unsupported(reading, pairs, included, self._products):
            return [_NO_CANCER]
        pairs = without_tags(reading, pairs, self._exact(pairs))
        if not reading.study.conditions and self._says_no_type(reading, pairs):
            pairs = self._meaning.in_prose(reading, included, wide=not pairs) or pairs
        elif not pairs and self._matches(reading, self._operation):
            pairs = self._meaning.in_criteria(reading, included)
        if any(_is_blood(hit) for hit, _ in pairs) and self._is_solid_only(reading, included):
            pairs = [pair for pair in pairs if not _is_blood(pair[0])]
        exact = self._narrowed(reading, self._exact(pairs), included)
        found: Labels = {}
        for hit, evidence in exact:
            for label in hit.concept.labels:
                found.setdefault(label, []).append(evidence)
        many = (
            self._many_cancers(reading, pairs, exact, included)
            or self._open_ended(reading, exact)
            or (self._basket.any_tumour(reading, included) if exact else [])
            or self._titled_solid(reading, exact, included)
        )
        if many:
            found.setdefault("pan_tumour", []).extend(many)
            found.setdefault("others", []).extend(many)
        if not found and not self._add_vague(reading, pairs, found):
            return [_NO_CANCER]
        if "pan_tumour" in found or self._matches(reading, self._basket_words) or self._basket.lists(reading, included):
            for label, evidence in self._basket.types(reading, included):
                found.setdefault(label, []).append(evidence)
        elif wanted := self._in_groups(exact):
            for label, evidence in self._basket.types(reading, included):
                if label in wanted:
                    found.setdefault(label, []).append(evidence)
        if any(hit.concept.name in self._rules.with_oesophagus for hit, _ in exact):
            found.setdefault("others", []).extend(self._basket.beyond_head_and_neck(reading, included))
        if len({self._group.get(hit.concept.name, hit.concept.name) for hit, _ in exact}) > 1:
            for label, evidence in self._basket.asked(reading, included):
                found.setdefault(label, []).append(evidence)
        return [
            Verdict(AXIS, label, f"cancer-{label}", tuple(dict.fromkeys(evidence)))
            for label, evidence in sorted(found.items())
            if evidence
        ]

    def _says_no_type(self, reading: StudyTexts, pairs: list[Pair]) -> bool:
        """Return whether a record names no cancer, or "cancer" without a type and without saying that it is any."""
        if not all(hit.concept.name in self._vague for hit, _ in pairs):
            return False
        return not pairs or not self._matches(reading, self._basket_words)

    def _narrowed(self, reading: StudyTexts, exact: list[Pair], included: int) -> list[Pair]:
        """Return the types that summary or inclusion criteria name, where the short texts name their site alone."""
        sites = {hit.concept.name for hit, _ in exact}
        if not sites or not sites <= self._sites:
            return exact
        groups = {self._group.get(site) for site in sites}
        for kind in ("brief_summary", "eligibility"):
            for passage in reading.of_kind(kind):
                limit = included if kind == "eligibility" else len(passage.text)
                types = [
                    (hit, evidence)
                    for hit, evidence in self._meaning.in_passage(reading, passage)
                    if evidence.start < limit and self._group.get(hit.concept.name) in groups
                    if hit.concept.name not in sites and not self._meaning.is_wide(hit.concept)
                ]
                if types:
                    return types
        return exact

    def _in_groups(self, exact: list[Pair]) -> frozenset[str]:
        """Return the labels that belong to a condition covering the tumours of several organs."""
        names = {hit.concept.name for hit, _ in exact} & set(self._rules.named_in_group)
        return frozenset(label for name in names for label in self._rules.generic.get(name, ()))

    def _titled_solid(self, reading: StudyTexts, exact: list[Pair], included: int) -> list[Evidence]:
        """Return the words of a criterion for an unspecified solid tumour, if no title is more exact."""
        titles = reading.of_kind("brief_title", "official_title")
        if not exact or not any(self._solid.search(passage.folded) for passage in titles):
            return []
        return self._basket.solid_of_no_kind(reading, included)

    def _without_wider(self, pairs: list[Pair]) -> list[Pair]:
        """Drop wide words where the titles name only their narrower cancers."""
        titled = {hit.concept.name for hit, evidence in pairs if evidence.field.endswith("_title")}
        dropped = {name for name, narrower in self._rules.within.items() if titled and titled <= set(narrower)}
        return [pair for pair in pairs if pair[0].concept.name not in dropped]

    def _is_solid_only(self, reading: StudyTexts, included: int) -> bool:
        """Return whether title and inclusion criteria both name solid tumours and neither names a blood cancer."""
        titles = list(reading.of_kind("brief_title", "official_title"))
        criteria = list(reading.of_kind("eligibility"))
        hits = [hit for passage in titles for hit in reading.diseases(passage.name)]
        hits += [hit for passage in criteria for hit in reading.diseases(passage.name, included)]
        return (
            not any(map(_is_blood, hits))
            and any(self._solid.search(passage.folded) for passage in titles)
            and any(self._solid.search(passage.folded, 0, included) for passage in criteria)
        )

    def _exact(self, pairs: list[Pair]) -> list[Pair]:
        """Return the pairs that name a disease, without a broad site name if a narrower one is present."""
        named = [pair for pair in pairs if not self._meaning.is_wide(pair[0].concept)]
        labels = {label for hit, _ in named for label in hit.concept.labels}
        return [pair for pair in named if not labels & set(self._rules.generic.get(pair[0].concept.name, ()))]

    def _many_cancers(self, reading: StudyTexts, pairs: list[Pair], exact: list[Pair], included: int) -> list[Evidence]:
        """Return the words which show that the trial is in many or unspecified tumours, or nothing."""
        in_conditions = [pair for pair in exact if pair[1].field.startswith("conditions")]
        groups = {self._group.get(hit.concept.name, hit.concept.name) for hit, _ in exact if not _is_blood(hit)}
        unspecified = [
            evidence
            for hit, evidence in pairs
            if "pan_tumour" in hit.concept.labels and hit.concept.name not in self._vague
        ]
        unspecified += self._unspecified_conditions(reading, groups) if exact else []
        named = {self._group.get(hit.concept.name, hit.concept.name) for hit, _ in in_conditions}
        if len(named) >= self._rules.few_types and _is_titled_exactly(pairs, exact):
            # "Solid neoplasm" among conditions is only a tag where conditions and titles both name the types.
            unspecified = [evidence for evidence in unspecified if not evidence.field.startswith("conditions")]
        elif (
            unspecified
            and len({hit.concept.name for hit, _ in in_conditions}) == 1
            and _is_titled_exactly(pairs, exact)
            and not self._basket.speaks_of_many(reading, included)
        ):
            unspecified = [evidence for evidence in unspecified if not evidence.field.startswith("conditions")]
        from_conditions = [evidence for evidence in unspecified if evidence.field.startswith("conditions")]
        if unspecified and (
            from_conditions or len(named) < self._rules.few_types or self._matches(reading, self._marker)
        ):
            titled = [evidence for evidence in unspecified if not evidence.field.startswith(("keywords", "arms"))]
            if titled or not exact:
                return unspecified
        return [evidence for _, evidence in exact] if len(groups) >= self._rules.many_types else []

    def _unspecified_conditions(self, reading: StudyTexts, groups: set[str]) -> list[Evidence]:
        """Return the conditions without a kind of tumour; with a single disease, words of stage mean its stage."""
        patterns = (self._unspecified, self._stage)[: 1 if len(groups) == 1 else 2]
        return [
            quote(passage, found.start(), found.end(), "population", "unspecified tumours")
            for passage in reading.of_kind("conditions")
            if (found := next(filter(None, (words.search(passage.folded) for words in patterns)), None)) is not None
            and not any(
                hit.concept.labels and not self._meaning.is_wide(hit.concept) for hit in reading.diseases(passage.name)
            )
        ]

    def _add_vague(self, reading: StudyTexts, pairs: list[Pair], found: Labels) -> bool:
        """Label trials that say only "cancer"; those whose participants have no cancer are left out."""
        if self._matches(reading, self._not_a_patient):
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

    def _open_ended(self, reading: StudyTexts, exact: list[Pair]) -> list[Evidence]:
        """Return the words of a title that add other types to the named ones ("melanoma and other cancers").

        Other malignancies beside blood cancers are blood cancers, unless the title says that they are solid.
        """
        in_blood = bool(exact) and all(_is_blood(hit) for hit, _ in exact)
        for passage in reading.of_kind("brief_title", "official_title"):
            found = self._open_list.search(passage.folded)
            if found is not None and not (in_blood and "solid" not in found.group()):
                return [quote(passage, found.start(), found.end(), "population", "other tumours")]
        return []

    def _matches(self, reading: StudyTexts, pattern: Searcher) -> bool:
        return any(pattern.search(passage.folded) for passage in reading.of_kind(*_TITLES))


def verdicts_from_treatment(words: Iterable[Evidence]) -> list[Verdict]:
    """Return ``others`` for a record that names no disease at all but lists cancer drugs."""
    evidence = tuple(words)
    return [Verdict(AXIS, "others", "cancer-by-treatment", evidence)] if evidence else []


def _is_titled_exactly(pairs: list[Pair], exact: list[Pair]) -> bool:
    """Return whether the titles name diseases of exact types alone."""
    titled = [pair for pair in pairs if pair[1].field.endswith("_title")]
    return bool(titled) and all(pair in exact for pair in titled)


def _is_blood(hit: Hit[Disease]) -> bool:
    return "haematologic" in hit.concept.labels
