"""Messages for wrong arguments are whole sentences that name the option and the command whose help lists it."""

import pytest

from trialscape.cli.main import main

NO_DAY = "is not a day; write it as 2026-11-06."


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["compare", "--frob"], "No such option: --frob."),
        (["find", "--most", "0"], "Invalid value for '--most': it must be greater than or equal to 1."),
        (["compare", "--as-of", "2001-13-01"], f"Invalid value for '--as-of': '2001-13-01' {NO_DAY}"),
        (["import", "--date", "soon", "x"], f"Invalid value for '--date': 'soon' {NO_DAY}"),
    ],
)
def test_a_wrong_argument_is_named_in_whole_sentences(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err == f"{problem} 'trialscape {arguments[0]} --help' lists the options.\n"
