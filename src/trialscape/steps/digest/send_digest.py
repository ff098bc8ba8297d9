"""Write the digest of a refresh into the data folder and post it to the webhook; an error never fails a refresh."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from trialscape.config.tracking.settings import DigestSettings
from trialscape.errors import TrialscapeError, UsageError, WarehouseError
from trialscape.registry.webhook import post_json
from trialscape.report.digest import as_markdown
from trialscape.steps.digest.compose_digest import USUAL_SCOPE, DigestState, compose_digest, of_scope
from trialscape.whole_file import whole_file

NEWEST, CHECKED = "newest", "checked"
_COUNTED = {"trials": "trial_count"}
_MOVED = {
    "at_a": "trial_count_a",
    "at_b": "trial_count_b",
    **{f"{way}_by_{cause}": f"moved_{way}_by_{cause}" for way in ("in", "out") for cause in ("record", "rules")},
}
# Former names of columns in each list of a digest.
_FORMER: Mapping[str, Mapping[str, str]] = {
    "watchlists": _COUNTED,
    "cohorts": _MOVED,
    "segments": {
        **_MOVED,
        "title": "segment_title",
        "share_before": "pipeline_share_a",
        "share_now": "pipeline_share_b",
    },
    "verdicts": {"title": "segment_title", "before": "verdict_a", "now": "verdict_b"},
    "claims": {"before": "answer_a", "now": "answer_b"},
    "signals": _COUNTED,
    "countries": {**_COUNTED, "country": "country_text"},
}
# Chats accept short messages only; the file has the full digest.
_MOST_POSTED = 50


def send_digest(data: Path, settings: DigestSettings, before: DigestState | None) -> Iterator[str]:
    """Write the digest of what was just published, and post it; yield a sentence for each, also for a failure."""
    try:
        digest = compose_digest(data, before)
        yield f"Digest: {write_digest(data, digest)}"
    except (TrialscapeError, OSError) as error:
        yield f"The digest could not be written: {error}"
        return
    if settings.webhook:
        body = orjson.dumps(webhook_message(of_scope(digest, USUAL_SCOPE)), default=str)
        problem = post_json(
            settings.webhook, body, attempts=settings.webhook_attempts, timeout=settings.webhook_timeout
        )
        yield problem or "The digest was posted."


def write_digest(data: Path, digest: dict[str, Any]) -> Path:
    """Write ``digests/<run>.md`` and ``.json``, then the pointer to them; return the path of the Markdown file.

    The JSON holds every scope, the Markdown that of comparisons.
    """
    folder, name = data / "digests", str(digest["snapshot"]["archive_run"])
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{name}.json", orjson.dumps(digest, option=orjson.OPT_INDENT_2, default=str) + b"\n")
    _write(folder / f"{name}.md", as_markdown(of_scope(digest, USUAL_SCOPE)).encode())
    _write(folder / NEWEST, f"{name}\n".encode())
    return folder / f"{name}.md"


def record_check(data: Path, moment: str, edition: str) -> Iterator[str]:
    """Note in ``digests/checked`` that a refresh succeeded at ``moment``, whether or not it wrote a digest.

    The file has one line, not one per run, so it does not grow on days without changes. Yields a sentence on failure.
    """
    newest = newest_digest(data)
    line = f"{moment}: checked against registry edition {edition}; "
    line += f"the newest digest is that of run {newest}.\n" if newest else "there is no digest yet.\n"
    try:
        (data / "digests").mkdir(parents=True, exist_ok=True)
        _write(data / "digests" / CHECKED, line.encode())
    except OSError as error:
        yield f"digests/checked could not be written: {error}"


def newest_digest(data: Path) -> str:
    """Return the run of the newest digest, "" when there is none."""
    try:
        return (data / "digests" / NEWEST).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def read_digest(data: Path, scope: str, run: str | None = None) -> dict[str, Any]:
    """Return a digest with the figures of ``scope``: that of ``run``, or the newest.

    Raises WarehouseError when there is none or it is damaged, and UsageError when there is none of that run.
    """
    folder = data / "digests"
    try:
        name = run or (folder / NEWEST).read_text(encoding="utf-8").strip()
        # A name must not point outside the folder.
        content = (folder / f"{Path(name).name}.json").read_bytes()
    except (OSError, ValueError) as error:
        # A damaged pointer is not text, or contains a name that no file can have.
        if run is not None:
            known = ", ".join(sorted(path.stem for path in folder.glob("*.md"))[-5:]) or "none"
            raise UsageError(f"There is no digest of run '{run}'; the latest are {known}.") from error
        raise WarehouseError(f"There is no digest in {data} yet; a refresh that publishes writes one.") from error
    try:
        digest = of_scope(_with_names_of_today(orjson.loads(content)), scope)
        # A damaged file may still be JSON; writing its text shows whether it is a digest.
        as_markdown(digest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WarehouseError(f"The digest of run '{name}' in {folder} is damaged; name another with --run.") from error
    return digest


def _with_names_of_today(digest: dict[str, Any]) -> dict[str, Any]:
    """Return a stored digest with the names of today's columns; earlier versions had names of their own."""
    if "trial_count" in digest:
        return {**digest, **{name: [_titled(row) for row in digest[name]] for name in ("segments", "verdicts")}}
    renamed = {name: [_renamed(row, names) for row in digest.get(name, ())] for name, names in _FORMER.items()}
    return {**digest, **renamed, "trial_count": digest["trials"]}


def _renamed(row: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found = {names.get(name, name): value for name, value in row.items()}
    return _titled(found | {"cohort_title": row["cohort"]} if "cohort" in row else found)


def _titled(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a segment with the title of its dimension, for which earlier versions had the id only."""
    return {"dimension_title": row["dimension"], **row} if "dimension" in row else row


def webhook_message(digest: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON to post: a headline as ``text``, the most material changes, and the rest of the digest."""
    counts = digest["changes_by_materiality"]
    counted = ", ".join(f"{counts[grade]} {grade}" for grade in ("high", "medium", "low") if counts.get(grade))
    flips = len(digest["verdicts"]) + len(digest["claims"])
    text = f"{digest['trial_count']} trials; changes: {counted or 'none'}; verdicts and claims that flipped: {flips}."
    if digest["warning"]:
        text = f"{digest['warning']} {text}"
    changes = digest["changes"]
    cut = {"changes": changes[:_MOST_POSTED], "changes_left_out": max(0, len(changes) - _MOST_POSTED)}
    return {"text": text, **digest, **cut}


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as beside:
        beside.write_bytes(content)
