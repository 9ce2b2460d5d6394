"""How people put it: sizes, further words, several goods in a breath; exact lines of made-up goods."""

from datetime import timedelta
from decimal import Decimal

import pytest
from engine.intake import read
from engine.intake.model import Customer, Knowledge, Message, OpenOrder, OrderedLine
from phrasing_shop import CUSTOMERS, NOW, ORDERS, PRODUCTS, product, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # sizes and figures that tell goods apart
        ("纸尿裤L码5箱，XL的3箱", "5箱DIAL 3箱DIAXL"),
        ("纸尿裤\nL 5\nM 2", "5箱DIAL 2箱DIAM"),
        ("diapers: L 5, M 3, XL 1", "5箱DIAL 3箱DIAM 1箱DIAXL"),
        ("10 ctn diapers size L", "10箱DIAL"),
        ("抽纸100抽的10箱，130抽的5箱", "10箱T100 5箱T130"),
        ("3-ply tissue 130s 2 ctn", "2箱T130"),
        ("5号电池2盒 7号电池3盒", "2盒AA 3盒AAA"),
        ("AA batteries 4pk x 2 boxes", "2盒AA"),
        ("垃圾袋60*80的2箱", "2箱BAGL"),
        ("bin bags 45x50 2 ctn", "2箱BAGS"),
        ("大垃圾袋2箱，中号的3箱", "2箱BAGL 3箱BAGS"),
        ("84消毒液3箱", "3箱B84"),
        ("84两箱", "2箱B84"),
        ("可乐500ml*24 3箱", "3箱COLA5"),
        ("可乐（500ml）5箱", "5箱COLA5"),
        ("可乐5箱（大瓶的）", "5箱COLA2"),
        ("可乐5箱 2L", "5箱COLA2"),
        ("cola: 330ml x5, 500ml x3", "5箱COLA 3箱COLA5"),
        ("去屑400、滋养洗发水400各来一箱", "1箱SHA 1箱SHN"),
        ("洗洁精大桶2箱，小瓶半箱", "2箱DISH2 0.5箱DISH"),
        # goods that go on with those before them
        ("洗发水去屑的3箱 滋养的2箱", "3箱SHA 2箱SHN"),
        ("shampoo anti dandruff 2, nourishing 3", "2箱SHA 3箱SHN"),
        ("1 ctn each: cola can, sprite can", "1箱COLA 1箱SPRITE"),
        ("cola can & sprite can - 1 ctn each", "1箱COLA 1箱SPRITE"),
        ("垃圾袋大的中的各1箱", "1箱BAGL 1箱BAGS"),
        ("need dish soap - 6 of the 500g and 4 of the 2kg", "6箱DISH 4箱DISH2"),
        ("nourishing 2, the shampoo kind", "2箱SHN"),
        # other words for the same thing
        ("锡纸2箱 尿不湿L 3箱", "2箱FOIL 3箱DIAL"),
        ("2 ctn washing up liquid and 3 boxes nappies L", "2箱DISH 3箱DIAL"),
        ("bin liners large 2 cases", "2箱BAGL"),
        ("白糖两箱 豆油2箱", "2箱SUGAR 2箱OIL"),
        ("ketchup 2 cases", "!2箱-"),
        ("饮料5箱", "?5箱-"),
        ("电池2盒", "2盒AA"),
        ("kele 5箱", "?5箱-"),
        # amounts
        ("可乐5整箱零8罐", "128个COLA"),
        ("2 x case cola can", "2箱COLA"),
        ("half a dozen tins of cola can", "6个COLA"),
        ("可乐5箱雪碧3箱一共8箱", "5箱COLA 3箱SPRITE"),
        ("可乐5箱雪碧3箱一共9箱", "?5箱COLA ?3箱SPRITE"),
        ("可乐5箱多一点", "?5箱COLA"),
        ("可乐七八箱", "?8箱COLA"),
        ("12 cola can + 1 case sprite", "12箱COLA 1箱SPRITE"),
        ("可乐要十四箱啊不是四十是十四", "14箱COLA"),
        ("可乐2箱……打错了,3箱", "3箱COLA"),
        ("cola can 10 cases, no wait, make it 8", "8箱COLA"),
        ("可乐5箱，3箱", "?5箱COLA"),
        ("可乐5箱，雪碧", "5箱COLA ?SPRITE"),
        ("fifty cases of cola can sorry fifteen not fifty and six sprite can", "15箱COLA 6箱SPRITE"),
        ("2 of the 500ml cola and 3 x sprite cans", "2箱COLA5 3个SPRITE"),
        ("生抽3箱", "!3箱-"),
        # what is told beside an order
        ("家里可乐还有3箱，再来5箱", "5箱COLA"),
        ("送可乐的时候带2箱雪碧", "2箱SPRITE"),
        ("收到，可乐10箱", "10箱COLA"),
        ("可乐10箱收到了吗", ""),
        ("thanks got the 10 cases cola can", ""),
        ("driver dropped 10 ctn cola can just now", ""),
        ("先问下库存,今天仓库还有可乐12箱,只是报个库存", ""),
        ("5 cases of cola can didn't come", ""),
        ("We didn't order 5 cases of cola can", ""),
        ("couldn't sell 10 cases of cola can, send 2 cases sprite can", "2箱SPRITE"),
        ("no cola can 5 cases sprite can", "5箱SPRITE"),
        # a day or a range
        ("雪碧10-15，可乐5箱", "?15箱SPRITE 5箱COLA"),
        ("可乐5箱 10-20", "5箱COLA"),
        # what a sign or a word next to it must not change
        ("洗洁精500g 3瓶可乐5箱", "3个DISH 5箱COLA"),
        ("可乐②箱", "2箱COLA"),
        ("①可乐2箱 ②雪碧3箱", "2箱COLA 3箱SPRITE"),
        ("可乐5箱雪碧3箱，雪碧好像改2箱", "5箱COLA ?2箱SPRITE"),
        ("cola can 5 cases instead of 5 cases of sprite can", "5箱COLA"),
        ("dish soap 2 cases not 2kg", "2箱DISH"),
        # returns, damage, conditions
        ("可乐10箱退1箱", "10箱COLA return:1箱COLA"),
        ("2 cases cola can unless the price went up", "?2箱COLA"),
        ("unless the price went up, 2 cases cola can", "?2箱COLA"),
        ("雪碧2箱。可乐5箱，除非涨价", "2箱SPRITE ?5箱COLA"),
        ("退雪碧2箱和可乐1箱", "return:2箱SPRITE return:1箱COLA"),
        ("退雪碧2箱，可乐10箱", "return:2箱SPRITE ?10箱COLA"),
        ("return 2 cases sprite can and 1 case cola can", "return:2箱SPRITE return:1箱COLA"),
        ("可乐破损2箱", "?return:2箱COLA"),
        ("可乐破损2箱要退", "return:2箱COLA"),
        ("雪碧如果没有就换可乐，5箱", "?5箱COLA"),
        ("if sprite can is in stock send 3 cases", "?3箱SPRITE"),
        # as before
        ("可乐跟上次一样，雪碧3箱", "?10箱COLA 3箱SPRITE"),
        ("same as last time plus 2 sprite can", "10箱COLA 7箱SPRITE"),
        ("same as our last order, no sprite can", "10箱COLA"),
        ("10+1 cola can like last time", "10箱COLA ?free:1箱COLA"),
        # a size that is said behind, with an amount of its own or none
        ("可乐330ml 5箱，大瓶的，3箱", "5箱COLA 3箱COLA2"),
        ("cola, the 330 cans: 10 ctn paid, 1 ctn foc", "10箱COLA ?free:1箱COLA"),
        ("可乐要330ml那种4箱", "4箱COLA"),
        ("330的罐子5箱，雪碧2箱", "!5箱- 2箱SPRITE"),
        ("6 cases of cola 330 cans and 2 cases of sprite can", "6箱COLA 2箱SPRITE"),
        ("cola 330*24 x 7 cs, sprite can 330ml*24 x 2 cs", "7箱COLA 2箱SPRITE"),
        # amounts and goods in turn
        ("20罐可乐330ml 雪碧30罐", "20个COLA 30个SPRITE"),
        ("2 ctn cola can + 3 sleeves strange things", "2箱COLA !3盒-"),
        ("a case and a half of cola can", "1.5箱COLA"),
        ("可乐x箱 雪碧2箱", "!COLA 2箱SPRITE"),
        ("sprite can 5 cases, buy 5 get 1", "5箱SPRITE ?free:1箱SPRITE"),
        # what is taken back behind a list
        ("2 cases cola can and 1 case sprite can to take back", "?2箱COLA return:1箱SPRITE"),
        # usual, but
        ("the usual but double the cola can", "20箱COLA 5箱SPRITE"),
        ("the usual, and the cola can as well", "10箱COLA 5箱SPRITE"),
        # what is told in another breath, what came, what a question was about
        ("可乐330ml 5箱 雪碧3箱 天热卖得快 明天送", "5箱COLA 3箱SPRITE"),
        ("thanks, 15 cases of cola can and 6 cases of sprite can arrived in good order", ""),
        ("可乐330ml现在啥价?先给我拿两箱", "2箱COLA"),
        ("雪碧2箱 可乐(大瓶的)3箱", "2箱SPRITE 3箱COLA2"),
        ("可乐330ml漏了1箱给退回去 要雪碧3箱", "return:1箱COLA 3箱SPRITE"),
        ("可乐330ml临期的退3箱,新日期的再要2箱", "return:3箱COLA 2箱COLA"),
        ("cola can 5 cases, usual dock", "5箱COLA"),
        ("12 cans each of cola can and sprite can + 1 case dish soap", "12个COLA 12个SPRITE 1箱DISH"),
        ("50 dish soaps", "?50DISH"),
        # nothing that is ordered is lost, whatever stands beside it
        ("usual boss", "10箱COLA 5箱SPRITE"),
        ("usual tmr pls", "10箱COLA 5箱SPRITE"),
        ("usual tmr, add 2 ctn dish soap", "10箱COLA 5箱SPRITE 2箱DISH"),
        ("pls send 5 ctn cola can and the sprite can arrived thanks", "5箱COLA ?SPRITE"),
        ("cola can 5 ctn and 3 ctn sprite can arrived", "?5箱COLA"),
        ("可乐330ml 5箱，货款明天来收", "5箱COLA"),
        ("老周13812345678 转3箱雪碧给我", "3箱SPRITE"),
        ("可乐330ml 5箱，如果没人收货就放门口", "5箱COLA"),
        ("return 2 ctn cola can, add 2 ctn", "return:2箱COLA 2箱COLA"),
        ("cola can 2 ctn and half a dozen sprite can", "2箱COLA 6个SPRITE"),
        ("3 ctn cola can swapped for a new one", "?return:3箱COLA"),
        ("双倍可乐330ml5箱", "?5箱COLA"),
        ("照旧，可乐双倍", "20箱COLA 5箱SPRITE"),
        ("照旧，全部双倍", "?10箱COLA ?5箱SPRITE"),
        ("雪碧2箱\n- 可乐330ml\n- 洗洁精500g\n- 生抽 3箱", "2箱SPRITE ?COLA ?DISH !3箱-"),
        ("cola 330ml*24 x 8 @46.00 / sprite can 330ml*24 x 6", "8箱COLA 6箱SPRITE"),
        ("小罐雪碧(330ml)1箱 可乐330ml 2箱", "1箱SPRITE 2箱COLA"),
        ("可乐330ml一箱加4提", "48个COLA"),
        ("X-COLA 雪碧 5箱", "?5箱COLA ?5箱SPRITE"),
        ("明天不要迟到，可乐330ml 5箱", "5箱COLA"),
        ("our first order with you: 3 cartons cola can", "3箱COLA"),
        # the usual kind, what the Chinese name tells, prices and notes beside
        ("3 ctn regular cola can 330ml", "3箱COLA"),
        ("hanpop: cola can 15 cases (at 44.50 as agreed), sprite can 8", "15箱COLA 8箱SPRITE"),
        (
            "Please take back 2 cs of sprite can - all flat. On top of that cola can, 5 cs",
            "return:2箱SPRITE 5箱COLA",
        ),
        ("可乐330ml 12箱送2箱，你们现在买六赠一的", "12箱COLA ?free:2箱COLA"),
        ("那个可乐330ml四十箱 哎不是 十四箱 然后雪碧两箱", "14箱COLA 2箱SPRITE"),
        ("Last week's lot all arrived - 12 cola can, 6 sprite can, nothing broken", ""),
        # what is left out, and what depends on something
        ("cola can 2 cases except sprite can", "2箱COLA"),
        ("cola can 6 cases less 2", "?6箱COLA"),
        ("6 cases cola can less 2", "?6箱COLA"),
        ("2 cases cola can if the price is the same", "?2箱COLA"),
        ("2 cases cola can, if nobody is there leave it at the door", "2箱COLA"),
        # places and telephones count nothing, nor does a day on which nobody is there
        ("可乐5箱，送到人民路27号附5号，电话028-85550000转612", "5箱COLA"),
        ("送到2号店：可乐5箱", "5箱COLA"),
        ("Two drops for Saturday:\ncola can 5 cases", "5箱COLA"),
        # Cantonese
        ("唔该聽日送6箱可乐330ml同埋2箱雪碧", "6箱COLA 2箱SPRITE"),
        # words that are no slip of another
        ("5 cases of cola can has been paid for", ""),
        # what it was and is now, and what stays
        ("cola can from 4 cases to 6 cases", "?set:6箱COLA"),
        ("our usual sprite, 6 cases", "6箱SPRITE"),
        ("cola can and sprite can as usual, plus 3 cases dish soap 500g", "?10箱COLA ?5箱SPRITE 3箱DISH"),
        ("usual cola can and sprite can, plus 3 cases dish soap 500g", "?10箱COLA ?5箱SPRITE 3箱DISH"),
        ("可乐330ml和雪碧照旧，洗洁精500g 3箱", "?10箱COLA ?5箱SPRITE 3箱DISH"),
        # a day that is refused takes no goods with it
        ("Tuesday no good, cola can 5 cases", "5箱COLA"),
        ("cola can 5 cases, not Thursday please", "5箱COLA"),
        # what came, what is collected, what it costs
        ("可乐5箱到了谢谢", ""),
        ("收空瓶10个 可乐330ml 5箱", "!return:10个- ?5箱COLA"),
        ("sprite can went flat 3 cases", "?return:3箱SPRITE"),
        ("sprite can 5 cases at 118.50 each", "5箱SPRITE"),
        # another order, the last one, what comes in all, what is left in the shop
        ("Yesterday's order: cola can should be 3 cases, not 5", "?set:3箱COLA"),
        ("SO-50, please cancel", "!remove:-"),
        ("same as 上次，可乐改8箱", "8箱COLA 5箱SPRITE"),
        ("可乐多拿2箱，一共8箱", "?set:8箱COLA"),
        ("two changes please: cola can 3 cases", "3箱COLA"),
        ("昨天订的可乐店里还有，不要送了", "?remove:COLA"),
        ("20号我不在店里，可乐5箱", "5箱COLA"),
        ("cola can exactly 3 cases", "3箱COLA"),
        (
            "1 case of cola can got crushed, please take it back and replace it",
            "return:1箱COLA free:1箱COLA",
        ),
        # a kind that is not sold is not another one
        ("Foil - one case of the heavy duty", "?1箱FOIL"),
        # goods that are asked for without an amount
        ("need cola can, sprite can and dish soap 500g", "?COLA ?SPRITE ?DISH"),
        ("please send cola can, and 3 cases sprite can", "?COLA 3箱SPRITE"),
        ("要可乐330ml、雪碧、洗洁精500g", "?COLA ?SPRITE ?DISH"),
        ("要雪碧", "?SPRITE"),
        ("cola can\nsprite can\ndish soap 500g 5 cases", "?COLA ?SPRITE 5箱DISH"),
        ("can you send me the price of cola can please", ""),
        ("雪碧要到期了怎么办", ""),
        # looked wrong before, and a space before paper
        ("洗洁精500g要5箱，看错了，3箱就够", "3箱DISH"),
        # which of two
        ("可乐20瓶", "?20个-"),
        ("cola or sprite can, 5 cases, can't decide", "?5箱-"),
    ],
)
def test_what_is_said_is_understood_or_asked_about(text, lines):
    assert " ".join(said(text)) == lines


