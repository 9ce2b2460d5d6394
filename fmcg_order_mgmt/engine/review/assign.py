"""Who reviews which order, so that the fewest are late at their cut-off and nobody is overloaded.

Reviewers differ in pace, in what they may review and whom they know, so these are unrelated machines with due
dates: to have the least weight of late orders is NP-hard even for one reviewer (Karp 1972). The plan is made
as in list scheduling: orders are taken by earliest due time, which is best for one reviewer if all can be in
time (Jackson 1955), and go to who is done first, each counted with the minutes that it takes that reviewer
(Ibarra and Kim 1977). Where one would be late, the order that takes the most time for the least priority
gives way (Moore 1968). Then late orders are put in place by moving or leaving out another one, until nothing
helps (ejection chains, Glover 1996), in several ways, of which the best counts. The steps are in
``assign_search``, a reviewer's time in ``assign_queue``.

The same call plans anew when somebody leaves: without that reviewer. What is started stays, and what is
assigned moves only for an order in time, its own or another, or if it is done far earlier elsewhere
(``Options.stick``). Equal input gives an equal plan; the order of the lists breaks ties.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from .assign_queue import Job, Queue
from .assign_search import Search


@dataclass(frozen=True)
class Reviewer:
    """Who may review, and when; times are minutes on one clock, which may begin anywhere.

    ``pace`` multiplies the predicted minutes. ``skills``: all that an order may need and the reviewer has.
    ``knows``: by what else an order bears (its customer, its channel) a factor on the minutes, the least
    counts. ``present``: from and until, in time order; breaks are the gaps between. ``load``: minutes of
    other work to do first. ``max_open``: how many orders may be assigned at once. ValueError: values that
    make no sense.
    """

    key: Hashable
    present: tuple[tuple[float, float], ...]
    pace: float = 1.0
    skills: frozenset = frozenset()
    knows: Mapping[Hashable, float] = field(default_factory=dict)
    load: float = 0.0
    max_open: int | None = None

    def __post_init__(self):
        times = [moment for window in self.present for moment in window]
        if times != sorted(times):
            raise ValueError("a reviewer's times must follow each other")
        if not all(0 < factor < math.inf for factor in (self.pace, *self.knows.values())):
            raise ValueError("a reviewer's factors must be above 0")
        if not 0 <= self.load < math.inf:
            raise ValueError("a reviewer's load must be 0 minutes or more")
        if self.max_open is not None and self.max_open < 1:
            raise ValueError("a reviewer must be allowed one open order or more")


@dataclass(frozen=True)
class Order:
    """An order to review: predicted minutes (what is left of them once started), and by when.

    ``due``: the minute of its cut-off, infinite without one. ``priority``: one of 3 counts as three of 1; it
    must be above 0. ``needs``: skills that its reviewer must have. ``marks``: what reviewers may know it by.
    ``reviewer``: who has it now. ``started`` only counts while that reviewer is there. ValueError otherwise.
    """

    key: Hashable
    minutes: float
    due: float = math.inf
    priority: float = 1.0
    needs: frozenset = frozenset()
    marks: frozenset = frozenset()
    reviewer: Hashable | None = None
    started: bool = False

    def __post_init__(self):
        if not 0 <= self.minutes < math.inf:
            raise ValueError("the minutes of an order must be 0 or more")
        if not 0 < self.priority < math.inf:
            raise ValueError("the priority of an order must be above 0")
        if math.isnan(self.due):
            raise ValueError("the cut-off of an order must be a time")


@dataclass(frozen=True)
class Options:
    """How a plan is made, in minutes; ValueError for a negative number.

    ``stick``: an order that is in time moves only if it is done so much earlier by somebody else. ``hold``:
    what nobody would begin within that time stays in the pool, where it is free for whoever is done first.
    ``caution``: share that is added to all minutes when it is asked whether an order will be in time.
    """

    stick: float = 60.0
    hold: float = 20.0
    caution: float = 0.0

    def __post_init__(self):
        if not (self.stick >= 0 and self.hold >= 0 and self.caution >= 0):
            raise ValueError("what plans are made by must be 0 or more")


@dataclass(frozen=True)
class Placement:
    """Where an order goes.

    ``reviewer``: who is to review it, None for nobody. ``place``: 0 for the first in that reviewer's queue.
    ``held``: whether it is to be assigned now; otherwise it waits in the pool, as the reviewer has enough to
    do. What somebody has stays held, up to that reviewer's ``max_open``. ``finish``: expected minute on the
    clock, None without a reviewer, infinite for what is started and not done within the presence. ``late``:
    after its cut-off, or not at all. ``why``: ``started``, ``stays`` with who has it, ``reviewer_away`` from
    who had it, ``saves_cutoff`` (only so is it in time), ``only_one_may``, ``knows_it``, ``earliest_free``,
    ``late_anyway`` (done as early as possible after those that can be in time); with no reviewer
    ``nobody_may`` or ``no_time_left`` in anybody's presence.
    """

    order: Hashable
    reviewer: Hashable | None
    place: int
    held: bool
    finish: float | None
    late: bool
    why: str


@dataclass(frozen=True)
class Load:
    """What a reviewer has: orders and minutes held, those planned with the held ones, and the time for them.

    ``free_at``: when the planned work is done, infinite if not within the presence. ``overloaded``: more
    minutes than time is left, or more orders than ``max_open``; it can only be so by ``load`` and started
    orders.
    """

    reviewer: Hashable
    held: int
    held_minutes: float
    planned: int
    planned_minutes: float
    time_left: float
    free_at: float
    overloaded: bool


@dataclass(frozen=True)
class Plan:
    """Placements in the order of the orders, loads in that of the reviewers."""

    placements: tuple[Placement, ...]
    loads: tuple[Load, ...]

    def queue(self, reviewer: Hashable) -> list[Placement]:
        """Return what a reviewer is to do, in that order."""
        return sorted((one for one in self.placements if one.reviewer == reviewer), key=lambda one: one.place)


def assign(
    orders: Sequence[Order], reviewers: Sequence[Reviewer], now: float, options: Options | None = None
) -> Plan:
    """Return the plan for orders that wait or are assigned. ValueError: a key that is there twice.

    An absent reviewer is one that is not in the list, or has no presence after ``now``. The presence must
    reach as far as the cut-offs: what does not fit into it is left to nobody. To be called every few minutes,
    when somebody leaves or comes, has nothing left to do, or when an order comes shortly before its cut-off.
    """
    for things in (orders, reviewers):
        if len({thing.key for thing in things}) != len(things):
            raise ValueError("each order and each reviewer may be there only once")
    options = options or Options()
    queues = [Queue(place, reviewer, now, 1 + options.caution) for place, reviewer in enumerate(reviewers)]
    jobs = _jobs(orders, queues)
    Search(queues, options.stick).run(jobs)
    placed: dict[int, Placement] = {}
    loads = tuple(_load(queue, now + options.hold, placed) for queue in queues)
    for job in jobs:
        if job.number not in placed:
            why = "no_time_left" if job.minutes else "nobody_may"
            placed[job.number] = Placement(job.order.key, None, 0, False, None, job.order.due < math.inf, why)
    return Plan(tuple(placed[number] for number in range(len(orders))), loads)


def _jobs(orders: Sequence[Order], queues: Sequence[Queue]) -> list[Job]:
    place_of = {queue.reviewer.key: queue.place for queue in queues if queue.capacity > 0}
    jobs = []
    for number, order in enumerate(orders):
        job = Job(number, order, place_of.get(order.reviewer))
        for queue in queues:
            if queue.capacity > 0 and order.needs <= queue.reviewer.skills:
                job.minutes[queue.place] = queue.minutes_of(order)
                job.limits[queue.place] = queue.limit(order.due)
        jobs.append(job)
    return jobs


def _load(queue: Queue, until: float, placed: dict[int, Placement]) -> Load:
    """Return the load of a queue, and add its placements; what begins before ``until`` is held."""
    reviewer, jobs = queue.reviewer, queue.in_order()
    done, held, held_minutes = reviewer.load, 0, 0.0
    for place, job in enumerate(jobs):
        wanted = job.had == queue.place or queue.clock(done) < until
        holds = job.fixed or (wanted and (reviewer.max_open is None or held < reviewer.max_open))
        done += job.minutes[queue.place]
        finish = queue.clock(done)
        if holds:
            held, held_minutes = held + 1, held_minutes + job.minutes[queue.place]
        placed[job.number] = Placement(
            job.order.key, reviewer.key, place, holds, finish, finish > job.order.due + 1e-6, job.why
        )
    return Load(
        reviewer.key,
        held,
        held_minutes,
        len(jobs),
        done - reviewer.load,
        queue.capacity,
        queue.clock(done),
        done > queue.capacity + 1e-6 or held > (reviewer.max_open or len(jobs)),
    )
