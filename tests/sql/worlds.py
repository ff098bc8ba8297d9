"""The worlds that marts are tested on: one made by hand, and a strategy for random ones."""

import datetime as dt

from hypothesis import strategies as st

from tests.sql.claim_world import add_claims
from tests.support.records.studies import Record, make_record
from tests.support.tables.tables import NOW, Row, World, parse_table

COUNTRIES = """
iso2 | iso3 | name          | spelling
US   | USA  | United States | United States
KR   | KOR  | South Korea   | South Korea
KR   | KOR  | South Korea   | Korea, Republic of   # spelling before August 2025
DE   | DEU  | Germany       | Germany
"""
REPORTS = """
report | default_cohort | base_year
A      | refractory     | 2024
B      | all            | 2025
"""
SEGMENTS = """
report | dimension | segment    | position | title           | not_mappable
A      | therapy   | cells      | 1        | Cell therapies  | -
A      | therapy   | bispecific | 2        | Bispecifics     | -
A      | region    | america    | 1        | North America   | -
A      | region    | asia       | 2        | Asia Pacific    | -
A      | end_user  | academic   | 1        | Academic        | -
A      | end_user  | asian_acad | 2        | Academic, Asia  | -
B      | product   | surgery    | 1        | Surgery         | -
B      | product   | other      | 2        | Everything else | the report does not say what it holds
"""
RULES = """
report | dimension | segment    | axis     | label          | is_excluded
A      | therapy   | cells      | therapy  | cell_therapy   | false
A      | therapy   | bispecific | therapy  | tce_bispecific | false
A      | therapy   | bispecific | cancer   | haematologic   | true
A      | region    | america    | country  | US             | false
A      | region    | asia       | country  | KR             | false
A      | end_user  | academic   | end_user | academic       | false
A      | end_user  | asian_acad | end_user | academic       | false
A      | end_user  | asian_acad | country  | KR             | false
B      | product   | surgery    | act      | autologous     | false
B      | product   | surgery    | act      | both           | false
B      | product   | surgery    | act_with | surgery        | false
"""
COHORT_RULES = """
cohort     | axis        | label        | is_excluded
refractory | ici_setting | required     | false
solid      | cancer      | melanoma     | false
solid      | cancer      | nsclc        | false
solid      | cancer      | haematologic | true
"""
SITE_CLASSES = """
facility      | country       | end_user | rule     | quote      | is_default
Seoul Univ    | South Korea   | academic | univ     | Univ       | false
Big Hospital  | United States | general  | hospital | Hospital   | false
Research Site | United States | hidden   | default  | -          | true
Texas Univ    | United States | academic | univ     | Univ       | false
"""
SHARES = """
report | dimension | segment    | low  | point | high | basis
A      | therapy   | cells      | 0.01 | 0.02  | 0.03 | bounded
A      | therapy   | bispecific | 0.97 | 0.98  | 0.99 | bounded
A      | region    | america    | 0.0  | 0.5   | 1.0  | none
A      | region    | asia       | 0.0  | 0.25  | 0.5  | rank_implied
A      | end_user  | academic   | 0.5  | 0.7   | 0.9  | rank_implied
A      | end_user  | asian_acad | 0.1  | 0.3   | 0.5  | rank_implied
"""
SIZES = """
report | estimate | year | usd_bn | is_headline
A      | own      | 2024 | 8.0    | true
A      | rival    | 2024 | 80.0   | false          # a rival estimate is never what trials are divided by
A      | own      | 2030 | 14.0   | true           # not the base year
"""
FINDINGS = """
report | finding | position | sentence
A      | f1      | 1        | something about two claims
A+B    | f2      | 2        | something between two reports
"""
CLAIMS = """
report | claim | kind  | words | place
A      | A1    | share | words | page 2
A      | A1    | rank  | words | page 2
A      | A2    | rank  | words | page 1
"""
SEGMENT_SIZES = """
report | dimension | segment | year | usd_million_low | usd_million | usd_million_high | basis
A      | therapy   | cells   | 2024 | 80.0            | 160.0       | 240.0            | bounded
A      | therapy   | cells   | 2030 | 140.0           | 280.0       | 420.0            | bounded
A      | region    | america | 2024 | 0.0             | 4000.0      | 8000.0           | none
"""
PLAYERS = """
report | player | name   | position
A      | gilead | Gilead | 1
A      | other  | Other  | 2
B      | kite   | Kite   | 1
"""
PLAYER_COMPANIES = """
report | player | company
A      | gilead | Gilead
A      | gilead | Kite
B      | kite   | Kite
"""
ESTIMATES = """
dimension | segment    | scope  | counting   | low  | high | low_95 | high_95 | m_low | m_high | over | relabelled
therapy   | cells      | all    | fractional | 0.10 | 0.90 | 0.05   | 0.95    | 0.01  | 0.03   | 0.99 | 0.96   # robust
therapy   | bispecific | all    | fractional | 0.10 | 0.90 | 0.05   | 0.98    | 0.97  | 0.99   | 0.04 | 0.06   # fragile
therapy   | cells      | active | fractional | 0.10 | 0.90 | 0.05   | 0.95    | 0.01  | 0.03   | 0.60 | 0.55
region    | america    | all    | fractional | 0.10 | 0.90 | 0.05   | 0.95    | -     | -      | -    | -
region    | america    | all    | per_site   | 0.10 | 0.90 | 0.05   | 0.95    | -     | -      | -    | -
region    | asia       | all    | fractional | 0.20 | 0.90 | 0.15   | 0.95    | 0.0   | 0.5    | 0.97 | 0.96
region    | asia       | all    | per_site   | 0.20 | 0.90 | 0.15   | 0.95    | 0.0   | 0.5    | 0.50 | 0.50
region    | asia       | active | fractional | 0.60 | 0.90 | 0.55   | 0.95    | 0.0   | 0.5    | 0.97 | 0.96
region    | asia       | active | per_site   | 0.20 | 0.90 | 0.15   | 0.95    | 0.0   | 0.5    | 0.96 | 0.94
"""
WEIGHTED_ESTIMATES = """
dimension | segment    | scope  | counting   | weighting | ratio_median | probability_over
therapy   | cells      | all    | fractional | phase     | 1.5          | 0.60
therapy   | cells      | all    | fractional | patients  | 2.5          | 0.97
therapy   | cells      | active | fractional | phase     | 0.5          | 0.02   # turns the base
therapy   | bispecific | all    | fractional | phase     | 0.5          | 0.01
region    | asia       | active | per_site   | patients  | 1.5          | 0.50
"""
SPACE_ESTIMATES = """
dimension_a | segment_a | dimension_b | segment_b  | scope  | tested_count | expected_permuted | p_value | q_value
region      | america   | therapy     | cells      | all    | 9            | 6.5               | 0.01    | 0.04
region      | america   | therapy     | bispecific | all    | 3            | 5.5               | 0.01    | 0.05
region      | asia      | therapy     | cells      | all    | 9            | 6.5               | 0.04    | 0.08
region      | asia      | therapy     | bispecific | all    | 0            | 4.5               | 0.01    | -
region      | asia      | therapy     | cells      | active | 9            | 6.5               | 0.01    | -
"""
MARKET_PAIRS = """
dimension | segment    | other      | low   | high
therapy   | cells      | bispecific | -0.98 | -0.94
therapy   | bispecific | cells      | 0.94  | 0.98   # a residual segment takes no part all the same
region    | america    | asia       | -0.5  | 1.0
region    | asia       | america    | -1.0  | 0.5
end_user  | academic   | asian_acad | 0.0   | 0.8    # never the other way round
end_user  | asian_acad | academic   | -0.8  | 0.0
"""
PAIR_ESTIMATES = """
dimension | cohort     | scope  | counting   | one      | other      | ahead
end_user  | all        | all    | fractional | academic | asian_acad | 0.97
end_user  | all        | active | fractional | academic | asian_acad | 0.40
end_user  | all        | active | per_site   | academic | asian_acad | 0.99
end_user  | all        | all    | per_site   | academic | asian_acad | 0.03
therapy   | refractory | active | fractional | cells    | bispecific | 0.75
therapy   | all        | active | fractional | cells    | bispecific | 0.04
"""
# Growth against the rest and its interval, with the probability that it is faster and that it is the fastest.
SEGMENT_GROWTH = """
dimension | segment    | against | low | high | faster | fastest
therapy   | cells      | 1.4     | 1.1 | 1.8  | 0.97   | 0.80
therapy   | bispecific | 0.7     | 0.5 | 0.9  | 0.02   | -         # residual
region    | america    | 1.1     | 0.8 | 1.6  | 0.60   | 0.55
"""
CLAIM_GROWTH = """
claim | test | cohort     | item       | against | low | high | faster | in_order
Y7    | 1    | refractory | cells      | 1.4     | 1.1 | 1.8  | 0.97   | 0.96
Y7    | 1    | refractory | bispecific | 1.2     | 0.9 | 1.7  | 0.80   | 0.96
Y7    | 1    | refractory | required   | -       | -   | -    | -      | 0.96       # nothing is left as a rest
Y7    | 1    | all        | cells      | 1.1     | 0.7 | 1.8  | 0.55   | 0.04
Y9    | 1    | all        | america    | 1.1     | 0.7 | 1.8  | 0.55   | -
Y9    | 2    | all        | melanoma   | 0.6     | 0.4 | 0.9  | 0.01   | -
Y9    | 2    | refractory | melanoma   | 1.5     | 1.1 | 1.9  | 0.96   | -
"""
WEIGHTS = """
phase_bucket | weight
phase_1      | 0.1
phase_1_2    | 0.2
phase_2_3    | 0.3
phase_3      | 0.5
"""


