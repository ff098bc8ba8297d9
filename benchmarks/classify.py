"""Records classified per second, beside decoding alone and beside a plain loop of one expression per term.

    python -m benchmarks.classify [FILE]

FILE holds records as ``trialscape classify`` reads them; without one the bundled demonstration is used, repeated. All
figures come from one run on one machine, so that the ratios hold where absolute numbers drift.
"""

import gc
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import orjson

from trialscape.classify.assemble import build_classifier
from trialscape.classify.fold import fold
from trialscape.classify.lexicon import spellings
from trialscape.config.load import Config, load_config
from trialscape.paths import config_folder
from trialscape.steps.classify_file import as_object, classify_records
from trialscape.study.model import Study
from trialscape.study.parse import parse_study
from trialscape.study.stream import RawRecord, read_records

ROOT = Path(__file__).resolve().parent.parent
# The plain loop is so slow that a sample is enough.
_SAMPLE = 60


def records(source: str | None) -> list[bytes]:
    """Return raw records as JSON text."""
    if source is not None:
        values = (record.value for record in read_records(source))
        return [value if isinstance(value, bytes) else orjson.dumps(value) for value in values if value is not None]
    found: dict[str, bytes] = {}
    for path in sorted((ROOT / "cassettes" / "demo" / "edition-1").glob("*.json")):
        body = json.loads(path.read_text(encoding="utf-8"))["response"].get("body", {})
        for study in body.get("studies", []):
            found[study["protocolSection"]["identificationModule"]["nctId"]] = orjson.dumps(study)
    return list(found.values()) * 6


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
    """Return one compiled expression for each spelling of each term of the two vocabularies."""
    terms = [name for agent in config.agents for name in (agent.agent, *agent.synonyms)]
    terms += [phrase.phrase for phrase in config.phrases]
    terms += [name for cancer in config.cancers for name in (cancer.entity, *cancer.synonyms)]
    words = {spelling for term in terms for spelling in spellings(term.removeprefix("="))}
    return [re.compile(rf"(?<!\w){re.escape(word)}s?(?!\w)") for word in sorted(words)]


def rate(work: Callable[[], object], count: int) -> float:
    """Return records per second of processor time."""
    gc.collect()
    begun = time.process_time()
    work()
    return count / (time.process_time() - begun)


def peak_memory(source: Iterable[bytes], copies: int) -> float:
    """Return the peak memory in MB of a process that classifies ``source``, ``copies`` times over."""
    command = [sys.executable, "-m", "trialscape", "classify", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        for _ in range(copies):
            for record in source:
                process.stdin.write(record + b"\n")
        process.stdin.close()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    raw = records(sys.argv[1] if len(sys.argv) > 1 else None)
    config = load_config(config_folder(None))
    classifier = build_classifier(config)
    patterns = plain_patterns(config)
    texts = [fold(text(parse_study(record)[0])) for record in raw]
    gc.freeze()
    terms = sum(1 + len(agent.synonyms) for agent in config.agents) + len(config.phrases)
    terms += sum(1 + len(cancer.synonyms) for cancer in config.cancers)
    print(f"{len(raw)} records, {sum(map(len, texts)) / len(texts):,.0f} characters each, {terms:,} terms")

    decoding = rate(lambda: [parse_study(record, sites=False) for record in raw], len(raw))
    whole = rate(
        lambda: [orjson.dumps(as_object(classifier.classify(parse_study(record, sites=False)[0]))) for record in raw],
        len(raw),
    )
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    loop = rate(lambda: [pattern.search(part) for part in sample for pattern in patterns], len(sample))
    gc.unfreeze()
    print(f"(a) decoding alone                 {decoding:10,.0f} records/s of processor time")
    print(f"(b) raw JSON to labels and words   {whole:10,.0f} records/s   {whole / decoding:.2f} of (a)")
    print(
        f"(c) a loop of {len(patterns):,} expressions   {loop:10,.1f} records/s   (b) is {whole / loop:,.0f} times as fast"
    )

    def timed(jobs: int) -> float:
        begun = time.perf_counter()
        source = (RawRecord(number, record) for number, record in enumerate(raw * 3))
        for _ in classify_records(source, config_folder(None), jobs):
            pass
        return 3 * len(raw) / (time.perf_counter() - begun)

    one, two = timed(1), timed(2)
    print(f"(d) wall clock, one process        {one:10,.0f} records/s; two {two:,.0f}, {two / one:.2f} times as many")
    small, large = peak_memory(raw, 1), peak_memory(raw, 4)
    print(f"(e) peak memory                    {small:10,.0f} MB for n records, {large:,.0f} MB for 4n")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
