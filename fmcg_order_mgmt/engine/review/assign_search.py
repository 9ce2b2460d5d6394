"""The search for a plan: list scheduling by due time, then late orders are put in place. See ``assign``."""

import math
from collections.abc import Iterable, Sequence

from .assign_queue import ROUNDING, Job, Queue

# What a reviewer's own minutes for an order count beside the time at which it is done: with 0 each goes to
# who is done first, with more to who is quick at it, which saves time for all. None takes the shortest orders
# first instead of the most urgent ones. They are tried in turn, until one leaves nothing late.
WAYS = (0.0, 1.0, 4.0, 16.0, None)
# How many looks at orders in queues the search may take, about a third of a second's; a usual plan needs few.
LOOKS = 200_000
FIT_LOOKS = 8
# How many orders may move to make room for one: first one for each of those that are late, then a chain.
DEPTHS = (1, 3)


class Search:
    """Fills the queues. ``stick``: how many minutes of gain are worth moving an order."""

    def __init__(self, queues: Sequence[Queue], stick: float):
        self.queues = queues
        self.stick = stick
        self.looks = LOOKS
        self.way = 0.0

    def run(self, jobs: Sequence[Job]) -> None:
        """Put each job that somebody may do and has time for into a queue."""
        for job in jobs:
            if job.fixed:
                job.minutes.setdefault(job.had, self.queues[job.had].minutes_of(job.order))
                self.queues[job.had].start(job)
                job.why = "started"
        free = sorted((job for job in jobs if not job.fixed and job.minutes), key=lambda job: job.rank)
        late = self._best(free)
        for queue in self.queues:
            for job in queue.jobs:
                job.why = self._why(job, queue)
        self._at_the_end(late)

    def _best(self, jobs: Sequence[Job]) -> list[Job]:
        """Fill the queues in the way that leaves the least priority late; return what is late."""
        least, kept, saved, left = math.inf, [], set(), []
        for self.way in WAYS:
            if kept and self.looks <= 0:
                break
            late = self._improved(list(jobs) if self.way is None else self._scheduled(jobs))
            lost = sum(job.order.priority for job in late)
            if lost < least - ROUNDING:
                least, kept, left = lost, [list(queue.jobs) for queue in self.queues], late
                saved = {job.number for job in jobs if job.saved and self.way is not None}
            if not lost:
                break
            for queue in self.queues:
                queue.clear()
        for queue, chosen in zip(self.queues, kept, strict=True):
            queue.clear()
            for job in chosen:
                job.saved = job.number in saved
                queue.add(job)
        return left

    def _scheduled(self, jobs: Iterable[Job]) -> list[Job]:
        """Put jobs into queues by due time; return those that will be late."""
        late = []
        for job in jobs:
            job.saved = False
            queue = self._first_done(job)
            if queue:
                queue.add(job)
            else:
                late.append(self._gives_way(job))
        return late

    def _first_done(self, job: Job) -> Queue | None:
        """Return the queue at whose end the job is done first and in time."""
        best, least = None, ()
        for place, minutes in job.minutes.items():
            queue = self.queues[place]
            worked = queue.total + minutes
            if worked <= job.limits[place] + ROUNDING:
                sticks = self.stick if place == job.had else 0.0
                finish = queue.clock(worked) + self.way * minutes - sticks
                score = (finish, minutes, len(queue.reviewer.skills), place)
                if best is None or score < least:
                    best, least = queue, score
        return best

    def _gives_way(self, job: Job) -> Job:
        """Make room for a job at the end of a queue if that gains; return what is late, it or another."""
        best, gain, out = None, (0.0, 0.0), None
        for place, minutes in job.minutes.items():
            queue = self.queues[place]
            needed = queue.total + minutes - job.limits[place]
            for other in queue.jobs:
                spared = other.minutes[place]
                found = (job.order.priority - other.order.priority, spared - minutes)
                if spared >= needed - ROUNDING and found > gain:
                    best, gain, out = queue, found, other
        return self._exchanged(job, best, out)

    @staticmethod
    def _exchanged(job: Job, queue: Queue | None, out: Job | None) -> Job:
        """Put the job in the place of another one where there is a queue; return which of them is left."""
        if queue is None:
            return job
        queue.remove(out)
        queue.add(job)
        return out

    def _improved(self, late: list[Job]) -> list[Job]:
        """Find places for late jobs, the most important and shortest first, until nothing helps."""
        for depth in DEPTHS:
            gained = True
            while gained and late and self.looks > 0:
                gained, waiting = False, []
                share = self.looks // len(late)
                for job in sorted(late, key=_by_worth):
                    out = self._placed(job, depth, share)
                    gained = gained or out is not job
                    if out is not None:
                        waiting.append(out)
                late = waiting
        return late

    def _placed(self, job: Job, depth: int, share: int) -> Job | None:
        """Put a late job in time: return None, or the less important one that gave way, or the job itself."""
        spare = self.looks - share
        self.looks = share
        placed = self._makes_room(job, depth, [])
        self.looks += spare
        return None if placed else self._instead(job)

    def _makes_room(self, job: Job, depth: int, settled: list[Job]) -> bool:
        """Put a job in time, moving others that are not settled, one into the place of the next."""
        places = sorted(job.minutes, key=job.minutes.get)
        for queue in (self.queues[place] for place in places):
            self.looks -= FIT_LOOKS
            if queue.fits(job):
                queue.add(job)
                job.saved = True
                return True
        return bool(depth) and any(
            self._moves(job, queue, depth, settled) for queue in (self.queues[place] for place in places)
        )

    def _moves(self, job: Job, queue: Queue, depth: int, settled: list[Job]) -> bool:
        for other in list(queue.jobs):
            if self.looks <= 0:
                return False
            self.looks -= len(queue.jobs)
            if other in settled or not queue.fits_instead(job, other):
                continue
            queue.remove(other)
            queue.add(job)
            if self._makes_room(other, depth - 1, [*settled, job]):
                job.saved = True
                return True
            queue.remove(job)
            queue.add(other)
        return False

    def _instead(self, job: Job) -> Job:
        """Let the job take the place of one that is less important or as important and takes longer."""
        best, gain, out = None, (0.0, 0.0), None
        for place, minutes in job.minutes.items():
            queue = self.queues[place]
            self.looks -= len(queue.jobs) // 2
            for other in queue.jobs:
                found = (job.order.priority - other.order.priority, other.minutes[place] - minutes)
                if found <= gain or self.looks <= 0:
                    continue
                self.looks -= len(queue.jobs)
                if queue.fits_instead(job, other):
                    best, gain, out = queue, found, other
        return self._exchanged(job, best, out)

    def _at_the_end(self, late: list[Job]) -> None:
        """Add late jobs where they are done first, as long as there is time for them."""
        for job in sorted(late, key=_by_worth):
            finishes = []
            for place, minutes in job.minutes.items():
                queue = self.queues[place]
                worked = queue.total + queue.late_minutes + minutes
                if worked <= queue.capacity + ROUNDING:
                    sticks = self.stick if place == job.had else 0.0
                    finishes.append((queue.clock(worked) - sticks, place))
            if finishes:
                self.queues[min(finishes)[1]].add_late(job)
                job.why = "late_anyway"

    def _why(self, job: Job, queue: Queue) -> str:
        if job.had == queue.place:
            return "stays"
        if job.order.reviewer is not None and job.had is None:
            return "reviewer_away"
        if len(job.minutes) == 1:
            return "only_one_may"
        if job.saved:
            return "saves_cutoff"
        alone = job.order.minutes * queue.reviewer.pace
        return "knows_it" if job.minutes[queue.place] < alone else "earliest_free"


def _by_worth(job: Job) -> tuple:
    return -job.order.priority, min(job.minutes.values()), job.order.due, job.number
