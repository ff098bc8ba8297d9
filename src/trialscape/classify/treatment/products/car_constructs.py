"""Products named as a chimeric antigen receptor on a cell, in any spelling: a grammar instead of a list.

"CAR-BCMA T", "CD22-CAR", "CAR20.19.22", "huCART-meso", "UCART", "MUC1 CAR-pNK" and "iC9.GD2.CAR.IL-15 T" are all a run
of letters around CAR in capitals, then perhaps a target, then perhaps the cell that carries it. A target, signalling
domain or cytokine inside such a name is part of the product and not a separate drug.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialscape.classify.text.overlaps import occurrences
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.files.expressions import late

# CAR in capitals at the end of letters that belong to product names, and not within a word such as CARCINOMA.
_CAR = late(
    r"(?:(?<![A-Za-z])|(?<=[a-z])|(?<=[Uu])|(?<=\dS)|(?<=[^a-z][A-Z0-9]x)|(?<=[A-Z])(?=CAR\.[A-Z]{2,6}\d)"
    # "BCMACART", "PSMACARTs".
    r"|(?<=[A-Z]{3})(?=CARTs?(?![A-Za-z])))(?:CAR|Car(?=T\b))"
    r"(?=$|[^A-Za-z]|s\b|Ts?(?![A-Za-z])|T[- ]|p?NKT?(?![A-Za-z])|M[aφØ]?(?![A-Za-z])|DC(?![A-Za-z])|R?gdT"
    # A target may stand directly behind CART: "CARTBCMA".
    r"|T(?:BCMA|CD\d|GD\d|HER2|EGFR|PSMA|PSCA|GPC\d|MUC\d|ROR\d|CLDN|CLL|GPRC5D|NKG2D|FLT3|IL13|FR|[Mm]eso|MESO|\d))"
)
_CELLS = (
    r"(?:(?P<nkt>[ip]?NKT|(?i:natural killer t)\b)|(?P<nk>p?NK|(?i:natural killer))|(?P<dc>DCs?|(?i:dendritic))"
    # "M" alone is a macrophage, and not the end of an antigen such as EpCAM.
    r"|(?P<mac>[Mm]acrophages?|[Pp]hagocytes?|i?(?:[Mm]acs?|MACs?|Ma|M[Øφ])\b|[Mm]ono(?:cytes?)?\b|(?:(?<=CAR)|(?<![A-Za-z]))M(?![A-Za-z0-9]))"
    r"|(?P<gd>(?:gamma|γ)[-/ ]?(?:delta|δ)|gdT)"
    r"|(?P<t>T(?:s\b|[- ]?[Cc]ells?|[- ]?[Ll]ymphocytes?|(?![A-Za-z0-9]))|CTLs?|[Ll]ymphocytes?))"
)
_LETTER = "[A-Za-z0-9αβγδκζ]"
# A word ends where its letters end or the cells begin; cutting it anywhere else finds no other cells and takes long.
_WORD_END = rf"(?:(?!{_LETTER})|(?={re.sub(r'[?]P<[a-z]+>', '?:', _CELLS)}))"
# Up to four short words or signs may come between CAR and the cells: a target, a generation, an armour.
_CARRIER = late(rf"s?(?:[-. /+(]{{0,2}}(?:{_LETTER}+{_WORD_END}[-./+)]?){{0,3}}?[-. /+)]{{0,2}}){{0,3}}?{_CELLS}")
# A cytokine or a safety switch that is part of the cells: "CAR-NK/IL-15".
_ARMOUR = late(r"[/-](?:m?IL-?\d{1,2}(?:R[aα]?)?|iC(?:asp)?9)(?![A-Za-z0-9])")
# A target joined by a dot makes the name of a product without the word cells: "CAR.CD30", "GD2.CAR".
_WITH_TARGET = late(r"CAR\.[A-Z]{2,6}\d|(?<![A-Za-z])[A-Z]{2,6}\d{1,3}\.CAR")
# A gene or a vector for the receptor is the product that makes the cells.
_ENCODED = late(r"[- ](?:encoding[- ])?(?:(?:trans)?genes?|m?RNA|constructs?|(?:lenti|retro)?(?:viral )?vectors?)\b")
# Cells before CAR that carry it: "T cells with a CAR against HER2", "macrophages that express an anti-HER2 CAR".
_CARRIED_BY = late(
    r"\b(?:(?P<nkt>[ip]?NKT|(?i:natural killer t))|(?P<nk>NK|(?i:natural killer))|(?P<dc>DCs?|[Dd]endritic)"
    r"|(?P<mac>[Mm]acrophages?|[Pp]hagocytes?|[Mm]onocytes?)|(?P<gd>(?:[Gg]amma|γ)[-/ ]?(?:delta|δ)(?: T)?)"
    r"|(?P<t>T|CTLs?|[Ll]ymphocytes?))"
    r"(?:[- ]?(?:[Cc]ells?|[Ll]ymphocytes?))?\b(?P<joint>(?:[^.;,\n]|(?<=\d)\.(?=\d)){1,90})$"
)
# Cells that a sign joins to CAR behind them: "NK.CAR-CD70", "iNKT-CAR".
_JOINED_CELLS = late(
    r"(?<![A-Za-z])(?:(?P<nkt>[ip]?NKT)|(?P<nk>[ip]?NK)|(?P<dc>DC)|(?P<mac>[Mm](?:ac)?)|(?P<gd>gdT))"
    r"(?:[- ]cells?)?[-.]$"
)
_CARRIES = late(
    r"\b(?:with|carr\w+|bear\w*|express\w*|ha(?:ve|s|d|ving)|display\w*|given|fitted|equip\w*|armed|chang\w+|modif\w+"
    r"|(?:re-?)?engineer\w*|transduc\w+|alter\w*|via|through|wear\w*|possess\w*|encod\w+|into|brings?|gets?|receiv\w+)\b",
    re.IGNORECASE,
)
_PARTED = late(r"\b(?:after|following|before|than|unlike|without|then|plus|failed|prior)\b", re.IGNORECASE)
_SENTENCE = late(r"[;,:]|\.(?=\s)|\band\b|\bwith\b|\bor\b|\bplus\b|\bthen\b|\s\+\s")
# General words that name the T cells themselves.
_NAMES_T = late(r"(?<![A-Za-z])T(?![A-Za-z])|CARTs?\b|CAR-?T")
# "Compression anastomosis ring (CAR)": the acronym of something else.
_OTHER_BEFORE = late(r"\b(?!chim)c[a-z]+[- ]a[a-z]+[- ]r[a-z]+(?:[- ]t[a-z]+)? \($", re.IGNORECASE)
_OTHER_AFTER = late(r"T?(?: \(|: )(?!chim)c[a-z]+[- ]a[a-z]+[- ]r[a-z]+", re.IGNORECASE)
_LONGEST = 45
_LOOK_BACK = 130
_KINDS: dict[str, Treatment] = {
    "nkt": Treatment("phrase", "CAR NKT construct", ("other_cell",)),
    "nk": Treatment("phrase", "CAR NK construct", ("nk_cell",)),
    "dc": Treatment("phrase", "CAR dendritic construct", ("other_cell",), ("CAR on dendritic cells",)),
    "mac": Treatment("phrase", "CAR macrophage construct", ("other_cell",)),
    "gd": Treatment("phrase", "CAR gamma-delta construct", ("car_t", "other_cell")),
    "t": Treatment("phrase", "CAR T construct", ("car_t",)),
    "": Treatment("phrase", "CAR construct", ("car_t",)),
}


class Construct(NamedTuple):
    """A product at ``start``:``end``; ``car`` is where CAR begins, ``named`` whether cells or a target stand in it."""

    start: int
    end: int
    car: int
    treatment: Treatment
    named: bool


def may_name_car(text: str) -> bool:
    """Return whether ``text`` has the letters of such a name."""
    return "CAR" in text or "CarT" in text


def car_constructs(text: str) -> Iterator[Construct]:
    """Yield the products named in ``text`` in order; ``text`` keeps its letter case."""
    if not may_name_car(text):
        return
    last = 0
    for place in sorted((*occurrences(text, "CAR"), *occurrences(text, "CarT"))):
        found = _CAR.match(text, place) if place >= last else None
        if found is None:
            continue
        limit = _limit(text, found.end())
        carrier = _CARRIER.match(text, found.end(), limit)
        kind = _kind(carrier) or _kind(_joined_cells(text, found.start())) or _carried_by(text, found.start())
        if (not kind or text.startswith("CART", found.start())) and means_other(text, found.start(), found.end()):
            return
        end = carrier.end() if carrier else _run_end(text, found.end())
        armour = _ARMOUR.match(text, end)
        end = armour.end() if armour else end
        start = _run_start(text, found.start(), last)
        is_named = bool(kind or _WITH_TARGET.search(text, start, end) or _ENCODED.match(text, found.end()))
        yield Construct(start, end, found.start(), _KINDS[kind], is_named)
        last = end


def carrier(text: str, start: int, end: int) -> Treatment | None:
    """Return the product where the cells around general words for a receptor at ``start``:``end`` are no T cells.

    "Dendritic cells with a chimeric antigen receptor" and "CAR-modified macrophages" are named by their cells.
    """
    if _NAMES_T.search(text, start, end):
        return None
    joined = _kind(_CARRIER.match(text, end, _limit(text, end))) or _kind(_joined_cells(text, start))
    kind = joined or _carried_by(text, start)
    return _KINDS[kind] if kind not in {"", "t"} else None


def means_other(text: str, start: int, end: int) -> bool:
    """Return whether a long form beside CAR at ``start``:``end`` has its initials and is no receptor of cells."""
    before = _OTHER_BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    return before is not None or _OTHER_AFTER.match(text, end) is not None


def is_other_acronym(text: str, start: int) -> bool:
    """Return whether CART at ``start`` stands for other words beside it."""
    return text.startswith("CART", start) and means_other(text, start, start + len("CAR"))


def _kind(found: re.Match[str] | None) -> str:
    """Return the kind of cells that a match names, or nothing."""
    kinds = found.groupdict().items() if found else ()
    return next((name for name, part in kinds if part and name in _KINDS), "")


def _joined_cells(text: str, car: int) -> re.Match[str] | None:
    return _JOINED_CELLS.search(text, max(0, car - _LONGEST), car)


def _carried_by(text: str, car: int) -> str:
    """Return the kind of cells that a clause before ``car`` says to carry the receptor, or nothing."""
    found = _CARRIED_BY.search(text, max(0, car - _LOOK_BACK), car)
    if found is None or not _CARRIES.search(found["joint"]) or _PARTED.search(found["joint"]):
        return ""
    return _kind(found)


def _limit(text: str, begin: int) -> int:
    """Return where the words that may belong to the name end: at a joining word, or after a few words."""
    stop = _SENTENCE.search(text, begin, begin + _LONGEST)
    return stop.start() if stop else min(len(text), begin + _LONGEST)


def _run_start(text: str, place: int, least: int) -> int:
    """Return where the run of letters around ``place`` begins, without characters of the product before it."""
    while place > least and not text[place - 1].isspace() and text[place - 1] not in "(,;":
        place -= 1
    return place


def _run_end(text: str, place: int) -> int:
    begin = place
    while place < len(text) and not text[place].isspace() and text[place] not in "),;":
        place += 1
    # The stop of the sentence is no part of the name.
    while place > begin and text[place - 1] in ".:":
        place -= 1
    return place
