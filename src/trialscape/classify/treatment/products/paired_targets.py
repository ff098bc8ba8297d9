"""Two targets of one molecule: joined by a cross in a name, each bound by an arm of its own, or CD3 and an antigen."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.study_texts import Kind, Passage, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.products.armed_sentences import CLAUSE_END
from trialscape.config.rules.modality_rules import ModalityRules

ENGAGER = Treatment("phrase", "CD3 engager", ("tce",), ("CD3",))
PAIRED = Treatment("phrase", "antibody with two targets", ("bispecific_other",))
# "VEGFxPD-L1 antibody": two targets joined by a cross, and the word antibody.
_JOINT = re.compile(r" ?[xX×] ?(?:anti-)?")
_ANTIBODY = re.compile(r"[^.;,]{0,25}\bantibod")
_SLASH = re.compile(r" ?[/x] ?(?:anti-? ?)?")
# "Binds PD-1 and VEGF", "an antibody against CTLA-4 and PD-1".
_AND = re.compile(r"(?: on [\w ]{3,30})?,? and (?:the )?")
_BINDS = re.compile(
    r"\b(?:(?:binds?(?: to)?|blocks?|targets?|engages?|neutrali[sz]es)(?: the)?(?: both)?(?: two [\w ]{3,20},?)?"
    r"|antibody (?:against|to|directed (?:at|against|to)|targeting|binding)(?: both)?) $"
)
_BOUND = 50
# A small molecule may inhibit two targets, too.
_SMALL = re.compile(r"\b(?:small|oral|orally|tablets?|capsules?|pills?|inhibitors?|kinases?)\b")
_FUSION = re.compile(r"\b(?:fusion|trap|cytokine|vaccine)\b|[.;]")
# So many characters may part two targets of one molecule, and so many around them may tell of its arms.
_APART = 120
_AROUND = 60
# So many characters before CD3 are read for what the molecule binds.
_ENGAGING = 200
# A text tells within so many mentions of CD3 what the molecule binds.
_MOST = 20


_LAST_AND = re.compile(r"\band(?: \w+)? ?$")


class PartnerWords:
    """Tells whether words behind a product join another treatment to it."""

    def __init__(self, rules: ModalityRules) -> None:
        self._partner = rules.partner_between.compiled()
        self._both_targets = rules.both_targets.compiled()

    def join(self, treatment: Treatment, between: str) -> bool:
        """Return whether the words join the treatment as a partner; a second target may be the product's own."""
        is_bound = treatment.kind == "target" or "tce" in treatment.modality
        if is_bound and self._both_targets.search(between):
            return False
        if treatment is ENGAGER:
            # "Binds CD33 on blasts and CD3 on T cells": the last word before CD3 joins two antigens.
            between = _LAST_AND.sub("", between)
        return self._partner.search(between) is not None


class PairedTargets:
    """Finds two targets, without CD3, that one molecule binds."""

    def __init__(self, rules: ModalityRules) -> None:
        self._two_arms = rules.two_arms.compiled()

    def find(self, passage: Passage, hits: Sequence[Hit[Treatment]], *, infused: bool) -> tuple[int, int] | None:
        """Return the span of the two; the arms of a receptor on ``infused`` cells make no antibody."""
        targets = [hit for hit in hits if hit.concept.kind == "target" and hit.concept.name != "CD3"]
        return _crossed(passage, targets) or (None if infused else self._two_armed(passage, targets))

    def _two_armed(self, passage: Passage, targets: Sequence[Hit[Treatment]]) -> tuple[int, int] | None:
        for first, second in itertools.pairwise(targets):
            between = passage.folded[first.end : second.start]
            if first.concept.name == second.concept.name or len(between) > _APART or CLAUSE_END.search(between):
                continue
            if self._two_arms.search(passage.folded, max(0, first.start - _AROUND), second.end + _AROUND):
                return first.start, second.end
        return None


