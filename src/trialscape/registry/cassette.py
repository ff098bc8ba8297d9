"""Record the registry's responses as readable files, and replay them strictly, without a network.

A cassette is one JSON file per response: ``request`` (method, path after the base URL, query), ``response`` (status,
the headers that matter, and ``body`` as JSON or ``text``), and ``origin``, the service that gave the response. Files
are named ``NN-<what>.json`` (``.gz`` too) and are played in that order when a request repeats.
"""

import gzip
import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from trialscape.errors import RegistryError, UsageError
from trialscape.registry.bounded_answers import BoundedAdapter, Limits
from trialscape.study.privacy import without_contacts
from trialscape.whole_file import whole_file

# This address has no server, and a replay never connects.
REPLAY_BASE_URL = "https://replay.invalid/api/v2"
# Origins of the live service begin with this; any other origin marks a stand-in.
RECORDED = "recorded from "

_KEPT_HEADERS = ("Content-Type", "Retry-After", "Location")
# The paths that are requested; the base URL before them differs between services.
_ENDPOINT = re.compile(r"/(?:version|studies(?:/[^/]+)?)$")
_NUMBER = re.compile(r"[0-9]+")
# A placeholder for the list of studies; it cannot occur in a text, because JSON escapes line ends and quotes.
_NO_STUDIES = b'\n      "studies": []'

Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Recording:
    """One cassette file: the request (``key``) and the response; ``body`` is the bytes as sent."""

    name: str
    origin: str
    key: Key
    status: int
    headers: Mapping[str, str]
    body: bytes


class RecordingAdapter(BoundedAdapter):
    """Sends requests to the network and writes every response into ``folder``, which must not contain cassettes yet.

    Contact persons are removed. ``origin`` replaces the note that says where an answer came from.
    """

    def __init__(self, folder: Path, limits: Limits, origin: str = "") -> None:
        super().__init__(limits)
        self._folder, self._origin, self._count = folder, origin, 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"Responses cannot be recorded in {folder}: {error.strerror}.") from error
        if _cassettes(folder):
            raise UsageError(f"{folder} already holds recordings; name an empty folder.")

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send ``request`` and keep the answer; raises UsageError when it cannot be written."""
        response = super().send(request, *args, **options)
        method, path, query = _key(request)
        cassette = {
            "origin": self._origin or RECORDED + urlsplit(request.url or "").netloc,
            "request": {"method": method, "path": path, "query": dict(query)},
            "response": {"status": response.status_code, "headers": _headers(response.headers), **_body(response)},
        }
        self._count += 1
        self._write(f"{self._count:03d}-{path.strip('/').replace('/', '-') or 'root'}.json", cassette_text(cassette))
        return response

    def _write(self, name: str, content: bytes) -> None:
        target = self._folder / name
        try:
            with whole_file(target) as beside:
                beside.write_bytes(content)
        except OSError as error:
            raise UsageError(f"The recording {target} cannot be written: {error.strerror}.") from error


class ReplayAdapter(HTTPAdapter):
    """Answers from the recordings in ``folder`` only; any other request raises an error that names it.

    ``page_size`` is that of the recorded walks, None where no walk was recorded.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(max_retries=0)
        self._folder = folder
        self._waiting: dict[Key, list[Recording]] = {}
        recordings = read_recordings(folder)
        for recording in recordings:
            self._waiting.setdefault(recording.key, []).append(recording)
        self.has_single_records = any(recording.key[1].startswith("/studies/") for recording in recordings)
        sizes = (value for recording in recordings for name, value in recording.key[2] if name == "pageSize")
        self.page_size = next((int(value) for value in sizes if value.isdecimal()), None)
        self.is_stand_in = any(not recording.origin.startswith(RECORDED) for recording in recordings)

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        """Return the next recorded answer to ``request``; raises RegistryError when there is none."""
        key = _key(request)
        waiting = self._waiting.get(key)
        if not waiting:
            raise RegistryError(self._unexpected(key))
        recording = waiting.pop(0)
        raw = HTTPResponse(
            body=io.BytesIO(recording.body),
            headers=recording.headers,
            status=recording.status,
            preload_content=False,
            # A recorded Content-Length above the body's length replays a truncated response.
            enforce_content_length=True,
        )
        return self.build_response(request, raw)

    def unused(self) -> list[str]:
        """Return the names of the recordings that were not requested."""
        return sorted(recording.name for waiting in self._waiting.values() for recording in waiting)

    def _unexpected(self, key: Key) -> str:
        method, path, query = key
        asked = f"{method} {path}" + (
            "?" + "&".join(f"{name}={_short(value)}" for name, value in query) if query else ""
        )
        if key in self._waiting:
            return f"The recordings in {self._folder} answer {asked} fewer times than it was requested."
        near = min((_differences(key, other) for other in self._waiting if other[:2] == key[:2]), key=len, default=[])
        hint = f" The closest one differs in {', '.join(near)}." if near else ""
        return (
            f"The recordings in {self._folder} hold no answer to {asked}.{hint} "
            "Recordings match only the searches and settings they were made with; record them again after a change."
        )


