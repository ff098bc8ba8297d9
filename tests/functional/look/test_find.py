"""The command find: forgiving names, three groups, and the words that exclude."""

import json
from pathlib import Path

from tests.functional.conftest import Run


def test_find_separates_fitting_and_excluded_trials_with_quotations(run: Run, demo_source: Path) -> None:
    code, out, err = run(
        "find", "--data", demo_source, "--cancer", "non-small-cell lung cancer", "--setting", "Refractory", "--country",
        "china", "--format", "json",
    )  # fmt: skip
    assert code == 0, err
    assert "'non-small-cell lung cancer' is read as nsclc." in err
    rows = json.loads(out)
    settings: dict[str, set[str | None]] = {
        "consider": {"required", "allowed"},
        "exclude": {"excluded"},
        "not_stated": {"unspecified", None},
    }
    assert {row["stance"] for row in rows} == set(settings)
    for row in rows:
        assert row["ici_setting"] in settings[row["stance"]]
        assert row["overall_status"] in ("RECRUITING", "NOT_YET_RECRUITING")
        assert "China" in row["countries"]
        assert row["cities"]
        assert "nsclc" in row["cancers"] or (row["cancer_match"], "pan_tumour" in row["cancers"]) == (
            "any_solid_tumour",
            True,
        )
        assert row["words"] or row["stance"] != "exclude"
    _, out, _ = run("find", "--data", demo_source, "--cancer", "nsclc", "--setting", "refractory", "--country", "CN")
    assert "Exclude this history, in the words of the record" in out
    assert "Eligibility is decided by the site" in out
    assert out.index("Would consider") < out.index("does not say whether") < out.index("Exclude this history")


def test_synonyms_of_drugs_targets_and_diseases_are_resolved(run: Run, demo_source: Path) -> None:
    for option, word, name in (
        ("--agent", "Keytruda", "pembrolizumab"), ("--modality", "TILs", ""), ("--target", "PD1", ""),
        ("--cancer", "ovarian", ""), ("--phase", "II", "phase_2"), ("--cancer", "kidney", "rcc"),
    ):  # fmt: skip
        code, out, err = run("find", "--data", demo_source, option, word, "--status", "any", "--format", "json")
        assert code == 0, err
        assert json.loads(out), word
        assert not name or f"is read as {name}." in err
    code, _, err = run("find", "--data", demo_source, "--cancer", "melanomma")
    assert code == 2
    assert "There is no cancer 'melanomma'; did you mean melanoma or " in err


def test_the_name_of_an_organ_means_all_of_its_cancers(run: Run, demo_source: Path) -> None:
    def found(cancer: str) -> dict[str, str]:
        code, out, err = run("find", "--data", demo_source, "--cancer", cancer, "--status", "any", "--format", "json")
        assert code == 0, err
        assert "means every cancer of that organ: nsclc, " in err or cancer != "lung"
        return {row["nct_id"]: row["cancer_match"] for row in json.loads(out)}

    whole, parts = found("lung"), [found(name) for name in ("nsclc", "small cell lung cancer")]
    named = [{trial for trial, match in part.items() if match == "named"} for part in (whole, *parts)]
    assert named[0] >= named[1] | named[2]
    assert named[2] - named[1]
    assert found("Lung cancer") == whole


def test_a_question_without_fitting_trials_succeeds(run: Run, demo_source: Path) -> None:
    code, out, _ = run("find", "--data", demo_source, "--country", "Andorra")
    assert code == 0
    assert "No tracked trial fits; leave out an option, or try --status any." in out
