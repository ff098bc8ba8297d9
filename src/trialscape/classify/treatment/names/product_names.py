"""The product in the name of an intervention, without its dose, its form and general words."""

import re

from trialscape.classify.text.fold import fold
from trialscape.classify.text.study_texts import Kind, StudyTexts
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.study.model import Intervention

# A code at the beginning of a name, before its dose or its way into the body: "AB1234: 2 x 10^8 cells".
_CODE = re.compile(r"[a-z]{1,8}-?\d{2,}[a-z0-9]*(?=\s*[:(]|\s+-)")
# The same before other words, which may be a form and a dose: "AB-12 100 mg film-coated tablets".
_CODE_FIRST = re.compile(
    r"(?:(?:recombinant|humani[sz]ed|human|investigational|injectable|oral|novel|purified|live|the) ){0,3}"
    r"(?P<code>[a-z]{1,8}-?\d+[a-z0-9]*)[ ,](?P<rest>[^+]{2,90})$"
)
# The same before a general word: "AB-12 immunotherapy".
_LEADING_CODE = re.compile(r"[a-z]{1,6}-?\d{2,}[a-z0-9]*(?= (?:immunotherapy|therapy|treatment|vaccin\w*|antibody)\b)")
# The same behind a general word: "Immunotherapy AB-12".
_TRAILING_CODE = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:immunotherapy|therapy|vaccine|antibody|drug|agent) (?P<code>[a-z]{1,6}-?\d{2,}[a-z0-9]*)"
)
# The part of the study in which a product is given: "AB-12 Part 1", "AB-12 (Part B)".
_PART = re.compile(r"[ ,-]+\(?(?:part|arm|cohort|phase|group|stage|period|regimen|schedule) \w{1,3}\)?$")
_ROUTE = re.compile(
    r"(?:oral|intravenous|iv|subcutaneous|topical|inhaled|intratumou?ral) (?=[a-z]{1,8}-?\d+[a-z0-9]*$)"
)
# Only codes are looked for under other names.
_CODE_NAME = re.compile(r"(?=.*\d)[a-z][a-z0-9]*-?[a-z0-9.-]{2,}")
# Doses, times, antigens, radiotherapy, radionuclides, regimens, scores and trials that look like codes.
NO_CODE = re.compile(
    r"(?:auc|cd|il|ifn|hla|day|week|cycle|arm|part|dose|vitamin|omega|level|co|pd|her|egfr|gd|mg|ml)-?\d"
    r"|(?:(?:im|sb|wb|hf|sc|lc|ld)?rt|sabr|igrt|lu|y|i|ra|at|pb|sr|sm|re|ho|cu|ga|zr|tc|in|nct|keynote|checkmate"
    r"|impower|cps|tps|ki|ecog|hpv|ebv|hbv|hcv|cmv|pet|spect|lv|beam|gem|fu|5fu)-?\d"
    r"|(?:ac|ec|fec|fac)-?\d{2,3}\b|q\d+[wdh]|phase|tp53|cdk\d|c\d+d\d"
)
_BRACKET = re.compile(r"\(([^()]+)\)")
# Words by which a product is a form of the drug behind them.
_FORM_OF = re.compile(
    r"(?: (?:injections?|tablets?|capsules?|infusions?))?(?: ?\(|,? (?:is|are|contains?|means)|,(?= (?:an?|the) ))"
    r"(?: ?(?:an?|the|proposed|candidate|new|novel|long-acting|short-acting|extended-release|liposomal|micellar"
    r"|micelles?|nanoparticles?|albumin-bound|polymeric|oral|subcutaneous|intravenous|intraperitoneal|pegylated|recombinant"
    r"|generic|form|formulation|preparation|version|kind|prodrug|salt|copy|biosimilar|of|to))* ?"
)
_LIKE_BEFORE = re.compile(r"\bbiosimilars? (?:candidate )?(?:of|to|for)(?: the)? $")
_LIKE = 40


class ProductNames:
    """Finds the product in a name: a code at its beginning, or the words before the form."""

    def __init__(self, rules: ModalityRules) -> None:
        self._dose_form = rules.dose_form.pattern()
        self._form = rules.form_words.compiled()
        self._no_form = rules.not_a_form.compiled()

    def product(self, name: str) -> str:
        """Return the product in a folded name."""
        folded = _ROUTE.sub("", _PART.sub("", name.strip()))
        if (code := _CODE.match(folded)) is not None:
            return code.group()
        first = _CODE_FIRST.match(folded)
        if first is not None and self._form.search(first["rest"]) and not self._no_form.search(folded):
            return first["code"]
        return code_beside_general_word(folded) or self._dose_form.sub("", folded).strip() or folded


def codes(item: Intervention) -> list[str]:
    """Return the codes of an intervention, folded: its other names, and one in brackets behind its name."""
    names = (fold(name).strip() for name in (*item.other_names, *_BRACKET.findall(item.name)))
    return [name for name in names if _CODE_NAME.fullmatch(name) and not NO_CODE.match(name)]


def code_beside_general_word(name: str) -> str | None:
    """Return the code of a name that else holds only a general word: "AB-12 immunotherapy", "Immunotherapy AB-12"."""
    if (leading := _LEADING_CODE.match(name)) is not None:
        return leading.group()
    trailing = _TRAILING_CODE.fullmatch(name.strip())
    return trailing["code"] if trailing else None


def agents_of_others(reading: StudyTexts, product: str) -> frozenset[str]:
    """Return the known drugs that the interventions list beside a code, so that they are not its class."""
    if not any(map(str.isdigit, product)):
        return frozenset()
    return frozenset().union(*(agents for name, agents in reading.agents_by_name() if product not in name))


def is_of_other(text: str, kind: Kind, product: str, others: frozenset[str]) -> bool:
    """Return whether a drug of ``others`` is only named near the product: "AB-12 is given with nivolumab".

    The product may be a form of the drug, or a biosimilar: "AB-12 is a liposomal irinotecan".
    """
    if kind[0].name not in others:
        return False
    start, end = kind[1].start, kind[1].end
    if _LIKE_BEFORE.search(text[max(0, start - _LIKE) : start]) or text.startswith(" biosimilar", end):
        return False
    place = text.rfind(product, 0, start)
    return place < 0 or _FORM_OF.fullmatch(text, place + len(product), start) is None