def _estimate(row: Row) -> Row:
    """Return a row of estimates.segment_density with the ends that a test is about."""
    has_share = row["over"] is not None
    ratio = {"ratio_median": 1.5, "ratio_low": 0.9, "ratio_high": None}
    return {
        "report": "A",
        "cohort": "all",
        **{name: row[name] for name in ("dimension", "segment", "scope", "counting")},
        "pipeline_share_median": 0.5,
        **{f"pipeline_share_{name}": row[name] for name in ("low", "high", "low_95", "high_95")},
        "market_share_low": row["m_low"],
        "market_share_high": row["m_high"],
        **{name: value if has_share else None for name, value in ratio.items()},
        "probability_over": row["over"],
        "probability_over_least": row["over"],
        "probability_over_most": row["over"],
        "probability_over_relabelled": row["relabelled"],
    }


def configured(as_of: dt.date = dt.date(2026, 3, 1)) -> World:
    """Return a world with reports, cohorts and vocabularies, and no trial yet."""
    world = World(as_of=as_of)
    for table, text in {
        "country": COUNTRIES,
        "report": REPORTS,
        "segment": SEGMENTS,
        "segment_rule": RULES,
        "cohort_rule": COHORT_RULES,
        "site_class": SITE_CLASSES,
        "share_interval": SHARES,
        "market_size": SIZES,
        "finding": FINDINGS,
        "market_claim": CLAIMS,
        "segment_size": SEGMENT_SIZES,
        "phase_weight": WEIGHTS,
    }.items():
        world.add(table, text)
    world.estimates = [_estimate(row) for row in parse_table(ESTIMATES)]
    world.space_estimates = [{"report": "A", "cohort": "all", **row} for row in parse_table(SPACE_ESTIMATES)]
    add_order(world)
    add_growth(world)
    weighted = parse_table(WEIGHTED_ESTIMATES)
    world.weighted_estimates = [
        {"report": "A", "cohort": cohort, "pipeline_share_low": 0.1, "pipeline_share_high": 0.9, **row}
        for row in weighted
        for cohort in ("all", "refractory")
    ]
    # The own cohort of report A has separate draws, so that the grid has a base.
    world.estimates += [{**row, "cohort": "refractory"} for row in world.estimates if row["dimension"] == "therapy"]
    world.add("cohort", [{"cohort": name} for name in ("all", "refractory", "solid")])
    add_claims(world)
    add_agents(world)
    outside = {"report": "A", "dimension": "therapy", "axis": "therapy", "label": "combination"}
    world.add("outside_product", [outside])
    world.add("not_comparable", [{"report": "B", "dimension": "product", "cohort": "solid"}])
    world.rows("segment")[1]["is_residual"] = True
    world.add("market_concentration", [{"report": "A", "dimension": "therapy", "low": 0.9, "point": 0.95, "high": 1.0}])
    world.add("player", PLAYERS)
    world.rows("player")[0].update({"focus": "cells after checkpoint failure", "segments": ["cells"]})
    world.add("player_company", PLAYER_COMPANIES)
    world.add("player_focus", [{"report": "A", "player": "gilead", "axis": "ici_setting", "label": "required"}])
    world.add("player_focus", [{"report": "A", "player": "gilead", "axis": "cancer", "label": "nsclc"}])
    world.rows("finding")[0]["claims"] = ["A1", "A2"]
    world.add("search", [{"search": name} for name in ("s1", "s2", "s3")])
    world.add("search_target", [{"search": "s1", "axis": "therapy", "label": "cell_therapy"}])
    world.add("search_target", [{"search": "s1", "axis": "ici_setting", "label": "required"}])
    world.add("search_target", [{"search": "s2", "axis": "therapy", "label": "tce_bispecific"}])
    return world


