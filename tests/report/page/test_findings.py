"""The paragraph says what holds in most ways of counting, and what is not known."""

from typing import Any

from trialscape.report.page.findings import findings, unknowns

Row = dict[str, Any]
KEY = {
    "report": "R",
    "dimension": "end_user",
    "dimension_title": "End user",
    "segment": "clinic",
    "segment_title": "Clinics",
}


def specification(*, over: int = 0, under: int = 0, total: int = 10, base: str = "indistinct", **more: Any) -> Row:
    return {
        **KEY,
        "specification_count": total,
        "over_researched_count": over,
        "under_researched_count": under,
        "base_verdict": base,
        **more,
    }


def compared(**more: Any) -> Row:
    return {
        **KEY,
        "pipeline_share": 0.5,
        "market_share_low": 0.1,
        "market_share_high": 0.25,
        "market_basis": "bounded",
        "probability_over": 0.9,
        "over_unless_market_above": 0.4,
        "under_unless_market_below": 0.6,
        "not_comparable_reason": None,
        **more,
    }


def test_a_verdict_of_most_specifications_is_shown_with_its_break_even() -> None:
    (found,) = findings([specification(over=6, base="over_researched")], [compared()])
    assert found == (
        "In Clinics, the share of the trials (50.0 %) is larger than that of the market in 6 of 10 ways of counting "
        "(report R, End user). Printed figures bound it: its market share is between 10.0 and 25.0 %; the finding "
        "holds unless it is above 40.0 %."
    )


def test_a_verdict_of_most_specifications_but_not_of_the_shown_one_says_so() -> None:
    printed = compared(market_share_high=0.1, market_basis="reported")
    found = findings([specification(under=9)], [printed])
    assert found[0].endswith(
        "in 9 of 10 ways of counting (report R, End user). The report prints its market share, 10.0 %. "
        "In the way shown below it is open (P 0.90)."
    )


def test_half_of_the_specifications_are_not_most() -> None:
    assert findings([specification(over=5)], [compared()]) == []


def test_the_three_most_robust_verdicts_come_first() -> None:
    names = {"a": 6, "b": 10, "c": 9, "d": 8}
    rows = [specification(over=count, segment=name, segment_title=name) for name, count in names.items()]
    found = findings(rows, [compared(segment=name) for name in names])
    assert [f"In {name}," in sentence for name, sentence in zip("bcd", found, strict=True)] == [True] * 3


def test_unknown_values_are_counted() -> None:
    other = compared(
        segment="x",
        dimension="product",
        dimension_title="Product",
        market_basis="none",
        not_comparable_reason="different things",
    )
    sentences = unknowns([specification(over=9), specification(over=1)], [compared(), other])
    assert sentences[0].startswith("Whether 1 of the 2 compared segments have more or fewer trials than their market: ")
    assert sentences[1].endswith(
        "of 2 segments, the reports print a share for none, bound it by figures for one, state only an order for none "
        "and claim nothing for one."
    )
    assert sentences[2:] == ["Not compared at all: Product (report R).", "A share of trials is not a share of revenue."]
