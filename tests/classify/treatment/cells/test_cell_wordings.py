"""Whose cells are infused and what goes with them, in many wordings, and words that only resemble them."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention

PRODUCT = "CD19 CAR-T cells"


def source(description: str, *, title: str = "A study", name: str = PRODUCT, eligibility: str = "") -> str:
    """Return the label of ``act`` for one product."""
    items = [Intervention(name, "BIOLOGICAL", description)]
    return classify(make_study(title, ["Lymphoma"], items, eligibility=eligibility)).label("act")


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("T cells from the patient (part 1), from the earlier graft's donor (part 2) or from a new donor", "both"),
        ("Made from the participant and, where this fails, from a sister or brother", "both"),
        ("T cells come from the first donor if there was a transplant and from the participant if not", "both"),
        ("Own or family donor's lymphocytes", "both"),
        ("Prepared from the patient's monocytes", "autologous"),
        ("The patient's EBV-specific T cells lack PDCD1", "autologous"),
        ("Donor T cells for patients who wait for autologous CAR-T cells", "allogeneic"),
        ("Donor lymphocytes, because these patients cannot have an autologous product", "allogeneic"),
        ("The patient's own T cells, grown on allogeneic feeder cells", "autologous"),
        ("Lymphocytes of a healthy donor, primed with autologous tumour lysate", "allogeneic"),
        ("Lymphocytes of the former stem cell donor are transduced", "allogeneic"),
        ("Killer cells made from 80 mL of the patient's venous blood", "autologous"),
        ("Cells expanded from each participant's peripheral blood", "autologous"),
        ("Lymphocytes isolated out of the subject's whole blood", "autologous"),
        ("Given until they can be found in the patient's peripheral blood", "unspecified"),
        ("Counted in 10 mL of the patient's peripheral blood", "unspecified"),
        ("Autologous T cells; after an allogeneic transplantation donor-derived T cells are allowed", "both"),
        ("Autologous lymphocytes or, if a transplant failed, donor lymphocytes can be used", "both"),
        ("Autologous CAR-T cells; for patients with a graft, allogeneic T cells may also be taken", "both"),
        ("Autologous T cells; earlier donor lymphocytes are no obstacle", "autologous"),
        ("Autologous T cells. Patients after an allogeneic transplantation may take part", "autologous"),
        ("Dose level 2", "unspecified"),
        ("We draw blood from you, and the changed cells are put into your vein", "autologous"),
        ("The person with lymphoma gives white cells for herself", "autologous"),
        ("T cells used for the product are obtained from every participant", "autologous"),
        ("Lymphocytes are donated by the patient", "autologous"),
        ("Blood samples for pharmacokinetics are taken from patients on day 8", "unspecified"),
        ("T cells are collected from the patient; nothing is taken from a donor", "autologous"),
        ("The cells are infused into your vein", "unspecified"),
        ("Grown from lymphocytes of a brother or sister; the patient's own lymphocytes are not used", "allogeneic"),
        ("T cells of a donor, as autologous T cells are never needed", "allogeneic"),
        ("The patient's own lymphocytes are used", "autologous"),
    ],
)
def test_source_in_the_description(description: str, expected: str) -> None:
    assert source(description) == expected


@pytest.mark.parametrize(
    "criterion",
    [
        "No compatible donor platelets",
        "Donor chimerism below 90%",
        "A donor has been identified for transplantation",
        "Earlier faecal transfer from a donor",
        "Donor-derived leukaemia or lymphoma",
        "A transplantation can follow, with a matched related, matched unrelated or haploidentical person at hand",
        "No cells were ever received from a donor",
    ],
)
def test_other_donors_are_not_those_of_the_cells(criterion: str) -> None:
    assert source("", eligibility=f"Inclusion Criteria:\n\n* {criterion}") == "unspecified"


def test_a_listed_transplantation_has_its_own_source() -> None:
    items = [
        Intervention("Cord blood NK cells", "BIOLOGICAL"),
        Intervention("Stem cell transplantation", "PROCEDURE", "The patient's own CD34+ cells"),
    ]
    assert classify(make_study("A study", ["Multiple Myeloma"], items)).label("act") == "allogeneic"


@pytest.mark.parametrize(
    ("description", "infused"),
    [
        ("A vector that turns T cells into CD19 CAR-T cells in the bloodstream", False),
        ("Particles for in-body formation of CD19 CAR-T cells", False),
        ("Particles that bring a CD19 CAR gene to circulating T cells", False),
        ("CD19 CAR-T cells arise in the body", False),
        ("RNA by which T cells become CD19 CAR-T cells inside the patient", False),
        ("Particles with a CD19 CAR gene for T cells. Nothing is collected or grown", False),
        ("Induces CD19 CAR-T cells in situ", False),
        ("The particle finds T cells in situ, and they turn into CD19 CAR-T cells there", False),
        ("Lipid nanoparticles loaded with mRNA encoding a CD19 CAR", False),
        ("After the injection circulating lymphocytes of the patient express the CD19 CAR", False),
        ("Lipid nanoparticles that carry a CD19 CAR into lymphocytes", False),
        ("CD19 CAR mRNA-LNP, given every week", False),
        ("LNPs bring a message to T cells, with which they produce the receptor", False),
        ("CD19 CAR-T cells with an LNP vaccine encoding an antigen to expand the CAR-T cells", True),
        ("CD19 CAR-T cells made by electroporation of CAR mRNA", True),
        ("CD19 CAR-T cells and a vaccine of nanoparticles with mRNA for an antigen", True),
        ("CAR-T cells that induce remission of carcinoma in situ", True),
        ("Chemotherapy makes room for the CAR-T cells in the body", True),
        ("CAR-T cells are made from T cells and expand in the patient", True),
        ("CAR-T cells express a safety switch and can be tracked in the body", True),
        ("Autologous CAR-T cells. Copies of the CAR gene are counted in the body for a year", True),
        ("CAR-T cells recognise tumour cells that express CD19 in the body", True),
        ("CAR-T cells that are engineered to live longer in the body", True),
        ("The number of CAR-T cells in the blood is measured", True),
    ],
)
def test_cells_made_inside_the_body_are_not_infused(description: str, infused: bool) -> None:
    assert (source(description) != "none") is infused


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("The cells are given without renewed lymphodepletion.", False),
        ("The cells are given without any further cyclophosphamide.", False),
        ("There is no need for lymphodepletion.", False),
        ("The cells are given in a lymphodepletion-free schedule.", False),
        ("Unlike products that need fludarabine, these cells are given at once.", False),
        ("The cells are given without lymphodepleting preconditioning.", False),
        ("There is no preceding lymphodepletion.", False),
        ("The trial dispenses with preparative cyclophosphamide.", False),
        ("Preparation with cyclophosphamide or fludarabine is not planned.", False),
        ("Preparation with cyclophosphamide or fludarabine is planned.", True),
        ("In the former cohort fludarabine went before the cells.", False),
        ("An earlier study with lymphodepletion was stopped.", False),
        ("In this study fludarabine goes before the cells.", True),
        ("The cells are given without delay after cytotoxic conditioning therapy.", True),
        ("No cells are given before lymphodepleting fludarabine.", True),
        ("Cells follow three days of fludarabine.", True),
        ("Without delay, lymphodepletion begins.", True),
    ],
)
def test_conditioning_that_is_left_out(text: str, given: bool) -> None:
    study = make_study("A study", ["Lymphoma"], [("BIOLOGICAL", PRODUCT)], brief_summary=text)
    assert (classify(study).labels("act_with") == ["chemotherapy"]) is given


@pytest.mark.parametrize(
    ("criterion", "given"),
    [
        ("Fludarabine or bendamustine within eight weeks before lymphocyte collection", False),
        ("Less than 4 weeks before cell harvest: cyclophosphamide", False),
        ("Bendamustine within 6 months prior to the planned leukocyte collection", False),
        ("Able to receive cyclophosphamide before the infusion of cells", True),
        ("Must tolerate fludarabine after the cell collection", True),
    ],
)
def test_a_wash_out_before_the_collection_is_no_conditioning(criterion: str, given: bool) -> None:
    text = f"Exclusion Criteria:\n\n* {criterion}"
    study = make_study("A study", ["Lymphoma"], [("BIOLOGICAL", PRODUCT)], eligibility=text)
    assert (classify(study).labels("act_with") == ["chemotherapy"]) is given


def test_a_drug_that_is_banned_beside_the_cells_is_no_conditioning() -> None:
    text = "Exclusion Criteria:\n\n* Concomitant fludarabine or other cytotoxic drugs"
    study = make_study("A study", ["Lymphoma"], [("BIOLOGICAL", PRODUCT)], eligibility=text)
    assert classify(study).labels("act_with") == []


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("T lymphocytes for the product are from patients, former transplant donors or new donors.", "both"),
        ("Lymphocytes of patients, siblings or unrelated donors are transduced.", "both"),
        ("Self NK cells, or NK cells of close relatives when own cells are too few.", "both"),
        ("PBMCs are obtained from the participant or, when counts are too low, from a matched sibling.", "both"),
        ("Cells are made from autologous, haploidentical or matched unrelated donor lymphocytes.", "both"),
        ("Donors (the original transplant donor or a relative) or the patients themselves give the T cells.", "both"),
        ("The leukapheresis product is from the subject / from a donor.", "both"),
        ("The safety of the cells is studied in patients or healthy volunteers.", "unspecified"),
        ("Consent by the patient, a parent or a family member is needed before cells are infused.", "unspecified"),
        ("Relapse after autologous or allogeneic stem cell transplantation is treated with the cells.", "unspecified"),
        ("Autologous cells are given. Siblings or donors are not needed.", "autologous"),
        (
            "Autologous CAR-T is often contaminated with blasts, so the T cells come from healthy people.",
            "allogeneic",
        ),
        ("Autologous products are unsuitable when lymphocytes are few; here cells of a donor are used.", "allogeneic"),
        ("Autologous lymphocytes are of poor quality, so that T cells of relatives are used.", "allogeneic"),
        ("For patients ineligible for autologous CAR-T, cells of a healthy donor are prepared.", "allogeneic"),
        ("Donor-derived CAR-T for those with insufficient autologous T cells.", "allogeneic"),
        ("Then patients get haploidentical or matched donor hematopoietic stem cell transplantation.", "unspecified"),
        ("CAR-T as a bridge to haploidentical umbilical cord blood hematopoietic transplantation.", "unspecified"),
        ("CAR-T cells made from haploidentical lymphocytes of the transplant donor are given.", "allogeneic"),
        ("Donor lymphocyte infusion (DLI) was ineffective or cannot be obtained.", "unspecified"),
        ("PBMC of the patient is activated and infected with a lentiviral vector within a day.", "autologous"),
        ("Peripheral blood of patients is collected to prepare the cells.", "autologous"),
        ("The number of T cells in peripheral blood of patients is measured.", "unspecified"),
        ("Self-T cells modified to express a CAR.", "autologous"),
        ("Self-reported symptoms after the CAR-T cells.", "unspecified"),
        ("Autologous lines were too slow to make; lines of third-party volunteers are used.", "allogeneic"),
        ("In transplanted patients too, T cells are taken from the patient. Donors are not approached.", "autologous"),
        ("Also after a transplant, the T cells are collected from the recipient. No donor is asked.", "autologous"),
        ("Lymphocytes come from the patient rather than from the transplant donor.", "autologous"),
        ("T cells are taken from the patient. Unlike cells taken from a donor, they cause no GVHD.", "autologous"),
        ("T cells from the patient are infused after stem cells from the donor.", "autologous"),
        ("Lymphocytes from the patient grow with cells from volunteers as feeders.", "autologous"),
        ("Group 1: T cells raised from the patient. Group 2: T cells raised from the stem cell donor.", "both"),
        ("In part 1 cells are made from the patient. In part 2 cells are made from a sibling.", "both"),
        ("T cells reactive to WT1 are grown from blood of the transplant donor.", "allogeneic"),
        ("Made in advance from young volunteers and frozen until needed.", "allogeneic"),
        ("A batch is made for every patient from lymphocytes that she gives at the first visit.", "autologous"),
        ("CAR-T cells are made from autologous T cells; cells of a donor will not be used.", "autologous"),
        ("Ready-made cells are thawed.", "allogeneic"),
        ("NK cells are grown from placental blood.", "allogeneic"),
        ("Patients after unsuccessful autologous CAR-T are enrolled.", "unspecified"),
        ("Placental function is not studied.", "unspecified"),
        ("Plasma cells of each patient are taken from the marrow and sequenced.", "unspecified"),
        ("Leukaemia cells of the patients are tested for CD19.", "unspecified"),
        ("T cells in the circulation take the vector up and become CAR T cells.", "none"),
        ("Circulating T cells that meet the vector turn into CAR T cells.", "none"),
        ("T cells in the laboratory take up the vector and become CAR T cells.", "unspecified"),
        ("CAR T cells persist in the circulation and become memory cells.", "unspecified"),
    ],
)
def test_source_in_the_summary(summary: str, expected: str) -> None:
    study = make_study("CAR-T Cells", ["Leukemia"], [Intervention("CAR-T cells", "BIOLOGICAL")], brief_summary=summary)
    assert classify(study).label("act") == expected


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("DLI has been performed at least once without effect, or the donor refuses", "unspecified"),
        ("At least one suitable donor for the subsequent transplantation", "unspecified"),
        ("The donor agrees to undergo leukapheresis for the T cells", "allogeneic"),
        ("Venous access for leukapheresis", "autologous"),
        ("Consent to storage of the patient's own marrow and blood for research", "unspecified"),
        ("Recipient of a kidney from a living donor", "unspecified"),
        ("Must not be a blood or egg donor during the study", "unspecified"),
        ("Donor cells infused within 90 days", "unspecified"),
        ("Donor consents to a further blood donation for the T cells", "allogeneic"),
        ("Able to undergo leukapheresis", "autologous"),
        ("Age 18 or older\n\nDonor eligibility:\n\n* HIV negative\n* Able to tolerate apheresis", "allogeneic"),
        ("No suitable donor, defined as:\n  * none in the family\n* Able to undergo leukapheresis", "autologous"),
        ("Able to undergo leukapheresis\n* No earlier treatment with allogeneic cells", "autologous"),
    ],
)
def test_source_in_a_criterion(criterion: str, expected: str) -> None:
    assert source("", eligibility=f"Inclusion Criteria:\n\n* {criterion}") == expected


@pytest.mark.parametrize(
    ("summary", "given"),
    [
        ("Before the infusion patients accept lymphocyte clearance with Cy and Flu for 3 days.", True),
        ("Lymphocyte clearing chemotherapy is given on days -5 to -3.", True),
        ("Patients get FC pretreatment before CAR-T.", True),
        ("Clearance of lymphocytes by chemotherapy, then CAR-T.", True),
        ("After lymphatic cleaning (flu+cy) the cells are infused.", True),
        ("Lymphodepletion: fludarabine and cyclophosphamide.", True),
        ("Lymphodepletion: none in cohort 1, fludarabine in cohort 2.", True),
        ("Lymphodepletion: none.", False),
        ("Conditioning chemotherapy: not given.", False),
        ("Preparatory chemotherapy precedes the infusion.", True),
        ("Patients may have had fludarabine in earlier lines.", False),
        ("CAR-T without lymphocyte clearance.", False),
        ("Relapse after the FC regimen is treated with CAR-T.", False),
        ("Clearance of lymphocytes from the blood after CAR-T is measured.", False),
    ],
)
def test_other_words_for_lymphodepletion(summary: str, given: bool) -> None:
    study = make_study("CAR-T Cells", ["Leukemia"], [Intervention("CAR-T cells", "BIOLOGICAL")], brief_summary=summary)
    assert classify(study).labels("act_with") == (["chemotherapy"] if given else [])


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Autologous CAR T Cells for MRD in Allogeneic-ineligible Adults", "autologous"),
        ("CAR T Cells From the Recipient, Not the Donor, in Relapse After Transplant", "autologous"),
        ("WT1-specific Donor T Cells After Transplant", "allogeneic"),
        ("Universal CAR-T for Patients Whose Autologous CAR-T Can Not Be Prepared", "allogeneic"),
        ("Autologous Dendritic Cells and Allogeneic Dendritic Cell Secretome", "autologous"),
        ("A Lentiviral Vector for in Situ CD20 CAR T Cells", "none"),
    ],
)
def test_source_in_the_title(title: str, expected: str) -> None:
    assert source("", title=title) == expected


@pytest.mark.parametrize(
    ("title", "criterion"),
    [
        ("CAR T Cells in Fludarabine-refractory CLL", ""),
        ("CAR T Cells", "* Refractory to, or relapsed within 12 months of, fludarabine-cyclophosphamide-rituximab"),
        ("CAR T Cells", "* Relapse after, or no response to, fludarabine and cyclophosphamide"),
        ("CAR T Cells", "* Disease that came back within a year of bendamustine-rituximab"),
    ],
)
def test_a_drug_that_failed_is_no_conditioning(title: str, criterion: str) -> None:
    study = make_study(title, ["Leukemia"], [Intervention(PRODUCT, "BIOLOGICAL")], eligibility=criterion)
    assert classify(study).labels("act_with") == []


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("Available autologous transduced lymphocytes of which a sixth carry the receptor", "autologous"),
        ("Patients with available autologous stem cells", "unspecified"),
    ],
)
def test_a_criterion_may_ask_for_the_product_itself(criterion: str, expected: str) -> None:
    assert source("Infused once", eligibility=f"Inclusion Criteria:\n\n* {criterion}") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Allogeneic CAR-T cells are given. In this treatment T cells are taken from a patient's blood", "allogeneic"),
        ("CAR-T cells are given. In this treatment T cells are taken from a patient's blood", "autologous"),
        ("Allogeneic products are off the shelf, but this one is made for each patient", "autologous"),
        ("Patients without an allogeneic transplant from a matched donor receive the cells", "autologous"),
    ],
)
def test_a_listed_collection_goes_behind_a_source_that_the_summary_names(summary: str, expected: str) -> None:
    items = [Intervention(PRODUCT, "BIOLOGICAL"), Intervention("Leukapheresis", "PROCEDURE")]
    assert classify(make_study("A study", ["Lymphoma"], items, brief_summary=summary)).label("act") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("our own experience with CAR-T cells", "unspecified"), ("cells of one's own", "autologous")],
)
def test_the_experience_of_a_team_is_no_source(words: str, expected: str) -> None:
    summary = f"The dose follows from {words}."
    items = [Intervention("CAR-T cells", "BIOLOGICAL")]
    study = make_study("A study", ["Lymphoma"], items, brief_summary=summary)
    assert classify(study).label("act") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tissue from a clinically indicated resection or biopsy is examined", []),
        ("The tumour is resected and the cells are grown from it", ["surgery"]),
    ],
)
def test_tissue_that_is_examined_is_no_operation(text: str, expected: list[str]) -> None:
    items = [Intervention("NK cells", "BIOLOGICAL")]
    study = make_study("A study", ["Lung cancer"], items, brief_summary=text)
    assert classify(study).labels("act_with") == expected


def test_tissue_for_the_product_comes_from_an_operation() -> None:
    items = [Intervention("Tumor infiltrating lymphocytes", "BIOLOGICAL")]
    summary = "The cells are grown from tumor tissue obtained by resection or biopsy."
    study = make_study("A study", ["Melanoma"], items, brief_summary=summary)
    assert classify(study).labels("act_with") == ["surgery"]


@pytest.mark.parametrize(
    ("criterion", "given"),
    [
        ("Negative pregnancy test within 28 days of lymphodepleting chemotherapy", True),
        ("Investigational agents within 30 days of planned lymphodepletion", True),
        ("Lymphodepletion within 30 days", False),
    ],
)
def test_an_interval_may_end_with_the_lymphodepletion(criterion: str, given: bool) -> None:
    items = [Intervention(PRODUCT, "BIOLOGICAL")]
    study = make_study("A study", ["Lymphoma"], items, eligibility=f"Inclusion Criteria:\n\n* {criterion}")
    assert classify(study).labels("act_with") == (["chemotherapy"] if given else [])
