"""Turn a search into the registry's query language (Essie), with every word quoted so that none acts as an operator.

Every word is sent as a quoted phrase inside ``AREA[...]``: unquoted text would be an injection (``"x" OR AREA[Phase]y``
would search phases), and without an area facilities and people would match as well. The registry takes GET only, so a
query must fit into an address: one that does not is sent in parts, and the trial set is the union of theirs.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import groupby, product
from math import prod
from typing import NamedTuple

from trialscape.config.tracking.search_words import EXACT, TermGroup
from trialscape.config.tracking.searches import Search
from trialscape.errors import RegistryError

# What the registry adds to the address after page 1: "&pageToken=" and a token of about 50 characters.
_ROOM_FOR_TOKEN = 120
# Field names: whole branches of the record, without results and documents, which trialscape does not read.
FIELDS = "ProtocolSection|DerivedSection|AnnotationSection|HasResults"

_SPLITTING = re.compile(r'["\\()\[\]]')
_OPERATORS = re.compile(r"\b(AND|OR|NOT|AREA|SEARCH|EXPANSION|COVERAGE|COVER|RANGE|DISTANCE|TILT|MISSING|ALL)\b")
# What an address writes with three characters for each byte; a space is one plus sign.
_ESCAPED = re.compile(rb"[^A-Za-z0-9_.~ -]+")
_AND = " AND "
# A condition that needed more would make hundreds of requests.
_MOST_PIECES = 60


class _Atom(NamedTuple):
    """One phrase in one area: the smallest thing that a query can be cut into."""

    scope: str
    phrase: str


def phrase(term: str, *, exact: bool = False) -> str:
    """Return ``term`` as one quoted phrase that no operator and no quote can leave.

    Quotes, backslashes and brackets of every kind become blanks: the registry splits words at them anyway, and a phrase
    without them needs no escapes. Operators act in capitals only, so they are sent in small letters unless case counts.
    """
    text = " ".join(_SPLITTING.sub(" ", term).split())
    return '"' + (text if exact else _OPERATORS.sub(lambda found: found[0].lower(), text)) + '"'


def expression(search: Search, since: dt.date | None = None) -> str:
    """Return the whole Essie expression of ``search``, kept to records updated on or after ``since`` where given."""
    whole = _AND.join(_clause(atoms) for atoms in _conditions(search))
    return whole if since is None else restricted(whole, since)


def restricted(whole: str, since: dt.date) -> str:
    """Return an expression kept to records updated on or after ``since``."""
    return whole + _AND + delta(since)


def parts(search: Search, room: int) -> tuple[str, ...]:
    """Return expressions that each take at most ``room`` characters of an address and together ask for ``search``.

    Every condition of the search is a list of alternatives, so a long one is cut and all cuts are combined.
    Raises RegistryError when single words do not fit.
    """
    conditions = _conditions(search)
    joins = (len(conditions) - 1) * _size(_AND)
    if _size(whole := expression(search)) <= room:
        return (whole,)
    counts = _fewest_parts([_piece_sizes(atoms) for atoms in conditions], room - joins)
    if counts is None:
        raise RegistryError(
            f"The search '{search.id}' has words that are too long for a request address; "
            "shorten them, or raise longest_address in settings.toml."
        )
    cuts = [_cut(atoms, _lengths(atoms), count) for atoms, count in zip(conditions, counts, strict=True)]
    return tuple(_AND.join(_clause(atoms) for atoms in chosen) for chosen in product(*cuts))


def fingerprint(search: Search) -> str:
    """Return a hash of the words and areas of ``search``."""
    return hashlib.sha256(expression(search).encode()).hexdigest()[:16]


def delta(day: dt.date) -> str:
    """Return the clause for records whose last update was posted on ``day`` or later."""
    return f"AREA[LastUpdatePostDate]RANGE[{day.isoformat()},MAX]"


def parameters(asked: str, page_size: int) -> dict[str, str]:
    """Return the parameters of every page of a walk; ``countTotal`` and ``pageToken`` are the walk's own."""
    return {"filter.advanced": asked, "fields": FIELDS, "pageSize": str(page_size)}


def room_for_query(longest_address: int, empty_address: str) -> int:
    """Return how many characters an expression may take; ``empty_address`` is that of page 1 without any expression.

    Room is kept for a page token and for the clause of a delta, so that a search has the same parts every day.
    """
    clause = _AND + delta(dt.date(2000, 1, 1))
    return longest_address - len(empty_address) - _ROOM_FOR_TOKEN - _size(clause)


def _conditions(search: Search) -> list[list[_Atom]]:
    return [_atoms(search.any_of), *(_atoms(population.any_of) for population in search.within)]


def _atoms(groups: Iterable[TermGroup]) -> list[_Atom]:
    return [
        _Atom(f"AREA[{area}]" + (f"EXPANSION[{group.expansion}]" if group.expansion else ""), quoted)
        for group in groups
        for area in group.areas
        for quoted in dict.fromkeys(phrase(term, exact=group.expansion == EXACT) for term in group.terms)
    ]


def _clause(atoms: Sequence[_Atom]) -> str:
    scopes = groupby(atoms, key=lambda atom: atom.scope)
    clauses = [f"{scope}({' OR '.join(atom.phrase for atom in found)})" for scope, found in scopes]
    return clauses[0] if len(clauses) == 1 else "(" + " OR ".join(clauses) + ")"


def _size(text: str) -> int:
    """Return the length of ``text`` in an address; ``quote_plus`` would take several times as long for it."""
    encoded = text.encode()
    return len(encoded) + 2 * sum(map(len, _ESCAPED.findall(encoded)))


def _piece_sizes(atoms: list[_Atom]) -> list[int]:
    """Return the length of the longest piece when ``atoms`` are cut into one piece, into two, and so on."""
    most = min(len(atoms), _MOST_PIECES)
    lengths = _lengths(atoms)
    return [max(_size(_clause(piece)) for piece in _cut(atoms, lengths, count)) for count in range(1, most + 1)]


def _fewest_parts(sizes: list[list[int]], room: int) -> tuple[int, ...] | None:
    """Return into how many pieces each condition is cut, so that the fewest combinations come about; None if none fits.

    ``sizes`` holds, for each condition, the length of its longest piece by number of pieces.
    """
    if len(sizes) == 1:
        fitting = next((count for count, size in enumerate(sizes[0], 1) if size <= room), None)
        return None if fitting is None else (fitting,)
    best: tuple[int, ...] | None = None
    for count, size in enumerate(sizes[0], 1):
        rest = _fewest_parts(sizes[1:], room - size) if size < room else None
        if rest is not None and (best is None or prod((count, *rest)) < prod(best)):
            best = (count, *rest)
    return best


def _lengths(atoms: list[_Atom]) -> list[int]:
    """Return how much of an address each phrase takes, with the OR before it."""
    return [_size(atom.phrase) + 4 for atom in atoms]


def _cut(atoms: list[_Atom], lengths: list[int], count: int) -> list[list[_Atom]]:
    """Cut ``atoms`` of these ``lengths`` into ``count`` pieces of about the same length."""
    total, passed = sum(lengths), 0
    pieces: list[list[_Atom]] = [[] for _ in range(count)]
    for atom, length in zip(atoms, lengths, strict=True):
        pieces[min(passed * count // total, count - 1)].append(atom)
        passed += length
    return [piece for piece in pieces if piece]
