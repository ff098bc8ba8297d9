"""The regular expressions of rule files: checked where they are read, and compiled once a process."""

import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression once; ``re`` itself forgets all but 512, and the rules have more.

    Raises re.error for text that is not a regular expression.
    """
    return re.compile(pattern)


def _is_expression(pattern: str) -> str:
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Expression = Annotated[str, AfterValidator(_is_expression)]
