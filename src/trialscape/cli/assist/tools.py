"""The questions of an assistant; each answer is read from the published file."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from trialscape.cli.assist.answers import MOST_ROWS, Answer, answer, statement
from trialscape.cli.compare.comparison_columns import ASSUMPTION
from trialscape.cli.compare.market import READING
from trialscape.cli.look.find import asked_history
from trialscape.cli.shared.filters import cautions, resolved_filters, resolved_report
from trialscape.cli.shared.output import as_objects
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.report.finder_words import DECIDED
from trialscape.warehouse.reader import Warehouse

COMPARED = (
    "report", "dimension", "dimension_title", "segment", "segment_title", "cohort", "scope", "counting", "trial_count",
    "pipeline_share",
    "pipeline_share_low", "pipeline_share_high", "market_share", "market_share_low", "market_share_high",
    "market_basis", "posterior_verdict", "probability_over", "ratio_median", "ratio_low", "ratio_high",
    "over_unless_market_above",
    "under_unless_market_below", "is_robust", "concordance", "not_comparable_reason",
)  # fmt: skip
COMPARED_BASIS = (
    "pipeline_share: share of the cohort's classified trials, each split evenly over its segments, or of their sites. "
    "market_share: mean and range that the report's claims allow, with market_basis: reported (printed), bounded (by "
    "printed figures), rank_implied (by the order of segments only), none. probability_over: chance that the ratio of "
    "the shares is above 1; ratios have 90 % intervals. posterior_verdict: over- or under-researched from a "
    "probability of 0.95 on, by trials and, where sites are counted, by sites. over_unless_market_above and "
    "under_unless_market_below: the market share at which the verdict would end. is_robust: it also holds whatever the "
    "claims allow. not_comparable_reason: why the two shares are about different things."
)
CLAIM_BASIS = "Each claim with the answer that the tracked trials give, and why; past starts stand in for forecasts."
CHANGE_BASIS = "Changes of records and of the tracked set, by the day on which they were seen."

Report = Annotated[str | None, Field(description="Report, such as A; see list_reports.")]
Dimension = Annotated[str | None, Field(description="Dimension of the report, such as therapy.")]
Cohort = Annotated[str | None, Field(description="Cohort; default: the report's own.")]
Scope = Annotated[Literal["active", "late", "all"], Field(description="Which trials count as pipeline.")]
Counting = Annotated[
    Literal["fractional", "per_site"], Field(description="Trials split over their segments, or their sites.")
]
Most = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows to return.")]


class Tools:
    """The questions over one warehouse, opened for each answer; the docstrings are shown to the assistant."""

    def __init__(self, open_warehouse: Callable[[], Warehouse]) -> None:
        self._open = open_warehouse

    def list_reports(self) -> Answer:
        """List the reports with their dimensions and segments, and the cohort that each is compared on."""
        with self._open() as warehouse:
            return answer(warehouse, "assistant/reports", None, basis="The reports in the configuration.")

    def compare(
        self,
        report: Report = None,
        dimension: Dimension = None,
        cohort: Cohort = None,
        scope: Scope = "active",
        counting: Counting = "fractional",
    ) -> Answer:
        """Compare shares of the trial pipeline with market shares, segment by segment, with verdict and certainty."""
        asked = {"report": report, "dimension": dimension, "cohort": cohort, "scope": scope, "counting": counting}
        with self._open() as warehouse:
            asked = resolved_filters(warehouse, asked)
            found = answer(
                warehouse, "compare/segments", asked, basis=COMPARED_BASIS, columns=COMPARED, caveats=[ASSUMPTION]
            )
            warnings = cautions(warehouse, {str(row["cohort"]) for row in found["rows"]})
        return found | {"caveats": [*warnings, *found["caveats"]]}

    def claims(
        self,
        report: Report = None,
        result: Annotated[
            Literal["supported", "contradicted", "not_in_line", "inconclusive", "not_testable"] | None,
            Field(description="Only claims with this answer."),
        ] = None,
    ) -> Answer:
        """List the claims of reports with the answer that the trials give, the figures and the reason."""
        with self._open() as warehouse:
            asked = {"report": resolved_report(warehouse, report), "answer": result, "cohort": None}
            found = answer(warehouse, "compare/claims", asked, basis=CLAIM_BASIS, caveats=[READING])
            warnings = cautions(warehouse, {str(row["cohort"]) for row in found["rows"]})
        return found | {"caveats": [*warnings, *found["caveats"]]}

    def find(
        self,
        cancer: Annotated[str | None, Field(description="Cancer, such as nsclc or melanoma.")] = None,
        setting: Annotated[
            str | None, Field(description="refractory: has had a checkpoint inhibitor; naive: has not.")
        ] = None,
        country: Annotated[list[str] | None, Field(description="Countries with a site.")] = None,
        status: Annotated[list[str] | None, Field(description="Statuses; any: all. Default: open trials.")] = None,
        modality: Annotated[str | None, Field(description="Kind of treatment, such as tce or til.")] = None,
        agent: Annotated[str | None, Field(description="Drug or product.")] = None,
        target: Annotated[str | None, Field(description="Target, such as LAG-3.")] = None,
        most: Most = 25,
    ) -> Answer:
        """Find trials that would consider a patient with this cancer and history, with sites and the record's words."""
        with self._open() as warehouse:
            asked = asked_history(
                warehouse, cancer, setting, modality, agent, target, None, countries=country, statuses=status
            )
            basis = "Tracked trials that fit, those that would consider the history first; stance says which is which."
            return answer(warehouse, "look/find", asked, basis=basis, caveats=[DECIDED], most=most)

    def explain(
        self,
        nct_id: Annotated[
            str, Field(pattern=r"(?i)^NCT[0-9]{8}$", description="Registry id.", examples=["NCT02621021"])
        ],
    ) -> Answer:
        """Show the labels of one trial with their evidence, the rejected labels with reasons, and the segments."""
        asked = {"nct": nct_id.upper()}
        basis = (
            "Labels by rule; is_default marks a label given because the record says nothing; "
            "confidence is measured on labelled trials."
        )
        with self._open() as warehouse:
            found = answer(warehouse, "look/trial_labels", asked, basis=basis)
            if not found["rows"]:
                raise UsageError(f"{asked['nct']} is not tracked: no search has found it.")
            more = {
                key: as_objects(*warehouse.query(query_text(name), {parameter: asked["nct"]}))
                for key, name, parameter in (
                    ("defeats", "explain/defeats", "nct_id"),
                    ("segments", "look/trial_places", "nct"),
                )
            }
        return found | more

    def changes(
        self,
        since: Annotated[dt.date | None, Field(description="First day, as YYYY-MM-DD.")] = None,
        materiality: Annotated[Literal["high", "medium", "low"], Field(description="This and higher.")] = "medium",
        cohort: Annotated[str | None, Field(description="Only trials of this cohort.")] = None,
        most: Most = 50,
    ) -> Answer:
        """List what changed in trials, and which trials entered or left the tracked set, the newest first."""
        levels = ("high", "medium", "low")
        asked: dict[str, Any] = {
            "since": since,
            "clock": "seen",
            "materialities": list(levels[: levels.index(materiality) + 1]),
            **dict.fromkeys(("until", "kind", "nct", "report", "dimension", "segment")),
        }
        with self._open() as warehouse:
            asked |= resolved_filters(warehouse, {"cohort": cohort})
            return answer(warehouse, "history/changes", asked, basis=CHANGE_BASIS, most=most)

    def sql(
        self,
        query: Annotated[str, Field(description="One read-only statement in DuckDB's SQL on the schema marts.")],
        most: Most = 50,
    ) -> Answer:
        """Run one reading statement; begin with SHOW ALL TABLES or DESCRIBE marts.trial."""
        with self._open() as warehouse:
            return statement(warehouse, query, most)
