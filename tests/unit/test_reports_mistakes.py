"""Every mistake in a ledger is named in one sentence, all at once."""

from pathlib import Path

import pytest

from tests.support.label_guide import AXES
from tests.support.ledger import ledger_text, load_text, order, rank, share
from trialscape.config.reports import load_cohorts, load_reports

REGION = '[[segment]]\nid = "{0}"\ndimension = "d"\nname = "{0}"\ncountries.named = {1}\n'

FILE = "reports/test.toml: "
TWO_HEADLINES = """
[[estimate]]
id = "x"
role = "headline"
place = "t"
sizes = [{ year = 2024, usd_million = 1 }]
"""

MISTAKES = {
    "unknown segment": (
        ledger_text(['{ kind = "trend", segments = ["zz"], trend = "rising" }']),
        "claim T1, segments: unknown segment 'zz' (allowed: a, b, c)",
    ),
    "near miss": (
        ledger_text(['{ kind = "trend", segments = ["combo"], trend = "rising" }']).replace('id = "a"', 'id = "combi"'),
        "claim T1, segments: unknown segment 'combo'; did you mean 'combi'? (allowed: combi, b, c)",
    ),
    "share of 140 %": (
        ledger_text([share("a", "=", 140)]),
        "claim T1, percent: a share lies between 0 and 100 per cent, not at 140",
    ),
    "cyclic order": (
        ledger_text([order("a", "b", "c"), rank("c", "largest")]),
        (
            "claim T2, rank: closes a circle: 'c' would be above and below 'a' "
            '(allowed: an order without a circle; set_aside = "reason" keeps a claim out of the order)'
        ),
    ),
    "missing year": (
        ledger_text([]).replace("{ year = 2024, usd_million = 1000.0 }", "{ usd_million = 1000.0 }"),
        "estimate headline.sizes number 1, year: the key is missing",
    ),
    "growth without its last year": (
        ledger_text([]).replace('role = "headline"', 'role = "headline"\ncagr_percent = 9.6\ncagr_from = 2024'),
        "estimate headline, cagr_to: a growth rate needs its years: 'cagr_from' and 'cagr_to'",
    ),
    "claim twice": (
        ledger_text([share("a", "=", 20), share("b", "=", 20)]).replace('id = "T2"', 'id = "T1"'),
        "claim T1, id: is used twice; ids must be unique",
    ),
    "country in two regions": (
        ledger_text([]) + REGION.format("e", '["FR", "DE"]') + REGION.format("f", '["DE"]'),
        "segment f, countries: 'DE' is also in segment e; a country belongs to one region of a report",
    ),
    "two rules for a segment": (
        ledger_text([]) + REGION.format("e", '["FR"]') + 'not_mappable = "no"\n',
        "segment e, where: a segment needs exactly one of 'where', 'countries' and 'not_mappable'",
    ),
    "assigned without a word": (
        ledger_text([]) + REGION.format("e", '["FR"]').replace("named", "assigned"),
        "segment e, countries.derivation: is needed for countries that the document does not name",
    ),
    "unread word": (
        ledger_text(['{ kind = "share", segments = ["a"], word = "roughly", percent = 30 }']),
        "claim T1, word: unknown reading 'roughly' (allowed: none is defined)",
    ),
    "around without width": (
        ledger_text([share("a", "~", 30)]),
        "claim T1, within: a width in points belongs to op '~', and to no other op",
    ),
    "second after nobody": (
        ledger_text([rank("a", "second")]),
        "claim T1, after: a second place needs 'after', the segment that it follows",
    ),
    "kind without its key": (
        ledger_text(['{ kind = "rank", segments = ["a"] }']),
        "claim T1, rank: a statement of kind 'rank' needs 'rank'",
    ),
    "nothing stated": (
        ledger_text([""]),
        "claim T1, states: a claim needs at least one statement",
    ),
    "two headlines": (
        ledger_text([]) + TWO_HEADLINES,
        "estimate: has 2 headline estimates; a market report needs exactly one",
    ),
    "years that fall": (
        ledger_text([]).replace("year = 2030", "year = 2020"),
        "estimate headline, sizes: years must rise, each once",
    ),
    "one segment": (
        ledger_text([], segments=1),
        "dimension d: has 1 segment; a market is split into at least two",
    ),
    "unknown player": (
        ledger_text(['{ kind = "presence", players = ["x"] }']),
        "claim T1, players: unknown player 'x' (allowed: none is defined)",
    ),
    "no base year": (
        ledger_text([]).replace("base_year = 2024", ""),
        "base_year: a market report needs the year that its shares are for",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    text, sentence = MISTAKES[name]
    reports, faults = load_text(tmp_path, text)
    assert reports == ()
    assert [str(fault) for fault in faults] == [FILE + sentence]


def test_a_mistyped_key_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    _, faults = load_text(tmp_path, ledger_text([share("a", "=", 20).replace("percent", "persent")]))
    assert [(fault.item, fault.key, fault.problem) for fault in faults] == [
        ("claim T1.states number 1", "persent", "unknown key; did you mean 'percent'?")
    ]
    assert "usd_billion" in faults[0].allowed


def test_an_unreadable_item_hides_no_other_mistake(tmp_path: Path) -> None:
    text = ledger_text(
        [share("a", "=", 140), rank("x", "largest"), order("a", "b"), order("b", "a"), '{ kind = "guess" }']
    ).replace("{ year = 2024, usd_million = 1000.0 }", "{ usd_million = 1000.0 }")
    _, faults = load_text(tmp_path, text)
    assert sorted((fault.item, fault.key) for fault in faults) == [
        ("claim T1", "percent"),
        ("claim T2", "segments"),
        ("claim T4", "segments"),
        ("claim T5.states number 1", "kind"),
        ("estimate headline.sizes number 1", "year"),
    ]


def test_what_only_a_lost_item_explains_is_no_fault(tmp_path: Path) -> None:
    text = ledger_text([rank("a", "largest")], segments=2).replace('name = "a"', 'name = ""')
    _, faults = load_text(tmp_path, text)
    assert [(fault.item, fault.key) for fault in faults] == [("segment a", "name")]


def test_all_mistakes_come_at_once_over_all_files(tmp_path: Path) -> None:
    text = ledger_text([rank("x", "largest"), rank("y", "minimal"), order("a", "b"), order("b", "a")])
    load_text(tmp_path, text)
    (tmp_path / "reports" / "zz.toml").write_text("id = 3", encoding="utf-8")
    reports, faults = load_reports(tmp_path / "reports", axes=None)
    assert reports == ()
    assert [fault.item for fault in faults if fault.file == "reports/test.toml"] == ["claim T1", "claim T2", "claim T4"]
    assert {fault.key for fault in faults if fault.file == "reports/zz.toml"} >= {"id", "title", "dimension", "segment"}


def test_two_files_must_not_share_an_id(tmp_path: Path) -> None:
    load_text(tmp_path, ledger_text([]))
    (tmp_path / "reports" / "again.toml").write_text(ledger_text([]), encoding="utf-8")
    assert [str(fault) for fault in load_reports(tmp_path / "reports", axes=None)[1]] == [
        "reports/: report T, id: is used by two files; ids must be unique"
    ]


def test_labels_and_cohorts_are_held_against_what_exists(tmp_path: Path) -> None:
    load_text(tmp_path, ledger_text([], segments=2).replace('["x"]', '["cell_therapi"]', 1))
    _, faults = load_reports(tmp_path / "reports", axes=AXES, cohorts=["refractory"])
    therapies = ", ".join(sorted(AXES["therapy"]))
    assert [str(fault) for fault in faults] == [
        (
            "reports/test.toml: segment a, where.has.therapy: unknown label 'cell_therapi'; "
            f"did you mean 'cell_therapy'? (allowed: {therapies})"
        ),
        f"reports/test.toml: segment b, where.has.therapy: unknown label 'x' (allowed: {therapies})",
        "reports/test.toml: cohort: unknown cohort 'io' (allowed: refractory)",
    ]


def test_an_unknown_axis_and_country_are_named(tmp_path: Path) -> None:
    text = ledger_text([], segments=2).replace("where.has.therapy", "where.has.therapi") + REGION.format("e", '["UK"]')
    load_text(tmp_path, text)
    _, faults = load_reports(tmp_path / "reports", axes={"therapy": frozenset("x"), "country": frozenset({"GB"})})
    assert [str(fault) for fault in faults] == [
        (
            "reports/test.toml: segment a, where.has: unknown axis 'therapi'; did you mean 'therapy'? "
            "(allowed: country, therapy)"
        ),
        (
            "reports/test.toml: segment b, where.has: unknown axis 'therapi'; did you mean 'therapy'? "
            "(allowed: country, therapy)"
        ),
        "reports/test.toml: segment e, countries: unknown country 'UK' (allowed: ISO 3166 codes of two letters)",
    ]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert [str(fault) for fault in load_reports(tmp_path, axes=None)[1]] == [
        f"{tmp_path.name}/: holds no report; put one .toml file a report there"
    ]


def test_cohorts_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "cohorts.toml"
    entry = '[[cohort]]\nid = "io"\nname = "n"\nwhy = "w"\nwhere.has.therapy = ["nothing"]\n'
    path.write_text(entry * 2, encoding="utf-8")
    shown = [str(fault) for fault in load_cohorts(path, axes={"therapy": frozenset({"cell_therapy"})})[1]]
    assert shown[0] == "cohorts.toml: cohort io, id: is used twice; ids must be unique"
    assert shown[1] == ("cohorts.toml: cohort io, where.has.therapy: unknown label 'nothing' (allowed: cell_therapy)")
