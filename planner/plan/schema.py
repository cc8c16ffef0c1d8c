"""The JSON Schema of the plan file (draft-07, which the YAML language servers of editors read).

Made of the same table of keys and the same grammar as the reader; `config/plan.schema.json` is its output.
"""

from typing import TypeAlias

from planner.plan import grammar, phrases, words
from planner.plan.identity import ID_LENGTH
from planner.plan.keys import (
    ANY,
    EXPERIENCE,
    GAP,
    GOAL,
    NOW,
    PLAN,
    REVIEWS,
    STEP,
    TASK,
    TIME,
    TRACK,
    WINDOW,
    Kind,
    Section,
)
from planner.plan.model import FORMAT, Priority, StepKind
from planner.plan.read_parts import GOALS_LIMIT
from planner.plan.read_step import YEARS_LIMIT
from planner.plan.read_track import TRACKS_LIMIT

Schema: TypeAlias = dict[str, object]

# What an editor takes for numbers and switches is text to the reader.
_TEXT = ["string", "number", "boolean"]


def _word(pattern: str, hint: str) -> Schema:
    return {"type": "string", "pattern": grammar.whole(pattern), "patternErrorMessage": hint}


def _text(pattern: str, limit: int) -> Schema:
    return {"type": _TEXT, "pattern": grammar.whole(pattern), "maxLength": limit}


def _one_or_many(item: Schema, least: int = 0) -> Schema:
    many: Schema = {"type": "array", "items": item, "uniqueItems": True}
    return {"anyOf": [item, {**many, "minItems": least} if least else many]}


def _map(value: Schema, **limits: int) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"$ref": "#/definitions/name"},
        "additionalProperties": value,
        **limits,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


_DATE_WORD = _word(grammar.DATE, "A date: 2027-03-15, 2027-03, 2027-Q2, 2027-W11 or 2027.")
_YEAR: Schema = {"type": "integer", "minimum": 1000, "maximum": 9999}
_DATE: Schema = {"anyOf": [_DATE_WORD, _YEAR]}
_RANGE: Schema = {"anyOf": [_word(grammar.RANGE, "A date, or a range: 2027-12-20..2028-01-03."), _YEAR]}
_LENGTH = _word(words.LENGTH, "A length: 3 days, 5 business days, 10 weeks, 9 months or 2 years.")
_RATE = _word(grammar.RATE, "Hours a week: 8h/week; or a day: 1h/day.")
_TITLE = _text(grammar.TITLE, phrases.TITLE_LENGTH)
# A plain `2027` or `true` is a name as well.
_NAME: Schema = {
    "anyOf": [
        {"type": ["integer", "boolean"]},
        {**_word(grammar.ID, "An id: letters and digits, then also - _ and dots."), "maxLength": ID_LENGTH},
    ]
}
_AFTER: Schema = {
    "anyOf": [{"type": ["integer", "boolean"]}, _word(grammar.AFTER, "An id, or an id + 2 weeks.")]
}
_TASK_AFTER: Schema = {
    "anyOf": [
        {"type": ["integer", "boolean"]},
        _word(grammar.TASK_AFTER, "A task or step, or one + 2 weeks."),
    ]
}


