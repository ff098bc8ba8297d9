"""Report A's therapy types, derived from the treatments under study and from the arms that they share."""

import pytest

from tests.support.records.trials import case, classify, make_study
from trialscape.study.model import Study

DRUG, CELLS = "DRUG", "BIOLOGICAL"


def drugs(*names: str) -> list[tuple[str, str]]:
    """Return listed drugs that join no arm."""
    return [(DRUG, name) for name in names]


TYPES = [
    case("PD-1 alone lies outside all five", [], interventions=drugs("Nivolumab")),
    case("PD-1 and CTLA-4 lie outside all five", [], interventions=drugs("Nivolumab", "Ipilimumab")),
    case("LAG-3", ["checkpoint_modulator"], interventions=drugs("Nivolumab", "Relatlimab")),
    case("TIGIT", ["checkpoint_modulator"], interventions=drugs("Tiragolumab")),
    case("TIM-3", ["checkpoint_modulator"], interventions=drugs("Cobolimab")),
    case("CD47", ["checkpoint_modulator"], interventions=drugs("Magrolimab")),
    case(
        "a checkpoint as an arm of a bispecific",
        ["checkpoint_modulator", "tce_bispecific"],
        interventions=drugs("Tebotelimab"),
    ),
    case("PD-1 x VEGF", ["tce_bispecific"], interventions=drugs("Ivonescimab")),
    case("PD-1 x CTLA-4", ["tce_bispecific"], interventions=drugs("Cadonilimab")),
    case("an engager", ["tce_bispecific"], interventions=drugs("Tarlatamab")),
    case("ImmTAC", ["tce_bispecific"], interventions=drugs("Tebentafusp")),
    case("CAR-T", ["cell_therapy"], interventions=[(CELLS, "CAR-T cells")]),
    case("TIL", ["cell_therapy"], interventions=[(CELLS, "Lifileucel")]),
    case("TCR-T", ["cell_therapy"], interventions=[(CELLS, "Afamitresgene autoleucel")]),
    case("NK", ["cell_therapy"], interventions=[(CELLS, "CAR-NK cells")]),
    case(
        "donor lymphocytes",
        ["cell_therapy"],
        conditions=["Leukemia"],
        interventions=[(CELLS, "Donor lymphocyte infusion")],
    ),
    case("IDO1", ["small_molecule_io"], interventions=drugs("Epacadostat")),
    case("STING", ["small_molecule_io"], interventions=drugs("STING agonist")),
    case("TLR9", ["small_molecule_io"], interventions=drugs("Vidutolimod")),
    case("adenosine", ["small_molecule_io"], interventions=drugs("Ciforadenant")),
    case("a vaccine lies outside all five", [], interventions=drugs("mRNA vaccine")),
    case("a virus lies outside all five", [], interventions=drugs("Talimogene laherparepvec")),
    case("co-stimulation lies outside all five", [], interventions=drugs("Urelumab")),
    case("a conjugate lies outside all five", [], interventions=drugs("Sacituzumab govitecan")),
]

COMBINATIONS = [
    case("with chemotherapy", ["combination"], interventions=drugs("Nivolumab", "Carboplatin")),
    case("with a kinase inhibitor", ["combination"], interventions=drugs("Pembrolizumab", "Axitinib")),
    case("with an antibody against VEGF", ["combination"], interventions=drugs("Atezolizumab", "Bevacizumab")),
    case("with a conjugate", ["combination"], interventions=drugs("Nivolumab", "Enfortumab vedotin")),
    case(
        "a bispecific antibody against two tumour antigens is no immunotherapy",
        ["tce_bispecific"],
        interventions=drugs("Amivantamab", "Carboplatin"),
    ),
    case(
        "one that binds natural killer cells is",
        ["combination", "tce_bispecific"],
        interventions=drugs("AFM24", "Paclitaxel"),
    ),
    case(
        "one with unknown targets is",
        ["combination", "tce_bispecific"],
        interventions=drugs("Bispecific antibody QX-7", "Paclitaxel"),
    ),
    case("with an epigenetic drug", ["combination"], interventions=drugs("Pembrolizumab", "Entinostat")),
    case(
        "with radiation",
        ["combination"],
        interventions=[*drugs("Nivolumab"), ("RADIATION", "Stereotactic radiotherapy")],
    ),
    case("a vaccine with chemotherapy", ["combination"], interventions=drugs("Peptide vaccine", "Temozolomide")),
    case("two immunotherapies", [], interventions=drugs("Nivolumab", "Talimogene laherparepvec")),
    case("with surgery", [], interventions=[*drugs("Nivolumab"), ("PROCEDURE", "Surgical resection")]),
    case(
        "with interleukin-2 for support",
        ["cell_therapy"],
        interventions=[(CELLS, "TIL infusion"), *drugs("Aldesleukin")],
    ),
    case("with lymphodepletion", ["cell_therapy"], interventions=[(CELLS, "TIL infusion"), *drugs("Cyclophosphamide")]),
    case("with ablation", [], interventions=[*drugs("Nivolumab"), ("PROCEDURE", "Cryoablation")]),
    case("chemotherapy with a targeted drug", [], interventions=drugs("Carboplatin", "Bevacizumab")),
    case("chemo-immunotherapy in one name", ["combination"], interventions=drugs("Chemoimmunotherapy")),
    case("a conjugate against a checkpoint is no pair", [], interventions=drugs("Anti-B7-H3 antibody-drug conjugate")),
    case("a placebo is no partner", [], interventions=drugs("Nivolumab", "Placebo for axitinib")),
]

