"""The result of a fetch in sentences for people."""

from collections import Counter
from collections.abc import Iterator

from trialscape.archive.files.model import Fate
from trialscape.steps.fetch.departed_trials import FateLookups
from trialscape.steps.fetch.fetch_searches import FetchResult

_WORDS = {
    Fate.UNMATCHED: "still there but found by no search",
    Fate.WITHHELD: "withheld",
    Fate.MERGED: "merged into another",
    Fate.GONE: "gone",
}


def fetch_sentences(result: FetchResult) -> list[str]:
    """Return the result of a fetch as sentences; one sentence if nothing was new."""
    if result.summary is None:
        return [f"The registry still serves edition {result.edition}; nothing was fetched."]
    done = result.summary
    head = (
        f"Edition {result.edition} ({result.kind} walk): {done.new} new, {done.changed} changed, "
        f"{done.unchanged} unchanged, {done.left} left, {done.back} back."
    )
    lines = [head]
    if done.dropped:
        lines.append(f"{done.dropped} more trials are no longer tracked, because the words of the searches changed.")
    if result.whole:
        lines.append(f"Fetched in full, because their words changed: {', '.join(result.whole)}.")
    if result.empty:
        lines.append(f"Found nothing, so the next refresh fetches them in full again: {', '.join(result.empty)}.")
    lines.extend(f"{sentence} Its trials are unchanged." for sentence in result.refused)
    lines.extend(_departures(result.fate_lookups))
    kinds = Counter((signal.kind, signal.place) for signal in result.signals)
    return [*lines, *(f"  signal {kind} at {place}: {count}" for (kind, place), count in sorted(kinds.items()))]


def _departures(fate_lookups: FateLookups) -> Iterator[str]:
    if fate_lookups.fates:
        counts = Counter(item.fate for item in fate_lookups.fates)
        parts = ", ".join(f"{counts[fate]} {words}" for fate, words in _WORDS.items() if counts[fate])
        yield f"Of the trials that left, the registry says: {parts}."
    for item in fate_lookups.fates:
        if item.fate is Fate.MERGED:
            yield f"  {item.nct_id} was merged into {item.detail}."
    if fate_lookups.waiting:
        why = f": {fate_lookups.error}" if fate_lookups.error else "."
        yield f"{fate_lookups.waiting} trials that left will be looked up by the next refresh{why}"
