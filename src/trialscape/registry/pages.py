"""Request one page of a query, and check its shape."""

from collections.abc import Mapping
from typing import Any

from trialscape.errors import RegistryChangedError, SearchRefusedError
from trialscape.registry.kept_pages import Page
from trialscape.registry.session import BadRequestError, Session

# The registry sends at most this many records a page, whatever was asked for.
_MOST_RECORDS = 1000


class PageReader:
    """The pages of the queries of one search, whose id ``name`` is in every message."""

    def __init__(self, session: Session, name: str) -> None:
        self._session, self._name = session, name

    def first(self, params: Mapping[str, str], *, attempts: int | None = None) -> Page:
        """Return page 1 with the total. Raises SearchRefusedError when the registry cannot read the query."""
        try:
            answer = self._session.get("/studies", {**params, "countTotal": "true"}, attempts=attempts)
        except BadRequestError as error:
            raise SearchRefusedError(f"The search '{self._name}' is refused: {error}") from error
        return self._page(answer, first=True)

    def next(self, params: Mapping[str, str], token: str) -> Page:
        """Return the page that ``token`` names."""
        return self._page(self._session.get("/studies", {**params, "pageToken": token}), first=False)

    def _page(self, page: Any, *, first: bool) -> Page:
        """Parse a page; raise RegistryChangedError unless it has the shape of API v2."""
        found = page.get("studies") if isinstance(page, dict) else None
        if not isinstance(found, list) or not all(isinstance(study, dict) for study in found):
            raise RegistryChangedError(
                f"A page of the search '{self._name}' has no list of studies; the API has changed."
            )
        if len(found) > _MOST_RECORDS:
            raise RegistryChangedError(
                f"A page of the search '{self._name}' has {len(found):,} records, and the registry sends at most "
                f"{_MOST_RECORDS:,}; check --base-url."
            )
        total, token = page.get("totalCount", -1), page.get("nextPageToken")
        if not isinstance(token, str | None) or (first and (not isinstance(total, int) or total < 0)):
            raise RegistryChangedError(f"A page of the search '{self._name}' lacks its total or has an invalid token.")
        return Page(found, total if first else -1, token or None)
