"""Turn a search into one expression of the registry's query language (Essie), with every word taken literally.

Words are put in quotation marks, so that operators, brackets and fields inside them have no effect: unescaped text would
be an injection (``"x" OR AREA[Phase]PHASE3`` would search phases).
"""

import datetime as dt
import re
from urllib.parse import quote

from trialscape.config.searches import Search, TermGroup
from trialscape.errors import RegistryError

# The service prints no limit; clients keep below 8 kB, and the rest of the URL needs room too.
LONGEST_URL = 7_000

_SPECIAL = re.compile(r'(["\\])')
_BLANKS = re.compile(r"\s+")


def phrase(text: str) -> str:
    """Return ``text`` as one literal phrase."""
    return '"' + _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", text).strip()) + '"'


def expression(search: Search, since: dt.date | None = None) -> str:
    """Return the whole expression of ``search``, limited to records posted on or after ``since``.

    Raises RegistryError when the encoded expression would not fit into a URL.
    """
    parts = [_any(search.any_of), *(_any(population.any_of) for population in search.within)]
    if since is not None:
        parts.append(posted_since(since))
    text = " AND ".join(parts)
    length = len(quote(text))
    if length >= LONGEST_URL:
        raise RegistryError(
            f"The search '{search.id}' needs a URL of {length} characters, more than {LONGEST_URL}; "
            "take words out of it in searches.toml, or split it in two."
        )
    return text


def posted_since(day: dt.date) -> str:
    """Return the clause for records whose last update was posted on ``day`` or later."""
    return f"AREA[LastUpdatePostDate]RANGE[{day.isoformat()},MAX]"


def _any(groups: tuple[TermGroup, ...]) -> str:
    clauses = [_clause(group, area) for group in groups for area in group.areas]
    return clauses[0] if len(clauses) == 1 else "(" + " OR ".join(clauses) + ")"


def _clause(group: TermGroup, area: str) -> str:
    expansion = f"EXPANSION[{group.expansion}]" if group.expansion else ""
    words = [expansion + phrase(term) for term in group.terms]
    joined = words[0] if len(words) == 1 else "(" + " OR ".join(words) + ")"
    return f"AREA[{area}]{joined}"
