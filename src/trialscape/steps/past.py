"""Landscapes of other days, built beside the published one, which nobody notices."""

import tempfile
from pathlib import Path

from trialscape.config.load import Config
from trialscape.errors import UsageError, WarehouseError
from trialscape.steps.build import Built, build_warehouse
from trialscape.steps.rule_book import rules_of
from trialscape.steps.when import When


def build_then(config: Config, data: Path, when: When, output: Path | None = None, folder: Path | None = None) -> Built:
    """Build the landscape of ``when``, with the rules of then if it says so.

    It is published in ``folder`` (default: the data folder's own), or written as the file ``output``, which must not
    exist yet. Raises as ``build_warehouse`` and ``rules_of`` do.
    """
    if output is not None:
        return _written(config, data, when, output)
    if when.rules_of_then and when.as_of is not None:
        with rules_of(data, when.as_of, config) as then:
            return build_warehouse(then, data, when, folder=folder)
    return build_warehouse(config, data, when, folder=folder)


def _written(config: Config, data: Path, when: When, output: Path) -> Built:
    if output.exists():
        raise UsageError(f"{output} exists already; name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".trialscape-", dir=output.parent) as beside:
            built = build_then(config, data, when, folder=Path(beside))
            built.path.rename(output)
    except OSError as error:
        raise WarehouseError(f"{output} cannot be written: {error.strerror or error}.") from error
    return Built(output, built.trials, built.is_demo, built.rule_version)
