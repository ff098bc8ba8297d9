"""What a product is, told by what it binds, blocks, carries or makes; and what only looks like such a statement."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention

DRUG, BIOLOGICAL = "DRUG", "BIOLOGICAL"


def labels(summary: str, name: str = "QX-77", kind: str = BIOLOGICAL, title: str = "QX-77 in Cancer") -> list[str]:
    """Return the modalities of a trial of one product that only its summary explains."""
    return classify(make_study(title, ["Cancer"], [(kind, name)], brief_summary=summary)).labels("modality")


@pytest.mark.parametrize(
    "summary",
    [
        "QX-77 is an antibody with two arms: one for GPC3, one for CD3.",
        "QX-77 binds CD3 on T cells and CEA on the tumour.",
        "QX-77 binds to mesothelin and, with its other half, to CD3.",
        "QX-77 joins a receptor for a gp100 peptide to an anti-CD3 domain.",
        "QX-77 links T cells to the tumour through CD3 and DLL3.",
        "QX-77 has one side against CD3 and another against EpCAM.",
    ],
)
def test_one_molecule_that_binds_cd3_and_an_antigen_is_an_engager(summary: str) -> None:
    assert labels(summary) == ["tce"]


@pytest.mark.parametrize(
    "summary",
    [
        "QX-77 is given, and CD3 and CD8 cells are counted.",
        "T cells are grown with anti-CD3 beads; QX-77 follows.",
        "Both ends of the biopsy are stained for CD3 before QX-77.",
    ],
)
def test_cd3_as_a_marker_makes_no_engager(summary: str) -> None:
    assert labels(summary) == ["other"]


@pytest.mark.parametrize(
    ("name", "summary"),
    [
        ("QX-77 lentiviral vector", "QX-77 carries a CD19 CAR gene to T cells in the body."),
        ("Intravenous QX-77 vector", "QX-77 makes CAR-T cells in vivo."),
        ("QX-77 nanoparticles", "QX-77 delivers the mRNA of a CD19 CAR in vivo."),
    ],
)
def test_a_vector_that_makes_cells_in_the_body(name: str, summary: str) -> None:
    study = make_study("In Vivo Generation of CD19 CAR-T", ["Lymphoma"], [("", name)], brief_summary=summary)
    result = classify(study)
    assert (result.labels("modality"), result.label("act")) == (["car_t"], "none")


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Oral selective oestrogen receptor degrader", ["targeted"]),
        ("A selective, reversible MAT2A inhibitor", ["targeted"]),
        ("Oral inhibitor of the ubiquitin ligase CBL-B, which wakes T cells", ["other_small_io"]),
        ("A small molecule that blocks CCR2 and CCR5, which keeps monocytes out of the tumour", ["other_small_io"]),
        ("Virus that replicates selectively in tumour cells", ["oncolytic_virus"]),
        ("Proton pump inhibitor", ["other"]),
        ("Cells grown with a ROCK inhibitor", ["other"]),
        ("People on a kinase inhibitor get exercise", ["other"]),
        ("Oral antiviral drug; a protease inhibitor", ["other"]),
        ("For cancers that grew in spite of nivolumab. QX-77 links an antibody to a toxin (conjugate)", ["adc"]),
    ],
)
def test_a_description_tells_what_the_drug_is(description: str, expected: list[str]) -> None:
    study = make_study("QX-77 in Cancer", ["Cancer"], [Intervention("QX-77", DRUG, description)])
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CAR-T cells (binder of trastuzumab)", ["car_t"]),
        ("CAR T cells with the scFv of rituximab", ["car_t"]),
        ("HER2 CAR-T, as in trastuzumab", ["car_t"]),
        ("CAR-T cells and pembrolizumab", ["car_t", "pd1_pdl1"]),
        ("Rituximab biosimilar", ["targeted"]),
        ("CARTBCMA", ["car_t"]),
        ("CARTmeso", ["car_t"]),
        ("CARTILAGE graft", ["other"]),
        ("CARTRIDGE", ["other"]),
        ("GPC3 CAR Mono", ["other_cell"]),
        ("Banked CMV-specific T lymphocytes", ["other_cell"]),
    ],
)
def test_names_of_cells(name: str, expected: list[str]) -> None:
    assert classify(make_study("A study", ["Cancer"], [(BIOLOGICAL, name)])).labels("modality") == expected


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("Nab-paclitaxel", "Days 1 and 8 of every cycle, to shrink the tumour", ["car_t", "chemo"]),
        ("Cyclophosphamide", "Maintenance after the cells", ["car_t", "chemo"]),
        ("Nab-paclitaxel", "Before the cells", ["car_t"]),
        ("Fludarabine", "Conditioning, which also reduces the tumour", ["car_t"]),
    ],
)
def test_a_drug_beside_cells_may_treat_the_tumour(name: str, description: str, expected: list[str]) -> None:
    listed = [Intervention("CAR-T cells", BIOLOGICAL), Intervention(name, DRUG, description)]
    assert classify(make_study("CAR-T Cells", ["Gastric Cancer"], listed)).labels("modality") == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("T cells with a MAGE-A4 receptor, infused after cyclophosphamide as lymphodepletion", ["tcr_t"]),
        ("Infused on day 0; fludarabine is the conditioning", ["tcr_t"]),
    ],
)
def test_a_description_of_the_conditioning_leaves_the_cells_to_the_title(description: str, expected: list[str]) -> None:
    listed = [Intervention("MA4-TCR", BIOLOGICAL, description)]
    assert classify(make_study("MAGE-A4 TCR-T in Sarcoma", ["Sarcoma"], listed)).labels("modality") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Vidutolimod is injected together with 4 Gy of radiation to the same lesion.", ["radiation", "tlr"]),
        ("Vidutolimod is injected in combination with low-dose doxorubicin.", ["chemo", "tlr"]),
        ("Vidutolimod is injected after 40 Gy of radiation.", ["tlr"]),
    ],
)
def test_a_dose_may_stand_before_a_partner(summary: str, expected: list[str]) -> None:
    study = make_study("Vidutolimod in Lymphoma", ["Lymphoma"], [(DRUG, "Vidutolimod")], brief_summary=summary)
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("An engineered herpes simplex virus that replicates in tumours only", "oncolytic_virus"),
        ("A vaccinia strain; this vaccinia grows in tumours", "oncolytic_virus"),
        ("A modified measles virus that kills tumour cells", "oncolytic_virus"),
        ("Reovirus whose replication is confined to tumor cells", "oncolytic_virus"),
        ("A virus that does not replicate in tumour cells", "other"),
        ("For patients in whom hepatitis B virus spreads in liver cancer", "other"),
        ("Epstein-Barr virus replicates in nasopharyngeal cancer", "other"),
        ("The cytomegalovirus multiplies in tumour cells of the brain", "other"),
        ("A virus that spreads in patients with liver cancer", "other"),
        ("A measles virus that replicates in liver cancer cells after hepatitis B", "oncolytic_virus"),
        ("Lipid nanoparticles carrying mRNA for 20 neoantigens of the tumour", "vaccine"),
        ("A plasmid coding for the tumour antigen PAP", "vaccine"),
        ("A poxvirus vector that carries tumour antigens", "vaccine"),
        ("CAR-T cells that recognize a tumour antigen", "car_t"),
        ("It links an antibody against CDH6 to an exatecan derivative", "adc"),
        ("An antibody to CDH6 that is loaded with an auristatin", "adc"),
        ("A topoisomerase poison is coupled to an antibody against B7-H3", "adc"),
        ("A toxin chained to an antibody to nectin-4", "adc"),
        ("An exatecan derivative without an antibody", "chemo"),
        ("It brings T cells to myeloma cells by its second arm against CD3", "tce"),
        ("It keeps LAG-3 from meeting its ligand", "lag3"),
        ("It prevents TIGIT from binding to CD155", "tigit"),
        ("It keeps adenosine from binding to its A2A receptor", "other_small_io"),
        ("Arginase is measured; arginine is given by mouth", "other"),
    ],
)
def test_what_a_product_is_made_of_and_does(description: str, expected: str) -> None:
    study = make_study("QX-77 in Cancer", ["Lymphoma"], [Intervention("QX-77", BIOLOGICAL, description)])
    assert classify(study).labels("modality") == [expected]
