"""Undo the markdown escapes that the registry puts into free text."""

import re

# The API escapes punctuation with a backslash ("\>= 18 years", "CD3\+"); what follows a backslash is
# therefore literal whenever it is ASCII punctuation.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Where no backslash is itself escaped it is enough to drop those before punctuation, which takes half the time.
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def unescape(text: str) -> str:
    """Return ``text`` as a reader sees it: without markdown escapes, and with one kind of line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\" not in text:
        return text
    return _ESCAPED.sub(r"\1", text) if "\\\\" in text else _ESCAPE.sub("", text)
