"""The same under another name or in other signs is no change, or one of low materiality; what differs is one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.changes.test_changes import found, lens, text
from tests.support.records.trials import config
from trialscape.changes.materiality import weigh
from trialscape.study.model import Sponsor
from trialscape.study.text import plain_line, plain_signs


def weighed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
    """Return the materiality of each kind of change."""
    return {change.kind: weigh(change, config().changes)[0] for change in found(before, after)}


def sponsored(name: str, agency_class: str) -> dict[str, Any]:
    lead = {"name": name, "class": agency_class}
    return {"extra": {"sponsorCollaboratorsModule": {"leadSponsor": lead}}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Iovance Biotherapeutics, Inc.", "Iovance Biotherapeutics Inc"),
        ("Sun Yat-sen University", "SUN YAT-SEN UNIVERSITY"),
        ("Memorial Sloan Kettering Cancer Center", "Memorial Sloan-Kettering Cancer Center"),
        ("National Cancer Institute (NCI)", "National Cancer Institute"),
        ("Centre Leon Berard", "Centre Léon Bérard"),
        ("Assistance Publique - Hôpitaux de Paris", "Assistance Publique Hopitaux De Paris"),
        ("Example Biologics Co., Ltd.", "The Example Biologics Company"),
    ],
)
@pytest.mark.parametrize("agency_class", ["INDUSTRY", "OTHER"])
def test_a_respelt_sponsor_is_no_change(before: str, after: str, agency_class: str) -> None:
    assert weighed(sponsored(before, agency_class), sponsored(after, agency_class)) == {}


@pytest.mark.parametrize(
    ("before", "after", "agency_class"),
    [
        ("Hoffmann-La Roche", "Genentech, Inc.", "INDUSTRY"),
        ("Celgene", "Bristol-Myers Squibb", "INDUSTRY"),
        ("Tesaro, Inc.", "GSK plc", "INDUSTRY"),
        ("MedImmune LLC", "AstraZeneca AB", "INDUSTRY"),
        ("Akeso", "Akeso Biopharma Co., Ltd.", "INDUSTRY"),
        ("Gustave Roussy, Cancer Campus, Grand Paris", "Gustave Roussy", "OTHER"),
        ("M.D. Anderson Cancer Center", "The University of Texas MD Anderson Cancer Center", "OTHER"),
    ],
)
def test_another_name_of_the_same_organisation_or_owner_is_of_low_materiality(
    before: str, after: str, agency_class: str
) -> None:
    assert weighed(sponsored(before, agency_class), sponsored(after, agency_class)) == {"sponsor": "low"}


@pytest.mark.parametrize(
    ("before", "after", "agency_class"),
    [
        ("Iovance Biotherapeutics, Inc.", "Gilead Sciences", "INDUSTRY"),
        ("Akeso", "Summit Therapeutics", "INDUSTRY"),
        ("Merck Sharp & Dohme LLC", "Merck KGaA, Darmstadt, Germany", "INDUSTRY"),
        ("Fudan University", "Fujian Medical University", "OTHER"),
        ("University Hospital", "University Hospital, Basel", "OTHER"),
        ("Cancer Institute", "National Cancer Institute, Naples", "OTHER"),
        ("Children's Hospital", "Riverside Children's Hospital", "OTHER"),
        ("Affiliated Hospital", "Affiliated Hospital of Riverside University", "OTHER"),
        # Names that consist of legal forms alone.
        ("AB", "SAS", "INDUSTRY"),
        ("The Company", "", "INDUSTRY"),
    ],
)
def test_a_sponsor_of_another_owner_is_of_high_materiality(before: str, after: str, agency_class: str) -> None:
    assert weighed(sponsored(before, agency_class), sponsored(after, agency_class)) == {"sponsor": "high"}


def test_a_collaborator_under_another_name_neither_joins_nor_leaves() -> None:
    assert weighed({"collaborators": ["Celgene"]}, {"collaborators": ["Celgene Corporation"]}) == {}
    assert weighed({"collaborators": ["Celgene"]}, {"collaborators": ["Gilead Sciences"]}) == {
        "collaborators": "medium"
    }


def test_each_collaborator_gets_one_new_name() -> None:
    known = lens().organisations
    merged = known.renamed([Sponsor("Celgene"), Sponsor("Juno Therapeutics")], [Sponsor("Bristol-Myers Squibb")])
    assert merged == {"Celgene": "Bristol-Myers Squibb"}
    listed_twice = known.renamed([Sponsor("Celgene"), Sponsor("Celgene")], [Sponsor("BMS"), Sponsor("Celgene Corp.")])
    assert listed_twice == {"Celgene": "BMS"}


def treated(name: str, *other_names: str, label: str = "Arm 1", given: str = "Drug") -> dict[str, Any]:
    treatment = {"type": given.upper(), "name": name, "otherNames": list(other_names)}
    arm = {"label": label, "type": "EXPERIMENTAL", "interventionNames": [f"{given}: {name}"]}
    return {"extra": {"armsInterventionsModule": {"armGroups": [arm], "interventions": [treatment]}}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (treated("SHR-1210"), treated("Camrelizumab")),
        (treated("BMS-936558 injection"), treated("Nivolumab Injection")),
        (treated("BGB-A317"), treated("Tislelizumab (BGB-A317)")),
        (treated("anti-PD-1 antibody pembrolizumab"), treated("KEYTRUDA")),
        (
            treated("T-VEC", label="T-VEC alone"),
            treated("Talimogene laherparepvec", label="Talimogene laherparepvec alone"),
        ),
        # Codes that the vocabulary lacks: the record itself gives the other name.
        (treated("QX-901"), treated("Examplimab", "QX-901")),
        (treated("QX-901", "examplimab"), treated("Examplimab")),
        (treated("Placebo for MK-3475"), treated("Pembrolizumab placebo")),
        (treated("89Zr-nivolumab"), treated("[89Zr]Zr-BMS-936558")),
        (treated("Lifileucel", given="Drug"), treated("Lifileucel", given="Biological")),
    ],
)
def test_a_treatment_under_another_name_is_of_low_materiality(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert weighed(before, after) == {"interventions": "low"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (treated("Tremelimumab"), treated("Ipilimumab")),
        (treated("Relatlimab"), treated("Relatlimab and nivolumab")),
        (treated("QX-901"), treated("QX-902")),
        (treated("Pembrolizumab"), treated("Placebo for pembrolizumab")),
        (treated("MK-3475"), treated("Pembrolizumab plus QX-901")),
        # A tracer shows the tumour and does not treat it.
        (treated("Nivolumab"), treated("89Zr-nivolumab")),
        (treated("Zirconium-89 girentuximab"), treated("Girentuximab")),
        (treated("68Ga-NODAGA-trastuzumab"), treated("Herceptin")),
        (treated("Pembrolizumab + QX-901"), treated("Pembrolizumab + QX-902")),
    ],
)
def test_another_treatment_is_of_high_materiality(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert weighed(before, after)["interventions"] == "high"


def test_an_arm_that_merges_with_another_is_lost() -> None:
    both = [("EXPERIMENTAL", f"Arm A {name}", ()) for name in ("MK-3475", "pembrolizumab")]
    (change,) = found({"arms": both}, {"arms": [("EXPERIMENTAL", "Arm A Keytruda", ())]})
    assert (change.kind, change.gained, change.lost) == ("arms", (), ("Arm A pembrolizumab",))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ANC &ge; 1.5 x 10^9/L", "ANC ≥ 1.5 × 10^9/L"),
        ("Bilirubin &lt;1.5&nbsp;mg/dL", "Bilirubin <1.5 mg/dL"),
        ("the patient’s “own” consent", 'the patient\'s "own" consent'),
        ("aged 18–75", "aged 18-75"),
        ("10 \u00b5g daily", "10 \u03bcg daily"),
        ("measur\u00adable\u200b lesion", "measurable lesion"),
        ("（RECIST 1.1）", "(RECIST 1.1)"),
        ("cafe\u0301", "caf\u00e9"),
        ("no\u00a0 active  infection", "no active infection"),
    ],
)
def test_typography_is_no_change(before: str, after: str) -> None:
    assert weighed({"eligibility": text(before)}, {"eligibility": text(after)}) == {}
    assert weighed({"title": f"Trial: {before}"}, {"title": f"Trial: {after}"}) == {}
    assert weighed({"conditions": [before]}, {"conditions": [after]}) == {}


@given(st.text(max_size=80))
def test_plain_signs_stay_plain(written: str) -> None:
    once = plain_line(written)
    assert plain_signs(once) == plain_signs(plain_signs(once))
