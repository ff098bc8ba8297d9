"""Criteria in one paragraph or as HTML, and headings in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records.texts import read, setting_reader, trial
from trialscape.classify.text.criteria_layout import lay_out
from trialscape.classify.text.eligibility_criteria import CriteriaOutline
from trialscape.classify.text.fold import fold

PARAGRAPHS = [
    # text, lines
    (
        "Inclusion Criteria: - Adults - Renal cell carcinoma Exclusion Criteria: - Infection - Stroke",
        ["Inclusion Criteria:", "- Adults", "- Renal cell carcinoma", "Exclusion Criteria:", "- Infection", "- Stroke"],
    ),
    (
        "Inclusion criteria:- Adults- Aged 18 - 75 years- ECOG 0",
        ["Inclusion criteria:", " Adults", " Aged 18 - 75 years", " ECOG 0"],
    ),
    ("INCLUSION CRITERIA: * Adults * Fit", ["INCLUSION CRITERIA:", "* Adults", "* Fit"]),
    ("Inclusion:||Adults||Fit||Exclusion:||Stroke", ["Inclusion:", "|Adults", "|Fit", "|Exclusion:", "|Stroke"]),
    ("Inclusion:~Adults~Fit~~Exclusion:~Stroke", ["Inclusion:", "Adults", "Fit", "", "Exclusion:", "Stroke"]),
    (
        "Inclusion Criteria: (1) Adults (2) Stage 4 (3) Fit",
        ["Inclusion Criteria:", "(1) Adults", "(2) Stage 4", "(3) Fit"],
    ),
    ("Inclusion criteria: i. Adults ii. Stage iii. Fit", ["Inclusion criteria:", "i. Adults", "ii. Stage", "iii. Fit"]),
    ("Exclusion criteria: a) Stroke b) Lupus", ["Exclusion criteria:", "a) Stroke", "b) Lupus"]),
    # Numbers out of sequence belong to the text.
    (
        "Inclusion criteria: 1. Adults of grade 3. Fit 2. Stage IV",
        ["Inclusion criteria:", "1. Adults of grade 3. Fit", "2. Stage IV"],
    ),
    ("<p>Inclusion</p><ul><li>Adults</li><li>Stage <b>IV</b></li></ul>", ["Inclusion", "*Adults", "*Stage IV"]),
    ("Inclusion criteria:\n\n* Adults\n* Aged 18 - 75", ["Inclusion criteria:", "", "* Adults", "* Aged 18 - 75"]),
]


@pytest.mark.parametrize(("text", "lines"), PARAGRAPHS)
def test_each_criterion_is_put_on_a_separate_line(text: str, lines: list[str]) -> None:
    layout, folded = lay_out(text, fold(text))
    assert len(layout) == len(folded) == len(text)
    got = [" ".join(line.split()) for line in layout.split("\n")]
    if "<" in text:
        got = [line for line in got if line]
    assert got == [" ".join(line.split()) for line in lines]


LONG = (
    "Adults with a carcinoma of the lung that a biopsy has shown and that no operation or radiation can remove for good"
)
LOST_BREAKS = [
    (f"* {LONG} * {LONG} * Prior PD-1 antibodies * Pregnancy", 4),
    (f"1. {LONG} 2. {LONG} 3. Prior PD-1 antibodies 4. Pregnancy", 4),
    (f"{LONG} - {LONG} - Prior PD-1 antibodies - Pregnancy", 4),
    (f"{LONG}~{LONG}~Prior PD-1 antibodies~Pregnancy", 4),
    (f"{LONG} Known allergies {LONG.lower()} Prior PD-1 antibodies for any cancer Pregnancy or nursing", 4),
    # Punctuation parts criteria already, and capitals in names begin none.
    (f"{LONG}. Known allergies; {LONG}: Prior PD-1 antibodies", 1),
    (f"{LONG} and Coronavirus Disease and the Health History Questionnaire and {LONG.lower()} and {LONG.lower()}", 1),
    # A short line is one criterion, whatever it holds.
    ("Adults * Prior PD-1 antibodies * Pregnancy", 1),
]


@pytest.mark.parametrize(("text", "count"), LOST_BREAKS)
def test_a_long_line_that_lost_its_breaks_is_parted(text: str, count: int) -> None:
    layout, folded = lay_out(text, fold(text))
    assert len(layout) == len(folded) == len(text)
    assert layout.count("\n") == count - 1


def test_headings_in_a_long_line_begin_and_end_one() -> None:
    text = f"Inclusion Criteria {LONG}. {LONG}. Key Exclusion Criteria: Prior PD-1 antibodies. Pregnancy"
    layout, _ = lay_out(text, fold(text))
    assert "\nKey Exclusion Criteria:\nPrior PD-1 antibodies. Pregnancy" in layout
    mention = f"{LONG} and {LONG}, if none of the Exclusion Criteria above and of the protocol applies to the patient"
    assert "\n" not in lay_out(mention, fold(mention))[0]


LAYOUTS = ["\n\n* ", " * ", " - ", "~", ". "]


@pytest.mark.parametrize("between", LAYOUTS)
def test_the_setting_does_not_depend_on_line_breaks(between: str) -> None:
    criteria = [
        "Inclusion Criteria:",
        LONG,
        "ECOG performance status of 0 or 1",
        "Exclusion Criteria:",
        "Use of steroids within 14 days of the first dose",
        "Prior treatment with PD-1 or PD-L1 antibodies",
        "Known infection with hepatitis B within 28 days of the first dose",
    ]
    verdicts, _ = read(setting_reader(), trial(between.join(criteria)))
    assert verdicts[0].label == "excluded"


@given(
    st.text(alphabet="ab1 -*~.():\n<>pIincluso critera", max_size=200).map(lambda text: f"Inclusion Criteria: {text}")
)
def test_layout_keeps_every_offset(text: str) -> None:
    layout, folded = lay_out(text, fold(text))
    assert len(layout) == len(folded) == len(text)
    assert all(new in (old, "\n", " ", "*") for old, new in zip(text, layout, strict=True))


def test_a_mention_of_the_criteria_is_no_heading() -> None:
    text = "Exclusion Criteria:\n\n* Harm beyond the inclusion criteria. Adults with lupus\n* Earlier PD-1 antibodies"
    assert lay_out(text, fold(text))[0] == text


HEADINGS = [
    "Exlusion Criteria:",
    "Excluison Critera",
    "INELIGIBLE PATIENTS:",
    "Non-eligibility criteria:",
    "Not eligible if:",
    "Who cannot join:",
    "Who cannot participate?",
    "You may not be able to take part if:",
    "Reasons for exclusion",
    "Patients will be excluded if:",
    "Disqualifying factors:",
    "Participants must not:",
    "Main criteria for exclusion",
    "__Exclusion__",
    "**Exclusion criteria**",
    "排除标准:",
    "除外基準",
    "제외 기준:",
    "Критерии исключения:",
    "Ausschlusskriterien:",
    "Criteri di esclusione:",
    "Kryteria wyłączenia:",
    "Exclusiecriteria",
    "Dışlama kriterleri:",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_varied_headings_open_the_exclusions(heading: str) -> None:
    text = f"Inclusion Criteria:\n\n* Adults\n\n{heading}\n\n* Earlier PD-1 antibodies"
    assert CriteriaOutline(text, fold(text)).section(len(text) - 1).kind == "exclusion"
    assert read(setting_reader(), trial(text))[0][0].label == "excluded"


LETTING_IN = [
    "ELIGIBLE PATIENTS:",
    "Who can join:",
    "Inlcusion Criteria:",
    "入选标准:",
    "Einschlusskriterien:",
    "Kryteria włączenia:",
    "Selection criteria",
]


@pytest.mark.parametrize("heading", LETTING_IN)
def test_varied_headings_open_the_inclusions(heading: str) -> None:
    text = f"Exclusion Criteria:\n\n* Stroke\n\n{heading}\n\n* Adults"
    assert CriteriaOutline(text, fold(text)).section(len(text) - 1).kind == "inclusion"


@pytest.mark.parametrize(
    "line", ["Patients with progression:", "Response criteria:", "Extension criteria", "Prior therapy"]
)
def test_other_short_lines_are_no_headings(line: str) -> None:
    text = f"Exclusion Criteria:\n\n{line}\n\n* Stroke"
    assert CriteriaOutline(text, fold(text)).section(len(text) - 1).kind == "exclusion"


ODD_NAMES = [
    "PD-\\[L\\]1 inhibitor",
    "PD-[L]1 inhibitor",
    "ａｎｔｉ－ＰＤ－１ antibody",
    "anti-PD\u00ad-1 antibody",
    "anti-PD\u200b-1 antibody",
    "anti-PD&#8209;1 antibody",
    "anti-PD-1&nbsp;antibody",
    "anti-РD-1 antibody",
    "anti-PD-L₁ antibody",
    "pembro\u00adlizumab",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_checkpoint_names_with_odd_characters_are_found(name: str) -> None:
    text = f"Inclusion Criteria:\n\n* Progressed on earlier {name}"
    verdict = read(setting_reader(), trial(text))[0][0]
    assert verdict.label == "required"
    for item in verdict.evidence:
        assert item.quote == text[item.start : item.end]