SHARED_ARMS = [
    case(
        "in two arms apart",
        [],
        arms=[("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B")],
        interventions=[(DRUG, "Nivolumab", ["A"]), (DRUG, "Carboplatin", ["B"])],
    ),
    case(
        "in two arms apart, one of which the title names in general words",
        [],
        title="Sintilimab or Neoadjuvant Radiotherapy in Rectal Cancer",
        arms=[("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B")],
        interventions=[(DRUG, "Sintilimab", ["A"]), ("RADIATION", "Short course radiotherapy", ["B"])],
    ),
    case(
        "in arms that only their words join to the drugs",
        [],
        arms=[("EXPERIMENTAL", "A", "Durvalumab"), ("EXPERIMENTAL", "B", "Olaparib")],
        interventions=[(DRUG, "durvalumab"), (DRUG, "olaparib")],
    ),
    case(
        "in arms whose words name both drugs",
        ["combination"],
        arms=[("EXPERIMENTAL", "A", "Durvalumab"), ("EXPERIMENTAL", "B", "Durvalumab, then olaparib")],
        interventions=[(DRUG, "durvalumab"), (DRUG, "olaparib")],
    ),
    case(
        "in arms one of which refers to the other",
        ["combination"],
        arms=[("EXPERIMENTAL", "A", "Durvalumab"), ("EXPERIMENTAL", "B", "Same as arm A, and olaparib")],
        interventions=[(DRUG, "durvalumab"), (DRUG, "olaparib")],
    ),
    case(
        "in arms one of which names no drug",
        ["combination"],
        arms=[("EXPERIMENTAL", "A", "Durvalumab"), ("EXPERIMENTAL", "B", "For larger tumours")],
        interventions=[(DRUG, "durvalumab"), (DRUG, "olaparib")],
    ),
    case(
        "in arms one of which names a longer word that ends in the other drug's name",
        ["combination"],
        arms=[("EXPERIMENTAL", "A", "Durvalumab"), ("EXPERIMENTAL", "B", "Nab-paclitaxel and QXpaclitaxel")],
        interventions=[(DRUG, "durvalumab"), (DRUG, "paclitaxel")],
    ),
    case(
        "in arms one of which names doses of the other drug in the plural and with an accent",
        [],
        arms=[("EXPERIMENTAL", "A", "Durvalumab"), ("EXPERIMENTAL", "B", "Two Vectrin\u00e9 inhibitors (daily)")],
        interventions=[(DRUG, "durvalumab"), (DRUG, "Vectrin\u00e9 inhibitor")],
    ),
    case(
        "radiation that only the title names",
        ["combination"],
        title="Sintilimab and Neoadjuvant Radiotherapy in Rectal Cancer",
        arms=[("EXPERIMENTAL", "A")],
        interventions=[(DRUG, "Sintilimab", ["A"])],
    ),
    case(
        "in one of two arms together",
        ["combination"],
        arms=[("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B")],
        interventions=[(DRUG, "Nivolumab", ["A"]), (DRUG, "Carboplatin", ["A", "B"])],
    ),
    case(
        "together in the comparator only",
        [],
        arms=[("EXPERIMENTAL", "A"), ("ACTIVE_COMPARATOR", "B")],
        interventions=[(DRUG, "Nivolumab", ["A", "B"]), (DRUG, "Carboplatin", ["B"])],
    ),
    case(
        "one after the other in one arm (ruling 9)",
        ["combination"],
        arms=[("EXPERIMENTAL", "A", "Radiotherapy for five weeks, followed by durvalumab for a year.")],
        interventions=[("RADIATION", "Radiotherapy", ["A"]), (DRUG, "Durvalumab", ["A"])],
    ),
]


@pytest.mark.parametrize(("study", "expected"), [*TYPES, *COMBINATIONS, *SHARED_ARMS])
def test_therapy_labels(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("therapy") == expected


def test_a_combination_quotes_both_partners() -> None:
    study = make_study(interventions=drugs("Nivolumab", "Axitinib"))
    (verdict,) = [verdict for verdict in classify(study).verdicts if verdict.axis == "therapy"]
    assert [item.quote for item in verdict.evidence] == ["Nivolumab", "Axitinib"]
    assert verdict.rule == "therapy-combination"


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("Amivantamab", ["tce_bispecific"]),
        ("Ivonescimab", ["combination", "tce_bispecific"]),
        ("QZ-4711", ["combination", "tce_bispecific"]),
    ],
)
def test_the_bare_word_names_a_bispecific_antibody_of_known_targets(product: str, expected: list[str]) -> None:
    study = make_study(
        f"{product}, a Bispecific Antibody, With Chemotherapy", ["NSCLC"], drugs(product, "Osimertinib", "Pemetrexed")
    )
    assert classify(study).labels("therapy") == expected
