"""What must hold for any record: quotations stand where they say, order does not matter, nothing crashes."""

import dataclasses
import random
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.records.trials import classifier, classify, make_study
from trialscape.classify.text.fold import fold
from trialscape.classify.text.lexicon import Lexicon
from trialscape.study.model import Arm, Intervention, Study
from trialscape.verdict import Classification, Evidence

WORDS = [
    "pembrolizumab", "Placebo", "anti-PD-1", "CTLA-4 inhibitor", "CAR-T cells", "TIL", "IL-2", "cyclophosphamide",
    "carboplatin", "radiotherapy", "versus", "progressed on", "prior", "no", "melanoma", "NSCLC", "solid tumors",
    "Exclusion Criteria:", "Inclusion Criteria:", "within 4 weeks", "autologous", "bispecific antibody", "CD3", "B7-H3",
    "vaccine", "surgery", "\n", "* ", "(", ")", "≥", "naïve", "α", "日本", "‑", "refractory", "adjuvant", ":", ".",
]  # fmt: skip
TEXT = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
NAMES = st.lists(TEXT, max_size=4).map(tuple)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Draw a study of words from the field in no sensible order."""
    labels = draw(st.lists(TEXT, min_size=0, max_size=3, unique=True))
    kinds = st.sampled_from(["EXPERIMENTAL", "ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "OTHER", ""])
    arms = tuple(Arm(label, draw(kinds), draw(TEXT)) for label in labels)
    types = st.sampled_from(["DRUG", "BIOLOGICAL", "PROCEDURE", "RADIATION", "OTHER", "DIETARY_SUPPLEMENT", ""])
    joined = st.lists(st.sampled_from(labels), max_size=2).map(tuple) if labels else st.just(())
    items = tuple(
        Intervention(draw(TEXT), draw(types), draw(TEXT), draw(joined), draw(NAMES))
        for _ in range(draw(st.integers(0, 4)))
    )
    return Study(
        "NCT00000001",
        brief_title=draw(TEXT),
        official_title=draw(TEXT),
        conditions=(*draw(NAMES), *draw(st.sampled_from([(), ("Melanoma",), ("Asthma",)]))),
        keywords=draw(NAMES),
        study_type=draw(st.sampled_from(["INTERVENTIONAL", "OBSERVATIONAL", ""])),
        arms=arms,
        interventions=items,
        eligibility=draw(TEXT),
        brief_summary=draw(TEXT),
    )


def text_of(study: Study, field: str) -> str:
    """Return the text that an evidence's field names, such as ``interventions[1].other_names[0]``."""
    value: object = study
    for name, position in re.findall(r"(\w+)(?:\[(\d+)\])?", field):
        value = getattr(value, name)
        if position:
            assert isinstance(value, tuple)
            value = value[int(position)]
    if field.startswith("condition_mesh"):
        value = getattr(value, "term", value)
    assert isinstance(value, str)
    return value


def quotations(result: Classification) -> list[Evidence]:
    """Return every quotation of winners and losers."""
    reported = [item for verdict in result.verdicts for item in verdict.evidence]
    return reported + [item for defeat in result.defeats for item in defeat.evidence]


@settings(max_examples=120, deadline=None)
@given(studies())
def test_every_quotation_equals_the_text_at_its_offsets(study: Study) -> None:
    for item in quotations(classify(study)):
        assert text_of(study, item.field)[item.start : item.end] == item.quote
        assert item.quote


@settings(max_examples=80, deadline=None)
@given(studies())
def test_every_label_has_evidence_or_is_marked_as_default(study: Study) -> None:
    result = classify(study)
    for verdict in result.verdicts:
        assert verdict.is_default == (not verdict.evidence)
    for axis in ("ici_setting", "resistance", "act"):
        assert len(result.labels(axis)) == 1


@settings(max_examples=80, deadline=None)
@given(studies(), st.integers(0, 1000))
def test_the_order_of_arms_and_interventions_does_not_matter(study: Study, seed: int) -> None:
    arms, items = list(study.arms), list(study.interventions)
    shuffle = random.Random(seed)
    shuffle.shuffle(arms)
    shuffle.shuffle(items)
    other = dataclasses.replace(study, arms=tuple(arms), interventions=tuple(items))
    first, second = classify(study), classify(other)
    for axis in ("modality", "therapy", "cancer", "act", "act_with", "strategy", "ici_setting", "resistance"):
        assert first.labels(axis) == second.labels(axis), axis


DRUGS = ["Ipilimumab", "Relatlimab", "Talimogene laherparepvec", "CAR-T cells", "Carboplatin", "Bevacizumab", "TIL"]
OWN_AXES = ("modality", "therapy", "strategy", "act", "act_with")


