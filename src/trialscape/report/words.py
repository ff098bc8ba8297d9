"""Numbers, verdicts and grounds of shares, in words."""

from collections.abc import Sequence

ANSWERS = ("supported", "contradicted", "not_in_line", "inconclusive", "not_testable")
READOUTS = ("ahead", "overdue", "awaiting_results")
VERDICTS = {
    "over_researched": "over-researched",
    "under_researched": "under-researched",
    "indistinct": "indistinct",
    "depends_on_counting": "depends on counting",
    "no_market_share": "no market share",
    "not_comparable": "not comparable",
    "no_trials": "no trials",
}
BASES = {
    "reported": "printed",
    "bounded": "bounded by printed figures",
    "rank_implied": "order only",
    "none": "no claim",
}
# Names of labels and axes that their ids do not spell.
NAMES = {
    "adc": "antibody-drug conjugate",
    "act": "adoptive cells",
    "act_with": "given with cells",
    "bispecific_other": "other bispecific",
    "car_t": "CAR-T",
    "chemo": "chemotherapy",
    "costim_agonist": "co-stimulator",
    "cro_site": "CRO or trial site",
    "ctla4": "CTLA-4",
    "hnscc": "head and neck cancer",
    "ici_setting": "checkpoint setting",
    "ido1": "IDO1",
    "lag3": "LAG-3",
    "nk_cell": "NK cell",
    "nsclc": "non-small-cell lung cancer",
    "other_checkpoint": "other checkpoint",
    "other_small_io": "other small molecule",
    "pd1_pdl1": "PD-1/PD-L1",
    "rcc": "renal cell carcinoma",
    "sting": "STING",
    "targeted": "targeted drug",
    "tce": "CD3 engager",
    "tcr_t": "TCR-T",
    "tigit": "TIGIT",
    "til": "TIL",
    "tim3": "TIM-3",
    "tlr": "TLR",
    "tme": "tumour microenvironment",
}
PHASES = {
    "early_phase_1": "Early phase 1",
    "phase_1": "Phase 1",
    "phase_1_2": "Phase 1/2",
    "phase_2": "Phase 2",
    "phase_2_3": "Phase 2/3",
    "phase_3": "Phase 3",
    "phase_4": "Phase 4",
    "not_applicable": "Not applicable",
    "none": "No phase",
}
# The probabilities that reach a verdict, and the half of the last digit that is shown.
_UNLIKELY, _LIKELY, _HALF_DIGIT = 0.05, 0.95, 0.005
SMALL_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def percent(share: float | None) -> str:
    """Return a share in per cent with one decimal, without the sign."""
    return "–" if share is None else f"{100 * share:.1f}"


def chance(probability: float | None) -> str:
    """Return two decimals.

    An uncertain value is never shown as 0 or 1, and one that reaches no verdict never as the 0.95 or 0.05 that would.
    """
    if probability is None:
        return "–"
    if _LIKELY - _HALF_DIGIT <= probability < _LIKELY:
        return f"< {_LIKELY}"
    if _UNLIKELY < probability <= _UNLIKELY + _HALF_DIGIT:
        return f"> {_UNLIKELY}"
    if probability < 0.01 or probability > 0.99:
        return "< 0.01" if probability < 0.01 else "> 0.99"
    return f"{probability:.2f}"


def count(number: float) -> str:
    """Return a number of trials, which may be split over segments: at most one decimal, commas at thousands."""
    return f"{number:,.0f}" if number >= 100 or float(number).is_integer() else f"{number:.1f}"


def number_word(number: int) -> str:
    """Return small numbers as words, as in running text."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else f"{number:,}"


def listed(names: Sequence[str]) -> str:
    """Return names as "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def spoken(identifier: str) -> str:
    """Return an id such as ``end_user`` as words."""
    return NAMES.get(identifier, identifier.replace("_", " "))


def opening(text: str) -> str:
    """Return the text with a capital first letter and the rest unchanged."""
    return text[:1].upper() + text[1:]


def noted_answers(why: str, answer: str) -> list[str]:
    """Return, each once, the answers of a claim's tests that have a note, or that differ within a claim.

    ``why`` and ``answer`` are those of marts.claim_check. An answer of one of several tests names its subject in
    brackets; in a claim that is not supported as a whole, these are listed without a note as well.
    """
    is_mixed = answer != "supported"
    return list(dict.fromkeys(part for part in why.split(" | ") if ": " in part or (is_mixed and "(" in part)))
