"""Text that a terminal may show: the registry's texts are untrusted and may contain control characters."""


def printable(text: str) -> str:
    """Return ``text`` without control characters, which a terminal would execute; line ends and tabs become spaces."""
    return "".join(sign if sign.isprintable() else " " if sign in "\n\r\t" else "�" for sign in text)
