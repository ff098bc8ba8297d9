"""The page's scripts and data as they are written to the file, and the policy under which a browser runs them."""

import base64
import gzip
import hashlib
from collections.abc import Sequence
from typing import Any

import orjson


def packed_json(value: Any) -> str:
    """Return a value as JSON in gzip in base64; it contains no sign that could end its HTML element."""
    return pack(gzip.compress(orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS), mtime=0))


def pack(content: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(content).decode()


def security_policy(*, styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return the policy under which only these styles and scripts run, and nothing is loaded or sent."""
    allowed = [f"{kind}-src {' '.join(map(_hash, texts))}" for kind, texts in (("style", styles), ("script", scripts))]
    return "; ".join(["default-src 'none'", *allowed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
