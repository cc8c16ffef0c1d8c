"""Steps: how long they take, what they wait for, what comes of them."""

from decimal import Decimal

from planner.plan import phrases
from planner.plan.civil import Length, Unit
from planner.plan.fields import Fields, Reading, Reference, section
from planner.plan.keys import ANY, EXPERIENCE, STEP
from planner.plan.model import (
    PARTS_PER_HOUR,
    After,
    AnyOf,
    Effort,
    Every,
    Experience,
    Extent,
    OnDay,
    Priority,
    Step,
    StepKind,
    Takes,
)
from planner.plan.nodes import Mapping, Mark, Node, Sequence
from planner.plan.read_parts import LocalNames, read_goals, read_tasks
from planner.plan.step_rules import check_step
from planner.plan.words import (
    COUNT_LIMIT,
    parse_days,
    parse_hours_range,
    parse_length,
    parse_lengths,
    parse_rate,
)

EXTENTS = ("date", "takes", "effort", "experience", "every")
YEARS_LIMIT = 1000


def read_step(reading: Reading, name: str, node: Node, mark: Mark) -> Step:
    """One step. What is wrong in it is noted, and left out of the value."""
    fields = section(reading, node, STEP, f"steps.{name}", mark)
    if fields is None:
        return Step(name, name)
    errors = reading.report.errors
    step = _step(reading, name, fields)
    if reading.report.errors == errors:
        check_step(step, fields)
    return step


def _step(reading: Reading, name: str, fields: Fields) -> Step:
    items, word = fields.items, fields.word
    local = LocalNames(reading, name, fields)
    goals = read_goals(local, items["goals"]) if "goals" in items else None
    by = word("by", parse_days)
    since = word("from", parse_days)
    priority = word("priority", _priority)
    sync = reading.switch(items["sync"], "sync") if "sync" in items else True
    return Step(
        id=name,
        title=word("title", phrases.title) or name,
        extent=_extent(reading, fields),
        kind=word("kind", _kind),
        load=word("load", parse_rate),
        after=_after(reading, fields) if "after" in items else (),
        before=fields.names("before", "steps"),
        not_before=since.first if since else None,
        by=by.last if by else None,
        goals=goals,
        tasks=read_tasks(local, items["tasks"]) if "tasks" in items else (),
        closes=fields.names("closes", "gaps"),
        cost=word("cost", phrases.money),
        reimbursed=word("reimbursed", phrases.percent) or 0,
        priority=priority or Priority.NORMAL,
        url=word("url", phrases.url),
        note=word("note", phrases.note),
        sync=sync is not False,
    )


def _kind(text: str) -> StepKind:
    return phrases.choice(text, StepKind)


def _priority(text: str) -> Priority:
    return phrases.choice(text, Priority)


def _extent(reading: Reading, fields: Fields) -> Extent:
    given = [key for key in fields.items if key in EXTENTS]
    for extra in given[1:]:
        message = f"{given[0]} says already how long the step is."
        reading.error(fields.keys[extra], message, f"Keep one of {' and '.join(given)}.")
    if not given:
        return None
    match given[0]:
        case "date":
            days = fields.word("date", parse_days)
            return OnDay(days.first) if days else None
        case "takes":
            lengths = fields.word("takes", parse_lengths)
            return Takes(*lengths) if lengths else None
        case "effort":
            hours = fields.word("effort", parse_hours_range)
            return Effort(*hours) if hours else None
        case "every":
            every, to = fields.word("every", parse_length), fields.word("to", parse_days)
            return Every(every, to.last if to else None) if every else None
        case _:
            return _experience(reading, fields)


def _experience(reading: Reading, fields: Fields) -> Experience | None:
    node = fields.items["experience"]
    at = fields.word("at", parse_rate)
    full = 40 * PARTS_PER_HOUR
    if type(node) is not Mapping:
        span = reading.word(node, "experience", parse_length)
        return Experience(span, at=at or full) if span else None
    inner = Fields(reading, node, EXPERIENCE, f"{fields.path}.experience", node.mark)
    if "at" in inner and "at" in fields:
        inner.wrong("at", "it stands beside experience, too.", "Keep one of the two.")
    if "years" not in inner and "hours" not in inner:
        reading.error(
            node.mark, "experience names neither years nor hours.", 'Add "years: 2" or "hours: 4000".'
        )
    years = reading.number(node.items["years"], "years", 0, YEARS_LIMIT, "0.25") if "years" in inner else None
    hours = reading.number(node.items["hours"], "hours", 1, COUNT_LIMIT, "1") if "hours" in inner else None
    if years == 0:
        inner.wrong("years", "no time at all is no gate.", "Leave it out.")
    return Experience(
        span=_years(years) if years else None,
        hours=int(hours) * PARTS_PER_HOUR if hours else None,
        within=inner.word("within", parse_length),
        at=inner.word("at", parse_rate) or at or full,
    )


def _years(years: Decimal) -> Length:
    whole = int(years)
    return Length(whole, Unit.YEARS) if years == whole else Length(int(years * 12), Unit.MONTHS)


def _after(reading: Reading, fields: Fields) -> tuple[After | AnyOf, ...]:
    waits: dict[After | AnyOf, None] = {}
    for number, member in enumerate(reading.nodes(fields.items["after"], "after")):
        wait: After | AnyOf | None
        if type(member) is Mapping:
            wait = _any(reading, member, f"{fields.path}.after.{number}")
        elif wait := reading.word(member, "after", phrases.after):
            reading.references.append(Reference("steps", wait.id, member.mark, "after"))
        if wait in waits:
            reading.error(member.mark, "after: this is here twice.", "Remove one of them.")
        elif wait:
            waits[wait] = None
    return tuple(waits)


def _any(reading: Reading, node: Mapping, path: str) -> AnyOf | None:
    fields = Fields(reading, node, ANY, path, node.mark)
    if "any" not in fields:
        return None
    options = reading.words(node.items["any"], "any", phrases.after)
    reading.references += [Reference("steps", option.id, mark, "any") for option, mark in options]
    if type(node.items["any"]) is Sequence and not node.items["any"].items:
        fields.wrong("any", "there is nothing in it.", "Name the steps of which one is enough.")
    return AnyOf(tuple(option for option, _ in options)) if options else None
