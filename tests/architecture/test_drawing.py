"""The drawing in docs/architecture.md shows the imports as they are."""

from tests.architecture.drawing import DOCUMENT, written


def test_the_drawing_in_the_docs_matches_the_imports() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == written(text), "the imports have changed; run: python -m tests.architecture.drawing"
