"""Wordings by which an arm, or a summary without arms, says that a treatment is there for comparison only."""

import pytest

from tests.support.records.trials import classify, make_study

DRUG = "DRUG"


def labels_of_two_arms(label: str, description: str = "") -> list[str]:
    """Return the labels of a trial whose second arm, typed experimental, gives docetaxel."""
    return classify(
        make_study(
            "Tiragolumab in Lung Cancer",
            ["Lung Cancer"],
            [(DRUG, "Tiragolumab", ["A"]), (DRUG, "Docetaxel", [label])],
            [("EXPERIMENTAL", "A"), ("EXPERIMENTAL", label, description)],
        )
    ).labels("modality")


@pytest.mark.parametrize(
    "description",
    [
        "Docetaxel 75 mg/m2 every three weeks as the reference",
        "Docetaxel i.v.; this group is the reference group",
        "The reference is docetaxel.",
        "Docetaxel, the comparator",
        "Docetaxel every 21 days for comparison. Treatment goes on until progression.",
        "Docetaxel is the standard with which the antibody is compared",
        "Patients of this group get docetaxel and are the controls",
        "Docetaxel (reference)",
    ],
)
def test_an_arm_described_as_the_reference_is_not_under_study(description: str) -> None:
    assert labels_of_two_arms("B", description) == ["tigit"]


@pytest.mark.parametrize(
    "description",
    [
        "Docetaxel at the reference dose",
        "Docetaxel; the reference scan is made in week 0",
        "Docetaxel, with biopsies as the reference standard for the response",
        "Docetaxel with control of the tumour as the aim",
        "Docetaxel, with dose reductions that follow its label, and a long description as the control of another arm",
    ],
)
def test_other_references_make_no_comparator(description: str) -> None:
    assert labels_of_two_arms("B", description) == ["chemo", "tigit"]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Docetaxel for disease control; dexamethasone with blood sugar control", ["chemo", "tigit"]),
        ("Docetaxel, with dexamethasone as premedication", ["chemo", "tigit"]),
        ("Docetaxel, with dexamethasone against nausea", ["chemo", "tigit"]),
        ("Docetaxel, with dexamethasone with close glucose monitoring", ["chemo", "tigit"]),
        ("Docetaxel with cisplatin for disease control", ["chemo", "tigit"]),
        ("Docetaxel and bevacizumab with disease control as the aim", ["chemo", "targeted", "tigit"]),
    ],
)
def test_a_drug_against_side_effects_in_an_arm_is_not_under_study(description: str, expected: list[str]) -> None:
    assert labels_of_two_arms("B", description) == expected


@pytest.mark.parametrize(
    "label",
    [
        "Docetaxel as the reference",
        "Docetaxel = reference",
        "Docetaxel [control]",
        "Comparison: docetaxel",
        "Docetaxel for comparison",
        "Bras contrôle",
        "Grupo control",
    ],
)
def test_an_arm_labelled_as_the_reference_is_not_under_study(label: str) -> None:
    assert labels_of_two_arms(label) == ["tigit"]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Tiragolumab is tested with docetaxel as the reference.", ["tigit"]),
        ("Half of the patients get tiragolumab; the other half get docetaxel as control.", ["tigit"]),
        ("Docetaxel is the reference treatment.", ["tigit"]),
        ("Everyone will receive either tiragolumab or docetaxel. In Arm 2 (control), docetaxel is given.", ["tigit"]),
        ("Everyone will receive either tiragolumab or docetaxel.", ["chemo", "tigit"]),
        (
            "Patients receive either tiragolumab with docetaxel or docetaxel. Arm B (control): docetaxel.",
            ["chemo", "tigit"],
        ),
        ("Arm 1 (control) gets docetaxel and arm 2 gets docetaxel plus tiragolumab.", ["chemo", "tigit"]),
        ("Docetaxel serves as the reference for tiragolumab.", ["tigit"]),
        ("Docetaxel is given with tiragolumab; the reference range of the laboratory counts.", ["chemo", "tigit"]),
        ("Tiragolumab joins docetaxel, with a biopsy as the reference standard.", ["chemo", "tigit"]),
    ],
)
def test_a_summary_names_the_reference(summary: str, expected: list[str]) -> None:
    listed = [(DRUG, "Tiragolumab"), (DRUG, "Docetaxel")]
    study = make_study("Tiragolumab in Lung Cancer", ["Lung Cancer"], listed, brief_summary=summary)
    assert classify(study).labels("modality") == expected
