"""The values that a shell completes after an option, from the configuration.

The command itself is not loaded: that takes half a second, and a person waits at every press of the Tab key. A stand-in
with the options that have values takes its place.
"""

import os
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from inspect import Parameter, Signature
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import typer
from typer.main import get_command

from trialscape.cli.shared.options import ConfigFolder
from trialscape.config.files.listed_names import (
    Named,
    axes,
    cohorts,
    entries_of,
    kinds_of_change,
    modalities,
    names_of,
    reports,
    rows_of,
)
from trialscape.report.words import ANSWERS, READOUTS

Names = Callable[[Path | None, Mapping[str, Any]], Named]

_LONGEST = 60
# What the shells hand over, and the variable that keeps the option that stands before the value in one word with it.
_BASH_WORDS, _BASH_PLACE, _LINE, _JOINED = "COMP_WORDS", "COMP_CWORD", "_TYPER_COMPLETE_ARGS", "_TRIALSCAPE_JOINED"
_OPTION_AND_VALUE = re.compile(r"(?<=\s)(--[\w-]+=)(?=\S*$)")


def split_options(asked: MutableMapping[str, str]) -> None:
    """Write ``--report=A`` as two words in what a shell asks: the completion of values knows no other form.

    Bash makes three words of it, the others one word. Where it is one, the answers have to begin with the option.
    """
    # The script for bash that is printed joins the words with line breaks.
    between = "\n" if "\n" in asked.get(_BASH_WORDS, "") else " "
    words = asked.get(_BASH_WORDS, "").split(between)
    place = asked.get(_BASH_PLACE, "")
    signs = [at for at in range(1, len(words)) if words[at] == "=" and words[at - 1].startswith("--")]
    if signs and place.isdecimal():
        asked[_BASH_WORDS] = between.join(word for at, word in enumerate(words) if at not in signs or at == int(place))
        asked[_BASH_PLACE] = str(int(place) - sum(at < int(place) for at in signs))
    for name in (_BASH_WORDS, _LINE):
        found = _OPTION_AND_VALUE.search(asked.get(name, ""))
        if found:
            asked[_JOINED] = found[1]
            asked[name] = asked[name][: found.start()] + f"{found[1][:-1]} " + asked[name][found.end() :]
            asked[_BASH_PLACE] = str(int(place) + 1) if name == _BASH_WORDS and place.isdecimal() else place


def _kinds(command: str) -> Names:
    if command == "readouts":
        return lambda _folder, _given: dict.fromkeys(READOUTS, "")
    return lambda folder, _given: kinds_of_change(folder)


def _listed(*kinds: str) -> Names:
    return lambda folder, _given: names_of(folder, *kinds)


def _of_file(file: str) -> Names:
    return lambda folder, _given: rows_of(folder, file)


def _values(command: str) -> Mapping[str, Names]:
    """Return for each option what it takes, given the configuration and the values of the other options."""
    files = {"agent": "agents.csv", "country": "countries.csv", "target": "targets.csv"}
    return {
        "report": lambda folder, _given: reports(folder),
        "cohort": lambda folder, _given: cohorts(folder),
        "dimension": lambda folder, given: entries_of(folder, "dimension", "name", given["report"]),
        "segment": lambda folder, given: entries_of(
            folder, "segment", "name", given["report"], dimension=given["dimension"]
        ),
        "axis": lambda folder, _given: axes(folder),
        "claim": lambda folder, given: entries_of(folder, "claim", "says", given["report"]),
        "answer": lambda _folder, _given: dict.fromkeys(ANSWERS, ""),
        "kind": _kinds(command),
        "modality": lambda folder, _given: modalities(folder),
        "cancer": _listed("cancer", "organ"),
        "setting": _listed("history"),
        **{option: _listed(option) for option in ("counting", "phase", "scope", "status")},
        **{option: _of_file(file) for option, file in files.items()},
    }


def stand_in(command: str, before: Sequence[str]) -> Any:
    """Return a command whose options complete their values, if the words ``before`` end with such an option."""
    known = _values(command)
    if not before or before[-1].removeprefix("--") not in known or not before[-1].startswith("--"):
        return None

    def nothing(**_given: str | None) -> None:
        """Nothing is run while a shell completes."""

    chosen = [Parameter("config", Parameter.KEYWORD_ONLY, default=None, annotation=ConfigFolder)]
    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=_option(name, names))
        for name, names in known.items()
    ]
    nothing.__signature__ = Signature([*chosen, *options])  # type: ignore[attr-defined]
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(command, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})(nothing)
    return get_command(single)


class _Joined(str):
    """An option with its value in one word; what was typed of it is known to fit, and typer would compare the value."""

    __slots__ = ()

    def startswith(self, *_typed: Any) -> bool:
        """Return true."""
        return True


def _option(name: str, names: Names) -> Any:
    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        found = names(ctx.params.get("config"), ctx.params)
        fitting = {value: title for value, title in found.items() if value.startswith(incomplete)}
        before = os.environ.get(_JOINED, "")
        words = {value: _Joined(before + value) if before else value for value in fitting}
        # Some shells break longer titles into lines.
        return [(words[value], shorten(title, _LONGEST)) for value, title in fitting.items()]

    return Annotated[str | None, typer.Option(f"--{name}", autocompletion=complete)]
