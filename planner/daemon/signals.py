"""Signals as flags, and a wait that they end at once."""

import os
import select
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType


class Signals:
    """What was asked for by signals: TERM and INT to stop, HUP to reload."""

    def __init__(self, wakeup: int) -> None:
        self.stop = False
        self.reload = False
        self._wakeup = wakeup

    def received(self, number: int, frame: FrameType | None) -> None:
        """Note a signal."""
        del frame
        if number == signal.SIGHUP:
            self.reload = True
        else:
            self.stop = True

    def wait(self, seconds: float, filenos: Iterable[int] = ()) -> bool:
        """Wait until a signal arrives or one of these can be read; gives whether one can."""
        poller = select.poll()
        poller.register(self._wakeup, select.POLLIN)
        for number in filenos:
            poller.register(number, select.POLLIN)
        ready = {number for number, _ in poller.poll(seconds * 1000)}
        if self._wakeup in ready:
            os.read(self._wakeup, 4096)
        return bool(ready - {self._wakeup})


@contextmanager
def caught() -> Iterator[Signals]:
    """Catch signals; a byte in a pipe of our own ends the wait for each (signal.set_wakeup_fd)."""
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signals = Signals(reading)
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, signals.received) for number in numbers}
    wakeup = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield signals
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, old in before.items():
            signal.signal(number, old)
        os.close(reading)
        os.close(writing)
