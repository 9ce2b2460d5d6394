"""Trouble: a truth table of what is raised, in which order, and when to look again."""

from datetime import datetime, timedelta, timezone

import pytest
from engine.tracking import HEALTHS, REASONS, STATES, TERMINAL
from engine.tracking.alert import CAUSES, KINDS, Alert, Situation, find, look_again, patience
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 17, 2, tzinfo=timezone.utc)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def parcel(state="in_transit", health="ok", silent=0.0, due=None, eta=None, **values):
    """Make a situation; ``silent``, ``due`` and ``eta`` are days from now."""
    return Situation(
        state,
        health,
        NOW - silent * DAY,
        2 * DAY,
        due_at=None if due is None else NOW + due * DAY,
        eta=None if eta is None else NOW + eta * DAY,
        **values,
    )


TABLE = [
    # Nothing wrong.
    (parcel(), None),
    (parcel("pending"), None),
    (parcel(due=1), None),
    (parcel(due=1, eta=0.9), None),
    (parcel(due=1, eta=1), None),
    (parcel("delivered", due=-1, eta=3, silent=9), None),
    (parcel("cancelled", due=-1, silent=9), None),
    (parcel("unknown"), None),
    (parcel("customs"), None),
    # Late: the promised time has passed, or the parcel is expected after it.
    (parcel(due=-0.01), "late/overdue"),
    (parcel(due=-0.01, eta=2), "late/overdue"),
    (parcel(due=1, eta=1.01), "late/behind"),
    (parcel("out_for_delivery", due=-1), "late/overdue"),
    (parcel("pending", due=-1), "late/overdue"),
    (parcel(eta=-3), None),
    # Too far from the door to be there in time, whatever the carrier says.
    (parcel(due=1, needs=0.9 * DAY), None),
    (parcel(due=1, needs=1.1 * DAY), "late/behind"),
    (parcel(due=1, eta=0.5, needs=1.1 * DAY), "late/behind"),
    (parcel("pending", due=1, needs=2 * DAY), "late/behind"),
    (parcel(needs=9 * DAY), None),
    (parcel("exception", due=1, needs=2 * DAY), "troubled/exception"),
    # Silent for longer than usual in its state.
    (parcel(silent=1.9), None),
    (parcel(silent=2.1), "silent/silent"),
    (parcel("picked_up", silent=2.1), "silent/silent"),
    (parcel("pending", silent=2.9), None),
    (parcel("pending", silent=3.1), "silent/silent"),
    (parcel("pending", "not_found", silent=3.1), "silent/silent"),
    (parcel("info_received", silent=3.1), "silent/silent"),
    (parcel("customs", silent=5.9), None),
    (parcel("customs", silent=6.1), "silent/silent"),
    (parcel("out_for_delivery", silent=1.1), "silent/silent"),
    (parcel("ready_for_pickup", silent=3.9), None),
    (parcel("ready_for_pickup", silent=4.1), "silent/silent"),
    (parcel("unknown", silent=2.1), "silent/silent"),
    (parcel(health="expired", silent=31), "silent/silent"),
    # Where nobody answers us, the silence is ours.
    (parcel(health="provider_down", silent=9), None),
    (parcel(health="auth_error", silent=9), None),
    (parcel(health="quota", silent=9), None),
    (parcel(health="rate_limited", silent=9), None),
    (parcel(health="provider_down", silent=9, due=-1), "late/overdue"),
    # Troubled.
    (parcel("exception"), "troubled/exception"),
    (parcel("exception", reason="consignee_refused"), "troubled/consignee_refused"),
    (parcel("exception", reason="carrier_damaged_parcel"), "troubled/carrier_damaged_parcel"),
    (parcel("exception", reason="something new"), "troubled/exception"),
    (parcel("attempt_failed"), "troubled/attempt_failed"),
    (parcel("attempt_failed", reason="consignee_not_available"), "troubled/consignee_not_available"),
    (parcel("customs", reason="customs_delay"), "troubled/customs_delay"),
    (parcel("lost"), "troubled/lost"),
    (parcel("lost", "stopped", due=-9), "troubled/lost"),
    (parcel("pending", "needs_phone"), "troubled/needs_phone"),
    (parcel("pending", "wrong_carrier"), "troubled/wrong_carrier"),
    (parcel("exception", "needs_phone"), "troubled/exception"),
    # A reason that is over does not count: the parcel goes on.
    (parcel("out_for_delivery", reason="consignee_not_available"), None),
    # Trouble comes before lateness, lateness before silence.
    (parcel("exception", due=-1, silent=9), "troubled/exception"),
    (parcel("pending", "wrong_carrier", due=-1), "troubled/wrong_carrier"),
    (parcel(due=-1, silent=9), "late/overdue"),
    # Coming back; after a signature that is another matter.
    (parcel("returning"), "returned/returning"),
    (parcel("returned", "stopped"), "returned/returned"),
    (parcel("returning", due=-1, silent=9), "returned/returning"),
    (parcel("returning", signed_at=NOW - DAY), "signed_returned/returning"),
    (parcel("returned", "stopped", signed_at=NOW - DAY), "signed_returned/returned"),
    (parcel("exception", reason="consignee_refused", signed_at=NOW - DAY), "troubled/consignee_refused"),
    # Nobody watches any more.
    (parcel(health="stopped", due=-1, silent=9), None),
]


