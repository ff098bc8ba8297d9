"""A title also names causes of side effects, markers of the tumour and background drugs; none is under study."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention


def labels(title: str, *names: str) -> tuple[list[str], list[str], list[str]]:
    """Return modality, therapy and use of cells of a trial with these interventions."""
    found = classify(
        make_study(title, ("Breast Cancer",), interventions=[Intervention(name, "DRUG") for name in names])
    )
    return found.labels("modality"), found.labels("therapy"), found.labels("act")


@pytest.mark.parametrize(
    ("title", "given"),
    [
        ("Mycophenolate for Atezolizumab/Tiragolumab Hepatitis", "Mycophenolate"),
        ("Tofacitinib for Myositis After Pembrolizumab", "Tofacitinib"),
        ("Budesonide for Diarrhea From PD-1 Antibodies", "Budesonide"),
        ("Siltuximab for CAR-T Neurotoxicity", "Siltuximab"),
        ("Dexamethasone to Prevent Cytokine Release Syndrome With Tarlatamab", "Dexamethasone"),
        ("Probiotics in Patients on Durvalumab", "Probiotics"),
        ("Methotrexate for Joint Pain Due to Cemiplimab", "Methotrexate"),
    ],
)
def test_the_cause_of_a_side_effect_is_not_under_study(title: str, given: str) -> None:
    modality, therapy, cells = labels(title, given)
    assert (therapy, cells) == ([], ["none"])
    assert not {"pd1_pdl1", "tigit", "car_t", "tce"} & set(modality)


@pytest.mark.parametrize(
    "title",
    [
        "Changes in Tumor Infiltrating Lymphocytes During Epirubicin",
        "TILs as a Marker of Response to Epirubicin",
        "Epirubicin in Low-TIL Breast Cancer",
        "Tumor Infiltrating Lymphocytes After Epirubicin",
    ],
)
def test_lymphocytes_that_are_measured_are_no_product(title: str) -> None:
    modality, therapy, cells = labels(title, "Epirubicin")
    assert (modality, therapy, cells) == (["chemo"], [], ["none"])


def test_lymphocytes_that_a_condition_counts_are_no_product() -> None:
    def found(condition: str) -> list[str]:
        items = [Intervention("Pembrolizumab", "DRUG"), Intervention("VX-8", "DRUG")]
        study = make_study("VX-8 and Pembrolizumab", (condition, "Breast Cancer"), items, keywords=("TILs",))
        return classify(study).labels("modality")

    assert "til" not in found("High Tumor-Infiltrating Lymphocytes")


def test_lymphocytes_that_are_infused_are_a_product_though_a_title_counts_them() -> None:
    title = "Infusion of TIL in Patients With High Tumor-Infiltrating Lymphocyte Counts"
    assert classify(make_study(title, ("Melanoma",), [])).labels("modality") == ["til"]


def test_lymphocytes_that_are_given_are_a_product() -> None:
    modality, therapy, cells = labels("TILs After Fludarabine in Breast Cancer", "Autologous TILs")
    assert ("til" in modality, therapy, cells) == (True, ["cell_therapy"], ["autologous"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Durva + Treme", ["ctla4", "pd1_pdl1"]),
        ("Pembro/Lenva", ["pd1_pdl1", "targeted"]),
        ("Atezo-Bev", ["pd1_pdl1", "targeted"]),
        ("TVEC", ["oncolytic_virus"]),
        ("TDM-1", ["adc"]),
        ("AK112+chemo", ["bispecific_other", "chemo", "pd1_pdl1"]),
        ("Nab-P + Gem", ["chemo"]),
        ("R-CHP + Pola", ["adc", "chemo", "targeted"]),
        ("Epco + R2", ["targeted", "tce"]),
        ("InO + mini-HCVD", ["adc", "chemo"]),
        ("PD-L1xLAG-3 DuoBody", ["bispecific_other", "lag3", "pd1_pdl1"]),
        ("CD19xCD3 DuoBody", ["tce"]),
    ],
)
def test_short_names_of_drugs_are_known(name: str, expected: list[str]) -> None:
    assert labels("A Study in Advanced Cancer", name)[0] == expected


MECHANISMS = [
    ("VX-1, a DGK zeta/alpha inhibitor", "other_small_io"),
    ("VX-2 (aryl hydrocarbon receptor antagonist)", "other_small_io"),
    ("VX-3, a TREX1 inhibitor", "other_small_io"),
    ("VX-4 PI3K-gamma inhibitor", "other_small_io"),
    ("VX-5 CCR4 antagonist", "other_small_io"),
    ("VX-6 IDO1/TDO2 inhibitor", "ido1"),
    ("VX-7 SHP2 inhibitor", "targeted"),
    ("Actinium-225 lintuzumab", "radiation"),
]


@pytest.mark.parametrize(("name", "expected"), MECHANISMS)
def test_the_mechanism_in_a_name_gives_the_modality(name: str, expected: str) -> None:
    assert labels("A Study in Advanced Cancer", name)[0] == [expected]


def test_a_keyword_gives_the_class_of_the_only_product_unless_it_names_a_disease() -> None:
    def modality(keyword: str) -> list[str]:
        product = [Intervention("VX-8", "BIOLOGICAL")]
        return classify(make_study("VX-8", ("Lymphoma",), product, keywords=(keyword,))).labels("modality")

    assert modality("Oncolytic Virus") == ["oncolytic_virus"]
    assert modality("NK-cell Lymphoma") == ["other"]


@pytest.mark.parametrize(("name", "drug"), [("a Blinatumomab-like Peptide", False), ("Blinatumomab", True)])
def test_a_likeness_in_a_title_is_no_drug(name: str, drug: bool) -> None:
    study = make_study(f"Vaccination Against Lymphoma With {name}", ("Lymphoma",), [])
    assert ("tce" in classify(study).labels("modality")) is drug


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (("Nivolumab",), ["lag3", "pd1_pdl1"]),
        (("Relatlimab",), ["lag3", "other"]),
        (("VX-9",), ["other"]),
        (("Dexamethasone",), ["other"]),
    ],
)
def test_a_keyword_gives_the_class_of_the_only_unknown_product(others: tuple[str, ...], expected: list[str]) -> None:
    items = [Intervention(name, "BIOLOGICAL") for name in ("VX-8", *others)]
    study = make_study("VX-8", ("Melanoma",), items, keywords=("LAG-3 blocking antibody",))
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("VX-8 in Lymphoma That Came Back After CD19 CAR-T Cells or a CD20 x CD3 Bispecific T-cell Engager", ["other"]),
        ("VX-8 and a CD20 x CD3 Bispecific T-cell Engager in Lymphoma", ["tce"]),
        ("Consolidation After Concurrent or Sequential Radiotherapy in Lung Cancer With Durvalumab", ["pd1_pdl1"]),
        (
            "Patients Undergoing Partial or Radical Nephrectomy and Later Adjuvant Treatment With Pembrolizumab",
            ["pd1_pdl1"],
        ),
    ],
)
def test_the_second_of_two_earlier_treatments_is_earlier_too(title: str, expected: list[str]) -> None:
    items = [Intervention("VX-8", "DRUG")] if "VX-8" in title else []
    study = make_study(title, ("Lymphoma",), items)
    assert set(expected) <= set(classify(study).labels("modality"))
    assert "tce" in expected or "tce" not in classify(study).labels("modality")


@pytest.mark.parametrize(
    "name", ["Paclitaxel (control)", "Active comparator: Paclitaxel", "Paclitaxel [reference drug]"]
)
def test_a_drug_that_its_name_calls_the_control_is_not_under_study(name: str) -> None:
    assert labels("Tislelizumab in Breast Cancer", "Tislelizumab", name)[0] == ["pd1_pdl1"]
    assert labels("Paclitaxel in Breast Cancer", name)[0] == ["chemo"]


@pytest.mark.parametrize("label", ["Arm B (reference)", "Arm 2 - comparator", "Active comparator"])
def test_an_arm_of_type_other_that_compares_is_not_under_study(label: str) -> None:
    drugs = [("DRUG", "Tarlatamab", ("Arm A",)), ("DRUG", "Topotecan", (label,))]
    arms = [("EXPERIMENTAL", "Arm A"), ("OTHER", label)]
    found = classify(make_study("Tarlatamab in SCLC", ("Small Cell Lung Cancer",), interventions=drugs, arms=arms))
    assert found.labels("modality") == ["tce"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("QZ-4711 for Sarcoma That Has Been Completely Removed by Surgery", ["other"]),
        ("QZ-4711 for Sarcoma That Was Taken Out During Surgery", ["other"]),
        ("QZ-4711 Followed by Surgery in Sarcoma", ["other", "surgery"]),
    ],
)
def test_an_operation_that_removed_the_tumour_is_past(title: str, expected: list[str]) -> None:
    assert labels(title, "QZ-4711")[0] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("89Zr-atezolizumab Uptake in Lung Cancer", []),
        ("[89Zr]Zr-DFO-pertuzumab in Breast Cancer", []),
        ("Zirconium-89 Labelled Durvalumab in Lung Cancer", []),
        ("111In-DOTA-trastuzumab in Breast Cancer", []),
        ("Atezolizumab in Lung Cancer With 68Ga PET", ["pd1_pdl1"]),
        ("177Lu-girentuximab in Kidney Cancer", ["radiation"]),
    ],
)
def test_a_drug_with_an_imaging_nuclide_is_a_tracer(title: str, expected: list[str]) -> None:
    study = make_study(title, ["Cancer"], study_type="INTERVENTIONAL")
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("title", "listed", "expected"),
    [
        ("Neoadjuvant Chemo-immunotherapy", ["Pembrolizumab"], ["chemo", "pd1_pdl1"]),
        ("Neoadjuvant Chemo-immunotherapy", ["Carboplatin"], ["chemo", "pd1_pdl1"]),
        ("Chemo-immunotherapy With Indoximod", ["Indoximod", "Temozolomide"], ["chemo", "ido1"]),
    ],
)
def test_chemoimmunotherapy_means_the_named_immunotherapy(title: str, listed: list[str], expected: list[str]) -> None:
    study = make_study(title, ["Lung Cancer"], [("DRUG", name) for name in listed])
    assert classify(study).labels("modality") == expected
