"""The file of postings: text beside the plan that a person may read, edit and keep in git."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planner.coach.postings.values import Line, Posting
from planner.coach.scalar import comment, scalar
from planner.errors import UsageError
from planner.plan import nodes
from planner.plan.nodes import Node, Scalar, Sequence, place_of
from planner.plan.problems import Place, PlanProblems, Report, shown

FORMAT = "1"
ENDING = ".postings.yaml"
MOST = 200
_HEAD = (
    "Job postings that you collected with planner postings add, and what they ask for. It is yours: mend a"
    " line, move it between required and preferred, or take it out; planner postings counts what stands here."
)
_KEYS = ("postings", "list")
_OF_ONE = ("title", "role", "source", "on", "mark", "required", "preferred")
_LONGEST = 1000


def beside(plan: Path) -> Path:
    """The file in which the postings for a plan are kept: `nurse.yaml` has `nurse.postings.yaml`."""
    return plan.with_name(plan.stem + ENDING)


def read(text: str, file: str) -> tuple[Posting, ...]:
    """The postings in a text. Raises UsageError with all mistakes."""
    report = Report(file)
    try:
        found = _Reader(report).file(nodes.parse(text, report))
        if report.errors:
            raise report.failure()
    except PlanProblems as problems:
        raise UsageError(problems.message, "See docs/postings.md for what may stand in it.") from None
    return found


def written(postings: tuple[Posting, ...]) -> str:
    """The postings as a file. The same postings give the same bytes."""
    lines = [*comment(_HEAD), f"postings: {FORMAT}", "list:" if postings else "list: []"]
    for number, posting in enumerate(postings, 1):
        lines += [*([""] if number > 1 else []), *_one(posting)]
    return "\n".join([*lines, ""])


def _one(posting: Posting) -> Iterator[str]:
    yield f"  - title: {scalar(posting.title)}"
    if posting.role:
        yield f"    role: {scalar(posting.role)}"
    yield f"    source: {scalar(posting.source)}"
    if posting.on:
        yield f"    on: {posting.on}"
    if posting.mark:
        yield f"    mark: {scalar(posting.mark)}  # by this the same text is known again"
    for key, is_required in (("required", True), ("preferred", False)):
        texts = [line.text for line in posting.lines if line.is_required is is_required]
        if texts:
            yield f"    {key}:"
            yield from (f"      - {scalar(text)}" for text in texts)


class _Reader:
    """One pass over the tree; what is wrong is noted in the report."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def file(self, root: Node | None) -> tuple[Posting, ...]:
        version = root.items.get("postings") if type(root) is nodes.Mapping else None
        if type(root) is not nodes.Mapping or type(version) is not Scalar or version.text != FORMAT:
            place = place_of(version.mark) if version else Place(1, 1)
            remedy = "Add that line, or update planner if a newer one wrote this."
            self.report.error(place, f'it doesn\'t say "postings: {FORMAT}".', remedy)
            raise self.report.failure()
        self.known(root, _KEYS)
        listed = root.items.get("list")
        if listed is None or (type(listed) is Scalar and listed.is_null):
            return ()
        if type(listed) is not Sequence:
            self.report.error(place_of(listed.mark), "list: postings belong here.", 'Write "- title: ...".')
            return ()
        if len(listed.items) > MOST:
            message = f"list: {len(listed.items)} postings are more than {MOST}."
            self.report.error(place_of(listed.mark), message, "Keep the newest.")
            return ()
        found = (self.posting(node) for node in listed.items)
        return tuple(one for one in found if one is not None)

    def posting(self, node: Node) -> Posting | None:
        if type(node) is not nodes.Mapping or "title" not in node.items:
            self.report.error(place_of(node.mark), "this is no posting.", 'It begins with "title: ...".')
            return None
        self.known(node, _OF_ONE)
        lines = [Line(text) for text in self.texts(node, "required")]
        lines += [Line(text, is_required=False) for text in self.texts(node, "preferred")]
        return Posting(
            title=self.text(node, "title") or "",
            source=self.text(node, "source") or "",
            on=self.day(node),
            lines=tuple(lines),
            role=self.text(node, "role"),
            mark=self.text(node, "mark"),
        )

    def known(self, node: nodes.Mapping, keys: tuple[str, ...]) -> None:
        for name, mark in node.keys.items():
            if name not in keys:
                remedy = self.report.meant(name, keys, f"Known are {', '.join(keys)}.")
                self.report.error(place_of(mark), f"there is no key {shown(name)}.", remedy)

    def text(self, node: nodes.Mapping, name: str) -> str | None:
        value = node.items.get(name)
        if value is None or (type(value) is Scalar and value.is_null):
            return None
        return self.single(name, value)

    def single(self, name: str, value: Node) -> str | None:
        if type(value) is Scalar and not value.is_null and len(value.text) <= _LONGEST:
            return " ".join(value.text.split())
        self.report.error(
            place_of(value.mark), f"{name}: this is no text of {_LONGEST} characters at most.", "Shorten it."
        )
        return None

    def texts(self, node: nodes.Mapping, name: str) -> list[str]:
        value = node.items.get(name)
        if value is None or (type(value) is Scalar and value.is_null):
            return []
        listed = value.items if type(value) is Sequence else [value]
        return [text for one in listed if (text := self.single(name, one))]

    def day(self, node: nodes.Mapping) -> date | None:
        text = self.text(node, "on")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            place = place_of(node.items["on"].mark)
            self.report.error(place, f"on: {shown(text or '')} is no day.", "Write it as 2026-12-01.")
            return None
