"""Options that every command takes, before or after its name."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_group

from planner.errors import UsageError

META = "planner.options"
LAST_YEAR = date.max.year - 100  # the calendar ends in 9999, and a plan needs room ahead
PANEL = "Options of every command"


class Options(NamedTuple):
    """What was asked for beside the command itself."""

    plan: str | None = None
    config: str | None = None
    json: bool = False
    no_input: bool = False
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    yes: bool = False
    today: date | None = None


def _flag(names: list[str], meaning: str) -> Callable[[], TyperOption]:
    return lambda: TyperOption(
        param_decls=names, is_flag=True, default=False, help=meaning, rich_help_panel=PANEL
    )


def _value(names: list[str], metavar: str, meaning: str) -> Callable[[], TyperOption]:
    return lambda: TyperOption(
        param_decls=names, type=str, metavar=metavar, help=meaning, rich_help_panel=PANEL
    )


GLOBAL: tuple[Callable[[], TyperOption], ...] = (
    _value(["-p", "--plan", "plan"], "FILE", "The plan file."),
    _value(["--config", "config"], "FILE", "The settings file."),
    _flag(["--json", "json"], "Print one JSON object."),
    _flag(["--no-input", "no_input"], "Never ask: show what would be done, and change nothing."),
    _flag(["-q", "--quiet", "quiet"], "Print errors only."),
    lambda: TyperOption(
        param_decls=["-v", "--verbose", "verbose"],
        is_flag=True,
        default=False,
        help="Say more on stderr.",
        rich_help_panel=PANEL,
    ),
    _flag(["--no-color", "no_color"], "No colours."),
    _flag(["-y", "--yes", "yes"], "Answer yes to every question."),
    _value(["--today", "today"], "DATE", "Act as if it were that day."),
)
NAMES = tuple(str(make().name) for make in GLOBAL)


class Command(TyperCommand):
    """A command that also takes the options of every command."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs["rich_markup_mode"] = None  # help is text, as wide as the terminal and no wider
        super().__init__(*args, params=[*(params or []), *(make() for make in GLOBAL)], **kwargs)

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override] # noqa: ANN401 - typer's own
        """List what is the command's own first, and then what every command takes."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], PANEL: []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            own = "Arguments" if param.param_type_name == "argument" else "Options"
            if record is not None:
                sections[getattr(param, "rich_help_panel", None) or own].append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The usage line as manuals write it: `ID`, `[FILE]`, without typer's braces."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override] # noqa: ANN401 - typer's own
        """Take the common options out of the command's own."""
        collect(ctx)
        return super().invoke(ctx)


class Group(TyperGroup):
    """A group of commands that takes the options of every command, too."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs["rich_markup_mode"] = None
        super().__init__(*args, params=[*(params or []), *(make() for make in GLOBAL)], **kwargs)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override] # noqa: ANN401 - typer's own
        """Take the common options out of the group's own."""
        collect(ctx)
        return super().invoke(ctx)


class LazyGroup(Group):
    """A group that imports the module of a command when it is run or listed, not before.

    `module_of` names the module in `planner.cli` of each command that isn't defined beside the group.
    """

    module_of: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """All commands: those beside the group, then the others in the order in which they are named."""
        own = [name for name in super().list_commands(ctx) if name not in self.module_of]
        return [*own, *self.module_of]

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | TyperGroup | None:  # type: ignore[override]
        """Load the module of one command."""
        if cmd_name not in self.commands and cmd_name in self.module_of:
            module = import_module(f"planner.cli.{self.module_of[cmd_name]}")
            self.commands.update(get_group(module.app).commands)
        return super().get_command(ctx, cmd_name)  # type: ignore[return-value]


def collect(ctx: typer.Context) -> None:
    """Move the common options of a context to where all contexts of a run find them."""
    known: dict[str, object] = ctx.meta.setdefault(META, {})
    for name in NAMES:
        value = ctx.params.pop(name, None)
        if value:
            known[name] = value


def options(ctx: typer.Context) -> Options:
    """The common options of a run. Raises UsageError for a `--today` that is no date."""
    known = dict(ctx.meta.get(META, {}))
    today = known.pop("today", None)
    if today is not None:
        try:
            known["today"] = date.fromisoformat(str(today))
        except ValueError:
            raise UsageError(f'--today: "{today}" is not a date', "Write it like 2027-03-15.") from None
        if known["today"].year > LAST_YEAR:
            raise UsageError(f"--today: no plan can be dated after {LAST_YEAR}", "Name an earlier day.")
    return Options(**known)
