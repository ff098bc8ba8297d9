"""Walk a search page by page until the registry says that there is no more, on one edition of the data."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trialscape.config.searches import Search
from trialscape.errors import RegistryChangedError, RegistryError
from trialscape.registry.query import expression
from trialscape.registry.session import Session, StaleTokenError

# Everything but the results tables, which make up most of the bytes and are not read.
FIELDS = "ProtocolSection|DerivedSection|AnnotationSection|HasResults"

OnPage = Callable[[int, int | None], None]
RawStudy = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Walk:
    """A complete walk: every study of a search on one edition, and how often it had to start again.

    ``total`` is the registry's own count on the first page; it equals the number of studies.
    """

    search_id: str
    edition: str
    total: int
    studies: list[RawStudy]
    restarts: int


class Registry:
    """The registry as trialscape asks it."""

    def __init__(self, session: Session, page_size: int, max_restarts: int) -> None:
        self._session = session
        self._page_size = page_size
        self._max_restarts = max_restarts

    def version(self) -> str:
        """Return the edition of the data (``dataTimestamp``), an opaque label that is compared for equality only."""
        answer = self._session.get("/version")
        edition = answer.get("dataTimestamp") if isinstance(answer, dict) else None
        if not isinstance(edition, str) or not edition:
            raise RegistryError("The registry's /version answer names no dataTimestamp; its API may have changed.")
        return edition

    def doctor(self) -> str:
        """Ask one question and return the verdict as a sentence; a RegistryError says what is wrong instead."""
        return f"The registry at {self._session.base_url} answers; its data edition is {self.version()}."

    def single(self, nct_id: str) -> RawStudy:
        """Return one record; a former id gives the record under its present one."""
        answer = self._session.get(f"/studies/{nct_id}", {"fields": FIELDS})
        if not isinstance(answer, dict):
            raise RegistryError(f"The registry's answer for {nct_id} is no study.")
        return answer

    def walk(self, search: Search, *, since: dt.date | None = None, on_page: OnPage | None = None) -> Walk:
        """Return all studies of ``search`` (posted on or after ``since``) from one edition of the data.

        A walk during which the data change, or that ends with another number of studies than was announced, starts
        again from the first page. Raises RegistryChangedError when that happens too often.
        """
        question = {
            "filter.advanced": expression(search, since),
            "fields": FIELDS,
            "pageSize": str(self._page_size),
        }
        trouble = ""
        for restart in range(self._max_restarts + 1):
            edition = self.version()
            try:
                studies, total = self._pages(question, on_page)
            except StaleTokenError as error:
                trouble = str(error)
                continue
            if len(studies) != total:
                trouble = f"{total} studies were announced and {len(studies)} came."
            elif self.version() != edition:
                trouble = f"A new edition came after {edition}."
            else:
                return Walk(search.id, edition, total, list(studies.values()), restart)
        times = f"{self._max_restarts + 1} time{'s' if self._max_restarts else ''}"
        raise RegistryChangedError(
            f"The search '{search.id}' was begun {times} and never came through on unchanged data. {trouble} "
            "Nothing was stored; run the refresh again later."
        )

    def _pages(self, question: dict[str, str], on_page: OnPage | None) -> tuple[dict[str, RawStudy], int]:
        """Follow the page tokens to the end; return the studies by id and the announced total."""
        studies: dict[str, RawStudy] = {}
        seen: set[str] = set()
        page = self._page({**question, "countTotal": "true"})
        total = page.get("totalCount")
        if not isinstance(total, int):
            raise RegistryError("The registry's first page names no totalCount; its API may have changed.")
        while True:
            for study in page["studies"]:
                studies[_identity(study)] = study
            if on_page is not None:
                on_page(len(studies), total)
            token = page.get("nextPageToken")
            if not token:
                return studies, total
            # A token is bound to its question by being used with no other; one that comes twice would never end.
            mark = hashlib.sha256(str(token).encode()).hexdigest()
            if mark in seen:
                raise RegistryError("The registry gave the same page token twice; the walk would never end.")
            seen.add(mark)
            page = self._page({**question, "pageToken": str(token)})

    def _page(self, question: dict[str, str]) -> dict[str, Any]:
        page = self._session.get("/studies", question)
        if not isinstance(page, dict) or not isinstance(page.get("studies"), list):
            raise RegistryError("The registry's answer holds no list of studies; its API may have changed.")
        return page


def _identity(study: Any) -> str:
    try:
        identity = study["protocolSection"]["identificationModule"]["nctId"]
    except (KeyError, TypeError) as error:
        raise RegistryError("The registry sent a study without an NCT id; its API may have changed.") from error
    return str(identity)
