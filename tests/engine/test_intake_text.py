"""Chat, phone notes and e-mail bodies: exact drafts, and no message that makes the reader fail."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from engine.intake import read
from engine.intake.dates import find
from engine.intake.model import Customer, File, Knowledge, Message, OpenOrder, OrderedLine, Product
from engine.intake.numbers import number
from engine.intake.questions import TEXTS, render
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=timezone(timedelta(hours=8)))


def product(key, code, names, pack, inner=None, fraction=False):
    units = {"piece": ("u", Decimal(1)), "case": ("c", Decimal(pack))}
    if inner:
        units["inner"] = ("i", Decimal(inner))
    return Product(key, code, names, "", (f"20000000000{key:02d}",), units, fraction)


PRODUCTS = (
    product(1, "A1", ("可乐 330ml 罐", "Cola can 330ml"), 24, 6, True),
    product(2, "A2", ("可乐 500ml 瓶", "Cola PET 500ml"), 24),
    product(3, "A3", ("可乐 2L 瓶", "Cola PET 2L"), 6),
    product(4, "B1", ("雪碧 330ml 罐", "Sprite can 330ml"), 24),
    product(5, "B2", ("雪碧 500ml 瓶", "Sprite PET 500ml"), 24),
    product(6, "C1", ("山泉水 550ml", "Spring water 550ml"), 24),
    product(7, "C2", ("山泉水 1.5L", "Spring water 1.5L"), 12, None, True),
    product(8, "D1", ("冰红茶 500ml", "Ice tea 500ml"), 15),
    product(9, "E1", ("老坛酸菜面 桶", "Pickle noodle cup"), 12, None, True),
    product(10, "F1", ("纯牛奶 250ml", "Milk 250ml"), 24, 12),
    product(11, "G1", ("啤酒 500ml 回收瓶", "Beer 500ml returnable bottle"), 12),
    product(12, "H1", ("薯片 原味 70g", "Chips original 70g"), 22),
)
CUSTOMERS = (
    Customer(1, "CU01", "张记便利店", ("张记",), "zh", "case", (1, 4, 6), {"778-01": 1}),
    Customer(2, "CU02", "Ali Mart", ("Ali",), "en", "case", (1, 4, 6, 10, 12), {}, True),
    Customer(3, "CU03", "李家超市", ("李家", "2900000000018"), "zh", "case", (3, 6), {"778-01": 1}),
    Customer(4, "CU04", "小鹿食品店", ()),
    Customer(5, "CU05", "88号店", (), "zh", "case", (1, 4, 11)),
)
ORDERS = (
    OpenOrder(
        70,
        "SO-70",
        1,
        NOW - timedelta(minutes=5),
        "draft",
        lines=(
            OrderedLine(1, Decimal(10), "case"),
            OrderedLine(4, Decimal(5), "case"),
            OrderedLine(6, Decimal(20), "case"),
        ),
    ),
    OpenOrder(
        71, "SO-71", 3, NOW - timedelta(days=1), "shipped", lines=(OrderedLine(6, Decimal(20), "case"),)
    ),
)
KNOWLEDGE = Knowledge(PRODUCTS, CUSTOMERS, ORDERS)


def message(text, customer=1, follows=None, files=()):
    return Message("chat", text, files, NOW, customer, follows)


def understood(text, **values):
    """Each line as (code, base quantity, action, verdict)."""
    codes = {p.key: p.code for p in PRODUCTS}
    reading = read(message(text, **values), KNOWLEDGE)
    return [
        (codes.get(x.product), x.base and int(x.base), x.action, x.verdict)
        for d in reading.drafts
        for x in d.lines
    ]


def added(*pairs):
    return [(code, base, "add", "ok") for code, base in pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("可乐 330ml 10箱, 雪碧 5箱 明天送", added(("A1", 240), ("B1", 120))),
        ("【张记便利店】\n可乐10\n雪碧5\n水30\n后天上午", added(("A1", 240), ("B1", 120), ("C1", 720))),
        ("小可乐和雪碧各三箱,大水两件半,酸菜面一箱半", added(("A1", 72), ("B1", 72), ("C2", 30), ("E1", 18))),
        ("可乐 雪碧 冰红茶 都来5箱", added(("A1", 120), ("B1", 120), ("D1", 75))),
        ("啤酒3箱零6瓶 牛奶2提", added(("G1", 42), ("F1", 24))),
        ("可了十箱雪壁5相冰红差2箱", added(("A1", 240), ("B1", 120), ("D1", 30))),
        ("可乐１２箱，雪碧６箱，水１５箱，明天上午", added(("A1", 288), ("B1", 144), ("C1", 360))),
        ("可乐330*24 10 ,水550 1*24 x20件", added(("A1", 240), ("C1", 480))),
        ("可乐9箱送到中山路88号,电话13812345678,明早8点前到", added(("A1", 216))),
        ("778-01 20箱", added(("A1", 480))),
        ("大可乐二十四箱", added(("A3", 144))),
        ("不要可乐,雪碧9箱", added(("B1", 216))),
        ("10 ctn coke can, 5 cs sprite and 2dz milk tmrw", added(("A1", 240), ("B1", 120), ("F1", 24))),
        ("chips 3 box 4 pcs", added(("H1", 70))),
    ],
)
def test_clear_orders_are_taken(text, expected):
    assert understood(text) == expected


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        ("可乐来十来箱", "ask", "vague_quantity"),
        ("雪碧5-6箱", "ask", "vague_quantity"),
        ("水几箱", "ask", "vague_quantity"),
        ("水1000箱", "ask", "outlier"),
        ("可乐-3箱", "block", "bad_quantity"),
        ("冰红茶abc箱", "block", "bad_quantity"),
        ("薯片2.37箱", "block", "bad_quantity"),
        ("雪碧半箱", "ask", "half_unit"),
        ("雪碧3提", "ask", "unit_not_sold"),
        ("可乐10瓶", "ask", "which_product"),
        ("2099999999999 6箱", "block", "unknown_product"),
        ("可乐5箱 雪碧3箱 可乐5箱", "ask", "duplicate_product"),
        ("可乐买20送2", "ask", "free_claim"),
    ],
)
def test_doubt_becomes_one_question(text, verdict, code):
    lines = read(message(text), KNOWLEDGE).drafts[0].lines
    first = next(x for x in lines if x.verdict != "ok")
    assert (first.verdict, first.question.code) == (verdict, code)
    assert "%(" not in render(first.question)


def test_habit_decides_and_says_so():
    assert read(message("雪碧5箱"), KNOWLEDGE).drafts[0].lines[0].note == "by habit"
    stranger = read(message("雪碧5箱", customer=4), KNOWLEDGE).drafts[0].lines[0]
    assert (stranger.verdict, [a.product for a in stranger.answers]) == ("ask", [4, 5])


def test_missing_unit_without_a_habit_is_asked():
    line = read(message("冰红茶10", customer=4), KNOWLEDGE).drafts[0].lines[0]
    assert (line.question.code, [a.unit for a in line.answers]) == ("which_unit", ["piece", "case"])


@pytest.mark.parametrize(
    ("said", "price"),
    [
        ("45,50 eur", "45.50"),
        ("1,234.50 eur", "1234.50"),
        ("€ 1,234", "1234"),
        ("￥10,٣,", "103"),
        ("￥45,50", "45.50"),
    ],
)
def test_a_price_is_read_with_either_decimal_sign(said, price):
    line = read(message(f"可乐3箱 {said}"), KNOWLEDGE).drafts[0].lines[0]
    assert (line.price_claim, line.base) == (Decimal(price), 72)


def test_price_is_a_claim_and_no_quantity():
    line = read(message("46一箱给我20箱可乐"), KNOWLEDGE).drafts[0].lines[0]
    assert (line.price_claim, line.base, line.verdict) == (Decimal(46), Decimal(480), "ok")


def test_amendment_of_the_order_before():
    assert understood("雪碧改成8箱  水不要了 可乐再加2", follows=70) == [
        ("B1", 192, "set", "ok"),
        ("C1", None, "remove", "ok"),
        ("A1", 48, "add", "ok"),
    ]


def test_cancellation_of_a_shipped_order_is_blocked():
    reading = read(message("昨天的单取消", customer=3), KNOWLEDGE)
    draft = reading.drafts[0]
    assert (reading.kind, draft.target, [x.verdict for x in draft.lines]) == ("cancel", 71, ["block"])


def test_same_order_again_is_asked():
    draft = read(message("可乐10箱 雪碧5箱 水20箱"), KNOWLEDGE).drafts[0]
    assert draft.question.code == "duplicate_order" and {x.verdict for x in draft.lines} == {"ask"}


def test_several_shops_make_several_drafts():
    text = "#接龙\n1. 张记 可乐5箱 雪碧2\n2. 李家超市 水10件\n3. 88号店 可乐3箱(下周三送)"
    drafts = read(message(text, customer=None), KNOWLEDGE).drafts
    assert [(d.customer, d.date, len(d.lines)) for d in drafts] == [
        (1, None, 2),
        (3, None, 1),
        (5, date(2026, 3, 25), 1),
    ]


def test_hold_and_no_order():
    assert read(message("可乐20箱先别发 等我通知"), KNOWLEDGE).kind == "hold"
    assert read(message("老板明天有货吗?可乐现在什么价  电话13812345678"), KNOWLEDGE).kind == "none"


def test_quoted_history_is_not_ordered():
    assert understood("可乐3箱\n\n-----原始邮件-----\n雪碧 20箱\n> 水 5箱") == added(("A1", 72))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("一百二", 120),
        ("一千五", 1500),
        ("一十五", 15),
        ("廿", 20),
        ("俩", 2),
        ("1,200", 1200),
        ("2 1/2", Decimal("2.5")),
        ("O5", 5),
        ("一百零五", 105),
        ("两千", 2000),
        ("abc", None),
        ("1.2.3", None),
        ("9" * 30, None),
    ],
)
def test_numbers(words, value):
    assert number(words) == value


@pytest.mark.parametrize(
    ("words", "day", "code"),
    [
        ("明天", date(2026, 3, 18), ""),
        ("大后天", date(2026, 3, 20), ""),
        ("周三", date(2026, 3, 18), ""),
        ("下周三", date(2026, 3, 25), ""),
        ("25日送", date(2026, 3, 25), ""),
        ("15日送", None, "past_date"),
        ("3月19日", date(2026, 3, 19), ""),
        ("3.4送", None, "past_date"),
        ("next wed", None, "which_date"),
        ("31 april", None, "which_date"),
        ("tomorrow", date(2026, 3, 18), ""),
        ("for the 31st of april", None, "which_date"),
        ("with thursday's truck", date(2026, 3, 19), ""),
        ("friday送", date(2026, 3, 20), ""),
        ("the 25th doesn't work, make it the 28th", date(2026, 3, 28), ""),
        ("16号再送", None, "past_date"),
        # a weekday beside its date, and one that contradicts it
        ("礼拜五(3月27号)送", date(2026, 3, 27), ""),
        ("3月27日星期五", date(2026, 3, 27), ""),
        ("周五下午3月27号", date(2026, 3, 27), ""),
        ("fri (27 mar)", date(2026, 3, 27), ""),
        ("明天周三送", date(2026, 3, 18), ""),
        ("周四(3月27号)送", None, "which_date"),
        ("tomorrow friday", None, "which_date"),
    ],
)
def test_dates(words, day, code):
    found = next(find(words, NOW.date()))
    assert (found.date, found.code) == (day, code)


@pytest.mark.parametrize(
    "words",
    ["tuesday's no good", "saturday's brunch", "to the 3rd floor", "金仙桥路27号附5号", "今天的要货表"],
)
def test_no_dates(words):
    assert next(find(words, NOW.date()), None) is None


@pytest.mark.parametrize("name", ["order.pdf", "voice.amr", "photo.jpg", "order.xyz"])
def test_what_cannot_be_read_is_said(name):
    reading = read(message("", files=(File(name, "", b"\x00\x01\xff"),)), KNOWLEDGE)
    assert (reading.kind, reading.drafts, reading.unread.values["name"]) == ("none", (), name)
    assert reading.unread.code in TEXTS


PIECES = st.sampled_from(
    list("可乐雪碧水十半箱瓶件-*.x@/?[]():：，,\n 0123456789０②²")
    + [
        "10箱",
        "coke can",
        " ctn ",
        "改成",
        "不要了",
        "明天",
        "31日",
        "99/99",
        "取消那单",
        "张记",
        "李家超市",
        "送2",
        "1*24",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join),
    st.sampled_from([None, 1, 2, 4]),
    st.sampled_from([None, 70]),
)
def test_nothing_makes_it_fail_and_spans_match(text, customer, follows):
    for draft in read(message(text, customer, follows), KNOWLEDGE).drafts:
        for line in draft.lines:
            if line.span is not None:
                assert text[slice(*line.span)] == line.source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coke can 330ml l5 cs", added(("A1", 360))),
        ("可乐330ml 2O箱", added(("A1", 480))),
        ("SD-9 x 3 cs, B1 x 10 cases", [(None, None, "add", "block"), *added(("B1", 240))]),
        ("six cases of spring water 550", added(("C1", 144))),
        ("1、可乐2L 8箱\n2、冰红茶 6箱", added(("A3", 48), ("D1", 90))),
    ],
)
def test_numbers_that_are_easily_misread(text, expected):
    assert understood(text) == expected


def test_only_the_named_product_leaves_an_order():
    assert understood("刚才那单水取消", follows=70) == [("C1", None, "remove", "ok")]


def test_a_unit_that_a_product_does_not_have_is_never_its_piece():
    named = {"units": ("piece", "u", Decimal(1)), "case": ("case", "c", Decimal(24))}
    plain = replace(KNOWLEDGE, products=tuple(replace(p, named=named) for p in PRODUCTS), prepared={})
    line = read(message("雪碧3提"), plain).drafts[0].lines[0]
    assert (line.verdict, line.question.code) == ("ask", "unit_not_sold")
