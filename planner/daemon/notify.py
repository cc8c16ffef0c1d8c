"""What systemd is told: readiness, reloading, stopping, one line of status, and the watchdog's heartbeat.

sd_notify(3): datagrams of `NAME=value` lines to the socket in `$NOTIFY_SOCKET`; a leading `@` stands for the
abstract namespace. Without that variable nothing is told, and a socket that is gone costs nothing.
"""

import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

Send = Callable[[str], None]
_LONGEST_STATUS = 200


class Notify:
    """The service's side of the protocol."""

    def __init__(self, send: Send, heartbeat_seconds: float | None, monotonic: Callable[[], float]) -> None:
        self._send = send
        self._every = heartbeat_seconds
        self._monotonic = monotonic
        self._beat_at: float | None = None
        self._status = ""

    def ready(self) -> None:
        """The service does its work now, for the first time or again after `reloading`."""
        self._send("READY=1")

    def reloading(self) -> None:
        """The settings are being read again. The time is CLOCK_MONOTONIC's, in microseconds."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        """The service is about to end."""
        self._send("STOPPING=1")

    def status(self, text: str) -> None:
        """One line for `systemctl status`, told where it changed."""
        line = " ".join(text.split())[:_LONGEST_STATUS]
        if line != self._status:
            self._status = line
            self._send(f"STATUS={line}")

    def alive(self) -> None:
        """A turn of the loop did its work. Only that may feed the watchdog."""
        now = self._monotonic()
        if self._every is not None and (self._beat_at is None or now - self._beat_at >= self._every):
            self._beat_at = now
            self._send("WATCHDOG=1")


def notify(environ: Mapping[str, str], pid: int, monotonic: Callable[[], float]) -> Notify:
    """What the environment asks for. A watchdog is fed at half its time (sd_watchdog_enabled(3))."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return Notify(lambda _: None, None, monotonic)
    usec, meant = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", str(pid))
    feeds = usec.isascii() and usec.isdigit() and int(usec) > 0 and meant == str(pid)
    return Notify(_sender(address), int(usec) / 2_000_000 if feeds else None, monotonic)


def _sender(address: str) -> Send:
    target = b"\0" + os.fsencode(address[1:]) if address.startswith("@") else os.fsencode(address)

    def send(text: str) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.settimeout(1.0)
            out.sendto(text.encode(), target)

    return send
