"""Fold text for matching without moving a single character, so that offsets stay those of the original.

Letters become lower case, typographic hyphens and quotes plain ones, and every kind of blank a space. A character whose
lower case would be longer than one character is kept as it is.
"""

_HYPHENS = "‐‑‒–—―−⁃﹣－"
_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"'}
_GREEK = {"α": "a", "β": "b", "γ": "g", "δ": "d", "ζ": "z", "κ": "k"}
_BLANKS = "\n\t\r\x0b\x0c\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN = {**dict.fromkeys(_HYPHENS, "-"), **_QUOTES, **_GREEK, **dict.fromkeys(_BLANKS, " ")}


def fold(text: str) -> str:
    """Return the folded text; it has exactly as many characters as ``text``."""
    lower = text.lower()
    if text.isascii():
        return lower.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    if len(lower) != len(text):
        lower = "".join(map(_lower, text))
    # Replacing the few special characters one kind at a time is faster than looking up every character.
    for character in set(lower) & _PLAIN.keys():
        lower = lower.replace(character, _PLAIN[character])
    return lower


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
