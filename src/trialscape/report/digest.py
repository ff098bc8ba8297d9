"""A digest as Markdown. Texts of the registry are untrusted: no part of them may act as markup, link or address."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trialscape.report.words import spoken

Row = Mapping[str, Any]

_LONGEST = 140
_MOST_LOW = 20
# Said of a change in a trial of the cohort that a report is about; these come first.
_COHORT = " (cohort of a report)"
# Characters that are markup only at the start of a line are left alone, because no text of the registry is placed
# there.
_MARKUP = re.compile(r"([\\`*_{}\[\]#!|~$])")
# Markdown viewers turn these into links and mentions even without markup.
_ACTS = re.compile(r"@|:(?=//)|(?<=www)\.", re.IGNORECASE)


def plain(text: object) -> str:
    """Return a text that Markdown and HTML show literally, on one line and shortened if long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in str(text))
    shown = " ".join(shown.split())
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    marked = _MARKUP.sub(r"\\\1", html.escape(shown, quote=False))
    # This comes last, because the number sign of an entity made before must not be escaped as markup.
    return _ACTS.sub(lambda found: f"&#{ord(found.group())};", marked)


def as_markdown(digest: Row) -> str:
    """Return the digest as a Markdown document; a warning about stand-in texts is its first line."""
    return "\n".join(_lines(digest)).rstrip() + "\n"


def _lines(digest: Row) -> Iterator[str]:
    if digest["warning"]:
        yield from (f"**{plain(digest['warning'])}**", "")
    now, before = digest["snapshot"], digest["before"]
    yield from (f"# Registry edition {plain(now['edition'])}", "")
    since = (
        f"since snapshot {plain(before['snapshot_id'])}" if before else "the first landscape; nothing to compare with"
    )
    trials = f"{digest['trial_count']} trials"
    yield f"Snapshot {plain(now['snapshot_id'])}, run {plain(now['archive_run'])}: {trials}, {since}."
    yield f"Cohorts, segments and verdicts are those of the scope {plain(digest['scope'])}."
    if before and before["figure_version"] != now["figure_version"]:
        yield "The rules changed as well, so that trials may move without any change of their records."
    yield ""
    for item in digest.get("watchlists", ()):
        lines = [f"**{row['materiality']}** {_change(row)}" for row in item["changes"]] or ["no change"]
        yield from _list(f"Watchlist: {plain(item['title'])} ({item['trial_count']} trials)", lines)
    yield from _table("Cohorts", _COHORTS, digest["cohorts"])
    yield from _changes(digest)
    yield from _table("Segments that moved", _SEGMENTS, digest["segments"])
    yield from _list("Verdicts that flipped", [_verdict(row) for row in digest["verdicts"]])
    yield from _list("Claims with another answer", [_claim(row) for row in digest["claims"]])
    signals = [f"{plain(_signal(row))} (trials: {row['trial_count']})" for row in digest["signals"]]
    countries = [
        f"country name {plain(row['country_text'])} (trials: {row['trial_count']})" for row in digest["countries"]
    ]
    yield from _list("New in the data, needs a decision", [*signals, *countries])
    yield "A share of trials in a registry is not a share of revenue."


_COHORTS = {
    "cohort": "cohort_title",
    "before": "trial_count_a",
    "now": "trial_count_b",
    "new": "new",
    "left": "left",
    "in by record": "moved_in_by_record",
    "in by rules": "moved_in_by_rules",
    "out by record": "moved_out_by_record",
    "out by rules": "moved_out_by_rules",
}
_SEGMENTS = (
    {"report": "report", "dimension": "dimension_title", "segment": "segment_title"}
    | _COHORTS
    | {
        "share before": "pipeline_share_a",
        "share now": "pipeline_share_b",
    }
)


def _table(title: str, columns: Mapping[str, str], rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    yield from (f"## {title}", "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|")
    for row in rows:
        yield f"| {' | '.join(_cell(name, row[name]) for name in columns.values())} |"
    yield ""


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name.startswith("pipeline_share_"):
        return f"{100 * value:.1f} %"
    return f"{value:g}" if isinstance(value, float) else plain(value)


def _changes(digest: Row) -> Iterator[str]:
    """Yield changes by materiality; of low materiality only the first few."""
    counts = digest["changes_by_materiality"]
    counted = ", ".join(f"{counts[grade]} {grade}" for grade in ("high", "medium", "low") if counts.get(grade))
    yield from (f"## Changes: {counted or 'none'}", "")
    for grade in ("high", "medium", "low"):
        rows = [row for row in digest["changes"] if row["materiality"] == grade]
        shown = rows[:_MOST_LOW] if grade == "low" else rows
        yield from (f"- **{grade}**{_COHORT if row.get('is_in_report_cohort') else ''} {_change(row)}" for row in shown)
        if len(shown) < len(rows):
            yield f"- **{grade}** and {len(rows) - len(shown)} more: `trialscape changes`"
    yield ""


def _change(row: Row) -> str:
    parts = []
    if row["old_value"] or row["new_value"]:
        parts.append(f"{plain(row['old_value'] or 'none')} → {plain(row['new_value'] or 'none')}")
    if row["slip_days"]:
        parts.append(f"{row['slip_days']:+d} days")
    for word, items in (("gained", row["gained"]), ("lost", row["lost"]), ("altered", row["altered"])):
        if items:
            more = f" and {len(items) - 1} more" if len(items) > 1 else ""
            parts.append(f"{word} {plain(_item(row, items[0]))}{more}")
    what = f": {'; '.join(parts)}" if parts else ""
    trial = f"{plain(row['nct_id'])} {plain(row['brief_title'] or '')}"
    facts = [str(row.get("sponsor_parent") or ""), _phase(row.get("phase_bucket") or "")]
    facts.append("; ".join(row.get("segments") or ()))
    named = "".join(f" · {plain(fact)}" for fact in facts if fact)
    kind = plain(row["kind"].replace("_", " "))
    return f"{trial}{named} – {kind}{what} ({plain(row['reason'])})"


def _item(row: Row, item: str) -> str:
    """Return an item of a change; those of a trial that entered or left are ids of searches, which become words."""
    return item.replace("_", " ") if row["kind"] in ("new", "left") else item


def _phase(bucket: str) -> str:
    """Return a phase as words, such as phase 1/2 for phase_1_2."""
    return re.sub(r"(\d)_(\d)", r"\1/\2", bucket).replace("_", " ")


def _verdict(row: Row) -> str:
    place = f"{row['report']}, {row['dimension_title']}, {row['segment_title']} ({row['cohort_title']})"
    return f"{plain(place)}: {plain(spoken(row['verdict_a']))} → {plain(spoken(row['verdict_b']))}"


def _claim(row: Row) -> str:
    answers = f"{plain(spoken(row['answer_a']))} → {plain(spoken(row['answer_b']))}"
    return f"{plain(row['report'])} {plain(row['claim'])}: {answers}. {plain(row['says'])}"


def _signal(row: Row) -> str:
    return f"{row['kind']} at {row['place']}" + (f": {row['value']}" if row["value"] else "")


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from (f"## {title}", "", *(f"- {line}" for line in lines), "")
