"""Draw the rooms and their imports for docs/architecture.md.

``python -m tests.architecture.drawing`` updates the drawing; a test compares it with the imports.
"""

import ast
from pathlib import Path

from tests.architecture.test_layers import FILES, FLOORS, ROOT, SOURCE, imports, part_of

DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawing: python -m tests.architecture.drawing -->", "<!-- end of drawing -->"
_GROUND = FLOORS[0] | {"entry"}


def drawing() -> str:
    """Return the packages, top floor first, with what each is for and what it imports, as a Mermaid graph."""
    needs: dict[str, set[str]] = {}
    for path in FILES:
        part = part_of(path)
        named = {name.split(".")[1] for name in imports(path) if name.startswith("trialscape.")}
        needs.setdefault(part, set()).update(named - {part} - _GROUND)
    parts = [part for floor in reversed(FLOORS) for part in sorted(floor) if part in needs and part not in _GROUND]
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'  {part}["{part}<br/>{_rooms(part)}"]' if _rooms(part) else f"  {part}" for part in parts]
    lines += [f"  {part} --> {other}" for part in parts for other in sorted(_direct(part, needs))]
    table = ["```", "", "| package | what it does |", "|---|---|"]
    return "\n".join([*lines, *table, *(f"| `{part}` | {_purpose(part)} |" for part in [*parts, *sorted(FLOORS[0])])])


def _direct(part: str, needs: dict[str, set[str]]) -> set[str]:
    """Return the imports of a package that none of its other imports has already, so that the graph stays readable."""
    return {name for name in needs[part] if not any(name in needs[other] for other in needs[part] - {name})}


def _rooms(part: str) -> str:
    return ", ".join(sorted(path.parent.name for path in (SOURCE / part).glob("*/__init__.py")))


def _purpose(part: str) -> str:
    folder = SOURCE / part
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def written(text: str) -> str:
    """Return the document with the drawing as it is now."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{drawing()}\n\n{END}{after}"


def main() -> None:
    """Write the drawing into the document."""
    document = Path(DOCUMENT)
    document.write_text(written(document.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
