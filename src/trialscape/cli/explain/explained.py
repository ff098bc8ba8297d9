"""The explanations of trials: from the archive by today's rules, or as a chosen landscape holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trialscape.archive.store import Archive
from trialscape.classify.assemble import build_classifier
from trialscape.cli.explain.places import Row, places_in, places_of
from trialscape.cli.explain.standing import shown_ids, standings_in, standings_of
from trialscape.cli.shared.options import stored_archive
from trialscape.config.load import Config
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.steps.inputs.stored_studies import StoredStudyReader
from trialscape.verdict import Classification, Defeat, Evidence, Verdict
from trialscape.warehouse.reader import Warehouse


@dataclass(frozen=True, slots=True)
class Explained:
    """One trial: its title, its labels with quotations and rejected labels, and where it counts.

    ``note`` says that the id asked for is a former one, or that the trial is not tracked any more.
    """

    title: str
    result: Classification
    places: Sequence[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanations:
    """The trials asked for; ``refused`` gives the reason for each stored record that cannot be read."""

    trials: Sequence[Explained]
    refused: Mapping[str, str]
    is_demo: bool


def by_todays_rules(data: Path, config: Config, wanted: Sequence[str]) -> Explanations:
    """Classify the newest stored records; raises UsageError for a trial that the archive does not hold."""
    archive = Archive(stored_archive(data))
    last = archive.last_run()
    reader = StoredStudyReader()
    standings = standings_of(data, wanted)
    shown = shown_ids(wanted, archive.known(), standings)
    stored = reader.read(version for version in archive.versions() if version.nct_id in shown.values())
    studies = {version.nct_id: study for version, study in stored}
    for trial in wanted:
        if shown[trial] not in studies and shown[trial] not in reader.refused:
            raise UsageError(f"{trial} is not in the archive {archive.folder}, because no search has found it.")
    classifier = build_classifier(config)
    trials = []
    for trial in (trial for trial in wanted if shown[trial] in studies):
        study = studies[shown[trial]]
        places = places_of(data, study.nct_id)
        note = standings[trial].note(study.nct_id)
        trials.append(Explained(study.brief_title, classifier.classify(study), places, note))
    return Explanations(trials, reader.refused, is_demo=last is not None and last.demo)


def as_stored(warehouse: Warehouse, wanted: Sequence[str]) -> Explanations:
    """Return the labels that a landscape holds; raises UsageError for a trial that it does not track."""
    is_demo = bool(warehouse.query("SELECT is_demo FROM meta.snapshot")[1][0][0])
    standings = standings_in(warehouse, wanted)
    shown = shown_ids(wanted, (trial for trial in wanted if not standings[trial].present_id), standings)
    trials = [replace(_stored(warehouse, shown[trial]), note=standings[trial].note(shown[trial])) for trial in wanted]
    return Explanations(trials, {}, is_demo=is_demo)


def _stored(warehouse: Warehouse, trial: str) -> Explained:
    asked = {"nct_id": trial}
    titles = warehouse.query("SELECT brief_title FROM marts.trial WHERE nct_id = $nct_id", asked)[1]
    if not titles:
        raise UsageError(f"{trial} is not tracked in {warehouse.path.name}, because no search has found it.")
    quoted: dict[tuple[str, str, str, bool], list[Evidence]] = {}
    names, rows = warehouse.query(query_text("explain/labels"), asked)
    for row in (dict(zip(names, cells, strict=True)) for cells in rows):
        items = quoted.setdefault((row["axis"], row["label"], row["rule"], row["is_default"]), [])
        if row["quote"] is not None:
            items.append(Evidence(*(row[name] for name in ("field", "start_at", "end_at", "quote", "role", "term"))))
    verdicts = tuple(Verdict(*label[:3], tuple(items), label[3]) for label, items in quoted.items())
    defeats = tuple(Defeat(*row) for row in warehouse.query(query_text("explain/defeats"), asked)[1])
    rules = warehouse.facts()["rule_version"]
    return Explained(
        str(titles[0][0] or ""), Classification(trial, rules, verdicts, defeats), places_in(warehouse, trial)
    )
