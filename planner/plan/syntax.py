"""What the YAML parser has to say, in words for someone who doesn't know YAML."""

import re

import yaml

from planner.plan.problems import Place, Problem, shown

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_QUOTE = "Put the text into quotes."

# What libyaml says (any part of it) -> what is wrong, and how to mend it.
_WORDS = (
    ("maximum nesting", "this is nested too deep.", "A plan needs five levels."),
    (
        "mapping values are not allowed",
        'a second ": " in one line, or a line that is indented too far.',
        _QUOTE,
    ),
    (
        "could not find expected ':'",
        'this line has no "key: value".',
        'Write a ":" and a space after the key.',
    ),
    ("did not find expected key", "this line doesn't belong to the lines above.", "Check its indentation."),
    ("did not find expected '-'", "this line doesn't belong to the list above.", "Check its indentation."),
    ("sequence entries are not allowed", "a list can't begin here.", "Begin it in the next line, indented."),
    ("did not find expected ',' or ']'", "the list that begins here isn't closed.", 'Add a "]".'),
    ("did not find expected ',' or '}'", "the braces that open here aren't closed.", 'Add a "}".'),
    (
        "found unexpected end of stream",
        "the quote that opens here is never closed.",
        "Add the closing quote.",
    ),
    (
        "found unexpected document indicator",
        "the quote that opens here is never closed.",
        "Add the closing quote.",
    ),
    (
        "escape",
        "a backslash that YAML can't make sense of.",
        "Use single quotes, or write \\\\ for a backslash.",
    ),
    ("alphabetic or numeric character", "a text can't begin with & or *.", _QUOTE),
    ("character that cannot start", "a text can't begin with this character.", _QUOTE),
    ("tag", "a text can't begin with !.", _QUOTE),
    (
        "document start",
        "the plan ends before this line.",
        "Check the indentation, and for a stray --- or ....",
    ),
    ("YAML document", "this version of YAML is unknown.", "Remove the %YAML line."),
)
_FROM_ITS_START = ("isn't closed", "aren't closed", "never closed")


def explain(error: yaml.YAMLError | UnicodeEncodeError, text: str) -> Problem:
    """The parser's error as a problem with a place."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _illegal_character(text)
    mark, said = error.problem_mark, error.problem or ""
    if (tab := _tab(text, mark.line, mark.column)) is not None:
        place = Place(mark.line + 1, tab + 1)
        return Problem(place, "a tab can't indent in YAML.", "Use spaces, two for each level.")
    for part, message, remedy in _WORDS:
        if part in said:
            if error.context_mark is not None and message.endswith(
                tuple(f"{end}." for end in _FROM_ITS_START)
            ):
                mark = error.context_mark
            return Problem(Place(mark.line + 1, mark.column + 1), message, remedy)
    return Problem(
        Place(mark.line + 1, mark.column + 1),
        f"this can't be read: {said}.",
        "Check the line and the one above.",
    )


def _illegal_character(text: str) -> Problem:
    """The problem of the first character that no YAML text may hold."""
    found = _ILLEGAL.search(text)
    if found is None:
        return Problem(Place(1, 1), "this can't be read as YAML.", "Save the file as UTF-8 text.")
    at = found.start()
    place = Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return Problem(place, f"the character {shown(found[0])} has no place in a plan.", "Remove it.")


def _tab(text: str, line: int, column: int) -> int | None:
    """The column of a tab that indents the line, or stands where the parser stumbled."""
    start = 0
    for _ in range(line):
        start = text.find("\n", start) + 1
        if start == 0:
            return None
    end = text.find("\n", start)
    content = text[start:] if end < 0 else text[start:end]
    blank = content[: len(content) - len(content.lstrip(" \t"))]
    if "\t" in blank:
        return blank.index("\t")
    return column if content[column : column + 1] == "\t" else None
