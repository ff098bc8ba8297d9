"""What counts as the trial's therapy: the experimental arms, by names, phrases, stems and descriptions."""

import pytest

from tests.support.trials import Given, classify, make_study
from trialscape.study.model import Arm, Intervention, Study

DRUG = "DRUG"
CELLS = "BIOLOGICAL"

ALONE: list[tuple[str, Given, list[str]]] = [
    ("a name", (DRUG, "Pembrolizumab"), ["pd1_pdl1"]),
    ("a brand", (DRUG, "Keytruda"), ["pd1_pdl1"]),
    ("a code with another separator", (DRUG, "MK 3475"), ["pd1_pdl1"]),
    ("a bispecific bears its arms", (DRUG, "Cadonilimab"), ["bispecific_other", "ctla4", "pd1_pdl1"]),
    ("an engager is no other bispecific", (DRUG, "Blinatumomab"), ["tce"]),
    ("a target phrase", (DRUG, "Anti-PD-1 antibody"), ["pd1_pdl1"]),
    ("a target alone, as a name", (DRUG, "PD-1"), ["pd1_pdl1"]),
    ("a target as a marker", (DRUG, "Chemotherapy in PD-L1 positive tumours"), ["chemo"]),
    ("CD3 beside an antigen", (DRUG, "GPC3xCD3 bispecific antibody"), ["tce"]),
    (
        "a bispecific of two checkpoints",
        (DRUG, "PD-1/CTLA-4 bispecific antibody"),
        ["bispecific_other", "ctla4", "pd1_pdl1"],
    ),
    ("an unnamed checkpoint inhibitor", (DRUG, "Immune checkpoint inhibitor"), ["ctla4", "pd1_pdl1"]),
    ("a stem", (DRUG, "Zanutasertib"), ["targeted"]),
    ("a payload word", (DRUG, "Nonamab vedotin"), ["adc"]),
    ("CAR-T behind a digit", (CELLS, "B7-H3CART"), ["car_t"]),
    ("CAR cells aim at a checkpoint", (CELLS, "PD-L1 CAR-T cells"), ["car_t"]),
    ("CAR-NK are NK cells", (CELLS, "CAR-NK cells"), ["nk_cell"]),
    ("TIL in capitals", (CELLS, "TIL"), ["til"]),
    ("TCR-T", (CELLS, "NY-ESO-1 TCR-T cells"), ["tcr_t"]),
    ("cells grown with a cytokine", (CELLS, "NK cells expanded with IL-15"), ["nk_cell"]),
    ("edited cells", (CELLS, "PD-1 knockout TIL"), ["til"]),
    ("dendritic-cell vaccine", (CELLS, "Dendritic cell vaccine"), ["other_cell", "vaccine"]),
    ("a virus", (CELLS, "Talimogene laherparepvec"), ["oncolytic_virus"]),
    ("a conjugate against B7-H3", (DRUG, "Anti-B7-H3 antibody-drug conjugate"), ["adc"]),
    ("a placebo", (DRUG, "Placebo to pembrolizumab"), []),
    ("drug or placebo", (DRUG, "Pembrolizumab or placebo"), ["pd1_pdl1"]),
    ("radiation by type", ("RADIATION", "30 Gy to the index lesion"), ["radiation"]),
    ("resection", ("PROCEDURE", "Surgical resection"), ["surgery"]),
    ("ablation has no label of its own", ("PROCEDURE", "Cryoablation"), ["other"]),
    ("a biopsy treats nothing", ("PROCEDURE", "Tumour biopsy"), []),
    ("a tracer treats nothing", (DRUG, "68Ga-FAPI-46"), []),
    ("a questionnaire treats nothing", ("OTHER", "Quality of life questionnaire"), []),
    ("an unknown drug", (DRUG, "QQX-17"), ["other"]),
    ("a diet", ("BEHAVIORAL", "Fasting diet"), ["other"]),
    ("side effects of a drug", ("OTHER", "Chemotherapy side effect management"), ["other"]),
    ("hormones are targeted", (DRUG, "Enzalutamide"), ["targeted"]),
    ("anti-IL-6", (DRUG, "Tocilizumab"), ["other"]),
    ("a stem in an ordinary word", (DRUG, "Platin cream"), ["other"]),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE])
def test_a_single_listed_intervention(given: Given, expected: list[str]) -> None:
    assert classify(make_study(interventions=[given])).labels("modality") == expected


def test_a_drug_of_comparator_arms_does_not_count_and_says_why() -> None:
    study = make_study(
        arms=[("EXPERIMENTAL", "A"), ("ACTIVE_COMPARATOR", "B")],
        interventions=[(DRUG, "Relatlimab", ["A"]), (DRUG, "Nivolumab", ["A", "B"]), (DRUG, "Ipilimumab", ["B"])],
    )
    result = classify(study)
    assert result.labels("modality") == ["lag3", "pd1_pdl1"]
    assert any(defeat.label == "ctla4" and "comparator" in defeat.why for defeat in result.defeats)


def test_active_arms_alone_are_compared_with_one_another() -> None:
    study = make_study(
        arms=[("ACTIVE_COMPARATOR", "A"), ("ACTIVE_COMPARATOR", "B")],
        interventions=[(DRUG, "Nivolumab", ["A"]), (DRUG, "Ipilimumab", ["B"])],
    )
    assert classify(study).labels("modality") == ["ctla4", "pd1_pdl1"]


