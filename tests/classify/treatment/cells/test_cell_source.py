"""Report B's axes: the source of infused cells (``act``) and the treatments given with them (``act_with``)."""

import pytest

from tests.support.records.trials import case, classify, make_study
from trialscape.study.model import Intervention, Study

DRUG, CELLS = "DRUG", "BIOLOGICAL"


def cells(name: str, description: str = "") -> list[Intervention]:
    """Return one listed cell product."""
    return [Intervention(name, CELLS, description)]


SOURCES = [
    case("said by the name", "autologous", interventions=cells("Autologous CAR-T cells")),
    case("donors", "allogeneic", interventions=cells("CAR-T cells from healthy donors")),
    case("off the shelf", "allogeneic", interventions=cells("Off-the-shelf NK cells")),
    case("cord blood", "allogeneic", interventions=cells("Cord blood derived CAR-NK cells")),
    case("haploidentical", "allogeneic", interventions=cells("Haploidentical NK cells")),
    case("iPSC", "allogeneic", interventions=cells("iPSC-derived NK cells")),
    case("universal", "allogeneic", interventions=cells("Universal CAR-T cells")),
    case("both", "both", interventions=cells("Autologous or allogeneic NK cells")),
    case("known by the product", "autologous", interventions=cells("Lifileucel")),
    case("TIL are the patient's own", "autologous", interventions=cells("TIL infusion")),
    case("TCR-T are the patient's own", "autologous", interventions=cells("NY-ESO-1 TCR-T cells")),
    case("donor lymphocytes", "allogeneic", conditions=["Leukemia"], interventions=cells("Donor lymphocyte infusion")),
    case(
        "leukapheresis of the patient",
        "autologous",
        interventions=cells("CAR-T cells"),
        eligibility="* Able to undergo leukapheresis",
    ),
    case(
        "said by the description",
        "autologous",
        interventions=cells("CAR-T cells", "made from the patient's own T cells"),
    ),
    case("said by the title", "allogeneic", title="Allogeneic CAR-T Cells", interventions=cells("CAR-T cells")),
    case("not said", "unspecified", interventions=cells("CAR-T cells")),
    case("cells of a sibling", "allogeneic", interventions=cells("CAR-T cells", "Made from a brother or sister")),
    case(
        "cells of the patient or of a sibling",
        "both",
        interventions=cells("CAR-T cells", "T cells of the patient, or of a sibling, are used"),
    ),
    case("own cells", "autologous", interventions=cells("CAR-T cells", "T cells of their own with a CAR")),
    case(
        "blood of a relative", "allogeneic", interventions=cells("CAR-T cells", "Blood from a close relative is used")
    ),
    case(
        "reinfused into the same person",
        "autologous",
        interventions=cells("CAR-T cells", "Cells are modified and reinfused into the same participant"),
    ),
    case(
        "cells that the body forms",
        "none",
        interventions=cells("XX-1", "Viral particles by which the body itself forms CD22 CAR T cells"),
    ),
    case(
        "lymphocytes received earlier",
        "unspecified",
        interventions=cells("CAR-T cells"),
        eligibility="Exclusion Criteria:\n\n* Has received lymphocytes of a donor in the last two months",
    ),
    case("derived from the patient", "autologous", interventions=cells("Patient-derived CAR-T cells")),
    case(
        "a model of the tumour is derived from the patient",
        "unspecified",
        interventions=cells("CAR-T cells", "Tested on a patient-derived xenograft"),
    ),
    case("cells that change", "autologous", interventions=cells("CAR-T cells", "The patient's T cells receive a gene")),
    case(
        "lymphocytes of a donor given earlier",
        "unspecified",
        interventions=cells("CAR-T cells"),
        eligibility="Exclusion Criteria:\n\n* Donor lymphocyte infusion in the previous six weeks",
    ),
    case(
        "an organ of a donor",
        "unspecified",
        interventions=cells("CAR-T cells"),
        eligibility="Exclusion Criteria:\n\n* Recipients of a liver from a donor",
    ),
    case(
        "a collection from a relative",
        "allogeneic",
        interventions=cells("CAR-T cells"),
        brief_summary="Leukapheresis is done on a haploidentical relative.",
    ),
    case(
        "a collection from the patient or a relative",
        "both",
        interventions=cells("CAR-T cells"),
        brief_summary="Leukapheresis is done on the patient, or on a haploidentical relative.",
    ),
    case(
        "consent of the patient or the parents",
        "unspecified",
        interventions=cells("CAR-T cells"),
        brief_summary="Written consent from the patient or the parents is needed.",
    ),
    case(
        "a patient or relatives who consent",
        "unspecified",
        interventions=cells("CAR-T cells"),
        brief_summary="The patient or family members join voluntarily.",
    ),
    case("no cells", "none", interventions=[(DRUG, "Nivolumab")]),
    case(
        "a stem-cell transplantation is no cell therapy here (ruling 8)",
        "none",
        conditions=["Leukemia"],
        interventions=[("PROCEDURE", "Allogeneic stem cell transplantation")],
    ),
    case(
        "cells in the comparator only",
        "none",
        arms=[("EXPERIMENTAL", "A"), ("ACTIVE_COMPARATOR", "B")],
        interventions=[(DRUG, "Nivolumab", ["A"]), (CELLS, "CAR-T cells", ["B"])],
    ),
    case(
        "a transplant from a donor says nothing of the cells",
        "autologous",
        interventions=cells("Autologous CAR-T cells"),
        eligibility="* Prior allogeneic stem cell transplantation is allowed",
    ),
    case(
        "collection of blood cells that a criterion names as a time",
        ["autologous"],
        interventions=cells("CD19 CAR-T"),
        eligibility="* Other treatment ends two weeks prior to leukapheresis",
    ),
    case(
        "a criterion on the veins for the collection",
        ["autologous"],
        interventions=cells("CD19 CAR-T"),
        eligibility="* Meets venous blood collection standards",
    ),
    case(
        "a collection beside a transplantation in another part of the criterion",
        ["autologous"],
        interventions=cells("CD19 CAR-T"),
        eligibility="* Able to undergo leukapheresis; no allogeneic transplantation in 100 days",
    ),
    case(
        "blood for the product",
        ["autologous"],
        interventions=cells("CD19 CAR-T"),
        eligibility="* Willing to provide blood for the manufacture of the cells",
    ),
    case(
        "cells that return from outside the body",
        "autologous",
        interventions=cells("CAR-T cells"),
        brief_summary="The T cells are modified outside the body and then returned to the participant.",
    ),
    case(
        "cells that are given back",
        ["autologous"],
        interventions=cells("CD19 CAR-T"),
        brief_summary="Blood is drawn, the T cells are engineered and given back.",
    ),
    case(
        "cells of each patient",
        ["autologous"],
        interventions=cells("CD19 CAR-T"),
        brief_summary="T-lymphocytes isolated from each patient are transduced.",
    ),
    case(
        "no collection",
        ["unspecified"],
        interventions=cells("CD19 CAR-T"),
        eligibility="* No leukapheresis is planned",
    ),
    case(
        "universal cells and a collection of cells",
        ["allogeneic"],
        title="Universal CAR-T cells in leukemia",
        interventions=cells("Universal CAR-T cells"),
        arms=[("EXPERIMENTAL", "Infusion", "Leukapheresis, then the universal cells")],
    ),
    case(
        "cells of an earlier treatment",
        "none",
        interventions=[(DRUG, "Nivolumab")],
        eligibility="* Relapse after CAR-T cells",
    ),
]


