import datetime as dt

import pytest
from engine.tracking import tour
from engine.tracking.canonical import REASONS, STATES

UTC = dt.timezone.utc
NOON = dt.datetime(2031, 3, 4, 12, tzinfo=UTC)
CHINA = dt.timezone(dt.timedelta(hours=8))


def minutes(count):
    return dt.timedelta(minutes=count)


def iso(moment):
    return moment.isoformat()


def test_each_kind_is_said_in_the_canonical_words():
    for kind in tour.KINDS.values():
        assert kind.state in STATES
        assert not kind.reason or kind.reason in REASONS


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("2031-03-04T11:30:00Z", NOON - minutes(30)),
        ("2031-03-04T19:30:00+08:00", NOON - minutes(30)),
        ("2031-03-04T11:30:00", NOON - minutes(30)),
        ("2031-03-04T12:04:59.500Z", NOON + dt.timedelta(minutes=4, seconds=59.5)),
        ("2031-03-04T12:05:01Z", NOON),
        ("2039-01-01T00:00:00Z", NOON),
        ("2031-02-25T12:00:01Z", NOON - dt.timedelta(days=6, hours=23, minutes=59, seconds=59)),
        ("2031-02-25T11:00:00Z", NOON - dt.timedelta(days=7)),
        ("0001-01-01T00:00:00+14:00", NOON),
        ("yesterday", NOON),
        ("", NOON),
        (None, NOON),
        (1234567890, NOON),
        (["2031-03-04T11:30:00Z"], NOON),
    ],
)
def test_the_driver_s_time_counts_within_bounds(raw, at):
    moment = tour.happened(raw, NOON)
    assert moment.at == at
    assert moment.raw == str(raw or "")[:64]


def test_a_clock_that_goes_wrong_is_set_right():
    for off in (dt.timedelta(hours=-3), dt.timedelta(hours=5), dt.timedelta(days=400)):
        happened, sent = NOON - minutes(20) + off, NOON + off
        assert tour.happened(iso(happened), NOON, iso(sent)).at == NOON - minutes(20)
    # A report from after it was sent is nonsense.
    ahead = NOON + dt.timedelta(hours=2)
    assert tour.happened(iso(ahead + minutes(9)), NOON, iso(ahead)).at == NOON
    # A clock that is right enough stays as it is, and so does one that does not say.
    assert tour.happened(iso(NOON - minutes(3)), NOON, iso(NOON - minutes(2))).at == NOON - minutes(3)
    assert tour.happened(iso(NOON - minutes(3)), NOON, "nonsense").at == NOON - minutes(3)


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ([], "open"),
        (["out_for_delivery"], "open"),
        (["delivered", "out_for_delivery"], "open"),
        (["delivered", "pending"], "open"),
        (["delivered", "delivered"], "delivered"),
        (["returning"], "refused"),
        (["returned"], "refused"),
        (["attempt_failed"], "nobody"),
        (["cancelled"], "cancelled"),
        (["delivered", "returning"], "partly"),
        (["delivered", "attempt_failed"], "partly"),
        (["attempt_failed", "returning"], "refused"),
        (["attempt_failed", "cancelled"], "nobody"),
    ],
)
def test_what_became_of_a_stop(states, outcome):
    assert tour.outcome(states) == outcome


def test_every_state_has_an_outcome():
    assert {tour.outcome([state]) for state in STATES} == {
        "open",
        "delivered",
        "refused",
        "nobody",
        "cancelled",
    }


def test_a_van_starts_as_it_leaves_or_in_the_morning():
    day = dt.date(2031, 3, 4)
    evening = dt.datetime(2031, 3, 3, 18, tzinfo=CHINA)
    assert tour.start_of(day, evening, CHINA) == dt.datetime(2031, 3, 4, 8, tzinfo=CHINA)
    early = dt.datetime(2031, 3, 4, 5, 30, tzinfo=CHINA)
    assert tour.start_of(day, early, CHINA) == early
    # Its day is the day of its place: in UTC it is still the third.
    assert early.astimezone(UTC).date() != day
    assert tour.start_of(day, early + dt.timedelta(days=1), CHINA) == early + dt.timedelta(days=1)


def test_the_pace_is_measured():
    def done(*gaps):
        moments = [NOON]
        for gap in gaps:
            moments.append(moments[-1] + minutes(gap))
        return moments[::-1]

    assert tour.minutes_per_stop([]) == 15
    assert tour.minutes_per_stop([done(9, 9, 9, 9)]) == 15, "four gaps are no habit"
    assert tour.minutes_per_stop([done(8, 10, 12), done(10, 9)]) == 10
    # Neither two deliveries at one door nor the lunch break nor the night count.
    assert tour.minutes_per_stop([done(8, 0, 10, 1, 12, 95), done(10, 9, 1440)]) == 10


def test_stops_are_reached_one_after_the_other():
    stops = [tour.Stop(key) for key in "abc"]
    found = tour.arrivals(stops, NOON, NOON, 20)
    assert found == {"a": NOON + minutes(20), "b": NOON + minutes(40), "c": NOON + minutes(60)}
    # Before it leaves, time does not press.
    assert tour.arrivals(stops, NOON, NOON - minutes(600), 20) == found
    assert tour.arrivals([], NOON, NOON) == {}


def test_what_is_done_moves_the_others():
    stops = [tour.Stop("a", done_at=NOON + minutes(50)), tour.Stop("b"), tour.Stop("c")]
    found = tour.arrivals(stops, NOON, NOON + minutes(52), 20)
    assert found == {"b": NOON + minutes(70), "c": NOON + minutes(90)}
    # Late: an hour after the last stop the next one is reached now, not half an hour ago.
    found = tour.arrivals(stops, NOON, NOON + minutes(110), 20)
    assert found == {"b": NOON + minutes(110), "c": NOON + minutes(130)}


def test_where_the_van_stands_the_time_is_known():
    stops = [tour.Stop("a"), tour.Stop("b", arrived_at=NOON + minutes(31)), tour.Stop("c")]
    found = tour.arrivals(stops, NOON, NOON + minutes(33), 20)
    assert found == {"b": NOON + minutes(30), "a": NOON + minutes(50), "c": NOON + minutes(70)}


def test_expected_times_are_round():
    found = tour.arrivals([tour.Stop(key) for key in range(5)], NOON + minutes(1), NOON, 7)
    assert [moment.minute for moment in found.values()] == [10, 15, 20, 30, 35]
    assert all(moment.second == 0 for moment in found.values())
