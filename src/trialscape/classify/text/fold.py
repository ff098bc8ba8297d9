"""Fold text for matching without moving a single character, so that offsets stay those of the original.

The folded text is plain ASCII: lower case, accents and Greek letters as their base letters, typographic hyphens, quotes
and comparison signs as plain ones, every kind of blank a space, and what has no plain form an underscore (letters of
other scripts) or a space (signs). Plain ASCII is what makes searching and folding fast.
"""

import re
import unicodedata

_HYPHENS = "‐‑‒–—―−⁃﹣－"
_SIGNS = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "≤": "<", "≥": ">", "×": "x", "±": "^", "•": "*", "⁄": "/"}
_LETTERS = {
    "α": "a",
    "β": "b",
    "γ": "g",
    "δ": "d",
    "ε": "e",
    "ζ": "z",
    "κ": "k",
    "λ": "l",
    "μ": "u",
    "µ": "u",
    "ß": "s",
}


class _Plain(dict[str, str]):
    """The plain form of each character met so far."""

    def __missing__(self, character: str) -> str:
        base = unicodedata.normalize("NFD", character.lower())[0]
        plain = base if base.isascii() else "_" if character.isalnum() else " "
        self[character] = plain
        return plain


_PLAIN = _Plain({**dict.fromkeys(_HYPHENS, "-"), **_SIGNS, **_LETTERS})
_SPECIAL = re.compile("[^\x00-\x7f]")
_BLANKS = "\n\t\r\x0b\x0c"


def fold(text: str) -> str:
    """Return the folded text; it has exactly as many characters as ``text``."""
    if not text.isascii():
        # Replacing the few kinds of special characters is faster than looking at every character.
        for special in set(_SPECIAL.findall(text)):
            text = text.replace(special, _PLAIN[special])
    text = text.lower()
    for blank in _BLANKS:
        # Replacing one character is far faster than a table of five.
        text = text.replace(blank, " ")
    return text
