"""A copy of the shipped configuration that asks without pauses, for tests against a registry on this machine."""

import re
import shutil
from pathlib import Path

from trialscape.paths import config_folder


def keep_one_report(config: Path) -> None:
    """Remove all reports but one from a copy of the configuration, because each makes each build longer."""
    for report in (config / "reports").iterdir():
        if report.name != "patient-guide.toml":
            report.unlink()


def quick_config(folder: Path, **changes: object) -> Path:
    """Copy the configuration with one report into ``folder``; ``changes`` are keys of settings.toml with values."""
    copy = Path(shutil.copytree(config_folder(None), folder))
    keep_one_report(copy)
    settings = copy / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    for key, value in {"gap": 0.0, "backoff": 0.01, "backoff_ceiling": 0.02, "attempts": 2, **changes}.items():
        written = f'"{value}"' if isinstance(value, str) else value
        text, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {written}", text)
        assert count == 1, f"settings.toml has {count} lines for {key}"
    settings.write_text(text, encoding="utf-8")
    return copy


# Every minute of every day, so that there is always a run that was missed a moment ago.
ALWAYS = {"minute": "*", "hour": "*", "day_of_week": "mon-sun", "jitter": 0}
