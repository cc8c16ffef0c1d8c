"""`planner postings`: what job postings ask for, kept beside the plan and held against it."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.files import write_text
from planner.cli.options import Command, Group
from planner.cli.page_on_web import PASTE
from planner.cli.posting_source import STDIN, text_from
from planner.cli.postings_kept import answered, collected_in, kept_beside, plan_of_postings
from planner.cli.session import Session, now, session
from planner.coach.postings import file as postings_file
from planner.coach.postings.collect import needs_browser, posting, with_posting
from planner.coach.postings.count import counted, for_role, roles
from planner.coach.postings.offer import new_gaps
from planner.coach.postings.standing import known_of, standings
from planner.coach.postings.values import Posting
from planner.engine.values import Schedule
from planner.errors import UsageError
from planner.plan.model import Plan

if TYPE_CHECKING:
    from planner.render.postings import Table

app = typer.Typer()
postings = typer.Typer(
    cls=Group,
    invoke_without_command=True,
    help="What job postings ask for, how often, and what of it you have.",
)
app.add_typer(postings, name="postings")

Role = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help="The job that they are for; default: the goal.")
]


@postings.callback()
def postings_(ctx: typer.Context) -> None:
    """What job postings ask for, how often, and what of it you have. Without a command: the table."""
    if ctx.invoked_subcommand is None:
        _show(session(ctx), None, whole=False)


@postings.command(cls=Command)
def add(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FILE|-|URL", help="The posting; - is standard input, to paste it.")
    ],
    role: Role = None,
) -> None:
    """Keep what a posting asks for: a text, Markdown or HTML file, what you paste, or a page."""
    from planner.render.postings import posting_json, posting_text

    run = session(ctx)
    plan_file = plan_of_postings(run)
    kept = kept_beside(plan_file)
    known = collected_in(kept)
    raw = text_from(source)
    today = run.options.today or now().astimezone().date()
    new = posting(raw, "pasted" if source == STDIN else source, today, role and " ".join(role.split()))
    if not new.lines:
        why = "it is filled in by a browser" if needs_browser(raw) else "no line in it asks for anything"
        name = "standard input" if source == STDIN else source
        raise UsageError(f"{name}: {why}", f"{PASTE}. Or write its requirements into a file, a line each.")
    collected = with_posting(known, new)
    if len(collected.postings) > postings_file.MOST:
        raise UsageError(
            f"{kept} holds {postings_file.MOST} postings, as many as it can", "Take one out: postings drop N"
        )
    if collected.is_new:
        write_text(kept, postings_file.written(collected.postings))
    there = collected.postings[collected.number - 1]
    if run.options.json:
        shown = {"file": str(kept), "added": collected.is_new, **posting_json(collected.number, there)}
        run.terminal.show_json({"schema": "planner.postings-add/1", **shown})
        return
    style = run.terminal.style
    if not collected.is_new:
        run.terminal.show(f"It is there already: {collected.number}, {style.text(there.title)}")
        return
    run.terminal.show(f"{collected.number}  {style.text(there.title)}\n{posting_text(there, style)}")
    run.terminal.note(f"Kept in {kept}; mend there what was read wrongly.\nnext: planner postings")


@postings.command("list", cls=Command)
def list_(
    ctx: typer.Context,
    role: Role = None,
    whole: Annotated[
        bool,
        typer.Option("--all", help="Also what one posting asks for in words of its own, and each posting."),
    ] = False,
) -> None:
    """Show what is asked how often, and whether you have it, plan it, or it is open."""
    _show(session(ctx), role, whole=whole)


@postings.command(cls=Command)
def drop(ctx: typer.Context, number: Annotated[int, typer.Argument(metavar="N", help="Its number.")]) -> None:
    """Take a posting out; planner postings list --all shows the numbers."""
    run = session(ctx)
    kept = kept_beside(plan_of_postings(run))
    known = collected_in(kept)
    if not 1 <= number <= len(known):
        there = f"There are 1 to {len(known)}." if known else "There are none."
        raise UsageError(f"there is no posting {number}", f"{there} See: planner postings list --all")
    left = (*known[: number - 1], *known[number:])
    write_text(kept, postings_file.written(left))
    gone = known[number - 1]
    if run.options.json:
        shown = {"file": str(kept), "dropped": number, "title": gone.title, "left": len(left)}
        run.terminal.show_json({"schema": "planner.postings-drop/1", **shown})
    else:
        run.terminal.show(f"Took out {number}, {run.terminal.style.text(gone.title)}. {len(left)} left.")


@postings.command(cls=Command)
def gaps(
    ctx: typer.Context,
    role: Role = None,
    least: Annotated[
        int | None,
        typer.Option(
            "--least", metavar="N", min=1, help="What N postings ask for; default: half require it."
        ),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Add them to the plan file. Asks first.")] = False,
) -> None:
    """Show what is asked and open as lines for the plan's gaps, or write them there."""
    from planner.coach.scalar import scalar

    run = session(ctx)
    known = collected_in(kept_beside(run.plan_file))
    tables = _tables(run, run.plan, run.schedule, known, role)
    taken = {*run.plan.gaps, *run.plan.steps}
    found = [gap for table in tables for gap in new_gaps(table.standings, least, taken)]
    found = list({gap.id: gap for gap in found}.values())
    shown = {"schema": "planner.postings-gaps/1", "file": str(run.plan_file), "written": False}
    shown["gaps"] = [gap._asdict() for gap in found]
    if not found:
        if run.options.json:
            run.terminal.show_json(shown)
        else:
            run.terminal.show("Nothing of what is usually asked is open without being a gap already.")
        return
    lines = [f"  {gap.id}: {scalar(gap.text)}" for gap in found]
    if not run.options.json:
        run.terminal.show("\n".join(["gaps:", *lines]))
    if not write:
        if run.options.json:
            run.terminal.show_json(shown)
        run.terminal.note("next: planner postings gaps --write, or add what you take over by hand")
        return
    if not run.agreed(f"Add them to {run.plan_file}?", shown):
        return
    _write(run, [(gap.id, gap.text) for gap in found])
    if run.options.json:
        run.terminal.show_json(shown | {"written": True})
    else:
        run.terminal.show(f"Added {len(found)} to the gaps in {run.plan_file}.")
    run.terminal.note(f'next: a step that closes each: planner add "..." --closes {found[0].id}')


