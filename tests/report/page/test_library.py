"""The chart library is taken from the user's cache, and made again where that is damaged or cannot be written."""

import base64
import gzip
import os
import stat
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import vl_convert

from trialscape.report.page.library import chart_library

NAME = f"vega-{metadata.version('vl-convert-python')}.js.gz"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Forget the library of this process before and after."""
    chart_library.cache_clear()
    yield
    chart_library.cache_clear()


def test_a_cached_library_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "trialscape").mkdir()
    content = gzip.compress(b"window.vegaEmbed = 1;")
    (tmp_path / "trialscape" / NAME).write_bytes(content)
    assert chart_library() == ("window.vegaEmbed = 1;", base64.b64encode(content).decode())


def test_a_damaged_cache_of_the_library_is_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "trialscape").mkdir()
    file = tmp_path / "trialscape" / NAME
    file.write_bytes(gzip.compress(b"window.vegaEmbed = 1;" * 100)[:30])
    library, packed = chart_library()
    assert "vegaEmbed" in library
    assert gzip.decompress(file.read_bytes()).decode() == library
    assert [path.name for path in file.parent.iterdir()] == [NAME]
    assert gzip.decompress(base64.b64decode(packed)).decode() == library


@pytest.mark.skipif(os.name != "posix", reason="other systems protect the user's folder by themselves")
def test_the_folder_of_the_library_is_of_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda _: "vegaEmbed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    former = os.umask(0o002)
    try:
        chart_library()
    finally:
        os.umask(former)
    assert stat.S_IMODE((tmp_path / "trialscape").stat().st_mode) == 0o700
    assert (tmp_path / "trialscape" / NAME).is_file()


def test_a_missing_home_folder_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda _: "vegaEmbed")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    chart_library()
    assert not (tmp_path / "nobody").exists()


def test_an_unwritable_cache_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert "vegaEmbed" in chart_library()[0]
    assert blocked.read_text(encoding="utf-8") == ""
