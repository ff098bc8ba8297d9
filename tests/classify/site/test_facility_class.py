"""The end-user class of a trial site, derived from its name."""

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.classify.site.facility_class import (
    DEFAULT_RULE,
    FacilityClassifier,
    FacilityRule,
    FacilityVerdict,
    fold_name,
)
from trialscape.errors import ConfigError

CHECKOUT = Path(__file__).resolve().parents[3]
RULE_FILE = CHECKOUT / "config" / "terms" / "facilities.csv"
GOLD_FILE = CHECKOUT.parent / "shared" / "gold" / "facilities-dev.jsonl"
LOWEST_ACCURACY = 0.90


def shipped_rules() -> list[FacilityRule]:
    with RULE_FILE.open(encoding="utf-8", newline="") as lines:
        return [
            FacilityRule(row["rule"], row["class"], row["kind"], row["pattern"], int(row["priority"]), row["why"])  # type: ignore[arg-type]
            for row in csv.DictReader(lines)
        ]


SHIPPED = FacilityClassifier(shipped_rules())


def classify_facility(name: str, rules: list[FacilityRule]) -> FacilityVerdict:
    """Classify one name by a few rules."""
    return FacilityClassifier(rules).classify(name)


def rule(name: str, pattern: str, **changes: object) -> FacilityRule:
    row: dict[str, object] = {"end_user": "academic", "kind": "word", "priority": 50, "why": "A test.", **changes}
    return FacilityRule(rule=name, pattern=pattern, **row)  # type: ignore[arg-type]


NAMES = [
    # University words in the registry's languages, with and without accents.
    ("Universitätsklinikum Freiburg", "academic"),
    ("Hospital Universitario Marqués de Valdecilla", "academic"),
    ("CHU de Nantes - Hôtel Dieu", "academic"),
    ("Azienda Ospedaliero Universitaria di Parma", "academic"),
    ("Uniwersyteckie Centrum Kliniczne", "academic"),
    ("Fakultní nemocnice Brno", "academic"),
    ("Ankara Training and Research Hospital", "academic"),
    # A university hospital's clinic is not a specialty clinic.
    ("University of Iowa, Department of Dermatology Clinic", "academic"),
    # Named centres that never say "university".
    ("Institut Gustave Roussy", "academic"),
    ("Memorial Sloan Kettering Basking Ridge", "academic"),
    ("Asan Medical Center", "academic"),
    ("Shandong Cancer Hospital", "academic"),
    ("Texas Oncology-Austin Midtown", "specialty_clinic"),
    ("NEXT Oncology Virginia", "specialty_clinic"),
    ("Hautarztpraxis Dr. Müller", "specialty_clinic"),
    ("Asthma and Allergy Associates, PC", "specialty_clinic"),
    ("Velocity Clinical Research, Boise", "cro_site"),
    ("Centro de Investigaciones Clinicas", "cro_site"),
    # A hospital's research office is still the hospital.
    ("Mercy Hospital Clinical Research Department", "general_hospital"),
    ("Ospedale di Circolo", "general_hospital"),
    ("Länssjukhuset Ryhov", "general_hospital"),
    ("Veterans Affairs Medical Center", "general_hospital"),
    ("Kent County Memorial Hospital", "general_hospital"),
    ("Research Site", "undisclosed"),
    ("Local Institution - 0009", "undisclosed"),
    ("Investigational Site Number : 0760003", "undisclosed"),
    ("Novartis Investigative Site", "undisclosed"),
    ("GSK Investigational Site", "undisclosed"),
    # A sponsor's site number behind a real name hides nothing.
    ("Sheba Medical Center ( Site 0401)", "academic"),
]


@pytest.mark.parametrize(("name", "end_user"), NAMES)
def test_the_shipped_rules_classify_facility_names(name: str, end_user: str) -> None:
    assert SHIPPED.classify(name).end_user == end_user


def test_the_quotation_keeps_the_spelling_of_the_name() -> None:
    verdict = SHIPPED.classify("Service d'urologie, UNIVERSITÉ de Liège")
    assert [(found.start, found.end, found.quote) for found in verdict.quotations] == [(20, 30, "UNIVERSITÉ")]
    assert verdict.rule == "academic.university_prefix"
    assert not verdict.is_default


@pytest.mark.parametrize("name", ["", "   ", "Zyzzyva", "木"])
def test_a_name_without_a_matching_rule_gets_the_default(name: str) -> None:
    verdict = SHIPPED.classify(name)
    assert (verdict.end_user, verdict.rule, verdict.quotations, verdict.is_default) == ("other", DEFAULT_RULE, (), True)


