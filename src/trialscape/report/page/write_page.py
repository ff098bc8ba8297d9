"""Fill the templates and write the file: first to a temporary file, which then replaces the target."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import orjson

from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError
from trialscape.processes import OnProgress, unreported
from trialscape.report import finder_words
from trialscape.report.charts.bars import AGENT_PARTS, PHASE_PARTS
from trialscape.report.charts.figure import LINE, Figure
from trialscape.report.charts.forest import DENSITY_AXIS, GROWTH_AXIS
from trialscape.report.charts.targets import TARGET_PHASES
from trialscape.report.page.cards import GROUP, packed_cards
from trialscape.report.page.figures import chosen_figures, report_figures
from trialscape.report.page.findings import findings, unknowns
from trialscape.report.page.library import chart_library
from trialscape.report.page.read_page import PageData
from trialscape.report.page.reading import (
    audit_by_verdict,
    changes_by_grade,
    claims_by_answer,
    claims_title,
    shown_readouts,
)
from trialscape.report.page.scripts import packed_json, security_policy
from trialscape.report.page.trial_table import players, trial_table
from trialscape.report.page.views import COUNTINGS, SCOPES, View, other_views, own_view
from trialscape.report.rows import Row
from trialscape.report.words import PHASES, SMALL_NUMBERS, VERDICTS, opening, percent
from trialscape.whole_file import whole_file

_SCRIPTS = (
    "state.js", "columns.js", "filters.js", "chosen.js", "trials.js", "card.js", "cells.js", "counted.js", "reports.js",
    "draws.js", "shares.js", "forest.js", "charts.js", "views.js", "finder.js", "tables.js", "page.js",
)  # fmt: skip
# A number and its sign stay on one line.
_PER_CENT = re.compile(r"(?<=\d) %")
_TEMPLATES = Path(__file__).parent / "templates"
# Signs that browsers drop or that turn the direction of what follows; a title shows that something was there.
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def write_page(data: PageData, target: Path, on_progress: OnProgress = unreported) -> Path:
    """Write the page to ``target`` and return it; ``on_progress`` gets how many of the trials are in it.

    Raises UsageError when the file cannot be written.
    """
    try:
        with whole_file(target) as beside:
            beside.write_text(page_html(data, on_progress), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


def page_html(data: PageData, on_progress: OnProgress) -> str:
    """Return the page as one HTML document that asks no host for anything."""
    style, script = _asset("page.css"), "\n".join(map(_asset, _SCRIPTS))
    library, packed_library = chart_library()
    chosen, reports = chosen_figures(data), [_report(data, row) for row in data.reports]
    specifications: dict[bytes, int] = {}
    figures = [*chosen, *(figure for report in reports for figure in report["drawn"])]
    charts = _charts(figures, specifications)
    views = {row["report"]: packed_json(_packed_views(data, row, specifications)) for row in data.reports}
    page = {**_script_data(data), "charts": charts, "specifications": [orjson.loads(text) for text in specifications]}
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            style=style,
            script=script,
            library=packed_library,
            policy=security_policy(styles=[style], scripts=[library, script]),
            snapshot=data.snapshot,
            data=packed_json(page),
            cards=packed_cards([row["nct_id"] for row in data.trials], data.cards, on_progress),
            views=views,
            warning=DEMO_WARNING if data.snapshot["is_demo"] else "",
            reports=reports,
            chosen=chosen,
            reading=_reading(data),
            percent=percent,
            finder=finder_words,
            findings=findings(data.specifications, data.comparison),
            unknowns=unknowns(data.specifications, data.comparison),
        )
    )


def _charts(figures: Iterable[Figure], specifications: dict[bytes, int]) -> dict[str, Any]:
    """Return what the script draws for each figure; charts of one kind share a specification, which is numbered."""
    charts = {}
    for figure in figures:
        if figure.chart and figure.cells is None:
            shared = {key: value for key, value in figure.chart.items() if key not in ("datasets", "height")}
            number = specifications.setdefault(orjson.dumps(shared), len(specifications))
            own = {key: figure.chart[key] for key in ("datasets", "height")}
            charts[figure.id] = {**own, "specification": number, "columns": list(figure.columns)}
    return charts


def _packed_views(data: PageData, report: Row, specifications: dict[bytes, int]) -> dict[str, Any]:
    """Return the other views of a report, each as markup and the charts in it, and its claims in the other cohorts."""
    template = _environment().get_template("view.html.jinja").module
    reading: Any = _environment().get_template("reading.html.jinja").module
    views = {
        view.key: {
            "html": str(template.view(view, report["report"])),  # type: ignore[attr-defined]
            "charts": _charts(view.figures, specifications),
        }
        for view in other_views(data, report)
    }
    claims = {
        cohort: _claims(data, report, cohort) for cohort in _cohorts(data, report) if cohort != report["default_cohort"]
    }
    answers = {cohort: str(reading.claims(claims_title(own), claims_by_answer(own))) for cohort, own in claims.items()}
    return {"views": views, "claims": answers}


def _cohorts(data: PageData, report: Row) -> list[str]:
    """Return the cohorts in which a report is compared."""
    return list(dict.fromkeys(row["cohort"] for row in data.cells if row["report"] == report["report"]))


def _claims(data: PageData, report: Row, cohort: str) -> list[Row]:
    own = (report["report"], cohort)
    return [row for row in data.reading["claims"] if (row["report"], row["cohort"]) == own]


def _report(data: PageData, row: Row) -> dict[str, Any]:
    view, figures = own_view(data, row), report_figures(data, row)
    claims = _claims(data, row, row["default_cohort"])
    return {
        **row,
        "view": view,
        "choices": _choices(data, row, view),
        "figures": figures,
        "drawn": [*view.figures, *figures],
        "claims": claims_by_answer(claims),
        "claims_title": claims_title(claims),
    }


def _choices(data: PageData, report: Row, view: View) -> list[dict[str, Any]]:
    """Return the three lists from which the reader chooses the view of a report, with what is chosen at first."""
    cohorts = {row["cohort"]: row["title"] for row in data.cohorts}
    lists = {"Cohort": {key: cohorts[key] for key in _cohorts(data, report)}, "Scope": SCOPES, "Counting": COUNTINGS}
    chosen = view.key.split(".")
    return [
        {"title": title, "items": {key: opening(words) for key, words in items.items()}, "chosen": own}
        for (title, items), own in zip(lists.items(), chosen, strict=True)
    ]


def _reading(data: PageData) -> dict[str, Any]:
    return {
        "audit": audit_by_verdict(data.reading["audit"]),
        "changes": changes_by_grade(data.cards.changes),
        "readouts": shown_readouts(data.reading["readouts"]),
        "readout_counts": {row["readout"]: row["trial_count"] for row in data.reading["readout_counts"]},
        "searches": data.reading["searches"],
        "cohorts": data.cohorts,
    }


def _script_data(data: PageData) -> dict[str, Any]:
    """Return what the page's script needs: the trials, and what they can be filtered by."""
    return {
        "trials": trial_table(data),
        "segments": data.segments,
        "cohorts": data.cohorts,
        "reports": data.reports,
        "group": GROUP,
        "line": LINE,
        "axes": {"density": DENSITY_AXIS, "growth": GROWTH_AXIS},
        "verdicts": {verdict: opening(words) for verdict, words in VERDICTS.items()},
        "phases": [{"id": phase, "name": name} for phase, name in PHASES.items()],
        "phase_parts": [{"name": name, "phases": PHASE_PARTS.get(name, ())} for name in AGENT_PARTS],
        "players": players(data),
        "scopes": {key: opening(words) for key, words in SCOPES.items()},
        "countings": {"fractional": "Split evenly", "per_site": "By site"},
        "target_phases": TARGET_PHASES,
        "country_codes": {row["name"]: row["code"] for row in data.charts["countries"]},
        "spellings": [[row["kind"], row["name"], row["spelling"]] for row in data.spellings],
        "headings": finder_words.HEADINGS,
        "number_words": SMALL_NUMBERS,
    }


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _shown(value: Any) -> Any:
    """Return a text as the page shows it; the page's own styles, scripts and markup stay as they are."""
    if not isinstance(value, str):
        return value
    return (
        value.translate(_UNSEEN) if hasattr(value, "__html__") else _PER_CENT.sub("\u00a0%", value.translate(_UNSEEN))
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
