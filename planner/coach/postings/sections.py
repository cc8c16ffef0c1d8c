"""Which lines of a posting ask for something: by the heading that they stand below, and by their own words.

English and German. The tables are what is known; a heading or word that isn't in them is looked past.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from planner.coach.postings.require import requirements
from planner.coach.postings.values import DASH, Block, Kind, Line

LONGEST_LINE = 400
MOST_LINES = 80
_LONGEST_HEADING = 80
_WORDS_OF_A_HEADING = 9
_LEAST = 2  # characters: less says nothing


class Section(Enum):
    """What a posting speaks of below a heading."""

    REQUIRED = auto()
    PREFERRED = auto()
    ELSE = auto()  # the work, the firm, the pay, how to apply
    UNSAID = auto()


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


# Looked for in this order: "Preferred qualifications" are preferred, "What we offer you" is no requirement.
_HEADINGS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        Section.PREFERRED,
        _any(
            r"prefer(?:red|ences?)\b",
            r"nice[- ]to[- ]haves?\b",
            r"(?:a |big |bonus |extra )?(?:plus|bonus)(?:es| points)?\b",
            r"desir(?:ed|able)\b",
            r"advantageous\b",
            r"good to have\b",
            r"ideally\b",
            r"von vorteil\b",
            r"(?:wünschenswert|idealerweise|pluspunkte|gern gesehen|optional)",
            r"das wäre (?:schön|toll|super)",
        ),
    ),
    (
        Section.ELSE,
        _any(
            r"(?:what )?we (?:can )?offer\b",
            r"what('s| is) in it for you",
            r"what you(?:'ll| will| can) (?:get|do|be doing|receive|learn|expect)",
            r"benefits?\b",
            r"perks\b",
            r"(?:key |main |core |your |job |essential )*(?:responsibilities|duties|tasks|functions)\b",
            r"about (?:us|the|our|you r|this)\b",
            r"who we are\b",
            r"how to apply\b",
            r"to apply\b",
            r"compensation\b",
            r"(?:pay|salary|schedule|hours|shift|location|job type|department)\b",
            r"equal opportunity",
            r"(?:the role|job summary|summary|overview|description|day to day)\b",
            r"(?:wir bieten|das bieten|was wir (?:dir |ihnen )?bieten|unser angebot|benefits|das erwartet)",
            r"(?:ihre |deine )?(?:aufgaben|tätigkeiten|aufgabengebiet|verantwortung)",
            r"(?:über uns|kontakt|bewerbung|vergütung|arbeitszeit|standort|ihre vorteile|deine vorteile)",
        ),
    ),
    (
        Section.REQUIRED,
        _any(
            r"(?:minimum |basic |essential |job |key |person )?(?:requirements?|required)\b",
            r"(?:minimum |basic |essential |required )?qualifications?\b",
            r"(?:person )?specifications?\b",
            r"essential(?: criteria)?\b",
            r"must[- ]haves?\b",
            r"what (?:you(?:'ll| will)? )(?:need|bring|have)\b",
            r"what we(?:'re| are) looking for",
            r"(?:we are looking for|who you are|who we(?:'re| are) looking for|about you|"
            r"your profile|you have|you bring)\b",
            r"(?:knowledge, )?skills(?: (?:and|&|/) \w+)*\b",
            r"(?:education|experience|licen[sc]es?|certifications?|credentials|eligibility|"
            r"prerequisites)\b",
            r"(?:ihr|dein|das|gewünschtes) (?:profil|anforderungsprofil)\b",
            r"(?:das|was) (?:bringst du|bringen sie|du mitbringst|sie mitbringen|sie auszeichnet|"
            r"dich auszeichnet)",
            r"(?:du bringst mit|sie bringen mit|sie verfügen über|wir erwarten|was wir erwarten)",
            r"(?:anforderungen|anforderungsprofil|voraussetzungen|qualifikation(?:en)?|profil|"
            r"kenntnisse)\b",
            r"das solltest du mitbringen|(?:damit|womit) (?:überzeugen sie|überzeugst du)",
        ),
    ),
)
# What may stand before and beside the words of a heading that nothing marks as one: "RN license" is none.
_BEFORE = re.compile(
    r"(?:(?:your|our|the|job|additional|other|further|technical|professional)\s+)*", re.IGNORECASE
)
_BESIDE = 16
_PREFERRED = _any(
    r"prefer(?:red|ably|ence)\b",
    r"(?:a |big |strong |definite )plus\b",
    r"nice to have\b",
    r"(?:is |are |would be )?(?:desired|desirable|advantageous|an advantage|a bonus|an asset|"
    r"helpful|beneficial)\b",
    r"ideally\b",
    r"von vorteil\b|wünschenswert|idealerweise|gerne? gesehen|bevorzugt|wären? (?:schön|toll|"
    r"ein plus)|ein plus\b",
    r"optional\b",
)
_REQUIRED = _any(
    r"(?:is |are )?required\b",
    r"must\b",
    r"(?:is |are )?(?:mandatory|essential|necessary)\b",
    r"(?:a )?minimum(?: of)?\b",
    r"at least\b",
    r"(?:zwingend|erforderlich|vorausgesetzt|voraussetzung|mindestens|muss|müssen|notwendig|"
    r"unerlässlich)\b",
)
_NOT_ASKED = re.compile(
    r"\b(?:no|without|keine?|ohne)\b[^.;]{0,60}\b(?:required|necessary|needed|erforderlich|notwendig|nötig|"
    r"voraus(?:setzung|gesetzt))\b"
    r"|\bnot (?:a )?(?:required|requirement|necessary|needed|essential)\b"
    r"|\bnicht (?:erforderlich|notwendig|zwingend|nötig)\b"
    r"|\bno (?:prior |previous )?experience\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-zäöüß0-9)]{2}[.!?])\s+(?=[A-ZÄÖÜ0-9])|;\s+")
_PROVIDED = re.compile(
    r"\b(?:we (?:provide|offer|pay|train)|training (?:is )?provided|wir (?:bieten|bezahlen|"
    r"fördern))\b",
    re.IGNORECASE,
)


def asking_lines(blocks: Sequence[Block]) -> tuple[Line, ...]:
    """The lines that ask for something, in their order, each once; MOST_LINES at most.

    Where no heading says that requirements follow, what is recognised counts wherever it stands.
    """
    found = _lines(blocks, anywhere=False)
    if not any(_section(block)[0] is Section.REQUIRED for block in blocks):
        found = _lines(blocks, anywhere=True)
    once: dict[str, Line] = {}
    for line in found:
        once.setdefault(line.text.lower(), line)
    return tuple(once.values())[:MOST_LINES]


def _lines(blocks: Sequence[Block], *, anywhere: bool) -> list[Line]:
    section = Section.UNSAID
    found: list[Line] = []
    for block in blocks:
        begun, rest = _section(block)
        if begun is not None:
            section = begun
            if not rest:
                continue
        for whole in _clauses(rest):
            clause = whole if len(whole) <= LONGEST_LINE else whole[:LONGEST_LINE].rpartition(" ")[0]
            if len(clause) >= _LEAST and _asks(clause, section, block.is_point, anywhere=anywhere):
                found.append(Line(clause, _is_required(clause, section)))
        if len(found) > 2 * MOST_LINES:
            break
    return found


def _section(block: Block) -> tuple[Section | None, str]:
    """The section that a block begins (None: it begins none), and what of it isn't its heading."""
    head, colon, rest = block.text.partition(":")
    is_head = block.is_heading or (not block.is_point and (bool(colon) or block.text[-1:] not in ".;,!"))
    if not is_head or len(head) > _LONGEST_HEADING or len(head.split()) > _WORDS_OF_A_HEADING:
        return None, block.text
    known = next((section for section, words in _HEADINGS if words.search(head)), None)
    is_whole = not rest.strip()
    if known is not None and (is_whole or len(head.split()) <= 4):  # noqa: PLR2004
        if block.is_heading or colon or _is_heading_alone(head):
            return known, rest.strip()
        return None, block.text
    if is_whole and (block.is_heading or colon):
        return Section.ELSE, ""
    return None, block.text