def _crossed(passage: Passage, targets: Sequence[Hit[Treatment]]) -> tuple[int, int] | None:
    """Return the span of two targets that a cross joins in the name of an antibody, without CD3."""
    for first, second in itertools.pairwise(targets):
        # The fold writes the cross as a slash, which also joins the names of one target.
        joined = _JOINT.fullmatch(passage.text, first.end, second.start)
        if joined is not None and _ANTIBODY.match(passage.folded, second.end):
            return first.start, second.end
    return None


def of_one_product(passage: Passage, kinds: list[Kind]) -> list[Kind]:
    """Return the kinds of one product; two targets that it binds make it a bispecific antibody: "anti-TIGIT/PVRIG".

    The receptor PD-1 and its ligand are one target. The growth factor that a product binds besides a checkpoint is no
    second drug. A fusion protein is no antibody: it counts by its checkpoint alone.
    """
    targets = [kind for kind in kinds if kind[0].kind == "target"]
    for (first, start), (second, end) in itertools.pairwise(targets):
        is_pair = first.name != second.name and first.modality != second.modality
        is_slashed = _SLASH.fullmatch(passage.folded, start.end, end.start) is not None
        if not is_pair or not (is_slashed or _are_bound(passage.folded, start.start, start.end, end.start)):
            continue
        if _SMALL.search(passage.folded, max(0, start.start - _AROUND), end.end + _AROUND):
            return kinds
        if is_slashed and _FUSION.search(passage.folded, end.end, end.end + _APART):
            return _by_checkpoint(kinds)
        both = quote(passage, start.start, end.end, "experimental", PAIRED.name)
        return [*_by_checkpoint(kinds), (PAIRED, both)]
    return kinds


def _are_bound(text: str, first: int, first_end: int, second: int) -> bool:
    """Return whether a verb says that one molecule binds two targets: "binds PD-1 and VEGF"."""
    is_joined = _AND.fullmatch(text, first_end, second) is not None
    return is_joined and _BINDS.search(text, max(0, first - _BOUND), first) is not None


def _by_checkpoint(kinds: list[Kind]) -> list[Kind]:
    """Return the kinds of a product without those of other targets than checkpoints, which stay among its targets."""
    kept = [kind for kind in kinds if kind[0].modality != ("targeted",)]
    caught = tuple(treatment.name for treatment, _ in kinds if treatment.modality == ("targeted",))
    return [(replace(item, targets=(*item.targets, *caught)), evidence) for item, evidence in kept] or kinds


class EngagerSentences:
    """Finds sentences by which one molecule binds CD3 and something on tumour cells."""

    def __init__(self, rules: ModalityRules) -> None:
        self._engaging = rules.engager_stated.compiled()
        self._binding = rules.binding_words.compiled()
        self._antigen = rules.antigen_words.compiled()
        self._no_engager = rules.no_engager.compiled()

    def states(self, passage: Passage, hits: Sequence[Hit[Treatment]]) -> bool:
        """Return whether a sentence says that one molecule binds CD3 and something else."""
        marked = (hit for hit in hits if hit.concept.name == "CD3")
        for hit in itertools.islice(marked, _MOST):
            before = CLAUSE_END.split(passage.folded[max(0, hit.start - _ENGAGING) : hit.start])[-1]
            after = CLAUSE_END.split(passage.folded[hit.start : hit.end + _ENGAGING], maxsplit=1)[0]
            if self._engaging.search(before + after) or self._binds_cd3(hits, hit, before, after):
                return True
        return False

    def _binds_cd3(self, hits: Sequence[Hit[Treatment]], cd3: Hit[Treatment], before: str, after: str) -> bool:
        """Return whether a sentence with a word of binding names CD3 beside another antigen."""
        if not self._binding.search(before + after) or self._no_engager.search(before[-40:] + after):
            return False
        # Hits are in order; comparing all of them for each CD3 would take time that grows with the square.
        first = bisect_left(hits, cd3.start - len(before), key=_start)
        last = bisect_left(hits, cd3.end + len(after), key=_start)
        named = hits[first:last]
        if any(hit.concept.kind == "target" and hit.concept.name != "CD3" for hit in named):
            return True
        return self._antigen.search(before + after[cd3.end - cd3.start :]) is not None


def _start(hit: Hit[Treatment]) -> int:
    return hit.start
