"""Error rates of labels: the shipped file is read, and each mistake in a file is reported."""

from pathlib import Path

from trialscape.config.rules.labels import AXES
from trialscape.config.tracking.error_rates import load_error_rates
from trialscape.paths import config_folder

RATE = '[[rate]]\naxis = "{axis}"\nrate = {rate}\ntrials = 10\nsource = "a count"\n'


def test_every_shipped_rate_names_its_source() -> None:
    rates, faults = load_error_rates(config_folder(None), AXES)
    assert not faults
    assert {item.axis for item in rates} >= {"therapy", "cancer", "modality", "end_user"}
    assert all(0 < item.rate < 0.2 and item.source for item in rates)


def reported(tmp_path: Path, text: str) -> str:
    (tmp_path / "error_rates.toml").write_text(text, encoding="utf-8")
    rates, faults = load_error_rates(tmp_path, AXES)
    assert not rates
    return "\n".join(str(fault) for fault in faults)


def test_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    words = reported(tmp_path, "".join(RATE.format(axis=axis, rate=0.1) for axis in ("cancer", "cancer", "therappy")))
    assert "is listed twice" in words
    assert "there is no axis 'therappy'" in words
    assert "therapy" in words


def test_a_rate_is_a_share(tmp_path: Path) -> None:
    assert "rate" in reported(tmp_path, RATE.format(axis="cancer", rate=3.1))
