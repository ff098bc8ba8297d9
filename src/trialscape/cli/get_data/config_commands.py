"""The ``config`` commands."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from trialscape.classify.assemble import build_classifier
from trialscape.classify.site.facility_class import build_facilities
from trialscape.cli.shared.options import ConfigFolder
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.load import Config
from trialscape.errors import UsageError
from trialscape.market.claims.player_companies import companies_of
from trialscape.market.claims.test_methods import claim_tests
from trialscape.paths import OVERLAY_FILE, config_folder

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command()
def check(folder: ConfigFolder = None) -> None:
    """Read every config file and report all faults at once; exit code 10 when there are any.

    Example: trialscape config check --config my-config
    """
    config = load_chosen(folder)
    # Some faults appear only when the rules are compiled, such as a name that means two kinds of site.
    build_classifier(config)
    build_facilities(config)
    typer.echo(
        f"{folder or config.folder} is sound: {len(config.searches)} searches, {len(config.reports)} reports, "
        f"{len(config.agents)} agents, {len(config.cancers)} cancers, {len(config.countries)} countries, "
        f"{len(config.companies)} companies, {len(config.facilities)} facility rules, "
        f"{len(config.overrides)} overrides; rule version {config.rule_version}."
    )
    for note in _notes(config):
        typer.echo(f"  note: {note}")


def _notes(config: Config) -> Iterator[str]:
    """Yield notes on names in claims that no file defines; they are not faults, but the claims stay untested."""
    for report in config.reports:
        for player in report.player:
            if not companies_of(report, player, config.companies):
                yield f"report {report.id}, player {player.id}: terms/companies.csv does not list '{player.name}'"
        for test in claim_tests(report, config.claim_words, config.companies):
            if "claim_words.toml" in test.why_not:
                yield f"report {report.id}, claim {test.claim}: {test.why_not}"


_OVERLAY = """\
# The files of this folder are merged over the shipped configuration: entries and rows of the same id or name replace
# the shipped ones, others are added, and your own report is a new file in reports/.
# leave_out removes shipped reports or entries, such as "reports/patient-guide.toml" or "searches.toml: car_t".
leave_out = []
"""


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Create FOLDER for your additions and changes to the shipped configuration; use it with --config FOLDER.

    Example: trialscape config new my-config
    """
    try:
        (folder / "reports").mkdir(parents=True)
        (folder / OVERLAY_FILE).write_text(_OVERLAY, encoding="utf-8")
    except FileExistsError as error:
        raise UsageError(f"{folder} exists already; name a folder that does not.") from error
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    typer.echo(f"Created {folder}; use it with --config {folder}, or set TRIALSCAPE_CONFIG={folder}.")


@app.command()
def copy(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Copy the whole shipped configuration to FOLDER; unlike a folder of 'new', it does not get later versions.

    Example: trialscape config copy all-rules
    """
    try:
        shutil.copytree(config_folder(None), folder)
    except FileExistsError as error:
        raise UsageError(f"{folder} exists already; name a folder that does not.") from error
    except (OSError, shutil.Error) as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    typer.echo(f"Copied to {folder}; use it with --config {folder}.")
