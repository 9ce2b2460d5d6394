"""Plays a day of review event by event under a policy, and counts what came of it."""

import heapq
import itertools
from dataclasses import dataclass, field

from engine.review.assign import Reviewer

from .review_day import MAX_OPEN, Case, Day

TICK = 5.0


@dataclass
class Desk:
    """A reviewer at work: the queue, and the case at hand since when."""

    reviewer: Reviewer
    form: float = 1.0
    here: bool = True
    queue: list[Case] = field(default_factory=list)
    at_hand: Case | None = None
    since: float = 0.0
    turn: int = 0
    most_open: int = 0
    most_minutes: float = 0.0

    def minutes(self, case: Case) -> float:
        """Return the minutes that are predicted for this reviewer."""
        knows = self.reviewer.knows
        return case.minutes * self.reviewer.pace * min(knows.get(mark, 1.0) for mark in case.marks)

    def may(self, case: Case) -> bool:
        return self.here and case.needs <= self.reviewer.skills

    def worked_since(self, begin: float, end: float) -> float:
        """Return the minutes of presence between two times."""
        return sum(max(0.0, min(end, until) - max(begin, since)) for since, until in self.reviewer.present)

    def done_at(self, begin: float, minutes: float) -> float | None:
        """Return when work that begins then is done; None if not today."""
        for since, until in self.reviewer.present:
            free = until - max(begin, since)
            if free >= minutes:
                return max(begin, since) + minutes
            minutes -= max(free, 0.0)
        return None

    def note(self) -> None:
        """Remember the most that was open at once."""
        open_cases = [*self.queue, *([self.at_hand] if self.at_hand else [])]
        self.most_open = max(self.most_open, len(open_cases))
        self.most_minutes = max(self.most_minutes, sum(map(self.minutes, open_cases)))


@dataclass(frozen=True)
class Outcome:
    """What came of a day: late cases, their priority, and how the work was shared.

    ``moved``: cases taken from a reviewer who was there, and given to another or back to the pool.
    ``overloaded``: reviewers who had more than the set number of cases open at once. ``queue``: most minutes
    one had before them.
    """

    cases: int
    late: int
    late_priority: float
    overloaded: int
    queue: float
    moved: int

    @property
    def late_percent(self) -> float:
        """Return how many in a hundred cases were late."""
        return 100 * self.late / self.cases


class Floor:
    """The day while it runs. A policy puts cases into the desks' queues and may look at ``waiting``."""

    def __init__(self, day: Day, policy):
        self.day, self.policy = day, policy
        self.desks = [Desk(*pair) for pair in zip(day.team, day.form, strict=True)]
        self.waiting: list[Case] = []
        self.done: dict[int, float] = {}
        self.now, self.moved = 0.0, 0
        self._events: list[tuple] = []
        self._numbers = itertools.count()

    def run(self) -> Outcome:
        """Play the day to its end."""
        for case in self.day.cases:
            self._plan(case.comes, self._comes, case)
        for desk in self.desks:
            for begin, _until in desk.reviewer.present:
                self._plan(begin, self._next, desk)
        self._plan(self.day.leaves_at, self._leaves, self.desks[self.day.leaves])
        last = max(desk.reviewer.present[-1][1] for desk in self.desks)
        for number in range(int((last - self.day.cases[0].comes) / TICK) + 1):
            self._plan(self.day.cases[0].comes + number * TICK, self._tick, None)
        while self._events:
            self.now, _number, act, thing = heapq.heappop(self._events)
            act(thing)
        return self._outcome()

    def take(self, desk: Desk, case: Case) -> None:
        """Put a case at the end of a queue."""
        desk.queue.append(case)
        desk.note()
        self.wake(desk)

    def wake(self, desk: Desk) -> None:
        """Let a reviewer begin with the next case if nothing is at hand."""
        at_work = any(begin <= self.now < until for begin, until in desk.reviewer.present)
        if desk.here and at_work and not desk.at_hand and desk.queue:
            case = self.policy.next(desk)
            desk.queue.remove(case)
            desk.at_hand, desk.since, desk.turn = case, self.now, desk.turn + 1
            done = desk.done_at(self.now, desk.minutes(case) * desk.form * case.luck)
            if done is not None:
                self._plan(done, self._finished, (desk, desk.turn))

    def _plan(self, when: float, act, thing) -> None:
        heapq.heappush(self._events, (when, next(self._numbers), act, thing))

    def _comes(self, case: Case) -> None:
        self.waiting.append(case)
        self.policy.comes(self)

    def _tick(self, _nothing) -> None:
        self.policy.tick(self)

    def _leaves(self, desk: Desk) -> None:
        back = [*([desk.at_hand] if desk.at_hand else []), *desk.queue]
        desk.here, desk.queue, desk.at_hand, desk.turn = False, [], None, desk.turn + 1
        self.waiting.extend(back)
        self.policy.comes(self)
        self.policy.tick(self)

    def _finished(self, which: tuple[Desk, int]) -> None:
        desk, turn = which
        if desk.turn == turn:
            self.done[desk.at_hand.key] = self.now
            desk.at_hand = None
            self._next(desk)

    def _next(self, desk: Desk) -> None:
        if desk.here and not desk.at_hand:
            if not desk.queue:
                self.policy.idle(self, desk)
            self.wake(desk)

    def _outcome(self) -> Outcome:
        late = [case for case in self.day.cases if self.done.get(case.key, 1e9) > case.due]
        return Outcome(
            len(self.day.cases),
            len(late),
            sum(case.priority for case in late),
            sum(desk.most_open > MAX_OPEN for desk in self.desks),
            max(desk.most_minutes for desk in self.desks),
            self.moved,
        )
