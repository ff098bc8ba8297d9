"""The layout of a text that its sponsor did not mean changes no label, and evidence quotes the original text."""

import json
import textwrap
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records.trials import classify
from trialscape.classify.text_cuts import cuts_of_name, cuts_of_text
from trialscape.classify.tidied_texts import Tidied, tidied
from trialscape.study.model import Arm, Intervention, Study
from trialscape.verdict import Classification

CRITERIA = """Inclusion Criteria:

* Histologically confirmed melanoma that cannot be removed by surgery or has spread to other organs
* Disease progression during treatment with an anti-PD-1 antibody, given alone or together with ipilimumab. A
  second scan must confirm it.
* ECOG performance status of 0 or 1

Exclusion Criteria:

* Previous treatment with a LAG-3 antibody. Patients who took part in another study of vaccines may enter.
* Active autoimmune disease that was treated with steroids during the last two years
"""


def study(criteria: str = CRITERIA, name: str = "Nivolumab", condition: str = "Metastatic melanoma") -> Study:
    return Study(
        "NCT00000001",
        brief_title="Nivolumab after progression",
        conditions=(condition,),
        arms=(Arm("Nivolumab", "EXPERIMENTAL", "", (name,)),),
        interventions=(Intervention(name, "DRUG", "", ("Nivolumab",)),),
        eligibility=criteria,
    )


def labels(result: Classification) -> set[tuple[str, str]]:
    return {(verdict.axis, verdict.label) for verdict in result.verdicts}


def items(text: str) -> list[str]:
    return [" ".join(item.split()) for item in text.replace("\n  ", " ").split("\n") if item]


def wrapped(text: str) -> str:
    """Return the criteria as old exports of the registry have them: lines of 75 characters with an indent."""
    blocks = []
    for item in items(text):
        first, rest = ("          -  ", " " * 13) if item.startswith("* ") else (" " * 8, " " * 8)
        lines = textwrap.wrap(item.removeprefix("* "), 75, initial_indent=first, subsequent_indent=rest)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


