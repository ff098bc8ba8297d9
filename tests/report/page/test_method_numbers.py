"""The script of the page estimates by the numbers of the method in ``market``; a script cannot import them."""

import re
from pathlib import Path

import pytest

from trialscape.market.density import pipeline_draws
from trialscape.market.growth import start_growth
from trialscape.report import words
from trialscape.report.page import write_page

TEMPLATES = Path(write_page.__file__).parent / "templates"
NUMBERS = {
    ("draws.js", "PSEUDO_TRIALS"): pipeline_draws.PSEUDO_TRIALS,
    ("draws.js", "GROWTH_YEARS"): start_growth.YEARS,
    ("draws.js", "STEEPEST"): start_growth._STEEPEST,
    ("shares.js", "SURE"): words._LIKELY,
}


@pytest.mark.parametrize(("file", "name"), NUMBERS, ids=" ".join)
def test_the_script_has_the_numbers_of_the_method(file: str, name: str) -> None:
    script = (TEMPLATES / file).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^const {name} = ([\d.]+);$", script, re.MULTILINE)
    assert float(found) == NUMBERS[file, name]


def test_shares_and_growth_have_the_same_pseudo_trials() -> None:
    assert pipeline_draws.PSEUDO_TRIALS == start_growth.PSEUDO_TRIALS