@pytest.mark.parametrize(("situation", "expected"), TABLE)
def test_table(situation, expected):
    found = find(situation, NOW)
    assert (found and f"{found.kind}/{found.cause}") == expected


def test_the_table_shows_every_kind_and_cause():
    shown = {expected for _situation, expected in TABLE} - {None}
    assert shown == {f"{kind}/{cause}" for kind in KINDS for cause in CAUSES[kind]}


@pytest.mark.parametrize(
    ("state", "pause", "hours"),
    [
        ("in_transit", None, 48),
        ("in_transit", 30, 45),
        ("in_transit", 4, 24),
        ("picked_up", 200, 144),
        ("out_for_delivery", 30, 24),
        ("customs", 4, 144),
    ],
)
def test_patience(state, pause, hours):
    pause = None if pause is None else pause * HOUR
    assert patience(parcel(state, pause=pause)) == hours * HOUR


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Alert("late", "behind"), Alert("late", "overdue"), True),
        (Alert("returned", "returning"), Alert("returned", "returned"), True),
        (Alert("troubled", "attempt_failed"), Alert("troubled", "lost"), False),
        (Alert("returned", "returning"), Alert("signed_returned", "returning"), False),
    ],
)
def test_which_alerts_are_the_same_to_a_person(first, second, same):
    assert (first.key == second.key) == same


situations = st.builds(
    parcel,
    state=st.sampled_from(STATES),
    health=st.sampled_from(HEALTHS),
    silent=st.floats(0, 40),
    due=st.none() | st.floats(-5, 5),
    eta=st.none() | st.floats(-5, 5),
    reason=st.sampled_from(["", *REASONS]),
    signed_at=st.none() | st.just(NOW - DAY),
    pause=st.none() | st.builds(timedelta, hours=st.floats(0, 500)),
    needs=st.none() | st.builds(timedelta, hours=st.floats(0, 500)),
)


@given(situations, st.floats(0, 1))
def test_nothing_changes_before_the_moment_to_look_again(situation, share):
    found, again = find(situation, NOW), look_again(situation, NOW)
    assert again is None or again > NOW
    later = NOW + share * (again - timedelta(seconds=2) - NOW) if again else NOW + share * 100 * DAY
    assert find(situation, max(later, NOW)) == found


def test_what_comes_too_late_is_looked_at_once_that_is_so():
    situation = parcel(due=1, needs=6 * HOUR)
    moment = look_again(situation, NOW)
    assert moment == NOW + DAY - 6 * HOUR + timedelta(seconds=1)
    assert find(situation, moment - timedelta(seconds=2)) is None
    assert find(situation, moment) == Alert("late", "behind")


@given(situations)
def test_what_has_ended_well_is_left_alone(situation):
    if situation.state in TERMINAL - {"returned", "lost"}:
        assert find(situation, NOW) is None and look_again(situation, NOW) is None
