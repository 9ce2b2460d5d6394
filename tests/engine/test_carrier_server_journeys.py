"""The ways of the carrier server's parcels: by word, by chance, by the clock."""

from datetime import timedelta

import pytest
from carrier_tools import START, Clock
from engine.tracking.canonical import STATES
from engine.tracking.providers.kuaidi100_codes import CODES

from carrier_server.journeys import JOURNEYS, KINDS, MIX, PLACES, PREFIXES, journey_of
from carrier_server.parcels import Parcels
from carrier_server.protocols import PROTOCOLS
from carrier_server.protocols.aftership import SUBTAGS
from carrier_server.protocols.track17_info import SUB

# What the addon's own folding says after each journey.
ENDS = {
    "LATE": "in_transit",
    "FAIL": "delivered",
    "LOCKER": "delivered",
    "REFUSE": "returned",
    "CUSTOMS": "delivered",
    "DAMAGE": "exception",
    "SIGNED": "returned",
    "SILENT": "info_received",
    "LOST": "lost",
    "BAD": "pending",
    "WRONG": "pending",
}


def parcels(step=60, **options):
    clock = Clock()
    return Parcels(step, clock, **options), clock


@pytest.mark.parametrize("word", PREFIXES)
def test_a_word_chooses_the_journey(word):
    found, clock = parcels()
    number = f"{word}0001"
    assert found.scans(number) == [] or found.scans(number)[0].at == START
    clock.wait(9999)
    assert found.state(number) == ENDS[word] == found.journey(number).state
    assert [scan.step for scan in found.scans(number)] == list(found.journey(number).steps)


def test_a_plain_number_goes_the_plain_way_unless_chance_is_asked_for():
    assert {journey_of(f"YT{n:06}").name for n in range(200)} == {"plain"}
    numbers = [f"YT{n:06}" for n in range(2000)]
    names = [journey_of(number, 7, MIX).name for number in numbers]
    assert set(names) == set(MIX)
    assert 0.65 < names.count("plain") / len(names) < 0.75
    assert names == [journey_of(number, 7, MIX).name for number in numbers]
    assert names != [journey_of(number, 8, MIX).name for number in numbers]
    assert journey_of("LATE0001", 7, MIX).name == "late"


def test_every_step_has_a_kind_and_a_place():
    steps = [step for journey in JOURNEYS.values() for step in journey.steps]
    assert {step.kind for step in steps} == set(KINDS)
    assert {step.place for step in steps} <= set(PLACES)
    assert set(KINDS.values()) <= set(STATES)


def test_every_service_has_a_code_for_every_kind():
    tables = {code: getattr(each, "codes", None) for code, each in PROTOCOLS.items()}
    tables |= {"aftership": SUBTAGS, "track17": SUB}
    assert sorted(tables) == [
        "aftership", "dhl", "easypost", "generic", "kdniao", "kuaidi100", "sf", "track17",
    ]  # fmt: skip
    for code, table in tables.items():
        assert set(table) == set(KINDS), code


def test_kuaidi100_s_codes_are_those_that_the_addon_reads():
    for kind, code in PROTOCOLS["kuaidi100"].codes.items():
        read = CODES[code.advanced]
        assert (read.main, read.name) == (code.main, code.name)
        assert read.state == KINDS[kind] or kind == "lost"


def test_times_between_steps_differ_with_spread_and_stay_the_same_for_a_seed():
    def gaps(seed, number="CUSTOMS1"):
        found, clock = parcels(step=3600, seed=seed, spread=0.5)
        found.scans(number)
        clock.wait(99999)
        times = [scan.at for scan in found.scans(number)]
        return [(after - before).total_seconds() for before, after in zip(times, times[1:], strict=False)]

    assert gaps(1) == gaps(1) != gaps(2)
    assert len(set(gaps(1))) == len(gaps(1)) == 7
    assert all(1800 <= gap <= 5400 for gap in gaps(1))


def test_the_look_does_not_matter_once_a_parcel_was_started():
    looked, clock = parcels()
    started, _ = parcels()
    started.start("YT000001", START + timedelta(seconds=30))
    assert started.scans("YT000001") == []
    assert started.next_at("YT000001") == START + timedelta(seconds=30)
    started.clock.wait(100)
    assert [scan.at for scan in started.scans("YT000001")] == [
        START + timedelta(seconds=30 + 60 * turn) for turn in range(2)
    ]
    assert looked.next_at("YT000001") == START + timedelta(seconds=60)
    clock.wait(9999)
    assert looked.next_at("YT000001") is None


def test_the_expected_arrival_is_kept_whatever_happens():
    found, clock = parcels()
    expected = {number: found.expected(number) for number in ("YT000001", "LATE0001", "FAIL0001", "BAD00001")}
    assert (
        expected["YT000001"] == expected["LATE0001"] == expected["FAIL0001"] == START + timedelta(minutes=3)
    )
    assert expected["BAD00001"] is None
    clock.wait(9999)
    assert found.expected("LATE0001") == expected["LATE0001"]
    assert found.scans("YT000001")[-1].at == expected["YT000001"] < found.scans("FAIL0001")[-1].at


def test_listeners_hear_what_was_moved_by_hand():
    found, _clock = parcels()
    heard = []
    found.listeners.append(heard.append)
    found.advance("YT000001")
    found.advance("YT000002", delivered=True)
    assert heard == ["YT000001", "YT000002"]
    found.reset()
    assert len(found.scans("YT000002")) == 1
