"""The commands by name, and a group that loads the module of a command only when that command runs.

Loading every command takes 0.75 s; one command needs only a part of that.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command is defined: a module below ``trialscape.cli``, and a function there or "app" for a group.

    ``help`` is given for groups only; that of a command is the docstring of its function.
    """

    module: str
    attribute: str
    help: str = ""


COMMANDS: Mapping[str, Command] = {
    "demo": Command("get_data.demo", "demo"),
    "refresh": Command("get_data.refresh", "refresh"),
    "import": Command("get_data.import_records", "import_records"),
    "build": Command("get_data.refresh", "build"),
    "schedule": Command("keep_running.schedule", "schedule"),
    "doctor": Command("get_data.refresh", "doctor"),
    "segments": Command("look.segments", "segments"),
    "compare": Command("compare.compare", "compare"),
    "specifications": Command("compare.specifications", "specifications"),
    "find": Command("look.find", "find"),
    "trials": Command("compare.trials", "trials"),
    "white-space": Command("compare.white_space", "white_space"),
    "audit": Command("compare.market", "audit"),
    "claims": Command("compare.market", "claims"),
    "changes": Command("changes.changes", "changes"),
    "readouts": Command("look.readouts", "readouts"),
    "digest": Command("changes.digest", "digest"),
    "diff": Command("changes.diff", "diff"),
    "players": Command("compare.market", "players"),
    "agents": Command("look.agents", "agents"),
    "sql": Command("query.sql", "sql"),
    "status": Command("keep_running.status", "status"),
    "explain": Command("explain.explain", "explain"),
    "review": Command("explain.review", "review"),
    "classify": Command("explain.classify", "classify"),
    "open": Command("look.open_page", "open_page"),
    "report": Command("look.report", "report"),
    "export": Command("look.export", "export"),
    "mcp": Command("assist.mcp", "mcp"),
    "config": Command("get_data.config_commands", "app", "Check the configuration, or copy it."),
    "searches": Command("get_data.searches", "app", "Measure what the searches would miss in records of a file."),
    "rules": Command("explain.rules", "app", "Compare sets of rules, and measure them against hand labels."),
    "archive": Command("keep_running.archive", "app", "Verify, measure or compact the archive of all record versions."),
}


class LazyCommands(Mapping[str, Any]):
    """All commands by name; each is built from its function on demand."""

    def __getitem__(self, name: str) -> Any:
        found = COMMANDS[name]
        target = getattr(import_module(f"trialscape.cli.{found.module}"), found.attribute)
        if isinstance(target, typer.Typer):
            group = get_group(target)
            group.name, group.help = name, found.help
            return group
        single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        single.command(name)(target)
        return get_command(single)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class LazyGroup(TyperGroup):
    """The top group, whose list of commands is printed without loading any of them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": {}})
        self.commands = LazyCommands()  # type: ignore[assignment]  # typer itself only reads it

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return name, command and arguments.

        While a shell completes the value of an option, the command is a stand-in that loads none of its modules.
        """
        if ctx.resilient_parsing and args and args[0] in COMMANDS:
            found = import_module("trialscape.cli.completion").stand_in(args[0], args[1:])
            if found is not None:
                return args[0], found, args[1:]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature is typer's
        """Write name and first sentence of each command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_of(command)) for name, command in COMMANDS.items()])


def help_of(command: Command) -> str:
    """Return the first line of a command's docstring, read from its source."""
    if command.help:
        return command.help
    spec = find_spec(f"trialscape.cli.{command.module}")
    if spec is None or spec.origin is None:
        return ""
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == command.attribute:
            return (ast.get_docstring(node) or "").split("\n")[0]
    return ""
