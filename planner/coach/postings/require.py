"""From a line to the things that it asks for, each under the name by which postings are compared."""

import re
from collections.abc import Iterator

from planner.coach.ids import key
from planner.coach.postings import vocabulary
from planner.coach.postings.values import DASH, Kind, Line, Requirement

LONGEST_NAME = 80
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
_NUMBERS |= {"ein": 1, "eine": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "mehrjährige": 3}
_WORDS = "|".join(_NUMBERS)
_COUNT = rf"(?P<n>[0-9]{{1,2}}|{_WORDS})"
_YEARS = re.compile(
    rf"\b{_COUNT}\+?(?: ?\([0-9]{{1,2}}\))? ?(?:(?:-|{DASH}|to|bis|or|oder) ?(?:[0-9]{{1,2}}|{_WORDS}))?"
    r" ?\+?(?: or more| oder mehr)?[- ]?(?P<unit>years?|yrs?\.?|jahren?|months?|"
    r"monaten?)\b'?(?P<rest>.{0,120})",
    re.IGNORECASE,
)
_SEVERAL_YEARS = re.compile(r"\bmehrjährige[rn]?\b.{0,40}(?:erfahrung|praxis)", re.IGNORECASE)
_EXPERIENCE = re.compile(
    r"experience|exp\b|erfahrung|praxis|working|work\b|background|in (?:a |an )?", re.IGNORECASE
)
_NOT_WORK = re.compile(
    r"\b(?:old|of age|age|alt|course|program(?:me)?|degree|training|contract|ausbildung|studium)\b",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(r"\b(?:experienced?|(?:berufs)?erfahrung)\b", re.IGNORECASE)
_FIELDS = re.compile(r"\b(?:in|of|der|des|im bereich)\s+(?P<fields>[^.;:()]{3,90})", re.IGNORECASE)
_OR = re.compile(r",|/|\bor\b|\band\b|\boder\b|\bund\b", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:required|preferred|desired|desirable|is|wünschenswert|erforderlich)\b", re.IGNORECASE
)
_NO_FIELD = re.compile(
    r"related|similar|relevant|equivalent|vergleichbar|ähnlich|field|discipline|experience|"
    r"preferred|required|plus\b|"
    r"desir|vorteil|lieu|progress|\b(?:a|an|the|one|at|least|high|school|ged|years?)\b",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    r"(?P<name>(?:[\w+#&./'-]+ ){1,6}?)(?:certifi(?:cate|cation|ed)|licen[sc]ed?|licensure|registration)\b"
    r"|\b(?P<name2>[\w+#-]{3,40}(?:zertifikat|zertifizierung|schein|lizenz))\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"^(?:(?:a|an|the|any|active|current(?:ly)?|valid|unrestricted|clear|must|have|hold|holds|"
    r"holding|possess|be|is|with|"
    r"your|of|or|and|in|at|least|one|required|preferred|professional|industry|relevant|recognised|"
    r"recognized|state|"
    r"national|appropriate|obtain|ability|to|eligible|for|as|by|ein|eine|einen|gültige[rn]?|der|"
    r"die|das|und|oder"
    r")\s+)+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:you (?:have|are|bring|possess)|must (?:have|be)|ability to|able to|proven|"
    r"demonstrated|strong|excellent|good|"
    r"solid|basic|working|knowledge of|experience (?:with|in|of)|familiarity with|proficien(?:t|"
    r"cy) (?:in|with)|"
    r"sehr gute|gute|fundierte|sichere[rn]?|kenntnisse (?:in|im)|du (?:hast|bist)|sie (?:haben|"
    r"sind)|a|an|the)\s+)+",
    re.IGNORECASE,
)


def requirements(line: Line) -> tuple[Requirement, ...]:
    """What a line asks for, each thing once. What isn't recognised is one thing, as the line has it."""
    found: dict[tuple[Kind, str], Requirement] = {}
    for one in _recognised(line.text):
        found.setdefault((one.kind, one.key), one._replace(is_required=line.is_required))
    return tuple(found.values()) or (_as_it_is(line),)


def _recognised(text: str) -> Iterator[Requirement]:
    yield from _education(text)
    certificates = list(_known(text, Kind.CERTIFICATE))
    yield from certificates or _other_certificate(text)
    yield from _experience(text)
    yield from _known(text, Kind.LANGUAGE)
    yield from _known(text, Kind.SKILL)


def _known(text: str, kind: Kind) -> Iterator[Requirement]:
    for name, words in vocabulary.WORDS[kind].items():
        if words.search(text):
            yield Requirement(kind, key(name), name)


def _education(text: str) -> Iterator[Requirement]:
    for name, words in vocabulary.EDUCATION.items():
        if (match := words.search(text)) is not None:
            yield Requirement(Kind.EDUCATION, key(name), name, fields=_fields(text[match.end() :]))


def _fields(rest: str) -> tuple[str, ...]:
    match = _FIELDS.match(rest.lstrip(" ,'s()"))
    if match is None:
        return ()
    fields = (_FILLERS.sub("", one.strip()).strip() for one in _OR.split(_LEVEL.split(match["fields"])[0]))
    named = [one for one in fields if one and not _NO_FIELD.search(one)]
    return tuple(one if not one[:1].isupper() or one.isupper() else _lowered(one) for one in named[:4])


def _lowered(text: str) -> str:
    return " ".join(word if word.isupper() else word.lower() for word in text.split())


def _experience(text: str) -> Iterator[Requirement]:
    longest = 0
    for match in _YEARS.finditer(text):
        before, rest = text[max(0, match.start() - 40) : match.start()], match["rest"]
        if _NOT_WORK.search(rest[:25]) or not (_EXPERIENCE.search(rest) or _MORE_THAN.search(before)):
            continue
        count = _NUMBERS.get(match["n"].lower()) or int(match["n"])
        is_months = match["unit"].lower().startswith("mo")
        longest = max(longest, -(-count // 12) if is_months else count)
    if not longest and _SEVERAL_YEARS.search(text):
        longest = _NUMBERS["mehrjährige"]
    if longest:
        yield Requirement(Kind.EXPERIENCE, "experience", "Experience", years=longest)


def _other_certificate(text: str) -> Iterator[Requirement]:
    """A certificate or licence that no table knows, by the words before it."""
    for match in _CERTIFICATE.finditer(text):
        name = _FILLERS.sub("", (match["name"] or match["name2"]).strip(" .,") + " ").strip(" .,/&-")
        if len(key(name)) > 1 and not _NO_FIELD.search(name) and len(name) <= LONGEST_NAME:
            named = name if match["name2"] else f"{name} {_noun(match[0])}"
            yield Requirement(Kind.CERTIFICATE, key(named), named[:1].upper() + named[1:])
            return


def _noun(match: str) -> str:
    last = match.rsplit(maxsplit=1)[-1].lower()
    return (
        "licence" if last.startswith("licen") else "registration" if last == "registration" else "certificate"
    )


def _as_it_is(line: Line) -> Requirement:
    name = _LEAD.sub("", line.text).strip(" .,;:") or line.text
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0] or name[:LONGEST_NAME]
    name = name[:1].upper() + name[1:]
    return Requirement(Kind.OTHER, key(name) or name.lower(), name, line.is_required)
