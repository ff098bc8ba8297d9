"""A disk that fills: a file system of a few megabytes, made larger step by step, under real refreshes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders.refresh_kit import fetched, held, leftover_files, make_config, published, refresh, trial
from tests.support.registry.faulty_registry import faulty_registry

# Kilobytes that are left free for the second refresh: too few for a page, for the run, for the warehouse.
FREE = (0, 24, 200, 4_000)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a separate file system, large enough for one refresh."""
    folder = tmp_path / "disk"
    folder.mkdir()
    tool = shutil.which("mount")
    if os.geteuid() != 0 or tool is None:
        pytest.skip("only the superuser can mount a small file system")
    made = subprocess.run(
        [tool, "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_fills_at_any_stage_loses_no_data(disk: Path, tmp_path: Path) -> None:
    config, data = make_config(tmp_path / "config"), disk / "data"
    with faulty_registry() as registry:
        registry.serve("2026-02-02", [trial(n) for n in range(1, 41)])
        assert refresh(config, data, registry.base_url).returncode == 0
        fetched(config, tmp_path / "calm", registry)
        before, shown = held(data), published(data)
        registry.serve("2026-02-03", [trial(n, posted="2026-02-03", status="COMPLETED") for n in range(1, 41)])
        fetched(config, tmp_path / "calm", registry)
        after = held(tmp_path / "calm")
        for free in FREE:
            used = shutil.disk_usage(disk).used
            subprocess.run(["mount", "-o", f"remount,size={used // 1024 + free}k", str(disk)], check=True)
            done = refresh(config, data, registry.base_url)
            assert done.returncode in (11, 15), (free, done)
            assert "Traceback" not in done.stderr, done.stderr
            assert held(data) in (before, after)
            assert published(data) == shown
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        assert refresh(config, data, registry.base_url).returncode == 0
    assert held(data) == after
    assert published(data) != shown
    assert leftover_files(data) == []