def test_a_unit_that_a_product_does_not_have_is_asked_about():
    assert said("白糖5 可乐5", customer=2) == ["5个SUGAR", "?5COLA"]


def test_an_order_that_is_named_is_repeated():
    old = OpenOrder(
        49, "SO-49", 1, NOW - timedelta(days=20), "done", lines=(OrderedLine(17, Decimal(4), "case"),)
    )
    assert said("repeat order of SO-49 please", orders=(*ORDERS, old)) == ["4箱DISH"]


def test_taking_all_goods_of_an_order_away_calls_it_off():
    today = OpenOrder(
        51, "SO-51", 1, NOW - timedelta(hours=1), "draft", lines=(OrderedLine(1, Decimal(2), "case"),)
    )
    (draft,) = read(
        Message("chat", "今早的单可乐取消掉吧", (), NOW, 1), Knowledge(PRODUCTS, CUSTOMERS, (*ORDERS, today))
    ).drafts
    assert (draft.kind, draft.target, draft.lines) == ("cancel", 51, ())


def test_a_size_alone_means_the_product_of_the_order_that_is_changed():
    held = (OrderedLine(5, Decimal(4), "case"), OrderedLine(6, Decimal(6), "case"))
    today = OpenOrder(51, "SO-51", 1, NOW - timedelta(hours=1), "draft", lines=held)
    assert said("今早的单M码改成8箱", orders=(*ORDERS, today)) == ["set:8箱DIAM"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("20号我不在店里，21号送吧", ["amend"]),
        ("deliver on the 21st please", ["amend"]),
        ("21号送来的货收到了，谢谢", []),
        ("thanks, see you on the 21st", []),
        ("please bring the invoice on the 21st", []),
    ],
)
def test_another_day_alone_changes_the_order_that_is_followed(text, kinds):
    today = OpenOrder(
        51, "SO-51", 1, NOW - timedelta(hours=1), "draft", lines=(OrderedLine(1, Decimal(2), "case"),)
    )
    found = read(Message("chat", text, (), NOW, 1, 51), Knowledge(PRODUCTS, CUSTOMERS, (*ORDERS, today)))
    assert [draft.kind for draft in found.drafts] == kinds
    assert all((draft.target, draft.date) == (51, NOW.date().replace(day=21)) for draft in found.drafts)


