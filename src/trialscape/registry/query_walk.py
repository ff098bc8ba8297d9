"""Walk all pages of one query, and accept them only if they are as many trials as the registry announced."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from trialscape.errors import RegistryError
from trialscape.registry.kept_pages import Page, StoredWalk
from trialscape.registry.pages import PageReader
from trialscape.registry.session import BadRequestError, StaleTokenError
from trialscape.registry.walk_bounds import EndlessWalkError, Meter
from trialscape.study.decode.parse import record_id

OnPage = Callable[[int, int | None], None]

# An empty page may still have a token; this many in a row mean that pagination does not end.
_MOST_EMPTY_PAGES = 10


class UnsettledError(Exception):
    """The walk has to restart; the message says why.

    ``is_short`` says that fewer or more trials came than were announced, ``was_resumed`` that earlier pages took part.
    """

    def __init__(self, reason: str, *, announced: int = 0, is_short: bool = False) -> None:
        super().__init__(reason)
        self.announced, self.is_short = announced, is_short
        self.was_resumed = False


@dataclass(slots=True)
class Found:
    """The ids that a search has brought so far, over all its parts, and how many pages they took."""

    ids: set[str]
    pages: int = 0
    met: int = 0


class QueryWalk:
    """One part of a search: its parameters, and the pages that are kept of it."""

    def __init__(self, reader: PageReader, params: Mapping[str, str], kept: StoredWalk, meter: Meter) -> None:
        self._reader, self._params, self.kept, self._meter = reader, params, kept, meter

    def read(self, found: Found, page_size: int, on_page: OnPage | None) -> int:
        """Bring every page and add the ids to ``found``; return the total that page 1 announced.

        Raises UnsettledError, after which nothing of this part is kept.
        """
        try:
            return self._read(found, page_size, on_page)
        except EndlessWalkError:
            self.kept.clear()
            raise
        except (UnsettledError, StaleTokenError) as error:
            unsettled = error if isinstance(error, UnsettledError) else UnsettledError(str(error))
            unsettled.was_resumed = self.kept.resumed > 0
            self.kept.clear()
            raise unsettled from error

    def _read(self, found: Found, page_size: int, on_page: OnPage | None) -> int:
        own: set[str] = set()
        tokens: set[str] = set()
        total, empty, met = -1, 0, 0
        for page in self._each_page():
            total = max(total, page.total)
            met += len(page.studies)
            for study in page.studies:
                # A study without an id counts by itself; whether it can be read is for the reader of records to say.
                own.add(record_id(study) or f"record {len(own) + 1} of {id(self)}")
            found.pages, found.met = found.pages + 1, found.met + len(page.studies)
            if on_page is not None:
                on_page(len(found.ids | own), max(total, len(found.ids | own)))
            empty = 0 if page.studies else empty + 1
            if page.token is not None:
                if page.token in tokens or empty > _MOST_EMPTY_PAGES:
                    raise UnsettledError("the pages form a loop")
                tokens.add(page.token)
                if met > self._meter.most_trials(total, page_size):
                    raise UnsettledError(f"the registry announced {total} trials, but sent {met} and named a next page")
                self._meter.check(found.pages, found.met, total)
        if len(own) != total:
            reason = f"the registry announced {total} trials, but sent {len(own)}"
            raise UnsettledError(reason, announced=total, is_short=True)
        found.ids |= own
        return total

    def _each_page(self) -> Iterator[Page]:
        """Yield the kept pages, and then the remaining ones from the registry."""
        page: Page | None = None
        for page in self.kept.pages():
            yield page
        if page is None:
            page = self._reader.first(self._params)
            self.kept.add(page)
            yield page
        while page.token is not None:
            page = self._next(page.token)
            self.kept.add(page)
            yield page

    def _next(self, token: str) -> Page:
        try:
            return self._reader.next(self._params, token)
        except RegistryError as error:
            # The lifetime of a token is not documented, so a valid token of an earlier walk may be refused.
            if self.kept.resumed and not self.kept.has_grown and type(error) in (RegistryError, BadRequestError):
                raise UnsettledError(f"the token of an earlier walk was refused: {error}") from error
            raise
