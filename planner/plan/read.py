"""From a plan file to a plan: everything that is wrong with it at once, or the plan."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from types import MappingProxyType

from planner.plan import phrases
from planner.plan.check import check, sound
from planner.plan.civil import DateRange
from planner.plan.document import Document, Places
from planner.plan.fields import Fields, Reading, section
from planner.plan.identity import ID_LENGTH, slug
from planner.plan.keys import GOAL, NOW, PLAN, TIME
from planner.plan.model import FORMAT, Gap, Goal, Now, Plan, Step, Track, Window
from planner.plan.nodes import Mapping, Node, Scalar, parse, place_of
from planner.plan.problems import Place, Report, shown
from planner.plan.read_step import read_step
from planner.plan.read_track import read_gaps, read_reviews, read_tracks, read_windows
from planner.plan.source import read_text
from planner.plan.words import WordError, parse_days, parse_hours, parse_range, parse_rate

HOURS_IN_DAY = 24


def load(path: Path) -> Document:
    """The plan in a file. Raises UsageError when there is no such file, PlanProblems for mistakes."""
    return read(read_text(path), str(path))


def read(text: str, file: str) -> Document:
    """The plan in a text; `file` is what messages call it. Raises PlanProblems for mistakes."""
    report = Report(file)
    with _paused_collection():
        return read_tree(parse(text, report), report)


def read_tree(root: Node | None, report: Report) -> Document:
    """The plan in a tree, as `nodes.parse` makes one. Raises PlanProblems for mistakes."""
    file = report.file
    with _paused_collection():
        reading = Reading(report)
        plan = _plan(reading, root, PurePath(file).stem)
        places = Places(reading.marks)
        _resolve(reading, plan)
        check(plan, places, report)
    if report.errors:
        failure = report.failure()
        failure.document = Document(sound(plan), places, file)
        raise failure
    return Document(plan, places, file, report.failure().problems)


@contextmanager
def _paused_collection() -> Iterator[None]:
    """No cyclic garbage collection: reading makes none, and looking for it takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _plan(reading: Reading, root: Node | None, stem: str) -> Plan:
    report = reading.report
    if root is None:
        report.error(Place(1, 1), "the file is empty.", 'Run "planner init" for a plan to begin with.')
        raise report.failure()
    _check_format(reading, root)
    fields = section(reading, root, PLAN, "")
    if fields is None:
        raise report.failure()
    items, word = fields.items, fields.word
    reading.has_time = "time" in fields
    steps = _steps(reading, items["steps"]) if "steps" in items else {}
    tracks = read_tracks(reading, items["tracks"]) if "tracks" in items else {}
    name = word("id", phrases.identifier) or slug(stem)[:ID_LENGTH].rstrip("-") or "plan"
    start = word("start", parse_days)
    gaps: MappingProxyType[str, Gap] = MappingProxyType({})
    windows: MappingProxyType[str, Window] = MappingProxyType({})
    return Plan(
        id=name,
        title=word("title", phrases.title) or name,
        steps=MappingProxyType(steps),
        tracks=MappingProxyType(dict(tracks) or {"main": Track("main", tuple(steps), path=False)}),
        start=start.first if start else None,
        timezone=word("timezone", phrases.zone),
        time=_time(reading, items["time"]) if "time" in items else None,
        away=_away(reading, items["away"]) if "away" in items else (),
        holidays=word("holidays", phrases.region),
        now=_now(reading, items["now"]) if "now" in items else None,
        goal=_goal(reading, items["goal"]) if "goal" in items else None,
        gaps=read_gaps(reading, items["gaps"]) if "gaps" in items else gaps,
        windows=read_windows(reading, items["windows"]) if "windows" in items else windows,
        reviews=read_reviews(reading, items["reviews"]) if "reviews" in items else (),
    )


def _check_format(reading: Reading, root: Node) -> None:
    """Refuse a newer format before anything in it is called a mistake."""
    node = root.items.get("plan") if type(root) is Mapping else None
    if node is None:
        return
    if type(node) is Scalar and node.plain and node.text.isascii() and node.text.isdigit():
        version = node.text.lstrip("0") or "0"
        if version == str(FORMAT):
            return
        if version != "0":
            message = (
                f"the file is written for a newer planner (format {version[:20]}); this one reads {FORMAT}."
            )
            reading.error(node.mark, message, "Update planner.")
            raise reading.report.failure()
    reading.error(node.mark, "plan: the version of the format is a number.", f'Write "plan: {FORMAT}".')


def _steps(reading: Reading, node: Node) -> dict[str, Step]:
    marks = node.keys if type(node) is Mapping else {}
    steps = {
        name: read_step(reading, name, value, marks[name]) for name, value in reading.members(node, "steps")
    }
    if type(node) is Mapping and not node.items:
        reading.error(node.mark, "steps: there are none.", "Add one.")
    return steps


def _time(reading: Reading, node: Node) -> tuple[int, ...] | None:
    """The parts that each weekday gives, Monday first. Every rate divides by seven."""
    if type(node) is not Mapping:
        rate = reading.word(node, "time", parse_rate)
        return None if rate is None else (rate // 7,) * 7
    fields = Fields(reading, node, TIME, "time", node.mark)
    if not node.items:
        reading.error(node.mark, "time: no day has any.", 'Write "time: 8h/week" or "{mon: 2h}".')
    return tuple(fields.word(key.name, _hours_of_day) or 0 for key in TIME.keys)


def _hours_of_day(text: str) -> int:
    parts = parse_hours(text)
    if parts > parse_hours(f"{HOURS_IN_DAY}h"):
        raise WordError(f"{shown(text)} is more than a day has.", f"A day has {HOURS_IN_DAY} hours.")
    return parts


def _away(reading: Reading, node: Node) -> tuple[DateRange, ...]:
    return tuple(days for days, _ in reading.words(node, "away", parse_range))


def _now(reading: Reading, node: Node) -> Now | None:
    fields = section(reading, node, NOW, "now")
    role, since = (
        (fields.word("role", phrases.title), fields.word("since", parse_days)) if fields else (None, None)
    )
    return Now(role, since.first if since else None) if role else None


def _goal(reading: Reading, node: Node) -> Goal | None:
    fields = section(reading, node, GOAL, "goal")
    if fields is None:
        return None
    role, by, requires = (
        fields.word("role", phrases.title),
        fields.word("by", parse_days),
        fields.names("requires", "steps"),
    )
    return Goal(role, by.last if by else None, requires) if role else None


_KNOWN = {"steps": "step", "gaps": "gap", "tracks": "track"}


def _resolve(reading: Reading, plan: Plan) -> None:
    """Note the names that stand for nothing."""
    known = {"steps": plan.steps, "gaps": plan.gaps, "tracks": plan.tracks}
    for scope, name, mark, label in reading.references:
        if name not in known[scope]:
            what = _KNOWN[scope]
            remedy = reading.report.meant(name, known[scope], f"Add it to {scope}, or remove it here.")
            reading.report.error(place_of(mark), f"{label}: there is no {what} {shown(name)}.", remedy)
