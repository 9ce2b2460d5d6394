"""Lists as people type them: goods and amounts change places, goods lead or follow, shops head lines."""

from dataclasses import replace

import pytest
from phrasing_shop import CUSTOMERS, PRODUCTS, drafts, product, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # goods and amounts that change their order within a list
        ("洗洁精500g 4箱 12罐听装可乐 雪碧2箱", "4箱DISH 12个COLA 2箱SPRITE"),
        ("白砂糖3箱 2箱雪碧", "3箱SUGAR 2箱SPRITE"),
        ("candles 3 ctn 1 ctn foil 1 ctn lager", "3箱STAR 1箱FOIL 1箱LAGER"),
        ("白砂糖6箱6箱雪碧", "6箱SUGAR 6箱SPRITE"),
        # two parts of one amount stay one amount
        ("听装可乐2箱6罐 雪碧3箱", "54个COLA 3箱SPRITE"),
        ("听装可乐2箱外加6罐，雪碧3箱", "54个COLA 3箱SPRITE"),
        # plus leads other goods
        ("candles – 2 cases + 6 ctn foil", "2箱STAR 6箱FOIL"),
        ("candles, 6 cs + 2 cases of the foil", "6箱STAR 2箱FOIL"),
        ("foil 1箱 + 雪碧 3箱", "1箱FOIL 3箱SPRITE"),
        # pictures part goods
        ("☕ 5 cases candles 🥛 12 cases sprite can", "5箱STAR 12箱SPRITE"),
        # what is asked is one thing, what is ordered before it another
        ("白砂糖2箱雪碧啥价了?不管了先拿9箱", "2箱SUGAR 9箱SPRITE"),
        ("雪碧好多钱一件哦?先给我拿4件", "4箱SPRITE"),
        # a comma of Chinese lists between figures, and a comma of thousands
        ("白砂糖4，雪碧5", "4箱SUGAR 5箱SPRITE"),
        ("白砂糖3、4箱", "?4箱SUGAR"),
        # a size before its container, a case and a half, a size behind goods
        ("330罐可乐9箱", "9箱COLA"),
        ("白砂糖箱半", "1.5箱SUGAR"),
        ("洗洁精要大桶，1箱", "1箱DISH2"),
        ("纸尿裤M码8 L码6", "8箱DIAM 6箱DIAL"),
        # counted in something that nobody knows here
        ("大豆油5L的拿6樽", "?6OIL"),
        ("白砂糖负3箱", "!SUGAR"),
        # what several goods share
        ("白砂糖 雪碧 这俩都要4箱", "4箱SUGAR 4箱SPRITE"),
        ("白砂糖 雪碧 铝箔纸 这三样各4箱", "4箱SUGAR 4箱SPRITE 4箱FOIL"),
        # a figure that could not be read, or was left open
        ("白砂糖  ?4 箱\n雪碧 2箱", "?4箱SUGAR 2箱SPRITE"),
        ("白砂糖xx箱 雪碧3箱", "!SUGAR 3箱SPRITE"),
        ("白砂糖 **件\n雪碧3箱", "!SUGAR 3箱SPRITE"),
        # 零 between the parts of the amount before, and a figure with no unit
        ("听装可乐2箱零1提 小瓶洗洁精2", "54个COLA 2箱DISH"),
    ],
)
def test_each_of_a_list_gets_its_own_amount(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("candles and foil, 6 and 4 cases", "6箱STAR 4箱FOIL"),
        ("candles, foil and sugar: 6, 4 and 3 cases", "6箱STAR 4箱FOIL 3箱SUGAR"),
        ("白砂糖和雪碧，分别6箱和4箱", "6箱SUGAR 4箱SPRITE"),
        ("白砂糖、雪碧分别要6箱、4箱", "6箱SUGAR 4箱SPRITE"),
        # not as many amounts as goods
        ("sugar, 6 and 4 cases", "?6箱SUGAR"),
        ("candles and foil, 6 cases", "?STAR 6箱FOIL"),
        ("白砂糖、雪碧，6箱", "?SUGAR 6箱SPRITE"),
        # not parted, and not told to go in turn
        ("candles and foil 6 cases and 4 cases", "?STAR ?6箱FOIL"),
    ],
)
def test_amounts_go_in_turn_with_the_goods_before_them(text, lines):
    assert " ".join(said(text)) == lines


def test_goods_left_without_an_amount_are_asked_about_and_not_lost():
    assert said("白砂糖20箱 铝箔纸说要没说几箱") == ["20箱SUGAR", "?FOIL"]
    assert said("白砂糖20箱 铝箔纸没定") == ["20箱SUGAR"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("6 cases 7Up cans, 4 cases candles", "6箱SEVEN 4箱STAR"),
        ("six cases of seven up", "6箱SEVEN"),
        ("7 up 5 ctn", "5箱SEVEN"),
        ("5 cs candles", "5箱STAR"),
    ],
)
def test_goods_are_called_by_a_figure(text, lines):
    sold = (*PRODUCTS, product(91, "SEVEN", "七喜 330ml 罐", "7Up can 330ml", "330ml*24", "罐", 箱=24))
    assert " ".join(said(text, sold=sold)) == lines


def test_a_beer_is_called_by_the_first_sign_of_its_brand():
    sold = (*PRODUCTS, product(91, "QD", "青岛啤酒 500ml 罐", "Tsingtao can 500ml", "500ml*12", "罐", 箱=12))
    assert said("青啤5箱", sold=sold) == ["5箱QD"]


def test_a_line_of_a_shop_that_nobody_knows_gets_no_other_shops_goods():
    text = "今天的货：\n张记 白砂糖3箱\n肥仔小食店 雪碧2箱\n宠乐店 白砂糖1箱"
    shops = (*CUSTOMERS, replace(CUSTOMERS[0], key=3, code="C3", name="好运来超市", aliases=()))
    found = drafts(text, customer=None, customers=shops)
    assert [draft.customer for draft in found] == [1, None, 2]
    assert all(line.verdict != "ok" for line in found[1].lines)


def test_days_head_the_lines_of_a_list():
    found = drafts("22号:白砂糖3箱\n3号:铝箔纸2箱\n下周二:雪碧4箱")
    assert [(len(draft.lines), draft.date is None) for draft in found] == [(1, False), (1, True), (1, False)]
