"""The command line from argument to exit code, on the warehouse of the bundled demonstration."""

import csv
import errno
import gzip
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.conftest import DEMO, ROOT, Run
from tests.support.folders.quick_config import quick_config
from tests.support.registry.small_registry import small_registry, some_records
from trialscape.cli.compare.mart_tables import segment_row
from trialscape.cli.shared.output import as_csv
from trialscape.cli.shared.printable import printable
from trialscape.data_folder import DEMO_WARNING
from trialscape.paths import config_folder


def a_trial(run: Run, data: Path) -> str:
    """Return the id of some tracked trial."""
    code, out, _ = run("sql", "SELECT nct_id FROM marts.trial ORDER BY 1 LIMIT 1", "--data", data, "--format", "json")
    assert code == 0
    return str(json.loads(out)[0]["nct_id"])


@pytest.mark.parametrize("command", ["segments", "compare", "status"])
def test_tables_say_first_of_all_that_the_texts_are_stand_ins(run: Run, demo_source: Path, command: str) -> None:
    code, out, _ = run(command, "--data", demo_source)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING


def test_control_characters_of_the_registry_are_not_printed() -> None:
    assert printable("a\x1b[31mred\x07\nnext") == "a�[31mred� next"
    assert "\x1b" not in as_csv(["a"], [["\x1b]0;title\x07"]])


def test_segments_show_the_definition_and_size_of_their_cohorts(run: Run, demo_source: Path) -> None:
    query = "SELECT cohort, count(*) AS n FROM concepts.cohort GROUP BY cohort"
    _, text, _ = run("sql", query, "--data", demo_source, "--format", "json")
    sizes = {row["cohort"]: row["n"] for row in json.loads(text)}
    _, out, _ = run("segments", "--data", demo_source)
    plain = " ".join(out.split())
    for name, title, words in (
        ("refractory", "Checkpoint failure required", "Every patient,"),
        ("act", "Adoptive cells under study", "Living immune cells"),
    ):
        assert f"Cohort '{title}' (--cohort {name}), {sizes[name]} trials. {words}" in plain
    assert "--cohort io)" not in plain
    _, out, _ = run("segments", "--report", "A", "--cohort", "io", "--data", demo_source)
    assert f"(--cohort io), {sizes['io']} trials." in " ".join(out.split())
    assert "--cohort refractory" not in out


@pytest.mark.parametrize("command", ["segments", "compare"])
def test_json_is_an_array_of_row_objects(run: Run, demo_source: Path, command: str) -> None:
    code, out, err = run(command, "--data", demo_source, "--format", "json")
    assert code == 0
    rows = json.loads(out)
    assert {"report", "dimension", "segment", "cohort", "counting", "snapshot_id", "rule_version"} <= rows[0].keys()
    assert err.splitlines()[0] == DEMO_WARNING


def test_csv_has_a_header_and_as_many_rows_as_json(run: Run, demo_source: Path) -> None:
    _, as_text, _ = run("segments", "--data", demo_source, "--format", "csv")
    _, as_json, _ = run("segments", "--data", demo_source, "--format", "json")
    rows = list(csv.DictReader(io.StringIO(as_text)))
    assert [row["segment"] for row in rows] == [row["segment"] for row in json.loads(as_json)]


def test_cells_that_a_spreadsheet_would_run_are_neutralised() -> None:
    text = as_csv(["a"], [["=1+1"], ["+x"], ["-x"], ["@x"], ["plain"], [-5]])
    assert text == "a\n'=1+1\n'+x\n'-x\n'@x\nplain\n-5\n"


def test_every_market_share_in_a_comparison_has_its_basis(run: Run, demo_source: Path) -> None:
    _, out, _ = run("compare", "--data", demo_source, "--format", "json")
    for row in json.loads(out):
        assert row["market_basis"] in ("reported", "bounded", "rank_implied", "none")
        assert (row["market_share"] is None) == (row["market_basis"] == "none")


@pytest.mark.parametrize(("option", "value"), [("--report", "Z"), ("--dimension", "colour"), ("--cohort", "nobody")])
def test_an_unknown_filter_value_is_refused_with_the_known_ones(
    run: Run, demo_source: Path, option: str, value: str
) -> None:
    code, _, err = run("segments", option, value, "--data", demo_source)
    assert code == 2
    assert value in err
    assert "there are" in err


def test_sites_are_counted_in_dimensions_of_sites(run: Run, demo_source: Path) -> None:
    code, _, err = run("segments", "--counting", "per_site", "--dimension", "therapy", "--data", demo_source)
    assert code == 2
    assert "'therapy' cannot be counted per_site; only these can: end_user" in err
    code, out, _ = run("segments", "--counting", "per_site", "--dimension", "region", "--data", demo_source)
    assert code == 0
    assert "North America" in out
    assert "e+0" not in out