def add_growth(world: World) -> None:
    """Add draws of growth, of segments and of what claims compare."""
    for row in parse_table(SEGMENT_GROWTH):
        place = {name: row[name] for name in ("dimension", "segment")}
        world.segment_growth.append({**_growth(row), **place, "probability_fastest": row["fastest"]})
    for row in parse_table(CLAIM_GROWTH):
        place = {name: row[name] for name in ("claim", "test", "cohort", "item")}
        world.claim_growth.append({**_growth(row), **place, "probability_in_order": row["in_order"]})


def _growth(row: Row) -> Row:
    own = {"growth": 1.2, "growth_low": 1.0, "growth_high": 1.5, "probability_rising": 0.95}
    rest = {"": row["against"], "_low": row["low"], "_high": row["high"]}
    return {
        "report": "A",
        "cohort": "refractory",
        "start_count": 3,
        **own,
        **{f"growth_against_rest{end}": value for end, value in rest.items()},
        "probability_faster": row["faster"],
    }


def add_order(world: World) -> None:
    """Add which market shares the claims order, and draws of how the pipeline does."""
    pairs = parse_table(MARKET_PAIRS)
    world.add("market_pair", [{**row, "is_ahead": row["low"] >= 0} for row in pairs])
    world.rows("market_pair")[4]["claims"] = ["A2"]
    for row in parse_table(PAIR_ESTIMATES):
        place = {"report": "A", **{name: row[name] for name in ("dimension", "cohort", "scope", "counting")}}
        names = (row["one"], row["other"])
        for (one, other), chance in zip((names, names[::-1]), (row["ahead"], 1 - row["ahead"]), strict=True):
            world.pair_estimates.append({**place, "segment": one, "other": other, "probability_ahead": chance})
        ends = {"concordance_low": 0.0, "concordance_high": 1.0}
        world.concordance_estimates.append({**place, "pair_count": 1, "concordance": row["ahead"], **ends})


