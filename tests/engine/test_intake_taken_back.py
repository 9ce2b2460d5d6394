"""What is taken back, left as it is, or said of something else than goods."""

from dataclasses import replace

import pytest
from phrasing_shop import ORDERS, PRODUCTS, drafts, open_order, product, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("白砂糖十四箱 哎说差了 四箱 雪碧2箱", "4箱SUGAR 2箱SPRITE"),
        ("白砂糖四十箱 啊讲错咗 十四箱", "14箱SUGAR"),
        ("12 bottles lager, sorry meant 12 cases", "12箱LAGER"),
        ("either the 500g or the 2kg dish soap, 6 cases, not decided yet", "?6箱-"),
        ("either a case of white sugar or a case of candles, can't decide", "?1箱SUGAR ?1箱STAR"),
        ("白砂糖2箱或者蜡烛2箱", "?2箱SUGAR ?2箱STAR"),
        ("either sprite cans or the candles, 6 cs", "?6箱-"),
        ("thirty cases of sugar no wait thirteen cases the twenty nine kilo one", "?30箱SUGAR !13箱-"),
        ("abt 8 cases candles, 3 cases foil", "?8箱STAR 3箱FOIL"),
        ("雪碧四十箱 哎唔系十四箱 白砂糖2箱", "14箱SPRITE 2箱SUGAR"),
        ("candles 5 cases, actually 8 cases", "8箱STAR"),
    ],
)
def test_a_number_is_taken_back_or_left_open(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("白砂糖2箱，发票抬头照旧", "2箱SUGAR"),
        ("candles 2 cs, delivery time as usual", "2箱STAR"),
        ("usual 3 ctn candles", "3箱STAR"),
        ("照老样子", "10箱COLA 5箱SPRITE"),
        # a telephone note on what nobody said
        ("来电没说哪家店 白砂糖3箱", "3箱SUGAR"),
        ("小瓶没提 白砂糖3箱", "3箱SUGAR"),
        # what came short, is late or asked for is no order
        ("昨天的白砂糖少2箱,查下看", ""),
        ("车到哪了?今早该来12箱白砂糖", ""),
        ("白砂糖听日有冇货？几钱一箱？", ""),
        ("请补开8月发票，白砂糖那批金额3,640元", ""),
        ("3号店盘存:白砂糖9件,雪碧3件,报个数而已", ""),
        ("换了新手机试一下,白砂糖1件,这条是测试莫管", ""),
        ("琴日送嚟嘅白砂糖少咗1箱，帮我查下", ""),
        ("got 6 ctn sugar this morning, all fine", ""),
        # what nobody here sells is left out of the usual order: was something else meant?
        ("same again but skip the wine", "10箱COLA 5箱SPRITE ?-"),
        ("老样子，白酒不要", "10箱COLA 5箱SPRITE ?-"),
        # sugar in something that nobody here counts by
        ("白砂糖一麻袋，雪碧6箱", "?SUGAR 6箱SPRITE"),
    ],
)
def test_what_is_no_goods_changes_no_order(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    "text",
    [
        "白砂糖4箱先备上，等我开业定了日子再告诉你送",
        "白砂糖4箱先莫发 等我信",
        "keep 4 cases sugar, don't send until I text u",
    ],
)
def test_goods_are_kept_back_until_the_customer_speaks_again(text):
    assert [draft.kind for draft in drafts(text)] == ["hold"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SO-51 那单莫发了,照这个来:雪碧6箱", "set:6箱SPRITE remove:COLA"),
        ("SO-51 that one up the cola to 9 and take the sugar off", "set:9箱COLA remove:SUGAR"),
        ("on SO-51 cola 8 cases instead", "set:8箱COLA"),
        ("SO-51 可乐算了不要了 白砂糖变成八箱", "remove:COLA set:8箱SUGAR"),
    ],
)
def test_an_order_is_changed(text, lines):
    orders = (
        (*ORDERS, open_order(51, (1, 4), (20, 2))) if "莫" not in text else (*ORDERS, open_order(51, (1, 4)))
    )
    assert " ".join(said(text, orders=orders)) == lines


def test_an_order_that_is_only_named_stays_as_it_is():
    orders = (*ORDERS, open_order(51, (1, 4)))
    found = drafts("a new order please (no change to SO-51): 3 cartons candles", orders=orders)
    assert [(draft.kind, draft.target) for draft in found] == [("order", None)]


