"""Bounds of a walk; without them, a registry or proxy that always returns another page token would never end it."""

from dataclasses import dataclass

from trialscape.errors import RegistryChangedError, RegistryUnreachableError
from trialscape.registry.session import Session

_MEGABYTE = 1_000_000
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class WalkBounds:
    """The most that one walk may fetch: ``room`` is a share of the announced total; ``megabytes`` are decompressed."""

    room: float
    pages: int
    megabytes: int
    minutes: float


class EndlessWalkError(RegistryChangedError):
    """A walk reached its bound of pages or bytes; the message names the bound and its setting."""


class Meter:
    """Measures one walk from its first request on, including restarts; pages count from the last restart."""

    def __init__(self, bounds: WalkBounds | None, search_id: str, session: Session) -> None:
        self._bounds, self._search, self._session = bounds, search_id, session
        self._began, self._received = session.clock(), session.received

    def most_trials(self, total: int, page_size: int) -> float:
        """Return the most trials that are accepted when ``total`` were announced."""
        room = self._bounds.room if self._bounds is not None else 0.0
        return total + max(total * room, page_size)

    def check(self, pages: int, met: int, total: int) -> None:
        """Raise EndlessWalkError, or RegistryUnreachableError when time ran out, before the next page is requested."""
        bounds = self._bounds
        if bounds is None:
            return
        so_far = f"after {pages} pages with {met} of {total} announced trials"
        if pages >= bounds.pages:
            raise self._endless(so_far, f"walk_pages = {bounds.pages}")
        if self._session.received - self._received > bounds.megabytes * _MEGABYTE:
            raise self._endless(so_far, f"walk_megabytes = {bounds.megabytes}")
        if self._session.clock() - self._began > bounds.minutes * _MINUTE:
            raise RegistryUnreachableError(
                f"The search '{self._search}' was stopped {so_far}, because settings.toml allows walk_minutes = "
                f"{bounds.minutes:g}; the next refresh resumes there."
            )

    def _endless(self, so_far: str, bound: str) -> EndlessWalkError:
        return EndlessWalkError(
            f"The search '{self._search}' was stopped {so_far}, because settings.toml allows {bound} and the registry "
            "still named a next page. Nothing of it was stored; check --base-url, or raise the setting."
        )
