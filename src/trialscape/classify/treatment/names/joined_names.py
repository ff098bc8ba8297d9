"""Codes that stand with known drugs in one name: "AB-12 + pembrolizumab" lists two products."""

import re
from collections.abc import Iterator
from itertools import islice

from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.study_texts import Passage
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.names.product_names import NO_CODE

_SEPARATOR = re.compile(r"[+/;,^]|\b(?:and|plus|(?:in )?combination with|combined with|with|followed by|or)\b")
# A name lists few products; for each code all texts are searched.
_MOST_PARTS = 6
_BRACKET = re.compile(r"\([^()]*\)")
_CODE = re.compile(
    r"\s*(?:(?:oral|iv|intravenous|subcutaneous|anti-?cancer) )?(?P<code>[a-z]{2,8}-?\d{2,6}[a-z0-9]{0,4}(?:-\d{1,3})?)"
    r"(?: (?:injections?|tablets?|capsules?|infusions?|for injection|cells?|monotherapy|\d[\d.,]* ?m?g))?\s*"
)


def codes_beside_drugs(
    name: Passage, hits: list[Hit[Treatment]], cells: frozenset[str]
) -> Iterator[tuple[int, int, bool]]:
    """Yield the places of unknown codes in a name that also lists known drugs, and whether each is one of its own.

    Behind a comma or a slash a code may be another name of the drug, as one in brackets is. What stands beside
    ``cells`` in their name is a part of them: "CAR T cells with mbIL15".
    """
    is_cells = any(cells.intersection(hit.concept.modality) for hit in hits)
    if is_cells or not any(hit.concept.kind == "agent" for hit in hits):
        return
    hidden = _BRACKET.sub(lambda found: " " * len(found.group()), name.folded)
    for start, end, signs in islice(_parts(hidden), _MOST_PARTS):
        found = _CODE.fullmatch(hidden, start, end)
        if found is None or NO_CODE.match(found["code"]):
            continue
        first, last = found.span("code")
        if all(hit.end <= first or last <= hit.start for hit in hits):
            yield first, last, signs.isdisjoint({",", "/"})


def _parts(text: str) -> Iterator[tuple[int, int, set[str]]]:
    """Yield the parts of a name between its separators, each with the separators around it."""
    start, before = 0, ""
    for found in _SEPARATOR.finditer(text):
        yield start, found.start(), {before, found.group()}
        start, before = found.end(), found.group()
    yield start, len(text), {before}
