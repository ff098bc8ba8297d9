"""The ``archive`` commands: its size, the check of every byte, and the merging of small parts."""

from dataclasses import asdict

import typer

from trialscape.archive.store import Archive
from trialscape.cli.shared.options import Data, OutputFormat, stored_archive
from trialscape.cli.shared.output import Format, print_rows, warn_of_demo
from trialscape.cli.shared.progress import LatestCount, reported
from trialscape.errors import ArchiveError
from trialscape.steps.run.run_lock import hold_folder

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command()
def stats(data: Data, form: OutputFormat = Format.table) -> None:
    """Show how many runs, trials, versions and bytes the archive holds.

    Example: trialscape archive stats
    """
    found = Archive(stored_archive(data)).stats()
    warn_of_demo(form, is_demo=found.demo)
    facts = [(name.replace("_", " "), getattr(found, name)) for name in found.__slots__]
    print_rows(("what", "value"), facts, form)


@app.command()
def verify(data: Data, form: OutputFormat = Format.table) -> None:
    """Check every manifest, the chain, and each part's hash and rows; exit code 11 if anything is damaged.

    Example: trialscape archive verify
    """
    archive = Archive(stored_archive(data))
    step = LatestCount("parts checked")
    with reported("Checking the archive", latest=step.words):
        findings = archive.verify(step)
    if findings:
        print_rows(("file", "problem"), [(item.file, item.problem) for item in findings], form)
        raise ArchiveError(
            f"The archive in {archive.folder} has {len(findings)} damaged or missing files; restore them from a backup."
        )
    found = archive.stats()
    warn_of_demo(form, is_demo=found.demo)
    sentence = (
        f"The archive in {archive.folder} is intact: {found.runs} runs, {found.versions} versions of {found.trials} "
        f"trials, {found.parts} parts with {found.part_bytes:,} bytes, all hashes match the manifests."
    )
    typer.echo(sentence, err=form is not Format.table)
    if form is not Format.table:
        row = {**asdict(found), "damaged": 0}
        print_rows(list(row), [list(row.values())], form)


@app.command()
def compact(data: Data) -> None:
    """Merge small parts into large ones; query results do not change.

    Example: trialscape archive compact
    """
    folder = stored_archive(data)
    step = LatestCount("parts merged")
    with hold_folder(data, "compaction"), reported("Merging parts", latest=step.words):
        done = Archive(folder).compact(on_progress=step)
    typer.echo(
        f"{done.parts_before} parts with {done.bytes_before:,} bytes are now {done.parts_after} "
        f"with {done.bytes_after:,}."
    )
