"""Open the connection to the registry: live, live with recording, or replayed from recordings."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from trialscape.config.tracking.settings import RegistrySettings, clean_base_url
from trialscape.errors import RegistryError, UsageError
from trialscape.registry.asked_words import KeptWords, RecordedWords, Words, WrittenWords
from trialscape.registry.bounded_answers import limits_of
from trialscape.registry.cassette import REPLAY_BASE_URL, RecordingAdapter, ReplayAdapter
from trialscape.registry.kept_pages import PageStore
from trialscape.registry.session import Session
from trialscape.registry.walk import Registry
from trialscape.registry.walk_bounds import WalkBounds


@dataclass(frozen=True, slots=True)
class RegistryConnection:
    """A connected registry; with ``is_stand_in`` its texts were written for the demonstration."""

    registry: Registry
    replay: ReplayAdapter | None = None

    @property
    def is_stand_in(self) -> bool:
        """Return whether the answers are stand-ins and not recordings of the live service."""
        return self.replay is not None and self.replay.is_stand_in

    @property
    def can_look_up(self) -> bool:
        """Return whether single trials can be requested; recordings of searches alone do not have them."""
        return self.replay is None or self.replay.has_single_records

    def check_all_replayed(self) -> None:
        """Raise RegistryError when recorded answers are left over, because the walk then was not the recorded one."""
        if self.replay is not None and (left := self.replay.unused()):
            raise RegistryError(f"{len(left)} recorded answers were never requested; the first is {left[0]}.")


def replay_folders(folder: Path) -> list[Path]:
    """Return the folders to replay one after the other: ``edition-*`` below ``folder``, else the folder itself."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder of recorded answers.")
    return sorted(path for path in folder.glob("edition-*") if path.is_dir()) or [folder]


@contextmanager
def connect_registry(
    settings: RegistrySettings,
    *,
    base_url: str | None = None,
    replay: Path | None = None,
    record: Path | None = None,
    keep: Path | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[RegistryConnection]:
    """Yield the connection to the registry that the options select.

    ``sleep`` waits between requests. Pages of unfinished walks are kept in the folder ``keep``, but not during a replay
    or a recording, because a recording must be complete.
    """
    if replay is not None:
        player = ReplayAdapter(replay)
        with closing(Session(settings, base_url=REPLAY_BASE_URL, adapter=player, sleep=_no_sleep)) as session:
            # Pages are requested as they were recorded, whatever the settings are now.
            # So are the words, which an added drug changes.
            recorded = RecordedWords(replay, WrittenWords(settings.longest_address))
            size = player.page_size or settings.page_size
            yield RegistryConnection(Registry(session, size, settings.max_restarts, words=recorded), player)
        return
    address = checked_base_url(base_url)
    adapter = RecordingAdapter(record, limits_of(settings)) if record is not None else None
    words: Words = WrittenWords(settings.longest_address)
    with (
        closing(Session(settings, base_url=address, adapter=adapter, sleep=sleep)) as session,
        # Pages of a recorded walk are kept as well, so that memory holds one, but for this walk only.
        TemporaryDirectory(prefix="trialscape-") as passing,
    ):
        shelf = PageStore(keep if record is None else Path(passing))
        words = words if record is None else KeptWords(words, record)
        bounds = WalkBounds(settings.walk_room, settings.walk_pages, settings.walk_megabytes, settings.walk_minutes)
        yield RegistryConnection(Registry(session, settings.page_size, settings.max_restarts, shelf, bounds, words))


def checked_base_url(base_url: str | None) -> str | None:
    """Return the normalised address of --base-url. Raises UsageError when it is not an address."""
    try:
        return clean_base_url(base_url) if base_url is not None else None
    except ValueError as error:
        raise UsageError(f"--base-url {base_url} {error}.") from error


def _no_sleep(seconds: float) -> None:
    """Do not wait, because a replay sends no requests."""
