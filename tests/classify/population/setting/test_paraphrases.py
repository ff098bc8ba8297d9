"""The checkpoint setting in further wordings of each kind: "I" is an inclusion, "E" an exclusion criterion."""

import pytest

from tests.support.records.texts import exclusion, inclusion, read, setting_reader, trial

SENTENCES = [
    # A stable disease that did not last is a failure
    "I required: Progressive disease, or stable disease for less than six months, as best response on a PD-1 antibody",
    "I allowed: Stable disease or progression on a PD-1 antibody",
    # Permitted where it did not fail
    "I allowed: Immunotherapy before is permitted provided no progression occurred on it or on other PD-1 inhibitors",
    "I allowed: Earlier adjuvant pembrolizumab is allowed provided that no recurrence occurred on pembrolizumab",
    "I allowed: No relapse during adjuvant PD-1 inhibitors",
    "I excluded: Patients may have had earlier ipilimumab provided no PD-1 antibody was given",
    "I required: PD-1 naive patients may enter cohort 1 and refractory patients cohort 2",
    "I required: Progression on nivolumab with cabozantinib or on pembrolizumab with axitinib",
    "I unspecified: First-line treatment will consist of nivolumab and platinum",
    "I required: Twelve weeks of PD-1 antibody followed by confirmed PD",
    # The therapy with its article is no pronoun
    "I required: Documented progression on the checkpoint inhibitor",
    "I required: Relapse after the checkpoint inhibitor therapy",
    "I required: Progression on the antibody nivolumab",
    "E allowed: Grade 3 or higher toxicity on the checkpoint inhibitor",
    # Two ways in need two treatments
    "I required: Progression on pembrolizumab plus lenvatinib or intolerance of lenvatinib",
    "I allowed: Progression on pembrolizumab or intolerance of lenvatinib",
    "I required: Disease progression on nivolumab-cabozantinib or on pembrolizumab-axitinib",
    "I allowed: Disease progression on sunitinib or on nivolumab",
    # Everything of a list, or all that may be left out
    "I required: All of these must have failed: platinum, a taxane, a PD-1 antibody",
    "I excluded: Sorafenib is acceptable, provided that no checkpoint inhibitor was given",
    "I allowed: A PD-1 antibody must have failed. Persons in whom autoimmunity ruled out such drugs may enter without",
    # A ban beside another permission
    "E allowed: Earlier anti-angiogenic drugs (earlier pembrolizumab is fine)",
    "E excluded: Previous treatment with any PD-1 or PD-L1 antibody; prior endocrine treatment is fine",
    "E excluded: Prior immune checkpoint inhibitor therapy (adjuvant chemotherapy is allowed if completed)",
    "E excluded: Exposure to checkpoint inhibitors. Earlier radiotherapy poses no problem",
    "E excluded: Has been given anti-PD-L1 treatment, whereas tyrosine kinase inhibitors are acceptable",
    "I excluded: No earlier PD-1 blockade; prior platinum is tolerated",
    "I excluded: Anti-PD-1 never given; sorafenib may have been given",
    "E allowed: Two or more lines of chemotherapy; a PD-1 antibody in addition is acceptable",
    "E allowed: Any prior kinase inhibitor; earlier checkpoint inhibitors are no reason for exclusion",
    "E excluded: Previous treatment with PD-1 antibodies or other checkpoint inhibitors; CAR T cells are allowed",
    "E excluded: Therapy with an immune checkpoint inhibitor in the past (previous interferon is permitted)",
    "E excluded: Any PD-(L)1 antibody before; surgery and radiotherapy in the past are permitted",
    "E excluded: Pre-treatment with immunotherapy. Hormonal treatment is allowed",
    "I excluded: No prior immunotherapy; anti-HER2 treatment may have been received",
    "E allowed: Previous anti-angiogenic treatment; previous immunotherapy is acceptable",
    "E allowed: More than one chemotherapy regimen (in addition, a checkpoint inhibitor may have been given)",
    "E allowed: Kinase inhibitors in the past; a PD-1 antibody in the past is all right",
    "E excluded: Earlier anti-PD-1 therapy. Earlier cetuximab is permitted",
    "E excluded: Checkpoint inhibitors before enrolment; chemotherapy before surgery is acceptable",
    "E allowed: Prior platinum (prior atezolizumab is permitted)",
    # A ban for some
    "E allowed: Prior immune checkpoint inhibitors, unless the primary tumour is in the lung",
    "E allowed: Cohorts B and C only - earlier checkpoint blockade",
    "E allowed: Earlier checkpoint inhibitors, apart from patients with melanoma",
    "E allowed: Prior PD-1 inhibitor (does not hold for mismatch-repair-deficient tumours)",
    "E allowed: Previous anti-PD-L1 treatment, except in those with non-small cell lung cancer",
    "E excluded: Every cohort: previous checkpoint inhibitors",
    "E excluded: Previous PD-1 antibody in any part of the study",
    "E allowed: Prior PD-1 or PD-L1 inhibitor, with the exception of patients with renal cell carcinoma",
    "E allowed: Earlier checkpoint inhibition (only for those enrolled in arm C)",
    "E allowed: Prior treatment with anti-PD-1, unless the tumour is MSI-high",
    "E allowed: Prior immunotherapy, with exceptions for participants in the dose escalation",
    "E excluded: Prior treatment with anti-PD-1, including MSI-high tumours",
    "E allowed: Earlier PD-1 or PD-L1 antibody, but only in the randomised part",
    "E allowed: Earlier PD-1 or PD-L1 antibodies, other than in angiosarcoma",
    "E allowed: Part C only: prior anti-PD-1 antibody",
    "E allowed: Previous PD-L1 inhibitor, unless the patient has small cell lung cancer",
    "E allowed: Earlier immune checkpoint inhibitors; this does not apply to cohort 3",
    "E excluded: Earlier immune checkpoint inhibitors in whichever cohort",
    # A ban inside a list
    "E excluded: Any of the following for recurrent disease: platinum, taxanes, checkpoint inhibitors, hormones",
    "I excluded: No previous chemotherapy, targeted agents or immunotherapy for advanced disease",
    "I excluded: Not pretreated for stage IV disease with TKI, immunotherapy or chemotherapy",
    "I excluded: Has had neither chemotherapy nor immunotherapy for metastatic disease",
    "E excluded: Radiotherapy, chemotherapy, immunotherapy or targeted therapy for the present tumour",
    "I unspecified: No systemic therapy for advanced disease",
    "I excluded: Naive to chemotherapy, immunotherapy and targeted therapy",
    "I excluded: No prior systemic anticancer therapy, immunotherapy included, for recurrent disease",
    "I excluded: Must not have had immunotherapy, chemotherapy or radiotherapy for this cancer",
    "E unspecified: Previous systemic treatment of any kind for advanced disease",
    "I excluded: Never treated for metastatic disease with chemotherapy, kinase inhibitors or immunotherapy",
    "E excluded: Prior platinum, immunotherapy or kinase inhibitor for unresectable disease",
    "I excluded: Neither chemotherapy nor a checkpoint inhibitor has been given for the metastatic disease",
    "I unspecified: Neither chemotherapy nor radiotherapy has been given for the metastatic disease",
    "E excluded: Hormones, cytotoxics, immunotherapy or targeted drugs for recurrent disease",
    # Exposure as the way in
    "I allowed: Complete response after two years of pembrolizumab, which was then stopped",
    "I required: Return of the melanoma during adjuvant nivolumab",
    "I required: Cancer that returned while on adjuvant nivolumab",
    "I allowed: Toxicity of earlier anti-PD-1 treatment returned to baseline before enrolment",
    "I allowed: All side effects of prior PD-1 therapy must have returned to grade 1 or less",
    "I allowed: After prior nivolumab, return of the laboratory values to normal",
    "I allowed: Finished neoadjuvant nivolumab plus chemotherapy, with residual tumour at surgery",
    "I allowed: Ongoing maintenance with avelumab, disease controlled",
    "I allowed: Completed two years of nivolumab with lasting remission",
    "I allowed: Residual invasive disease after neoadjuvant therapy that contained pembrolizumab",
    "I allowed: Stable disease or better after four cycles of durvalumab, platinum and etoposide",
    "I allowed: Completed chemoradiotherapy followed by durvalumab",
    "I required: Recurrence during or within 12 weeks of adjuvant pembrolizumab",
    "I required: Melanoma that came back while on adjuvant nivolumab",
    "I allowed: Underwent resection after neoadjuvant atezolizumab",
    "I allowed: Had a complete response to cemiplimab",
    "I allowed: On first-line pembrolizumab for at least 6 months",
    "I allowed: Has completed adjuvant nivolumab",
    "I allowed: Chemoradiation followed by consolidation with durvalumab has been completed",
    "I allowed: In remission after treatment with ipilimumab and nivolumab",
    "I allowed: Patients who have received neoadjuvant immunotherapy and have non-pCR at surgery",
    "I required: Disease relapse after adjuvant atezolizumab",
    "I required: Progression during maintenance avelumab",
    "I allowed: Pembrolizumab stopped after confirmed complete remission",
    "I required: Melanoma has reappeared despite adjuvant pembrolizumab",
    "I allowed: Has just finished consolidation with durvalumab",
    "I allowed: Minimal residual disease after adjuvant atezolizumab",
    "I required: Liver cancer that returned after adjuvant nivolumab",
    "I allowed: Avelumab for six months or longer, with a response that lasts",
    # Failure or another way in
    "I allowed: Relapse after pembrolizumab or, alternatively, after an autologous transplant",
    "I allowed: Progression after a PD-1 antibody or PD-L1 expression below 1%",
    "I allowed: Either failure of immunotherapy or relapse after bladder-sparing chemoradiation",
    "I allowed: Patients who relapsed after checkpoint blockade, or who have a driver mutation",
    "I allowed: Progressed on anti-PD-1 therapy or is not suited to immunotherapy",
    "I allowed: Disease progression after pembrolizumab, or after chemoradiation alone",
    "I allowed: Refractory to a PD-1 inhibitor OR microsatellite-stable disease",
    "I required: Progression on nivolumab or on atezolizumab",
    "I required: Failure of pembrolizumab given as first or as second treatment",
    "I allowed: Progression on checkpoint inhibition, or a contraindication to it",
    "I allowed: Disease that has failed a PD-1 inhibitor or that carries a RET fusion",
    "I allowed: Either PD-L1 negative or progressed on pembrolizumab",
    "I allowed: Platinum-ineligible, or progressed after a PD-L1 inhibitor",
    "I allowed: Has relapsed after immunotherapy or has declined it",
    "I required: Progressed on durvalumab or tremelimumab",
    "I required: Progression on immunotherapy, either alone or combined with chemotherapy",
    "I allowed: Growth on pembrolizumab or a tumour that lacks PD-L1",
    "I allowed: Worsening on a PD-1 inhibitor, or a BRCA mutation",
    "I allowed: Relapse after durvalumab or ineligibility for chemoradiation",
    "I allowed: Patients may enter if they have failed a checkpoint inhibitor or if they refuse chemotherapy",
    "I required: Worsening on either a PD-1 or a PD-L1 inhibitor",
    # A mandated list
    "I required: All earlier treatments have failed and must comprise a platinum, a taxane and an anti-PD-1 agent",
    "I allowed: Failure of at least two of these: a fluoropyrimidine, irinotecan, ramucirumab, nivolumab",
    "I required: Progression on at least one of nivolumab or pembrolizumab",
    "I required: Has progressed despite standard therapy consisting of platinum, etoposide and a PD-L1 inhibitor",
    "I required: Earlier therapy lines, all of them failed, included cisplatin and pembrolizumab",
    "I required: Relapsed after at least two lines, with a PD-1 antibody and brentuximab vedotin being mandatory",
    "I required: Disease progression on all therapies known to help, among which immune checkpoint inhibitors",
    "I allowed: Progression on standard treatment, for example chemotherapy, immunotherapy or targeted drugs",
    "I allowed: Progressed on at least one systemic treatment (platinum, taxane, anti-PD-1 or other)",
    "I allowed: At least one line, which can have been a checkpoint inhibitor",
    "I required: Progression after all standard therapies; these had to include a PD-1 or PD-L1 inhibitor",
    "I required: Failure of prior systemic therapy that had to contain a checkpoint inhibitor",
    "I required: Resistant to standard therapies (platinum, taxane and PD-1 antibody, all three compulsory)",
    "I required: Relapsed or refractory after at least 2 prior lines, which must have contained a PD-1 inhibitor",
    "I allowed: Relapsed or refractory after at least 2 prior lines, which may have contained a PD-1 inhibitor",
    "I allowed: Progressed on one or more standard therapies, such as chemotherapy or a checkpoint inhibitor",
    "I required: Disease progression under all standard medicines, a PD-1 inhibitor included",
    "I required: Must have progressed on prior therapies which must have included an immune checkpoint inhibitor",
    "I required: Has failed therapies of proven benefit; these must include an anti-PD-1 antibody",
    "I required: Progressed on three obligatory treatments: platinum, a PD-1 antibody and enfortumab vedotin",
    "I allowed: Has failed one of: platinum, PD-1 antibody, enfortumab vedotin",
    "I required: Progression after all usual treatment; a platinum and a PD-1 inhibitor are compulsory parts of it",
    # Naive or failed
    "I allowed: Both checkpoint-naive people and those whose disease progressed on a checkpoint inhibitor qualify",
    "I allowed: Either no exposure to PD-L1 inhibitors at all or resistance to them",
    "I allowed: Immunotherapy-naive, or progressed on immunotherapy",
    "I allowed: Patients may be PD-1 naive or PD-1 refractory",
    "I allowed: With or without prior failure of checkpoint inhibitors",
    "I allowed: Never exposed to anti-PD-1 or progressed after exposure",
    "I allowed: Not yet treated with checkpoint inhibitors, or no longer responding to them",
    "I allowed: Has either not had PD-1 blockade or has failed it",
    "I allowed: Untreated with immunotherapy or relapsed following it",
    "I excluded: PD-1-naive or never exposed to checkpoint inhibitors",
    "I allowed: Both checkpoint-inhibitor-naive and checkpoint-inhibitor-refractory patients are eligible",
    "I allowed: No earlier PD-1 inhibitor, or progression on one",
    "I allowed: Irrespective of whether a PD-1 inhibitor has failed or has never been given",
    "I allowed: Checkpoint inhibitor not given yet or given without success",
    "I allowed: Has progressed on, or has never received, a PD-1 antibody",
    "I allowed: PD-L1 inhibitor naive or resistant",
    "I required: Cohort 1: naive to PD-1. Cohort 2: resistant to PD-1",
    "I allowed: PD-1 antibody never used, or used and failed",
    "I allowed: People without prior immunotherapy and people who have progressed on it can enter",
    "I allowed: Checkpoint-naive or checkpoint-refractory disease",
    "I allowed: May be without any earlier anti-PD-1 treatment or resistant to it",
    "I allowed: Immunotherapy either not received or no longer effective",
    # A demand that may fall away
    "I allowed: Failure of a PD-1 inhibitor, where this class is licensed and paid for in the country",
    "I allowed: Progression on checkpoint blockade (not needed when autoimmune disease forbids it)",
    "I allowed: Progression on an anti-PD-1 antibody, or contraindicated",
    "I allowed: Must have had progression on immunotherapy unless deemed unfit for it",
    "I allowed: Failed checkpoint inhibitors (if reimbursed in the country of residence)",
    "I allowed: Prior failure of PD-1 inhibitors is needed only where these are accessible",
    "I allowed: Disease progression following a PD-L1 inhibitor, except for those who could not be given one",
    "I allowed: Progressed on, intolerant of, or ineligible for a PD-1 antibody",
    "I allowed: Failure of pembrolizumab provided that it is on the market locally",
    "I required: Progressed on a PD-1 antibody; unfit for cisplatin",
    "I required: Intolerant of or progressed on a PD-1 antibody",
    "I allowed: Progression on platinum and, if not contraindicated, on a PD-1 inhibitor",
    "I allowed: Disease progression on checkpoint inhibitors where these are standard of care",
    "I allowed: Failure of anti-PD-1 therapy, or refusal of it",
    "I allowed: Failure of anti-PD-1 therapy unless there is no access to it",
    "I allowed: Should have failed checkpoint inhibitors when these were indicated",
    "I required: Progressed on PD-1 antibody and not a candidate for surgery",
    "I allowed: Progressed on a checkpoint inhibitor, or has a medical reason not to receive one",
    "I allowed: Has failed PD-1 blockade, provided that this is offered in the hospital",
    "I allowed: Progression on a PD-1 inhibitor if such a drug is registered in the country",
    "I allowed: Failure of checkpoint inhibition, except where an autoimmune disease stood in its way",
    "I allowed: Failure of checkpoint inhibition or unsuitability for it",
    "I required: Failure of checkpoint inhibition; unsuitable for surgery",
    # Warnings
    "E allowed: Severe infusion reaction during treatment with an earlier PD-1 antibody",
    "E unspecified: Hypersensitivity to avelumab",
    "E unspecified: Contraindication for pembrolizumab",
    "I unspecified: Children are not admitted, as the dose of atezolizumab in children is not known",
    "E unspecified: Breast-feeding, since ipilimumab may pass into milk",
    "E unspecified: Intolerance of any component of the tislelizumab infusion",
    "E allowed: Previous immune-related pneumonitis on a checkpoint inhibitor",
    "E allowed: Stopped an earlier PD-1 inhibitor because of grade 4 toxicity",
    "E unspecified: Known or suspected allergy to nivolumab or its components",
    "E unspecified: Unwilling to use contraception for 5 months after the last dose of nivolumab",
    "E unspecified: Patients for whom pembrolizumab is contraindicated",
    "I unspecified: Eligible for treatment with pembrolizumab according to the label",
    "E unspecified: Women of child-bearing age, as nivolumab may damage the foetus",
    "E unspecified: Hypersensitivity to pembrolizumab of grade 3 or more",
    # Failure in other words
    "I required: No lasting benefit from previous anti-PD-1 therapy, with growth since",
    # Any state on treatment
    "I allowed: On durvalumab consolidation for at least four weeks, regardless of response",
    "I allowed: Ongoing nivolumab, with disease that is shrinking, stable or slowly growing",
    "I allowed: Being treated with atezolizumab; no more than two progressing lesions, or stable disease",
    "I allowed: Receives pembrolizumab at present and has either stabilised or progressed at up to five sites",
    "I allowed: Any best response to the current PD-1 antibody (complete, partial, stable, progressive)",
    "I required: Oligoprogression while taking pembrolizumab",
    "I required: Up to three growing metastases under cemiplimab",
    "I allowed: On a PD-1 antibody since at least six weeks with a mixed response",
    "I allowed: Ongoing response, stable disease or isolated progression under immune checkpoint blockade",
    "I required: Isolated growth of at most two lesions while on nivolumab",
    "I allowed: Taking nivolumab; response, standstill or mild progression are all accepted",
    "I allowed: Under pembrolizumab for three months with any kind of disease status",
    "I required: Progression of one to four lesions under pembrolizumab",
    # Cohorts in shorthand
    "I required: Cohort 2: post-PD-1 melanoma with progression",
    "I required: Arm B: anti-PD-1-resistant NSCLC",
    "I required: Module C: checkpoint inhibitor failures",
    "I required: Group 4: IO-relapsed bladder cancer",
    "I required: Cohort D (CPI-refractory HNSCC)",
    "I required: Expansion 1: PD-(L)1-relapsed/refractory urothelial cancer",
    "I required: Part B: PD-1/PD-L1 inhibitor failure",
    "I required: Stratum 3: ICI progressors",
    "I allowed: Cohort C: ICI-experienced",
    "I allowed: Group B: prior IO, any response",
    "I allowed: Cohort 2: previously exposed to PD-1 inhibitors",
    "I required: Cohort 1: anti-PD-(L)1 refractory",
    "I required: Group C: immunotherapy-resistant kidney cancer",
    "I required: Cohort 5, ICB-relapsed NSCLC",
    "I required: Part 2b: PD-L1-inhibitor-resistant triple-negative breast cancer",
    "I required: Cohort E: tumours progressing on checkpoint blockade",
    "I required: Dose expansion 2: CPI non-responders",
    "I allowed: Cohort 4: ICI pretreated",
    "I required: Cohort 2 - PD-1/PD-L1-resistant hepatocellular carcinoma",
    "I required: Subgroup B: disease escaping from ICI",
    "I required: Part 1b: anti-PD-L1 relapsed gastric cancer",
    "I allowed: Cohort B: PD-1-pretreated, irrespective of the outcome",
    # A condition on a subgroup
    "I allowed: If a checkpoint inhibitor was part of earlier therapy, progression on it must be documented",
    "I allowed: Those previously on nivolumab must have had radiological progression",
    "I allowed: When immunotherapy has been used before, the tumour must have progressed thereafter",
    "I allowed: Patients who received durvalumab after chemoradiation must have relapsed within a year of it",
    "I allowed: In case of adjuvant nivolumab, recurrence must have occurred within 6 months",
    "I allowed: Participants pretreated with pembrolizumab: progression under it is needed",
    "I required: All participants must have received durvalumab and must have relapsed within a year",
    "I allowed: Where avelumab maintenance has been used, progression on it is required",
    "I allowed: Persons with earlier immunotherapy should have progressed within 24 weeks",
    "I allowed: Progression must be shown if an anti-PD-1 antibody was used",
    "I required: Everyone must have had nivolumab and progressed within six months",
    "I required: Must have received durvalumab; progression within 12 months of its start",
    "I allowed: Relapse within a year is required of those who were given adjuvant nivolumab",
    "I allowed: If atezolizumab has been given earlier, the cancer must have worsened under it",
    "I allowed: Patients with prior durvalumab need to have relapsed no sooner than 6 months after its end",
    "I required: Every patient has been given atezolizumab, and the cancer has worsened under it",
    "I allowed: For people who had atezolizumab, progression on it must be documented",
    # Another target
    "E unspecified: Any earlier CD38-directed immunotherapy",
    "E unspecified: Previous immunotherapy targeting GPRC5D or BCMA",
    "I unspecified: Prior CD22-directed immunotherapy is allowed",
    "E unspecified: Immunotherapy with anti-GD2 antibodies in the previous 3 months",
    "E unspecified: Prior anti-CD19 immunotherapies (blinatumomab, CAR T cells)",
    "E excluded: Prior BCMA-directed immunotherapy or any checkpoint inhibitor",
    "E unspecified: CD20-targeted immunotherapy within six months",
    "E unspecified: Previous anti-BCMA immunotherapy of any kind",
    "I unspecified: At least one CD19-targeted immunotherapy (blinatumomab or CAR T)",
    "I unspecified: Prior GD2-directed immunotherapy permitted",
    "E excluded: Prior BCMA immunotherapy; prior nivolumab or other PD-1 antibodies",
    "E unspecified: Earlier FcRH5-directed immunotherapy",
    "I unspecified: Refractory to immunotherapy with blinatumomab",
    # Precautions
    "I allowed: Those with an earlier checkpoint inhibitor must show a normal troponin",
    "I allowed: Colonoscopy without inflammation if ipilimumab had been given previously",
    "I allowed: Thyroid function must be normal in anyone who had PD-1 treatment before",
    "I allowed: Earlier anti-CTLA-4: no colitis on endoscopy",
    "I allowed: Participants with prior immunotherapy: cortisol and ACTH within normal limits",
    "I allowed: After previous PD-1 treatment, ejection fraction must be above 50%",
    "I unspecified: As pembrolizumab may harm the lung, diffusion capacity must be above 60%",
    "I unspecified: Because of the risk of colitis with ipilimumab, colonoscopy must be normal",
    "I allowed: If previously treated with a PD-1 inhibitor, cortisol must be normal",
    "I allowed: Patients with previous checkpoint blockade require an endocrinology consultation",
    "I allowed: Normal troponin for all who have been exposed to PD-1 inhibitors",
    "I allowed: Echocardiography is required in patients with previous exposure to immune checkpoint inhibitors",
    "I unspecified: Since durvalumab may inflame the lungs, oxygen saturation must exceed 92%",
    "I allowed: Subjects previously exposed to ipilimumab must have a normal ACTH test",
    "I allowed: Where a checkpoint inhibitor was used before, lipase must not exceed twice the normal value",
    "I unspecified: Owing to possible thyroiditis under nivolumab, TSH must be normal",
    # A preference
    "I allowed: Preferably refractory to a checkpoint inhibitor",
    "I allowed: Patients with progression on PD-1 therapy will be given priority",
    "I allowed: Enrolment favours those who progressed after PD-L1 inhibitors",
    "I allowed: Checkpoint-refractory tumours are preferred but not obligatory",
    "I allowed: It is desirable, not compulsory, that the disease has progressed on a PD-1 inhibitor",
    "I required: Progression on nivolumab; biopsy of a growing lesion is preferred",
    "I allowed: Priority for those whose disease grew on checkpoint inhibitors",
    "I allowed: Patients refractory to PD-1 will be recruited preferentially",
    "I allowed: Failure of a prior checkpoint inhibitor is desirable",
    "I allowed: Failure of a prior checkpoint inhibitor is encouraged though not required",
    "I allowed: Patients who progressed on PD-1 antibodies are served first; then others",
    "I allowed: Half of the places are kept for patients refractory to PD-1 inhibitors",
    "I allowed: Patients refractory to PD-1 inhibitors have precedence",
    # Progression denied
    "I allowed: At least 12 weeks on pembrolizumab without progression",
    "I allowed: No disease progression after concurrent chemoradiation and at least 2 cycles of durvalumab",
    "I allowed: Has not progressed during at least 6 months of nivolumab",
    "I allowed: Must be free of progression following induction with ipilimumab and nivolumab",
    "I allowed: Not progressing on atezolizumab maintenance",
    "I allowed: Adjuvant pembrolizumab is counted as one line if relapse occurs during it",
    "I required: Progressed on pembrolizumab without evidence of brain progression",
    "I required: Progression on nivolumab; no leptomeningeal progression",
    "I allowed: Completed chemoradiotherapy without progression and started durvalumab",
    "I allowed: Nivolumab for 3 months at least, during which the disease must not have progressed",
    "I allowed: Not refractory to PD-1 inhibitors",
    "I allowed: Neither progression nor relapse during adjuvant pembrolizumab",
    "I allowed: Patients without disease progression after 4 cycles of atezolizumab, carboplatin and etoposide",
    "I allowed: At least one dose of durvalumab, progression having been ruled out",
    "I allowed: No sign of progression during consolidation with durvalumab",
    "I allowed: Received 3 or more doses of nivolumab without clinical progression",
    # The last regimen
    "I required: Progressed on the most recent regimen, which contained a PD-1 inhibitor",
    "I required: Disease progression on the last line of therapy, an anti-PD-L1 antibody with chemotherapy",
    "I allowed: The last regimen contained a PD-1 inhibitor",
    "I required: Best response to prior pembrolizumab was partial remission, then progression",
    "E excluded: A PD-1 antibody must not be given before",
    "E excluded: Earlier immune modulating therapy",
    "I required: Failed the latest line, which was nivolumab plus ipilimumab",
    "I required: Tumour progression during the only earlier regimen, atezolizumab plus bevacizumab",
    # A ban in one part
    "E allowed: Earlier PD-L1 antibody (holds for Arm B only; Arm A has no such limit)",
    "E allowed: In the atezolizumab part of the study, any earlier PD-1 inhibitor",
    "E allowed: Prior immunotherapy in patients of the durvalumab arm",
    "E allowed: Only in part 2: any prior PD-1 antibody",
    "E allowed: Earlier PD-1 blockade; patients in arm 1 are not bound by this",
    "E excluded: Earlier PD-1 blockade, alone or as part of a combination",
    "E excluded: Earlier PD-1 blockade regardless of the treatment arm",
    # A ban of CTLA-4 blockade alone
    "E allowed: Earlier ipilimumab; PD-1 antibody within four weeks before enrolment",
    "E excluded: Earlier ipilimumab; immunotherapy within four weeks before enrolment",
    "E excluded: Earlier ipilimumab; earlier PD-1 antibody",
    # A list behind a ban
    "I excluded: Has not received any systemic treatment for this tumour, e.g. chemotherapy or immunotherapy",
    "I excluded: Without earlier anticancer treatment, including surgery, chemotherapy and immunotherapy",
    "I excluded: Never received treatment for the carcinoma (radiotherapy, chemotherapy, immunotherapy)",
    "E excluded: Systemic treatment of metastatic disease (kinase inhibitors, nivolumab with ipilimumab, other ICIs)",
    "I unspecified: Not in need of other treatment such as radiotherapy or immunotherapy",
    # The start of the therapy
    "I allowed: Within two months of starting a checkpoint inhibitor",
    "I allowed: Within eight weeks after the start of immunotherapy",
    "I allowed: Started durvalumab as consolidation 4 to 8 weeks ago and goes on with it",
    "I unspecified: Willing to start nivolumab within three weeks",
    "I unspecified: Normal troponin within two weeks of starting pembrolizumab",
    # One of several criteria
    "I allowed: Refractory to sorafenib, or refractory to a PD-L1 inhibitor",
    "I allowed: Meets one of these conditions: (i) progressed on nivolumab; (ii) chemotherapy was not tolerated",
    "I allowed: Either of the following: 1. failure of a PD-1 inhibitor 2. an autoimmune disease",
    "I required: Both conditions must be met: (i) progressed on nivolumab; (ii) chemotherapy was not tolerated",
    "I required: One of these kinds of progression on nivolumab: (i) new lesions; (ii) growth of known lesions",
    "I required: One of the following tumours: (i) melanoma that progressed on nivolumab; (ii) thymoma",
    # The condition is for the other therapy
    "I required: Progressed on platinum, unless there was a contraindication to it, and on a PD-1 inhibitor",
    "I allowed: Progressed on platinum and, wherever reimbursed for the disease, on a PD-1 inhibitor",
    "I allowed: Progression on a PD-1 inhibitor as well, except in those who could not afford it",
    "I allowed: Failure of platinum and immunotherapy, unless ineligible for it, or failure of a kinase inhibitor",
    # Naive and failed
    "I allowed: As regards PD-1 inhibitors, participants may be naive or refractory",
    "I required: Expansion: PD-1-refractory patients with melanoma, and PD-1-naive patients with sarcoma",
    # An interval of another therapy
    "E excluded: Prior agent against a T-cell receptor (e.g. CTLA-4), prior chemotherapy for more than four weeks",
    # Each of several treatments
    "I required: Progression on three compulsory treatments: platinum; an immune checkpoint inhibitor; a taxane",
    "I required: Relapse after all of the following: chemotherapy, a transplant or ineligibility for it, nivolumab",
    "I required: Refractory to each of: (a) platinum or a taxane, (b) a PD-1 inhibitor",
    "I allowed: Refractory to at least one of these: platinum, a PD-1 inhibitor",
    "I required: Failure of two earlier lines, both a taxane (docetaxel or paclitaxel) and a PD-1 inhibitor",
    "I allowed: Relapse after at least two of these: chemotherapy, a transplant, nivolumab",
    # Nobody may have had it
    "I excluded: No participant may have received a PD-L1 antibody",
    "I excluded: Neither cohort may have had immunotherapy",
    # A sentence that lifts the demand
    "I allowed: Failure of nivolumab; this is waived if contraindicated",
    "I allowed: Progression on a PD-L1 inhibitor. Those who declined it or had a contraindication may take part",
    "I required: Progression on a PD-L1 inhibitor. Patients unfit for cisplatin may take part",
    # Response and then failure
    "I required: Pembrolizumab was stopped in complete remission, with relapse of the cancer since then",
    "I required: On nivolumab for three months or longer, with progressive disease at the last visit",
    "I required: Response to nivolumab, lost later under maintenance",
    "I required: Durvalumab consolidation of at least six months, ended by progression",
    "I allowed: Stable disease or response at three months of first-line nivolumab",
    # Further words
    "I allowed: Roughly half of the patients should have progressed on nivolumab; quotas apply",
    "I required: Progression on nivolumab, ideally with a PD-L1 score of 1% or more",
    "I allowed: Failure of pembrolizumab is advised, without being a condition for entry",
    "E unspecified: Autoimmune disease that may be worsened by checkpoint inhibitors",
    "E unspecified: Immunotherapy against HPV within a year",
    "E allowed: Prior PD-L1 antibody (lung cancer). For bladder cancer, previous atezolizumab does not preclude entry",
    "E excluded: Prior PD-1 antibody; denosumab is permitted",
    # Further words
    "I allowed: Earlier checkpoint inhibitors are neither a requirement nor a ground for exclusion",
    "I excluded: Treatment with PD-1 antibodies has not been given at any stage",
    "I allowed: About to complete a year of adjuvant pembrolizumab",
    "I required: Earlier nivolumab of two doses or more, and PD within 12 weeks of the last one",
    "I required: PD per RECIST 1.1 while on nivolumab",
    "I allowed: Must have exhausted, declined or be unfit for checkpoint inhibitors",
    "E excluded: Earlier PD-1 antibody for advanced disease (use in the adjuvant setting is accepted after a year)",
    "I allowed: At most two earlier lines, not counting immunotherapy",
    "I excluded: No systemic treatment (chemotherapy, targeted or immune) for metastatic disease",
    "I allowed: Both people who are new to checkpoint inhibitors and people in whom these failed",
    "I allowed: Failed chemotherapy, immunotherapy or their combination",
    "I required: Failed first-line chemotherapy together with a PD-1 inhibitor",
    "I excluded: Treatment-naive with respect to PD-1 inhibitors",
    "I excluded: PD-1 inhibitor exposure: none",
    # A note behind a ban that keeps it to one part
    "E allowed: Earlier PD-1 or PD-L1 antibody. Note: this holds for part A only; part B accepts those who received it",
    "E allowed: Previous checkpoint blockade. This criterion concerns arm A only; those in arm B may have had it",
    "E allowed: Prior anti-PD-1 therapy. Remark: applies to cohort 1 only",
    "E excluded: Prior checkpoint inhibitor. Note: participants of cohort 2 may have received one line of chemotherapy",
    "E excluded: Prior immune checkpoint inhibitor. Note: applies to all cohorts",
    "E excluded: Prior immune checkpoint inhibitor. Diabetes in cohort 1 only",
    # Cycles before surgery as the way in
    "I allowed: At least three cycles of preoperative pembrolizumab plus cisplatin, then complete resection",
    "I allowed: Two to six cycles of neoadjuvant tislelizumab and docetaxel, and surgery with clear margins",
    "I allowed: Two doses of preoperative nivolumab with ipilimumab followed by nephrectomy",
    "I unspecified: Planned for two cycles of neoadjuvant pembrolizumab with cisplatin, followed by surgery",
    "I unspecified: Four cycles of neoadjuvant docetaxel and carboplatin, followed by R0 resection",
    # Intolerance of another drug, or failure
    "I allowed: Intolerant of lenvatinib or progressive disease on nivolumab plus ipilimumab",
    "I allowed: Could not tolerate sunitinib, or relapsed after a PD-1 inhibitor",
    "I allowed: Toxicity of sunitinib, or progression after tislelizumab",
    "I required: Intolerance to nivolumab, or progression on nivolumab",
    "I required: Intolerance of, or progression on, pembrolizumab plus axitinib",
    # The reason why the therapy ended does not matter
    "I allowed: Treatment with a checkpoint inhibitor in any line, regardless of why it ended",
    "I allowed: A PD-L1 antibody in one of the lines, irrespective of the reason for discontinuation",
    "I allowed: Two lines at most, one with pembrolizumab, whatever the reason for its end",
    "I excluded: One to three lines; no treatment with a PD-1 antibody in any of them",
    "I required: One to three lines with progression on a PD-1 antibody in any of them",
    # Failure where the therapy can be had
    "I allowed: Relapse after cisplatin and, if licensed and available locally, after pembrolizumab",
    "I allowed: Refractory to chemotherapy and, when approved and accessible at the site, to a checkpoint inhibitor",
    "I allowed: Failure of docetaxel and, where reimbursed and indicated, of a PD-1 antibody",
    "I required: Progression after platinum and after an approved PD-L1 antibody",
    "I required: Progression after a PD-L1 antibody and, where approved and reimbursed, after sotorasib",
    # naive or failed
    "I allowed: Patients may be PD-1 inhibitor-naive or may have progressed on prior PD-1 inhibitor therapy",
    (
        "I allowed: Participants can enroll whether they have never received immune checkpoint inhibitors "
        "or have relapsed after them"
    ),
    "I allowed: Either no prior anti-PD-1/PD-L1 therapy, or documented progression on such therapy",
    (
        "I allowed: Patients without prior exposure to PD-L1 antibodies as well as those whose disease "
        "progressed during them are eligible"
    ),
    "I allowed: ICI-untreated or ICI-refractory disease",
    "I allowed: Disease may have progressed on a PD-1 antibody, or the patient may never have had one",
    "I allowed: Progression on pembrolizumab or no previous immunotherapy",
    (
        "I allowed: Participants who are immunotherapy-naive and participants who are "
        "immunotherapy-refractory are both eligible"
    ),
    "I allowed: Immune checkpoint inhibitor status: naive, or progressed after at least one dose",
    "I allowed: No previous exposure to checkpoint inhibitors, or else resistance to them",
    "I allowed: Tumour that progressed on a PD-1 antibody, or else a rheumatic disease that precludes such treatment",
    "I allowed: Failure of nivolumab with ipilimumab, or Child-Pugh class B at baseline",
    "I required: Progression on a PD-1 antibody and a rheumatic disease that is under control",
    "I allowed: Had no checkpoint inhibitor so far, or had one that failed",
    "I allowed: Patients who have not been treated with nivolumab or who progressed on it",
    "I allowed: Checkpoint blockade may have failed or may not have been tried yet",
    "I allowed: Anti-PD-1 treatment: either not yet received or no longer working",
    "I required: Cohort A: checkpoint-naive; Cohort B: progression on checkpoint inhibitor",
    "I excluded: Checkpoint inhibitor-naive patients with progression on chemotherapy",
    "I excluded: No prior PD-1 inhibitor and progression after platinum",
    "I excluded: Never treated with immunotherapy; progression on or intolerance of a kinase inhibitor",
    "I required: Progression on a PD-1 inhibitor and no prior chemotherapy",
    "I required: Progressed on nivolumab; no more than two further lines",
    # another way in
    "I allowed: Disease that progressed on pembrolizumab, or patients who decline systemic therapy",
    "I allowed: Progressed after nivolumab, or whose tumor carries an NTRK fusion",
    "I allowed: Recurrence after a PD-1 inhibitor, or not considered a candidate for platinum",
    (
        "I allowed: Must satisfy (a) or (b): (a) tumor progression on an immune checkpoint inhibitor; (b) "
        "tumor mutational burden below 5"
    ),
    "I allowed: Tumor that has relapsed after PD-1 blockade or that expresses no PD-L1",
    (
        "I allowed: Has progressed on anti-PD-1 therapy or has an actionable BRAF mutation and progressed "
        "on a BRAF inhibitor"
    ),
    "I allowed: Patients refractory to PD-1 antibody or elderly patients unfit for chemotherapy",
    "I allowed: Progression during or after PD-1 therapy; alternatively, a liver metastasis that needs local treatment",
    "I allowed: Eligible patients have progressed on pembrolizumab OR have a CPS below 1",
    "I required: Melanoma that progressed on a PD-1 inhibitor, or within 12 weeks of the last dose",
    "I required: Melanoma that progressed on or was intolerant to a PD-1 inhibitor",
    "I required: Progressed on a PD-1 inhibitor or a PD-L1 inhibitor",
    "I required: Progression on a PD-1 inhibitor in the metastatic setting or within 6 months of adjuvant therapy",
    # unless unsuitable
    (
        "I allowed: Progressed on an immune checkpoint inhibitor (not applicable to those in whom "
        "immunotherapy is contraindicated)"
    ),
    "I allowed: Must have failed prior anti-PD-1 therapy if no contraindication to such therapy exists",
    "I allowed: Progression on a checkpoint inhibitor, except where autoimmune disease ruled out its use",
    "I allowed: Refractory to pembrolizumab. Patients for whom pembrolizumab was not reimbursed may enroll without it",
    "I allowed: Prior failure of atezolizumab, provided that the drug was available in the patient's country",
    "I allowed: Must have received and progressed on an anti-PD-1, unless medically inappropriate",
    (
        "I allowed: Progression on PD-1 inhibitor; patients not eligible to receive a PD-1 inhibitor are "
        "exempt from this criterion"
    ),
    "I allowed: Patients must have progressed on, been intolerant to, or been ineligible for anti-PD-1 therapy",
    (
        "I allowed: Failed checkpoint inhibitors (patients who were denied these on account of an organ "
        "graft can also take part)"
    ),
    "I required: Progressed on PD-1 inhibitor; ineligible for platinum chemotherapy",
    "I required: Progression on a PD-1 inhibitor and, unless contraindicated, on platinum",
    (
        "I required: Progression on PD-1 antibody. Patients with BRAF mutation must also have had a BRAF "
        "inhibitor unless contraindicated"
    ),
    # last regimen
    "I required: Latest systemic treatment contained durvalumab. Progression on that treatment",
    # mandated
    "I required: Progressed on all of: platinum, taxane, PD-1 inhibitor",
    (
        "I allowed: Progressed on at least one systemic therapy such as chemotherapy, a kinase inhibitor or "
        "a PD-1 inhibitor"
    ),
    (
        "I required: Progression on standard therapy, which must include a PD-1 inhibitor, platinum and, "
        "where indicated, a kinase inhibitor"
    ),
    # for some
    "E allowed: Prior PD-L1 inhibitor (Cohort 2)",
    "E allowed: Prior anti-PD-1 therapy (arm 3 alone)",
    "E allowed: Previous checkpoint inhibitor - applies to Part B",
    "E allowed: Cohort 2 - prior checkpoint inhibitor; prior checkpoint inhibitor is permitted in cohort 1",
    (
        "E allowed: Prior checkpoint inhibitor therapy for patients enrolling in the combination arm; "
        "monotherapy arm patients may have had it"
    ),
    "E allowed: Dose expansion only: any prior anti-PD-1 or anti-PD-L1",
    # condition subgroup
    (
        "I allowed: If a patient received adjuvant nivolumab, recurrence must have occurred more than 6 "
        "months after the last dose"
    ),
    "I allowed: In patients pretreated with a checkpoint inhibitor, progression should be confirmed by a second scan",
    "I allowed: Prior immunotherapy is not needed, but if given, disease must have progressed on it",
    "I allowed: Patients with prior anti-PD-1 exposure are required to have confirmed progressive disease",
    (
        "I required: All patients were previously treated with an anti-PD-1 antibody and must have had "
        "radiographic progression on it"
    ),
    # ban inside list
    (
        "I excluded: Has not been given hormones, cytotoxic drugs, radiation to the pelvis, PD-1 antibodies "
        "or other drugs for this disease"
    ),
    (
        "E excluded: Prior systemic anticancer treatment (chemotherapy, targeted, immune or biological "
        "therapy) in the recurrent setting"
    ),
    "E excluded: Patients previously exposed to any of: platinum, bevacizumab, anti-PD-1",
    "I excluded: Must not have undergone surgery, radiotherapy, or immunotherapy for this tumor",
    "I excluded: Free of earlier chemotherapy, hormone therapy and immunotherapy",
    # brief
    "E unspecified: PSMA-directed treatment (radioligand, bispecific or immunotherapy)",
    "E unspecified: Prior BCMA-targeted therapy (CAR-T, bispecific, immunotherapy)",
    "E unspecified: Previous therapy directed at CD19 (antibody, cell or other immunotherapy)",
    "E unspecified: Prior HPV-specific therapy (vaccine or immunotherapy)",
    "E excluded: Prior systemic treatment (radioligand, bispecific or immunotherapy)",
    "E excluded: Prior PSMA-directed treatment or immunotherapy",
    "E allowed: Contraindication to platinum, or progression after pembrolizumab",
    "E allowed: Progression while on nivolumab",
    "E excluded: Prior checkpoint inhibitor unless given for another tumour more than 5 years ago",
    (
        "E excluded: Prior anti-PD-1 therapy, unless it was administered for a different cancer over 3 years "
        "before enrolment"
    ),
    "I excluded: No previous PD-1 inhibitor, except for a different malignancy at least 5 years ago",
    "I excluded: One to three prior lines, none of them with a PD-1 inhibitor",
    "I excluded: Prior systemic therapy is permitted as long as it did not contain a checkpoint inhibitor",
    "I excluded: At most two earlier regimens, neither of which included immunotherapy",
    "I allowed: Up to two prior lines, not counting adjuvant immunotherapy",
    "I allowed: In case of previous nivolumab, progression must have been documented",
    "I allowed: Where a PD-1 antibody formed part of earlier treatment, progression on it has to be documented",
    (
        "I required: Only patients whose tumour recurred during adjuvant pembrolizumab or within half a "
        "year of its end can be included"
    ),
    "I allowed: No progression after four cycles of platinum, etoposide and pembrolizumab",
    "I allowed: Stable disease or better at the end of induction with carboplatin, pemetrexed and pembrolizumab",
    "I allowed: At least 6 months between the end of adjuvant nivolumab and recurrence",
    "I allowed: HER2-negative breast cancer, with i) progression on pembrolizumab or ii) PD-L1-negative status",
    "I required: Urothelial cancer with (a) progression on a PD-1 inhibitor and (b) progression on platinum",
    "I required: Progressed after all standard options. These must comprise an anti-PD-1 antibody and platinum",
    "I allowed: Progressed after standard options, which can be chemotherapy, targeted agents or PD-1 antibodies",
    "E unspecified: FRalpha-targeted immunotherapy in the past",
    "E unspecified: Immunotherapy directed at ROR1 in the past",
    "E unspecified: Earlier mesothelin-specific immunotherapy",
    "E unspecified: Antigen-specific immunotherapy in the past",
    "E excluded: PD-1-targeted immunotherapy in the past",
    "E excluded: Checkpoint-directed immunotherapy in the past",
    "E excluded: Earlier cancer-directed immunotherapy",
    "I required: Disease progression on targeted immunotherapy",
    "I required: Disease progression on guideline-directed immunotherapy",
    "I required: Disease progression on anti-LAG3 immunotherapy",
    "I required: Disease progression on immunotherapy directed at their melanoma",
    "E excluded: Any novel targeted immunotherapy before",
    "E unspecified: Mesothelin-directed immunotherapy in the past",
    "E unspecified: Anti-CEA immunotherapy in the past",
    "I allowed: On nivolumab for 3 months or longer; progression must have been excluded by imaging",
    "I required: On nivolumab for 3 months or longer; progression must have been proven by imaging",
    "E unspecified: Autoimmune hepatitis, as PD-1 antibodies may trigger a flare",
    "E unspecified: Interstitial lung disease (nivolumab might cause fatal pneumonitis)",
    "E unspecified: Organ transplant, since checkpoint inhibitors are known to provoke rejection",
    "I allowed: Failure of platinum and, if it is on the market in the participant's country, a PD-1 inhibitor",
    # any state on treatment
    "I allowed: Receiving nivolumab for at least 12 weeks, with responding, stable or slowly progressing disease",
    "I allowed: Patients on pembrolizumab whose best response so far is PR, SD or PD",
    "I allowed: Ongoing anti-PD-1 treatment regardless of response (CR, PR, SD or PD)",
    (
        "I allowed: Currently treated with an immune checkpoint inhibitor; both responders and patients "
        "with oligoprogression may enter"
    ),
    (
        "I allowed: At least 2 cycles of nivolumab completed, with disease that is controlled or that is "
        "progressing without symptoms"
    ),
    (
        "I allowed: Under treatment with a PD-L1 inhibitor, irrespective of whether the tumour shrinks, "
        "holds still or grows"
    ),
    "I required: Currently on nivolumab with oligoprogression in up to 4 lesions",
    "I required: Receiving pembrolizumab and having new growth in one or two lesions",
    "I allowed: Patients continuing on ipilimumab and nivolumab with any radiographic status",
    # ban beside another permission
    "E excluded: Prior anti-PD-1 or anti-PD-L1 therapy. Note: previous treatment with BCG is acceptable",
    "E excluded: Any previous immune checkpoint inhibitor, whereas one line of chemotherapy is allowed",
    "E excluded: Prior systemic immunotherapy; topical imiquimod is permitted",
    "E excluded: Prior treatment with a PD-1 inhibitor (prior cetuximab concurrent with radiation is OK)",
    "E excluded: Treatment with checkpoint inhibitors before; endocrine therapy for early disease does not count",
    "E allowed: Prior cytotoxic chemotherapy (patients may have had pembrolizumab)",
    "E allowed: More than two prior lines; prior nivolumab is no reason to exclude",
    "E excluded: Has had immunotherapy with a PD-1 antibody; a vaccine against infection is allowed",
    "I excluded: No prior systemic therapy including checkpoint inhibitors; prior radiotherapy is allowed",
    # ban for some
    (
        "E allowed: Cohort 1 (first line): any previous systemic treatment including PD-1 inhibitors. "
        "Cohort 2: no restriction on previous treatment"
    ),
    "E allowed: Prior treatment with an anti-PD-1 agent, if enrolling in the nivolumab arm",
    "E allowed: Previous PD-(L)1 blockade (does not apply to patients with dMMR tumours)",
    "E allowed: Prior pembrolizumab or nivolumab is exclusionary only for the combination cohorts",
    "E excluded: Prior PD-1 inhibitor in any cohort",
    "E excluded: All participants: previous checkpoint inhibitor",
    "E allowed: For arm B: prior checkpoint inhibitor. For arm A: prior checkpoint inhibitor within 3 weeks",
    # cohort shorthand
    "I required: Cohort 3: IO-refractory NSCLC",
    "I required: Part 2B: post-PD-1 melanoma, progressing",
    "I required: Group B - RCC resistant to ICI",
    "I required: Arm 2: CPI-refractory urothelial carcinoma",
    (
        "I required: Dose expansion in (i) platinum-resistant ovarian cancer and (ii) anti-PD-1-refractory "
        "cutaneous melanoma"
    ),
    "I allowed: Cohort A: ICI-naive; Cohort B: ICI-experienced",
    "I allowed: Cohort 2: PD-1-pretreated NSCLC",
    "I required: Expansion cohort B: HNSCC failing PD-1/PD-L1 therapy",
    "I required: Stratum 1: immunotherapy-resistant melanoma",
    "I excluded: Cohort 1: PD-1-naive melanoma",
    # exposure as entry
    (
        "I allowed: Has completed neoadjuvant pembrolizumab plus chemotherapy without achieving a "
        "pathological complete response"
    ),
    "I allowed: Patients who finished concurrent chemoradiation and at least 6 months of consolidation durvalumab",
    "I allowed: In remission after at least 4 cycles of nivolumab-based induction",
    "I allowed: Received 2 years of pembrolizumab and stopped for reasons other than progression",
    "I allowed: Residual disease at surgery after neoadjuvant nivolumab and chemotherapy",
    "I allowed: Completed induction with ipilimumab and nivolumab, without disease progression",
    "I required: Recurrence during or within 3 months of consolidation durvalumab",
    "I required: Progressive disease at any time during neoadjuvant or adjuvant immunotherapy",
    "I allowed: Surgery preceded by at least 3 doses of a PD-1 inhibitor",
    # last regimen
    (
        "I required: Pembrolizumab must be part of the most recent line. The disease must have progressed "
        "on the most recent line"
    ),
    "I required: The treatment directly before enrolment contained an anti-PD-1 antibody, and this treatment failed",
    # mandated
    (
        "I required: Disease progression after treatment with all of the following: platinum chemotherapy, "
        "an anti-PD-1 antibody and, if HER2-positive, trastuzumab"
    ),
    "I required: Has received and progressed on, at a minimum, a platinum doublet and a PD-(L)1 inhibitor",
    (
        "I required: Treatment failure of at least two lines. Prior lines must have contained a checkpoint "
        "inhibitor and a VEGF inhibitor"
    ),
    "I required: Refractory to standard of care; standard of care is to have included anti-PD-1 therapy",
    (
        "I required: Progressed through every standard therapy, i.e. nivolumab, ipilimumab and, when "
        "BRAF-mutated, BRAF/MEK inhibitors"
    ),
    "I allowed: Progressed on or intolerant to at least one prior line (platinum, taxane or PD-1 inhibitor)",
    "I allowed: Failure of one or more of: platinum, anti-PD-1, enfortumab vedotin",
    # naive or failed
    "I allowed: Immunotherapy: none so far, or failed",
    "I allowed: Patients are eligible irrespective of whether they are naive to, or have progressed on, PD-1 blockade",
    "I allowed: Melanoma that is untreated or has relapsed following checkpoint blockade",
    "I allowed: PD-L1 inhibitor-refractory or PD-L1 inhibitor-naive disease",
    "I allowed: If PD-1 inhibitors were given they must have failed; patients who were never given them qualify too",
    "I required: Cohort 1 has never had PD-1 inhibitors, cohort 2 has progressed on them",
    # other target
    "E unspecified: Prior immunotherapy targeting CD38",
    "E unspecified: Previous GD2-targeted immunotherapy (dinutuximab or other)",
    "E unspecified: Earlier anti-EGFRvIII immunotherapy",
    "I unspecified: Failure of anti-CD20 immunotherapy",
    "E unspecified: Prior immunotherapy with CAR T cells against CD19",
    "E excluded: Prior CD19-directed immunotherapy or checkpoint inhibitor",
    "E unspecified: Treatment with GPC3-targeted immunotherapies",
    # precaution implies permission
    "I allowed: Patients with prior anti-PD-1 therapy need to have normal thyroid function",
    "I allowed: Adequate pituitary function if previously treated with ipilimumab",
    "I allowed: TSH and cortisol within normal limits in those previously exposed to checkpoint inhibitors",
    "I allowed: For patients who had immunotherapy before, immune-related adverse events must have resolved",
    "I allowed: Participants with earlier PD-L1 treatment are asked to undergo echocardiography before enrolment",
    "E allowed: History of grade 3 pneumonitis under earlier anti-PD-1 therapy",
    "I unspecified: Because pembrolizumab may cause hypothyroidism, TSH must be normal",
    # preferred
    "I allowed: Priority will be given to patients whose disease progressed on checkpoint inhibitors",
    "I allowed: At least half of the slots are reserved for patients refractory to anti-PD-1",
    "I allowed: Enrichment for patients with progression on a PD-1 inhibitor is intended but not mandatory",
    "I allowed: Preferably progressed on prior immunotherapy",
    "I allowed: The sponsor may give preference to participants resistant to PD-1 inhibitors",
    "I allowed: Progression on PD-1 blockade is desirable but is not needed for entry",
    "I required: Progressed on a PD-1 inhibitor, preferably within the last 3 months",
    # progression denied
    "I allowed: Completed at least 4 cycles of pembrolizumab with no evidence of progression",
    "I allowed: Has not progressed on first-line nivolumab plus chemotherapy",
    "I allowed: Absence of disease progression after chemoradiation and durvalumab",
    "I allowed: On maintenance avelumab, free of progression for at least 8 weeks",
    "I allowed: Must not have had disease progression while on atezolizumab",
    "I allowed: Non-progressive disease following induction with ipilimumab-nivolumab",
    "I required: Has progressed on nivolumab; no progression on chemotherapy",
    # study drug warning
    "E unspecified: Women who are pregnant, since pembrolizumab may harm the fetus",
    "E unspecified: Known intolerance to any ingredient of nivolumab",
    "I unspecified: The effects of atezolizumab on the developing fetus are unknown, so contraception is needed",
    "E unspecified: Conditions in which immunotherapy could be dangerous, such as organ transplantation",
    "E unspecified: Autoimmune disease which may be exacerbated by checkpoint inhibitors",
    "E unspecified: Children under 12, for whom no dose of nivolumab has been established",
    "I unspecified: No safety data of durvalumab in patients under 18 exist; minors are not eligible",
    # unless unsuitable
    "I allowed: Must have progressed on a checkpoint inhibitor or be ineligible for such treatment",
    "I allowed: Progression on anti-PD-1 therapy, or not a candidate for it",
    "I allowed: Failure of a PD-1 inhibitor, where indicated",
    "I allowed: Progressed on PD-1 therapy (when this is approved and available for the tumour type)",
    "I allowed: Prior progression on pembrolizumab, except in patients with contraindications to immunotherapy",
    "I allowed: Patients must have exhausted PD-1 inhibitors unless they refused them",
    "I allowed: Failed an anti-PD-L1 antibody if accessible through the national health system",
    "I allowed: Progressed on a PD-1 inhibitor, or had a medical reason for not receiving one",
    (
        "I allowed: Progression following checkpoint inhibitors; those unable to receive them owing to "
        "autoimmune disease are eligible without"
    ),
    "I required: Failed a PD-1 inhibitor; not suitable for surgery",
    # condition on a subgroup
    "I allowed: Those who had adjuvant pembrolizumab must have relapsed more than 12 months after its last dose",
    "I allowed: If previously treated with anti-PD-1 therapy, the most recent scan must show progression",
    "I allowed: Any patient who was given nivolumab beforehand has to have progressed on it",
    "I allowed: Participants with previous PD-L1 therapy are eligible only if they progressed on it",
    (
        "I allowed: In patients with prior durvalumab consolidation, progression should have taken place "
        "after at least 6 months"
    ),
    "I required: All patients had adjuvant nivolumab, and relapse occurred less than 6 months after it",
    # another way in
    "I allowed: Progressed on pembrolizumab, or ineligible for platinum",
    "I allowed: Either relapse after anti-PD-1 or a BRAF V600 mutation",
    "I allowed: Failure of nivolumab OR contraindication to surgery",
    "I allowed: Eligible if one applies: (1) progression on PD-1 inhibitor, (2) PD-L1 negative tumour",
    "I allowed: One of: a) failed checkpoint inhibition b) not willing to have chemotherapy",
    "I allowed: Progression on ICI, or brain metastases that need urgent treatment",
    "I allowed: Patients either failed immune checkpoint inhibitors or have a performance status of 2",
    # ban inside list
    "E excluded: Previous systemic treatment for metastatic cancer, be it cytotoxic, targeted or immunotherapy",
    "E excluded: Received any of the following for this tumour: TKI, anti-VEGF, anti-PD-1, radiotherapy",
    "I excluded: No chemotherapy, hormonal therapy or immunotherapy for recurrent disease",
    "E excluded: Prior chemo-, immuno- or targeted therapy for advanced disease",
    "E excluded: Any antitumor therapy before enrollment (surgery, chemo, radiotherapy, immunotherapy)",
    "E excluded: Patients pretreated with EGFR TKIs, immune checkpoint inhibitors, bevacizumab",
    "I unspecified: No systemic anticancer therapy for recurrent disease",
    # any state on treatment
    (
        "I allowed: Subject is receiving nivolumab monotherapy and, at the time of screening, has stable "
        "disease, a partial response or asymptomatic progression"
    ),
    "I allowed: Patients on maintenance durvalumab, whether responding or progressing",
    (
        "I allowed: At least three infusions of pembrolizumab given and treatment ongoing; lesions may be "
        "shrinking, unchanged or enlarging"
    ),
    "I allowed: Anti-PD-1 therapy started 8-16 weeks ago with SD or PD at the first assessment",
    (
        "I allowed: Being treated with an immune checkpoint inhibitor, with a mixed response, stable "
        "disease or limited progression"
    ),
    "I required: Oligometastatic progression (1-5 lesions) while being treated with an immune checkpoint inhibitor",
    "I allowed: Under ongoing atezolizumab for at least 3 months, independent of the current response",
    # ban beside permission
    (
        "E excluded: Previous anti-PD-1/PD-L1 antibody therapy; however, prior radiotherapy to the primary "
        "tumour may have been given"
    ),
    (
        "E excluded: Subjects who were given immune checkpoint inhibitors. (Subjects who were given "
        "adjuvant tamoxifen are eligible.)"
    ),
    (
        "E excluded: Prior exposure to any agent directed at PD-1 or PD-L1; exposure to interferon in the "
        "adjuvant setting is acceptable"
    ),
    "E allowed: More than one previous platinum regimen; any number of previous immunotherapy regimens is acceptable",
    "E allowed: Prior taxane in the metastatic setting - prior checkpoint inhibitors are permitted",
    (
        "I excluded: Has not received a PD-1 inhibitor; one line of platinum-based chemotherapy for "
        "recurrent disease is allowed"
    ),
    "E excluded: Prior therapy with nivolumab or any other PD-1 antibody, with the exception of intralesional BCG",
    # ban for some
    "E allowed: Previously treated with an immune checkpoint inhibitor (treatment-naive cohort only)",
    "I allowed: Part A: any number of prior therapies including PD-1 inhibitors. Part B: no prior PD-1 inhibitor",
    "I allowed: Participants in Arm 1 must be PD-1 inhibitor-naive; this is not required in Arm 2",
    "E allowed: Any prior anti-PD-L1 therapy, except for patients enrolled in the pretreated expansion cohort",
    "E allowed: Prior checkpoint inhibitor exposure, except in bladder cancer",
    "I allowed: No prior checkpoint inhibitor unless the tumour is MSI-H",
    "E excluded: Prior checkpoint inhibitor, also in those with MSI-H tumours",
    # cohort shorthand
    "I required: Indication-specific cohorts: (A) HCC; (B) NSCLC, PD-(L)1-refractory",
    "I required: Cohort C - patients with anti-PD-1/L1 relapsed/refractory melanoma",
    "I required: Expansion 1: RCC post-IO progression",
    "I required: Arm 3 enrols IO-resistant RCC",
    "I required: Group 2: checkpoint inhibitor failures",
    "I excluded: Cohort 2: CPI-naive HNSCC",
    "I allowed: Cohort 1: CPI-naive HNSCC. Cohort 2: HNSCC previously exposed to CPI",
    # condition on a subgroup
    (
        "I allowed: Subjects who have been on a checkpoint inhibitor must have had radiological progression "
        "before enrolment"
    ),
    (
        "I allowed: For patients whose prior therapy included pembrolizumab, disease must have progressed "
        "during or after it"
    ),
    "I allowed: Should a PD-1 antibody have been used before, resistance to it must be documented",
    "I allowed: Progression on immunotherapy is required for patients who were treated with it",
    "I allowed: Whoever has had an anti-PD-1 antibody needs confirmed progression on it",
    "I allowed: If prior therapy contained nivolumab: progression on nivolumab is mandatory",
    (
        "I required: Every patient must have received nivolumab, and progression within 6 months of its "
        "first dose is needed"
    ),
    # exposure
    "I allowed: Underwent surgery following three cycles of neoadjuvant chemo-immunotherapy",
    "I allowed: Have finished one year of adjuvant nivolumab",
    "I allowed: At least one dose of an immune checkpoint inhibitor has been administered",
    "I allowed: Prior treatment with at least one PD-1 inhibitor, in any setting",
    "I allowed: Achieved disease control with first-line pembrolizumab plus axitinib",
    "I allowed: Consolidation durvalumab for at least 3 months after chemoradiotherapy",
    "I required: Intrathoracic relapse while receiving consolidation durvalumab",
    # another way in
    "I allowed: At least one of (i) failure of PD-1 blockade and (ii) intolerance of chemotherapy",
    (
        "I allowed: Subjects must fulfil one of these two conditions: - progressed on atezolizumab - "
        "unsuitable for any systemic treatment"
    ),
    "I allowed: Progression on or after a PD-1 inhibitor, OR age >= 75 years",
    "I allowed: Had disease progression on an anti-PD-1 antibody or declined such treatment",
    "I allowed: Patients who failed immunotherapy, and also patients with no prior systemic treatment, are eligible",
    "I required: Patients who failed immunotherapy and also at least one line of chemotherapy",
    "I required: At least one of: failure of nivolumab, failure of pembrolizumab",
    # last regimen
    "I allowed: Last prior line: nivolumab. Stable disease at the end of it",
    # mandated
    (
        "I required: Exhausted all standard treatments, to include at least anti-PD-1 and, if BRAF-mutated, "
        "BRAF inhibition"
    ),
    "I required: Failed prior standard therapies: platinum, pembrolizumab and cetuximab",
    "I required: Must have progressed on, or been intolerant of, both an immune checkpoint inhibitor and a VEGFR TKI",
    (
        "I required: At least two prior systemic regimens (one of them with a PD-1/PD-L1 inhibitor) and "
        "progression on the last"
    ),
    "I required: Progressive disease after two or more lines, of which at least one had to contain a PD-1 antibody",
    (
        "I allowed: Disease progression after one or more standard treatments (e.g., sorafenib, lenvatinib, "
        "atezolizumab/bevacizumab)"
    ),
    "I allowed: Failure of standard therapy, for instance chemotherapy or immunotherapy",
    # naive or failed
    "I allowed: Anti-PD-1-naive participants can enrol, as can those whose tumours became refractory to anti-PD-1",
    "I allowed: Subjects either never had checkpoint inhibitors, or had them and progressed",
    "I allowed: Checkpoint inhibitors: not given before, or given and failed",
    "I allowed: PD-1/PD-L1 treatment-naive or -resistant",
    "I allowed: Prior PD-1 inhibitor allowed if progression occurred; PD-1 inhibitor-naive patients are also allowed",
    "I allowed: Both ICI-pretreated (with progression) and ICI-naive subjects will be enrolled",
    # other target
    "E unspecified: Received prior immunotherapy of the NY-ESO-1 type",
    "E unspecified: Prior CLDN6-targeted immunotherapy",
    "E unspecified: HER2-directed immunotherapies within 6 months",
    "I unspecified: Relapse after CD22-targeted immunotherapy or transplant",
    # precaution
    (
        "I allowed: Individuals pretreated with checkpoint inhibitors must have recovered from endocrine "
        "side effects or be on stable replacement"
    ),
    "I allowed: Normal troponin in participants who received PD-1 antibodies in the past",
    "E allowed: Prior discontinuation of a PD-1 antibody because of toxicity",
    "I allowed: At least 4 weeks since the last dose of any checkpoint inhibitor",
    "E allowed: Active colitis from prior ipilimumab",
    "E unspecified: Active colitis, which ipilimumab may worsen",
    "I allowed: Persons who took a PD-1 antibody earlier must undergo a test of adrenal function",
    # preferred
    "I allowed: Recruitment will favour patients who progressed on pembrolizumab",
    "I allowed: The last ten places are kept for patients after failure of a PD-1 inhibitor",
    "I allowed: Failure of a checkpoint inhibitor is recommended but not obligatory",
    "I allowed: Patients resistant to checkpoint inhibitors will be prioritised; all others may also enrol",
    "I required: Failure of a checkpoint inhibitor. Patients with accessible tumours will be prioritised",
    # progression denied
    "I allowed: Disease not progressing after 3 to 6 cycles of pembrolizumab and chemotherapy",
    "I allowed: Receiving nivolumab without signs of progression",
    "I allowed: Progression during durvalumab must be excluded before enrolment",
    "I allowed: Patients in whom the disease has not worsened on first-line atezolizumab",
    "I allowed: No evidence of recurrence after adjuvant pembrolizumab",
    "I required: No response to nivolumab",
    "E allowed: Disease progression during prior durvalumab",
    # unless unsuitable
    (
        "I allowed: Documented progression on an anti-PD-1 antibody, unless the subject is intolerant of or "
        "has a contraindication to such agents"
    ),
    (
        "I allowed: Must have received and failed a PD-1 inhibitor if it is approved for the indication in "
        "the country concerned"
    ),
    "I allowed: Failure of PD-L1 inhibitor, if medically appropriate",
    (
        "I allowed: Resistance to anti-PD-1 therapy; an exception is made for transplant recipients, who "
        "cannot be given it"
    ),
    "I allowed: Progressed on approved checkpoint inhibitors, or considered by the investigator inappropriate for them",
    "I required: Progressed on a PD-1 inhibitor that was given according to the label",
    # study drug warning
    "E unspecified: Prior organ transplant, in view of the risk of rejection with nivolumab",
    "E unspecified: Contraindications to pembrolizumab according to the label",
    "E unspecified: History of severe hypersensitivity to monoclonal antibodies such as atezolizumab",
    "I unspecified: Adequate contraception, as nivolumab is potentially harmful to the unborn child",
    "E unspecified: Lactating women, because it is not known whether durvalumab passes into milk",
    # ban in list
    (
        "E excluded: Patients who have had hormonal therapy, chemotherapy, radiation or immune therapy for "
        "metastatic disease"
    ),
    "E excluded: Prior neoadjuvant treatment of any kind (chemotherapy, radiotherapy, targeted therapy, immunotherapy)",
    "E excluded: Systemic treatment (cytotoxic agents, TKIs, or PD-1 inhibitors) for recurrent or metastatic disease",
    "I excluded: Treatment-naive (no chemotherapy, no radiation, no immunotherapy)",
    (
        "I excluded: No earlier drug treatment for the metastatic disease, whether chemotherapy, targeted "
        "therapy or immunotherapy"
    ),
    # naive or failed
    "I allowed: Anti-PD-(L)1 agents may or may not have been used before; if used, the disease must have progressed",
    "I allowed: Patients must be immunotherapy-naive or must have shown resistance to it",
    "I allowed: No exposure to PD-1 inhibitors before, or failure of these drugs",
    (
        "I allowed: Tumours that have or have not been treated with a checkpoint inhibitor; treated ones "
        "must be refractory"
    ),
    "I allowed: Immune checkpoint inhibitor-naive or -refractory",
    "I allowed: Advanced NSCLC that is PD-1 inhibitor-pretreated and refractory, or PD-1 inhibitor-untreated",
    "I allowed: Must not have received anti-PD-1, or must have relapsed on it",
    "I allowed: Melanoma, anti-PD-1 resistant or not yet treated with anti-PD-1",
    "I excluded: Untreated with PD-1 inhibitors; progression on chemotherapy",
    "I excluded: Must not have received anti-PD-1, and must have relapsed on cetuximab",
    # another way in
    "I allowed: Patients are eligible if they progressed on nivolumab or if surgery is not possible",
    "I allowed: Progressive disease on immunotherapy, or a contraindication to chemotherapy",
    "I allowed: a) PD-1 inhibitor failure or b) PD-L1 negativity",
    (
        "I allowed: Either the disease has progressed on an immune checkpoint inhibitor or the participant "
        "has a transplanted organ"
    ),
    (
        "I allowed: Patients with progression on anti-PD-1 treatment and patients without standard options "
        "are both eligible"
    ),
    "I allowed: Failed immune checkpoint blockade; or newly diagnosed and not fit for it",
    "I allowed: Any of these: relapse after PD-1 antibody therapy; a KRAS G12C mutation; age over 80",
    "I required: Any of these tumours: melanoma after PD-1 failure; ovarian cancer after platinum",
    "I required: Progression on a PD-1 antibody or on its combination with ipilimumab",
    "I required: Progressed or relapsed after a PD-1 inhibitor, or after its discontinuation",
    # unless
    "I allowed: Patients should have progressed on PD-1 antibodies if these were clinically indicated",
    "I allowed: Prior anti-PD-1 treatment with progression, except in countries where it is not registered",
    "I allowed: Failure of a checkpoint inhibitor (not required of patients with an organ transplant)",
    "I allowed: Progressed on anti-PD-1 or not a suitable candidate for it in the opinion of the physician",
    "I allowed: Disease progression on PD-1 therapy, unless contraindications existed",
    "I allowed: Progression on pembrolizumab; patients with autoimmune disorders need not have had pembrolizumab",
    "I allowed: Must be refractory to, intolerant of, or ineligible for PD-1 blockade",
    (
        "I allowed: All standard therapies must have failed, including a checkpoint inhibitor for patients "
        "who qualify for one"
    ),
    "I required: All standard therapies must have failed, including a checkpoint inhibitor",
    "I required: Refractory to or intolerant of PD-1 blockade",
    # last regimen
    "I required: Immediately prior therapy had to be nivolumab; progression on this therapy is needed",
    "I required: The most recent systemic therapy was a PD-L1 antibody and led to progression",
    # mandated
    "I required: Progression after at least two lines, with a checkpoint inhibitor and platinum among them",
    "I required: Relapsed after standard treatment comprising platinum and a PD-1 inhibitor",
    "I required: Disease that progressed in spite of platinum, a taxane and a PD-1 inhibitor",
    "I required: Prior failure of each of: PD-1 antibody, anti-VEGF agent",
    "I required: Progressed on prior therapy; prior therapy must have included a PD-(L)1 inhibitor in all patients",
    "I required: Refractory to all standard treatments (nivolumab, ipilimumab and BRAF inhibitor if mutated)",
    "I allowed: Progressed on prior therapy; prior therapy could have included a PD-(L)1 inhibitor",
    "I allowed: Refractory to standard chemotherapy and/or checkpoint inhibitor",
    "I allowed: Refractory to chemotherapy, a kinase inhibitor or a PD-1 inhibitor",
    # exposure
    "I allowed: Surgery after at least two cycles of neoadjuvant ipilimumab plus nivolumab",
    "I allowed: Patients who have been given pembrolizumab for at least 6 months and are still benefiting",
    "I allowed: Maintenance avelumab begun within the last 10 weeks",
    "I allowed: Adjuvant immunotherapy finished at least 6 months ago, no recurrence",
    "I allowed: Treated with chemoradiation followed by durvalumab, at least one dose",
    "I allowed: Pathological residual disease despite neoadjuvant pembrolizumab",
    "I required: Recurrence despite adjuvant pembrolizumab",
    "I required: Persistent growth under avelumab maintenance",
    # subgroup
    "I allowed: Participants treated with adjuvant anti-PD-1 must be at least 6 months from the last dose at relapse",
    "I allowed: Those previously on checkpoint inhibitors must have discontinued them because of progression",
    "I allowed: Where patients have been treated with a PD-1 inhibitor, they must have progressed within 12 months",
    "I allowed: Prior checkpoint inhibitor treatment is acceptable provided that the disease progressed on it",
    "I allowed: A patient who got ipilimumab needs documented progression after it",
    "I required: Patients must have been treated with a PD-1 inhibitor and must have progressed within 12 months",
    # denied
    "I allowed: Stable or responding disease after first-line chemo-immunotherapy",
    "I allowed: Not progressed during 4 cycles of induction with platinum, etoposide and durvalumab",
    "I allowed: Free from progression after 12 weeks of nivolumab",
    "I allowed: Pembrolizumab for at least 2 years without disease progression",
    "I allowed: No disease progression at the end of neoadjuvant nivolumab",
    "I required: Disease progression at the end of neoadjuvant nivolumab",
    # warnings
    "E unspecified: Patients for whom immunotherapy with nivolumab would be a risk, such as those with an allograft",
    "E unspecified: Active autoimmune disease that could deteriorate under pembrolizumab",
    "I unspecified: Men must use condoms, as the effects of ipilimumab on sperm are unknown",
    "E unspecified: Known allergy to study drugs (nivolumab, ipilimumab)",
    "I unspecified: Children are not included, since dosing of avelumab for them has not been determined",
    "E unspecified: Breast-feeding, since durvalumab could be harmful to nursing infants",
    "E unspecified: Any medical condition that makes treatment with atezolizumab inadvisable",
    # other targets
    "E unspecified: Prior GPRC5D-directed immunotherapy (e.g., bispecific antibody)",
    "E unspecified: Prior therapy against CD19, including immunotherapy",
    "E unspecified: Immunotherapy directed against MUC1 within the last year",
    "E unspecified: Tumor vaccine or other WT1-directed immunotherapy",
    "E excluded: Prior immunotherapy, be it directed at CD19 or at PD-1",
    # precaution
    "I allowed: Interval of 28 days or more from the last infusion of any checkpoint inhibitor",
    "I allowed: Checkpoint inhibitor-related diarrhoea must have settled",
    "I allowed: Prior users of PD-1 inhibitors need a normal chest CT",
    "E allowed: Persistent grade 2 or higher side effects of earlier immunotherapy",
    "I allowed: In case of prior immunotherapy, pseudoprogression must be ruled out",
    "E allowed: Treatment with a checkpoint inhibitor in the previous 21 days",
    # preferred
    "I allowed: Post-PD-1 patients have precedence on the waiting list",
    "I allowed: We aim for at least 60% of participants to have progressed on a checkpoint inhibitor",
    "I allowed: Ideally the tumour has failed PD-1 therapy",
    "I allowed: Progression on checkpoint inhibitors is encouraged but not necessary",
    # ban in list
    "E excluded: Prior exposure to taxanes, PD-1 antibodies, or PARP inhibitors",
    "E excluded: Received systemic therapy such as chemotherapy or immunotherapy for metastatic disease",
    "I excluded: No prior chemotherapy/immunotherapy/targeted therapy for this cancer",
    "I excluded: Previously untreated metastatic disease (no chemotherapy, immunotherapy or TKI)",
    "E excluded: Use of immunotherapy, chemotherapy or radiotherapy at any time for this cancer",
    "I excluded: Patients with no previous exposure to cytotoxic drugs, antibodies to PD-1 or radiation",
    # ban for some
    "E allowed: Prior PD-1 inhibitor (applicable to the treatment-naive cohort only)",
    "E allowed: Combination arm: no prior nivolumab allowed. Single-agent arm: prior nivolumab allowed",
    "E allowed: Earlier PD-1 antibodies in patients assigned to cohort 2 only",
    "E allowed: Earlier checkpoint inhibitors; the exception is melanoma",
    "E excluded: Earlier checkpoint inhibitors; there are no exceptions for melanoma",
    # ban beside permission
    "E excluded: Prior checkpoint inhibitor. Previous bisphosphonates are not an exclusion",
    "E excluded: Any PD-1 or PD-L1 antibody earlier; neoadjuvant chemotherapy does not exclude",
    "E allowed: Earlier cytotoxic drugs; earlier checkpoint inhibitors do not exclude",
    "E excluded: Earlier checkpoint inhibitors; earlier cytotoxic drugs do not exclude",
    "I allowed: No matter whether PD-1 inhibitors have been tried (and failed) or not",
    "I required: The tumour must have outgrown a checkpoint inhibitor",
    "I required: The disease must be PD-1 inhibitor-refractory by SITC criteria",
    "I required: Melanoma no longer controlled by nivolumab",
    "I allowed: Currently deriving benefit from a PD-1 inhibitor",
    "I allowed: Durvalumab consolidation is to be under way, with no relapse to date",
    "I allowed: Patients past their second restaging on avelumab, in whom growth has been ruled out",
    "I allowed: Patients may have cleared any prior checkpoint inhibitor for 4 weeks",
    "E excluded: Any checkpoint inhibitor in the patient's history",
    "E excluded: Checkpoint inhibitors have been administered previously",
    "I excluded: Prior treatment must not have comprised checkpoint inhibitors",
    "I allowed: Where nivolumab has been part of the history, it must have been stopped for progression",
    "E allowed: Prior nivolumab, but only for those allocated to part B",
    "E allowed: Neither arm takes patients with more than one previous PD-1 regimen",
    "I allowed: We prefer patients in whom nivolumab failed",
    "I allowed: A prior checkpoint inhibitor is welcome but no must",
    "I allowed: Progressed on cabozantinib, with nivolumab given before or after it or not at all",
    "I required: Nivolumab and then cabozantinib, in this order, with progression on each",
    "I allowed: Either nivolumab or cabozantinib must have failed",
    "I required: Both nivolumab and cabozantinib must have failed",
    "I allowed: Nivolumab must have failed or be out of the question",
    "I allowed: Nivolumab must have failed unless it was out of the question",
    "I excluded: Naive to checkpoint inhibitors",
    "I required: Nivolumab must have failed, unless otherwise progressed on ipilimumab",
    "I allowed: Pembrolizumab should have failed, except where it was out of reach",
    # Any state
    "I allowed: During tislelizumab treatment the lesions have become smaller, remained unchanged or slightly larger",
    "I allowed: On pembrolizumab, with lesions that regressed, stayed the same or enlarged",
    "I allowed: Currently in the course of PD-1 inhibitor treatment; efficacy evaluation SD, PR or PD",
    "I allowed: Efficacy of previous PD-1 antibody may be CR, PR, SD or PD",
    "I required: In the course of PD-1 inhibitor treatment new lesions have appeared",
    "I required: Tumour enlargement under nivolumab according to RECIST",
    "I required: Enlarging lesions in the course of nivolumab",
    "I required: Appearance of new lesions during pembrolizumab",
    "I required: Efficacy evaluation is PD after PD-1 inhibitor therapy",
    "I unspecified: In the course of chemotherapy new lesions appeared",
    # Ban beside other permission
    "I excluded: Previous chemotherapy can be accepted, previous PD-1 antibody cannot be accepted",
    "I allowed: Previous PD-1 antibody can be accepted, previous chemotherapy cannot be accepted",
    "I excluded: Prior radiotherapy is acceptable; prior immunotherapy is unacceptable",
    "I excluded: Earlier surgery is permitted, but earlier checkpoint inhibitors are not",
    "I excluded: Earlier chemotherapy allowed, earlier anti-PD-1 not allowed",
    "I allowed: Earlier anti-PD-1 allowed, earlier anti-CTLA-4 not allowed",
    "I allowed: Earlier checkpoint inhibitors are permitted, but earlier irinotecan is not",
    # Ban inside list
    "I excluded: No prior chemotherapy, radiotherapy (except palliative to bone), immunotherapy or targeted therapy",
    (
        "I excluded: Has not received surgery (other than diagnostic surgery), chemotherapy or immune "
        "checkpoint inhibitors"
    ),
    "I allowed: No previous radiotherapy, chemotherapy or surgery (except PD-1 antibody)",
    "I allowed: No previous systemic treatment except a PD-1 antibody or interferon",
    "I excluded: No prior treatment (except for local resection), including immunotherapy",
    (
        "I excluded: No previous systemic treatment (except adjuvant chemotherapy), PD-1 inhibitors or "
        "anti-angiogenic drugs"
    ),
    # Shorthand
    "I required: Cohort 2: liver cancer (immune-resistant)",
    "I required: Cohort B: IO-resistant lung cancer; cohort C: IO-naive lung cancer",
    "I required: Cohort B: immunotherapy-failed melanoma",
    "I required: Cohort 1: NSCLC (immune-refractory); cohort 2: gastric cancer",
    "I required: Part 2: urothelial carcinoma (immune-resistant); gastric cancer (immune-naive)",
    "I allowed: Part 2: gastric cancer (immune-treated)",
    "I unspecified: No immune-mediated disease and no immune-resistant thrombocytopenia",
    # Subgroup
    (
        "I allowed: For patients who used PD-1 antibody as adjuvant treatment, relapse must occur "
        "within 6 months after the last dose"
    ),
    (
        "I allowed: For those treated with nivolumab before surgery, recurrence more than 6 months "
        "after the last dose is needed"
    ),
    "I allowed: For participants having had adjuvant pembrolizumab: recurrence within 12 months of the last dose",
    (
        "I allowed: Subjects with perioperative immune checkpoint inhibitors need to have relapsed "
        "within 6 months after the last dose"
    ),
    (
        "I required: Subjects need to have relapsed within 6 months after the last dose of "
        "perioperative immune checkpoint inhibitors"
    ),
    "I allowed: In case of previous PD-1 treatment, progression must be confirmed by two scans",
    # Exposure
    "I allowed: Received neoadjuvant nivolumab and chemotherapy, and R0 resection",
    "I allowed: Rectal cancer with clinical complete response after pembrolizumab",
    "I allowed: Achieved pCR with neoadjuvant pembrolizumab",
    "I allowed: Did not reach pCR after neoadjuvant pembrolizumab plus chemotherapy and gastrectomy",
    "I allowed: Reached SD or better with 4 cycles of tislelizumab and platinum",
    "I unspecified: Will receive 2-4 cycles of neoadjuvant tislelizumab plus chemotherapy",
    # Other way in
    "I allowed: Progression on nivolumab, or brain metastasis irrespective of prior treatment",
    "I allowed: Failure of PD-1 inhibitor; or BRAF mutation whatever the previous treatment",
    "I allowed: Disease progressed after nivolumab or the tumour is in the liver, regardless of previous treatment",
    "I required: Progression after atezolizumab plus bevacizumab, irrespective of earlier TACE",
    "I required: Progression after atezolizumab or nivolumab, irrespective of PD-L1 expression",
    "I required: Progression after PD-1 inhibitor or recurrence on nivolumab regardless of BRAF status",
    # Mandated list
    "I required: Failed standard treatment, which should at least contain platinum, fluorouracil and PD-1 antibody",
    "I required: Progression after prior treatment, covering platinum and a checkpoint inhibitor",
    "I required: Failure of standard treatment (platinum, taxane and PD-1 inhibitor all needed)",
    "I required: Failed all of platinum, gemcitabine and PD-1 inhibitor",
    "I allowed: Failed standard treatment, such as platinum, gemcitabine or PD-1 antibody",
    "I allowed: Failure of at least one line of treatment. The treatment may cover platinum, taxane or PD-1 antibody",
    "I allowed: Failure of at least one line. The drugs can be platinum, PD-1 antibody or others",
    # Naive or failed
    "I allowed: Without previous immunotherapy or with failed immunotherapy",
    "I allowed: Mucosal melanoma with no PD-1 treatment before, or with PD-1 treatment that failed",
    "I allowed: With unsuccessful previous PD-1 treatment or without previous PD-1 treatment",
    "I required: With failed previous PD-1 treatment and without previous BRAF inhibitor",
    (
        "I required: Melanoma, without previous BRAF inhibitor treatment, or with failed previous BRAF "
        "treatment, and with failed previous PD-1 treatment"
    ),
    # Precaution
    "E allowed: Myocardial injury caused by previous PD-1 inhibitor that has not healed",
    "E allowed: Hypothyroidism due to earlier immunotherapy that is not controlled with hormones",
    "E allowed: Hypophysitis from former checkpoint inhibitors",
    "E allowed: Skin reaction to earlier PD-1 antibody not subsided",
    "I unspecified: Since pembrolizumab can lead to myocarditis, troponin shall be normal",
    "I unspecified: As nivolumab may induce thyroiditis, thyroid function should be normal",
    "I unspecified: In view of pneumonitis being possible with durvalumab, lung function must be normal",
    "I allowed: Those treated with PD-1 inhibitor before: normal troponin",
    # Preferred
    "I allowed: Failure of nivolumab is better but not a must",
    "I allowed: Preferably after failure of PD-1 antibody",
    "I allowed: Patients who failed PD-1 treatment are considered first",
    "I allowed: It would be good, though not needed, if PD-1 inhibitors have failed",
    "I allowed: Progression on a PD-1 inhibitor is welcome but not asked for",
    "I required: Better than grade 2 toxicity is not necessary; nivolumab has failed",
    # Short labels
    "I excluded: Cohort 4: PD-1-untreated melanoma",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_criterion_gives_the_setting(sentence: str) -> None:
    where, _, words = sentence.partition(": ")
    place, label = where.split()
    criteria = inclusion(words) if place == "I" else exclusion(words)
    verdicts, _ = read(setting_reader(), trial(criteria))
    assert [verdict.label for verdict in verdicts] == [label]


LISTS = [
    # lead, items, label
    (
        "Unfit for chemotherapy for any one of the following reasons or criteria:",
        ("i) PD-L1 negative; ii) relapse after adjuvant nivolumab; iii) autoimmune disease",),
        "allowed",
    ),
    ("All of these criteria:", ("i) measurable disease; ii) failure of nivolumab; iii) ECOG 0",), "required"),
    (
        "One of the following must apply:",
        ("progression on a PD-1 inhibitor", "PD-L1 score below 1%"),
        "allowed",
    ),
    ("At least one of these criteria:", ("failure of nivolumab", "failure of sunitinib"), "allowed"),
    ("All of these criteria:", ("failure of nivolumab", "failure of sunitinib"), "required"),
    ("One of the following:", ("relapse during adjuvant nivolumab", "progression on nivolumab"), "required"),
    ("One of the following diseases:", ("melanoma after failure of nivolumab", "thymoma"), "required"),
    ("One of the following:", ("melanoma after failure of nivolumab", "thymoma after chemotherapy"), "required"),
]


@pytest.mark.parametrize(("lead", "items", "label"), LISTS)
def test_a_list_may_offer_several_ways_in(lead: str, items: tuple[str, ...], label: str) -> None:
    below = "\n".join(f"  {number}. {item}" for number, item in enumerate(items, 1))
    verdicts, _ = read(setting_reader(), trial(inclusion(f"{lead}\n{below}", "Adequate kidney function")))
    assert [verdict.label for verdict in verdicts] == [label]


FAR = """Disease must have progressed on these treatments:
  * Melanoma:
    * with a BRAF mutation: a BRAF inhibitor
    * in all others: a PD-1 antibody
  * Breast cancer:
    * platinum"""


@pytest.mark.parametrize(("head", "label"), [("progressed on", "required"), ("not progressed on", "allowed")])
def test_the_head_of_a_list_may_stand_two_levels_above(head: str, label: str) -> None:
    criteria = inclusion(FAR.replace("progressed on", head))
    verdicts, _ = read(setting_reader(), trial(criteria))
    assert [verdict.label for verdict in verdicts] == [label]
