"""Whoever the cells come from, in any clause: people, banks and other products, with near-misses for each source."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention

PRODUCT = "CAR-T cells"

AUTOLOGOUS = [
    "Veins must be suitable for apheresis.",
    "Autologous cells are given, and results are compared afterwards with published ones for allogeneic cells.",
    (
        "A few weeks before treatment each person sits at a cell separator; what it keeps "
        "is the raw stock from which the laboratory builds the CAR-T product for that person."
    ),
    "The starting material of every batch is blood drawn from the person who will later be treated with it.",
    (
        "White cells leave the body through one vein, are rebuilt in "
        "the factory over ten days, and go back into the same vein."
    ),
    "Every dose is tailor-made: lymphocytes which the participant gave beforehand are taught to see CD19.",
    "Each batch serves only the individual whose blood it was grown from.",
    "One part of your immune cells will be removed, altered in the laboratory and put back in your blood.",
    "Because the product is personal, the cells of one patient are never given to another one.",
    (
        "The lab engineers lymphocytes harvested at study entry out of "
        "the circulation of trial members and ships them home to them."
    ),
    "Allogeneic products may cause GVHD. This autologous product does not.",
    "T cells are collected from the patient, not from the transplant donor.",
    "The cells come from the patient. Patients with a donor for transplantation are not eligible.",
    "Participants visit the apheresis unit once; six weeks later their altered lymphocytes are waiting for them.",
    "The factory receives a bag of white cells of the trial participant and sends a bag of CAR-T cells in return.",
    "A nurse draws half a litre of blood. Its T cells learn to see CD19 in the laboratory and return through a drip.",
    "For each individual enrolled, a batch of CAR-T cells is manufactured out of his or her lymphocytes.",
    "The study doctors will take out some T cells, add a gene, and place them back.",
    "Material: mononuclear cells that the subject has contributed at visit 2.",
    (
        "Starting from peripheral blood withdrawn at enrolment, lymphocytes are "
        "transduced, multiplied and infused into the person who gave it."
    ),
    "A dose is released only to the person whose name is on the apheresis bag.",
    "Their own defence cells are re-trained outside the body.",
    "In contrast to donor-derived products, CAR-T cells here are grown from the blood of the very patient.",
    "Patients give their cells. Donors of an earlier transplant are not contacted.",
    (
        "First your white blood cells are gathered. They travel to the "
        "manufacturer, are armed with the receptor, and come home to your hospital."
    ),
    "Mononuclear cells obtained from enrolled subjects at week -5 serve for production.",
    "Leukocytes are drawn off through a catheter and modified; the same person receives them three weeks later.",
    (
        "The manufacturing success rate, i.e. the share of subjects from "
        "whose apheresis a product could be released, is the first endpoint."
    ),
    "The patients' T lymphocytes get the new gene by electroporation.",
    "Killer cells of the sick child itself are multiplied a thousandfold.",
    (
        "A personalised cell medicine: the raw material is a bag "
        "of blood cells which the participant leaves at the clinic."
    ),
    "Autologous CAR-T cells are made although the patient was transplanted from a sibling.",
    "This trial differs from those with donor cells: the CAR-T cells are of the patient.",
    "T cells come from the patient's own blood or bone marrow.",
    "Cells are taken from patients or, in children, from the patients under sedation with consent of the parents.",
]
ALLOGENEIC = [
    "The natural killer cells were isolated from leukocytes of an unrelated person in good health.",
    "A brother, a sister or a parent of the patient lends the starting cells for the product.",
    "The killer cells are raised from placentas that mothers gave after birth.",
    "One leukapheresis of a volunteer yields more than a hundred doses, which hospitals keep in the freezer.",
    "The cells stem from family members who share half of the HLA genes with the person treated.",
    "Blood banks supply buffy coats of strangers, and the NK product is grown out of these.",
    (
        "The CAR-T cells of this study are not tailor-made: they come from someone else, "
        "and TRAC and B2M are cut so that the patient does not reject them."
    ),
    "A stock product, prepared ahead from the cells of people who are not ill, is thawed on the day.",
    "An adult relative of the patient undergoes one collection, from which the natural killer cells are enriched.",
    (
        "Autologous CAR T products need weeks to make; the present "
        "product is on the shelf, made ahead from healthy people."
    ),
    (
        "Whereas licensed autologous products are made one by one, this one "
        "is produced in bulk from the blood of a healthy man."
    ),
    (
        "Patients for whom manufacture of an autologous product did not "
        "succeed are treated with CAR-T cells of a healthy relative."
    ),
    "CAR-T cells of a third party are tested in people whose disease returned in spite of autologous CAR-T cells.",
    (
        "Compared with autologous killer cells, those of a relative are not "
        "blocked by the own HLA molecules. NK cells of relatives are infused."
    ),
    "NK cells of an aunt, uncle or cousin are selected by their KIR type and infused.",
    "A frozen vial, filled years ago with cells from a healthy student, is thawed at the bedside.",
    "The lymphocytes of a person unrelated to the patient are used, because no matching is needed.",
    "The daughter or son donates blood cells, from which NK cells are enriched.",
    "Each lot of CAR-T cells treats dozens of patients and is made from the apheresis of one volunteer.",
    "CAR-T cells of foreign origin lack their T-cell receptor, so that they do not attack the host.",
    "The source are leukocyte concentrates left over from blood donations.",
    "Manufacturing does not depend on the patient: the cells were collected from people under 30 who volunteered.",
    "A half-matched mother's or father's lymphocytes are depleted of T cells and then given.",
    (
        "Production of autologous CAR-T takes a month in which many die. "
        "A bank of CAR-T cells from selected volunteers may close this gap."
    ),
    "What sets this product apart from autologous CAR-T is that its cells come from one donor for all patients.",
    "Because autologous cells could not be collected, related-donor CAR-T cells are given.",
    "No autologous leukapheresis is needed, as the cells are supplied ready for use.",
    "Donors give the cells. Patients give blood for the measurement of the cells only.",
    "A sibling of the patient or an unrelated volunteer gives the cells.",
    "Parents whose HLA type differs from that of the child in one haplotype provide NK cells.",
    "The NK cells derive from peripheral blood of adults without any illness.",
    "Volunteers are screened for infections before they give lymphocytes for this universal product.",
    "Gene editing removes HLA class I so that the CAR-T cells, which are foreign to the host, survive longer.",
    "Starting with a unit of a newborn's cord blood, NK cells are expanded.",
    "The killer cells were bought from a blood bank and enlarged in number.",
    "Infusion of killer cells from an uncle, which mismatch the KIR ligands.",
    "Cells of one volunteer are turned into 200 doses of CAR-T.",
    "Autologous products fail in one of ten patients. Here CAR-T cells of volunteers are tried.",
    "Ready-made CAR-T as an alternative to autologous ones.",
    "While most NK trials used autologous cells, the present one uses cells of a haploidentical parent.",
    "Cells are taken from relatives or strangers, never from the patient.",
]
BOTH = [
    "Where the white count allows it, the cells are taken from the person treated; in all others a sibling steps in.",
    "The source of the lymphocytes is the patient, or after transplantation the original graft donor.",
    "Cells of the patient are preferred; those of a haploidentical parent are the fallback.",
    "Cohort 1 gets CAR-T cells made from own blood, cohort 2 those from a healthy volunteer.",
    "Should own lymphocytes be too scarce, the product is made from those of a family member.",
    "NK cells of two kinds are compared: self-derived and donor-derived.",
    "The lymphocytes are contributed by the patient or, failing that, by a family donor.",
    "Two manufacturing routes exist: one starts from own cells, the other from cells of the previous graft donor.",
    "Subjects with enough T cells receive their own, the rest receive cells of a matched relative.",
    "NK cells may stem from the patient as well as from a haploidentical relative.",
    "Donor cells are chosen if the patient was transplanted, otherwise the cells of the patient.",
    "The source is left to the centre: patient's blood, sibling's blood or cord blood.",
    "Either autologous NK cells or NK cells from a parent are infused.",
    "Both patient-derived and donor-derived CAR-T cells are permitted.",
    "T cells come from the patients themselves, and in case of low counts from their brothers or sisters.",
    "Whether T cells of the recipient or of the graft donor are used depends on chimerism.",
]
UNSPECIFIED = [
    "Individualized dosing of the cells will be used.",
    "The cells are infused through a vein in the arm of the patient.",
    "Participants give blood before and after the infusion of the cells.",
    "Family members may stay with patients during the infusion of the cells.",
    "Stem cells of the chosen donor are collected beforehand for the transplant.",
    "Those who respond may go on to a transplant if a sibling matches.",
    "CAR-T cells are given to reach remission; afterwards patients with a matched donor proceed to their transplant.",
    "Immunoglobulins pooled from blood donors replace the missing antibodies after treatment.",
    "Blood of healthy volunteers serves as reference for the cytokine test.",
    "After a haploidentical transplant, the marrow often fails. Here CAR-T cells are given.",
    "Red cells and platelets of donors are transfused when the counts are low.",
    "Patients relapsing from an autologous transplant receive CAR-T cells.",
    "NK cells are infused while the blood counts are low after autologous rescue.",
    "Patients are given one infusion. Blood of patients is drawn for counts of CAR copies.",
    "The product of the sponsor is infused, and relatives are asked about the burden of care.",
    "T cells play a central role in the control of lymphoma. The trial studies safety of CAR-T in patients.",
    "This trial tests whether CAR-T cells kill lymphoma cells in the body of patients.",
    "The number of CAR-T cells in blood of the participants is measured monthly.",
    "In long-lasting remission a transplant from a relative is at the discretion of the doctor.",
    "Family members may accompany the patient to the infusion.",
    "Chimerism of donor and host is followed after the infusion.",
    "The endpoint is the share of patients bridged to a donor transplant within 90 days.",
    "Sperm banking is offered before lymphodepletion; partners of patients are told to use contraception.",
    "Blood products of irradiated donors only are given during the CAR-T phase.",
    "Autologous transplantation is the standard at this stage; CAR-T cells are compared with it.",
    "NK cells are given on day 2 after autologous stem cell support.",
    "Autoimmune disease and self-reported pain are noted.",
    "Two thirds of the patients have relapsed from a sibling transplant.",
    "Plasma from convalescent donors is offered in case of infection.",
    "CAR-T levels are compared with those in a group of healthy subjects.",
    "After engraftment of the CAR-T cells, a search for a donor is started for high-risk patients.",
    "Carers and siblings fill in a form on quality of life.",
    "Those without remission at day 60 may be referred for an allogeneic transplant.",
    "CAR-T cells were tested on marrow samples of donors before this trial.",
    "Egg donors and blood donors must pause for a year after the infusion.",
    "CAR-T cells for patients in whom autologous transplantation is not possible.",
    "Autologous plasma is used to suspend the tracer.",
    "NK cells are given as consolidation after tandem autologous transplants.",
]


def source(brief_summary: str = "", *, description: str = "", eligibility: str = "") -> str:
    """Return the source of the cells in a record with these texts."""
    cells = [Intervention(PRODUCT, "BIOLOGICAL", description)]
    study = make_study("A study", ["Leukemia"], cells, brief_summary=brief_summary, eligibility=eligibility)
    return classify(study).label("act")


@pytest.mark.parametrize("summary", AUTOLOGOUS)
def test_own_cells(summary: str) -> None:
    assert source(summary) == "autologous"


@pytest.mark.parametrize("summary", ALLOGENEIC)
def test_cells_of_others(summary: str) -> None:
    assert source(summary) == "allogeneic"


@pytest.mark.parametrize("summary", BOTH)
def test_one_of_two_sources(summary: str) -> None:
    assert source(summary) == "both"


@pytest.mark.parametrize("summary", UNSPECIFIED)
def test_persons_who_are_no_source(summary: str) -> None:
    assert source(summary) == "unspecified"


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("bespoke product from material contributed by the subject", "autologous"),
        ("drawn from a freezer stock that was made from one healthy man", "allogeneic"),
        ("from umbilical cord units; given 2 days after autologous stem cells", "allogeneic"),
        ("own or donor lymphocytes, whichever can be collected", "both"),
        ("prepared from what the cell separator gains from the subject at week -4", "autologous"),
        ("expanded from afterbirth tissue", "allogeneic"),
        ("third-party product; autologous NK cells are exhausted in these patients", "allogeneic"),
        ("patient-derived in stratum A, from a healthy donor in stratum B", "both"),
        ("cultured for 14 days from 100 mL of the child's blood", "autologous"),
        ("prepared from the leukapheresis of a sibling", "allogeneic"),
        ("source: subject (arm A) / healthy donor (arm B)", "both"),
    ],
)
def test_source_in_a_description(description: str, expected: str) -> None:
    assert source(description=description) == expected


@pytest.mark.parametrize(
    ("heading", "criterion"),
    [
        ("Inclusion", "For those planned for HCT, a willing sibling or unrelated donor must be known"),
        ("Exclusion", "Earlier treatment with cells from another person"),
        ("Inclusion", "At least 90 days from a graft of a relative, without immunosuppression"),
        ("Exclusion", "Autologous vaccine within 3 months"),
        ("Inclusion", "No active infection in the patient or family members"),
        ("Exclusion", "Active GVHD after cells of a donor"),
        ("Exclusion", "Organ of a donor in place"),
        ("Inclusion", "At least 4 weeks since cells of a sibling were infused"),
        ("Exclusion", "Autologous rescue within 100 days"),
        ("Inclusion", "No donor available, or not fit for allografting"),
        ("Exclusion", "Donor leukocytes within 6 weeks before apheresis of ... screening"),
        ("Inclusion", "Relapse within 12 months of autologous stem cell transplant, or not eligible for it"),
    ],
)
def test_criteria_about_earlier_cells_and_grafts(heading: str, criterion: str) -> None:
    assert source(eligibility=f"{heading} Criteria:\n\n* {criterion}") == "unspecified"
