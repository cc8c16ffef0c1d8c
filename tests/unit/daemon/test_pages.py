import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from planner.daemon.child import Ended
from planner.daemon.pages import Pages
from planner.errors import PlannerError


def test_the_page_is_made_anew_only_where_something_changed() -> None:
    made: list[str] = []
    state = ["a"]

    def make() -> Ended:
        made.append(state[0])
        return Ended(0, state[0].encode())

    pages = Pages(make, lambda: state[0])
    assert [pages(), pages()] == [b"a", b"a"]
    state[0] = "b"
    assert pages() == b"b"
    assert made == ["a", "b"]


def test_however_many_ask_at_once_one_command_makes_it() -> None:
    made = []
    lock = threading.Lock()

    def make() -> Ended:
        with lock:
            made.append(1)
        time.sleep(0.1)
        return Ended(0, b"page")

    pages = Pages(make, lambda: "a")
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: pages(), range(16))) == {b"page"}
    assert len(made) == 1


@pytest.mark.parametrize(
    "ended", [Ended(1, err="planner: no disk\n"), Ended(None), Ended(0, b"<", whole=False)]
)
def test_a_page_that_can_t_be_made_is_an_error_and_is_tried_again(ended: Ended) -> None:
    endings = [ended, Ended(0, b"page")]
    pages = Pages(lambda: endings.pop(0), lambda: "a")
    with pytest.raises(PlannerError, match="can't be made"):
        pages()
    assert pages() == b"page"