@pytest.mark.parametrize(
    ("usual", "text", "lines"),
    [
        # milk is what a customer calls its fresh milk; for others it is the product with that name
        ((90,), "milk 3 cases", "3箱FRESH"),
        ((), "milk 3 cases", "3箱MILK"),
        # low fat milk is milk for those alone who usually buy it or say so; tea is tea without sugar too
        ((92,), "milk 3 cases", "3箱MILK"),
        ((), "low fat milk 3 cases", "3箱LOWFAT"),
        ((), "green tea 2 cases", "2箱TEA"),
    ],
)
def test_a_plain_word_means_what_the_customer_usually_buys(usual, text, lines):
    milk = (
        product(90, "FRESH", "鲜牛奶 1L", "Fresh milk 1L", "1L*12", "盒", "乳品", 箱=12),
        product(91, "MILK", "纯牛奶 200ml", "Milk 200ml", "200ml*24", "盒", "乳品", 箱=24),
        product(92, "LOWFAT", "低脂牛奶 1L", "Low fat milk 1L", "1L*12", "盒", "乳品", 箱=12),
        product(93, "TEA", "无糖绿茶 500ml", "Green tea unsweetened 500ml", "500ml*15", "瓶", "饮料", 箱=15),
    )
    codes = {p.key: p.code.removeprefix("X-") for p in milk}
    shop = Customer(9, "C9", "Corner shop", (), "en", "case", usual, default_word="箱")
    (draft,) = read(Message("chat", text, (), NOW, 9), Knowledge(milk, (shop,), ())).drafts
    assert " ".join(f"{line.quantity:f}箱{codes[line.product]}" for line in draft.lines) == lines
    assert all(line.verdict == "ok" for line in draft.lines)
