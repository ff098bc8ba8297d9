"""Expectations of the records: counted over batches, and all failures are reported together."""

from pathlib import Path

import pytest

from trialscape.config.tracking.expectations import Expectations, load_expectations
from trialscape.errors import CheckError
from trialscape.paths import config_folder
from trialscape.steps.build.check_expectations import ExpectationCheck

EXPECTATIONS = Expectations.model_validate(
    {
        "field": [
            {"name": "brief_title", "minimum_share": 0.5, "why": "half of them at least"},
            {"name": "sites", "minimum_share": 0.25, "why": "a quarter of them at least"},
        ],
        "signals": {"maximum_share": 0.5, "why": "half of them at most"},
    }
)
TITLED, BARE = ("nct_id", "brief_title"), ("nct_id",)


def test_satisfied_expectations_pass() -> None:
    expected = ExpectationCheck(
        Expectations.model_validate({**EXPECTATIONS.model_dump(), "field": [EXPECTATIONS.field[0]]})
    )
    expected.count(TITLED)
    expected.count(BARE)
    expected.check(1)


def test_every_failed_expectation_is_reported_with_its_figures() -> None:
    expected = ExpectationCheck(EXPECTATIONS)
    for filled in (TITLED, BARE, BARE):
        expected.count(filled)
    with pytest.raises(CheckError) as raised:
        expected.check(2)
    text = str(raised.value)
    assert "brief_title is filled in 33.3% of 3 trials; at least 50% is expected" in text
    assert "sites is filled in 0.0% of 3 trials" in text
    assert "66.7% of trials have unknown enumeration values; at most 50% is expected" in text


def test_an_empty_data_set_is_no_fault() -> None:
    ExpectationCheck(EXPECTATIONS).check(0)


def test_the_shipped_file_is_sound() -> None:
    loaded, faults = load_expectations(config_folder(None))
    assert faults == []
    assert loaded is not None


def test_a_field_that_no_study_has_is_named(tmp_path: Path) -> None:

    path = tmp_path / "expectations.toml"
    path.write_text(
        '[[field]]\nname = "brief_titel"\nminimum_share = 0.5\nwhy = "half of them"\n'
        '[signals]\nmaximum_share = 0.5\nwhy = "half of them"\n',
        encoding="utf-8",
    )
    loaded, faults = load_expectations(tmp_path)
    assert loaded is None
    assert "did you mean 'brief_title'?" in str(faults[0])
