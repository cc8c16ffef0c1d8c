"""One person's hours: a parallel schedule generation scheme (SGS) over days.

The clock goes from day to day. A span or gate that carries a load takes its hours first and for its
whole length; what is left of each day goes to the effort that is ready, in priority order: earliest
due date first, with due dates propagated backwards through the network. For divisible work of one
person under precedence that order minimises the maximum lateness (Lawler 1973); with fixed spans,
limits and lags among it, it is a heuristic.

Invariants: a day's hours are never given twice; effort never lies before its release, nor before
today; a load is only ever placed over its day's share where something forces it, and then the day is
recorded in `overfull`.
"""

from collections.abc import Mapping
from dataclasses import replace
from heapq import heappop, heappush

from planner.engine.calendar import week_of
from planner.engine.network import Placed, all_done, begin_to_fill, place, release
from planner.engine.node import Node, due_after, start_before
from planner.engine.plot import Plot
from planner.engine.values import Cause, CauseKind
from planner.plan.model import Effort

Key = tuple[bool, int, int, str]


def keys_by(plot: Plot, first: Mapping[str, int], then: Mapping[str, int]) -> dict[str, Key]:
    """The order of laying: pins, then by one due date, then by another, then by name."""
    return {name: (plot.nodes[name].pin is None, first[name], then[name], name) for name in plot.order}