@pytest.mark.parametrize(("study", "expected"), SOURCES)
def test_source_of_the_cells(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("act") == expected


TIL = cells("TIL infusion")
PARTNERS = [
    case(
        "listed conditioning", ["chemotherapy"], interventions=[*TIL, (DRUG, "Cyclophosphamide"), (DRUG, "Fludarabine")]
    ),
    case(
        "conditioning in the summary",
        ["chemotherapy"],
        interventions=TIL,
        brief_summary="After lymphodepletion the cells are infused.",
    ),
    case(
        "conditioning in the eligibility",
        ["chemotherapy"],
        interventions=TIL,
        eligibility="* Inability to receive lymphodepleting chemotherapy",
    ),
    case("conditioning that nobody states (ruling 8)", [], interventions=TIL),
    case("chemotherapy of the past", [], interventions=TIL, eligibility="* Prior cyclophosphamide within 4 weeks"),
    case("allergy to a drug", [], interventions=TIL, eligibility="* Known hypersensitivity to fludarabine"),
    case(
        "a tumour to make the product from",
        ["surgery"],
        interventions=TIL,
        eligibility="* At least one resectable lesion to make the product",
    ),
    case("unresectable", [], interventions=TIL, eligibility="* Unresectable melanoma"),
    case("surgery of the past", [], interventions=TIL, eligibility="* History of resection of the primary tumour"),
    case("listed surgery", ["surgery"], interventions=[*TIL, ("PROCEDURE", "Surgical resection of a metastasis")]),
    case(
        "irradiation in the arm",
        ["radiotherapy"],
        interventions=TIL,
        arms=[("EXPERIMENTAL", "A", "TIL after total body irradiation")],
    ),
    case(
        "irradiation in the summary",
        ["radiotherapy"],
        interventions=TIL,
        brief_summary="Total body irradiation comes before the cells.",
    ),
    case(
        "radiotherapy that prose calls usual",
        [],
        interventions=TIL,
        brief_summary="Children with this tumour usually get radiotherapy.",
    ),
    case(
        "cells taken after the first operation",
        [],
        interventions=cells("CAR-T cells"),
        brief_summary="Blood is drawn after the initial surgical resection.",
    ),
    case(
        "cytarabine before cells",
        ["chemotherapy"],
        conditions=["Acute Myeloid Leukemia"],
        interventions=[*cells("NK cells"), (DRUG, "Cytarabine")],
    ),
    case("combination chemotherapy", ["chemotherapy"], interventions=[*cells("NK cells"), (DRUG, "Docetaxel")]),
    case(
        "without cells there is no partner",
        [],
        interventions=[(DRUG, "Cyclophosphamide"), ("PROCEDURE", "Surgical resection")],
    ),
    case(
        "without lymphodepletion",
        [],
        interventions=cells("CAR-T cells"),
        brief_summary="The cells are given without lymphodepletion.",
    ),
    case(
        "TIL with both",
        ["chemotherapy", "surgery"],
        interventions=[*TIL, (DRUG, "Fludarabine"), ("PROCEDURE", "Tumour resection")],
    ),
]


@pytest.mark.parametrize(("study", "expected"), PARTNERS)
def test_treatments_given_with_the_cells(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("act_with") == expected


PASSING = [
    ("Treatment with bendamustine ended long ago", []),
    ("* Fludarabine or bendamustine in the 6 months before blood collection", []),
    ("* Cyclophosphamide in the last 3 weeks", []),
    ("* Bendamustine less than six months before leukapheresis", []),
    ("* Received fludarabine in the past 12 weeks", []),
    ("* Disease that did not respond to fludarabine-based chemotherapy", []),
    ("* Two lines, one of them with anti-CD20 antibody and cyclophosphamide", []),
    ("* Must be fit for fludarabine and cyclophosphamide before infusion", ["chemotherapy"]),
    ("* Cannot tolerate fludarabine", ["chemotherapy"]),
    ("* Chemotherapy, other than that for lymphodepletion, before the infusion", ["chemotherapy"]),
    ("* Drugs against the lymphoma other than lymphodepleting chemotherapy before the infusion", ["chemotherapy"]),
]


@pytest.mark.parametrize(("criterion", "expected"), PASSING)
def test_earlier_treatment_in_a_criterion_is_no_conditioning(criterion: str, expected: list[str]) -> None:
    study = make_study(interventions=cells("CD20 CAR-T cells"), eligibility=f"Exclusion Criteria:\n{criterion}")
    assert classify(study).labels("act_with") == expected


DENIED = [
    ("Lymphodepletion is not used.", []),
    ("One infusion; lymphodepleting chemotherapy will be omitted.", []),
    ("Lymphodepletion does not precede the infusion.", []),
    ("Patients whose lymphoma came back after fludarabine get one infusion.", []),
    ("Most earlier trials used lymphodepletion; here cells are infused alone.", []),
    ("Fludarabine and cyclophosphamide, then one infusion.", ["chemotherapy"]),
]


@pytest.mark.parametrize(("summary", "expected"), DENIED)
def test_conditioning_that_the_summary_denies(summary: str, expected: list[str]) -> None:
    study = make_study(interventions=cells("CD20 CAR-T cells"), brief_summary=summary)
    assert classify(study).labels("act_with") == expected


@pytest.mark.parametrize(
    "name", ["CD30 CAR-T", "CAR-GPC3 T cells", "TnMUC1 CAR T", "CD5.CAR T", "CART-19", "anti-BCMA CAR-T"]
)
def test_a_target_with_a_receptor_is_not_a_product_and_gives_no_cell_source(name: str) -> None:
    assert classify(make_study(interventions=cells(name))).label("act") == "unspecified"
    reported = cells(name, "grown from each patient's lymphocytes")
    assert classify(make_study(interventions=reported)).label("act") == "autologous"


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("A receptor is put into autologous or donor-derived T cells.", "both"),
        ("The cells come from the blood of patients or healthy volunteers.", "both"),
        ("T cells from the patient or, if not possible, a healthy volunteer get the receptor.", "both"),
        ("Blood of healthy volunteers or of the patient is used to make the cells.", "both"),
        ("Lymphocytes from healthy volunteers are the raw material.", "allogeneic"),
        ("The cells are studied in patients or healthy volunteers.", "unspecified"),
        ("Blood samples from patients or healthy volunteers are compared.", "unspecified"),
        ("Autologous cells take months to make; these ones come from the blood of healthy people.", "allogeneic"),
        (
            "The product is for people whose autologous CAR-T cells could not be made; a sister gives blood.",
            "allogeneic",
        ),
        ("Banked EBV T cells are thawed and infused.", "allogeneic"),
        ("We collect your blood, turn its T cells into CAR-T cells and give them back to you.", "autologous"),
        ("The cells grow from lymphocytes of the patient on feeder cells from blood donors.", "autologous"),
        ("Made of the cells of each patient, so that neither a sibling nor a donor is needed.", "autologous"),
        ("Autologous CAR-T cells; failure of one earlier line is required.", "autologous"),
        ("In situ production of CAR-T cells by a vector.", "none"),
        (
            "The characteristics of CAR-T in vivo and the impact of CAR-T on lymphocytes in vivo are studied.",
            "unspecified",
        ),
        ("An in vivo CAR-T product.", "none"),
        ("In vivo delivery of a gene for a CAR.", "none"),
        ("An in vivo BCMA/CD19 bi-specific Chimeric Antigen Receptor therapy.", "none"),
        ("A truncated EGFR is in the vector and serves for in vivo tracking of the cells.", "unspecified"),
    ],
)
def test_either_source_and_cells_made_in_the_body(summary: str, expected: str) -> None:
    study = make_study(interventions=cells("CAR-T cells"), brief_summary=summary)
    assert classify(study).label("act") == expected


