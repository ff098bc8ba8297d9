"""Every command that README and docs show runs on the demonstration; what needs the network is only parsed."""

import gzip
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.main import get_command

from tests.docs.tour import README, toured
from tests.functional.conftest import ROOT, Run
from tests.support.records.studies import make_record
from trialscape.cli.main import app, main
from trialscape.warehouse import open_current

PAGES = (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"^```(?:sh|ini|console)\n(.*?)^```", re.M | re.S)
_INLINE = re.compile(r"`(trialscape [^`]+)`")
# These wait for the registry or for a schedule, serve until they are stopped, read labels that are not part of the
# project, need a Spark cluster, or build whole landscapes, which other tests do. Their arguments are checked and they
# are not run.
WAITS = ("refresh", "doctor", "schedule", "mcp", "rules measure", "import", "demo", "build", "diff", "open",
         "classify --engine")  # fmt: skip
# Words in capitals are placeholders for the user.
STANDS_FOR = {"DAY": "2026-11-06", "A": "2026-11-06", "B": "now"}


def words_of(line: str) -> list[str]:
    """Return the arguments of a command, without the text after a bar or a number sign."""
    return shlex.split(line.split(" | ")[0], comments=True)[1:]


def shown(*, in_blocks: bool) -> list[str]:
    """Return each command once: those of the blocks of all pages, or those in their sentences."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = [line for block in _BLOCK.findall(text) for line in block.splitlines()]
        found += lines if in_blocks else _INLINE.findall(_BLOCK.sub("", text))
    return list(dict.fromkeys(line.strip() for line in found if re.match(r"trialscape( |$)", line.strip())))


@pytest.fixture(scope="module")
def folder(demo_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a working folder as the pages assume it: ./data, ./trialscape-demo, my-config, records."""
    made = tmp_path_factory.mktemp("docs")
    shutil.copytree(demo_source, made / "data")
    (made / "trialscape-demo").symlink_to(demo_source)
    record = make_record("NCT00000001", title="Relatlimab in melanoma", conditions=["Melanoma"])
    (made / "records.jsonl.gz").write_bytes(gzip.compress(orjson.dumps(record)))
    assert main(["config", "new", str(made / "my-config")]) == 0
    assert main(["config", "copy", str(made / "old-config")]) == 0
    with open_current(made / "data" / "warehouse"):
        yield made


RUN = [line for line in shown(in_blocks=True) if " ".join(words_of(line)[:2]) not in WAITS and words_of(line)[:1] not in
       [[name] for name in WAITS]]  # fmt: skip


@pytest.mark.parametrize("line", RUN, ids=lambda line: " ".join(words_of(line))[:60])
def test_a_command_of_the_pages_runs(line: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    words = words_of(line)
    if words[:2] in (["config", "new"], ["config", "copy"]):
        shutil.rmtree(folder / words[2])
    code, _, err = run(*words)
    assert code == 0, err


# In one order, because workers of a parallel run must collect the same tests.
_NAMED_ONLY = sorted({*shown(in_blocks=False), *shown(in_blocks=True)} - {*RUN})


@pytest.mark.parametrize("line", _NAMED_ONLY, ids=lambda line: " ".join(words_of(line))[:60])
def test_a_command_in_a_sentence_has_arguments_that_exist(line: str) -> None:
    words = [STANDS_FOR.get(word, word) for word in words_of(line)]
    if words[:1] == ["COMMAND"]:
        words[0] = "compare"
    context: Any = None
    command: Any = get_command(app)
    words = words or ["compare"]
    while words and not words[0].startswith("-") and hasattr(command, "commands"):
        context = command.make_context("trialscape", words, parent=context, resilient_parsing=True)
        _, command, words = command.resolve_command(context, words)
    # Arguments that a sentence leaves out may be missing; an option or command that does not exist may not.
    command.make_context("trialscape", words, parent=context, resilient_parsing=True)


def test_the_tour_of_the_readme_shows_true_output(folder: Path) -> None:
    """Figures may differ, because they move with each rule; everything else is what the commands print."""
    text = README.read_text(encoding="utf-8")
    assert _without_figures(toured(text, folder)) == _without_figures(text), "run: python -m tests.docs.tour"


def _without_figures(text: str) -> str:
    return re.sub(r"[─ ]+", " ", re.sub(r"[<>]? ?\d[\d.,]*", "0", text))


def test_the_examples_on_extensions_are_a_valid_configuration(tmp_path: Path, run: Run) -> None:
    text = (ROOT / "docs" / "extend.md").read_text(encoding="utf-8")
    files = {kind: re.findall(rf"^```{kind}\n(.*?)^```", text, re.M | re.S) for kind in ("toml", "csv")}
    mine = tmp_path / "mine"
    assert run("config", "new", mine)[0] == 0
    (mine / "terms").mkdir()
    (mine / "searches.toml").write_text(files["toml"][0], encoding="utf-8")
    (mine / "watchlists.toml").write_text(files["toml"][1], encoding="utf-8")
    (mine / "terms" / "agents.csv").write_text(files["csv"][0], encoding="utf-8")
    code, _, err = run("config", "check", "--config", mine)
    assert code == 0, err


def test_the_python_of_the_pages_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    exec(compile(block, "questions.md", "exec"), {})  # noqa: S102 - the page's own text
