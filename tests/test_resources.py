"""Free memory within the limits of a container."""

from pathlib import Path

import psutil
import pytest

from trialscape.config.load import load_config
from trialscape.config.tracking.settings import BuildSettings
from trialscape.paths import config_folder
from trialscape.resources import free_memory


def test_free_memory_respects_the_container_limit(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("300000000\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("100000000\n", encoding="ascii")
    assert free_memory(tmp_path) == min(200_000_000, free_memory(tmp_path / "none"))


def test_without_a_container_limit_the_memory_of_the_machine_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("1\n", encoding="ascii")
    assert 0 < free_memory(tmp_path) <= psutil.virtual_memory().total


def test_a_build_uses_a_fraction_of_free_memory_within_its_bounds() -> None:
    build = load_config(config_folder(None)).settings.build
    assert build.memory(2_000_000_000) == 1_000_000_000
    assert build.memory(100_000_000) == build.least_memory_mb * 1_000_000
    assert build.memory(64_000_000_000) == build.most_memory_mb * 1_000_000


def test_settings_without_the_upper_bound_have_its_default() -> None:
    build = load_config(config_folder(None)).settings.build
    older = build.model_dump(exclude={"most_memory_mb"})
    assert BuildSettings.model_validate(older) == build
    generous = BuildSettings.model_validate({**older, "least_memory_mb": 4000})
    assert generous.memory(64_000_000_000) == 4_000_000_000


def test_bounds_of_memory_in_the_wrong_order_are_refused() -> None:
    raw = load_config(config_folder(None)).settings.build.model_dump()
    with pytest.raises(ValueError, match="most_memory_mb must be at least least_memory_mb, 512"):
        BuildSettings.model_validate({**raw, "most_memory_mb": 256})
