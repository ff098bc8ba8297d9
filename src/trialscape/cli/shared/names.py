"""The one place where a name given to an option becomes the name in the tables.

Case, spaces, hyphens, accents and a plural s never matter; other words come from ``raw.spelling``. A name that fits
nothing raises UsageError with the nearest names.
"""

import difflib
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from trialscape.cli.shared.printable import printable
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

Spellings = Mapping[str, Sequence[str]]

# Beyond this many names a list does not help.
_LISTED = 60
_NEAR = 3
_LIKENESS = 0.75
# No name is longer, and likeness takes time that grows with the length.
_LONGEST = 200


def plain(name: str) -> str:
    """Return ``name`` as it is compared: lower-case letters without accents, and digits."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in letters if sign.isalnum())


def resolve_name(what: str, asked: str, known: Iterable[str], spellings: Spellings | None = None) -> str:
    """Return the name among ``known`` that ``asked`` means; ``spellings`` are other words for each name.

    ``what`` is the kind in words, such as "cohort". Raises UsageError when no name or several names fit.
    """
    shown = printable(asked if len(asked) <= _LONGEST else f"{asked[:_LONGEST]}…")
    return resolve_in(f"There is no {what} '{shown}'", "there are", asked, known, spellings)


def resolve_in(refusal: str, listing: str, asked: str, known: Iterable[str], spellings: Spellings | None = None) -> str:
    """Return the name among ``known`` that ``asked`` means; an error begins with ``refusal``."""
    names = list(dict.fromkeys(known))
    if asked in names:
        return asked
    words = {name: (name, *(spellings or {}).get(name, ())) for name in names}
    for key in (str.casefold, plain, _singular):
        wanted = key(asked)
        found = [name for name in names if key(name) == wanted]
        found = found or [name for name in names if wanted in map(key, words[name])]
        if len(found) == 1 and wanted:
            return _announced(asked, found[0])
        if found and wanted:
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


def near_names(asked: str, words: Spellings) -> list[str]:
    """Return up to three names that have a spelling close to ``asked`` or beginning with it, the closest first."""
    if len(asked) > _LONGEST:
        return []
    wanted = plain(asked)
    owners: dict[str, str] = {}
    for name, spelt in words.items():
        for word in (name, *spelt):
            owners.setdefault(plain(word), name)
    close = difflib.get_close_matches(wanted, owners, n=2 * _NEAR, cutoff=_LIKENESS)
    within = [word for word in owners if len(wanted) >= 3 and word.startswith(wanted)]
    return list(dict.fromkeys(owners[word] for word in (*close, *within)))[:_NEAR]


def _singular(name: str) -> str:
    return plain(name).removesuffix("s")


def _announced(asked: str, name: str) -> str:
    """Return the name, and print on standard error how ``asked`` was read, unless both are the same word."""
    if _singular(asked) != _singular(name):
        sys.stderr.write(f"'{printable(asked)}' is read as {name}.\n")
    return name


def _suggestion(asked: str, words: Spellings, listing: str) -> str:
    near = near_names(asked, words)
    meant = f"did you mean {' or '.join(near)}?" if near else ""
    if len(words) > _LISTED:
        return meant or "nothing has a similar name."
    return f"{meant} {listing.capitalize() if meant else listing} {', '.join(words)}.".strip()
