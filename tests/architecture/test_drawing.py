"""The drawing in docs/architecture.md shows the imports as they are."""

from tests.architecture.drawing import DOCUMENT, written


def test_the_drawing_is_that_of_the_imports() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == written(text), "the imports have changed; run: python -m tests.architecture.drawing"
