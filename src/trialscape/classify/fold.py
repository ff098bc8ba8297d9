"""Fold text for matching without moving a single character, so that offsets stay those of the original.

Letters become lower case, typographic hyphens and quotes plain ones, and every kind of blank a space. A character whose
lower case would be longer than one character is kept as it is.
"""

import sys
import unicodedata

_HYPHENS = "‐‑‒–—―−⁃﹣－"
_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"'}
_GREEK = {"α": "a", "β": "b", "γ": "g", "δ": "d", "ζ": "z", "κ": "k", "Α": "a", "Β": "b", "Γ": "g", "Δ": "d"}


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x2FFF):
        character = chr(code)
        lower = character.lower()
        if len(lower) == 1 and lower != character:
            table[code] = lower
        elif unicodedata.category(character) in ("Zs", "Cc"):
            table[code] = " "
    table.update({ord(character): "-" for character in _HYPHENS})
    table.update({ord(character): plain for character, plain in {**_QUOTES, **_GREEK}.items()})
    return table


_TABLE = _fold_table()
_ASCII_BLANKS = str.maketrans({character: " " for character in "\n\t\r\x0b\x0c"})
assert sys.maxunicode == 0x10FFFF  # noqa: S101 - offsets count code points on every supported interpreter


def fold(text: str) -> str:
    """Return the folded text; it has exactly as many characters as ``text``."""
    if text.isascii():
        return text.lower().translate(_ASCII_BLANKS)
    return text.translate(_TABLE)
