"""Apply a curator's override: the labels of one axis of one trial are replaced, and what they replace is kept."""

from collections.abc import Sequence

from trialscape.config.vocabularies.places import OverrideRow
from trialscape.verdict import Defeat, Evidence, Verdict

# Rules with this beginning are a curator's decisions.
OVERRIDE = "override "


def apply_override(verdicts: Sequence[Verdict], row: OverrideRow) -> tuple[list[Verdict], list[Defeat]]:
    """Return the verdicts after ``row``, and the verdicts it replaced as defeats.

    The evidence of an override is the curator's reason with author and date; it quotes nothing from the record, so its
    field is ``override`` and its offsets span the reason itself.
    """
    rule = f"{OVERRIDE}{row.author} {row.date}"
    evidence = Evidence("override", 0, len(row.reason), row.reason, "override", row.author)
    kept = [verdict for verdict in verdicts if verdict.axis != row.axis]
    given = [Verdict(row.axis, label, rule, (evidence,)) for label in row.label]
    why = f"replaced by a curator's override of {row.date}: {row.reason}"
    lost = [
        Defeat(row.axis, verdict.label, verdict.rule, why, verdict.evidence)
        for verdict in verdicts
        if verdict.axis == row.axis and verdict.label not in row.label
    ]
    return kept + given, lost
