"""Input of the archive: any JSON is stored or refused with an error, and no e-mail address is stored."""

import copy
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from tests.support.folders.archive_kit import day, shared_lines, trial, write_run
from tests.support.folders.damage import damaged
from tests.support.records.studies import Record, make_record
from trialscape.archive import Archive, RunKind
from trialscape.archive.files.prepared import clean_stored_text, prepare_record
from trialscape.study.content_hash import content_hash
from trialscape.study.decode.parse import UnreadableRecordError
from trialscape.study.privacy import without_contacts

FULL = {
    **make_record(
        conditions=["Melanoma"],
        sites=[("Dr. Jane Roe Clinic", "Norway")],
        extra={"ipdSharingStatementModule": {"ipdSharing": "YES", "description": "Write to Jane Roe."}},
    ),
    "derivedSection": {"miscInfoModule": {"versionHolder": "2026-01-05", "removedCountries": ["Peru"]}},
}
ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.\w")


@settings(max_examples=120, deadline=None)
@given(damaged(FULL))
def test_any_damaged_record_is_stored_or_refused_with_an_error(record: Record) -> None:
    assert len(content_hash(record)) == 64
    assert without_contacts(without_contacts(record)) == without_contacts(record)
    try:
        stored = prepare_record(record)
    except UnreadableRecordError:
        return
    assert clean_stored_text(stored.text) == stored.text


@pytest.mark.parametrize("value", [None, [], ["x"], "x", 7, True])
@pytest.mark.parametrize("place", ["derivedSection", "miscInfoModule"])
def test_the_content_hash_covers_modules_of_an_unexpected_type(place: str, value: Any) -> None:
    record = {**FULL, "derivedSection": value if place == "derivedSection" else {place: value}}
    assert prepare_record(record).digest not in (
        prepare_record(FULL).digest,
        prepare_record({**FULL, "derivedSection": {}}).digest,
    )


def test_the_version_holder_is_not_part_of_the_content_hash() -> None:
    other = copy.deepcopy(FULL)
    other["derivedSection"]["miscInfoModule"]["versionHolder"] = "2026-01-06"
    assert prepare_record(other).digest == prepare_record(FULL).digest


@pytest.mark.parametrize("depth", [101, 250, 900])
def test_values_nested_too_deeply_are_cut_off(depth: int) -> None:
    record = {**FULL, "extra": orjson.loads("[" * depth + "]" * depth)}
    stored = orjson.loads(prepare_record(record).text)
    assert stored["protocolSection"]["conditionsModule"] == FULL["protocolSection"]["conditionsModule"]


@pytest.mark.parametrize(
    "address", ["jane.roe@clinic.example", r"jane\_m.roe@uni\-x.example.org", "j+t@a.io", "médecin@hôpital.fr"]
)
def test_email_addresses_are_masked_in_all_fields(address: str) -> None:
    record = make_record(title=f"A trial (ask {address}).", keywords=[address, "IM@HOME", "5 mg @ 10 h", "@@@@"])
    stored = orjson.loads(prepare_record(record).text)["protocolSection"]
    assert stored["identificationModule"]["briefTitle"] == "A trial (ask [e-mail address])."
    assert stored["conditionsModule"]["keywords"] == ["[e-mail address]", "IM@HOME", "5 mg @ 10 h", "@@@@"]


def test_the_data_sharing_statement_is_hashed_and_not_stored() -> None:
    stored = prepare_record(FULL)
    assert stored.digest == content_hash(FULL)
    assert "Jane Roe Clinic" in stored.text
    assert "Write to Jane Roe" not in stored.text


def test_contacts_stored_by_an_older_release_are_removed_on_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "archive")
    record = {**trial(1, "Ask jane@clinic.example"), "extra": 1}
    record["protocolSection"]["ipdSharingStatementModule"] = {"description": "jane@clinic.example"}
    with monkeypatch.context() as before:
        before.setattr("trialscape.archive.files.prepared.without_contacts", lambda value: value)
        before.setattr("trialscape.archive.files.prepared.storable", lambda value: value)
        write_run(archive, day(0), {"all": [record, trial(2)]}, RunKind.FULL)
    assert ["clinic.example" in item.record for item in archive.versions()] == [False, False]
    second = write_run(archive, day(1), {"all": [record, trial(2)]}, RunKind.FULL)
    assert (second.changed, second.unchanged) == (1, 1)
    assert archive.verify() == []


def persons_left_out(value: Any) -> Any:
    """Return a record as versions before the masking of addresses hashed it."""
    persons = {"centralContacts", "overallOfficials", "contacts", "pointOfContact", "responsibleParty"}
    if isinstance(value, dict):
        return {key: persons_left_out(item) for key, item in value.items() if key not in persons}
    return [persons_left_out(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("name", "masked"), [("ctgov-real.jsonl.gz", 24), ("ctgov-versions.jsonl.gz", 0)])
def test_no_real_record_keeps_an_address_and_all_others_keep_their_hash(name: str, masked: int) -> None:
    moved = set()
    for line in shared_lines(name):
        stored = prepare_record(line["study"])
        # Two acronyms are written with the sign and are no addresses.
        assert not ADDRESS.search(re.sub("IM@H|ECOCAPTURE@H", "", stored.text, flags=re.IGNORECASE)), stored.nct_id
        if stored.digest != content_hash(persons_left_out(line["study"])):
            moved.add(stored.nct_id)
    assert len(moved) == masked
