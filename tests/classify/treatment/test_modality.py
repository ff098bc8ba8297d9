"""The kind of treatment by name, phrase, target, stem or description."""

import pytest

from tests.support.records.trials import Given, case, classify, make_study
from trialscape.study.model import Arm, Intervention, Study

DRUG, CELLS = "DRUG", "BIOLOGICAL"

NAMES: list[tuple[str, Given, list[str]]] = [
    ("a name", (DRUG, "Pembrolizumab"), ["pd1_pdl1"]),
    ("a brand", (DRUG, "Keytruda"), ["pd1_pdl1"]),
    ("a code with another separator", (DRUG, "MK 3475"), ["pd1_pdl1"]),
    ("a code without separator", (DRUG, "MK3475"), ["pd1_pdl1"]),
    ("a typographic hyphen", (DRUG, "MK‑3475"), ["pd1_pdl1"]),
    ("a dose behind the name", (DRUG, "Nivolumab 240 mg IV every two weeks"), ["pd1_pdl1"]),
    ("two drugs in one entry", (DRUG, "Nivolumab/Relatlimab fixed-dose combination"), ["lag3", "pd1_pdl1"]),
    ("TIGIT", (DRUG, "Vibostolimab"), ["tigit"]),
    ("TIM-3", (DRUG, "Sabatolimab"), ["tim3"]),
    ("CD47", (DRUG, "Magrolimab"), ["other_checkpoint"]),
    ("NKG2A", (DRUG, "Monalizumab"), ["other_checkpoint"]),
    ("a bispecific bears its arms", (DRUG, "Cadonilimab"), ["bispecific_other", "ctla4", "pd1_pdl1"]),
    ("PD-1 x VEGF", (DRUG, "Ivonescimab"), ["bispecific_other", "pd1_pdl1"]),
    ("an engager is no other bispecific", (DRUG, "Blinatumomab"), ["tce"]),
    ("ImmTAC", (DRUG, "Tebentafusp"), ["tce"]),
    ("STING", (DRUG, "STING agonist"), ["sting"]),
    ("IDO1", (DRUG, "Epacadostat"), ["ido1"]),
    ("TLR9", (DRUG, "Tilsotolimod"), ["tlr"]),
    ("adenosine", (DRUG, "Ciforadenant"), ["other_small_io"]),
    ("interleukin-2", (DRUG, "Aldesleukin"), ["cytokine"]),
    ("interferon", (DRUG, "Interferon alfa-2b"), ["cytokine"]),
    ("4-1BB", (DRUG, "Utomilumab"), ["costim_agonist"]),
    ("a virus", (CELLS, "Talimogene laherparepvec"), ["oncolytic_virus"]),
    ("a vaccine", (CELLS, "Individualised mRNA vaccine"), ["vaccine"]),
    ("a conjugate", (DRUG, "Trastuzumab deruxtecan"), ["adc"]),
    ("chemotherapy", (DRUG, "Carboplatin"), ["chemo"]),
    ("a kinase inhibitor", (DRUG, "Axitinib"), ["targeted"]),
    ("another antibody", (DRUG, "Cetuximab"), ["targeted"]),
    ("epigenetic", (DRUG, "Azacitidine"), ["epigenetic"]),
    ("hormones (ruling 6)", (DRUG, "Enzalutamide"), ["targeted"]),
    ("lenalidomide (ruling 6)", (DRUG, "Lenalidomide"), ["targeted"]),
    ("a metabolic enzyme (ruling 6)", (DRUG, "Telaglenastat"), ["targeted"]),
    ("anti-IL-6 (ruling 6)", (DRUG, "Tocilizumab"), ["other"]),
    ("ATRA (ruling 6)", (DRUG, "All-trans retinoic acid"), ["other"]),
    ("a steroid (ruling 6)", (DRUG, "Dexamethasone"), ["other"]),
    ("microbiota (ruling 6)", (CELLS, "Faecal microbiota transplantation"), ["other"]),
    ("a vitamin (ruling 6)", ("DIETARY_SUPPLEMENT", "Vitamin D"), ["other"]),
    ("CAR-T", (CELLS, "CAR-T cells"), ["car_t"]),
    ("CAR-T behind a digit", (CELLS, "B7-H3CART"), ["car_t"]),
    ("CAR cells aim at a checkpoint", (CELLS, "PD-L1 CAR-T cells"), ["car_t"]),
    ("CAR-NK are NK cells", (CELLS, "CAR-NK cells"), ["nk_cell"]),
    ("TIL in capitals", (CELLS, "TIL"), ["til"]),
    ("TCR-T", (CELLS, "NY-ESO-1 TCR-T cells"), ["tcr_t"]),
    ("gamma-delta", (CELLS, "Gamma delta T cells"), ["other_cell"]),
    ("Greek letters", (CELLS, "γδ T cells"), ["other_cell"]),
    ("killer cells", (CELLS, "Cytokine-induced killer cells"), ["other_cell"]),
    ("dendritic-cell vaccine", (CELLS, "Dendritic cell vaccine"), ["other_cell", "vaccine"]),
    ("donor lymphocytes (ruling 8)", (CELLS, "Donor lymphocyte infusion"), ["other_cell"]),
    ("cells grown with a cytokine", (CELLS, "NK cells expanded with IL-15"), ["nk_cell"]),
    ("cells without PD-1", (CELLS, "PD-1 knockout TIL"), ["til"]),
    ("cells without two checkpoints", (CELLS, "CD7 CAR T cells with LAG-3 and PDCD1 disrupted"), ["car_t"]),
    ("an ablation beside an antibody", (DRUG, "Anti-PD-1 and microwave ablation"), ["other", "pd1_pdl1"]),
    ("an ablation beside an inhibitor", (DRUG, "Anti-PD-1, tumor ablation"), ["other", "pd1_pdl1"]),
    ("cells beside an antibody", (CELLS, "CD7 CAR T cells and an anti-LAG-3 antibody"), ["car_t", "lag3"]),
    ("cells that secrete an antibody", (CELLS, "CAR-T cells secreting PD-1 antibody"), ["car_t"]),
    ("radiation by type", ("RADIATION", "30 Gy to the index lesion"), ["radiation"]),
    ("radiation by name", ("RADIATION", "SBRT"), ["radiation"]),
    ("resection", ("PROCEDURE", "Surgical resection"), ["surgery"]),
    ("ablation has no label of its own", ("PROCEDURE", "Cryoablation"), ["other"]),
    ("a placebo", (DRUG, "Placebo to pembrolizumab"), []),
    ("an unknown drug", (DRUG, "QQX-17"), ["other"]),
    ("an inhibitor of an unknown target", (DRUG, "CDK2 inhibitor QQX-18"), ["targeted"]),
    ("a degrader", (DRUG, "BTK degrader"), ["targeted"]),
    ("an antibody against an unknown target", (DRUG, "Anti-CLDN6 monoclonal antibody"), ["targeted"]),
    ("an inhibitor that treats side effects", (DRUG, "Xanthine oxidase inhibitor"), ["other"]),
    ("an antibody against a virus", (CELLS, "Anti-RSV monoclonal antibody"), ["other"]),
    ("an inhibitor of chromatin", (DRUG, "EZH1/2 inhibitor QQX-19"), ["epigenetic"]),
    ("a standard that nobody names", (DRUG, "Standard maintenance therapy of the clinic"), []),
    ("a named standard", (DRUG, "Standard endocrine therapy"), ["targeted"]),
    ("probes of an interaction", (DRUG, "CYP cocktail"), []),
    ("a digital treatment", ("DEVICE", "Digital therapeutic for distress"), ["other"]),
    ("S-1 without hyphen", (DRUG, "Oral S1"), ["chemo"]),
    ("a diet", ("BEHAVIORAL", "Fasting diet"), ["other"]),
    ("side effects of a drug", ("OTHER", "Chemotherapy side effect management"), ["other"]),
]


