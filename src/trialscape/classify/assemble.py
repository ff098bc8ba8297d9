"""Put the classifier together from the configuration."""

from collections.abc import Sequence

from trialscape.classify.engine import Classifier, Rules
from trialscape.classify.population.line_of_therapy import LineReader
from trialscape.classify.population.resistance import ResistanceReader
from trialscape.classify.population.setting.checkpoint_setting import SettingReader
from trialscape.classify.population.setting.summary_population import PatientSentences
from trialscape.classify.text.lexicon import Store
from trialscape.config.load import Config
from trialscape.config.rules.setting_rules import SettingRules
from trialscape.config.vocabularies.places import OverrideRow

# The latest compiled classifier, keyed by the rules and overrides that it depends on.
_latest: dict[tuple[str, tuple[OverrideRow, ...]], Classifier] = {}


def build_classifier(config: Config, store: Store | None = None) -> Classifier:
    """Compile the rules of ``config``; takes about a third of a second, so the latest is kept.

    The spellings of the terms are taken from ``store``, if there is one.
    """
    key = (config.rule_version, config.overrides)
    if key not in _latest:
        built = _compiled(config, store)
        _latest.clear()
        _latest[key] = built
    return _latest[key]


def _compiled(config: Config, store: Store | None) -> Classifier:
    rules = Rules(
        version=config.rule_version,
        agents=config.agents,
        phrases=config.phrases,
        targets=config.targets,
        stems=config.stems,
        cancers=config.cancers,
        modality=config.modality,
        therapy=config.therapy,
        strategy=config.strategy,
        cancer=config.cancer,
        cells=config.cells,
        budget=config.text.budget.limits,
    )
    names = [
        name.removeprefix("=")
        for agent in config.agents
        if _is_checkpoint_drug(config.text.ici_setting, agent.modality)
        for name in (agent.agent, *agent.synonyms)
    ]
    axes = (
        SettingReader(config.text.ici_setting, names, config.text.cancer_words),
        ResistanceReader(
            config.text.resistance, names, config.text.cancer_words, PatientSentences(config.text.ici_setting)
        ),
        LineReader(config.text.line, config.text.cancer_words),
    )
    return Classifier(rules, axes, config.overrides, store)


def _is_checkpoint_drug(rules: SettingRules, modality: Sequence[str]) -> bool:
    """Return whether an agent is checkpoint therapy, alone or as an antibody with a second target."""
    blocks = rules.checkpoint_modality.intersection(modality)
    return bool(blocks) and rules.checkpoint_modality.union(rules.also_of_checkpoint_drugs).issuperset(modality)
