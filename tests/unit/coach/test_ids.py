"""Ids come from what a thing is: no two share one, none is one of ours, and all are valid."""

from itertools import combinations

from planner.coach import ids
from planner.plan.identity import ID_LENGTH, is_id

LONG = "Advanced certificate in the management of very large institutions of care"


def test_long_names_that_begin_alike_have_ids_of_their_own() -> None:
    made = [ids.paper(f"{LONG} {ending}") for ending in ("one", "two", "on")]
    assert all(
        len(one) <= ID_LENGTH and is_id(one) and one.startswith("advanced-certificate-in") for one in made
    )
    assert len(set(made)) == 3


def test_what_different_questions_name_alike_are_different_things() -> None:
    names = ("Talk", "Learn SQL", "SQL", "Job SQL", "Way out", "Paper SQL", "Find way", "Years", "plan-b")
    makers = (ids.paper, ids.skill, ids.job, ids.other_way, ids.closer)
    made = {(make.__name__, name): make(name) for make in makers for name in names}
    assert [(a, b) for a, b in combinations(made, 2) if made[a] == made[b]] == []
    ours = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)} | set(
        ids.GAP
    )
    assert ours & set(made.values()) == set()


def test_a_task_has_an_id_only_where_its_slug_hides_a_difference() -> None:
    assert ids.task("Apply to the clinic") is None
    assert (ids.task("Learn C++"), ids.task("Learn C#")) == ("learn-c-plus-plus", "learn-c-sharp")
