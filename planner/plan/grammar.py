"""The words of a plan file as regular expressions for JSON Schema: JavaScript's and Python's common part.

They say of a single value what the reader says, but for what needs a calendar or a comparison:
29 February, week 53, and ranges that run backwards.
"""

from planner.plan.keys import ORDINALS, WEEKDAYS
from planner.plan.phrases import NOT_IN_NOTE, NOT_IN_TITLE, TIME_OF_DAY
from planner.plan.words import LENGTH

_DAY_OF_YEAR = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|[12][0-9]))"
)
DATE = f"(?!0000)[0-9]{{4}}(?:-(?:{_DAY_OF_YEAR}|0[1-9]|1[0-2]|Q[1-4]|W(?:0[1-9]|[1-4][0-9]|5[0-3])))?"
RANGE = rf"{DATE}(?: *\.\. *{DATE})?"

# Fractions go in steps of 0.05; zero is written away by the look-ahead.
_FRACTION = r"(?:\.[0-9][05]?)?"
_MINUTES = "[1-9][0-9]{0,2}min"


def _hours(whole: str, most: str) -> str:
    """Hours with a whole part as in `whole`, up to `most` sharp."""
    above_zero = r"(?!0(?:\.0{1,2})?h)"
    and_minutes = f"(?!0){whole}h(?:[1-9]|[1-5][0-9])min"
    return rf"(?:{above_zero}{whole}{_FRACTION}h|{most}(?:\.00?)?h|{and_minutes}|{_MINUTES})"


HOURS = _hours("(?:0|[1-9][0-9]{0,4})", "100000")
HOURS_OF_DAY = _hours("(?:1?[0-9]|2[0-3])", "24")
_HOURS_OF_WEEK = _hours("(?:[1-9]?[0-9]|1[0-5][0-9]|16[0-7])", "168")
_NUMBER = rf"(?!0(?:\.0{{1,2}})?(?:\.\.|h))(?:0|[1-9][0-9]{{0,4}}){_FRACTION}"
HOURS_RANGE = rf"(?:{HOURS}|(?:{_NUMBER}|100000)\.\.(?:{_NUMBER}|100000)h|[1-9][0-9]{{0,2}}\.\.{_MINUTES})"
RATE = f"(?:{_HOURS_OF_WEEK}/week|{HOURS_OF_DAY}/day)"

# Letters of any script: what is left when all that isn't one is taken away, as far as it can be named.
_MARKS = (
    "\\u007b-\\u00a9\\u00ab-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf\\u00d7\\u00f7"
    "\\u2000-\\u206f\\u3000-\\u3004"
)
_NO_LETTER = f"\\u0000-/:-@\\[-`{_MARKS}"
_NO_ID = f"\\u0000-,/:-@\\[-^`{_MARKS}"
ID = f"[^{_NO_LETTER}][^{_NO_ID}]{{0,79}}"
SLUG = f"[^{_NO_LETTER}][^{_NO_ID}]{{0,499}}"
AFTER = rf"{ID}(?: *\+ *{LENGTH})?"
TASK_AFTER = rf"{SLUG}(?: *\+ *{LENGTH})?"

TITLE = f"(?=.*\\S)[^{NOT_IN_TITLE}]*"
# A date behind the last " by " has to be one.
TASK = f"(?!.*\\S by (?!{DATE} *(?![\\s\\S]))[0-9]{{4}}(?:-\\S*)? *(?![\\s\\S])){TITLE}"
NOTE = f"(?=[\\s\\S]*\\S)[^{NOT_IN_NOTE}]*"
TRIGGER = rf"(?:chance below (?:[1-9][0-9]?|100)%|{ID} missed|{ID} slips {LENGTH}|{ID})"
GOALS = rf"(?:monthly|weekly|every +{LENGTH})"
RHYTHM = (
    rf"(?:(?:(?:{'|'.join(ORDINALS)}) )?(?:{'|'.join(WEEKDAYS)})(?: {TIME_OF_DAY})?"
    rf"|every {LENGTH} from {DATE}(?: {TIME_OF_DAY})?)"
)
ZONE = "[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*"


def whole(pattern: str) -> str:
    """The pattern for a whole value. JSON Schema searches; and Python's `$` would let a line break pass."""
    return rf"^(?:{pattern})(?![\s\S])"
