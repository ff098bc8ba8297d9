"""The rows of the comparison in words."""

from typing import Any

from trialscape.report.page.comparison import segment_sentence, share_words

SEGMENT: dict[str, Any] = {
    "not_mappable": None,
    "pipeline_share": 0.25,
    "pipeline_share_low": 0.2,
    "pipeline_share_high": 0.3,
    "market_share_low": 0.1,
    "market_share_high": 0.4,
    "market_basis": "bounded",
    "probability_over": 0.5,
    "over_unless_market_above": 0.2,
    "under_unless_market_below": 0.3,
    "verdict": "indistinct",
}


def test_a_segment_has_both_shares_and_its_break_even() -> None:
    assert share_words(SEGMENT) == "Trials 25.0 (20.0–30.0) %; market 10.0–40.0 %"
    assert segment_sentence(SEGMENT) == (
        "P 0.50. Over-researched if the market share is below 20.0 %, under-researched if above 30.0 %."
    )


def test_a_segment_that_no_trial_can_be_in_has_the_reason_and_no_share_of_trials() -> None:
    shares = dict.fromkeys(("pipeline_share", "pipeline_share_low", "pipeline_share_high", "probability_over"))
    row = {**SEGMENT, **shares, "not_mappable": "No label says so.", "verdict": "no_trials"}
    assert share_words(row) == "Market 10.0–40.0 %"
    # The sentence follows the verdict "No trials".
    assert segment_sentence(row) == "can be put here: No label says so."
