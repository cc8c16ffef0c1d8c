"""What of another list a plan gets: names that stay, order, tasks; and nothing that it has already."""

from collections.abc import Sequence
from datetime import date

from planner.plan.foreign.merge import Merged, merge
from planner.plan.foreign.values import Found, Haul
from planner.plan.model import Plan
from planner.plan.read import read

PLAN = """\
plan: 1
gaps: {g: Gap}
steps:
  exam: {title: Exam, tasks: [Book it]}
  call-12ab34cd: {title: Another title by now}
"""


def plan() -> Plan:
    return read(PLAN, "p.yaml").plan


def merged(*found: Found, into: str | None = None, plan: Plan | None = None) -> Merged:
    return merge(Haul("csv", found), plan, into)


def found(line: int, title: str, **more: object) -> Found:
    return Found(line, {"title": title})._replace(**more)  # type: ignore[arg-type]


def ids(one: Merged) -> list[str]:
    return [step.id for step in one.steps]


def afters(one: Merged) -> list[object]:
    return [step.fields.get("after") for step in one.steps]


def why(one: Merged) -> Sequence[tuple[int, str]]:
    return [(unused.line, unused.what) for unused in one.unused]


def test_ids_come_from_the_other_list_or_from_titles_and_are_unique() -> None:
    one = merged(
        found(2, "A", id="own.id"),
        found(3, "Same title"),
        found(4, "Same title"),
        found(5, "Marked, with a title", mark="12ab34cd"),
        found(6, "\u2728"),
        found(7, "Numbered", id="7", uid="7"),
        found(8, "Odd", id="No id: this"),
    )
    assert ids(one) == [
        "own.id",
        "same-title",
        "same-title-2",
        "marked-with-a-title-12ab34cd",
        "step",
        "numbered",
        "no-id-this",
    ]


def test_what_the_plan_has_is_not_added_again_whatever_its_title_there() -> None:
    one = merged(
        found(2, "Exam", id="exam", done=date(2027, 1, 1)),
        found(3, "Call the school", mark="12ab34cd", uid="u"),
        found(4, "After it", after=("u",)),
        found(5, "Book it", under="exam", done=True),
        found(6, "Pay", under="exam"),
        plan=plan(),
    )
    assert one.there == ["exam/book-it", "exam", "call-12ab34cd"]
    assert (ids(one), afters(one)) == (["after-it"], ["call-12ab34cd"])
    assert one.tasks == {"exam": [{"title": "Pay"}]}
    assert one.done == {"exam": date(2027, 1, 1), "exam/book-it": True}


def test_what_comes_first_is_found_by_name_title_number_or_in_the_plan() -> None:
    one = merged(
        found(2, "First", uid="u1"),
        found(3, "Second", after=("u1", "First", "1", "exam + 2w")),
        found(4, "Third", after=("2FS+3d", "nowhere")),
        found(5, "Fourth", after=("any Second or exam",)),
        found(6, "Fifth", after=("Part",)),
        found(7, "Part", under="u1", after=("Other part", "exam", "u1")),
        found(8, "Other part", under="u1"),
        plan=plan(),
    )
    assert afters(one) == [
        None,
        ["first", "exam + 2 weeks"],
        "second + 3 days",
        [{"any": ["second", "exam"]}],
        "first",
    ]
    assert one.steps[0].fields["tasks"] == [
        {"title": "Part", "after": ["other-part", "exam"]},
        {"title": "Other part"},
    ]
    assert [(unused.line, unused.what, unused.why) for unused in one.unused] == [
        (7, "after: u1", "it would wait for itself"),
        (4, "after: nowhere", "there is no such step"),
    ]


def test_all_of_it_can_become_tasks_of_one_step() -> None:
    one = merged(
        found(2, "A", uid="a", fields={"title": "A", "by": "2027-03", "takes": "1 week", "effort": "3h"}),
        found(3, "B", under="a", after=("a",)),
        into="exam",
        plan=plan(),
    )
    assert one.steps == []
    assert one.tasks == {"exam": [{"title": "A", "by": "2027-03"}, {"title": "B", "after": ["a"]}]}
    assert why(one) == [(2, "takes of A"), (2, "effort of A")]


def test_lists_lose_only_what_there_is_not() -> None:
    fields = {"title": "A", "closes": ["g", "h"], "before": ["exam", "x"]}
    one = merged(found(2, "A", fields=fields), found(3, "T", under="nothing"), plan=plan())
    assert one.steps[0].fields == {"title": "A", "closes": ["g"], "before": ["exam"]}
    assert why(one) == [(3, "T"), (2, "closes: h"), (2, "before: x")]
