"""Several things in one breath: blanks between goods, corrections, what is told of other days and places."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from engine.intake.model import OpenOrder, OrderedLine
from phrasing_shop import CUSTOMERS, EMPTIES, NOW, ORDERS, PRODUCTS, drafts, open_order, product, said


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
        # "of" counts on in the unit before; a lane is no goods; doors are no amounts
        ("14 cases of cola cans, 8 of the sprite cans", "14箱COLA 8箱SPRITE"),
        ("8 sprite cans", "8个SPRITE"),
        ("shop on mill lane here, four cases of sprite can", "4箱SPRITE"),
        ("张记 7号卷帘门收货 可乐330ml5箱 雪碧8箱", "5箱COLA 8箱SPRITE"),
        ("7 可乐330ml5箱 雪碧8箱", "?5箱COLA 8箱SPRITE"),
        ("1. Cola 330 can - 8 cases", "8箱COLA"),
        # what is left in the shop, what was charged
        (
            "we're down to two cases of sprite can so send four more and six cases of cola can",
            "4箱SPRITE 6箱COLA",
        ),
        ("you charged me 3 ctn cola can at old price ah? pls check", ""),
        # what goes back and comes anew, the one that stays
        (
            "3 bottles of dish soap 500g came crushed, please take those 3 bottles back. and 5 cola can",
            "return:3个DISH 5箱COLA",
        ),
        (
            "One case of sprite can arrived leaking - please collect it and replace it. Also 3 cola can.",
            "return:1箱SPRITE free:1箱SPRITE 3箱COLA",
        ),
        ("please scrap SO-50, the cola can one still stands", "!remove:-"),
        ("可乐330ml四箱 哦不可乐330ml五箱 明天送", "5箱COLA"),
        # brackets behind an amount, sizes in letters, batteries as they are spoken
        ("洗发水1箱(去屑的那个) 雪碧2箱", "1箱SHA 2箱SPRITE"),
        ("纸尿裤大码3箱 加大码的两箱", "3箱DIAL 2箱DIAXL"),
        ("AA batteries 2 boxes and triple a 3 boxes", "2盒AA 3盒AAA"),
        # more than was ever ordered of anything
        ("洗洁精2kg 500箱 滋养洗发水400ml 20箱", "?500箱DISH2 20箱SHN"),
        # what only tests or asks
        ("testing testing - 1 case cola can - new phone, please ignore", ""),
        ("Do you still carry cola can? what's a case these days", ""),
        # damage told in brackets or behind
        ("退雪碧1箱（瓶子碎了）换1箱，另要可乐330ml6箱", "return:1箱SPRITE free:1箱SPRITE 6箱COLA"),
        ("退雪碧1箱(漏液),可乐330ml照送5箱", "return:1箱SPRITE 5箱COLA"),
        ("5 cases cola can, leaking", "?return:5箱COLA"),
        ("pls credit 4 cases cola can, leaking. And send 1 case sprite can", "return:4箱COLA 1箱SPRITE"),
        # goods in what they come in, amounts that cannot be read, one of two
        ("we've run out of sprite, 4 cases of the cans please", "4箱SPRITE"),
        ("cola can xx ctn, sprite can 3 ctn", "!COLA 3箱SPRITE"),
        ("2 ctn of either the sprite or the cola can", "?2箱-"),
        ("要三十箱雪碧还有可乐330ml三箱快卖断了", "30箱SPRITE 3箱COLA"),
        # numbers of telephones and lifts, and what is told of an account
        ("240 pcs cola can. Ask for Grace on ext 2210, service lift 3", "240个COLA"),
        ("周日给我送十八箱雪碧账还是月底一起结", "18箱SPRITE"),
        ("SO-50 cola can to 7", "!set:7箱COLA"),
        # a verb belongs to the goods that it stands before, in both languages
        ("可乐330ml10箱 退雪碧2箱", "10箱COLA return:2箱SPRITE"),
        ("可乐330ml10箱退雪碧2箱", "10箱COLA return:2箱SPRITE"),
        ("可乐330ml2箱退 雪碧3箱", "return:2箱COLA 3箱SPRITE"),
        ("cola can 10 cases return 2 cases sprite can", "10箱COLA return:2箱SPRITE"),
        ("可乐330ml10箱 不要雪碧", "10箱COLA"),
        ("可乐330ml10箱赠雪碧2箱", "10箱COLA ?free:2箱SPRITE"),
        ("上批雪碧漏了1箱,换1箱新的,坏的你们带回去 可乐330ml5箱", "return:1箱SPRITE free:1箱SPRITE 5箱COLA"),
        ("可乐330ml2箱 雪碧坏了1箱要退", "2箱COLA return:1箱SPRITE"),
        # amounts of goods said before, and other goods behind them
        ("雪碧现在多少钱?先来7箱 再来可乐330ml5箱", "7箱SPRITE 5箱COLA"),
        ("雪碧不是买6送1嘛,我要12箱送2箱 可乐330ml5箱", "12箱SPRITE ?free:2箱SPRITE 5箱COLA"),
        ("可乐330ml5箱 收到一箱雪碧全压碎了，退1箱", "5箱COLA return:1箱SPRITE"),
        (
            "2 cs cola can plus 20 tins of sprite can and 6 bottles of dish soap 500g",
            "2箱COLA 20个SPRITE 6个DISH",
        ),
        ("1 case each of cola can and sprite can plus 2 dozen dish soap 500g", "1箱COLA 1箱SPRITE 24个DISH"),
        ("6 bottles of dish soap 500g and 3 cases and 4 tins of cola can", "6个DISH 76个COLA"),
        ("the fridge is small so 2 cases cola can", "2箱COLA"),
        # as usual, with more beside
        ("照旧，滋养护发素5箱送1箱", "10箱COLA 5箱SPRITE 5箱CON free:1箱CON"),
        ("usual but 8 cola can, and no sprite can plus 3 cs dish soap 500g", "8箱COLA 3箱DISH"),
        ("usual but skip the sprite can plus 3 cs dish soap 500g", "10箱COLA 3箱DISH"),
        ("usual but skip the sprite can and 3 cs dish soap 500g", "10箱COLA ?3箱DISH"),
        ("照旧，垃圾袋大的2箱 中的3箱，生抽2箱", "10箱COLA 5箱SPRITE 2箱BAGL 3箱BAGS !2箱-"),
        ("dish soap 500g 2 cs and same as usual", "10箱COLA 5箱SPRITE 2箱DISH"),
        # beer is what the customer usually buys, and no empty bottle
        ("啤酒6箱", "6箱LAGER"),
        ("白啤6箱", "6箱WHEAT"),
    ],
)
def test_each_thing_of_a_breath_is_understood(text, lines):
    assert " ".join(said(text)) == lines


def test_an_amount_set_against_another_is_ordered_where_nothing_was():
    assert said("雪碧是十四箱不是四十箱啊 可乐330ml三箱") == ["14箱SPRITE", "3箱COLA"]
    today = open_order(51, (4, 40))
    assert said("雪碧是十四箱不是四十箱啊", orders=(*ORDERS, today)) == ["set:14箱SPRITE"]


def test_a_follow_up_that_says_only_sets_the_amount():
    today = open_order(51, (4, 5))
    assert said("sprite can only 2 ctn", orders=(*ORDERS, today), follows=51) == ["set:2箱SPRITE"]
    assert said("雪碧只要2箱", orders=(*ORDERS, today), follows=51) == ["set:2箱SPRITE"]


def test_goods_of_a_follow_up_are_swapped():
    today = open_order(51, (4, 4))
    orders = (*ORDERS, today)
    assert said("刚才的雪碧写错了,换成可乐500ml,数量不变", orders=orders, follows=51) == [
        "remove:SPRITE",
        "4箱COLA5",
    ]
    assert said("刚才的雪碧不要了,换成可乐500ml 2箱", orders=orders, follows=51) == [
        "remove:SPRITE",
        "2箱COLA5",
    ]


def test_water_is_what_either_name_calls_drinking_water():
    sold = (
        *PRODUCTS,
        product(91, "CLOUD", "云峰饮用水 550ml", "Cloudpeak water 550ml", "550ml*24", "瓶", "饮料", 箱=24),
        product(
            92, "BROOK", "溪谷矿泉水 500ml", "Brookvale mineral water 500ml", "500ml*24", "瓶", "饮料", 箱=24
        ),
        product(
            93, "SODA", "溪谷苏打水 400ml", "Brookvale soda water 400ml", "400ml*15", "瓶", "饮料", 箱=15
        ),
    )
    assert [x[0] for x in said("water 5 ctn", sold=sold)] == ["?"]
    assert said("soda water 5 ctn", sold=sold) == ["5箱SODA"]
    once = OpenOrder(
        51, "SO-51", 1, NOW - timedelta(days=9), "done", lines=(OrderedLine(91, Decimal(4), "case"),)
    )
    shop = replace(CUSTOMERS[0], usual=(91,))
    assert said("water 5 ctn", sold=sold, customers=(shop,), orders=(once,)) == ["5箱CLOUD"]


def test_goods_are_swapped_for_another_size():
    today = open_order(51, (6, 4))
    assert said("SO-51 - swap the diapers to XL", orders=(*ORDERS, today)) == ["remove:DIAL", "4箱DIAXL"]


def test_a_shop_that_is_not_known_gets_no_other_shops_goods():
    text = "- 张记: cola can 2 ctn\n- Pier 9 Hostel: sprite can 3 ctn\n- 宠乐店: dish soap 500g 2 ctn"
    assert [(d.customer, [x.verdict for x in d.lines]) for d in drafts(text, customer=None)] == [
        (1, ["ok"]),
        (None, ["block", "ask"]),
        (2, ["ok"]),
    ]


def test_a_day_said_for_all_shops_of_a_list_holds_for_each():
    text = "For Sat 19th:\n张记 - cola can 2 cs\n宠乐店 - sprite can 1 cs"
    assert [(d.customer, d.date) for d in drafts(text, customer=None)] == [
        (1, date(2026, 9, 19)),
        (2, date(2026, 9, 19)),
    ]


def test_a_shop_in_a_counted_list_that_is_not_known_is_asked_about():
    text = "接龙\n1 张记 可乐330ml2箱\n2 老马烧烤 雪碧2箱\n3 宠乐店 洗洁精500g2箱"
    assert [(d.customer, d.question and d.question.code) for d in drafts(text, customer=None)] == [
        (1, None),
        (None, "which_shop"),
        (2, None),
    ]


def test_each_of_two_orders_gets_what_its_clause_says():
    orders = (*ORDERS, open_order(51, (4, 2)), open_order(52, (17, 2)))
    text = "Add 2 cases cola can to SO-51, and on SO-52 dish soap 500g should be 5 cases"
    found = drafts(text, orders=orders)
    assert [(d.target, [(x.action, x.product) for x in d.lines]) for d in found] == [
        (51, [("add", 1)]),
        (52, [("set", 17)]),
    ]


def test_a_day_that_is_moved_changes_the_order_that_is_followed():
    today = open_order(51, (4, 4))
    for text in (
        "Our DC is closed on the 21st, please move it to 22 September.",
        "21号我们盘库,改到22号送吧,别的不动",
    ):
        (draft,) = drafts(text, orders=(*ORDERS, today), follows=51)
        assert (draft.kind, draft.target, draft.date, draft.lines) == ("amend", 51, date(2026, 9, 22), ())


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
        ("two cases sprite can next tuesday the twenty second", date(2026, 9, 22), False),
        ("今天跑店汇总(明天送) 雪碧2箱", date(2026, 9, 17), False),
        ("Subject: RE: Order 15/09\n\n2 cases sprite can", None, False),
        ("09/18 delivery pls - 2 cases sprite can", date(2026, 9, 18), False),
    ],
)
def test_days_of_something_else_are_no_delivery(text, day, asked):
    (draft,) = drafts(text)
    assert (draft.date, draft.date_question is not None) == (day, asked)
