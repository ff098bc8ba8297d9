"""The searches of the configuration: they can be asked, they say what confirms them, and mistakes are named."""

import datetime as dt
from pathlib import Path

import pytest

from tests.support.registry_kit import make_session
from trialscape.config.rules.labels import AXES
from trialscape.config.tracking.searches import Search, load_searches
from trialscape.config.tracking.settings import load_settings
from trialscape.registry.query import check_length, parameters

CONFIG = Path(__file__).resolve().parents[3] / "config"
SEARCHES, FAULTS = load_searches(CONFIG, AXES)

HEAD = """
[[searches]]
id = "lag3"
title = "LAG-3"
why = "A search of the tests."
"""
GROUP = '[[searches.any_of]]\nareas = ["BriefTitle"]\nterms = ["relatlimab"]\n'


def faults(tmp_path: Path, text: str) -> str:
    (tmp_path / "searches.toml").write_text(text, encoding="utf-8")
    found, mistakes = load_searches(tmp_path, AXES)
    assert (found == ()) == bool(mistakes)
    return "\n".join(str(mistake) for mistake in mistakes)


def test_the_shipped_searches_are_without_fault() -> None:
    assert FAULTS == []
    needed = {"til", "lag3", "bispecific", "tce", "tigit", "tim3", "tcr_t", "car_t_solid", "sting", "ido", "tlr"}
    assert needed | {"post_checkpoint", "oncolytic_virus", "vaccine", "adc_after_io"} <= {item.id for item in SEARCHES}


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.id)
def test_every_search_fits_into_an_address_and_says_what_confirms_it(search: Search) -> None:
    settings, _ = load_settings(CONFIG)
    assert settings is not None
    session = make_session(base_url=settings.registry.base_url)
    asked = parameters(search, settings.registry.page_size, dt.date(2026, 12, 31))
    check_length(search, session.url("/studies", {**asked, "countTotal": "true"}))
    assert search.confirmed_by
    assert all(labels for labels in search.confirmed_by.values())


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.id)
def test_every_word_is_scoped_to_an_area_that_can_hold_it(search: Search) -> None:
    for group in search.any_of:
        # Conditions define populations; a treatment that is looked for there would find diseases.
        assert "ConditionSearch" not in group.areas
        for term in group.terms:
            letters = sum(character.isalnum() for character in term)
            assert letters >= 4 or group.expansion == "None", term


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "the key is missing"),
        (HEAD + "colour = 1\n" + GROUP, "unknown key"),
        (HEAD.replace("lag3", "LAG 3") + GROUP, "id"),
        (HEAD + GROUP + HEAD + GROUP, "searches.toml: lag3, id: is used twice; ids must be unique"),
        (HEAD + 'within = ["cancers"]\n' + GROUP, "population 'cancers' does not exist"),
        (HEAD + GROUP.replace("BriefTitle", "BriefTitel"), "'BriefTitel' is not allowed"),
        (HEAD + GROUP.replace("relatlimab", "TIL"), "'TIL' is so short that its group needs expansion = \"None\""),
        (HEAD + GROUP.replace('"relatlimab"', '"relatlimab", "Relatlimab"'), "'Relatlimab' stands twice"),
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
            "no search is kept within this population",
        ),
        ("searches = [", "not valid TOML"),
        ("", "the key is missing"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert message in faults(tmp_path, text)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        HEAD + 'within = ["nowhere"]\nconfirmed_by = { act = ["nobody"] }\n' + GROUP.replace("relatlimab", "IO"),
    )
    assert told.count("\n") == 2
