"""Check the records of a build against the expectations of the configuration."""

from collections import Counter
from collections.abc import Iterable

from trialscape.config.tracking.expectations import Expectations
from trialscape.errors import CheckError


class ExpectationCheck:
    """Counts how often each expected field is filled, over any number of trials."""

    def __init__(self, expectations: Expectations) -> None:
        self._expectations = expectations
        self._filled: Counter[str] = Counter()
        self._total = 0

    def count(self, filled: Iterable[str]) -> None:
        """Count one tracked trial, of which these fields are filled."""
        self._total += 1
        self._filled.update(filled)

    def check(self, trials_with_unknown_values: int) -> None:
        """Raise CheckError with every expectation that is not met, each with figure and threshold."""
        if not self._total:
            return
        missed = []
        for item in self._expectations.field:
            share = self._filled[item.name] / self._total
            if share < item.minimum_share:
                missed.append(
                    f"{item.name} is filled in {share:.1%} of {self._total} trials; at least {item.minimum_share:.0%} "
                    f"is expected ({item.why})"
                )
        unknown = trials_with_unknown_values / self._total
        if unknown > self._expectations.signals.maximum_share:
            largest = self._expectations.signals.maximum_share
            missed.append(f"{unknown:.1%} of trials have unknown enumeration values; at most {largest:.0%} is expected")
        if missed:
            raise CheckError(
                "The records do not meet the expectations in expectations.toml; nothing was published: "
                + "; ".join(missed)
                + "."
            )
