"""The SQL files: where they are, what their headers declare, and the one statement that each holds.

The folder is the schema and the stem is the table. A header of ``-- title:``, ``-- grain:``, ``-- definition:`` and one
``-- column NAME: meaning`` per column comes before the statement. It documents rows and columns in the file and, as
comments, in the published database. ``-- published: as a view`` means that the published file has no rows of it, ``as a
view only`` that a build has none either and puts the statement in the place of the name,
``-- published: from marts.x`` that it is a view of these columns of another table, and ``-- published: each a, b once``
that the file holds each combination of values of these columns once.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from trialscape.errors import WarehouseError

# Every schema in build order; a file may read its own layer and earlier ones. ``questions`` selects the trials that
# each claim is about. The checks of claims read marts, and one mart collects them, so these two share a level.
LAYERS = ("raw", "staging", "concepts", "questions", "estimates", "claims", "marts", "meta")
FLOORS = {"raw": 0, "staging": 1, "concepts": 2, "questions": 3, "estimates": 4, "claims": 5, "marts": 5, "meta": 6}
# Tables that are declared and then filled from Python: raw ones before anything is built, estimates from what is built.
FILLED = ("raw", "estimates")
FUNCTIONS = "functions"
CHECKS = "checks"
NOT_UNIQUE = "none"

_FOLDERS = (FUNCTIONS, *LAYERS, CHECKS)
_HEADER = re.compile(r"--\s*(title|grain|definition|column|published)(?:\s+(\w+))?:\s*(.*)")
_CONTINUED = re.compile(r"--\s{2,}(\S.*)")
_DECLARED_COLUMN = re.compile(r"^\s{2,}(\w+)\s+[A-Z].*?--\s*(\S.*)$", re.MULTILINE)
_DECLARED_HEAD = re.compile(r"\s*CREATE TABLE (\w+)\.(\w+)\s*\(", re.IGNORECASE)
_PUBLISHED = re.compile(r"as a view(?P<only> only)?|from (?P<source>\w+\.\w+)|each (?P<columns>\w+(?:, \w+)*) once")
_STEM = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One SQL file. ``grain`` is empty if the file says ``none``: its rows may repeat."""

    schema: str
    name: str
    path: Path
    title: str
    definition: str
    grain: tuple[str, ...]
    columns: dict[str, str]
    body: str
    published: str = ""

    @property
    def is_held(self) -> bool:
        """Return whether a build holds the rows in memory, because the file has them in another form."""
        return bool(self.published)

    @property
    def is_only_view(self) -> bool:
        """Return whether not even a build has rows of it."""
        return bool(_form(self.published, "only"))

    @property
    def source(self) -> str:
        """Return the table that has the same rows and more columns, if the published one is a view of it."""
        return _form(self.published, "source")

    @property
    def each_once(self) -> tuple[str, ...]:
        """Return the columns whose combinations of values the file holds once."""
        return tuple(_form(self.published, "columns").split(", ")) if _form(self.published, "columns") else ()

    @property
    def table(self) -> str:
        """Return ``schema.name``."""
        return f"{self.schema}.{self.name}"

    @property
    def place(self) -> str:
        """Return the file's place inside the SQL folder, as error sentences name it."""
        return f"{self.schema}/{self.path.name}"


@dataclass(slots=True)
class _Header:
    title: str = ""
    grain: str = ""
    definition: str = ""
    published: str = ""
    columns: dict[str, str] = field(default_factory=dict)


def find_sql_files(folder: Path) -> tuple[SqlFile, ...]:
    """Read all SQL files of ``folder`` in the order of layers, then of names.

    Raises WarehouseError naming the file and the reason when one is malformed or the folder cannot be read.
    """
    found = []
    for schema in _FOLDERS:
        found += [_read(path, schema) for path in _listed(folder / schema)]
    if not any(file.schema == "marts" for file in found):
        raise WarehouseError(f"The SQL folder {folder} holds no marts; use a folder with raw/, staging/ and marts/.")
    return tuple(found)


def _form(published: str, part: str) -> str:
    match = _PUBLISHED.fullmatch(published)
    return (match[part] if match else None) or ""


