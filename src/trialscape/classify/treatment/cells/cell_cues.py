"""Find the cues for the source of cells, and for what goes with them, where no words around them cancel them."""

import re
from collections.abc import Iterator

from trialscape.classify.text.study_texts import PROSE, Passage, quote
from trialscape.config.rules.axes import CellRules
from trialscape.config.rules.cues import CellCue
from trialscape.verdict import Evidence, Role

# The places that name treatments.
CLOSE = (
    "brief_title",
    "official_title",
    "intervention_name",
    "intervention_other_name",
    "arm_label",
    "intervention_description",
    "arm_description",
    "keywords",
)
# Within this distance around a cue, and just before it, words may cancel it.
_AROUND = 40
# A criterion about a transplantation names it anywhere in its line.
_LINE = 160
_BEFORE = 12
_BEHIND = 90
# The clause around a source, for words of contrast.
_CLAUSE = 160
_CLAUSE_BEGIN = re.compile(r"[,;:\n]|\.(?=\s)")
# "No autologous leukapheresis is needed", but not "no contraindication to leukapheresis".
_SPARED = re.compile(r"\b(?:no|without)(?: (?:autologous|own|patient|individual|further|any|new|separate|personal))+ $")
_FIT_FOR = re.compile(r"\b(?<!not )(?:suitable|fit|eligible|available|ready)(?: \w+){0,2} ?$")
_CLAUSE_END = re.compile(r"[;\n]")
# "Previously" and "omitted" negate too; the "no" of "venous" and "mononuclear" does not.
_WORD_END = r"(?:\b|ly\b|t?(?:ed|ing)\b)"
# Earlier treatment is named within this distance before a partner of the cells.
_SENTENCE = 100
# A donor who gives the cells: "the donor agrees to undergo leukapheresis".
_GIVEN_BY_DONOR = re.compile(r"\b(?:donors?|relatives?|siblings?|brothers?|sisters?|parents?)\b[^.,;\n]{0,40}$")
# Criteria below the heading "Donor:", up to the next heading.
_FOR_DONOR = re.compile(
    r"(?:^|\n)(?![^\n:]*\b(?:no|not|without|prior|after|from|defined|available|suitable|because)\b)"
    r"[^\n:]{0,30}\bdonors?\b[^\n:]{0,30}:\s*\n(?:(?![^\n]*:\s*\n)[^\n]*\n){0,12}[^\n]*$",
    re.IGNORECASE,
)
_CRITERIA = 800
# Cells made "from the transplant donor" come from a donor, although a transplant is named.
_FROM = re.compile(
    r"(?<!feeder )(?<!stem )\b(?:cells?|lymphocytes|leu[kc]ocytes)\b[^.;]{0,25}\b(?:from|of)(?: [\w']+){0,5} $"
)
# Cells directly behind a source: what else the sentence names, such as a transplantation, does not cancel it.
DIRECT = re.compile(
    r"(?:-derived|.s)? (?:[\w+-]+ ){0,2}?(?:t|nk|killer|dendritic|car[- ]?t)[- ](?:cell|lymphocyte)s?\b"
    r"(?![- ](?:secret|exosom|vesic|lysat|transplant|graft))"
)

# Cells made from pluripotent ones are no stem-cell transplant, though the words "stem cell" stand in their name.
_PLURIPOTENT = "induced pluripotent"


