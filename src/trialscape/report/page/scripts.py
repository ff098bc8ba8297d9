"""The page's scripts and data as they are written to the file, and the policy under which a browser runs them."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from markupsafe import Markup


def as_json(value: Any) -> Markup:
    """Return JSON that cannot end its HTML element: each "<" is written as an escape."""
    text = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no "<" is left


def security_policy(*, styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return the policy under which only these styles and scripts run, and nothing is loaded or sent."""
    allowed = [f"{kind}-src {' '.join(map(_hash, texts))}" for kind, texts in (("style", styles), ("script", scripts))]
    return "; ".join(["default-src 'none'", *allowed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