class Laying:
    """One run of the scheme, in the order of `keys`. `placed` and `overfull` (days) hold the result."""

    def __init__(
        self, plot: Plot, network: Mapping[str, Placed], keys: Mapping[str, Key], latest: Mapping[str, int]
    ) -> None:
        self.placed: dict[str, Placed] = {}
        self.overfull: dict[int, None] = {}
        self.unreachable: list[str] = []
        self._nodes = plot.nodes
        self._network = network
        self.keys = keys
        self._latest = latest
        self._calendar = plot.calendar
        self._today = plot.today
        self._reserved: dict[int, int] = {}
        self._followers: dict[str, list[str]] = {name: [] for name in plot.order}
        self._waiting: dict[str, int] = {}
        self._arrivals: list[tuple[int, Key]] = []
        self._ready: list[Key] = []
        self._left: dict[str, int] = {}
        self._week_left: dict[str, tuple[int, int]] = {}
        for name in plot.order:
            node = plot.nodes[name]
            befores = set() if node.is_settled else {wait.before for wait in node.waits}
            self._waiting[name] = len(befores)
            for before in sorted(befores):
                self._followers[before].append(name)

    def run(self) -> "Laying":
        """Place every node."""
        self._settle([name for name, count in self._waiting.items() if count == 0])
        day = self._calendar.base
        while self._arrivals or self._ready:
            if not self._ready:
                day = max(day, self._arrivals[0][0])
            self._admit_arrivals(day)
            if self._ready and day < self._calendar.end:
                day = self._lay_day(day)
            if day >= self._calendar.end:
                self._give_up(day)
        return self

    def _settle(self, released: list[str]) -> None:
        """Place what needs no clock, and all that this releases in turn."""
        stack = released[::-1]
        while stack:
            name = stack.pop()
            if self._needs_clock(name):
                continue
            stack.extend(reversed(self._release_followers(name)))

    def _release_followers(self, name: str) -> list[str]:
        free = []
        for follower in self._followers[name]:
            self._waiting[follower] -= 1
            if self._waiting[follower] == 0:
                free.append(follower)
        return free

    def _needs_clock(self, name: str) -> bool:
        """Place a released node at once if calendar time alone decides; else queue it."""
        node = self._nodes[name]
        spot = self._network[name] if node.is_settled else self._place(node)
        spot = replace(spot, work={})
        self.placed[name] = spot
        if not node.is_open or spot.done is not None or not self._calendar.budgeted:
            return False
        if isinstance(node.extent, Effort):
            if not node.left:
                return False
            self._left[name] = node.left
            begin = max(spot.start, self._today, self._calendar.base)
            heappush(self._arrivals, (begin, self.keys[name]))
            return True
        if node.daily is None:
            return False
        if self._is_forced(node, spot):
            self._reserve(node, spot)
            return False
        heappush(self._arrivals, (spot.start, self.keys[name]))
        return True

    def _place(self, node: Node) -> Placed:
        ready, cause = release(node, self._nodes, self.placed, self._calendar, self._today)
        complete = all_done(node, self._nodes, self.placed)
        return place(node, ready, cause, self._calendar, self._today, complete=complete)

    def _is_forced(self, node: Node, spot: Placed) -> bool:
        """Begun, pinned or bound to its `from`: it lies where it lies, whatever the hours."""
        return (
            node.started is not None
            or node.pin is not None
            or spot.cause.kind is CauseKind.FIXED
            or spot.start < self._today
        )

    def _admit_arrivals(self, day: int) -> None:
        while self._arrivals and self._arrivals[0][0] <= day:
            _, key = heappop(self._arrivals)
            if isinstance(self._nodes[key[3]].extent, Effort):
                heappush(self._ready, key)
            else:
                self._place_span(key[3])

    def _place_span(self, name: str) -> None:
        """Put a span with a load on the first days that can carry it, unless a deadline is nearer."""
        node, spot = self._nodes[name], self.placed[name]
        start = self._first_fit(node, spot.start)
        while (
            start and (later := begin_to_fill(node, start, spot.cause, self._calendar, self._today)) > start
        ):
            start = self._first_fit(node, later)
        latest = self._latest[name]
        if start is None or due_after(node, start, self._calendar) > latest:
            bound = start_before(node, latest, self._calendar) if latest < self._calendar.end else spot.start
            if start is None or bound >= spot.start:
                start = max(spot.start, bound)
        if start > spot.start:
            spot.cause = Cause(CauseKind.CAPACITY)
            spot.start, spot.due = start, max(spot.due, due_after(node, start, self._calendar))
            spot.raw_due = spot.due
        self._reserve(node, spot)
        self._settle(self._release_followers(name))

    def _first_fit(self, node: Node, start: int) -> int | None:
        """The first start from which every day has room for the load; None if there is none."""
        calendar, daily, reserved = self._calendar, node.daily, self._reserved
        if daily is None or any(part > give for part, give in zip(daily, calendar.week, strict=True)):
            return None
        day, due = start, due_after(node, start, calendar)
        while day <= due:
            if due >= calendar.end:
                return None
            taken = reserved.get(day, 0)
            if taken:
                budget = calendar.budget(day + 1)[day - calendar.base]
                if budget and budget - taken < daily[(day - 1) % 7]:
                    start = day + 1
                    due = due_after(node, start, calendar)
            day += 1
        return start

    def _reserve(self, node: Node, spot: Placed) -> None:
        """Take a load's hours off its days, from today on or not: history had its hours as well."""
        daily = node.daily
        if daily is None:
            return
        base, reserved = self._calendar.base, self._reserved
        last = min(spot.due, self._calendar.end)
        budget = self._calendar.budget(last + 1)
        for day in range(max(spot.start, base), last + 1):
            part = daily[(day - 1) % 7]
            if not part or not budget[day - base]:
                continue
            taken = reserved.get(day, 0) + part
            reserved[day] = taken
            week = week_of(day)
            spot.work[week] = spot.work.get(week, 0) + part
            if taken > budget[day - base]:
                self.overfull[day] = None

    def _lay_day(self, day: int) -> int:
        """Give one day's free hours to what is ready; returns the next day to look at."""
        calendar = self._calendar
        room = calendar.budget(day + 1)[day - calendar.base] - self._reserved.get(day, 0)
        week = week_of(day)
        finished: list[str] = []
        aside: list[Key] = []
        while self._ready and (room > 0 or self._is_pinned_for(self._ready[0], day)):
            key = heappop(self._ready)
            name = key[3]
            node, left = self._nodes[name], self._left[name]
            if node.pin is not None and day >= node.pin:
                room = self._dump(name, node.pin, room if day == node.pin else 0)
                finished.append(name)
                continue
            part = min(room, left)
            if node.limit is not None:
                known, used = self._week_left.get(name, (week, 0))
                used = used if known == week else 0
                part = min(part, node.limit - used)
                if part <= 0:
                    aside.append(key)
                    continue
                self._week_left[name] = (week, used + part)
            self._take(name, day, week, part)
            room -= part
            if left > part:
                aside.append(key)
            else:
                finished.append(name)
        for key in aside:
            heappush(self._ready, key)
        for name in finished:
            self._settle(self._release_followers(name))
        return day + 1

    def _is_pinned_for(self, key: Key, day: int) -> bool:
        pin = self._nodes[key[3]].pin
        return pin is not None and day >= pin

    def _take(self, name: str, day: int, week: int, part: int) -> None:
        spot = self.placed[name]
        if not spot.work:
            self._begin(name, spot, day)
        spot.work[week] = spot.work.get(week, 0) + part
        self._left[name] -= part
        node = self._nodes[name]
        if self._left[name] == 0:
            spot.raw_due = day
            spot.due = node.pin if node.pin is not None else max(day, node.slip_to or day)

    def _begin(self, name: str, spot: Placed, day: int) -> None:
        """The first hours of an effort: a day later than its release is owed to the week's hours."""
        if self._nodes[name].started is not None:
            return
        if day > spot.start and spot.cause.kind is not CauseKind.PIN:
            spot.cause = Cause(CauseKind.CAPACITY)
        spot.start = day

    def _dump(self, name: str, pin: int, room: int) -> int:
        """A pinned day has come: what is left lies on it, over its hours if need be."""
        spot, left = self.placed[name], self._left[name]
        spot.work[week_of(pin)] = spot.work.get(week_of(pin), 0) + left
        spot.start = min(spot.start, pin)
        spot.due = spot.raw_due = pin
        self._left[name] = 0
        if left > room:
            self.overfull[pin] = None
        return max(0, room - left)

    def _give_up(self, day: int) -> None:
        """The horizon is reached: what is left never fits. It is placed there, and named."""
        waiting = [key[3] for key in self._ready] + [key[3] for _, key in self._arrivals]
        self._ready, self._arrivals = [], []
        for name in sorted(waiting):
            spot = self.placed[name]
            spot.due = spot.raw_due = max(day, spot.start)
            self.unreachable.append(name)
            self._settle(self._release_followers(name))
