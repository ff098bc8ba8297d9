"""The history of the rules: copies named by the hash of their content, and the time from which each set applies.

``rules/<figure version>.zip`` holds every file of the configuration that decides figures; ``rules/in-force`` holds an
empty file ``<UTC time>-<number>-<figure version>`` for each time that published figures began to use other rules.
No file there is ever deleted. Settings are not kept: they affect no figure and may contain secrets.
"""

import datetime as dt
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trialscape.config.load import Config, figure_files, figure_version, load_config
from trialscape.errors import ArchiveError, UsageError
from trialscape.whole_file import whole_file

_STAMP = "%Y%m%dT%H%M%SZ"
# Equal files must make equal copies, so their times are left out.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

_FIRST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)

InForce = tuple[dt.datetime, str]


def store_rules(data: Path, config: Config) -> None:
    """Keep a copy of the rules if there is none yet. Raises ArchiveError when the folder cannot be written."""
    with _writing(data):
        _copy(_zip(data, config.figure_version), config)


def record_rules_in_force(data: Path, config: Config, now: dt.datetime | None = None) -> None:
    """Record that these rules are in force from now on, if they are not yet. Raises ArchiveError as ``store_rules``."""
    noted = rules_timeline(data)
    if noted and noted[-1][1] == config.figure_version:
        return
    # If the clock was set back, the order of the sets must not change.
    since = max((now or dt.datetime.now(dt.UTC)), *(item[0] for item in noted[-1:]), _FIRST)
    with _writing(data):
        _notes(data).mkdir(parents=True, exist_ok=True)
        (_notes(data) / f"{since:{_STAMP}}-{len(noted):06d}-{config.figure_version}").touch()


@contextmanager
def _writing(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(f"The rules cannot be stored in {data / 'rules'}: {error.strerror or error}.") from error


def rules_timeline(data: Path) -> list[InForce]:
    """Return since when (UTC) which figure version was in force, oldest first."""
    names = sorted(path.name.split("-") for path in _notes(data).glob("*-*-*"))
    return [(dt.datetime.strptime(name[0], _STAMP).replace(tzinfo=dt.UTC), name[2]) for name in names]


@contextmanager
def rules_on_day(data: Path, day: dt.date, today: Config) -> Iterator[Config]:
    """Yield the configuration that was in force at the end of ``day`` (UTC).

    Settings and expectations are today's, and so is any file that did not exist on that day. Raises UsageError when
    no rules of that day were kept, ArchiveError when the copy is damaged, ConfigError when this code cannot read it.
    """
    noted = rules_timeline(data)
    then = [version for since, version in noted if since.date() <= day]
    if not then:
        first = f"they begin on {noted[0][0].date()}" if noted else "none are stored yet"
        raise UsageError(f"No rules of {day} are stored ({first}); name a folder that has them with --config.")
    with tempfile.TemporaryDirectory(prefix="trialscape-rules-") as folder:
        yield _unpacked(_zip(data, then[-1]), Path(folder), today)


def _unpacked(path: Path, folder: Path, today: Config) -> Config:
    try:
        with zipfile.ZipFile(path) as packed:
            packed.extractall(folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"The stored rules {path} cannot be read ({error}); restore them from a backup.") from error
    if figure_version(folder) != path.stem:
        raise ArchiveError(f"The stored rules {path} are damaged; restore them from a backup.")
    for file in today.folder.glob("*.toml"):
        if not (folder / file.name).exists():
            shutil.copyfile(file, folder / file.name)
    return load_config(folder)


def _copy(target: Path, config: Config) -> None:
    """Write the copy; an existing copy is identical."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in figure_files(config.folder):
            name = file.relative_to(config.folder).as_posix()
            packed.writestr(zipfile.ZipInfo(name, _NO_TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)


def _zip(data: Path, version: str) -> Path:
    return data / "rules" / f"{version}.zip"


def _notes(data: Path) -> Path:
    return data / "rules" / "in-force"
