"""The words that introduce a list item, where they stand in its own line or more than one level above it."""

from trialscape.classify.text.eligibility_criteria import CriteriaOutline, Span

# Lists in a line are short.
_LIST_REACH = 300
# Lists have few levels and few groups.
_MOST_STEPS = 6


def lead_within(outline: CriteriaOutline, line: Span, place: int) -> Span | None:
    """Return the words before a colon that introduce the item at ``place`` of the same line, or None.

    The items are divided by semicolons: "Failure of each of the following: platinum; a PD-1 inhibitor".
    """
    colon = outline.layout.rfind(":", max(line[0], place - _LIST_REACH), place)
    if colon < 0 or ". " in outline.layout[colon:place]:
        return None
    start = max(line[0], colon - _LIST_REACH)
    return max(start, outline.layout.rfind(". ", start, colon) + 2), colon


def lead_above(outline: CriteriaOutline, lead: Span) -> Span | None:
    """Return the line that introduces the list to which the line ``lead``, itself the head of a list, belongs."""
    level = depth(outline, lead)
    above: Span | None = lead
    for _ in range(_MOST_STEPS):
        above = outline.lead(above) if above else None
        if above is None or depth(outline, above) < level:
            return above
    return None


def depth(outline: CriteriaOutline, line: Span) -> int:
    """Return by how many blanks a line is indented."""
    content = outline.layout[line[0] : line[1]]
    return len(content) - len(content.lstrip())
