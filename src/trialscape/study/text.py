"""Undo the markdown escapes that the registry puts into free text."""

import re

# The API escapes punctuation with a backslash ("\>= 18 years", "CD3\+"); what follows a backslash is
# therefore literal whenever it is ASCII punctuation.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def unescape(text: str) -> str:
    """Return ``text`` without markdown escapes and with line feeds as the only line ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\" not in text:
        return text
    # Where every backslash stands before punctuation and none is itself escaped, removing them all is far faster.
    first, *rest = text.split("\\")
    if {part[:1] for part in rest} <= _PUNCTUATION:
        return first + "".join(rest)
    return _ESCAPED.sub(r"\1", text)
