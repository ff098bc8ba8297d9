"""The details of each trial, packed in groups, because they are many and few are opened."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trialscape.processes import OnProgress
from trialscape.report.page.scripts import packed_json
from trialscape.report.rows import Row
from trialscape.report.words import opening, spoken
from trialscape.study.text import unescape

GROUP = 250
_AROUND = 90
_SITE = ("country", "site_count", "recruiting_site_count", "city_count", "cities")
_FIELDS = {"brief_title": "title", "brief_summary": "summary", "eligibility": "eligibility criteria"}
_GROUPS = {"interventions": "treatment", "conditions": "condition", "keywords": "keyword", "arms": "arm"}
_PARTS = {"name": "name of", "other_names": "other name of", "label": "label of", "description": "description of"}
# "interventions[1].other_names[0]": a list, the place in it from 0, and a part of that item.
_ITEM = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+)(?:\[\d+\])?)?")
_TEXTS = ("brief_title", "official_title", "brief_summary", "eligibility")


@dataclass(frozen=True, slots=True)
class CardRows:
    """The rows behind the cards, each with its trial's id."""

    texts: list[Row]
    labels: list[Row]
    arms: list[Row]
    sites: list[Row]
    changes: list[Row]


def packed_cards(identifiers: Sequence[str], rows: CardRows, on_progress: OnProgress) -> list[str]:
    """Return the cards of each ``GROUP`` of trials in their order, as JSON in gzip in base64.

    ``on_progress`` gets how many of the trials have their card.
    """
    cards = _cards(rows)
    packed = []
    for start in range(0, len(identifiers), GROUP):
        group = identifiers[start : start + GROUP]
        packed.append(packed_json([cards(identifier) for identifier in group]))
        on_progress(start + len(group), len(identifiers))
    return packed


def _cards(rows: CardRows) -> Any:
    texts = {row["nct_id"]: row for row in rows.texts}
    labels, arms, sites, changes = map(_by_trial, (rows.labels, rows.arms, rows.sites, rows.changes))

    def card(identifier: str) -> dict[str, Any]:
        return {
            "official": texts[identifier]["official_title"] if identifier in texts else None,
            "labels": list(_labels(labels[identifier], texts.get(identifier, {}))),
            "arms": [[row["arm"], row["arm_type"], row["intervention_names"]] for row in arms[identifier]],
            "sites": [[row[name] for name in _SITE] for row in sites[identifier]],
            "changes": [_change(row) for row in changes[identifier]],
        }

    return card


def _by_trial(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["nct_id"]].append(row)
    return found


def _labels(rows: Sequence[Row], texts: Row) -> Iterator[dict[str, Any]]:
    """Yield the labels of a trial, each with its quotations in the words around them."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["axis"], row["label"]].append(row)
    for (axis, label), own in grouped.items():
        yield {
            "axis": opening(spoken(axis)),
            "axis_id": axis,
            "label": spoken(label),
            "sure": own[0]["confidence"],
            "default": own[0]["is_default"],
            "quotes": [quotation(row, texts) for row in own if row["quote"]],
        }


def quotation(row: Row, texts: Row) -> list[str]:
    """Return the field, the words before the quotation, the quotation, and the words after it.

    The words around it are given for titles, summary and eligibility criteria; offsets count characters of the text
    with its escapes undone.
    """
    start, end = row["start_at"], row["end_at"]
    text = unescape(texts.get(row["field"]) or "") if row["field"] in _TEXTS else ""
    if text[start:end] != row["quote"]:
        return [field_words(row["field"] or "record"), "", row["quote"], ""]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    # The first and the last word around may be cut; half a word is left out.
    before = before.partition(" ")[2] if start > _AROUND else before
    after = after.rpartition(" ")[0] if end + _AROUND < len(text) else after
    return [field_words(row["field"] or "record"), before, row["quote"], after]


def field_words(field: str) -> str:
    """Return the place of a quotation in the record in words: "name of treatment 2" for "interventions[1].name"."""
    named = _ITEM.fullmatch(field)
    if named is None:
        return _FIELDS.get(field, field.replace("_", " "))
    group, number, part = named.groups()
    words = _GROUPS.get(group, group.replace("_", " "))
    return f"{_PARTS[part]} {words} {int(number) + 1}" if part in _PARTS else f"{words} {int(number) + 1}"


def _change(row: Row) -> list[Any]:
    change = " → ".join(str(value) for value in (row["old_value"], row["new_value"]) if value)
    slip = f" ({row['slip_days']:+d} days)" if row["slip_days"] else ""
    return [
        str(row["registry_day"] or row["seen"]),
        spoken(row["kind"]),
        f"{change}{slip}",
        row["materiality"],
        row["reason"],
    ]
