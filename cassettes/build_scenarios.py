"""Write the small scenarios: answers of the registry in failures, one folder each.

    .venv/bin/python cassettes/build_scenarios.py

The behaviour is what users of the service have observed and written down; ids, titles, sponsors, dates and drugs are
facts of the registry. Needed again only when the client asks in other words, because replay is strict on every address.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trialscape.config.tracking.search_words import TermGroup
from trialscape.config.tracking.searches import Search
from trialscape.registry.cassette import readable
from trialscape.registry.query import FIELDS, expression, parameters

HERE = Path(__file__).resolve().parent
ORIGIN = "stand-in: written by hand after observed behaviour of the service; no recording of it"
# The one search of all scenarios, two records a page.
SEARCH = Search(
    "relatlimab", "Relatlimab", "Small.", (TermGroup(areas=("InterventionSearch",), terms=("relatlimab",)),)
)
PAGE_SIZE = 2
EDITION, NEXT_EDITION = "2026-11-06T09:00:05", "2026-11-09T09:00:05"
STALE = "The data have probably changed while you were paginating. Please, start over from the first page."
HTML = "<!doctype html><html><body>The site is being worked on.</body></html>"
TEXT, PAGE, JSON = "text/plain; charset=UTF-8", "text/html; charset=utf-8", "application/json"

Study = dict[str, Any]
Response = Mapping[str, Any]
# A name for the file, the path, the query, and the answer.
Step = tuple[str, str, Mapping[str, str], Response]


def study(nct_id: str, title: str, status: str, days: tuple[str, str], sponsor: str, drugs: Sequence[str]) -> Study:
    """Return a short record of facts; ``days`` are those of the start and of the last posted update."""
    start, posted = days
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct_id, "briefTitle": title},
            "statusModule": {
                "overallStatus": status,
                "startDateStruct": {"date": start},
                "lastUpdatePostDateStruct": {"date": posted, "type": "ACTUAL"},
            },
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": sponsor}},
            "designModule": {"studyType": "INTERVENTIONAL"},
            "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": name} for name in drugs]},
        },
        "hasResults": False,
    }


NATURAL_KILLERS = study(
    "NCT05629546",
    "Memory-Like Natural Killer Cells With Nivolumab and Relatlimab in Advanced or Metastatic Melanoma After "
    "Progression on Checkpoint Inhibitors",
    "RECRUITING",
    ("2024-11-06", "2026-07-21"),
    "Washington University School of Medicine",
    ("Relatlimab", "Nivolumab"),
)
BRENETAFUSP = study(
    "NCT06112314",
    "IMC-F106C Regimen Versus Nivolumab Regimens in Previously Untreated Advanced Melanoma (PRISM-MEL-301)",
    "RECRUITING",
    ("2024-06-05", "2026-02-25"),
    "Immunocore Ltd",
    ("Brenetafusp", "Nivolumab", "Nivolumab + Relatlimab"),
)
SUPRAME = study(
    "NCT06743126",
    "SUPRAME-ACTengine® IMA203 vs. Investigator's Choice of Treatment in Previously Treated, Unresectable or "
    "Metastatic Cutaneous Melanoma",
    "RECRUITING",
    ("2025-01-14", "2026-06-10"),
    "Immatics US, Inc.",
    ("IMA203", "nivolumab plus relatlimab", "lifileucel"),
)
ALDESLEUKIN = study(
    "NCT00554515",
    'The High-Dose Aldesleukin (IL-2) "Select" Trial for Patients With Metastatic Renal Cell Carcinoma',
    "COMPLETED",
    ("2006-11", "2024-08-28"),
    "Beth Israel Deaconess Medical Center",
    ("HD IL2",),
)


def answer(status: int, kind: str, text: str, **headers: str) -> Response:
    """Return an answer that is no JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"status": status, "headers": {"Content-Type": kind, **named}, "text": text}


def data(body: Any) -> Response:
    """Return an answer with data."""
    return {"status": 200, "headers": {"Content-Type": JSON}, "body": body}


def version(edition: str = EDITION) -> Step:
    """Return the question for the data edition and its answer."""
    return "version", "/version", {}, data({"apiVersion": "2.0.5", "dataTimestamp": edition})


def page(response: Response, token: str = "", what: str = "studies") -> Step:
    """Return the question for the page behind ``token`` (the first one without) with ``response``."""
    extra = {"pageToken": token} if token else {"countTotal": "true"}
    return what, "/studies", {**parameters(expression(SEARCH), PAGE_SIZE), **extra}, response


def walked(edition: str = EDITION) -> list[Step]:
    """Return a successful walk of three records, from its first page to the closing version request."""
    token = f"NF0g5JGB{edition[8:10]}"
    first = data({"totalCount": 3, "studies": [NATURAL_KILLERS, BRENETAFUSP], "nextPageToken": token})
    return [page(first), page(data({"studies": [SUPRAME]}), token), version(edition)]


def unknown() -> Study:
    """Return a record with a status and a phase that no specification names."""
    record: Study = json.loads(json.dumps(SUPRAME))
    record["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED"
    record["protocolSection"]["designModule"]["phases"] = ["PHASE2_3_SEAMLESS"]
    return record


def scenarios() -> dict[str, list[Step]]:
    """Return every scenario by the name of its folder."""
    single = {"fields": FIELDS}
    _, _, _, first = walked()[0]
    whole = json.dumps(first["body"], ensure_ascii=False)
    # The announced length is that of the whole answer, of which two thirds arrive.
    cut = answer(200, JSON, whole[: len(whole) * 2 // 3], Content_Length=str(len(whole.encode())))
    slow_down = answer(429, TEXT, "Too Many Requests")
    wait = answer(429, TEXT, "Too Many Requests", Retry_After="2")
    moved = answer(301, TEXT, "", Location="/studies/NCT00554515")
    return {
        "throttled": [version(), page(slow_down, what="429"), page(wait, what="429-wait"), *walked()],
        "unavailable": [version(), *([page(answer(503, PAGE, "<html>upstream</html>"), what="503")] * 2), *walked()],
        "stale-token": [
            version(),
            page(first),
            page(answer(400, TEXT, STALE), first["body"]["nextPageToken"], "stale"),
            version(NEXT_EDITION),
            *walked(NEXT_EDITION),
        ],
        "unknown-enum": [version(), page(data({"totalCount": 1, "studies": [unknown()]})), version()],
        "empty-result": [version(), page(data({"totalCount": 0, "studies": []})), version()],
        "cut-body": [version(), page(cut, what="cut"), *walked()],
        "web-page": [version(), page(answer(200, PAGE, HTML), what="html"), *walked()],
        "alias": [
            ("moved", "/studies/NCT00536757", single, moved),
            ("study", "/studies/NCT00554515", single, data(ALDESLEUKIN)),
        ],
    }


def main() -> None:
    """Write every scenario again."""
    for name, steps in scenarios().items():
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for number, (what, path, query, response) in enumerate(steps, start=1):
            request = {"method": "GET", "path": path, "query": dict(sorted(query.items()))}
            cassette = {"origin": ORIGIN, "request": request, "response": response}
            (folder / f"{number:02d}-{what}.json").write_bytes(readable(cassette))


if __name__ == "__main__":
    main()
