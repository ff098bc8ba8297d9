"""A folder that holds only what is added or changed is read as a whole configuration, and its mistakes are named."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables.ledger import ledger_text
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.files.overlay import merged
from trialscape.config.load import Config, load_config
from trialscape.errors import ConfigError
from trialscape.paths import config_folder

SHIPPED = load_config(config_folder(None))


def overlay(folder: Path, **files: str) -> Path:
    """Write files, named as ``terms__agents_csv`` for terms/agents.csv, and return their folder."""
    for name, text in {"overlay_toml": "", **files}.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = folder / f"{stem.replace('-', '_')}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def same_but(config: Config, *names: str) -> bool:
    """Return whether ``config`` is the shipped one in all but the named parts."""
    changed = {name: getattr(SHIPPED, name) for name in ("folder", "figure_version", *names)}
    return replace(config, **changed) == SHIPPED


def test_an_empty_overlay_is_the_shipped_configuration(tmp_path: Path) -> None:
    config = load_chosen(overlay(tmp_path))
    assert same_but(config)
    assert (config.rule_version, config.figure_version) == (SHIPPED.rule_version, SHIPPED.figure_version)


def test_an_overlay_changes_only_the_keys_that_it_names(tmp_path: Path) -> None:
    config = load_chosen(overlay(tmp_path, settings_toml="[publish]\nkeep_versions = 7\n"))
    assert config.settings.publish.keep_versions == 7
    assert same_but(config, "settings")
    assert config.settings.registry == SHIPPED.settings.registry


def test_a_search_is_added_changed_and_left_out(tmp_path: Path) -> None:
    first, second = SHIPPED.searches[:2]
    shipped = tomllib.loads((config_folder(None) / "searches.toml").read_text(encoding="utf-8"))["searches"]
    entry = next(item for item in shipped if item["id"] == first.id)
    text = tomli_w.dumps({"searches": [entry | {"title": "Mine"}, entry | {"id": "y"}]})
    config = load_chosen(
        overlay(tmp_path, searches_toml=text, overlay_toml=f'leave_out = ["searches.toml: {second.id}"]')
    )
    found = {search.id: search for search in config.searches}
    assert set(found) == {search.id for search in SHIPPED.searches} - {second.id} | {"y"}
    assert found[first.id].title == "Mine"
    assert all(found[search.id] == search for search in SHIPPED.searches[2:])
    assert same_but(config, "searches")


def test_rows_of_a_table_are_added_and_replaced(tmp_path: Path) -> None:
    known = SHIPPED.agents[0].agent
    text = f'agent,modality,act,source\n"{known}",vaccine,,curated\nNewdrug-123,vaccine,,curated\n'
    config = load_chosen(overlay(tmp_path, terms__agents_csv=text))
    found = {agent.agent: agent for agent in config.agents}
    assert len(config.agents) == len(SHIPPED.agents) + 1
    assert found[known].source == found["Newdrug-123"].source == "curated"
    assert same_but(config, "agents", "rule_version", "searches")
    # A drug that is added is asked for at once.
    asked = {term for search in config.searches for group in search.any_of for term in group.terms}
    assert "Newdrug-123" in asked


def test_a_report_is_added_and_a_shipped_one_left_out(tmp_path: Path) -> None:
    report = ledger_text([], id_="R").replace('where.has.therapy = ["x"]', 'where.has.therapy = ["combination"]')
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "mine.toml").write_text(report, encoding="utf-8")
    (tmp_path / "overlay.toml").write_text('leave_out = ["reports/patient-guide.toml"]', encoding="utf-8")
    assert [report.id for report in load_chosen(tmp_path).reports] == ["A", "B", "D", "R"]


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    mine = overlay(
        tmp_path,
        overlay_toml='leave_out = ["searches.toml: nothing", "settings.toml", "reports/none.toml"]',
        serches_toml="",
        cohorts_toml="[[cohort",
        terms__agents_csv="agent,modality,colour,source\nA-1,vaccine,red,curated\n",
        settings_toml="[publish]\nkeep_versions = 0\n",
    )
    with pytest.raises(ConfigError) as error:
        load_chosen(mine)
    reported = str(error.value)
    for words in (
        "serches.toml: no such configuration file; did you mean 'searches.toml'?",
        "cohorts.toml: not valid TOML",
        "overlay.toml: searches.toml: nothing, leave_out: searches.toml has no entry 'nothing'",
        "overlay.toml: settings.toml, leave_out: only a report can be left out as a file",
        "overlay.toml: reports/none.toml, leave_out: no such configuration file",
        "terms/agents.csv: header, colour: unknown column",
        "settings.toml: publish, keep_versions: ",
    ):
        assert words in reported


def test_a_folder_of_other_files_lists_the_known_files_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        load_chosen(overlay(tmp_path, xyzzy_toml="", zyzzx_toml=""))
    assert [bool(fault.allowed) for fault in error.value.faults] == [True, False]


def test_a_fault_names_the_row_of_the_overlay(tmp_path: Path) -> None:
    text = "agent,modality,source\nA-1,vaccine,curated\nA-2,vaccin,curated\n"
    with pytest.raises(ConfigError, match=r"terms/agents\.csv: row 3 \(A-2\)"):
        load_chosen(overlay(tmp_path, terms__agents_csv=text))


def test_a_change_of_the_overlay_is_seen(tmp_path: Path) -> None:
    before = load_chosen(overlay(tmp_path, settings_toml="[publish]\nkeep_versions = 7\n"))
    after = load_chosen(overlay(tmp_path, settings_toml="[publish]\nkeep_versions = 11\n"))
    assert (before.settings.publish.keep_versions, after.settings.publish.keep_versions) == (7, 11)


values = st.recursive(
    st.integers() | st.text(max_size=3), lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
)


@given(values, values)
def test_the_overlay_wins_and_other_values_stay(base: Any, over: Any) -> None:
    found = merged(base, over)
    assert merged(found, over) == found
    if not (isinstance(base, dict) and isinstance(over, dict)):
        assert found == over
    else:
        assert set(found) == set(base) | set(over)
        assert all(found[key] == base[key] for key in set(base) - set(over))
