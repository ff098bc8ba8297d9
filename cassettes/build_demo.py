"""Build ``cassettes/demo``: complete walks of all searches, two editions, from a local server of stand-in records.

    .venv/bin/python cassettes/build_demo.py            records both editions again
    .venv/bin/python cassettes/build_demo.py --check    looks for wording of the source in what is recorded
    .venv/bin/python cassettes/build_demo.py --check FOLDER

Needs source records next to the checkout (see ``making/facts.py``); trialscape never needs this script. Run it again
when a search is added or removed; a replay asks the words that were recorded. The same
sources and configuration give the same bytes.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from making import facts, leak, prose, weeks
from making.facts import Record

from trialscape.config.load import load_config
from trialscape.config.tracking.searches import Search
from trialscape.config.tracking.settings import Settings
from trialscape.essie.match import Record as Indexed
from trialscape.essie.parse import Node, parse
from trialscape.registry.asked_words import KeptWords, WrittenWords
from trialscape.registry.bounded_answers import Limits
from trialscape.registry.cassette import RecordingAdapter
from trialscape.registry.query import expression
from trialscape.registry.session import Session
from trialscape.registry.walk import Registry
from trialscape.study.decode.parse import record_id

HERE = Path(__file__).resolve().parent
CONFIG = HERE.parent / "config"
DEMO = HERE / "demo"
SERVER = facts.SOURCE.parents[1] / "tools" / "ctgov_standin.py"
ORIGIN = "stand-in: texts written for trialscape from registry facts; no recording of the live service"
# Small pages, so that several searches have two or more; a replay asks for pages of the size that was recorded.
PAGE_SIZE = 40
# Longer than an address may be, so that the folder holds one or two queries a search instead of all its parts.
LONGEST_ADDRESS = 16_000
# The search that reads eligibility: a trial found by nothing else leaves when its sentences change.
BY_WORDS = "post_checkpoint"

Walked = dict[str, list[str]]


def main(arguments: list[str]) -> int:
    """Build or check; return 0 when all is well and 1 when wording of the source was found."""
    if arguments[:1] == ["--check"]:
        return _report_leaks(recorded(Path(arguments[1]) if len(arguments) > 1 else DEMO))
    settings, searches = _configuration()
    pool, setting_of = _pool()
    found = _walk(pool, weeks.FIRST, settings, searches, None)
    first, second = weeks.editions(pool, setting_of, _tracked(found, pool, searches))
    if _report_leaks([*first.values(), *second.values()]):
        return 1
    shutil.rmtree(DEMO, ignore_errors=True)
    for number, (day, records) in enumerate(((weeks.FIRST, first), (weeks.SECOND, second)), 1):
        walked = _walk(records, day, settings, searches, DEMO / f"edition-{number}")
        _tell(day, walked)
    size = sum(path.stat().st_size for path in DEMO.rglob("*.json"))
    sys.stdout.write(f"{DEMO.name}: {size / 1e6:.1f} MB\n")
    return 0


def recorded(folder: Path) -> Iterator[Record]:
    """Yield every study of every recording below ``folder``, as often as it was served."""
    for path in sorted(folder.rglob("*.json")):
        yield from json.loads(path.read_bytes())["response"].get("body", {}).get("studies", [])


def _configuration() -> tuple[Settings, tuple[Search, ...]]:
    config = load_config(CONFIG)
    return config.settings, config.searches


def _pool() -> tuple[weeks.Pool, dict[str, str]]:
    pool, setting_of = {}, {}
    for record, setting in facts.candidates():
        nct_id = record["protocolSection"]["identificationModule"]["nctId"]
        pool[nct_id], setting_of[nct_id] = prose.write(record, setting), setting
    return pool, setting_of


def _tracked(found: Walked, pool: weeks.Pool, searches: tuple[Search, ...]) -> weeks.Tracked:
    times = Counter(nct_id for ids in found.values() for nct_id in ids)
    asked = parse(expression(next(search for search in searches if search.id == BY_WORDS)))
    alone = (nct_id for nct_id in found.get(BY_WORDS, []) if times[nct_id] == 1)
    return weeks.Tracked(frozenset(times), frozenset(n for n in alone if not _found_by_title(pool[n], asked)))


def _found_by_title(record: Record, asked: Node) -> bool:
    """Return whether a record would still be found if its eligibility said nothing."""
    protocol = {key: value for key, value in record["protocolSection"].items() if key != "eligibilityModule"}
    criteria = {"eligibilityModule": {"eligibilityCriteria": "Refractory disease."}}
    return Indexed({**record, "protocolSection": {**protocol, **criteria}}).matches(asked)


def _walk(pool: weeks.Pool, day: str, settings: Settings, searches: tuple[Search, ...], record: Path | None) -> Walked:
    """Serve ``pool`` as the edition of ``day`` and walk it as a refresh does; return the trials by search."""
    with _served(pool, day) as base_url:
        adapter = RecordingAdapter(record, Limits(seconds=300.0, megabytes=64), ORIGIN) if record else None
        local = settings.registry.model_copy(update={"gap": 0.0})
        session = Session(local, base_url=base_url, adapter=adapter)
        written = WrittenWords(LONGEST_ADDRESS)
        words = KeptWords(written, record) if record is not None else written
        registry = Registry(session, PAGE_SIZE, settings.registry.max_restarts, words=words)
        registry.version()
        walks = [registry.walk(search) for search in searches]
        return {walk.search_id: [record_id(study) for study in walk.studies()] for walk in walks}


@contextmanager
def _served(pool: weeks.Pool, day: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "records.jsonl"
        lines = (json.dumps({"study": record}, ensure_ascii=False) for record in weeks.rows(pool))
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, str(SERVER), "--data", str(data), "--as-of", day]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            try:
                yield server.stdout.readline().split()[-1] + "/api/v2" if server.stdout else ""
            finally:
                server.terminate()


def _report_leaks(records: Iterator[Record] | list[Record]) -> int:
    found = leak.leaks(records)
    for line in found:
        sys.stdout.write(f"wording of the source: {line}\n")
    return 1 if found else 0


def _tell(day: str, walked: Walked) -> None:
    trials = {nct_id for ids in walked.values() for nct_id in ids}
    counts = ", ".join(f"{name} {len(ids)}" for name, ids in walked.items())
    sys.stdout.write(f"{day}: {len(trials)} trials ({counts})\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
