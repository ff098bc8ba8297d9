"""What moves between two sets of rules is listed with the words; nothing is fetched or published for it."""

import json
import shutil
from pathlib import Path

from tests.functional.conftest import Run
from trialscape.paths import config_folder


def without_agent(tmp_path: Path, agent: str) -> Path:
    """Return a configuration in which one drug is not known."""
    folder = Path(shutil.copytree(config_folder(None), tmp_path / "config"))
    path = folder / "terms" / "agents.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{agent},")]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")
    return folder


def test_a_removed_agent_moves_the_trials_that_depend_on_it(run: Run, demo_source: Path, tmp_path: Path) -> None:
    folder = without_agent(tmp_path, "tiragolumab")
    shipped = str(config_folder(None))
    code, out, _ = run("rules", "diff", shipped, folder, "--data", demo_source, "--format", "json")
    assert code == 0
    moved = json.loads(out)
    assert moved
    lost = [row for row in moved if row["axis"] == "modality" and row["label"] == "tigit" and row["change"] == "lost"]
    assert lost
    assert all("iragolumab" in " ".join(row["old_words"]) for row in lost)


def test_published_rules_equal_their_source_folder(run: Run, demo_source: Path) -> None:
    _, out, _ = run("sql", "SELECT rule_version FROM meta.snapshot", "--data", demo_source, "--format", "json")
    version = json.loads(out)[0]["rule_version"]
    code, out, _ = run("rules", "diff", version, config_folder(None), "--data", demo_source)
    assert code == 0
    assert "0 labels gained or lost, 0 with other evidence, in 0 trials" in out


def test_unknown_rules_are_refused_with_a_list(run: Run, demo_source: Path) -> None:
    code, _, err = run("rules", "diff", "0123456789ab", config_folder(None), "--data", demo_source)
    assert code == 2
    assert "0123456789ab" in err
