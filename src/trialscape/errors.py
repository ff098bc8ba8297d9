"""Every error that trialscape shows to users, as one short tree.

TrialscapeError                 shown as one sentence, without a traceback      exit code
├── UsageError                  an argument is invalid                           2
├── PartialError                the work is done but some records were unreadable 3
├── ConfigError                 all errors in config/, listed together          10
├── ArchiveError                the archive cannot be read or written           11
├── RegistryError               the registry did not return the requested data  12
│   ├── RegistryUnreachableError    no response, or only errors, after all retries
│   ├── RegistryRefusedError        403, or HTML instead of JSON
│   ├── RegistryChangedError        the data changed during the walk, or the shape is unknown
│   └── SearchRefusedError          the registry cannot parse the words of a search
├── CheckError                  a check failed, so nothing was published        13
├── LockError                   another refresh is running                      14
├── WarehouseError              the warehouse is missing, damaged or unwritable 15
├── IncompleteRefreshError      published, but the registry refused searches    18
├── ClusterError                the Spark cluster did not do the work           19
└── StoppedError                stopped on request before the work was done        130

Any other exception is a bug and keeps its traceback.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class TrialscapeError(Exception):
    """Base of the errors that are shown without a traceback."""

    exit_code = 1


class UsageError(TrialscapeError):
    """An argument or a combination of arguments is invalid."""

    exit_code = 2


class PartialError(TrialscapeError):
    """The work is done, but some records could not be read; each was reported."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a config file.

    ``file`` is relative to the config folder, ``item`` the id of the entry (or its line), ``key`` the key at fault,
    ``problem`` the mistake, and ``allowed`` the valid values ("" when the problem names them).
    """

    file: str
    item: str
    key: str
    problem: str
    allowed: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.item, self.key) if part)
        where = f"{self.file}: {place}: " if place else f"{self.file}: "
        return where + self.problem + (f" (allowed: {self.allowed})" if self.allowed else "")


class ConfigError(TrialscapeError):
    """All errors found in the config folder, reported together so that one pass can fix them."""

    exit_code = 10

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in the configuration:"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))

    def __reduce__(self) -> tuple[type["ConfigError"], tuple[tuple[Fault, ...]]]:
        # Errors come from other processes; without this, one would be made again from its message.
        return type(self), (self.faults,)


class ArchiveError(TrialscapeError):
    """The archive cannot be read or written."""

    exit_code = 11


class RegistryError(TrialscapeError):
    """The registry did not return the requested data."""

    exit_code = 12


class RegistryUnreachableError(RegistryError):
    """No response, or only errors, after all retries."""


class RegistryRefusedError(RegistryError):
    """The registry refuses this client or network: 403, or HTML instead of JSON."""


class RegistryChangedError(RegistryError):
    """The data set changed during a walk more often than allowed, or a response has an unknown shape."""


class SearchRefusedError(RegistryError):
    """The registry refuses the words of one search (400); the message names the search and quotes the registry."""


class IncompleteRefreshError(TrialscapeError):
    """The refresh was published without the searches that the registry refused; their trials are unchanged."""

    exit_code = 18


class CheckError(TrialscapeError):
    """A check on the new warehouse or on the fetched set failed; the previously published version stays in place."""

    exit_code = 13


class LockError(TrialscapeError):
    """Another refresh holds the lock."""

    exit_code = 14


class WarehouseError(TrialscapeError):
    """The warehouse is missing, damaged or cannot be written."""

    exit_code = 15


class ClusterError(TrialscapeError):
    """The Spark cluster cannot be reached or did not do the work; parts that it stored are kept."""

    exit_code = 19


class StoppedError(TrialscapeError):
    """The program was stopped on request before it was done; data stored earlier are kept."""

    exit_code = 130


def is_interruption(error: BaseException) -> bool:
    """Return whether the user asked to stop; during a query DuckDB turns Ctrl-C into a RuntimeError."""
    in_query = isinstance(error, RuntimeError) and str(error) == "Query interrupted"
    return in_query or isinstance(error, StoppedError | KeyboardInterrupt)
