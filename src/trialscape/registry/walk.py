"""Read all pages of a search; accept the result only if it is complete and of one data edition."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from trialscape.config.tracking.searches import Search
from trialscape.errors import RegistryChangedError, RegistryError, SearchRefusedError, UsageError
from trialscape.registry import query
from trialscape.registry.kept_pages import Page, PageStore, StoredWalk
from trialscape.registry.session import BadRequestError, Session, StaleTokenError
from trialscape.registry.walk_bounds import EndlessWalkError, Meter, WalkBounds
from trialscape.study.decode.parse import record_id

Study = dict[str, Any]
OnPage = Callable[[int, int | None], None]

_NCT_ID = re.compile(r"NCT(?=0*[1-9])[0-9]{8}")
# An empty page may still have a token; this many in a row mean that pagination does not end.
_MOST_EMPTY_PAGES = 10


@dataclass(frozen=True, slots=True)
class Walk:
    """A complete search: ``total`` unique studies of one ``edition``.

    ``restarts`` counts its restarts, ``resumed`` the pages that came from an earlier walk.
    """

    search_id: str
    edition: str
    total: int
    studies: list[Study]
    restarts: int
    resumed: int = 0


class _UnsettledError(Exception):
    """The walk has to restart; the message says why. ``announced`` is the total that was not reached, else 0."""

    def __init__(self, reason: str, announced: int = 0) -> None:
        super().__init__(reason)
        self.announced = announced


class Registry:
    """The registry behind ``session``; ``page_size`` records per page, at most ``max_restarts`` restarts per walk.

    ``bounds`` ends an endless walk (None: the total of the first page is the only bound).
    A walk that an error or a kill interrupted resumes after its last page in ``shelf``, if the edition is the same.
    """

    def __init__(
        self,
        session: Session,
        page_size: int,
        max_restarts: int,
        shelf: PageStore | None = None,
        bounds: WalkBounds | None = None,
    ) -> None:
        self._session = session
        self._page_size = page_size
        self._max_restarts = max_restarts
        self.shelf = shelf or PageStore()
        self._bounds = bounds

    def version(self) -> str:
        """Return the data edition (``dataTimestamp``), an opaque label that can only be compared."""
        answer = self._session.get("/version")
        edition = answer.get("dataTimestamp") if isinstance(answer, dict) else None
        if not isinstance(edition, str) or not edition:
            raise RegistryChangedError(f"The registry at {self._session.base_url} no longer names its data edition.")
        return edition

    def walk(self, search: Search, *, since: dt.date | None = None, on_page: OnPage | None = None) -> Walk:
        """Return every study of ``search``, or those updated on or after ``since``.

        ``on_page`` receives the number of studies so far and the total. Raises RegistryChangedError when the data keep
        changing during the walk, and RegistryError as the session does.
        """
        params = query.parameters(search, self._page_size, since)
        query.check_length(search, self._session.url("/studies", {**params, "countTotal": "true"}))
        meter = Meter(self._bounds, search.id, self._session)
        reason, restarts, announced = "", 0, 0
        while restarts <= self._max_restarts:
            if reason:
                self._session.back_off(max(restarts, 1))
            kept = self._kept(search, params)
            resumed = len(kept.pages)
            try:
                walk = self._attempt(search, params, kept, restarts, meter, on_page)
            except EndlessWalkError:
                kept.clear()
                raise
            except (_UnsettledError, StaleTokenError) as error:
                kept.clear()
                reason = str(error)
                announced = max(announced, getattr(error, "announced", 0))
                # A walk resumed from kept pages did not start in this run, so it does not count as a restart.
                restarts += 0 if resumed else 1
                continue
            if announced and not walk.total:
                kept.clear()
                raise _never_whole(search, f"{announced} trials were announced, and then none")
            return walk
        raise RegistryChangedError(
            f"The search '{search.id}' was begun {self._max_restarts + 1} times and never completed "
            f"(the last reason: {reason}). Nothing of it was kept; try again in an hour."
        )

    def single(self, nct_id: str) -> Study:
        """Return one study; a former id leads to the present record. Raises RegistryError for an unknown id."""
        wanted = nct_id.strip().upper()
        if not _NCT_ID.fullmatch(wanted):
            raise UsageError(f"'{nct_id}' is not a registry id; they look like NCT01234567.")
        study = self._session.get(f"/studies/{wanted}", {"fields": query.FIELDS})
        if not isinstance(study, dict) or "protocolSection" not in study:
            raise RegistryChangedError(
                f"The registry's answer for {wanted} has an unknown shape; check for a newer trialscape."
            )
        return study

    def doctor(self) -> str:
        """Send one request of a refresh, without retries, and return a sentence that the registry answers."""
        params = {"fields": "NCTId|VersionHolder", "countTotal": "true", "pageSize": "1"}
        page = self._session.get("/studies", params, attempts=1)
        found = self._page(page, "doctor", first=True)
        held = _held(found.studies[0]) if found.studies else ""
        day = f", its data are of {held}" if held else ""
        return f"The registry at {self._session.base_url} answers this machine: it holds {found.total:,} trials{day}."

    def count(self, search: Search) -> int:
        """Return how many trials ``search`` finds, by one request for one field of one record.

        Raises SearchRefusedError when the registry cannot read its words.
        """
        params = query.parameters(search, 1)
        query.check_length(search, self._session.url("/studies", {**params, "countTotal": "true"}))
        return self._first_page(search, {**params, "fields": "NCTId"}).total

    def _kept(self, search: Search, params: dict[str, str]) -> StoredWalk:
        return self.shelf.open(search.id, self._session.base_url, self.version(), params)

    def _attempt(
        self,
        search: Search,
        params: dict[str, str],
        kept: StoredWalk,
        restarts: int,
        meter: Meter,
        on_page: OnPage | None,
    ) -> Walk:
        before = kept.edition
        resumed = len(kept.pages)
        studies, total = self._studies(self._each_page(search, params, kept), meter, on_page)
        after = self.version() if kept.has_grown else before
        if after != before:
            raise _UnsettledError(f"the data edition went from {before} to {after}")
        if len(studies) != total:
            reason = f"{total} trials were announced and {len(studies)} came"
            if restarts:
                kept.clear()
                raise _never_whole(search, reason)
            raise _UnsettledError(reason, total)
        return Walk(search.id, after, total, list(studies.values()), restarts, resumed)

    def _studies(self, pages: Iterator[Page], meter: Meter, on_page: OnPage | None) -> tuple[dict[str, Study], int]:
        """Return the studies by id, in the order they came, and the total that the first page announced."""
        studies: dict[str, Study] = {}
        tokens: set[str] = set()
        total, empty, met = -1, 0, 0
        for number, page in enumerate(pages, start=1):
            total = max(total, page.total)
            met += len(page.studies)
            for study in page.studies:
                # A study without an id counts on its own; the parser of records decides whether it is readable.
                studies.setdefault(record_id(study) or f"record {len(studies) + 1}", study)
            if on_page is not None:
                on_page(len(studies), total)
            empty = 0 if page.studies else empty + 1
            if page.token is not None:
                if page.token in tokens or empty > _MOST_EMPTY_PAGES:
                    raise _UnsettledError("the pages form a loop")
                tokens.add(page.token)
                if met > meter.most_trials(total, self._page_size):
                    raise _UnsettledError(f"{total} trials were announced, {met} came, and there were still more pages")
                meter.check(number, met, total)
        return studies, total

    def _each_page(self, search: Search, params: dict[str, str], kept: StoredWalk) -> Iterator[Page]:
        """Yield the kept pages, and then the remaining ones from the registry."""
        page: Page | None = None
        for page in kept.pages:
            yield page
        if page is None:
            page = self._first_page(search, params)
            kept.add(page)
            yield page
        while page.token is not None:
            page = self._page(self._next(params, page.token, kept), search.id)
            kept.add(page)
            yield page

    def _first_page(self, search: Search, params: dict[str, str]) -> Page:
        try:
            answer = self._session.get("/studies", {**params, "countTotal": "true"})
        except BadRequestError as error:
            raise SearchRefusedError(f"The search '{search.id}' is refused: {error}") from error
        return self._page(answer, search.id, first=True)

    def _next(self, params: dict[str, str], token: str, kept: StoredWalk) -> Any:
        try:
            return self._session.get("/studies", {**params, "pageToken": token})
        except RegistryError as error:
            # The lifetime of a token is not documented, so the token of an earlier walk may be refused as expired.
            if kept.pages and not kept.has_grown and type(error) in (RegistryError, BadRequestError):
                raise _UnsettledError(f"the token of an earlier walk was refused: {error}") from error
            raise

    def _page(self, page: Any, name: str, *, first: bool = False) -> Page:
        """Parse a page; raise RegistryChangedError unless it has the shape of API v2."""
        found = page.get("studies") if isinstance(page, dict) else None
        if not isinstance(found, list) or not all(isinstance(study, dict) for study in found):
            raise RegistryChangedError(f"A page of the search '{name}' has no list of studies; the API has changed.")
        total, token = page.get("totalCount", -1), page.get("nextPageToken")
        if not isinstance(token, str | None) or (first and (not isinstance(total, int) or total < 0)):
            raise RegistryChangedError(f"A page of the search '{name}' lacks its total or has an invalid token.")
        return Page(found, total if first else -1, token or None)


def _never_whole(search: Search, reason: str) -> RegistryChangedError:
    return RegistryChangedError(f"The search '{search.id}' is never complete: {reason}. Nothing was kept.")


def _held(study: Study) -> str:
    """Return the day of the data set that ``study`` was served from, or "" when it does not say."""
    value: Any = study
    for key in ("derivedSection", "miscInfoModule", "versionHolder"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
