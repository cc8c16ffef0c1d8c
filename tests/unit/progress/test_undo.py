"""Undo and redo as a person knows them from an editor: a line of changes, and a place on it."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from planner.progress.facts import COMMAND, ITSELF, BaselineSet, Completed, Entry, Fact, Pinned, Undone
from planner.progress.fold import fold
from planner.progress.undo import in_force, redoable, summary, undoable
from tests.unit.progress.journal import DAY, LEARNT, any_fact, journal


def test_nothing_to_undo_or_redo_at_the_start() -> None:
    assert undoable(()) is None
    assert redoable(()) is None


def test_undo_takes_the_newest_change_of_a_person_wherever_they_made_it() -> None:
    typed = journal([Completed("a", DAY)], [Pinned("b", DAY)])
    told = Entry(3, 3, LEARNT, "todoist", Completed("c", DAY))
    assert undoable((*typed, told)) == 3
    assert undoable(typed) == 2


def test_undo_leaves_what_planner_noted_by_itself() -> None:
    typed = journal([Completed("a", DAY)])
    noted = Entry(2, 2, LEARNT, ITSELF, BaselineSet(DAY, {"a": DAY}))
    assert undoable((*typed, noted)) == 1
    assert undoable([noted]) is None


def test_undo_goes_back_step_by_step() -> None:
    assert undoable(journal([Completed("a", DAY)], [Pinned("b", DAY)], [Undone(2)])) == 1
    assert undoable(journal([Completed("a", DAY)], [Pinned("b", DAY)], [Undone(2)], [Undone(1)])) is None


def test_redo_goes_forward_step_by_step() -> None:
    changes: list[list[Fact]] = [[Completed("a", DAY)], [Pinned("b", DAY)], [Undone(2)], [Undone(1)]]
    assert redoable(journal(*changes)) == 4
    assert redoable(journal(*changes, [Undone(4)])) == 3
    assert redoable(journal(*changes, [Undone(4)], [Undone(3)])) is None


def test_redo_is_over_once_the_person_does_something_else() -> None:
    undone = journal([Completed("a", DAY)], [Undone(1)])
    assert redoable(undone) == 2
    assert redoable((*undone, Entry(3, 3, LEARNT, ITSELF, BaselineSet(DAY, {"a": DAY})))) == 2
    assert redoable((*undone, Entry(3, 3, LEARNT, "todoist", Pinned("b", DAY)))) is None
    assert redoable((*undone, Entry(3, 3, LEARNT, COMMAND, Pinned("b", DAY)))) is None


def test_the_preview_names_what_a_change_holds() -> None:
    entries = journal([Completed("a", DAY), Pinned("b", DAY)], [Undone(1)], [Undone(2)])
    held = ("a done on 4 Jan 2028", "b pinned to 4 Jan 2028")
    assert summary(entries, 1) == held
    assert summary(entries, 2) == held, "a redo says what comes back"
    assert summary(entries, 3) == held
    assert summary(entries, 9) == ()


@dataclass
class Editor:
    """What a person expects: `line[:place]` is what counts."""

    line: list[list[Fact]] = field(default_factory=list)
    place: int = 0

    def do(self, facts: list[Fact]) -> None:
        self.line[self.place :] = [facts]
        self.place += 1


real_fact = any_fact.filter(lambda fact: not isinstance(fact, Undone))
moves = st.lists(st.one_of(st.sampled_from(["undo", "redo"]), st.lists(real_fact, min_size=1, max_size=3)))


@given(moves)
def test_any_mix_of_doing_undoing_and_redoing_is_what_an_editor_would_show(
    steps: list[str | list[Fact]],
) -> None:
    editor = Editor()
    changes: list[list[Fact]] = []
    for step in steps:
        entries = journal(*changes)
        match step:
            case "undo":
                change = undoable(entries)
                assert (change is None) == (editor.place == 0)
                editor.place -= change is not None
            case "redo":
                change = redoable(entries)
                assert (change is None) == (editor.place == len(editor.line))
                editor.place += change is not None
            case facts:
                assert isinstance(facts, list)
                change = None
                editor.do(facts)
                changes.append(facts)
        if change is not None:
            changes.append([Undone(change)])
    entries = journal(*changes)
    kept = [entry.fact for entry in in_force(entries) if not isinstance(entry.fact, Undone)]
    assert kept == [fact for facts in editor.line[: editor.place] for fact in facts]
    assert fold(entries) == fold(journal(*editor.line[: editor.place]))
