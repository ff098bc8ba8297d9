"""All prose of the demonstration: summaries, descriptions of arms, eligibility - written for it, none of it quoted.

Sentences are picked by a generator that is seeded with the trial's id, so that every run writes the same text.
"""

import random
import re

from making.facts import Record

_BLOOD = re.compile(r"lymphom|leuk|myelom|haematol|hematol|myelodysplas", re.I)
_SOLID = re.compile(r"solid|carcinom|melanom|sarcom|lung|breast|ovar|gastric|colorect|renal|NSCLC", re.I)
_CELLS = re.compile(
    r"\bTILs?\b|infiltrating lymph|CAR[- ]?T|CAR-NK|chimeric antigen|TCR[- ]?T|transduced|T[- ]cells? product|"
    r"lifileucel|LN-14[45]|NK cell|natural killer|T-cell receptor|autoleucel",
    re.I,
)
_TIL = re.compile(r"\bTILs?\b|infiltrating lymph|lifileucel|LN-14[45]", re.I)
_EARLY = re.compile(r"neo-?adjuvant|\badjuvant|peri-?operative|early[- ]stage", re.I)
_UNTREATED = re.compile(r"first[- ]line|\b1L\b|untreated|na[iï]ve|limited[- ]stage|newly diagnosed", re.I)
_ANTIBODY_KINDS = re.compile(r"TIGIT|LAG-?3|TIM-?3|CCR8", re.I)

# What a product with a bare code is; said only where neither its names nor the title say so.
_UNNAMED = {
    "OH2": "An oncolytic herpes simplex virus type 2 that carries GM-CSF.",
    "RP2": "An oncolytic herpes simplex virus type 1 that carries an anti-CTLA-4 antibody.",
    "YL-201": "An antibody-drug conjugate against B7-H3.",
    "YL201": "An antibody-drug conjugate against B7-H3.",
    "NN3201": "An antibody-drug conjugate against KIT.",
    "CREPT-618": "A product under early study.",
}

_GOALS = (
    "Safety comes first, then tumour shrinkage and how long it lasts.",
    "The main question is how many tumours shrink.",
    "Side effects, blood levels and signs of benefit are recorded.",
    "Its aim is a dose for later studies.",
    "The time without growth of the disease is the main measure.",
    "Survival is followed for two years.",
)
_STOPPED = (
    "Decision of the sponsor on business grounds.",
    "Too few participants joined.",
    "The sponsor ended development.",
    "Funding ran out.",
)

_REQUIRED = (
    "Disease progressed on or after anti-PD-1 or anti-PD-L1 antibodies, as scans show",
    "Refractory to anti-PD-1 antibodies: the disease grew under them or within 12 weeks of the final dose",
    "Proven progression on immune checkpoint inhibitors, whatever number of doses was given",
    "Failure of anti-PD-1 treatment, alone or joined with ipilimumab, must be on file",
    "The cancer progressed on prior immunotherapy that held a PD-1 or PD-L1 antibody",
    "Disease progression after anti-PD-1 antibodies for advanced disease, seen on two scans four weeks apart",
    "All participants have had a checkpoint inhibitor and progressed on it",
)
_ALLOWED = (
    "PD-1 or PD-L1 antibodies in the past are permitted once 28 days have gone by",
    "Earlier checkpoint inhibitor treatment is allowed yet not demanded",
    "One former line with an anti-PD-1 antibody may have been given",
    "People with or without previous immunotherapy can join",
)
_WASH_OUT = (
    "Checkpoint inhibitor taken less than 4 weeks before day 1",
    "PD-1 antibody within 21 days of starting here",
)
_EXCLUDED = (
    "Any earlier anti-PD-1, anti-PD-L1 or anti-CTLA-4 antibody",
    "Prior immunotherapy of whatever kind, checkpoint inhibitors included",
    "Former exposure to immune checkpoint inhibitors for this cancer",
)
_PRIMARY = "Primary resistance only: growth within six months of anti-PD-1 start and never a response"
_ACQUIRED = "Acquired resistance only: growth after a response, or after six months of control, under anti-PD-1"
_BOTH_KINDS = "Primary and acquired resistance to anti-PD-1 are both eligible and enrolled as separate groups"

