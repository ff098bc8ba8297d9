"""The shipped ledgers are complete: every claim, every label, every country."""

import re
from pathlib import Path

import pytest

from tests.support.records.label_guide import AXES
from tests.support.tables.ledger import report, share
from trialscape.config.reports.report_files import Report, load_cohorts, load_reports, report_version
from trialscape.market.audit.run_audit import audit
from trialscape.market.shares.intervals import share_intervals
from trialscape.paths import shipped_folder


@pytest.fixture(scope="module")
def shipped() -> dict[str, Report]:
    cohorts, cohort_faults = load_cohorts(shipped_folder("config") / "cohorts.toml", axes=AXES)
    reports, faults = load_reports(
        shipped_folder("config") / "reports", axes=AXES, cohorts=[cohort.id for cohort in cohorts]
    )
    assert [str(fault) for fault in [*cohort_faults, *faults]] == []
    return {report.id: report for report in reports}


def test_the_four_shipped_documents_have_all_their_claims(shipped: dict[str, Report]) -> None:
    assert sorted(shipped) == ["A", "B", "C", "D"]
    assert [claim.id for claim in shipped["A"].claim] == [f"A{number}" for number in range(1, 45)]
    assert [claim.id for claim in shipped["B"].claim] == [f"B{number}" for number in range(1, 24)]


def test_every_label_of_a_report_axis_has_its_segment(shipped: dict[str, Report]) -> None:
    def labels(report: Report, dimension: str) -> set[str]:
        rules = [segment.where for segment in report.segments_of(dimension)]
        return {label for rule in rules if rule for names in rule.has.values() for label in names}

    assert labels(shipped["A"], "therapy") == AXES["therapy"]
    assert labels(shipped["A"], "cancer") == AXES["cancer"] - {"none", "pan_tumour", "haematologic"}
    assert labels(shipped["A"], "end_user") == AXES["end_user"] - {"undisclosed", "other"}
    assert labels(shipped["B"], "product") == AXES["act_with"]
    assert labels(shipped["D"], "strategy") == AXES["strategy"] - {"effector"}
    rules = [(segment.id, segment.where.has.get("act", ())) for segment in shipped["B"].segment if segment.where]
    assert [name for name, acts in rules if "both" in acts] == ["autologous", "allogeneic"]


@pytest.mark.parametrize("name", ["A", "B"])
def test_every_country_has_one_region_or_a_reason(shipped: dict[str, Report], name: str) -> None:
    table = Path("/usr/share/zoneinfo/iso3166.tab")
    if not table.is_file():
        pytest.skip("the system's list of ISO 3166 countries is not installed")
    listed = set(re.findall(r"^([A-Z]{2})\t", table.read_text(encoding="utf-8"), flags=re.MULTILINE))
    report = shipped[name]
    homes = {country for segment in report.segment if segment.countries for country in segment.countries.all}
    homeless = {country for entry in report.homeless for country in entry.countries}
    # Kosovo, and former states that old records name, are on no list of today.
    assert homes | homeless == listed | {"XK", "AN", "CS", "DD", "SU", "YU"}


def test_mexico_has_another_region_in_each_report(shipped: dict[str, Report]) -> None:
    assert shipped["A"].country_segment("MX") == "north_america"
    assert shipped["B"].country_segment("MX") == "latin_america"
    assert shipped["A"].country_segment("KZ") == ""


def test_any_changed_word_changes_the_version(tmp_path: Path) -> None:
    one = report(tmp_path, [share("a", "=", 20)])
    other = report(tmp_path, [share("a", "=", 21)])
    assert report_version(one) != report_version(other)
    assert report_version(one) == report_version(report(tmp_path, [share("a", "=", 20)]))


def test_the_example_in_the_docs_loads(tmp_path: Path) -> None:
    docs = Path(__file__).parents[3] / "docs" / "market.md"
    (example,) = re.findall(r"```toml\n(.*?)```", docs.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "mine.toml").write_text(example, encoding="utf-8")
    (made,), faults = load_reports(
        tmp_path, axes={**AXES, "country": frozenset(("US", "DE", "AT", "CH", "CN"))}, cohorts=["io"]
    )
    assert faults == []
    shares = share_intervals(made, "target")
    assert shares.of("blood").low == pytest.approx(0.615)
    assert shares.of("blood").basis == "reported"
    assert shares.of("trispecific").high == pytest.approx(0.385 / 2)
    china = share_intervals(made, "area").of("china")
    assert (china.low, china.high) == pytest.approx((2.5 / 4.2, 2.5 / 4.2))
    assert [finding.verdict for finding in audit([made], {})] == ["consistent"]


def test_the_table_in_the_docs_equals_the_computed_shares(shipped: dict[str, Report]) -> None:
    docs = Path(__file__).parents[3] / "docs" / "market.md"
    rows = re.findall(
        r"^\| ([AB]) \| (\w+) \| (\w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| (\w+) \|$",
        docs.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    assert len(rows) == 11
    for name, dimension, segment, low, point, high, basis in rows:
        found = share_intervals(shipped[name], dimension).of(segment)
        assert [100 * found.low, 100 * found.point, 100 * found.high] == pytest.approx(
            [float(low), float(point), float(high)], abs=0.051
        )
        assert found.basis == basis