def test_a_warehouse_that_is_full_is_no_goods():
    orders = (*ORDERS, open_order(51, (1, 4)))
    found = drafts("please cancel SO-51 as our cellar is white", orders=orders)
    assert [(draft.kind, draft.target, draft.lines) for draft in found] == [("cancel", 51, ())]


def test_an_order_is_called_off_though_which_one_is_open():
    orders = (*ORDERS, open_order(51, (1, 4)), open_order(52, (20, 2)))
    found = drafts("the order I sent you this morning, help me cancel", orders=orders)
    assert [(draft.kind, draft.target, draft.question.code) for draft in found] == [
        ("cancel", None, "which_order")
    ]


def test_what_another_order_holds_is_no_change_of_the_one_called_off():
    orders = (*ORDERS, open_order(51, (1, 4)), open_order(52, (20, 2)))
    found = drafts("cancel SO-51 only, the sugar one still want", orders=orders)
    assert [(draft.kind, draft.target, draft.lines) for draft in found] == [("cancel", 51, ())]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("our order for delivery on Saturday: candles 2 ctn", "order"),
        ("change our order for delivery on Saturday: candles 2 ctn", "amend"),
    ],
)
def test_an_order_that_is_announced_is_no_change_of_another(text, kind):
    assert [draft.kind for draft in drafts(text, orders=(*ORDERS, open_order(51, (1, 4))))] == [kind]


LONG_AGO = ORDERS[0].ordered_at
BEER = {27, 28}
WITH_BEER = tuple(replace(p, category="啤酒") if p.key in BEER else p for p in PRODUCTS)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("same again, no beer", "10箱COLA"),
        ("the usual minus the beer", "10箱COLA"),
        ("same as last time, without beer", "10箱COLA"),
        ("same again except the beer, plus 2 cs dish soap 500g", "10箱COLA 2箱DISH"),
        ("老样子，啤酒先不拿", "10箱COLA"),
        ("照旧，除了啤酒", "10箱COLA"),
        ("same again, no problem", "10箱COLA 5箱LAGER"),
        ("same again, no wine", "10箱COLA 5箱LAGER"),
    ],
)
def test_a_kind_of_goods_is_left_out_of_the_usual_order(text, lines):
    last = (replace(open_order(60, (1, 10), (27, 5)), stage="done", ordered_at=LONG_AGO),)
    assert " ".join(said(text, orders=last, sold=WITH_BEER)) == lines


def test_which_goods_of_a_kind_are_left_out_is_asked():
    last = (replace(open_order(60, (1, 10), (27, 5), (28, 2)), stage="done", ordered_at=LONG_AGO),)
    assert said("same again, no beer", orders=last, sold=WITH_BEER) == ["10箱COLA", "?5箱LAGER", "?2箱WHEAT"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("收到2箱白砂糖和4箱雪碧,数量对的", ""),
        ("Received 12 ctn white sugar and 4 ctn sprite, 数量对的, thanks", ""),
        ("试一下这个群 白砂糖1箱 测试的别发货", ""),
        ("上周送的白砂糖有2箱受潮，退掉。雪碧3箱", "return:2箱SUGAR 3箱SPRITE"),
        ("2 ctn white sugar wet and torn pls take back, and send 3 ctn sprite", "return:2箱SUGAR 3箱SPRITE"),
        ("滋养护发素十箱，照上个月那个活动送两箱", "10箱CON free:2箱CON"),
        ("滋养护发素10箱，老规矩送2箱噢", "10箱CON free:2箱CON"),
        ("白砂糖这回免，雪碧2箱", "2箱SPRITE"),
        ("PO GM/26/0921: 6 ctn white sugar. call Ms Lin 13905910066 at gate 2, building 7", "6箱SUGAR"),
        ("Our PO no. is GF-311. White sugar 8 ctn", "8箱SUGAR"),
        ("3号门收 白砂糖3箱", "3箱SUGAR"),
        ("雪碧勿要了 白砂糖3箱", "3箱SUGAR"),
        ("随货同行单 No.04130739\n白砂糖 10箱\n实收签字: 马", ""),
        ("雪碧反正要两箱", "2箱SPRITE"),
        ("5 jerry cans soybean oil 20L", "5个OIL20"),
    ],
)
def test_what_is_said_around_goods(text, lines):
    assert " ".join(said(text)) == lines


