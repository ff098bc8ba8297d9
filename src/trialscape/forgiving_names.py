"""The one comparison of names that people write: case, spaces, hyphens, accents and a plural s never matter.

Options of commands and the names in ``watchlists.toml`` are resolved by it.
"""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence

Spellings = Mapping[str, Sequence[str]]

# No name is longer, and likeness takes time that grows with the length.
LONGEST = 200
_NEAR = 3
_LIKENESS = 0.75


def plain(name: str) -> str:
    """Return ``name`` as it is compared: lower-case letters without accents, and digits."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in letters if sign.isalnum())


def singular(name: str) -> str:
    """Return ``plain(name)`` without an s at the end."""
    return plain(name).removesuffix("s")


def matching_names(asked: str, spellings: Spellings) -> list[str]:
    """Return the names that ``asked`` means, by the strictest comparison that finds any.

    The keys of ``spellings`` are the names, its values other words for each. Several names mean that the word is not
    clear.
    """
    if asked in spellings:
        return [asked]
    for key in (str.casefold, plain, singular):
        wanted = key(asked)
        found = [name for name in spellings if key(name) == wanted]
        found = found or [name for name, words in spellings.items() if wanted in map(key, words)]
        if found and wanted:
            return found
    return []


def near_names(asked: str, spellings: Spellings) -> list[str]:
    """Return up to three names that have a spelling close to ``asked`` or beginning with it, the closest first."""
    if len(asked) > LONGEST:
        return []
    wanted = plain(asked)
    owners: dict[str, str] = {}
    for name, spelt in spellings.items():
        for word in (name, *spelt):
            owners.setdefault(plain(word), name)
    close = difflib.get_close_matches(wanted, owners, n=2 * _NEAR, cutoff=_LIKENESS)
    within = [word for word in owners if len(wanted) >= 3 and word.startswith(wanted)]
    return list(dict.fromkeys(owners[word] for word in (*close, *within)))[:_NEAR]
