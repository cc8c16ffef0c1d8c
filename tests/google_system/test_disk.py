"""A disk that fails or is full: it is told, nothing is sent that isn't on it, and the next sync mends it."""

import pytest

from tests.google_system.place import Place
from tests.google_system.scene import assert_all_was_announced, assert_converges
from tests.system.tracing import Scene, disturbed, points


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    ("call", "error", "after"),
    [("fdatasync", "EIO", ""), ("pwrite64", "ENOSPC", "+"), ("fsync", "EIO", "")],
)
def test_a_disk_that_fails_is_told_and_mended_by_the_next_sync(
    due: Scene[Place], call: str, error: str, after: str
) -> None:
    for number in points(due.calls[call])[::2]:
        ended = disturbed(due, call, f"error={error}:when={number}{after}")
        told = ended.out + ended.err
        assert "Traceback" not in told
        assert "mistake of the program" not in told
        assert_all_was_announced(due.place)
        if ended.code == 0:  # all that counts was durable before the disk failed
            assert due.place.result() == due.wanted
        assert_converges(due)