@pytest.mark.parametrize(
    ("summary", "criterion", "expected"),
    [
        ("You get infusions of chemotherapy drugs, then the CAR-T cells.", "", ["chemotherapy"]),
        ("The CAR-T cells are infused once; chemotherapy is not needed.", "", []),
        ("", "* A fever before the chemotherapy for removing lymphocytes", ["chemotherapy"]),
        ("", "* Other treatment too close to lymphodepletion (wash-out of 2 weeks)", ["chemotherapy"]),
        ("", "* Lymphodepletion for another product within 2 weeks", []),
    ],
)
def test_conditioning_may_be_told_in_everyday_words(summary: str, criterion: str, expected: list[str]) -> None:
    study = make_study("CAR-T Cells", ["Leukemia"], cells("CAR-T cells"), brief_summary=summary, eligibility=criterion)
    assert classify(study).labels("act_with") == expected


def test_a_code_that_two_products_share_names_neither() -> None:
    study = make_study("BP102 With Nab-paclitaxel", ["Breast Cancer"], [(DRUG, "BP102"), (DRUG, "Nab-paclitaxel")])
    assert "car_t" not in classify(study).labels("modality")
    assert "car_t" in classify(make_study("A study", ["Glioblastoma"], cells("B7-H3 CAR-T (BP102)"))).labels("modality")


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Blood of the patient (part 1) or of a haploidentical relative (part 2)", "both"),
        ("Made from autologous T cells; where these fail, from lymphocytes of the former transplant donor", "both"),
        ("The brother undergoes leukapheresis, and his T cells get the receptor", "allogeneic"),
        ("Autologous T cells given 30 days after the transplant of a donor's stem cells", "autologous"),
    ],
)
def test_the_description_of_the_cells_may_offer_two_sources(description: str, expected: str) -> None:
    study = make_study("CAR-T Cells", ["Leukemia"], cells("CD19 CAR-T cells", description))
    assert classify(study).label("act") == expected


