"""The content of a report file: segments, countries, claims, players, definitions.

A report is recorded as facts in our own words with the place in the document, in one file of ``config/reports`` each.
Shares and growth are in per cent, as documents print them; sizes in USD, million or billion, as printed. ``statements``
checks single statements, ``consistency`` the items of a report against each other.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from trialscape.config.files.file_reader import Strict
from trialscape.config.reports.market_sizes import Estimate, Id, Period, PrintedWord, Text, Year
from trialscape.config.reports.statements import Mistake, Op, Statement

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Labels = Mapping[str, tuple[str, ...]]

# Words that tables use for "in no segment" and "all trials".
RESERVED = ("unclassified", "all")


class Dimension(Strict):
    """One way in which the report splits its market; the shares of its segments add to 1.

    ``not_comparable`` says why trials in these segments are not about what the market is split by; ``outside`` names
    products that no segment takes.
    """

    id: Id
    name: Text
    place: Text
    note: str = ""
    not_comparable: str = ""
    outside: tuple["Outside", ...] = ()


class Outside(Strict):
    """Labels of trials that the dimension's segments do not mean, with the reason."""

    has: Annotated[Labels, Field(min_length=1)]
    reason: Text


class Countries(Strict):
    """The countries of a region: those the document names, and those that its "rest of" must mean."""

    named: tuple[Country, ...] = ()
    assigned: tuple[Country, ...] = ()
    derivation: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Return named and assigned countries together."""
        return self.named + self.assigned


class LabelRule(Strict):
    """The labels that a trial must have: any label of an axis, on all axes, and none of ``but_not``."""

    has: Labels = Field(default_factory=dict)
    but_not: Labels = Field(default_factory=dict)

    def mistakes(self) -> Iterator[Mistake]:
        """Yield a rule without conditions, and axes without a label."""
        if not self.has:
            yield "where.has", "needs at least one axis with its labels"
        for key, labels in (("where.has", self.has), ("where.but_not", self.but_not)):
            for axis, names in labels.items():
                if not names:
                    yield f"{key}.{axis}", "names no label; name at least one"


class Segment(Strict):
    """One segment with exactly one rule: labels, countries, or the reason why no trial can be put there.

    ``residual`` marks "Others" and "Rest of ...": it holds everything outside the named segments, so orders exclude it.
    """

    id: Id
    dimension: Id
    name: Text
    where: LabelRule | None = None
    countries: Countries | None = None
    not_mappable: str = ""
    residual: bool = False
    place: str = ""
    note: str = ""

    def mistakes(self) -> Iterator[Mistake]:
        """Yield a missing, double or empty rule, and countries without a derivation."""
        if sum((self.where is not None, self.countries is not None, bool(self.not_mappable))) != 1:
            yield "where", "a segment needs exactly one of 'where', 'countries' and 'not_mappable'"
        if self.id in RESERVED:
            yield "id", f"'{self.id}' is reserved for the tables; choose another id"
        if self.where is not None:
            yield from self.where.mistakes()
        if self.countries is not None and not self.countries.all:
            yield "countries.named", "names no country, so no trial can belong here"
        if self.countries is not None and self.countries.assigned and not self.countries.derivation:
            yield "countries.derivation", "is needed for countries that the document does not name"


class UnassignedCountries(Strict):
    """Countries that the report's regions cannot hold, with the reason."""

    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    reason: Text


class Grouping(Strict):
    """A grouping of countries that the document uses elsewhere: these countries within these segments."""

    id: Id
    name: Text
    segments: Annotated[tuple[str, ...], Field(min_length=1)]
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    place: Text


class Claim(Strict):
    """One claim of the document with what it states, typed.

    ``set_aside`` keeps it out of the share intervals; ``leaves_out`` says what its tests leave out.
    """

    id: Id
    says: Text
    place: Text
    states: tuple[Statement, ...]
    not_testable: str = ""
    leaves_out: str = ""
    set_aside: str = ""

    def mistakes(self) -> Iterator[Mistake]:
        """Yield the mistakes of its statements."""
        if not self.states:
            yield "states", "a claim needs at least one statement"
        for state in self.states:
            yield from state.mistakes()


