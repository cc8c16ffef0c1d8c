"""Every key of a plan file, once: the reader, the JSON Schema and the reference all follow this table."""

from enum import StrEnum, auto
from typing import NamedTuple


class Kind(StrEnum):
    """What may stand behind a key."""

    FORMAT = auto()
    ID = auto()
    IDS = auto()
    STEP_LINE = auto()
    TITLE = auto()
    GOALS = auto()
    NOTE = auto()
    URL = auto()
    DATE = auto()
    RANGES = auto()
    LENGTH = auto()
    LENGTHS = auto()
    HOURS = auto()
    HOURS_RANGE = auto()
    RATE = auto()
    TIME = auto()
    YEARS = auto()
    COUNT = auto()
    ZONE = auto()
    REGION = auto()
    MONEY = auto()
    PERCENT = auto()
    SWITCH = auto()
    STEP_KIND = auto()
    PRIORITY = auto()
    AFTER = auto()
    OPTIONS = auto()
    TASK_AFTER = auto()
    TASKS = auto()
    EXPERIENCE = auto()
    TRIGGERS = auto()
    RHYTHM = auto()
    NOW = auto()
    GOAL = auto()
    GAPS = auto()
    TRACKS = auto()
    STEPS = auto()
    WINDOWS = auto()
    REVIEWS = auto()


class Key(NamedTuple):
    """One key: what it holds, what it means, and an example as it stands in a file."""

    name: str
    kind: Kind
    meaning: str
    example: str
    required: bool = False


class Section(NamedTuple):
    """The keys of one kind of mapping; `title` is what messages call it."""

    name: str
    title: str
    keys: tuple[Key, ...]
    names: frozenset[str]


def _section(name: str, title: str, *keys: Key) -> Section:
    return Section(name, title, keys, frozenset(key.name for key in keys))