def _write(run: Session, new: list[tuple[str, str]]) -> None:
    from planner.cli.plan_file import Edit
    from planner.plan.edit.gaps import add_gaps

    text = run.text
    Edit(run, text, add_gaps(text, str(run.plan_file), new)).write()


def _show(run: Session, role: str | None, *, whole: bool) -> None:
    from planner.render.postings import postings_text, tables_json, tables_text

    plan_file = plan_of_postings(run)
    kept = kept_beside(plan_file)
    known = collected_in(kept)
    plan = schedule = None
    if plan_file.exists():
        run.plan_file = plan_file
        plan, schedule = run.plan, run.schedule
    tables = _tables(run, plan, schedule, known, role)
    if run.options.json:
        run.terminal.show_json(tables_json(str(kept), known, tables, schedule))
        return
    if not known:
        run.terminal.show("There are no postings yet.")
        run.terminal.note("next: planner postings add FILE, or planner postings add - to paste one")
        return
    style = run.terminal.style
    parts = [tables_text(tables, schedule, style, whole=whole)]
    parts += [postings_text(known, style)] if whole else []
    run.terminal.show("\n\n".join(parts))
    if plan is None:
        run.terminal.note("There is no plan yet that this could be held against. next: planner interview")
    else:
        run.terminal.note("next: planner postings gaps")


def _tables(
    run: Session,
    plan: Plan | None,
    schedule: Schedule | None,
    postings: tuple[Posting, ...],
    role: str | None,
) -> "list[Table]":
    """A table for the role, or for each that there is. Raises UsageError for one without postings."""
    from planner.render.postings import Table

    replies = answered(run, kept_of=plan_of_postings(run))
    goal = plan.goal.role if plan and plan.goal else str(replies.get("goal", "")) or None
    wanted = roles(postings, goal) if role is None else (role,)
    have = known_of(plan, schedule, replies)
    found = []
    for one in wanted:
        own = for_role(postings, one, goal)
        if not own:
            known = ", ".join(name or goal or "the goal" for name in roles(postings, goal))
            raise UsageError(f'there are no postings for "{one}"', f"There are some for: {known}.")
        found.append(Table(one or goal, own, standings(counted(own), have, plan)))
    return found
