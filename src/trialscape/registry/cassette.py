"""Record the registry's answers as readable files, and play them back strictly, without any network.

A cassette is one JSON file an answer: ``request`` (method, path after the base URL, query), ``response`` (status, the
headers that matter, and ``body`` as JSON or ``text``), and ``origin``, which says where the answer came from. Files are
named ``NN-<what>.json`` and are played in that order when a request repeats.
"""

import gzip
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from trialscape.errors import RegistryError, UsageError

# Nothing listens there, and no replay ever tries.
REPLAY_BASE_URL = "https://replay.invalid/api/v2"
STAND_IN = "stand-in"

_KEPT_HEADERS = ("Content-Type", "Retry-After", "Location")
_API = "/api/v2"

Key = tuple[str, str, tuple[tuple[str, str], ...]]


class RecordingAdapter(HTTPAdapter):
    """Passes requests on to the network and writes every answer into ``folder``."""

    def __init__(self, folder: Path, origin: str = "") -> None:
        super().__init__()
        self._folder, self._origin, self._count = folder, origin, 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"Answers cannot be recorded in {folder}: {error.strerror}.") from error
        if any(folder.glob("*.json")):
            raise UsageError(f"{folder} already holds recordings; name an empty folder.")

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send ``request`` and keep the answer."""
        response = super().send(request, *args, **options)
        self._count += 1
        method, path, query = _key(request)
        origin = self._origin or f"recorded from {urlsplit(request.url or '').netloc}"
        answer = {"status": response.status_code, "headers": _headers(response.headers), **_body(response)}
        cassette = {
            "origin": origin,
            "request": {"method": method, "path": path, "query": dict(query)},
            "response": answer,
        }
        what = path.strip("/").replace("/", "-") or "root"
        target = self._folder / f"{self._count:03d}-{what}.json"
        temporary = target.with_suffix(".part")
        temporary.write_bytes(_readable(cassette))
        os.replace(temporary, target)
        return response


class ReplayAdapter(BaseAdapter):
    """Answers from the recordings in ``folder`` only; anything else is an error that names it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._waiting: dict[Key, list[tuple[str, dict[str, Any]]]] = {}
        self.is_stand_in = False
        paths = sorted([*folder.glob("*.json"), *folder.glob("*.json.gz")])
        if not paths:
            raise UsageError(f"{folder} holds no recordings (NN-what.json).")
        for path in paths:
            cassette = _read(path)
            request = cassette["request"]
            key = (request["method"], request["path"], tuple(sorted(request.get("query", {}).items())))
            self._waiting.setdefault(key, []).append((path.name, cassette["response"]))
            self.is_stand_in = self.is_stand_in or str(cassette.get("origin", "")).startswith(STAND_IN)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Return the next recorded answer to ``request``."""
        key = _key(request)
        waiting = self._waiting.get(key)
        if not waiting:
            query = "&".join(f"{name}={value[:60]}" for name, value in key[2])
            raise RegistryError(f"{self._folder} holds no further answer to {key[0]} {key[1]}?{query}.")
        _, recorded = waiting.pop(0)
        return _response(request, recorded)

    def close(self) -> None:
        """Nothing is open."""

    def unused(self) -> list[str]:
        """Return the names of the recordings that were not asked for."""
        return sorted(name for waiting in self._waiting.values() for name, _ in waiting)


def _key(request: requests.PreparedRequest) -> Key:
    url = urlsplit(request.url or "")
    path = url.path.partition(_API)[2] if _API in url.path else url.path
    return request.method or "GET", path, tuple(sorted(parse_qsl(url.query, keep_blank_values=True)))


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _KEPT_HEADERS if name in headers}


def _body(response: requests.Response) -> dict[str, Any]:
    try:
        return {"body": orjson.loads(response.content)}
    except orjson.JSONDecodeError:
        return {"text": response.text}


def _readable(cassette: dict[str, Any]) -> bytes:
    """Return indented JSON in which each study is one line, so that differences between editions can be read."""
    body = cassette["response"].get("body")
    if not isinstance(body, dict) or not isinstance(body.get("studies"), list):
        return orjson.dumps(cassette, option=orjson.OPT_INDENT_2) + b"\n"
    studies = body["studies"]
    frame = {**cassette, "response": {**cassette["response"], "body": {**body, "studies": ["STUDIES"]}}}
    lines = b",\n".join(b"          " + orjson.dumps(study) for study in studies)
    text = orjson.dumps(frame, option=orjson.OPT_INDENT_2).replace(b'"STUDIES"', lines.strip() or b"", 1)
    return text + b"\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
        cassette = orjson.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except (OSError, orjson.JSONDecodeError) as error:
        raise UsageError(f"The recording {path} cannot be read: {error}.") from error
    if not isinstance(cassette, dict) or not {"request", "response"} <= cassette.keys():
        raise UsageError(f"The recording {path} needs 'request' and 'response'.")
    return cassette


def _response(request: requests.PreparedRequest, recorded: dict[str, Any]) -> requests.Response:
    body = orjson.dumps(recorded["body"]) if "body" in recorded else str(recorded.get("text", "")).encode()
    response = requests.Response()
    response.status_code = int(recorded["status"])
    response.url = request.url or ""
    response.request = request
    response.headers.update(recorded.get("headers", {}))
    response.raw = HTTPResponse(body=io.BytesIO(body), preload_content=False, status=response.status_code)
    return response
