"""Read all pages of a search; accept the result only if it is complete and of one data edition."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trialscape.config.tracking.searches import Search
from trialscape.errors import RegistryChangedError, UsageError
from trialscape.registry import query
from trialscape.registry.asked_words import Words, WrittenWords
from trialscape.registry.kept_pages import PageStore, StoredWalk
from trialscape.registry.pages import PageReader
from trialscape.registry.query_walk import Found, OnPage, QueryWalk, UnsettledError
from trialscape.registry.session import Session
from trialscape.registry.walk_bounds import Meter, WalkBounds
from trialscape.study.decode.parse import record_id

Study = dict[str, Any]

_NCT_ID = re.compile(r"NCT(?=0*[1-9])[0-9]{8}")


@dataclass(frozen=True, slots=True)
class Walk:
    """A complete search: ``total`` unique studies of one ``edition``, whose pages stay in the page store.

    ``restarts`` counts its restarts, ``resumed`` the pages that came from an earlier walk.
    """

    search_id: str
    edition: str
    total: int
    parts: tuple[StoredWalk, ...]
    restarts: int
    resumed: int = 0

    def studies(self) -> Iterator[Study]:
        """Yield every study once, reading one page at a time. Raises ArchiveError when a page cannot be read again."""
        seen: set[str] = set()
        for part in self.parts:
            for page in part.pages():
                for study in page.studies:
                    nct_id = record_id(study)
                    if not nct_id or nct_id not in seen:
                        yield study
                    seen.add(nct_id)


@dataclass(slots=True)
class _Course:
    """The state of a walk: its restarts, the reason for the last one, and the announced totals by part."""

    restarts: int
    reason: str
    announced: dict[int, int]


class Registry:
    """The registry behind ``session``; ``page_size`` records per page, at most ``max_restarts`` restarts per walk.

    ``bounds`` ends a walk that does not end by itself (None: no bound but the total of the first page). A walk that an
    error or a kill interrupted resumes after its last page on ``shelf`` while the edition is the same. ``words`` makes
    the expressions of a search.
    """

    def __init__(
        self,
        session: Session,
        page_size: int,
        max_restarts: int,
        shelf: PageStore | None = None,
        bounds: WalkBounds | None = None,
        words: Words | None = None,
    ) -> None:
        self._session = session
        self._page_size = page_size
        self._max_restarts = max_restarts
        self.shelf = shelf or PageStore()
        self._bounds = bounds
        self._words = words or WrittenWords(session.longest_address)
        # The edition that was named last. The check after one walk serves the next, which is checked again at its end.
        self._edition = ""

    def version(self) -> str:
        """Return the data edition (``dataTimestamp``), an opaque label that can only be compared."""
        answer = self._session.get("/version")
        edition = answer.get("dataTimestamp") if isinstance(answer, dict) else None
        if not isinstance(edition, str) or not edition:
            raise RegistryChangedError(f"The registry at {self._session.base_url} no longer names its data edition.")
        self._edition = edition
        return edition

    def walk(self, search: Search, *, since: dt.date | None = None, on_page: OnPage | None = None) -> Walk:
        """Return every study of ``search``, or those updated on or after ``since``.

        ``on_page`` receives the number of studies so far and the total. Raises RegistryChangedError when the data keep
        changing during the walk, and RegistryError as the session does.
        """
        queries = self._queries(search, since)
        meter = Meter(self._bounds, search.id, self._session)
        course = _Course(0, "", {})
        while course.restarts <= self._max_restarts:
            if course.reason:
                self._session.back_off(max(course.restarts, 1))
                self._edition = ""
            try:
                return self._attempt(search, queries, course, meter, on_page)
            except UnsettledError as error:
                # A walk that was resumed from kept pages has not started in this run, so it uses up no restart.
                course.restarts += 0 if error.was_resumed else 1
                course.reason = str(error)
        raise RegistryChangedError(
            f"The search '{search.id}' was started {self._max_restarts + 1} times and never completed "
            f"(the last reason: {course.reason}). Nothing of it was stored; try again in an hour."
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
        """Ask once, without retries, for what a refresh needs, and say in one sentence that the registry answers."""
        params = {"fields": "NCTId|VersionHolder", "pageSize": "1"}
        found = PageReader(self._session, "doctor").first(params, attempts=1)
        held = _held(found.studies[0]) if found.studies else ""
        day = f", its data are of {held}" if held else ""
        return f"The registry at {self._session.base_url} answers this machine: it holds {found.total:,} trials{day}."

    def counts(self, search: Search) -> tuple[int, ...]:
        """Return how many trials each part of ``search`` finds, by one request a part for one field of one record.

        Raises SearchRefusedError when the registry cannot read its words.
        """
        reader = PageReader(self._session, search.id)
        queries = self._queries(search, None)
        return tuple(reader.first({**params, "fields": "NCTId", "pageSize": "1"}).total for params in queries)

    def _queries(self, search: Search, since: dt.date | None) -> list[dict[str, str]]:
        """Return the parameters of each part of ``search``."""
        empty = self._session.url("/studies", {**query.parameters("", self._page_size), "countTotal": "true"})
        asked = self._words.parts(search, empty)
        asked = asked if since is None else tuple(query.restricted(part, since) for part in asked)
        return [query.parameters(part, self._page_size) for part in asked]

    def _attempt(
        self, search: Search, queries: list[dict[str, str]], course: _Course, meter: Meter, on_page: OnPage | None
    ) -> Walk:
        before = self._edition or self.version()
        shelved = [
            self.shelf.open(search.id, self._session.base_url, before, params, number)
            for number, params in enumerate(queries, start=1)
        ]
        resumed = 0 if course.reason else sum(kept.resumed for kept in shelved)
        found = Found(set())
        reader = PageReader(self._session, search.id)
        for number, (params, kept) in enumerate(zip(queries, shelved, strict=True)):
            part = QueryWalk(reader, params, kept, meter)
            try:
                total = part.read(found, self._page_size, on_page)
            except UnsettledError as error:
                course.announced[number] = max(course.announced.get(number, 0), error.announced)
                if error.is_short:
                    # Other data explain another number of trials; without them it is forgiven once.
                    self._check(before, shelved, was_resumed=error.was_resumed)
                    if course.restarts:
                        raise _incomplete_edition(search, str(error)) from error
                raise
            if course.announced.get(number) and not total:
                kept.clear()
                raise _incomplete_edition(search, f"{course.announced[number]} trials were announced, and then none")
        if any(kept.has_grown for kept in shelved):
            self._check(before, shelved, was_resumed=resumed > 0)
        return Walk(search.id, before, len(found.ids), tuple(shelved), course.restarts, resumed)

    def _check(self, before: str, shelved: list[StoredWalk], *, was_resumed: bool) -> None:
        """Raise UnsettledError, after which nothing is kept, when the edition is not ``before`` any more."""
        after = self.version()
        if after == before:
            return
        for kept in shelved:
            kept.clear()
        unsettled = UnsettledError(f"the data edition went from {before} to {after}")
        unsettled.was_resumed = was_resumed
        raise unsettled


def _incomplete_edition(search: Search, reason: str) -> RegistryChangedError:
    return RegistryChangedError(
        f"The search '{search.id}' is never complete: {reason}. Nothing was stored; try again in an hour."
    )


def _held(study: Study) -> str:
    """Return the day of the data set that ``study`` was served from, or "" when it does not say."""
    value: Any = study
    for key in ("derivedSection", "miscInfoModule", "versionHolder"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