PLAN = _section(
    "plan",
    "the plan",
    Key("plan", Kind.FORMAT, "The version of the file format.", "1", required=True),
    Key(
        "id", Kind.ID, "Short name of the plan, part of every remote id; the file's name without it.", "nurse"
    ),
    Key(
        "title",
        Kind.TITLE,
        "What the plan is called; its id without it.",
        "From the front desk to registered nurse",
    ),
    Key(
        "start", Kind.DATE, "The first day of the plan; the day of the first schedule without it.", "2027-01"
    ),
    Key(
        "timezone",
        Kind.ZONE,
        "IANA name of the time zone that all dates are in; the system's without it.",
        "Europe/Berlin",
    ),
    Key("time", Kind.TIME, "The hours that can be given, by the week or by weekday.", "8h/week"),
    Key(
        "away",
        Kind.RANGES,
        "Days and ranges of days in which nothing is scheduled.",
        "[2027-12-20..2028-01-03]",
    ),
    Key("holidays", Kind.REGION, "Country or region whose public holidays count as away.", "DE-BE"),
    Key("now", Kind.NOW, "What you have now.", "{role: Front-desk clerk, since: 2024-09}"),
    Key("goal", Kind.GOAL, "What you want.", "{role: Registered nurse, by: 2033-06}"),
    Key(
        "gaps", Kind.GAPS, "What lies between now and the goal, each under an id.", "{licence: No RN licence}"
    ),
    Key(
        "tracks",
        Kind.TRACKS,
        "The lines through the steps: the main one and the backup plans.",
        "{main: [course, exam]}",
    ),
    Key(
        "steps",
        Kind.STEPS,
        "The steps, each under an id that stays.",
        "{exam: {title: Pass the exam}}",
        required=True,
    ),
    Key(
        "windows",
        Kind.WINDOWS,
        "Sets of steps that must all end within a span.",
        "{credits: {all: [a, b], within: 18 months}}",
    ),
    Key("reviews", Kind.REVIEWS, "When you look at the plan again.", "{weekly: sunday 18:00}"),
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

TIME = _section(
    "time",
    "time",
    *(Key(day[:3], Kind.HOURS, f"The hours that a {day.capitalize()} can give.", "2h") for day in WEEKDAYS),
)

NOW = _section(
    "now",
    "now",
    Key("role", Kind.TITLE, "What you are now.", "Front-desk clerk", required=True),
    Key("since", Kind.DATE, "Since when.", "2024-09"),
)

GOAL = _section(
    "goal",
    "goal",
    Key("role", Kind.TITLE, "What you want to be.", "Registered nurse", required=True),
    Key("by", Kind.DATE, "The last day that is early enough.", "2033-06"),
    Key(
        "requires",
        Kind.IDS,
        "The steps that must be done for it; the track's steps without it.",
        "[nclex, rn-job]",
    ),
)

GAP = _section(
    "gap",
    "a gap",
    Key("text", Kind.TITLE, "What is missing, in a sentence.", "No RN licence", required=True),
    Key("have", Kind.TITLE, "What is there already.", "Basic life support card"),
    Key("want", Kind.TITLE, "What it takes to close it.", "RN licence of the state"),
)

TRACK = _section(
    "track",
    "a track",
    Key("path", Kind.STEP_LINE, "Steps of which each follows the one before it.", "[course, exam, job]"),
    Key("steps", Kind.STEP_LINE, "Steps whose order comes from `after` alone.", "[algebra, calculus]"),
    Key(
        "use-when",
        Kind.TRIGGERS,
        "What makes this a backup plan: when to propose the switch to it.",
        "[main slips 9 months, layoff]",
    ),
)

STEP = _section(
    "step",
    "a step",
    Key("title", Kind.TITLE, "What you do, on one line.", "Pass NCLEX-RN", required=True),
    Key("kind", Kind.STEP_KIND, "The sort of step; it chooses words and colours, never dates.", "exam"),
    Key("date", Kind.DATE, "Happens on that day.", "2027-01-18"),
    Key(
        "takes", Kind.LENGTHS, "How much calendar time it takes; a range feeds the forecast.", "9..12 months"
    ),
    Key(
        "effort", Kind.HOURS_RANGE, "Hours of your own time it takes; a range feeds the forecast.", "80..140h"
    ),
    Key("experience", Kind.EXPERIENCE, "A gate: time that must pass and is never squeezed.", "2 years"),
    Key("every", Kind.LENGTH, "A habit: the time from one turn to the next.", "2 weeks"),
    Key("to", Kind.DATE, "The last day of a habit; it goes on without end otherwise.", "2028-06"),
    Key("at", Kind.RATE, "How fast the hours of an `experience` fill; 40h/week without it.", "32h/week"),
    Key("load", Kind.RATE, "What it eats of the week; beside `effort` the most it may take.", "6h/week"),
    Key(
        "after",
        Kind.AFTER,
        "What must be done before it starts, with a wait if need be.",
        "[course, exam + 2 weeks, {any: [a, b]}]",
    ),
    Key("before", Kind.IDS, "Steps that can't start until this one is done.", "adn"),
    Key("from", Kind.DATE, "Doesn't start before the first day of this.", "2027-03"),
    Key("by", Kind.DATE, "A hard deadline: the last day of this.", "2030-03-01"),
    Key("goals", Kind.GOALS, "Milestones spread evenly over the step.", "monthly"),
    Key("tasks", Kind.TASKS, "Things to tick off.", "[Update CV, Register by 2027-02-10]"),
    Key("closes", Kind.IDS, "The gaps that this step closes.", "[licence]"),
    Key("cost", Kind.MONEY, "What it costs: an amount and a currency.", "2400 USD"),
    Key("reimbursed", Kind.PERCENT, "The part of the cost that somebody else pays.", "50%"),
    Key("priority", Kind.PRIORITY, "How much it matters; `normal` without it.", "high"),
    Key("url", Kind.URL, "Where to read more.", "https://example.org/course"),
    Key("note", Kind.NOTE, "Anything else, on any number of lines.", "Ask for the evening group."),
    Key("sync", Kind.SWITCH, "Whether calendars and task lists are told of it; `true` without it.", "false"),
)

TASK = _section(
    "task",
    "a task",
    Key("title", Kind.TITLE, "What to do, on one line.", "Hand in the form", required=True),
    Key("id", Kind.ID, "Its name within the step; made of the title without it.", "form"),
    Key("by", Kind.DATE, "Its deadline: the last day of this.", "2027-12-15"),
    Key("effort", Kind.HOURS_RANGE, "Its part of the step's hours.", "3h"),
    Key(
        "after",
        Kind.TASK_AFTER,
        "Tasks of the same step, or any steps, that come first.",
        "[register, exam + 2 weeks]",
    ),
)

EXPERIENCE = _section(
    "experience",
    "experience",
    Key("years", Kind.YEARS, "Years that must pass.", "1.5"),
    Key("hours", Kind.COUNT, "Hours that must be worked.", "4000"),
    Key("within", Kind.LENGTH, "The span in which all of it must happen.", "8 years"),
    Key("at", Kind.RATE, "How fast the hours fill; 40h/week without it.", "32h/week"),
)

ANY = _section(
    "any",
    "any",
    Key("any", Kind.OPTIONS, "Steps of which one is enough.", "[lpn, adn + 2 weeks]", required=True),
)

WINDOW = _section(
    "window",
    "a window",
    Key("all", Kind.STEP_LINE, "The steps that must all end in it.", "[audit, tax, law]", required=True),
    Key(
        "within", Kind.LENGTH, "The span, counted from the first of them to end.", "18 months", required=True
    ),
)

REVIEWS = _section(
    "reviews",
    "reviews",
    Key("weekly", Kind.RHYTHM, "A look at the week.", "sunday 18:00"),
    Key("monthly", Kind.RHYTHM, "A look at the month.", "first saturday"),
    Key("manager", Kind.RHYTHM, "A talk with your manager.", "every 6 months from 2027-01-18"),
)

SECTIONS = (PLAN, TIME, NOW, GOAL, GAP, TRACK, STEP, TASK, EXPERIENCE, ANY, WINDOW, REVIEWS)
