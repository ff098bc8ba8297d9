"""Fill the templates and write the file: first beside the target, which it then replaces."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError
from trialscape.report.page.comparison import dimension_views
from trialscape.report.page.findings import findings, unknowns
from trialscape.report.page.read_page import PageData

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
        beside.unlink(missing_ok=True)
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


def page_html(data: PageData) -> str:
    """Return the page as one HTML document that asks no host for anything."""
    style, script = (_asset(name) for name in ("page.css", "page.js"))
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            style=style,
            script=script,
            policy=security_policy(styles=[style], scripts=[script]),
            snapshot=data.snapshot,
            warning=DEMO_WARNING if data.snapshot["is_demo"] else "",
            reports=_reports(data),
            findings=findings(data.specifications, data.comparison),
            unknowns=unknowns(data.specifications, data.comparison),
        )
    )


def _reports(data: PageData) -> list[Mapping[str, Any]]:
    views = dimension_views(data.comparison)
    return [{**row, "dimensions": [view for view in views if view["report"] == row["report"]]} for row in data.reports]


def security_policy(*, styles: list[str], scripts: list[str]) -> str:
    """Return the policy under which only these styles and scripts run, and nothing is loaded or sent."""
    allowed = [f"{kind}-src {' '.join(map(_hash, texts))}" for kind, texts in (("style", styles), ("script", scripts))]
    return "; ".join(["default-src 'none'", *allowed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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
