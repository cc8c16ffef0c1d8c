import os
import signal
import threading
import time

from planner.daemon.signals import caught


def test_a_signal_ends_the_wait_at_once_and_is_remembered() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with caught() as signals:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGHUP)).start()
        began = time.monotonic()
        signals.wait(10)
        assert time.monotonic() - began < 5
        assert (signals.reload, signals.stop) == (True, False)
        os.kill(os.getpid(), signal.SIGTERM)
        assert signals.stop
    assert signal.getsignal(signal.SIGTERM) is before


def test_something_to_read_ends_the_wait() -> None:
    reading, writing = os.pipe()
    with caught() as signals:
        assert not signals.wait(0, [reading])
        os.write(writing, b"x")
        assert signals.wait(10, [reading])
    os.close(reading)
    os.close(writing)
