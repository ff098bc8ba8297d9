"""The one place where a name given to an option becomes the name in the tables.

Names are compared by ``forgiving_names``; other words come from ``raw.spelling``. A name that fits nothing raises
UsageError with the nearest names.
"""

from collections.abc import Iterable

from trialscape.cli.shared.notes import note
from trialscape.cli.shared.printable import printable
from trialscape.errors import UsageError
from trialscape.forgiving_names import LONGEST, Spellings, matching_names, near_names, singular
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

# Beyond this many names a list does not help.
_LISTED = 60


def resolve_name(what: str, asked: str, known: Iterable[str], spellings: Spellings | None = None) -> str:
    """Return the name among ``known`` that ``asked`` means; ``spellings`` are other words for each name.

    ``what`` is the kind in words, such as "cohort". Raises UsageError when no name or several names fit.
    """
    shown = printable(asked if len(asked) <= LONGEST else f"{asked[:LONGEST]}…")
    return resolve_in(f"There is no {what} '{shown}'", "there are", asked, known, spellings)


def resolve_in(refusal: str, listing: str, asked: str, known: Iterable[str], spellings: Spellings | None = None) -> str:
    """Return the name among ``known`` that ``asked`` means; an error begins with ``refusal``."""
    names = list(dict.fromkeys(known))
    words = {name: tuple((spellings or {}).get(name, ())) for name in names}
    found = matching_names(asked, words)
    if len(found) == 1:
        return _announced(asked, found[0])
    if found:
        raise UsageError(f"'{printable(asked)}' may mean {' or '.join(found)}; write one of them.")
    raise UsageError(f"{refusal}; {_suggestion(asked, words, listing)}")


def spellings_of(warehouse: Warehouse, kind: str) -> dict[str, list[str]]:
    """Return all names of a kind with their spellings."""
    found: dict[str, list[str]] = {}
    for name, spelling in warehouse.query(query_text("look/spellings"), {"kind": kind})[1]:
        found.setdefault(str(name), []).append(str(spelling))
    return found


def resolve_of_kind(warehouse: Warehouse, kind: str, asked: str, what: str = "") -> str:
    """Return the name of a kind of ``raw.spelling`` that ``asked`` means."""
    spellings = spellings_of(warehouse, kind)
    return resolve_name(what or kind, asked, spellings, spellings)


def _announced(asked: str, name: str) -> str:
    """Return the name, and print on standard error how ``asked`` was read, unless both are the same word."""
    if singular(asked) != singular(name):
        note(f"'{printable(asked)}' is read as {name}.")
    return name


def _suggestion(asked: str, words: Spellings, listing: str) -> str:
    near = near_names(asked, words)
    meant = f"did you mean {' or '.join(near)}?" if near else ""
    if len(words) > _LISTED:
        return meant or "nothing has a similar name."
    return f"{meant} {listing.capitalize() if meant else listing} {', '.join(words)}.".strip()