_HISTOLOGY = (
    "{disease}, proven by histology or cytology",
    "Pathology report that confirms {disease}",
    "Diagnosis: {disease}, settled on tissue",
)
_STAGE = (
    "Locally advanced beyond surgery, or metastatic",
    "Advanced stage for which no cure by surgery is at hand",
    "Metastatic, or recurrent beyond the reach of local treatment",
)
_LINES = (
    "Standard options have failed, are refused or are not tolerated",
    "One systemic line for advanced disease, or more, lies behind them",
    "Not more than three earlier systemic lines",
    "Disease progressed on the latest systemic line",
    "Two or more earlier lines",
    "No systemic treatment so far for this cancer",
)
_FITNESS = (
    "ECOG 0 or 1",
    "ECOG score no higher than 1",
    "ECOG 0, 1 or 2",
    "Karnofsky score of 70 or better",
)
_MEASURABLE = (
    "Measurable lesions by RECIST",
    "A target lesion for RECIST outside irradiated fields",
    "A measurable tumour on CT or MRI",
)
_ORGANS = (
    "Marrow, liver and kidneys work well enough for treatment",
    "Neutrophils \\>= 1,400/µL; thrombocytes \\>= 90,000/µL; sound liver and kidney values",
    "Blood counts, bilirubin and creatinine within the study's limits",
    "Kidneys that clear 45 mL/min or more, transaminases below three times normal",
)
_CONSENT = (
    "Written consent is given freely",
    "Can understand the study and signs for it",
    "Expected to live three months or longer",
    "Effective contraception for the study's length",
)
_BARS = (
    "Active autoimmune disorder that called for immunosuppressants in the last two years",
    "Brain metastases that grow or cause symptoms",
    "Daily prednisone above 10 mg, or an equal dose of another steroid",
    "HIV or viral hepatitis without control",
    "A second cancer active within three years",
    "Pneumonitis now, or one in the past that called for steroids",
    "Serious heart disease within six months",
    "Pregnant or nursing",
    "Live vaccine less than a month ago",
    "Infection that needs intravenous antibiotics",
    "Immune side effects of grade 3 or worse in the past",
    "Organ transplant in the past",
)


def write(facts: Record, setting: str) -> Record:
    """Return ``facts`` with all prose added; ``setting`` is what its eligibility shall do with checkpoint therapy."""
    protocol = facts["protocolSection"]
    draw = random.Random(protocol["identificationModule"]["nctId"])  # noqa: S311
    status = dict(protocol["statusModule"])
    if status.get("overallStatus") in ("TERMINATED", "WITHDRAWN", "SUSPENDED"):
        status["whyStopped"] = draw.choice(_STOPPED)
    modules = {
        "statusModule": status,
        "descriptionModule": {"briefSummary": _summary(facts, draw)},
        "armsInterventionsModule": _described(protocol["armsInterventionsModule"], draw),
        "eligibilityModule": {
            "eligibilityCriteria": _eligibility(facts, setting, draw),
            **protocol.get("eligibilityModule", {}),
        },
    }
    order = (
        "identificationModule statusModule sponsorCollaboratorsModule descriptionModule conditionsModule designModule "
        "armsInterventionsModule eligibilityModule contactsLocationsModule"
    )
    merged = {**protocol, **modules}
    return {**facts, "protocolSection": {name: merged[name] for name in order.split() if name in merged}}


def rewritten(record: Record, setting: str) -> Record:
    """Return ``record`` with new eligibility sentences about earlier checkpoint therapy and all else as it was."""
    protocol = record["protocolSection"]
    draw = random.Random(protocol["identificationModule"]["nctId"])  # noqa: S311
    criteria = protocol["eligibilityModule"]["eligibilityCriteria"]
    old = {*_REQUIRED, *_ALLOWED, *_WASH_OUT, *_EXCLUDED, _PRIMARY, _ACQUIRED, _BOTH_KINDS}
    lines = [line for line in criteria.split("\n") if line[2:].removesuffix(".") not in old]
    taken, barred = _about_checkpoints(setting, draw)
    first_bar = lines.index("Exclusion Criteria:")
    lines[first_bar + 2 : first_bar + 2] = _bullets(barred)
    lines[first_bar - 1 : first_bar - 1] = _bullets(taken)
    eligibility = {**protocol["eligibilityModule"], "eligibilityCriteria": "\n".join(lines)}
    return {**record, "protocolSection": {**protocol, "eligibilityModule": eligibility}}


def _summary(facts: Record, draw: random.Random) -> str:
    protocol = facts["protocolSection"]
    products = _listed([item["name"] for item in protocol["armsInterventionsModule"]["interventions"][:3]])
    disease = _disease(protocol)
    opening = draw.choice(
        (
            f"Tested here: {products}. Disease: {disease}.",
            f"{products}: a study in {disease}.",
            f"Disease under study: {disease}. Treatment: {products}.",
        )
    )
    return f"{opening} {draw.choice(_GOALS)}"