@pytest.mark.parametrize(
    ("title", "criterion", "expected"),
    [
        ("CAR-T Cells in Leukaemia Previously Treated With Fludarabine", "", []),
        ("CAR-T Cells After Earlier Exposure to Bendamustine", "", []),
        ("CAR-T Cells", "* Fludarabine-induced haemolysis", []),
        ("CAR-T Cells After Fludarabine and Cyclophosphamide", "", ["chemotherapy"]),
    ],
)
def test_a_drug_of_an_earlier_line_is_no_conditioning(title: str, criterion: str, expected: list[str]) -> None:
    study = make_study(title, ["Leukemia"], cells("CAR-T cells"), eligibility=f"Exclusion Criteria:\n\n{criterion}")
    assert classify(study).labels("act_with") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("T cells of the patient" + "'s" * 26 + " zz donors", "autologous"),
        ("T cells of the patient " + "(or)" * 26 + " zz donors", "autologous"),
        ("T cells of the patient" + ", if a," * 16 + " zz donors", "autologous"),
        ("T cells of the patient " + "(" * 100 + " zz donors", "autologous"),
        ("A grant: " + "donor or patient or " * 6000, "allogeneic"),
        ("Consent: " + "sibling or patient or " * 6000, "unspecified"),
        ("T cells of the patient's own blood (or, if too few, of a donor) get the receptor.", "both"),
        ("Autologous" + "-a" * 2000 + " cells", "autologous"),
        ("T cells of parents, " + "siblings, " * 6 + "or patients get the receptor.", "both"),
    ],
)
def test_the_search_for_a_list_of_sources_is_bounded(summary: str, expected: str) -> None:
    study = make_study(interventions=cells("CAR-T cells"), brief_summary=summary)
    assert classify(study).label("act") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Participants or their family members report cell phone use.", "unspecified"),
        ("The patient or parents record blood pressure daily.", "unspecified"),
        ("Blood counts are reported by the patient or family.", "unspecified"),
        ("Patients' relatives or donors may give platelets or blood products.", "unspecified"),
        ("A diary on the infused cells is kept by the patient, or by the parents.", "unspecified"),
        ("The blood sugar is measured by the child or the mother.", "unspecified"),
        ("Blood of the patient, or of a parent, is the starting material.", "both"),
        ("The product is prepared from the participant, or from a brother.", "both"),
        ("Lymphocytes of the patient or of family members are transduced.", "both"),
        ("The blood product for the infusion is that of the child, or else of the mother, with these cells.", "both"),
    ],
)
def test_families_that_report_are_no_source_of_cells(summary: str, expected: str) -> None:
    study = make_study(interventions=cells("CAR-T cells"), brief_summary=summary)
    assert classify(study).label("act") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Patients are treated with autologous and allogeneic CD7 CAR T cells.", "both"),
        ("Patients who relapsed after autologous and allogeneic transplantation get CD7 CAR T cells.", "unspecified"),
    ],
)
def test_a_summary_that_offers_both_sources_goes_before_the_name_of_one(summary: str, expected: str) -> None:
    study = make_study("CD7 CAR T Cells in Leukemia", ["Leukemia"], brief_summary=summary)
    assert classify(study).label("act") == expected
