"""Cells that a receptor was added to: which receptor, on which cells, and what is part of the construct."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention, Study


def cells(name: str, description: str = "", **more: object) -> Study:
    return make_study(
        conditions=["Lymphoma"],
        interventions=[Intervention(name, "BIOLOGICAL", description)],
        **more,  # type: ignore[arg-type]
    )


CARRIERS = [
    (cells("HER2 CAR-DC"), ["other_cell"], ["priming"]),
    (cells("CAR-modified dendritic cells against HER2"), ["other_cell"], ["priming"]),
    (cells("XX-1", "Dendritic cells with a chimeric antigen receptor"), ["other_cell"], ["priming"]),
    (cells("Macrophages carrying an anti-HER2 CAR"), ["other_cell"], ["effector"]),
    (cells("Engineered macrophages", "They bear a chimeric antigen receptor"), ["other_cell"], ["effector"]),
    (cells("XX-2", "Monocytes that express a chimeric antigen receptor"), ["other_cell"], ["effector"]),
    (cells("NK cells expressing a chimeric antigen receptor"), ["nk_cell"], ["effector"]),
    (cells("AB-3", "Cord blood NK cells transduced with an anti-CD19 CAR and IL-15"), ["nk_cell"], ["effector"]),
    (cells("XX-5", "CHIMERIC ANTIGEN RECEPTOR TRANSDUCED NATURAL KILLER T-CELLS"), ["other_cell"], ["effector"]),
    (cells("CD7 CAR-T cells", "Dendritic cells are counted in the blood"), ["car_t"], ["effector"]),
    (cells("XX-4", "T cells with a CAR; NK cells are counted"), ["car_t"], ["effector"]),
]


@pytest.mark.parametrize(("study", "modality", "strategy"), CARRIERS)
def test_the_cells_that_carry_the_receptor_give_modality_and_strategy(
    study: Study, modality: list[str], strategy: list[str]
) -> None:
    result = classify(study)
    assert (result.labels("modality"), result.labels("strategy")) == (modality, strategy)


def test_dendritic_cells_add_priming_to_effector_cells() -> None:
    items = [Intervention("EGFR CAR-DCs", "BIOLOGICAL"), Intervention("EGFR CAR-NK cells", "BIOLOGICAL")]
    result = classify(make_study(conditions=["Lung cancer"], interventions=items))
    assert sorted(result.labels("strategy")) == ["effector", "priming"]


RECEPTORS = [
    (cells("Engineered T cells", "A vector brings in a chimeric antigen receptor for CD19"), ["car_t"]),
    (cells("Gene-modified T cells", brief_summary="T cells are changed so that a CAR finds CD19."), ["car_t"]),
    (cells("Genetically modified T cells", "They carry a second-generation CAR"), ["car_t"]),
    (cells("Genetically retargeted T lymphocytes", "They express a CAR for L1CAM"), ["car_t"]),
    (cells("Re-programmed T cells", "A T-cell receptor for MAGE-A4 is brought in"), ["tcr_t"]),
    (cells("Redirected T lymphocytes", official_title="T Cells Bearing a Chimeric Antigen Receptor"), ["car_t"]),
    (cells("Engineered lymphocytes", keywords=("CAR",)), ["car_t"]),
    (cells("Engineered T cells", "The CAR signals like a T-cell receptor"), ["car_t"]),
    (cells("Engineered T cells", "A vector brings in a T-cell receptor for MAGE-A4"), ["tcr_t"]),
    (
        cells("Gene-modified T cells", brief_summary="They get a TCR. Prior CAR T-cell therapy is not allowed."),
        ["tcr_t"],
    ),
    (cells("Gene-modified T cells", brief_summary="Failure of CAR T cells. A TCR is added."), ["tcr_t"]),
    (cells("Engineered T cells"), ["other_cell"]),
]


@pytest.mark.parametrize(("study", "expected"), RECEPTORS)
def test_engineered_t_cells_have_the_receptor_that_the_record_names(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


def test_general_words_in_a_title_add_no_second_kind_of_cells() -> None:
    study = cells("Lete-cel", title="Receptor-Engineered T Cells")
    assert classify(study).labels("modality") == ["tcr_t"]


PARTS = [
    (cells("GPC3.CAR.IL15 T cells", title="GPC3 CAR and Interleukin-15 in One Vector"), ["car_t"]),
    (cells("iC9.CAR19 cells", title="CD19 CAR with membrane-bound interleukin-15"), ["car_t"]),
    (cells("CD19 CAR-T cells", title="CAR T cells armoured with IL-12"), ["car_t"]),
    (cells("GPC3 CAR T cells", title="CAR T cells and interleukin-21 from one vector"), ["car_t"]),
    (cells("MSLN CAR T cells", title="CAR T cells that release a PD-1 antibody"), ["car_t"]),
    (cells("GPC3 CAR T cells", title="GPC3 CAR T cells plus pembrolizumab"), ["car_t", "pd1_pdl1"]),
    (cells("GPC3 CAR T cells", title="GPC3 CAR T Cells With Subcutaneous Interleukin-15"), ["car_t", "cytokine"]),
]


@pytest.mark.parametrize(("study", "expected"), PARTS)
def test_parts_of_a_construct_are_no_drugs(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


PREPARED = [
    cells(
        "WJ-2",
        "They get cyclophosphamide with fludarabine for conditioning, and then WJ-2",
        brief_summary="WJ-2 means autologous T cells with a CAR against HER2.",
    ),
    cells(
        "WJ-3 infusion",
        "Lymphodepletion with fludarabine comes first, then WJ-3",
        official_title="WJ-3, Autologous CAR T Cells Against GD2",
    ),
    cells(
        "WJ-4",
        "Bendamustine for lymphodepletion on days -4 and -3, WJ-4 on day 0",
        brief_summary="WJ-4 is made from the patient's own T cells, which get a chimeric antigen receptor.",
    ),
    cells("Autologous CD19 CAR-T", "Preceded by fludarabine and cyclophosphamide"),
]


@pytest.mark.parametrize("study", PREPARED)
def test_conditioning_in_the_text_of_a_product_is_not_the_product(study: Study) -> None:
    result = classify(study)
    assert (result.labels("modality"), result.label("act")) == (["car_t"], "autologous")
    assert result.labels("act_with") == ["chemotherapy"]


def test_a_listed_conditioning_without_cells_is_chemotherapy() -> None:
    assert classify(cells("Conditioning", "Cyclophosphamide and melphalan")).labels("modality") == ["chemo"]