LAYOUTS: list[Callable[[str], str]] = [
    wrapped,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("* ", "*\t"),
    lambda text: text.replace("\n", "\\n"),
    lambda text: " | ".join(item.removeprefix("* ") for item in items(text)),
    lambda text: json.dumps(items(text)),
    lambda text: repr(items(text)),
    str.lower,
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_criteria_changes_no_label(layout: Callable[[str], str]) -> None:
    expected = labels(classify(study()))
    assert {("ici_setting", "required"), ("act", "none"), ("cancer", "melanoma")} <= expected
    other = study(layout(CRITERIA))
    result = classify(other)
    assert labels(result) == expected
    quotes = [item for verdict in result.verdicts for item in verdict.evidence if item.field == "eligibility"]
    assert quotes
    assert all(item.quote == other.eligibility[item.start : item.end] for item in quotes)


@pytest.mark.parametrize("name", [' "Nivolumab"', "Nivolumab.", "\u00a0Nivolumab ", "Nivolumab\t"])
def test_signs_around_a_name_change_no_label(name: str) -> None:
    result = classify(study(name=name, condition="Metastatic  melanoma"))
    assert labels(result) == labels(classify(study()))
    found = [item for verdict in result.verdicts for item in verdict.evidence if item.field == "interventions[0].name"]
    assert found
    assert all(name[item.start : item.end] == item.quote == "Nivolumab" for item in found)


@pytest.mark.parametrize("name", ["Placebo.", "'Placebo'", "Placebo ;"])
def test_a_placebo_is_known_whatever_stands_around_it(name: str) -> None:
    record = study()
    listed = (*record.interventions, Intervention(name, "DRUG"))
    assert "other" not in classify(replace(record, interventions=listed)).labels("modality")


def test_a_semicolon_without_a_blank_ends_a_sentence() -> None:
    text = "Inclusion Criteria:\n\n* No prior chemotherapy;must have progressed on an anti-PD-1 antibody"
    result = classify(study(text))
    assert result.label("ici_setting") == "required"
    quotes = [item for verdict in result.verdicts for item in verdict.evidence if item.field == "eligibility"]
    assert [text[item.start : item.end] for item in quotes] == [item.quote for item in quotes]


@pytest.mark.parametrize("name", ['"Docetaxel"', "“Docetaxel”", "'Docetaxel' infusion", "Docetaxel."])
def test_an_arm_keeps_its_drug_whatever_stands_around_the_name(name: str) -> None:
    record = replace(
        study(),
        arms=(
            Arm("A", "EXPERIMENTAL", "", ("Drug: Tiragolumab",)),
            Arm("B", "ACTIVE_COMPARATOR", "", (f"Drug: {name}",)),
        ),
        interventions=(Intervention("Tiragolumab", "DRUG"), Intervention(name, "DRUG")),
        brief_title="Tiragolumab",
    )
    assert classify(record).labels("modality") == ["tigit"]


def test_labels_that_differ_only_in_a_sign_stay_apart() -> None:
    record = replace(
        study(),
        arms=(Arm("Arm A", "EXPERIMENTAL"), Arm("Arm A.", "ACTIVE_COMPARATOR")),
        interventions=(
            Intervention("Tiragolumab", "DRUG", "", ("Arm A",)),
            Intervention("Docetaxel", "DRUG", "", ("Arm A.",)),
        ),
        brief_title="Tiragolumab",
    )
    assert classify(record).labels("modality") == ["tigit"]


# Short lines that are items of a list, one bar in a sentence, and signs that belong to a name.
UNCHANGED = [
    "Cohort 1:\nnivolumab\nipilimumab\nrelatlimab and nivolumab\nno earlier treatment",
    "Inclusion Criteria:\n\n* Adults\n* Melanoma of stage III or IV that no operation can remove\n* ECOG 0 or 1",
    "PD-L1 of 1 % or more | 22C3 assay counts",
    "Criteria:\n  * Adults\n    * aged 18 to 75 years",
    "['not', 'a list'",
    "Platelets &gt;100 and &lt;1000; no fever; PD-L1;TMB",
]


@pytest.mark.parametrize("text", UNCHANGED)
def test_a_text_that_its_sponsor_laid_out_stays(text: str) -> None:
    assert cuts_of_text(text) == []


@pytest.mark.parametrize("name", ["IL-2", "5-FU (fluorouracil)", "...", '"', "anti-PD-1 'nivolumab' infusion"])
def test_a_name_keeps_its_own_signs(name: str) -> None:
    assert cuts_of_name(name) == []


def test_a_tidy_study_is_returned_as_it_is() -> None:
    record = study("* Adults")
    assert tidied(record).study is record


SIGNS = st.text(alphabet="ab .*|\\n\n\t\u00a0'\"[],;", max_size=200)


@given(SIGNS, st.booleans())
def test_each_kept_character_is_found_again_in_the_original(text: str, is_name: bool) -> None:
    plain = text.replace("\u00a0", " ").replace("\t", " ")
    if not plain:
        return
    cuts = cuts_of_name(plain) if is_name else cuts_of_text(plain)
    made = Tidied(text, plain, cuts)
    assert all(one.stop <= other.start for one, other in pairwise(cuts))
    kept = [place for place in range(len(plain)) if not any(cut.start <= place < cut.stop for cut in cuts)]
    found = [made.place(place) for place in range(len(made.text))]
    assert found == sorted(found)
    assert set(kept) <= set(found)
    for place, origin in enumerate(found):
        assert made.text[place] == plain[origin] or any(cut.start <= origin < cut.stop for cut in cuts)


@pytest.mark.parametrize("name", ["PD- 1", "PD- L1", "PD- (L)1", "CTLA- 4", "IL- 2"])
def test_a_blank_behind_the_hyphen_of_an_abbreviation_is_cut(name: str) -> None:
    whole = tidied(study(f"Inclusion Criteria:\n\n* Progressed on {name} therapy")).study.eligibility
    assert whole.endswith(f"Progressed on {name.replace(' ', '')} therapy")


@pytest.mark.parametrize("text", ["phase I- 2 weeks", "Grade- 2 toxicity", "PD- any value"])
def test_other_hyphens_keep_their_blank(text: str) -> None:
    assert text == tidied(study(text)).study.eligibility


def test_a_line_goes_on_behind_a_preposition_whatever_follows() -> None:
    text = (
        "Inclusion Criteria:\n\n1. Cohort 1 has advanced solid tumours and may have had any number of the\n"
        "standard treatments, and none of the patients has been treated with\nany PD-1 antibody, as the records of the"
        " referring hospital show; and\ncohort 2 has the same kinds of disease, with disease progression on\n"
        "PD-1 antibodies\n2. Age of 18 years or older"
    )
    assert classify(study(text)).label("ici_setting") == "required"
