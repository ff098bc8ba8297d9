"""Separate targets that name a drug ("anti-PD-1 antibody") from those of a marker, a gene or a cell product."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.overlaps import Places, has_place_before, has_place_behind
from trialscape.classify.text.study_texts import Passage
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.products.armed_sentences import ArmedSentences
from trialscape.classify.treatment.products.car_constructs import (
    Construct,
    car_constructs,
    carrier,
    is_other_acronym,
    may_name_car,
)
from trialscape.classify.treatment.products.paired_targets import ENGAGER, PAIRED, EngagerSentences, PairedTargets
from trialscape.config.rules.modality_rules import ModalityRules

_BISPECIFIC = "bispecific_other"
# The receptor by which an engager binds natural killer cells.
_KILLER = "CD16A"
_CELLS = frozenset({"car_t", "nk_cell", "other_cell"})
_INFUSED = _CELLS | {"til", "tcr_t"}
# The characters between an antigen and the engager's CD3: "x", "/" or " x ".
_CROSS = 3
# The signalling chain of a receptor on cells is no target of an engager: "4-1BB/CD3-zeta CAR".
_SIGNALLING = re.compile(r"[- ]?(?:zeta|ζ|z)(?![a-z])")
# The rest of a code that begins like a cytotoxic drug ("MTX-4"); a round number is its dose, and cycles are counted.
_LONGER_CODE = re.compile(r"-\d{0,3}[1-9](?![\w/-]|[.,]\d| ?(?:mg|g|ug|mcg|days?|weeks?|cycles?|courses?|doses?)\b)")
_SUBSTUDY = re.compile(r"-\d\d[A-Z](?![A-Za-z0-9])")
_TITLES = frozenset({"brief_title", "official_title"})
_REACH_BEFORE = 60
_TWO = 2
_REACH_AFTER = 70


class TargetFrames:
    """Keeps the hits of a passage that name treatments; targets are interpreted by the words around them."""

    def __init__(self, rules: ModalityRules) -> None:
        self._groups = rules.groups
        self._after = rules.target_after.compiled()
        self._before = rules.target_before.compiled()
        self._joined = (rules.joined_before.compiled(), rules.joined_after.compiled())
        self._inhibitor = rules.inhibitor_after.compiled()
        self._agonist = rules.agonist.compiled()
        self._blocked = rules.target_blocked.compiled()
        self._edited = rules.edited_cells.compiled()
        self._edited_elsewhere = rules.edited_elsewhere.compiled()
        self._called_anti = rules.called_anti.compiled()
        self._pairs = PairedTargets(rules)
        self._engagers = EngagerSentences(rules)
        self._ex_vivo = rules.ex_vivo.compiled()
        self._within = rules.in_one_vector.compiled()
        self._built_in = rules.built_in.pattern()

    def read(
        self, passage: Passage, hits: Sequence[Hit[Treatment]], *, bare: bool
    ) -> Iterator[tuple[Treatment, int, int]]:
        """Yield treatments with their offsets; ``bare`` lets a checkpoint target alone name a drug.

        In an intervention's name "PD-1" alone is a drug; in a sentence it needs "anti-" before or a word such as
        "inhibitor" behind it. Next to cells and conjugates it is their target.
        """
        may_name = may_name_car(passage.text)
        if not may_name and all(self._is_plain(passage, hit) for hit in hits):
            yield from [(hit.concept, hit.start, hit.end) for hit in hits if hit.concept.modality]
            return
        hits = [hit for hit in hits if not (_is_no_term(passage, hit) or self._is_longer_code(passage, hit))]
        constructs = list(car_constructs(passage.text)) if may_name else []
        if constructs:
            hits = _outside(hits, constructs)
            for construct in _unlisted(hits, constructs):
                if bare or construct.named:
                    yield construct.treatment, construct.start, construct.end
        if not hits:
            return
        words = [hit.concept for hit in hits if hit.concept.kind != "target"]
        modalities = {label for concept in words for label in concept.modality}
        armed = ArmedSentences(passage, hits, constructs, self._groups.armed, bare=bare)
        bare_ends = [item.end for item in constructs if not item.named]
        infused = bool(constructs) or not _INFUSED.isdisjoint(modalities)
        pair = self._pairs.find(passage, hits, infused=infused) if modalities.isdisjoint({_BISPECIFIC, "tce"}) else None
        if pair is not None:
            yield PAIRED, *pair
        bispecific = _BISPECIFIC in modalities or pair is not None
        engager = any(hit.concept.name == "CD3" for hit in hits) and (bispecific or _is_cross(passage, hits))
        stated = not infused and not engager and self._engagers.states(passage, hits)
        engager = engager or stated
        engagers = [hit.start for hit in hits if _engages(hit.concept)]
        engagers += [
            hit.start
            for hit in hits
            if _BISPECIFIC in hit.concept.modality and has_place_behind(engagers, hit.end, _CROSS)
        ]
        engagers.sort()
        ends = [hit.end for hit in hits if _engages(hit.concept)]
        for hit in hits:
            concept = hit.concept
            is_part = concept.kind == "target" or _BISPECIFIC in concept.modality
            is_beside = has_place_behind(engagers, hit.end, _CROSS)
            # "T-cell engaging bispecific antibody": here the general word follows.
            is_beside = is_beside or (_BISPECIFIC in concept.modality and has_place_before(ends, hit.start, _CROSS))
            if is_part and is_beside and not _engages(concept):
                # "CD20xCD3 bispecific antibody", "trispecific T-cell engager": parts of the engager.
                continue
            if concept.kind != "target":
                if not concept.modality or (
                    armed.anywhere
                    and self._grown_with(passage, hit, bare_ends, carried="oncolytic_virus" in modalities)
                ):
                    continue
                if stated and concept.modality == ("vaccine",):
                    # "A receptor for a gp100 peptide and an anti-CD3 arm": the peptide is the antigen.
                    continue
                if engager and concept.kind == "phrase" and _BISPECIFIC in concept.modality:
                    yield ENGAGER, hit.start, hit.end
                elif concept.modality == ("car_t",) and (
                    concept.kind == "phrase" or passage.text.endswith("CAR", hit.start, hit.end)
                ):
                    yield carrier(passage.text, hit.start, hit.end) or concept, hit.start, hit.end
                else:
                    yield concept, hit.start, hit.end
            elif engager and concept.name == "CD3" and not bispecific:
                yield ENGAGER, hit.start, hit.end
            elif not engager or not self._groups.checkpoints.isdisjoint(concept.modality):
                yield from self._target(passage, hit, bare=bare, armed=armed.beside(hit), bispecific=bispecific)

    def _is_plain(self, passage: Passage, hit: Hit[Treatment]) -> bool:
        """Return whether a term means the same among any words: most are names of drugs, no targets and no cells."""
        return (
            hit.concept.kind != "target"
            and (hit.concept.kind == "agent" or "tce" not in hit.concept.modality)
            and self._groups.armed.isdisjoint(hit.concept.modality)
            and hit.end - hit.start != _TWO
            and passage.text[hit.start : hit.end] not in self._groups.abbreviated_cytotoxics
            and not _is_substudy(passage, hit)
        )

    def _is_longer_code(self, passage: Passage, hit: Hit[Treatment]) -> bool:
        """Return whether the abbreviation of one cytotoxic drug only begins the code of another product."""
        named = passage.text[hit.start : hit.end]
        return named in self._groups.abbreviated_cytotoxics and bool(_LONGER_CODE.match(passage.text, hit.end))

    def _grown_with(self, passage: Passage, hit: Hit[Treatment], bare_ends: Sequence[int], *, carried: bool) -> bool:
        """Return whether a cytokine is what the cells of this passage were grown with, express or carry."""
        if hit.concept.modality != ("cytokine",):
            return False
        before = passage.folded[max(0, hit.start - 30) : hit.start]
        after = passage.folded[hit.end : hit.end + 25]
        if carried or self._ex_vivo.search(before) or self._ex_vivo.search(after[:15]) or self._within.search(after):
            return True
        # "CD19 CAR with interleukin-15" names no cells before the cytokine, so both are parts of one construct.
        nearest = bisect_right(bare_ends, hit.start)
        return bool(nearest) and self._built_in.fullmatch(passage.folded, bare_ends[nearest - 1], hit.start) is not None

    def _target(
        self, passage: Passage, hit: Hit[Treatment], *, bare: bool, armed: bool, bispecific: bool
    ) -> Iterator[tuple[Treatment, int, int]]:
        concept = hit.concept
        before = passage.folded[max(0, hit.start - _REACH_BEFORE) : hit.start]
        after = passage.folded[hit.end : hit.end + _REACH_AFTER]
        if self._is_no_drug(before + passage.folded[hit.start : hit.end], after, len(before)):
            return
        framed_after = bool(self._after.search(after))
        # A spelling of the target may begin with "anti" itself.
        framed = framed_after or bool(self._before.search(before)) or passage.folded.startswith("anti", hit.start)
        checkpoint = not self._groups.checkpoints.isdisjoint(concept.modality)
        # Next to cells, viruses, vaccines and conjugates, only the well-known checkpoints name a second drug.
        checkpoint_drug = not self._groups.well_known_checkpoints.isdisjoint(concept.modality)
        if armed and not checkpoint_drug and not self._inhibitor.search(after):
            return
        if concept.activated and (self._agonist.search(after[:30]) or self._agonist.search(before[-30:])):
            yield Treatment("target", concept.name, (concept.activated,), concept.targets), hit.start, hit.end
        elif armed and not framed_after and not ((bare or framed) and self._is_apart(before, after)):
            return
        elif bispecific:
            labels = concept.modality if checkpoint else (concept.activated,) if concept.activated else ()
            yield Treatment("target", concept.name, labels, concept.targets), hit.start, hit.end
        elif concept.modality and (framed or (bare and checkpoint)):
            yield concept, hit.start, hit.end
        elif concept.activated and not concept.modality and framed and concept.activated == "costim_agonist":
            yield Treatment("target", concept.name, (concept.activated,), concept.targets), hit.start, hit.end

    def _is_no_drug(self, named: str, after: str, start: int) -> bool:
        """Return whether the target at ``start`` of ``named`` is a marker or an edited gene.

        "Anti-PD-1 and CISH-knockout TIL" names an antibody, and cells that lack only CISH.
        """
        is_apart = self._called_anti.search(named) and self._joined[1].search(after)
        if self._blocked.search(after) and not is_apart:
            return True
        return bool(self._edited.search(named, max(0, start - 25), start)) and not self._edited_elsewhere.search(named)

    def _is_apart(self, before: str, after: str) -> bool:
        """Return whether joining words or the text's ends separate a target from the other names in the text."""
        sides = zip(self._joined, (before, after), strict=True)
        return all(not text.strip() or joined.search(text) for joined, text in sides)


