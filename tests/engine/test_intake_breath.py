"""Several things in one breath: blanks between goods, corrections, what is told of other days and places."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from engine.intake.model import OpenOrder, OrderedLine
from phrasing_shop import EMPTIES, NOW, ORDERS, PRODUCTS, drafts, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # a blank in Chinese ends what has goods and amount
        (
            "可乐330ml给我来十五箱 雪碧两箱 店里攒了一百二十瓶洗洁精500g 顺便拉走",
            "15箱COLA 2箱SPRITE return:120个DISH",
        ),
        ("可乐330ml 5箱 雪碧两箱 3箱洗洁精500g", "5箱COLA 2箱SPRITE 3箱DISH"),
        # a correction with something told before the new amount
        ("雪碧要5箱,哦看错了库里还有,3箱就够", "3箱SPRITE"),
        # places count nothing
        ("可乐330ml8 雪碧5 明天中午前送到一食堂旁边", "8箱COLA 5箱SPRITE"),
        # the figure of a name before its amount, a size behind what it comes in
        ("- Toilet paper 10 rolls: 15 cases", "15箱ROLLS"),
        ("2 cs cola can 330, 1 cs sprite can", "2箱COLA 1箱SPRITE"),
        # goods that came broken and are looked at, or taken back
        ("昨天的雪碧有一箱是瘪罐,等下拍照给你看", ""),
        ("上批雪碧漏了1箱,给我换1箱新的,坏的你们带回去", "return:1箱SPRITE free:1箱SPRITE"),
        ("this delivery came short 2 cases sprite can", ""),
        ("cola can 11, hang on, no, cola can 9. And 3 sprite can", "9箱COLA 3箱SPRITE"),
        ("11 cola can, hang on, no, 9 cola can. And 3 sprite can", "9箱COLA 3箱SPRITE"),
        ("12 pcs cola can, 5 bottles, no wait, 6 bottles of dish soap 500g", "12个COLA 6个DISH"),
        # goods that are spoken of before they are counted
        ("把雪碧备好送来,雪碧8箱,可乐330ml12箱", "8箱SPRITE 12箱COLA"),
        # what comes back, and other goods behind it
        ("2 cases of sprite can are about to expire. Please take them back.", "return:2箱SPRITE"),
        (
            "2 ctn damaged sprite can pls take back, exchange 2 ctn. plus 4 ctn cola can",
            "return:2箱SPRITE free:2箱SPRITE 4箱COLA",
        ),
        (
            "1 case of sprite can arrived smashed, need it swapped for a good one",
            "return:1箱SPRITE free:1箱SPRITE",
        ),
        # dozens of a unit, tins of oil, hours, packs of packs, sizes in words
        ("a dozen bottles of dish soap 500g", "12个DISH"),
        ("2 tins 20L oil", "2个OIL20"),
        ("six cases of sprite can tomorrow morning before nine", "6箱SPRITE"),
        ("抽纸100抽*24 3件 可乐330ml 2箱", "3箱T100 2箱COLA"),
        ("toilet paper 2 packs (the 10-roll ones)", "2个ROLLS"),
        ("two cases of the three thirty mil cola and 2 sprite can", "2箱COLA 2箱SPRITE"),
        # a doubt about one of two amounts
        (
            "sprite can four or fourteen cartons i think i check later cola can ten cartons",
            "?4箱SPRITE 10箱COLA",
        ),
        # beer is what the customer usually buys, and no empty bottle
        ("啤酒6箱", "6箱LAGER"),
        ("白啤6箱", "6箱WHEAT"),
    ],
)
def test_each_thing_of_a_breath_is_understood(text, lines):
    assert " ".join(said(text)) == lines


def test_an_amount_set_against_another_is_ordered_where_nothing_was():
    assert said("雪碧是十四箱不是四十箱啊 可乐330ml三箱") == ["14箱SPRITE", "3箱COLA"]
    today = OpenOrder(
        51, "SO-51", 1, NOW - timedelta(hours=1), "draft", lines=(OrderedLine(4, Decimal(40), "case"),)
    )
    assert said("雪碧是十四箱不是四十箱啊", orders=(*ORDERS, today)) == ["set:14箱SPRITE"]


def test_a_follow_up_that_says_only_sets_the_amount():
    today = OpenOrder(
        51, "SO-51", 1, NOW - timedelta(hours=1), "draft", lines=(OrderedLine(4, Decimal(5), "case"),)
    )
    assert said("sprite can only 2 ctn", orders=(*ORDERS, today), follows=51) == ["set:2箱SPRITE"]
    assert said("雪碧只要2箱", orders=(*ORDERS, today), follows=51) == ["set:2箱SPRITE"]


def test_goods_are_swapped_for_another_size():
    held = (OrderedLine(6, Decimal(4), "case"),)
    today = OpenOrder(51, "SO-51", 1, NOW - timedelta(hours=1), "draft", lines=held)
    assert said("SO-51 - swap the diapers to XL", orders=(*ORDERS, today)) == ["remove:DIAL", "4箱DIAXL"]


def test_a_shop_that_is_not_known_gets_no_other_shops_goods():
    text = "- 张记: cola can 2 ctn\n- Pier 9 Hostel: sprite can 3 ctn\n- 宠乐店: dish soap 500g 2 ctn"
    assert [(d.customer, [x.verdict for x in d.lines]) for d in drafts(text, customer=None)] == [
        (1, ["ok"]),
        (None, ["block", "ask"]),
        (2, ["ok"]),
    ]


def test_beer_is_no_empty_bottle_where_no_other_name_has_the_word():
    sold = (*PRODUCTS, *EMPTIES)
    assert said("啤酒6箱,啤酒空瓶60个退", sold=sold) == ["6箱LAGER", "return:60个EMPTY"]


@pytest.mark.parametrize(
    ("text", "day", "asked"),
    [
        ("雪碧2箱,够卖到周末了", None, False),
        ("雪碧2箱撑到周五,周四送", date(2026, 9, 17), False),
        ("雪碧2箱,周末送", None, True),
        ("fridge is empty after the weekend rush! 2 cases sprite can", None, False),
        ("lovely weekend! 2 cases sprite can", None, False),
        ("deliver at the weekend 2 cases sprite can", None, True),
        ("09/18 delivery pls - 2 cases sprite can", date(2026, 9, 18), False),
    ],
)
def test_days_of_something_else_are_no_delivery(text, day, asked):
    (draft,) = drafts(text)
    assert (draft.date, draft.date_question is not None) == (day, asked)
