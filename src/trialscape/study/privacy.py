"""Remove personal contact data before a record is hashed, stored or shown."""

import re
from typing import Any

# Fields for personal data: names, telephone numbers and e-mail addresses.
_PERSONAL_KEYS = frozenset({"centralContacts", "overallOfficials", "contacts", "pointOfContact", "responsibleParty"})
# Free text on how to request a trial's data; no code reads it.
_UNREAD_MODULE = "ipdSharingStatementModule"
# The registry's texts escape punctuation with backslashes, also inside an address. Looking for one only where a word
# begins keeps the search linear.
_ADDRESS = re.compile(r"(?<![\w.+%\\-])[\w.+%\\-]+@[\w\\-]+(?:\.[\w\\-]+)+")
_MASK = "[e-mail address]"
# The registry's own records are a dozen levels deep; JSON encoders stop at about two hundred.
_DEEPEST = 100


def without_contacts(value: Any) -> Any:
    """Return a copy of a decoded record without lists and objects of contact persons, and with e-mail addresses masked.

    Keys are dropped at any depth; addresses are masked in every text, because sponsors write them into summaries,
    citations and statements too. Facilities keep their names, also where one is named for a person ("Dr ... Clinic"):
    they are names of places. Values nested deeper than in any record of the registry become null.
    """
    return _cleaned(value, _DEEPEST)


def storable(clean: dict[str, Any]) -> dict[str, Any]:
    """Return a record ``without_contacts`` as it is stored: without the data-sharing statement too.

    It is removed only here, after the record is hashed, so that versions stored with it keep their hash.
    """
    section = clean.get("protocolSection")
    if not isinstance(section, dict) or _UNREAD_MODULE not in section:
        return clean
    return {**clean, "protocolSection": {key: item for key, item in section.items() if key != _UNREAD_MODULE}}


def may_hold_contacts(text: str) -> bool:
    """Return whether the JSON text of a stored record may still hold contact data, as older versions stored it."""
    return "@" in text or _UNREAD_MODULE in text


def _cleaned(value: Any, levels: int) -> Any:
    if isinstance(value, str):
        return _ADDRESS.sub(_MASK, value) if "@" in value else value
    if not isinstance(value, dict | list):
        return value
    if not levels:
        return None
    if isinstance(value, list):
        return [_cleaned(item, levels - 1) for item in value]
    return {key: _cleaned(item, levels - 1) for key, item in value.items() if key not in _PERSONAL_KEYS}
