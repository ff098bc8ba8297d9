"""Drop personal contact data at the door, before a record is hashed, stored or shown."""

from typing import Any

# Names, telephone numbers and addresses of people live under these keys of the record and nowhere else by design.
_PERSONAL_KEYS = frozenset({"centralContacts", "overallOfficials", "contacts", "pointOfContact", "responsibleParty"})


def without_contacts(value: Any) -> Any:
    """Return a copy of a decoded record without any list or object of contact persons, at whatever depth."""
    if isinstance(value, dict):
        return {key: without_contacts(item) for key, item in value.items() if key not in _PERSONAL_KEYS}
    if isinstance(value, list):
        return [without_contacts(item) for item in value]
    return value
