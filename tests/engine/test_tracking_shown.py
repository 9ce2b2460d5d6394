"""Carriers' words for customers, and numbers as people paste them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from engine.tracking.shown import HIDDEN, arrival_window, language_of, without_phones
from engine.tracking.typed import typed_numbers

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "text, language",
    [
        ("快件已发往杭州中转部", "zh"),
        ("配達中です", "ja"),
        ("배송 중입니다", "ko"),
        ("Прибыло в место вручения", "ru"),
        ("Departed Facility", ""),
        ("", ""),
    ],
)
def test_the_language_that_letters_give_away(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "said, shown",
    [
        ("快递员张三13800138000正在派件", f"快递员张三{HIDDEN}正在派件"),
        ("快递员张三（138-0013-8000）正在派件", f"快递员张三（{HIDDEN}）正在派件"),
        ("派件员电话:138 0013 8000", f"派件员电话:{HIDDEN}"),
        ("虚拟号17012345678转1234", f"虚拟号{HIDDEN}"),
        ("网点0571-88886666", f"网点{HIDDEN}"),
        ("联系电话：88886666", f"联系电话：{HIDDEN}"),
        ("Courier +44 7700 900123", f"Courier {HIDDEN}"),
        ("Call (555) 123-4567 now", f"Call {HIDDEN} now"),
        ("Driver 555-123-4567", f"Driver {HIDDEN}"),
        ("１３８００１３８０００", HIDDEN),
    ],
)
def test_telephones_are_hidden(said, shown):
    assert without_phones(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "凭取件码 8-1-1234 到菜鸟驿站",
        "取件码 12345678",
        "2026-03-17 10:22:33 已发出",
        "Parcel weighs 12.5 kg, 3 of 14 pieces",
        "包裹 YT1234567890123 已揽收",
    ],
)
def test_what_is_no_telephone_stays(said):
    assert without_phones(said) == said


def test_the_waybill_itself_stays():
    assert without_phones("运单13912345678已揽收", "13912345678") == "运单13912345678已揽收"


@pytest.mark.parametrize(
    "hour, minute, window",
    [
        (15, 20, ((14, 0), (17, 0))),
        (15, 0, ((14, 0), (16, 0))),
        (0, 30, ((0, 0), (2, 0))),
        (23, 10, ((22, 0), (23, 59))),
        (0, 0, None),
        (12, 0, None),
        (23, 59, None),
    ],
)
def test_a_window_around_the_expected_minute(hour, minute, window):
    moment = dt.datetime(2026, 3, 17, hour, minute, 12, tzinfo=SHANGHAI)
    found = arrival_window(moment)
    assert (found and tuple((each.hour, each.minute) for each in found)) == window
    assert found is None or {each.date() for each in found} == {moment.date()}


@pytest.mark.parametrize(
    "typed, numbers, part",
    [
        ("YT1234567890123", ("YT1234567890123",), "YT1234567890123"),
        ("yt 1234 5678 90123", ("YT1234567890123",), "YT1234567890123"),
        ("SF-1234-5678-90123", ("SF-1234-5678-90123", "SF1234567890123"), "SF1234567890123"),
        ("ＹＴ１２３４５６７８９０１２３", ("YT1234567890123",), "YT1234567890123"),
        ("7890", (), "7890"),
        ("Lakeside Shop", (), ""),
        ("", (), ""),
    ],
)
def test_numbers_as_they_are_pasted(typed, numbers, part):
    assert typed_numbers(typed) == (numbers, part)


def test_several_numbers_at_once():
    numbers, _part = typed_numbers("YT1234567890123\nSF1234567890123")
    assert {"YT1234567890123", "SF1234567890123"} <= set(numbers)
