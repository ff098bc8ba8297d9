"""settings.toml: what is shipped is usable, and every mistake is named with its place."""

from pathlib import Path

import pytest

from trialscape.config.tracking.settings import clean_base_url, load_settings, weekdays

CONFIG = Path(__file__).resolve().parents[3] / "config"
SHIPPED = (CONFIG / "settings.toml").read_text(encoding="utf-8")


def mistakes(folder: Path, line: str, replacement: str) -> list[str]:
    """Return the faults, in words, of the shipped settings with one ``line`` replaced."""
    assert SHIPPED.count(line) == 1
    (folder / "settings.toml").write_text(SHIPPED.replace(line, replacement), encoding="utf-8")
    settings, faults = load_settings(folder)
    assert (settings is None) == bool(faults)
    return [str(fault) for fault in faults]


def test_the_shipped_settings_pause_between_requests() -> None:
    settings, faults = load_settings(CONFIG)
    assert faults == []
    assert settings is not None
    assert settings.registry.gap >= 1
    assert settings.registry.base_url == "https://clinicaltrials.gov/api/v2"


@pytest.mark.parametrize(
    ("line", "replacement", "words"),
    [
        ("gap = 1.0", "gapp = 1.0", "gapp: unknown key; did you mean 'gap'?"),
        ("gap = 1.0", "gap = -1.0", "registry, gap: input should be greater than or equal to 0"),
        ("page_size = 100 ", "page_size = 1001 ", "registry, page_size: input should be less than or equal to 1000"),
        ("attempts = 5 ", "attempts = 0 ", "registry, attempts: input should be greater than or equal to 1"),
        ("backoff = 5.0", "backoff = 59.0 #", ""),
        ("backoff_ceiling = 60.0", "backoff_ceiling = 4.0", "registry, backoff: 5 s is more than backoff_ceiling, 4 s"),
        ('/api/v2"', '/api/v2/studies"', "must be everything before /studies"),
        ('contact = "https://github', 'contact = "github', "must be a plain http or https address"),
        ('day_of_week = "mon-fri"', 'day_of_week = "1-5"', "numbers mean different days"),
        ('day_of_week = "mon-fri"', 'day_of_week = "fri-mon"', "must run forward through the week"),
        ('day_of_week = "mon-fri"', 'day_of_week = "mon,tue"', "'fri' is a day without a scheduled refresh"),
        ('full_sweep_weekday = "fri"', 'full_sweep_weekday = "friday"', "'friday' is not allowed"),
        ('hour = "15,18,21"', 'hour = "15,24"', "must not exceed 23"),
        ('minute = "30"', 'minute = "half"', "must be cron words such as"),
        ('hour = "15,18,21"', 'hour = "18-6"', "must run forwards: 18-6 ends before it begins"),
        ('minute = "30"', 'minute = "50-10"', "must run forwards"),
        ('hour = "15,18,21"', 'hour = "*/24"', "has a step of 24 in a range of 0 to 23"),
        ('minute = "30"', 'minute = "*/90"', "has a step of 90"),
        ('hour = "15,18,21"', 'hour = "2-4/5"', "has a step of 5 in a range of 2 to 4"),
        ('hour = "15,18,21"', 'hour = "٣"', "must be cron words such as"),
        ('timezone = "UTC"', 'timezone = "Mars/Olympus"', "is not a time zone of the IANA list"),
        ('webhook = ""', 'webhook = "http://["', "is not a valid address; check its host and port"),
        ('webhook = ""', 'webhook = "http://:8911/hook"', "must begin with http:// or https://, name a host"),
        ('webhook = ""', 'webhook = "chat.example/hook"', "must begin with http:// or https://, name a host"),
        ('webhook = ""', 'webhook = "https://chat.example/hook?key=secret"', ""),
        ("keep_versions = 5", "", "publish, keep_versions: the key is missing"),
    ],
)
def test_a_mistake_is_reported_with_its_place(tmp_path: Path, line: str, replacement: str, words: str) -> None:
    found = mistakes(tmp_path, line, replacement)
    assert bool(found) == bool(words)
    assert all(fault.startswith("settings.toml: ") for fault in found)
    assert not found or any(words in fault for fault in found)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert [str(fault) for fault in load_settings(tmp_path)[1]] == ["settings.toml: the file is missing"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8911/api/v2",
        "ftp://registry.example/api",
        "http:///api/v2",
        "http://:8911/api/v2",
        "http://[::1/api/v2",
        "http://127.0.0.1:99999/api/v2",
        "http://127.0.0.1:port/api/v2",
        "http://127.0.0.1:0/api/v2",
        "http://exa mple/api/v2",
        "http://registry.example/api/v2?x=1",
        "http://registry.example/api/v2#x",
        "http://user:secret@registry.example/api/v2",
        "https://clinicaltrials.gov/api/v2/studies/",
    ],
)
def test_an_invalid_base_url_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|is no)"):
        clean_base_url(url)


@pytest.mark.parametrize(
    "url", ["https://clinicaltrials.gov/api/v2", "http://127.0.0.1:8911/api/v2", "http://[::1]:80"]
)
def test_a_base_url_loses_its_closing_slash_only(url: str) -> None:
    assert clean_base_url(f" {url}/ ") == url


def test_ranges_of_weekdays_are_expanded() -> None:
    assert weekdays("mon-wed,sun") == ("mon", "tue", "wed", "sun")
