"""What the first words and the first sentence of a description say of a product."""

import re

from trialscape.classify.text.study_texts import Kind, Passage

SENTENCE_END = re.compile(r"[.\n](?=\s|$)")
# Adjectives before the cells with which a description begins.
_LEAD_WORDS = re.compile(r"(?:(?:an?|the|in vitro|ex vivo|[a-z]+(?:ed|al|ic|ous|ive)|cord blood|donor)[ -]){0,4}")
_JOINED_TO = re.compile(r"(?:[+]|\b(?:plus|with|alongside))(?: [\w-]+){0,2} $")
_LOOK_BACK = 60
# "CAR-T cells, whereas blinatumomab is an engager": another product, up to so far behind the word.
_CONTRAST = re.compile(r"\bwhereas\b|(?:(?<=[.,;] )|^)while\b")
_SENTENCE = 200
# A class that begins so near to the start of a description says what the product is.
_CLASS_WITHIN = 60
_JOINED_BEFORE = re.compile(
    r"(?:[+&/,:]|\b(?:plus|with|and|or|then|by|alongside|receiv\w+|gets?|given)\b)"
    r"(?: (?!(?:had|like|as|of|on|after)\b)[\w./-]+){0,2} ?$"
)
# What joins two drugs, with dose and form of the first between them, in one sentence.
_DRUGS_JOINED = re.compile(
    r"(?:(?!\b(?:without|until|instead|versus|vs|no|not|unless|rather)\b)(?:[^.;\n]|\.(?=\d))){0,90}"
    r"(?:[+]|\b(?:plus|and|or|combined with|together with)\b) ?(?:[\w-]+ ){0,2}"
)
_ON_ENZYMES = {"targeted", "other_small_io"}
# "An oncolytic adenovirus, unlike ...": a description that begins with an article, adjectives and the class.
_CLASS_FIRST = re.compile(r"(?:this is |it is )?(?:an?|the) (?:(?!(?:with|for|of|to|after)\b)[\w/-]+,? ){0,6}")

# "Drugs used in chemotherapy, such as XY-12": a class of which the product is an example.
# "Alternatives to chemotherapy such as AB-12", "side effects of chemotherapy like ...", "boosts vaccines such as ...".
_NO_CLASS = re.compile(
    r"\b(?:alternatives? to|beyond|instead of|other than|rather than|effects? of|harm of|boosts?|enhances?|improves?"
    r"|after|before|against|from) (?:the )?$"
)
_BEFORE_CLASS = 30
_EXAMPLE = re.compile(r"s?(?: (?:made|used|prepared|from|of|in|with)(?: [\w-]+){0,3})?,? (?:such as|like|including) ")


def end_of(kind: Kind) -> int:
    """Return where the words of a treatment end."""
    return kind[1].end


def is_example(passage: Passage, kind: Kind, place: int) -> bool:
    """Return whether the product at ``place`` is an example of a class; "immunotherapy" is none."""
    evidence = kind[1]
    if evidence.end > place or "immunotherap" in evidence.quote.lower():
        return False
    if _NO_CLASS.search(passage.folded, max(0, evidence.start - _BEFORE_CLASS), evidence.start):
        return False
    return _EXAMPLE.fullmatch(passage.folded, evidence.end, place) is not None


def is_contrasted(text: str, place: int, product: str) -> bool:
    """Return whether a treatment at ``place`` is in a clause with "whereas" or "while" that is not about the product.

    Such a clause ends with its sentence, or where the product is named again.
    """
    begin = max((end.end() for end in SENTENCE_END.finditer(text, max(0, place - _SENTENCE), place)), default=0)
    begin = max(begin, place - _SENTENCE)
    contrasts = list(_CONTRAST.finditer(text, max(begin, 0), place))
    return bool(contrasts) and text.find(product, contrasts[-1].end(), place) < 0


def leads(description: Passage, kind: Kind, infused: frozenset[str]) -> bool:
    """Return whether a description begins with infused cells, perhaps behind adjectives, or with a cytotoxic class.

    "NK cells from healthy donors" is the product; "raises the number of NK cells" tells what another product does.
    """
    is_class = kind[0].modality == ("chemo",) and description.folded.startswith(("a ", "an "))
    if infused.isdisjoint(kind[0].modality) and not is_class:
        return False
    return _LEAD_WORDS.fullmatch(description.folded, 0, kind[1].start) is not None


def of_first_sentence(description: Passage, kinds: list[Kind]) -> list[Kind]:
    """Return the kinds of the first sentence, if it says what a product is, and partners that later ones join."""
    end = SENTENCE_END.search(description.folded)
    inside = [kind for kind in kinds if end is not None and kind[1].start < end.start()]
    named = (treatment for treatment, _ in inside if treatment.kind in {"phrase", "target"})
    if all(treatment.modality == ("chemo",) for treatment in named):
        return kinds
    joined = [
        kind
        for kind in kinds[len(inside) :]
        if _JOINED_TO.search(description.folded, max(0, kind[1].start - _LOOK_BACK), kind[1].start)
    ]
    return inside + joined


def joined_drugs(description: Passage, kinds: list[Kind], first: frozenset[str]) -> list[Kind]:
    """Return the drugs from one of the ``first`` modalities on that are joined: "toripalimab + carboplatin"."""
    drugs = [kind for kind in kinds if kind[0].kind == "agent"]
    found: list[Kind] = []
    for drug in drugs:
        if found and _DRUGS_JOINED.fullmatch(description.folded, found[-1][1].end, drug[1].start):
            found.append(drug)
        elif first.issuperset(drug[0].modality):
            found.append(drug)
    return found


def class_sentence(description: Passage, kinds: list[Kind], products: frozenset[str]) -> list[Kind]:
    """Return the treatments of the first sentence where it begins with an article and the class of the product."""
    if not kinds or products.isdisjoint(kinds[0][0].modality):
        return []
    if not _CLASS_FIRST.fullmatch(description.folded, 0, kinds[0][1].start):
        return []
    end = SENTENCE_END.search(description.folded, kinds[0][1].end)
    return [kind for kind in kinds if end is None or kind[1].start < end.start()]


def without_asides(description: Passage, kinds: list[Kind]) -> list[Kind]:
    """Leave out drugs that a description only names, where it begins with the class of the product.

    A drug of another class counts if a word or a sign joins it to what goes before: "CAR-T cells, then nivolumab".
    """
    first = kinds[0] if kinds else None
    if first is None or first[0].kind == "agent" or first[1].start > _CLASS_WITHIN:
        return kinds
    own = set(first[0].modality)
    return [
        kind
        for kind in kinds
        if kind[0].kind != "agent"
        or not own.isdisjoint(kind[0].modality)
        or _JOINED_BEFORE.search(description.folded, max(0, kind[1].start - _LOOK_BACK), kind[1].start)
    ]


def without_general_word(kinds: list[Kind]) -> list[Kind]:
    """Leave out "bispecific" beside an engager, which is one, and the substance on whose enzyme a drug acts."""
    labels = {label for treatment, _ in kinds for label in treatment.modality}
    general = {("bispecific_other",) if "tce" in labels else (), ("other",) if labels & _ON_ENZYMES else ()}
    return [kind for kind in kinds if kind[0].modality not in general]


def is_chemotherapy(kinds: list[Kind]) -> bool:
    """Return whether a description names chemotherapy alone, which may prepare for the product."""
    return all(treatment.modality == ("chemo",) for treatment, _ in kinds)
