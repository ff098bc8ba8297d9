"""Every spelling that an option accepts, as rows of ``raw.spelling``."""

from collections.abc import Iterable, Iterator

from trialscape.config.load import Config
from trialscape.config.rules.labels import AXES
from trialscape.config.vocabularies.names import Names
from trialscape.steps.rows.table_rows import Row, Table


def spelling_tables(config: Config) -> Iterator[Table]:
    """Yield table, columns and rows of the spellings; a leading "=" of the vocabularies is no part of one."""
    rows = [
        (kind, name, spelling.removeprefix("="))
        for kind, name, words in _names(config)
        for spelling in (name, *words)
        if spelling
    ]
    found: list[Row] = list(dict.fromkeys(rows))
    yield "raw.spelling", ("kind", "name", "spelling"), found


def _names(config: Config) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield kind, name and spellings of everything that the configuration names."""
    for kind in (name for name in Names.model_fields if name != "organ"):
        for name, words in getattr(config.names, kind).items():
            yield kind, name, words
    for name, organ in config.names.organ.items():
        yield "organ", name, organ.words
        # A cancer of an organ has the organ's name as a spelling, which several cancers share.
        yield from (("organ_label", label, (name,)) for label in organ.labels)
        yield from (("organ_disease", disease, (name,)) for disease in organ.diseases)
    for axis in ("modality", "cancer"):
        yield from ((axis, label, ()) for label in sorted(AXES[axis]))
    for report in config.reports:
        yield "report", report.id, (report.title,)
        yield from (("dimension", item.id, (item.name,)) for item in report.dimension)
        yield from (("segment", item.id, (item.name,)) for item in report.segment)
        yield from (("cohort", item.id, (item.name,)) for item in report.cohorts)
    yield from (("cohort", item.id, (item.name,)) for item in config.cohorts)
    yield from (("country", row.name, (row.iso2, row.iso3, *row.spellings)) for row in config.countries)
    yield from (("target", row.target, row.spellings) for row in config.targets)
    lists = [row.targets for rows in (config.agents, config.phrases, config.stems) for row in rows]
    yield from (("target", target, ()) for targets in lists for target in targets)
    yield from (("agent", row.agent, row.synonyms) for row in config.agents)
    yield from (("disease", row.entity, row.synonyms) for row in config.cancers if row.labels)
