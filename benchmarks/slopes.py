"""How the time to classify a record grows with its length, over repeated units; the log-log slope must stay below 1.2.

    python -m benchmarks.slopes [SEED] > benchmarks/results/slopes.txt

Units are clauses that were slow once, chance clauses of the words that the rules know, and texts made from the rules'
own expressions. Each is repeated in all texts of a record at once, up to 200,000 characters in all. Where the time
grows faster than the text, and for the steepest and slowest units anyway, each text is measured alone from 25,000 to
200,000 characters, and that decides. Prints the steepest and exits with 1 when one is above the limit.
"""

import gc
import math
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trialscape.classify.assemble import build_classifier
from trialscape.classify.engine import Classifier
from trialscape.config.load import Config, load_config
from trialscape.config.rules.cues import Cue
from trialscape.paths import config_folder
from trialscape.study.model import Arm, Intervention, Study

SIZES = (25_000, 200_000)
LIMIT = 1.2
# A first look takes a fifth of the sizes in each of five texts; a steeper unit is measured text by text.
_SUSPECT = 1.1
# So many of the steepest and of the slowest units are measured text by text in any case.
_ALWAYS = 3
# Below this many seconds at the larger size, what is measured is the machine.
_LEAST = 0.2
_NAME = 1000
_CHANCE_UNITS = 60
_AGENT_UNITS = 10
_BASE = Study("NCT00000001", brief_title="Study in melanoma", conditions=("Solid tumors",))

SLOW_ONCE = (
    "progressed on anti-PD-1 ", "nivolumab plus ", "melanoma, ", "melanoma. ", "cohort A: melanoma; ", "anti-PD-1; ",
    "no prior anti-PD-1 therapy; ", "* prior PD-1:\n", "  * PD-1\n* a:\n", "* anti-PD-1\n", "PD-1 or ", "either ",
    "Inclusion Criteria: - a - b ", "Exclusion Criteria:\n", "<p>", "<li>PD-1</li>", "(", ". ", "; ", "\\[PD-1\\] ",
    "&amp;", "PD\u00ad-1 ", "x", " ", "\n", "1. ", "i) ", "~", "the most recent regimen was anti-PD-1\n",
    "CD19 CAR-T (", "pembrolizumab in combination with ", "versus ", "placebo, ", "solid tumors including ",
    "primary resistance ", "response followed by progression ", "at least two prior lines of ", "TIL ",
)  # fmt: skip


def units(config: Config, chance: random.Random) -> Iterator[str]:
    """Yield all units."""
    yield from SLOW_ONCE
    words = [word.rstrip("*").replace("~", "-") for cue in config.text.ici_setting.cue for word in cue.words]
    for _ in range(_CHANCE_UNITS):
        yield " ".join(chance.choices(words, k=chance.randint(2, 6))) + chance.choice((" ", ", ", ". ", "; ", "\n"))
    names = [agent.agent for agent in config.agents]
    yield from (f"{chance.choice(names)} and {chance.choice(names)} " for _ in range(_AGENT_UNITS))
    patterns = [rule.pattern for rule in (*config.text.resistance.rule, *config.text.line.rule)]
    for rules in (config.cancer, config.modality, config.strategy, config.cells):
        cues = (getattr(rules, name) for name in type(rules).model_fields)
        patterns += [pattern for cue in cues if isinstance(cue, Cue) for pattern in cue.patterns]
    yield from (f"{sample} " for pattern in patterns if (sample := _sample(_parsed(pattern), chance)).strip())


def _parsed(pattern: str) -> Any:
    return re._parser.parse(pattern)  # type: ignore[attr-defined]


def _sample(tree: Any, chance: random.Random) -> str:
    """Return a text that matches most of the expression and fails at its end, where backtracking costs most."""
    text = ""
    for kind, value in tree:
        name = str(kind)
        if name == "LITERAL":
            text += chr(value)
        elif name == "BRANCH":
            text += _sample(chance.choice(value[1]), chance)
        elif name == "SUBPATTERN":
            text += _sample(value[3], chance)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            text += _sample(value[2], chance) * max(1, value[0])
        elif name in ("IN", "NOT_LITERAL", "ANY"):
            text += "a" if name != "IN" else _of_set(value)
    return text


def _of_set(members: Any) -> str:
    kind, value = members[0]
    if str(kind) == "LITERAL":
        return chr(value)
    return chr(value[0]) if str(kind) == "RANGE" else "a"


