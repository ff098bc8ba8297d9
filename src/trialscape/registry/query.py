"""Turn a search into the registry's query language (Essie), with all words escaped, so that none acts as an operator.

Every word is sent as a quoted phrase inside ``AREA[...]``: unquoted text would be an injection (``"x" OR AREA[Phase]y``
would search phases), and without an area facilities and people would match as well.
"""

import datetime as dt
import hashlib
import re

from trialscape.config.tracking.searches import Search, TermGroup
from trialscape.errors import RegistryError

LONGEST_URL = 7000
# After page 1 the address also has "&pageToken=" and a token of about 50 characters.
_ROOM_FOR_TOKEN = 120
# Field names: whole branches of the record, without results and documents, which trialscape does not read.
FIELDS = "ProtocolSection|DerivedSection|AnnotationSection|HasResults"

_SPLITTING = re.compile(r'["\\\[\]]')
_PARENTHESES = re.compile(r"([()])")
_OPERATORS = re.compile(r"\b(AND|OR|NOT|AREA|SEARCH|EXPANSION|COVERAGE|COVER|RANGE|DISTANCE|TILT|MISSING|ALL)\b")


def phrase(term: str) -> str:
    """Return ``term`` as one quoted phrase, with everything escaped that could end it or act as an operator.

    Quotes, backslashes and square brackets become blanks: the registry splits words there anyway, and so no
    undocumented escape is needed. Parentheses and operator words are escaped with a backslash.
    """
    text = " ".join(_SPLITTING.sub(" ", term).split())
    return '"' + _OPERATORS.sub(r"\\\1", _PARENTHESES.sub(r"\\\1", text)) + '"'


def expression(search: Search, since: dt.date | None = None) -> str:
    """Return the Essie expression of ``search``, limited to records updated on or after ``since`` if given."""
    clauses = [_any_of(search.any_of), *(_any_of(population.any_of) for population in search.within)]
    if since is not None:
        clauses.append(delta(since))
    return " AND ".join(clauses)


def fingerprint(search: Search) -> str:
    """Return a hash of the words and areas of ``search``."""
    return hashlib.sha256(expression(search).encode()).hexdigest()[:16]


def delta(day: dt.date) -> str:
    """Return the clause for records whose last update was posted on ``day`` or later."""
    return f"AREA[LastUpdatePostDate]RANGE[{day.isoformat()},MAX]"


def parameters(search: Search, page_size: int, since: dt.date | None = None) -> dict[str, str]:
    """Return the parameters of every page of a walk; ``countTotal`` and ``pageToken`` are the walk's own."""
    return {"filter.advanced": expression(search, since), "fields": FIELDS, "pageSize": str(page_size)}


def check_length(search: Search, url: str) -> None:
    """Raise RegistryError naming the search when the encoded ``url`` of its first page leaves no room for a token."""
    length = len(url) + _ROOM_FOR_TOKEN
    if length >= LONGEST_URL:
        raise RegistryError(
            f"The search '{search.id}' makes an address of {length} characters and the registry accepts fewer than "
            f"{LONGEST_URL}; split it into two searches or shorten its lists in searches.toml."
        )


def _any_of(groups: tuple[TermGroup, ...]) -> str:
    clauses = [_in_area(area, group) for group in groups for area in group.areas]
    return clauses[0] if len(clauses) == 1 else "(" + " OR ".join(clauses) + ")"


def _in_area(area: str, group: TermGroup) -> str:
    words = " OR ".join(phrase(term) for term in group.terms)
    expansion = f"EXPANSION[{group.expansion}]" if group.expansion else ""
    return f"AREA[{area}]{expansion}({words})"
