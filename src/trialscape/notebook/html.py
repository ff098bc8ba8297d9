"""Small pieces of HTML for notebooks; every text in them is escaped."""

from collections.abc import Iterable, Sequence
from html import escape


def card(title: str, body: str, warning: str) -> str:
    """Return a block with a title and, where it is given, a warning above ``body``, which is HTML already."""
    warned = f"<p><strong>{escape(warning)}</strong></p>" if warning else ""
    return f"<div><h4>{escape(title)}</h4>{warned}{body}</div>"


def definition_list(facts: Iterable[tuple[str, str]]) -> str:
    """Return names and values as a table of two columns."""
    return table(("what", "value"), facts)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of texts."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