def test_an_experimental_arm_that_calls_itself_control_is_one() -> None:
    study = make_study(
        arms=[("EXPERIMENTAL", "New drug"), ("EXPERIMENTAL", "Control arm")],
        interventions=[(DRUG, "Tiragolumab", ["New drug"]), (DRUG, "Docetaxel", ["Control arm"])],
    )
    assert classify(study).labels("modality") == ["tigit"]


TITLES = [
    ("Tebentafusp Versus Pembrolizumab in Melanoma", ["Tebentafusp", "Pembrolizumab"], ["tce"]),
    ("Tebentafusp Plus Pembrolizumab Versus Pembrolizumab", ["Tebentafusp", "Pembrolizumab"], ["pd1_pdl1", "tce"]),
    ("Lifileucel Versus Investigator's Choice in Melanoma", ["Lifileucel", "Dacarbazine"], ["til"]),
    ("Home Versus Clinic Treatment With Nivolumab", ["Nivolumab"], ["pd1_pdl1"]),
]


@pytest.mark.parametrize(("title", "drugs", "expected"), TITLES)
def test_without_arms_the_title_tells_the_comparator(title: str, drugs: list[str], expected: list[str]) -> None:
    study = make_study(title, interventions=[(DRUG, drug) for drug in drugs])
    assert classify(study).labels("modality") == expected


def test_a_list_of_alternatives_is_the_physicians_choice() -> None:
    study = make_study(interventions=[(CELLS, "GC101 TIL"), (DRUG, "dacarbazine, paclitaxel or cisplatin")])
    assert classify(study).labels("modality") == ["til"]


def test_conditioning_before_cells_is_no_chemotherapy() -> None:
    study = make_study(interventions=[(CELLS, "CAR-T cells"), (DRUG, "Cyclophosphamide"), (DRUG, "Fludarabine")])
    result = classify(study)
    assert result.labels("modality") == ["car_t"]
    assert result.labels("act_with") == ["chemotherapy"]
    assert result.labels("therapy") == ["cell_therapy"]


def test_conditioning_before_a_transplant_is_no_chemotherapy() -> None:
    study = make_study(
        conditions=["Leukemia"],
        interventions=[(DRUG, "Busulfan"), ("PROCEDURE", "Allogeneic stem cell transplantation")],
    )
    result = classify(study)
    assert result.labels("modality") == ["other"]
    assert result.label("act") == "none"


def test_an_adjuvant_is_part_of_its_vaccine() -> None:
    study = make_study(interventions=[(CELLS, "Neoantigen peptide vaccine"), (DRUG, "poly-ICLC")])
    assert classify(study).labels("modality") == ["vaccine"]


def test_a_code_is_told_by_its_description() -> None:
    item = Intervention("QQX-17", "DRUG", "QQX-17 is a humanised anti-TIGIT monoclonal antibody.")
    study = Study("NCT00000001", brief_title="QQX-17 in cancer", conditions=("Melanoma",), interventions=(item,))
    assert classify(study).labels("modality") == ["tigit"]


def test_a_code_is_told_by_a_sentence_elsewhere() -> None:
    study = make_study(
        interventions=[(DRUG, "QQX-17")], brief_summary="QQX-17, an anti-LAG-3 antibody, is given first."
    )
    assert classify(study).labels("modality") == ["lag3"]


def test_interleukin_two_after_lymphocytes_counts_where_stated() -> None:
    study = make_study(interventions=[(CELLS, "TIL infusion")], eligibility="* Able to receive high-dose IL-2")
    assert classify(study).labels("modality") == ["cytokine", "til"]
    study = make_study(interventions=[(CELLS, "TIL infusion")], eligibility="* Known hypersensitivity to IL-2")
    assert classify(study).labels("modality") == ["til"]


def test_studies_of_measurements_treat_nobody() -> None:
    study = make_study("Microbiome of people on pembrolizumab", interventions=[("OTHER", "Stool sampling")])
    assert classify(study).labels("modality") == []


def test_the_exposure_of_an_observational_study_counts() -> None:
    study = make_study(study_type="OBSERVATIONAL", interventions=[(DRUG, "Ipilimumab")], arms=[("", "Treated")])
    assert classify(study).labels("modality") == ["ctla4"]


def test_surgery_that_an_arm_describes_counts() -> None:
    arm = Arm("A", "EXPERIMENTAL", "Nivolumab for two cycles, then surgical resection.")
    item = Intervention("Nivolumab", "DRUG", arm_labels=("A",))
    study = Study(
        "NCT00000001", conditions=("Melanoma",), study_type="INTERVENTIONAL", arms=(arm,), interventions=(item,)
    )
    assert classify(study).labels("modality") == ["pd1_pdl1", "surgery"]


def test_what_is_not_about_cancer_has_no_modality() -> None:
    study = make_study("Grass pollen immunotherapy", ["Allergic rhinitis"], [(DRUG, "Sublingual immunotherapy")])
    result = classify(study)
    assert result.labels("modality") == []
    assert result.labels("cancer") == ["none"]


LOOK_ALIKES = [
    ("til", "Treatment til progression"),
    ("sting", "Bee sting care"),
    ("ido1", "Placido dosing"),
    ("car_t", "Shopping cart visits"),
    ("tim3", "Tim schedule 3"),
]


@pytest.mark.parametrize(("label", "name"), LOOK_ALIKES)
def test_ordinary_words_are_no_acronyms(label: str, name: str) -> None:
    assert label not in classify(make_study(interventions=[("OTHER", name)])).labels("modality")