def _described(module: Record, draw: random.Random) -> Record:
    products = [_with_meaning(item) for item in module.get("interventions", [])]
    arms = []
    for arm in module.get("armGroups", []):
        names = [name.partition(": ")[2] or name for name in arm.get("interventionNames", [])]
        text = f"Receives {_listed(names)}." if names else "Observed only."
        if names and _CELLS.search(" ".join(names)) and draw.random() < 0.6:
            text += " Lymphodepletion with cyclophosphamide and fludarabine comes first."
        arms.append({**arm, "description": text})
    return {**({"armGroups": arms} if arms else {}), "interventions": products}


def _with_meaning(item: Record) -> Record:
    meaning = _UNNAMED.get(item["name"].split()[0]) if item.get("name") else None
    return {**item, "description": meaning} if meaning else item


def _eligibility(facts: Record, setting: str, draw: random.Random) -> str:
    protocol = facts["protocolSection"]
    names = " ".join(
        [protocol["identificationModule"].get("briefTitle", "")]
        + [item.get("name", "") for item in protocol["armsInterventionsModule"]["interventions"]]
    )
    conditions = " ".join(protocol["conditionsModule"].get("conditions", []))
    is_blood = bool(_BLOOD.search(conditions)) and not _SOLID.search(conditions)
    taken, barred = _about_checkpoints(setting, draw)
    inclusion = [draw.choice(_HISTOLOGY).format(disease=_disease(protocol))]
    early = bool(_EARLY.search(names))
    inclusion += [_stage(is_blood, early, draw)]
    inclusion += taken
    # Failure of a checkpoint inhibitor and an untreated disease do not go together.
    inclusion.append(_line(setting, bool(_UNTREATED.search(names)) or early, draw))
    inclusion.append(draw.choice(_FITNESS))
    if not is_blood:
        inclusion.append(draw.choice(_MEASURABLE))
    inclusion += [draw.choice(_ORGANS), *draw.sample(_CONSENT, 2), *_for_cells(names, draw)]
    exclusion = [*barred, *draw.sample(_BARS, draw.randint(4, 7))]
    if (target := _ANTIBODY_KINDS.search(names)) and draw.random() < 0.5:
        exclusion.append(f"An anti-{target.group().upper()} antibody before this study")
    return "\n".join(
        ["Inclusion Criteria:", "", *_bullets(inclusion), "", "Exclusion Criteria:", "", *_bullets(exclusion)]
    )


def _stage(is_blood: bool, is_early: bool, draw: random.Random) -> str:
    if is_blood:
        return "Relapsed or refractory after standard treatment"
    return "Stage I to III, with surgery done or planned" if is_early else draw.choice(_STAGE)


def _line(setting: str, is_first: bool, draw: random.Random) -> str:
    if setting == "required":
        return draw.choice(_LINES[:-1])
    return _LINES[-1] if is_first else draw.choice(_LINES)


def _about_checkpoints(setting: str, draw: random.Random) -> tuple[list[str], list[str]]:
    """Return what is said of earlier checkpoint therapy under inclusion and under exclusion."""
    if setting == "required":
        chance = draw.random()
        kinds = {0: _PRIMARY, 1: _ACQUIRED, 2: _BOTH_KINDS}
        resistance = [kinds[int(chance * 15)]] if chance < 0.2 else []
        return [draw.choice(_REQUIRED), *resistance], [draw.choice(_WASH_OUT)] if draw.random() < 0.3 else []
    if setting == "allowed":
        return ([draw.choice(_ALLOWED)], []) if draw.random() < 0.6 else ([], [draw.choice(_WASH_OUT)])
    return [], [draw.choice(_EXCLUDED)] if setting == "excluded" else []


def _for_cells(names: str, draw: random.Random) -> list[str]:
    if _TIL.search(names):
        return ["A lesion to resect, from which lymphocytes grow", "Fit for lymphodepletion and interleukin-2"]
    if _CELLS.search(names):
        return [draw.choice(("Fit for leukapheresis and lymphodepletion", "Veins good enough for leukapheresis"))]
    return []


def _disease(protocol: Record) -> str:
    return _listed(protocol["conditionsModule"].get("conditions", [])[:2])


def _listed(names: list[str]) -> str:
    """Return names as a list in words; one that is named twice counts once."""
    unique = list(dict.fromkeys(name.rstrip(". ") for name in names))
    return f"{', '.join(unique[:-1])} and {unique[-1]}" if len(unique) > 1 else "".join(unique)


def _bullets(lines: list[str]) -> list[str]:
    return [f"* {line}." for line in lines]
