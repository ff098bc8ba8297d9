"""Rows that rest on one trial are kept under all that they rest on, and nothing in them rests on other trials."""

from dataclasses import replace

from trialscape.paths import sql_folder
from trialscape.queries import query_text
from trialscape.steps.build.fill_from_readings import TABLES as OF_READINGS
from trialscape.steps.estimates.estimate_rows import estimate_jobs
from trialscape.warehouse.layers import build_order, read_by
from trialscape.warehouse.sqlfiles import CHECKS, FUNCTIONS, find_sql_files
from trialscape.warehouse.trial_rows import BEHIND, TABLES, rows_version, tables_behind, taking_known_rows
from trialscape.warehouse.version_tables import Configured

FILES = find_sql_files(sql_folder())
CONFIGURED: Configured = {
    "raw.segment_rule": (("report", "axis"), [("r", "modality")]),
    "raw.player": (("player",), [("p",)]),
}
# What is true of one version of a record under the rules, and which versions the searches hold.
OF_VERSIONS = {"raw.study_version", "raw.search_hit", "raw.verdict", *OF_READINGS}
# What comes from the configuration alone.
OF_CONFIGURATION = {
    "raw.agent",
    "raw.agent_fact",
    "raw.country",
    "raw.outside_product",
    "raw.search_agent",
    "raw.search_target",
    "raw.segment",
    "raw.segment_rule",
    "raw.target_label",
    "raw.term_target",
}


def test_the_rows_rest_on_versions_and_configuration_alone() -> None:
    """The day of the snapshot and the changes are none of them, so that rows of an earlier day are still right."""
    raw = {name for name in tables_behind(FILES) if name.startswith("raw.")}
    assert raw <= OF_VERSIONS | OF_CONFIGURATION
    assert raw >= OF_CONFIGURATION


def test_every_kept_table_names_its_trial() -> None:
    by_name = {file.table: file for file in FILES}
    assert all("nct_id" in by_name[name].grain for name in TABLES)


def test_only_kept_tables_read_those_that_lack_known_trials() -> None:
    readers = {file.table for file, needs in build_order(FILES) if needs & set(BEHIND)}
    assert readers <= {*TABLES, *BEHIND}
    queries = [query for job in estimate_jobs(()) for query in job.queries]
    assert not any(read_by(query_text(query)) & set(BEHIND) for query in queries)
    checks = [file for file in FILES if file.schema == CHECKS]
    assert not any(read_by(file.body) & set(BEHIND) for file in checks)


def test_the_version_changes_with_statements_and_configuration_behind_the_rows_only() -> None:
    before = rows_version(FILES, CONFIGURED)

    def changed(schema: str, name: str) -> str:
        files = [
            replace(file, body=f"{file.body} ") if (file.schema, file.name) == (schema, name) else file
            for file in FILES
        ]
        return rows_version(files, CONFIGURED)

    assert changed("concepts", "site_segment") != before
    assert changed(FUNCTIONS, "folded") != before
    assert changed("marts", "readout") == before
    other_rule: Configured = {**CONFIGURED, "raw.segment_rule": (("report", "axis"), [("r", "therapy")])}
    assert rows_version(FILES, other_rule) != before
    other_player: Configured = {**CONFIGURED, "raw.player": (("player",), [("q",)])}
    assert rows_version(FILES, other_player) == before


def test_statements_read_the_trials_that_are_not_known() -> None:
    """Tables of trials are read without the known ones under the name that the statement uses; others stay whole."""
    bodies = {file.table: file.body for file in taking_known_rows(FILES)}
    body = bodies["marts.unclassified"]
    known = "ANTI JOIN memory.wanted_trial_rows USING (nct_id)"
    assert f"FROM (FROM staging.tracked {known}) AS tracked\n" in body
    assert f"(FROM concepts.segment_membership {known}) AS member\n" in body
    assert "JOIN raw.outside_product AS product" in body
    assert body.startswith("SELECT unnest(item) FROM (SELECT unnest(unclassified) AS item FROM memory.trial_rows)")
    assert bodies["marts.trial"] == next(file.body for file in FILES if file.table == "marts.trial")
