"""The strategies of the resistance review, for immunotherapies only."""

import pytest

from tests.support.records.trials import case, classify, make_study
from trialscape.study.model import Study

DRUG, CELLS, BEAM = "DRUG", "BIOLOGICAL", ("RADIATION", "Stereotactic radiotherapy")


def drugs(*names: str) -> list[tuple[str, str]]:
    """Return listed drugs that join no arm."""
    return [(DRUG, name) for name in names]


STRATEGIES = [
    case(
        "GDF-15 with immunotherapy",
        ["coinhibitory", "tme"],
        interventions=drugs("Visugromab", "Nivolumab"),
    ),
    case(
        "Clever-1 re-educates macrophages",
        ["tme"],
        interventions=drugs("Bexmarilimab"),
    ),
    case("PD-1", ["coinhibitory"], interventions=drugs("Nivolumab")),
    case("CTLA-4", ["coinhibitory"], interventions=drugs("Ipilimumab")),
    case("TIM-3", ["coinhibitory"], interventions=drugs("Cobolimab")),
    case("anti-ILT4 (ruling 6)", ["coinhibitory"], interventions=drugs("Anti-ILT4 antibody")),
    case("anti-CCR8 (ruling 6)", ["tme"], interventions=drugs("Anti-CCR8 antibody")),
    case("4-1BB", ["costimulatory"], interventions=drugs("Urelumab")),
    case("OX40 by target", ["costimulatory"], interventions=drugs("OX40 agonist antibody")),
    case("VEGF with immunotherapy", ["coinhibitory", "tme"], interventions=drugs("Nivolumab", "Bevacizumab")),
    case("VEGF alone is no immunotherapy", [], interventions=drugs("Bevacizumab")),
    case("VEGF with chemotherapy", [], interventions=drugs("Bevacizumab", "Paclitaxel")),
    case("an arm of a bispecific", ["coinhibitory", "tme"], interventions=drugs("Ivonescimab")),
    case("TGF-beta", ["coinhibitory", "tme"], interventions=drugs("Nivolumab", "Galunisertib")),
    case("IDO1", ["tme"], interventions=drugs("Epacadostat")),
    case("adenosine", ["tme"], interventions=drugs("Ciforadenant")),
    case("vaccine", ["priming"], interventions=drugs("mRNA vaccine")),
    case("virus", ["priming"], interventions=drugs("Talimogene laherparepvec")),
    case("STING", ["priming"], interventions=drugs("STING agonist")),
    case("TLR9", ["priming"], interventions=drugs("Vidutolimod")),
    case("dendritic cells", ["priming"], interventions=[(CELLS, "Dendritic cell vaccine")]),
    case("TIL", ["effector"], interventions=[(CELLS, "TIL infusion")]),
    case("CAR-T", ["effector"], interventions=[(CELLS, "CAR-T cells")]),
    case(
        "donor lymphocytes", ["effector"], conditions=["Leukemia"], interventions=[(CELLS, "Donor lymphocyte infusion")]
    ),
    case("engager", ["effector"], interventions=drugs("Tebentafusp")),
    case("engager of natural killer cells", ["effector"], interventions=drugs("SAR443579")),
    case("cytokine", ["effector"], interventions=drugs("Aldesleukin")),
    case(
        "cells without the PD-1 gene block nothing in the patient",
        ["effector"],
        interventions=[(CELLS, "PD-1 knockout CAR-T cells")],
    ),
    case("chemotherapy has no strategy", [], interventions=drugs("Carboplatin")),
    case("a conjugate has no strategy", [], interventions=drugs("Sacituzumab govitecan")),
    case("radiation alone has no strategy", [], interventions=[BEAM]),
    case("radiation beside immunotherapy", ["coinhibitory"], interventions=[*drugs("Nivolumab"), BEAM]),
    case(
        "radiation with a PD-1 inhibitor and GM-CSF by its name",
        ["coinhibitory", "priming"],
        title="PRaG Regimen in Solid Tumours",
        interventions=[*drugs("Nivolumab"), BEAM],
        brief_summary="The PRaG regimen is given every three weeks.",
    ),
    case(
        "radiation meant to wake the immune response",
        ["coinhibitory", "priming"],
        interventions=[*drugs("Nivolumab"), BEAM],
        brief_summary="We look for an abscopal effect of radiation.",
    ),
]


@pytest.mark.parametrize(("study", "expected"), STRATEGIES)
def test_strategy_labels(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("strategy") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Casdatifan is combined with cabozantinib or zimberelimab.", ["coinhibitory"]),
        ("Casdatifan is combined with cabozantinib and zimberelimab.", ["coinhibitory", "tme"]),
    ],
)
def test_drugs_given_in_turn_are_not_read_as_one_strategy(summary: str, expected: list[str]) -> None:
    drugs = [("DRUG", "Casdatifan"), ("DRUG", "Cabozantinib"), ("DRUG", "Zimberelimab")]
    study = make_study(interventions=drugs, brief_summary=summary)
    assert sorted(classify(study).labels("strategy")) == expected


def test_interleukin_blockers_given_with_cells_add_no_strategy() -> None:
    study = make_study(interventions=[("BIOLOGICAL", "PSMA CAR-T cells"), ("DRUG", "Anakinra")])
    assert classify(study).labels("strategy") == ["effector"]
