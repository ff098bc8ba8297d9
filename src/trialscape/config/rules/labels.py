"""The labels of every axis, and a check that rules give no other label."""

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from trialscape.config.files.file_reader import Strict, spelling_hint
from trialscape.config.rules.axes import CellRules, StrategyRules, TherapyRules
from trialscape.config.rules.text_axes import TextRules
from trialscape.config.vocabularies.terms import CancerLabel, Modality
from trialscape.errors import Fault

# As the label guide defines them; rules, reports, cohorts and overrides may use these only.
AXES: Mapping[str, frozenset[str]] = {
    "modality": frozenset(get_args(Modality)),
    "therapy": frozenset(
        ("tce_bispecific", "checkpoint_modulator", "cell_therapy", "small_molecule_io", "combination")
    ),
    "cancer": frozenset((*get_args(CancerLabel), "none")),
    "ici_setting": frozenset(("required", "allowed", "excluded", "unspecified")),
    "resistance": frozenset(("primary", "acquired", "both", "unspecified")),
    "line": frozenset(("first", "later", "third_or_more", "unspecified")),
    "act": frozenset(("autologous", "allogeneic", "both", "unspecified", "none")),
    "act_with": frozenset(("surgery", "chemotherapy", "radiotherapy")),
    "strategy": frozenset(("coinhibitory", "costimulatory", "tme", "priming", "effector")),
    "end_user": frozenset(("academic", "specialty_clinic", "general_hospital", "cro_site", "undisclosed", "other")),
}

# Derived in the warehouse from the labels above, for cohorts and segments: concepts.tumour_kind.
DERIVED: Mapping[str, frozenset[str]] = {"tumour_kind": frozenset(("solid", "blood"))}


def check_labels(rules: Mapping[str, Strict], text: TextRules | None) -> Iterator[Fault]:
    """Yield a fault for each label that a rule gives and its axis does not have."""
    for axis, item, label in (*_derived(rules), *_worded(text)):
        known = sorted(AXES[axis])
        if label not in known:
            problem = f"axis '{axis}' has no label '{label}'" + spelling_hint(label, known)
            yield Fault(f"axes/{axis}.toml", item, "label", problem, ", ".join(known))


def _derived(rules: Mapping[str, Strict]) -> Iterator[tuple[str, str, str]]:
    """Yield axis, rule and label of the rules over what is under study."""
    therapy, strategy, cells = (rules.get(name) for name in ("therapy", "strategy", "act"))
    if isinstance(therapy, TherapyRules):
        yield from (("therapy", rule.id, rule.label) for rule in therapy.derived)
        yield "therapy", "combination", therapy.combination.label
    if isinstance(strategy, StrategyRules):
        yield from (("strategy", rule.id, rule.label) for rule in strategy.derived)
    if isinstance(cells, CellRules):
        yield from (("act", f"own_source {name}", label) for name, label in cells.own_source.items())


def _worded(text: TextRules | None) -> Iterable[tuple[str, str, str]]:
    """Return axis, rule and label of the rules over wording."""
    if text is None:
        return ()
    sets = {"line": text.line.rule, "resistance": text.resistance.rule}
    return [(axis, rule.id, label) for axis, rules in sets.items() for rule in rules for label in rule.labels]