def _is_substudy(passage: Passage, hit: Hit[Treatment]) -> bool:
    """Return whether a code only begins the number of a sub-study, which may test other drugs: "MK-3475-01H"."""
    return passage.kind in _TITLES and _SUBSTUDY.match(passage.text, hit.end) is not None


def _is_no_term(passage: Passage, hit: Hit[Treatment]) -> bool:
    """Return whether a term is part of another word or name.

    Two letters may end a code ("XY-R2"), CD3 may be a chain of a receptor, and CART may stand for other words.
    """
    text = passage.text
    if _is_substudy(passage, hit):
        return True
    if hit.end - hit.start == _TWO and text.endswith("-", 0, hit.start):
        return True
    if hit.concept.name == "CD3" and _SIGNALLING.match(passage.folded, hit.end):
        return True
    return "car_t" in hit.concept.modality and is_other_acronym(text, hit.start)


def _engages(concept: Treatment) -> bool:
    """Return whether a word names an engager of T cells or of natural killer cells."""
    return "tce" in concept.modality or (concept.kind == "phrase" and _KILLER in concept.targets)


def _outside(hits: Sequence[Hit[Treatment]], constructs: Sequence[Construct]) -> list[Hit[Treatment]]:
    """Leave out hits inside the name of a receptor on cells, except names of the whole product."""
    places = Places((item.start, item.end) for item in constructs)
    return [hit for hit in hits if all(_names(hit, constructs[n]) for n in places.overlapping(hit.start, hit.end))]


def _unlisted(hits: Sequence[Hit[Treatment]], constructs: Sequence[Construct]) -> Iterator[Construct]:
    """Yield the constructs whose product the vocabulary does not contain."""
    places = Places((hit.start, hit.end) for hit in hits)
    for construct in constructs:
        at_car = places.overlapping(construct.car, construct.car + 1)
        if not any(_names(hits[n], construct) for n in at_car):
            yield construct


def _names(hit: Hit[Treatment], construct: Construct) -> bool:
    covers = hit.start <= construct.car < hit.end
    return covers and hit.concept.kind != "target" and bool(_CELLS.intersection(hit.concept.modality))


def _is_cross(passage: Passage, hits: Sequence[Hit[Treatment]]) -> bool:
    """Return whether CD3 is joined to another antigen, as in "CD19xCD3" or "BCMA/CD3"."""
    for hit in hits:
        if hit.concept.name == "CD3":
            before = passage.folded[max(0, hit.start - 8) : hit.start].removesuffix("anti-")[-3:]
            after = passage.folded[hit.end : hit.end + 3]
            return any(sign in before or sign in after for sign in ("x", "×", "/", "*"))
    return False
