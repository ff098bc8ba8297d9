"""Tables whose combinations of values the published file holds once, with missing values among them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialscape.database import connect
from trialscape.errors import WarehouseError
from trialscape.warehouse.layers import create_declared, open_working_tables, place_in_build, store_values_once
from trialscape.warehouse.sqlfiles import SqlFile, find_sql_files

COLUMNS = {"id": "a number", "city": "a place", "latitude": "its latitude", "note": "a word"}
PLACES = SqlFile(
    "staging", "place", Path("place.sql"), "Places.", "All.", ("id",), COLUMNS, "", "each city, latitude once"
)
_VALUES = st.tuples(
    st.sampled_from([None, "", "Seoul", "Paris"]), st.sampled_from([None, 0.0, 48.86, 37.57]), st.sampled_from("ab")
)


@settings(max_examples=15, deadline=None)
@given(st.lists(_VALUES, max_size=12))
def test_the_view_has_the_rows_and_the_file_each_combination_once(drawn: list[tuple[object, ...]]) -> None:
    rows = [(number, *values) for number, values in enumerate(drawn)]
    with connect() as con:
        open_working_tables(con, [PLACES])
        create_declared(con, [])
        held = place_in_build(PLACES)
        con.execute(f"CREATE TABLE {held} (id INTEGER, city VARCHAR, latitude DOUBLE, note VARCHAR)")
        for row in reversed(rows):
            con.execute(f"INSERT INTO {held} VALUES (?, ?, ?, ?)", row)  # noqa: S608 - our own names
        store_values_once(PLACES, con)
        assert con.execute("FROM staging.place ORDER BY id").fetchall() == rows
        once = con.execute("SELECT city, latitude FROM stored.staging_place_value").fetchall()
        assert len(once) == len(set(once)) == len({row[1:3] for row in rows})
        assert con.execute("SELECT id FROM stored.staging_place").fetchall() == [(row[0],) for row in rows]


@pytest.mark.parametrize(
    ("place", "published", "message"),
    [
        ("marts/odd.sql", "once", "may say '-- published: as a view'"),
        (
            "raw/odd.sql",
            "as a view",
            "sql/raw/odd.sql is filled by the program, so it cannot be a view of other tables",
        ),
        ("raw/odd.sql", "from marts.odd", "sql/raw/odd.sql is filled by the program"),
    ],
)
def test_another_form_of_publication_is_refused(tmp_path: Path, place: str, published: str, message: str) -> None:
    body = "SELECT 1 AS id" if place.startswith("marts") else "CREATE TABLE raw.odd (\n  id INTEGER -- a number\n)"
    (tmp_path / "raw").mkdir()
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "good.sql").write_text(
        "-- title: Good.\n-- grain: id\n-- definition: One.\n-- column id: one\nSELECT 1 AS id\n", encoding="utf-8"
    )
    header = f"-- title: Odd.\n-- grain: id\n-- published: {published}\n-- definition: Odd.\n-- column id: a number\n"
    (tmp_path / place).write_text(header + body, encoding="utf-8")
    with pytest.raises(WarehouseError, match=message.replace(".", r"\.")):
        find_sql_files(tmp_path)
