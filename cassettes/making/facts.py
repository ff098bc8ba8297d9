"""Facts of real trials: what may be carried over from a registry record, and nothing of its prose.

Facts are ids, titles, names, dates, numbers, enumerated values and places. Summaries, descriptions, outcomes and
eligibility of the source never pass this module; the only thing learnt from an eligibility text is ``coarse_setting``.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "ctgov-real.jsonl.gz"
MOST_SITES = 10
_MOST_KEYWORDS = 6
_LONGEST_KEYWORD = 4  # words
_MOST_OTHER_NAMES = 6
_LONGEST_OTHER_NAME = 50  # characters

_CANCER = re.compile(
    r"cancer|carcinom|tumou?r|melanom|neoplas|sarcom|lymphom|leuk|myelom|glio|malignan|blastoma|mesothel|NSCLC", re.I
)
_TOPIC = re.compile(
    r"\bTILs?\b|infiltrating lymph|lifileucel|LN-14[45]|LAG-?3|relatlimab|Opdualag|fianlimab|favezelimab|eftilagimod|"
    r"tebotelimab|tobemstomig|TIGIT|tiragolumab|vibostolimab|ociperlimab|domvanalimab|belrestotug|rilvegostomig|"
    r"AZD2936|IBI939|TIM-?3|sabatolimab|cobolimab|bi-?specific|tri-?specific|ivonescimab|cadonilimab|AK112|AK104|"
    r"SSGJ-707|PM8002|T[- ]cell engag|\bCD3\b|tebentafusp|tarlatamab|BI 764532|blinatumomab|\bTCR|CAR[- ]?T|CAR-NK|"
    r"chimeric antigen|oncolytic|laherparepvec|\bRP[123]\b|\bOH2\b|vaccine|neoantigen|V940|mRNA-4157|IO102|"
    r"antibody[- ]drug|vedotin|deruxtecan|govitecan|tirumotecan|datopotamab|sacituzumab|STING|\bIDO|epacadostat|"
    r"\bTLR|toll-like|tilsotolimod|CMP-001|SD-101|poly-?ICLC|resiquimod|EIK1001|MBS8|NK cell|natural killer|"
    r"enoblituzumab|CCR8|LM-108|PD-?1[- ](refractory|resistant)|checkpoint",
    re.I,
)
# A person who sponsors a trial, or lends a practice the name, stays a private person.
_PERSON = re.compile(r"@|\bDr\b|\bM\.?D\.?\b(?! Anderson)|\bProf\b|Office of|\d{5,}|Ph\.?D|^(?:[A-Z]\.){2,} ", re.I)
# Two to four capitalised words and nothing that only an institution is called: a hospital's name lost is no harm.
_BARE_NAME = re.compile(r"[A-Za-z][a-z'-]+(?: [A-Z]\.?| [A-Z][a-z'-]+){0,2} [A-Z][A-Za-z'-]*[a-z]")
_INSTITUTION = re.compile(
    r"univ|hosp|clini|klini|cent(er|re|ro)|inst|site|research|onco|health|medi|cancer|college|school|pharm|bio|thera|"
    r"group|network|foundation|fund|trust|society|alliance|council|ministry|national|egyetem|ziekenhuis|nemocnice|"
    r"korhaz|sjukhus|haus|campus|consortium|sanat|organi|laborator|care|practi|association|local",
    re.I,
)
_NEEDED = frozenset(
    "statusModule sponsorCollaboratorsModule conditionsModule designModule armsInterventionsModule".split()
)

_CHECKPOINT = r"(PD-?\(?L?\)?-?1|PD ?L?-?1|checkpoint|nivolumab|pembrolizumab|immunotherap)"
_DEMANDED = re.compile(rf"(progress|refractory|resist|fail|relaps)[^.\n]{{0,60}}{_CHECKPOINT}", re.I)
_BARRED = re.compile(rf"(prior|previous|previously|received)[^.\n]{{0,80}}{_CHECKPOINT}", re.I)


def candidates() -> Iterator[tuple[Record, str]]:
    """Yield facts and coarse setting of each real trial on the topics, or in which checkpoint failure is demanded."""
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        for line in lines:
            study = json.loads(line)["study"]
            setting = coarse_setting(study)
            names = " | ".join(name_texts(study))
            if _is_usable(study) and _CANCER.search(names) and (setting == "required" or _TOPIC.search(names)):
                yield facts(study), setting


def coarse_setting(study: Record) -> str:
    """Return in one word what the eligibility text does with earlier checkpoint therapy; "" when it is silent."""
    text = study["protocolSection"].get("eligibilityModule", {}).get("eligibilityCriteria", "")
    inclusion, _, exclusion = text.partition("xclusion")
    if _DEMANDED.search(inclusion):
        return "required"
    if _BARRED.search(exclusion):
        return "allowed" if re.search(r"within \w+ (days|weeks|months)", exclusion) else "excluded"
    return "allowed" if re.search(_CHECKPOINT, text, re.I) else ""


def name_texts(study: Record) -> list[str]:
    """Return all titles and names of a record: what may be quoted, because it is no prose."""
    protocol = study["protocolSection"]
    identity, arms = protocol["identificationModule"], protocol.get("armsInterventionsModule", {})
    conditions = protocol.get("conditionsModule", {})
    products = arms.get("interventions", [])
    return [
        *(identity.get(key, "") for key in ("briefTitle", "officialTitle", "acronym")),
        *conditions.get("conditions", []),
        *conditions.get("keywords", []),
        *(item.get("name", "") for item in products),
        *(name for item in products for name in item.get("otherNames", [])),
        *(arm.get("label", "") for arm in arms.get("armGroups", [])),
    ]


def facts(study: Record) -> Record:
    """Return the facts of ``study`` in the form of API v2."""
    protocol, derived = study["protocolSection"], study.get("derivedSection", {})
    record: Record = {
        "protocolSection": {
            "identificationModule": _picked(
                protocol["identificationModule"], "nctId nctIdAliases briefTitle officialTitle acronym"
            ),
            "statusModule": _status(protocol["statusModule"]),
            "sponsorCollaboratorsModule": _sponsors(protocol["sponsorCollaboratorsModule"]),
            "conditionsModule": _conditions(protocol["conditionsModule"]),
            "designModule": _design(protocol["designModule"]),
            "armsInterventionsModule": _arms(protocol["armsInterventionsModule"]),
            "eligibilityModule": _picked(
                protocol.get("eligibilityModule", {}), "healthyVolunteers sex minimumAge maximumAge stdAges"
            ),
            "contactsLocationsModule": {
                "locations": _sites(protocol.get("contactsLocationsModule", {}).get("locations", []))
            },
        },
        "derivedSection": {
            "conditionBrowseModule": _mesh(derived.get("conditionBrowseModule", {}), "meshes ancestors"),
            "interventionBrowseModule": _mesh(derived.get("interventionBrowseModule", {}), "meshes"),
        },
    }
    kept: Record = without_empty(record)
    return {**kept, "hasResults": bool(study.get("hasResults", False))}


def without_empty(value: Any) -> Any:
    """Drop empty texts, lists and objects at every depth, because the API leaves them out."""
    if isinstance(value, dict):
        kept = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", [], {}, None)}
    return [without_empty(item) for item in value] if isinstance(value, list) else value


def _is_usable(study: Record) -> bool:
    protocol = study["protocolSection"]
    sponsors = protocol.get("sponsorCollaboratorsModule", {})
    lead = sponsors.get("leadSponsor", {})
    is_person = (
        sponsors.get("responsibleParty", {}).get("type") == "SPONSOR_INVESTIGATOR"
        or lead.get("class") == "INDIV"
        or (lead.get("class") != "INDUSTRY" and _names_person(lead.get("name", "")))
    )
    has_products = any(
        item.get("name") for item in protocol.get("armsInterventionsModule", {}).get("interventions", [])
    )
    return protocol.keys() >= _NEEDED and has_products and not is_person


def _names_person(name: str) -> bool:
    """Return whether ``name`` is, or may be, that of a person; in doubt it is."""
    is_bare = bool(_BARE_NAME.fullmatch(name)) and not _INSTITUTION.search(name)
    return is_bare or bool(_PERSON.search(name))


def _picked(module: Record, names: str) -> Record:
    return {name: module[name] for name in names.split() if name in module}


def _status(module: Record) -> Record:
    dates = (
        "startDateStruct primaryCompletionDateStruct completionDateStruct studyFirstPostDateStruct "
        "resultsFirstPostDateStruct lastUpdateSubmitDate lastUpdatePostDateStruct"
    )
    return _picked(module, "statusVerifiedDate overallStatus lastKnownStatus studyFirstSubmitDate " + dates)


def _sponsors(module: Record) -> Record:
    others = [item for item in module.get("collaborators", []) if item.get("class") != "INDIV"]
    return {
        "leadSponsor": _picked(module.get("leadSponsor", {}), "name class"),
        "collaborators": [
            _picked(item, "name class")
            for item in others
            if item.get("class") == "INDUSTRY" or not _names_person(item.get("name", ""))
        ],
    }


def _conditions(module: Record) -> Record:
    single = [
        word
        for word in module.get("keywords", [])
        if len(word.split()) <= _LONGEST_KEYWORD and not re.search(r"[,;]", word)
    ]
    return {"conditions": module.get("conditions", []), "keywords": single[:_MOST_KEYWORDS]}


def _design(module: Record) -> Record:
    info = module.get("designInfo", {})
    plan = "allocation interventionModel primaryPurpose observationalModel timePerspective"
    masking = _picked(info.get("maskingInfo", {}), "masking")
    return {
        **_picked(module, "studyType phases"),
        "designInfo": {**_picked(info, plan), "maskingInfo": masking},
        "enrollmentInfo": _picked(module.get("enrollmentInfo", {}), "count type"),
    }


def _arms(module: Record) -> Record:
    products = []
    for item in module.get("interventions", []):
        kept = _picked(item, "type name armGroupLabels")
        names = [name for name in item.get("otherNames", []) if len(name) <= _LONGEST_OTHER_NAME]
        products.append({**kept, "otherNames": names[:_MOST_OTHER_NAMES]})
    arms = [_picked(arm, "label type interventionNames") for arm in module.get("armGroups", [])]
    return {"armGroups": arms, "interventions": products}


def _sites(sites: list[Record]) -> list[Record]:
    """Return the first site of every country, then further ones up to ``MOST_SITES``, in the order of the record."""
    first: dict[str, int] = {}
    for position, site in enumerate(sites):
        first.setdefault(site.get("country", ""), position)
    rest = [position for position in range(len(sites)) if position not in first.values()]
    chosen = sorted([*first.values(), *rest[: max(0, MOST_SITES - len(first))]])
    return [_site(sites[position]) for position in chosen]


def _site(site: Record) -> Record:
    kept = _picked(site, "facility status city state country geoPoint")
    if _names_person(kept.get("facility", "")):
        del kept["facility"]
    return kept


def _mesh(module: Record, names: str) -> Record:
    return {name: [_picked(item, "id term") for item in module[name]] for name in names.split() if name in module}
