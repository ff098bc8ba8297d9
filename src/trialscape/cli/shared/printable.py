"""Text that a terminal may show: the registry's texts are untrusted and may contain control characters."""

import re

# Signs that JSON allows in a text as they are, and that a terminal would execute or that turn the direction of a line.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return ``text`` without control characters, which a terminal would execute; line ends and tabs become spaces."""
    return "".join(sign if sign.isprintable() else " " if sign in "\n\r\t" else "�" for sign in text)


def escaped(json: str) -> str:
    """Return the same JSON with unsafe signs as escapes, which a program reads and a terminal does not execute."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