class Player(Strict):
    """A company that the document names, its list, and the stated focus, if any."""

    id: Id
    name: Text
    groups: Annotated[tuple[str, ...], Field(min_length=1)]
    focus: str = ""
    segments: tuple[str, ...] = ()
    labels: Labels = Field(default_factory=dict)
    note: str = ""


class Definition(Strict):
    """A term that a framework defines, with its printed thresholds: for readers only; no figure uses it.

    The tests check the thresholds of ``axes/resistance.toml`` against these figures.
    """

    id: Id
    term: Text
    setting: str = ""
    says: Text
    place: Text
    exposure_weeks_at_least: float | None = None
    exposure_months_at_least: float | None = None
    stable_months_under: float | None = None
    stable_months_over: float | None = None
    progression_months_within: float | None = None
    confirmation_weeks: float | None = None


class Cohort(Strict):
    """A set of trials that a pipeline share is taken over; no rule at all means every tracked trial.

    ``caution`` says what the searches leave out of it; every output shows it with the figures.
    """

    id: Id
    name: Text
    why: Text
    caution: str = ""
    where: LabelRule = LabelRule()


class Report(Strict):
    """One market report (``kind`` market: sizes, shares, a default cohort) or one framework (kinds of options only)."""

    id: Id
    title: Text
    publisher: Text
    kind: Literal["market", "framework"]
    base_year: Year | None = None
    cohort: Id
    also: tuple[Id, ...] = ()
    note: str = ""
    period: tuple[Period, ...] = ()
    reading: tuple[PrintedWord, ...] = ()
    estimate: tuple[Estimate, ...] = ()
    dimension: tuple[Dimension, ...]
    segment: tuple[Segment, ...]
    homeless: tuple[UnassignedCountries, ...] = ()
    grouping: tuple[Grouping, ...] = ()
    claim: tuple[Claim, ...] = ()
    player: tuple[Player, ...] = ()
    definition: tuple[Definition, ...] = ()
    cohorts: tuple[Cohort, ...] = ()

    def mistakes(self) -> Iterator[Mistake]:
        """Yield the mistakes of the report as a whole."""
        if self.kind == "market" and self.base_year is None:
            yield "base_year", "a market report needs the year of its shares"
        if not self.dimension:
            yield "dimension", "a report needs at least one dimension"
        headline = self.headline()
        if headline is not None and headline.sizes and self.base_year is not None:
            first, last = headline.span
            if not first <= self.base_year <= last:
                problem = f"the headline estimate has no size for {self.base_year}, so no segment would have a size"
                yield "base_year", f"{problem}; it covers {first} to {last}"

    @property
    def comparable_cohorts(self) -> tuple[str, ...]:
        """Return the cohorts that are about the report's market: its own, and those under ``also``."""
        return (self.cohort, *(cohort for cohort in self.also if cohort != self.cohort))

    def segments_of(self, dimension: str) -> tuple[Segment, ...]:
        """Return the segments of ``dimension`` in the report's order."""
        return tuple(segment for segment in self.segment if segment.dimension == dimension)

    def name_of(self, dimension: str) -> str:
        """Return the title of ``dimension``."""
        return next(item.name for item in self.dimension if item.id == dimension)

    def country_segment(self, country: str) -> str:
        """Return the id of the region that holds ``country`` (ISO-2), or "" when none does."""
        for segment in self.segment:
            if segment.countries is not None and country in segment.countries.all:
                return segment.id
        return ""

    def headline(self) -> Estimate | None:
        """Return the headline estimate of the report, or None for a framework."""
        return next((estimate for estimate in self.estimate if estimate.role == "headline"), None)

    def read(self, state: Statement) -> tuple[Op, float]:
        """Return the operator and tolerance (points) of a numeric statement, by its own op or by its printed word."""
        if state.op is not None:
            return state.op, state.within or 0.0
        found = next(reading for reading in self.reading if reading.word == state.word)
        return found.op, found.within or 0.0
