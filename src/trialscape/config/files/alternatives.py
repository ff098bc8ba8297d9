"""The alternatives of a regular expression, each as an expression of its own.

Where one of a hundred alternatives may begin with any letter, nothing is known of the whole expression. Divided, only
that alternative has to be searched for, and the others are tried where their literals stand.
"""

import re

# Escapes and sets, in which brackets and bars are plain signs, or else a bracket or a bar.
_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.S)
_NUMBERED = re.compile(r"\((?:\?P<|(?!\?))")
_FLAGS = re.compile(r"\(\?[a-zA-Z]+\)")
# One group without a number that is the whole expression, between word boundaries at most.
_GROUP = re.compile(r"(?P<before>(?:\\b)?)\(\?:(?P<inside>.*)\)(?P<behind>(?:\\b)?)", re.S)


def alternatives(pattern: str) -> tuple[str, ...]:
    """Return expressions of which one matches where ``pattern`` does, in the order in which ``re`` prefers them.

    A pattern with groups that have numbers must not be divided.
    """
    if _FLAGS.search(pattern):
        return (pattern,)
    parts = _divided(pattern)
    group = _GROUP.fullmatch(pattern)
    inside = _divided(group["inside"]) if group else ()
    if len(parts) > 1 or group is None or not inside:
        return parts
    return tuple(f"{group['before']}{part}{group['behind']}" for part in inside)


def has_numbers(pattern: str) -> bool:
    """Return whether a pattern has groups with numbers; to read it takes a hundredth of the time of compiling it."""
    if not _NUMBERED.search(pattern):
        return False
    openings = (found.start() for found in _SIGN.finditer(pattern) if found.group() == "(")
    return any(_NUMBERED.match(pattern, place) for place in openings)


def _divided(pattern: str) -> tuple[str, ...]:
    """Return the parts between the bars that are in no bracket; nothing where a bracket is closed but not opened."""
    depth = begin = 0
    parts: list[str] = []
    for found in _SIGN.finditer(pattern):
        sign = found.group()
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return ()
        if sign == "|" and not depth:
            parts.append(pattern[begin : found.start()])
            begin = found.end()
    return (*parts, pattern[begin:])