def _kinds() -> dict[Kind, Schema]:
    """What each kind of value looks like."""
    return {
        Kind.FORMAT: {"type": "integer", "const": FORMAT},
        Kind.ID: _ref("name"),
        Kind.IDS: _one_or_many(_ref("name")),
        Kind.STEP_LINE: _one_or_many(_ref("name"), least=1),
        Kind.TITLE: _ref("title"),
        Kind.NOTE: _text(grammar.NOTE, phrases.NOTE_LENGTH),
        Kind.URL: _word(phrases.URL, "An address: https://... or mailto:..."),
        Kind.DATE: _ref("date"),
        Kind.RANGES: _one_or_many(_RANGE),
        Kind.LENGTH: _ref("length"),
        Kind.LENGTHS: _word(words.LENGTHS, "A length or a range: 9 months, 9..12 months."),
        Kind.HOURS: _word(grammar.HOURS_OF_DAY, "Hours: 2h, 1.5h, 90min."),
        Kind.HOURS_RANGE: _word(grammar.HOURS_RANGE, "Hours or a range: 120h, 80..140h."),
        Kind.RATE: _ref("rate"),
        Kind.TIME: {"anyOf": [_ref("rate"), _ref("time")]},
        Kind.YEARS: {"type": "number", "exclusiveMinimum": 0, "maximum": YEARS_LIMIT, "multipleOf": 0.25},
        Kind.COUNT: {"type": "integer", "minimum": 1, "maximum": words.COUNT_LIMIT},
        Kind.ZONE: _word(grammar.ZONE, "A time zone: Europe/Berlin."),
        Kind.REGION: _word(phrases.REGION, "A country or region: DE, DE-BE."),
        Kind.MONEY: _word(phrases.MONEY, "An amount and a currency: 2400 USD."),
        Kind.PERCENT: _word(phrases.PERCENT, "A share: 50%."),
        Kind.SWITCH: {"type": "boolean"},
        Kind.STEP_KIND: {"enum": [kind.value for kind in StepKind]},
        Kind.PRIORITY: {"enum": [priority.value for priority in Priority]},
        Kind.AFTER: _one_or_many({"anyOf": [_ref("after"), _ref("any")]}),
        Kind.OPTIONS: _one_or_many(_ref("after"), least=1),
        Kind.TASK_AFTER: _one_or_many(_TASK_AFTER),
        Kind.GOALS: _goals(),
        Kind.TASKS: _tasks(),
        Kind.EXPERIENCE: {"anyOf": [_ref("length"), _ref("experience")]},
        Kind.TRIGGERS: _one_or_many(
            _word(grammar.TRIGGER, "STEP missed, main slips 9 months, chance below 50%, or a word.")
        ),
        Kind.RHYTHM: _word(grammar.RHYTHM, "sunday 18:00, first saturday, every 6 months from 2027-01-18."),
        Kind.NOW: _ref("now"),
        Kind.GOAL: _ref("goal"),
        Kind.GAPS: _map({"anyOf": [_ref("title"), _ref("gap")]}),
        Kind.TRACKS: _map(
            {
                "anyOf": [
                    {"type": "array", "items": _ref("name"), "uniqueItems": True, "minItems": 1},
                    _ref("track"),
                ]
            },
            maxProperties=TRACKS_LIMIT,
        ),
        Kind.STEPS: _map(_ref("step"), minProperties=1),
        Kind.WINDOWS: _map(_ref("window")),
        Kind.REVIEWS: _ref("reviews"),
    }


def _goals() -> Schema:
    count: Schema = {"type": "integer", "minimum": 1, "maximum": GOALS_LIMIT}
    titles: Schema = {"type": "array", "items": _ref("title")}
    return {
        "anyOf": [
            _word(grammar.GOALS, "monthly, weekly, every 6 months, a number, or [titles]."),
            count,
            titles,
        ]
    }


def _tasks() -> Schema:
    item: Schema = {"anyOf": [_text(grammar.TASK, phrases.TITLE_LENGTH), _ref("task")]}
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _section(section: Section, kinds: dict[Kind, Schema], **more: object) -> Schema:
    properties = {
        key.name: {"description": f"{key.meaning} Example: {key.example}", "allOf": [kinds[key.kind]]}
        for key in section.keys
    }
    required = [key.name for key in section.keys if key.required]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": required} if required else {}),
        **more,
    }


def schema() -> dict[str, object]:
    """The schema as a JSON value."""
    kinds = _kinds()
    sections = (NOW, GOAL, GAP, STEP, TASK, ANY, WINDOW, REVIEWS)
    definitions: Schema = {
        "name": _NAME,
        "title": _TITLE,
        "date": _DATE,
        "length": _LENGTH,
        "rate": _RATE,
        "after": _AFTER,
        "time": _section(TIME, kinds, minProperties=1),
        "track": _section(TRACK, kinds, oneOf=[{"required": ["path"]}, {"required": ["steps"]}]),
        "experience": _section(EXPERIENCE, kinds, anyOf=[{"required": ["years"]}, {"required": ["hours"]}]),
        **{section.name: _section(section, kinds) for section in sections},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A career plan",
        "description": "The plan file of planner, format 1.",
        **_section(PLAN, kinds),
        "definitions": definitions,
    }