@settings(max_examples=60, deadline=None)
@given(studies(), st.sampled_from(DRUGS), st.sampled_from(["Placebo for {}", "{} placebo", "Matching placebo to {}"]))
def test_the_placebo_of_a_drug_adds_no_label(study: Study, drug: str, wording: str) -> None:
    placebo = Intervention(wording.format(drug), "DRUG", arm_labels=tuple(arm.label for arm in study.arms[:1]))
    # A study that lists nothing is read by its title alone, so the list must not become longer than empty.
    listed = (*study.interventions, Intervention("Nivolumab", "DRUG"))
    without = classify(dataclasses.replace(study, interventions=listed))
    beside = classify(dataclasses.replace(study, interventions=(*listed, placebo)))
    for axis in OWN_AXES:
        assert beside.labels(axis) == without.labels(axis), axis


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DRUGS), min_size=1, max_size=3, unique=True), st.sampled_from(DRUGS))
def test_a_drug_only_in_the_comparator_adds_no_label(studied: list[str], compared: str) -> None:
    arms = [("EXPERIMENTAL", "New"), ("ACTIVE_COMPARATOR", "Old")]
    listed = [("DRUG", name, ["New"]) for name in studied]
    without = classify(make_study(interventions=listed, arms=arms))
    beside = classify(make_study(interventions=[*listed, ("DRUG", compared, ["Old"])], arms=arms))
    for axis in ("modality", "therapy", "strategy", "act"):
        assert set(beside.labels(axis)) <= set(without.labels(axis)), axis


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DRUGS))
def test_a_drug_that_only_the_exclusions_name_adds_no_label(drug: str) -> None:
    text = "Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\n* Prior treatment with "
    plain = make_study(interventions=[("DRUG", "Tiragolumab")], eligibility=text + "any drug")
    named = make_study(interventions=[("DRUG", "Tiragolumab")], eligibility=text + drug)
    for axis in OWN_AXES:
        assert classify(named).labels(axis) == classify(plain).labels(axis), axis


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200), st.integers(0, 6))
def test_any_text_in_any_field_is_classified(text: str, place: int) -> None:
    arm, item = Arm(text, "EXPERIMENTAL", text), Intervention(text, "DRUG", text, (text,), (text,))
    fields: list[dict[str, object]] = [
        {"conditions": [text, "Melanoma"]},
        {"title": text},
        {"eligibility": text},
        {"brief_summary": text, "detailed_description": text},
        {"interventions": [item]},
        {"keywords": (text,), "official_title": text, "acronym": text, "study_population": text},
    ]
    # The last place fills all of them at once.
    chosen = fields[place] if place < len(fields) else {key: value for part in fields for key, value in part.items()}
    study = dataclasses.replace(make_study(**chosen), arms=(arm,))  # type: ignore[arg-type]
    for item_found in quotations(classify(study)):
        assert text_of(study, item_found.field)[item_found.start : item_found.end] == item_found.quote


TERMS = [
    "MK-3475",
    "anti-PD-1",
    "small cell lung cancer",
    "non-small cell lung cancer",
    "lung cancer",
    "NK cell",
    "4-1BB",
]


@given(
    st.lists(st.sampled_from([*TERMS, "MK 3475", "mk3475", "NK cells", "x", "-", " ", ",", "1", "anti"]), max_size=12)
)
def test_the_lexicon_equals_a_naive_search(parts: list[str]) -> None:
    text = " ".join(parts)
    (hits,) = Lexicon([(term, term) for term in TERMS]).find(fold(text), text)
    assert [(hit.start, hit.end, hit.concept) for hit in hits] == slow_hits(text)


def slow_hits(text: str) -> list[tuple[int, int, str]]:
    """Search each term with a separate expression, and keep the longest at the leftmost place."""
    found = []
    for term in TERMS:
        parts = re.findall(r"[a-z]+|\d+", term.lower())
        joints = ["" if left.isalpha() and right.isalpha() else "?" for left, right in pairwise(parts)]
        pattern = parts[0] + "".join(f"[ -]{joint}{part}" for joint, part in zip(joints, parts[1:], strict=True))
        for match in re.finditer(rf"(?=(?<![a-z0-9])({pattern})(?:(?![a-z0-9])|s(?![a-z0-9])))", text.lower()):
            found.append((match.start(1), -match.end(1), term))
    kept: list[tuple[int, int, str]] = []
    for start, negative_end, term in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, -negative_end, term))
    return kept


def test_rules_are_compiled_once() -> None:
    assert classifier() is classifier()
    assert classify(make_study()).rule_version == classifier().rules.version
