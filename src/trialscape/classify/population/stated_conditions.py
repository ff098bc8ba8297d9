"""Conditions of a record that the rest of its text does not support.

Some collections replace the conditions by tags found by single words: "Cervical Cancer" for a trial of head and neck
cancer, "Ovarian Cancer" for one of ovulation. In: the diseases that a record's short texts name. Out: those diseases
without the tags that no field supports, or that all are such tags.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from trialscape.classify.population.meant_diseases import Pair
from trialscape.classify.text.study_texts import StudyTexts

# Of shorter texts, nothing can be concluded from what they leave out.
_ENOUGH = 300
# A longer list of conditions is the record's own.
_MOST_TAGS = 3
# Sites are compared by their first letters, so that "ovarian" agrees with "ovary" and "cervical" with "cervix".
_ROOT = 5
# "In situ carcinoma of the cervix" is an exemption from the exclusion of other cancers.
_NEAR = 25
_OTHER = ("brief_title", "official_title", "keywords", "arm_label", "brief_summary", "detailed_description")
_SITE = re.compile(r"^(?:cancer of the )?([a-z]{5,}|lung|head and neck) (?:cancer|neoplasms?|carcinoma)$")
_HEAD_AND_NECK = re.compile(
    r"head[ ,&-]+(?:and )?neck (?:cancer|carcin|squamous|tumou?r|malig|neopl)|hnscc|scchn|aero-?digestive"
    r"|(?:pharyn|laryn|oral|tongue|sinonasal|mouth)\w*(?: \w+)? (?:cancer|carcin|squamous|tumou?r|malig|neopl)"
)
_DISEASE = r"(?:cancer|carcinom|neoplas|tumou?r|malignan|sarcom|adenocarcinom|squamous)"
_TREATMENTS = ("arm_description", "intervention_name", "intervention_description")
_ACRONYM = re.compile(r"(?:[Pp]a?ediatric )?[A-Z][A-Z0-9/]{1,6}s?")
# Words that a record about a cancer with an acronym has beside it.
_ONCOLOGY = re.compile(
    r"cancer|carcin|tumou?r(?! necrosis)|neoplas|malign|metasta|oncolog|leuk|lymphom|myelom|sarcom|melanom|blast"
    r"|gliom|chemo(?!kine)|ecog\b|karnofsky|marrow|remission|relaps|refractor|recist|transplant|radiother|irradiat"
    r"|tinib\b|mab\b|[tn]k? cells?\b|cytogenet|philadelphia|progression|resect|nephrectom|surviv"
)
# Words of a record about cancer, its diagnosis or its treatment; the necrosis factor is a protein.
_ABOUT_CANCER = re.compile(
    r"cancer|carcin|tumou?r(?! necrosis)|neoplas|malign|metasta|oncolog|leuka?em|lymphom|myelom|sarcom|melanom|blastom"
    r"|gliom|cytom|chemo(?!kine)|radiother|radiat|irradiat|brachy|ecog\b|karnofsky|recist|palliat|surviv|nsclc|sclc"
    r"|resect|ectom|transplant|screening|smok|papilloma|hpv|biops|polyp|colonosc|mammogra|hospice|cytolog|cytopath"
    r"|(?:pancreatic|ovarian|adnexal|renal|breast|lung|hepatic|liver|thyroid|gastric) mass(?:es)?\b"
    # Drugs that are given for cancer alone.
    r"|immunotherap|checkpoint inhib|lizumab\b|volumab\b|limab\b|tamig\b|platin\b|taxel\b|rubicin\b|citabine\b"
    # Receptors, antigens and mutations that such records name.
    r"|\bcar[- ]?ts?\b|chimeric (?:antigen )?receptor|t[- ]?cell receptor|\btcr-?ts?\b|engineered (?:t|nk|lympho)"
    r"|(?:rising|elevated|serum|high|raised) psa\b"
    r"|\bpsa\b(?= (?:level|value|doubling|progress|recurr|relapse|nadir|test|screen|rise|of|[<>\d]))"
    r"|prostate[- ]specific antigen|\bk-?ras\b|\bbraf\b|\begfr\b|\bher-?2\b|\bbrca|\bpsma\b"
)


def means_otherwise(reading: StudyTexts, pairs: list[Pair], others: Mapping[str, tuple[str, ...]]) -> list[Pair]:
    """Return ``pairs`` without the acronyms that words of the record expand otherwise, as ``others`` lists them."""
    acronyms = {item.quote for _, item in pairs if item.quote in others}
    if not acronyms:
        return pairs
    texts = [passage.folded for passage in reading.of_kind("conditions", *_OTHER)]
    meant = {name for name in acronyms if any(word in text for word in others[name] for text in texts)}
    return [pair for pair in pairs if pair[1].quote not in meant]


def are_unsupported(reading: StudyTexts, pairs: list[Pair], included: int, products: frozenset[str]) -> bool:
    """Return whether nothing supports the cancers of the conditions: no other word, and none of ``products``."""
    unsupported = are_tags(reading, pairs, included) or are_stray(reading, pairs, included)
    return unsupported and not gives_product(reading, products)


def gives_product(reading: StudyTexts, products: frozenset[str]) -> bool:
    """Return whether a listed intervention or a title names one of ``products``."""
    passages = reading.of_kind("intervention_name", "intervention_description", "brief_title", "official_title")
    return any(
        products.intersection(hit.concept.modality) for text in passages for hit in reading.treatments(text.name)
    )


def are_stray(reading: StudyTexts, pairs: list[Pair], included: int) -> bool:
    """Return whether only acronyms or indexed terms name a cancer, and no other word of the record speaks of one.

    "Pediatric ALL" may mean all children, LGG a bacterium, and the registry's indexing errs. Of the eligibility text
    the first ``included`` characters, the inclusion criteria, count.
    """
    if not pairs or len(reading.outline.folded) < _ENOUGH:
        return False
    if not all(_ACRONYM.fullmatch(item.quote) or item.field.startswith("condition_mesh") for _, item in pairs):
        return False
    texts = [reading.outline.folded[:included]]
    texts += [passage.folded for passage in reading.of_kind("conditions", *_OTHER, *_TREATMENTS)]
    return not any(map(_ONCOLOGY.search, texts))


def are_tags(reading: StudyTexts, pairs: list[Pair], included: int) -> bool:
    """Return whether cancers of an organ among the conditions are all that a record says of cancer.

    Of the eligibility text the first ``included`` characters, the inclusion criteria, count.
    """
    if not 0 < len(pairs) <= _MOST_TAGS or len(reading.outline.folded) < _ENOUGH:
        return False
    # Titles come last, and most of them name the disease.
    if not all(evidence.field.startswith("conditions") for _, evidence in reversed(pairs)) or not all(
        map(_site, pairs)
    ):
        return False
    texts = [reading.outline.folded[:included]]
    texts += [passage.folded for passage in reading.of_kind(*_OTHER, "arm_description", "intervention_name")]
    return not any(map(_ABOUT_CANCER.search, texts))


def without_tags(reading: StudyTexts, pairs: list[Pair], exact: list[Pair]) -> list[Pair]:
    """Return the diseases without those of conditions that titles, summary and criteria do not support.

    A tag counts as unsupported only where the titles name exact diseases, of ``exact``, that cover all other
    conditions.
    """
    tagged = [pair for pair in pairs if pair[1].field.startswith("conditions") and _site(pair)]
    if not tagged or len(reading.outline.folded) < _ENOUGH:
        return pairs
    titled = [pair for pair in pairs if pair[1].field.endswith("_title")]
    names = {hit.concept.name for hit, _ in titled}
    labels = {label for hit, _ in titled for label in hit.concept.labels}
    foreign = [
        pair for pair in exact if pair[1].field.startswith("conditions") and not labels & set(pair[0].concept.labels)
    ]
    if not titled or not foreign or any(pair not in exact for pair in titled):
        return pairs
    dropped = [pair for pair in tagged if pair[0].concept.name not in names and not _is_named(reading, _site(pair))]
    return pairs if any(pair not in dropped for pair in foreign) else [pair for pair in pairs if pair not in dropped]


def _site(pair: Pair) -> str:
    """Return the organ of a condition such as "Ovarian Cancer", or "" for any other."""
    found = _SITE.match(pair[1].quote.lower())
    return found[1] if found else ""


def _is_named(reading: StudyTexts, site: str) -> bool:
    """Return whether a field names a cancer of the organ, other than the cured ones that criteria allow."""
    words = _cancer_of(site[:_ROOT])
    texts = [reading.outline.folded, *(passage.folded for passage in reading.of_kind(*_OTHER))]
    return any(
        "in situ" not in text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        for text in texts
        for found in words.finditer(text)
    )


@lru_cache(maxsize=64)
def _cancer_of(root: str) -> re.Pattern[str]:
    """Return an expression for a cancer of the organ that begins with ``root``."""
    if root == "head ":
        return _HEAD_AND_NECK
    return re.compile(rf"\b{root}\w*(?:[ ,/-]+\w+)? {_DISEASE}|{_DISEASE}\w* (?:of |in )?(?:the )?(?:uterine )?{root}")