def _is_heading_alone(text: str) -> bool:
    """Whether a line is a heading though nothing marks it as one: it is little more than a known one."""
    for _, words in _HEADINGS:
        match = words.search(text)
        if match and _BEFORE.fullmatch(text[: match.start()]) and len(text) - len(match[0]) <= _BESIDE:
            return not any(character.isdigit() for character in text)
    return False


def _clauses(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(text):
        cues = [*_PREFERRED.finditer(sentence), *_REQUIRED.finditer(sentence)]
        parts = re.split(r",\s+(?:and |but |und |aber )?", sentence) if len(cues) > 1 else [sentence]
        whole = len(parts) > 1 and all(_PREFERRED.search(part) or _REQUIRED.search(part) for part in parts)
        for part in parts if whole else _without_wish(sentence):
            yield part.strip(f" .;,-{DASH}")


def _without_wish(sentence: str) -> list[str]:
    """The sentence; a wish of another kind at its end, behind a comma, is apart: "2 years, BLS a plus"."""
    first, comma, last = sentence.rpartition(",")
    if comma and _PREFERRED.search(last) and not _PREFERRED.search(first):
        before, wish = ({one.kind for one in requirements(Line(part))} for part in (first, last))
        if Kind.OTHER not in before | wish and not before & wish:
            return [first, last]
    return [sentence]


def _asks(clause: str, section: Section, is_point: bool, *, anywhere: bool) -> bool:
    if _NOT_ASKED.search(clause):
        return False
    known = {one.kind for one in requirements(Line(clause))} - {Kind.OTHER}
    if section in {Section.REQUIRED, Section.PREFERRED}:
        return is_point or bool(known) or _cue(clause)
    if _PROVIDED.search(clause):
        return False
    if section is Section.ELSE:
        return bool(known - {Kind.SKILL}) and _cue(clause)
    if anywhere:
        return bool(known if is_point else known - {Kind.SKILL}) or (bool(known) and _cue(clause))
    return bool(known) and _cue(clause)


def _cue(clause: str) -> bool:
    return bool(_PREFERRED.search(clause) or _REQUIRED.search(clause))


def _is_required(clause: str, section: Section) -> bool:
    if _PREFERRED.search(clause):
        return False
    return section is not Section.PREFERRED or bool(_REQUIRED.search(clause))
