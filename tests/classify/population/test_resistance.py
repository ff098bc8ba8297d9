"""Primary and acquired resistance, in sentences of our own."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.records.texts import (
    CONFIG,
    exclusion,
    inclusion,
    is_found,
    line_reader,
    read,
    resistance_reader,
    trial,
)
from tests.support.records.trials import classify, make_study
from trialscape.config.files.file_reader import read_toml
from trialscape.config.rules.setting_rules import ResistanceRules

CASES = [
    # text, label
    (inclusion("No response to nivolumab, or initially responding melanoma that progressed on nivolumab"), "both"),
    (inclusion("Progressed on nivolumab with or without an earlier response"), "unspecified"),
    (inclusion("Primary or acquired resistance to a PD-1 inhibitor"), "both"),
    (inclusion("Secondary or primary resistance to checkpoint inhibitors"), "both"),
    (inclusion("Scan within 12 weeks of nivolumab (refractory disease) or later than that (late relapse)"), "both"),
    (inclusion("Primary resistance to anti-PD-1 therapy"), "primary"),
    (inclusion("Primary failure of a PD-1 inhibitor, or secondary failure after a benefit"), "both"),
    (inclusion("Secondary failure of nivolumab"), "acquired"),
    (inclusion("Nivolumab had kept the disease stable for half a year before it progressed"), "acquired"),
    (inclusion("Nivolumab worked for at least 24 weeks and then failed"), "acquired"),
    (inclusion("Group 1: no response to nivolumab", "Group 2: response to nivolumab and later growth"), "both"),
    (inclusion("Grew within 12 weeks of starting nivolumab"), "primary"),
    (inclusion("The tumour shrank on nivolumab at first and grew later"), "acquired"),
    (inclusion("The tumour shrank on osimertinib at first and grew later"), "unspecified"),
    (inclusion("Relapse after response to a PD-1 antibody"), "acquired"),
    (inclusion("Refractory to nivolumab from the start (primary) or resistant later (acquired)"), "both"),
    (inclusion("Progressive disease as best response to nivolumab"), "primary"),
    (inclusion("Primary failure of platinum; nivolumab was given later"), "unspecified"),
    (inclusion("Best response of progressive disease on a PD-1 inhibitor"), "primary"),
    (inclusion("Acquired resistance to immune checkpoint blockade"), "acquired"),
    (inclusion("Nivolumab with a partial response followed by progression"), "acquired"),
    (inclusion("Documented clinical benefit from an anti-PD-L1 antibody"), "acquired"),
    (exclusion("Primary resistance to pembrolizumab"), "acquired"),
    (inclusion("Progressed on a PD-1 inhibitor"), "unspecified"),
    (inclusion("Relapsed or refractory to anti-PD-1 therapy"), "unspecified"),
    (inclusion("Acquired resistance to osimertinib, and no anti-PD-1 therapy"), "unspecified"),
    (inclusion("Primary platinum-resistant disease"), "unspecified"),
    (exclusion("Primary or secondary resistance to a PD-1 inhibitor"), "unspecified"),
    (
        inclusion("Progression within 12 weeks of an anti-PD-1 drug (primary ICI resistance) is not eligible"),
        "unspecified",
    ),
    (inclusion("Those with acquired resistance to nivolumab cannot be enrolled"), "unspecified"),
    (inclusion("Those with acquired resistance to nivolumab are eligible, others are not eligible"), "acquired"),
    (inclusion("Remission on nivolumab, with relapse thereafter"), "acquired"),
    (inclusion("Response to cisplatin, with relapse thereafter; pembrolizumab never given"), "unspecified"),
    (inclusion("Pembrolizumab for nine months or longer until progression"), "acquired"),
    (inclusion("Pembrolizumab for nine months or longer, stopped because of toxicity"), "unspecified"),
    (inclusion("First-line nivolumab with a progression-free survival of more than 8 months"), "acquired"),
    (inclusion("Response to nivolumab that was lost under maintenance"), "acquired"),
    (inclusion("Resistance to nivolumab that arose after a year of control"), "acquired"),
    (inclusion("Progression at the very first scan on nivolumab"), "primary"),
    (inclusion("The tumour never shrank on nivolumab"), "primary"),
    (inclusion("On nivolumab the tumour never shrank, or grew again after it had shrunk"), "both"),
    (
        inclusion("Benefit from nivolumab and treatment in a later line after progression on chemotherapy"),
        "unspecified",
    ),
    (inclusion("Lost response to nivolumab after half a year"), "acquired"),
    (inclusion("Partial response to pembrolizumab with late progression"), "acquired"),
    (inclusion("Complete response on nivolumab, with a delayed relapse"), "acquired"),
    (
        inclusion("Remission under nivolumab with eventual progression, having shrunk on nivolumab and later grown"),
        "acquired",
    ),
    (inclusion("Stage IV with late progression on nivolumab"), "unspecified"),
    (inclusion("No response to nivolumab with later progression"), "primary"),
    (inclusion("Progression on a PD-1 antibody after CR or PR"), "acquired"),
    (inclusion("Relapse on pembrolizumab following a complete or partial remission"), "acquired"),
    (inclusion("Group A: nivolumab without any response", "Group B: progression on nivolumab after a PR"), "both"),
    (inclusion("Progression on platinum after PR; nivolumab was given later"), "unspecified"),
    (inclusion("Progression on a PD-1 antibody after surgery"), "unspecified"),
    (inclusion("Response lasting over eight months to nivolumab, then new metastases"), "acquired"),
    (inclusion("Late relapse on nivolumab, having responded first"), "acquired"),
    (inclusion("Loss of response to cisplatin; platinum must precede nivolumab"), "unspecified"),
    (inclusion("Resistance to PD-1 inhibitors, be it primary or secondary"), "both"),
    (inclusion("De novo or acquired resistance to immunotherapy"), "both"),
    (inclusion("Progression on nivolumab within two months, never having responded"), "primary"),
    (inclusion("No loss of response to nivolumab"), "unspecified"),
    ("", "unspecified"),
    (inclusion("Primary drug-resistance to PD-1 inhibitor"), "primary"),
    (inclusion("Best efficacy of PD on PD-1 inhibitor"), "primary"),
    (inclusion("PD as the best efficacy of the PD-1 inhibitor"), "primary"),
    (inclusion("Best curative effect of nivolumab was PD"), "primary"),
    (inclusion("SD of more than 6 months on PD-1 inhibitor as the best curative effect and PD afterwards"), "acquired"),
    (inclusion("CR or PR with nivolumab and then drug resistance"), "acquired"),
    (inclusion("nivolumab never brought a response"), "primary"),
    (inclusion("nivolumab brought a response, which was followed by relapse"), "acquired"),
    (inclusion("Acquired drug resistance to osimertinib; no prior nivolumab"), "unspecified"),
    (inclusion("Primary drug resistance to platinum. Nivolumab is allowed"), "unspecified"),
    (inclusion("Immune primary resistance (PFS < 3 months on anti-PD-1)"), "primary"),
    (inclusion("Immune secondary resistance to PD-1"), "acquired"),
    (inclusion("chemotherapy never brought remission; immunotherapy follows"), "unspecified"),
]


@pytest.mark.parametrize(("eligibility", "label"), CASES)
def test_resistance_of_criteria(eligibility: str, label: str) -> None:
    verdicts, _ = read(resistance_reader(), trial(eligibility))
    assert [verdict.label for verdict in verdicts] == [label]
    assert verdicts[0].is_default is (label == "unspecified")


def test_primary_and_acquired_in_different_cohorts_give_both() -> None:
    text = inclusion("Cohort 1: primary resistance to PD-1 drugs", "Cohort 2: acquired resistance to PD-1 drugs")
    verdicts, _ = read(resistance_reader(), trial(text))
    assert verdicts[0].label == "both"
    assert [evidence.quote for evidence in verdicts[0].evidence] == ["primary resistance", "acquired resistance"]


def test_resistance_without_a_checkpoint_inhibitor_nearby_is_rejected() -> None:
    verdicts, defeats = read(resistance_reader(), trial(inclusion("Acquired resistance to a hedgehog inhibitor")))
    assert verdicts[0].is_default
    assert [defeat.label for defeat in defeats] == ["acquired"]
    assert "No checkpoint inhibitor" in defeats[0].why


@pytest.mark.parametrize(("condition", "label"), [("Hodgkin lymphoma", "unspecified"), ("Melanoma", "primary")])
def test_a_primary_refractory_blood_cancer_did_not_respond_to_chemotherapy(condition: str, label: str) -> None:
    criteria = (
        "Inclusion:\n* Earlier PD-1 antibodies are permitted\n* Some patients may have primary refractory disease"
    )
    assert classify(make_study(conditions=(condition,), eligibility=criteria)).label("resistance") == label


def test_titles_on_mechanisms_of_resistance_are_unspecified() -> None:
    study = trial(title="Mechanisms of primary and acquired resistance to PD-1 inhibitors")
    assert read(resistance_reader(), study)[0][0].label == "unspecified"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("6 months", "6 months, the same as the consensus threshold of 26 weeks"),
        ("12 weeks", "12 weeks, shorter than the consensus threshold of 26 weeks"),
        ("twelve months", "twelve months, longer than the consensus threshold of 26 weeks"),
        ("26 weeks", "26 weeks, the same as the consensus threshold of 26 weeks"),
    ],
)
def test_a_printed_limit_is_compared_with_the_consensus(limit: str, words: str) -> None:
    text = inclusion(f"Acquired resistance after a response of {limit} on anti-PD-1 therapy")
    verdicts, _ = read(resistance_reader(), trial(text))
    assert verdicts[0].evidence[0].term == words


def test_resistance_is_unspecified_outside_oncology() -> None:
    study = trial(inclusion("Primary resistance to pembrolizumab"), condition="Eczema")
    assert read(resistance_reader(), study)[0][0].is_default


def test_an_expression_with_an_unknown_part_is_refused() -> None:
    rules, _ = read_toml(CONFIG / "axes" / "resistance.toml", ResistanceRules, file="axes/resistance.toml")
    assert rules is not None
    with pytest.raises(ValueError, match="parts that do not exist"):
        ResistanceRules.model_validate(rules.model_dump() | {"parts": {}})
    later = {"first": "%second%", **rules.parts, "second": "x"}
    with pytest.raises(ValueError, match="the part first names parts that do not stand before it: second"):
        ResistanceRules.model_validate(rules.model_dump() | {"parts": later})


WORDS = st.sampled_from(
    "primary acquired or resistance to PD-1 first-line no prior systemic therapy progressed on two lines ( ) . ; : * "
    "refractory untreated Exclusion Criteria: response followed by progression 6 months at least ≥ İ".split(" ")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from([" ", "\n"]), st.text(max_size=60))
def test_every_quotation_is_found_at_its_offsets(words: list[str], glue: str, noise: str) -> None:
    study = trial(glue.join(words) + noise, title=" ".join(words[:15]) or "A study")
    for reader in (resistance_reader(), line_reader()):
        verdicts, defeats = read(reader, study)
        quoted = [item for verdict in verdicts for item in verdict.evidence]
        quoted.extend(item for defeat in defeats for item in defeat.evidence)
        assert all(is_found(study, item) for item in quoted)
        assert all(bool(verdict.evidence) is not verdict.is_default for verdict in verdicts)


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Had disease control on pembrolizumab for half a year and then progressed", "acquired"),
        ("Responded to nivolumab before the disease progressed on it", "acquired"),
        ("Progression on nivolumab after at least 8 months of benefit", "acquired"),
        ("Growth on anti-PD-1 therapy following an initial response", "acquired"),
        ("Progression on pembrolizumab in patients who never responded", "primary"),
        ("Progressed within 4 months of starting an anti-PD-1 antibody", "primary"),
        ("Best response to pembrolizumab was progressive disease", "primary"),
        ("No response to PD-1 blockade, or relapse after an initial response to it", "both"),
        ("Stable for half a year on nivolumab with benefit, then progression", "acquired"),
        ("Relapsed after having responded to nivolumab", "acquired"),
        ("Progression at the first scan on pembrolizumab", "primary"),
        ("Never derived any benefit from nivolumab", "primary"),
        ("Failure without response, or after benefit, of nivolumab", "both"),
        ("Progression on a PD-1 inhibitor after chemotherapy", "unspecified"),
        ("Progressed within 4 months of the last dose of nivolumab", "unspecified"),
        # The therapy that the resistance is to decides, not one in the next line.
        ("Acquired resistance to erlotinib\n* Prior nivolumab is permitted", "unspecified"),
        ("Primary refractory to anthracyclines\n* Later progression on nivolumab", "unspecified"),
        ("Treated with pembrolizumab\n* Acquired resistance to it", "acquired"),
        # Benefit, time and early failure in further words; other therapies
        ("Progression on nivolumab no sooner than 24 weeks after the first dose", "acquired"),
        ("Disease progression on pembrolizumab that occurred more than 6 months after it was started", "acquired"),
        ("At least 6 months on PD-1 therapy without progression, then progression", "acquired"),
        (
            (
                "Prior PD-1 inhibitor for 6 months or more with CR, PR or SD as best response, and "
                "progressive disease thereafter"
            ),
            "acquired",
        ),
        ("Progression on anti-PD-L1 after a minimum of 24 weeks of disease control", "acquired"),
        ("Time from start of nivolumab to progression of at least 6 months", "acquired"),
        ("Patients who were on pembrolizumab for > 6 months before disease progression", "acquired"),
        (
            "Received an immune checkpoint inhibitor for at least 6 months with clinical benefit prior to progression",
            "acquired",
        ),
        (
            (
                "Best response of CR, PR or SD (lasting 6 months or longer) to PD-1 therapy, followed by "
                "radiographic progression"
            ),
            "acquired",
        ),
        ("Had a confirmed response to anti-PD-1 therapy that was subsequently lost", "acquired"),
        ("Initial tumor shrinkage on nivolumab with later regrowth", "acquired"),
        (
            "Radiographic progression on pembrolizumab following a period of benefit of not less than half a year",
            "acquired",
        ),
        ("Documented durable benefit (6 months or longer) from anti-PD-1 prior to progressing", "acquired"),
        ("Progressive disease at the first scan on nivolumab", "primary"),
        ("Progression on pembrolizumab within the first 12 weeks, without a prior response", "primary"),
        ("No response to PD-1 inhibitor; progressed within 6 months of starting it", "primary"),
        ("Progression on nivolumab within 6 months of the last dose", "unspecified"),
        ("Progression on nivolumab; at least 6 months since completion of radiation", "unspecified"),
        ("Received nivolumab for at least 6 weeks and progressed", "unspecified"),
        ("Cohort A: primary resistance to PD-1 inhibitors; Cohort B: secondary resistance", "both"),
        ("Resistance to anti-PD-1 therapy, either upfront or after an initial benefit", "both"),
        ("Failure of nivolumab from the outset (PD at first scan) or after a response", "both"),
        (
            "Refractory to pembrolizumab (no response, PD as best response) or relapsed after responding to it",
            "both",
        ),
        (
            (
                "Progression on anti-PD-1: primary resistance (progression within 6 months) or acquired "
                "resistance (progression after 6 months of benefit)"
            ),
            "both",
        ),
        (
            "Group 1: never responded to PD-1 therapy. Group 2: responded to PD-1 therapy and then progressed",
            "both",
        ),
        ("PD-1 inhibitor failure, both intrinsic and acquired", "both"),
        (
            "Patients may have had no benefit from nivolumab at any time, or benefit followed by progression",
            "both",
        ),
        ("Two strata: progression on PD-1 as best response vs progression after CR/PR/SD > 6 months", "both"),
        ("Progressed on osimertinib after an initial response\n* Prior immunotherapy is allowed", "unspecified"),
        (
            "Best response to first-line chemotherapy was progressive disease\n* Prior nivolumab is allowed",
            "unspecified",
        ),
        ("Secondary resistance to enzalutamide; no prior PD-1 inhibitor", "unspecified"),
        ("Intrinsic resistance to anti-EGFR antibodies\n* Checkpoint inhibitors are permitted", "unspecified"),
        (
            "Progressed on pembrolizumab\n* Disease control for at least 6 months preceded this progression",
            "acquired",
        ),
        ("Progressed on pembrolizumab\n* Best response was progressive disease", "primary"),
        ("Acquired resistance to a PD-1 inhibitor; EGFR-mutated tumors are eligible after a TKI", "acquired"),
        (
            ("Progression on pembrolizumab after an initial complete or partial response lasting at least 6 months"),
            "acquired",
        ),
        (
            (
                "Patients must have derived clinical benefit (CR, PR or SD for 6 months or longer) from "
                "anti-PD-1 therapy before progressing"
            ),
            "acquired",
        ),
        ("Had stable disease or better for at least 24 weeks on atezolizumab, and has since progressed", "acquired"),
        ("Documented partial response to nivolumab with subsequent progression during treatment", "acquired"),
        ("Progressed after having been controlled by a PD-1 inhibitor for half a year or longer", "acquired"),
        ("Received pembrolizumab for 6 months or more until radiographic progression", "acquired"),
        ("Late progression (more than 6 months after the first dose) on an immune checkpoint inhibitor", "acquired"),
        ("Prior response to ipilimumab and nivolumab that was then lost", "acquired"),
        ("Disease on PD-1 therapy was controlled for > 6 months prior to progression", "acquired"),
        ("Tumor regressed on nivolumab, only to grow back during continued treatment", "acquired"),
        (
            (
                "Duration of prior PD-1 therapy of at least 6 months without progression, followed by "
                "progression on therapy"
            ),
            "acquired",
        ),
        ("Relapse on durvalumab following a radiological response", "acquired"),
        ("Initial benefit from nivolumab of at least 6 months' duration, and progression thereafter", "acquired"),
        ("Time to progression on the checkpoint inhibitor was 6 months or longer", "acquired"),
        ("Progression within 3 months of the first dose of nivolumab", "primary"),
        ("Best response to anti-PD-1 therapy: progressive disease", "primary"),
        ("Disease growing from the outset of pembrolizumab treatment", "primary"),
        ("PD at the first restaging on ipilimumab and nivolumab", "primary"),
        ("Progressed on atezolizumab without having had any response", "primary"),
        ("Patients whose melanoma did not respond at all to nivolumab and progressed within 12 weeks", "primary"),
        ("No tumor shrinkage at any time on PD-1 blockade", "primary"),
        ("Primary progression on pembrolizumab, i.e. growth at the first evaluation", "primary"),
        ("Progressed on or after nivolumab", "unspecified"),
        ("Progression on nivolumab, confirmed by a second scan at least 4 weeks later", "unspecified"),
        ("Disease progression within 12 weeks after the last dose of pembrolizumab", "unspecified"),
        ("Failed anti-PD-1 therapy given for at least two doses", "unspecified"),
        ("Prior response to PD-1 therapy is allowed", "unspecified"),
        ("Stable disease for at least 6 months on pembrolizumab", "unspecified"),
        (
            (
                "Both primary refractory and initially responding patients who later progressed on PD-1 "
                "inhibitors are included"
            ),
            "both",
        ),
        (
            (
                "Arm A: no objective response to anti-PD-1 therapy. Arm B: progression after objective "
                "response to anti-PD-1 therapy"
            ),
            "both",
        ),
        ("Patients with innate or acquired resistance to nivolumab", "both"),
        (
            (
                "Progression on nivolumab: either within 6 months of the start (primary) or later than that "
                "after disease control (secondary)"
            ),
            "both",
        ),
        ("Stratified by resistance to PD-1 inhibitors (primary vs secondary)", "both"),
        ("Never responded to pembrolizumab, or responded and then relapsed", "both"),
        ("Two cohorts - de novo resistant to anti-PD-1; and resistant after initial response", "both"),
        (
            (
                "Tumours may have been refractory to checkpoint blockade from the beginning or may have "
                "relapsed after responding"
            ),
            "both",
        ),
        (
            (
                "Early failure (best response PD on anti-PD-1) and late failure (progression after CR, PR "
                "or SD of 6 months) are both eligible"
            ),
            "both",
        ),
        (
            (
                "Resistance to PD-1 blockade is classed as primary when progression came within 6 months "
                "and as acquired when it came later"
            ),
            "both",
        ),
        ("Cohort 1: PD as best response to ICI; cohort 2: PD after ICI benefit of at least 6 months", "both"),
        ("Progression on cetuximab after an initial response; PD-1 inhibitors allowed", "unspecified"),
        (
            ("Initial response to platinum for more than 6 months, then relapse\n* Prior pembrolizumab permitted"),
            "unspecified",
        ),
        ("Primary resistance to BRAF inhibitors\n* Received nivolumab earlier", "unspecified"),
        ("Acquired resistance to an aromatase inhibitor\n* No prior checkpoint inhibitor", "unspecified"),
        ("De novo resistance to lenalidomide\n* Prior anti-PD-1 is permitted", "unspecified"),
        ("Resistance acquired under sunitinib or pazopanib\n* Nivolumab afterwards is permitted", "unspecified"),
        (
            ("Best response to last chemotherapy was progressive disease\n* At least 28 days since any PD-1 inhibitor"),
            "unspecified",
        ),
        (
            (
                "Hormone-refractory disease that responded for at least 12 months and then progressed\n* "
                "Atezolizumab in the past is acceptable"
            ),
            "unspecified",
        ),
        ("Relapse more than 6 months after the end of docetaxel\n* Prior avelumab permitted", "unspecified"),
        ("Progression more than 6 months after chemoradiation\n* Prior durvalumab is allowed", "unspecified"),
        ("Primary resistance to pembrolizumab\n* Acquired resistance to osimertinib is permitted", "primary"),
        ("Acquired resistance to durvalumab\n* Primary platinum-resistance is permitted", "acquired"),
    ],
)
def test_resistance_in_varied_wordings(sentence: str, label: str) -> None:
    assert read(resistance_reader(), trial(inclusion(sentence)))[0][0].label == label


@pytest.mark.parametrize("unit", ["c", "progress", "relaps", "resistan", "respon", "fail"])
def test_the_time_to_read_one_long_word_grows_with_its_length(unit: str) -> None:
    reader = resistance_reader()
    # The other words make every rule on progression, and the search for other therapies, read the word.
    frame = "* Primary resistance, never responded, progression early, then later before benefit lost: {}"
    times = []
    for size in (2_500, 20_000):
        study = trial(inclusion(frame.format(unit * (size // len(unit)))))
        began = time.process_time()
        read(reader, study)
        times.append(time.process_time() - began)
    # Eight times the length; where time grew with its square, the longer word took up to fifteen seconds.
    assert times[1] < 16 * times[0] + 0.5


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (
            "Patients whose melanoma never responded to nivolumab, and others who lost a response, will be treated.",
            "both",
        ),
        ("The study enrolls patients with acquired resistance to pembrolizumab.", "acquired"),
        ("Many patients have acquired resistance to pembrolizumab.", "unspecified"),
        ("The study examines mechanisms of acquired resistance to pembrolizumab.", "unspecified"),
    ],
)
def test_a_summary_may_say_what_kind_of_resistance_the_patients_have(summary: str, expected: str) -> None:
    assert classify(make_study("QX-1 in Melanoma", brief_summary=summary)).label("resistance") == expected
