"""Colours of verdicts in a terminal; the words say the same, so that no meaning is in the colour alone."""

from rich.text import Text

# Blue and magenta are readable on light and dark ground.
_OVER, _UNDER, _GOOD, _BAD, _OPEN = "bold blue", "bold magenta", "green", "bold red", "dim"
_COLOURS = {
    "over": _OVER,
    "under": _UNDER,
    "indistinct": _OPEN,
    "supported": _GOOD,
    "consistent": _GOOD,
    "contradicted": _BAD,
    "contradiction": _BAD,
    "not in line": _BAD,
    "inconclusive": _OPEN,
    "not testable": _OPEN,
}


def coloured(words: str) -> Text:
    """Return a verdict in its colour, and any other text as it is."""
    return Text(words, style=_COLOURS.get(words, ""))
