"""What is typed to find an order: words, parcels, telephones and days told apart."""

import datetime as dt

import pytest
from engine.finding import grams, index_words, phone_fits, readings
from engine.finding.days import days_of
from hypothesis import given
from hypothesis import strategies as st

TODAY = dt.date(2026, 3, 17)  # a Tuesday


def words(text, **options):
    """The words of the only reading."""
    (only,) = readings(text, TODAY, **options)
    return only


def texts(text):
    return [word.texts[0] for word in words(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Lakeside Shop", ["Lakeside", "Shop"]),
        ("  Lakeside,  Shop! ", ["Lakeside", "Shop"]),
        ("万家福（湖东店）", ["万家福", "湖东店"]),
        ("昨天万家福", ["昨天", "万家福"]),
        ("万家福上周五", ["万家福", "上周五"]),
        ("上周五", ["上周五"]),
        ("50% a_b \\", ["50%", "a_b", "\\"]),
        ("%%%", ["%%%"]),
        ("!!!", ["!!!"]),
        ("👍", ["👍"]),
        ("a\0b \ud800", ["a", "b"]),
        ("12 2026", ["12", "2026"]),
        ("day after tomorrow cola", ["day after tomorrow", "cola"]),
        ("17th of March cola", ["17th of March", "cola"]),
    ],
)
def test_words_are_parted(typed, expected):
    assert texts(typed) == expected


@pytest.mark.parametrize("typed", ["", "   ", "\0", "\u3000\t\n"])
def test_nothing_typed_is_nothing(typed):
    assert readings(typed, TODAY) == ()


def test_what_is_very_long_is_cut():
    assert len(words("word" + " word" * 1000)) == 12
    (one,) = words("x" * 10_000)
    assert len(one.texts[0]) == 400


@pytest.mark.parametrize(
    "typed",
    [
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+86 13800138000",
        "１３８００１３８０００",
        "13800138000",
    ],
)
def test_a_telephone_is_one_word_in_any_spelling(typed):
    (word,) = words(typed)
    assert phone_fits(word.phone, "+86 138 0013 8000")
    assert phone_fits(word.phone, "13800138000 转 12")
    assert not phone_fits(word.phone, "+86 138 0013 8001")


def test_an_area_tells_telephones_apart_and_can_be_left_out():
    (word,) = words("(021) 6288 1234")
    assert phone_fits(word.phone, "021-62881234") and phone_fits(word.phone, "62881234")
    assert not phone_fits(word.phone, "010-62881234")
    assert phone_fits("62881234", "010-62881234")
    assert not phone_fits("1234", "010-62881234")
    assert [word.phone for word in words("8000")] == ["8000"]
    assert [word.phone for word in words("S00012 123")] == ["", ""]


@pytest.mark.parametrize(
    "typed", ["SF1234567890123", "sf1234567890123", "ＳＦ１２３４５６７８９０１２３", "SF-1234-5678-90123"]
)
def test_the_number_of_a_parcel_is_cleaned(typed):
    (word,) = words(typed)
    assert word.code == "SF1234567890123"


