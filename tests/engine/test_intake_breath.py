"""Several things in one breath: blanks between goods, corrections, what is told of other days and places."""

from datetime import date

import pytest
from phrasing_shop import EMPTIES, PRODUCTS, drafts, said


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
        # beer is what the customer usually buys, and no empty bottle
        ("啤酒6箱", "6箱LAGER"),
        ("白啤6箱", "6箱WHEAT"),
    ],
)
def test_each_thing_of_a_breath_is_understood(text, lines):
    assert " ".join(said(text)) == lines


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
