"""The searches of the configuration: they can be asked, they say what confirms them, and mistakes are named."""

import itertools
from pathlib import Path

import pytest

from tests.support.registry.registry_kit import make_session
from trialscape.config.load import load_config
from trialscape.config.rules.labels import AXES, DERIVED
from trialscape.config.tracking.search_words import TermGroup
from trialscape.config.tracking.searches import Search, load_searches
from trialscape.config.vocabularies.terms import AgentRow
from trialscape.registry.asked_words import WrittenWords
from trialscape.registry.query import parameters

CONFIG = load_config(Path(__file__).resolve().parents[3] / "config")
SEARCHES = CONFIG.searches
LABELS = {**AXES, **DERIVED}
AGENTS = (
    AgentRow(
        agent="relatlimab", synonyms=("BMS-986016", "relatlimab and hyaluronidase"), modality=("lag3",), source="inn"
    ),
    AgentRow(agent="tebotelimab", synonyms=("MGD013",), modality=("lag3", "bispecific_other"), source="inn"),
    AgentRow(agent="AMG 757", synonyms=("=LAG", "T7"), modality=("tce",), targets=("CD3", "DLL3"), source="curated"),
    AgentRow(agent="AMG 509", modality=("tce",), targets=("CD3", "STEAP1"), source="curated"),
)

HEAD = """
[[searches]]
id = "lag3"
title = "LAG-3"
why = "A search of the tests."
"""
GROUP = '[[searches.any_of]]\nareas = ["BriefTitle"]\nterms = ["relatlimab"]\n'


def faults(tmp_path: Path, text: str) -> str:
    (tmp_path / "searches.toml").write_text(text, encoding="utf-8")
    found, mistakes = load_searches(tmp_path, AGENTS, LABELS, {"io", "act"})
    assert (found == ()) == bool(mistakes)
    return "\n".join(str(mistake) for mistake in mistakes)


def groups(tmp_path: Path, drugs: str) -> tuple[TermGroup, ...]:
    """Return the groups of a search with ``drugs``, and one written group."""
    (tmp_path / "searches.toml").write_text(HEAD + f"drugs = [{drugs}]\n" + GROUP, encoding="utf-8")
    (search,), mistakes = load_searches(tmp_path, AGENTS, LABELS)
    assert mistakes == []
    return search.any_of[1:]


def test_the_shipped_searches_are_complete() -> None:
    needed = {"til", "lag3", "bispecific", "tce", "tigit", "tim3", "tcr_t", "car_t_solid", "sting", "ido", "tlr"}
    needed |= {"post_checkpoint", "oncolytic_virus", "vaccine", "adc_after_io", "cytokine", "costim", "ctla4_next"}
    needed |= {"small_immunomodulator", "radioligand_io", "engineered_cells_blood", "tce_blood", "nk_cell"}
    assert needed <= {item.id for item in SEARCHES}


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.id)
def test_every_part_of_a_search_fits_into_an_address(search: Search) -> None:
    settings = CONFIG.settings.registry
    session = make_session(base_url=settings.base_url)
    empty = session.url("/studies", {**parameters("", settings.page_size), "countTotal": "true"})
    for part in WrittenWords(settings.longest_address).parts(search, empty):
        address = session.url("/studies", {**parameters(part, settings.page_size), "countTotal": "true"})
        assert len(address) + 120 <= settings.longest_address


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.id)
def test_every_search_says_what_confirms_it_and_which_cohorts_it_serves(search: Search) -> None:
    assert search.confirmed_by
    assert all(labels for labels in search.confirmed_by.values())
    assert set(search.serves) <= {cohort.id for cohort in CONFIG.cohorts}
    assert search.serves


def test_every_agent_of_a_searched_modality_is_a_search_term() -> None:
    """Agents of the modalities that a search names are asked for by every name, unless the file leaves them out."""
    asked = {term.lower() for item in SEARCHES for group in item.any_of for term in group.terms}
    for modality in ("lag3", "tigit", "tim3", "tce", "bispecific_other", "car_t", "adc", "costim_agonist", "cytokine"):
        for agent in (row for row in CONFIG.agents if modality in row.modality):
            words = agent.agent.lower().removeprefix("=").split()
            runs = (" ".join(words[i:j]) for i, j in itertools.combinations(range(len(words) + 1), 2))
            assert any(run in asked or run.replace("-", " ") in asked for run in runs) or _implied(agent.agent, asked)


def _implied(name: str, asked: set[str]) -> bool:
    """Return whether ``name`` contains a shorter searched phrase."""
    plain = f" {' '.join(name.lower().replace('-', ' ').replace('/', ' ').replace('.', ' ').split())} "
    return any(f" {term.replace('-', ' ').replace('/', ' ')} " in plain for term in asked)


def test_names_come_from_the_agents_in_every_spelling(tmp_path: Path) -> None:
    (free,) = groups(tmp_path, '{ modalities = ["lag3"], areas = ["InterventionSearch"] }')
    # The longer name of relatlimab would find nothing more, and a code of parts is asked for in one word as well.
    assert free.terms == ("relatlimab", "BMS-986016", "BMS986016", "tebotelimab", "MGD013")
    assert (free.areas, free.expansion) == (("InterventionSearch",), "Term")


