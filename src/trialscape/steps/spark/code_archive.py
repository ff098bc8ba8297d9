"""The code of the running program as one zip, which Spark unpacks on each worker, so that all run the same code."""

import zipfile
from pathlib import Path

import trialscape
from trialscape.paths import sql_folder

_PACKAGE = Path(trialscape.__file__).resolve().parent
_BUNDLED = "_bundled"


def write_code(target: Path) -> Path:
    """Write the package and its SQL files to ``target``, in the layout of an installed wheel; return ``target``.

    The configuration is left out, because workers get the loaded one.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(_PACKAGE.rglob("*")):
            name = file.relative_to(_PACKAGE)
            if file.is_file() and name.parts[0] != _BUNDLED and "__pycache__" not in name.parts:
                packed.write(file, f"trialscape/{name.as_posix()}")
        for file in sorted(sql_folder().rglob("*.sql")):
            packed.write(file, f"trialscape/{_BUNDLED}/sql/{file.relative_to(sql_folder()).as_posix()}")
    return target