def sql_version(files: Iterable[SqlFile]) -> str:
    """Return twelve hex digits that change with every statement and declared grain."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.table}\0{','.join(file.grain)}\0{file.body}\0".encode())
    return digest.hexdigest()[:12]


def _listed(folder: Path) -> list[Path]:
    if not folder.exists():
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".sql")
    except OSError as error:
        raise WarehouseError(f"The SQL folder {folder} cannot be read: {error.strerror}.") from error


def _read(path: Path, schema: str) -> SqlFile:
    place = f"sql/{schema}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"{place} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WarehouseError(f"{place} is not UTF-8 text; save it as UTF-8.") from error
    if not _STEM.fullmatch(path.stem):
        raise WarehouseError(
            f"{place}: the file's name becomes the table's, so use only lower-case letters, digits and _."
        )
    header, body = _split(text)
    _demand_header(header, schema, place)
    _demand_one_statement(body, schema, place)
    grain = (
        () if header.grain == NOT_UNIQUE else tuple(part.strip() for part in header.grain.split(",") if part.strip())
    )
    columns = header.columns
    if schema in FILLED:
        _demand_declared_name(body, schema, path.stem, place)
        columns = {match.group(1): match.group(2).strip() for match in _DECLARED_COLUMN.finditer(body)}
    return SqlFile(schema, path.stem, path, header.title, header.definition, grain, columns, body, header.published)


def _split(text: str) -> tuple[_Header, str]:
    """Take the comment lines at the top as the header; an indented comment continues the entry above it."""
    header, lines, last = _Header(), text.splitlines(), ("", "")
    for number, line in enumerate(lines):
        if match := _HEADER.fullmatch(line.strip()):
            last = (match.group(1), match.group(2) or "")
            _add(header, last, match.group(3))
        elif last[0] and (match := _CONTINUED.fullmatch(line.strip())):
            _add(header, last, match.group(1))
        elif line.strip() and not line.lstrip().startswith("--"):
            return header, "\n".join(lines[number:]).strip().rstrip(";").rstrip()
    return header, ""


def _add(header: _Header, entry: tuple[str, str], words: str) -> None:
    what, column = entry
    if what == "column":
        header.columns[column] = f"{header.columns.get(column, '')} {words}".strip()
    else:
        setattr(header, what, f"{getattr(header, what)} {words}".strip())


def _demand_header(header: _Header, schema: str, place: str) -> None:
    needed = {"title": header.title, "definition": header.definition}
    if schema in LAYERS:
        needed["grain"] = header.grain
    if header.published and not _PUBLISHED.fullmatch(header.published):
        raise WarehouseError(
            f"{place} may say '-- published: as a view', 'as a view only', 'from SCHEMA.TABLE', "
            "'each COLUMN, COLUMN once', or nothing."
        )
    if header.published and schema in FILLED and not _form(header.published, "columns"):
        raise WarehouseError(f"{place} is filled by the program, so it cannot be a view of other tables.")
    for key, value in needed.items():
        if not value:
            raise WarehouseError(f"{place} has no '-- {key}:' line above its statement; add one.")


def _demand_one_statement(body: str, schema: str, place: str) -> None:
    wanted = "CREATE" if schema in (*FILLED, FUNCTIONS) else "SELECT"
    try:
        kinds = _statement_kinds(body)
    except duckdb.Error as error:
        raise WarehouseError(f"{place} is not valid SQL: {_first_line(error)}") from error
    if len(kinds) != 1:
        raise WarehouseError(f"{place} holds {len(kinds)} statements; it must hold exactly one {wanted}.")
    if kinds[0] != wanted:
        raise WarehouseError(f"{place} holds a {kinds[0]} statement; it must hold one bare {wanted}.")


@cache
def _statement_kinds(body: str) -> tuple[str, ...]:
    """Return the kind of each statement; a process that builds again does not parse it again."""
    return tuple(statement.type.name for statement in duckdb.extract_statements(body))


def _demand_declared_name(body: str, schema: str, stem: str, place: str) -> None:
    match = _DECLARED_HEAD.match(body)
    if match is None or match.groups() != (schema, stem):
        raise WarehouseError(f"{place} must start with 'CREATE TABLE {schema}.{stem} ('.")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