def test_letters_before_a_number_may_belong_to_it():
    joined, apart = readings("SF 1234 5678 90123", TODAY)
    assert [word.code for word in joined] == ["SF1234567890123"]
    assert texts("SF") + [apart[1].texts[0]] == ["SF", "1234 5678 90123"]
    assert apart[1].code == "1234567890123"
    joined, apart = readings("Li 13800138000", TODAY)
    assert [word.phone for word in apart] == ["", "13800138000"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2026-03-17", ["2026-03-17"]),
        ("2026/3/5", ["2026-03-05"]),
        ("2026年3月5日", ["2026-03-05"]),
        ("２０２６－０３－１７", ["2026-03-17"]),
        ("17.3.", ["2026-03-17"]),
        ("4.3.2025", ["2025-03-04"]),
        ("4.3.25", ["2025-03-04"]),
        ("3月5号", ["2026-03-05"]),
        ("5号", ["2026-03-05"]),
        ("30日", ["2026-03-30"]),
        ("31.12.", ["2025-12-31"]),
        ("29.2.", []),
        ("31.2.", []),
        ("today", ["2026-03-17"]),
        ("Yesterday", ["2026-03-16"]),
        ("hier", ["2026-03-16"]),
        ("今天", ["2026-03-17"]),
        ("前天", ["2026-03-15"]),
        ("tuesday", ["2026-03-17"]),
        ("mon", ["2026-03-16", "2026-03-23"]),
        ("周五", ["2026-03-13", "2026-03-20"]),
        ("上周五", ["2026-03-13"]),
        ("本周五", ["2026-03-20"]),
        ("下周五", ["2026-03-27"]),
        ("17 March", ["2026-03-17"]),
        ("Mar 3rd 2025", ["2025-03-03"]),
        ("99.99.", []),
        ("cola", []),
        ("330ml", []),
    ],
)
def test_days_are_understood(typed, days):
    (word,) = words(typed)
    assert [str(day) for day in word.days] == days


def test_the_order_of_day_and_month_is_that_of_the_reader_where_it_can_be():
    assert [str(word.days[0]) for word in words("3/4", month_first=True)] == ["2026-03-04"]
    assert [str(word.days[0]) for word in words("3/4", month_first=False)] == ["2026-04-03"]
    for month_first in (True, False):
        for typed in ("3/17", "17/3", "3-17", "3/17/2026", "17/3/26"):
            assert days_of(typed, TODAY, month_first) == (TODAY,), typed
    assert [str(day) for day in days_of("29/2", dt.date(2024, 3, 1))] == ["2024-02-29"]


def test_a_day_by_name_is_not_looked_for_in_messages():
    assert [word.said for word in words("today cola 17.3. Monday")] == [False, True, True, False]


def test_a_day_is_no_telephone_and_no_parcel():
    (word,) = words("2026-03-17")
    assert not word.phone and not word.code


@given(st.text())
def test_anything_can_be_typed(text):
    for reading in readings(text, TODAY, True):
        assert 0 < len(reading) <= 12
        for word in reading:
            assert all(word.texts) and not any("\0" in spelling for spelling in word.texts)


def found(typed, text):
    return bool(grams(typed)) and all(gram in index_words(text) for gram in grams(typed))


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("可乐", "来10箱可口可乐，谢谢", True),
        ("可口可乐", "来10箱可口可乐，谢谢", True),
        ("乐", "来10箱可口可乐，谢谢", True),
        ("来", "来10箱可口可乐，谢谢", True),
        ("乐可", "来10箱可口可乐，谢谢", False),
        ("雪碧", "来10箱可口可乐，谢谢", False),
        ("emona", "5 cases LEMONADE", True),
        ("creme", "Crème fraîche", True),
        ("CRÈME", "creme fraiche", True),
        ("10", "10箱", True),
        ("10", "210箱", False),
        ("ＣＯＬＡ", "cola 330ml", True),
        ("%", "100% cola", False),
        ("_", "a_b", False),
        ("👍", "ok 👍", False),
        ("cola", "", False),
    ],
)
def test_words_of_messages_are_found(typed, text, expected):
    assert found(typed, text) is expected


def test_a_very_long_message_is_kept_by_its_beginning():
    assert found("beginning", "beginning " + "x " * 100_000 + "ending")
    assert not found("ending", "beginning " + "x " * 100_000 + "ending")


@given(st.text(alphabet="可口乐牛奶abcé 1。", min_size=1, max_size=30), st.data())
def test_every_part_of_a_message_is_found(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    # Short words are found by their beginning alone.
    whole = (start == 0 or not text[start - 1].isalnum() or part[0] in "可口乐牛奶") and part.strip()
    if whole and grams(part):
        assert found(part, text)
