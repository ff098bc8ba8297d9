"""The ``explain`` command: why a trial has its labels, and why other labels were rejected."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from trialscape.archive.store import Archive
from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.cli.explain.places import Row, places_of, places_text
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat, stored_archive
from trialscape.cli.shared.output import Format, print_rows, warn_of_demo, wrapped
from trialscape.cli.shared.printable import printable
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import PartialError, UsageError
from trialscape.steps.classify_file import as_json_object
from trialscape.steps.inputs.stored_studies import StoredStudyReader
from trialscape.study.model import Study
from trialscape.verdict import Classification, Evidence

_ID = re.compile(r"NCT[0-9]{8}", re.IGNORECASE)
_COLUMNS = ("nct_id", "axis", "label", "is_default", "rule", "role", "field", "start", "end", "quote")
_AXES = ("modality", "therapy", "cancer", "ici_setting", "resistance", "line", "act", "act_with", "strategy")


def explain(
    trials: Annotated[list[str], typer.Argument(help="Registry ids, such as NCT02621021.")],
    data: Data,
    folder: ConfigFolder = None,
    form: OutputFormat = Format.table,
) -> None:
    """Show each label of a trial with its quotations, rejected labels with the reason, and where the trial counts.

    Labels are those of today's rules; segments, cohorts and searches are those of the published landscape.

    Example: trialscape explain NCT02621021
    """
    wanted = [_identifier(trial) for trial in trials]
    archive = Archive(stored_archive(data))
    last = archive.last_run()
    reader = StoredStudyReader()
    stored = reader.read(version for version in archive.versions() if version.nct_id in wanted)
    studies = {version.nct_id: study for version, study in stored}
    for trial in wanted:
        if trial not in studies and trial not in reader.refused:
            raise UsageError(f"{trial} is not in the archive {archive.folder}, because no search has found it.")
    config = load_chosen(folder)
    classifier, confidence = build_classifier(config), Confidence(config.confidence)
    results = [(studies[trial], classifier.classify(studies[trial])) for trial in wanted if trial in studies]
    places = {trial: places_of(data, trial) for trial in wanted if trial in studies}
    _show(results, confidence, places, form, is_demo=last is not None and last.demo)
    if reader.refused:
        refused = "; ".join(f"{trial} ({why})" for trial, why in reader.refused.items())
        raise PartialError(f"The stored record cannot be read: {refused}.")


def _show(
    results: list[tuple[Study, Classification]],
    confidence: Confidence,
    places: Mapping[str, Sequence[Row]],
    form: Format,
    *,
    is_demo: bool,
) -> None:
    if form is Format.json:
        objects = [
            as_json_object(result, confidence)
            | {"is_demo": is_demo, "lost": _lost(result), "places": places[result.nct_id]}
            for _, result in results
        ]
        typer.echo(json.dumps(objects, ensure_ascii=False, indent=2))
        return
    warn_of_demo(form, is_demo=is_demo)
    if form is Format.csv:
        print_rows(_COLUMNS, [row for _, result in results for row in _rows(result)], form)
        return
    for study, result in results:
        _print(study, result, confidence)
        typer.echo("\n" + places_text(places[result.nct_id]))


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


def _lost(result: Classification) -> list[dict[str, object]]:
    return [
        {
            "axis": defeat.axis,
            "label": defeat.label,
            "rule": defeat.rule,
            "why": defeat.why,
            "quotes": [{"field": item.field, "start": item.start, "quote": item.quote} for item in defeat.evidence],
        }
        for defeat in result.defeats
    ]


def _print(study: Study, result: Classification, confidence: Confidence) -> None:
    typer.echo("\n" + wrapped(f"{result.nct_id}  {printable(study.brief_title)}", hang=13))
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
