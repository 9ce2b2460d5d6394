"""Numbers, zones and journeys: what all providers abroad share."""

from datetime import date, datetime, timedelta, timezone

import pytest
from engine.tracking import Answer, Event, fold
from engine.tracking.journeys import first_is_pickup, numbered, of_this_parcel, signed, turned_back
from engine.tracking.numbers import is_ups, is_usps, named_carrier, s10_country
from engine.tracking.reading import dumped, text
from engine.tracking.zones import local_moment, zone_named, zone_of

START = datetime(2026, 6, 1, tzinfo=timezone.utc)


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def events(*states, code="x"):
    return tuple(
        Event(START + timedelta(hours=place), "", state, code, sequence=place)
        for place, state in enumerate(states)
    )


def states(found):
    return [event.state for event in found]


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("RR473124829DE", "DE"),
        ("RR123456785CN", "CN"),
        # Remainders 0 and 1 have check digits of their own: 5 and 0.
        ("RR000000005CN", "CN"),
        ("RR003000000CN", "CN"),
        ("RR473124828DE", ""),
        ("AA123456789BR", ""),
        ("RR47312482DE", ""),
        ("rr473124829DE", ""),
        ("RR４73124829DE", ""),
        ("", ""),
    ],
)
def test_numbers_of_the_world_s_posts(number, country):
    assert s10_country(number) == country


@pytest.mark.parametrize("digit", range(10))
def test_only_one_check_digit_is_right(digit):
    assert is_ups(f"1Z999AA1012345678{digit}") is (digit == 4)
    assert is_usps(f"940010020830310950078{digit}") is (digit == 2)
    assert (s10_country(f"RR47312482{digit}DE") == "DE") is (digit == 9)


def test_carriers_left_to_the_provider():
    assert [named_carrier(carrier) for carrier in ("", " AUTO", "auto ", "usps ")] == ["", "", "", "usps"]


def test_zones():
    assert str(zone_of("de")) == str(zone_of("DEU")) == "Europe/Berlin"
    assert zone_of("US") is zone_of("") is zone_of(None) is zone_of({}) is None
    assert zone_named("Europe") is zone_named("../etc/passwd") is zone_named("x\x00") is zone_named(3) is None
    assert local_moment("2026-06-01 10:00:00", "CN") == (utc(2026, 6, 1, 2), "assumed")
    assert local_moment("2026-01-01 10:00:00", "DE") == (utc(2026, 1, 1, 9), "assumed")
    assert local_moment("2026-06-01 10:00:00", "US", "America/Chicago") == (utc(2026, 6, 1, 15), "assumed")
    assert local_moment("2026-06-01 10:00:00", "US") == (utc(2026, 6, 1, 10), "unknown")
    assert local_moment("2026-06-01T10:00:00+01:00", "CN") == (utc(2026, 6, 1, 9), "explicit")
    assert local_moment("soon", "CN")[0] is None


def test_text_that_could_not_be_stored():
    assert text(" a\ud800\x00 ") == "a?"
    assert dumped({"a": "\ud800中"}) == '{"a": "?中"}'
    deep = []
    for _depth in range(100000):
        deep = [deep]
    assert dumped(deep) == ""


def test_a_list_is_numbered_from_its_oldest_whichever_way_round():
    ordered = events("picked_up", "in_transit", "delivered")
    for given in (ordered, ordered[::-1]):
        assert [(e.state, e.sequence) for e in numbered(given)] == [
            ("picked_up", 0),
            ("in_transit", 1),
            ("delivered", 2),
        ]
    same = [Event(START, "", state) for state in ("a", "b")]
    assert states(numbered(same)) == ["a", "b"] and states(numbered(same, newest_first=True)) == ["b", "a"]
    assert numbered([]) == ()


@pytest.mark.parametrize(
    ("shipped", "count", "health"),
    [
        (None, 3, "ok"),
        (date(2026, 6, 1), 3, "ok"),
        (date(2026, 6, 3), 3, "ok"),
        (date(2026, 6, 4), 0, "not_found"),
        (date(2026, 7, 1), 0, "not_found"),
        (date(2026, 7, 3), 0, "wrong_carrier"),
    ],
)
def test_scans_from_before_it_was_shipped(shipped, count, health):
    answer = Answer(events("picked_up", "in_transit", "delivered"), START, state="delivered", ref="r")
    found = of_this_parcel(answer, shipped)
    assert (len(found.events), found.health, found.ref) == (count, health, "r")
    assert found.full is bool(count) and (found.eta is None) is not bool(count)
    nothing = Answer(health="not_found")
    assert of_this_parcel(nothing, shipped) is nothing


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            ["in_transit", "returning", "in_transit", "delivered"],
            ["in_transit", "returning", "returning", "returned"],
        ),
        (["in_transit", "delivered"], ["in_transit", "returned"]),
        (["delivered", "returning", "in_transit"], ["delivered", "returning", "returning"]),
        (["in_transit", "exception"], ["in_transit", "exception"]),
        ([], []),
    ],
)
def test_journeys_back(before, after):
    assert states(turned_back(events(*before), True)) == after
    assert states(turned_back(events(*before), False)) == before


def test_first_scan_of_a_provider_that_names_no_pickup():
    assert states(first_is_pickup(events("info_received", "in_transit", "in_transit"), "x")) == [
        "info_received",
        "picked_up",
        "in_transit",
    ]
    assert states(first_is_pickup(events("in_transit", "picked_up"), "x")) == ["in_transit", "picked_up"]
    assert states(first_is_pickup(events("in_transit", code="y"), "x")) == ["in_transit"]


def test_who_signed_is_said_of_the_newest_delivery():
    found = signed(events("delivered", "returning", "delivered", "in_transit"), "EVE")
    assert [event.signed_by for event in found] == ["", "", "EVE", ""]
    assert fold(found).state == "delivered"
    assert signed(events("in_transit"), "EVE") == events("in_transit")