# On cancer both sides agree about one trial, differ about one, and the rules give another one a label more. On act_with
# the rules are silent about one. The last trial left the set.
CURATED = """
nct_id      | axis        | given_by | label
NCT00000001 | cancer      | curator  | melanoma
NCT00000001 | cancer      | rules    | melanoma
NCT00000002 | cancer      | curator  | rcc
NCT00000002 | cancer      | rules    | nsclc
NCT00000004 | cancer      | curator  | haematologic
NCT00000004 | cancer      | rules    | haematologic
NCT00000004 | cancer      | rules    | melanoma
NCT00000001 | ici_setting | curator  | required
NCT00000001 | ici_setting | rules    | required
NCT00000002 | ici_setting | curator  | required
NCT00000002 | ici_setting | rules    | permitted
NCT00000007 | act_with    | curator  | surgery
NCT00000006 | cancer      | curator  | melanoma
NCT00000006 | cancer      | rules    | melanoma
"""
AGENT_FACTS = """
agent    | company | source
kitecel  | Kite    | curated
duocel   | -       | curated     # a fixed combination: its targets are no pair
bispecab | -       | inn
idlecel  | Kite    | curated     # no trial studies it, so it has no row
"""
TERM_TARGETS = """
term     | target
kitecel  | CD19
bispecab | CD3
bispecab | CD20
duocel   | CD19
duocel   | PD-1
CD20     | CD20
"""
TARGET_LABELS = """
target | label
CD3    | tce        # so that bispecab is tce for CD3 alone
PD-1   | pd1_pdl1
"""
_TERMS = [("tce", "bispecab"), ("car_t", "kitecel"), ("tce", "CD20"), ("car_t", "chimeric receptor"),
          ("pd1_pdl1", "duocel"), ("car_t", "duocel")]  # fmt: skip


