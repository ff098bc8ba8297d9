"""Digests as Markdown: titles are escaped; and posting them, which never raises."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st

from trialscape.registry.webhook import post_json
from trialscape.report.digest import as_markdown, plain
from trialscape.steps.digest.send_digest import read_digest, webhook_message

URL = "https://hooks.example/T0/secret"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[press here](https://evil.example)", r"\[press here\](https&#58;//evil.example)"),
        ("![x](javascript:alert(1))", r"\!\[x\](javascript:alert(1))"),
        ("**bold** _x_ `code` | cell", r"\*\*bold\*\* \_x\_ \`code\` \| cell"),
        ("tell @everyone at www.evil.example", "tell &#64;everyone at www&#46;evil.example"),
        ("one\n\n# two\r\x1b[31m", r"one \# two \[31m"),
        ("&lt; stays", "&amp;lt; stays"),
        ("PD-1 (anti) in 1/2b", "PD-1 (anti) in 1/2b"),
        ("x" * 200, "x" * 139 + "…"),
    ],
)
def test_texts_are_escaped_in_a_digest(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(alphabet="<>[]()`*_|#!@:/w.\\&\n\x00ab", max_size=60))
def test_escaped_text_contains_no_markup(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    assert not re.search(r"[<>@]|://|www\.", shown)
    # Behind an even number of backslashes a sign would act.
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_|\[\]]", shown)


FORMER_PLACE = {"report": "A", "dimension": "d", "cohort": "io"}
PLACE = {**FORMER_PLACE, "dimension_title": "By kind"}
# Names of columns in digests of earlier versions.
MOVES = dict.fromkeys(("new", "left", "in_by_record", "out_by_record", "out_by_rules"), 0)
MOVES |= {"at_a": 1, "at_b": 2, "in_by_rules": 1}
ANSWERS = {"answer_a": "supported", "answer_b": "contradicted"}


def digest(**more: Any) -> dict[str, Any]:
    snapshot = {"snapshot_id": "s2", "edition": "e2", "archive_run": "000002", "figure_version": "f"}
    change: dict[str, Any] = {
        "nct_id": "NCT00000001",
        "kind": "status",
        "materiality": "high",
        "reason": "it stopped",
        "brief_title": "A <b>trial</b>",
        "old_value": "RECRUITING",
        "new_value": "TERMINATED",
        "slip_days": None,
        "gained": [],
        "lost": [],
        "altered": [],
    }
    usual: dict[str, Any] = {
        "warning": None,
        "snapshot": snapshot,
        "before": snapshot | {"snapshot_id": "s1"},
        "trial_count": 7,
        "scope": "late",
        "changed_records": 1,
        "cohorts": [],
        "changes_by_materiality": {"high": 1},
        "changes": [change],
        "segments": [],
        "verdicts": [{**PLACE, "segment_title": "TIL", "cohort_title": "Cells", "verdict_a": "x", "verdict_b": "y"}],
        "claims": [{"report": "A", "claim": "A-1", "says": "More."} | ANSWERS],
        "signals": [{"kind": "unknown_enum", "place": "a.b", "value": "NEW", "trial_count": 2}],
        "countries": [{"country_text": "Utopia", "trial_count": 1}],
    }
    return usual | more


def test_a_digest_names_what_happened() -> None:
    text = as_markdown(digest())
    assert text.startswith("# Registry edition e2\n")
    assert r"- **high** NCT00000001 A &lt;b&gt;trial&lt;/b&gt; – status: RECRUITING → TERMINATED (it stopped)" in text
    for line in (
        "A, By kind, TIL (Cells): x → y",
        "A A-1: supported → contradicted. More.",
        "country name Utopia (trials: 1)",
    ):
        assert line in text
    assert "Cohorts, segments and verdicts are those of the scope late." in text
    assert "unknown\\_enum at a.b: NEW (trials: 2)" in text


def test_the_warning_about_stand_in_texts_is_the_first_line() -> None:
    assert as_markdown(digest(warning="DEMO: no findings.")).startswith("**DEMO: no findings.**\n")
    assert webhook_message(digest(warning="DEMO: no findings."))["text"].startswith("DEMO: no findings.")


def test_a_digest_of_an_earlier_version_is_read_by_the_names_of_today(tmp_path: Path) -> None:
    former = {name: value for name, value in digest().items() if name != "trial_count"} | {
        "trials": 7,
        "verdicts": [{**FORMER_PLACE, "title": "TIL", "before": "x", "now": "y"}],
        "segments": [{**FORMER_PLACE, "title": "TIL", "share_before": None, "share_now": 0.5} | MOVES],
        **dict.fromkeys(("claims", "signals", "countries"), ()),
    }
    (tmp_path / "digests").mkdir()
    (tmp_path / "digests" / "run-1.json").write_bytes(orjson.dumps(former))
    read = read_digest(tmp_path, "late", "run-1")
    titles = {**PLACE, "dimension_title": "d", "cohort_title": "io", "segment_title": "TIL"}
    assert read["verdicts"] == [{**titles, "verdict_a": "x", "verdict_b": "y"}]
    (moved,) = read["segments"]
    assert (moved["trial_count_b"], moved["moved_in_by_rules"], moved["pipeline_share_b"]) == (2, 1, 0.5)
    assert "run 000002: 7 trials" in as_markdown(read)


def test_the_posted_digest_is_limited() -> None:
    changes = digest()["changes"] * 70
    reported = webhook_message(digest(changes=changes, changes_by_materiality={"high": 70}))
    assert (len(reported["changes"]), reported["changes_left_out"]) == (50, 20)
    assert reported["text"] == "7 trials; changes: 70 high; verdicts and claims that flipped: 2."


def attempt(*answers: int | Exception, attempts: int = 3) -> tuple[str, int, list[float]]:
    """Post to a listener that answers so; return what is said, how often it was asked, and the waits."""
    slept: list[float] = []
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for answer in answers:
            if isinstance(answer, Exception):
                mock.post(URL, body=answer)
            else:
                mock.post(URL, status=answer, headers={"Location": "https://evil.example"})
        said = post_json(URL, b"{}", attempts=attempts, timeout=1.0, sleep=slept.append)
        return said, len(mock.calls), slept


def test_an_accepted_post_is_sent_once() -> None:
    assert attempt(204) == ("", 1, [])


def test_temporary_failures_of_a_post_are_retried_a_limited_number_of_times() -> None:
    assert attempt(503, requests.ConnectionError("secret"), 200) == ("", 3, [1.0, 2.0])
    said, asked, _ = attempt(500, 500, 500, 500)
    assert (said, asked) == ("The digest was not accepted by hooks.example in 3 attempts: status 500.", 3)


@pytest.mark.parametrize("status", [302, 400, 404, 410])
def test_permanent_failures_of_a_post_are_not_retried(status: int) -> None:
    assert attempt(status) == (f"The digest was not accepted by hooks.example in 1 attempt: status {status}.", 1, [])


def test_the_secret_in_the_address_is_not_shown() -> None:
    said, _, _ = attempt(requests.ReadTimeout(URL), attempts=1)
    assert said == "The digest was not accepted by hooks.example in 1 attempt: ReadTimeout."