def records(text: str) -> Iterator[tuple[str, Study]]:
    """Yield the record with ``text`` in each of its fields."""
    yield "inclusion", replace(_BASE, eligibility=text)
    yield "exclusion", replace(_BASE, eligibility=f"Exclusion Criteria:\n\n* {text}")
    yield "summary", replace(_BASE, brief_summary=text)
    yield "title", replace(_BASE, official_title=text)
    yield "arm", replace(_BASE, arms=(Arm("Arm", "EXPERIMENTAL", text),))
    yield "intervention", replace(_BASE, interventions=(Intervention("Drug", "DRUG", text),))
    # A longer name is not read at all, and more names than these would fill the budget.
    names = tuple(text[start : start + _NAME] for start in range(0, len(text), _NAME))
    yield "names", replace(_BASE, interventions=tuple(Intervention(name, "DRUG") for name in names))
    yield "other names", replace(_BASE, interventions=(Intervention("Drug", "DRUG", "", (), names),))
    yield "conditions", replace(_BASE, conditions=names)
    yield "labels", replace(_BASE, arms=tuple(Arm(name, "EXPERIMENTAL") for name in names))


def looked_at(classifier: Classifier, unit: str) -> tuple[float, float]:
    """Return the slope with the unit in all texts of the record at once, and the seconds at the larger size."""
    small, large = (_everywhere(_repeated(unit, size // 5)) for size in SIZES)
    first, second = _seconds(classifier, small, runs=1), _seconds(classifier, large, runs=1)
    return _slope(first, second), second


def slopes(classifier: Classifier, unit: str) -> Iterator[tuple[float, float, str]]:
    """Yield slope, seconds at the larger size, and field, where the time differs clearly from noise."""
    small, large = (dict(records(_repeated(unit, size))) for size in SIZES)
    for name, study in large.items():
        first, second = _seconds(classifier, small[name], runs=3), _seconds(classifier, study, runs=2)
        if _slope(first, second) > LIMIT:
            # Other work on the machine lengthens a measurement, so a steep one is taken again with more runs.
            first, second = _seconds(classifier, small[name], runs=9), _seconds(classifier, study, runs=9)
        if second >= _LEAST:
            yield _slope(first, second), second, name


def _repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _slope(first: float, second: float) -> float:
    return math.log(second / max(first, 1e-4)) / math.log(SIZES[1] / SIZES[0])


def _everywhere(text: str) -> Study:
    arms, given = (Arm("Arm", "EXPERIMENTAL", text),), (Intervention("Drug", "DRUG", text),)
    named = replace(_BASE, eligibility=text, brief_summary=text, official_title=text, arms=arms, interventions=given)
    names = tuple(text[start : start + _NAME] for start in range(0, len(text), _NAME))
    return replace(named, conditions=(*_BASE.conditions, *names), arms=(*arms, *(Arm(name) for name in names)))


def _seconds(classifier: Classifier, study: Study, *, runs: int) -> float:
    """Return the best of some runs; collection of garbage is off, as it strikes by chance."""
    gc.collect()
    gc.disable()
    best = math.inf
    for _ in range(runs):
        begun = time.process_time()
        classifier.classify(study)
        best = min(best, time.process_time() - begun)
    gc.enable()
    return best


def main() -> int:
    """Measure all units and print the steepest."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    config = load_config(config_folder(None))
    classifier = build_classifier(config)
    found: list[tuple[float, float, str, str]] = []
    tried = list(dict.fromkeys(units(config, random.Random(seed))))
    seen = sorted(((*looked_at(classifier, unit), unit) for unit in tried), reverse=True)
    slow = sorted(seen, key=lambda item: item[1], reverse=True)[:_ALWAYS]
    chosen = [item for item in seen if item[0] > _SUSPECT or item in seen[:_ALWAYS] or item in slow]
    for _, _, unit in chosen:
        found += [(*item, unit) for item in slopes(classifier, unit)]
    found.sort(reverse=True)
    sys.stdout.write(f"Seed {seed}: {len(tried)} units, {len(chosen)} of them measured text by text; ")
    sys.stdout.write(f"{len(found)} measurements at {SIZES[1]:,} characters took {_LEAST} s or more.\n")
    for slope, seconds, name, unit in found[:20]:
        sys.stdout.write(f"{slope:5.2f}  {seconds:6.2f} s  {name:12}  {unit[:60]!r}\n")
    slowest = max(found, key=lambda item: item[1], default=(0.0, 0.0, "", ""))
    sys.stdout.write(f"slowest: {slowest[1]:.2f} s in {slowest[2]}, {slowest[3][:60]!r}\n")
    return 1 if found and found[0][0] > LIMIT else 0


if __name__ == "__main__":
    raise SystemExit(main())
