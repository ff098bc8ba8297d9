"""The trials as the page's script reads them: one list for each fact, with repeated texts kept once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from trialscape.report.page.read_page import OTHER_TREATMENTS, PageData
from trialscape.report.rows import Row
from trialscape.report.words import PHASES, opening, spoken

# How a trial treats patients who have had a checkpoint inhibitor.
SETTINGS = {
    "required": "Failure required",
    "allowed": "Allowed",
    "excluded": "Excluded",
    "unspecified": "Not stated",
}


class _Terms:
    """Numbers for texts, in the order of their first use."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int:
        """Return the number of a text; -1 for none."""
        return -1 if text is None else self.numbers.setdefault(text, len(self.numbers))

    def numbers_of(self, texts: Iterable[str] | None) -> list[int]:
        """Return the numbers of several texts."""
        return [self.number(text) for text in texts or ()]


def trial_table(data: PageData) -> dict[str, Any]:
    """Return the lists of facts, the texts that their numbers mean, and each trial's segments as numbers."""
    trials = data.trials
    columns: dict[str, list[Any]] = {
        "id": [row["nct_id"] for row in trials],
        "title": [row["brief_title"] or "" for row in trials],
        "active": [int(bool(row["is_active"])) for row in trials],
        "start": [_day(row) for row in trials],
        "started": [row["started_year"] or 0 for row in trials],
        "patients": [row["planned_patient_count"] for row in trials],
        "sites": [row["site_count"] for row in trials],
        "given": ["; ".join(row["interventions"] or ()) for row in trials],
        "segments": _of_each(trials, _segment_numbers(data)),
        **_players_of_each(data),
    }
    terms: dict[str, _Terms] = {}
    for name in ("sponsor_parent", "status", "phase_bucket", "ici_setting"):
        terms[name] = _Terms()
        columns[name] = [terms[name].number(row[name]) for row in trials]
    for name, lists in _lists(data).items():
        terms[name] = _Terms()
        columns[name] = [terms[name].numbers_of(listed) for listed in lists]
    return {"columns": columns, "terms": {name: _spoken_terms(name, own, data) for name, own in terms.items()}}


def _lists(data: PageData) -> dict[str, Sequence[Sequence[str]]]:
    """Return for each fact that a trial can have several times its texts, trial by trial."""
    own = ("modalities", "cancers", "countries", "cohorts")
    lists: dict[str, Sequence[Sequence[str]]] = {name: [row[name] or () for row in data.trials] for name in own}
    targets = [(row["nct_id"], f"{row['target']}|{row['modality']}") for row in data.trial_targets]
    lists["agents"] = _of_each(data.trials, [(row["nct_id"], row["agent"]) for row in data.trial_agents])
    lists["diseases"] = _of_each(data.trials, [(row["nct_id"], row["disease"]) for row in data.diseases])
    return lists | {"targets": _of_each(data.trials, targets)}


def _of_each(trials: Sequence[Row], pairs: Iterable[tuple[str, Any]]) -> list[list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for identifier, value in pairs:
        found[identifier].append(value)
    return [found[row["nct_id"]] for row in trials]


def _segment_numbers(data: PageData) -> Iterator[tuple[str, int]]:
    numbers = {(row["report"], row["dimension"], row["segment"]): number for number, row in enumerate(data.segments)}
    for row in data.members:
        yield row["nct_id"], numbers[row["report"], row["dimension"], row["segment"]]


def players(data: PageData) -> list[dict[str, Any]]:
    """Return the companies that the reports name, each once; trials refer to them by their place in this list."""
    seen: dict[str, dict[str, Any]] = {}
    for row in sorted(data.charts["players"], key=lambda row: (row["report"], row["player_position"])):
        own = {"id": f"{row['report']}:{row['player']}", "report": row["report"], "name": row["player_name"]}
        seen.setdefault(own["id"], own | {"focus": row["stated_focus"], "tested": row["focus_trial_count"] is not None})
    return list(seen.values())


def _players_of_each(data: PageData) -> dict[str, list[list[int]]]:
    """Return for each trial the companies that a report names, and those whose stated focus it lies in."""
    numbers = {own["id"]: number for number, own in enumerate(players(data))}

    def pairs(rows: Iterable[Row]) -> list[tuple[str, int]]:
        return [(row["nct_id"], numbers[f"{row['report']}:{row['player']}"]) for row in rows]

    focused = pairs(row for row in data.player_trials if row["is_focus"])
    return {"players": _of_each(data.trials, pairs(data.player_trials)), "focused": _of_each(data.trials, focused)}


def _day(row: Row) -> str | None:
    """Return the start as precisely as the registry gives it: a year, a month or a day."""
    if row["start_date"] is None:
        return None
    return str(row["start_date"])[: {"year": 4, "month": 7}.get(row["start_precision"], 10)]


def _spoken_terms(name: str, terms: _Terms, data: PageData) -> list[dict[str, Any]]:
    """Return the texts with their wording for readers; the id is what stands in an address."""
    if name == "targets":
        pairs = [(text, *text.split("|")) for text in terms.numbers]
        return [
            {"id": text, "name": f"{target}, {spoken(kind)}", "target": target, "kind": opening(spoken(kind))}
            for text, target, kind in pairs
        ]
    if name == "agents":
        kinds = {row["agent"]: row["modalities"] for row in data.agent_kinds}
        return [{"id": text, "name": text, "other": _is_other(kinds.get(text, ()))} for text in terms.numbers]
    words = {"phase_bucket": PHASES, "ici_setting": SETTINGS}.get(name, {})
    as_is = name in ("sponsor_parent", "countries", "diseases")
    return [{"id": text, "name": text if as_is else words.get(text, opening(spoken(text)))} for text in terms.numbers]


def _is_other(kinds: Iterable[str]) -> bool:
    """Return whether an agent has only labels of treatments that are not immunotherapy."""
    return all(kind in OTHER_TREATMENTS for kind in kinds)