@pytest.mark.parametrize("command", [["status"], ["status", "--max-age", "26h"], ["build"], ["archive", "verify"]])
def test_a_folder_without_read_permission_is_reported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    def refusing(usual: Callable[..., object]) -> Callable[..., object]:
        def call(path: Path, *args: object, **options: object) -> object:
            # A module that is loaded meanwhile reads files elsewhere.
            if path.is_relative_to(tmp_path):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return usual(path, *args, **options)

        return call

    for name in ("open", "stat", "exists", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, name, refusing(getattr(Path, name)))
    code, _, err = run(*command, "--data", tmp_path)
    assert code == 11
    assert "permission denied" in err


def test_explain_shows_words_rules_and_defaults(run: Run, demo_source: Path) -> None:
    trial = a_trial(run, demo_source)
    code, out, _ = run("explain", trial, "--data", demo_source)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING
    assert f"\n{trial}  " in out
    assert "modality" in out


def test_explain_accepts_ids_in_lower_case(run: Run, demo_source: Path) -> None:
    trial = a_trial(run, demo_source)
    code, out, _ = run("explain", trial.lower(), "--data", demo_source, "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["nct_id"] == trial


def test_explain_lists_quotations_as_rows_in_csv(run: Run, demo_source: Path) -> None:
    trial = a_trial(run, demo_source)
    _, out, err = run("explain", trial, "--data", demo_source, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    _, output, _ = run("explain", trial, "--data", demo_source, "--format", "json")
    assert [row["quote"] for row in rows if row["quote"]] == [
        item["quote"] for item in json.loads(output)[0]["evidence"]
    ]
    assert {row["axis"] for row in rows} >= {"modality", "ici_setting", "act"}
    assert DEMO_WARNING in err


def test_the_phases_of_a_segment_add_up_to_its_trials(run: Run, demo_source: Path) -> None:
    _, out, _ = run("segments", "--data", demo_source, "--scope", "all", "--format", "json")
    shown = [segment_row(row) for row in json.loads(out)]
    phases = ("phase 1", "1/2", "2", "2/3 and 3", "4 or none")
    assert [sum(row[name] for name in phases) for row in shown] == [row["trials"] for row in shown]
    assert sum(row["4 or none"] for row in shown) > 0


def test_a_file_that_another_program_writes_is_not_called_damaged(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    program = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        code, _, err = run("sql", "SELECT 1", "--warehouse", path)
        assert writer.stdin is not None
        writer.stdin.close()
    assert code == 15
    assert f"open for writing in another program (PID {writer.pid})" in err
    assert "-readonly" in err


def test_explain_without_an_archive_is_refused(run: Run, tmp_path: Path) -> None:
    code, _, err = run("explain", "NCT01234567", "--data", tmp_path)
    assert code == 11
    assert "There is no archive" in err


def test_explained_quotations_have_exact_offsets(run: Run, demo_source: Path) -> None:
    trial = a_trial(run, demo_source)
    _, out, _ = run("explain", trial, "--data", demo_source, "--format", "json")
    for item in json.loads(out)[0]["evidence"]:
        assert len(item["quote"]) == item["end_at"] - item["start_at"]


@pytest.mark.parametrize("trial", ["12345", "NCT", "NCTABC", "NCT123", "NCT²", "NCT123456789", "pembrolizumab"])
def test_an_invalid_registry_id_is_refused(run: Run, demo_source: Path, trial: str) -> None:
    code, _, err = run("explain", trial, "--data", demo_source)
    assert code == 2
    assert "NCT01234567" in err


def test_a_trial_that_no_search_found_is_reported_separately(run: Run, demo_source: Path) -> None:
    code, _, err = run("explain", "NCT99999999", "--data", demo_source)
    assert code == 2
    assert "no search has found it" in err


def test_sql_reads_and_does_not_write(run: Run, demo_source: Path) -> None:
    code, out, _ = run("sql", "SELECT count(*) AS n FROM marts.trial", "--data", demo_source, "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["n"] >= 150
    for statement in (
        "DROP TABLE marts.trial",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "SELECT * FROM read_csv('/etc/passwd')",
    ):
        code, _, err = run("sql", statement, "--data", demo_source)
        assert code == 2, statement
        assert len(err.strip().splitlines()) == 1, err


def test_without_a_warehouse_every_reading_command_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for command in (["segments"], ["compare"], ["sql", "SELECT 1"]):
        code, _, err = run(*command, "--data", tmp_path / "empty")
        assert code == 15
        assert "trialscape refresh" in err
    code, _, err = run("build", "--data", tmp_path / "empty")
    assert code == 11
    assert "trialscape refresh" in err


def test_a_second_build_gives_the_same_answers(run: Run, demo: Path) -> None:
    _, before, _ = run("segments", "--data", demo, "--format", "json")
    code, out, _ = run("build", "--data", demo)
    assert code == 0
    assert "Published" in out
    _, after, _ = run("segments", "--data", demo, "--format", "json")
    assert before == after


def test_a_replay_of_known_records_stores_nothing(run: Run, demo: Path) -> None:
    code, out, _ = run("refresh", "--replay", DEMO / "edition-2", "--data", demo)
    assert code == 0
    assert "0 new, 0 changed" in out


def test_replay_cannot_be_combined_with_network_options(run: Run, tmp_path: Path) -> None:
    code, _, err = run("refresh", "--replay", DEMO, "--record", tmp_path / "r", "--data", tmp_path / "d")
    assert code == 2
    assert "--record" in err


def test_a_folder_without_recordings_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    code, _, err = run("refresh", "--replay", tmp_path / "none", "--data", tmp_path / "d")
    assert code == 2
    assert "recordings" in err


@pytest.mark.parametrize("url", ["ftp://x/api", "nonsense", "https://x/api/v2/studies"])
def test_a_wrong_base_url_is_refused_before_any_request(run: Run, tmp_path: Path, url: str) -> None:
    code, _, err = run("doctor", "--base-url", url)
    assert code == 2
    assert url in err


def test_doctor_gives_one_verdict_about_a_closed_port(run: Run) -> None:
    code, _, err = run("doctor", "--base-url", "http://127.0.0.1:9/api/v2")
    assert code == 12
    assert len(err.strip().splitlines()) == 1


def test_unknown_commands_and_options_end_with_usage(run: Run) -> None:
    assert run("nonsense")[0] == 2
    assert run("segments", "--nonsense")[0] == 2
    assert run("--version")[1].startswith("trialscape ")


def test_the_shipped_configuration_is_sound(run: Run) -> None:
    code, out, _ = run("config", "check")
    assert code == 0
    assert "is sound" in out


SHIPPED = config_folder(None)
FILES = sorted(str(path.relative_to(SHIPPED)) for path in SHIPPED.rglob("*") if path.suffix in (".toml", ".csv"))


@pytest.mark.parametrize("file", FILES)
def test_an_unknown_key_in_any_file_is_reported(run: Run, tmp_path: Path, file: str) -> None:
    config = Path(shutil.copytree(SHIPPED, tmp_path / "config"))
    path = config / file
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        path.write_text("nonsense_key = 1\n" + text, encoding="utf-8")
    else:
        header, _, rest = text.partition("\n")
        path.write_text(f"{header},nonsense_key\n{rest}", encoding="utf-8")
    code, _, err = run("config", "check", "--config", config)
    assert code == 10
    assert file in err
    assert "nonsense_key" in err


def test_faults_of_several_files_are_reported_together(run: Run, tmp_path: Path) -> None:
    config = Path(shutil.copytree(SHIPPED, tmp_path / "config"))
    for name in ("settings.toml", "cohorts.toml"):
        path = config / name
        path.write_text("nonsense_key = 1\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    (config / "terms" / "stems.csv").unlink()
    code, _, err = run("config", "check", "--config", config)
    assert code == 10
    for name in ("settings.toml", "cohorts.toml", "terms/stems.csv"):
        assert name in err


def records(count: int) -> list[dict[str, object]]:
    """Return records of the demonstration."""
    found: list[dict[str, object]] = []
    for path in sorted((DEMO / "edition-1").glob("*.json")):
        body = json.loads(path.read_text(encoding="utf-8"))["response"].get("body", {})
        found.extend(body.get("studies", []))
        if len(found) >= count:
            return found[:count]
    raise AssertionError("the demonstration holds too few records")


@pytest.mark.parametrize("shape", ["lines", "page", "array", "gzip", "single"])
def test_classify_reads_every_shape_of_file(run: Run, tmp_path: Path, shape: str) -> None:
    some = records(1 if shape == "single" else 3)
    lines = "\n".join(json.dumps(record) for record in some).encode()
    content = {
        "lines": lines,
        "page": json.dumps({"studies": some, "totalCount": 3}, indent=1).encode(),
        "array": json.dumps(some).encode(),
        "gzip": gzip.compress(lines),
        "single": json.dumps(some[0], indent=2).encode(),
    }[shape]
    path = tmp_path / "records"
    path.write_bytes(content)
    code, out, err = run("classify", path)
    assert (code, err) == (0, "")
    results = [json.loads(line) for line in out.splitlines()]
    assert len(results) == len(some)
    wanted = {"nct", "modality", "therapy", "cancer", "ici_setting", "resistance", "act", "act_with", "strategy"}
    assert wanted | {"evidence"} <= results[0].keys()


def test_classify_reports_unreadable_records_and_continues(run: Run, tmp_path: Path) -> None:
    good = json.dumps(records(1)[0])
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join([good, "{broken", '{"protocolSection": {}}', "[1]", good]), encoding="utf-8")
    code, out, err = run("classify", path)
    assert code == 3
    assert len(out.splitlines()) == 2
    assert "line 2: not JSON" in err
    assert "line 3" in err
    assert "line 4: not a JSON object" in err


def test_two_processes_give_the_output_of_one(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records(100)), encoding="utf-8")
    command = [sys.executable, "-m", "trialscape", "classify", str(path)]
    one = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    two = subprocess.run([*command, "--jobs", "2"], capture_output=True, check=True, cwd=tmp_path)
    assert one.stdout == two.stdout
    # A slow machine prints progress.
    said = [*one.stderr.splitlines(), *two.stderr.splitlines()]
    assert [line for line in said if not line.endswith(b" a second.")] == []


def test_a_missing_file_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    code, _, err = run("classify", tmp_path / "nothing.jsonl")
    assert code == 2
    assert "nothing.jsonl" in err


def test_a_damaged_gzip_file_is_reported_in_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(json.dumps(record).encode() for record in records(5)))[:-200])
    code, _, err = run("classify", path)
    assert code == 2
    assert "damaged" in err


def test_a_malformed_sql_file_leaves_the_published_warehouse(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = Path(shutil.copytree(ROOT / "sql", tmp_path / "sql"))
    (sql / "marts" / "readout.sql").write_text("-- title: broken\nSELEC 1\n", encoding="utf-8")
    monkeypatch.setattr("trialscape.steps.build.build_warehouse.sql_folder", lambda: sql)
    before = (demo / "warehouse" / "current").read_text(encoding="utf-8")
    code, _, err = run("build", "--data", demo)
    assert code == 15
    assert "readout.sql" in err
    assert (demo / "warehouse" / "current").read_text(encoding="utf-8") == before


def test_a_sound_archive_gives_one_row_in_json_and_a_sentence_in_text(run: Run, demo: Path) -> None:
    code, out, err = run("archive", "verify", "--data", demo)
    warning, sentence = out.splitlines()
    assert (code, err, warning) == (0, "", DEMO_WARNING)
    assert " is intact: " in sentence
    code, out, err = run("archive", "verify", "--data", demo, "--format", "json")
    (row,) = json.loads(out)
    assert (code, err.splitlines()) == (0, [DEMO_WARNING, sentence])
    assert (row["runs"], row["damaged"], row["demo"]) == (2, 0, True)
    code, out, _ = run("archive", "verify", "--data", demo, "--format", "csv")
    names, values = csv.reader(out.splitlines())
    assert (code, dict(zip(names, values, strict=True))["versions"]) == (0, str(row["versions"]))
    assert run("archive", "stats", "--data", demo)[1].splitlines()[0] == DEMO_WARNING


def test_escape_sequences_of_the_registry_are_not_printed_by_any_command(run: Run, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b2J"
    records = some_records(2)
    records[0]["protocolSection"][f"{evil}Module"] = 1
    records[1]["protocolSection"]["identificationModule"]["nctId"] = f"NCT{evil}"
    options = ["--data", tmp_path / "data", "--config", quick_config(tmp_path / "config")]
    with small_registry(records) as registry:
        registry.edition += evil
        outcomes = [
            run("refresh", *options, "--base-url", registry.base_url),
            run("refresh", *options, "--base-url", registry.base_url, "--full", "--log-format", "text"),
            run("doctor", *options[2:], "--base-url", registry.base_url),
            run("status", *options),
            run("segments", *options),
            run("sql", "FROM raw.signal", "--data", tmp_path / "data"),
        ]
        registry.edition = evil
        outcomes.append(run("refresh", *options, "--base-url", registry.base_url))
    outcomes.append(run("status", "--max-age", "1h", "--data", tmp_path / "data"))
    said = "".join(out + err for _, out, err in outcomes)
    assert "signal unknown_field at protocolSection.\N{REPLACEMENT CHARACTER}]0;owned" in said
    assert [sign for sign in said if not sign.isprintable() and sign != "\n"] == []
