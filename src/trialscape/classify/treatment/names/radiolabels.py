"""Antibodies and ligands whose name has a therapeutic radionuclide: "Lu177-girentuximab" is radiation."""

import re
from dataclasses import replace

from trialscape.classify.text.study_texts import Kind, Passage, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules

_RADIOLIGAND = Treatment("phrase", "therapeutic radionuclide", ("radiation",))
# Kinds of drugs that may carry a radionuclide to the tumour.
_CARRIERS = frozenset({"targeted", "other"})
# Raised digits are folded to blanks; before the sign of an element they are its mass number: "¹⁷⁷Lu".
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BOUND = re.compile(r"\b(?:labell?ed|coupled|conjugated|linked|tagged|bound|chelated|joined) (?:with|to)\b")
_MASS = re.compile(r"\d\d")
# Words between a radionuclide and a drug by which both are given.
_PARTED = re.compile(r"\b(?:and|plus|with|or|then|followed|combin\w*|after|before|versus|vs)\b|[+,;&/]")


class Radiolabels:
    """Tells which drugs in the name of an intervention carry its radionuclide."""

    def __init__(self, rules: ModalityRules) -> None:
        self._nuclide = rules.radionuclide.compiled()
        self._never = rules.never_labelled.compiled()
        self._enough = rules.carries_enough.compiled()

    def alone(self, name: Passage) -> list[Kind]:
        """Return radiation where a name has a therapeutic radionuclide, whatever carries it."""
        found = self._nuclide.search(name.text.translate(_RAISED).lower())
        return [] if found is None else [(_RADIOLIGAND, quote(name, *found.span(), "experimental", _RADIOLIGAND.name))]

    def of(self, name: Passage, kinds: list[Kind]) -> list[Kind]:
        """Return the kinds in a name with radiation in place of drugs that a radionuclide is bound to.

        In "rituximab and 90Y-ibritumomab" the first is a drug of its own.
        """
        if all(_CARRIERS.isdisjoint(treatment.modality) for treatment, _ in kinds):
            return kinds
        given = [evidence for treatment, evidence in kinds if treatment.modality == ("radiation",)]
        unnamed = [] if given else self.alone(name)
        if not given and not unnamed:
            return kinds
        places = [found.span() for found in self._nuclide.finditer(name.text.translate(_RAISED).lower())]
        # An isotope has the number of its mass in its name; "radiotherapy" and "cetuximab" are two treatments.
        named = (evidence for evidence in given if evidence.field == name.name and _MASS.search(evidence.quote))
        places += [(evidence.start, evidence.end) for evidence in named]
        read = [self._carried(name, kind, places) for kind in kinds]
        return read if read != kinds else read + unnamed

    def _carried(self, name: Passage, kind: Kind, places: list[tuple[int, int]]) -> Kind:
        """Return a drug as radiation, with the radionuclide in its quotation, if nothing parts the two."""
        treatment, evidence = kind
        if not _CARRIERS.issuperset(treatment.modality) or evidence.field != name.name:
            return kind
        # "Radium-223 with enzalutamide" in any spelling, "anlotinib, iodine-125 seeds", "131I-MIBG dinutuximab".
        others = name.folded[: evidence.start] + " " + name.folded[evidence.end :]
        if self._never.search(evidence.quote.lower()) or self._enough.search(others):
            return kind
        for start, end in places:
            between = name.folded[end : evidence.start] if end <= evidence.start else name.folded[evidence.end : start]
            if not _PARTED.search(_BOUND.sub("", between)):
                first, last = min(start, evidence.start), max(end, evidence.end)
                labelled = replace(treatment, modality=("radiation",))
                return labelled, quote(name, first, last, "experimental", labelled.name)
        return kind