@pytest.mark.parametrize(("given", "expected"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_the_name_determines_the_label(given: Given, expected: list[str]) -> None:
    assert classify(make_study(interventions=[given])).labels("modality") == expected


PHRASES: list[tuple[str, list[str]]] = [
    ("Anti-PD-1 antibody", ["pd1_pdl1"]),
    ("PD-1", ["pd1_pdl1"]),
    ("PD-1/PD-L1 inhibitor", ["pd1_pdl1"]),
    ("Antibody against CTLA-4", ["ctla4"]),
    ("Anti-LAG-3", ["lag3"]),
    ("Anti-PD-1 and anti-TIGIT antibodies", ["pd1_pdl1", "tigit"]),
    ("VEGFR tyrosine kinase inhibitor", ["targeted"]),
    ("PD-1/CTLA-4 bispecific antibody", ["bispecific_other", "ctla4", "pd1_pdl1"]),
    ("PD-1/VEGF bispecific antibody", ["bispecific_other", "pd1_pdl1"]),
    ("GPC3xCD3 bispecific antibody", ["tce"]),
    ("Anti-CD3 x BCMA", ["tce"]),
    ("CD3 T-cell engager against CLDN6", ["tce"]),
    ("Anti-B7-H3 antibody", ["other_checkpoint"]),
    ("Anti-B7-H3 antibody-drug conjugate", ["adc"]),
    ("B7-H3 ADC", ["adc"]),
    ("B7-H3 CAR-T cells", ["car_t"]),
    ("Anti-CCR8 antibody", ["other_checkpoint"]),
    ("Anti-ILT4 antibody", ["other_checkpoint"]),
    ("OX40 agonist antibody", ["costim_agonist"]),
    ("Immune checkpoint inhibitor", ["ctla4", "pd1_pdl1"]),
    ("Immunotherapy", ["pd1_pdl1"]),
    ("Platinum doublet chemotherapy", ["chemo"]),
    ("Chemoradiotherapy", ["chemo", "radiation"]),
    ("HDAC inhibitor", ["epigenetic"]),
    ("Expanded autologous lymphocytes", ["til"]),
    ("PD-1 switch receptor T cells", ["car_t"]),
    ("Chemotherapy in PD-L1 positive tumours", ["chemo"]),
    ("PD-1 combined with chemotherapy", ["chemo", "pd1_pdl1"]),
    ("PD-1+chemotherapy", ["chemo", "pd1_pdl1"]),
    ("CTLA4 + PD1", ["ctla4", "pd1_pdl1"]),
    ("TIL plus PD-1", ["pd1_pdl1", "til"]),
    ("anti-PD-1 and DC vaccine", ["other_cell", "pd1_pdl1", "vaccine"]),
    ("ADC combined with radiotherapy, PD-L1 sequential GM-CSF", ["adc", "cytokine", "pd1_pdl1", "radiation"]),
    ("CD8+PD-1+ TIL", ["til"]),
    ("PD-L1 CAR-T", ["car_t"]),
    ("PD-1 knockout TIL", ["til"]),
    ("TIL edited at the CISH, TRAC, TRBC and PDCD1 loci", ["til"]),
    ("PD-1 and CISH knockout TIL", ["til"]),
    ("TIL with PD-1 and CISH knocked out", ["til"]),
    ("Anti-PD-1 and CISH-knockout TIL", ["pd1_pdl1", "til"]),
    ("CISH-knockout TIL and anti-PD-1", ["pd1_pdl1", "til"]),
    ("IDO/PD-L1 vaccine", ["vaccine"]),
    ("IPI1/NIVO3", ["ctla4", "pd1_pdl1"]),
    ("Escalating doses", []),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    PHRASES,
)
def test_words_in_a_name_determine_the_label(name: str, expected: list[str]) -> None:
    assert classify(make_study(interventions=[(DRUG, name)])).labels("modality") == expected


STEMS = [
    ("Zanutasertib", ["targeted"]),
    ("Qorbitinib", ["targeted"]),
    ("Velparib", ["targeted"]),
    ("Nonamab vedotin", ["adc"]),
    ("Nonamab deruxtecan", ["adc"]),
    ("Zolidostat", ["ido1"]),
    ("Vorpinostat", ["epigenetic"]),
    ("Dorvilimod turev", ["other"]),
    ("Gabrepvec", ["oncolytic_virus"]),
    ("Xanaplatin", ["chemo"]),
    ("Platin cream", ["other"]),
    ("Tofacitinib", ["other"]),
]


@pytest.mark.parametrize(("name", "expected"), STEMS)
def test_the_ending_of_an_unknown_name_determines_the_label(name: str, expected: list[str]) -> None:
    assert classify(make_study(interventions=[(DRUG, name)])).labels("modality") == expected


def test_the_verdict_of_an_ending_names_the_stem_rule() -> None:
    (verdict,) = classify(make_study(interventions=[(DRUG, "Zanutasertib")])).verdicts[1:2]
    assert (verdict.label, verdict.rule, verdict.evidence[0].quote) == (
        "targeted",
        "modality-stem",
        "zanutasertib".title(),
    )


CLASS_WORDS = [
    case("alone it may be either", ["ctla4", "pd1_pdl1"], interventions=[(DRUG, "Immune checkpoint inhibitors")]),
    case(
        "beside a drug of the kind it says nothing more",
        ["pd1_pdl1"],
        interventions=[(DRUG, "Immune checkpoint inhibitor"), (DRUG, "Nivolumab")],
    ),
    case(
        "beside another immunotherapy it is PD-1",
        ["pd1_pdl1", "tigit"],
        interventions=[(DRUG, "Tiragolumab"), (DRUG, "Checkpoint inhibitor")],
    ),
    case(
        "immunotherapy beside a vaccine says nothing more",
        ["vaccine"],
        interventions=[(CELLS, "Cancer vaccine immunotherapy")],
    ),
]


@pytest.mark.parametrize(("study", "expected"), CLASS_WORDS)
def test_names_of_drug_classes_give_the_modality(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


def unnamed(description: str = "") -> list[Intervention]:
    """Return a listed code that no vocabulary knows."""
    return [Intervention("QQX-17", DRUG, description)]


UNNAMED = [
    case("its description", ["tigit"], interventions=unnamed("QQX-17 is a humanised anti-TIGIT monoclonal antibody.")),
    case("a conjugate's description", ["adc"], interventions=unnamed("An antibody-drug conjugate against Nectin-4.")),
    case("another name", ["lag3"], interventions=[Intervention("QQX-17", DRUG, other_names=("Relatlimab",))]),
    case(
        "a sentence of the summary",
        ["lag3"],
        interventions=unnamed(),
        brief_summary="QQX-17, an anti-LAG-3 antibody, is given first.",
    ),
    case(
        "the official title",
        ["pd1_pdl1"],
        interventions=unnamed(),
        official_title="Phase 1 of QQX-17, a PD-1 Inhibitor, in Melanoma",
    ),
    case(
        "a sentence of an arm",
        ["targeted"],
        interventions=unnamed(),
        arms=[("EXPERIMENTAL", "A", "QQX-17, a MEK inhibitor, twice daily.")],
    ),
    case(
        "a partner does not tell",
        ["other", "pd1_pdl1"],
        interventions=[*unnamed(), Intervention("Nivolumab", DRUG)],
        title="QQX-17 Combined With Nivolumab in Melanoma",
    ),
    case(
        "nor does a partner without a name",
        ["other", "pd1_pdl1"],
        interventions=unnamed(),
        title="QQX-17 in Combination With a PD-1 Inhibitor",
    ),
    case("no information", ["other"], interventions=unnamed(), brief_summary="QQX-17 is given every three weeks."),
]


@pytest.mark.parametrize(("study", "expected"), UNNAMED)
def test_an_unknown_code_gets_its_modality_from_the_text(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


NOTHING_GIVEN = [
    ("PROCEDURE", "Tumour biopsy"),
    ("DRUG", "68Ga-FAPI-46"),
    ("OTHER", "Quality of life questionnaire"),
    ("PROCEDURE", "Magnetic resonance imaging"),
    ("DIAGNOSTIC_TEST", "ctDNA assay"),
    ("OTHER", "Laboratory biomarker analysis"),
    ("PROCEDURE", "Leukapheresis"),
    ("OTHER", "Stool sampling"),
    ("GENETIC", "Exome analysis"),
    ("DRUG", "Technetium Tc 99m EC20"),
    ("GENETIC", "Cytogenetics"),
    ("DEVICE", "Video glasses"),
]


@pytest.mark.parametrize(("kind", "name"), NOTHING_GIVEN)
def test_measurements_are_not_treatments(kind: str, name: str) -> None:
    assert classify(make_study("People on pembrolizumab", interventions=[(kind, name)])).labels("modality") == []


def test_interleukin_two_after_lymphocytes_counts_if_it_is_given() -> None:
    til = [(CELLS, "TIL infusion")]
    stated = make_study(interventions=til, eligibility="* Able to receive high-dose IL-2")
    allergy = make_study(interventions=til, eligibility="* Known hypersensitivity to IL-2")
    assert classify(stated).labels("modality") == ["cytokine", "til"]
    assert classify(allergy).labels("modality") == ["til"]
    beside = Intervention("NK cells", CELLS, "Before each infusion interleukin (IL)-2 is injected.")
    assert classify(make_study(interventions=[beside])).labels("modality") == ["cytokine", "nk_cell"]


def test_the_description_of_a_device_names_its_setting() -> None:
    glasses = Intervention("Virtual reality glasses", "DEVICE", "Worn during each docetaxel infusion")
    assert classify(make_study(interventions=[glasses])).labels("modality") == ["other"]


def test_tumour_cells_that_are_given_are_a_vaccine() -> None:
    study = make_study(interventions=[(CELLS, "Autologous or allogeneic tumor cells")])
    assert classify(study).labels("modality") == ["vaccine"]


def test_rescue_medication_is_not_under_study() -> None:
    rescue = Intervention("Rescue medication", DRUG, "Tocilizumab when cytokines are released")
    study = make_study(interventions=[(DRUG, "Tebentafusp"), rescue])
    assert classify(study).labels("modality") == ["tce"]


def test_gamma_delta_cells_in_words_are_cells() -> None:
    study = make_study(interventions=[("", "V gamma 9 V delta 2 T cells")], conditions=["Leukemia"])
    assert classify(study).labels("modality") == ["other_cell"]


def test_a_supportive_drug_is_under_study_only_where_a_title_names_it() -> None:
    beside = [(DRUG, "Pemetrexed"), (DRUG, "Folic acid")]
    assert classify(make_study(interventions=beside)).labels("modality") == ["chemo"]
    titled = make_study("Pemetrexed with more folic acid", interventions=beside)
    assert classify(titled).labels("modality") == ["chemo", "other"]
    assert classify(make_study(interventions=[(DRUG, "Folic acid")])).labels("modality") == ["other"]


def test_a_switch_receptor_makes_the_cells_car_t() -> None:
    study = make_study(
        "Switch Receptor Engineered T Cells", interventions=[(CELLS, "PD-1/CD28 switch receptor T cells")]
    )
    assert classify(study).labels("modality") == ["car_t"]


def test_surgery_that_an_arm_describes_counts() -> None:
    arm = Arm("A", "EXPERIMENTAL", "Nivolumab for two cycles, then surgical resection.")
    item = Intervention("Nivolumab", DRUG, arm_labels=("A",))
    study = Study(
        "NCT00000001", conditions=("Melanoma",), study_type="INTERVENTIONAL", arms=(arm,), interventions=(item,)
    )
    assert classify(study).labels("modality") == ["pd1_pdl1", "surgery"]


@pytest.mark.parametrize(
    "description",
    [
        "Cells are given into the tumor resection cavity",
        "Enrolled within 8 weeks of complete surgical excision",
        "Held for 2 weeks after surgery",
        "For tumours with a narrow resection margin",
        "The infusion stops before the end of the surgery",
        "For tumours that are not curable by surgery",
    ],
)
def test_surgery_as_a_place_or_a_time_does_not_count(description: str) -> None:
    item = Intervention("Nivolumab", DRUG, arm_labels=("A",))
    arm = Arm("A", "EXPERIMENTAL", description)
    study = Study(
        "NCT00000001", conditions=("Glioma",), study_type="INTERVENTIONAL", arms=(arm,), interventions=(item,)
    )
    assert classify(study).labels("modality") == ["pd1_pdl1"]


def test_cells_of_a_named_kind_are_not_labelled_other_cell() -> None:
    assert classify(make_study(interventions=[(CELLS, "CAR.B7-H3 T cell infusion")])).labels("modality") == ["car_t"]
    assert classify(make_study(interventions=[(CELLS, "T cell infusion")])).labels("modality") == ["other_cell"]


def test_the_description_of_an_exercise_names_its_setting() -> None:
    yoga = Intervention("Yoga", "BEHAVIORAL", "Eight weeks of yoga after surgery")
    assert classify(make_study(conditions=["Prostate Cancer"], interventions=[yoga])).labels("modality") == ["other"]


def test_a_labelled_probe_against_a_checkpoint_is_not_a_treatment() -> None:
    study = make_study(conditions=["Solid Tumor"], interventions=[(DRUG, "[68Ga] B7H3 Affibody")])
    assert classify(study).labels("modality") == []


FUSIONS = [
    case("CD80-Fc-IL-2 by its arms (ruling 6)", ["ctla4", "cytokine"], interventions=[(DRUG, "GI-101")]),
]


@pytest.mark.parametrize(("study", "expected"), FUSIONS)
def test_fusion_proteins_are_no_bispecific_antibodies(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


LOOK_ALIKES = [
    ("til", "Treatment til progression"),
    ("til", "Until progression"),
    ("sting", "Bee sting care"),
    ("ido1", "Placido dosing"),
    ("ido1", "Lidocaine"),
    ("car_t", "Shopping cart visits"),
    ("car_t", "Car ride programme"),
    ("tim3", "Tim schedule 3"),
    ("tce", "CD3+ cell count"),
    ("tce", "Dog bite care"),
    ("lag3", "Lag time of 3 hours"),
    ("nk_cell", "Drink plan"),
    ("adc", "ADC map of diffusion imaging"),
]


@pytest.mark.parametrize(("label", "name"), LOOK_ALIKES)
def test_ordinary_words_are_no_acronyms(label: str, name: str) -> None:
    assert label not in classify(make_study(interventions=[("OTHER", name)])).labels("modality")


def test_a_count_of_cells_in_the_summary_is_no_engager() -> None:
    study = make_study(interventions=[(DRUG, "Nivolumab")], brief_summary="CD3+ cells in the tumour are counted.")
    assert classify(study).labels("modality") == ["pd1_pdl1"]
