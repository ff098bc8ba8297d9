"""A record as it is stored in the archive: without contact persons, as canonical text, with its hash and post date."""

from dataclasses import dataclass
from typing import Any

import orjson

from trialscape.study.content_hash import content_hash
from trialscape.study.decode.parse import UnreadableRecordError, record_id
from trialscape.study.privacy import may_hold_contacts, storable, without_contacts


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """One record to store; ``posted`` is the registry's date of its latest posting, "" when it has none."""

    nct_id: str
    digest: str
    posted: str
    text: str


def prepare_record(raw_study: dict[str, Any]) -> PreparedRecord:
    """Return what is stored of a record; raises UnreadableRecordError without an NCT id or with text not Unicode."""
    nct_id = record_id(raw_study)
    if not nct_id:
        raise UnreadableRecordError("no NCT id under protocolSection.identificationModule")
    clean = without_contacts(raw_study)
    try:
        digest, text = content_hash(clean), _text(storable(clean))
    except TypeError as error:
        raise UnreadableRecordError(f"{nct_id} cannot be stored: {error}") from error
    return PreparedRecord(nct_id, digest, _last_update_posted(clean), text)


def clean_stored_text(text: str) -> str:
    """Return the text of a stored record as it would be stored today, with contact data of older versions removed."""
    return _text(storable(without_contacts(orjson.loads(text)))) if may_hold_contacts(text) else text


def _text(record: dict[str, Any]) -> str:
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode()


def _last_update_posted(record: dict[str, Any]) -> str:
    value: Any = record
    for key in ("protocolSection", "statusModule", "lastUpdatePostDateStruct", "date"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
