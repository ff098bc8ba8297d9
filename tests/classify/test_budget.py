"""Work on a record grows with its length and no faster, and is bounded."""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from tests.support.records.trials import classify, config, make_study
from trialscape.classify.assemble import build_classifier
from trialscape.classify.population.setting.setting_sentences import MOST_CUES, SentenceReader, SourceText
from trialscape.classify.site.facility_class import build_facilities
from trialscape.classify.text.sentences import Token
from trialscape.study.model import Arm, Intervention

UNITS = [
    "progressed on anti-PD-1 ",
    "no prior anti-PD-1 therapy; ",
    "* anti-PD-1\n",
    "melanoma, ",
    "melanoma. ",
    "cohort A: renal cell carcinoma; ",
    "nivolumab plus ",
    "response followed by progression ",
    "the most recent regimen was anti-PD-1\n",
    "Inclusion Criteria: - a - b ",
    "&amp;",
]


def calls(work: Callable[[], Any]) -> int:
    """Return how many functions ``work`` calls, of Python and of C: a measure that no clock disturbs."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("field", ["eligibility", "brief_summary", "official_title"])
def test_work_grows_linearly_with_the_text(unit: str, field: str) -> None:
    classifier = build_classifier(config())
    base = make_study(conditions=("Solid tumors",))
    short, long = (replace(base, **{field: unit * (size // len(unit))}) for size in (4000, 8000))  # type: ignore[arg-type]
    classifier.classify(short)
    assert calls(lambda: classifier.classify(long)) <= 2.3 * calls(lambda: classifier.classify(short))


def test_the_number_of_cues_that_a_rule_examines_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    whole = SentenceReader._piece

    def piece(self: SentenceReader, source: SourceText, tokens: list[Token], start: int) -> Any:
        seen.append(len(tokens))
        return whole(self, source, tokens, start)

    monkeypatch.setattr(SentenceReader, "_piece", piece)
    classify(make_study(eligibility="progressed on anti-PD-1 " * 500))
    assert seen
    assert max(seen) <= MOST_CUES


@pytest.mark.parametrize("field", ["conditions", "keywords", "arms", "interventions"])
def test_a_record_with_a_name_above_the_budget_gets_defaults(field: str) -> None:
    longest = config().text.budget.longest_name
    for length, expected in ((longest, 0), (longest + 1, longest + 1)):
        name = "-" * length
        named = {
            "conditions": ("Melanoma", name),
            "keywords": (name,),
            "arms": (Arm(name, "EXPERIMENTAL"),),
            "interventions": (Intervention("Drug", "DRUG", "", (), (name,)),),
        }[field]
        assert classify(replace(make_study(), **{field: named})).too_long == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["a", "hosp ", "affil ", "tumor hospitals "])
def test_the_time_to_classify_a_site_is_linear_in_its_name(unit: str) -> None:
    facilities = build_facilities(config())
    short, long = (unit * (size // len(unit)) for size in (2_500, 20_000))
    times = []
    for name in (short, long):
        began = time.process_time()
        facilities.classify(name)
        times.append(time.process_time() - began)
    # Eight times the length; where time grew with its square, the longer name took ten seconds.
    assert times[1] < 16 * times[0] + 0.5


def test_a_record_above_the_text_budget_gets_defaults() -> None:
    most = config().text.budget.most_characters
    study = make_study(eligibility="Progressed on nivolumab. ")
    assert classify(study).too_long == 0
    result = classify(replace(study, detailed_description="word " * (most // 5)))
    assert result.too_long > most
    assert all(verdict.is_default for verdict in result.verdicts)
    assert {verdict.axis for verdict in result.verdicts} >= {"cancer", "ici_setting", "resistance", "act"}
