"""Ways to share out the cases of a day: in turn, to the shortest queue, taking the next, and as planned."""

from collections.abc import Callable

from engine.review.assign import Options, Order, assign

from .review_day import Case
from .review_floor import Desk, Floor

# An order that comes within so many minutes of its cut-off is planned at once.
SOON = 30.0


class Dealt:
    """Each case goes to a reviewer as it comes, and stays. ``rush``: done by cut-off, else as they came."""

    def __init__(self, rush: bool):
        self.rush = rush

    def choose(self, floor: Floor, case: Case) -> Desk | None:
        raise NotImplementedError

    def next(self, desk: Desk) -> Case:
        return min(desk.queue, key=lambda case: case.due) if self.rush else desk.queue[0]

    def comes(self, floor: Floor) -> None:
        for case in list(floor.waiting):
            desk = self.choose(floor, case)
            if desk:
                floor.waiting.remove(case)
                floor.take(desk, case)

    def tick(self, floor: Floor) -> None:
        pass

    def idle(self, floor: Floor, desk: Desk) -> None:
        pass


class InTurn(Dealt):
    """Round-robin among those who may review the case."""

    def __init__(self, rush: bool):
        super().__init__(rush)
        self.turn = 0

    def choose(self, floor: Floor, case: Case) -> Desk | None:
        count = len(floor.desks)
        for step in range(count):
            desk = floor.desks[(self.turn + step) % count]
            if desk.may(case):
                self.turn = (self.turn + step + 1) % count
                return desk
        return None


class Shortest(Dealt):
    """Whoever has the fewest open cases of those who may review it."""

    def choose(self, floor: Floor, case: Case) -> Desk | None:
        able = [desk for desk in floor.desks if desk.may(case)]
        return min(able, key=lambda desk: len(desk.queue) + bool(desk.at_hand), default=None)


class Taken(Dealt):
    """Nobody is assigned: who is free takes the case with the earliest cut-off."""

    def __init__(self):
        super().__init__(True)

    def choose(self, floor: Floor, case: Case) -> Desk | None:
        present = (
            desk
            for desk in floor.desks
            if desk.may(case)
            and not desk.at_hand
            and any(begin <= floor.now < until for begin, until in desk.reviewer.present)
        )
        return next(present, None)

    def idle(self, floor: Floor, desk: Desk) -> None:
        able = [case for case in floor.waiting if desk.may(case)]
        if able:
            case = min(able, key=lambda case: (case.due, -case.priority))
            floor.waiting.remove(case)
            floor.take(desk, case)


class Planned:
    """As ``assign`` says: every few minutes, when somebody leaves or is idle, and when one is urgent."""

    def __init__(self, options: Options | None = None, foresees: bool = False):
        self.options, self.foresees = options, foresees

    def next(self, desk: Desk) -> Case:
        return desk.queue[0]

    def comes(self, floor: Floor) -> None:
        soon = any(floor.now < case.due <= floor.now + SOON for case in floor.waiting[-1:])
        if soon or any(desk.here and not desk.at_hand and not desk.queue for desk in floor.desks):
            self.tick(floor)

    def idle(self, floor: Floor, desk: Desk) -> None:
        if floor.waiting or any(other.queue for other in floor.desks):
            self.tick(floor)

    def tick(self, floor: Floor) -> None:
        cases = {case.key: case for case in floor.waiting}
        orders = [self._order(case, None, False) for case in floor.waiting]
        for number, desk in enumerate(floor.desks):
            cases.update((case.key, case) for case in desk.queue)
            orders += [self._order(case, number, False) for case in desk.queue]
            if desk.at_hand:
                orders.append(self._at_hand(floor, desk, number))
        team = [desk.reviewer for desk in floor.desks if desk.here]
        plan = assign(orders, team, floor.now, self.options)
        held = {one.order: one.reviewer for one in plan.placements if one.held}
        for number, desk in enumerate(floor.desks):
            floor.moved += sum(held.get(case.key) != number for case in desk.queue)
            queue = plan.queue(number)
            desk.queue = [cases[one.order] for one in queue if one.held and one.order in cases]
            desk.note()
        floor.waiting = [case for key, case in cases.items() if key not in held]
        for desk in floor.desks:
            floor.wake(desk)

    def _order(self, case: Case, holder: int | None, started: bool) -> Order:
        minutes = case.minutes * (case.luck if self.foresees else 1.0)
        return Order(case.key, minutes, case.due, case.priority, case.needs, case.marks, holder, started)

    def _at_hand(self, floor: Floor, desk: Desk, number: int) -> Order:
        case = desk.at_hand
        whole = self._order(case, number, True)
        spent = desk.worked_since(desk.since, floor.now) / desk.minutes(case) * case.minutes
        # Who is long over the prediction still needs some time.
        left = max(whole.minutes - spent, 0.0 if self.foresees else 0.25 * case.minutes)
        return Order(case.key, left, case.due, case.priority, case.needs, case.marks, number, True)


POLICIES: dict[str, Callable[[], object]] = {
    "planned": Planned,
    "round-robin": lambda: InTurn(False),
    "round-robin, by cut-off": lambda: InTurn(True),
    "shortest queue": lambda: Shortest(False),
    "shortest queue, by cut-off": lambda: Shortest(True),
    "taking the next by cut-off": Taken,
    "planned, minutes foreseen": lambda: Planned(foresees=True),
}
