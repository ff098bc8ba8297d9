"""Records without a list of interventions: titles by general words, and prose, tell what is under study."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention


def modality(title: str, summary: str = "", **more: str) -> list[str]:
    """Return the modalities of a trial that lists nothing."""
    study = make_study(title, ("Lung Cancer",), brief_summary=summary, **more)  # type: ignore[arg-type]
    return classify(study).labels("modality")


TITLES = [
    ("Safety and Efficacy of QX7 CAR-T Cells in B-Cell Lymphoma", ["car_t"]),
    ("A Study to Evaluate the Efficacy of Durvalumab in Bladder Cancer", ["pd1_pdl1"]),
    ("QX-9 With an Anti-PD-1 in Lung Cancer", ["pd1_pdl1"]),
    ("Efficacy and Toxicity of Olaparib in Ovarian Cancer", ["targeted"]),
    ("Ipilimumab With the KRX Vaccine in Melanoma", ["ctla4", "vaccine"]),
    ("Donor Natural Killer Cells Plus Trastuzumab in Solid Tumors", ["nk_cell", "targeted"]),
    ("Injection of Dendritic Cells Into Liver Tumors", ["other_cell"]),
    ("Neoadjuvant Chemotherapy for Gallbladder Cancer", ["chemo"]),
    ("Weekly Versus Three-Weekly Cisplatin With Radiotherapy", ["chemo", "radiation"]),
    ("Lymphocytes Transduced With a T-Cell Receptor in Solid Tumors", ["tcr_t"]),
    ("Autologous T Cells Engineered to Express T-Cell Receptors Against Neoantigens", ["tcr_t"]),
    ("177Lu-QX-087 in Patients With Prostate Cancer", ["radiation"]),
    ("Qexolimab in Melanoma", ["other_checkpoint"]),
    ("Qexolimab Versus Docetaxel in Lung Cancer", ["other_checkpoint"]),
    ("A Study to Compare QXR215 With Docetaxel in Lung Cancer", []),
    ("A Study to Compare Alisertib With Paclitaxel vs. Paclitaxel Alone", ["chemo", "targeted"]),
    ("Vemurafenib Plus PEG-Interferon in Melanoma", ["cytokine", "targeted"]),
    ("NK Cells Stimulated With IL-15 in Children", ["nk_cell"]),
]
OTHER_TITLES = [
    "Steroids for Colitis From an Anti-PD-1",
    "Biomarkers of the Efficacy of Durvalumab in Bladder Cancer",
    "Exercise to Improve the Efficacy of Durvalumab in Bladder Cancer",
    "Influenza Vaccine in Patients With Lung Cancer",
    "Gene Profile of NK-Cell Lymphoma",
    "Effects of Alcohol on Tumor Infiltrating Lymphocytes in Lung Cancer",
    "Quality of Life After Lutetium Therapy",
    "A Study of New Agents in Lung Cancer (MK-3475-01H)",
    "QXR-215 Versus Docetaxel in Lung Cancer",
    "Monitoring of NK Cells in Lung Cancer",
    "Cooling Caps for Hair Loss in Patients Receiving Chemotherapy",
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_tells_the_treatment_of_a_record_without_a_list(title: str, expected: list[str]) -> None:
    assert modality(title) == expected


@pytest.mark.parametrize("title", OTHER_TITLES)
def test_a_title_about_markers_infections_or_side_effects_tells_none(title: str) -> None:
    assert modality(title) == []


GIVEN = [
    ("The aim of the study is to find out whether durvalumab works in older people.", ["pd1_pdl1"]),
    ("Participants will receive tremelimumab once, then durvalumab every 4 weeks.", ["ctla4", "pd1_pdl1"]),
    ("Everyone gets olaparib by mouth. Group B also gets bevacizumab.", ["targeted"]),
    ("Giving monalizumab with cetuximab may work better than either drug.", ["other_checkpoint", "targeted"]),
    ("Monoclonal antibodies, such as relatlimab, may help the immune system attack tumor cells.", ["lag3"]),
    ("This trial tests QX-77 alone and in combination with tiragolumab and atezolizumab.", ["pd1_pdl1", "tigit"]),
    ("This study tests QX-9 in combination with an anti-PD-1 in sarcoma.", ["pd1_pdl1"]),
    ("Immunotherapy with monoclonal antibodies, such as daratumumab, may help the immune system.", ["targeted"]),
    ("First, relatlimab is given over 60 minutes.", ["lag3"]),
    ("The purpose is to compare the efficacy and cost of durvalumab with those of an operation.", ["pd1_pdl1"]),
    ("This study tests whether durvalumab caused more tumors to shrink.", ["pd1_pdl1"]),
    ("The aim is to study durvalumab at dose levels 1 to 3.", ["pd1_pdl1"]),
    ("The study measures the decline of the marker on olaparib.", ["targeted"]),
    ("Participants receive a questionnaire about exercise, and durvalumab.", ["pd1_pdl1"]),
    ("Participants will receive durvalumab after a decision of the board.", ["pd1_pdl1"]),
    ("Patients are treated with talimogene laherparepvec, followed by radiation.", ["oncolytic_virus", "radiation"]),
    ("Researchers want to know if 2 antibody drug conjugates can help treat lung cancer.", ["adc"]),
    ("Safety of QX-308, an anti-CCR8 antibody, alone or with other drugs.", ["other_checkpoint"]),
    ("Substudy B tests tiragolumab ± bevacizumab.", ["targeted", "tigit"]),
    ("In Part 2, tiragolumab plus gemcitabine and cisplatin are investigated.", ["chemo", "tigit"]),
    (
        "Substudy 2 will evaluate tiragolumab plus standard of care chemotherapy, with ramucirumab.",
        ["targeted", "tigit"],
    ),
    ("Arm 1: nivolumab + relatlimab, and enrollment into this arm has been completed.", ["lag3", "pd1_pdl1"]),
    ("QX-9 is combined with approved drugs, such as cemiplimab.", ["pd1_pdl1"]),
    ("The recommended dose of QX-9 in combination with spartalizumab will be found.", ["pd1_pdl1"]),
    (
        "The study tests tiragolumab in adults whose cancer came back after approved drugs and prior nivolumab.",
        ["tigit"],
    ),
    (
        "The following combinations are tested:\n\n* QX-9 with nivolumab\n* QX-9 with etrumadenant",
        ["other_small_io", "pd1_pdl1"],
    ),
    (
        "The combinations tested are: * QX-9 with nivolumab * QX-9 with standard of care docetaxel",
        ["chemo", "pd1_pdl1"],
    ),
]
NOT_GIVEN = [
    "Durvalumab has been approved for this stage.",
    "Patients whose tumor progressed on durvalumab take part in this study.",
    "The study enrolls patients who received olaparib.",
    "The control group will receive docetaxel.",
    "QX-9 is tested for fever in people who will receive CAR T-cell therapy.",
    "Nivolumab has also been shown to help after sunitinib.",
    "This study assesses the impact of QX-9 in combination with QX-8 on tumor infiltrating lymphocyte density.",
    "This study assesses the expression of B7-H3 and PD-L1.",
    "Earlier studies of olaparib showed a benefit.",
    "Participants will receive standard of care therapy, for example docetaxel.",
    "The study tests QX-9 in adults who had prior nivolumab.",
    "The following drugs were approved:\n\n* nivolumab\n* ipilimumab",
    "Serum is taken from participants who receive chemotherapy.",
    "The aim is to study the harm that durvalumab caused.",
    "We examine lung damage durvalumab provoked.",
    "We study durvalumab-induced colitis.",
    "The purpose of this study is to estimate the price of olaparib.",
    "The study will compare people who refuse to take durvalumab with the others.",
    "Participants receive a leaflet on treatment with CAR-T cells.",
    "Serum is collected in this study to determine durvalumab concentrations.",
    "The study tests how families discuss the choice between olaparib and niraparib.",
    "We explore the decision to start durvalumab.",
]


@pytest.mark.parametrize(("summary", "expected"), GIVEN)
def test_a_summary_tells_what_the_study_gives(summary: str, expected: list[str]) -> None:
    assert modality("A Study in People With Lung Cancer", summary) == expected


@pytest.mark.parametrize("summary", NOT_GIVEN)
def test_a_summary_also_speaks_of_other_treatment(summary: str) -> None:
    assert modality("A Study in People With Lung Cancer", summary) == []


def test_the_detailed_description_is_read_too() -> None:
    text = "Background: surgery cures some patients. All patients will receive nivolumab."
    assert modality("A Study in Lung Cancer", detailed_description=text) == ["pd1_pdl1"]


def test_only_the_side_of_a_comparison_that_the_study_tests_counts() -> None:
    summary = "The purpose of the study is to compare sotorasib with docetaxel."
    assert modality("A Study in Lung Cancer", summary) == ["targeted"]


def test_prose_of_a_study_about_exercise_describes_its_patients() -> None:
    summary = "Participants will receive nivolumab plus chemotherapy and will walk every day."
    assert modality("Walking Exercise for Fatigue in Lung Cancer", summary) == []


def test_prose_adds_nothing_to_a_list() -> None:
    study = make_study(
        "A Study in Lung Cancer",
        ("Lung Cancer",),
        interventions=[Intervention("Osimertinib", "DRUG")],
        brief_summary="Everyone will receive osimertinib. Patients will be given carboplatin by their doctor.",
    )
    assert classify(study).labels("modality") == ["targeted"]


def test_chemotherapy_in_prose_makes_room_for_cells() -> None:
    summary = "Participants will get chemotherapy for 5 days and then the cells."
    study = make_study("T Cells With an NY-ESO-1 T-Cell Receptor in Sarcoma", ("Sarcoma",), brief_summary=summary)
    found = classify(study)
    assert "chemo" not in found.labels("modality")
    assert "combination" not in found.labels("therapy")


def test_the_comparator_of_a_title_stays_one_in_prose() -> None:
    summary = "All patients receive either drug: sotorasib by mouth. Radiation therapy uses high energy rays."
    title = "Sotorasib Compared to the Usual Treatment of Docetaxel With Radiation Therapy"
    assert modality(title, f"{summary} Arm B: Patients receive docetaxel.") == ["targeted"]


def test_patients_of_a_study_of_records_are_observed_on_the_drugs_of_the_title() -> None:
    title = "Real-World Outcomes of First-Line Nivolumab + Ipilimumab in Lung Cancer"
    assert modality(title, study_type="OBSERVATIONAL") == ["ctla4", "pd1_pdl1"]
    assert modality("Outcomes of Skin Cancer After Nivolumab", study_type="OBSERVATIONAL") == []
