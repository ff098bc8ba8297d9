"""Two landscapes compared: who came, left or moved, against a plain count of every trial."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.steps.history.landscape import Cell, Landscape
from trialscape.steps.history.landscape_diff import cell_differences, changed_records, cohort_movements

CELL: Cell = ("A", "therapy", "til", "tracked", "all", "whole")
OTHER: Cell = ("A", "therapy", "gone", "tracked", "all", "whole")


def land(trials: dict[str, str], held: dict[str, float], cell: Cell = CELL) -> Landscape:
    figures = {cell: {"dimension_title": "Therapy type", "segment_title": "TIL", "pipeline_share": None}}
    return Landscape({}, figures, {cell: held}, trials, {("tracked", "all"): frozenset(trials)})


def test_each_trial_is_counted_for_what_happened_to_it() -> None:
    a = land(
        {"stays": "1", "left": "1", "reworded": "1", "relabelled": "1", "out": "1", "ruled out": "1"},
        {"stays": 1, "left": 1, "out": 1, "ruled out": 1},
    )
    b = land(
        {"stays": "2", "new": "1", "reworded": "2", "relabelled": "1", "out": "2", "ruled out": "1"},
        {"stays": 1, "new": 1, "reworded": 1, "relabelled": 1},
    )
    (shift,) = cell_differences(a, b)
    moves = shift.moves
    assert (moves.trial_count_a, moves.trial_count_b, moves.new, moves.left) == (4, 4, 1, 1)
    assert (moves.moved_in_by_record, moves.moved_in_by_rules, moves.moved_out_by_record, moves.moved_out_by_rules) == (
        1,
        1,
        1,
        1,
    )
    assert changed_records(a, b) == 3
    ((cohort, scope, whole),) = cohort_movements(a, b)
    assert (cohort, scope, whole.moved_in_by_record) == ("tracked", "all", 0)
    assert (whole.trial_count_a, whole.trial_count_b, whole.new, whole.left) == (6, 6, 1, 1)


def test_fractions_move_by_their_difference() -> None:
    a, b = land({"x": "1"}, {"x": 1.0}), land({"x": "2"}, {"x": 1 / 3})
    (shift,) = cell_differences(a, b)
    assert shift.moves.moved_in_by_record == 0
    assert shift.moves.moved_out_by_record == pytest.approx(2 / 3)


def test_a_cell_that_one_day_did_not_have_is_shown() -> None:
    a, b = land({"x": "1"}, {"x": 1.0}, OTHER), land({"x": "1"}, {"x": 1.0})
    there, gone = cell_differences(a, b)
    assert (there.segment, there.figures_a is None, there.moves.moved_in_by_rules) == ("til", True, 1)
    assert (gone.segment, gone.figures_b is None, gone.moves.moved_out_by_rules) == ("gone", True, 1)


_TRIALS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.sampled_from("12"), st.booleans()))


@given(_TRIALS, _TRIALS)
def test_every_move_has_one_reason_and_the_sums_hold(
    before: dict[str, tuple[str, bool]], after: dict[str, tuple[str, bool]]
) -> None:
    a, b = (
        land({key: text for key, (text, _) in side.items()}, {key: 1.0 for key, (_, is_in) in side.items() if is_in})
        for side in (before, after)
    )
    (shift,) = cell_differences(a, b)
    moves = shift.moves
    ins = moves.new + moves.moved_in_by_record + moves.moved_in_by_rules
    outs = moves.left + moves.moved_out_by_record + moves.moved_out_by_rules
    assert moves.trial_count_b == moves.trial_count_a + ins - outs
    plain: Counter[str] = Counter()
    for key in {*before, *after}:
        was, is_in = before.get(key, ("", False))[1], after.get(key, ("", False))[1]
        if was == is_in:
            continue
        side = "moved_in" if is_in else "moved_out"
        if key not in before or key not in after:
            plain["new" if is_in else "left"] += 1
        else:
            plain[f"{side}_by_{'rules' if before[key][0] == after[key][0] else 'record'}"] += 1
    for name in ("new", "left", "moved_in_by_record", "moved_in_by_rules", "moved_out_by_record", "moved_out_by_rules"):
        assert getattr(moves, name) == plain[name], name
