"""Write the digest of a refresh into the data folder and post it to the webhook; an error never fails a refresh."""

from collections.abc import Iterator
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
        digest = of_scope(orjson.loads(content), scope)
        # A damaged file may still be JSON; writing its text shows whether it is a digest.
        as_markdown(digest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WarehouseError(f"The digest of run '{name}' in {folder} is damaged; name another with --run.") from error
    return digest


def webhook_message(digest: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON to post: a headline as ``text``, the most material changes, and the rest of the digest."""
    counts = digest["changes_by_materiality"]
    counted = ", ".join(f"{counts[grade]} {grade}" for grade in ("high", "medium", "low") if counts.get(grade))
    flips = len(digest["verdicts"]) + len(digest["claims"])
    text = f"{digest['trials']} trials; changes: {counted or 'none'}; verdicts and claims that flipped: {flips}."
    if digest["warning"]:
        text = f"{digest['warning']} {text}"
    changes = digest["changes"]
    cut = {"changes": changes[:_MOST_POSTED], "changes_left_out": max(0, len(changes) - _MOST_POSTED)}
    return {"text": text, **digest, **cut}


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as beside:
        beside.write_bytes(content)
