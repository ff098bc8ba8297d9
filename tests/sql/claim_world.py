"""Tests of claims for the worlds of marts: every method, rule and measure once at least."""

from tests.support.tables.tables import World

TESTS = """
report | claim | test | claim_position | kind     | method   | rule      | measure         | low | high | needed
A      | Y1    | 1    | 1              | presence | presence | -         | share           | -   | -    | 1
A      | Y1    | 2    | 1              | outcome  | none     | -         | share           | -   | -    | 1
A      | Y2    | 1    | 2              | presence | presence | -         | share           | -   | -    | 2
A      | Y3    | 1    | 3              | rank     | order    | first     | share           | -   | -    | 1
A      | Y4    | 1    | 4              | rank     | order    | last      | share           | -   | -    | 1
A      | Y5    | 1    | 5              | rank     | order    | second    | share           | -   | -    | 1
A      | Y6    | 1    | 6              | presence | order    | below_usual | share           | -   | -    | 1
A      | Y17   | 1    | 17             | presence | order    | just_behind | share           | -   | -    | 1
A      | Y18   | 1    | 18             | presence | presence | -         | share           | -   | -    | 1
A      | Y7    | 1    | 7              | growth   | order    | first     | growth          | -   | -    | 1
A      | Y8    | 1    | 8              | share    | bound    | -         | share           | 0.1 | 0.95 | 1
A      | Y9    | 1    | 9              | trend    | bound    | -         | own_growth      | -   | -    | 1
A      | Y9    | 2    | 9              | trend    | bound    | -         | growth          | -   | -    | 1
A      | Y10   | 1    | 10             | event    | event    | -         | share           | -   | -    | 1
A      | Y11   | 1    | 11             | count    | agents   | -         | share           | -   | -    | 2
A      | Y12   | 1    | 12             | presence | absence  | -         | share           | -   | -    | 1
A      | Y13   | 1    | 13             | event    | event    | -         | share           | -   | -    | 1
A      | Y14   | 1    | 14             | event    | event    | -         | share           | -   | -    | 1
A      | Y15   | 1    | 15             | presence | absence  | -         | share           | -   | -    | 1
A      | Y16   | 1    | 16             | count    | agents   | -         | share           | -   | -    | 2
A      | Y19   | 1    | 19             | regulatory | presence | -       | share           | -   | -    | 1
A      | Y19   | 2    | 19             | regulatory | presence | -       | share           | -   | -    | 1
A      | Y20   | 1    | 20             | event    | event    | -         | share           | -   | -    | 1
A      | Y21   | 1    | 21             | presence | absence  | -         | share           | -   | -    | 1
A      | Y22   | 1    | 22             | presence | bound    | -         | share           | 0.5 | 1.0 | 1
A      | Y23   | 1    | 23             | presence | bound    | -         | share           | 0.0 | 1.0 | 1
A      | Y24   | 1    | 24             | rank     | order    | first     | share           | -   | -    | 1
A      | Y24   | 2    | 24             | order    | order    | last      | share           | -   | -    | 1
A      | Y25   | 1    | 25             | share    | bound    | -         | share           | 0.9 | 1.0  | 1
B      | Z1    | 1    | 1              | share    | bound    | -         | recent_share    | 0.2 | 0.9  | 1
B      | Z2    | 1    | 2              | share    | bound    | -         | patient_share   | 0.6 | 0.7  | 1
B      | Z3    | 1    | 3              | presence | presence | -         | share           | -   | -    | 1
B      | Z5    | 1    | 5              | share    | bound    | -         | share           | 0.0 | 1.0  | 1
B      | Z4    | 1    | 4              | share    | none     | -         | share           | -   | -    | 1
"""
TARGETS = """
report | claim | test | facet   | role   | item         | means   | axis        | label          | at_least
A      | Y1    | 1    | therapy | filter | cells        | segment | therapy     | cells          | 1
A      | Y1    | 1    | cancer  | filter | melanoma     | label   | cancer      | melanoma       | 1
A      | Y1    | 1    | cancer  | filter | nsclc        | label   | cancer      | nsclc          | 1
A      | Y2    | 1    | player  | filter | Gilead       | company |             | Kite           | 1
A      | Y2    | 1    | player  | filter | Gilead       | company |             | Gilead         | 1
A      | Y2    | 1    | phase   | filter | phase 3      | phase   |             | phase_3        | 1
A      | Y2    | 1    | phase   | filter | phase 3      | phase   |             | phase_1_2      | 1
A      | Y3    | 1    | peer    | named  | cells        | segment | therapy     | cells          | 1
A      | Y3    | 1    | peer    | other  | bispecific   | segment | therapy     | bispecific     | 1
A      | Y4    | 1    | peer    | named  | DE           | label   | country     | DE             | 1
A      | Y4    | 1    | peer    | other  | US           | label   | country     | US             | 1
A      | Y4    | 1    | peer    | other  | KR           | label   | country     | KR             | 1
A      | Y5    | 1    | peer    | named  | US           | label   | country     | US             | 1
A      | Y5    | 1    | peer    | after  | both         | label   | country     | KR             | 1
A      | Y5    | 1    | peer    | after  | both         | label   | country     | US             | 1
A      | Y5    | 1    | peer    | other  | DE           | label   | country     | DE             | 1
A      | Y6    | 1    | peer    | named  | bispecific   | segment | therapy     | bispecific     | 1
A      | Y6    | 1    | peer    | other  | cells        | segment | therapy     | cells          | 1
A      | Y6    | 1    | cancer  | filter | haematologic | label   | cancer      | haematologic   | 1
A      | Y17   | 1    | peer    | named  | bispecific   | segment | therapy     | bispecific     | 1
A      | Y17   | 1    | peer    | other  | cells        | segment | therapy     | cells          | 1
A      | Y18   | 1    | topic   | filter | dual         | agent   | therapy     | cell_therapy   | 2
A      | Y18   | 1    | topic   | filter | dual         | agent   | therapy     | tce_bispecific | 2
A      | Y7    | 1    | peer    | named  | cells        | segment | therapy     | cells          | 1
A      | Y7    | 1    | peer    | named  | bispecific   | segment | therapy     | bispecific     | 1
A      | Y7    | 1    | peer    | other  | required     | label   | ici_setting | required       | 1
A      | Y8    | 1    | peer    | named  | america      | segment | region      | america        | 1
A      | Y9    | 1    | region  | filter | america      | segment | region      | america        | 1
A      | Y9    | 2    | cancer  | filter | melanoma     | label   | cancer      | melanoma       | 1
A      | Y10   | 1    | player  | filter | Gilead       | company |             | Kite           | 1
A      | Y11   | 1    | peer    | named  | cells        | label   | therapy     | cell_therapy   | 1
A      | Y11   | 1    | peer    | named  | bispecific   | label   | therapy     | tce_bispecific | 1
A      | Y12   | 1    | peer    | named  | everywhere   | label   | country     | DE             | 1
A      | Y12   | 1    | peer    | named  | everywhere   | label   | country     | KR             | 1
A      | Y12   | 1    | peer    | named  | everywhere   | label   | country     | US             | 1
A      | Y15   | 1    | peer    | named  | everywhere   | label   | country     | DE             | 1
A      | Y15   | 1    | peer    | named  | everywhere   | label   | country     | KR             | 1
A      | Y15   | 1    | peer    | named  | everywhere   | label   | country     | US             | 1
A      | Y15   | 1    | therapy | filter | cells        | segment | therapy     | cells          | 1
A      | Y16   | 1    | peer    | named  | cells        | label   | therapy     | cell_therapy   | 1
A      | Y16   | 1    | cancer  | filter | melanoma     | label   | cancer      | melanoma       | 1
A      | Y13   | 1    | therapy | filter | cells        | segment | therapy     | cells          | 1
A      | Y14   | 1    | country | filter | US           | label   | country     | US             | 1
A      | Y19   | 1    | status  | filter | approved     | status  |             | COMPLETED      | 1
A      | Y19   | 2    | status  | filter | approved     | status  |             | WITHHELD       | 1
A      | Y20   | 1    | therapy | filter | cells        | segment | therapy     | cells          | 1
A      | Y21   | 1    | peer    | named  | everywhere   | label   | country     | DE             | 1
A      | Y21   | 1    | peer    | named  | everywhere   | label   | country     | US             | 1
A      | Y22   | 1    | peer    | named  | companies    | lead    |             | Gilead         | 1
A      | Y22   | 1    | phase   | filter | phase 1      | phase   |             | phase_1        | 1
A      | Y23   | 1    | peer    | named  | companies    | lead    |             | Gilead         | 1
A      | Y24   | 1    | peer    | named  | academic     | segment | end_user    | academic       | 1
A      | Y24   | 1    | peer    | other  | asian_acad   | segment | end_user    | asian_acad     | 1
A      | Y24   | 2    | peer    | named  | academic     | segment | end_user    | academic       | 1
A      | Y24   | 2    | peer    | other  | asian_acad   | segment | end_user    | asian_acad     | 1
A      | Y25   | 1    | peer    | named  | academic     | segment | end_user    | academic       | 1
B      | Z1    | 1    | peer    | named  | melanoma     | label   | cancer      | melanoma       | 1
B      | Z2    | 1    | peer    | named  | cells        | label   | act         | autologous     | 1
B      | Z2    | 1    | peer    | named  | cells        | label   | act         | both           | 1
B      | Z5    | 1    | peer    | named  | melanoma     | label   | cancer      | melanoma       | 1
B      | Z3    | 1    | topic   | filter | two labels   | label   | therapy     | cell_therapy   | 2
B      | Z3    | 1    | topic   | filter | two labels   | label   | therapy     | tce_bispecific | 2
B      | Z3    | 1    | topic   | filter | one arm      | arms    |             | 1              | 1
"""
AGENTS = """
agent  | label          | counted_as
CAR-T  | cell_therapy   | CAR
TIL    | cell_therapy   | TIL
a      | cell_therapy   | a
zz     | cell_therapy   | a
zz     | tce_bispecific | zz
ähnlich | tce_bispecific | ähnlich
"""
# Folded words, whose blanks an ASCII table would lose; "text" is the field of claim_words.toml that SQL calls body.
WORDS = [
    ("Z3", "topic", "words in a name", "treatment", " a "),
    ("Z3", "topic", "words at a site", "facilities", " seoul"),
    ("Z3", "topic", "words anywhere", "text", " x y "),
    ("Z3", "topic", "words in a condition", "conditions", " melano"),
]
# Days that are over, days without an end, and days of which some lie ahead.
DAYS = {
    "Y10": ("2024-01-01", "2024-12-31"),
    "Y13": ("2026-01-01", "9999-12-31"),
    "Y14": ("2026-01-01", "2026-12-31"),
    "Y20": ("2020-01-01", "2024-12-31"),
}
# Tests that are about one cohort, whatever cohort is asked for.
OF_SOLID = ("Y19", "Y20", "Y21")


def add_claims(world: World) -> None:
    """Add the tests with their targets and the agents that are counted."""
    world.add("claim_test", TESTS)
    for row in world.rows("claim_test"):
        row["why_not"] = "no trial stands for it" if row["method"] == "none" else None
        row["is_every_needed"] = row["claim"] != "Y2"
        row["unmeasured"] = "a note" if row["method"] == "bound" else None
        row["is_upper_bound"] = row["measure"] == "patient_share" or row["claim"] in ("Y22", "Y23")
        row["is_only_shown"] = row["claim"] == "Z5"
        row["only_cohort"] = "solid" if row["measure"] == "recent_share" or row["claim"] in OF_SOLID else None
        if row["method"] == "event":
            row["date_from"], row["date_to"] = DAYS[row["claim"]]
    world.add("claim_target", TARGETS)
    for claim, facet, item, field, words in WORDS:
        row = {"report": "B", "claim": claim, "test": 1, "facet": facet, "role": "filter", "item": item}
        world.add("claim_target", [{**row, "means": "words", "axis": field, "label": words, "at_least": 1}])
    for row in world.rows("claim_target"):
        row["title"] = str(row["item"]).capitalize()
    world.add("agent", AGENTS)
