"""What a query may answer is printed as it is: brackets, infinities, large numbers, many columns."""

import json
from decimal import Decimal
from typing import Any

import pytest

from trialscape.cli.shared.output import Format, print_rows


def printed(capsys: pytest.CaptureFixture[str], form: Format, columns: list[str], *rows: list[Any]) -> str:
    """Return what ``print_rows`` writes."""
    print_rows(columns, rows, form)
    return capsys.readouterr().out


@pytest.mark.parametrize("cell", ["[/b] dose", "\\[/b] dose", "dose \\[bold red]10 mg", "[link=x]y", "\\"])
def test_brackets_are_shown_as_text(capsys: pytest.CaptureFixture[str], cell: str) -> None:
    assert cell in printed(capsys, Format.table, ["[red]name"], [cell])
    assert "[red]name" in printed(capsys, Format.table, ["[red]name"], [cell])


@pytest.mark.parametrize(
    ("cell", "shown"), [(float("inf"), "inf"), (float("nan"), "nan"), (Decimal("0.5"), "0.5"), (10**30, str(10**30))]
)
def test_numbers_of_any_size_are_shown(capsys: pytest.CaptureFixture[str], cell: Any, shown: str) -> None:
    assert shown in printed(capsys, Format.table, ["n"], [cell])


@pytest.mark.parametrize(
    ("cell", "value"),
    [(float("inf"), None), (Decimal("0.5"), 0.5), (Decimal(3), 3), (10**30, 1e30), ([Decimal(1)], [1]), (7, 7)],
)
def test_json_holds_numbers_as_numbers(capsys: pytest.CaptureFixture[str], cell: Any, value: Any) -> None:
    assert json.loads(printed(capsys, Format.json, ["n"], [cell])) == [{"n": value}]


def test_columns_with_the_same_name_get_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, Format.json, ["a", "b", "a"], [1, 2, 3])) == [{"a": 1, "b": 2, "a_2": 3}]


def test_many_columns_are_shown_below_one_another(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    names = [f"column_{number}" for number in range(9)]
    lines = printed(capsys, Format.table, names, list(range(9)), list(range(9))).splitlines()
    assert lines[0] == "row 1"
    assert lines[1].split() == ["column_0", "0"]
    assert len(lines) == 2 * (9 + 2)


def test_facts_are_printed_unwrapped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    path = "/a/folder/with/a/long/name/" + "x" * 60
    lines = printed(capsys, Format.table, ["what", "value"], ["warehouse", path], ["runs", 2]).splitlines()
    assert lines == [f"warehouse  {path}", "runs       2"]


@pytest.mark.parametrize("cell", ["50.9 (43.3–58.4)", "NCT02621021", "2.31 (1.22 to 4.38)", "0.19 to open", 1234567])
def test_numbers_are_not_broken_across_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, cell: Any
) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    sentence = "a sentence of several words that has to be wrapped in a narrow window"
    out = printed(capsys, Format.table, ["name", "figure", "other_figure"], [sentence, cell, "9.9 (0.1–99.9)"])
    assert str(cell) in out
    assert all(len(line) <= 44 for line in out.splitlines())
