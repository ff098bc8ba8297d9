"""Therapy types, strategies, cell sources and cancers, as the guide rules them."""

import pytest

from tests.support.trials import classify, make_study
from trialscape.classify.overrides import overridden
from trialscape.config.places import OverrideRow

DRUG, CELLS = "DRUG", "BIOLOGICAL"

THERAPY = [
    (["Nivolumab", "Ipilimumab"], []),
    (["Nivolumab", "Relatlimab"], ["checkpoint_modulator"]),
    (["Nivolumab", "Carboplatin"], ["combination"]),
    (["Nivolumab", "Axitinib"], ["combination"]),
    (["Nivolumab", "Enfortumab vedotin"], ["combination"]),
    (["Carboplatin", "Bevacizumab"], []),
    (["Ivonescimab"], ["tce_bispecific"]),
    (["Epacadostat", "Pembrolizumab"], ["small_molecule_io"]),
    (["CAR-T cells"], ["cell_therapy"]),
]


@pytest.mark.parametrize(("drugs", "expected"), THERAPY)
def test_therapy_types(drugs: list[str], expected: list[str]) -> None:
    assert classify(make_study(interventions=[(DRUG, drug) for drug in drugs])).labels("therapy") == expected


def test_a_combination_needs_both_in_one_arm() -> None:
    arms = [("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B")]
    apart = make_study(arms=arms, interventions=[(DRUG, "Nivolumab", ["A"]), (DRUG, "Carboplatin", ["B"])])
    together = make_study(arms=arms, interventions=[(DRUG, "Nivolumab", ["A"]), (DRUG, "Carboplatin", ["A", "B"])])
    assert classify(apart).labels("therapy") == []
    assert classify(together).labels("therapy") == ["combination"]


def test_surgery_alone_makes_no_combination() -> None:
    study = make_study(interventions=[(DRUG, "Nivolumab"), ("PROCEDURE", "Surgical resection")])
    assert classify(study).labels("therapy") == []


STRATEGY = [
    (["Nivolumab"], ["coinhibitory"]),
    (["Nivolumab", "Bevacizumab"], ["coinhibitory", "tme"]),
    (["Bevacizumab"], []),
    (["Tebentafusp"], ["effector"]),
    (["Talimogene laherparepvec"], ["priming"]),
    (["Urelumab"], ["costimulatory"]),
    (["CHS-114"], ["tme"]),
    (["Dendritic cell vaccine"], ["priming"]),
]


@pytest.mark.parametrize(("drugs", "expected"), STRATEGY)
def test_strategies(drugs: list[str], expected: list[str]) -> None:
    assert classify(make_study(interventions=[(DRUG, drug) for drug in drugs])).labels("strategy") == expected


SOURCES = [
    ("Autologous CAR-T cells", "", "autologous"),
    ("CAR-T cells from healthy donors", "", "allogeneic"),
    ("CAR-T cells", "* Able to undergo leukapheresis", "autologous"),
    ("CAR-T cells", "", "unspecified"),
    ("TIL infusion", "", "autologous"),
    ("Autologous or allogeneic NK cells", "", "both"),
]


@pytest.mark.parametrize(("name", "eligibility", "expected"), SOURCES)
def test_sources_of_cells(name: str, eligibility: str, expected: str) -> None:
    assert classify(make_study(interventions=[(CELLS, name)], eligibility=eligibility)).label("act") == expected


PARTNERS = [
    ("* Inability to receive lymphodepleting chemotherapy", ["chemotherapy"]),
    ("* Prior cyclophosphamide within 4 weeks", []),
    ("* At least one resectable lesion to make the product", ["surgery"]),
    ("* Unresectable melanoma", []),
]


@pytest.mark.parametrize(("eligibility", "expected"), PARTNERS)
def test_what_goes_with_lymphocytes(eligibility: str, expected: list[str]) -> None:
    study = make_study(interventions=[(CELLS, "TIL infusion")], eligibility=eligibility)
    assert classify(study).labels("act_with") == expected


CANCERS = [
    (["Melanoma"], "", ["melanoma"]),
    (["Uveal Melanoma"], "", ["melanoma"]),
    (["Non-small Cell Lung Cancer"], "", ["nsclc"]),
    (["Small Cell Lung Cancer"], "", ["others"]),
    (["Lung Cancer"], "", ["others"]),
    (["Lung Cancer", "NSCLC"], "", ["nsclc"]),
    (["Kidney Cancer"], "", ["rcc"]),
    (["Head and Neck Cancer"], "", ["hnscc"]),
    (["Nasopharyngeal Carcinoma"], "", ["others"]),
    (["Non-melanoma Skin Cancer"], "", ["others"]),
    (["Multiple Myeloma"], "", ["haematologic", "others"]),
    (["Advanced Solid Tumors"], "", ["others", "pan_tumour"]),
    (["Melanoma", "Renal Cell Carcinoma"], "in Solid Tumors", ["melanoma", "rcc"]),
    (["Melanoma", "Advanced Solid Tumor"], "", ["melanoma", "others", "pan_tumour"]),
    (["Cancer"], "", ["others", "pan_tumour"]),
    (["Melanoma"], "of Tumor Response", ["melanoma"]),
    (
        ["Breast Cancer", "Ovarian Cancer", "Gastric Cancer", "Melanoma", "NSCLC"],
        "",
        ["melanoma", "nsclc", "others", "pan_tumour"],
    ),
    (["Asthma"], "", ["none"]),
    (["Benign Prostatic Hyperplasia"], "", ["none"]),
    (["Cigarette Smoking-Related Carcinoma"], "", ["none"]),
]


@pytest.mark.parametrize(("conditions", "title", "expected"), CANCERS)
def test_cancer_types(conditions: list[str], title: str, expected: list[str]) -> None:
    assert classify(make_study(f"A Study {title}", conditions)).labels("cancer") == expected


def test_eligible_types_of_a_basket_count_and_excluded_ones_do_not() -> None:
    text = "Inclusion Criteria:\n* Melanoma or renal cell carcinoma\n\nExclusion Criteria:\n* Prior NSCLC"
    study = make_study("A Study in Advanced Solid Tumors", ["Advanced Solid Tumors"], eligibility=text)
    assert classify(study).labels("cancer") == ["melanoma", "others", "pan_tumour", "rcc"]


def test_eligible_types_outside_a_basket_do_not_count() -> None:
    study = make_study("A Study in Breast Cancer", ["Breast Cancer"], eligibility="* No melanoma in five years")
    assert classify(study).labels("cancer") == ["others"]


def test_a_default_says_that_it_is_one_and_quotes_nothing() -> None:
    result = classify(make_study("A Study", ["Asthma"]))
    for verdict in result.verdicts:
        assert verdict.is_default
        assert verdict.evidence == ()


def test_an_override_replaces_the_axis_and_keeps_what_it_replaced() -> None:
    result = classify(make_study(interventions=[(DRUG, "Nivolumab")]))
    row = OverrideRow(
        nct_id="NCT00000001",
        axis="modality",
        label=("lag3",),
        reason="the sponsor says so",
        author="A. Curator",
        date="2026-11-01",
    )
    verdicts, lost = overridden(result.verdicts, row)
    given = [verdict for verdict in verdicts if verdict.axis == "modality"]
    assert [(verdict.label, verdict.evidence[0].quote) for verdict in given] == [("lag3", "the sponsor says so")]
    assert [(defeat.label, "override" in defeat.why) for defeat in lost] == [("pd1_pdl1", True)]