class CueFinder:
    """Finds one cue of the rules where no words around it cancel it."""

    def __init__(self, rules: CellRules, label: str) -> None:
        cue: CellCue = getattr(rules, label)
        self.label = label
        named = cue.where_named()
        self._in_prose = cue.compiled()
        self._where_named = named.compiled()
        self._not_near = cue.not_near
        words = "|".join(map(re.escape, rules.negated_by))
        self._negated_by = re.compile(rf"\b(?:{words}){_WORD_END}")
        is_source = label in ("autologous", "allogeneic")
        self._elsewhere = (rules.other_connection if is_source else rules.earlier_before).compiled()
        self._other_cells = rules.other_cells_before.compiled()
        self._reach = _AROUND if is_source else _SENTENCE
        self._around_criterion = _LINE if is_source else _AROUND
        self._denied_after = None if is_source else rules.denied_after.compiled()
        self._denied_before = None if is_source else rules.denied_before.compiled()
        self._bare = rules.bare_person.compiled() if label == "allogeneic" else None
        self._other_use = rules.other_use.compiled()
        self._kin = rules.kin_of_patient.compiled()
        self._off = rules.loose_off.compiled()
        self._aside = (rules.source_aside.compiled(), rules.source_aside_after.compiled()) if is_source else None
        self._denied = rules.denied_clause.compiled()
        self._otherwise = rules.denied_otherwise.compiled()
        self._next = rules.denied_next.compiled()
        self._no_source = [cue.compiled() for cue in (rules.other_material, rules.failed_source)] if is_source else []

    def find(self, passage: Passage, role: Role) -> Iterator[Evidence]:
        """Yield the places of the cue in ``passage``."""
        folded = passage.folded
        pattern = self._where_named if passage.kind in CLOSE else self._in_prose
        for found in pattern.finditer(folded):
            start, end = found.span()
            before = folded[max(0, start - _BEFORE) : start].replace("prior to ", " ")
            denied = self._negated_by.search(before) is not None
            if self._is_elsewhere(folded, start, end):
                continue
            if self._is_aside(folded, start, end) or _SPARED.search(folded, max(0, start - _AROUND), start):
                continue
            if self._bare is not None and passage.kind in PROSE and self._is_other_use(folded, start, end):
                continue
            if self.label == "autologous" and self._is_of_others(folded, start, end):
                continue
            if self.label == "chemotherapy" and passage.kind != "eligibility" and self._is_denied(folded, start, end):
                continue
            if self._denied_after is not None and self._denied_after.search(folded[end : end + _AROUND]):
                continue
            if self._denied_before is not None and self._denied_before.search(folded[max(0, start - _AROUND) : start]):
                continue
            if any(other.search(folded[end : end + _BEHIND]) for other in self._no_source):
                continue
            if not denied and (self._is_of_cells(folded, start, end) or not self._is_cancelled(passage, start, end)):
                yield quote(passage, start, end, role, self.label)

    def _is_elsewhere(self, text: str, start: int, end: int) -> bool:
        """Return whether words before a source are about an earlier product; veins may be suitable for a collection."""
        before = text[max(0, start - self._reach) : start]
        if self._aside is None:
            # Earlier treatment that a criterion names is not that of the next one.
            before = before.rpartition("\n")[2]
        if "apheresis" in text[start:end] and _FIT_FOR.search(before):
            return False
        return self._elsewhere.search(before) is not None

    def _is_denied(self, text: str, start: int, end: int) -> bool:
        """Return whether the clause of a treatment, or the next one, says that the trial does not give it."""
        before = _CLAUSE_BEGIN.split(text[max(0, start - _CLAUSE) : start])[-1]
        after = _CLAUSE_BEGIN.split(text[end : end + _CLAUSE], maxsplit=1)
        clause = before + text[start:end] + after[0]
        if self._denied.search(clause) and not self._otherwise.search(clause):
            return True
        return len(after) > 1 and self._next.search(after[1]) is not None

    def _is_aside(self, text: str, start: int, end: int) -> bool:
        """Return whether the clause of a source is about other products or other uses of blood."""
        if self._aside is None:
            return False
        before = _CLAUSE_BEGIN.split(text[max(0, start - _CLAUSE) : start])[-1]
        return bool(self._aside[0].search(before) or self._aside[1].search(text[end : end + _CLAUSE]))

    def _is_other_use(self, text: str, start: int, end: int) -> bool:
        """Return whether a source only names a person, in a clause about something else than the product."""
        if self._bare is None or not self._bare.search(text[start:end]) or text.startswith("-derived", end):
            return False
        before = _CLAUSE_BEGIN.split(text[max(0, start - _CLAUSE) : start])[-1]
        after = _CLAUSE_BEGIN.split(text[end : end + _CLAUSE])[0]
        clause = before + text[start:end] + after
        return (self._other_use if self._is_of_cells(text, start, end) else self._off).search(clause) is not None

    def _is_of_others(self, text: str, start: int, end: int) -> bool:
        """Return whether the words name cells of the disease, or a collection that a donor undergoes."""
        if text.startswith("cells", start) and self._other_cells.search(text[max(0, start - _AROUND) : start]):
            return True
        if any(found.end() > start for found in self._kin.finditer(text, max(0, start - _AROUND), end)):
            return True
        return _is_collected_from_donor(text, start, end)

    def _is_of_cells(self, text: str, start: int, end: int) -> bool:
        """Return whether a source, or the words next to it, say that it is one of cells."""
        if text.startswith(_PLURIPOTENT, start):
            return True
        from_donor = self.label == "allogeneic" and _FROM.search(text[max(0, start - _AROUND) : start])
        return bool(from_donor) or DIRECT.match(text, end) is not None

    def _is_cancelled(self, passage: Passage, start: int, end: int) -> bool:
        """Return whether the words around a cue name something else, such as a transplantation."""
        reach = self._around_criterion if passage.kind == "eligibility" else _AROUND
        around = _clause(passage.folded, start, end, reach)
        return any(word in around for word in self._not_near)


def _is_collected_from_donor(text: str, start: int, end: int) -> bool:
    """Return whether the words are a collection of cells that a donor undergoes."""
    if "apheresis" not in text[start:end]:
        return False
    return _GIVEN_BY_DONOR.search(text, max(0, start - _SENTENCE), start) is not None


def is_for_donor(passage: Passage, evidence: Evidence) -> bool:
    """Return whether a criterion stands below the heading "Donor:"."""
    return _FOR_DONOR.search(passage.text[max(0, evidence.start - _CRITERIA) : evidence.start]) is not None


def line_of(passage: Passage, evidence: Evidence) -> str:
    """Return the folded line of a criterion."""
    begin = passage.text.rfind("\n", 0, evidence.start) + 1
    end = passage.text.find("\n", evidence.end)
    return passage.folded[begin : end if end >= 0 else len(passage.text)]


def _clause(text: str, start: int, end: int, reach: int) -> str:
    """Return the words around a cue, up to the end of a criterion or of a part of it."""
    before = text[max(0, start - reach) : start]
    after = text[end : end + reach]
    return _CLAUSE_END.split(before)[-1] + text[start:end] + _CLAUSE_END.split(after)[0]
