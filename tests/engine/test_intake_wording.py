"""Words of the trade in several places, and what is told beside an order: notes, holds, offers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from phrasing_shop import NOW, ORDERS, PRODUCTS, drafts, open_order, product, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # traditional signs and words of other places
        ("早安，細罐可樂2箱、滋養護髮素3箱", "2箱COLA 3箱CON"),
        ("檸檬…唔記得咗，雪碧三箱定五箱呀唔記得咗 可樂330ml就八箱", "?3箱SPRITE 8箱COLA"),
        ("算了 可乐330ml要个十箱 算了改十二箱吧 雪碧还是四箱", "12箱COLA 4箱SPRITE"),
        # offers by their numbers
        ("雪碧6箱，按你们活动6送1一起带来", "6箱SPRITE ?free:1箱SPRITE"),
        ("滋养护发素10箱，五送一，那就是送2箱对吧", "10箱CON free:2箱CON"),
        ("conditioner 5+1 deal: 5 cs plus 1 cs free", "5箱CON free:1箱CON"),
        # packs with a slash, full units, goods that come frozen
        ("cola 500ml/24 40 cs, sprite can 2 cs", "40箱COLA5 2箱SPRITE"),
        ("a full case of the sprite can and 6 ctn cola can", "1箱SPRITE 6箱COLA"),
        ("2 cases frozen sprite can", "2箱SPRITE"),
        # notes in brackets, hours, who is calling
        ("- 1 x case anti-dandruff shampoo (for the flat upstairs)", "1箱SHA"),
        ("sprite can 2 cases, deliveries between 7 and 10 am only", "2箱SPRITE"),
        ("hi it's lin uh i need four cases of sprite can", "4箱SPRITE"),
        ("fridges nearly empty please drop 6 cases cola can", "6箱COLA"),
        ("reorder from the shelf tags: X-COLA x 6, X-DISH x 3. thx", "6箱COLA 3箱DISH"),
        ("可乐330ml2 雪碧330 3 洗洁精500g2", "2箱COLA 3箱SPRITE 2箱DISH"),
        # what is missing or not needed is no order
        ("you shorted us one case of sprite can yesterday, pls check with the driver", ""),
        ("counted the cold room: 6 cs cola can, 2 cs sprite can left. nothing needed", ""),
        # goods that came broken
        ("Two cases of the sprite can turned up smashed - please collect those", "return:2箱SPRITE"),
        ("pick up 84 bottles of dish soap 500g and bring 7 cs cola can", "return:84个DISH 7箱COLA"),
        ("上批雪碧有6罐临期，退回；可乐330ml补3箱", "return:6个SPRITE 3箱COLA"),
        (
            "2 cases of sprite can arrived leaking, credit pls. And send 3 cs cola can",
            "return:2箱SPRITE 3箱COLA",
        ),
        # goods with a measure that they are not packed in, loose ones, the size of a lid
        ("200kg white sugar pls, and cola can 10 cases", "?SUGAR 10箱COLA"),
        ("cola can 2 cases plus 8 loose cans", "56个COLA"),
        (
            "ten bottles of the dish soap the five hundred mil one and one case of sprite can",
            "10个DISH 1箱SPRITE",
        ),
        ("可乐330ml四箱还是六箱我得问下厨师长 雪碧先来三箱", "?4箱COLA 3箱SPRITE"),
        ("滋养护发素5+1 雪碧3", "5箱CON free:1箱CON 3箱SPRITE"),
        # what is not sold is no other goods
        ("沐浴露2箱 洗手液一箱", "!2箱- ?1箱B84"),
        ("the spicy one 2 cases", "!2箱-"),
        ("纸尿裤S码5箱", "?5箱DIAM"),
        ("cola can 2 cases, dish soap 750 3 cases", "2箱COLA ?750箱DISH"),
        # stock is counted, deliveries are confirmed
        ("昨天盘库：雪碧6箱，可乐330ml10提，只报个数，不要货", ""),
        ("货收到了啊，15箱雪碧数对得上，谢谢", ""),
        # what was had or sold before is told, what comes now is wanted
        ("we sold 5 cases of cola can yesterday, need 8 more", "8箱COLA"),
        ("last time 5 cases cola can, this time 8", "8箱COLA"),
        ("cola can: had 5 cases, want 8", "8箱COLA"),
        ("卖了5箱可乐330ml,再补8箱", "8箱COLA"),
        ("可乐330ml 5箱变8箱", "?set:8箱COLA"),
        ("如果有货来5箱雪碧", "?5箱SPRITE"),
        ("可乐330ml5箱 雪碧一样", "5箱COLA ?SPRITE"),
        # amounts behind a colon, in brackets, and in the numerals of an invoice
        ("cola can:5 sprite can:3", "5箱COLA 3箱SPRITE"),
        ("order: cola can (5), sprite can (3)", "5箱COLA 3箱SPRITE"),
        ("大豆油(5)3箱 可乐330ml伍箱", "3箱OIL 5箱COLA"),
        ("张记:5箱可乐330ml", "5箱COLA"),
        # two numbers in a breath are either, and thousands are no few
        ("cola can five six cases, sprite can twenty five cases", "!COLA 25箱SPRITE"),
        ("可乐330ml 2.5k罐", "?2500个COLA"),
        # one or the other, conditions on the price, corrections without a comma, free goods said twice
        ("雪碧4箱吧,或者可乐330ml也行,你看哪个有货", "?4箱SPRITE"),
        ("just 6 ctn sprite can, and no cola can either", "6箱SPRITE"),
        ("3 cases of sprite can but only if it is still under 90 a case", "?3箱SPRITE"),
        ("three no four cases of sprite can and two cases of cola can", "4箱SPRITE 2箱COLA"),
        ("5 cases conditioner, buy 5 get 1 so 1 free", "5箱CON free:1箱CON"),
        ("可乐330ml现在啥价了?不管了先拿9箱", "9箱COLA"),
        # a paper, and an amount behind a pack
        ("可乐330ml5箱，送货单要三联的", "5箱COLA"),
        ("软抽纸100抽*24包 x20件", "20箱T100"),
        # more of the same in a smaller unit, and of other goods
        ("可乐330ml4箱再加8罐散的，雪碧2箱", "104个COLA 2箱SPRITE"),
        ("可乐330ml2箱加3罐雪碧", "2箱COLA 3个SPRITE"),
        ("可乐330ml散的25罐", "25个COLA"),
        # no day, a street, a test
        ("cola can 8 ctn, 2 ctn sun cream", "8箱COLA !2箱-"),
        ("cola can 5 ctn, gate 4, Weijin Road 92", "5箱COLA"),
        ("系统试发 雪碧1箱 这条不用管", ""),
        # told in figures and in words, with a half, up to so many
        ("5 (five) cases of cola can", "5箱COLA"),
        ("cola can 5 (six) cases, 可乐330ml伍(5)箱", "?5箱COLA"),
        ("雪碧5（六）箱", "?5箱SPRITE"),
        ("2 and a half cases cola can", "2.5箱COLA"),
        ("cola can 5 and half that of sprite", "5箱COLA ?SPRITE"),
        ("可乐330ml5到8箱 雪碧3箱", "?8箱COLA 3箱SPRITE"),
        ("可乐330ml只剩2箱了，补到10箱", "?10箱COLA"),
        ("可乐330ml5箱以内", "?5箱COLA"),
        ("cola can 5 max", "?5箱COLA"),
        # what adds up, and what does not
        ("可乐330ml 5，雪碧 3，共9箱", "?5箱COLA ?3箱SPRITE"),
        ("cola can 5 cs, sprite 3 cs, total 8", "5箱COLA 3箱SPRITE"),
        ("cola can 5 cs, sprite 3 cs, total 384", "5箱COLA 3箱SPRITE"),
        # numbers of a list without a mark, a size before an amount, an amount that cannot be read
        ("1可乐330ml5箱2雪碧3箱", "5箱COLA 3箱SPRITE"),
        ("cola can 330 - 8 cs, white sugar 400 x05", "8箱COLA 5箱SUGAR"),
        ("雪碧asd箱\n可乐330ml2箱", "!SPRITE 2箱COLA"),
        ("可乐330ml24*5", "?24箱COLA"),
        # a price that is asked for, a condition, a correction in the same breath
        ("雪碧还有没？一箱哪样价", ""),
        ("at 85 a case we'd probably go for 40 cases of sprite - is that doable?", "?40箱SPRITE"),
        ("seven cases of cola can um actually make that eight", "8箱COLA"),
        # terms of an offer that only explain what is free
        (
            "16 ctn cola can and 2 ctn free as per your 8+1, sprite 10 ctn",
            "16箱COLA ?free:2箱COLA 10箱SPRITE",
        ),
        ("conditioner 10 ctn with the 5+1 deal; sprite 6 ctn", "10箱CON free:2箱CON 6箱SPRITE"),
        # places with numbers, and verbs before the amount
        ("可乐330ml7箱送到村委会对面26号", "7箱COLA"),
        ("26号档 3号冷库门口交货，雪碧6箱", "6箱SPRITE"),
        ("得闲帮拿4箱雪碧过来", "4箱SPRITE"),
        ("我回头看一眼再说 雪碧5箱", "5箱SPRITE"),
        # what was sent by mistake, sold, received or is waited for
        ("系统测试，雪碧1箱", ""),
        ("孩子乱按的 雪碧9箱", ""),
        ("雪碧5箱 发错人了", ""),
        ("今天卖了雪碧5箱", ""),
        ("雪碧5箱入库了", ""),
        ("雪碧5箱送了吗", ""),
        ("我的5箱雪碧呢", ""),
        ("催一下5箱雪碧", ""),
        ("隔壁批发雪碧43一箱5箱起送", ""),
        ("wrong number, 5 sprite was not for you", ""),
        ("sold 5 sprite today", ""),
        ("where's my 5 sprite", ""),
        ("ignore my last message, 5 sprite", "5箱SPRITE"),
        ("雪碧5箱 今天能到吗", "5箱SPRITE"),
        # crossed out, given up at once, of each kind
        ("❌雪碧5箱\n可乐330ml3箱", "?5箱SPRITE 3箱COLA"),
        ("sprite 5 ctn ok\ncola can 3 ctn no", "5箱SPRITE ?3箱COLA"),
        ("可乐每种2箱", "?2箱COLA"),
        ("可乐330ml5 500ml3", "5箱COLA 3箱COLA5"),
        # shops are not counted as goods
        ("雪碧5箱 可乐330ml3箱 两个店一样", "5箱SPRITE 3箱COLA"),
        # what is only asked about
        ("pls quote 5 sprite", ""),
        ("got 5 sprite?", ""),
        ("any deal on 5 sprite", ""),
        ("雪碧有5箱吗", ""),
        # under which condition nothing is wanted, and goods that are not
        ("雪碧5箱 涨价就算了", "?5箱SPRITE"),
        ("雪碧5箱，没有就算了", "?5箱SPRITE"),
        ("雪碧5箱，可乐330ml就不要了", "5箱SPRITE"),
        ("the 5 sprite you owe us, 2 cola can", "?5箱SPRITE 2箱COLA"),
        # a size with its container behind an amount, and at the end of goods
        ("3提330罐可乐", "3盒COLA"),
        ("2 ctn facial tissue 100, cola can 330 5 ctn", "2箱T100 5箱COLA"),
        # sizes in English words
        ("two cases of the three thirty sprite", "2箱SPRITE"),
        ("the five hundred gram dish soap 2 cases", "2箱DISH"),
        # one size or the other
        ("4 cases of dish soap, the 500g or the 2kg", "?4箱DISH"),
        # how cold, how many in the shop
        ("冷藏车打到-18度哈,雪碧5箱", "5箱SPRITE"),
        ("雪碧5箱，店里要盘点", ""),
        ("师傅走到哪了，说好上午送20箱雪碧，现在车影子都没看到", ""),
        # the unit in a word for the size
        ("可乐2大瓶 洗洁精500g 3小瓶", "2个COLA2 3个DISH"),
        ("可乐5箱 3大瓶", "?5箱COLA"),
        # nothing else is needed, and what is dropped in the end
        ("cola can 5 cases, nothing else needed", "5箱COLA"),
        ("可乐330ml5箱，不要货不新鲜的", "5箱COLA"),
        ("可乐330ml5箱，雪碧3箱算了", "5箱COLA ?3箱SPRITE"),
        # a longer name before, corrected by a shorter one
        ("cola 500ml 19 ctn, sprite can 6 ctn\neh sorry cola 9 ctn only, not 19", "9箱COLA5 6箱SPRITE"),
        # what was not ordered last time cannot be left out of it
        ("照旧，洗洁精500g这次先不用", "10箱COLA 5箱SPRITE ?-"),
    ],
)
def test_words_of_the_trade_are_understood(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    ("text", "kind", "day", "asked"),
    [
        ("大瓶可乐先替我留40箱,等我打电话再送", "hold", None, False),
        (
            "Subject: Wedding 6 October\n\nplease keep 10 sprite can on hold for us",
            "hold",
            None,
            False,
        ),
        ("deliver on Thursday 24 September: 2 cases sprite can", "order", date(2026, 9, 24), False),
        (
            "20 sprite can for 28 September. We settle the invoice at month end",
            "order",
            date(2026, 9, 28),
            False,
        ),
        ("今天的补货单:雪碧5箱", "order", None, False),
        ("雪碧5箱,大後日送", "order", date(2026, 9, 19), False),
        ("早，明天补货：雪碧5箱", "order", date(2026, 9, 17), False),
        ("今天补点货哈,雪碧5箱", "order", None, False),
        ("雪碧5箱 国庆前送到就行", "order", None, True),
        # the day on which goods were made
        ("雪碧5箱，生产日期要6月8号以后的，明早一起送", "order", date(2026, 9, 17), False),
        ("sprite can 5 ctn, expiry after 20 dec, deliver friday", "order", date(2026, 9, 18), False),
        ("雪碧15箱先帮我占起，等冰柜装好了再喊你送", "hold", None, False),
        ("10.22村里办酒，就那天送到：雪碧3箱", "order", date(2026, 10, 22), False),
        ("sprite can 6 ctn, to arrive 10/02 please", "order", date(2026, 10, 2), False),
        # the day on which something is paid, and what comes again and again
        ("sprite 5, will pay friday", "order", None, False),
        ("雪碧5箱，上月欠款3200明天打", "order", None, False),
        ("5 sprite per day", "order", None, True),
        ("明天补点货 雪碧5箱", "order", date(2026, 9, 17), False),
        ("雪碧帮我留40箱,先不要送,哪天开业我再通知", "hold", None, False),
        ("sprite can 6 ctn, drop-off 10/02 please", "order", date(2026, 10, 2), False),
        ("雪碧14箱送到建设北路二段16号，明天上午10点前", "order", date(2026, 9, 17), False),
        # days on which nobody is there
        ("雪碧5箱 明天放假，后天送", "order", date(2026, 9, 18), False),
        ("雪碧5箱，周三不在家，周四送", "order", date(2026, 9, 17), False),
        ("sprite can 5, closed wed, deliver thursday", "order", date(2026, 9, 17), False),
        ("sprite can 5 for 18/09, we are closed until then", "order", date(2026, 9, 18), False),
        # when nothing is to be delivered
        ("雪碧5箱 上午不要送", "order", None, False),
        ("雪碧5箱 9月20号送，国庆勿要送", "order", date(2026, 9, 20), False),
        ("雪碧5箱 明天送，别早上送", "order", date(2026, 9, 17), False),
        ("sprite can 6 ctn, dun bring till i text u", "hold", None, False),
    ],
)
def test_holds_and_days_are_told_apart(text, kind, day, asked):
    (draft,) = drafts(text)
    assert (draft.kind, draft.date, draft.date_question is not None) == (kind, day, asked)


def test_what_is_enough_sets_the_amount_of_the_order_that_is_followed():
    orders = (*ORDERS, open_order(51, (4, 4)))
    assert said("actually 2 boxes sprite can is enough", orders=orders, follows=51) == ["set:2箱SPRITE"]


def test_the_day_of_an_order_that_is_followed_is_moved():
    orders = (*ORDERS, open_order(51, (4, 4)))
    text = "please move the delivery to Tuesday 22 September, everything else stays the same"
    (draft,) = drafts(text, orders=orders, follows=51)
    assert (draft.kind, draft.target, draft.date) == ("amend", 51, date(2026, 9, 22))


def test_goods_are_of_a_special_kind_by_the_name_in_the_language_that_is_spoken():
    soy = product(
        95, "SOY", "山味 零添加酱油 500ml", "Shanwei zero additive soy 500ml", "500ml*12", "瓶", 箱=12
    )
    diet = product(96, "DIET", "山味 无糖醋 500ml", "Shanwei vinegar 500ml", "500ml*12", "瓶", 箱=12)
    sold = (*PRODUCTS, soy, diet)
    assert said("山味零添加酱油3箱", sold=sold) == said("山味酱油3箱", sold=sold) == ["3箱SOY"]
    assert said("山味醋3箱", sold=sold) == ["?3箱-"]


def test_the_order_of_yesterday_is_meant_after_another_one():
    text = "On order PO-77 add 3 cola can. And on the order from yesterday the sprite must read 8, not 18."
    yesterday = open_order(51, (4, 18))
    orders = (
        replace(yesterday, ordered_at=NOW - timedelta(1)),
        replace(open_order(52, (1, 4)), customer_ref="PO-77"),
    )
    made = drafts(text, orders=orders)
    assert [(d.target, [(x.action, x.product, x.quantity) for x in d.lines]) for d in made] == [
        (52, [("add", 1, 3)]),
        (51, [("set", 4, 8)]),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # at a price, and else not at all
        ("at 85 a carton we'd be in for 40 cartons of cola can, otherwise no", "?40箱COLA"),
        ("雪碧3箱，否则就算了", "?3箱SPRITE"),
        # Cantonese
        ("唔该雪碧嗰只要40箱 啊唔系 14箱", "14箱SPRITE"),
        ("听晨要可乐330ml3箱", "3箱COLA"),
        # what came, and who is away
        ("已收齐1120箱,冇烂", ""),
        ("Out of office until Monday. For anything over 10 cartons call the shop", ""),
    ],
)
def test_what_a_business_says_on_its_first_day_is_understood_or_asked_about(text, lines):
    assert " ".join(said(text)) == lines


def test_a_list_of_today_names_no_day_of_delivery():
    assert [draft.date for draft in drafts("今日接龙\n可乐330ml3箱")] == [None]


def test_an_order_that_is_withdrawn_is_cancelled_and_what_follows_later_is_no_line_of_it():
    open_one = (*ORDERS, open_order(51, (1, 10), (4, 5)))
    text = "we must withdraw the order, please cancel it completely. New one will follow in March."
    assert [(d.kind, d.target, d.lines) for d in drafts(text, orders=open_one)] == [("cancel", 51, ())]
