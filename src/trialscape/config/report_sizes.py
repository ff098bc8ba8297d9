"""Sizes, growth rates, periods and printed words of a report, as its file writes them.

Sizes keep the unit that was printed, because the last printed digit says how far a figure may be off.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from trialscape.config.reading import Strict
from trialscape.config.statements import Op

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Year = Annotated[int, Field(ge=1990, le=2100)]


def half_unit(value: float) -> float:
    """Return half of the last printed digit of ``value``: 0.05 for 8.3, 0.005 for 4.93, 0.5 for 35."""
    digits = repr(value).partition(".")[2] if "e" not in repr(value) else ""
    return 0.5 if digits in ("", "0") else 0.5 * 10.0 ** -len(digits)


class Reading(Strict):
    """How a printed word is read: "around" as ``~`` within some points, "over" as ``>``."""

    word: Text
    op: Op
    within: Annotated[float, Field(gt=0, le=50)] | None = None
    why: Text

    @model_validator(mode="after")
    def _tolerance(self) -> Self:
        if (self.op == "~") != (self.within is not None):
            raise ValueError("'within' (points) belongs to op '~', and to no other op")
        return self


class SizePoint(Strict):
    """The market's size in one year, in the unit that was printed."""

    year: Year
    usd_billion: Annotated[float, Field(gt=0)] | None = None
    usd_million: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.usd_billion is None) == (self.usd_million is None):
            raise ValueError("a size needs exactly one of 'usd_billion' and 'usd_million'")
        return self

    @property
    def usd(self) -> float:
        """Return the size in USD million."""
        return self.usd_billion * 1000.0 if self.usd_billion is not None else self.usd_million or 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the sizes in USD million that would be printed alike: half a last digit below and above."""
        if self.usd_billion is not None:
            half = half_unit(self.usd_billion) * 1000.0
        else:
            half = half_unit(self.usd_million or 0.0)
        return self.usd - half, self.usd + half


class Estimate(Strict):
    """One statement of the market's size: printed years, and the printed growth rate with the years it spans."""

    id: Id
    role: Literal["headline", "rival"]
    market: str = ""
    sizes: Annotated[tuple[SizePoint, ...], Field(min_length=1)]
    cagr_percent: float | None = None
    cagr_from: Year | None = None
    cagr_to: Year | None = None
    place: Text
    note: str = ""

    @model_validator(mode="after")
    def _years(self) -> Self:
        years = (self.cagr_from, self.cagr_to)
        if self.cagr_percent is None:
            if years != (None, None):
                raise ValueError("'cagr_from' and 'cagr_to' need 'cagr_percent'")
            return self
        if self.cagr_from is None or self.cagr_to is None:
            raise ValueError("a growth rate needs its years: give 'cagr_from' and 'cagr_to'")
        if self.cagr_from >= self.cagr_to:
            raise ValueError("'cagr_from' must lie before 'cagr_to'")
        return self


class Period(Strict):
    """A span of years that the document states, and what it is said to be."""

    what: Literal["study", "history", "forecast"]
    from_year: Year
    to_year: Year
    place: Text
