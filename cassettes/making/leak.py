"""Whether any wording of the source records got into the prose that was written for the demonstration.

The measure is a run of ``RUN`` words, lower-cased. Titles and names of the same record are facts, and a list of names
is no wording either: a run in which at most one word stands outside of names is not counted.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from making.facts import SOURCE, Record, name_texts

RUN = 6
_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_PROSE_KEYS = frozenset(
    "briefSummary detailedDescription description eligibilityCriteria studyPopulation whyStopped measure".split()
)

Run = tuple[str, ...]


def leaks(records: Iterable[Record]) -> list[str]:
    """Return each run of words in the prose of ``records`` that occurs in the prose of any source record."""
    written: dict[Run, str] = {}
    for record in records:
        names = {tuple(_words(text)) for text in name_texts(record)} - {()}
        nct_id = record["protocolSection"]["identificationModule"]["nctId"]
        for text in _prose(record):
            for line in text.split("\n"):
                written.update(dict.fromkeys(_own_runs(_words(line), names), nct_id))
    found = {run for text in _source_prose() for run in _runs(_words(text)) if run in written}
    return sorted(f"{' '.join(run)} ({written[run]})" for run in found)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> Iterator[Run]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _own_runs(words: list[str], names: set[Run]) -> Iterator[Run]:
    """Yield the runs of ``words`` in which two words or more stand outside of names."""
    is_own = [True] * len(words)
    for name in names:
        for start in range(len(words) - len(name) + 1):
            if tuple(words[start : start + len(name)]) == name:
                is_own[start : start + len(name)] = [False] * len(name)
    for start, run in enumerate(_runs(words)):
        if sum(is_own[start : start + RUN]) > 1:
            yield run


def _source_prose() -> Iterator[str]:
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from _prose(json.loads(line)["study"])


def _prose(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _PROSE_KEYS and isinstance(item, str):
                yield item
            else:
                yield from _prose(item)
    elif isinstance(value, list):
        for item in value:
            yield from _prose(item)
