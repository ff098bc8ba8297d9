"""The value type of a difference."""

from dataclasses import dataclass

from trialscape.config.tracking.change_rules import Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of change between two versions of a trial.

    ``old`` and ``new`` are values in the registry's words ("" if there is none). ``size`` is the slip in days for
    dates (later is positive) and the change as a fraction of the old count for enrolment; None where neither is known.
    ``gained``, ``lost`` and ``altered`` name items of lists. Rules compare ``mark`` in addition to ``new``: whether a
    date is ACTUAL or ESTIMATED.
    """

    kind: Kind
    old: str = ""
    new: str = ""
    size: float | None = None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    mark: str = ""
