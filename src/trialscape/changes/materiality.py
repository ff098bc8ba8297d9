"""The materiality of a difference, by the first rule of its kind that matches."""

from trialscape.changes.difference import Difference
from trialscape.config.tracking.change_rules import ChangeRule, ChangeRules, Materiality


def weigh(found: Difference, rules: ChangeRules) -> tuple[Materiality, str]:
    """Return the materiality of a difference and the reason, by the rules; each kind has a rule that always matches."""
    rule = next(rule for rule in rules.rule if rule.kind == found.kind and _fits(rule, found))
    return rule.materiality, rule.why


def _fits(rule: ChangeRule, found: Difference) -> bool:
    if rule.old is not None and found.old not in rule.old:
        return False
    if rule.new is not None and not {found.new, found.mark} & set(rule.new):
        return False
    if rule.at_least is not None and abs(found.size or 0) < rule.at_least:
        return False
    if rule.way is not None and ((found.size or 0) > 0) is not (rule.way == "up"):
        return False
    return rule.when is None or bool(getattr(found, rule.when))
