"""``make check`` runs the tests of what changed."""

import pytest

from tests.touched import ROOT, resting_on
from tests.touched import tests_for as chosen_for


@pytest.mark.parametrize(
    ("path", "expected", "left_out"),
    [
        ("src/trialscape/config/rules/cues.py", {"tests/config"}, {"tests/sql"}),
        ("src/trialscape/archive/files/parts.py", {"tests/archive/files"}, {"tests/archive"}),
        ("tests/sql/test_find.py", {"tests/sql/test_find.py"}, {"tests/sql"}),
        ("tests/sql/twins/find.py", {"tests/sql"}, set()),
        ("tests/support/folders/days.py", set(), {"tests/sql"}),
        ("sql/queries/archive/hits.sql", {"tests/archive", "tests/sql/test_files.py"}, {"tests/sql"}),
        ("sql/marts/readout.sql", {"tests/sql/test_marts.py"}, {"tests/sql", "tests/sql/test_statements.py"}),
        ("sql/questions/claim_word.sql", {"tests/sql/test_statements.py", "tests/sql/test_claims.py"}, {"tests/sql"}),
        # A function or a check may be used by any statement.
        ("sql/functions/tally.sql", {"tests/sql"}, set()),
        ("sql/marts/removed.sql", {"tests/sql"}, set()),
        ("config/searches.toml", {"tests/config"}, {"tests/sql"}),
        ("README.md", set(), {"tests/config"}),
    ],
)
def test_a_changed_file_leads_to_its_tests(path: str, expected: set[str], left_out: set[str]) -> None:
    found = set(chosen_for([path]))
    assert expected | {"tests/architecture"} <= found
    assert not found & left_out
    assert all((ROOT / test).exists() for test in found)


def test_a_table_leads_to_all_that_rest_on_it() -> None:
    """Directly and through other tables, up to the marts."""
    assert resting_on("marts.readout") == {"marts.readout"}
    assert {"staging.study", "marts.trial", "marts.segment_pipeline"} <= resting_on("staging.study")
    assert resting_on("marts.nothing") == set()
