"""Random statements: every claim is answered in every cohort, as its twin says, and nothing that it says is lost."""

import dataclasses
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sql.test_marts import MARTS, differences
from tests.sql.worlds import hand_made
from tests.support.tables.tables import build, read
from trialscape.config.load import load_config
from trialscape.config.reports.claim_words import ClaimItem, ClaimWords, Denominator, Peers
from trialscape.config.reports.consistency import check_report
from trialscape.config.reports.report_files import Claim, Report
from trialscape.config.reports.statements import PHASES, Kind, Statement
from trialscape.config.vocabularies.places import CompanyRow
from trialscape.market.claims.test_methods import claim_tests
from trialscape.market.claims.test_model import ClaimTest
from trialscape.paths import shipped_folder
from trialscape.steps.rows.claim_rows import claim_tables

REPORT = Report.model_validate({
    "id": "A", "title": "A report", "publisher": "P", "kind": "market", "base_year": 2024, "cohort": "refractory",
    "estimate": [{"id": "h", "role": "headline", "market": "m", "place": "p",
                  "sizes": [{"year": 2024, "usd_billion": 8.0}, {"year": 2030, "usd_billion": 14.0}]}],
    "dimension": [{"id": name, "name": name, "place": "p"} for name in ("therapy", "region", "country")],
    "segment": [
        {"id": "cells", "dimension": "therapy", "name": "Cells", "where": {"has": {"therapy": ["cell_therapy"]}}},
        {"id": "bispecific", "dimension": "therapy", "name": "Two", "where": {"has": {"therapy": ["tce_bispecific"]}}},
        {"id": "unread", "dimension": "therapy", "name": "Unread", "not_mappable": "no label identifies it"},
        {"id": "america", "dimension": "region", "name": "America", "countries": {"named": ["US"]}},
        {"id": "asia", "dimension": "region", "name": "Asia", "countries": {"named": ["KR", "CN", "JP"]}},
        # A dimension with the name of a facet.
        {"id": "german", "dimension": "country", "name": "German", "where": {"has": {"country": ["DE"]}}},
        {"id": "own", "dimension": "country", "name": "Own", "where": {"has": {"act": ["autologous"]}}},
    ],
    "player": [{"id": "gilead", "name": "Gilead", "groups": ["list"]}, {"id": "nil", "name": "Nil", "groups": ["x"]}],
})  # fmt: skip
WORDS = ClaimWords(
    item=(
        ClaimItem(name="part of asia", countries=("KR", "JP")),
        ClaimItem(name="after checkpoints", labels={"ici_setting": ("required",)}),
        ClaimItem(name="cancers", labels={"cancer": ("melanoma", "nsclc")}),
        ClaimItem(name="in words", field="conditions", any=("melano*",)),
        ClaimItem(name="two arms", arms=2),
    ),
    peers=(
        Peers(axis="cancer", labels=("melanoma", "nsclc", "haematologic"), why="w"),
        Peers(axis="therapy", labels=("cell_therapy", "tce_bispecific"), why="w"),
    ),
    whole=(
        Denominator(
            of="recent cells", measure="recent_share", cohort="all", labels={"therapy": ("cell_therapy",)}, why="w"
        ),
    ),
)
COMPANIES = (CompanyRow(company="Gilead", names=("Gilead",), parent="", report_names=(), source="curated"),)
LABELS = {
    "cancer": ("melanoma", "nsclc", "others"),
    "therapy": ("cell_therapy",),
    "act": ("autologous",),
    "modality": ("til",),
}
NAMES = ("part of asia", "after checkpoints", "cancers", "in words", "two arms", "nobody told")
SEGMENTS = ("cells", "bispecific", "america", "asia", "german", "own")
NEVER = ("size", "cagr", "concentration", "regulatory", "outcome")


