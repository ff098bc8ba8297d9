"""Records that tell no type of intervention, or list little of what they give."""

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


def test_titles_add_nothing_to_talks_and_tests() -> None:
    study = listed("Interview", "Questionnaire", title="Coping With CAR T-Cell Therapy")
    assert classify(study).labels("modality") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("QZ-4711", ["other"]), ("Qozibane Sodium", ["other"]), ("Qozo mouthwash", ["other"]), ("Patient diary", [])],
)
def test_codes_salts_and_dose_forms_are_drugs(name: str, expected: list[str]) -> None:
    assert classify(listed(name)).labels("modality") == expected


@pytest.mark.parametrize("name", ["Drug intervention", "Dose 1", "Cohort A", "Dose Level 2 (starting dose)"])
def test_an_uninformative_name_is_not_a_separate_drug(name: str) -> None:
    study = make_study("Nivolumab in Lymphoma", ["Lymphoma"], [("DRUG", name)])
    assert classify(study).labels("modality") == ["pd1_pdl1"]


def test_a_trial_for_treatment_that_lists_tests_alone_is_read_by_title_and_arm() -> None:
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
def test_antigens_vaccinate_and_dendritic_cells_prime(
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
