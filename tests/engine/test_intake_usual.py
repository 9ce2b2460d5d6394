"""As usual: of what nothing is said that is understood, and what is only usual of one of the goods."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from engine.intake.model import OrderedLine
from phrasing_shop import NOW, ORDERS, PRODUCTS, drafts, open_order, product, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # left out
        ("和上回一样，雪碧就别带了", "10箱COLA"),
        ("老样子，雪碧别拿了", "10箱COLA"),
        ("照旧 雪碧甭来了", "10箱COLA"),
        # too much of it, enough of it: is it left out?
        ("照旧 雪碧太多了", "10箱COLA ?5箱SPRITE"),
        ("照旧 雪碧莫发", "10箱COLA ?5箱SPRITE"),
        ("usual please, we still have cola can", "?10箱COLA 5箱SPRITE"),
        ("same as usual, leave the sprite", "10箱COLA ?5箱SPRITE"),
        # how often, and half of it
        ("usual x2", "?10箱COLA ?5箱SPRITE"),
        ("usual, half the sprite", "10箱COLA ?1箱SPRITE"),
        # one for another
        ("跟上次一样雪碧换成可乐500ml", "10箱COLA 5箱COLA5"),
        ("跟上次一样雪碧换可乐500ml", "10箱COLA ?5箱SPRITE"),
        # wanted as well
        ("照旧，可乐330ml也要", "10箱COLA 5箱SPRITE"),
        ("usual please, need the cola can too", "10箱COLA 5箱SPRITE"),
        # as usual is said of one of the goods
        ("雪碧3箱(跟上次一样的)，洗洁精500g2箱", "3箱SPRITE 2箱DISH"),
        ("雪碧3箱（老样子）", "3箱SPRITE"),
        ("sprite can 3 ctn (same as last time), dish soap 500g 2 ctn", "3箱SPRITE 2箱DISH"),
        ("雪碧3箱（其他照旧）", "10箱COLA 3箱SPRITE"),
    ],
)
def test_what_is_usual_is_told_apart(text, lines):
    assert " ".join(said(text)) == lines


def test_the_order_of_a_day_is_repeated():
    before = replace(open_order(61, (17, 7), (4, 2)), ordered_at=NOW - timedelta(2), stage="confirmed")
    text = "照前天的单再来一份，雪碧不要了"
    assert said(text, orders=(*ORDERS, before)) == ["7箱DISH"]


def test_what_is_spoken_of_is_asked_about_with_its_usual_quantity():
    [draft] = drafts("照旧 雪碧太多了")
    [asked] = [x for x in draft.lines if x.question]
    assert asked.question.code == "as_before"
    assert (asked.question.values["words"], asked.question.values["quantity"]) == ("雪碧", 5)


BATTERIES = product(
    201, "CELL", "纽扣电池 CR2032", "Coin cell CR2032", "4粒*12卡", "粒", "电池", 提=4, 盒=48, 箱=576
)


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("照旧", [96, 24]),
        ("照旧 雪碧不要", [96]),
        ("照旧 纽扣电池加1盒", [144, 24]),
        ("纽扣电池照旧", [96]),
    ],
)
def test_of_two_packs_of_one_kind_the_one_that_was_bought_is_usual(text, bases):
    bought = (OrderedLine(201, Decimal(2), "inner", "盒", Decimal(96)), OrderedLine(4, Decimal(1), "case"))
    orders = (replace(ORDERS[0], lines=bought),)
    (draft,) = drafts(text, orders=orders, sold=(*PRODUCTS, BATTERIES))
    assert [line.base for line in draft.lines] == bases


def test_what_was_bought_in_a_unit_that_is_not_sold_is_usual_in_pieces():
    dozens = replace(ORDERS[0], lines=(OrderedLine(1, Decimal(5), "piece", "dozen", Decimal(60)),))
    (draft,) = drafts("照旧", orders=(dozens,))
    assert [(line.quantity, line.unit, line.base) for line in draft.lines] == [(60, "piece", 60)]


def test_what_was_taken_off_an_order_is_not_usual():
    bought = (OrderedLine(1, Decimal(0), "case"), OrderedLine(4, Decimal(5), "case"))
    orders = (replace(ORDERS[0], lines=bought),)
    assert said("照旧", orders=orders) == ["5箱SPRITE"]
    assert said("照旧，可乐330ml多2箱", orders=orders) == ["5箱SPRITE", "2箱COLA"]
