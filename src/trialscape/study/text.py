"""Undo the markdown escapes that the registry puts into free text, and write typographic variants in one way."""

import html
import re
import unicodedata

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


# What compatibility normalisation leaves apart: dashes, quotes, a cross for "times", and signs that nobody sees.
_ONE_SIGN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u02bc\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "\u00d7": "x",
    }
)


def plain_signs(text: str) -> str:
    """Return ``text`` with one sign for each that is typed in several ways: entities, blanks, dashes, quotes."""
    if "&" in text:
        text = html.unescape(text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_ONE_SIGN)


def plain_line(text: str) -> str:
    """Return ``plain_signs`` of a text on one line, with single blanks."""
    return " ".join(plain_signs(text).split())
