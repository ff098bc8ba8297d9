"""Words of a text as the registry compares them: split at every other character, without accents."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def words(text: str, *, is_exact: bool) -> tuple[str, ...]:
    """Return the words of ``text``, in lower case unless their case counts."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple(_WORD.findall(letters if is_exact else letters.lower()))