def add_agents(world: World) -> None:
    """Add a vocabulary of agents and targets."""
    world.add("agent_fact", AGENT_FACTS)
    world.rows("agent_fact")[0]["aliases"] = ["KTE-1"]
    world.add("term_target", TERM_TARGETS)
    world.add("target_label", TARGET_LABELS)
    world.add("agent", [{"agent": "duocel", "label": "car_t", "counted_as": "kitecel"}])
    kinds = (("kitecel", "car_t"), ("bispecab", "tce"), ("idlecel", "car_t"))
    world.add("agent", [{"agent": agent, "label": kind, "counted_as": agent} for agent, kind in kinds])


def study_agent(world: World, nct_id: str, modality: str, term: str, *, role: str = "experimental") -> None:
    """Let a trial name a treatment of the vocabulary, by a separate rule."""
    row: Row = {"nct_id": nct_id, "axis": "modality", "label": modality, "rule": f"names {term}"}
    world.add("verdict", [row])
    world.add("evidence", [{**row, "role": role, "term": term, "quote": quote} for quote in (f"{term} cells", term)])


def label(world: World, nct_id: str, axis: str, value: str, *quotes: str, rule: str = "rule-1") -> None:
    """Give a trial a label with its quotations; without any it is a default."""
    row: Row = {"nct_id": nct_id, "axis": axis, "label": value, "rule": rule}
    sure = None if axis == "act" else 0.9 if quotes else 0.6
    world.add("verdict", [{**row, "is_default": not quotes, "confidence": sure}])
    world.add("evidence", [{**row, "quote": quote, "term": quote} for quote in quotes])


