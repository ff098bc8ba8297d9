"""The ``explain`` command: why a trial has its labels, and why other labels were rejected."""

import json
import re
from collections.abc import Iterator
from typing import Annotated

import typer

from trialscape.classify.confidence import Confidence
from trialscape.cli.explain.explained import Explained, Explanations, as_stored, by_todays_rules
from trialscape.cli.explain.places import places_text
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, warn_of_demo, wrapped
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.source import is_source_chosen, open_shown, with_source_options
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import PartialError, UsageError
from trialscape.steps.classify_file import as_json_object
from trialscape.verdict import Classification, Evidence

_ID = re.compile(r"NCT[0-9]{8}", re.IGNORECASE)
_COLUMNS = ("nct_id", "axis", "label", "is_default", "rule", "role", "field", "start_at", "end_at", "quote")
_AXES = ("modality", "therapy", "cancer", "ici_setting", "resistance", "line", "act", "act_with", "strategy")
# The names of the lists of labels in marts.trial.
_LISTS = {"modality": "modalities", "therapy": "therapies", "cancer": "cancers", "strategy": "strategies"}


@with_source_options
def explain(
    trials: Annotated[list[str], typer.Argument(help="Registry ids, such as NCT02621021.")],
    data: Data,
    folder: ConfigFolder = None,
    form: OutputFormat = Format.table,
) -> None:
    """Show each label of a trial with its quotations, rejected labels with the reason, and where the trial counts.

    Labels are those of today's rules; segments, cohorts and searches are those of the published landscape. With --as-of
    or --warehouse all are those of that landscape. Confidences are measured with today's rules.

    Example: trialscape explain NCT02621021
    """
    wanted = [_identifier(trial) for trial in trials]
    config = load_chosen(folder)
    if is_source_chosen():
        with open_shown(data) as warehouse:
            found = as_stored(warehouse, wanted)
    else:
        found = by_todays_rules(data, config, wanted)
    _show(found, Confidence(config.confidence), form)
    if found.refused:
        refused = "; ".join(f"{trial} ({why})" for trial, why in found.refused.items())
        raise PartialError(f"The stored record cannot be read: {refused}.")


def _show(found: Explanations, confidence: Confidence, form: Format) -> None:
    if form is Format.json:
        objects = [_object(item, confidence, is_demo=found.is_demo) for item in found.trials]
        typer.echo(json.dumps(objects, ensure_ascii=False, indent=2))
        return
    warn_of_demo(form, is_demo=found.is_demo)
    if form is Format.csv:
        for note in filter(None, (item.note for item in found.trials)):
            typer.echo(note, err=True)
        print_rows(_COLUMNS, [row for item in found.trials for row in _rows(item.result)], form)
        return
    for item in found.trials:
        if item.note:
            typer.echo("\n" + wrapped(item.note))
        _print(item.title, item.result, confidence)
        typer.echo("\n" + places_text(item.places))


def _object(item: Explained, confidence: Confidence, *, is_demo: bool) -> dict[str, object]:
    """Return an explanation as a JSON object with the names of the marts."""
    labels = {_LISTS.get(name, name): value for name, value in as_json_object(item.result, confidence).items()}
    evidence = [dict(zip(_COLUMNS[1:], row[1:], strict=True)) for row in _rows(item.result) if row[-1] is not None]
    own = {"nct_id": labels.pop("nct"), "brief_title": item.title, "note": item.note or None}
    labels["line"] = item.result.label("line") or None
    more = {"evidence": evidence, "is_demo": is_demo, "defeats": _defeats(item.result), "places": item.places}
    return own | labels | more


def _identifier(text: str) -> str:
    if not _ID.fullmatch(text):
        raise UsageError(
            f"'{printable(text)}' is not a registry id; ids are NCT and eight digits, such as NCT01234567."
        )
    return text.upper()


def _rows(result: Classification) -> Iterator[tuple[object, ...]]:
    """Yield one row for each quotation, and one for each label without any."""
    for verdict in result.verdicts:
        label = (result.nct_id, verdict.axis, verdict.label, verdict.is_default, verdict.rule)
        for item in verdict.evidence:
            yield *label, item.role, item.field, item.start, item.end, item.quote
        if not verdict.evidence:
            yield *label, None, None, None, None, None


def _defeats(result: Classification) -> list[dict[str, object]]:
    return [
        {
            "axis": defeat.axis,
            "label": defeat.label,
            "rule": defeat.rule,
            "why": defeat.why,
            "quotes": [{"field": item.field, "start_at": item.start, "quote": item.quote} for item in defeat.evidence],
        }
        for defeat in result.defeats
    ]


def _print(title: str, result: Classification, confidence: Confidence) -> None:
    typer.echo("\n" + wrapped(f"{result.nct_id}  {printable(title)}", hang=13))
    typer.echo(f"rules {result.rule_version}")
    for axis in _AXES:
        verdicts = [verdict for verdict in result.verdicts if verdict.axis == axis]
        if not verdicts:
            typer.echo(f"\n{axis}: none")
        for verdict in verdicts:
            default = " (default: the record does not say)" if verdict.is_default else ""
            sure = f"{confidence.of_label(verdict):.2f}"
            typer.echo(
                "\n" + wrapped(f"{axis}: {verdict.label}{default}   [{verdict.rule}, confidence {sure}]", hang=2)
            )
            for item in verdict.evidence:
                typer.echo(wrapped(_quoted(item), indent="    ", hang=2))
        for defeat in result.defeats:
            if defeat.axis == axis:
                words = "; ".join(_quoted(item) for item in defeat.evidence[:2])
                rejection = f"not {defeat.label}: {defeat.why}" + (f" ({words})" if words else "")
                typer.echo(wrapped(rejection, indent="  ", hang=2))


def _quoted(item: Evidence) -> str:
    term = f" → {item.term}" if item.term and item.term.lower() != item.quote.lower() else ""
    quote = printable(" ".join(item.quote.split()))
    return f"{item.field} {item.start}:{item.end} “{quote}” as {item.role}{term}"