def test_higher_priority_wins_whatever_the_order_of_the_rules() -> None:
    low = rule("low", "hospital", end_user="general_hospital", priority=10)
    high = rule("high", r"\bcollege\b", kind="regex", priority=20)
    for rules in ([low, high], [high, low]):
        assert classify_facility("College Hospital", rules).rule == "high"
    low_regex = rule("low", r"\bhospital\b", kind="regex", end_user="general_hospital", priority=10)
    assert classify_facility("College Hospital", [low_regex, rule("high", "college", priority=20)]).rule == "high"


def test_at_equal_priority_the_longest_quotation_wins_and_then_the_earliest() -> None:
    rules = [rule("short", "clinic"), rule("long", "day clinic"), rule("other", "centre")]
    assert classify_facility("Centre for Day Clinic", rules).rule == "long"
    assert classify_facility("Clinic Centre", [rule("a", "centre"), rule("b", "clinic")]).rule == "b"


def test_words_match_whole_words_and_prefixes_match_word_starts() -> None:
    assert classify_facility("Vaccination Unit", [rule("va", "va")]).is_default
    assert classify_facility("Multiversity", [rule("u", "vers|univers", kind="prefix")]).is_default
    assert classify_facility("Universidade do Porto", [rule("u", "univers", kind="prefix")]).end_user == "academic"
    assert classify_facility("Centro de Pesquisas", [rule("p", "de pesq", kind="prefix")]).end_user == "academic"


def test_punctuation_and_apostrophes_separate_words() -> None:
    rules = [rule("x", "people s hospital|jean minjoz")]
    for name in ("People's Hospital", "People’s Hospital", "PEOPLE'S-HOSPITAL", "Hôpital Jean-Minjoz"):
        assert classify_facility(name, rules).rule == "x"


def test_every_faulty_rule_is_reported_at_once() -> None:
    rules = [
        rule("twice", "a"),
        rule("twice", "b"),
        rule("class", "c", end_user="hotel"),
        rule("kind", "d", kind="glob"),
        rule("broken", "(", kind="regex"),
        rule("blank", "", kind="regex"),
        rule("hole", "e||f"),
        rule("short", "uni", kind="prefix"),
    ]
    with pytest.raises(ConfigError) as caught:
        FacilityClassifier(rules)
    found = [(fault.item, fault.key) for fault in caught.value.faults]
    assert found == [
        ("twice", "rule"),
        ("class", "class"),
        ("kind", "kind"),
        ("broken", "pattern"),
        ("blank", "pattern"),
        ("hole", "pattern"),
        ("short", "pattern"),
    ]


@given(st.text())
def test_folding_keeps_the_length_of_a_name(text: str) -> None:
    assert len(fold_name(text)) == len(text)


@given(st.text() | st.lists(st.sampled_from([word for name, _ in NAMES for word in name.split()])).map(" ".join))
def test_any_text_is_classified_with_exact_offsets(text: str) -> None:
    verdict = SHIPPED.classify(text)
    assert verdict.is_default == (not verdict.quotations)
    for found in verdict.quotations:
        assert found.quote
        assert text[found.start : found.end] == found.quote


def test_shipped_rules_are_sorted_and_have_reasons() -> None:
    rules = shipped_rules()
    assert [row.rule for row in rules] == sorted(row.rule for row in rules)
    assert all(row.why.endswith(".") for row in rules)


@pytest.mark.skipif(not GOLD_FILE.exists(), reason="the hand-labelled site names are absent")
def test_expressions_of_the_rules_match_a_bounded_number_of_characters() -> None:
    # An unbounded reach from any place takes time that grows with the square of the length of a name.
    unbounded = re.compile(r"(?<!\\)\.[*+]|\[\^[^\]]*\][*+]")
    patterns = [row.pattern for row in shipped_rules() if row.kind == "regex" and not row.pattern.startswith("^")]
    assert [pattern for pattern in patterns if unbounded.search(pattern)] == []


@pytest.mark.skipif(not GOLD_FILE.is_file(), reason="the hand-labelled site names are not beside this checkout")
def test_accuracy_on_hand_labelled_names() -> None:
    gold = [json.loads(line) for line in GOLD_FILE.read_text(encoding="utf-8").splitlines()]
    right = sum(SHIPPED.classify(row["facility"]).end_user == row["end_user"] for row in gold)
    assert right / len(gold) >= LOWEST_ACCURACY
