"""Each chart is written as a drawing, as pixels and as a table; a folder that cannot be written is reported."""

from pathlib import Path

import pytest

from trialscape.errors import UsageError
from trialscape.report.charts.bars import agent_figure, starts_figure
from trialscape.report.charts.files import write_charts


def test_a_figure_becomes_three_files(tmp_path: Path) -> None:
    starts = starts_figure([{"start_year": 2024, "trial_count": 3}, {"start_year": 2026, "trial_count": 1}], 2026)
    assert write_charts([starts, agent_figure([])], tmp_path / "new") == 1
    files = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert sorted(files) == ["starts.csv", "starts.png", "starts.svg"]
    assert files["starts.csv"].decode() == "Year,Trials\n2024,3\n2025,0\n2026,1\n"
    assert files["starts.png"].startswith(b"\x89PNG")
    assert b"2026 is not over." in files["starts.svg"]
    assert b"#0072b2" in files["starts.svg"]
    assert b"$pipeline" not in files["starts.svg"]


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_charts([], tmp_path / "file" / "charts")
