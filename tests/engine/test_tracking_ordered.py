"""The order of one reply's events, and what in it is no event."""

from datetime import datetime, timezone

import pytest
from engine.tracking import Event
from engine.tracking.carrier_forms import carrier_by_form
from engine.tracking.journey import name_of, ordered, shown, unread


def events(*scans):
    """One event for each (hour, code)."""
    return [
        Event(datetime(2026, 3, 17, hour, tzinfo=timezone.utc), "", "in_transit", code)
        for hour, code in scans
    ]


@pytest.mark.parametrize(
    ("scans", "newest_first", "codes"),
    [
        ([], False, ""),
        ([(1, "a"), (2, "b"), (2, "c"), (3, "d")], False, "abcd"),
        ([(1, "a"), (2, "b"), (2, "c"), (3, "d")], True, "abcd"),
        ([(3, "d"), (2, "c"), (2, "b"), (1, "a")], False, "abcd"),
        ([(3, "d"), (2, "c"), (2, "b"), (1, "a")], True, "abcd"),
        ([(1, "a"), (3, "d"), (2, "b"), (2, "c"), (4, "e")], False, "abcde"),
        ([(2, "a"), (2, "b")], False, "ab"),
        ([(2, "b"), (2, "a")], True, "ab"),
    ],
)
def test_order_is_that_of_time_and_of_the_reply(scans, newest_first, codes):
    found = ordered(events(*scans), newest_first)
    assert "".join(event.code for event in found) == codes
    assert [event.sequence for event in found] == list(range(len(codes)))


def test_rows_that_are_no_events_have_no_place():
    first, second = events((1, "a"), (2, "b"))
    assert [event.sequence for event in ordered([None, first, None, second])] == [0, 1]


def test_only_the_newest_are_kept():
    found = ordered(events(*((1, str(place)) for place in range(510))))
    assert len(found) == 500 and found[0].code == "10" and found[0].sequence == 10


def test_what_cannot_be_read():
    rows = [{"at": place} for place in range(9)]
    found = [None if place else event for place, event in enumerate(events(*((1, "a"),) * 9))]
    assert unread(rows, found, "at") == ("at=1", "at=2", "at=3", "at=4", "at=5")
    assert shown("at", "x" * 500) == "at='" + "x" * 96
    assert name_of(shown("scan.at", "a=b")) == "scan.at"
    with pytest.raises(ValueError, match="shorter"):
        unread(rows, found[:-1], "at")


def test_carrier_that_a_provider_has_no_code_for():
    assert carrier_by_form("SF1234567890123", {"sf": "x"}) == "x"
    assert carrier_by_form("YT1234567890123", {"sf": "x"}) == ""
    assert carrier_by_form("SF12345678901234567", {"sf": "x"}) == ""
