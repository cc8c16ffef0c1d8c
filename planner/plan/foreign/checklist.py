"""Markdown task lists: `- [ ] what`, `- [x] what is done`; what stands deeper is a task of what stands above.

Also read: `by 2027-03-01` at the end, the signs of Obsidian's Tasks for due, start and done, and the comment
in which planner's own export keeps an id (`<!-- id: exam; after: course -->`).
"""

import re
from collections.abc import Iterator
from datetime import date

from planner.plan.edit.writing import Value
from planner.plan.foreign.cells import after_of, fields_of, read_keys_line
from planner.plan.foreign.values import Found, Haul, Unused, date_of, done_of, hours_of, line_of

BOX = re.compile(r"([ \t]*)(?:[-*+]|\d+[.)])[ \t]+\[([ xX/-])\][ \t]+(.*)")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+(.*\S)")
_HEADING = re.compile(r"#[ \t]+(.*\S)")
_COMMENT = re.compile(r"<!--(.*?)-->")
_SIGNS = (("by", "\U0001f4c5"), ("from", "\U0001f6eb"), ("done", "\u2705"))
_DATED = re.compile(r"(.*\S) by (\d{4}(?:-\S*)?)")
_HOURS = re.compile(r"(.*\S) \((\d[\d.]*(?:\.\.\d[\d.]*)?) ?h(?:ours)?\)")
_PLANNED = re.compile(r"(.*\S) \u2014 \d{1,2} [A-Z][a-z]{2} \d{4}")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_TAB = 4


def read_checklist(text: str) -> Haul:
    """The boxes of a text in Markdown; other list points are told, other text isn't."""
    found: list[Found] = []
    unused: list[Unused] = []
    steps: list[tuple[int, str]] = []
    title = ""
    for number, line in _outside_code(text):
        if heading := _HEADING.fullmatch(line.rstrip()):
            title = title or line_of(heading[1])
        box = BOX.fullmatch(line.rstrip())
        if box is None:
            if point := _BULLET.fullmatch(line.rstrip()):
                unused.append(Unused(number, line_of(point[1]), "it has no box; write - [ ] before it"))
            continue
        depth = len(box[1].expandtabs(_TAB))
        if box[2] == "-":
            unused.append(Unused(number, line_of(box[3]), "it was cancelled"))
            continue
        while steps and steps[-1][0] >= depth:
            steps.pop()
        one = _found(number, box[3], box[2] in "xX", steps[0][1] if steps else "")
        if one is None:
            unused.append(Unused(number, line_of(box[3]), "it has no title"))
            continue
        found.append(one)
        steps.append((depth, one.uid))
    return Haul("markdown", found, unused, title=title)


def _outside_code(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence:
            fence = ""
        elif not fence:
            yield number, line


def _found(number: int, text: str, is_done: bool, under: str) -> Found | None:
    """One box. Without an id in a comment, its line is its name within the file."""
    told = read_keys_line(";".join(_COMMENT.findall(text)))
    text = _COMMENT.sub("", text).strip()
    if "id" in told and (planned := _PLANNED.fullmatch(text)):
        text = planned[1]
    fields: dict[str, Value] = {}
    done: date | bool = is_done
    for key, sign in _SIGNS:
        head, sign_there, tail = text.partition(sign)
        if sign_there and (day := re.match(r"\s*(\d{4}-\d\d-\d\d)", tail)):
            text = f"{head.rstrip()} {tail[day.end() :].strip()}".strip()
            if key == "done":
                done = done_of(day[1]) if is_done else False
            else:
                fields[key] = day[1]
    while "id" not in told and (found := _DATED.fullmatch(text) or _HOURS.fullmatch(text)):
        key, read = ("by", date_of) if found.re is _DATED else ("effort", hours_of)
        text, fields[key] = found[1], read(found[2])
    title = line_of(text)
    if not title:
        return None
    if "done" in told and is_done:
        done = done_of(told["done"])
    fields |= fields_of(told)
    own = told.get("id", "")
    return Found(number, {"title": title, **fields}, f"line {number}", own, "", after_of(told), under, done)
