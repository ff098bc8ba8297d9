"""One typed statement of a claim, and which keys each kind of statement needs.

One flat model, and not a class for each kind, lets a mistyped key be reported with all existing keys, and a missing one
in a sentence of our own.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from trialscape.config.files.file_reader import Strict

# The wrong key and the mistake; the caller adds file and item.
Mistake = tuple[str, str]

Op = Literal["=", ">=", "<=", ">", "<", "~"]
Kind = Literal[
    "size",
    "cagr",
    "share",
    "rank",
    "order",
    "growth_rank",
    "trend",
    "count",
    "presence",
    "event",
    "concentration",
    "regulatory",
    "outcome",
]

_DATE = re.compile(r"(from )?((19|20)\d{2})(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4])?")
DATES = "2024, 2025-Q1, 2024-02 or 2024-02-28, or 'from ' before one of them"
PHASES = ("1", "1/2", "1-2", "2", "3", "4")

_SECOND = ("second", "close_second")
# A count of agents goes by all tracked trials, and the other kinds have no test.
_MEASURED = ("rank", "order", "share", "growth_rank", "trend", "presence", "event", "regulatory")
SUBJECTS = ("segments", "countries", "players", "labels", "topics", "facilities", "of")

# The required keys of each kind; subject and operator are checked separately.
NEEDS: Mapping[Kind, tuple[str, ...]] = {
    "size": ("year",),
    "cagr": ("percent", "from_year", "to_year"),
    "share": ("percent",),
    "rank": ("rank",),
    "order": (),
    "growth_rank": ("rank",),
    "trend": ("trend",),
    "count": ("number",),
    "presence": (),
    "event": ("date",),
    "concentration": (),
    "regulatory": ("status",),
    "outcome": ("of",),
}


class Statement(Strict):
    """What a claim states: its ``kind``, its subject, and the figures or words of that kind.

    ``percent`` is 0 to 100 for shares; ``within`` (points) belongs to op ``~``; ``word`` stands for an op of the
    report's readings; ``after`` names the segment that a second one follows; ``part`` says that only a part of the
    segment is meant; ``labels`` are classifier labels by axis; ``date`` is a year, quarter, month or day, or ``from``
    with one of them; ``cohort`` says that the sentence is about other trials than the report's own cohort, and
    ``cohort_why`` on which words that rests; ``approved`` says that at least one product of the kind is approved.
    """

    kind: Kind
    segments: tuple[str, ...] = ()
    countries: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...] = ()
    players: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    topics: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    of: str = ""
    part: str = ""
    after: str = ""
    op: Op | None = None
    word: str = ""
    percent: float | None = None
    within: Annotated[float, Field(gt=0, le=50)] | None = None
    number: float | None = None
    usd_million: Annotated[float, Field(gt=0)] | None = None
    usd_billion: Annotated[float, Field(gt=0)] | None = None
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    from_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    to_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    rank: Literal["largest", "second", "close_second", "minimal", "fastest"] | None = None
    trend: Literal["rising", "high_growth", "gradual", "opportunity"] | None = None
    degree: (
        Literal["some", "multiple", "leading", "lagging", "limited", "absent", "mostly", "not_of_its_kind"] | None
    ) = None
    grade: Literal["low", "moderate", "high"] | None = None
    status: str = ""
    phase: str = ""
    product: str = ""
    date: str | None = None
    cohort: str = ""
    cohort_why: str = ""
    approved: bool = False

    def mistakes(self) -> Iterator[Mistake]:
        """Yield the missing and wrong keys of this statement for its kind."""
        for key in NEEDS[self.kind]:
            if getattr(self, key) in (None, ""):
                yield key, f"a statement of kind '{self.kind}' needs '{key}'"
        if self.kind != "concentration" and not any(getattr(self, key) for key in SUBJECTS):
            yield "segments", f"a statement of kind '{self.kind}' needs a subject: one of {', '.join(SUBJECTS)}"
        if self.date is not None:
            yield from _check_date(self.date)
        if self.phase and self.phase not in PHASES:
            yield "phase", f"'{self.phase}' is not a phase; write one of {', '.join(PHASES)}"
        yield from _check_cohort(self)
        yield from _check_after(self)
        yield from _CHECKS.get(self.kind, _nothing)(self)

    @property
    def is_of_segments(self) -> bool:
        """Return whether the statement is about whole segments, not a country, company or agent in them."""
        narrower = (self.part, self.product, self.phase, *(getattr(self, key) for key in SUBJECTS if key != "segments"))
        return bool(self.segments) and not any(narrower)

    @property
    def usd(self) -> float | None:
        """Return a printed segment size in USD million, or None."""
        return self.usd_billion * 1000.0 if self.usd_billion is not None else self.usd_million


def _nothing(_: Statement) -> Iterator[Mistake]:
    """Accept a statement; its kind has no further conditions."""
    yield from ()


def _check_cohort(state: Statement) -> Iterator[Mistake]:
    if state.cohort and state.kind not in _MEASURED:
        yield "cohort", f"belongs to a statement that is measured over a cohort: {', '.join(_MEASURED)}"
    if bool(state.cohort) != bool(state.cohort_why):
        yield "cohort_why", "goes with 'cohort' and says which words speak of other trials"
    if state.approved and state.kind != "regulatory":
        yield "approved", "belongs to a statement of kind 'regulatory'"


def _check_after(state: Statement) -> Iterator[Mistake]:
    is_second = state.kind in ("rank", "growth_rank") and state.rank in _SECOND and bool(state.segments)
    if is_second and not state.after:
        yield "after", "a second place needs 'after', the segment that it follows"
    if state.after and not is_second:
        yield "after", "belongs to a second place among segments, and to no other statement"


def _check_operator(state: Statement) -> Iterator[Mistake]:
    if (state.op is None) == (not state.word):
        yield "op", f"a statement of kind '{state.kind}' needs exactly one of 'op' and 'word'"
    if state.op is not None and (state.op == "~") != (state.within is not None):
        yield "within", "a width in points belongs to op '~', and to no other op"


def _check_share(state: Statement) -> Iterator[Mistake]:
    yield from _check_operator(state)
    if state.percent is not None and not 0 <= state.percent <= 100:
        yield "percent", f"a share lies between 0 and 100 per cent, not at {state.percent:g}"
    if len(state.segments) > 1:
        yield "segments", "a share belongs to one segment; write one statement for each"


def _check_size(state: Statement) -> Iterator[Mistake]:
    if (state.usd_million is None) == (state.usd_billion is None):
        yield "usd_million", "a size needs exactly one of 'usd_billion' and 'usd_million'"
    if len(state.segments) != 1:
        yield "segments", "a size in a claim belongs to one segment; the whole market's goes under [[estimate]]"


def _check_cagr(state: Statement) -> Iterator[Mistake]:
    if state.from_year is not None and state.to_year is not None and state.from_year >= state.to_year:
        yield "from_year", "must lie before 'to_year'"


def _check_rank(state: Statement) -> Iterator[Mistake]:
    if state.rank == "fastest":
        yield "rank", "'fastest' is a growth rank: use kind 'growth_rank'"
    if len(state.segments) > 1:
        yield "segments", "a rank belongs to one segment; use kind 'order' for several"


def _check_order(state: Statement) -> Iterator[Mistake]:
    if len(state.segments) < 2:
        yield "segments", "an order needs at least two segments, the largest first"


def _check_date(date: str) -> Iterator[Mistake]:
    day = date.removeprefix("from ")
    if not _DATE.fullmatch(date):
        yield "date", f"'{date}' is not a date; write {DATES}"
    elif len(day) == len("2025-01-31"):
        try:
            dt.date.fromisoformat(day)
        except ValueError:
            yield "date", f"there is no day {day}"


def _check_concentration(state: Statement) -> Iterator[Mistake]:
    if state.grade is None and state.percent is None:
        yield "grade", "a concentration needs 'grade' or 'percent'"


_CHECKS: Mapping[Kind, Callable[[Statement], Iterator[Mistake]]] = {
    "share": _check_share,
    "size": _check_size,
    "cagr": _check_cagr,
    "rank": _check_rank,
    "order": _check_order,
    "count": _check_operator,
    "concentration": _check_concentration,
}
