"""The canonical model: ranks, fingerprints, numbers typed into one field."""

from datetime import datetime, timedelta, timezone

import pytest
from engine.tracking import HEALTHS, RANKS, STATES, TERMINAL, Event, fingerprint, split_numbers

AT = datetime(2026, 3, 17, 1, 2, 3, tzinfo=timezone.utc)
EVENT = Event(AT, "2026-03-17 09:02:03", "in_transit", "0", "1002", "【上海市】 已到达  分拨中心", "上海", 4)
KNOWN = "4093ea7b9c1afe34329f987aeda7c1d616f6148eb9e403bd759844cb71deefc7"


def mark(**changes):
    return fingerprint("kuaidi100", "yuantong", "YT1", Event(**{**vars(EVENT), **changes}))


def test_states_and_ranks_name_the_same_fifteen():
    assert len(STATES) == 15 and set(STATES) == set(RANKS)
    assert len(set(HEALTHS)) == 10
    assert {"delivered", "returned", "lost", "cancelled"} == TERMINAL


def test_ranks_rise_along_a_plain_journey():
    journey = ["pending", "info_received", "picked_up", "in_transit", "out_for_delivery", "delivered"]
    assert [RANKS[state] for state in journey] == [0, 10, 20, 30, 50, 90]


@pytest.mark.parametrize(
    "changes",
    [
        {"occurred_raw": "other"},
        {"state": "unknown"},
        {"subcode": ""},
        {"location": "", "sequence": 0},
        {"description": " 【上海市】 已到达 分拨中心\n"},
        {"description": "【上海市】 已到达\u3000分拨中心"},
        {"occurred_at": AT + timedelta(microseconds=7)},
        {"occurred_at": AT.astimezone(timezone(timedelta(hours=8)))},
    ],
)
def test_fingerprint_stays_when_the_provider_adds_something(changes):
    assert mark(**changes) == mark()


@pytest.mark.parametrize(
    "changes", [{"code": "5"}, {"description": "已到达"}, {"occurred_at": AT + timedelta(seconds=1)}]
)
def test_fingerprint_differs_for_another_event(changes):
    assert mark(**changes) != mark()


def test_fingerprint_differs_for_another_parcel():
    marks = {
        fingerprint("kuaidi100", "yuantong", "YT1", EVENT),
        fingerprint("kuaidi100", "yuantong", "YT2", EVENT),
        fingerprint("kuaidi100", "zhongtong", "YT1", EVENT),
        fingerprint("kdniao", "yuantong", "YT1", EVENT),
    }
    assert len(marks) == 4


def test_fingerprint_is_the_same_for_ever():
    assert mark() == KNOWN


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("YT1", ("YT1",)),
        ("yt1, YT2,yt1", ("YT1", "YT2")),
        ("YT1，YT2；YT3、YT4\nYT5", ("YT1", "YT2", "YT3", "YT4", "YT5")),
        ("ＹＴ１２", ("YT12",)),
    ],
)
def test_split_numbers(text, numbers):
    assert split_numbers(text) == numbers
