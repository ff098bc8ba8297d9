"""From a figure to its trials: trials, claims --claim, and the specifications of a verdict."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run


def rows_of(run: Run, data: Path, *arguments: str) -> list[dict[str, Any]]:
    code, out, err = run(*arguments, "--data", data, "--format", "json")
    assert code == 0, err
    return list(json.loads(out))


@pytest.mark.parametrize("scope", ["active", "late", "all"])
@pytest.mark.parametrize(
    ("dimension", "counting"), [("therapy", "whole"), ("region", "per_site"), ("cancer", "fractional")]
)
def test_every_count_of_segments_lists_its_trials(
    run: Run, demo_source: Path, dimension: str, counting: str, scope: str
) -> None:
    choice = ("--report", "A", "--dimension", dimension, "--counting", counting, "--scope", scope)
    cells = rows_of(run, demo_source, "segments", *choice)
    assert cells
    for cell in cells:
        listed = rows_of(run, demo_source, "trials", *choice, "--segment", cell["segment"])
        assert sum(row["weight"] for row in listed) == pytest.approx(cell["trial_count"])
        assert len({row["nct_id"] for row in listed}) == len(listed)


def test_a_cell_of_white_space_lists_its_trials(run: Run, demo_source: Path) -> None:
    pair = ("--report", "A", "--dimension", "cancer", "--dimension", "therapy")
    cells = [cell for cell in rows_of(run, demo_source, "white-space", *pair) if cell["observed_count"]]
    assert cells
    for cell in cells[:6]:
        place = ("--report", "A", "--dimension", cell["dimension_a"], "--segment", cell["segment_a"])
        crossed = f"{cell['dimension_b']}:{cell['segment_b']}"
        assert len(rows_of(run, demo_source, "trials", *place, "--cross", crossed)) == cell["observed_count"]


def test_trials_in_a_segment_show_the_words_that_put_them_there(run: Run, demo_source: Path) -> None:
    place = ("--report", "A", "--dimension", "therapy", "--segment", "cell_therapy", "--scope", "all")
    listed = rows_of(run, demo_source, "trials", *place)
    assert listed
    assert all(row["quote"] for row in listed)
    _, out, _ = run("trials", *place, "--data", demo_source)
    assert all(row["nct_id"] in out for row in listed)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("--segment", "cells"), "Dimension 'therapy' has no segment 'cells'; it has"),
        (
            ("--segment", "cell_therapy", "--scope", "future"),
            "There is no scope 'future'; there are active, all, late.",
        ),
        (("--segment", "cell_therapy", "--cross", "region"), "'region' is not a cell; write DIMENSION:SEGMENT"),
    ],
)
def test_a_cell_that_does_not_exist_is_refused(
    run: Run, demo_source: Path, wrong: tuple[str, ...], sentence: str
) -> None:
    code, _, err = run("trials", "--report", "A", "--dimension", "therapy", *wrong, "--data", demo_source)
    assert code == 2
    assert sentence in err


def test_a_claim_lists_the_trials_behind_its_tests(run: Run, demo_source: Path) -> None:
    claims = rows_of(run, demo_source, "claims", "--report", "A")
    counted = [claim for claim in claims if claim["example_trials"]]
    assert counted
    for claim in counted[:6]:
        listed = rows_of(run, demo_source, "claims", "--report", "A", "--claim", claim["claim"])
        assert set(claim["example_trials"]) <= {row["nct_id"] for row in listed}
    code, _, err = run("claims", "--report", "A", "--claim", "A999", "--data", demo_source)
    assert code == 2
    assert err.startswith("There is no claim 'A999' here; there are A1,")


def test_specifications_start_with_the_verdict_of_compare(run: Run, demo_source: Path) -> None:
    shown = {
        (row["report"], row["dimension"], row["segment"]): row["posterior_by_trials"]
        for row in rows_of(run, demo_source, "compare")
    }
    rows = rows_of(run, demo_source, "specifications")
    assert rows
    for row in rows:
        assert row["base_verdict"] == shown[row["report"], row["dimension"], row["segment"]]
        counts = [row[f"{name}_count"] for name in ("over_researched", "under_researched", "indistinct")]
        assert sum(counts) == row["specification_count"]
        assert 0 <= row["probability_over_least"] <= row["probability_over_most"] <= 1
    _, out, _ = run("specifications", "--report", "A", "--data", demo_source)
    lines = [line.rstrip() for line in out.splitlines() if not line.startswith(("snapshot", "DEMO"))]
    assert max(map(len, lines[1:])) <= 120
