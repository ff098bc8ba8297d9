"""Fill the templates and write the file: first beside the target, which it then replaces."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import vl_convert

from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError
from trialscape.report.page.cards import GROUP, packed_cards
from trialscape.report.page.comparison import dimension_views
from trialscape.report.page.figures import chosen_figures, field_figures, report_figures
from trialscape.report.page.findings import findings, unknowns
from trialscape.report.page.read_page import PageData
from trialscape.report.page.reading import (
    audit_by_verdict,
    claims_by_answer,
    claims_title,
    flow_of,
    shown_changes,
    shown_readouts,
)
from trialscape.report.page.scripts import as_json, security_policy
from trialscape.report.page.trial_table import trial_table
from trialscape.report.rows import Row
from trialscape.report.words import PHASES, opening, percent, spoken

_SCRIPTS = ("state.js", "trials.js", "card.js", "charts.js", "page.js")
_TEMPLATES = Path(__file__).parent / "templates"
# Signs that browsers drop or that turn the direction of what follows; a title shows that something was there.
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def write_page(data: PageData, target: Path) -> Path:
    """Write the page to ``target`` and return it. Raises UsageError when the file cannot be written."""
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_text(page_html(data), encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


def page_html(data: PageData) -> str:
    """Return the page as one HTML document that asks no host for anything."""
    style, script, library = _asset("page.css"), "\n".join(map(_asset, _SCRIPTS)), chart_library()
    chosen, field = chosen_figures(data), field_figures(data)
    reports = _reports(data)
    figures = [*chosen, *field, *(figure for report in reports for figure in report["figures"])]
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            style=style,
            script=script,
            library=library,
            policy=security_policy(styles=[style], scripts=[library, script]),
            snapshot=data.snapshot,
            data=as_json({**script_data(data), "charts": {item.id: item.chart for item in figures if item.chart}}),
            cards=packed_cards([row["nct_id"] for row in data.trials], data.cards),
            warning=DEMO_WARNING if data.snapshot["is_demo"] else "",
            reports=reports,
            chosen=chosen,
            reading=_reading(data),
            percent=percent,
            field=field,
            findings=findings(data.specifications, data.comparison),
            unknowns=unknowns(data.specifications, data.comparison),
        )
    )


@cache
def chart_library() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script; putting it together takes seconds."""
    library: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return library.replace("</script", "<\\/script")


def _reports(data: PageData) -> list[Mapping[str, Any]]:
    views = dimension_views(data.comparison)
    return [
        {
            **row,
            "dimensions": [view for view in views if view["report"] == row["report"]],
            "figures": report_figures(data, row),
            "flow": [flow_of(flow, _own(data.comparison, row)) for flow in _own(data.reading["flow"], row)],
            "claims": claims_by_answer(_own(data.reading["claims"], row)),
            "claims_title": claims_title(_own(data.reading["claims"], row)),
        }
        for row in data.reports
    ]


def _own(rows: list[Row], report: Row) -> list[Row]:
    return [row for row in rows if row["report"] == report["report"]]


def _reading(data: PageData) -> dict[str, Any]:
    return {
        "audit": audit_by_verdict(data.reading["audit"]),
        "changes": shown_changes(data.cards.changes),
        "readouts": shown_readouts(data.reading["readouts"]),
        "readout_counts": {row["readout"]: row["trial_count"] for row in data.reading["readout_counts"]},
        "searches": data.reading["searches"],
        "cohorts": data.cohorts,
    }


def script_data(data: PageData) -> dict[str, Any]:
    """Return what the page's script needs: the trials, and what they can be filtered by."""
    return {
        "trials": trial_table(data.trials, data.members, data.segments),
        "segments": [{**row, "dimension_name": opening(spoken(row["dimension"]))} for row in data.segments],
        "cohorts": data.cohorts,
        "reports": data.reports,
        "group": GROUP,
        "phases": list(PHASES.values()),
    }


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value.translate(_UNSEEN) if isinstance(value, str) else value,
    )