def some(values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Draw none, one or two of ``values``; mostly none, since a statement names one or two subjects."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))


def maybe(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(("", "", "", *values))


@st.composite
def statements(draw: st.DrawFn) -> Statement | None:
    """Draw a statement that the door lets in, or None."""
    kind = draw(st.sampled_from([kind for kind in get_args(Kind) if kind not in NEVER]))
    # A name without a meaning makes the statement untestable, so it is drawn rarely.
    odd = draw(st.integers(0, 5)) == 0
    names = NAMES if odd else NAMES[:4]
    axes = draw(some(tuple(LABELS)))
    given: dict[str, Any] = {
        "kind": kind,
        "segments": draw(some((*SEGMENTS, *(("unread",) if odd else ())))),
        "countries": draw(some(("US", "KR", "CN", "DE"))),
        "players": draw(some(("gilead", "nil") if odd else ("gilead",))),
        "labels": {axis: draw(st.sampled_from([LABELS[axis], LABELS[axis][:1]])) for axis in axes},
        "topics": draw(some(names)),
        "facilities": draw(some(("in words", "two arms"))),
        "of": draw(maybe((*names, "recent cells", "distinct agents"))),
        "part": draw(maybe(names)),
        "product": draw(maybe(names)),
        "phase": draw(maybe(PHASES)),
        "date": draw(st.sampled_from((None, None, "2024", "from 2025-Q1"))),
        "degree": draw(
            st.sampled_from((None, "some", "multiple", "leading", "lagging", "limited", "absent", "absent"))
        ),
        "status": "approved",
    }
    if given["degree"] in ("limited", "absent") and not odd:
        given |= draw(st.sampled_from(({"countries": ("KR", "US"), "part": ""}, {"countries": (), "part": NAMES[0]})))
    places = {"rank": ("largest", "second", "minimal"), "growth_rank": ("fastest", "second", "minimal")}
    if kind in places:
        given["rank"] = draw(st.sampled_from(places[kind]))
        given["after"] = draw(maybe(("cells", "bispecific"))) if given["rank"] == "second" else ""
    if kind in ("share", "count"):
        given |= {"op": ">=", "percent": 10, "number": 2}
    if kind == "count" and not odd:
        given |= {"of": "distinct agents", "labels": {**given["labels"], "modality": LABELS["modality"]}}
    if kind == "trend":
        given["trend"] = draw(st.sampled_from(("rising", "high_growth", "opportunity")))
    if kind == "event":
        given["date"] = given["date"] or "2023"
    state = Statement.model_validate(given)
    return None if [*check_report(about(state), file="f", axes=None, cohorts=None)] else state


def about(*states: Statement) -> Report:
    claims = [Claim(id=f"A{n}", says="words", place="p", states=(state,)) for n, state in enumerate(states, start=1)]
    return REPORT.model_copy(update={"claim": tuple(claims)})


def made_of(state: Statement) -> tuple[ClaimTest, ...]:
    return claim_tests(about(state), WORDS, COMPANIES)


def lost(state: Statement, tests: tuple[ClaimTest, ...]) -> list[str]:
    """Return what ``state`` says and no test asks for, compares or names."""
    reported = " ".join(f"{test.why_not} {test.unmeasured}" for test in tests)
    targets = [target for test in tests for target in test.targets]
    items = {target.item for target in targets}
    held = {(target.axis, target.label) for target in targets}
    compared = {target.label for target in targets if target.facet == "peer" and target.axis == "country"}

    def is_region(name: str) -> bool:
        (segment,) = [segment for segment in REPORT.segment if segment.id == name]
        return segment.countries is not None and bool(compared & set(segment.countries.all))

    def parts() -> Iterator[tuple[str, bool]]:
        for name in (*state.segments, *filter(None, [state.after])):
            yield name, any((axis, name) in held for axis in ("therapy", "region", "country")) or is_region(name)
        yield from ((code, ("country", code) in held) for code in state.countries)
        yield from ((name, {"gilead": "Gilead"}.get(name) in items) for name in state.players)
        yield from ((name, (axis, name) in held) for axis, names in state.labels.items() for name in names)
        yield from ((name, name in items) for name in (*state.topics, *state.facilities, state.part, state.product))
        yield f"phase {state.phase}", not state.phase or f"phase {state.phase}" in items
        yield state.of, state.of in items or (state.kind, state.of) == ("count", "distinct agents")
        yield state.date or "", state.kind == "event"

    return [name for name, is_used in parts() if name and not is_used and name not in reported]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(state=statements().filter(lambda state: state is not None))
def test_every_part_of_a_statement_is_used_by_its_tests(state: Statement) -> None:
    tests = made_of(state)
    assert tests
    assert all((test.method == "none") == bool(test.why_not) for test in tests)
    asked = [test for test in tests if test.method != "none"]
    assert all(test.targets for test in asked)
    assert not asked or lost(state, tests) == []


def claim_rows(*states: Statement) -> Mapping[str, list[dict[str, Any]]]:
    shipped = load_config(shipped_folder("config"))
    config = dataclasses.replace(shipped, reports=(about(*states),), claim_words=WORDS, companies=COMPANIES)
    tables = list(claim_tables(config))
    return {name.removeprefix("raw."): [dict(zip(columns, row, strict=True)) for row in rows]
            for name, columns, rows in tables}  # fmt: skip


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(statements(), min_size=60, max_size=60))
def test_every_claim_is_answered_in_every_cohort_as_its_twin_says(drawn: list[Statement | None]) -> None:
    states = [state for state in drawn if state is not None]
    world = hand_made()
    for table in ("claim_test", "claim_target", "agent"):
        world.raw[table] = []
    for table, rows in claim_rows(*states).items():
        world.add(table, rows)
    with tempfile.TemporaryDirectory() as folder:
        path = build(world, Path(folder))
        answered = {(row["claim"], row["cohort"]) for row in read(path, "FROM marts.claim_check")}
        cohorts = [row["cohort"] for row in world.rows("cohort")]
        assert answered == {(claim.id, cohort) for claim in about(*states).claim for cohort in cohorts}
        assert differences(MARTS["claim_check"], path, world) == []


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ({"kind": "growth_rank", "players": ["gilead"], "rank": "fastest"}, "Growth among players is not ranked"),
        ({"kind": "growth_rank", "topics": ["two arms"], "rank": "fastest"}, "stands for no labels of one axis"),
        ({"kind": "share", "segments": ["cells"], "of": "patients", "op": ">", "percent": 5}, "A share of 'patients'"),
        ({"kind": "presence", "countries": ["KR"], "part": "part of asia", "degree": "absent"}, "Two groups"),
        ({"kind": "presence", "segments": ["cells"], "degree": "absent"}, "No country is named"),
        ({"kind": "presence", "segments": ["cells"], "of": "nobody told"}, "how to look for 'nobody told'"),
        ({"kind": "count", "of": "distinct agents", "labels": {"act": ["autologous"]}, "op": ">", "number": 1},
         "by modality, not by act"),
    ],
)  # fmt: skip
def test_unusable_statements_have_a_reason(given: dict[str, Any], reported: str) -> None:
    (test,) = made_of(Statement.model_validate(given))
    assert test.method == "none"
    assert reported in test.why_not


