"""The fold: state from events, whatever their order."""

from datetime import datetime, timedelta, timezone

import pytest
from engine.tracking import STATES, Event, Folded, fold
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 3, 17, tzinfo=timezone.utc)


def at(hours):
    return START + timedelta(hours=hours)


def events(*scans):
    """Make events of "state" or ("state", hour) or ("state", hour, reason); the hour is else the place."""
    made = []
    for place, scan in enumerate(scans):
        state, hour, reason = (*((scan,) if isinstance(scan, str) else scan), None, "")[:3]
        hour = place if hour is None else hour
        made.append(Event(at(hour), "", state, sequence=place, reason=reason or ""))
    return made


def test_nothing_is_pending():
    assert fold([]) == Folded("pending", None, None, None)


def test_plain_journey():
    scans = events("info_received", "picked_up", "in_transit", "out_for_delivery", "delivered")
    assert fold(scans) == Folded("delivered", at(4), at(4), at(4))


@pytest.mark.parametrize(
    ("scans", "state"),
    [
        # Before delivery the later scan counts, whatever its rank.
        (["out_for_delivery", "in_transit"], "in_transit"),
        (["exception", "in_transit"], "in_transit"),
        (["attempt_failed", "out_for_delivery"], "out_for_delivery"),
        (["returning", "out_for_delivery"], "out_for_delivery"),
        # In the same second the higher rank counts, then the place in the reply.
        ([("out_for_delivery", 1), ("in_transit", 1)], "out_for_delivery"),
        ([("lost", 1), ("returned", 1)], "lost"),
        # After delivery a transit scan is late news.
        (["delivered", "in_transit"], "delivered"),
        (["delivered", "out_for_delivery"], "delivered"),
        (["delivered", "cancelled"], "delivered"),
        (["delivered", "exception"], "delivered"),
        (["delivered", ("exception", 1, "consignee_refused")], "exception"),
        (["delivered", ("exception", 1, "carrier_damaged_parcel")], "exception"),
        (["delivered", "attempt_failed"], "attempt_failed"),
        (["delivered", "returning"], "returning"),
        (["delivered", "returning", "in_transit", "returned"], "returned"),
        (["delivered", "lost"], "lost"),
        ([("delivered", 1), ("returned", 1)], "delivered"),
        # Only a later delivery leads out of the hard ends.
        (["returned", "in_transit"], "returned"),
        (["returned", "lost"], "returned"),
        (["cancelled", "returning"], "cancelled"),
        (["lost", "delivered"], "delivered"),
        (["cancelled", "delivered", "returning"], "returning"),
        # What is not understood changes nothing that is.
        (["unknown"], "unknown"),
        (["no such state"], "unknown"),
        (["unknown", "pending"], "pending"),
        (["pending", "unknown"], "pending"),
        (["in_transit", "unknown"], "in_transit"),
        (["delivered", "no such state"], "delivered"),
    ],
)
def test_state(scans, state):
    assert fold(events(*scans)).state == state


def test_correction_clears_delivery_but_not_the_first():
    folded = fold(events("delivered", "returning", "returned"))
    assert folded == Folded("returned", None, at(0), at(2))


def test_second_delivery_after_correction():
    folded = fold(events("delivered", "attempt_failed", "in_transit", "delivered"))
    assert folded == Folded("delivered", at(3), at(0), at(3))


def test_second_signature_keeps_the_first_time():
    assert fold(events("delivered", "delivered", "in_transit")) == Folded("delivered", at(0), at(0), at(2))


def test_events_far_ahead_are_left_out_when_the_time_is_known():
    scans = events("in_transit", ("delivered", 27))
    assert fold(scans, now=at(0)) == Folded("in_transit", None, None, at(0))
    assert fold(scans, now=at(1)).state == "delivered"
    assert fold(scans).state == "delivered"


HISTORIES = st.lists(
    st.builds(
        Event,
        occurred_at=st.integers(0, 5).map(at),
        occurred_raw=st.just(""),
        state=st.sampled_from(STATES),
        description=st.sampled_from(["", "a"]),
        sequence=st.integers(0, 2),
        reason=st.sampled_from(["", "consignee_refused"]),
    ),
    max_size=7,
)


@given(HISTORIES, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(history, random):
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@given(HISTORIES, st.data())
def test_duplicates_do_nothing(history, data):
    again = data.draw(st.lists(st.sampled_from(history), max_size=5)) if history else []
    assert fold(history + again) == fold(history)


@given(HISTORIES)
def test_result_is_a_state_of_the_events(history):
    folded = fold(history)
    assert folded.state in {event.state for event in history} | {"pending"}
    assert (folded.delivered_at is not None) == (folded.state == "delivered")
    assert folded.last_event_at == max((event.occurred_at for event in history), default=None)
