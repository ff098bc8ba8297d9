"""Every mistake in a ledger is named in one sentence, all at once."""

from pathlib import Path

import pytest

from tests.support.records.label_guide import AXES
from tests.support.tables.ledger import ledger_text, load_text, order, rank, share
from trialscape.config.reports.report_files import load_cohorts, load_reports

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
            "claim T2, rank: makes the order circular: 'c' would be above and below 'a' "
            '(allowed: an order that is not circular; set_aside = "reason" keeps a claim out of the order)'
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
    "one segment id in two dimensions": (
        ledger_text([])
        + '[[dimension]]\nid = "e"\nname = "E"\nplace = "p"\n'
        + "".join(REGION.format(*region) for region in (("a", '["FR"]'), ("f", '["DE"]'))).replace('"d"', '"e"'),
        "segment a, id: is used twice; ids must be unique",
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
    "a figure that is none": (
        ledger_text([]).replace("usd_million = 1000.0", "usd_million = inf"),
        "estimate headline.sizes number 1, usd_million: input should be a finite number (found inf)",
    ),
    "negative size": (
        ledger_text([]).replace("usd_million = 1000.0", "usd_million = -4"),
        "estimate headline.sizes number 1, usd_million: input should be greater than 0 (found -4)",
    ),
    "impossible year": (
        ledger_text([]).replace("year = 2024,", "year = 20240,"),
        "estimate headline.sizes number 1, year: input should be less than or equal to 2100 (found 20240)",
    ),
    "negative share": (
        ledger_text([share("a", ">", -3)]),
        "claim T1, percent: a share lies between 0 and 100 per cent, not at -3",
    ),
    "a day that does not exist": (
        ledger_text(['{ kind = "event", segments = ["a"], date = "2023-02-31" }']),
        "claim T1, date: there is no day 2023-02-31",
    ),
    "a month that does not exist": (
        ledger_text(['{ kind = "event", segments = ["a"], date = "2023-13" }']),
        (
            "claim T1, date: '2023-13' is not a date; "
            "write 2024, 2025-Q1, 2024-02 or 2024-02-28, or 'from ' before one of them"
        ),
    ),
    "a phase that does not exist": (
        ledger_text(['{ kind = "presence", segments = ["a"], phase = "5" }']),
        "claim T1, phase: '5' is not a phase; write one of 1, 1/2, 1-2, 2, 3, 4",
    ),
    "a rule that asks for nothing": (
        ledger_text([]).replace('where.has.therapy = ["x"]', "where.has.therapy = []", 1),
        "segment a, where.has.therapy: names no label; name at least one",
    ),
    "a rank of a residual": (
        ledger_text([rank("a", "largest")]).replace('name = "a"\n', 'name = "a"\nresidual = true\n'),
        (
            "claim T1, segments: ranks 'a', which is residual: it combines many things, so orders exclude it "
            '(allowed: named segments; set_aside = "reason" keeps a claim out of the order)'
        ),
    ),
    "a reserved segment": (
        ledger_text([]).replace('id = "a"', 'id = "unclassified"'),
        "segment unclassified, id: 'unclassified' is reserved for the tables; choose another id",
    ),
    "a reserved dimension": (
        ledger_text([]).replace('id = "d"', 'id = "all"').replace('dimension = "d"', 'dimension = "all"'),
        "dimension all, id: 'all' is reserved for the tables; choose another id",
    ),
    "a base year without a size": (
        ledger_text([]).replace("base_year = 2024", "base_year = 2023"),
        (
            "base_year: the headline estimate has no size for 2023, so no segment would have a size; "
            "it covers 2024 to 2030"
        ),
    ),
    "no base year": (
        ledger_text([]).replace("base_year = 2024", ""),
        "base_year: a market report needs the year of its shares",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_in_one_sentence(tmp_path: Path, name: str) -> None:
    text, sentence = MISTAKES[name]
    reports, faults = load_text(tmp_path, text)
    assert reports == ()
    assert [str(fault) for fault in faults] == [FILE + sentence]


def test_a_mistyped_key_is_reported_with_the_nearest_key(tmp_path: Path) -> None:
    _, faults = load_text(tmp_path, ledger_text([share("a", "=", 20).replace("percent", "persent")]))
    assert [(fault.item, fault.key, fault.problem) for fault in faults] == [
        ("claim T1.states number 1", "persent", "unknown key; did you mean 'percent'?")
    ]
    assert "usd_billion" in faults[0].allowed


def test_mistakes_beside_an_unreadable_item_are_reported(tmp_path: Path) -> None:
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


def test_mistakes_beside_an_unreadable_statement_are_reported(tmp_path: Path) -> None:
    text = (
        ledger_text(['{ kind = "guess" }, { kind = "presence", players = ["x"] }', share("a", "=", 140)]).replace(
            'id = "T2"', 'id = "T2"\ncolour = "red"'
        )
        + '[[player]]\nid = "p"\nname = "P"\ngroups = []\n'
    )
    _, faults = load_text(tmp_path, text)
    assert sorted((fault.item, fault.key) for fault in faults) == [
        ("claim T1", "players"),
        ("claim T1.states number 1", "kind"),
        ("claim T2", "colour"),
        ("claim T2", "percent"),
        ("player p", "groups"),
    ]


def test_a_claim_of_unreadable_statements_is_not_reported_as_empty(tmp_path: Path) -> None:
    _, faults = load_text(tmp_path, ledger_text(['{ kind = "guess" }']))
    assert [(fault.item, fault.key) for fault in faults] == [("claim T1.states number 1", "kind")]


def test_unknown_country_codes_are_reported_in_every_field(tmp_path: Path) -> None:
    text = ledger_text(['{ kind = "presence", countries = ["QQ"] }'], segments=2)
    text += REGION.format("e", '["FR"]') + '[[homeless]]\ncountries = ["WW"]\nreason = "r"\n'
    text += '[[grouping]]\nid = "g"\nname = "G"\nsegments = ["e"]\ncountries = ["ZZ"]\nplace = "p"\n'
    load_text(tmp_path, text.replace('where.has.therapy = ["x"]', 'where.has.country = ["VV"]', 1))
    axes = {"therapy": frozenset("x"), "country": frozenset({"FR"})}
    _, faults = load_reports(tmp_path / "reports", axes=axes)
    assert [(fault.item, fault.problem) for fault in faults] == [
        ("segment a", "unknown country 'VV'"),
        ("claim T1", "unknown country 'QQ'"),
        ("homeless", "unknown country 'WW'"),
        ("grouping g", "unknown country 'ZZ'"),
    ]


def test_a_cohort_belongs_to_one_file(tmp_path: Path) -> None:
    entry = '[[cohorts]]\nid = "{0}"\nname = "n"\nwhy = "w"\nwhere.has.therapy = ["x"]\n'
    for name, cohort in (("S", "mine"), ("T", "mine"), ("U", "io")):
        load_text(tmp_path, ledger_text([], id_=name) + entry.format(cohort))
        (tmp_path / "reports" / "test.toml").rename(tmp_path / "reports" / f"{name}.toml")
    _, faults = load_reports(tmp_path / "reports", axes=None, cohorts=["io"])
    assert [str(fault) for fault in faults] == [
        "report T: cohort mine, id: report S has a cohort of that id; each cohort needs its own",
        "report U: cohort io, id: cohorts.toml has a cohort of that id; each cohort needs its own",
    ]


def test_a_reference_to_an_unreadable_item_is_no_second_fault(tmp_path: Path) -> None:
    text = ledger_text([rank("a", "largest")], segments=2).replace('name = "a"', 'name = ""')
    _, faults = load_text(tmp_path, text)
    assert [(fault.item, fault.key) for fault in faults] == [("segment a", "name")]


def test_mistakes_of_all_files_are_reported_together(tmp_path: Path) -> None:
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


def test_labels_and_cohorts_that_do_not_exist_are_reported(tmp_path: Path) -> None:
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


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    assert [str(fault) for fault in load_reports(tmp_path, axes=None)[1]] == [
        f"{tmp_path.name}/: contains no report; add one .toml file per report"
    ]


def test_cohorts_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "cohorts.toml"
    entry = '[[cohort]]\nid = "io"\nname = "n"\nwhy = "w"\nwhere.has.therapy = ["nothing"]\n'
    path.write_text(entry * 2, encoding="utf-8")
    shown = [str(fault) for fault in load_cohorts(path, axes={"therapy": frozenset({"cell_therapy"})})[1]]
    assert shown[0] == "cohorts.toml: cohort io, id: is used twice; ids must be unique"
    assert shown[1] == ("cohorts.toml: cohort io, where.has.therapy: unknown label 'nothing' (allowed: cell_therapy)")
