"""The ``config`` commands."""

import typer

from trialscape.cli.options import ConfigFolder, configuration

app = typer.Typer(help="Look at the configuration.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``check`` a command of its own, although it is the only one."""


@app.command()
def check(folder: ConfigFolder = None) -> None:
    """Read every config file and report all faults at once; exit code 10 when there are any."""
    config = configuration(folder)
    typer.echo(
        f"{config.folder} is sound: {len(config.searches)} searches, {len(config.reports)} reports, "
        f"{len(config.agents)} agents, {len(config.cancers)} cancers, {len(config.countries)} countries, "
        f"{len(config.companies)} companies, {len(config.facilities)} facility rules, "
        f"{len(config.overrides)} overrides; rule version {config.rule_version}."
    )
