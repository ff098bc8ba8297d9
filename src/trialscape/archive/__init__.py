"""The append-only store of every version of every record ever seen."""

from trialscape.archive.files.manifest import Manifest, SearchEntry
from trialscape.archive.files.model import (
    ArchiveStats,
    Change,
    Fate,
    Finding,
    HitEvent,
    Membership,
    RunInfo,
    RunKind,
    RunSummary,
    SearchCount,
    StoredFate,
    StoredHit,
    StoredSignal,
    StoredVersion,
    VersionKey,
)
from trialscape.archive.store import Archive
from trialscape.archive.upkeep import CompactionResult
from trialscape.archive.writer import RunWriter

__all__ = [
    "Archive",
    "ArchiveStats",
    "Change",
    "CompactionResult",
    "Fate",
    "Finding",
    "HitEvent",
    "Manifest",
    "Membership",
    "RunInfo",
    "RunKind",
    "RunSummary",
    "RunWriter",
    "SearchCount",
    "SearchEntry",
    "StoredFate",
    "StoredHit",
    "StoredSignal",
    "StoredVersion",
    "VersionKey",
]
