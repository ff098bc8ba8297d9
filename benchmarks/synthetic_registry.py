"""A synthetic registry: as many records as asked for, grown from the shapes of real or bundled records; seeded.

A shape is a record that some search finds, with arms, criteria, conditions, sites and a status. Each grown record is a
copy with its own id, start and enrolment; ``edited`` makes the next version of some of them. Texts stay those of the
shapes, so that classification takes as long as on real records.
"""

import random
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from trialscape.config.load import Config
from trialscape.essie.match import Record
from trialscape.essie.parse import parse
from trialscape.registry.query import expression
from trialscape.study.stream import read_records

SEED = 2026
ROOT = Path(__file__).resolve().parents[1]
_REAL = ROOT.parent / "shared" / "data" / "ctgov-real.jsonl.gz"
_NEEDED = frozenset((
    "armsInterventionsModule", "eligibilityModule", "statusModule", "conditionsModule", "contactsLocationsModule",
))  # fmt: skip

Study = dict[str, Any]


def default_files() -> list[str]:
    """Return the file of real records if it is next to the checkout, else the pages of the demonstration."""
    return [str(_REAL)] if _REAL.exists() else sorted(map(str, (ROOT / "cassettes" / "demo").rglob("*.json")))


def shapes(files: Iterable[str], config: Config) -> list[Study]:
    """Return the records of ``files`` that have the needed modules and that some search finds."""
    asked = [parse(expression(search)) for search in config.searches]
    found = []
    for study in whole(files):
        record = Record(study)
        if any(record.matches(node) for node in asked):
            found.append(study)
    return found


def whole(files: Iterable[str]) -> Iterator[Study]:
    """Yield the records of files, or of recordings, that have the needed modules."""
    for file in files:
        for item in read_records(file):
            if isinstance(item.value, dict):
                # A recording holds a page of the registry as the body of its answer.
                body = item.value.get("response", {}).get("body")
                for study in body.get("studies", []) if isinstance(body, dict) else [item.value]:
                    if set(study.get("protocolSection", {})) >= _NEEDED:
                        yield study


def grown(chosen: list[Study], count: int, seed: int = SEED, first: int = 1) -> Iterator[Study]:
    """Yield ``count`` records, numbered from ``first``."""
    chance = random.Random(seed)
    for number in range(first, first + count):
        record = deepcopy(chance.choice(chosen))
        sections = record["protocolSection"]
        sections["identificationModule"]["nctId"] = f"NCT{number:08d}"
        sections["statusModule"]["startDateStruct"] = {
            "date": f"{chance.randint(2012, 2026)}-{chance.randint(1, 12):02d}"
        }
        sections.setdefault("designModule", {})["enrollmentInfo"] = {"count": chance.randint(10, 900)}
        yield record


def edited(records: Iterable[Study], day: str, seed: int = SEED) -> Iterator[Study]:
    """Yield the next version of each record, posted on ``day``: another enrolment and status."""
    chance = random.Random(seed)
    for record in records:
        status = record["protocolSection"]["statusModule"]
        status["lastUpdatePostDateStruct"] = {"date": day, "type": "ACTUAL"}
        status["overallStatus"] = chance.choice(("RECRUITING", "COMPLETED", "TERMINATED"))
        record["protocolSection"]["designModule"]["enrollmentInfo"] = {"count": chance.randint(1000, 2000)}
        yield record
