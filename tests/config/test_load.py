"""Loading the configuration: a mistake in any file is reported once, with its file, place and the allowed values."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from trialscape.config import load
from trialscape.config.load import load_config
from trialscape.config.vocabularies.terms import load_agents
from trialscape.errors import ConfigError, Fault

CONFIG = Path(__file__).parents[2] / "config"
TABLES = sorted(str(path.relative_to(CONFIG)) for path in CONFIG.rglob("*.csv"))
TREES = sorted(str(path.relative_to(CONFIG)) for path in CONFIG.rglob("*.toml"))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the shipped configuration, of which nothing is stored."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load._load_cached.cache_clear()
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def faults(config: Path) -> tuple[Fault, ...]:
    """Return the faults of a configuration that has some."""
    with pytest.raises(ConfigError) as found:
        load_config(config)
    return tuple(found.value.faults)


@pytest.mark.parametrize("name", TREES)
def test_an_unknown_key_is_one_fault(config: Path, name: str) -> None:
    file = config / name
    file.write_text("unheard_of = 1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (fault,) = faults(config)
    assert (fault.file, fault.key) == (name, "unheard_of")
    assert "unknown key" in fault.problem
    assert fault.allowed


@pytest.mark.parametrize("name", TABLES)
def test_an_unknown_column_is_one_fault(config: Path, name: str) -> None:
    file = config / name
    header, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(header.rstrip() + ",unheard_of\n" + "".join(rows), encoding="utf-8")
    (fault,) = faults(config)
    assert (fault.file, fault.item, fault.key) == (name, "header", "unheard_of")
    assert fault.allowed


@pytest.mark.parametrize("name", [*TREES, *TABLES])
def test_an_unreadable_file_is_reported(config: Path, name: str) -> None:
    (config / name).write_bytes(b"\xff\xfe\x00")
    assert Fault(name, "", "", "the file is not UTF-8 text") in faults(config)


@pytest.mark.parametrize(
    ("name", "before", "after", "words"),
    [
        ("axes/line.toml", 'labels = ["first"]', 'labels = ["frist"]', "has no label 'frist'; did you mean 'first'?"),
        ("axes/therapy.toml", 'label = "tce_bispecific"', 'label = "tce_bispecifc"', "did you mean 'tce_bispecific'?"),
        ("axes/strategy.toml", 'label = "tme"', 'label = "tmee"', "axis 'strategy' has no label 'tmee'"),
        ("axes/act.toml", 'til = "autologous"', 'til = "autologus"', "did you mean 'autologous'?"),
        ("axes/ici_setting.toml", 'id = "XTGT"', 'id = "XTARGET"', "XTGT"),
        ("axes/ici_setting.toml", 'names_are = "DRUG"', 'names_are = "DRUGG"', "are missing: DRUGG"),
        ("axes/ici_setting.toml", 'open_conditions = "COND', 'open_conditions = "CONDD', "CONDD"),
        ("axes/ici_setting.toml", 'cues = "PREG"', 'cues = "(?P<CHECK>PREG)"', "rules are no expressions over cues"),
        ("axes/line.toml", 'id = "two-lines-by-sign"', 'id = "two-lines-asked-for"', "used twice: two-lines-asked-for"),
        ("axes/cancer.toml", "many_types = 5", 'many_types = "5"', "many_types"),
        ("names.toml", "tigit = [", "tigitt = [", "'tigitt' is not a label of modality; did you mean 'tigit'?"),
        (
            "names.toml",
            'labels = ["nsclc"]',
            'labels = ["nsclcc"]',
            "'nsclcc' is not a label of cancer; did you mean 'nsclc'?",
        ),
        (
            "names.toml",
            '"Pancoast tumour"',
            '"Pancoast tumor"',
            "'Pancoast tumor' is not an entity of terms/cancers.csv",
        ),
        ("names.toml", '"T-cell engager", ', '"T-cell engager", "NK", ', "'NK' already belongs to tce"),
        ("expectations.toml", " = 0.", ' = "0.', "expectations.toml"),
        (
            "terms/facilities.csv",
            "\n",
            "\nmy.rule,academic,regex,(abc,95,a broken rule\n",
            "not a regular expression",
        ),
        ("overrides.csv", "\n", "\nNCT00000001,line,first,a reason of some length,somebody,2026-99-01\n", "date"),
    ],
)
def test_values_that_no_build_can_use_are_faults(config: Path, name: str, before: str, after: str, words: str) -> None:
    file = config / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert any(fault.file == name and words in str(fault) for fault in faults(config))


def test_a_folder_is_read_again_when_a_byte_or_a_name_has_changed(config: Path) -> None:
    before = load_config(config)
    assert load_config(config).reports is before.reports
    settings = config / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "# A remark.\n", encoding="utf-8")
    after = load_config(config)
    assert after is not before
    assert after.rule_version == before.rule_version
    (config / "reports").rename(config / "report")
    assert [fault.file for fault in faults(config)] == ["reports/"]


def test_folders_share_what_is_read_from_equal_files(config: Path, tmp_path: Path) -> None:
    """A process that compares rules, or shows a past day, parses only the files that differ."""
    other = Path(shutil.copytree(config, tmp_path / "other"))
    first, same = load_config(config), load_config(other)
    assert (first.folder, same.folder) == (config, other)
    assert first == replace(same, folder=config)
    assert same.agents is first.agents
    (other / "axes" / "line.toml").write_text("labels = 1\n", encoding="utf-8")
    assert {fault.file for fault in faults(other)} == {"axes/line.toml"}
    assert {fault.file for fault in faults(other)} == {"axes/line.toml"}
    with (other / "settings.toml").open("a", encoding="utf-8") as stream:
        stream.write("# A remark.\n")
    shutil.copy(config / "axes" / "line.toml", other / "axes" / "line.toml")
    changed = load_config(other)
    assert changed.agents[0] is first.agents[0]
    assert changed.reports[0] is first.reports[0]


def test_mistakes_of_several_files_are_reported_together(config: Path) -> None:
    for name in ("settings.toml", "axes/line.toml", "terms/stems.csv"):
        (config / name).unlink()
    assert {fault.file for fault in faults(config)} == {"axes/line.toml", "settings.toml", "terms/stems.csv"}


def test_a_name_belongs_to_one_agent_and_exact_spellings_distinguish_look_alikes(tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    rows = [
        "agent,synonyms,modality,targets,act,source",
        "anti-CD47 of one house,=QQ-002|Qqbrand,other_checkpoint,CD47,,curated",
        "cells of another house,=QQ002|=Qq Brand,car_t,CLDN18.2,autologous,curated",
    ]
    (tmp_path / "terms" / "agents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    agents, found = load_agents(tmp_path)
    assert len(agents) == 2
    assert [(fault.item, fault.problem) for fault in found] == [
        ("cells of another house", "'qqbrand' is already a name of the agent anti-CD47 of one house")
    ]


def test_an_agent_names_its_company_as_the_list_of_companies_does(config: Path) -> None:
    path = config / "terms" / "agents.csv"
    path.write_text(
        "agent,modality,company,source\nA-1,vaccine,roche,curated\nA-2,vaccine,Roche,curated\n"
        "A-3,vaccine,Not in the list,curated\n",
        encoding="utf-8",
    )
    found = [fault for fault in faults(config) if fault.file == "terms/agents.csv" and fault.key == "company"]
    assert [(fault.item, fault.problem) for fault in found] == [("A-1", "'roche' is 'Roche' in companies.csv")]


def test_the_reason_of_a_row_stands_in_the_row() -> None:
    """A reason that points to another row is lost as soon as somebody sorts the file or adds a row."""
    for path in sorted(CONFIG.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            pointing = [row for row in csv.DictReader(lines) if "as above" in (row.get("why") or "")]
        assert not pointing, path.name
