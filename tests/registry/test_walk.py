"""Walks are complete or fail, on one data edition, with a bounded number of restarts."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.registry.registry_kit import (
    BASE_URL,
    HTML_PAGE,
    PAGE_SIZE,
    Clock,
    make_registry,
    make_search,
    make_session,
    page,
    script,
    study,
)
from trialscape.config.tracking.searches import Search
from trialscape.errors import (
    RegistryChangedError,
    RegistryError,
    RegistryRefusedError,
    RegistryUnreachableError,
    UsageError,
)
from trialscape.registry.asked_words import WrittenWords
from trialscape.registry.kept_pages import PageStore
from trialscape.registry.query import FIELDS, expression, parameters
from trialscape.registry.walk import Registry

OLD, NEW = "2026-02-05T09:00:05", "2026-02-06T09:00:05"


def numbers(studies: Iterable[dict[str, Any]]) -> list[int]:
    return [int(item["protocolSection"]["identificationModule"]["nctId"][3:]) for item in studies]


def test_a_walk_follows_the_tokens_to_the_end() -> None:
    reported: list[tuple[int, int | None]] = []
    with script() as play:
        play.version(NEW).pages(page(1, 2, total=3, token="t1"), page(3)).version(NEW)
        walk = make_registry().walk(make_search(), on_page=lambda seen, total: reported.append((seen, total)))
    assert (walk.search_id, walk.edition, walk.total, walk.restarts) == ("lag3", NEW, 3, 0)
    assert numbers(walk.studies()) == [1, 2, 3]
    assert reported == [(2, 3), (3, 3)]


def test_a_walk_continues_after_an_empty_page_with_a_token() -> None:
    with script() as play:
        play.version().pages(page(1, total=2, token="t1"), page(token="t2"), page(2, token="t3"), page()).version()
        assert numbers(make_registry().walk(make_search()).studies()) == [1, 2]


def test_a_search_without_results_is_complete() -> None:
    with script() as play:
        play.version().pages(page(total=0)).version()
        walk = make_registry().walk(make_search())
    assert (walk.total, list(walk.studies())) == (0, [])


def test_since_requests_updates_from_that_day() -> None:
    query = parameters(expression(make_search()), PAGE_SIZE)
    clause = " AND AREA[LastUpdatePostDate]RANGE[2026-02-03,MAX]"
    with script() as play:
        play.version()
        asked = {**query, "filter.advanced": query["filter.advanced"] + clause, "countTotal": "true"}
        play.answer("/studies", asked, json_body=page(total=0))
        play.version()
        make_registry().walk(make_search(), since=dt.date(2026, 2, 3))


def test_a_stale_walk_restarts_at_the_first_page_after_a_pause() -> None:
    clock = Clock()
    with script() as play:
        play.version(OLD).pages(page(1, 2, total=3, token="t1")).stale("t1")
        play.version(NEW).pages(page(1, 4, total=2)).version(NEW)
        walk = make_registry(make_session(clock)).walk(make_search())
    assert (walk.edition, walk.restarts, numbers(walk.studies())) == (NEW, 1, [1, 4])
    assert max(clock.slept) >= 4.0


def test_a_walk_that_stays_stale_ends_with_a_message() -> None:
    with script() as play:
        for _ in range(3):
            play.version().pages(page(1, 2, total=3, token="t1")).stale("t1")
        with pytest.raises(RegistryChangedError) as caught:
            make_registry().walk(make_search())
    assert "'lag3' was started 3 times" in str(caught.value)
    assert "Nothing of it was stored" in str(caught.value)


def test_a_new_edition_during_the_walk_restarts_it() -> None:
    with script() as play:
        play.version(OLD).pages(page(1, total=1)).version(NEW)
        play.version(NEW).pages(page(2, total=1)).version(NEW)
        walk = make_registry().walk(make_search())
    assert (walk.edition, walk.restarts, numbers(walk.studies())) == (NEW, 1, [2])


def test_a_wrong_total_is_retried_once() -> None:
    with script() as play:
        play.version().pages(page(1, total=2)).version()
        play.version().pages(page(1, 2, total=2)).version()
        assert make_registry().walk(make_search()).restarts == 1
    with script() as play:
        for _ in range(2):
            play.version().pages(page(1, total=2)).version()
        with pytest.raises(RegistryChangedError, match="never complete: the registry announced 2 trials, but sent 1"):
            make_registry().walk(make_search())


def test_a_repeated_study_counts_once() -> None:
    with script() as play:
        for _ in range(2):
            play.version().pages(page(1, 2, total=3, token="t1"), page(2)).version()
        with pytest.raises(RegistryChangedError, match="the registry announced 3 trials, but sent 2"):
            make_registry().walk(make_search())


def test_a_study_without_an_id_is_passed_on() -> None:
    strange: list[dict[str, Any]] = [{"protocolSection": {"identificationModule": {}}}, {}, {"protocolSection": None}]
    with script() as play:
        play.version().pages({"studies": [study(1), *strange], "totalCount": 4}).version()
        assert list(make_registry().walk(make_search()).studies()) == [study(1), *strange]


def test_a_repeated_token_ends_the_walk() -> None:
    with script() as play:
        for _ in range(3):
            play.version().pages(page(1, total=9, token="t1"), page(2, token="t1"))
        with pytest.raises(RegistryChangedError, match="the pages form a loop"):
            make_registry().walk(make_search())


def test_endless_empty_pages_end_the_walk() -> None:
    empty = [page(token=f"t{number}") for number in range(1, 12)]
    with script() as play:
        for _ in range(3):
            play.version().pages(page(1, total=2, token="t0"), *empty)
        with pytest.raises(RegistryChangedError, match="the pages form a loop"):
            make_registry().walk(make_search())


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"trials": []},
        {"studies": {}},
        {"studies": ["NCT00000001"], "totalCount": 1},
        {"studies": []},
        {"studies": [], "totalCount": "many"},
        {"studies": [], "totalCount": -1},
        {"studies": [], "totalCount": 1, "nextPageToken": 7},
    ],
)
def test_a_page_of_another_shape_is_a_changed_registry(body: Any) -> None:
    with script() as play:
        play.version()
        play.answer(
            "/studies", {**parameters(expression(make_search()), PAGE_SIZE), "countTotal": "true"}, json_body=body
        )
        with pytest.raises(RegistryChangedError, match="search 'lag3'"):
            make_registry().walk(make_search())


@pytest.mark.parametrize("body", [{}, [], {"dataTimestamp": ""}, {"dataTimestamp": 7}])
def test_an_edition_without_a_name_is_a_changed_registry(body: Any) -> None:
    with script() as play:
        play.answer("/version", {}, json_body=body)
        with pytest.raises(RegistryChangedError, match="no longer names its data edition"):
            make_registry().version()


def test_an_error_of_the_registry_ends_the_walk_at_once() -> None:
    query = {**parameters(expression(make_search()), PAGE_SIZE), "countTotal": "true"}
    with script() as play:
        play.version().answer("/studies", query, status=400, text="Error parsing query in advanced filter: token")
        with pytest.raises(RegistryError, match="Error parsing query in advanced filter"):
            make_registry().walk(make_search())


def test_a_term_too_long_for_a_url_is_reported_before_any_request() -> None:
    with script(), pytest.raises(RegistryError, match=r"search 'lag3' has words .* raise longest_address"):
        make_registry().walk(make_search("a drug with a long name " * 300))


def test_a_long_search_is_sent_in_parts_and_each_trial_counts_once() -> None:
    search = make_search(*(f"a drug with a long name {number}" for number in range(200)))
    session = make_session()
    first, second = written(search)
    with script() as play:
        play.version()
        play.answer("/studies", {**parameters(first, PAGE_SIZE), "countTotal": "true"}, json_body=page(1, 2, total=2))
        play.answer("/studies", {**parameters(second, PAGE_SIZE), "countTotal": "true"}, json_body=page(2, 3, total=2))
        play.version()
        reported: list[tuple[int, int | None]] = []
        walk = make_registry(session).walk(search, on_page=lambda seen, total: reported.append((seen, total)))
    assert (walk.total, numbers(walk.studies()), reported) == (3, [1, 2, 3], [(2, 2), (3, 3)])


def test_a_failed_part_is_restarted_without_the_others(tmp_path: Path) -> None:
    search = make_search(*(f"a drug with a long name {number}" for number in range(200)))
    first, second = written(search)
    with script() as play:
        play.version()
        play.answer("/studies", {**parameters(first, PAGE_SIZE), "countTotal": "true"}, json_body=page(1, total=1))
        play.answer("/studies", {**parameters(second, PAGE_SIZE), "countTotal": "true"}, json_body=page(2, total=2))
        play.version().version()
        play.answer("/studies", {**parameters(second, PAGE_SIZE), "countTotal": "true"}, json_body=page(2, 3, total=2))
        play.version()
        registry = Registry(make_session(), PAGE_SIZE, 2, PageStore(tmp_path))
        walk = registry.walk(search)
        assert (walk.restarts, numbers(walk.studies())) == (1, [1, 2, 3])


def written(search: Search) -> tuple[str, ...]:
    """Return the parts of a search as the registry of these tests asks for them."""
    empty = make_session().url("/studies", {**parameters("", PAGE_SIZE), "countTotal": "true"})
    return WrittenWords(6000).parts(search, empty)


def test_the_edition_check_after_a_walk_is_reused_by_the_next() -> None:
    with script() as play:
        play.version().pages(page(1, total=1)).version().pages(page(1, total=1)).version()
        registry = make_registry()
        assert [registry.walk(make_search()).total for _ in range(2)] == [1, 1]


def test_a_change_between_two_walks_is_seen_at_the_end_of_the_second() -> None:
    with script() as play:
        play.version(OLD).pages(page(1, total=1)).version(OLD)
        play.pages(page(1, total=1)).version(NEW).version(NEW).pages(page(1, 2, total=2)).version(NEW)
        registry = make_registry()
        assert registry.walk(make_search()).total == 1
        walk = registry.walk(make_search())
        assert (walk.edition, walk.restarts, walk.total) == (NEW, 1, 2)


def test_single_returns_one_record() -> None:
    with script() as play:
        play.answer("/studies/NCT00000007", {"fields": FIELDS}, json_body=study(7))
        assert make_registry().single(" nct00000007 ") == study(7)


def test_single_quotes_the_registry_on_an_unknown_id() -> None:
    with script() as play:
        play.answer("/studies/NCT99999999", {"fields": FIELDS}, status=404, text="NCT number NCT99999999 not found")
        with pytest.raises(RegistryError, match="NCT number NCT99999999 not found"):
            make_registry().single("NCT99999999")


@pytest.mark.parametrize(
    "wrong", ["", "NCT", "NCT00000000", "NCT123456789", "12345678", "NCT0000001/../x", "NCT0123456٧"]
)
def test_single_sends_no_request_for_an_invalid_id(wrong: str) -> None:
    with script(), pytest.raises(UsageError, match="is not a registry id"):
        make_registry().single(wrong)


def test_single_refuses_json_that_is_no_record() -> None:
    with script() as play:
        play.answer("/studies/NCT00000007", {"fields": FIELDS}, json_body={"studies": []})
        with pytest.raises(RegistryChangedError, match="NCT00000007"):
            make_registry().single("NCT00000007")


DOCTOR = {"fields": "NCTId|VersionHolder", "countTotal": "true", "pageSize": "1"}


def test_doctor_sends_one_request_and_reports_the_answer() -> None:
    body = {"totalCount": 600123, "studies": [{"derivedSection": {"miscInfoModule": {"versionHolder": "2026-02-06"}}}]}
    with script() as play:
        play.answer("/studies", DOCTOR, json_body=body)
        verdict = make_registry().doctor()
    found = "it holds 600,123 trials, its data are of 2026-02-06."
    assert verdict == f"The registry at {BASE_URL} answers this machine: {found}"


@pytest.mark.parametrize("studies", [[], [{}], [{"derivedSection": None}], [{"derivedSection": {"miscInfoModule": 1}}]])
def test_doctor_needs_only_a_total(studies: list[dict[str, Any]]) -> None:
    with script() as play:
        play.answer("/studies", DOCTOR, json_body={"totalCount": 1, "studies": studies})
        assert make_registry().doctor().endswith("it holds 1 trials.")


def test_doctor_does_not_retry() -> None:
    with script() as play:
        play.answer("/studies", DOCTOR, status=503, text="upstream error")
        with pytest.raises(RegistryUnreachableError, match="in 1 try: it answered 503"):
            make_registry().doctor()
    with script() as play:
        play.mock.get(f"{BASE_URL}/studies", status=403, body=HTML_PAGE, content_type="text/html")
        with pytest.raises(RegistryRefusedError, match="another network"):
            make_registry().doctor()