def hand_made() -> World:
    """Return eight trials whose figures can be worked out by hand; each line says what is special about it."""
    world = configured()
    world.records = [
        # Phase 1/2, cells and bispecific, three sites: two in Korea under both spellings, one in the United States.
        make_record("NCT00000001", phases=("PHASE1", "PHASE2"), start="2024-02", enrolment=30, sponsor="Kite",
                    primary_completion="2026-03", conditions=["Melanoma"],
                    interventions=[("DRUG", "A\\+B"), ("DRUG", "")],
                    sites=[("Seoul Univ", "South Korea"), ("Busan Univ", "Korea, Republic of"),
                           ("Texas Univ", "United States")]),
        # Cells, phase 3, completed, start inside the earlier window, results awaited.
        make_record("NCT00000002", phases=("PHASE3",), status="COMPLETED", start="2021-12-31", enrolment=400,
                    primary_completion="2025-01-31", primary_completion_kind="ACTUAL", sponsor="Gilead",
                    sites=[("Big Hospital", "United States")]),
        # Stale: status unknown is not active; its start lies in the current year, which is not complete.
        make_record("NCT00000003", status="UNKNOWN", start="2026-01-10", primary_completion="2025-12", sites=[]),
        # Bispecific, but for blood cancer, which the segment excludes: unclassified on therapy.
        make_record("NCT00000004", start="2023-06-01", enrolment=99999, sites=[("Research Site", "Atlantis")]),
        # Withdrawn: never started, so it is in no window; no phase because it is observational.
        make_record("NCT00000005", status="WITHDRAWN", phases=None, start="2024-05-05", enrolment=0,
                    primary_completion="2027", sponsor="", sites=[("", "Germany"), ("Research Site", "United States")]),
        # Left its only search: in no figure, although its record is stored.
        make_record("NCT00000006", start="2024-01-01"),
        # Autologous cells with surgery: the only trial that satisfies both axes of report B.
        make_record("NCT00000007", status="RECRUITING", phases=("NA",), start="2025-12-31", enrolment=10,
                    primary_completion="2026-12", extra={"identificationModule": {"acronym": "TIL\\-1"}}),
        # Autologous without surgery: one axis of two is not enough. An unknown phase, and an unusual status.
        make_record("NCT00000008", status="PAUSED", phases=("PHASE5",), start="1999", has_results=True,
                    primary_completion="2001-05", primary_completion_kind="ACTUAL", last_update_posted="2020-02-02"),
    ]  # fmt: skip
    world.add(
        "search_hit",
        """
search | nct_id
s1     | NCT00000001
s1     | NCT00000002
s1     | NCT00000003
s1     | NCT00000004
s2     | NCT00000001
s2     | NCT00000005
s2     | NCT00000007
s1     | NCT00000008
""",
    )
    later = NOW + dt.timedelta(days=7)
    world.add("search_hit", [
        {"search": "s1", "nct_id": "NCT00000006", "last_seen": later, "left_at": later},  # its only search lost it
        {"search": "s2", "nct_id": "NCT00000008", "left_at": later},  # one of two searches lost it
    ])  # fmt: skip
    label(world, "NCT00000001", "therapy", "cell_therapy", "CAR-T cells", "CAR-T", rule="cells")
    label(world, "NCT00000001", "therapy", "cell_therapy", "T cells with a chimeric receptor", rule="cells-in-words")
    label(world, "NCT00000001", "therapy", "tce_bispecific", "CD3 x CD20")
    label(world, "NCT00000001", "ici_setting", "required", "progressed on nivolumab")
    label(world, "NCT00000001", "cancer", "melanoma", "Melanoma")
    label(world, "NCT00000002", "therapy", "cell_therapy", "TIL")
    label(world, "NCT00000002", "ici_setting", "required", "after anti-PD-1")
    label(world, "NCT00000002", "cancer", "nsclc", "NSCLC")
    label(world, "NCT00000003", "ici_setting", "unspecified")
    label(world, "NCT00000004", "therapy", "tce_bispecific", "bispecific")
    label(world, "NCT00000004", "cancer", "haematologic", "lymphoma")
    label(world, "NCT00000004", "cancer", "melanoma", "melanoma")  # the exclusion removes it from "solid" nevertheless
    label(world, "NCT00000005", "therapy", "combination", "with chemotherapy")
    label(world, "NCT00000006", "therapy", "cell_therapy", "TIL")  # left the set
    label(world, "NCT00000007", "act", "autologous", "autologous")
    label(world, "NCT00000007", "act_with", "surgery", "resected")
    label(world, "NCT00000008", "act", "autologous", "autologous")
    label(world, "NCT00000008", "act_with", "chemotherapy", "fludarabine")
    study_agent(world, "NCT00000001", "car_t", "kitecel")
    study_agent(world, "NCT00000001", "tce", "bispecab")
    study_agent(world, "NCT00000002", "car_t", "kitecel")
    study_agent(world, "NCT00000002", "pd1_pdl1", "duocel")
    study_agent(world, "NCT00000004", "tce", "CD20")  # only a class is named
    study_agent(world, "NCT00000004", "tce", "bispecab", role="comparator")  # a comparator is not under study
    study_agent(world, "NCT00000006", "car_t", "kitecel")  # left the set
    world.add("curated_label", CURATED)
    world.add("curated_label", [{"nct_id": "NCT00000007", "axis": "act_with", "given_by": "rules", "label": ""}])
    day = later.date()
    for nct_id, kind, materiality in (
        ("NCT00000001", "status", "high"),
        ("NCT00000001", "sites", "low"),
        ("NCT00000006", "left", "high"),  # no longer in the set, and its change stays
        ("NCT00000099", "new", "low"),  # a trial of which no version is left to see on that day
    ):
        row = {"seen": later, "nct_id": nct_id, "kind": kind, "registry_day": day, "materiality": materiality}
        world.add("change", [row])
    world.rows("change")[1].update({"gained": ["Texas Univ"], "slip_days": 3, "change_ratio": 0.5})
    world.add("sponsor_company", [
        {"nct_id": "NCT00000001", "name": "Kite", "company": "Kite", "parent": "Gilead"},  # folded into its parent
        {"nct_id": "NCT00000002", "name": "Gilead", "company": "Gilead", "parent": "Gilead"},
    ])  # fmt: skip
    return world


_STATUSES = [
    "",
    "RECRUITING",
    "NOT_YET_RECRUITING",
    "COMPLETED",
    "TERMINATED",
    "WITHDRAWN",
    "UNKNOWN",
    "SUSPENDED",
    "NEW",
]
_PHASES = [None, ("NA",), ("PHASE1",), ("PHASE1", "PHASE2"), ("PHASE2", "PHASE3"), ("PHASE3",), ("PHASE4",), ("X", "Y")]
_DATES = [
    "",
    "1999",
    "2019-12",
    "2020-01-01",
    "2022-12-31",
    "2023",
    "2025-12-31",
    "2026-02",
    "2026-03-01",
    "2030",
    "bad",
]
_SITES = [
    ("Seoul Univ", "South Korea"),
    ("Seoul Univ", "Korea, Republic of"),
    ("Big Hospital", "United States"),
    ("Texas Univ", "United States"),
    ("Research Site", "United States"),
    ("", "Germany"),
    ("X", "Atlantis"),
    ("", ""),
]
_LABELS = [("therapy", "cell_therapy"), ("therapy", "tce_bispecific"), ("cancer", "haematologic"), ("cancer", "nsclc"),
           ("cancer", "melanoma"), ("ici_setting", "required"), ("act", "autologous"), ("act", "both"),
           ("ici_setting", "excluded"), ("act_with", "surgery"), ("act_with", "radiotherapy")]  # fmt: skip