def test_the_choice_of_agents_can_be_narrowed(tmp_path: Path) -> None:
    (pure,) = groups(tmp_path, '{ modalities = ["lag3"], pure = true, main = true, areas = ["Keyword"] }')
    assert pure.terms == ("relatlimab",)
    free, exact = groups(tmp_path, '{ modalities = ["tce"], targets = ["DLL3"], joined = false }')
    assert (free.terms, exact.terms, exact.expansion) == (("AMG 757",), ("LAG", "T7"), "None")
    (left,) = groups(tmp_path, '{ modalities = ["tce"], leave_out = ["AMG 757"] }')
    assert left.terms == ("AMG 509", "AMG509")


def test_a_search_for_some_agents_of_a_kind_names_them(tmp_path: Path) -> None:
    def named(choice: str) -> frozenset[str]:
        text = HEAD + f"drugs = [{choice}]\n"
        (tmp_path / "searches.toml").write_text(text, encoding="utf-8")
        (search,), found = load_searches(tmp_path, AGENTS)
        assert not found
        return search.named_agents

    assert named('{ modalities = ["tce"] }') == frozenset()
    assert "AMG 757" not in named('{ modalities = ["tce"], leave_out = ["AMG 757"] }')
    only = named('{ modalities = ["tce"], targets = ["DLL3"] }')
    assert "AMG 757" in only
    assert "AMG 509" not in only
    # The agents that the words of the search ask for belong to it as well.
    assert named('{ modalities = ["tce"], targets = ["DLL3"], in_words = ["AMG 509"] }') == only | {"AMG 509"}


def test_a_name_is_searched_once_in_the_same_areas(tmp_path: Path) -> None:
    (free,) = groups(tmp_path, '{ modalities = ["lag3"], pure = true, areas = ["BriefTitle"] }')
    assert free.terms == ("BMS-986016", "BMS986016")


def test_a_search_is_confirmed_by_its_own_labels_and_those_of_its_populations(tmp_path: Path) -> None:
    population = '[[populations]]\nid = "solid"\nwhy = "A population."\nconfirmed_by = { tumour_kind = ["solid"] }\n'
    text = population + GROUP.replace("searches", "populations")
    text += HEAD + 'within = ["solid"]\nconfirmed_by = { modality = ["lag3"] }\n' + GROUP
    (tmp_path / "searches.toml").write_text(text, encoding="utf-8")
    (search,), _ = load_searches(tmp_path, AGENTS, LABELS)
    assert search.confirmed_by == {"modality": ("lag3",), "tumour_kind": ("solid",)}
    clash = text.replace('modality = ["lag3"]', 'tumour_kind = ["blood"]')
    assert "no label of axis 'tumour_kind' satisfies" in faults(tmp_path, clash)


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.id)
def test_every_term_is_searched_in_suitable_areas(search: Search) -> None:
    for group in search.any_of:
        # Conditions define populations; a treatment that is looked for there would find diseases.
        assert "ConditionSearch" not in group.areas
        for term in group.terms:
            letters = sum(character.isalnum() for character in term)
            assert letters >= 4 or group.expansion == "None", term


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "the key is missing, and so is drugs"),
        (HEAD + 'drugs = [{ modalities = ["til"] }]\n', "terms/agents.csv has no agent of these modalities"),
        (
            HEAD + 'drugs = [{ modalities = ["lag3"], leave_out = ["relatlimap"] }]\n',
            "'relatlimap' is no name of an agent of these modalities; did you mean 'relatlimab'?",
        ),
        (
            HEAD + 'drugs = [{ modalities = ["lag3"], in_words = ["AMG 757"] }]\n',
            "in_words: 'AMG 757' is no agent of these modalities",
        ),
        (HEAD + 'serves = ["acts"]\n' + GROUP, "cohort 'acts' does not exist; did you mean 'act'?"),
        (HEAD + "colour = 1\n" + GROUP, "unknown key"),
        (HEAD.replace("lag3", "LAG 3") + GROUP, "id"),
        (HEAD + GROUP + HEAD + GROUP, "searches.toml: lag3, id: is used twice; ids must be unique"),
        (HEAD + 'within = ["cancers"]\n' + GROUP, "population 'cancers' does not exist"),
        (HEAD + GROUP.replace("BriefTitle", "BriefTitel"), "'BriefTitel' is not allowed"),
        (HEAD + GROUP.replace("relatlimab", "TIL"), "'TIL' is so short that its group needs expansion = \"None\""),
        (HEAD + GROUP.replace('"relatlimab"', '"relatlimab", "Relatlimab"'), "'Relatlimab' is listed twice"),
        (HEAD + GROUP.replace("relatlimab", "--"), "must hold a letter or a digit"),
        (
            HEAD + 'confirmed_by = { modality = ["lag-3"] }\n' + GROUP,
            "label 'lag-3' of axis 'modality' does not exist; did you",
        ),
        (
            HEAD + 'confirmed_by = { modalty = ["lag3"] }\n' + GROUP,
            "axis 'modalty' does not exist; did you mean 'modality'?",
        ),
        (HEAD + "confirmed_by = { modality = [] }\n" + GROUP, "confirmed_by"),
        (
            "[[populations]]\nid = 'x'\nwhy = 'A population.'\n"
            + GROUP.replace("searches", "populations")
            + HEAD
            + GROUP,
            "no search uses this population",
        ),
        ("searches = [", "not valid TOML"),
        ("", "the key is missing"),
    ],
)
def test_a_mistake_is_reported_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert message in faults(tmp_path, text)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    reported = faults(
        tmp_path,
        HEAD + 'within = ["nowhere"]\nconfirmed_by = { act = ["nobody"] }\n' + GROUP.replace("relatlimab", "IO"),
    )
    assert reported.count("\n") == 2
