"""Sizes, growth rates, periods and printed words of a report, as its file writes them.

Sizes keep the unit that was printed, because the last printed digit gives the rounding of a figure.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from trialscape.config.files.file_reader import Strict
from trialscape.config.reports.statements import Mistake, Op

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Year = Annotated[int, Field(ge=1990, le=2100)]


def half_unit(value: float) -> float:
    """Return half of the last printed digit of ``value``: 0.05 for 8.3, 0.005 for 4.93, 0.5 for 35."""
    digits = repr(value).partition(".")[2] if "e" not in repr(value) else ""
    return 0.5 if digits in ("", "0") else 0.5 * 10.0 ** -len(digits)


class PrintedWord(Strict):
    """How a printed word is read: "around" as ``~`` within some points, "over" as ``>``."""

    word: Text
    op: Op
    within: Annotated[float, Field(gt=0, le=50)] | None = None
    why: Text

    def mistakes(self) -> Iterator[Mistake]:
        """Yield a width without '~', or the other way round."""
        if (self.op == "~") != (self.within is not None):
            yield "within", "a width in points belongs to op '~', and to no other op"


class SizePoint(Strict):
    """The market's size in one year, in the unit that was printed."""

    year: Year
    usd_billion: Annotated[float, Field(gt=0)] | None = None
    usd_million: Annotated[float, Field(gt=0)] | None = None

    @property
    def usd(self) -> float:
        """Return the size in USD million."""
        return self.usd_billion * 1000.0 if self.usd_billion is not None else self.usd_million or 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the range in USD million that is printed as this size: half a last digit below and above."""
        if self.usd_billion is not None:
            half = half_unit(self.usd_billion) * 1000.0
        else:
            half = half_unit(self.usd_million or 0.0)
        return self.usd - half, self.usd + half


class Estimate(Strict):
    """One statement of the market's size: printed years, and the printed growth rate with the years it spans.

    ``has_printed_rate_years`` is false where the document prints the rate alone and the years are those of the sizes.
    """

    id: Id
    role: Literal["headline", "rival"]
    market: str = ""
    sizes: tuple[SizePoint, ...]
    cagr_percent: Annotated[float, Field(gt=-100)] | None = None
    cagr_from: Year | None = None
    cagr_to: Year | None = None
    has_printed_rate_years: bool = True
    place: Text
    note: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and the last year that have a size: printed, between printed ones, or by the growth rate."""
        years = [size.year for size in self.sizes]
        if len(years) == 1 and self.cagr_percent is not None:
            years += [year for year in (self.cagr_from, self.cagr_to) if year is not None]
        return min(years), max(years)

    def mistakes(self) -> Iterator[Mistake]:
        """Yield sizes without exactly one unit or out of order, and a growth rate without its years."""
        if not self.sizes:
            yield "sizes", "an estimate needs at least one size"
        years = [size.year for size in self.sizes]
        if years != sorted(set(years)):
            yield "sizes", "years must rise, each once"
        for size in self.sizes:
            if (size.usd_billion is None) == (size.usd_million is None):
                yield "sizes", f"the size of {size.year} needs exactly one of 'usd_billion' and 'usd_million'"
        for key, year in (("cagr_from", self.cagr_from), ("cagr_to", self.cagr_to)):
            if self.cagr_percent is not None and year is None:
                yield key, "a growth rate needs its years: 'cagr_from' and 'cagr_to'"
            if self.cagr_percent is None and year is not None:
                yield key, "a year without 'cagr_percent', the growth rate that it belongs to"
        if self.cagr_from is not None and self.cagr_to is not None and self.cagr_from >= self.cagr_to:
            yield "cagr_from", "must lie before 'cagr_to'"


class Period(Strict):
    """A span of years that the document states, and what it is said to be."""

    what: Literal["study", "history", "forecast"]
    from_year: Year
    to_year: Year
    place: Text

    def mistakes(self) -> Iterator[Mistake]:
        """Yield a period that does not run forwards."""
        if self.from_year >= self.to_year:
            yield "from_year", "must lie before 'to_year'"