def _kind_of_label(pair: tuple[str, str]) -> tuple[str, ...]:
    """Return what may not repeat: a trial has one setting, and several labels on the other axes."""
    return pair[:1] if pair[0] == "ici_setting" else pair


_QUOTES = ["a", "zz", "b\\+c", "", "ähnlich"]


@st.composite
def records(draw: st.DrawFn, number: int) -> Record:
    """Draw one record."""
    return make_record(
        f"NCT{number:08d}",
        title=draw(st.sampled_from(["A", "B \\> C", ""])),
        status=draw(st.sampled_from(_STATUSES)),
        phases=draw(st.sampled_from(_PHASES)),
        start=draw(st.sampled_from(_DATES)),
        primary_completion=draw(st.sampled_from(_DATES)),
        primary_completion_kind=draw(st.sampled_from(["ACTUAL", "ESTIMATED", ""])),
        enrolment=draw(st.sampled_from([None, 0, 7, 120, 9999, 99999, -1, 60_000_000])),
        sponsor=draw(st.sampled_from(["", "Kite", "Gilead", "A \\& B"])),
        conditions=draw(st.lists(st.sampled_from(["Melanoma", "NSCLC", "x\\_y"]), max_size=2)),
        interventions=draw(st.lists(st.sampled_from([("DRUG", "A"), ("", "B\\*"), ("DRUG", "")]), max_size=2)),
        sites=draw(st.lists(st.sampled_from(_SITES), max_size=4)),
        has_results=draw(st.booleans()),
        last_update_posted=draw(st.sampled_from(_DATES)),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world of up to eight trials under the fixed reports."""
    world = configured(draw(st.sampled_from([dt.date(2026, 3, 1), dt.date(2026, 12, 31), dt.date(2026, 1, 1)])))
    for number in range(1, draw(st.integers(0, 8)) + 1):
        record = draw(records(number))
        nct_id = f"NCT{number:08d}"
        world.records.append(record)
        for search in draw(st.lists(st.sampled_from(["s1", "s2"]), unique=True)):
            left = draw(st.sampled_from([None, None, NOW]))
            world.add("search_hit", [{"search": search, "nct_id": nct_id, "left_at": left}])
        for axis, value in draw(st.lists(st.sampled_from(_LABELS), unique_by=_kind_of_label, max_size=6)):
            for rule in draw(st.sampled_from([["r1"], ["r1", "r2"]])):
                label(world, nct_id, axis, value, *draw(st.lists(st.sampled_from(_QUOTES), max_size=2)), rule=rule)
        for modality, term in draw(st.lists(st.sampled_from(_TERMS), unique=True, max_size=3)):
            study_agent(world, nct_id, modality, term)
        for given_by in draw(st.sampled_from([(), ("curator", "rules")])):
            for value in draw(st.sampled_from([["nsclc"], ["melanoma"], ["melanoma", "nsclc"], [""]])):
                row = {"nct_id": nct_id, "axis": "cancer", "given_by": given_by, "label": value}
                world.add("curated_label", [row])
        for kind in draw(st.lists(st.sampled_from(["new", "left", "status"]), unique=True, max_size=2)):
            changed: Row = {
                "seen": NOW,
                "nct_id": nct_id,
                "kind": kind,
                "registry_day": NOW.date(),
                "materiality": "low",
            }
            world.add("change", [changed])
        if draw(st.booleans()):
            world.add("sponsor_company", [{"nct_id": nct_id, "name": "Kite", "company": "Kite", "parent": "Gilead"}])
        if draw(st.booleans()):
            row = {"nct_id": nct_id, "role": "collaborator", "name": "Gilead", "company": "Gilead"}
            world.add("sponsor_company", [{**row, "parent": "Gilead"}])
    return world
