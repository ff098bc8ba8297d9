"""A copy of the shipped configuration that asks without pauses, for tests against a registry on this machine."""

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from trialscape.paths import config_folder

_SEARCH = """
[[searches]]
id = "{id}"
title = "Trials of {word}"
why = "A search of the tests, by one word of the title."

[[searches.any_of]]
areas = ["BriefTitle"]
terms = [{terms}]
expansion = "Term"
"""


def keep_one_report(config: Path) -> None:
    """Remove all reports but one from a copy of the configuration, because each makes each build longer."""
    for report in (config / "reports").iterdir():
        if report.name != "patient-guide.toml":
            report.unlink()


def word_searches(words: Mapping[str, Iterable[str]]) -> str:
    """Return a searches.toml with a search for each name, which finds the words in titles."""
    return "".join(
        _SEARCH.format(id=name, word=name, terms=", ".join(f'"{term}"' for term in terms))
        for name, terms in words.items()
    )


def quick_config(folder: Path, *, every_search: bool = False, **changes: object) -> Path:
    """Copy the configuration with one report and one search; ``changes`` are keys of settings.toml with values.

    The shipped searches would ask a registry some three hundred times for one refresh of few records.
    """
    copy = Path(shutil.copytree(config_folder(None), folder))
    keep_one_report(copy)
    if not every_search:
        (copy / "searches.toml").write_text(word_searches({"lag3": ["relatlimab"]}), encoding="utf-8")
    settings = copy / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    for key, value in {"gap": 0.0, "backoff": 0.01, "backoff_ceiling": 0.02, "attempts": 2, **changes}.items():
        written = f'"{value}"' if isinstance(value, str) else value
        text, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {written}", text)
        assert count == 1, f"settings.toml has {count} lines for {key}"
    settings.write_text(text, encoding="utf-8")
    return copy


# Every minute of every day, so that there is always a run that was missed a moment ago.
ALWAYS: dict[str, Any] = {"minute": "*", "hour": "*", "day_of_week": "mon-sun", "jitter": 0}
