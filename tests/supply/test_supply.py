"""Locked files hold every version with hashes and no address, licences are allowed, and an unanswered audit says so."""

import re
import ssl
from pathlib import Path

import certifi
import pytest

from tests.supply import known_advisories as offline
from tests.supply.advisories import judged
from tests.supply.licences import ELSEWHERE, allowed, not_allowed, parts, stated

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ("run", "build", "dev", *ELSEWHERE)
# Versions that a separate environment needs instead of the pinned ones; requirements/lock.sh gives the reasons.
DEVIATING = {"spark": {"python-dateutil"}}
_ENTRY = re.compile(r"^([a-z0-9.-]+)==([^\s;]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def versions(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert _ENTRY.sub("", text) == "", f"requirements/{name}.txt holds more than versions with hashes; run 'make lock'"
    return {found[1]: found[2] for found in _ENTRY.finditer(text)}


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in (line.split("==") for line in lines)}


@pytest.mark.parametrize("name", LOCKED)
def test_locked_versions_are_those_that_are_pinned(name: str) -> None:
    pins = {package: pin for package, pin in pinned().items() if package not in DEVIATING.get(name, ())}
    for package, version in versions(name).items():
        assert pins.get(package, version) == version, f"run 'make lock': {package} is pinned to {pins[package]}"


def test_everything_that_is_pinned_is_locked() -> None:
    assert pinned().keys() <= {package for name in LOCKED for package in versions(name)}, "run 'make lock'"
    assert versions("run").keys() <= versions("dev").keys()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_licence_of_each_tool_in_a_separate_environment_is_known(name: str) -> None:
    # Some environments bring these along, in any version; the locked files do not hold them.
    known = {package: version for package, version, _ in stated(name) if package not in ("setuptools", "wheel", "pip")}
    locked = {package: version for package, version in versions(name).items() if package != "pip"}
    assert known == locked, "run 'make licences'"


def test_all_packages_have_an_allowed_licence() -> None:
    assert not_allowed() == []


def test_an_expression_is_allowed_only_with_all_of_its_parts() -> None:
    known = allowed()
    assert set(parts("MPL-2.0 AND (Apache-2.0 OR MIT)", known)) <= {*known}
    assert set(parts("MIT AND GPL-3.0-only", known)) - {*known} == {"GPL-3.0-only"}
    assert set(parts("none stated", known)) - {*known} == {"none stated"}


def test_an_audit_without_an_answer_is_reported_as_not_done() -> None:
    sound, unknown = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}
    bad = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-0"}]}
    assert judged({"dev.txt": []}) == (0, ["dev.txt: online: NOT DONE, because no source of advisories answered"])
    assert judged({"dev.txt": [sound, unknown]})[1] == [
        "dev.txt: online: NOT DONE for 1 of 2 packages, which the source does not know"
    ]
    assert judged({"dev.txt": [sound]}) == (0, ["dev.txt: online: no advisory for any of 1 packages"])
    assert judged({"dev.txt": [sound, bad]}) == (1, ["dev.txt: c 2 has the advisory PYSEC-0"])


def test_no_advisory_of_the_offline_list_concerns_a_locked_version() -> None:
    known = offline.known_advisories()
    assert {item.package for item in known.advisories} == known.looked_up
    for name in offline.LOCKED:
        code, lines = offline.judged(name, offline.locked(name), known)
        assert code == 0, lines


def test_an_advisory_applies_from_its_first_version_until_the_fix() -> None:
    item = offline.Advisory("a", "CVE-1", "1.2", "1.10", "https://example.org")
    known = offline.KnownAdvisories("2026-11-29", frozenset({"a"}), (item,), {("a", "1.3", "CVE-1"): "Not reached."})
    assert [item.concerns(version) for version in ("1.1", "1.2", "1.9.9", "1.10")] == [False, True, True, False]
    code, lines = offline.judged("dev.txt", {"a": "1.9", "b": "1"}, known)
    assert code == 1
    assert lines == [
        "dev.txt: a 1.9 has the advisory CVE-1, fixed in 1.10",
        "dev.txt: compared with the offline list of 2026-11-29 for 1 packages; 1 of 2 packages were not looked up",
    ]
    # An accepted advisory is printed and does not fail; in another version it counts again.
    code, lines = offline.judged("dev.txt", {"a": "1.3"}, known)
    assert (code, lines[0]) == (0, "dev.txt: a 1.3 has the advisory CVE-1, fixed in 1.10; accepted: Not reached")


def test_certifi_has_no_root_of_the_authority_in_the_accepted_advisory() -> None:
    roots = ssl.create_default_context(cafile=certifi.where()).get_ca_certs()
    assert len(roots) > 100
    assert [root for root in roots if "emsign" in str(root).lower() or "emudhra" in str(root).lower()] == []
