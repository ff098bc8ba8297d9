"""Walk a search through all its pages and believe the result only when it is whole and of one data edition."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trialscape.config.searches import Search
from trialscape.errors import RegistryChangedError, UsageError
from trialscape.registry import query
from trialscape.registry.session import Session, StaleTokenError
from trialscape.study.parse import record_id

Study = dict[str, Any]
OnPage = Callable[[int, int | None], None]

_NCT_ID = re.compile(r"NCT(?=0*[1-9])[0-9]{8}")
# A page may be empty and still carry a token; so many in a row mean that the walk leads nowhere.
_MOST_EMPTY_PAGES = 10


@dataclass(frozen=True, slots=True)
class Walk:
    """A whole search: ``total`` unique studies of one ``edition``; ``restarts`` tells how often it began anew."""

    search_id: str
    edition: str
    total: int
    studies: list[Study]
    restarts: int


class _UnsettledError(Exception):
    """The walk has to begin again; the message says why."""


class Registry:
    """The registry behind ``session``; ``page_size`` records a page, ``max_restarts`` new beginnings a walk."""

    def __init__(self, session: Session, page_size: int, max_restarts: int) -> None:
        self._session = session
        self._page_size = page_size
        self._max_restarts = max_restarts

    def version(self) -> str:
        """Return the data edition (``dataTimestamp``), an opaque label that is good for comparing only."""
        answer = self._session.get("/version")
        edition = answer.get("dataTimestamp") if isinstance(answer, dict) else None
        if not isinstance(edition, str) or not edition:
            raise RegistryChangedError(f"The registry at {self._session.base_url} no longer names its data edition.")
        return edition

    def walk(self, search: Search, *, since: dt.date | None = None, on_page: OnPage | None = None) -> Walk:
        """Return every study of ``search``, or those updated on or after ``since``.

        ``on_page`` is told the studies seen so far and the total. Raises RegistryChangedError when the data keep
        changing under the walk, and RegistryError as the session does.
        """
        params = query.parameters(search, self._page_size, since)
        query.check_length(search, self._session.url("/studies", {**params, "countTotal": "true"}))
        reason = ""
        for restarts in range(self._max_restarts + 1):
            if restarts:
                self._session.back_off(restarts)
            try:
                return self._attempt(search, params, restarts, on_page)
            except (_UnsettledError, StaleTokenError) as error:
                reason = str(error)
        raise RegistryChangedError(
            f"The search '{search.id}' was begun {self._max_restarts + 1} times and never ended well "
            f"(the last time: {reason}). Nothing of it was kept; try again in an hour."
        )

    def single(self, nct_id: str) -> Study:
        """Return one study; a former id leads to the present record. Raises RegistryError for an unknown id."""
        wanted = nct_id.strip().upper()
        if not _NCT_ID.fullmatch(wanted):
            raise UsageError(f"'{nct_id}' is no registry id; they look like NCT01234567.")
        study = self._session.get(f"/studies/{wanted}", {"fields": query.FIELDS})
        if not isinstance(study, dict) or "protocolSection" not in study:
            raise RegistryChangedError(f"The registry's answer for {wanted} has a shape that is not known here.")
        return study

    def doctor(self) -> str:
        """Ask once, without retries, for what a refresh needs, and say in one sentence that the registry answers."""
        params = {"fields": "NCTId|VersionHolder", "countTotal": "true", "pageSize": "1"}
        page = self._session.get("/studies", params, attempts=1)
        studies, total, _ = self._page(page, "doctor", first=True)
        held = _held(studies[0]) if studies else ""
        day = f", its data are of {held}" if held else ""
        return f"The registry at {self._session.base_url} answers this machine: it holds {total:,} trials{day}."

    def _attempt(self, search: Search, params: dict[str, str], restarts: int, on_page: OnPage | None) -> Walk:
        before = self.version()
        studies, total = self._pages(search, params, on_page)
        after = self.version()
        if after != before:
            raise _UnsettledError(f"the data edition went from {before} to {after}")
        if len(studies) != total:
            reason = f"{total} trials were announced and {len(studies)} came"
            if restarts:
                raise RegistryChangedError(f"The search '{search.id}' is never whole: {reason}. Nothing was kept.")
            raise _UnsettledError(reason)
        return Walk(search.id, after, total, list(studies.values()), restarts)

    def _pages(self, search: Search, params: dict[str, str], on_page: OnPage | None) -> tuple[dict[str, Study], int]:
        """Return the studies by id, in the order they came, and the total that the first page announced."""
        page = self._session.get("/studies", {**params, "countTotal": "true"})
        found, total, token = self._page(page, search.id, first=True)
        studies: dict[str, Study] = {}
        tokens: set[str] = set()
        empty = 0
        while True:
            for study in found:
                # A study without an id counts by itself; whether it can be read is for the reader of records to say.
                studies.setdefault(record_id(study) or f"record {len(studies) + 1}", study)
            if on_page is not None:
                on_page(len(studies), total)
            empty = 0 if found else empty + 1
            if token is None:
                return studies, total
            if token in tokens or empty > _MOST_EMPTY_PAGES:
                raise _UnsettledError("the pages lead in a circle")
            tokens.add(token)
            page = self._session.get("/studies", {**params, "pageToken": token})
            found, _, token = self._page(page, search.id)

    def _page(self, page: Any, name: str, *, first: bool = False) -> tuple[list[Study], int, str | None]:
        """Take a page apart; raise RegistryChangedError unless it has the shape of API v2."""
        found = page.get("studies") if isinstance(page, dict) else None
        if not isinstance(found, list) or not all(isinstance(study, dict) for study in found):
            raise RegistryChangedError(f"A page of the search '{name}' holds no list of studies; the API has changed.")
        total, token = page.get("totalCount", -1), page.get("nextPageToken")
        if not isinstance(token, str | None) or (first and (not isinstance(total, int) or total < 0)):
            raise RegistryChangedError(f"A page of the search '{name}' lacks its total or has a strange token.")
        return found, total, token or None


def _held(study: Study) -> str:
    """Return the day of the data set that ``study`` was served from, or "" when it does not say."""
    value: Any = study
    for key in ("derivedSection", "miscInfoModule", "versionHolder"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
