"""Records classified per second, compared with decoding only and with a plain loop of one expression per term.

    python -m benchmarks.classify [FILE]

FILE holds records as ``trialscape classify`` reads them. Without one those next to the checkout are read,
and where there are none, the stand-in records of tests/gold/cases, repeated. All figures come from one run on one
machine, so that the ratios hold where absolute numbers drift.
"""

import gc
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import orjson

from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.classify.text.fold import fold
from trialscape.config.load import Config, load_config
from trialscape.paths import config_folder
from trialscape.steps.classify_file import as_json_object, classify_records
from trialscape.study.decode.parse import parse_texts
from trialscape.study.model import Study
from trialscape.study.stream import RawRecord, read_records

ROOT = Path(__file__).resolve().parent.parent
REAL_RECORDS = ROOT.parent / "shared" / "data" / "ctgov-real.jsonl.gz"
# The stand-in records are few, so they are repeated until a rate can be measured.
_REPEATS = 60
# The plain loop is so slow that a sample is enough.
_SAMPLE = 60
_ROUNDS = 3


def records(source: str | None) -> list[bytes]:
    """Return raw records as JSON text."""
    if source is None and REAL_RECORDS.is_file():
        source = str(REAL_RECORDS)
    if source is not None:
        values = (record.value for record in read_records(source))
        return [value if isinstance(value, bytes) else orjson.dumps(value) for value in values if value is not None]
    cases = sorted((ROOT / "tests" / "gold" / "cases").glob("*.json"))
    return [orjson.dumps(json.loads(case.read_bytes())["record"]) for case in cases] * _REPEATS


def text(study: Study) -> str:
    """Return the fields that the classifier reads, as one text."""
    parts: list[str] = [study.brief_title, study.official_title, *study.conditions, *study.keywords]
    parts += [study.brief_summary, study.detailed_description, study.eligibility, study.study_population]
    for item in study.interventions:
        parts += [item.name, *item.other_names, item.description]
    for arm in study.arms:
        parts += [arm.label, arm.description]
    return "\n".join(part for part in parts if part)


def plain_patterns(config: Config) -> list[re.Pattern[str]]:
    """Return one compiled expression for each term of the vocabularies, as it is written there."""
    terms = [name for agent in config.agents for name in (agent.agent, *agent.synonyms)]
    terms += [phrase.phrase for phrase in config.phrases]
    terms += [name for target in config.targets for name in target.spellings]
    terms += [name for cancer in config.cancers for name in (cancer.entity, *cancer.synonyms)]
    words = sorted({fold(term.removeprefix("=")) for term in terms})
    return [re.compile(rf"(?<!\w){re.escape(word)}s?(?!\w)") for word in words]


def rate(work: Callable[[], object], count: int, rounds: int = _ROUNDS) -> float:
    """Return records per second of processor time in the best of some rounds, the one that was disturbed least."""
    best = 0.0
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        work()
        best = max(best, count / (time.process_time() - begun))
    return best


def wall_rate(raw: list[bytes], jobs: int) -> float:
    """Return records per second of wall clock on ``jobs`` processes, their start included."""
    source = (RawRecord(number, record) for number, record in enumerate(raw * 3))
    begun = time.perf_counter()
    for _ in classify_records(source, config_folder(None), jobs):
        pass
    return 3 * len(raw) / (time.perf_counter() - begun)


def peak_memory(source: Iterable[bytes], copies: int) -> float:
    """Return the peak memory in MB of a process that classifies ``source``, ``copies`` times over."""
    command = [sys.executable, "-m", "trialscape", "classify", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        for _ in range(copies):
            for record in source:
                process.stdin.write(record + b"\n")
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"'trialscape classify -' ended with {process.returncode}; its memory would say nothing.")
    return usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    raw = records(sys.argv[1] if len(sys.argv) > 1 else None)
    config = load_config(config_folder(None))
    classifier = build_classifier(config)
    patterns = plain_patterns(config)
    texts = [fold(text(parse_texts(record))) for record in raw]
    gc.freeze()
    size = sum(map(len, texts)) / len(texts)
    print(f"{len(raw):,} records, {size:,.0f} characters each, {len(patterns):,} terms; load {os.getloadavg()[0]:.1f}")

    decoding = rate(lambda: [parse_texts(record) for record in raw], len(raw))
    print(f"(a) decoding alone              {decoding:9,.0f} records/s of processor time", flush=True)
    confidence = Confidence(load_config(config_folder(None)).confidence)
    whole = rate(
        lambda: [orjson.dumps(as_json_object(classifier.classify(parse_texts(record)), confidence)) for record in raw],
        len(raw),
    )
    print(f"(b) raw JSON to labels, quoted  {whole:9,.0f} records/s; b/a {whole / decoding:.2f}", flush=True)
    one, two = wall_rate(raw, 1), wall_rate(raw, 2)
    print(f"(c) the same, two processes     {two:9,.0f} records/s of wall clock; one {one:,.0f}; c/b {two / one:.2f}")
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    loop = rate(lambda: [pattern.search(part) for part in sample for pattern in patterns], len(sample), 1)
    print(f"(d) a loop of expressions       {loop:9,.1f} records/s of processor time; b/d {whole / loop:,.0f}")
    gc.unfreeze()
    small, large = peak_memory(raw, 1), peak_memory(raw, 4)
    print(f"peak memory                     {small:9,.0f} MB for n records, {large:,.0f} MB for 4n")


if __name__ == "__main__":
    main()
