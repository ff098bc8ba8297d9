"""Fold text for matching, one character to one character, so that offsets remain valid.

The folded text is plain ASCII: lower case, accents and Greek letters as their base letters, typographic hyphens, quotes
and comparison signs as plain ones, and every kind of blank as a space. Characters without a plain form become an
underscore (letters of other scripts) or a space (signs). Plain ASCII makes searching and folding fast.

Invisible characters (soft hyphens, zero-width blanks, the backslash before a bracket, the rest of an HTML entity) are
folded to ``UNSEEN``; words are searched in the text ``without_unseen``.
"""

import html
import re
import unicodedata

from trialscape.classify.text.overlaps import occurrences

UNSEEN = "\x1e"
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
# Drug names sometimes contain Cyrillic letters that look like Latin ones ("РD-1").
_LOOK_ALIKES = dict(zip("АВЕКМНОРСТХУІаеорсухі", "abekmhopctxyiaeopcyxi", strict=True))
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
# A cross between two antigens ("CD3xBCMA") separates two names, as a slash does.
_CROSSES = "x×"
_CROSS = re.compile(r"(?<=[A-Z0-9])[x×](?=(?:anti-?)?[A-Zα][A-Za-z]{0,30}-?[0-9A-Z]|[0-9]-[0-9])")
_BEFORE_CROSS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_ESCAPE = re.compile(r"\\(?=[\[\]()])")
# Superscript digits mark footnotes and are not part of a name.
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


class _Plain(dict[str, str]):
    """A cache of the plain form of each character."""

    def __missing__(self, character: str) -> str:
        base = unicodedata.normalize("NFD", character.lower())[0]
        wide = unicodedata.normalize("NFKD", character).lower()
        if len(wide) == 1 and wide.isascii() and character not in _RAISED:
            base = wide
        plain = base if base.isascii() else "_" if character.isalnum() else " "
        self[character] = plain
        return plain


_PLAIN = _Plain(
    {**dict.fromkeys(_HYPHENS, "-"), **_SIGNS, **_LETTERS, **_LOOK_ALIKES, **dict.fromkeys(_INVISIBLE, UNSEEN)}
)
_ASCII = bytes(range(128))
_BLANKS = "\n\t\r\x0b\x0c"


def fold(text: str) -> str:
    """Return the folded text; it has exactly as many characters as ``text``."""
    if "&" in text:
        text = _ENTITY.sub(_plain_entity, text)
    if "[" in text:
        text = _ESCAPE.sub(UNSEEN, text).replace("[", "(").replace("]", ")")
    if "x" in text or "×" in text:
        text = _uncrossed(text)
    if not text.isascii():
        # Replacing the few kinds of special characters is faster than looking at every character.
        for special in set(text.encode(errors="surrogatepass").translate(None, _ASCII).decode(errors="surrogatepass")):
            text = text.replace(special, _PLAIN[special])
    text = text.lower()
    for blank in _BLANKS:
        # Replacing one character is far faster than a table of five.
        text = text.replace(blank, " ")
    return text


def _uncrossed(text: str) -> str:
    """Return ``text`` with a slash for each cross between two antigens."""
    # Hardly any x of a text follows a capital or a digit.
    crosses = [
        place
        for sign in _CROSSES
        for place in occurrences(text, sign)
        if text[place - 1] in _BEFORE_CROSS and _CROSS.match(text, place)
    ]
    if not crosses:
        return text
    signs = list(text)
    for place in crosses:
        signs[place] = "/"
    return "".join(signs)


def without_unseen(folded: str) -> tuple[str, list[int]]:
    """Return folded text without ``UNSEEN``, and for each character and for the end its place in ``folded``."""
    places = [place for place, character in enumerate(folded) if character != UNSEEN]
    return folded.replace(UNSEEN, ""), [*places, len(folded)]


def _plain_entity(entity: re.Match[str]) -> str:
    plain = html.unescape(entity.group())
    return plain + UNSEEN * (len(entity.group()) - 1) if len(plain) == 1 else entity.group()
