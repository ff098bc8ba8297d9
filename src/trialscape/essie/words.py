"""Words of a text as the registry compares them: split at every other character, without accents."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def words(text: str, *, is_exact: bool) -> tuple[str, ...]:
    """Return the words of ``text``, in lower case unless their case counts."""
    # Most texts have no accents, and looking for them takes most of the time.
    letters = text if text.isascii() else _without_accents(text)
    return tuple(_WORD.findall(letters if is_exact else letters.lower()))


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    marks = {ord(character): None for character in set(plain) if unicodedata.combining(character)}
    return plain.translate(marks) if marks else plain
