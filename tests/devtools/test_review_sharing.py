"""The made-up days of the benchmark on sharing reviews: fair to each way, won by the planned one."""

import pytest

from benchmarks import review_day, review_sharing
from benchmarks.review_floor import Floor
from benchmarks.review_policies import POLICIES, Planned


class Watched(Floor):
    """A floor that notes who finished which case."""

    def __init__(self, day, policy):
        super().__init__(day, policy)
        self.finished = []

    def _finished(self, which):
        desk, turn = which
        if desk.turn == turn:
            self.finished.append((desk, desk.at_hand, desk.since, self.now))
        super()._finished(which)


def test_a_day_is_as_it_is_said_to_be():
    day = review_day.make(1)
    assert day == review_day.make(1) != review_day.make(2)
    assert len(day.cases) == 1080
    rushed = sum(case.due - case.comes <= review_day.RUSH for case in day.cases) / len(day.cases)
    assert 0.36 < rushed < 0.45
    assert all(review_day.OPENS <= case.comes <= case.due - review_day.LAST for case in day.cases)
    assert sum(case.luck for case in day.cases) / len(day.cases) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("name", POLICIES)
def test_nobody_does_what_they_may_not_or_in_less_time_than_it_takes(name):
    day = review_day.make(3)
    floor = Watched(day, POLICIES[name]())
    outcome = floor.run()
    done = [case.key for _desk, case, _begin, _end in floor.finished]
    # What is not done when the day ends is late, and nothing is done twice.
    assert len(done) == len(set(done)) > 0.98 * outcome.cases
    assert outcome.late >= outcome.cases - len(done)
    for desk, case, begin, end in floor.finished:
        assert case.needs <= desk.reviewer.skills and begin >= case.comes
        assert desk.worked_since(begin, end) == pytest.approx(desk.minutes(case) * desk.form * case.luck)
        assert desk.here or end <= day.leaves_at
    ends = {}
    for desk, _case, begin, end in floor.finished:
        assert begin >= ends.get(desk.reviewer.key, 0)
        ends[desk.reviewer.key] = end


def test_as_planned_the_fewest_are_late_and_nobody_is_overloaded():
    planned, in_turn, by_cutoff = (
        review_sharing.play(name, 1.1, 2) for name in ("planned", "round-robin", "round-robin, by cut-off")
    )
    for ours, theirs, fairest in zip(planned, in_turn, by_cutoff, strict=True):
        assert 4 * ours.late < fairest.late < theirs.late
        assert ours.overloaded == 0 < fairest.overloaded
        assert ours.moved < 0.1 * ours.cases


def test_started_cases_are_never_taken_away():
    class Proud(Planned):
        def tick(self, floor):
            before = [(desk.at_hand, desk.since) for desk in floor.desks]
            super().tick(floor)
            for desk, (case, since) in zip(floor.desks, before, strict=True):
                assert case is None or (desk.at_hand is case and desk.since == since)

    assert Floor(review_day.make(4), Proud()).run().cases == 1080


def test_the_rows_set_the_plan_against_each_other_way():
    rows = review_sharing.rows(1, (0.5,))
    assert len(rows) == len(review_sharing.MEASURES) * (len(POLICIES) - 1)
    assert {row["against"] for row in rows} == set(POLICIES) - {"planned"}
    assert all(set(row) == {"case", "value", "unit", "against", "other", "ratio"} for row in rows)