def test_held_goods_stay_held_in_two_languages():
    [draft] = drafts("帮我们 set aside 6 ctn white sugar, 确认了再送, 先不要 dispatch")
    assert draft.kind == "hold" and [x.product for x in draft.lines] == [20]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("上回洗洁精500g漏了2箱，退回去给换2箱新的；雪碧送6箱", "return:2箱DISH free:2箱DISH 6箱SPRITE"),
        ("洗洁精500g压碎了2瓶,退掉换2瓶新的", "return:2个DISH free:2个DISH"),
        ("白砂糖漏了2袋，退了再补2袋新的", "return:2个SUGAR free:2个SUGAR"),
        # an amount without a unit is one of the same unit
        (
            "2 bags of white sugar leaking, take them back and swap for 2 good ones",
            "return:2个SUGAR free:2个SUGAR",
        ),
        ("2 bags of white sugar damaged, take back and send 2 good ones", "return:2个SUGAR free:2个SUGAR"),
        ("white sugar 2 bags leaking, collect and bring 3 more", "return:2个SUGAR 3箱SUGAR"),
        # arrived in a way that nobody has a word for
        ("3 cola can arrived wonky, please take them back. Also 2 sprite can", "return:3箱COLA 2箱SPRITE"),
        ("2 bags of white sugar arrived thawed, take them back", "return:2个SUGAR"),
        ("return 2 cola can, send 5", "return:2箱COLA ?5箱COLA"),
        ("2 cola can to go back", "return:2箱COLA"),
        ("sending back 2 cola can", "return:2箱COLA"),
        # what came short is looked into, and nothing is taken off
        ("昨天那车货少给我卸了2箱雪碧,帮着查查咋回事", ""),
        ("试试能不能发出去 雪碧1箱 发着玩的 别下单", ""),
        ("有1箱雪碧胀罐了要退,换回1箱给我", "return:1箱SPRITE free:1箱SPRITE"),
        # something else goes back
        ("收到可乐330ml3箱，空瓶带走", ""),
        ("we got 5 cases sprite can today, pls pick up the crates", ""),
        # something else was not said
        ("可乐330ml5箱，时间没说", "5箱COLA"),
        ("可乐330ml5箱，不要了", ""),
    ],
)
def test_what_goes_back_is_no_other_amount(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("空周转筐拉走8个", "return:8个CRATE"),
        ("空筐拿走4个，雪碧4箱", "return:4个CRATE 4箱SPRITE"),
        # what is joined goes back together
        ("木托盘8个、周转筐20个您捎回去，雪碧9箱", "return:8个PALLET return:20个CRATE 9箱SPRITE"),
    ],
)
def test_crates_go_back(text, lines):
    crates = (
        product(80, "CRATE", "周转筐", "Returnable crate", "回收", "个", "周转物"),
        product(81, "PALLET", "木托盘", "Wooden pallet", "回收", "个", "周转物"),
    )
    assert " ".join(said(text, sold=(*PRODUCTS, *crates))) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # what came bad goes back and is no order, whatever the word for it
        ("上回的白砂糖有1箱瘪了,退1箱换1箱好的", "return:1箱SUGAR free:1箱SUGAR"),
        ("上回的白砂糖有1箱歪罐,退1箱换1箱好的", "return:1箱SUGAR free:1箱SUGAR"),
        (
            "前天送的白砂糖有2箱压碎了，退掉给换2箱好的，另外雪碧5箱",
            "return:2箱SUGAR free:2箱SUGAR 5箱SPRITE",
        ),
        # a word between a number and its unit
        ("白砂糖上一整托", "?1SUGAR"),
        ("白砂糖来两整箱", "2箱SUGAR"),
        # the whole order, or what somebody there no longer wants
        ("昨日下的单子覅了", "?remove:-"),
        ("cola can make it 5, sprite dun want liao", "?set:5箱COLA ?remove:SPRITE"),
        ("可乐330ml*24听装的要12件", "12箱COLA"),
        ("照旧,雪碧比平常多3箱", "10箱COLA 8箱SPRITE"),
        ("可乐330ml5箱带7罐", "127个COLA"),
        ("雪碧破了1箱退掉,补1箱新的来", "return:1箱SPRITE free:1箱SPRITE"),
        ("sheet as usual, 3 ctn sprite can", "3箱SPRITE"),
    ],
)
def test_words_of_unseen_businesses(text, lines):
    assert " ".join(said(text)) == lines


def test_the_wrong_number_of_the_order_that_is_followed_is_corrected_there():
    held = (*ORDERS, open_order(51, (4, 5)))
    assert said("雪碧那个5箱搞错了,是15箱", orders=held, follows=51) == ["set:15箱SPRITE"]
    # a slip within the message itself
    assert said("雪碧6箱,不对,15箱", orders=held, follows=51) == ["15箱SPRITE"]
