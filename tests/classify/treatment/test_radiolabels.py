"""Radionuclides in names: what carries one is radiation, and what is given beside one is a drug of its own."""

import pytest

from tests.support.records.trials import classify, make_study


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("I-131-rituximab", ["radiation"]),
        ("Yttrium Y 90 Basiliximab", ["radiation"]),
        ("Astatine At 211 Anti-CD38 Monoclonal Antibody OKT10-B10", ["radiation"]),
        ("Cetuximab labelled with 177Lu", ["radiation"]),
        ("Rituximab and 90Y-ibritumomab tiuxetan", ["radiation", "targeted"]),
        ("Rituximab, Yttrium Y 90 Ibritumomab Tiuxetan", ["radiation", "targeted"]),
        ("Lu-177 PSMA plus olaparib", ["radiation", "targeted"]),
        ("177Lu-PSMA-617 with enzalutamide", ["radiation", "targeted"]),
        ("Radiotherapy cetuximab", ["radiation", "targeted"]),
        ("Pembrolizumab and 177Lu-girentuximab", ["pd1_pdl1", "radiation"]),
    ],
)
def test_a_drug_bound_to_a_radionuclide_is_radiation(name: str, expected: list[str]) -> None:
    study = make_study(conditions=["Lymphoma"], interventions=[("DRUG", name)])
    assert classify(study).labels("modality") == expected


def test_an_arm_names_the_labelled_antibody_no_second_time() -> None:
    arms = [("EXPERIMENTAL", "Lu177-girentuximab")]
    study = make_study(interventions=[("DRUG", "Lu177-girentuximab")], arms=arms)
    assert classify(study).labels("modality") == ["radiation"]


def test_radiotherapy_under_another_name_of_an_entry_leaves_its_name() -> None:
    study = make_study(interventions=[("OTHER", "Hyperthermia", ()), ("RADIATION", "Radiotherapy")])
    assert classify(study).labels("modality") == ["other", "radiation"]
