"""The command find: trials that would consider a patient with a given history, and where."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer

from trialscape.cli.shared.names import resolve_in, resolve_of_kind, spellings_of
from trialscape.cli.shared.notes import note
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.cli.shared.tables import spoken
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.report import finder_words
from trialscape.warehouse.reader import Warehouse

Row = dict[str, Any]

OPEN = ("RECRUITING", "NOT_YET_RECRUITING")
_ANY = "any"
_QUOTED = 120
HEADINGS = {
    "not_asked": "Trials (add --setting refractory or naive to compare them with a patient's history)",
    **finder_words.HEADINGS,
}


@with_source_options
def find(
    data: Data,
    cancer: Annotated[
        str | None, typer.Option("--cancer", help="Cancer, such as nsclc, lung or ovarian cancer.")
    ] = None,
    setting: Annotated[
        str | None,
        typer.Option("--setting", help="History: refractory (has had a checkpoint inhibitor) or naive (has not)."),
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", help="Only trials with a site there; may be repeated.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", help="Status; may be repeated; any: all. Default: recruiting and not yet recruiting."),
    ] = None,
    modality: Annotated[str | None, typer.Option("--modality", help="Kind of treatment, such as tce or TILs.")] = None,
    agent: Annotated[str | None, typer.Option("--agent", help="Drug or product, such as Keytruda.")] = None,
    target: Annotated[str | None, typer.Option("--target", help="Target, such as LAG-3.")] = None,
    phase: Annotated[str | None, typer.Option("--phase", help="Phase, such as 2 or phase_1_2.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many of each group to show in a table.")] = 15,
    form: OutputFormat = Format.table,
) -> None:
    """Find trials that would consider a patient with this cancer and history, with phase, sites and cities.

    JSON and CSV hold every trial; stance says consider, not_stated or exclude.

    Example: trialscape find --cancer lung --setting refractory --country China --modality tce
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        asked = asked_history(
            warehouse, cancer, setting, modality, agent, target, phase, countries=country, statuses=status
        )
        columns, rows = warehouse.query(query_text("look/find"), asked)
        if form is not Format.table:
            print_rows(columns, rows, form)
            typer.echo(wrapped(finder_words.DECIDED), err=True)
            return
        _print([dict(zip(columns, row, strict=True)) for row in rows], asked, most)
        typer.echo(provenance(warehouse))