def test_every_condition_of_a_statement_restricts_what_is_compared() -> None:
    both = {"countries": ["KR"], "labels": {"cancer": ["nsclc"]}, "phase": "3"}
    for said in (
        {"kind": "rank", "rank": "largest", **both},
        {"kind": "order", "segments": ["cells", "bispecific"], **both},
        {"kind": "growth_rank", "segments": ["cells"], "rank": "fastest", "phase": "3", "topics": ["in words"]},
        {"kind": "presence", "degree": "absent", **both},
        {"kind": "presence", "degree": "limited", **both},
        {"kind": "presence", "degree": "leading", "segments": ["asia", "cells"], **both},
    ):
        (test,) = made_of(Statement.model_validate(said))
        assert "phase" in {target.facet for target in test.targets}, said
        assert len({target.facet for target in test.targets} - {"peer"}) >= 2, said


def test_a_second_rank_applies_to_segments_and_names_the_first() -> None:
    for said in (
        {"kind": "growth_rank", "segments": ["cells"], "rank": "second"},
        {"kind": "rank", "segments": ["cells"], "rank": "largest", "after": "bispecific"},
        {"kind": "presence", "segments": ["cells"], "after": "bispecific"},
    ):
        assert [key for key, _ in Statement.model_validate(said).mistakes()] == ["after"]
