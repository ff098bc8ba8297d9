"""Draws of market shares are kept to the last bit, and a report without them is known to have none."""

from pathlib import Path

import numpy as np
import pytest

from trialscape.config.load import load_config
from trialscape.market.density.market_draws import market_draws
from trialscape.paths import config_folder
from trialscape.readings.results import KeptResults
from trialscape.steps.estimates import kept_market

REPORTS = load_config(config_folder(None)).reports


def test_kept_draws_are_those_that_were_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = KeptResults(tmp_path, keeps=True).of
    places = [(report, dimension.id) for report in REPORTS for dimension in report.dimension]
    asked = [(*place, tuple(segment.id for segment in place[0].segments_of(place[1]))) for place in places]
    first = [kept_market.kept_market(keep, *item) for item in asked]
    monkeypatch.setattr(kept_market, "market_draws", lambda *_: pytest.fail("drawn again"))
    for item, made in zip(asked, first, strict=True):
        drawn, kept = market_draws(*item), kept_market.kept_market(keep, *item)
        if drawn is None:
            assert (made, kept) == (None, None)
            continue
        assert made is not None
        assert kept is not None
        assert made.segments == kept.segments == drawn.segments
        for name in ("shares", "low", "high"):
            assert np.array_equal(getattr(kept, name), getattr(drawn, name))
            assert np.array_equal(getattr(made, name), getattr(drawn, name))
        assert all(map(np.array_equal, kept.other_weights, drawn.other_weights))
    assert any(item is not None for item in first)
    assert any(item is None for item in first)
