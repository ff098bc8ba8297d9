"""What a listed product is where its name does not say: its description, and sentences elsewhere that name it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import islice

from trialscape.classify.text.study_texts import Kind, Named, Passage, StudyTexts
from trialscape.classify.treatment.names.product_names import (
    ProductNames,
    agents_of_others,
    code_beside_general_word,
    codes,
    is_of_other,
)
from trialscape.classify.treatment.products.called_so import BRACKET, FORM, IS, CalledSo
from trialscape.classify.treatment.products.first_sentence import (
    SENTENCE_END,
    class_sentence,
    end_of,
    is_chemotherapy,
    is_contrasted,
    is_example,
    joined_drugs,
    leads,
    of_first_sentence,
    without_asides,
    without_general_word,
)
from trialscape.classify.treatment.products.next_sentence import NextSentence
from trialscape.classify.treatment.products.paired_targets import PartnerWords, of_one_product
from trialscape.classify.treatment.products.plain_words import ActedUpon, PlainWords
from trialscape.classify.treatment.products.stated_targeted import (
    LEAD,
    REACH,
    SHORTEST_NAME,
    TEXTS,
    StatedTargeted,
    TitledProducts,
)
from trialscape.config.files.expressions import late
from trialscape.config.rules.modality_rules import ModalityRules

_DESCRIBED = 400
# A code of three signs is a name too: "U96", "G3T".
_SHORT_CODE = late(r"[a-z]\d[a-z0-9]")
# Words that may stand between a product and the verb that says what it is.
_BETWEEN = (
    r"(?: \([^)]{0,80}\))?,?(?: (?:itself|however|here|though|in turn|by contrast|in contrast|on the other hand),?)?"
)
_JOINS = "links?|joins?|couples?|combines?|carries|contains?|holds|attaches|brings"
_SHORTEST_ABBREVIATION = 2
_MEDICINES = frozenset({"DRUG", "BIOLOGICAL", "GENETIC"})


class StatementReader:
    """Reads statements about products; ``named`` gives the treatments of a passage, ``is_past`` finds prior ones."""

    def __init__(self, rules: ModalityRules, named: Named, is_past: Callable[[Passage, int, int], bool]) -> None:
        self._given = ("", "PROCEDURE", *rules.fallback.therapy_types)
        self._next = NextSentence(rules, named, is_past)
        self._read = named
        self._is_past = is_past
        self._cells = rules.groups.need_room
        self._infused = rules.groups.need_room | rules.groups.need_room_unless_vaccine
        self._products = rules.groups.armed | rules.groups.named_in_keywords
        self._called_so = CalledSo(rules)
        self._checkpoints = rules.groups.well_known_checkpoints
        self._titles = TitledProducts(rules, named, is_past)
        self._targeted = StatedTargeted(rules)
        self._plain = PlainWords(rules)
        self._only_cells = rules.cell_name.compiled()
        self._acted_upon = ActedUpon(rules)
        self._partners = PartnerWords(rules)
        self._partner_before = rules.partner_before.compiled()
        self._names = ProductNames(rules)
        self._compared = rules.compared_before.compiled()
        self._before_product = rules.given_before.compiled()
        self._clause_end = rules.statement_end.compiled()
        self._conditioning = rules.conditioning.compiled()

    def _named(self, reading: StudyTexts, passage: Passage) -> list[Kind]:
        """Return the treatments of a passage, which is read once for all products."""
        found: list[Kind] | None = reading.stated.get(passage.name)
        if found is None:
            found = reading.stated[passage.name] = list(self._read(reading, passage))
        return found

    def read(self, reading: StudyTexts, name: Passage, position: int) -> list[Kind]:
        """Return what the description of the intervention at ``position``, or else a sentence elsewhere, says it is."""
        product = self._names.product(name.folded)
        description = reading.by_name.get(f"interventions[{position}].description")
        found: list[Kind] = []
        if description is not None:
            found = self._plain.labelled(description) or list(self._in_description(reading, description, product))
            if found and not is_chemotherapy(found):
                return found
        listed_as = reading.study.interventions[position].intervention_type
        if listed_as not in self._given or len(product) < _SHORTEST_ABBREVIATION:
            return found
        names = [product, *codes(reading.study.interventions[position])]
        elsewhere: list[Kind] = next(filter(None, (self._in_other_texts(reading, name) for name in names)), [])
        if listed_as in _MEDICINES:
            # An operation beside a medicine is none.
            elsewhere = [kind for kind in elsewhere if kind[0].modality != ("surgery",)]
        if found:
            return self._instead_of_conditioning(reading, description, found, elsewhere)
        if any(treatment.modality != ("other",) for treatment, _ in elsewhere):
            return elsewhere
        # A substance alone is not the product: "inhibits arginase and so gives T cells back their arginine".
        plain = self._plain.read(reading, description, product) or elsewhere
        targeted = (kind for name in names for kind in self._targeted.read(reading, description, name))
        return plain or list(islice(targeted, 1)) or self._titles.in_keywords(reading)

    def _instead_of_conditioning(
        self, reading: StudyTexts, description: Passage | None, found: list[Kind], elsewhere: list[Kind]
    ) -> list[Kind]:
        """Return the cells that sentences about the product name, where its description names only chemotherapy.

        Titles, which may name other cells too, count only where the description calls the chemotherapy conditioning.
        """
        if cells := self._titles.only_infused(elsewhere):
            return cells
        is_called = description is not None and self._conditioning.search(description.folded) is not None
        return (self._titles.cells(reading) if is_called else []) or found

    def code(self, reading: StudyTexts, name: Passage, position: int) -> list[Kind]:
        """Return what a sentence says of the code that ``name`` begins with, without general words; else nothing."""
        if code_beside_general_word(name.folded) is None:
            return []
        return [kind for kind in self.read(reading, name, position) if not kind[0].scope.startswith("class")]

    def told(self, reading: StudyTexts, code: str) -> list[Kind]:
        """Return what sentences of any field say of a folded code that stands with other drugs in one name."""
        elsewhere = self._in_other_texts(reading, code)
        if any(treatment.modality != ("other",) for treatment, _ in elsewhere):
            return elsewhere
        plain = self._plain.read(reading, None, code) or elsewhere
        return plain or list(islice(self._targeted.read(reading, None, code), 1))

    def checkpoint_drugs(self, reading: StudyTexts, position: int) -> list[Kind]:
        """Return the checkpoint inhibitors, with their partners, that the description of a general name lists."""
        description = reading.by_name.get(f"interventions[{position}].description")
        name = reading.study.interventions[position].name.lower()
        if description is None:
            return []
        return joined_drugs(description, list(self._in_description(reading, description, name)), self._checkpoints)

    def cells(self, reading: StudyTexts, name: Passage) -> list[Kind]:
        """Return the infused cells that the first of titles, keywords and arms names, if ``name`` only says cells."""
        return self._titles.cells(reading) if self._only_cells.search(name.folded) else []

    def _in_description(self, reading: StudyTexts, description: Passage, product: str) -> Iterator[Kind]:
        """Yield the treatments that a description states for the product: after "NAME is", else outside comparisons."""
        others = agents_of_others(reading, product)
        says = rf"(?P<name>{re.escape(product)}){FORM}{_BETWEEN} (?:{IS}|{_JOINS})\b"
        stated = re.search(says, description.folded[:_DESCRIBED])
        named = [
            kind
            for kind in self._named(reading, description)
            if kind[1].start < _DESCRIBED
            and not is_of_other(description.folded, kind, product, others)
            and (
                "names" not in kind[0].scope
                or leads(description, kind, self._infused)
                or (stated and self._called_so.holds(description, kind, *stated.span("name")))
                or self._is_apposed(description, kind, product)
            )
            and not self._compared.search(description.folded[max(0, kind[1].start - LEAD) : kind[1].start])
            and not is_contrasted(description.folded, kind[1].start, product)
            and not self._before_product.search(description.folded[kind[1].end : kind[1].end + LEAD])
        ]
        if stated is not None:
            end = SENTENCE_END.search(description.folded, stated.end())
            limit = end.start() if end else len(description.folded)
            own = [kind for kind in named if stated.end() <= kind[1].start < limit]
            named = self._in_bracket(description, named, stated.end("name")) or own or named
        else:
            named = class_sentence(description, named, self._products) or of_first_sentence(description, named)
            named = without_asides(description, named)
        # Lymphodepletion in the description of a cell product is not the product.
        cells = [kind for kind in named if self._cells.intersection(kind[0].modality)]
        # A substance of another kind, such as arginine, is part of what a description says of the drug.
        yield from cells or [kind for kind in named if kind[0].modality != ("other",)] or named

    def _is_apposed(self, description: Passage, kind: Kind, product: str) -> bool:
        """Return whether a description calls the product by a general word behind its name: "XY-1, an NK product"."""
        place = description.folded.find(product) if len(product) >= SHORTEST_NAME else -1
        return place >= 0 and self._called_so.holds(description, kind, place, place + len(product))

    def _in_bracket(self, passage: Passage, kinds: list[Kind], name_end: int) -> list[Kind]:
        """Return the cells or conjugates by which a bracket directly behind the name explains it."""
        return [
            kind
            for kind in kinds
            if kind[1].start >= name_end
            and self._products.intersection(kind[0].modality)
            and BRACKET.fullmatch(passage.folded, name_end, kind[1].start)
        ]

    def _in_other_texts(self, reading: StudyTexts, product: str) -> list[Kind]:
        """Return what the first passage about the product calls it."""
        # A short abbreviation is the product only where the text explains it: "personal peptide vaccine (PPV)".
        is_name = len(product) >= SHORTEST_NAME or _SHORT_CODE.fullmatch(product)
        spellings = (product,) if is_name else (f"({product})", f"{product}, a ", f"{product}, an ", f"{product} is a")
        for passage in reading.of_kind(*TEXTS):
            for written in spellings:
                if nearby := self._kinds_beside_name(reading, passage, written):
                    return nearby
        return self._next.read(reading, product) if is_name else []

    def _kinds_beside_name(self, reading: StudyTexts, passage: Passage, name: str) -> list[Kind]:
        """Return the treatments that a sentence names with ``name``, without its combination partners."""
        place = passage.folded.find(name)
        others = agents_of_others(reading, name) if place >= 0 else frozenset()
        named = self._named(reading, passage) if place >= 0 else ()
        kinds = sorted((kind for kind in named if not is_of_other(passage.folded, kind, name, others)), key=end_of)
        while place >= 0 and kinds:
            name_end = place + len(name)
            end = SENTENCE_END.search(passage.folded, name_end, name_end + REACH + 2)
            limit = min(end.start() if end else len(passage.folded), name_end + REACH)
            nearby = [
                kind
                for kind in kinds[bisect_left(kinds, place - LEAD, key=end_of) : bisect_right(kinds, limit, key=end_of)]
                if "names" not in kind[0].scope
                or is_example(passage, kind, place)
                or self._called_so.holds(passage, kind, place, name_end)
                # A keyword further on is another one.
                if passage.kind != "keywords" or "," not in passage.folded[name_end : kind[1].start]
                if not self._partners.join(kind[0], passage.folded[name_end : kind[1].start])
                if not self._partner_before.search(passage.folded[kind[1].end : place])
                if not self._compared.search(passage.folded[max(name_end, kind[1].start - LEAD) : kind[1].start])
                if not self._is_past(passage, kind[1].start, kind[1].end)
                if not self._acted_upon.holds(passage, kind, place)
                if not is_contrasted(passage.folded, kind[1].start, name)
            ]
            if nearby:
                return without_general_word(of_one_product(passage, self._in_statement(passage, name_end, nearby)))
            place = passage.folded.find(name, place + 1)
        return []

    def _in_statement(self, passage: Passage, name_end: int, nearby: list[Kind]) -> list[Kind]:
        """Return the treatments in the statement right after the name, before its population, or else all."""
        end = self._clause_end.search(passage.folded, name_end + 1)
        limit = end.start() if end else len(passage.folded)
        # A pair of targets that begins in the statement is a part of it as a whole.
        limit = max(limit, *(kind[1].end for kind in nearby if name_end <= kind[1].start < limit), 0)
        return [kind for kind in nearby if name_end <= kind[1].start < limit] or nearby