def read_recordings(folder: Path) -> list[Recording]:
    """Return the cassettes of ``folder`` in the order of their names; raises UsageError for none, or a broken one."""
    paths = _cassettes(folder)
    if not paths:
        raise UsageError(f"{folder} holds no recordings (NN-what.json).")
    return [_read(path) for path in paths]


def cassette_text(cassette: Mapping[str, Any]) -> bytes:
    """Return indented JSON in which each study is one line, so that a diff between editions is readable."""
    response = cassette["response"]
    body = response.get("body")
    if not isinstance(body, dict) or not isinstance(body.get("studies"), list) or not body["studies"]:
        return orjson.dumps(cassette, option=orjson.OPT_INDENT_2) + b"\n"
    frame = {**cassette, "response": {**response, "body": {**body, "studies": []}}}
    lines = b",\n        ".join(orjson.dumps(study) for study in body["studies"])
    filled = _NO_STUDIES.replace(b"[]", b"[\n        " + lines + b"\n      ]")
    return orjson.dumps(frame, option=orjson.OPT_INDENT_2).replace(_NO_STUDIES, filled, 1) + b"\n"


def _cassettes(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.json"), *folder.glob("*.json.gz")], key=_order)


def _order(path: Path) -> tuple[int, str]:
    # By name alone, 1000 would be played before 999.
    number = _NUMBER.match(path.name)
    return int(number.group()) if number else 0, path.name


def _key(request: requests.PreparedRequest) -> Key:
    url = urlsplit(request.url or "")
    return request.method or "GET", _path(url.path), tuple(sorted(parse_qsl(url.query, keep_blank_values=True)))


def _path(path: str) -> str:
    endpoint = _ENDPOINT.search(path)
    return endpoint.group() if endpoint else path


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    kept = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
    # A redirect is stored relative to the base URL, like the request, so that a replay can follow it.
    return kept | ({"Location": _path(urlsplit(kept["Location"]).path)} if "Location" in kept else {})


def _body(response: requests.Response) -> dict[str, Any]:
    try:
        return {"body": without_contacts(orjson.loads(response.content))}
    except orjson.JSONDecodeError:
        return {"text": response.text}


def _read(path: Path) -> Recording:
    try:
        content = path.read_bytes()
        cassette = orjson.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
        request, response = cassette["request"], cassette["response"]
        query = {str(name): str(value) for name, value in request.get("query", {}).items()}
        headers = {str(name): str(value) for name, value in response.get("headers", {}).items()}
        if "Location" in headers:
            headers["Location"] = urlsplit(REPLAY_BASE_URL).path + _path(headers["Location"])
        return Recording(
            name=path.name,
            origin=str(cassette.get("origin", "")),
            key=(str(request["method"]), str(request["path"]), tuple(sorted(query.items()))),
            status=int(response["status"]),
            headers=headers,
            body=orjson.dumps(response["body"]) if "body" in response else str(response["text"]).encode(),
        )
    except (OSError, EOFError, zlib.error, orjson.JSONDecodeError) as error:
        raise UsageError(f"The recording {path} cannot be read: {error}.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"The recording {path} is incomplete ({error}): it needs request (method, path, query) and response "
            "(status, headers, and body or text)."
        ) from error


def _differences(asked: Key, recorded: Key) -> list[str]:
    one, other = dict(asked[2]), dict(recorded[2])
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."
