"""Agents and the targets of all treatment terms, as rows of raw tables."""

from collections.abc import Iterator

from trialscape.config.load import Config
from trialscape.steps.rows.table_rows import Row, Table


def agent_tables(config: Config) -> Iterator[Table]:
    """Yield table, columns and rows of the agents and targets in the vocabularies."""
    facts = [(row.agent, row.company or None, list(row.synonyms), row.source) for row in config.agents]
    yield "raw.agent_fact", ("agent", "company", "aliases", "source"), facts
    yield "raw.term_target", ("term", "target"), list(dict.fromkeys(_targets(config)))
    labels = ((row.target, label) for row in config.targets for label in (row.blocked, row.activated) if label)
    yield "raw.target_label", ("target", "label"), list(dict.fromkeys(labels))


def _targets(config: Config) -> Iterator[Row]:
    for agent in config.agents:
        yield from ((agent.agent, target) for target in agent.targets)
    for phrase in config.phrases:
        yield from ((phrase.phrase, target) for target in phrase.targets)
    for stem in config.stems:
        yield from ((f"-{stem.stem}", target) for target in stem.targets)
    yield from ((row.target, row.target) for row in config.targets)
