"""The checkpoint setting in words that no rule lists: states of patients, conditions, demands and what is no therapy.

"I" is an inclusion, "E" an exclusion criterion. Each kind has near-misses, where the same words mean something else.
"""

import pytest

from tests.support.records.texts import exclusion, inclusion, read, setting_reader, trial

SENTENCES = [
    # Patients who never had it and patients in whom it failed
    "I allowed: Checkpoint status: either no PD-1 antibody so far, or a PD-1 antibody that was followed by progression",
    "I allowed: Sarcoma that grew on a PD-1 inhibitor, or people who were never given a PD-1 inhibitor",
    "I allowed: PD-L1 inhibitor-naive people as well as people progressing on a PD-L1 inhibitor",
    "I excluded: Progressed after platinum and has had no PD-1 antibody",
    "I excluded: No immunotherapy for recurrent or metastatic disease",
    "I required: Progressed on a PD-1 inhibitor, with no symptomatic brain metastases",
    # Patients on it, or after it
    "I allowed: Under cemiplimab since at least four cycles",
    "I allowed: Stable disease or response after six infusions of carboplatin with pembrolizumab",
    "I allowed: On nivolumab, second course or later",
    "I unspecified: 3 months after the last dose of nivolumab",
    "I unspecified: PD-L1 measured on tissue",
    "I required: Confirmed progression on anti-PD-1 therapy, with insurance approval for the drug",
    "I required: Target: patients with melanoma refractory to PD-1 antibodies",
    "I unspecified: Recurrence with high percentages of PD-L1 SP142 positive immune cells",
    "E unspecified: Any other DNA immunotherapy",
    "E excluded: Not have ever received prior treatment with a PD-1 antibody",
    "I unspecified: Other illness must not be so severe as to rule it out; it does not preclude the use of nivolumab",
    "I unspecified: Treatment with a PD-1 antibody not yet started",
    "I excluded: Has not yet received a PD-1 antibody",
    # No benefit
    "I required: Patients who have not benefited from earlier PD-1 therapy",
    "I required: Derived no clinical benefit from a PD-1 antibody",
    "I unspecified: Able to receive adjuvant nivolumab afterwards",
    # A condition for those who had it
    "I allowed: Post-operative nivolumab (if any): relapse later than 6 months after it",
    "I allowed: In the event that durvalumab was part of the first line, it must have been stopped for progression",
    "I required: Post-operative nivolumab, and relapse while on it",
    # What must have been given
    "I allowed: A PD-1 antibody must have been tried",
    "I allowed: Growth on platinum; durvalumab must have been part of it unless the physician thought it unwise",
    "I unspecified: As atezolizumab may inflame the heart, troponin must be normal",
    "I required: All standard options have been used up; these comprise platinum, bevacizumab and cemiplimab",
    "I allowed: All standard options have been used up; these may comprise platinum, bevacizumab or cemiplimab",
    "I required: The first line was atezolizumab plus bevacizumab or durvalumab plus tremelimumab, and it progressed",
    "I allowed: First-line treatment was atezolizumab plus bevacizumab or lenvatinib, and scans showed progression",
    "I required: Recurrence while on adjuvant pembrolizumab or not later than 12 months after its last dose",
    "I allowed: Lung cancer that progressed on a PD-1 antibody, or a PD-1 antibody impossible in view of autoimmunity",
    "I allowed: At least one of the following has failed: bevacizumab, nivolumab, everolimus",
    "I required: At least one of: failure of nivolumab, failure of ipilimumab",
    "I allowed: Nivolumab: ongoing or past use is possible, nobody needs to have had it",
    "I required: Relapse (in the chest, or elsewhere and inoperable) found while nivolumab was being given",
    "I required: One regimen only: nivolumab plus bevacizumab or nivolumab plus ipilimumab, on which it grew",
    "I required: Failure of two lines for recurrent or metastatic disease; these had to include platinum and nivolumab",
    "I allowed: Were not candidates for, or progressed on, platinum and nivolumab",
    "I allowed: Under a PD-1 inhibitor at present, no plan to change",
    "I allowed: Nivolumab started less than 12 weeks ago or about to be started",
    "I allowed: Relapse after adjuvant nivolumab that ended 6 months before is admissible",
    "E required: PD-1 antibody never used, or used with the disease still under control",
    "I allowed: A PD-1 antibody and platinum have failed, or the physician deems the patient not fit for them",
    "I allowed: Should also have had nivolumab where it was accessible and no contraindication existed",
    "I required: Cancer that advanced during chemotherapy with pembrolizumab",
    "I required: Must have been treated with a PD-1 inhibitor plus platinum as first-line therapy, with progression",
    "I allowed: Currently having nivolumab, with three doses given and three more planned",
    "I allowed: One or two lines, which can be PD-1 antibodies",
    "I allowed: Whether or not a PD-1 antibody was given earlier makes no difference",
    "I allowed: Progression following whichever treatment was used (platinum, a kinase inhibitor or a PD-1 antibody)",
    # Denied
    "I excluded: Immunotherapy in none of the earlier lines",
    "E unspecified: Concomitant immunotherapy or kinase inhibitor planned for the weeks of irradiation",
    "E unspecified: Skin disease present before the PD-1 antibody was started",
    "I excluded: No operation, anti-EGFR or immune treatment in the past",
    "E excluded: Once accepted PD-1 inhibitor treatment",
    "E excluded: Use of PD-1 antibodies in the patient's history",
    "E excluded: Pretreatment with PD-1 inhibitors (local instillations do not count)",
    "E excluded: Immuno-oncology drugs used for advanced disease",
    "I excluded: Progression on gemcitabine, regimens with a PD-1 antibody not being accepted",
    "I excluded: None of the following may have been given for stage IV disease: platinum, taxanes, immunotherapy",
    "E excluded: Past systemic treatment, immunotherapy among others (local instillations can be accepted)",
    "E excluded: Treated with nivolumab or other PD-1 blockers (earlier cell therapy is acceptable after 3 months)",
    "I allowed: Progression on a PD-1 inhibitor (not needed where an autoimmune disease forbids it)",
    "E unspecified: Given a mitotic checkpoint inhibitor earlier",
    "I unspecified: On progression patients may go on to nivolumab outside the trial",
    "I unspecified: Given that nivolumab may inflame the heart muscle, troponin must be normal before the first dose",
    "I unspecified: Tumour positive for PD-L1 on the latest sample",
    "I excluded: Sunitinib may have been given before; an antibody against PD-L1 may not",
    "E excluded: Any systemic treatment of metastatic disease before, be it chemotherapy or immunotherapy",
    "E unspecified: Hormones or immunotherapy taken alongside the study drugs",
    "E unspecified: Immunotherapy in parallel with the trial",
    "E allowed: Pretreatment with PD-1 antibodies; this does not apply to melanoma",
    "E excluded: Pretreatment with PD-1 antibodies; this does not apply to chemotherapy",
    # Words beside the therapy that are about something else
    "I unspecified: No previous malignancy and fit for pembrolizumab",
    "I unspecified: No brain irradiation so far, and receiving pembrolizumab as standard of care on this study",
    "I unspecified: No brain irradiation, and about to be given ipilimumab",
    "I unspecified: No earlier platinum and agreement to pembrolizumab as routine treatment",
    "I unspecified: There is no standard of care beyond nivolumab",
    "I unspecified: Recurrence, standard anti-PD-1 therapy available",
    "I unspecified: Recurrent melanoma for which pembrolizumab is indicated",
    "I unspecified: Failure of chemotherapy, and treatment with nivolumab is planned",
    "I unspecified: Progressed on chemotherapy and now fit for pembrolizumab",
    "I unspecified: Has had surgery and will receive adjuvant nivolumab",
    "I unspecified: If nivolumab is chosen, PD-L1 must be positive",
    "I excluded: Patients must not have had any immune checkpoint inhibitor in the past",
    "I excluded: Cannot have had immunotherapy in the past",
    "I excluded: Participants must not have had any anti-PD-1 antibody before",
    "E unspecified: Cancer for which nivolumab is standard",
    "E required: Patients who have not received a checkpoint inhibitor or who still respond to it",
    "E required: Patients who have never had nivolumab or whose tumour responds to it",
    "E excluded: Has had anti-PD-1 treatment, or has had another malignancy in the last 3 years",
    "E excluded: Second-line treatment with nivolumab",
]


@pytest.mark.parametrize("row", SENTENCES)
def test_the_sentence_gives_its_label(row: str) -> None:
    head, sentence = row.split(": ", 1)
    place, label = head.split()
    criteria = inclusion(sentence) if place == "I" else exclusion(sentence)
    verdicts, _ = read(setting_reader(), trial(criteria))
    assert [verdict.label for verdict in verdicts] == [label]
