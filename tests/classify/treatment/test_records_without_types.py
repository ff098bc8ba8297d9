"""Records without types of intervention, or with incomplete lists of interventions."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Arm, Intervention, Study


def listed(*names: str, title: str = "A study", **more: object) -> Study:
    """Return a study whose interventions have no type, as exports have them."""
    items = [Intervention(name) for name in names]
    return make_study(title, ["Lymphoma"], items, **more)  # type: ignore[arg-type]


def test_titles_add_to_drugs_without_a_type() -> None:
    study = listed("Tazemetostat pill", title="Tazemetostat Plus CAR T-Cell Therapy in Lymphoma")
    assert classify(study).labels("modality") == ["car_t", "epigenetic"]


def test_titles_add_no_operation_to_drugs_without_a_type() -> None:
    assert classify(listed("Olaparib", title="Olaparib Before Resection")).labels("modality") == ["targeted"]


def test_titles_add_no_modality_to_interviews_and_questionnaires() -> None:
    study = listed("Interview", "Questionnaire", title="Coping With CAR T-Cell Therapy")
    assert classify(study).labels("modality") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("QZ-4711", ["other"]), ("Qozibane Sodium", ["other"]), ("Qozo mouthwash", ["other"]), ("Patient diary", [])],
)
def test_codes_salts_and_dose_forms_are_drugs(name: str, expected: list[str]) -> None:
    assert classify(listed(name)).labels("modality") == expected


@pytest.mark.parametrize(
    "name", ["Drug intervention", "Dose 1", "Cohort A", "Dose Level 2 (starting dose)", "Phase 2 recommended dose"]
)
def test_an_uninformative_name_is_not_a_separate_drug(name: str) -> None:
    study = make_study("Nivolumab in Lymphoma", ["Lymphoma"], [("DRUG", name)])
    assert classify(study).labels("modality") == ["pd1_pdl1"]


def test_a_treatment_trial_that_lists_only_tests_is_read_by_title_and_arm() -> None:
    study = Study(
        "NCT00000001",
        brief_title="Sotorasib With Trastuzumab Deruxtecan in Lung Cancer",
        conditions=("Lung Cancer",),
        study_type="INTERVENTIONAL",
        primary_purpose="TREATMENT",
        arms=(Arm("Treatment (sotorasib, trastuzumab deruxtecan)", "EXPERIMENTAL"),),
        interventions=(Intervention("Biopsy procedure", "PROCEDURE"),),
    )
    assert classify(study).labels("modality") == ["adc", "targeted"]


def test_a_summary_adds_an_antibody_named_by_its_target() -> None:
    summary = "QZ-4711 is given alone and in combination with an anti-PD-1 antibody."
    assert classify(listed("QZ-4711", brief_summary=summary)).labels("modality") == ["other", "pd1_pdl1"]


def test_a_target_in_the_name_of_a_known_drug_is_no_second_drug() -> None:
    study = make_study(interventions=[("DRUG", "Axl/Mer/CSF1R inhibitor Q702")])
    assert classify(study).labels("modality") == ["other_small_io"]


@pytest.mark.parametrize(
    ("names", "modality", "strategy"),
    [
        (["MART-1 antigen", "Aldesleukin"], ["cytokine", "vaccine"], ["effector", "priming"]),
        (["Tyrosinase peptide", "Sargramostim"], ["vaccine"], ["priming"]),
        (["Gardasil"], ["vaccine"], ["priming"]),
        (["COVID-19 vaccine"], ["other"], []),
        (["Dendritic cell vaccine", "T-cell therapy"], ["other_cell", "vaccine"], ["effector", "priming"]),
        (["Dendritic cells"], ["other_cell"], ["priming"]),
        (["CIK cells"], ["other_cell"], ["effector"]),
    ],
)
def test_modality_and_strategy_of_antigens_and_dendritic_cells(
    names: list[str], modality: list[str], strategy: list[str]
) -> None:
    result = classify(make_study(interventions=[("BIOLOGICAL", name) for name in names]))
    assert (result.labels("modality"), sorted(result.labels("strategy"))) == (modality, strategy)


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("CAR-T cells", "The persistence of CAR-T cells in vivo is measured", "unspecified"),
        ("CAR-T cells", "In vivo expansion of CAR-T cells", "unspecified"),
        ("Vector", "It makes CAR-T cells that are generated in vivo", "none"),
        ("CAR-T cells", "Veins that allow leukocyte collection", "autologous"),
    ],
)
def test_cells_that_are_measured_in_the_body_are_not_made_there(name: str, description: str, expected: str) -> None:
    study = make_study(interventions=[Intervention(name, "BIOLOGICAL", description)])
    assert classify(study).label("act") == expected


ARMLESS = [
    # Title, names of interventions, summary, labels.
    (
        "Comparing Carboplatin and Thalidomide With Carboplatin Alone",
        ["Carboplatin", "Thalidomide"],
        "",
        ["chemo", "targeted"],
    ),
    ("Comparing Thalidomide and Carboplatin in Lymphoma", ["Thalidomide", "Carboplatin"], "", ["targeted"]),
    (
        "Nivolumab in Lymphoma",
        ["Nivolumab", "Cetuximab"],
        "Patients get nivolumab alone, or cetuximab alone [control].",
        ["pd1_pdl1"],
    ),
    (
        "Nivolumab in Lymphoma",
        ["Nivolumab", "Cetuximab"],
        "Patients get nivolumab with cetuximab, or cetuximab alone [control].",
        ["pd1_pdl1", "targeted"],
    ),
    (
        "Sacituzumab Govitecan in Lymphoma",
        ["Sacituzumab govitecan", "Capecitabine"],
        "Arm B: treatment of physician's choice (TPC, defined as capecitabine or observation).",
        ["adc"],
    ),
]


@pytest.mark.parametrize(("title", "names", "summary", "labels"), ARMLESS)
def test_comparators_are_recognised_by_words(title: str, names: list[str], summary: str, labels: list[str]) -> None:
    study = listed(*names, title=title, brief_summary=summary)
    assert classify(study).labels("modality") == labels


def unjoined(*arms: Arm) -> Study:
    """Return a study with nivolumab and docetaxel, none of which the record joins to an arm."""
    items = (Intervention("Nivolumab", "BIOLOGICAL"), Intervention("Docetaxel", "DRUG"))
    return make_study("A study", ["Lymphoma"], items, arms=[(arm.arm_type, arm.label, arm.description) for arm in arms])


def test_a_drug_that_only_a_comparator_arm_names_is_a_comparator() -> None:
    study = unjoined(Arm("New", "EXPERIMENTAL", "Nivolumab"), Arm("Usual", "ACTIVE_COMPARATOR", "Docetaxel weekly"))
    assert classify(study).labels("modality") == ["pd1_pdl1"]


def test_a_drug_that_both_kinds_of_arm_name_is_under_study() -> None:
    new = Arm("New", "EXPERIMENTAL", "Nivolumab, docetaxel")
    study = unjoined(new, Arm("Usual", "ACTIVE_COMPARATOR", "Docetaxel weekly"))
    assert classify(study).labels("modality") == ["chemo", "pd1_pdl1"]


def test_if_arms_name_no_drug_all_drugs_are_under_study() -> None:
    study = unjoined(Arm("New", "EXPERIMENTAL"), Arm("Usual", "ACTIVE_COMPARATOR", "Docetaxel weekly"))
    assert classify(study).labels("modality") == ["chemo", "pd1_pdl1"]


@pytest.mark.parametrize(
    ("title", "labels"),
    [
        ("QZ-4711 After at Least Three Lines Including a Proteasome Inhibitor and an Anti-CD38 Antibody", ["other"]),
        ("Fatigue Associated With Interferon Alfa", ["other"]),
        ("QZ-4711 for Oligoprogression on Nivolumab", ["other"]),
        ("QZ-4711 Combined With PD-1 and Oxaliplatin", ["chemo", "other", "pd1_pdl1"]),
        ("QZ-4711 Combined With PD-L1 Expression Tests", ["other"]),
        ("TIL- and Stage-Adapted QZ-4711", ["other"]),
    ],
)
def test_titles_distinguish_partners_from_prior_treatment(title: str, labels: list[str]) -> None:
    assert classify(listed("QZ-4711", title=title)).labels("modality") == labels


def test_a_food_against_side_effects_is_not_the_drug() -> None:
    study = listed("Beetroot Juice", title="Beetroot Juice to Prevent Paclitaxel-Induced Neuropathy")
    assert classify(study).labels("modality") == ["other"]


def test_a_drug_does_not_get_the_kind_of_the_partner_before_it() -> None:
    summary = "Patients receive chemotherapy (nab-paclitaxel) and a drug called Qozibane Sodium."
    assert classify(listed("Qozibane Sodium", brief_summary=summary)).labels("modality") == ["other"]


def test_the_name_of_a_therapy_gives_the_kind_of_its_drug() -> None:
    study = listed("QZ-4711", title="Radioligand Therapy With QZ-4711 in Lymphoma")
    assert classify(study).labels("modality") == ["radiation"]


@pytest.mark.parametrize(
    ("name", "title", "modality"),
    [
        ("QZ4711: 2 x 10^8 cells", "A Study of QZ4711 (GPRX5-Targeted CAR-T Cells)", ["car_t"]),
        ("QZ4711 Cell Injection", "CAR-T Cells in Lymphoma", ["car_t"]),
        ("Cell therapy for lymphoma", "CD19-CAR-γδT Cells in Lymphoma", ["car_t", "other_cell"]),
        ("QZ4711 tablets", "Lymphoma After CAR-T Cells", ["other"]),
        ("Cell count", "CAR-T Cells in Lymphoma", []),
    ],
)
def test_a_product_called_only_cells_gets_its_kind_from_the_record(name: str, title: str, modality: list[str]) -> None:
    assert classify(listed(name, title=title)).labels("modality") == modality


@pytest.mark.parametrize("name", ["Assigned interventions", "Cohort B"])
def test_uninformative_names_are_replaced_by_the_title(name: str) -> None:
    assert classify(listed(name, title="Sotorasib in Lymphoma")).labels("modality") == ["targeted"]


def test_uninformative_names_do_not_make_prior_drugs_the_exposure() -> None:
    assert classify(listed("Cohort B", title="Sotorasib After Nivolumab")).labels("modality") == ["targeted"]


def test_a_drug_after_versus_that_an_experimental_arm_also_gives_is_under_study() -> None:
    title = "Navitoclax and Nivolumab Versus Navitoclax, Nivolumab and Bevacizumab Versus Bevacizumab Alone"
    given = [("", name) for name in ("Navitoclax", "Nivolumab", "Bevacizumab")]
    three = [("EXPERIMENTAL", "Two (navitoclax, nivolumab)"), ("EXPERIMENTAL", "Three (navitoclax, bevacizumab)")]
    assert "combination" in classify(make_study(title, interventions=given, arms=three)).labels("therapy")
    found = classify(make_study("Nivolumab Versus Bevacizumab", interventions=given[1:]))
    assert found.labels("modality") == ["pd1_pdl1"]


@pytest.mark.parametrize(
    ("arm_type", "expected"), [("EXPERIMENTAL", ["chemo", "targeted"]), ("ACTIVE_COMPARATOR", ["targeted"])]
)
def test_the_type_of_an_arm_decides_although_a_title_compares(arm_type: str, expected: list[str]) -> None:
    given = [("", "Trastuzumab"), ("", "Irinotecan")]
    arms = [("EXPERIMENTAL", "Arm 1 (trastuzumab)"), (arm_type, "Arm 2 (irinotecan)")]
    study = make_study("Trastuzumab Compared to Irinotecan", interventions=given, arms=arms)
    assert classify(study).labels("modality") == expected


def test_an_antibody_that_a_virus_expresses_is_no_second_drug() -> None:
    name = "Oncolytic vaccinia virus expressing hNIS/anti-PD-L1 antibody"
    assert classify(make_study(interventions=[("", name)])).labels("modality") == ["oncolytic_virus"]
    both = "Oncolytic vaccinia virus plus anti-PD-L1 antibody"
    assert classify(make_study(interventions=[("", both)])).labels("modality") == ["oncolytic_virus", "pd1_pdl1"]


@pytest.mark.parametrize(
    ("name", "expected"), [("Standard of therapy", []), ("Endocrine-modulating drug therapy", ["targeted"])]
)
def test_words_for_a_treatment_that_are_no_name(name: str, expected: list[str]) -> None:
    study = make_study("A study", ["Prostate Cancer"], [("DRUG", name)])
    assert classify(study).labels("modality") == expected