def asked_history(
    warehouse: Warehouse,
    cancer: str | None,
    setting: str | None,
    modality: str | None,
    agent: str | None,
    target: str | None,
    phase: str | None,
    *,
    countries: Sequence[str] | None = None,
    statuses: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the parameters of the query ``find`` by the names that the tables have.

    Raises UsageError for an unknown name, with the most similar ones.
    """
    given = {"history": setting, "modality": modality, "agent": agent, "phase": phase}
    asked: dict[str, Any] = {
        kind: value and resolve_of_kind(warehouse, kind, value, "setting" if kind == "history" else kind)
        for kind, value in given.items()
    }
    labels, diseases = _cancer(warehouse, cancer) if cancer else (None, None)
    takes_basket = labels is not None and not {"haematologic", "pan_tumour"} & set(labels)
    targets = [resolve_of_kind(warehouse, "target", target)] if target else None
    places = {"countries": _several(warehouse, "country", countries), "statuses": _statuses(warehouse, statuses)}
    return asked | places | {"labels": labels, "diseases": diseases, "takes_basket": takes_basket, "targets": targets}


def _cancer(warehouse: Warehouse, asked: str) -> tuple[list[str], list[str]]:
    """Return the labels of the axis cancer and the diseases of the vocabulary that are meant.

    A word such as "lung" means every cancer of the organ; any other means one label, or else one disease.
    """
    labels, diseases, organs = (spellings_of(warehouse, kind) for kind in ("cancer", "disease", "organ"))
    for name in ("none", "others"):
        labels.pop(name, None)
    refusal = f"There is no cancer '{printable(asked)}'"
    # A label covers more than the disease of the same name. People write "ovarian" as well as "ovarian cancer".
    for word, names in ((asked, labels), (asked, organs), (asked, diseases), (f"{asked} cancer", diseases)):
        with suppress(UsageError):
            found = resolve_in(refusal, "there are", word, names, names)
            if names is organs:
                return _cancers_of(warehouse, found)
            return ([found], []) if names is labels else ([], [found])
    known = {**diseases, **organs, **labels}
    return [], [resolve_in(refusal, "there are", asked, known, known)]


def _cancers_of(warehouse: Warehouse, organ: str) -> tuple[list[str], list[str]]:
    """Return the labels and the further diseases of an organ, and note them."""
    labels, diseases = (
        [name for name, words in spellings_of(warehouse, kind).items() if organ in words]
        for kind in ("organ_label", "organ_disease")
    )
    note(f"'{organ}' means every cancer of that organ: {', '.join((*labels, *diseases))}.")
    return labels, diseases


def _several(warehouse: Warehouse, kind: str, asked: Sequence[str] | None) -> list[str] | None:
    return [resolve_of_kind(warehouse, kind, item) for item in asked] if asked else None


def _statuses(warehouse: Warehouse, asked: Sequence[str] | None) -> list[str] | None:
    if asked and any(item.casefold() == _ANY for item in asked):
        return None
    return _several(warehouse, "status", asked) or list(OPEN)


def _print(rows: Sequence[Row], asked: Row, most: int) -> None:
    if not rows:
        typer.echo("No tracked trial fits; leave out an option, or try --status any.")
    for stance, heading in HEADINGS.items():
        group = [row for row in rows if row["stance"] == stance]
        if not group:
            continue
        typer.echo("\n" + wrapped(f"{heading}: {len(group)} trial{'s' if len(group) > 1 else ''}"))
        for row in group[:most]:
            typer.echo("\n" + trial_text(row, asked["countries"]))
        if len(group) > most:
            typer.echo(f"\n{len(group) - most} more: --most {len(group)}")
    typer.echo("\nQuestions to ask the site")
    typer.echo("\n".join(wrapped(f"- {question}", hang=2) for question in finder_words.QUESTIONS) + "\n")
    typer.echo(wrapped(finder_words.DECIDED))


def trial_text(row: Row, countries: Sequence[str] | None) -> str:
    """Return one trial as a short paragraph: id, phase and status, title, words on the history, sites."""
    phase, status = (spoken(row[name] or "") for name in ("phase_bucket", "overall_status"))
    facts = (row["nct_id"], phase or "no phase", status, printable(row["sponsor"] or "no sponsor named"))
    lines = [wrapped(" · ".join(facts), hang=2)]
    lines.append(wrapped(printable(row["brief_title"] or "no title"), indent="  "))
    if row["cancer_match"] == "any_solid_tumour":
        lines.append(wrapped("Takes solid tumours of many kinds: ask whether this one is among them.", indent="  "))
    words = [printable(" ".join(quote.split()))[:_QUOTED] for quote in row["words"][:2]]
    if row["stance"] != "not_stated" and words:
        quoted = "; ".join(f"“{quote}”" for quote in words)
        lines.append(wrapped(f"Earlier checkpoint inhibitor {row['ici_setting']}: {quoted}", indent="  "))
    lines += [wrapped(_sites(row, countries), indent="  "), f"  {row['url']}"]
    return "\n".join(lines)


def _sites(row: Row, countries: Sequence[str] | None) -> str:
    if not row["site_count"]:
        return "The record lists no site."
    where = f" in {' and '.join(countries)}" if countries else f" in {len(row['countries'])} countries"
    where = f" in {row['countries'][0]}" if not countries and len(row["countries"]) == 1 else where
    cities, more = row["cities"][:8], len(row["cities"]) - 8
    named = printable(", ".join(cities)) + (f" and {more} more" if more > 0 else "")
    recruiting = f", {row['recruiting_site_count']} recruiting" if row["recruiting_site_count"] else ""
    count = f"{row['site_count']} site{'s' if row['site_count'] > 1 else ''}"
    return f"{count}{where}{recruiting}: {named or 'no city named'}."
