"""What a fetch did, in sentences for people."""

from collections import Counter
from collections.abc import Iterator

from trialscape.archive.files.model import Fate
from trialscape.steps.fetch.departed_trials import LookedUp
from trialscape.steps.fetch.fetch_searches import Fetched

_WORDS = {
    Fate.UNMATCHED: "still there but found by no search",
    Fate.WITHHELD: "withheld",
    Fate.MERGED: "merged into another",
    Fate.GONE: "gone",
}


def told(result: Fetched) -> list[str]:
    """Return what a fetch did, in sentences; one where nothing was new."""
    if result.summary is None:
        return [f"The registry still serves edition {result.edition}; nothing was fetched."]
    done = result.summary
    head = (
        f"Edition {result.edition} ({result.kind} walk): {done.new} new, {done.changed} changed, "
        f"{done.unchanged} unchanged, {done.left} left, {done.back} back."
    )
    lines = [head]
    if done.dropped:
        lines.append(f"{done.dropped} more trials are no longer tracked, because the searches ask in other words.")
    if result.whole:
        lines.append(f"Walked in full, because their words are new: {', '.join(result.whole)}.")
    if result.empty:
        lines.append(f"Found nothing, so they are asked in full the next time too: {', '.join(result.empty)}.")
    lines.extend(f"{sentence} Its trials stay as they were." for sentence in result.refused)
    lines.extend(_departures(result.looked_up))
    kinds = Counter((signal.kind, signal.place) for signal in result.signals)
    return [*lines, *(f"  signal {kind} at {place}: {count}" for (kind, place), count in sorted(kinds.items()))]


def _departures(looked_up: LookedUp) -> Iterator[str]:
    if looked_up.told:
        counts = Counter(item.fate for item in looked_up.told)
        parts = ", ".join(f"{counts[fate]} {words}" for fate, words in _WORDS.items() if counts[fate])
        yield f"Of the trials that left, the registry says: {parts}."
    for item in looked_up.told:
        if item.fate is Fate.MERGED:
            yield f"  {item.nct_id} was merged into {item.detail}."
    if looked_up.waiting:
        why = f": {looked_up.trouble}" if looked_up.trouble else "."
        yield f"{looked_up.waiting} trials that left are to be looked up by the next refresh{why}"
